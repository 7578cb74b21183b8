//! Writing and reading bits of markup. The reader walks HTML that was sanitised and written by a serialiser; given
//! anything else it stays linear and finds less.

use std::borrow::Cow;

/// A stretch of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text with its entities.
    Text(&'a str),
    /// A start tag, end tag, comment or declaration without its angle brackets.
    Tag(&'a str),
}

/// The pieces of an HTML text in their order.
pub(super) struct Pieces<'a> {
    rest: &'a str,
}

/// Cuts HTML into tags and the text between them.
pub(super) const fn pieces(html: &str) -> Pieces<'_> {
    Pieces { rest: html }
}

/// Plain text as HTML or XML, fit for elements and for attributes in double quotes.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// The inverse of [`escape`] and of the serialisers of HTML, which write no other entities (HTML §13.3, "Escaping a
/// string").
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let text = text
        .replace("&nbsp;", "\u{a0}")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    Cow::Owned(text)
}

/// The name of a start or end tag, as written.
pub(super) fn tag_name(tag: &str) -> &str {
    let tag = tag.trim_start_matches('/');
    tag.split(|character: char| character.is_ascii_whitespace() || character == '/')
        .next()
        .unwrap_or_default()
}

/// The attributes of a start tag that have a value, with entities resolved.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let mut rest = tag.strip_prefix(tag_name(tag)).unwrap_or_default();
    std::iter::from_fn(move || {
        let (before, after) = rest.split_once('=')?;
        let name = before.split_ascii_whitespace().next_back().unwrap_or_default();
        let after = after.trim_ascii_start();
        let quote = after.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (value, tail) = match quote {
            Some(quote) => after.strip_prefix(quote)?.split_once(quote)?,
            None => {
                after.split_once(|character: char| character.is_ascii_whitespace()).unwrap_or((after, ""))
            }
        };
        rest = tail;
        Some((name, unescape(value)))
    })
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some((tag, rest)) = self.rest.strip_prefix('<').and_then(split_tag) {
            self.rest = rest;
            return Some(Piece::Tag(tag));
        }
        // A bracket that opens no tag is text. If its tag is never closed, no later one is looked for: a text of nothing
        // but opening brackets would otherwise be walked once for each of them.
        let begins_with_bracket = self.rest.starts_with('<');
        let unclosed = begins_with_bracket && opens_tag(self.rest);
        let next = self
            .rest
            .char_indices()
            .skip(1)
            .find_map(|(index, character)| (character == '<').then_some(index))
            .filter(|_| !unclosed);
        let (text, rest) =
            next.and_then(|index| self.rest.split_at_checked(index)).unwrap_or((self.rest, ""));
        self.rest = rest;
        Some(Piece::Text(text))
    }
}

/// Splits behind the end of a tag; a bracket inside a quoted value does not end it.
fn split_tag(after_bracket: &str) -> Option<(&str, &str)> {
    if !begins_tag(after_bracket) {
        return None;
    }
    if let Some(comment) = after_bracket.strip_prefix("!--") {
        return comment.split_once("-->");
    }
    let mut quote = None;
    let end = after_bracket.char_indices().find_map(|(index, character)| {
        match (quote, character) {
            (None, '>') => return Some(index),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        None
    })?;
    let (tag, rest) = after_bracket.split_at_checked(end)?;
    Some((tag, rest.strip_prefix('>')?))
}

fn opens_tag(text: &str) -> bool {
    text.strip_prefix('<').is_some_and(begins_tag)
}

fn begins_tag(after_bracket: &str) -> bool {
    after_bracket.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?'))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn html_is_cut_into_tags_and_text() {
        let found: Vec<_> = pieces("<p title=\"a > b\">1 < 2<br/>x</p>").collect();
        assert_eq!(
            found,
            [
                Piece::Tag("p title=\"a > b\""),
                Piece::Text("1 "),
                Piece::Text("< 2"),
                Piece::Tag("br/"),
                Piece::Text("x"),
                Piece::Tag("/p"),
            ]
        );
    }

    #[test]
    fn attributes_are_read_in_every_way_of_quoting() {
        let found: Vec<_> = attributes("img src=\"/a.jpg?x=1&amp;y=2\" alt='it\"s' hidden width=3").collect();
        let expected = [("src", "/a.jpg?x=1&y=2"), ("alt", "it\"s"), ("width", "3")];
        assert_eq!(found.len(), expected.len());
        for ((name, value), expected) in found.iter().zip(expected) {
            assert_eq!((*name, value.as_ref()), expected);
        }
    }

    #[test]
    fn text_comes_back_from_being_escaped() {
        let text = "\"AT&T\" <b> &amp; 'x'";
        assert_eq!(escape(text), "&quot;AT&amp;T&quot; &lt;b&gt; &amp;amp; 'x'");
        assert_eq!(unescape(&escape(text)), text);
    }

    #[test]
    fn a_text_of_nothing_but_brackets_is_walked_in_linear_time() {
        let begin = Instant::now();
        for unit in ["<", "<a", "<a \"", "<!--", "< ", "<a b=", "</"] {
            let html = unit.repeat(200_000);
            for piece in pieces(&html) {
                if let Piece::Tag(tag) = piece {
                    assert!(attributes(tag).count() <= tag.len());
                }
            }
        }
        assert!(begin.elapsed() < Duration::from_secs(20));
    }
}
