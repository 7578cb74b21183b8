//! How deep a page nests, told by one linear scan before the page is parsed.
//!
//! html5ever takes time quadratic in the depth (servo/html5ever#788), so a page that nests without bound must be refused
//! unparsed. The scan follows the rules of the HTML standard that close elements by themselves (§13.2.6.4), because
//! ordinary pages leave thousands of paragraphs, list items and cells open.

/// What the scan found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// The deepest nesting seen; the scan stops one level above its limit.
    pub depth: usize,
    /// Start tags.
    pub elements: usize,
}

/// Measures a page. The scan ends as soon as the depth passes the limit.
pub(super) fn measure(html: &str, depth_limit: usize) -> Shape {
    let mut scan = Scan::default();
    let mut rest = html;
    while let Some((_, markup)) = rest.split_once('<') {
        rest = scan.markup(markup);
        if scan.shape.depth > depth_limit {
            break;
        }
    }
    scan.shape
}

/// Elements without an end tag.
pub(super) fn is_void(name: &str) -> bool {
    is_any(
        name,
        &[
            "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
            "keygen", "link", "meta", "param", "source", "track", "wbr",
        ],
    )
}

#[derive(Default)]
struct Scan<'a> {
    open: Vec<Open<'a>>,
    shape: Shape,
}

#[derive(Clone, Copy)]
struct Open<'a> {
    name: &'a str,
    /// The whole start tag: the parser keeps at most three equal ones of a formatting element.
    tag: &'a str,
}

impl<'a> Scan<'a> {
    /// Reads one piece of markup, given what follows its `<`, and returns what follows the piece.
    fn markup(&mut self, markup: &'a str) -> &'a str {
        if let Some(comment) = markup.strip_prefix("!--") {
            return match comment.strip_prefix('>').or_else(|| comment.strip_prefix("->")) {
                Some(rest) => rest,
                None => after(comment, "-->"),
            };
        }
        if markup.starts_with(['!', '?']) {
            return after(markup, ">");
        }
        if let Some(end) = markup.strip_prefix('/') {
            let (tag, rest) = split_tag(end);
            self.close(name_of(tag));
            return rest;
        }
        if !markup.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return markup;
        }
        let (tag, rest) = split_tag(markup);
        let name = name_of(tag);
        self.shape.elements += 1;
        let foreign = self.in_foreign_content();
        if is_void(name) || is_any(name, &["html", "head", "body"]) {
            return rest;
        }
        if !foreign && is_any(name, RAW_TEXT) {
            return after_end_tag(rest, name);
        }
        if foreign && tag.ends_with('/') && !is_special(name) && !is_formatting(name) {
            return rest;
        }
        self.close_by_start(name);
        self.push(Open { name, tag });
        rest
    }

    fn push(&mut self, open: Open<'a>) {
        if is_formatting(open.name) {
            let mut equal = self.open.iter().enumerate().rev().filter(|(_, other)| other.tag == open.tag);
            if let Some((earliest, _)) = equal.nth(2) {
                self.open.remove(earliest);
            }
        }
        if open.name.eq_ignore_ascii_case("form") && self.position("form", &[]).is_some() {
            return;
        }
        self.open.push(open);
        self.shape.depth = self.shape.depth.max(self.open.len());
    }

    /// What a start tag closes by itself.
    fn close_by_start(&mut self, name: &str) {
        if closes_paragraph(name) {
            self.close_to(&["p"], SCOPE);
        }
        if is_any(name, &["li"]) {
            self.close_to(&["li"], &["ul", "ol", "menu", "dir", "table", "td", "th", "template"]);
        } else if is_any(name, &["dd", "dt"]) {
            self.close_to(&["dd", "dt"], &["dl", "table", "td", "th", "template"]);
        } else if is_any(name, &["td", "th"]) {
            self.close_to(&["td", "th"], &["table", "template"]);
        } else if is_any(name, &["tr"]) {
            self.close_to(&["tr"], &["table", "template"]);
        } else if is_any(name, &["tbody", "thead", "tfoot", "caption", "colgroup"]) {
            self.close_to(&["tbody", "thead", "tfoot", "caption", "colgroup"], &["table", "template"]);
        } else if is_any(name, &["option", "optgroup", "rt", "rp", "rb", "rtc"]) {
            self.close_to(&[name], &["select", "datalist", "ruby", "template"]);
        } else if is_any(name, &["a", "nobr", "button"]) {
            if let Some(position) = self.position(name, SCOPE) {
                self.open.remove(position);
            }
        } else if is_heading(name) && self.open.last().is_some_and(|open| is_heading(open.name)) {
            self.open.pop();
        }
    }

    fn close(&mut self, name: &str) {
        if is_formatting(name) {
            // The parser takes a formatting element out of the middle and leaves what stands inside it open.
            if let Some(position) = self.position(name, SCOPE) {
                self.open.remove(position);
            }
        } else if is_heading(name) {
            self.close_to(&["h1", "h2", "h3", "h4", "h5", "h6"], SCOPE);
        } else if is_any(name, &["table", "tbody", "thead", "tfoot", "tr"]) {
            self.close_to(&[name], &["template"]);
        } else if is_special(name) {
            self.close_to(&[name], SCOPE);
        } else {
            let position = self
                .open
                .iter()
                .rposition(|open| open.name.eq_ignore_ascii_case(name) || is_special(open.name))
                .filter(|position| {
                    self.open.get(*position).is_some_and(|open| open.name.eq_ignore_ascii_case(name))
                });
            if let Some(position) = position {
                self.truncate(position, false);
            }
        }
    }

    /// Closes the innermost of these elements, unless one of the barriers stands further in.
    fn close_to(&mut self, names: &[&str], barriers: &[&str]) {
        let found = names.iter().filter_map(|name| self.position(name, barriers)).max();
        if let Some(position) = found {
            let is_cell = self
                .open
                .get(position)
                .is_some_and(|open| is_any(open.name, &["td", "th", "tr", "table", "caption"]));
            self.truncate(position, is_cell);
        }
    }

    /// Formatting elements come back after the element around them was closed, except out of a table's cell.
    fn truncate(&mut self, position: usize, with_formatting: bool) {
        let closed = self.open.split_off(position);
        if !with_formatting {
            self.open.extend(closed.into_iter().skip(1).filter(|open| is_formatting(open.name)));
        }
    }

    fn position(&self, name: &str, barriers: &[&str]) -> Option<usize> {
        for (position, open) in self.open.iter().enumerate().rev() {
            if open.name.eq_ignore_ascii_case(name) {
                return Some(position);
            }
            if is_any(open.name, barriers) {
                return None;
            }
        }
        None
    }

    fn in_foreign_content(&self) -> bool {
        self.open
            .iter()
            .rev()
            .find(|open| is_any(open.name, &["svg", "math", "foreignobject", "desc", "annotation-xml"]))
            .is_some_and(|open| is_any(open.name, &["svg", "math"]))
    }
}

const RAW_TEXT: &[&str] =
    &["script", "style", "textarea", "title", "noscript", "iframe", "noembed", "noframes", "xmp"];

const SCOPE: &[&str] =
    &["table", "td", "th", "caption", "object", "template", "marquee", "applet", "button", "svg", "math"];

fn is_any(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

fn is_heading(name: &str) -> bool {
    is_any(name, &["h1", "h2", "h3", "h4", "h5", "h6"])
}

fn is_formatting(name: &str) -> bool {
    is_any(
        name,
        &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"],
    )
}

/// Elements that a stray inline end tag cannot close.
fn is_special(name: &str) -> bool {
    closes_paragraph(name)
        || is_any(
            name,
            &[
                "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup", "table", "object",
                "template", "marquee", "applet", "button", "select", "iframe", "noscript",
            ],
        )
}

/// Start tags before which an open paragraph ends (§13.2.6.4.7).
fn closes_paragraph(name: &str) -> bool {
    is_heading(name)
        || is_any(
            name,
            &[
                "address",
                "article",
                "aside",
                "blockquote",
                "center",
                "dd",
                "details",
                "dialog",
                "dir",
                "div",
                "dl",
                "dt",
                "fieldset",
                "figcaption",
                "figure",
                "footer",
                "form",
                "header",
                "hgroup",
                "li",
                "listing",
                "main",
                "menu",
                "nav",
                "ol",
                "p",
                "plaintext",
                "pre",
                "search",
                "section",
                "summary",
                "table",
                "ul",
            ],
        )
}

fn name_of(tag: &str) -> &str {
    tag.split(|character: char| character.is_ascii_whitespace() || character == '/')
        .next()
        .unwrap_or_default()
}

/// Splits what follows `<` at the `>` that ends the tag; a quoted value may hold that sign.
fn split_tag(markup: &str) -> (&str, &str) {
    let mut quote = None;
    let mut after_equals = false;
    for (position, byte) in markup.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => {
                let (tag, rest) = markup.split_at(position);
                return (tag, rest.strip_prefix('>').unwrap_or(rest));
            }
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (None, b'=') => after_equals = true,
            (None, _) if !byte.is_ascii_whitespace() => after_equals = false,
            (None, _) => {}
        }
        if quote.is_some() {
            after_equals = false;
        }
    }
    (markup, "")
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

fn after_end_tag<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some((_, end)) = rest.split_once("</") {
        if end.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return split_tag(end).1;
        }
        rest = end;
    }
    ""
}

#[cfg(test)]
mod tests;
