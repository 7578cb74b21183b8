//! Years that stand above the entries of an archive, whose own dates are days and months.

use ego_tree::NodeId;
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::ElementRef;

use super::marks::{Kind, nodes, text_of};
use crate::extract::date::{self, DateContext, DayMonthOrder, ParsedDate};
use crate::extract::page::Page;
use crate::extract::survey::Survey;

/// The longest text that is a year with something beside it, such as a month or a count.
const MAX_HEADING_CHARS: usize = 24;

/// The year above each of some elements; none for those above which no year stands.
pub(super) fn above(page: &Page, survey: &Survey, elements: &[NodeId]) -> FxHashMap<NodeId, i16> {
    let wanted: FxHashSet<NodeId> = elements.iter().copied().collect();
    let mut years = FxHashMap::default();
    let mut current: Option<(i16, NodeId)> = None;
    for element in page.elements() {
        let node = *element;
        if wanted.contains(&node.id()) {
            if let Some((year, scope)) = current
                && node.ancestors().any(|ancestor| ancestor.id() == scope)
            {
                years.insert(node.id(), year);
            }
        } else if let Some(year) = year_of(element, page, survey) {
            // A heading may stand in a box of its own, beside the list.
            let scope = node.ancestors().nth(1).or_else(|| node.parent());
            current = scope.map(|scope| (year, scope.id()));
        }
    }
    years
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

/// The year that an element says and hardly anything else.
fn year_of(element: ElementRef<'_>, page: &Page, survey: &Survey) -> Option<i16> {
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
    );
    let figures = survey.get(element.id());
    if !may_head || !(4..=MAX_HEADING_CHARS).contains(&figures.text) || !figures.is_small() {
        return None;
    }
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    // Most short texts have no number, and need not be put together.
    let numbers = nodes(page, element, Kind::Number).filter_map(|node| node.value().as_text());
    if numbers.map(|text| digits(text)).sum::<usize>() < 4 {
        return None;
    }
    let text = text_of(page, element);
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4).collect();
    let [year] = numbers.as_slice() else {
        return None;
    };
    let year: i16 = year.parse().ok()?;
    // A whole date is no heading of a year.
    let digits = text.chars().filter(char::is_ascii_digit).count();
    ((1990..=2100).contains(&year) && digits <= 7 && !text.contains('©')).then_some(year)
}
