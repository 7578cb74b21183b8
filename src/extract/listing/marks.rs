//! What the elements of a page may carry of an entry, by their names and attributes. One walk over the page finds all of it:
//! every card is asked about for every field, and cards stand in each other.

mod class;

use ego_tree::{NodeId, NodeRef};
use html5ever::{LocalName, local_name, ns};
use scraper::{ElementRef, Node};

use self::class::{Classes, Names};
use super::writers::{Way, says_byline};
use super::{address, dates};
use crate::extract::node_map::NodeMap;
use crate::extract::page::Page;
use crate::extract::survey::Survey;
use crate::extract::text::{Traits, line_of};
use crate::extract::{date, image};

pub(super) use self::class::Class;

/// What a node may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A link.
    Link,
    /// A heading.
    Heading,
    /// A date for machines.
    Time,
    /// An element that is named after a date, or whose tag is usual for small print.
    Dated,
    /// An element with a date for a script to show.
    Scripted,
    /// A paragraph, or an element that is named after a teaser.
    Teaser,
    /// A picture, or an element with one behind its content or before its film.
    Picture,
    /// What stands for something that a script shows.
    Noscript,
    /// An element that may name a topic.
    Topic,
    /// An element that may name who wrote.
    Writer(Way),
    /// A text with a digit in it, or one that may be a date without any.
    Number,
}

/// How many kinds there are.
const KINDS: usize = 14;

/// The nodes of a page that may carry something.
#[derive(Debug, Default)]
pub(in crate::extract) struct Marks {
    places: NodeMap<Place>,
    /// The nodes of each kind, each behind its number, in the order of the page.
    lists: [Vec<(u32, NodeId)>; KINDS],
    /// How many values of `class` are told apart.
    classes: usize,
}

/// Where a node stands in the order of the page.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The number of the node, from 1; 0 for one outside of the root.
    first: u32,
    /// The number of the last node inside of it, or its own.
    last: u32,
    class: Class,
    /// Kept for every node, and so in one byte.
    traits: PackedTraits,
}

#[derive(Clone, Copy, Debug, Default)]
struct PackedTraits(u8);

impl PackedTraits {
    fn of(traits: Traits) -> Self {
        let Traits { hidden, silent, block } = traits;
        Self(u8::from(hidden) | u8::from(silent) << 1 | u8::from(block) << 2)
    }

    const fn unpacked(self) -> Traits {
        Traits { hidden: self.0 & 1 != 0, silent: self.0 & 2 != 0, block: self.0 & 4 != 0 }
    }
}

/// The elements below another that are of a kind, in the order of the page.
pub(super) fn select<'p>(
    page: &Page,
    scope: ElementRef<'p>,
    kind: Kind,
) -> impl DoubleEndedIterator<Item = ElementRef<'p>> {
    nodes(page, scope, kind).filter_map(ElementRef::wrap)
}

/// Most nodes of a kind that are looked at in one element. A card has a few; what has more is a part of the page, which many
/// groups may have as a card.
const MOST_BELOW: usize = 200;

/// The nodes below an element that are of a kind, in the order of the page: the first of them, where there are very many.
pub(super) fn nodes<'p>(
    page: &Page,
    scope: ElementRef<'p>,
    kind: Kind,
) -> impl DoubleEndedIterator<Item = NodeRef<'p, Node>> {
    let tree = scope.tree();
    let all = page.marks().below(scope.id(), kind);
    all.get(..MOST_BELOW).unwrap_or(all).iter().filter_map(|(_, id)| tree.get(*id))
}

/// The visible text of an element of the page in one line, as [`text_of`](crate::extract::text::text_of()) gives it.
pub(super) fn text_of(page: &Page, element: ElementRef<'_>) -> String {
    let marks = page.marks();
    line_of(element, |element| marks.traits(element.id()))
}

impl Marks {
    /// Walks everything below an element whose figures are known.
    pub(in crate::extract) fn of(root: ElementRef<'_>, survey: &Survey) -> Self {
        let marks = Self { places: NodeMap::of(root.tree()), ..Self::default() };
        let mut walk = Walk { marks, survey, count: 0, classes: Classes::default() };
        walk.visit(*root, false);
        walk.marks.lists.iter_mut().for_each(Vec::shrink_to_fit);
        walk.marks.classes = walk.classes.len();
        walk.marks
    }

    /// What an element is.
    pub(super) fn traits(&self, node: NodeId) -> Traits {
        self.places.get(node).traits.unpacked()
    }

    /// The number of what an element has as its classes.
    pub(super) fn class(&self, node: NodeId) -> Class {
        self.places.get(node).class
    }

    /// How many values of `class` have a number.
    pub(super) const fn classes(&self) -> usize {
        self.classes
    }

    /// The number of a node in the order of the page.
    pub(super) fn number(&self, node: NodeId) -> u32 {
        self.places.get(node).first
    }

    /// Whether a node is another one or stands inside of it.
    pub(super) fn is_within(&self, node: NodeId, around: NodeId) -> bool {
        let (node, around) = (self.places.get(node), self.places.get(around));
        (around.first..=around.last).contains(&node.first)
    }

    /// Those of so many nodes from an element on, itself and those below it, that are of a kind.
    pub(super) fn near(&self, element: NodeId, kind: Kind, nodes: usize) -> impl Iterator<Item = NodeId> {
        let place = self.places.get(element);
        let nodes = u32::try_from(nodes).unwrap_or(u32::MAX);
        let end = place.last.min(place.first.saturating_add(nodes).saturating_sub(1));
        self.between(kind, place.first, end).iter().map(|(_, id)| *id)
    }

    fn below(&self, node: NodeId, kind: Kind) -> &[(u32, NodeId)] {
        let place = self.places.get(node);
        self.between(kind, place.first.saturating_add(1), place.last)
    }

    /// The nodes of a kind with numbers from one to another.
    fn between(&self, kind: Kind, first: u32, last: u32) -> &[(u32, NodeId)] {
        let list = self.lists.get(kind.place()).map_or(&[][..], Vec::as_slice);
        let start = list.partition_point(|(number, _)| *number < first);
        let behind = list.get(start..).unwrap_or_default();
        let length = behind.partition_point(|(number, _)| *number <= last);
        behind.get(..length).unwrap_or_default()
    }
}

impl Kind {
    const fn place(self) -> usize {
        match self {
            Self::Link => 0,
            Self::Heading => 1,
            Self::Time => 2,
            Self::Dated => 3,
            Self::Teaser => 4,
            Self::Picture => 5,
            Self::Noscript => 6,
            Self::Topic => 7,
            Self::Number => 8,
            Self::Writer(Way::Markup) => 9,
            Self::Writer(Way::Class) => 10,
            Self::Writer(Way::Link) => 11,
            Self::Writer(Way::Text) => 12,
            Self::Scripted => 13,
        }
    }
}

/// A walk over a page.
struct Walk<'a, 'p> {
    marks: Marks,
    survey: &'a Survey,
    /// How many nodes were seen.
    count: u32,
    classes: Classes<'p>,
}

/// What the attributes of an element say, as far as it tells what the element carries.
#[derive(Default)]
struct Said<'p> {
    href: Option<&'p str>,
    property: Option<&'p str>,
    rel: Option<&'p str>,
    is_heading: bool,
    has_time: bool,
    has_title: bool,
    has_date: bool,
    has_poster: bool,
    has_background: bool,
    class: Class,
    names: Names,
}

impl<'p> Walk<'_, 'p> {
    /// The depth of a page is bounded, and with it the recursion. The survey tells nothing of what stands `unseen`.
    fn visit(&mut self, node: NodeRef<'p, Node>, unseen: bool) {
        self.count = self.count.saturating_add(1);
        let (first, mut traits, mut class) = (self.count, Traits::default(), Class::default());
        if let Some(text) = node.value().as_text() {
            let is_number = |character: char| character.is_numeric();
            if text.bytes().any(|byte| byte.is_ascii_digit())
                || (!text.is_ascii() && text.contains(is_number))
                || date::may_count_from_now(text)
            {
                self.add(first, node.id(), Kind::Number);
            }
        } else if let Some(element) = ElementRef::wrap(node) {
            traits = if unseen { Traits::of(element) } else { self.survey.traits(node.id()) };
            class = self.mark(first, element);
        }
        for child in node.children() {
            self.visit(child, unseen || traits.hidden || traits.silent);
        }
        let place = Place { first, last: self.count, class, traits: PackedTraits::of(traits) };
        self.marks.places.set(node.id(), place);
    }

    fn add(&mut self, number: u32, node: NodeId, kind: Kind) {
        if let Some(list) = self.marks.lists.get_mut(kind.place()) {
            list.push((number, node));
        }
    }

    /// Notes what an element may carry, and tells the number of its classes.
    fn mark(&mut self, number: u32, element: ElementRef<'p>) -> Class {
        let (name, said) = (&element.value().name.local, self.said(element));
        let href = said.href.filter(|_| *name == local_name!("a"));
        let (of_person, of_topic) = href.map(address::is_of_person_or_topic).unwrap_or_default();
        let kinds = [
            (href.is_some(), Kind::Link),
            (is_heading(name) || said.is_heading, Kind::Heading),
            (
                *name == local_name!("time") || said.property == Some("datePublished") || said.has_time,
                Kind::Time,
            ),
            (
                *name == local_name!("small")
                    || said.names.date
                    || (*name == local_name!("abbr") && said.has_title),
                Kind::Dated,
            ),
            (said.has_date, Kind::Scripted),
            (matches!(*name, local_name!("p") | local_name!("dd")) || said.names.teaser, Kind::Teaser),
            (
                matches!(*name, local_name!("img") | local_name!("picture"))
                    || &**name == "amp-img"
                    || said.has_background
                    || (*name == local_name!("video") && said.has_poster),
                Kind::Picture,
            ),
            (*name == local_name!("noscript"), Kind::Noscript),
            (
                said.names.topic
                    || matches!(said.property, Some("keywords" | "articleSection"))
                    || has_word(said.rel, "tag")
                    || of_topic,
                Kind::Topic,
            ),
        ];
        for (_, kind) in kinds.into_iter().filter(|(is_of_kind, _)| *is_of_kind) {
            self.add(number, element.id(), kind);
        }
        if let Some(way) = way(element, of_person, &said) {
            self.add(number, element.id(), Kind::Writer(way));
        }
        said.class
    }

    /// One look at all attributes costs less than a search for each.
    fn said(&mut self, element: ElementRef<'p>) -> Said<'p> {
        let mut said = Said::default();
        for (name, value) in element.value().attrs.iter().filter(|(name, _)| name.ns == ns!()) {
            let value: &'p str = value;
            match name.local {
                local_name!("class") => (said.class, said.names) = self.classes.of(value),
                local_name!("href") => said.href = Some(value),
                local_name!("itemprop") => said.property = Some(value),
                local_name!("rel") => said.rel = Some(value),
                local_name!("role") => said.is_heading = value == "heading",
                local_name!("datetime") => said.has_time = true,
                local_name!("title") => said.has_title = true,
                local_name!("poster") => said.has_poster = true,
                local_name!("style") => said.has_background |= image::background(value).is_some(),
                // Pages are full of such names, and the letter behind the hyphen tells most of them.
                ref other if other.starts_with("data-") => match other.as_bytes().get("data-".len()) {
                    Some(b'b' | b'i' | b's') => {
                        said.has_background |= image::BACKGROUNDS.contains(&&**other);
                    }
                    Some(b'c' | b'd' | b'p' | b't' | b'u') => {
                        said.has_date |= dates::ATTRIBUTES.contains(&&**other);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        said
    }
}

/// How an element tells who wrote; nothing for one that does not.
fn way(element: ElementRef<'_>, of_person: bool, said: &Said<'_>) -> Option<Way> {
    if has_word(said.rel, "author") || has_word(said.property, "author") || said.names.author {
        return Some(Way::Markup);
    }
    if said.names.writer {
        return Some(Way::Class);
    }
    if of_person {
        return Some(Way::Link);
    }
    says_byline(element).then_some(Way::Text)
}

fn has_word(words: Option<&str>, wanted: &str) -> bool {
    words.is_some_and(|words| words.split_ascii_whitespace().any(|word| word == wanted))
}

/// Whether a name is that of a heading.
pub(super) fn is_heading(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
    )
}
