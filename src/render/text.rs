//! Text that every format can carry. XML 1.0 §2.2 knows no control characters but tab and line ends, and not the last
//! two code points of the basic plane; one of them makes a whole document unreadable. JSON could carry them, but a feed
//! should say the same in all its formats.

use std::borrow::Cow;
use std::collections::HashSet;

/// The text without the characters that XML cannot carry. Line ends of every kind become `\n`, as they would when an XML
/// parser reads them (XML 1.0 §2.11).
pub(super) fn legal(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_legal) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            _ if is_legal(character) => out.push(character),
            // Carriage return, vertical tab, form feed and next line part words, so they are not simply dropped.
            _ if character.is_whitespace() => out.push('\n'),
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// A title, name or label: legal text on one line, with single spaces and none at the ends. Attribute values need it
/// too, since XML parsers turn their line ends into spaces.
pub(super) fn one_line(text: &str) -> String {
    let legal = legal(text);
    let mut out = String::with_capacity(legal.len());
    for word in legal.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// [`one_line`], or nothing where nothing can be seen.
pub(super) fn visible_line(text: &str) -> Option<String> {
    Some(one_line(text)).filter(|line| !line.is_empty())
}

/// Legal text of several lines, trimmed; nothing where nothing can be seen.
pub(super) fn visible_text(text: &str) -> Option<String> {
    let legal = legal(text);
    let trimmed = legal.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// Lines in their order, each once, whatever the case it is written in.
pub(super) fn without_doubles<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts
        .into_iter()
        .filter_map(|text| visible_line(text))
        .filter(|line| seen.insert(line.to_lowercase()))
        .collect()
}

/// The opening words of a text, at most `limit` characters, with an ellipsis where something was left out.
pub(super) fn opening(text: &str, limit: usize) -> Option<String> {
    let line = visible_line(text)?;
    let Some((cut, _)) = line.char_indices().nth(limit) else {
        return Some(line);
    };
    let (head, _) = line.split_at_checked(cut)?;
    // A language without spaces has no better place to be cut than the limit.
    let head = head.rsplit_once(' ').map_or(head, |(words, _)| words);
    Some(format!("{head}…"))
}

/// A language tag in the form of BCP 47 (RFC 5646 §2.1), or nothing where the text cannot be one.
pub(super) fn language_tag(text: &str) -> Option<String> {
    let tag = text.trim().replace('_', "-");
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default();
    let fits = (2..=8).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    fits.then_some(tag)
}

fn is_legal(character: char) -> bool {
    match character {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => !character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_carry_is_dropped_and_the_rest_stays() {
        assert_eq!(legal("a\u{0}b\u{8}c\u{7f}d\u{fffe}e\u{ffff}f\u{90}g"), "abcdefg");
        assert_eq!(
            legal("tab\there, 日本語, العربية, 🦀, a\u{a0}b"),
            "tab\there, 日本語, العربية, 🦀, a\u{a0}b"
        );
    }

    #[test]
    fn line_ends_of_every_kind_become_one() {
        assert_eq!(legal("a\r\nb\rc\u{b}d\u{c}e\u{85}f\n"), "a\nb\nc\nd\ne\nf\n");
    }

    #[test]
    fn a_title_stands_on_one_line() {
        assert_eq!(one_line("  Late\r\n\tnews\u{2028}now "), "Late news now");
        assert_eq!(visible_line(" \u{1}\n "), None);
    }

    #[test]
    fn labels_are_listed_once_whatever_their_case() {
        let labels = ["World", "Économie", " world ", "", "ÉCONOMIE", "Sport"].map(str::to_owned);
        assert_eq!(without_doubles(&labels), ["World", "Économie", "Sport"]);
    }

    #[test]
    fn an_opening_ends_between_words() {
        assert_eq!(opening("a few words", 40).as_deref(), Some("a few words"));
        assert_eq!(opening("a few words more", 9).as_deref(), Some("a few…"));
        assert_eq!(opening("日本語の長い文章", 3).as_deref(), Some("日本語…"));
        assert_eq!(opening(" \n", 3), None);
    }

    #[test]
    fn only_tags_of_languages_are_taken_for_languages() {
        assert_eq!(language_tag("en").as_deref(), Some("en"));
        assert_eq!(language_tag("pt_BR").as_deref(), Some("pt-BR"));
        assert_eq!(language_tag("zh-Hant-TW").as_deref(), Some("zh-Hant-TW"));
        for text in ["", "e", "en-", "en us", "العربية", "en-\"x\""] {
            assert_eq!(language_tag(text), None, "{text:?} was taken");
        }
    }
}
