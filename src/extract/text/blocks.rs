//! The visible text with its blocks.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::{Run, is_even, is_hidden, is_invisible, is_paragraph, is_silent, runs};

/// The visible text with its blocks: paragraphs parted by a blank line, list items and lines by a newline, cells of a
/// table by a tab. The content of `pre` stays as it is.
pub fn block_text(element: ElementRef<'_>) -> String {
    block_text_without(element, |_| false)
}

/// As [`block_text`], without the captions of figures and the links that stand for embeds: what remains is the text of an
/// article from its first word to its last.
pub(in crate::extract) fn running_text(element: ElementRef<'_>) -> String {
    block_text_without(element, |element| match element.value().name() {
        "figcaption" => true,
        "blockquote" => lone_link(element).is_some(),
        _ => false,
    })
}

/// As [`block_text`], without some of the elements.
fn block_text_without(
    element: ElementRef<'_>,
    is_left_out: impl Fn(ElementRef<'_>) -> bool + Copy,
) -> String {
    let mut writer = BlockWriter::default();
    // A paragraph is written closer where it stands in an item.
    let around = element.ancestors().filter_map(ElementRef::wrap).take(2).collect::<Vec<_>>();
    let around = around.iter().rev().map(|around| is_item(around.value().name()));
    writer.levels.extend(around.map(|is_item| Level { is_item, ..Level::default() }));
    writer.node(*element, is_left_out);
    writer.finish()
}

/// The link that is all of an element, but for elements around it.
fn lone_link(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut inner = element;
    while inner.value().name() != "a" {
        let mut children = inner.children();
        let only = children.next().filter(|_| children.next().is_none())?;
        inner = ElementRef::wrap(only)?;
    }
    Some(inner)
}

fn is_item(name: &str) -> bool {
    matches!(name, "li" | "dd" | "dt" | "td" | "th")
}

/// Writes blocks as they open and close. Breaks are remembered and written before the next text, so that empty blocks
/// leave no trace.
#[derive(Default)]
pub(in crate::extract) struct BlockWriter {
    text: String,
    newlines: usize,
    tab: bool,
    space: bool,
    /// The elements that are open.
    levels: Vec<Level>,
}

/// An open element.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Newlines before and after it.
    breaks: usize,
    /// An item or a cell.
    is_item: bool,
    is_preformatted: bool,
    /// Whether an element stood in it.
    has_elements: bool,
}

impl BlockWriter {
    /// Begins an element.
    pub(in crate::extract) fn open(&mut self, name: &str) {
        let inside_item = self.levels.iter().rev().take(2).any(|level| level.is_item);
        let breaks = match name {
            "br" | "li" | "tr" | "dt" | "dd" | "option" => 1,
            "td" | "th" => 0,
            _ if !is_paragraph(name) => 0,
            // A paragraph or list inside an item goes on a line of its own, without a blank line.
            _ if inside_item => 1,
            _ => 2,
        };
        // Empty cells leave a tab pending that must not reach into the next row.
        self.tab &= name != "tr";
        self.newlines = self.newlines.max(breaks);
        let outer = self.levels.last().copied().unwrap_or_default();
        self.tab |= matches!(name, "td" | "th") && outer.has_elements;
        self.passed();
        self.levels.push(Level {
            breaks,
            is_item: is_item(name),
            is_preformatted: outer.is_preformatted || name == "pre",
            has_elements: false,
        });
    }

    /// Passes over an element that says nothing.
    pub(in crate::extract) fn passed(&mut self) {
        if let Some(outer) = self.levels.last_mut() {
            outer.has_elements = true;
        }
    }

    /// Ends the element that was begun last.
    pub(in crate::extract) fn close(&mut self) {
        let level = self.levels.pop().unwrap_or_default();
        self.newlines = self.newlines.max(level.breaks);
    }

    /// Writes a text of the element that was begun last.
    pub(in crate::extract) fn write(&mut self, text: &str) {
        if self.levels.last().is_some_and(|level| level.is_preformatted) {
            self.verbatim(text);
        } else {
            self.inline(text);
        }
    }

    /// What was written.
    pub(in crate::extract) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text
    }

    fn node(&mut self, node: NodeRef<'_, Node>, is_left_out: impl Fn(ElementRef<'_>) -> bool + Copy) {
        if let Node::Text(text) = node.value() {
            self.write(text);
            return;
        }
        let Some(element) = ElementRef::wrap(node) else {
            return;
        };
        let name = element.value().name();
        if is_silent(name) || is_hidden(element) || is_left_out(element) {
            self.passed();
            return;
        }
        self.open(name);
        for child in node.children() {
            self.node(child, is_left_out);
        }
        self.close();
    }

    fn inline(&mut self, text: &str) {
        // What was collapsed before is written at once.
        let inner = text.trim_matches(' ');
        if !inner.is_empty() && is_even(text) {
            self.space |= text.starts_with(' ');
            self.flush();
            self.text.push_str(inner);
            self.space = text.ends_with(' ');
            return;
        }
        for run in runs(text) {
            match run {
                Run::Space => self.space = true,
                Run::Shown(run) => {
                    self.flush();
                    self.text.push_str(run);
                }
            }
        }
    }

    fn verbatim(&mut self, text: &str) {
        let text = text.trim_end();
        if !text.is_empty() {
            self.flush();
            let is_left_out = |c: char| !matches!(c, '\n' | '\t') && is_invisible(c);
            text.split(is_left_out).for_each(|part| self.text.push_str(part));
        }
    }

    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.newlines);
        let (tab, space) = (std::mem::take(&mut self.tab), std::mem::take(&mut self.space));
        if self.text.is_empty() {
            return;
        }
        if tab && !self.text.ends_with('\n') && pending < 2 {
            self.text.push('\t');
        } else if pending > 0 {
            self.text.extend(std::iter::repeat_n('\n', pending));
        } else if space {
            self.text.push(' ');
        }
    }
}
