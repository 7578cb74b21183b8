//! How headings, lists, tables and code of the body are written.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::clean::{Cleaner, with_direction};
use super::removal::Judge;
use super::table;

impl Cleaner<'_> {
    pub(super) fn wrapped(&mut self, element: ElementRef<'_>, judge: &Judge<'_>, tag: &str, loose: bool) {
        let mark = self.writer.open_block(&with_direction(element, tag));
        self.children(*element, judge, loose);
        self.writer.close_block(tag, mark);
    }

    pub(super) fn heading(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) {
        let name = element.value().name();
        let tag = if name == "h1" { "h2" } else { name };
        self.wrapped(element, judge, tag, false);
    }

    pub(super) fn list(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) {
        let name = element.value().name();
        let mark = self.writer.open_block(&with_direction(element, name));
        for child in element.child_elements() {
            let child_name = child.value().name();
            let removed = self.options.removed.contains(&child.id())
                || judge.traits(child).hidden
                || (self.options.generic_removal && judge.block(child).is_some());
            if removed {
                continue;
            }
            match child_name {
                "li" | "dt" | "dd" => self.wrapped(child, judge, child_name, false),
                "div" if name == "dl" => self.definitions(child, judge),
                "ul" | "ol" | "dl" => self.list(child, judge),
                _ if name == "dl" => self.element(child, judge, false),
                _ => {
                    let item = self.writer.open_block("li");
                    self.element(child, judge, false);
                    self.writer.close_block("li", item);
                }
            }
        }
        self.writer.close_block(name, mark);
    }

    /// `dl` may group its terms in `div` (HTML §4.4.9).
    pub(super) fn definitions(&mut self, group: ElementRef<'_>, judge: &Judge<'_>) {
        for child in group.child_elements() {
            match child.value().name() {
                name @ ("dt" | "dd") => self.wrapped(child, judge, name, false),
                _ => self.element(child, judge, false),
            }
        }
    }

    pub(super) fn table(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) {
        if table::is_layout(element) {
            self.writer.end_paragraph();
            self.layout(element, judge);
            return;
        }
        let mark = self.writer.open_block("table");
        self.rows(element, judge);
        self.writer.close_block("table", mark);
    }

    pub(super) fn layout(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) {
        for child in element.child_elements() {
            match child.value().name() {
                "tbody" | "thead" | "tfoot" | "tr" => self.layout(child, judge),
                _ => {
                    self.children(*child, judge, true);
                    self.writer.end_paragraph();
                }
            }
        }
    }

    pub(super) fn rows(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) {
        for child in element.child_elements() {
            match child.value().name() {
                name @ ("thead" | "tbody" | "tfoot" | "tr") => {
                    let mark = self.writer.open_block(name);
                    self.rows(child, judge);
                    self.writer.close_block(name, mark);
                }
                name @ ("td" | "th") => {
                    // An empty cell must stay, or the columns would shift.
                    self.writer.block(&format!("<{}>", with_spans(child, name)));
                    self.children(*child, judge, false);
                    self.writer.block(&format!("</{name}>"));
                }
                "caption" => self.wrapped(child, judge, "caption", false),
                _ => {}
            }
        }
    }

    pub(super) fn preformatted(&mut self, element: ElementRef<'_>) {
        let mark = self.writer.open_block("pre");
        let mut code = String::new();
        write_verbatim(*element, &mut code);
        self.writer.verbatim(code.trim_matches('\n').trim_end());
        self.writer.close_block("pre", mark);
    }
}

fn with_spans(element: ElementRef<'_>, tag: &str) -> String {
    let mut start = with_direction(element, tag);
    for name in ["colspan", "rowspan"] {
        if let Some(span) = element.attr(name).and_then(|span| span.trim().parse::<u16>().ok()) {
            start.push_str(&format!(" {name}=\"{span}\""));
        }
    }
    start
}

/// Whether a class marks what stands in a piece of code and is no part of what is shown: the lines that mdBook folds away,
/// which only make an example complete, and the numbers that Pygments, Rouge and their like write before the lines.
fn is_beside_code(class: &str) -> bool {
    matches!(class, "boring" | "lineno" | "linenos" | "linenumber")
}

/// The text of a piece of code: as it stands, with a newline for each `br` and each line that is a block.
fn write_verbatim(node: NodeRef<'_, Node>, code: &mut String) {
    for child in node.children() {
        match child.value() {
            Node::Text(text) => code.push_str(text),
            Node::Element(element) => {
                let name = element.name();
                if matches!(name, "button" | "script" | "style") || element.classes().any(is_beside_code) {
                    continue;
                }
                if name == "br" {
                    code.push('\n');
                }
                write_verbatim(child, code);
                if matches!(name, "div" | "li" | "tr" | "p") && !code.ends_with('\n') {
                    code.push('\n');
                }
            }
            _ => {}
        }
    }
}
