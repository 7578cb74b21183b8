//! JSON that a page carries for its own scripts.

use std::sync::LazyLock;

use scraper::Selector;
use serde_json::Value;

use crate::extract::page::{Page, selector};

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
        .filter_map(|script| read(&script.text().collect::<String>()))
}

static SCRIPTS: LazyLock<Selector> = LazyLock::new(|| selector("script:not([src])"));

fn read(text: &str) -> Option<Value> {
    let text = text.trim();
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    // A script may hold braces of its own before the assignment, so what follows each `=` is tried, but not without end.
    text.match_indices('=')
        .take(20)
        .filter_map(|(position, _)| text.get(position + 1..))
        .map(str::trim_start)
        .filter(|rest| rest.starts_with(['{', '[']))
        .find_map(first_value)
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
            "<script>other()</script><script>s={\"a\": [1, \"x = {}\"]}</script>",
        ] {
            assert_eq!(json_in(html).as_ref(), Some(&expected), "{html}");
        }
    }

    #[test]
    fn a_script_without_json_gives_nothing() {
        assert_eq!(json_in("<script>if (a == b) { c() }</script>"), None);
    }
}
