//! Days in numbers: `2022-09-10`, `10/09/2022`, `20220910`, `2022年9月10日`.

use jiff::civil::Date;

use super::context::{DateContext, DayMonthOrder};
use super::cursor::{Cursor, Step};
use super::day::{Setting, Written};
use super::lexicon::{Part, Role};
use super::resolve::{Day, plausible_year, without_buddhist_era};
use super::zone::OffsetStyle;

/// Languages whose dotted dates have the day first, even with two digits for the year.
const DOTTED_DAY_FIRST: [&str; 21] = [
    "de", "ru", "uk", "pl", "cs", "sk", "tr", "fi", "no", "nb", "nn", "da", "it", "ro", "hr", "bg", "el",
    "es", "pt", "fr", "ca",
];
/// As these, where nothing stands beside the date: in running text such numbers are versions.
const DOTTED_DAY_FIRST_ALONE: [&str; 12] =
    ["he", "nl", "sl", "sr", "mk", "bs", "et", "lv", "is", "be", "az", "kk"];

/// A day in numbers at this very place.
pub(super) fn numeric<'t>(
    cursor: Cursor<'t>,
    setting: Setting,
    context: &DateContext<'_>,
) -> Step<'t, Written> {
    year_first(cursor, context)
        .or_else(|| signs(cursor, context))
        .or_else(|| compact(cursor, setting, context))
        .or_else(|| year_last(cursor, setting, context))
        .or_else(|| sheet(cursor, setting, context))
        .or_else(|| month_day_weekday(cursor, context))
}

/// Three numbers with one separator, the last of which is a year of two or four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ThreeNumbers {
    pub first: i8,
    pub second: i8,
    pub mark: char,
    /// The year as written.
    pub year: u64,
    /// Whether the year has two digits.
    pub is_short: bool,
    /// Whether day and month have two digits each.
    pub is_padded: bool,
}

/// `10/09/2022`, `10.9.22`.
pub(super) fn three_numbers(cursor: Cursor<'_>) -> Step<'_, ThreeNumbers> {
    let (first, behind_first) = cursor.small()?;
    let (mark, next) = separator(behind_first)?;
    let is_padded = cursor.number(2..=2).is_some() && next.number(2..=2).is_some();
    let (second, behind_second) = next.small()?;
    let (second_mark, next) = separator(behind_second)?;
    let is_short = next.number(2..=2).is_some();
    let (year, behind) = next.number(2..=2).or_else(|| next.number(4..=4))?;
    let numbers = ThreeNumbers { first, second, mark, year, is_short, is_padded };
    (mark == second_mark).then_some((numbers, behind))
}

/// Day and month of two numbers, by an order; where that order makes no date, the other does.
fn ordered(first: i8, second: i8, order: DayMonthOrder) -> Option<(i8, i8)> {
    let is_month = |number: i8| (1..=12).contains(&number);
    match order {
        DayMonthOrder::DayFirst if is_month(second) => Some((first, second)),
        DayMonthOrder::MonthFirst if is_month(first) => Some((second, first)),
        DayMonthOrder::DayFirst if is_month(first) => Some((second, first)),
        DayMonthOrder::MonthFirst if is_month(second) => Some((first, second)),
        _ => None,
    }
}

/// `-`, `/` or `.`; only the last may have a space behind it ("10. 9. 2022").
fn separator(cursor: Cursor<'_>) -> Step<'_, char> {
    let (mark, next) = cursor.mark(&['-', '/', '.'])?;
    let is_tight = cursor.is_glued() && (mark == '.' || next.is_glued());
    let is_spaced_slash = mark == '/' && !cursor.is_glued() && !next.is_glued();
    (is_tight || is_spaced_slash).then_some((mark, next))
}

const fn written(year: Option<i16>, month: i8, day: i8, style: OffsetStyle) -> Written {
    Written { day: Day { year, month, day }, style, stands_without_year: true }
}

/// `9/10(土)`, as Japan and Korea write a day of this year.
fn month_day_weekday<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, Written> {
    if !is_of_east_asia(context) {
        return None;
    }
    let (month, next) = cursor.small()?;
    let (_, next) = next.mark(&['/', '.'])?;
    let (day, next) = next.small()?;
    let (_, next) = next.mark(&['('])?;
    let ((), next) = next.word(|role| matches!(role, Role::Weekday(_)).then_some(()))?;
    let (_, next) = next.mark(&[')'])?;
    Some((written(None, month, day, OffsetStyle::Words), next))
}

fn is_of_east_asia(context: &DateContext<'_>) -> bool {
    ["zh", "ja", "ko"].iter().any(|language| context.speaks(language))
}

/// What the parts of the sheet of a calendar say one after another: `24 2026-11`, `2026-11 24`, and in East Asia
/// `11-24 2026`, `2026 11-24`, `11-24`.
fn sheet<'t>(cursor: Cursor<'t>, setting: Setting, context: &DateContext<'_>) -> Step<'t, Written> {
    if setting != Setting::Whole {
        return None;
    }
    let year = |cursor: Cursor<'t>| {
        let (year, next) = cursor.number(4..=4)?;
        Some((plausible_year(year, context)?, next))
    };
    let pair = |cursor: Cursor<'t>| {
        let (first, next) = cursor.number(2..=2).and_then(|_| cursor.small())?;
        let (_, next) = separator(next).filter(|(mark, _)| *mark == '-')?;
        let (second, next) = next.number(2..=2).and_then(|_| next.small())?;
        Some(((first, second), next))
    };
    let year_month = |cursor: Cursor<'t>| {
        let (year, next) = year(cursor)?;
        let (_, next) = separator(next)?;
        let (month, next) = next.number(2..=2).and_then(|_| next.small())?;
        Some(((year, month), next))
    };
    let apart = |cursor: Cursor<'t>| (!cursor.is_glued()).then_some(cursor);
    let day_first = || {
        let (day, next) = cursor.small()?;
        let ((year, month), next) = year_month(apart(next)?)?;
        Some(((year, month, day), next))
    };
    let day_last = || {
        let ((year, month), next) = year_month(cursor)?;
        let (day, next) = apart(next)?.small()?;
        Some(((year, month, day), next))
    };
    let year_behind = || {
        let ((month, day), next) = pair(cursor)?;
        let (year, next) = year(apart(next)?)?;
        Some(((year, month, day), next))
    };
    let year_before = || {
        let (year, next) = year(cursor)?;
        let ((month, day), next) = pair(apart(next)?)?;
        Some(((year, month, day), next))
    };
    // Elsewhere two numbers are scores, seasons and shares as often.
    let is_usual = is_of_east_asia(context);
    let pairs = || year_behind().or_else(year_before).filter(|_| is_usual);
    let whole = day_first().or_else(day_last).or_else(pairs);
    let ((year, month, day), next) = match whole {
        Some(((year, month, day), next)) => ((Some(year), month, day), next),
        None => {
            let ((month, day), next) = pair(cursor).filter(|_| is_usual)?;
            ((None, month, day), next)
        }
    };
    Some((written(year, month, day, OffsetStyle::Words), next))
}

fn year_first<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, Written> {
    let republican = || {
        // Numbers of three digits are those of anything else, unless month and day have two each.
        let (year, next) = republican_year(cursor, context)?;
        let (_, month) = separator(next).filter(|(mark, _)| matches!(mark, '-' | '/'))?;
        let (_, behind) = month.number(2..=2)?;
        separator(behind)?.1.number(2..=2)?;
        Some((year, next))
    };
    let (year, next) = cursor.number(4..=4).or_else(republican)?;
    let year = plausible_year(year, context)?;
    let (mark, next) = separator(next)?;
    let (month, next) = next.small()?;
    let (second_mark, next) = separator(next).filter(|&(second_mark, _)| second_mark == mark)?;
    let (day, next) = next.small()?;
    let style = if second_mark == '-' { OffsetStyle::Iso } else { OffsetStyle::Words };
    Some((written(Some(year), month, day, style), next))
}

/// `2022年9月10日`, `令和4年9月10日`, `9月10日`, `2022년 9월 10일`.
fn signs<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, Written> {
    let follows_year = cursor.follows(Role::Part(Part::Year));
    let with_year =
        era_year(cursor).or_else(|| cursor.number(4..=4)).or_else(|| republican_year(cursor, context));
    let (year, next) = match with_year {
        Some((year, next)) => (Some(plausible_year(year, context)?), next.part(Part::Year)?),
        // Behind a year that could not be read, month and day alone would get a wrong one.
        None if follows_year => return None,
        None => (None, cursor),
    };
    let (month, next) = next.small()?;
    let (day, next) = next.part(Part::Month)?.small()?;
    let next = next.part(Part::Day)?;
    Some((written(year, month, day, OffsetStyle::Words), next))
}

/// As many years ago two digits mean the first year, where years come first.
const YEARS_OF_THE_WEB: i16 = 35;

/// The first year of the calendar of Taiwan, less one.
const REPUBLIC: u64 = 1911;

/// `115` on a page in the Chinese of Taiwan: a year of the calendar of Taiwan, 2026.
fn republican_year<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, u64> {
    let is_of_taiwan = context.is_of_region("TW")
        || context.language.is_some_and(|tag| tag.to_ascii_lowercase().starts_with("zh-hant"));
    let (year, next) = cursor.number(3..=3).filter(|_| is_of_taiwan)?;
    Some((year + REPUBLIC, next))
}

fn era_year(cursor: Cursor<'_>) -> Step<'_, u64> {
    let (start, next) = cursor.word(|role| match role {
        Role::Era(start) => u64::try_from(start).ok(),
        _ => None,
    })?;
    let (year, next) = next.number(1..=3)?;
    Some((start + year, next))
}

/// `20220910`; in running text only when an hour follows, else it may be any number.
fn compact<'t>(cursor: Cursor<'t>, setting: Setting, context: &DateContext<'_>) -> Step<'t, Written> {
    let (value, next) = cursor.number(8..=8)?;
    if setting == Setting::Running && next.glued_letter("T").is_none() {
        return None;
    }
    let year = plausible_year(value / 10_000, context)?;
    let month = i8::try_from(value / 100 % 100).ok()?;
    let day = i8::try_from(value % 100).ok()?;
    Some((written(Some(year), month, day, OffsetStyle::Iso), next))
}

fn year_last<'t>(cursor: Cursor<'t>, setting: Setting, context: &DateContext<'_>) -> Step<'t, Written> {
    let (numbers, next) = three_numbers(cursor)?;
    let (year, month, day) = if numbers.is_short {
        short_year(numbers, setting, context)?
    } else {
        let year = plausible_year(numbers.year, context)?;
        let order = usual_order(numbers.mark, context);
        let (day, month) = ordered(numbers.first, numbers.second, order)?;
        (year, month, day)
    };
    if next.is(Role::OtherCalendar) {
        return None;
    }
    let written = written(Some(year), month, day, OffsetStyle::Words);
    Some((written, next.skip(Role::YearSuffix)))
}

/// The order that a page without a known one most likely means: the month comes first in the United States and the
/// Philippines, behind a full stop nowhere.
fn usual_order(mark: char, context: &DateContext<'_>) -> DayMonthOrder {
    if let Some(order) = context.order {
        return order;
    }
    let is_american = context.is_of_region("US")
        || context.is_of_region("PH")
        || (context.speaks("en") && is_zone_of_united_states(context.zone.iana_name()));
    if mark != '.' && is_american { DayMonthOrder::MonthFirst } else { DayMonthOrder::DayFirst }
}

fn is_zone_of_united_states(name: Option<&str>) -> bool {
    name.is_some_and(|name| {
        name.starts_with("US/")
            || matches!(
                name,
                "America/New_York"
                    | "America/Detroit"
                    | "America/Chicago"
                    | "America/Denver"
                    | "America/Phoenix"
                    | "America/Los_Angeles"
                    | "America/Anchorage"
                    | "Pacific/Honolulu"
            )
    })
}

/// `10/09/22`: with a known order, or between slashes when one reading alone makes a plausible day. Numbers such as
/// `0.2.14` and `1.2.14` are versions of something.
fn short_year(numbers: ThreeNumbers, setting: Setting, context: &DateContext<'_>) -> Option<(i16, i8, i8)> {
    let ThreeNumbers { first, second, mark, .. } = numbers;
    let day_first_regions = ["HK", "MO", "SG", "MY"];
    let is_day_first = day_first_regions.iter().any(|region| context.is_of_region(region));
    if is_of_east_asia(context) && !is_day_first {
        if setting != Setting::Whole {
            return None;
        }
        // Years come first there, and so they do where the order of day and month was inferred.
        let day = i8::try_from(numbers.year).ok().filter(|_| numbers.is_padded)?;
        let year = full_year(u64::try_from(first).ok()?, context)?;
        let this_year = context.today().year();
        let is_of_the_web = (this_year.saturating_sub(YEARS_OF_THE_WEB)..=this_year).contains(&year);
        return is_of_the_web.then_some((year, second, day));
    }
    if mark == '.' && !numbers.is_padded {
        return None;
    }
    let speaks_one_of = |tags: &[&str]| tags.iter().any(|tag| context.speaks(tag));
    let is_alone = || setting == Setting::Whole && speaks_one_of(&DOTTED_DAY_FIRST_ALONE);
    let is_dotted_day_first = mark == '.' && (speaks_one_of(&DOTTED_DAY_FIRST) || is_alone());
    let known = context.order.or_else(|| is_dotted_day_first.then_some(DayMonthOrder::DayFirst));
    if let Some(order) = known {
        let (day, month) = ordered(first, second, order)?;
        return Some((full_year(numbers.year, context)?, month, day));
    }
    if mark != '/' {
        return None;
    }
    let leading_year = u64::try_from(first).ok()?;
    let readings = [
        (numbers.year, second, first),
        (numbers.year, first, second),
        (leading_year, second, i8::try_from(numbers.year).ok()?),
    ];
    let mut possible = readings
        .into_iter()
        .filter_map(|(year, month, day)| Date::new(full_year(year, context)?, month, day).ok());
    let only = possible.next()?;
    possible.all(|other| other == only).then(|| (only.year(), only.month(), only.day()))
}

/// The year that two digits of the Buddhist calendar mean: 69 is 2569.
pub(super) fn thai_year(two_digits: u64) -> Option<i16> {
    i16::try_from(without_buddhist_era(two_digits + 2500)).ok()
}

/// The year of the last hundred that ends in these two digits; next year at most. From 50 on they are of the Buddhist calendar
/// on a page in Thai.
pub(super) fn full_year(two_digits: u64, context: &DateContext<'_>) -> Option<i16> {
    if context.speaks("th") && two_digits >= 50 {
        return thai_year(two_digits);
    }
    let this_year = context.today().year();
    let century = this_year - this_year.rem_euclid(100);
    let year = century.checked_add(i16::try_from(two_digits).ok().filter(|&digits| digits < 100)?)?;
    Some(if year > this_year.saturating_add(1) { year - 100 } else { year })
}
