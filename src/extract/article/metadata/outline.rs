//! What a page shows, as short texts in the order of reading, and where the heading of its article stands among them.
//!
//! Bylines and datelines stand near the heading, whatever their classes. What lies in comments, side columns, frames and
//! lists of other articles is left out, unless the heading lies in the same place: a wrapper called `has-sidebar` that
//! holds the heading is no side column.

use std::collections::HashSet;
use std::rc::Rc;

use ego_tree::{NodeId, NodeRef};
use rustc_hash::FxHashMap;
use scraper::{ElementRef, Node};

use super::is_short;
use crate::extract::page::Page;
use crate::extract::text::{collapse, is_block, is_hidden, is_silent};

/// A piece of text without elements inside.
#[derive(Debug)]
pub(super) struct Leaf {
    /// White space collapsed; empty where the text is longer than [`LONGEST`] characters.
    pub text: String,
    /// Leaves of one line stand in one block.
    pub line: usize,
    /// Where the innermost link around it leads, if it stays on the site.
    pub href: Option<Rc<str>>,
    /// The `datetime` of the `time` element around it.
    pub datetime: Option<Rc<str>>,
    /// What the classes around it say of it.
    pub hints: Hints,
    /// Whether it is the description of a picture.
    pub is_alt: bool,
    place: Place,
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
}

/// The innermost elements of each kind around a text.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    aside: Option<NodeId>,
    /// A short `aside` or `header`: the facts of the article, if it has a heading.
    note: Option<NodeId>,
    article: Option<NodeId>,
    author: Option<NodeId>,
    name: Option<NodeId>,
    date: Option<NodeId>,
    change: Option<NodeId>,
}

/// The texts of a page.
#[derive(Debug, Default)]
pub(super) struct Outline {
    leaves: Vec<Leaf>,
    /// The first leaf of the heading and the one behind its last.
    heading: Option<(usize, usize)>,
}

/// The longest text that is kept, in characters; what is longer is prose.
pub(super) const LONGEST: usize = 160;
/// How many leaves before the heading may still belong to it.
const BEFORE: usize = 14;
/// How many leaves behind the heading may still belong to it, as long as no prose begins …
const BEHIND: usize = 60;
/// … and how many stand right behind it.
const CLOSE: usize = 12;
/// How many pieces of prose end the surroundings of the heading: a lead may stand above the byline.
const PROSE: usize = 3;

impl Outline {
    /// Reads the page; `heading` is the element that shows the title, and without it the first text that equals the title
    /// is.
    pub(super) fn of(page: &Page, heading: Option<NodeId>, title: Option<&str>) -> Self {
        let host = page.url().host_str().unwrap_or_default();
        let start = host.rmatch_indices('.').nth(1).map_or(0, |(dot, _)| dot + 1);
        let site = host.get(start..).unwrap_or(host).to_owned();
        let mut walk =
            Walk { site, leaves: Vec::new(), line: 0, heading, range: None, known: FxHashMap::default() };
        walk.node(*page.root(), &Around::default());
        let Walk { mut leaves, mut range, .. } = walk;
        if let (None, Some(title)) = (range, title.map(folded)) {
            let at = leaves.iter().position(|leaf| !leaf.is_alt && folded(&leaf.text) == title);
            range = at.map(|at| (at, at + 1));
        }
        let first = range.and_then(|(from, _)| leaves.get(from));
        let own = around(page, first.map(|leaf| leaf.parent));
        let has_article = first.is_some_and(|leaf| leaf.place.article.is_some());
        for leaf in &mut leaves {
            leaf.hints = leaf.place.hints(&own);
        }
        let is_kept = |leaf: &Leaf| {
            let holds = |id: NodeId| own.contains(&id);
            leaf.place.aside.is_none_or(holds)
                && (range.is_some() || leaf.place.note.is_none())
                && (!has_article || leaf.place.article.is_none_or(holds))
        };
        let kept = leaves.iter().map(is_kept).collect::<Vec<_>>();
        let heading = range.map(|(from, to)| {
            let count = |end: usize| kept.iter().take(end).filter(|kept| **kept).count();
            (count(from), count(to))
        });
        let mut kept = kept.into_iter();
        leaves.retain(|_| kept.next().unwrap_or_default());
        Self { leaves, heading }
    }

    /// Every leaf outside of frames, lists and comments.
    pub(super) fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// The position of the first leaf of the heading.
    pub(super) fn heading(&self) -> Option<usize> {
        self.heading.map(|(from, _)| from)
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

    /// Whether a leaf stands before the heading or right behind it, where the facts of the article stand.
    pub(super) fn is_close(&self, position: usize) -> bool {
        self.heading.is_some_and(|(_, to)| position < to + CLOSE)
    }

    /// Whether a leaf is the first of its line.
    pub(super) fn begins_line(&self, position: usize) -> bool {
        let line = |position: usize| self.leaves.get(position).map(|leaf| leaf.line);
        position.checked_sub(1).is_none_or(|before| line(before) != line(position))
    }

    /// The leaves of the line that a leaf stands in.
    pub(super) fn line(&self, position: usize) -> &[Leaf] {
        let Some(line) = self.leaves.get(position).map(|leaf| leaf.line) else {
            return &[];
        };
        let is_same = |leaf: &&Leaf| leaf.line == line;
        let before = self.leaves.iter().take(position).rev().take_while(is_same).count();
        let behind = self.leaves.iter().skip(position).take_while(is_same).count();
        self.leaves.get(position - before..position + behind).unwrap_or_default()
    }

    /// The text of the line that a leaf stands in, its leaves parted by spaces, without the descriptions of pictures.
    pub(super) fn line_text(&self, position: usize) -> String {
        let texts = self.line(position).iter().filter(|leaf| !leaf.is_alt).map(|leaf| leaf.text.as_str());
        texts.collect::<Vec<_>>().join(" ")
    }
}

/// Letters and digits in lower case.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What stands around a node.
#[derive(Clone, Default)]
struct Around {
    href: Option<Rc<str>>,
    datetime: Option<Rc<str>>,
    place: Place,
}

impl Place {
    /// The hints of elements other than those around the heading, which hold the whole page.
    fn hints(&self, own: &HashSet<NodeId>) -> Hints {
        let is_hint = |mark: Option<NodeId>| mark.is_some_and(|id| !own.contains(&id));
        Hints {
            author: is_hint(self.author),
            name: is_hint(self.name),
            date: is_hint(self.date),
            change: is_hint(self.change),
        }
    }
}

struct Walk {
    /// The last two labels of the host.
    site: String,
    leaves: Vec<Leaf>,
    line: usize,
    heading: Option<NodeId>,
    range: Option<(usize, usize)>,
    /// What the words of elements say, by all of their words: a page says the same of many elements.
    known: FxHashMap<String, Words>,
}

impl Walk {
    fn node(&mut self, node: NodeRef<'_, Node>, around: &Around) {
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

    fn element(&mut self, element: ElementRef<'_>, around: &Around) {
        let name = element.value().name();
        if is_silent(name) || is_hidden(element) {
            return;
        }
        let is_line = is_block(name);
        self.line += usize::from(is_line);
        let from = self.leaves.len();
        if name == "img" {
            if let Some(alt) = element.attr("alt") {
                let around = self.surroundings(element, around);
                self.leaf(alt, element.id(), &around, true);
            }
        } else {
            let inner = self.surroundings(element, around);
            for child in element.children() {
                self.node(child, &inner);
            }
            if name == "time" && from == self.leaves.len() && inner.datetime.is_some() {
                self.push(String::new(), element.id(), &inner, false);
            }
        }
        if self.heading == Some(element.id()) && from < self.leaves.len() {
            self.range = Some((from, self.leaves.len()));
        }
        self.line += usize::from(is_line);
    }

    fn leaf(&mut self, text: &str, parent: NodeId, around: &Around, is_alt: bool) {
        let is_long = text.trim().chars().nth(LONGEST).is_some();
        let text = if is_long { String::new() } else { collapse(text) };
        if is_long || text.chars().any(char::is_alphanumeric) {
            self.push(text, parent, around, is_alt);
        }
    }

    fn push(&mut self, text: String, parent: NodeId, around: &Around, is_alt: bool) {
        self.leaves.push(Leaf {
            text,
            line: self.line,
            href: around.href.clone(),
            datetime: around.datetime.clone(),
            hints: Hints::default(),
            is_alt,
            place: around.place,
            parent,
        });
    }
}

impl Walk {
    fn surroundings(&mut self, element: ElementRef<'_>, around: &Around) -> Around {
        let name = element.value().name();
        let mut inner = around.clone();
        if name == "a" {
            inner.href = element.attr("href").filter(|href| is_internal(href, &self.site)).map(Rc::from);
        }
        if name == "time" {
            inner.datetime = element.attr("datetime").map(Rc::from);
        }
        if matches!(name, "html" | "body" | "main") {
            return inner;
        }
        let words = self.words(element);
        let mark =
            |is_marked: bool, outer: Option<NodeId>| if is_marked { Some(element.id()) } else { outer };
        let place = &mut inner.place;
        place.author = mark(words.author, place.author);
        place.name = mark(words.name && place.author.is_some(), place.name);
        place.date = mark(words.date, place.date);
        place.change = mark(words.change, place.change);
        place.article = mark(name == "article", place.article);
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
        inner
    }

    fn words(&mut self, element: ElementRef<'_>) -> Words {
        let mut classes = String::new();
        for (name, text) in element.value().attrs() {
            if matches!(name, "class" | "id" | "data-testid" | "itemprop" | "rel") {
                classes.push_str(text);
                classes.push(' ');
            }
        }
        if classes.is_empty() {
            return Words::default();
        }
        if let Some(known) = self.known.get(&classes) {
            return *known;
        }
        let words = Words::of(&classes.to_ascii_lowercase());
        self.known.insert(classes, words);
        words
    }
}

/// What the words of an element say of the texts in it.
#[derive(Clone, Copy, Debug, Default)]
struct Words {
    author: bool,
    name: bool,
    date: bool,
    change: bool,
    /// That something other than the article stands there.
    aside: bool,
}

impl Words {
    fn of(classes: &str) -> Self {
        let any = |words: &[&str]| words.iter().any(|word| classes.contains(word));
        Self {
            author: any(&["author", "byline", "writer", "contributor"]),
            name: any(&["name"]),
            date: any(&["date", "time", "publish", "posted"]),
            change: !any(&["publish", "posted", "entry-date"])
                && any(&["updated", "modified", "update-date"]),
            aside: classes.split_ascii_whitespace().any(is_aside_class),
        }
    }
}

/// Whether a link stays on the site.
fn is_internal(href: &str, site: &str) -> bool {
    !href.contains("//") || href.contains(site)
}

/// Whether a class says that something other than the article stands here.
fn is_aside_class(class: &str) -> bool {
    const WORDS: [&str; 14] = [
        "comment",
        "comments",
        "commentlist",
        "recent",
        "popular",
        "trending",
        "ticker",
        "countdown",
        "newsletter",
        "card",
        "cards",
        "promo",
        "menu",
        "breadcrumbs",
    ];
    // `card__date` is a part of the block `card`, which bears its name itself.
    if class.contains("__") {
        return false;
    }
    class.starts_with("widget")
        || class.starts_with("footer")
        || ["related", "sidebar", "recommend"].iter().any(|word| class.contains(word))
        || class.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// An element and all those around it.
fn around(page: &Page, element: Option<NodeId>) -> HashSet<NodeId> {
    let node = element.and_then(|id| page.document().tree.get(id));
    node.into_iter().flat_map(|node| node.ancestors()).map(|node| node.id()).chain(element).collect()
}
