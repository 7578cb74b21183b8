//! Writes clean HTML: blocks, paragraphs that open when text comes, and nothing that stays empty.

use crate::extract::embed::escape;

/// The HTML so far.
#[derive(Default)]
pub(super) struct Writer {
    html: String,
    /// Where the open paragraph begins, and whether it was written for loose text.
    paragraph: Option<usize>,
    /// White space that was read and will be written before the next text.
    space: bool,
    /// Whether a pair of tags may be dropped: nothing was written since the mark.
    inline_depth: usize,
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
        self.inline_depth += 1;
        self.open(tag)
    }

    /// Ends an inline element.
    pub(super) fn close_inline(&mut self, name: &str, mark: Mark) {
        self.inline_depth = self.inline_depth.saturating_sub(1);
        let space = std::mem::take(&mut self.space);
        self.close(name, mark);
        self.space = space;
    }

    /// Writes text with its white space collapsed.
    pub(super) fn text(&mut self, text: &str, loose: bool) {
        let mut words = text.split_whitespace().peekable();
        if text.starts_with(char::is_whitespace) || words.peek().is_none() {
            self.space |= !text.is_empty();
        }
        while let Some(word) = words.next() {
            self.begin_paragraph(loose);
            self.flush_space();
            self.html.push_str(&escape(word));
            self.space = words.peek().is_some();
        }
        self.space |= text.ends_with(char::is_whitespace);
    }

    /// Writes text as it stands, for `pre`.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.html.push_str(&escape(text));
    }

    /// Breaks the line inside a paragraph. Breaks at its start and a third in a row say nothing.
    pub(super) fn line_break(&mut self) {
        self.space = false;
        let bare = self.html.ends_with('>') && !self.html.ends_with("<br>") && self.inline_depth == 0;
        if !bare && !self.html.is_empty() && !self.html.ends_with("<br><br>") {
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
        let mark = Mark {
            before: start,
            after: start + "<p>".len(),
        };
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
        if std::mem::take(&mut self.space) && !self.html.is_empty() && !self.html.ends_with("<br>") {
            let after_block =
                self.html.ends_with('>') && self.inline_depth == 0 && self.ends_with_block_tag();
            if !after_block {
                self.html.push(' ');
            }
        }
    }

    fn ends_with_block_tag(&self) -> bool {
        self.html.rsplit_once('<').is_some_and(|(_, tag)| {
            tag.starts_with(['p', 'l', 't', 'd', 'h']) || tag.starts_with("/p") || tag.starts_with("/u")
        })
    }

    fn open(&mut self, tag: &str) -> Mark {
        let before = self.html.len();
        self.html.push('<');
        self.html.push_str(tag);
        self.html.push('>');
        Mark {
            before,
            after: self.html.len(),
        }
    }

    fn close(&mut self, name: &str, mark: Mark) -> bool {
        if self.html.len() <= mark.after {
            self.html.truncate(mark.before);
            return false;
        }
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
        true
    }
}
