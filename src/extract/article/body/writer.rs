//! Writes clean HTML: blocks, paragraphs that open when text comes, and nothing that stays empty.

use std::collections::HashMap;
use std::ops::Range;

use super::facts::{self, Known};
use super::{ending, label};
use crate::extract::sanitize::{MOST_BYTES, push_escaped};
use crate::extract::text::{is_block, is_even};

/// No text is written behind so many bytes.
const MOST_TEXT: usize = 2 * MOST_BYTES;

/// The HTML so far.
#[derive(Default)]
pub(super) struct Writer {
    html: String,
    /// Where the open paragraph begins.
    paragraph: Option<usize>,
    /// White space that was read and will be written before the next text.
    space: bool,
    /// Paragraphs that are one short link and follow another block.
    buttons: Vec<Button>,
    /// Paragraphs that speak of the site to its readers, and not of what the article is about.
    notices: Vec<Range<usize>>,
}

/// A paragraph that is one short link and nothing else.
struct Button {
    range: Range<usize>,
    /// What it says, in lower case.
    words: String,
    /// Where it leads, as it is written.
    address: String,
}

/// A place in the HTML at which an element began.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    before: usize,
    after: usize,
}

impl Writer {
    /// The finished HTML.
    pub(super) fn finish(mut self) -> String {
        self.end_paragraph();
        self.html
    }

    /// The finished HTML of an article or an offer without what is no part of one, wherever it stands:
    ///
    /// - links that stand alone in a paragraph and again in another with the same words: buttons, such as "Check the
    ///   price" below each of ten products, unless they lead to documents, which an article shows as its sources;
    /// - notices to the readers of the site;
    /// - at the end, what is said about its authors, and headings and sentences that introduce nothing: sentences stay where the
    ///   article `goes_on` elsewhere;
    /// - at both edges, lines of facts, such as who wrote it and when.
    pub(super) fn finish_article(mut self, known: Known<'_>, goes_on: impl Fn() -> bool) -> String {
        self.end_paragraph();
        let mut times = HashMap::<&str, usize>::new();
        for button in &self.buttons {
            *times.entry(&button.words).or_default() += 1;
        }
        let is_repeated = |button: &&Button| {
            times.get(button.words.as_str()).is_some_and(|times| *times >= 2) && !names_file(&button.address)
        };
        let mut left_out =
            self.buttons.iter().filter(is_repeated).map(|button| button.range.clone()).collect::<Vec<_>>();
        left_out.extend(self.notices.iter().cloned());
        left_out.extend(ending::about_authors(&self.html, known.authors));
        left_out.extend(facts::at_edges(&self.html, known));
        left_out.sort_unstable_by_key(|range| range.start);
        let (mut html, mut at) = (String::with_capacity(self.html.len()), 0);
        for range in left_out {
            html.push_str(self.html.get(at..range.start.max(at)).unwrap_or_default());
            at = at.max(range.end);
        }
        html.push_str(self.html.get(at..).unwrap_or_default());
        html.truncate(ending::without_introductions(&html, goes_on).len());
        html
    }

    /// Whether nothing was written yet.
    pub(super) const fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// Opens a block; the paragraph before it ends.
    pub(super) fn open_block(&mut self, tag: &str) -> Mark {
        self.end_paragraph();
        self.open(tag)
    }

    /// Ends a block. One that is empty leaves no trace. Tells whether it stayed.
    pub(super) fn close_block(&mut self, name: &str, mark: Mark) -> bool {
        self.end_paragraph();
        self.space = false;
        self.close(name, mark)
    }

    /// Opens an inline element, inside a paragraph when `loose`.
    pub(super) fn open_inline(&mut self, tag: &str, loose: bool) -> Mark {
        self.begin_paragraph(loose);
        self.flush_space();
        self.open(tag)
    }

    /// Ends an inline element.
    pub(super) fn close_inline(&mut self, name: &str, mark: Mark) {
        let space = std::mem::take(&mut self.space);
        self.close(name, mark);
        self.space = space;
    }

    /// Writes text with its white space collapsed.
    pub(super) fn text(&mut self, text: &str, loose: bool) {
        let inner = text.trim_matches(' ');
        if !inner.is_empty() && is_even(text) {
            self.space |= text.starts_with(' ');
            self.begin_paragraph(loose);
            self.flush_space();
            self.push_escaped(inner);
            self.space = text.ends_with(' ');
            return;
        }
        let mut words = text.split_whitespace().peekable();
        if text.starts_with(char::is_whitespace) || words.peek().is_none() {
            self.space |= !text.is_empty();
        }
        while let Some(word) = words.next() {
            self.begin_paragraph(loose);
            self.flush_space();
            self.push_escaped(word);
            self.space = words.peek().is_some();
        }
        self.space |= text.ends_with(char::is_whitespace);
    }

    /// Writes text as it stands, for `pre`.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.push_escaped(text);
    }

    fn push_escaped(&mut self, text: &str) {
        // What is behind it is left out by the policy all the same.
        let room = MOST_TEXT.saturating_sub(self.html.len());
        push_escaped(&mut self.html, text.get(..text.floor_char_boundary(room)).unwrap_or_default());
    }

    /// Breaks the line inside a paragraph. Breaks at its start and a third in a row say nothing.
    pub(super) fn line_break(&mut self) {
        self.space = false;
        if !self.html.is_empty() && !self.at_block_edge() && !self.html.ends_with("<br><br>") {
            self.html.push_str("<br>");
        }
    }

    /// Whether the last thing written is a line break.
    pub(super) fn ends_with_break(&self) -> bool {
        self.html.ends_with("<br>")
    }

    /// Writes a finished block.
    pub(super) fn block(&mut self, html: &str) {
        self.end_paragraph();
        self.html.push_str(html);
    }

    /// Ends the open paragraph, if there is one.
    pub(super) fn end_paragraph(&mut self) {
        self.space = false;
        let Some(start) = self.paragraph.take() else {
            return;
        };
        while let Some(kept) = self.html.strip_suffix("<br>") {
            self.html.truncate(kept.len());
        }
        let mark = Mark { before: start, after: start + "<p>".len() };
        self.close("p", mark);
    }

    fn begin_paragraph(&mut self, loose: bool) {
        if loose && self.paragraph.is_none() {
            self.space = false;
            self.paragraph = Some(self.html.len());
            self.html.push_str("<p>");
        }
    }

    fn flush_space(&mut self) {
        let pending = std::mem::take(&mut self.space);
        if pending && !self.html.is_empty() && !self.html.ends_with("<br>") && !self.at_block_edge() {
            self.html.push(' ');
        }
    }

    /// Whether the last thing written is the tag of a block. Text never ends in a bare `>`.
    fn at_block_edge(&self) -> bool {
        let tag = self
            .html
            .strip_suffix('>')
            .and_then(|html| html.rsplit_once('<'))
            .map(|(_, tag)| tag.strip_prefix('/').unwrap_or(tag));
        tag.and_then(|tag| tag.split(' ').next()).is_some_and(|name| name != "br" && is_block(name))
    }

    fn open(&mut self, tag: &str) -> Mark {
        let before = self.html.len();
        self.html.push('<');
        self.html.push_str(tag);
        self.html.push('>');
        Mark { before, after: self.html.len() }
    }

    fn close(&mut self, name: &str, mark: Mark) -> bool {
        if self.html.len() <= mark.after {
            self.html.truncate(mark.before);
            return false;
        }
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
        if name == "p"
            && self.follows_block(mark)
            && let Some((words, address)) = self.html.get(mark.before..).and_then(button)
        {
            self.buttons.push(Button { range: mark.before..self.html.len(), words, address });
        }
        if name == "p" && self.html.get(mark.before..).is_some_and(is_notice) {
            self.notices.push(mark.before..self.html.len());
        }
        true
    }

    /// Whether something began at the end of another block, and not as the first thing in an item or a cell.
    fn follows_block(&self, mark: Mark) -> bool {
        let before = self.html.get(..mark.before).and_then(|html| html.rsplit_once('<'));
        before.is_some_and(|(_, tag)| tag.starts_with('/'))
    }
}

/// The longest words of a button, and the longest HTML of a paragraph that may be one, in bytes.
const LONGEST_BUTTON: (usize, usize) = (50, 2_000);

/// The words of a paragraph, given as HTML, that is one short link and nothing else, and where it leads.
fn button(paragraph: &str) -> Option<(String, String)> {
    let paragraph = Some(paragraph).filter(|paragraph| paragraph.len() <= LONGEST_BUTTON.1)?;
    // Most paragraphs begin with a text, and need not be searched for a link.
    let (_, inside) = paragraph.split_once('>')?;
    inside.trim_start().strip_prefix('<')?;
    let (before, link) = paragraph.split_once("<a ")?;
    let (link, after) = link.split_once("</a>")?;
    let (tag, words) = link.split_once('>')?;
    let address = tag.split_once("href=\"")?.1.split('"').next()?;
    let words = without_tags(words).to_lowercase();
    let stands_alone = without_tags(before).is_empty() && without_tags(after).is_empty();
    (stands_alone && (1..=LONGEST_BUTTON.0).contains(&words.len())).then(|| (words, address.to_owned()))
}

/// Whether an address leads to a document and not to a page: what an article shows as its source.
pub(super) fn names_file(address: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["pdf", "doc", "docx", "odt", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "zip", "epub"];
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// The longest HTML of a paragraph that may be a notice, in bytes.
const LONGEST_NOTICE: usize = 1_200;

/// Whether a paragraph, given as HTML, speaks of the site to its readers.
fn is_notice(paragraph: &str) -> bool {
    paragraph.len() <= LONGEST_NOTICE && label::is_notice(paragraph)
}

/// The text of some HTML, in one line.
pub(super) fn without_tags(html: &str) -> String {
    let pieces = html.split('<').enumerate();
    let text = pieces
        .map(|(at, piece)| if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) });
    text.collect::<String>().trim().to_owned()
}
