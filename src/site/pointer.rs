//! Paths into JSON: RFC 6901 pointers, widened by "every element" and "the element whose member equals".

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A path into a JSON document, such as `/author/name`, `/keywords/*` or `/classes/[mapping=category]/value`.
///
/// A step is a member name or an index (with `~1` for `/` and `~0` for `~`, RFC 6901 §3), `*` for every element or
/// member, or `[name=text]` for every element whose member `name` is the string `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct JsonPath {
    text: String,
    steps: Vec<Step>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A member of an object or an index of an array.
    Name(String),
    /// Every element or member.
    Every,
    /// Every element whose member `name` equals `text`.
    Where {
        /// The member that is compared.
        name: String,
        /// What it must be.
        text: String,
    },
}

impl JsonPath {
    /// Every value that the path leads to, in document order.
    pub fn find<'a>(&self, document: &'a Value) -> Vec<&'a Value> {
        self.steps.iter().fold(vec![document], |values, step| {
            values.into_iter().flat_map(|value| step.apply(value)).collect()
        })
    }
}

impl Step {
    fn apply<'a>(&self, value: &'a Value) -> Vec<&'a Value> {
        match (self, value) {
            (Self::Name(name), Value::Object(members)) => members.get(name).into_iter().collect(),
            (Self::Name(name), Value::Array(elements)) => {
                name.parse::<usize>().ok().and_then(|index| elements.get(index)).into_iter().collect()
            }
            (Self::Every, Value::Array(elements)) => elements.iter().collect(),
            (Self::Every, Value::Object(members)) => members.values().collect(),
            (Self::Where { name, text }, Value::Array(elements)) => elements
                .iter()
                .filter(|element| element.get(name).and_then(Value::as_str) == Some(text))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self::Every);
        }
        if let Some(condition) = text.strip_prefix('[') {
            return condition
                .strip_suffix(']')
                .and_then(|condition| condition.split_once('='))
                .map(|(name, text)| Self::Where { name: name.to_owned(), text: text.to_owned() })
                .ok_or_else(|| format!("expected a condition as [name=text], found {text:?}"));
        }
        Ok(Self::Name(text.replace("~1", "/").replace("~0", "~")))
    }
}

impl FromStr for JsonPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix('/') else {
            return Err(format!("expected a JSON pointer that begins with a slash, found {text:?}"));
        };
        let steps = rest.split('/').map(Step::parse).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), steps })
    }
}

impl TryFrom<String> for JsonPath {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<JsonPath> for String {
    fn from(path: JsonPath) -> Self {
        path.text
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_finds_members_elements_and_elements_that_meet_a_condition() {
        let document =
            json!({"a/b": 1, "list": [{"kind": "x", "value": "one"}, {"kind": "y", "value": "two"}]});
        let find = |path: &str| {
            path.parse::<JsonPath>().unwrap().find(&document).into_iter().cloned().collect::<Vec<_>>()
        };
        assert_eq!(find("/a~1b"), [json!(1)]);
        assert_eq!(find("/list/*/value"), [json!("one"), json!("two")]);
        assert_eq!(find("/list/[kind=y]/value"), [json!("two")]);
        assert_eq!(find("/list/0/kind"), [json!("x")]);
        assert!(find("/list/9/kind").is_empty());
    }

    #[test]
    fn a_path_without_a_slash_or_with_a_broken_condition_is_refused() {
        assert!("name".parse::<JsonPath>().is_err());
        assert!("/list/[kind]/value".parse::<JsonPath>().is_err());
    }
}
