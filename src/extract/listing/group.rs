//! Links that repeat: the links of a page grouped by where they stand.

use std::collections::HashMap;

use scraper::{ElementRef, Node};
use url::Url;

use crate::extract::page::Page;
use crate::extract::text::text_of;

/// A link that may lead to an article.
#[derive(Clone, Debug)]
pub(super) struct Link<'p> {
    pub anchor: ElementRef<'p>,
    pub url: Url,
    pub text: String,
}

/// Links that stand in the same kind of place, in the order of the page.
#[derive(Clone, Debug)]
pub(super) struct Group<'p> {
    pub links: Vec<Link<'p>>,
}

/// Most links of a page that are looked at; a page with more is cut here.
const MAX_LINKS: usize = 20_000;

/// How many ancestors of a link make its place.
const PLACE_DEPTH: usize = 5;

/// How many of the nearest elements are told apart by their classes.
const CLASS_DEPTH: usize = 3;

/// Groups the links of a page by the tags of their ancestors and the classes that repeat on the page.
pub(super) fn groups<'p>(page: &'p Page) -> Vec<Group<'p>> {
    let frequency = class_frequency(page);
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Group<'p>> = Vec::new();
    for link in links(page) {
        let place = place_of(link.anchor, &frequency);
        let at = *index.entry(place).or_insert_with(|| {
            groups.push(Group { links: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.links.push(link);
        }
    }
    groups
}

fn links<'p>(page: &'p Page) -> impl Iterator<Item = Link<'p>> {
    page.root()
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|element| element.value().name() == "a")
        .filter_map(|anchor| {
            let mut url = page.resolve(anchor.attr("href")?)?;
            url.set_fragment(None);
            Some(Link { anchor, url, text: text_of(anchor) })
        })
        .take(MAX_LINKS)
}

/// How often each class stands on the page. A class of one element tells nothing of a repeated structure.
fn class_frequency(page: &Page) -> HashMap<&str, usize> {
    let mut frequency = HashMap::new();
    for node in page.root().descendants() {
        if let Node::Element(element) = node.value() {
            for class in element.classes() {
                *frequency.entry(class).or_default() += 1;
            }
        }
    }
    frequency
}

fn place_of(anchor: ElementRef<'_>, frequency: &HashMap<&str, usize>) -> String {
    let mut place = String::new();
    let elements = std::iter::once(anchor)
        .chain(anchor.ancestors().filter_map(ElementRef::wrap))
        .take(PLACE_DEPTH)
        .enumerate();
    for (depth, element) in elements {
        place.push('>');
        place.push_str(element.value().name());
        if depth >= CLASS_DEPTH {
            continue;
        }
        let mut classes: Vec<&str> = element
            .value()
            .classes()
            .filter(|class| frequency.get(class).is_some_and(|count| *count >= 3) && is_stable(class))
            .collect();
        classes.sort_unstable();
        for class in classes {
            place.push('.');
            place.push_str(class);
        }
    }
    place
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
