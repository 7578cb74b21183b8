//! The text of an article as JSON-LD states it: the fallback for pages whose own text only a script writes.

use serde_json::Value;

use super::clean::Body;
use crate::extract::page::Page;
use crate::extract::sanitize::clean_and_read;
use crate::extract::structured::json_ld;
use crate::extract::text::word_count;

/// Fewer words are a teaser.
const FEWEST_WORDS: usize = 100;
/// How many times the words of what the page shows must be stated.
const TIMES: usize = 2;

/// The article's text as the page states it, where that is at least twice as long as the `words` that were found on it.
pub fn stated(page: &Page, words: usize) -> Option<Body> {
    let texts = json_ld(page).iter().filter_map(|node| node.get("articleBody")).filter_map(Value::as_str);
    let longest = texts.max_by_key(|text| text.len())?;
    // Every word takes a letter and a space.
    if longest.len() < 2 * FEWEST_WORDS.max(words * TIMES) {
        return None;
    }
    let (html, text) = clean_and_read(as_html(longest), page.base());
    let word_count = word_count(&text);
    (word_count >= FEWEST_WORDS.max(words * TIMES)).then(|| Body {
        html,
        text,
        word_count,
        ..Body::default()
    })
}

/// The text as HTML: it is HTML when it has tags, else every line is a paragraph.
fn as_html(text: &str) -> String {
    if text.contains("</") {
        return text.to_owned();
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{line}</p>")).collect()
}
