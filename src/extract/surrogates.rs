//! Escapes in JSON that are half a character: `"…\ud83d"`, as a program leaves behind that cuts texts by UTF-16 code units.
//!
//! RFC 8259 §8.2 allows them and calls what readers make of them unpredictable. `serde_json` refuses the whole document for one.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem;
use regex::{Captures, Regex};

/// Two backslashes, which escape nothing behind them, a pair of surrogates, or one that is alone.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
static SURROGATES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \\\\ | \\u[dD][89abAB][[:xdigit:]]{2} \\u[dD][c-fC-F][[:xdigit:]]{2} | (?P<lone> \\u[dD][89a-fA-F][[:xdigit:]]{2})",
    )
    .expect("the pattern is valid")
});

/// JSON with U+FFFD in the place of each escape that is half a character.
pub(super) fn mended(json: &str) -> Cow<'_, str> {
    let bytes = json.as_bytes();
    if memmem::find(bytes, b"\\ud").is_none() && memmem::find(bytes, b"\\uD").is_none() {
        return Cow::Borrowed(json);
    }
    SURROGATES.replace_all(json, |found: &Captures<'_>| {
        let is_lone = found.name("lone").is_some();
        let written = found.get(0).map_or("", |found| found.as_str());
        if is_lone { "\\ufffd".to_owned() } else { written.to_owned() }
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::whole(r#""\ud83d\uDE00 a""#, "\u{1f600} a")]
    #[case::first_half(r#""a \ud83d""#, "a \u{fffd}")]
    #[case::second_half(r#""\uDE00 a""#, "\u{fffd} a")]
    #[case::in_the_wrong_order(r#""\uDE00\uD83D""#, "\u{fffd}\u{fffd}")]
    #[case::before_a_whole_one(r#""\uD83D\uD83D\uDE00""#, "\u{fffd}\u{1f600}")]
    #[case::behind_a_backslash(r#""\\ud83d \\\ud83d""#, "\\ud83d \\\u{fffd}")]
    #[case::of_another_kind(r#""\ud7ff""#, "\u{d7ff}")]
    fn half_characters_are_replaced_and_whole_ones_stay(#[case] json: &str, #[case] expected: &str) {
        assert_eq!(serde_json::from_str::<String>(&mended(json)).unwrap(), expected, "{json}");
    }
}
