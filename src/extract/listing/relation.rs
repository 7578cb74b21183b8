//! How alike two groups of links are: whether one carries on the stream of the other.

use std::cmp::Reverse;

use ego_tree::NodeId;
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::ElementRef;

use super::card::Card;
use super::evidence::{Evidence, number};

/// The names of the likenesses, in the order that [`likeness`] gives them.
pub(super) const NAMES: [&str; 12] = [
    "same_place",
    "inside",
    "same_tags",
    "same_shape",
    "same_host",
    "zone_apart",
    "heading_apart",
    "dated_apart",
    "length_apart",
    "card_apart",
    "known",
    "near",
];

/// How many elements from a link on are compared by their tags.
const TAGS: usize = 5;

/// How many links of a group are looked at for what is costly.
const SAMPLE: usize = 12;

/// A group with what is compared of it.
pub(super) struct Profile<'c, 'p> {
    /// The tags of all its links: they are of one place.
    tags: [&'p str; TAGS],
    shape: &'c str,
    host: &'c str,
    urls: FxHashSet<&'c str>,
    path: Vec<NodeId>,
    anchors: Vec<ElementRef<'p>>,
    elements: FxHashSet<NodeId>,
    place: &'c str,
}

impl<'c, 'p> Profile<'c, 'p> {
    pub(super) fn of(cards: &'c [Card<'p>], place: &'c str) -> Self {
        let shape = most_common(cards.iter().map(|card| card.address.told.shape.as_str()));
        let first = cards.first().map(|card| card.anchor);
        Self {
            tags: first.map(tags).unwrap_or_default(),
            shape,
            host: shape.split('/').next().unwrap_or_default(),
            urls: cards.iter().map(|card| &*card.address.identity).collect(),
            path: first.map(path_from_root).unwrap_or_default(),
            anchors: cards.iter().take(SAMPLE).map(|card| card.anchor).collect(),
            elements: cards.iter().map(|card| card.element.id()).collect(),
            place,
        }
    }
}

impl Profile<'_, '_> {
    /// Which cards of a group that joins this one may add entries. Where a group mostly says again what is known, what it has
    /// besides in the same cards is another link of theirs, such as that of a publisher.
    pub(super) fn adds(&self, cards: &[Card<'_>]) -> Vec<bool> {
        let is_known = |card: &Card<'_>| self.urls.contains(&*card.address.identity);
        let repeats = cards.iter().filter(|card| is_known(card)).count() * 2 >= cards.len();
        let is_inside =
            |card: &Card<'_>| card.anchor.ancestors().any(|around| self.elements.contains(&around.id()));
        cards.iter().map(|card| !repeats || is_known(card) || !is_inside(card)).collect()
    }
}

/// How alike a group is to the best one, each between 0 and 1.
pub(super) fn likeness(
    own: (&Profile<'_, '_>, &Evidence),
    best: (&Profile<'_, '_>, &Evidence),
) -> [f64; NAMES.len()] {
    let ((profile, evidence), (best_profile, best_evidence)) = (own, best);
    let yes = |truth: bool| if truth { 1.0 } else { 0.0 };
    let apart = |name: &str| (evidence.get(name) - best_evidence.get(name)).abs();
    let known = profile.urls.iter().filter(|url| best_profile.urls.contains(*url)).count();
    let shared =
        profile.path.iter().zip(&best_profile.path).take_while(|(left, right)| left == right).count();
    let is_inside = |anchor: &&ElementRef<'_>| {
        anchor.ancestors().any(|around| best_profile.elements.contains(&around.id()))
    };
    let inside = profile.anchors.iter().filter(is_inside);
    [
        yes(profile.place == best_profile.place),
        number(inside.count()) / number(profile.anchors.len().max(1)),
        yes(profile.tags == best_profile.tags),
        yes(profile.shape == best_profile.shape),
        yes(profile.host == best_profile.host),
        (apart("main") + apart("landmark") + apart("boxed")).min(1.0),
        apart("heading"),
        apart("dated"),
        apart("title_length"),
        apart("card_text"),
        number(known) / number(profile.urls.len().max(1)),
        number(shared) / number(best_profile.path.len().max(1)),
    ]
}

/// The tags of a link and its nearest ancestors.
fn tags(anchor: ElementRef<'_>) -> [&str; TAGS] {
    let mut tags = [""; TAGS];
    let elements = std::iter::once(anchor).chain(anchor.ancestors().filter_map(ElementRef::wrap));
    for (tag, element) in tags.iter_mut().zip(elements) {
        *tag = element.value().name();
    }
    tags
}

fn path_from_root(anchor: ElementRef<'_>) -> Vec<NodeId> {
    let mut path: Vec<_> = anchor.ancestors().map(|node| node.id()).collect();
    path.reverse();
    path
}

/// The most common of some texts; of several that first of the alphabet.
fn most_common<'t>(texts: impl Iterator<Item = &'t str>) -> &'t str {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(text, count)| (*count, Reverse(*text)));
    most.map(|(text, _)| text).unwrap_or_default()
}
