//! Links that repeat: the links of a page grouped by where they stand.

use std::rc::Rc;

use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use scraper::{ElementRef, Node};
use url::Url;

use super::address::Address;
use super::marks::{Marks, text_of};
use crate::extract::page::Page;
use crate::extract::text::attribute;

/// A link that may lead to an article.
#[derive(Clone, Debug)]
pub(super) struct Link<'p> {
    pub anchor: ElementRef<'p>,
    pub address: Rc<Address>,
    pub text: Rc<str>,
}

/// Links that stand in the same kind of place, in the order of the page.
#[derive(Clone, Debug)]
pub(super) struct Group<'p> {
    pub links: Vec<Rc<Link<'p>>>,
    /// The tags and classes that the links stand in.
    pub place: String,
    /// The number of its first link on the page, from 0.
    pub first: usize,
}

/// Most links of a page that are looked at; a page with more is cut here.
const MAX_LINKS: usize = 20_000;

/// Fewest links of a list that is a group of its own.
const LEAST_PART: usize = 3;

/// In how many elements a link stands that leads to what entries have in common.
const LEAST_SHARING: usize = 3;

/// How far above a link the term stands that holds it.
const TERM_DEPTH: usize = 3;

/// How many ancestors of a link make its place.
const PLACE_DEPTH: usize = 5;

/// As many bytes as tell most places.
const USUAL_PLACE_BYTES: usize = 128;

/// How many of the nearest elements are told apart by their classes.
const CLASS_DEPTH: usize = 3;

/// Groups the links of a page by the tags of their ancestors and the classes that repeat on the page. Where such a group
/// stands in several lists, each long enough list is a group too.
pub(super) fn groups<'p>(page: &'p Page) -> Vec<Group<'p>> {
    let mut places = Places::of(page);
    let mut index: FxHashMap<String, usize> = FxHashMap::default();
    let mut groups: Vec<Group<'p>> = Vec::new();
    for (number, link) in links(page).enumerate() {
        let place = places.of_link(link.anchor);
        let at = match index.get(&place) {
            Some(at) => *at,
            None => {
                groups.push(Group { place: place.clone(), links: Vec::new(), first: number });
                index.insert(place, groups.len() - 1);
                groups.len() - 1
            }
        };
        if let Some(group) = groups.get_mut(at) {
            group.links.push(link);
        }
    }
    groups.iter_mut().for_each(keep_first_of_terms);
    groups.iter_mut().for_each(leave_out_shared);
    let parts: Vec<Group<'p>> = groups.iter().flat_map(parts).collect();
    groups.extend(parts);
    groups
}

/// Where the terms of a list hold several links each, such as a paper's abstract and its forms to print, the first of each
/// stands for the entry.
fn keep_first_of_terms(group: &mut Group<'_>) {
    let term = |link: &Link<'_>| {
        let around = link.anchor.ancestors().take(TERM_DEPTH).filter_map(ElementRef::wrap);
        around.into_iter().find(|element| element.value().name() == "dt").map(|term| term.id())
    };
    if group.links.first().is_none_or(|link| term(link).is_none()) {
        return;
    }
    let terms: Vec<NodeId> = group.links.iter().filter_map(|link| term(link)).collect();
    let distinct = terms.iter().collect::<FxHashSet<_>>().len();
    if terms.len() == group.links.len() && distinct >= LEAST_PART && terms.len() * 2 >= distinct * 3 {
        let mut seen = FxHashSet::default();
        group.links.retain(|link| term(link).is_some_and(|term| seen.insert(term)));
    }
}

/// What stands beside several other links of its group, each time in the same element with one, is no entry but what these have
/// in common: the topic of `Town: Ferry returns`, who wrote it.
fn leave_out_shared(group: &mut Group<'_>) {
    if group.links.len() < 2 * LEAST_SHARING {
        return;
    }
    // Of most groups no address is linked to so often, which is known at less cost than where it stands.
    let mut often: FxHashMap<*const Address, usize> = sized(group.links.len());
    for link in &group.links {
        *often.entry(Rc::as_ptr(&link.address)).or_default() += 1;
    }
    if often.values().all(|count| *count < LEAST_SHARING) {
        return;
    }
    let place = |link: &Link<'_>| link.anchor.parent().map(|parent| parent.id());
    let mut places: FxHashMap<*const Address, FxHashSet<Option<NodeId>>> = FxHashMap::default();
    for link in &group.links {
        places.entry(Rc::as_ptr(&link.address)).or_default().insert(place(link));
    }
    if places.values().all(|places| places.len() < LEAST_SHARING) {
        return;
    }
    let mut beside: FxHashMap<Option<NodeId>, Option<*const Address>> = FxHashMap::default();
    for link in &group.links {
        let own = Rc::as_ptr(&link.address);
        let known = beside.entry(place(link)).or_insert(Some(own));
        *known = known.filter(|known| *known == own);
    }
    let mut alone: FxHashSet<*const Address> = FxHashSet::default();
    alone.extend(beside.into_values().flatten());
    let is_shared = |link: &Link<'_>| {
        let address = Rc::as_ptr(&link.address);
        places.get(&address).is_some_and(|places| places.len() >= LEAST_SHARING) && !alone.contains(&address)
    };
    group.links.retain(|link| !is_shared(link));
}

/// The parts of a group that stand in different lists; none when it stands in one.
fn parts<'p>(group: &Group<'p>) -> Vec<Group<'p>> {
    let list = |link: &Link<'p>| {
        link.anchor.ancestors().filter_map(ElementRef::wrap).find(is_list).map(|list| list.id())
    };
    let stands_in: Vec<Option<NodeId>> = group.links.iter().map(|link| list(link)).collect();
    if stands_in.windows(2).all(|pair| matches!(pair, [one, other] if one == other)) {
        return Vec::new();
    }
    let mut lists: Vec<(Option<NodeId>, Group<'p>)> = Vec::new();
    let mut index: FxHashMap<Option<NodeId>, usize> = FxHashMap::default();
    for (link, list) in group.links.iter().zip(stands_in) {
        let at = *index.entry(list).or_insert_with(|| {
            lists.push((list, Group { place: group.place.clone(), links: Vec::new(), first: group.first }));
            lists.len() - 1
        });
        if let Some((_, part)) = lists.get_mut(at) {
            part.links.push(Rc::clone(link));
        }
    }
    lists.into_iter().map(|(_, part)| part).filter(|part| part.links.len() >= LEAST_PART).collect()
}

/// Whether an element holds the entries of a list, or parts the page.
fn is_list(element: &ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "ul" | "ol" | "dl" | "tbody" | "table" | "nav" | "aside" | "header" | "footer" | "section" | "main"
    )
}

fn links<'p>(page: &'p Page) -> impl Iterator<Item = Rc<Link<'p>>> {
    let mut known: FxHashMap<&Url, Option<Rc<Address>>> =
        sized(page.links().size_hint().1.unwrap_or_default().min(MAX_LINKS));
    page.links()
        .filter_map(move |(anchor, url)| {
            let address = known.entry(url).or_insert_with(|| {
                let mut url = url.clone();
                url.set_fragment(None);
                (!leads_to_a_picture(&url)).then(|| Rc::new(Address::of(url)))
            });
            let address = Rc::clone(address.as_ref()?);
            Some(Rc::new(Link { anchor, address, text: text_of(page, anchor).into() }))
        })
        .take(MAX_LINKS)
}

/// An empty map with room for so many keys: growing it costs more than filling it.
fn sized<K, V>(keys: usize) -> FxHashMap<K, V> {
    FxHashMap::with_capacity_and_hasher(keys, FxBuildHasher)
}

/// Tells the place of a link.
struct Places<'p> {
    marks: &'p Marks,
    /// The classes that each value of the attribute gives, by its number.
    classes: Vec<Classes<'p>>,
    /// How often each class stands among the children of an element, by their tags.
    among_siblings: FxHashMap<NodeId, Counts<'p>>,
}

/// How often each class stands, by the tags of those that have it.
type Counts<'p> = FxHashMap<(&'p str, &'p str), usize>;

/// What a value of the attribute gives, in the order of the alphabet.
#[derive(Clone, Default)]
struct Classes<'p> {
    /// How many elements have the value.
    count: usize,
    all: Vec<&'p str>,
    /// Those that repeat on the page and are likely to stay. A class of one element tells nothing of a repeated structure.
    repeated: Vec<&'p str>,
}

impl<'p> Places<'p> {
    fn of(page: &'p Page) -> Self {
        // Pages repeat the values of whole attributes; each is cut into its classes once.
        let marks = page.marks();
        let mut classes = vec![Classes::default(); marks.classes()];
        for element in page.elements() {
            let own = marks.class(element.id()).place().and_then(|place| classes.get_mut(place));
            let Some(own) = own else { continue };
            if own.count == 0 {
                own.all = distinct(attribute(element, &local_name!("class")).unwrap_or_default());
            }
            own.count += 1;
        }
        let mut frequency: FxHashMap<&str, usize> = sized(classes.len());
        for own in &classes {
            for class in &own.all {
                *frequency.entry(*class).or_default() += own.count;
            }
        }
        let repeats = |class: &str| frequency.get(class).is_some_and(|count| *count >= 3);
        for own in &mut classes {
            own.repeated =
                own.all.iter().copied().filter(|class| repeats(class) && is_stable(class)).collect();
        }
        Self { marks, classes, among_siblings: FxHashMap::default() }
    }

    fn of_link(&mut self, anchor: ElementRef<'p>) -> String {
        let mut place = String::with_capacity(USUAL_PLACE_BYTES);
        let elements = std::iter::once(anchor)
            .chain(anchor.ancestors().filter_map(ElementRef::wrap))
            .take(PLACE_DEPTH)
            .enumerate();
        for (depth, element) in elements {
            place.push('>');
            place.push_str(element.value().name());
            if depth < CLASS_DEPTH {
                self.add_classes(element, &mut place);
            }
        }
        place
    }

    /// Adds the classes that tell what an element is, each behind a full stop: those that repeat on the page, without those
    /// that tell it from its own siblings, such as the category of a post.
    fn add_classes(&mut self, element: ElementRef<'p>, place: &mut String) {
        let Self { marks, classes, among_siblings } = self;
        let own = classes_of(element, marks, classes);
        let Some(own) = own.filter(|own| !own.repeated.is_empty()) else { return };
        let shared = element.parent().map(|parent| {
            among_siblings.entry(parent.id()).or_insert_with(|| counts(parent, marks, classes))
        });
        let tag = element.value().name();
        let count = |class: &'p str| {
            shared.as_ref().and_then(|counts| counts.get(&(tag, class))).copied().unwrap_or_default()
        };
        let most = own.all.iter().map(|class| count(class)).max().unwrap_or_default();
        for class in own.repeated.iter().filter(|class| most < 3 || count(class) * 5 >= most * 4) {
            place.push('.');
            place.push_str(class);
        }
    }
}

/// The classes of an element, among those of each value of the attribute.
fn classes_of<'c, 'p>(
    element: ElementRef<'p>,
    marks: &Marks,
    classes: &'c [Classes<'p>],
) -> Option<&'c Classes<'p>> {
    classes.get(marks.class(element.id()).place()?)
}

/// How often each class stands among the children of an element.
fn counts<'p>(parent: NodeRef<'p, Node>, marks: &Marks, classes: &[Classes<'p>]) -> Counts<'p> {
    let mut counts = Counts::default();
    for child in parent.children().filter_map(ElementRef::wrap) {
        let own = classes_of(child, marks, classes);
        for class in own.iter().flat_map(|own| &own.all) {
            *counts.entry((child.value().name(), *class)).or_default() += 1;
        }
    }
    counts
}

/// The classes that the value of an attribute gives, each once, in the order of the alphabet.
pub(super) fn distinct(value: &str) -> Vec<&str> {
    let mut classes: Vec<&str> = value.split_ascii_whitespace().collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

/// Whether an address is that of a picture, which a link shows larger.
fn leads_to_a_picture(url: &Url) -> bool {
    const EXTENSIONS: [&str; 9] = ["jpg", "jpeg", "png", "gif", "webp", "svg", "avif", "bmp", "ico"];
    let extension = url.path().rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// Whether a class is likely to be the same tomorrow and on the neighbouring card: no digits that number the post, no hash,
/// no mark of the first, last, odd or even one.
pub(super) fn is_stable(class: &str) -> bool {
    const POSITIONS: [&str; 8] = ["first", "last", "odd", "even", "active", "current", "alt", "alternate"];
    let digits = class.bytes().filter(u8::is_ascii_digit).count();
    let letters = class.bytes().filter(u8::is_ascii_alphabetic).count();
    let mixed_case = class.bytes().any(|byte| byte.is_ascii_uppercase())
        && class.bytes().any(|byte| byte.is_ascii_lowercase());
    digits <= 2
        && letters >= 2
        && !(digits > 0 && mixed_case)
        && !POSITIONS.contains(&class)
        && class.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
