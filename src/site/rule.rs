//! Rules: where on a page a field stands.

use std::fmt;
use std::marker::PhantomData;

use regex::Regex;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::JsonPath;

/// Rules of one field, tried in order until one gives something. Written as one rule or as an array of rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Alternatives<T>(Vec<T>);

/// One rule: where to look, and what to do with the text that is found.
///
/// In TOML a string is a CSS selector, with `@name` behind it for an attribute (`"img@src"`; `"@href"` and `"."` mean
/// the entry itself). A table names its source: `css` (with `attribute`), `meta`, `json_ld`, `microdata`, or `json` (a
/// selector of the script) with `pointer`. Any of them may carry `split` (a separator between several values) and
/// `pattern` (a regular expression; its first group, or the whole match, is taken).
#[derive(Clone, Debug)]
pub struct Rule {
    /// Where to look.
    pub locator: Locator,
    /// What parts several values in one text, such as `,`.
    pub split: Option<String>,
    /// What to take of the text.
    pub pattern: Option<Regex>,
}

/// Where a rule looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locator {
    /// An element, or one of its attributes. No selector means the entry itself.
    Css {
        /// Which elements.
        selector: Option<CssSelector>,
        /// Which attribute; the text of the element when absent.
        attribute: Option<String>,
    },
    /// A `meta` element by its `name` or `property`.
    Meta(String),
    /// A path into each JSON-LD node of the page.
    JsonLd(JsonPath),
    /// The value of an `itemprop`.
    Microdata(String),
    /// A path into the JSON text of an element.
    Json {
        /// The element, usually a `script`.
        script: CssSelector,
        /// The path.
        pointer: JsonPath,
    },
}

/// A CSS selector, parsed when the definition is loaded, with the text it was parsed from.
#[derive(Clone, Debug)]
pub struct CssSelector {
    text: String,
    parsed: scraper::Selector,
}

impl<T> Alternatives<T> {
    /// The rules in the order in which they are tried.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Whether there is no rule.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl CssSelector {
    /// Parses a selector.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("expected a CSS selector, found an empty text".to_owned());
        }
        let parsed = scraper::Selector::parse(text)
            .map_err(|error| format!("expected a CSS selector, found {text:?}: {}", fault_of(&error)))?;
        Ok(Self { text: text.to_owned(), parsed })
    }

    /// The selector, ready to be used.
    pub const fn selector(&self) -> &scraper::Selector {
        &self.parsed
    }
}

impl Rule {
    /// A rule that is a selector with an optional attribute: `"h2 a"`, `"img@src"`, `"@href"`, `"."`.
    pub fn css(text: &str) -> Result<Self, String> {
        let (selector, attribute) = match text.rsplit_once('@') {
            Some((selector, name)) if is_attribute_name(name) => (selector.trim(), Some(name.to_owned())),
            _ => (text, None),
        };
        let selector = match selector {
            "" if attribute.is_some() => None,
            "." => None,
            selector => Some(CssSelector::parse(selector)?),
        };
        Ok(Self { locator: Locator::Css { selector, attribute }, split: None, pattern: None })
    }

    /// What part of the text the rule takes: one value, or several when it splits. Blank values are left out.
    pub fn values_of(&self, text: &str) -> Vec<String> {
        let parts: Vec<&str> = match &self.split {
            Some(separator) => text.split(separator.as_str()).collect(),
            None => vec![text],
        };
        parts
            .into_iter()
            .filter_map(|part| match &self.pattern {
                Some(pattern) => {
                    let captures = pattern.captures(part)?;
                    captures.get(1).or_else(|| captures.get(0)).map(|taken| taken.as_str())
                }
                None => Some(part),
            })
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .collect()
    }
}

/// What is wrong with a pattern. The parser draws the place below the pattern, over several lines, and says it in the
/// last.
fn fault_in(error: &regex::Error) -> String {
    let text = error.to_string();
    let fault = text.lines().last().unwrap_or_default().trim();
    fault.strip_prefix("error:").unwrap_or(fault).trim().to_owned()
}

/// What is wrong with a selector, in one line. For half of its faults the parser has no words.
fn fault_of(error: &impl fmt::Display) -> String {
    let text = error.to_string();
    if text.starts_with("Unexpected error") {
        return "a part of it is missing or not known".to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_attribute_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
}

impl<T> Default for Alternatives<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for Alternatives<T> {
    fn from(rules: Vec<T>) -> Self {
        Self(rules)
    }
}

impl<'a, T> IntoIterator for &'a Alternatives<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for CssSelector {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for CssSelector {}

impl fmt::Display for CssSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        let pattern = |rule: &Self| rule.pattern.as_ref().map(|pattern| pattern.as_str().to_owned());
        self.locator == other.locator && self.split == other.split && pattern(self) == pattern(other)
    }
}

impl Eq for Rule {}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.locator {
            Locator::Css { selector, attribute } => {
                match (selector, attribute) {
                    (None, None) => f.write_str(".")?,
                    (Some(selector), _) => write!(f, "{selector}")?,
                    (None, Some(_)) => {}
                }
                attribute.as_ref().map_or(Ok(()), |name| write!(f, "@{name}"))
            }
            Locator::Meta(name) => write!(f, "meta {name}"),
            Locator::JsonLd(path) => write!(f, "json_ld {path}"),
            Locator::Microdata(name) => write!(f, "microdata {name}"),
            Locator::Json { script, pointer } => write!(f, "json {script} {pointer}"),
        }
    }
}

/// A rule as a table, for reading and writing.
#[derive(Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    #[serde(skip_serializing_if = "Option::is_none")]
    css: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribute: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    json_ld: Option<JsonPath>,
    #[serde(skip_serializing_if = "Option::is_none")]
    microdata: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<CssSelector>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<JsonPath>,
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
}

impl RuleTable {
    fn into_rule(self) -> Result<Rule, String> {
        let locator = match (self.css, self.meta, self.json_ld, self.microdata, self.json) {
            (Some(css), None, None, None, None) => match (Rule::css(&css)?.locator, self.attribute) {
                (Locator::Css { selector, attribute: None }, attribute) => {
                    Locator::Css { selector, attribute }
                }
                (locator, None) => locator,
                (_, Some(_)) => {
                    return Err("expected `attribute` or @name behind the selector, found both".to_owned());
                }
            },
            (None, Some(name), None, None, None) => Locator::Meta(name),
            (None, None, Some(path), None, None) => Locator::JsonLd(path),
            (None, None, None, Some(name), None) => Locator::Microdata(name),
            (None, None, None, None, Some(script)) => match self.pointer {
                Some(pointer) => Locator::Json { script, pointer },
                None => return Err("expected `pointer` beside `json`, found none".to_owned()),
            },
            _ => {
                return Err(
                    "expected exactly one of `css`, `meta`, `json_ld`, `microdata` and `json`".to_owned()
                );
            }
        };
        let pattern = self
            .pattern
            .map(|pattern| {
                Regex::new(&pattern).map_err(|error| {
                    format!("expected a regular expression, found {pattern:?}: {}", fault_in(&error))
                })
            })
            .transpose()?;
        Ok(Rule { locator, split: self.split, pattern })
    }
}

impl<'de> Deserialize<'de> for CssSelector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for CssSelector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RuleVisitor;

        impl<'de> Visitor<'de> for RuleVisitor {
            type Value = Rule;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a selector, or a table with css, meta, json_ld, microdata or json")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Rule, E> {
                Rule::css(text).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Rule, A::Error> {
                let table = RuleTable::deserialize(de::value::MapAccessDeserializer::new(map))?;
                table.into_rule().map_err(de::Error::custom)
            }
        }

        deserializer.deserialize_any(RuleVisitor)
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = RuleTable {
            split: self.split.clone(),
            pattern: self.pattern.as_ref().map(|pattern| pattern.as_str().to_owned()),
            ..RuleTable::default()
        };
        match &self.locator {
            Locator::Css { .. } if table.split.is_none() && table.pattern.is_none() => {
                return serializer.serialize_str(&self.to_string());
            }
            Locator::Css { .. } => table.css = Some(self.to_string()),
            Locator::Meta(name) => table.meta = Some(name.clone()),
            Locator::JsonLd(path) => table.json_ld = Some(path.clone()),
            Locator::Microdata(name) => table.microdata = Some(name.clone()),
            Locator::Json { script, pointer } => {
                table.json = Some(script.clone());
                table.pointer = Some(pointer.clone());
            }
        }
        table.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Alternatives<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AlternativesVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for AlternativesVisitor<T> {
            type Value = Alternatives<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a rule, or an array of rules that are tried in order")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                T::deserialize(de::value::StrDeserializer::new(text)).map(|rule| Alternatives(vec![rule]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map))
                    .map(|rule| Alternatives(vec![rule]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut rules = Vec::new();
                while let Some(rule) = seq.next_element()? {
                    rules.push(rule);
                }
                Ok(Alternatives(rules))
            }
        }

        deserializer.deserialize_any(AlternativesVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests;
