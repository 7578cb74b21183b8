//! Where the fields of an entry come from that was read by rules.

use super::explain::{EntryReport, FieldReport, SeenValue, address};
use super::rules::{Place, Reading};
use super::usual::{dated_elsewhere, shown_in};
use super::{above, fields};
use crate::extract::rule::{read_date, read_image};
use crate::model::Entry;
use crate::site::{Alternatives, Rule};

/// Says for every field of an entry which rule or markup gave it.
pub(super) fn of(reading: &Reading<'_, '_>, place: &Place<'_>, entry: &Entry) -> EntryReport {
    let mut report =
        EntryReport { url: address(entry), confidence: 1.0, fields: std::collections::BTreeMap::new() };
    let mut tell = |name: &'static str, field: Option<FieldReport>| {
        if let Some(field) = field {
            report.fields.insert(name, field);
        }
    };
    tell("url", entry.url.as_ref().and_then(|_| link(reading, place)));
    tell("title", entry.title.as_ref().and_then(|title| named(reading, place, title)));
    tell("published", entry.published.and_then(|_| published(reading, place, entry)));
    tell("summary", entry.summary.as_ref().and_then(|_| summary(reading, place, entry)));
    tell("image", entry.image.as_ref().and_then(|_| image(reading, place)));
    tell("authors", authors(reading, place));
    let texts = [("tags", &reading.rules.tags), ("post_id", &reading.rules.id)];
    for (name, rules) in texts {
        tell(name, by_text(reading, rules, place).map(|rule| by_rule(rule, Vec::new())));
    }
    report
}

fn by_rule(rule: &Rule, seen: Vec<SeenValue>) -> FieldReport {
    FieldReport { rule: Some(rule.to_string()), seen, ..FieldReport::default() }
}

/// The first rule that finds something which passes a test by itself.
fn first(rules: &Alternatives<Rule>, finds: impl Fn(&Alternatives<Rule>) -> bool) -> Option<&Rule> {
    rules.iter().find(|rule| finds(&vec![(*rule).clone()].into()))
}

fn by_text<'r>(
    reading: &Reading<'_, '_>,
    rules: &'r Alternatives<Rule>,
    place: &Place<'_>,
) -> Option<&'r Rule> {
    let reader = reading.reader;
    rules.iter().find(|rule| !reader.apply(rule, place).values.is_empty())
}

fn link(reading: &Reading<'_, '_>, place: &Place<'_>) -> Option<FieldReport> {
    let page = reading.reader.page();
    let rule = reading.rules.link.iter().find(|rule| {
        reading.reader.apply(rule, place).values.iter().any(|value| page.resolve(value).is_some())
    });
    match rule {
        Some(rule) => Some(by_rule(rule, Vec::new())),
        None => reading.link(place).map(|(anchor, _)| shown_in(anchor, Vec::new())),
    }
}

fn named(reading: &Reading<'_, '_>, place: &Place<'_>, title: &str) -> Option<FieldReport> {
    let heading = fields::heading(place.element, reading.reader.page()).filter(|heading| heading != title);
    let seen = heading.map(|value| SeenValue { place: "heading".to_owned(), value }).into_iter().collect();
    match by_text(reading, &reading.rules.title, place) {
        Some(rule) => Some(by_rule(rule, seen)),
        None => reading.link(place).map(|(anchor, _)| shown_in(anchor, seen)),
    }
}

fn published(reading: &Reading<'_, '_>, place: &Place<'_>, entry: &Entry) -> Option<FieldReport> {
    let usual = reading.usual(place);
    let (seen, context) = (usual.dates_seen(), above::context(reading.context, place.above.year));
    let rule = first(&reading.rules.date, |rules| {
        read_date(reading.reader, rules, place, &reading.rules.date_formats, &context).is_some()
    });
    if let Some(rule) = rule {
        return Some(by_rule(rule, seen));
    }
    let (dated, element) = usual.published(entry.url.as_ref())?;
    Some(element.map_or(dated_elsewhere(&dated), |element| shown_in(element, seen)))
}

fn summary(reading: &Reading<'_, '_>, place: &Place<'_>, entry: &Entry) -> Option<FieldReport> {
    let title = entry.title.as_deref().unwrap_or_default();
    let usual = reading.usual(place);
    let seen = usual.summaries_seen(title);
    let rule = by_text(reading, &reading.rules.summary, place)
        .filter(|rule| reading.reader.apply(rule, place).values.first().is_some_and(|text| text != title));
    match rule {
        Some(rule) => Some(by_rule(rule, seen)),
        None => Some(usual.summary(title).map_or_else(
            || FieldReport { source: Some("markup"), ..FieldReport::default() },
            |shown| shown_in(shown.element, seen),
        )),
    }
}

fn image(reading: &Reading<'_, '_>, place: &Place<'_>) -> Option<FieldReport> {
    let usual = reading.usual(place);
    let seen = usual.images_seen();
    match first(&reading.rules.image, |rules| read_image(reading.reader, rules, place).is_some()) {
        Some(rule) => Some(by_rule(rule, seen)),
        None => usual.image().map(|shown| shown_in(shown.element, seen)),
    }
}

fn authors(reading: &Reading<'_, '_>, place: &Place<'_>) -> Option<FieldReport> {
    let usual = reading.usual(place);
    let seen = usual.authors_seen();
    match by_text(reading, &reading.rules.author, place) {
        Some(rule) => Some(by_rule(rule, seen)),
        None => usual.authors().first().map(|shown| shown_in(shown.element, seen)),
    }
}
