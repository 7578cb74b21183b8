//! The card around a link: the largest element that holds this entry and no other.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::ElementRef;
use url::Url;

use super::fields;
use super::group::Group;
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::extract::survey::Survey;
use crate::model::{Dated, Entry};

/// A link with the element that shows its entry.
#[derive(Clone, Debug)]
pub(super) struct Card<'p> {
    pub anchor: ElementRef<'p>,
    pub element: ElementRef<'p>,
    pub url: Url,
    pub title: String,
    pub in_heading: bool,
}

/// Most links of a card that nothing else bounds.
const MAX_LINKS_OF_A_CARD: usize = 5;

/// The cards of a group, each address once. Of several links to an address the one with the longest text names it.
pub(super) fn cards<'p>(group: &Group<'p>, survey: &Survey) -> Vec<Card<'p>> {
    let counts = addresses_below(group);
    let alone = counts.values().all(Option::is_some).then_some(survey);
    let mut cards: Vec<Card<'p>> = Vec::new();
    let mut index: HashMap<&Url, usize> = HashMap::new();
    for link in &group.links {
        if let Some(known) = index.get(&link.url).and_then(|at| cards.get_mut(*at)) {
            if link.text.chars().count() > known.title.chars().count() {
                known.title.clone_from(&link.text);
                known.anchor = link.anchor;
            }
            continue;
        }
        index.insert(&link.url, cards.len());
        let element = widest(link.anchor, &counts, alone);
        cards.push(Card {
            anchor: link.anchor,
            element,
            url: link.url.clone(),
            title: fields::title(element, link.anchor).unwrap_or_default(),
            in_heading: stands_in_heading(link.anchor),
        });
    }
    name_by_headings(&mut cards);
    cards
}

/// Links that all say the same, such as "Read more" in any language, name nothing; their cards do.
fn name_by_headings(cards: &mut [Card<'_>]) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for card in cards.iter() {
        *counts.entry(card.title.as_str()).or_default() += 1;
    }
    let repeated: Vec<String> = counts
        .into_iter()
        .filter(|(title, count)| *count >= 2 && *count * 2 >= cards.len() && !title.is_empty())
        .map(|(title, _)| title.to_owned())
        .collect();
    for card in cards.iter_mut().filter(|card| repeated.contains(&card.title)) {
        if let Some(title) = fields::heading(card.element) {
            card.title = title;
        }
    }
}

impl Card<'_> {
    /// The date that the card shows.
    pub fn date(&self, context: &DateContext<'_>) -> Option<Dated> {
        fields::date(self.element, context)
    }

    /// The entry that the card shows.
    pub fn entry(&self, page: &Page, context: &DateContext<'_>) -> Entry {
        Entry {
            url: Some(self.url.clone()),
            title: Some(self.title.clone()).filter(|title| !title.is_empty()),
            summary: fields::summary(self.element, &self.title),
            published: self.date(context),
            image: fields::image(self.element, page),
            authors: fields::authors(self.element),
            tags: Vec::new(),
            post_id: None,
        }
    }
}

/// For every ancestor of the group's links, whether it holds links to one address or to more.
fn addresses_below<'g>(group: &'g Group<'_>) -> HashMap<NodeId, Option<&'g Url>> {
    let mut below: HashMap<NodeId, Option<&'g Url>> = HashMap::new();
    for link in &group.links {
        for node in link.anchor.ancestors() {
            match below.get(&node.id()) {
                // This ancestor is shared already, and so is everything above it.
                Some(None) => break,
                Some(Some(url)) if **url != link.url => {
                    below.insert(node.id(), None);
                }
                Some(Some(_)) => {}
                None => {
                    below.insert(node.id(), Some(&link.url));
                }
            }
        }
    }
    below
}

/// The farthest ancestor that still belongs to this link alone. Where the group has no second link to bound it, an element
/// with more links than a card has is no card.
fn widest<'p>(
    anchor: ElementRef<'p>,
    below: &HashMap<NodeId, Option<&Url>>,
    alone: Option<&Survey>,
) -> ElementRef<'p> {
    anchor
        .ancestors()
        .take_while(|node| matches!(below.get(&node.id()), Some(Some(_))))
        .take_while(|node| alone.is_none_or(|survey| survey.get(node.id()).links <= MAX_LINKS_OF_A_CARD))
        .filter_map(ElementRef::wrap)
        .filter(|element| !matches!(element.value().name(), "html" | "body"))
        .last()
        .unwrap_or(anchor)
}

fn stands_in_heading(anchor: ElementRef<'_>) -> bool {
    let is_heading = |element: &ElementRef<'_>| {
        matches!(element.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            || element.attr("role") == Some("heading")
    };
    anchor.ancestors().take(3).filter_map(ElementRef::wrap).any(|element| is_heading(&element))
        || anchor.descendants().filter_map(ElementRef::wrap).any(|element| is_heading(&element))
}
