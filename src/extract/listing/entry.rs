//! From the cards of the chosen groups to entries: one for each address, out of all that its cards show.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use scraper::ElementRef;
use url::Url;

use super::above;
use super::card::Card;
use super::dates::Dates;
use super::explain::{EntryReport, FieldReport, SeenValue};
use super::title::whole::whole;
use super::title::{Title, Titles};
use super::usual::{Parts, dated_elsewhere, place, shown_in};
use crate::extract::survey::Survey;
use crate::model::Entry;

/// Most other texts that are told of a title.
const MAX_OTHERS: usize = 3;

/// An entry, and how it was found.
struct Found {
    entry: Entry,
    /// Where its fields come from; empty where nobody asks.
    report: EntryReport,
}

/// All that the page shows of one entry.
struct Shown<'p> {
    url: Rc<Url>,
    /// The place on the page.
    first: ElementRef<'p>,
    parts: Vec<ElementRef<'p>>,
    title: Option<Title>,
    join: f64,
    fallback: Option<String>,
}

/// The entries of some groups of cards, the likeliest group first, in the order of the page, and how each was found, where
/// somebody asks.
pub(super) fn entries<'p>(
    groups: &[Vec<Card<'p>>],
    survey: &Survey,
    dates: &Dates<'_, 'p>,
    mut titles: Titles<'_, 'p>,
    explain: bool,
) -> (Vec<Entry>, Vec<EntryReport>) {
    // Groups often show the same entries: a list, and a part of it.
    let most = groups.iter().map(Vec::len).max().unwrap_or_default();
    let mut shown: Vec<Shown<'_>> = Vec::with_capacity(most);
    let mut index: FxHashMap<Rc<str>, usize> = FxHashMap::default();
    let most_others = if explain { MAX_OTHERS } else { 0 };
    for cards in groups {
        for (card, title) in cards.iter().zip(titles.of(cards, most_others)) {
            let at = *index.entry(Rc::clone(&card.address.identity)).or_insert_with(|| {
                shown.push(Shown {
                    url: Rc::clone(&card.address.url),
                    first: card.anchor,
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
    // It holds all texts of the cards, and entries are large.
    drop(titles);
    let (page, context) = (dates.page, dates.context);
    shown.sort_by_key(|entry| page.marks().number(entry.first.id()));
    let parts: Vec<&[ElementRef<'_>]> = shown.iter().map(|entry| entry.parts.as_slice()).collect();
    let above = above::above(page, survey, &parts, context);
    // An entry is large, and a vector that grows holds it twice.
    let (mut entries, mut reports) = (Vec::with_capacity(shown.len()), Vec::new());
    for shown in &shown {
        let above = shown.parts.first().and_then(|part| above.get(&part.id())).copied().unwrap_or_default();
        let parts = Parts { elements: &shown.parts, page, context, above, dates: Some(dates) };
        let found = shown.found(&parts, explain);
        entries.push(found.entry);
        reports.extend(Some(found.report).filter(|_| explain));
    }
    (entries, reports)
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

    fn found(&self, parts: &Parts<'_, 'p>, explain: bool) -> Found {
        let title = self.title.as_ref().map(|title| title.text.clone()).or_else(|| self.fallback.clone());
        let title = title.map(|title| whole(&title, parts.elements, parts.page).unwrap_or(title));
        let named = title.as_deref().unwrap_or_default();
        let (published, summary, image) =
            (parts.published(Some(&self.url)), parts.summary(named), parts.image());
        let (authors, tags) = (parts.authors(), parts.tags(named));
        let teaser = self.title.as_ref().and_then(|title| title.teaser.clone());
        let mut report = EntryReport::default();
        if explain {
            report = EntryReport { url: self.url.to_string(), confidence: self.join, ..report };
            let mut tell = |name: &'static str, field: FieldReport| report.fields.insert(name, field);
            tell("url", shown_in(self.first, Vec::new()));
            if title.is_some() {
                tell("title", self.title_report());
            }
            if let Some((dated, element)) = &published {
                let elsewhere = dated_elsewhere(dated);
                tell("published", element.map_or(elsewhere, |element| shown_in(element, parts.dates_seen())));
            }
            if let Some(shown) = &summary {
                tell("summary", shown_in(shown.element, parts.summaries_seen(named)));
            } else if teaser.is_some() {
                tell("summary", FieldReport { source: Some("markup"), ..FieldReport::default() });
            }
            if let Some(shown) = &image {
                tell("image", shown_in(shown.element, parts.images_seen()));
            }
            if let Some(shown) = authors.first() {
                tell("authors", shown_in(shown.element, parts.authors_seen()));
            }
            if let Some(shown) = tags.first() {
                tell("tags", shown_in(shown.element, Vec::new()));
            }
        }
        let entry = Entry {
            url: Some(Url::clone(&self.url)),
            summary: summary.map(|shown| shown.value).or(teaser),
            published: published.map(|(dated, _)| dated),
            image: image.map(|shown| shown.value),
            authors: authors.into_iter().map(|shown| shown.value).collect(),
            tags: tags.into_iter().map(|shown| shown.value).collect(),
            post_id: None,
            title,
        };
        Found { entry, report }
    }

    /// Where the title stands, and what else might have been it.
    fn title_report(&self) -> FieldReport {
        let seen = |text: &String| SeenValue { place: String::new(), value: text.clone() };
        let role = self.title.as_ref().map_or_else(
            || place(self.first),
            |title| {
                // From the inside out, each behind a `<`.
                let mut names: Vec<&str> = title.role.split('<').filter(|name| !name.is_empty()).collect();
                names.reverse();
                names.join(" > ")
            },
        );
        let others = self.title.as_ref().map(|title| title.others.iter().map(seen).collect());
        FieldReport {
            rule: None,
            source: Some("markup"),
            place: Some(role),
            seen: others.unwrap_or_default(),
        }
    }
}
