//! Years, months and days that stand above the entries of an archive.

use ego_tree::NodeId;
use html5ever::local_name;
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::ElementRef;

use super::marks::{Kind, nodes, text_of};
use crate::extract::date::{self, DateContext, DayMonthOrder, ParsedDate};
use crate::extract::page::Page;
use crate::extract::survey::Survey;
use crate::extract::text::attribute;
use crate::model::{DateSource, Dated, Precision};

/// The longest text that is a year with something beside it, such as a month or a count.
const MAX_HEADING_CHARS: usize = 24;

/// The longest text that is a day with its weekday.
const MAX_DAY_CHARS: usize = 40;

/// The longest text that is the number of a day with a sign behind it, in bytes.
const MAX_NUMBER_BYTES: usize = 6;

/// The fewest days that are headings of a listing: one may be that of the page, or of anything beside.
const LEAST_DAYS: usize = 2;

/// What stands above an entry and dates it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Above {
    /// The year.
    pub year: Option<i16>,
    /// The month of this year, from 1.
    pub month: Option<i8>,
    /// The day.
    pub day: Option<Dated>,
}

/// What stands above each of some entries, by the first of the elements that show it.
pub(super) fn above<'p>(
    page: &'p Page,
    survey: &Survey,
    entries: &[&[ElementRef<'p>]],
    context: &DateContext<'_>,
) -> FxHashMap<NodeId, Above> {
    let firsts: FxHashSet<NodeId> =
        entries.iter().filter_map(|parts| parts.first()).map(|part| part.id()).collect();
    let others: FxHashSet<NodeId> =
        entries.iter().flat_map(|parts| parts.iter().skip(1)).map(|part| part.id()).collect();
    let mut found: FxHashMap<NodeId, Above> = FxHashMap::default();
    let mut current: Option<(i16, Option<i8>, NodeId)> = None;
    let (mut days, mut inside) = (Days::default(), None);
    for element in in_order(page, survey, entries) {
        let id = element.id();
        if firsts.contains(&id) {
            inside = Some(id);
            days.0.push(Seen::Entry(id));
            if let Some((year, month, scope)) = current
                && element.ancestors().any(|ancestor| ancestor.id() == scope)
            {
                let above = found.entry(id).or_default();
                (above.year, above.month) = (Some(year), month);
            }
            continue;
        }
        if others.contains(&id) {
            inside = Some(id);
        }
        let is_inside = inside.is_some_and(|entry| page.marks().is_within(id, entry));
        // An entry that is alone below its year holds it, before all else. A year further on is one that it tells of.
        let may_head =
            !is_inside || (survey.get(id).linked == 0 && stands_before_links(id, inside, page, survey));
        if may_head && let Some(text) = numbered(element, page, survey) {
            let year = year_of(&text);
            let day = if is_inside && year.is_none() { None } else { day_of(&text, context) };
            if let Some(year) = year {
                // A heading may stand in a box of its own, beside the list.
                let scope = element.ancestors().nth(1).or_else(|| element.parent());
                let month = if day.is_some() { None } else { month_of(&text, year, context) };
                current = scope.map(|scope| (year, month, scope.id()));
            }
            if !is_inside && let Some(day) = day {
                days.0.push(Seen::Heading(kind(element), day));
            }
        }
    }
    for (id, day) in days.settled() {
        found.entry(id).or_default().day = Some(day);
    }
    found
}

/// Whether no link of an entry that says something stands before something in it.
fn stands_before_links(element: NodeId, entry: Option<NodeId>, page: &Page, survey: &Survey) -> bool {
    let marks = page.marks();
    let mut links = entry.into_iter().flat_map(|entry| marks.near(entry, Kind::Link, usize::MAX));
    let link = links.find(|link| survey.get(*link).text > 0);
    link.is_none_or(|link| marks.number(element) < marks.number(link))
}

/// The elements that show the entries and the small ones with a number in them, in the order of the page.
fn in_order<'p>(
    page: &'p Page,
    survey: &Survey,
    entries: &[&[ElementRef<'p>]],
) -> impl Iterator<Item = ElementRef<'p>> {
    let (marks, tree) = (page.marks(), page.root().tree());
    let numbers = marks.near(page.root().id(), Kind::Number, usize::MAX).filter_map(|id| tree.get(id));
    let mut all: Vec<(u32, ElementRef<'p>)> = Vec::new();
    let mut add = |element: ElementRef<'p>| all.push((marks.number(element.id()), element));
    entries.iter().copied().flatten().copied().for_each(&mut add);
    let mut seen = FxHashSet::default();
    for number in numbers {
        // What stands around an element that was seen was seen with it.
        let is_new = |element: &ElementRef<'p>| {
            survey.get(element.id()).text <= MAX_DAY_CHARS && seen.insert(element.id())
        };
        number.ancestors().filter_map(ElementRef::wrap).take_while(is_new).for_each(&mut add);
    }
    all.sort_unstable_by_key(|(number, _)| *number);
    all.dedup_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, element)| element)
}

/// A heading that is a day, with its tag and classes, or an entry, in the order of the page.
enum Seen<'p> {
    Heading((&'p str, &'p str), Dated),
    Entry(NodeId),
}

/// The days of a page that stand outside of its entries, among these.
#[derive(Default)]
struct Days<'p>(Vec<Seen<'p>>);

impl<'p> Days<'p> {
    /// The day of each entry, by those headings of one kind that most often have entries below them, the first of all among
    /// them: days between entries are those of something else, or of the entries above.
    fn settled(&self) -> Vec<(NodeId, Dated)> {
        let Some((kind, _)) = self
            .counted()
            .into_iter()
            .filter(|(_, days)| *days >= LEAST_DAYS)
            .max_by_key(|(kind, days)| (*days, *kind))
        else {
            return Vec::new();
        };
        let mut current = None;
        let mut found = Vec::new();
        for seen in &self.0 {
            match seen {
                Seen::Heading(own, day) if *own == kind => current = Some(*day),
                Seen::Heading(..) => {}
                Seen::Entry(id) => found.extend(current.map(|day| (*id, day))),
            }
        }
        found
    }

    /// How many days of each kind have entries below them, of the kinds that stand above the first entry.
    fn counted(&self) -> FxHashMap<(&'p str, &'p str), usize> {
        let mut days: FxHashMap<(&'p str, &'p str), FxHashSet<Timestamp>> = FxHashMap::default();
        let mut open: FxHashMap<(&'p str, &'p str), Timestamp> = FxHashMap::default();
        let mut has_entry = false;
        for seen in &self.0 {
            match seen {
                Seen::Heading(kind, day) => {
                    if !has_entry {
                        days.entry(*kind).or_default();
                    }
                    if days.contains_key(kind) {
                        open.insert(*kind, day.moment.timestamp());
                    }
                }
                Seen::Entry(_) => {
                    has_entry = true;
                    for (kind, day) in open.drain() {
                        days.entry(kind).or_default().insert(day);
                    }
                }
            }
        }
        days.into_iter().map(|(kind, days)| (kind, days.len())).collect()
    }
}

/// The tag and the classes of an element.
fn kind(element: ElementRef<'_>) -> (&str, &str) {
    (element.value().name(), attribute(element, &local_name!("class")).unwrap_or_default())
}

/// The context in which days without a year are read below such a heading.
pub(super) fn context<'a>(context: &DateContext<'a>, year: Option<i16>) -> DateContext<'a> {
    let end = year
        .and_then(|year| {
            jiff::civil::date(year, 12, 31).at(23, 59, 59, 0).to_zoned(context.zone.clone()).ok()
        })
        .map(|moment| moment.timestamp());
    DateContext { now: end.map_or(context.now, |end: Timestamp| end.min(context.now)), ..*context }
}

/// Reads a day of numbers alone, `12-25` or `25/12`, in the year above it.
pub(super) fn day(text: &str, year: i16, context: &DateContext<'_>) -> Option<ParsedDate> {
    let text = text.trim();
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (left, right) = text.trim_end_matches('.').split_once(separator)?;
    let numbers: (i8, i8) = (left.parse().ok()?, right.parse().ok()?);
    let day_first = match separator {
        '-' => false,
        '.' => true,
        _ => context.order != Some(DayMonthOrder::MonthFirst),
    };
    let (month, day) =
        if (day_first && numbers.1 <= 12) || numbers.0 > 12 { (numbers.1, numbers.0) } else { numbers };
    date::parse(&format!("{year:04}-{month:02}-{day:02}"), context)
}

/// The day of a month from the number of it that stands below the month: `24`, `05`, `24th`, `24日`; where its place is called
/// that of a day, also `5` and `24.`.
pub(super) fn day_of_month(
    text: &str,
    is_called_day: bool,
    (year, month): (i16, i8),
    context: &DateContext<'_>,
) -> Option<ParsedDate> {
    let text = text.trim();
    let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let sign = text.get(number.len()..)?.trim();
    let is_number = (1..=2).contains(&number.len()) && text.len() <= MAX_NUMBER_BYTES;
    // Ranks are numbers with a full stop, and of one digit, as often as days are.
    let is_day = ["st", "nd", "rd", "th", "日", "일"].contains(&sign)
        || (sign.is_empty() && number.len() == 2)
        || (is_called_day && matches!(sign, "" | "."));
    let day: i8 = number.parse().ok().filter(|_| is_number && is_day)?;
    date::parse(&format!("{year:04}-{month:02}-{day:02}"), context)
}

/// The text of an element that may be a heading with a number in it.
fn numbered(element: ElementRef<'_>, page: &Page, survey: &Survey) -> Option<String> {
    let name = element.value().name();
    let may_head = matches!(
        name,
        "h1" | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "div"
            | "span"
            | "dt"
            | "p"
            | "summary"
            | "a"
            | "b"
            | "strong"
            | "th"
            | "td"
            | "li"
            | "time"
    );
    let figures = survey.get(element.id());
    if !may_head || !(4..=MAX_DAY_CHARS).contains(&figures.text) || !figures.is_small() {
        return None;
    }
    // Most short texts have no number, and need not be put together.
    nodes(page, element, Kind::Number).next()?;
    Some(text_of(page, element))
}

/// The year that a text says and hardly anything else.
fn year_of(text: &str) -> Option<i16> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    // A whole date is no heading of a year.
    if !(4..=7).contains(&digits)
        || text.chars().filter(|c| !c.is_whitespace()).nth(MAX_HEADING_CHARS).is_some()
    {
        return None;
    }
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    let year: i16 = numbers.next()?.parse().ok()?;
    (numbers.next().is_none() && (1990..=2100).contains(&year) && !text.contains('©')).then_some(year)
}

/// The month that a text says beside its year.
fn month_of(text: &str, year: i16, context: &DateContext<'_>) -> Option<i8> {
    let text = text.trim();
    let parse = |first_day: String| date::parse(&first_day, context);
    let signed = || parse(format!("{text}1日")).or_else(|| parse(format!("{text} 1일")));
    let parsed = parse(format!("1 {text}"))
        .or_else(|| parse(format!("{text}-01")))
        .or_else(|| if text.is_ascii() { None } else { signed() })?;
    let day = parsed.moment.zoned().date();
    (day.year() == year && day.day() == 1).then(|| day.month())
}

/// The day that a text says and nothing else, but in brackets behind it. An hour is that of something else.
fn day_of(text: &str, context: &DateContext<'_>) -> Option<Dated> {
    let before = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    // A year in brackets is that of the day.
    let before = before.filter(|(_, inside)| inside.contains(char::is_alphabetic));
    let parsed = date::parse(before.map_or(text, |(before, _)| before), context)?;
    (parsed.precision == Precision::Day).then(|| parsed.dated(DateSource::Text))
}
