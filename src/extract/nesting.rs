//! Parses HTML as long as the tree stays within its limits.
//!
//! html5ever takes time quadratic in the nesting depth (servo/html5ever#788), and it nests by rules of its own:
//! formatting elements stay open behind a paragraph's end, come back in the next one and are copied when they overlap
//! (HTML §13.2.4.3, §13.2.6.4.7). No scan of the text can tell what it will build, so the page is given to it in small
//! pieces, and the tree is measured after each: a page that passes a limit costs no more than one within it.

use html5ever::driver::{self, ParseOpts, Parser};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{QualName, local_name, ns};
use scraper::{Html, HtmlTreeSink, Node};

/// Bytes that are parsed between two looks at the tree: 340 of the shortest start tags.
const PIECE_BYTES: usize = 1024;

/// What a tree may measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Elements inside each other, `html` being the first.
    pub depth: usize,
    /// Elements in all, with those that the parser adds by itself.
    pub elements: usize,
}

/// What a tree measured when the parse was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// Elements inside each other, in the first place that passed the limit.
    Depth(usize),
    /// Elements in all.
    Elements(usize),
}

/// Parses a page as [`Html::parse_document`] does.
pub(super) fn parse_document(html: &str, limits: Limits) -> Result<Html, Excess> {
    let sink = HtmlTreeSink::new(Html::new_document());
    feed(driver::parse_document(sink, ParseOpts::default()), html, limits)
}

/// Parses a piece of a page as [`Html::parse_fragment`] does.
pub(super) fn parse_fragment(html: &str, limits: Limits) -> Result<Html, Excess> {
    let sink = HtmlTreeSink::new(Html::new_fragment());
    let context = QualName::new(None, ns!(html), local_name!("body"));
    feed(driver::parse_fragment(sink, ParseOpts::default(), context, Vec::new(), false), html, limits)
}

fn feed(mut parser: Parser<HtmlTreeSink>, html: &str, limits: Limits) -> Result<Html, Excess> {
    let mut growth = Growth { limits, nodes: 0, elements: 0 };
    // The pieces share one copy of the text, and so do the texts and attributes of the tree.
    let whole = StrTendril::from_slice(html);
    let (mut rest, mut from) = (html, 0);
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
        let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
        let shared = whole.try_subtendril(from, length);
        parser.process(shared.unwrap_or_else(|_| StrTendril::from_slice(piece)));
        growth.measure(&parser.tokenizer.sink.sink.0.borrow())?;
        (rest, from) = (behind, from.saturating_add(length));
    }
    let document = parser.finish();
    growth.measure(&document)?;
    // An overlap moves what was measured already one level down.
    match whole_depth(&document) {
        depth if depth > limits.depth => Err(Excess::Depth(depth)),
        _ => Ok(document),
    }
}

/// How far the tree was measured.
struct Growth {
    limits: Limits,
    nodes: usize,
    elements: usize,
}

impl Growth {
    /// Measures the nodes that were added since the last time.
    fn measure(&mut self, document: &Html) -> Result<(), Excess> {
        let nodes = document.tree.nodes();
        let total = nodes.len();
        // From the end, since the way there from the beginning would be walked again for each piece.
        let mut added: Vec<_> =
            nodes.rev().take(total - self.nodes).filter(|node| is_element(node.value())).collect();
        self.nodes = total;
        self.elements += added.len();
        added.reverse();
        let depths = added.into_iter().map(|node| {
            let around = node.ancestors().filter(|ancestor| is_element(ancestor.value()));
            1 + around.count()
        });
        if let Some(depth) = depths.into_iter().find(|depth| *depth > self.limits.depth) {
            return Err(Excess::Depth(depth));
        }
        if self.elements > self.limits.elements {
            return Err(Excess::Elements(self.elements));
        }
        Ok(())
    }
}

fn whole_depth(document: &Html) -> usize {
    use ego_tree::iter::Edge;
    let (mut depth, mut deepest) = (0_usize, 0);
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) if is_element(node.value()) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            Edge::Close(node) if is_element(node.value()) => depth -= 1,
            Edge::Open(_) | Edge::Close(_) => {}
        }
    }
    deepest
}

const fn is_element(node: &Node) -> bool {
    matches!(node, Node::Element(_))
}

#[cfg(test)]
mod tests;
