//! HTML that is clean as it stands: told by its text, without building a tree.
//!
//! What the service writes itself is nearly always clean, and parsing it again to see that would cost as much as the page
//! did. A text is known to be clean when the parser would build the very elements that its tags show, and the serialiser
//! write them as they stand (HTML §13.2.6, §13.3): every tag is closed by its own, no element ends another one or moves
//! it, and every attribute and escape has the one form that is written. Of what cannot be told so easily, the parser is asked.

use std::borrow::Cow;

use memchr::{memchr2, memchr3};
use url::Url;

use super::{TAG_ATTRIBUTES, TAGS, filter};
use crate::extract::addresses::absolute;
use crate::extract::text::BlockWriter;

/// More elements inside each other are left to the parser, which has a limit.
const DEEPEST: usize = 256;

/// Whether the policy has nothing to change.
pub(super) fn is_clean(html: &str, base: &Url) -> bool {
    read(html, base, |_| ()).is_some()
}

/// The text of HTML that is clean: without captions and without the links that stand for embeds.
pub(super) fn running_text(html: &str, base: &Url) -> Option<String> {
    let mut writer = BlockWriter::default();
    // How many elements are open inside of one that is left out.
    let mut left_out = 0_usize;
    read(html, base, |part| match part {
        Part::Open { .. } if left_out > 0 => left_out += 1,
        Part::Open { name, inside } => {
            let is_link = || name == "blockquote" && is_lone_link(inside);
            if matches!(name, "figcaption" | "audio" | "video") || is_link() {
                writer.passed();
                left_out = 1;
            } else {
                writer.open(name);
            }
        }
        Part::Close if left_out > 0 => left_out -= 1,
        Part::Close => writer.close(),
        Part::Text(text) if left_out == 0 => writer.write(&text),
        Part::Text(_) => {}
    })?;
    Some(writer.finish())
}

/// Writes text as the serialiser does (HTML §13.3), so that there is nothing left to clean.
pub(in crate::extract) fn push_escaped(html: &mut String, text: &str) {
    let mut rest = text;
    let is_ascii = text.is_ascii();
    let first = |rest: &str| {
        if is_ascii {
            return memchr3(b'&', b'<', b'>', rest.as_bytes());
        }
        // A no-break space begins with the last of these, and so do other characters.
        rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | 0xC2))
    };
    while let Some((plain, behind)) = first(rest).and_then(|at| rest.split_at_checked(at)) {
        html.push_str(plain);
        let mut characters = behind.chars();
        match characters.next() {
            Some('&') => html.push_str("&amp;"),
            Some('<') => html.push_str("&lt;"),
            Some('>') => html.push_str("&gt;"),
            Some('\u{A0}') => html.push_str("&nbsp;"),
            other => html.extend(other),
        }
        rest = characters.as_str();
    }
    html.push_str(rest);
}

/// A part of clean HTML.
enum Part<'h> {
    Open {
        name: &'h str,
        /// The HTML behind the start tag.
        inside: &'h str,
    },
    Close,
    Text(Cow<'h, str>),
}

/// Tells the parts of a text in their order; `None` as soon as something is not known to be clean.
fn read<'h>(html: &'h str, base: &Url, mut tell: impl FnMut(Part<'h>)) -> Option<()> {
    // The parser drops or replaces these.
    if html.starts_with('\u{FEFF}') || memchr2(b'\r', b'\0', html.as_bytes()).is_some() {
        return None;
    }
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let (text, behind) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            if open.last().is_some_and(|name| is_part_of_table(name)) {
                return None;
            }
            tell(Part::Text(unescaped(text, false)?));
            rest = behind;
            continue;
        };
        if let Some(end) = tag.strip_prefix('/') {
            rest = end.strip_prefix(open.pop()?)?.strip_prefix('>')?;
            tell(Part::Close);
            continue;
        }
        let name = tag.get(..tag.find([' ', '>'])?)?;
        let allowed = TAGS.contains(&name) && name != "h1";
        rest =
            attributes(tag.get(name.len()..).filter(|_| allowed && is_in_place(name, &open))?, name, base)?;
        tell(Part::Open { name, inside: rest });
        if is_void(name) {
            tell(Part::Close);
        } else {
            open.push(name);
        }
        // The parser drops a line break that stands first in these.
        if open.len() > DEEPEST || (name == "pre" && rest.starts_with('\n')) {
            return None;
        }
    }
    open.is_empty().then_some(())
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "col" | "hr" | "img" | "source")
}

/// Whether an element holds nothing but the parts of a table; the parser moves everything else out of it.
fn is_part_of_table(name: &str) -> bool {
    matches!(name, "table" | "thead" | "tbody" | "tfoot" | "tr" | "colgroup")
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Whether an element may begin inside the open ones without ending any of them.
fn is_in_place(name: &str, open: &[&str]) -> bool {
    let parent = open.last().copied().unwrap_or_default();
    match name {
        "caption" | "colgroup" | "thead" | "tbody" | "tfoot" => parent == "table",
        "col" => parent == "colgroup",
        "tr" => matches!(parent, "thead" | "tbody" | "tfoot"),
        "td" | "th" => parent == "tr",
        _ if is_part_of_table(parent) => false,
        "li" => matches!(parent, "ul" | "ol"),
        "dt" | "dd" => parent == "dl",
        "rt" | "rp" => parent == "ruby",
        "a" => !open.contains(&"a"),
        _ if is_heading(name) && is_heading(parent) => false,
        _ if ends_paragraph(name) => {
            let mut around = open.iter().rev().take_while(|name| !matches!(**name, "td" | "th" | "caption"));
            around.all(|name| *name != "p")
        }
        _ => true,
    }
}

/// Whether the start of an element ends an open paragraph (HTML §13.2.6.4.7).
fn ends_paragraph(name: &str) -> bool {
    is_heading(name)
        || matches!(
            name,
            "blockquote"
                | "details"
                | "div"
                | "dl"
                | "figcaption"
                | "figure"
                | "hr"
                | "ol"
                | "p"
                | "pre"
                | "summary"
                | "table"
                | "ul"
        )
}

/// What follows the attributes of a start tag and its end, if the policy allows each as it stands.
fn attributes<'h>(tag: &'h str, name: &str, base: &Url) -> Option<&'h str> {
    let of_tag = TAG_ATTRIBUTES.iter().find(|(tag, _)| *tag == name).map_or(&[][..], |(_, names)| names);
    let mut known: Vec<&str> = Vec::new();
    let mut rest = tag;
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (key, value) = attribute.split_once("=\"")?;
        let (value, behind) = value.split_once('"')?;
        let text = unescaped(value, true)?;
        let is_own = matches!(key, "dir" | "lang") || of_tag.contains(&key) || (name == "a" && key == "rel");
        let stays = match (name, key) {
            // Serialisers differ in how they write these.
            _ if text.contains(['<', '>']) => false,
            ("a", "rel") => text == "noopener",
            (_, "href") if text.trim_start().starts_with("mailto:") => false,
            _ => filter(name, key, &text, &|address| absolute(address, base)).as_deref() == Some(&*text),
        };
        if !is_own || !stays || known.contains(&key) {
            return None;
        }
        known.push(key);
        rest = behind;
    }
    rest.strip_prefix('>').filter(|_| name != "a" || known.contains(&"rel"))
}

/// A text without its escapes, if it has those that the serialiser writes and no others.
fn unescaped(text: &str, in_attribute: bool) -> Option<Cow<'_, str>> {
    if text.contains('\u{A0}') || (!in_attribute && text.contains('>')) {
        return None;
    }
    let Some(first) = text.find('&') else {
        return Some(Cow::Borrowed(text));
    };
    let (plain, mut rest) = text.split_at(first);
    let mut plain = plain.to_owned();
    while let Some(escape) = rest.strip_prefix('&') {
        let (name, behind) = escape.split_once(';')?;
        plain.push(match name {
            "amp" => '&',
            "nbsp" => '\u{A0}',
            "quot" if in_attribute => '"',
            "lt" if !in_attribute => '<',
            "gt" if !in_attribute => '>',
            _ => return None,
        });
        let (text, escaped) = behind.split_at(behind.find('&').unwrap_or(behind.len()));
        plain.push_str(text);
        rest = escaped;
    }
    Some(Cow::Owned(plain))
}

/// Whether a link is all of an element, but for elements around the link; given is what follows the start tag.
fn is_lone_link(inside: &str) -> bool {
    let mut around = Vec::new();
    let mut rest = inside;
    while let Some(tag) = rest.strip_prefix('<').filter(|tag| !tag.starts_with('/')) {
        let Some((start, behind)) = tag.split_once('>') else {
            return false;
        };
        let name = start.split(' ').next().unwrap_or_default();
        if name == "a" {
            let after = behind.split_once("</a>").map(|(_, after)| after);
            let closed = around.iter().rev().try_fold(after.unwrap_or_default(), |rest, name| {
                rest.strip_prefix("</")?.strip_prefix(*name)?.strip_prefix('>')
            });
            return closed.is_some_and(|rest| rest.starts_with("</blockquote>"));
        }
        if is_void(name) {
            return false;
        }
        around.push(name);
        rest = behind;
    }
    false
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::extract::page::parse_fragment;
    use crate::extract::text::running_text as text_of_tree;

    fn base() -> Url {
        Url::parse("https://news.example/a/story").unwrap()
    }

    #[rstest]
    #[case("<p>a<p>b</p></p>")]
    #[case("<p><b>a<ul><li>b</li></ul></b></p>")]
    #[case("<div><li>a</li></div>")]
    #[case("<h2><h3>a</h3></h2>")]
    #[case("<table><tr><td>a</td></tr></table>")]
    #[case("<table>a<tbody><tr><td>b</td></tr></tbody></table>")]
    #[case("<td>a</td>")]
    #[case("<pre>\na</pre>")]
    #[case("<b>a<i>b</b>c</i>")]
    #[case("<a href=\"https://a.example/\" rel=\"noopener\"><a rel=\"noopener\">b</a></a>")]
    #[case("<p>a &copy; b</p>")]
    #[case("<img src=\"https://a.example/b\" src=\"https://a.example/c\">")]
    fn what_the_parser_would_read_otherwise_is_not_taken_for_clean(#[case] html: &str) {
        assert!(!is_clean(html, &base()));
    }

    #[rstest]
    #[case("<p>a <b>b</b> <i>c</i></p><ul><li>d<ul><li>e</li></ul></li></ul>", "a b c\n\nd\ne")]
    #[case("<table><tbody><tr><td><p>a</p></td><td>b &lt; c</td></tr></tbody></table>", "a\tb < c")]
    #[case("<figure><img alt=\"a\"><figcaption>b</figcaption></figure><p>c</p>", "c")]
    #[case(
        "<p>a</p><blockquote><p><a href=\"https://a.example/\" rel=\"noopener\">b <i>c</i></a></p></blockquote>",
        "a"
    )]
    #[case(
        "<blockquote><p>a</p><p><a rel=\"noopener\">b</a></p></blockquote><pre>c  d\n e</pre>",
        "a\n\nb\n\nc  d\n e"
    )]
    fn the_text_of_clean_html_is_that_of_its_tree(#[case] html: &str, #[case] text: &str) {
        assert_eq!(running_text(html, &base()).as_deref(), Some(text));
        let tree = parse_fragment(html).unwrap();
        assert_eq!(tree.root_element().inner_html(), html);
        assert_eq!(text_of_tree(tree.root_element()), text);
    }
}
