//! What a page shows, as short texts in the order of reading, and where the heading of its article stands among them.
//!
//! Bylines and datelines stand near the heading, whatever their classes. What lies in comments, side columns, frames and
//! lists of other articles is left out, unless the heading lies in the same place: a wrapper called `has-sidebar` that
//! holds the heading is no side column.

mod walk;
mod words;

use std::borrow::Cow;

use ego_tree::NodeId;
use html5ever::local_name;
use rustc_hash::FxHashSet;
use scraper::ElementRef;

use crate::extract::page::Page;
use crate::extract::text::{attribute, folded};

use walk::{Place, Read};

pub(in crate::extract::article) use words::Words;

/// A piece of text without elements inside.
#[derive(Debug)]
pub(super) struct Leaf<'p> {
    /// White space collapsed; empty where the text is longer than [`LONGEST`] characters.
    pub text: Cow<'p, str>,
    /// Leaves of one line stand in one block.
    pub line: usize,
    /// Where the innermost link around it leads, if it stays on the site.
    pub href: Option<&'p str>,
    /// The `datetime` of the `time` element around it.
    pub datetime: Option<&'p str>,
    /// What the classes around it say of it.
    pub hints: Hints,
    /// Whether a comma or its like joins it to the text before.
    pub is_joined: bool,
    /// Whether it is the description of a picture.
    pub is_alt: bool,
    /// Whether it stands in the article or the main pane that holds the heading.
    pub is_beside_heading: bool,
    /// Whether it stands in a cell, a caption, a quote or the heading of a part.
    pub is_item: bool,
    /// What stands around it, as the position of its place.
    place: usize,
    parent: NodeId,
}

/// What classes say of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints {
    /// Of an author.
    pub author: bool,
    /// Of the name of an author.
    pub name: bool,
    /// A date.
    pub date: bool,
    /// The date of a change.
    pub change: bool,
    /// The date of something else than the page.
    pub event: bool,
}

/// The texts of a page.
#[derive(Debug)]
pub(super) struct Outline<'p> {
    page: &'p Page,
    leaves: Vec<Leaf<'p>>,
    /// What was left out.
    beside: Vec<Leaf<'p>>,
    /// The first leaf of the heading and the one behind its last.
    heading: Option<(usize, usize)>,
    opening: Option<&'p str>,
}

/// The longest text that is kept, in characters; what is longer is prose.
pub(super) const LONGEST: usize = 160;
/// How many leaves before the heading may still belong to it.
const BEFORE: usize = 14;
/// How many leaves behind the heading may still belong to it, as long as no prose begins …
const BEHIND: usize = 60;
/// … and how many stand right behind it.
const CLOSE: usize = 12;
/// From how many links on the texts before the heading are a menu.
const MENU: usize = 4;
/// How many pieces of prose end the surroundings of the heading: a lead may stand above the byline.
const PROSE: usize = 3;

impl<'p> Outline<'p> {
    /// Reads the page; `heading` is the element that shows the title, and without it the first text that equals the title
    /// is.
    pub(super) fn of(page: &'p Page, heading: Option<NodeId>, title: Option<&str>) -> Self {
        let Read { mut leaves, places, mut range, openings } = walk::read(page, heading);
        if let (None, Some(title)) = (range, title.map(folded)) {
            let says = |leaf: &Leaf<'_>| !leaf.is_alt && folded(&leaf.text) == title;
            // A path of links above the article ends in its title, too.
            let is_inside =
                |leaf: &Leaf<'_>| places.get(leaf.place).is_some_and(|place| place.pane.is_some());
            let inside = leaves.iter().position(|leaf| is_inside(leaf) && says(leaf));
            let at = inside.or_else(|| leaves.iter().position(says));
            range = at.map(|at| (at, at + 1));
        }
        let opening = range.and_then(|(_, to)| openings.into_iter().find(|(at, _)| *at >= to));
        let opening = opening.map(|(_, opening)| opening);
        let first = range.and_then(|(from, _)| leaves.get(from));
        let own = around(page, first.map(|leaf| leaf.parent));
        let has_article =
            first.and_then(|leaf| places.get(leaf.place)).is_some_and(|place| place.article.is_some());
        let pane = first.and_then(|leaf| places.get(leaf.place)).and_then(|place| place.pane);
        let is_kept = |place: &Place| {
            let holds = |id: NodeId| own.contains(&id);
            place.aside.is_none_or(holds)
                && (place.head.is_none_or(holds) || (pane.is_some() && place.pane == pane))
                && (range.is_some() || place.note.is_none())
                && (!has_article || place.article.is_none_or(holds))
        };
        let is_beside = |place: &Place| pane.is_some() && place.pane == pane;
        let is_item = |place: &Place| place.item.is_some_and(|id| !own.contains(&id));
        let told =
            places.iter().map(|place| (is_kept(place), is_beside(place), place.hints(&own), is_item(place)));
        let told = told.collect::<Vec<_>>();
        let of = |leaf: &Leaf<'_>| told.get(leaf.place).copied().unwrap_or_default();
        let heading = range.map(|(from, to)| {
            let count = |end: usize| leaves.iter().take(end).filter(|leaf| of(leaf).0).count();
            (count(from), count(to))
        });
        for leaf in &mut leaves {
            let (_, is_beside, hints, is_item) = of(leaf);
            (leaf.hints, leaf.is_beside_heading, leaf.is_item) = (hints, is_beside, is_item);
        }
        let (leaves, beside) = leaves.into_iter().partition(|leaf| of(leaf).0);
        Self { page, leaves, beside, heading, opening }
    }

    /// Every leaf outside of frames, lists and comments.
    pub(super) fn leaves(&self) -> &[Leaf<'p>] {
        &self.leaves
    }

    /// The leaves of frames, lists and comments, in the order of the page.
    pub(super) fn beside(&self) -> &[Leaf<'p>] {
        &self.beside
    }

    /// The position of the first leaf of the heading.
    pub(super) fn heading(&self) -> Option<usize> {
        self.heading.map(|(from, _)| from)
    }

    /// The letters and digits of the heading in lower case; empty without one.
    pub(super) fn heading_text(&self) -> String {
        let (from, to) = self.heading.unwrap_or_default();
        self.leaves.get(from..to).unwrap_or_default().iter().map(|leaf| folded(&leaf.text)).collect()
    }

    /// The positions of the leaves around the heading, those behind it first, then those before it, the nearest first.
    /// Without a heading, those at the top of the page.
    pub(super) fn near(&self) -> Vec<usize> {
        let Some((from, to)) = self.heading else {
            return (0..self.leaves.len().min(BEHIND)).collect();
        };
        let mut prose = 0;
        let behind = self
            .leaves
            .iter()
            .enumerate()
            .skip(to)
            .take(BEHIND)
            .take_while(|(_, leaf)| {
                prose += usize::from(leaf.text.is_empty());
                prose < PROSE
            })
            .map(|(position, _)| position);
        let before = (from.saturating_sub(BEFORE)..from).rev();
        behind.chain(before).collect()
    }

    /// How the first prose behind the heading begins: the first of its characters.
    pub(super) const fn opening(&self) -> Option<&'p str> {
        self.opening
    }

    /// Whether two leaves stand in elements of the same tag and classes.
    pub(super) fn are_alike(&self, one: &Leaf<'_>, other: &Leaf<'_>) -> bool {
        let kind = |leaf: &Leaf<'_>| {
            let node = self.page.document().tree.get(leaf.parent);
            let element = node.and_then(ElementRef::wrap)?;
            Some((element.value().name(), attribute(element, &local_name!("class"))))
        };
        kind(one).is_some_and(|one| kind(other) == Some(one))
    }

    /// Whether the element that a leaf stands in has a class.
    pub(super) fn has_class(&self, leaf: &Leaf<'_>) -> bool {
        let node = self.page.document().tree.get(leaf.parent);
        let element = node.and_then(ElementRef::wrap);
        element.is_some_and(|element| attribute(element, &local_name!("class")).is_some())
    }

    /// Whether a menu stands between a leaf and the heading behind it.
    pub(super) fn is_above_menu(&self, position: usize) -> bool {
        let (from, _) = self.heading.unwrap_or_default();
        let between = self.leaves.get(position..from).unwrap_or_default();
        // Each link of a menu has a line of its own, and several topics share one.
        let own = between.first().map(|leaf| leaf.line);
        let mut lines: Vec<usize> = between
            .iter()
            .filter(|leaf| leaf.href.is_some() && Some(leaf.line) != own)
            .map(|leaf| leaf.line)
            .collect();
        lines.dedup();
        lines.len() >= MENU
    }

    /// Whether prose stands between the heading and a leaf behind it.
    pub(super) fn is_below_prose(&self, position: usize) -> bool {
        let (_, to) = self.heading.unwrap_or((0, 0));
        let between = self.leaves.get(to..position).unwrap_or_default();
        between.iter().any(|leaf| leaf.text.is_empty() && !leaf.is_alt && leaf.datetime.is_none())
    }

    /// Whether a leaf stands before the heading or right behind it, where the facts of the article stand.
    pub(super) fn is_close(&self, position: usize) -> bool {
        self.heading.is_some_and(|(_, to)| position < to + CLOSE)
    }

    /// Whether a leaf stands behind the heading, or before it in the same article or main pane.
    pub(super) fn belongs_to_heading(&self, position: usize) -> bool {
        let is_beside = || self.leaves.get(position).is_some_and(|leaf| leaf.is_beside_heading);
        self.heading.is_some_and(|(_, to)| position >= to) || is_beside()
    }

    /// Whether a leaf is the first of its line.
    pub(super) fn begins_line(&self, position: usize) -> bool {
        let line = |position: usize| self.leaves.get(position).map(|leaf| leaf.line);
        position.checked_sub(1).is_none_or(|before| line(before) != line(position))
    }

    /// The leaves of the line that a leaf stands in.
    pub(super) fn line(&self, position: usize) -> &[Leaf<'p>] {
        let Some(line) = self.leaves.get(position).map(|leaf| leaf.line) else {
            return &[];
        };
        let is_same = |leaf: &&Leaf<'_>| leaf.line == line;
        let before = self.leaves.iter().take(position).rev().take_while(is_same).count();
        let behind = self.leaves.iter().skip(position).take_while(is_same).count();
        self.leaves.get(position - before..position + behind).unwrap_or_default()
    }

    /// The text of the line that a leaf stands in, its leaves parted by spaces, without the descriptions of pictures.
    pub(super) fn line_text(&self, position: usize) -> String {
        let texts = self.line(position).iter().filter(|leaf| !leaf.is_alt).map(|leaf| &*leaf.text);
        texts.collect::<Vec<_>>().join(" ")
    }
}

/// An element and all those around it.
fn around(page: &Page, element: Option<NodeId>) -> FxHashSet<NodeId> {
    let node = element.and_then(|id| page.document().tree.get(id));
    node.into_iter().flat_map(|node| node.ancestors()).map(|node| node.id()).chain(element).collect()
}
