//! Pages whose text stands in `noscript`: what people see is written by scripts, what machines shall read is there.
//!
//! Whether a page is one is told from its source, so that it is parsed once.

use std::ops::Range;

use memchr::{memchr_iter, memchr3, memmem};

use super::text::is_silent;

/// The fewest characters of `noscript` that are more than a request to switch scripts on.
const LEAST: usize = 400;
/// `noscript` holds the page when it says this many times what stands outside.
const TIMES: usize = 2;

/// The source of a page without the tags of `noscript` in its body, so that their content becomes part of the tree; none
/// for a page that shows its text anyway.
pub(super) fn source(html: &str) -> Option<String> {
    let contents: Vec<&str> = noscripts(html).filter_map(|content| html.get(content)).collect();
    // Most pages have hardly any, and the rest of them need not be counted.
    if contents.iter().map(|content| content.len()).sum::<usize>() < LEAST {
        return None;
    }
    let unscripted = contents.into_iter().map(characters_between_tags).sum::<usize>();
    (unscripted >= LEAST && unscripted > characters_shown(html, unscripted / TIMES) * TIMES)
        .then(|| without_tags(html))
}

/// What is inside of each `noscript`.
fn noscripts(html: &str) -> impl Iterator<Item = Range<usize>> {
    let starts = memchr_iter(b'<', html.as_bytes()).filter(|start| begins_with(html, *start, "<noscript"));
    let mut end_before = 0;
    starts.filter_map(move |start| {
        if start < end_before {
            return None;
        }
        let Some(tag) = html.get(start..).and_then(|rest| rest.find('>')) else {
            // No tag ends from here on.
            end_before = html.len();
            return None;
        };
        let start = start + tag + 1;
        let length = html.get(start..).and_then(|rest| length_before(rest, "</noscript"));
        end_before = length.map_or(html.len(), |length| start + length);
        Some(start..end_before)
    })
}

fn begins_with(html: &str, at: usize, letters: &str) -> bool {
    let found = html.as_bytes().get(at..at + letters.len());
    found.is_some_and(|found| found.eq_ignore_ascii_case(letters.as_bytes()))
}

fn length_before(html: &str, tag: &str) -> Option<usize> {
    memchr_iter(b'<', html.as_bytes()).find(|at| begins_with(html, *at, tag))
}

/// How many characters a page shows besides its `noscript`, white space aside; the count may end behind so many.
fn characters_shown(html: &str, enough: usize) -> usize {
    let (mut rest, mut shown) = (html, 0);
    while shown <= enough {
        let (text, markup) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        shown += text.chars().filter(|character| !character.is_whitespace()).count();
        if markup.is_empty() {
            break;
        }
        rest = behind_markup(markup);
    }
    shown
}

/// The text behind a comment, a tag, or an element that shows nothing.
fn behind_markup(markup: &str) -> &str {
    if let Some(comment) = markup.strip_prefix("<!--") {
        let end = memmem::find(comment.as_bytes(), b"-->");
        return end.and_then(|end| comment.get(end..)).unwrap_or_default();
    }
    let behind = markup.get(tag_length(markup)..).unwrap_or_default();
    let letters = markup.bytes().skip(1).take_while(u8::is_ascii_alphanumeric).count();
    let name = markup.get(1..=letters).unwrap_or_default().to_ascii_lowercase();
    if name == "head" || !is_silent(&name) {
        return behind;
    }
    length_before(behind, &format!("</{name}")).and_then(|length| behind.get(length..)).unwrap_or_default()
}

/// A `>` within quotes does not end a tag.
fn tag_length(tag: &str) -> usize {
    let bytes = tag.as_bytes();
    let mut at = 1;
    while let Some(rest) = bytes.get(at..) {
        let Some(found) = memchr3(b'>', b'"', b'\'', rest) else { break };
        let quote = rest.get(found).copied().unwrap_or_default();
        at += found + 1;
        if quote == b'>' {
            return at;
        }
        let closing = rest.get(found + 1..).and_then(|value| memchr::memchr(quote, value));
        at += closing.map_or(0, |length| length + 1);
    }
    tag.len()
}

fn characters_between_tags(html: &str) -> usize {
    let mut inside = false;
    html.chars()
        .filter(|character| match character {
            '<' => {
                inside = true;
                false
            }
            '>' => {
                inside = false;
                false
            }
            _ => !inside && !character.is_whitespace(),
        })
        .count()
}

fn without_tags(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut at = lower.find("<body").unwrap_or_default();
    let mut source = html.get(..at).unwrap_or_default().to_owned();
    let is_tag = |rest: &str| rest.starts_with("<noscript") || rest.starts_with("</noscript");
    while let Some(rest) = lower.get(at..) {
        let Some(start) = rest
            .match_indices('<')
            .map(|(start, _)| start)
            .find(|start| rest.get(*start..).is_some_and(is_tag))
        else {
            break;
        };
        source.push_str(html.get(at..at + start).unwrap_or_default());
        let end = rest.get(start..).and_then(|tag| tag.find('>')).map_or(rest.len(), |end| start + end + 1);
        at += end;
    }
    source.push_str(html.get(at..).unwrap_or_default());
    source
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_written_in_noscript_is_read_from_there() {
        let text = "The bridge opens in spring, said the council of the town. ".repeat(12);
        let html = format!(
            "<head><noscript><link href=x></noscript></head><BODY><div id=app>Loading</div><NoScript class=x><p>{text}</p></noscript>"
        );
        let source = source(&html).unwrap();
        assert!(source.contains(&format!("<div id=app>Loading</div><p>{text}</p>")));
        assert!(source.starts_with("<head><noscript><link href=x></noscript></head>"));
    }

    #[test]
    fn a_page_that_shows_its_text_is_left_alone() {
        let text = "The bridge opens in spring, said the council of the town. ".repeat(12);
        assert_eq!(source(&format!("<body><p>{text}</p><noscript><p>{text}</p></noscript>")), None);
        assert_eq!(source("<body><noscript>Please switch on scripts.</noscript>"), None);
    }

    #[test]
    fn what_people_do_not_see_is_no_text_of_the_page() {
        let text = "The bridge opens in spring, said the council of the town. ".repeat(12);
        let silent = format!(
            "<title>{text}</title><script>'{text}'</script><!-- <p>{text} --><img alt='a > b {text}'>"
        );
        assert!(source(&format!("<head>{silent}</head><body><noscript>{text}</noscript>")).is_some());
        assert_eq!(source(&format!("<body><noscript>{text}</noscript><img alt='>'>{text}")), None);
        assert_eq!(source(&format!("<body>{text}<noscript>{text}")), None);
    }
}
