//! JSON that a page carries for its own scripts.

use std::sync::LazyLock;

use scraper::Selector;
use serde_json::Value;

use crate::extract::page::{Page, selector};
use crate::extract::surrogates;

/// The JSON in the first element that the selector matches and that holds any: the whole content, or what a script
/// assigns (`window.__STATE__ = {…};`).
pub fn embedded_json(page: &Page, selector: &Selector) -> Option<Value> {
    page.document().select(selector).find_map(|element| read(&element.text().collect::<String>()))
}

/// Every JSON value that the scripts of a page hold, in its order: whole contents and what is assigned.
pub fn script_states(page: &Page) -> impl Iterator<Item = Value> {
    page.document()
        .select(&SCRIPTS)
        .filter(|script| script.attr("type").is_none_or(|kind| kind != "application/ld+json"))
        .filter_map(|script| {
            let value = read(&script.text().collect::<String>())?;
            Some(if script.attr("id") == Some("__NUXT_DATA__") { unfolded(&value) } else { value })
        })
}

/// Most values of a state whose values are told by their places. A text counts as one more for every so many of its bytes, since
/// each of its places is a copy.
const MAX_VALUES: usize = 100_000;
const BYTES_OF_A_VALUE: usize = 64;
/// The deepest value within values that is followed.
const MAX_DEPTH: usize = 24;

/// The first of an array of values that name each other by their places in it, which is how Nuxt writes its state: members of
/// objects and arrays are places, and an array that begins with a word is a value with a mark on it.
fn unfolded(state: &Value) -> Value {
    let mut left = MAX_VALUES;
    state.as_array().map_or_else(|| state.clone(), |values| value_at(values, 0, 0, &mut left))
}

fn value_at(values: &[Value], place: usize, depth: usize, left: &mut usize) -> Value {
    if *left == 0 || depth > MAX_DEPTH {
        return Value::Null;
    }
    let texts = match values.get(place) {
        Some(Value::String(text)) => text.len(),
        Some(Value::Object(members)) => members.keys().map(String::len).sum(),
        _ => 0,
    };
    *left = left.saturating_sub(1 + texts / BYTES_OF_A_VALUE);
    let mut follow = |place: &Value| {
        let place = place.as_u64().and_then(|place| usize::try_from(place).ok());
        place.map_or(Value::Null, |place| value_at(values, place, depth + 1, left))
    };
    match values.get(place) {
        Some(Value::Object(members)) => {
            Value::Object(members.iter().map(|(name, place)| (name.clone(), follow(place))).collect())
        }
        Some(Value::Array(members)) => match members.first().and_then(Value::as_str) {
            Some("Date") => members.get(1).filter(|date| date.is_string()).cloned().unwrap_or_default(),
            Some(_) => members.get(1).map(follow).unwrap_or_default(),
            None => Value::Array(members.iter().map(follow).collect()),
        },
        plain => plain.cloned().unwrap_or_default(),
    }
}

static SCRIPTS: LazyLock<Selector> = LazyLock::new(|| selector("script:not([src])"));

fn read(text: &str) -> Option<Value> {
    let text = surrogates::mended(text.trim());
    let text = &*text;
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    // A script may hold braces of its own before the assignment, so what follows each `=` is tried, but not without end.
    text.match_indices('=')
        .take(20)
        .filter_map(|(position, _)| text.get(position + 1..))
        .map(str::trim_start)
        .find_map(|rest| {
            if let Some(quoted) = rest.strip_prefix("JSON.parse(") {
                let text = first_value(quoted.trim_start())?;
                return serde_json::from_str(&surrogates::mended(text.as_str()?)).ok();
            }
            rest.starts_with(['{', '[']).then(|| first_value(rest)).flatten()
        })
}

fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json_in(html: &str) -> Option<Value> {
        let page = Page::parse(html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        embedded_json(&page, &selector("script"))
    }

    #[test]
    fn json_is_read_bare_or_out_of_an_assignment() {
        let expected = serde_json::json!({"a": [1, "x = {}"]});
        for html in [
            "<script type=application/json>{\"a\": [1, \"x = {}\"]}</script>",
            "<script>var n = 1; window.__STATE__ = {\"a\": [1, \"x = {}\"]}; start();</script>",
            "<script>window.__STATE__ = JSON.parse(\"{\\\"a\\\": [1, \\\"x = {}\\\"]}\");</script>",
            "<script>other()</script><script>s={\"a\": [1, \"x = {}\"]}</script>",
        ] {
            assert_eq!(json_in(html).as_ref(), Some(&expected), "{html}");
        }
    }

    #[test]
    fn values_that_name_each_other_by_their_places_are_put_together() {
        let html = r#"<script type=application/json id=__NUXT_DATA__>
            [["ShallowReactive",1],{"posts":2},[3,4],{"title":5,"on":6},{"title":7},"One",["Date","2026-03-01"],"Two"]</script>"#;
        let page = Page::parse(html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        let expected = serde_json::json!({"posts": [{"title": "One", "on": "2026-03-01"}, {"title": "Two"}]});
        assert_eq!(script_states(&page).next(), Some(expected));
    }

    #[test]
    fn a_script_without_json_gives_nothing() {
        assert_eq!(json_in("<script>if (a == b) { c() }</script>"), None);
    }
}
