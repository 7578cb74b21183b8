//! Prose that stands beside the element that holds most of the article: the lead between the title and the body, which
//! many templates set in the frame of the heading or in a section of its own.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::candidates::Piece;
use super::removal::Judge;
use crate::extract::text::text_of;

/// A block of fewer characters is a date, a name or a button.
const SHORTEST: usize = 80;
/// Less text in all is a standfirst, which sums the article up and does not begin it.
const SHORTEST_LEAD: usize = 150;
/// The most characters that may stand between the title and the body: more is an article of its own.
const LONGEST: usize = 4_000;
/// Per cent of the characters of a block that are linked, at most.
const MOST_LINKED: usize = 30;
/// The most pieces that a lead is parted into.
const MOST_PIECES: usize = 24;

/// The pieces of the lead: blocks of sentences between the title, an `h1`, and the body, in the order of the page, without
/// the standfirst that the page `stated`. None when the title stands in the body or nowhere before it, or when what
/// stands between is too short or too long for a lead.
pub(super) fn lead<'a>(
    title: ElementRef<'a>,
    root: ElementRef<'a>,
    judge: &Judge<'_>,
    stated: Option<&str>,
) -> Vec<Piece<'a>> {
    let above_title = path(title).map(|element| element.id()).collect::<HashSet<_>>();
    if above_title.contains(&root.id()) {
        return Vec::new();
    }
    // Two children of the element that holds both: one leads to the body, one to the title.
    let is_above_title = |element: &ElementRef<'_>| above_title.contains(&element.id());
    let branch = path(root).find(|element| parent(*element).is_some_and(|parent| is_above_title(&parent)));
    let Some(branch) = branch else {
        return Vec::new();
    };
    let mut siblings = branch.prev_siblings().filter_map(ElementRef::wrap);
    let Some(with_title) = siblings.find(is_above_title) else {
        return Vec::new();
    };
    let mut levels = path(root)
        .take_while(|element| element.id() != branch.id())
        .map(|element| before(element, None))
        .collect::<Vec<_>>();
    levels.push(before(branch, Some(with_title.id())));
    levels.reverse();
    let after_title = path(title)
        .take_while(|element| element.id() != with_title.id())
        .map(|element| element.next_siblings().filter_map(ElementRef::wrap).collect::<Vec<_>>());
    let mut found = Vec::new();
    for element in after_title.chain(levels).flatten() {
        collect(element, judge, &mut found);
    }
    // A standfirst that the page states has a field of its own.
    let stated = stated.map(beginning).filter(|stated| !stated.is_empty());
    found.retain(|piece| stated.is_none() || stated != Some(beginning(&text_of(*piece))));
    let length = found.iter().map(|piece| judge.figures(*piece).text).sum::<usize>();
    if !(SHORTEST_LEAD..=LONGEST).contains(&length) || found.len() > MOST_PIECES {
        return Vec::new();
    }
    found.into_iter().map(Piece::of).collect()
}

/// An element and those around it, the innermost first.
fn path(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap))
}

fn parent(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    element.parent().and_then(ElementRef::wrap)
}

/// The siblings before an element, or those after a certain one, in the order of the page.
fn before(element: ElementRef<'_>, after: Option<NodeId>) -> Vec<ElementRef<'_>> {
    let siblings = element.prev_siblings().take_while(|sibling| Some(sibling.id()) != after);
    let mut found = siblings.filter_map(ElementRef::wrap).collect::<Vec<_>>();
    found.reverse();
    found
}

/// Gathers the innermost blocks of sentences.
fn collect<'a>(element: ElementRef<'a>, judge: &Judge<'_>, found: &mut Vec<ElementRef<'a>>) {
    let figures = judge.figures(element);
    if figures.text < SHORTEST || found.len() > MOST_PIECES || judge.block(element).is_some() {
        return;
    }
    if figures.blocks > usize::from(judge.traits(element).block) {
        element.child_elements().for_each(|child| collect(child, judge, found));
    } else if figures.marks > 0 && !figures.is_linked(MOST_LINKED) && !is_caption(element) {
        found.push(element);
    }
}

/// The first letters of a text, by which it is known again where it is cut short.
fn beginning(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(50)
        .collect()
}

fn is_caption(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "figcaption" | "caption" | "th" | "td")
}
