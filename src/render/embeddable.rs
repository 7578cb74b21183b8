//! JSON that may stand inside a page. JSON is a part of JavaScript but for two line ends (RFC 8259 §7, ECMAScript 2018 and
//! before), and programs write feeds and answers into `script` elements, where HTML ends the element or hides its end at
//! sequences that a string may hold (HTML §4.12.1.3). All of them can be written in another way that means the same.

use serde::Serialize;

/// A value as JSON on one line.
///
/// # Errors
/// When the value has no JSON form.
pub fn json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string(value).map(embeddable)
}

/// A value as JSON for people, a line for each member.
///
/// # Errors
/// When the value has no JSON form.
pub fn readable_json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(value).map(embeddable)
}

/// Angle brackets stand nowhere in JSON but in strings, and no escape ends in one, so the text need not be read.
fn embeddable(json: String) -> String {
    const ESCAPES: [(&str, &str); 4] =
        [("</", "<\\/"), ("<!--", "\\u003c!--"), ("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029")];
    ESCAPES.iter().fold(
        json,
        |json, (found, written)| {
            if json.contains(found) { json.replace(found, written) } else { json }
        },
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_string_ends_a_script_or_hides_its_end() {
        let text = "</script><!--<script>\u{2028}\u{2029}\\</b>";
        let written = json(&text).unwrap();
        assert_eq!(written, r#""<\/script>\u003c!--<script>\u2028\u2029\\<\/b>""#);
        assert_eq!(readable_json(&text).unwrap(), written);
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in "[<>/!\\\\\"\\-a\u{2028}]{0,40}") {
            let written = json(&text).unwrap();
            prop_assert!(!written.contains("</") && !written.contains("<!--"));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
