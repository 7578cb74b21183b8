//! The rules that give again what was detected.

use std::collections::HashMap;

use super::check::{are_alike, by_address};
use super::field::{Field, Means, Sample, rule};
use super::select::Seats;
use crate::extract::date::DateContext;
use crate::extract::listing::card::Card;
use crate::extract::listing::rules;
use crate::extract::page::Page;
use crate::extract::rule::{Reader, within};
use crate::extract::survey::Survey;
use crate::model::Entry;
use crate::site::{CssSelector, ListingRules, Rule};

/// How many entries are asked where their fields stand.
const SAMPLE: usize = 12;

/// Rules that find these entries, which were made of these cards, on the page; none when no short ones do. Fields that no
/// short rule finds are left to what reads a card without rules.
pub(in crate::extract::listing) fn rules(
    page: &Page,
    groups: &[Vec<Card<'_>>],
    entries: &[Entry],
    survey: &Survey,
    context: &DateContext<'_>,
) -> Option<ListingRules> {
    let seats = Seats::new(page, groups);
    let selector = CssSelector::parse(&seats.selector()?).ok()?;
    let detected = by_address(entries, page);
    let reader = Reader::new(page);
    let means = Means { reader: &reader, survey, context, names: seats.names() };
    let samples = samples(page, &selector, &seats, &detected);
    let find = |field| rule(field, &samples, &means).into_iter().collect::<Vec<Rule>>().into();
    let bare = ListingRules { entry: vec![selector].into(), ..ListingRules::default() };
    let linked = ListingRules { link: find(Field::Link), ..bare.clone() };
    let named = ListingRules { title: find(Field::Title), ..linked.clone() };
    let whole = ListingRules {
        date: find(Field::Date),
        summary: find(Field::Summary),
        image: find(Field::Image),
        ..named.clone()
    };
    let holds = |rules: &ListingRules| {
        are_alike(&detected, &by_address(&rules::read(&reader, rules, context).entries, page))
    };
    [whole, named, linked, bare].into_iter().find(holds)
}

/// Some elements that the selector finds, with what was detected of them.
fn samples<'p, 'e>(
    page: &'p Page,
    selector: &CssSelector,
    seats: &Seats<'p>,
    detected: &HashMap<String, &'e Entry>,
) -> Vec<Sample<'p, 'e>> {
    within(page.root(), selector)
        .into_iter()
        .filter_map(|element| Some(Sample { element, entry: detected.get(seats.address(element.id())?)? }))
        .take(SAMPLE)
        .collect()
}
