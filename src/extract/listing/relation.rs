//! How alike two groups of links are: whether one carries on the stream of the other.

use std::rc::Rc;

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
pub(super) struct Profile {
    tags: String,
    shape: String,
    host: String,
    urls: FxHashSet<Rc<str>>,
    path: Vec<NodeId>,
    anchors: Vec<Vec<NodeId>>,
    elements: FxHashSet<NodeId>,
    place: String,
}

impl Profile {
    pub(super) fn of(cards: &[Card<'_>], place: &str) -> Self {
        let tags = most_common(cards.iter().map(|card| tags(card.anchor)), written).unwrap_or_default();
        let shapes = cards.iter().map(|card| card.address.told.shape.as_str());
        let shape = most_common(shapes, |shape| (*shape).to_owned()).unwrap_or_default();
        let host = shape.split('/').next().unwrap_or_default().to_owned();
        let path = cards.first().map(|card| path_from_root(card.anchor)).unwrap_or_default();
        Self {
            tags,
            shape,
            host,
            urls: cards.iter().map(|card| Rc::clone(&card.address.identity)).collect(),
            path,
            anchors: cards.iter().take(SAMPLE).map(|card| path_from_root(card.anchor)).collect(),
            elements: cards.iter().map(|card| card.element.id()).collect(),
            place: place.to_owned(),
        }
    }
}

/// How alike a group is to the best one, each between 0 and 1.
pub(super) fn likeness(own: (&Profile, &Evidence), best: (&Profile, &Evidence)) -> [f64; NAMES.len()] {
    let ((profile, evidence), (best_profile, best_evidence)) = (own, best);
    let yes = |truth: bool| if truth { 1.0 } else { 0.0 };
    let apart = |name: &str| (evidence.get(name) - best_evidence.get(name)).abs();
    let known = profile.urls.iter().filter(|url| best_profile.urls.contains(*url)).count();
    let shared =
        profile.path.iter().zip(&best_profile.path).take_while(|(left, right)| left == right).count();
    let inside =
        profile.anchors.iter().filter(|path| path.iter().any(|node| best_profile.elements.contains(node)));
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

fn written(tags: &[&str; TAGS]) -> String {
    tags.iter().filter(|tag| !tag.is_empty()).flat_map(|tag| [">", tag]).collect()
}

fn path_from_root(anchor: ElementRef<'_>) -> Vec<NodeId> {
    let mut path: Vec<_> = anchor.ancestors().map(|node| node.id()).collect();
    path.reverse();
    path
}

/// The most common of some values, as it is written; of several that first of the alphabet.
fn most_common<T: std::hash::Hash + Eq>(
    values: impl Iterator<Item = T>,
    written: impl Fn(&T) -> String,
) -> Option<String> {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.iter().filter(|(_, count)| **count == most).map(|(value, _)| written(value)).min()
}
