//! The selector of the entries: few and short alternatives that together find every card, and nothing else that leads
//! anywhere.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use scraper::ElementRef;

use super::mark::{Mark, Names, is_lasting};
use super::scope::{Scope, scope};
use crate::extract::listing::card::Card;
use crate::extract::listing::fields;
use crate::extract::page::Page;
use crate::model::normalise_link;

/// Most parts of the selector: as many layouts as it joins.
const MAX_PARTS: usize = 5;

/// Most marks that are tried for one part.
const MAX_TRIED: usize = 14;

/// Most elements between a card and its link that are looked at.
const MAX_CHAIN: usize = 8;

/// What it costs to ask for the beginning of the address.
const COST_OF_ADDRESS: f64 = 6.0;

/// Most elements below one that are searched for a link.
const MAX_SEARCHED: usize = 300;

/// A mark that stands on so many elements for every card, and on so many more, tells nothing.
const MOST_PER_CARD: usize = 20;
const MOST_BESIDE: usize = 1000;

/// What it costs when hardly any of the elements that a part finds are cards.
const COST_OF_OTHERS: f64 = 2.0;

/// What it costs when a part finds none of the cards that are left.
const COST_OF_MISSING: f64 = 12.0;

/// A card: the elements from the outermost to its link, each of which may be the entry.
struct Seat<'p> {
    url: String,
    chain: Vec<ElementRef<'p>>,
    /// How many of the siblings behind the outermost element belong to the card.
    behind: usize,
}

/// What finds the cards.
pub(super) struct Selection {
    /// The selector.
    pub text: String,
    /// The selectors of boxes in which it finds what is no card.
    pub remove: Vec<String>,
}

/// The cards of a page, and what else is on it.
pub(super) struct Seats<'p> {
    page: &'p Page,
    seats: Vec<Seat<'p>>,
    /// The addresses of the cards, in normal form.
    urls: HashSet<String>,
    /// The seat that an element belongs to.
    owners: HashMap<NodeId, usize>,
    /// The marks of the elements that belong to seats.
    marks: HashMap<NodeId, Vec<Mark<'p>>>,
    names: Names<'p>,
    by_tag: HashMap<&'p str, Vec<ElementRef<'p>>>,
    by_class: HashMap<&'p str, Vec<ElementRef<'p>>>,
    /// The elements that are links or hold any.
    linking: HashSet<NodeId>,
}

/// A part of the selector, and the cards that it finds.
struct Part {
    text: String,
    remove: Vec<String>,
    cost: f64,
    found: HashSet<usize>,
}

impl<'p> Seats<'p> {
    /// Looks over a page once.
    pub fn new(page: &'p Page, groups: &[Vec<Card<'p>>]) -> Self {
        let mut seats = Self {
            page,
            seats: groups.iter().flatten().map(Seat::of).collect(),
            urls: groups.iter().flatten().map(|card| card.address.identity.to_string()).collect(),
            owners: HashMap::new(),
            marks: HashMap::new(),
            names: Names::default(),
            by_tag: HashMap::new(),
            by_class: HashMap::new(),
            linking: HashSet::new(),
        };
        for element in page.root().descendants().filter_map(ElementRef::wrap) {
            seats.by_tag.entry(element.value().name()).or_default().push(element);
            for class in element.value().classes() {
                seats.by_class.entry(class).or_default().push(element);
            }
            if element.value().name() == "a" && element.attr("href").is_some_and(leads_anywhere) {
                let new =
                    element.ancestors().map(|node| node.id()).take_while(|id| !seats.linking.contains(id));
                let new: Vec<NodeId> = new.collect();
                seats.linking.extend(new);
                seats.linking.insert(element.id());
            }
        }
        seats.names = Names::of(seats.by_class.keys().copied());
        for (at, seat) in seats.seats.iter().enumerate() {
            for element in &seat.chain {
                seats.owners.entry(element.id()).or_insert(at);
                seats.marks.entry(element.id()).or_insert_with(|| {
                    let marks = seats.names.marks(*element).into_iter();
                    marks.filter(|mark| !matches!(mark, Mark::Id(_))).collect()
                });
            }
        }
        seats
    }

    /// The names that last.
    pub const fn names(&self) -> &Names<'p> {
        &self.names
    }

    /// The address of the card that an element is part of, in its normal form.
    pub fn address(&self, element: NodeId) -> Option<&str> {
        self.owners.get(&element).and_then(|at| self.seats.get(*at)).map(|seat| seat.url.as_str())
    }

    /// The selector that finds the cards; none when no short one does.
    ///
    /// `cost_of_level` is what it costs to go one level into the card, away from what it shows beside its link.
    pub fn selector(&self, cost_of_level: f64) -> Option<Selection> {
        let (mut parts, mut remove): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let mut missing: HashSet<&str> = self.seats.iter().map(|seat| seat.url.as_str()).collect();
        while !missing.is_empty() && parts.len() < MAX_PARTS {
            let left: Vec<usize> = self
                .seats
                .iter()
                .enumerate()
                .filter(|(_, seat)| missing.contains(seat.url.as_str()))
                .map(|(at, _)| at)
                .collect();
            let Some(part) = self.part(&left, cost_of_level) else {
                break;
            };
            for seat in part.found.iter().filter_map(|at| self.seats.get(*at)) {
                missing.remove(seat.url.as_str());
            }
            parts.push(part.text);
            remove.extend(part.remove);
        }
        remove.sort();
        remove.dedup();
        (missing.is_empty() && !parts.is_empty()).then(|| Selection { text: parts.join(", "), remove })
    }

    /// How many of the siblings behind these elements belong to the entries: where most are the outermost elements of cards,
    /// as many as most cards have.
    pub fn following(&self, elements: impl Iterator<Item = ElementRef<'p>>) -> usize {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for element in elements {
            let seat = self.owners.get(&element.id()).and_then(|at| self.seats.get(*at));
            let is_outermost =
                |seat: &&Seat<'p>| seat.chain.first().is_some_and(|first| first.id() == element.id());
            *counts.entry(seat.filter(is_outermost).map_or(0, |seat| seat.behind)).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(behind, count)| (*count, *behind)).map_or(0, |(behind, _)| behind)
    }

    /// The best part for some seats.
    fn part(&self, left: &[usize], cost_of_level: f64) -> Option<Part> {
        let mut tally: HashMap<Mark<'p>, (usize, usize)> = HashMap::new();
        for seat in left.iter().filter_map(|at| self.seats.get(*at)) {
            let mut seen = HashSet::new();
            for (level, element) in seat.chain.iter().enumerate() {
                for mark in self.marks.get(&element.id()).into_iter().flatten().copied() {
                    if seen.insert(mark) {
                        let (count, levels) = tally.entry(mark).or_default();
                        *count += 1;
                        *levels += level;
                    }
                }
            }
        }
        let count_of_left = number(left.len());
        let mut marks: Vec<(f64, Mark<'p>)> = tally
            .into_iter()
            .map(|(mark, (count, levels))| {
                let missing = 1.0 - number(count) / count_of_left;
                let level = number(levels) / number(count);
                (mark.cost() + cost_of_level * level + COST_OF_MISSING * missing, mark)
            })
            .collect();
        marks.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
        let mut best: Option<Part> = None;
        for (cost, mark) in marks.into_iter().take(MAX_TRIED) {
            // What stands around a mark only adds to its cost.
            if best.as_ref().is_some_and(|best| best.cost <= cost) {
                break;
            }
            let part = self.try_mark(mark, cost, left);
            best = match (best, part) {
                (Some(best), Some(part)) if part.cost >= best.cost => Some(best),
                (best, part) => part.or(best),
            };
        }
        best
    }

    fn try_mark(&self, mark: Mark<'p>, cost: f64, left: &[usize]) -> Option<Part> {
        let (mut wanted, mut unwanted, mut found) = (Vec::new(), Vec::new(), HashSet::new());
        let elements = self.elements(mark);
        if elements.len() > MOST_PER_CARD * left.len() + MOST_BESIDE {
            return None;
        }
        let count = elements.len();
        for element in elements {
            if let Some(at) = self.owners.get(&element.id()) {
                wanted.push(element);
                found.insert(*at);
            } else if self.is_unwanted(element) {
                unwanted.push(element);
            }
        }
        // Cards that another part finds already may be found again, and need not be.
        let of_left: HashSet<usize> = left.iter().copied().collect();
        let own: Vec<ElementRef<'p>> = wanted
            .into_iter()
            .filter(|element| self.owners.get(&element.id()).is_some_and(|at| of_left.contains(at)))
            .collect();
        found.retain(|at| of_left.contains(at));
        if found.is_empty() {
            return None;
        }
        // What is no card, and is not read since it leads nowhere, tells that another mark means the cards.
        let beside = count.saturating_sub(found.len() + unwanted.len());
        let cost = cost + COST_OF_OTHERS * number(beside) / number(count);
        match scope(&own, &unwanted, mark.wants_scope(), &self.names) {
            Some(Scope { before, remove, cost: added }) => {
                Some(Part { text: format!("{before}{mark}"), remove, cost: cost + added, found })
            }
            None => {
                let text = self.by_address(mark, &own, &unwanted, &found)?;
                Some(Part { text, remove: Vec::new(), cost: cost + COST_OF_ADDRESS, found })
            }
        }
    }

    /// A selector that tells the wanted elements by the beginning of the path that they alone lead to.
    fn by_address(
        &self,
        mark: Mark<'p>,
        wanted: &[ElementRef<'p>],
        unwanted: &[ElementRef<'p>],
        found: &HashSet<usize>,
    ) -> Option<String> {
        let mut urls = found.iter().filter_map(|at| self.seats.get(*at)).map(|seat| seat.url.as_str());
        let first =
            folder(urls.next()?).filter(|folder| urls.all(|url| self::folder(url) == Some(*folder)))?;
        let part = format!("/{first}/");
        let leads_there = |element: &ElementRef<'p>| {
            let inside = element.descendants().take(MAX_SEARCHED).filter_map(ElementRef::wrap);
            inside
                .filter(|inner| inner.value().name() == "a")
                .any(|link| link.attr("href").is_some_and(|href| href.contains(&part)))
        };
        let tells = wanted.iter().all(leads_there) && !unwanted.iter().any(leads_there);
        let is_link = wanted.iter().all(|element| element.value().name() == "a");
        tells.then(|| match is_link {
            true => format!("{mark}[href*=\"{part}\"]"),
            false => format!("{mark}:has(a[href*=\"{part}\"])"),
        })
    }

    /// Whether an element that is no card would be read as an entry: it leads somewhere, and not where a card leads.
    fn is_unwanted(&self, element: ElementRef<'p>) -> bool {
        if !self.linking.contains(&element.id()) {
            return false;
        }
        // What holds so much is no second card of an entry.
        if element.descendants().nth(MAX_SEARCHED).is_some() {
            return true;
        }
        fields::link(element, self.page)
            .is_none_or(|(_, url)| !self.urls.contains(normalise_link(&url).as_str()))
    }

    /// The elements that have a mark.
    fn elements(&self, mark: Mark<'p>) -> Vec<ElementRef<'p>> {
        let all = match mark {
            Mark::Class(_, class) | Mark::AnyClass(class) => self.by_class.get(class),
            Mark::Tag(tag) | Mark::Attribute(tag, _, _) => self.by_tag.get(tag),
            Mark::Id(_) => None,
        };
        all.into_iter().flatten().copied().filter(|element| mark.is_on(*element)).collect()
    }
}

impl<'p> Seat<'p> {
    fn of(card: &Card<'p>) -> Self {
        let mut chain: Vec<ElementRef<'p>> = Vec::new();
        if card.anchor.id() != card.element.id() {
            let path = card.anchor.ancestors().take_while(|node| node.id() != card.element.id());
            chain.push(card.anchor);
            chain.extend(path.filter_map(ElementRef::wrap));
            // The link stands elsewhere: the way up has left the page.
            if chain.last().is_some_and(|last| last.value().name() == "html") {
                chain.clear();
            }
        }
        chain.push(card.element);
        chain.reverse();
        let next = card.element.next_siblings().find_map(ElementRef::wrap).map(|next| next.id());
        // What precedes the card stands at its head, and the card is then what follows.
        let behind = match (card.beside.first(), card.beside.last()) {
            (Some(nearest), Some(farthest)) => {
                if Some(nearest.id()) != next {
                    chain.insert(0, *farthest);
                }
                card.beside.len()
            }
            _ => 0,
        };
        chain.truncate(MAX_CHAIN);
        Self { url: card.address.identity.to_string(), chain, behind }
    }
}

/// The first folder of an address in its normal form, where a person named it.
fn folder(url: &str) -> Option<&str> {
    let mut segments = url.split('/').skip(3);
    let first = segments.next()?;
    (segments.next().is_some() && is_lasting(first)).then_some(first)
}

/// Whether an address may lead to another page.
fn leads_anywhere(href: &str) -> bool {
    let href = href.trim();
    let other_scheme = ["javascript:", "mailto:", "tel:", "data:"]
        .iter()
        .any(|scheme| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    !href.is_empty() && !href.starts_with('#') && !other_scheme
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
