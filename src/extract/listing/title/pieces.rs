//! The texts of a card, put together by what says them.

use ego_tree::NodeRef;
use html5ever::local_name;
use scraper::{ElementRef, Node};

use crate::extract::date::{self, DateContext};
use crate::extract::listing::marks::{Marks, is_heading};
use crate::extract::text::{collapse, is_blank};

/// Most pieces of a card that are looked at.
const MAX_PIECES: usize = 80;

/// The texts of a card, each list of them under the element that says them.
pub(super) struct Gathered<'m, 'p> {
    pub marks: &'m Marks,
    pub raw: Vec<(ElementRef<'p>, Vec<&'p str>)>,
}

impl<'p> Gathered<'_, 'p> {
    /// Adds the texts below a node to those of the elements that they belong to; `place` is that of the owner's texts, once it
    /// has any.
    pub fn add(&mut self, node: NodeRef<'p, Node>, owner: ElementRef<'p>, place: &mut Option<usize>) {
        for child in node.children() {
            if self.raw.len() >= MAX_PIECES {
                return;
            }
            if let Some(text) = child.value().as_text() {
                if place.is_some() || !is_blank(text) {
                    let at = *place.get_or_insert_with(|| {
                        self.raw.push((owner, Vec::new()));
                        self.raw.len() - 1
                    });
                    self.say(at, text);
                }
            } else if let Some(element) = ElementRef::wrap(child) {
                let traits = self.marks.traits(child.id());
                if traits.silent || traits.hidden {
                    continue;
                }
                if element.value().name.local == local_name!("br") {
                    place.iter().for_each(|at| self.say(*at, " "));
                } else if traits.block || stands_apart(element) || begins_lines(element) {
                    self.add(child, element, &mut None);
                } else {
                    self.add(child, owner, place);
                }
            }
        }
    }

    fn say(&mut self, at: usize, text: &'p str) {
        if let Some((_, texts)) = self.raw.get_mut(at) {
            texts.push(text);
        }
    }
}

/// Whether an element that is no block says something of its own, and not a part of what its parent says.
fn stands_apart(element: ElementRef<'_>) -> bool {
    match element.value().name.local {
        local_name!("a")
        | local_name!("time")
        | local_name!("button")
        | local_name!("small")
        | local_name!("sup")
        | local_name!("label")
        | local_name!("cite") => true,
        local_name!("span") => !element.value().attrs.is_empty() || is_glued(element),
        local_name!("i") => !element.value().attrs.is_empty(),
        _ => false,
    }
}

/// The fewest characters of a text that is more than a part of a word.
const LEAST_APART: usize = 4;
/// How many nodes of a span are looked at.
const MOST_INSIDE: usize = 8;

/// Whether a span says something right beside another without a space: only the style of the page parts them. The words of a heading may
/// stand in spans each, and words of scripts without spaces stand together everywhere.
fn is_glued(span: ElementRef<'_>) -> bool {
    let text = |span: ElementRef<'_>| {
        let inside = span.descendants().take(MOST_INSIDE).filter_map(|node| node.value().as_text());
        inside.fold(String::new(), |said, text| said + text)
    };
    let stands_alone = |text: &str| {
        text.chars().nth(LEAST_APART - 1).is_some() && !text.chars().any(|letter| u32::from(letter) >= 0x2E80)
    };
    let beside = |node: Option<NodeRef<'_, Node>>| {
        let other = node.and_then(ElementRef::wrap);
        other.filter(|other| other.value().name.local == local_name!("span")).map(text)
    };
    let is_parted = |first: &str, second: &str| {
        stands_alone(first)
            && stands_alone(second)
            && !first.ends_with(char::is_whitespace)
            && !second.starts_with(char::is_whitespace)
    };
    let own = text(span);
    let in_heading = || {
        span.ancestors()
            .take(3)
            .filter_map(ElementRef::wrap)
            .any(|around| is_heading(&around.value().name.local))
    };
    (beside(span.prev_sibling()).is_some_and(|before| is_parted(&before, &own))
        || beside(span.next_sibling()).is_some_and(|behind| is_parted(&own, &behind)))
        && !in_heading()
}

/// Whether an element is the first of several lines, in bold type: `<b>Title</b><br>What else there is to say`.
fn begins_lines(element: ElementRef<'_>) -> bool {
    let is_blank = |node: &NodeRef<'_, Node>| node.value().as_text().is_some_and(|text| is_blank(text));
    let is_break = |node: NodeRef<'_, Node>| {
        node.value().as_element().is_some_and(|next| next.name.local == local_name!("br"))
    };
    matches!(element.value().name.local, local_name!("b") | local_name!("strong"))
        && element.prev_siblings().all(|node| is_blank(&node))
        && element.next_siblings().find(|node| !is_blank(node)).is_some_and(is_break)
}

/// The texts of a piece without the dates and separators at its ends.
pub(super) fn without_dates(texts: &[&str], context: &DateContext<'_>) -> String {
    if let [only] = texts {
        return collapse(only);
    }
    let beside = |text: &str| {
        let text = text.trim();
        !text.chars().any(char::is_alphanumeric) || date::parse(text, context).is_some()
    };
    if texts.iter().filter(|text| !is_blank(text)).nth(1).is_none() {
        return collapse(&texts.concat());
    }
    let is_beside: Vec<bool> = texts.iter().map(|text| beside(text)).collect();
    let dated =
        texts.iter().zip(&is_beside).any(|(text, beside)| *beside && text.chars().any(char::is_alphanumeric));
    let first = is_beside.iter().position(|beside| !beside).filter(|_| dated);
    let last = is_beside.iter().rposition(|beside| !beside).filter(|_| dated);
    match (first, last) {
        (Some(first), Some(last)) => collapse(&texts.get(first..=last).unwrap_or_default().concat()),
        _ => collapse(&texts.concat()),
    }
}
