//! The card around a link: the largest element that holds this entry and no other.

use std::rc::Rc;

use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use scraper::{ElementRef, Node};
use url::Url;

use super::address::Address;
use super::fields;
use super::group::Group;
use super::marks::{self, Kind, select};
use super::zone::Zone;
use crate::extract::page::Page;
use crate::extract::survey::Survey;
use crate::extract::text::attribute;

/// A link with the element that shows its entry.
#[derive(Clone, Debug)]
pub(super) struct Card<'p> {
    pub anchor: ElementRef<'p>,
    /// What its link says.
    pub said: Rc<str>,
    pub element: ElementRef<'p>,
    /// What stands beside the element and belongs to it: the `dt` of a `dd`, the second row of an entry.
    pub beside: Vec<ElementRef<'p>>,
    /// Where its link leads.
    pub address: Rc<Address>,
    pub title: String,
    pub in_heading: bool,
    /// The probability that it carries on the stream of the best group.
    pub join: f64,
    /// The part of the page that its link stands in, once that was asked.
    pub zone: Zone,
}

/// Most links of a card that nothing else bounds.
const MAX_LINKS_OF_A_CARD: usize = 5;

/// Most elements that follow a card and belong to it.
const MAX_BESIDE: usize = 3;

/// The cards of a group, each address once. Of several links to an address the one with the longest text names it.
pub(super) fn cards<'p>(group: &Group<'p>, page: &Page, survey: &Survey) -> Vec<Card<'p>> {
    let counts = addresses_below(group.links.iter().map(|link| (link.anchor, &*link.address.url)));
    let alone = counts.values().all(Option::is_some).then_some(survey);
    // Cards are large, and a vector that grows holds them twice.
    let mut cards: Vec<Card<'p>> = Vec::with_capacity(group.links.len());
    let mut index: FxHashMap<&Url, usize> =
        FxHashMap::with_capacity_and_hasher(group.links.len(), FxBuildHasher);
    for link in &group.links {
        let url = &link.address.url;
        if let Some(known) = index.get(&**url).and_then(|at| cards.get_mut(*at)) {
            if link.text.chars().count() > known.title.chars().count() {
                known.title = (*link.text).to_owned();
                (known.anchor, known.said) = (link.anchor, Rc::clone(&link.text));
            }
            continue;
        }
        index.insert(&**url, cards.len());
        let element = widest(link.anchor, &counts, alone);
        cards.push(Card {
            anchor: link.anchor,
            said: Rc::clone(&link.text),
            element,
            beside: Vec::new(),
            address: Rc::clone(&link.address),
            title: fields::title(element, (link.anchor, &link.text), page).unwrap_or_default(),
            in_heading: stands_in_heading(link.anchor, page),
            join: 0.0,
            zone: Zone::Plain,
        });
    }
    take_what_is_between(&mut cards);
    name_by_headings(&mut cards, page);
    cards
}

/// Links that all say the same, such as "Read more" in any language, name nothing; their cards do.
fn name_by_headings(cards: &mut [Card<'_>], page: &Page) {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for card in cards.iter() {
        *counts.entry(card.title.as_str()).or_default() += 1;
    }
    let repeated: Vec<String> = counts
        .into_iter()
        .filter(|(title, count)| *count >= 2 && *count * 2 >= cards.len() && !title.is_empty())
        .map(|(title, _)| title.to_owned())
        .collect();
    for card in cards.iter_mut().filter(|card| repeated.contains(&card.title)) {
        if let Some(title) = fields::heading(card.element, page) {
            card.title = title;
        }
    }
}

impl<'p> Card<'p> {
    /// The elements that show the entry.
    pub fn parts(&self) -> impl Iterator<Item = ElementRef<'p>> {
        std::iter::once(self.element).chain(self.beside.iter().copied())
    }
}

/// Gives to each card what stands between it and the next, where the cards of a group stand among their siblings in a
/// regular pattern: a row and another, a term and its descriptions. What stands before the first card and not behind the
/// last one belongs to the card that follows it.
fn take_what_is_between(cards: &mut [Card<'_>]) {
    let parent = |card: &Card<'_>| card.element.parent().map(|parent| parent.id());
    let are_siblings =
        cards.windows(2).all(|pair| matches!(pair, [one, next] if parent(one) == parent(next)));
    if cards.len() < 3 || !are_siblings {
        return;
    }
    let elements: FxHashSet<NodeId> = cards.iter().map(|card| card.element.id()).collect();
    if elements.len() != cards.len() {
        return;
    }
    let between = |siblings: &mut dyn Iterator<Item = NodeRef<'_, Node>>| count_between(siblings, &elements);
    let behind: Vec<usize> = cards.iter().map(|card| between(&mut card.element.next_siblings())).collect();
    let Some(usual) = behind.get(..behind.len() - 1).and_then(most_common) else {
        return;
    };
    let regular = behind.iter().filter(|count| **count == usual).count() * 10 >= cards.len() * 6;
    if usual == 0 || usual > MAX_BESIDE || !regular {
        return;
    }
    let before = cards.first().map_or(0, |card| between(&mut card.element.prev_siblings()));
    let precedes = before >= usual && behind.last().is_some_and(|last| *last < usual);
    for card in cards {
        card.beside = if precedes {
            card.element.prev_siblings().filter_map(saying).take(usual).collect()
        } else {
            card.element.next_siblings().filter_map(saying).take(usual).collect()
        };
    }
}

/// How many elements stand before the next card, or before the end.
fn count_between(siblings: &mut dyn Iterator<Item = NodeRef<'_, Node>>, cards: &FxHashSet<NodeId>) -> usize {
    siblings
        .filter_map(saying)
        .take_while(|sibling| !cards.contains(&sibling.id()))
        .take(MAX_BESIDE + 1)
        .count()
}

/// An element that may say something: no rule between two entries.
fn saying(node: NodeRef<'_, Node>) -> Option<ElementRef<'_>> {
    ElementRef::wrap(node).filter(|element| {
        !matches!(
            element.value().name.local,
            local_name!("hr") | local_name!("br") | local_name!("script") | local_name!("style")
        )
    })
}

fn most_common(counts: &[usize]) -> Option<usize> {
    let mut tally: FxHashMap<usize, usize> = FxHashMap::default();
    for count in counts {
        *tally.entry(*count).or_default() += 1;
    }
    tally.into_iter().max_by_key(|(count, times)| (*times, *count)).map(|(count, _)| count)
}

/// For every ancestor of some links, the one address that it holds links to, or none where it holds links to more.
type Below<'g> = FxHashMap<NodeId, Option<&'g Url>>;

fn addresses_below<'g>(links: impl ExactSizeIterator<Item = (ElementRef<'g>, &'g Url)>) -> Below<'g> {
    // Most links have a card or two around them that they share with none.
    let mut below = Below::with_capacity_and_hasher(links.len() * 2, FxBuildHasher);
    for (anchor, own) in links {
        for node in anchor.ancestors() {
            match below.get(&node.id()) {
                // This ancestor is shared already, and so is everything above it.
                Some(None) => break,
                Some(Some(url)) if !std::ptr::eq(*url, own) && *url != own => {
                    below.insert(node.id(), None);
                }
                Some(Some(_)) => {}
                None => {
                    below.insert(node.id(), Some(own));
                }
            }
        }
    }
    below
}

/// Where the cards of several groups stand side by side, none of them reaches over another.
pub(super) fn part(groups: &mut [Vec<Card<'_>>]) {
    let links: Vec<(ElementRef<'_>, Rc<Url>)> =
        groups.iter().flatten().map(|card| (card.anchor, Rc::clone(&card.address.url))).collect();
    let below = addresses_below(links.iter().map(|(anchor, url)| (*anchor, &**url)));
    for card in groups.iter_mut().flatten() {
        if below.get(&card.element.id()).is_some_and(Option::is_none) {
            card.element = widest(card.anchor, &below, None);
        }
        card.beside.retain(|element| match below.get(&element.id()) {
            None => true,
            Some(inside) => *inside == Some(&*card.address.url),
        });
    }
}

/// The farthest ancestor that still belongs to this link alone. Where the group has no second link to bound it, an element
/// with more links than a card has is no card.
fn widest<'p>(anchor: ElementRef<'p>, below: &Below<'_>, alone: Option<&Survey>) -> ElementRef<'p> {
    anchor
        .ancestors()
        .take_while(|node| matches!(below.get(&node.id()), Some(Some(_))))
        .take_while(|node| alone.is_none_or(|survey| survey.get(node.id()).links <= MAX_LINKS_OF_A_CARD))
        .filter_map(ElementRef::wrap)
        .filter(|element| !matches!(element.value().name(), "html" | "body"))
        .last()
        .unwrap_or(anchor)
}

fn stands_in_heading(anchor: ElementRef<'_>, page: &Page) -> bool {
    let is_heading = |element: ElementRef<'_>| {
        marks::is_heading(&element.value().name.local)
            || attribute(element, &local_name!("role")) == Some("heading")
    };
    anchor.ancestors().take(3).filter_map(ElementRef::wrap).any(is_heading)
        || is_heading(anchor)
        || select(page, anchor, Kind::Heading).next().is_some()
}
