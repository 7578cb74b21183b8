//! The rules that give again what was detected.

use std::collections::HashMap;

use super::check::{Tally, are_same, by_address, tally};
use super::field::{self, Field, Means, Sample};
use super::select::Seats;
use crate::extract::date::DateContext;
use crate::extract::listing::card::Card;
use crate::extract::listing::explain::RuleCheck;
use crate::extract::listing::rules::{Place, Reading, places};
use crate::extract::page::Page;
use crate::extract::rule::Reader;
use crate::extract::survey::Survey;
use crate::model::{Entry, normalise_link};
use crate::site::{Alternatives, CssSelector, ListingRules, Rule};

/// How many entries are asked where their fields stand.
const SAMPLE: usize = 16;

/// Fields that a definition may leave to usual markup.
const FREE: [Field; 4] = [Field::Date, Field::Summary, Field::Image, Field::Author];

/// What it costs to go one level into the cards: little, and so much that fields beside the link are lost only where nothing
/// else finds the cards. The second is tried where the first loses any.
const COSTS_OF_LEVEL: [f64; 2] = [2.0, 12.0];

/// The page, what was detected on it, and where its entries are.
struct Induction<'a, 'p> {
    page: &'p Page,
    reader: &'a Reader<'p>,
    context: &'a DateContext<'a>,
    detected: &'a HashMap<String, &'a Entry>,
    places: Vec<Place<'p>>,
}

/// Rules that find these entries, which were made of these cards, on the page, with what they give back of every field. None
/// when no short ones give the same addresses and titles. A field whose rule would give another value than was detected is
/// left to what reads an entry without rules.
pub(in crate::extract::listing) fn rules<'p>(
    page: &'p Page,
    groups: &[Vec<Card<'p>>],
    entries: &[Entry],
    survey: &Survey,
    context: &DateContext<'_>,
) -> Option<(ListingRules, Vec<RuleCheck>)> {
    let seats = Seats::new(page, groups);
    let means = Means { reader: &Reader::new(page), survey, context, names: seats.names() };
    let detected = by_address(entries, page);
    let mut best: Option<(usize, ListingRules, Vec<RuleCheck>)> = None;
    for cost in COSTS_OF_LEVEL {
        let Some((rules, checks)) = induced(page, &seats, cost, &detected, &means) else { continue };
        let lacking = checks.iter().map(|check| check.detected - check.same).sum();
        if best.as_ref().is_none_or(|(least, ..)| lacking < *least) {
            best = Some((lacking, rules, checks));
        }
        if lacking == 0 {
            break;
        }
    }
    best.map(|(_, rules, checks)| (rules, checks))
}

/// The rules with the best selector, when it costs this to go one level into the cards.
fn induced<'p>(
    page: &'p Page,
    seats: &Seats<'p>,
    cost_of_level: f64,
    detected: &HashMap<String, &Entry>,
    means: &Means<'_, 'p>,
) -> Option<(ListingRules, Vec<RuleCheck>)> {
    let survey = means.survey;
    let found = seats.selector(cost_of_level)?;
    let selector = CssSelector::parse(&found.text).ok()?;
    let remove: Result<Vec<CssSelector>, String> =
        found.remove.iter().map(|text| CssSelector::parse(text)).collect();
    let mut bare =
        ListingRules { entry: vec![selector].into(), remove: remove.ok()?.into(), ..ListingRules::default() };
    bare.following =
        seats.following(places(page, &bare, Some(survey), means.context).iter().map(|place| place.element));
    let places = places(page, &bare, Some(survey), means.context);
    let induction = Induction { page, reader: means.reader, context: means.context, detected, places };
    let samples = induction.samples(seats);
    let find = |field| field::rules(field, &samples, means);
    let linked = ListingRules { link: find(Field::Link), ..bare.clone() };
    let named = ListingRules { title: find(Field::Title), ..linked.clone() };
    let named = [named, linked, bare].into_iter().find(|rules| induction.names_all(rules))?;
    Some(induction.with_fields(named, means, find))
}

impl<'p> Induction<'_, 'p> {
    fn read(&self, rules: &ListingRules) -> Vec<Entry> {
        let reading = Reading { reader: self.reader, rules, context: self.context };
        self.places.iter().filter_map(|place| reading.entry(place).ok()).collect()
    }

    /// Whether rules give the addresses and titles that were detected.
    fn names_all(&self, rules: &ListingRules) -> bool {
        are_same(self.detected, &by_address(&self.read(rules), self.page))
    }

    /// Adds the rules of the other fields that never give another value than was detected, and counts what is given back.
    fn with_fields(
        &self,
        named: ListingRules,
        means: &Means<'_, 'p>,
        find: impl Fn(Field) -> Alternatives<Rule>,
    ) -> (ListingRules, Vec<RuleCheck>) {
        let reading = Reading { reader: self.reader, rules: &named, context: self.context };
        let all: Vec<Sample<'_, 'p, '_>> = self
            .places
            .iter()
            .filter_map(|place| {
                let address = normalise_link(&reading.link(place)?.1);
                Some(Sample { place, entry: self.detected.get(&address)? })
            })
            .collect();
        let mut whole = named.clone();
        for field in FREE {
            let holds = |rule: &&Rule| field::never_errs(field, rule, &all, means);
            *rules_of(&mut whole, field) =
                find(field).iter().filter(holds).cloned().collect::<Vec<Rule>>().into();
        }
        let read = self.read(&whole);
        let read = by_address(&read, self.page);
        let checks = FREE.map(|field| {
            let Tally { detected, same, other } = tally(field.name(), self.detected, &read);
            let rule = !rules_of(&mut whole, field).is_empty();
            RuleCheck { field: field.name(), rule, detected, same, other }
        });
        (whole, checks.into())
    }

    /// Some of the entries, from all over the page, with what was detected of them.
    fn samples<'s>(&'s self, seats: &Seats<'p>) -> Vec<Sample<'s, 'p, 's>> {
        let known = self.places.iter().filter_map(|place| {
            Some(Sample { place, entry: self.detected.get(seats.address(place.element.id())?)? })
        });
        let known: Vec<Sample<'s, 'p, 's>> = known.collect();
        let step = known.len().div_ceil(SAMPLE).max(1);
        known.into_iter().step_by(step).collect()
    }
}

const fn rules_of(rules: &mut ListingRules, field: Field) -> &mut Alternatives<Rule> {
    match field {
        Field::Title => &mut rules.title,
        Field::Link => &mut rules.link,
        Field::Date => &mut rules.date,
        Field::Summary => &mut rules.summary,
        Field::Image => &mut rules.image,
        Field::Author => &mut rules.author,
    }
}
