//! The fields of an entry that no rule tells, from the elements that show it: one way for detection and for definitions.

use ego_tree::NodeRef;
use html5ever::local_name;
use scraper::{ElementRef, Node};
use url::Url;

use super::above::{self, Above};
use super::dates::{self, Dates};
use super::explain::{FieldReport, SeenValue};
use super::fields::{self, Shown};
use super::marks::{Kind, nodes};
use super::{line, picture, topics, writers};
use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::extract::text::{attribute, is_blank};
use crate::model::{DateSource, Dated, Image};

/// Most values of a field that are told beside the chosen one.
const MAX_SEEN: usize = 8;

/// The elements that show an entry.
pub(super) struct Parts<'a, 'p> {
    pub elements: &'a [ElementRef<'p>],
    pub page: &'p Page,
    pub context: &'a DateContext<'a>,
    /// What stands above the entry.
    pub above: Above,
    /// The dates that were read already.
    pub dates: Option<&'a Dates<'a, 'p>>,
}

impl<'p> Parts<'_, 'p> {
    /// The date that is shown, in the year above where it has none of its own; else that of its line, the day above it,
    /// at last that of the address.
    pub fn published(&self, url: Option<&Url>) -> Option<(Dated, Option<ElementRef<'p>>)> {
        let context = above::context(self.context, self.above.year);
        let date = |part| match self.dates.filter(|_| self.above.year.is_none()) {
            Some(dates) => dates.of(part),
            None => dates::date(part, self.page, &context),
        };
        let shown = self.find(date).or_else(|| {
            let year = self.above.year?;
            self.find(|part| day_below(part, (year, self.above.month), self.page, &context))
        });
        // A year above that is none of the entry's hides no date that says its own.
        let own =
            || self.above.year.and_then(|_| self.find(|part| dates::date(part, self.page, self.context)));
        let shown = shown.or_else(own).map(|shown| (shown.value, Some(shown.element)));
        let in_line = || Some((self.find(|part| line::date(part, &context))?, None));
        shown.or_else(in_line).or_else(|| Some((self.above.day?, None))).or_else(|| {
            let parsed = date::from_url(url?, &context)?;
            Some((parsed.dated(DateSource::Url), None))
        })
    }

    /// The teaser of an entry with a title.
    pub fn summary(&self, title: &str) -> Option<Shown<'p, String>> {
        self.find(|part| fields::summary(part, title, self.page))
    }

    /// The picture.
    pub fn image(&self) -> Option<Shown<'p, Image>> {
        self.find(|part| picture::image(part, self.page))
    }

    /// The writers.
    pub fn authors(&self) -> Vec<Shown<'p, String>> {
        let authors = self.elements.iter().map(|part| writers::authors(*part, self.page));
        authors.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
    }

    /// The topics of an entry with a title.
    pub fn tags(&self, title: &str) -> Vec<Shown<'p, String>> {
        let mut tags: Vec<Shown<'p, String>> = Vec::new();
        for tag in self.elements.iter().flat_map(|part| topics::tags(*part, title, self.page, self.context)) {
            if !tags.iter().any(|known| known.value == tag.value) {
                tags.push(tag);
            }
        }
        tags
    }

    /// What may be the date, as the explanation tells it.
    pub fn dates_seen(&self) -> Vec<SeenValue> {
        let context = above::context(self.context, self.above.year);
        self.seen(|part| {
            dates::dates(part, self.page, &context)
                .map(told(|dated: Dated| dated.moment.to_string()))
                .collect()
        })
    }

    /// What may be the teaser.
    pub fn summaries_seen(&self, title: &str) -> Vec<SeenValue> {
        self.seen(|part| fields::teasers(part, title, self.page).map(told(|text| text)).collect())
    }

    /// What may be the picture.
    pub fn images_seen(&self) -> Vec<SeenValue> {
        self.seen(|part| {
            picture::images(part, self.page).map(told(|image: Image| image.url.to_string())).collect()
        })
    }

    /// Who may be a writer.
    pub fn authors_seen(&self) -> Vec<SeenValue> {
        self.seen(|part| writers::authors(part, self.page).into_iter().map(told(|name| name)).collect())
    }

    fn find<T>(&self, read: impl Fn(ElementRef<'p>) -> Option<T>) -> Option<T> {
        self.elements.iter().find_map(|part| read(*part))
    }

    fn seen(&self, read: impl Fn(ElementRef<'p>) -> Vec<SeenValue>) -> Vec<SeenValue> {
        let mut seen: Vec<SeenValue> = Vec::new();
        for value in self.elements.iter().flat_map(|part| read(*part)) {
            if seen.len() < MAX_SEEN && !seen.contains(&value) {
                seen.push(value);
            }
        }
        seen
    }
}

/// Tells a value with the place where it stands.
fn told<'p, T>(text: impl Fn(T) -> String) -> impl Fn(Shown<'p, T>) -> SeenValue {
    move |shown| SeenValue { place: place(shown.element), value: text(shown.value) }
}

/// A field that usual markup shows.
pub(super) fn shown_in(element: ElementRef<'_>, seen: Vec<SeenValue>) -> FieldReport {
    FieldReport { source: Some("markup"), place: Some(place(element)), seen, rule: None }
}

/// A date that no element of an entry shows: that of its address, or one that stands above it.
pub(super) fn dated_elsewhere(dated: &Dated) -> FieldReport {
    let source = if dated.source == DateSource::Url { "address" } else { "markup" };
    FieldReport { source: Some(source), ..FieldReport::default() }
}

/// Where an element stands: its tag and classes behind those of the two elements around it.
pub(super) fn place(element: ElementRef<'_>) -> String {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    let mut names: Vec<String> = std::iter::once(element).chain(around).take(3).map(name).collect();
    names.reverse();
    names.join(" > ")
}

fn name(element: ElementRef<'_>) -> String {
    let mut name = element.value().name().to_owned();
    for class in element.value().classes().take(3) {
        name.push('.');
        name.push_str(class);
    }
    name
}

/// A day without a year in a short text of its own, in the year that stands above, or the number of a day in the month that
/// does.
fn day_below<'p>(
    part: ElementRef<'p>,
    (year, month): (i16, Option<i8>),
    page: &Page,
    context: &DateContext<'_>,
) -> Option<Shown<'p, Dated>> {
    nodes(page, part, Kind::Number).find_map(|node| {
        let text = node.value().as_text().filter(|text| text.trim().len() <= 6)?;
        let element = node.parent().and_then(ElementRef::wrap).unwrap_or(part);
        let of_month = || {
            let day = above::day_of_month(text, is_called_day(element), (year, month?), context)?;
            names_days(element, node, part).then_some(day)
        };
        let parsed = above::day(text, year, context).or_else(of_month)?;
        Some(Shown { value: parsed.dated(DateSource::Text), element })
    })
}

/// Whether a class calls an element a day or a date.
fn is_called_day(element: ElementRef<'_>) -> bool {
    let classes = attribute(element, &local_name!("class")).unwrap_or_default();
    let mut classes = classes.split_ascii_whitespace();
    classes.any(|class| class.eq_ignore_ascii_case("day") || class.eq_ignore_ascii_case("date"))
}

/// Whether a number may be that of a day by its place: before all else that the entry says, or in a cell or a term.
fn names_days(element: ElementRef<'_>, node: NodeRef<'_, Node>, part: ElementRef<'_>) -> bool {
    let says = |node: &NodeRef<'_, Node>| node.value().as_text().is_some_and(|text| !is_blank(text));
    matches!(element.value().name(), "td" | "th" | "dt" | "time")
        || part.descendants().find(says).is_some_and(|first| first.id() == node.id())
}
