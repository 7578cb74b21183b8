//! Entries by the rules of a definition.

use rustc_hash::FxHashSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use url::Url;

use super::above::{self, Above};
use super::address::Address;
use super::card::Card;
use super::explain::Explanation;
use super::read::{Candidate, Detail};
use super::title::Titles;
use super::usual::Parts;
use super::zone::Zone;
use super::{fields, provenance};
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::extract::rule::{Found, Reader, Scope, read_date, read_image, select_all, within};
use crate::extract::survey::Survey;
use crate::extract::text::text_of;
use crate::model::{Entry, Skip, SkipReason};
use crate::site::{CssSelector, ListingRules};

/// An element that is an entry, and what belongs to it.
pub(super) struct Place<'p> {
    pub element: ElementRef<'p>,
    /// The entry's element, and the siblings behind it that belong to it.
    pub parts: Vec<ElementRef<'p>>,
    /// What stands above it.
    pub above: Above,
}

/// What a listing is read with.
pub(super) struct Reading<'a, 'p> {
    pub reader: &'a Reader<'p>,
    pub rules: &'a ListingRules,
    pub context: &'a DateContext<'a>,
}

/// Reads every entry that the rules select. A field without a rule, or whose rules find nothing, is looked for where
/// cards usually carry it.
pub(super) fn read(
    page: &Page,
    rules: &ListingRules,
    context: &DateContext<'_>,
    detail: Detail,
) -> Candidate {
    let reader = Reader::new(page);
    let reading = Reading { reader: &reader, rules, context };
    let (mut entries, mut skipped) = (Vec::new(), Vec::new());
    let mut explanation = Explanation::default();
    for place in places(page, rules, None, context) {
        match reading.entry(&place) {
            Ok(entry) => {
                if detail == Detail::Explanation {
                    explanation.entries.push(provenance::of(&reading, &place, &entry));
                }
                entries.push(entry);
            }
            Err(skip) => skipped.push(skip),
        }
    }
    Candidate { entries, skipped, confidence: 1.0, rules: Some(rules.clone()), explanation }
}

/// The boxes in which nothing is an entry.
pub(super) fn removed(rules: &ListingRules, root: ElementRef<'_>) -> FxHashSet<NodeId> {
    select_all(&rules.remove, root).iter().map(|element| element.id()).collect()
}

/// Whether an element stands in one of these boxes.
pub(super) fn stands_within(element: ElementRef<'_>, boxes: &FxHashSet<NodeId>) -> bool {
    !boxes.is_empty() && element.ancestors().any(|node| boxes.contains(&node.id()))
}

/// The elements of the first alternative that finds any outside the removed boxes, each with what belongs to it. The survey
/// of the page is made where there is none.
pub(super) fn places<'p>(
    page: &'p Page,
    rules: &ListingRules,
    survey: Option<&Survey>,
    context: &DateContext<'_>,
) -> Vec<Place<'p>> {
    let removed = removed(rules, page.root());
    let outside = |selector: &CssSelector| -> Vec<ElementRef<'p>> {
        let elements = within(page.root(), selector).into_iter();
        elements.filter(|element| !stands_within(*element, &removed)).collect()
    };
    let elements = rules.entry.iter().map(outside).find(|elements| !elements.is_empty()).unwrap_or_default();
    let ids: FxHashSet<NodeId> = elements.iter().map(|element| element.id()).collect();
    let parts = elements.iter().map(|element| {
        let behind = element.next_siblings().filter_map(ElementRef::wrap);
        let following = behind.take_while(|sibling| !ids.contains(&sibling.id())).take(rules.following);
        std::iter::once(*element).chain(following).collect()
    });
    let parts: Vec<Vec<ElementRef<'p>>> = parts.collect();
    let shown: Vec<&[ElementRef<'p>]> = parts.iter().map(Vec::as_slice).collect();
    let above = match survey {
        _ if ids.is_empty() => return Vec::new(),
        Some(survey) => above::above(page, survey, &shown, context),
        None => above::above(page, &page.survey(page.root()), &shown, context),
    };
    let place = |(element, parts): (ElementRef<'p>, Vec<ElementRef<'p>>)| {
        let above = above.get(&element.id()).copied().unwrap_or_default();
        Place { element, parts, above }
    };
    elements.into_iter().zip(parts).map(place).collect()
}

impl<'p> Reading<'_, 'p> {
    /// The entry at a place.
    pub fn entry(&self, place: &Place<'p>) -> Result<Entry, Skip> {
        let (reader, rules) = (self.reader, self.rules);
        let skip = |reason| Skip { reason, subject: text_of(place.element).chars().take(120).collect() };
        let link = (!rules.linkless).then(|| self.link(place)).flatten();
        let url = match &link {
            Some((_, url)) => Some(url.clone()),
            None if rules.linkless => None,
            None => return Err(skip(SkipReason::NoLink)),
        };
        let title = reader
            .text(&rules.title, place)
            .or_else(|| {
                link.as_ref().and_then(|(anchor, _)| {
                    fields::title(place.element, (*anchor, &text_of(*anchor)), reader.page())
                })
            })
            .ok_or_else(|| skip(SkipReason::NoTitle))?;
        let usual = self.usual(place);
        let context = above::context(self.context, place.above.year);
        let summary = reader.text(&rules.summary, place).filter(|summary| *summary != title);
        let published = read_date(reader, &rules.date, place, &rules.date_formats, &context);
        let authors = reader.texts(&rules.author, place);
        let authors = if authors.is_empty() {
            usual.authors().into_iter().map(|shown| shown.value).collect()
        } else {
            authors.iter().map(|text| fields::author_in(text).to_owned()).collect()
        };
        let tags = reader.texts(&rules.tags, place);
        let usual_tags = || usual.tags(&title).into_iter().map(|shown| shown.value).collect();
        Ok(Entry {
            summary: summary
                .or_else(|| usual.summary(&title).map(|shown| shown.value))
                .or_else(|| self.teaser(place, link?, &title)),
            published: published.or_else(|| usual.published(url.as_ref()).map(|(dated, _)| dated)),
            image: read_image(reader, &rules.image, place).or_else(|| usual.image().map(|shown| shown.value)),
            authors,
            tags: if tags.is_empty() { usual_tags() } else { tags },
            post_id: reader.text(&rules.id, place),
            url,
            title: Some(title),
        })
    }

    /// What the entry shows beside what rules tell.
    pub fn usual<'s>(&'s self, place: &'s Place<'p>) -> Parts<'s, 'p> {
        Parts {
            elements: &place.parts,
            page: self.reader.page(),
            context: self.context,
            above: place.above,
            dates: None,
        }
    }

    /// The first long text of an entry that has no teaser by its markup.
    fn teaser(&self, place: &Place<'p>, link: (ElementRef<'p>, Url), title: &str) -> Option<String> {
        let card = Card {
            anchor: link.0,
            said: "".into(),
            element: place.element,
            beside: place.parts.iter().skip(1).copied().collect(),
            address: Address::of(link.1).into(),
            title: String::new(),
            in_heading: false,
            join: 1.0,
            zone: Zone::Plain,
        };
        Titles::new(self.reader.page(), self.context).teaser(&card, title)
    }

    /// The address, and the anchor that it was taken from.
    pub fn link(&self, place: &Place<'p>) -> Option<(ElementRef<'p>, Url)> {
        let page = self.reader.page();
        let resolve = |found: &Found<'p, '_>| found.values.iter().find_map(|value| page.resolve(value));
        let found = self.reader.first_that(&self.rules.link, place, |found| resolve(found).is_some());
        match found {
            Some(found) => Some((found.elements.first().copied().unwrap_or(place.element), resolve(&found)?)),
            None => place.parts.iter().find_map(|part| fields::link(*part, page)),
        }
    }
}

impl<'p> Scope<'p> for &Place<'p> {
    fn element(self) -> ElementRef<'p> {
        self.element
    }

    fn all(self, selector: &CssSelector) -> Vec<ElementRef<'p>> {
        let mut elements = within(self.element, selector);
        for part in self.parts.iter().skip(1) {
            elements.extend(Some(*part).filter(|part| selector.selector().matches(part)));
            elements.extend(within(*part, selector));
        }
        elements
    }
}
