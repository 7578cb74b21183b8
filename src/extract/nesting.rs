//! Parses HTML as long as the tree stays within its limits.
//!
//! html5ever builds the tree, so that it is the one of [`Html::parse_document`]. Two things around it are our own: the
//! [`sink`] measures the tree while it grows, and [`tokens`] reads what is written plainly, which is nearly all of a page,
//! without a copy of it.
//!
//! The measure ends a page early, since html5ever takes time quadratic in the nesting depth (servo/html5ever#788). No scan
//! of the text can tell what it will build: formatting elements stay open behind a paragraph's end, come back in the next
//! one and are copied when they overlap (HTML §13.2.4.3, §13.2.6.4.7).

use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink, create_element};
use html5ever::{QualName, local_name, ns};
use scraper::{Html, Node};

use sink::{Handle, Sink};

mod names;
mod references;
mod sink;
mod tags;
mod tokenizer;
mod tokens;

type Builder = TreeBuilder<Handle, Sink>;

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
    /// Attributes of one tag.
    Attributes(usize),
    /// Bytes of the values of all attributes, and how many there may be.
    Copies { bytes: usize, limit: usize },
}

/// The most attributes of a tag: each is compared with those before it.
pub(super) const MAX_ATTRIBUTES: usize = 500;

/// How many bytes the values of all attributes may have: four times the source, and some. Elements that format are opened
/// anew in each paragraph behind the one in which they were left open (HTML §13.2.4.3), with all of their attributes: pages of old that
/// left open three fonts are read, and a page of a thousand bytes is none of a thousand million.
const fn most_of_attributes(source: usize) -> usize {
    source.saturating_mul(4).saturating_add(1 << 20)
}

/// Parses a page as [`Html::parse_document`] does.
pub(super) fn parse_document(html: &str, limits: Limits) -> Result<Html, Excess> {
    let sink = Sink::new(Html::new_document(), Node::Document, html, limits);
    tree_of(TreeBuilder::new(sink, TreeBuilderOpts::default()), html)
}

/// Parses a piece of a page as [`Html::parse_fragment`] does.
pub(super) fn parse_fragment(html: &str, limits: Limits) -> Result<Html, Excess> {
    let sink = Sink::new(Html::new_fragment(), Node::Fragment, html, limits);
    let context = create_element(&sink, QualName::new(None, ns!(html), local_name!("body")), Vec::new());
    tree_of(TreeBuilder::new_for_fragment(sink, context, None, TreeBuilderOpts::default()), html)
}

/// How many nodes to make room for at once: a tree that grows takes its room twice while it is moved. What looks like tags
/// may be none, so that no page gets more than one with as many elements as are allowed.
fn room_for(html: &str, limits: Limits) -> usize {
    tokens::expected_nodes(html).min(limits.elements.saturating_mul(2))
}

fn tree_of(builder: Builder, html: &str) -> Result<Html, Excess> {
    tokens::read(html, &builder)?;
    Ok(builder.sink.finish())
}

#[cfg(test)]
mod tests;
