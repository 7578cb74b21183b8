//! The text of an article as JSON-LD states it: the fallback for pages whose own text only a script writes.

use serde_json::Value;

use super::clean::Body;
use crate::extract::page::Page;
use crate::extract::sanitize::{Cleaned, clean_and_read};
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
    let Cleaned { html, text, is_cut } = clean_and_read(as_html(longest), page.base());
    let word_count = word_count(&text);
    (word_count >= FEWEST_WORDS.max(words * TIMES)).then(|| Body {
        html,
        text,
        word_count,
        is_cut,
        ..Body::default()
    })
}

/// The text as HTML: it is HTML when it has tags, else every line is a paragraph. Plain text may show angle brackets; its
/// references to characters are read as such, since many systems leave them in.
fn as_html(text: &str) -> String {
    if ["</", "<br", "<p>"].iter().any(|tag| text.contains(tag)) {
        return text.to_owned();
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{}</p>", line.replace('<', "&lt;").replace('>', "&gt;"))).collect()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn stated_text(line: &str) -> String {
        let text = format!("{line} {}", "The council said that the bridge opens. ".repeat(20));
        let state = serde_json::json!({"@type": "NewsArticle", "articleBody": text});
        let html = format!("<script type=application/ld+json>{state}</script>");
        let page = Page::parse(&html, &Url::parse("https://daily.example/story").unwrap()).unwrap();
        stated(&page, 0).unwrap().text
    }

    #[test]
    fn plain_text_keeps_what_stands_in_angle_brackets() {
        let line = "The type Vec<String> holds what a < b and c > d say of AT&T.";
        assert!(stated_text(line).starts_with(line));
        assert!(stated_text("A &quot;bridge&quot; opens.").starts_with("A \"bridge\" opens."));
    }

    #[test]
    fn text_with_tags_is_html() {
        assert!(stated_text("One<br>Two").starts_with("One\nTwo"));
        assert!(stated_text("<b>One</b>").starts_with("One"));
    }
}
