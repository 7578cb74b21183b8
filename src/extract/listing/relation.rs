//! How alike two groups of links are: whether one carries on the stream of the other.

use std::rc::Rc;

use ego_tree::NodeId;
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::ElementRef;

use super::address::shape;
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
        let tags = most_common(cards.iter().map(|card| tag_path(card.anchor))).unwrap_or_default();
        let shape = most_common(cards.iter().map(|card| shape(&card.url))).unwrap_or_default();
        let host = shape.split('/').next().unwrap_or_default().to_owned();
        let path = cards.first().map(|card| path_from_root(card.anchor)).unwrap_or_default();
        Self {
            tags,
            shape,
            host,
            urls: cards.iter().map(|card| Rc::clone(&card.identity)).collect(),
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
fn tag_path(anchor: ElementRef<'_>) -> String {
    let mut path = String::new();
    for element in std::iter::once(anchor).chain(anchor.ancestors().filter_map(ElementRef::wrap)).take(5) {
        path.push('>');
        path.push_str(element.value().name());
    }
    path
}

fn path_from_root(anchor: ElementRef<'_>) -> Vec<NodeId> {
    let mut path: Vec<_> = anchor.ancestors().map(|node| node.id()).collect();
    path.reverse();
    path
}

fn most_common(values: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by(|left, right| left.1.cmp(&right.1).then_with(|| right.0.cmp(&left.0)))
        .map(|(value, _)| value)
}
