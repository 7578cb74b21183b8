//! From the cards of the chosen groups to entries: one for each address, out of all that its cards show.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::ElementRef;
use url::Url;

use super::card::Card;
use super::explain::EntryReport;
use super::title::Title;
use super::{fields, title, year};
use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::extract::survey::Survey;
use crate::model::{DateSource, Dated, Entry, normalise_link};

/// An entry, and how it was found.
pub(super) struct Found {
    pub entry: Entry,
    join: f64,
    title_role: Option<String>,
    other_titles: Vec<String>,
}

/// All that the page shows of one entry.
struct Shown<'p> {
    url: Url,
    /// The place on the page.
    first: NodeId,
    parts: Vec<ElementRef<'p>>,
    title: Option<Title>,
    join: f64,
    fallback: Option<String>,
}

/// The entries of some groups of cards, the likeliest group first, in the order of the page.
pub(super) fn entries(
    groups: &[Vec<Card<'_>>],
    page: &Page,
    survey: &Survey,
    context: &DateContext<'_>,
) -> Vec<Found> {
    let mut shown: Vec<Shown<'_>> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for cards in groups {
        for (card, title) in cards.iter().zip(title::titles(cards, page, context)) {
            let at = *index.entry(normalise_link(&card.url)).or_insert_with(|| {
                shown.push(Shown {
                    url: card.url.clone(),
                    first: card.anchor.id(),
                    parts: Vec::new(),
                    title: None,
                    join: card.join,
                    fallback: None,
                });
                shown.len() - 1
            });
            if let Some(entry) = shown.get_mut(at) {
                entry.add(card, title);
            }
        }
    }
    let places: Vec<NodeId> =
        shown.iter().filter_map(|entry| entry.parts.first()).map(|part| part.id()).collect();
    let years = year::above(page, survey, &places);
    let by_place: HashMap<NodeId, &Shown<'_>> = shown.iter().map(|entry| (entry.first, entry)).collect();
    page.root()
        .descendants()
        .filter_map(|node| by_place.get(&node.id()))
        .map(|shown| {
            let year = shown.parts.first().and_then(|part| years.get(&part.id())).copied();
            shown.found(page, &year::context(context, year), year)
        })
        .collect()
}

impl<'p> Shown<'p> {
    fn add(&mut self, card: &Card<'p>, title: Option<Title>) {
        for part in card.parts() {
            let known = self.parts.iter().any(|known| {
                known.id() == part.id() || part.ancestors().any(|ancestor| ancestor.id() == known.id())
            });
            if !known {
                self.parts.push(part);
            }
        }
        let best = self.title.as_ref().map_or(f64::NEG_INFINITY, |title| title.score);
        if let Some(title) = title.filter(|title| title.score > best) {
            self.title = Some(title);
        }
        if self.fallback.is_none() && !card.title.is_empty() {
            self.fallback = Some(card.title.clone());
        }
    }

    fn found(&self, page: &Page, context: &DateContext<'_>, year: Option<i16>) -> Found {
        let title = self.title.as_ref().map(|title| title.text.clone()).or_else(|| self.fallback.clone());
        let parts = || self.parts.iter().copied();
        let named = title.clone().unwrap_or_default();
        let published = parts()
            .find_map(|part| fields::date(part, context))
            .or_else(|| parts().find_map(|part| day_below(part, year?, context)))
            .or_else(|| date::from_url(&self.url, context).map(|parsed| parsed.dated(DateSource::Url)));
        let entry = Entry {
            url: Some(self.url.clone()),
            summary: parts()
                .find_map(|part| fields::summary(part, &named))
                .or_else(|| self.title.as_ref().and_then(|title| title.teaser.clone())),
            published,
            image: parts().find_map(|part| fields::image(part, page)),
            authors: parts().map(fields::authors).find(|names| !names.is_empty()).unwrap_or_default(),
            tags: Vec::new(),
            post_id: None,
            title,
        };
        let known = self.title.as_ref();
        Found {
            entry,
            join: self.join,
            title_role: known.map(|title| title.role.clone()),
            other_titles: known.map(|title| title.others.clone()).unwrap_or_default(),
        }
    }
}

impl Found {
    /// Says how it was found, on a page that is a listing with this probability.
    pub(super) fn report(&self, confidence: f64) -> EntryReport {
        EntryReport {
            url: self.entry.url.as_ref().map(ToString::to_string).unwrap_or_default(),
            confidence: (confidence * self.join * 1000.0).round() / 1000.0,
            title_role: self.title_role.clone(),
            other_titles: self.other_titles.clone(),
            date_source: self.entry.published.map(|published| published.source),
        }
    }
}

/// A day without a year in a short text of its own, in the year that stands above.
fn day_below(part: ElementRef<'_>, year: i16, context: &DateContext<'_>) -> Option<Dated> {
    part.text()
        .filter(|text| text.trim().len() <= 6)
        .find_map(|text| year::day(text, year, context))
        .map(|parsed| parsed.dated(DateSource::Text))
}
