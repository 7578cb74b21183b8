//! The walk over a page that reads its texts and what stands around them.

use std::borrow::Cow;

use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use rustc_hash::FxHashSet;
use scraper::{ElementRef, Node};

use super::{Hints, LONGEST, Leaf};
use crate::extract::article::index::Facts;
use crate::extract::article::metadata::is_short;
use crate::extract::page::Page;
use crate::extract::text::{attribute, collapsed};

/// What was read.
pub(super) struct Read<'p> {
    /// Every text of the page.
    pub leaves: Vec<Leaf<'p>>,
    /// What stands around them.
    pub places: Vec<Place>,
    /// The first leaf of the heading and the one behind its last.
    pub range: Option<(usize, usize)>,
    /// How the first pieces of prose begin, each behind its position.
    pub openings: Vec<(usize, &'p str)>,
}

/// The innermost elements of each kind around a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub aside: Option<NodeId>,
    /// What stands above every page of the site.
    pub head: Option<NodeId>,
    /// A short `aside` or `header`: the facts of the article, if it has a heading.
    pub note: Option<NodeId>,
    pub article: Option<NodeId>,
    /// The innermost `article` or `main`.
    pub pane: Option<NodeId>,
    /// The innermost cell, caption, quote or heading of a part.
    pub item: Option<NodeId>,
    author: Option<NodeId>,
    name: Option<NodeId>,
    date: Option<NodeId>,
    change: Option<NodeId>,
    event: Option<NodeId>,
}

impl Place {
    /// The hints of elements other than those around the heading, which hold the whole page.
    pub(super) fn hints(&self, own: &FxHashSet<NodeId>) -> Hints {
        let is_hint = |mark: Option<NodeId>| mark.is_some_and(|id| !own.contains(&id));
        Hints {
            author: is_hint(self.author),
            name: is_hint(self.name),
            date: is_hint(self.date),
            change: is_hint(self.change),
            event: is_hint(self.event),
        }
    }
}

/// How many elements of a `header` are looked at for a menu.
const MOST_OF_HEAD: usize = 100;
/// How many openings are kept, and how much of each, in characters.
const MOST_OPENINGS: usize = 8;
const OPENING: usize = 120;

/// Reads every text of a page; `heading` is the element that shows the title.
pub(super) fn read(page: &Page, heading: Option<NodeId>) -> Read<'_> {
    let host = page.url().host_str().unwrap_or_default();
    let start = host.rmatch_indices('.').nth(1).map_or(0, |(dot, _)| dot + 1);
    let mut walk = Walk {
        facts: Facts::below(page, page.root()),
        site: host.get(start..).unwrap_or(host),
        line: 0,
        heading,
        is_joined: false,
        read: Read { leaves: Vec::new(), places: vec![Place::default()], range: None, openings: Vec::new() },
    };
    walk.node(*page.root(), Around::default());
    walk.read
}

/// What stands around a node.
#[derive(Clone, Copy, Default)]
struct Around<'p> {
    href: Option<&'p str>,
    datetime: Option<&'p str>,
    place: usize,
}

struct Walk<'p> {
    facts: Facts<'p>,
    /// The last two labels of the host.
    site: &'p str,
    line: usize,
    heading: Option<NodeId>,
    /// Whether the text before the next was a comma or its like.
    is_joined: bool,
    read: Read<'p>,
}

impl<'p> Walk<'p> {
    fn node(&mut self, node: NodeRef<'p, Node>, around: Around<'p>) {
        match node.value() {
            Node::Text(text) => {
                let parent = node.parent().unwrap_or(node).id();
                self.leaf(text, parent, around, false);
            }
            Node::Element(_) => {
                if let Some(element) = ElementRef::wrap(node) {
                    self.element(element, around);
                }
            }
            _ => {}
        }
    }

    fn element(&mut self, element: ElementRef<'p>, around: Around<'p>) {
        let traits = self.facts.traits(element);
        if traits.silent || traits.hidden {
            return;
        }
        self.line += usize::from(traits.block);
        let from = self.read.leaves.len();
        let name = &element.value().name.local;
        if *name == local_name!("img") {
            if let Some(alt) = attribute(element, &local_name!("alt")) {
                let around = self.surroundings(element, around);
                self.leaf(alt, element.id(), around, true);
            }
        } else {
            let inner = self.surroundings(element, around);
            for child in element.children() {
                self.node(child, inner);
            }
            let is_empty = from == self.read.leaves.len();
            if is_empty && *name == local_name!("time") && inner.datetime.is_some() {
                self.push(Cow::Borrowed(""), element.id(), inner, false);
            }
        }
        if self.heading == Some(element.id()) && from < self.read.leaves.len() {
            self.read.range = Some((from, self.read.leaves.len()));
        }
        self.line += usize::from(traits.block);
    }

    fn leaf(&mut self, text: &'p str, parent: NodeId, around: Around<'p>, is_alt: bool) {
        let trimmed = text.trim();
        if trimmed.chars().nth(LONGEST).is_some() {
            if !is_alt && self.read.openings.len() < MOST_OPENINGS {
                let end = trimmed.char_indices().nth(OPENING).map_or(trimmed.len(), |(end, _)| end);
                let opening = trimmed.get(..end).map(|opening| (self.read.leaves.len(), opening));
                self.read.openings.extend(opening);
            }
            self.push(Cow::Borrowed(""), parent, around, is_alt);
        } else if trimmed.chars().any(char::is_alphanumeric) {
            self.push(collapsed(trimmed), parent, around, is_alt);
        } else {
            self.is_joined |= matches!(trimmed, "," | "&" | ";" | "，" | "、" | "،");
        }
    }

    fn push(&mut self, text: Cow<'p, str>, parent: NodeId, around: Around<'p>, is_alt: bool) {
        self.read.leaves.push(Leaf {
            text,
            line: self.line,
            href: around.href,
            datetime: around.datetime,
            hints: Hints::default(),
            is_alt,
            is_beside_heading: false,
            is_item: false,
            is_joined: std::mem::take(&mut self.is_joined),
            place: around.place,
            parent,
        });
    }

    fn surroundings(&mut self, element: ElementRef<'p>, around: Around<'p>) -> Around<'p> {
        let name = &element.value().name.local;
        let mut inner = around;
        if *name == local_name!("a") {
            let href = attribute(element, &local_name!("href"));
            inner.href = href.filter(|href| is_internal(href, self.site));
        }
        if *name == local_name!("time") {
            let names = [local_name!("datetime"), local_name!("title")];
            inner.datetime = names.iter().find_map(|name| attribute(element, name));
        } else if *name == local_name!("abbr") {
            let title = attribute(element, &local_name!("title"));
            inner.datetime = title.filter(|title| title.starts_with(|first: char| first.is_ascii_digit()));
        }
        if !matches!(*name, local_name!("html") | local_name!("body")) {
            let outer = self.read.places.get(around.place).copied().unwrap_or_default();
            let place = if *name == local_name!("main") {
                Place { pane: Some(element.id()), ..outer }
            } else {
                self.place(element, outer)
            };
            if place != outer {
                inner.place = self.read.places.len();
                self.read.places.push(place);
            }
        }
        inner
    }

    /// The place of what stands in an element.
    fn place(&self, element: ElementRef<'_>, outer: Place) -> Place {
        let name = element.value().name();
        let words = self.facts.said(element).words;
        let mark =
            |is_marked: bool, outer: Option<NodeId>| if is_marked { Some(element.id()) } else { outer };
        let mut place = outer;
        place.author = mark(words.author, place.author);
        place.name = mark(words.name && place.author.is_some(), place.name);
        place.date = mark(words.date, place.date);
        place.change = mark(words.update && !words.publication, place.change);
        place.event = mark(words.event, place.event);
        place.article = mark(name == "article", place.article);
        place.pane = mark(name == "article", place.pane);
        place.item =
            mark(matches!(name, "td" | "th" | "figcaption" | "blockquote" | "pre" | "h2" | "h3"), place.item);
        // The footer of an article tells who wrote it and when.
        let is_frame =
            matches!(name, "nav" | "dialog" | "form") || (name == "footer" && place.article.is_none());
        let is_beside = matches!(name, "aside" | "header");
        if is_beside && is_short(element, LONGEST) {
            place.note = Some(element.id());
        } else if is_frame || is_beside {
            place.aside = Some(element.id());
        }
        place.aside = mark(words.aside, place.aside);
        place.head = mark(words.head || is_head_of_site(element), place.head);
        place
    }
}

/// Whether a `header` is that of the site, which shows the day of the visit at times: it holds the menu.
fn is_head_of_site(element: ElementRef<'_>) -> bool {
    let is_nav = |inner: ElementRef<'_>| inner.value().name() == "nav";
    element.value().name() == "header"
        && (attribute(element, &local_name!("role")) == Some("banner")
            || element.descendent_elements().take(MOST_OF_HEAD).any(is_nav))
}

/// Whether a link stays on the site.
fn is_internal(href: &str, site: &str) -> bool {
    !href.contains("//") || href.contains(site)
}
