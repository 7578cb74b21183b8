//! Days of the solar calendar of Iran and Afghanistan: `۳ آذر ۱۴۰۵`, `۱۴۰۵/۰۹/۰۳`.

use jiff::Span;
use jiff::civil::{Date, date};

use super::context::DateContext;
use super::cursor::{Cursor, Step};
use super::day::{Setting, Written};
use super::lexicon::{Role, Unit};
use super::named::day_number;
use super::resolve::{DAYS_AHEAD, Day};
use super::zone::OffsetStyle;

/// The years that are told apart from other numbers; the rule of leap years below holds in them.
const YEARS: std::ops::RangeInclusive<u64> = 1343..=1472;

/// A year whose first day is known: the 21st of March 2021.
const KNOWN_YEAR: i16 = 1400;

/// A day at this very place, as the day of the Gregorian calendar that it is.
pub(super) fn solar<'t>(
    cursor: Cursor<'t>,
    setting: Setting,
    context: &DateContext<'_>,
) -> Step<'t, Written> {
    named(cursor, setting, context).or_else(|| numeric(cursor, context))
}

/// `3 آذر 1405`, `3 آذر ماه 1405`, and without the year the latest such day.
fn named<'t>(cursor: Cursor<'t>, setting: Setting, context: &DateContext<'_>) -> Step<'t, Written> {
    let (day, next) = day_number(cursor)?;
    let (month, next) = next.word(|role| match role {
        Role::SolarMonth(month) => Some(month),
        _ => None,
    })?;
    let next = next.skip(Role::Unit(Unit::Month));
    if let Some((year, behind)) = next.skip_mark(&[',', '/', '-']).number(4..=4) {
        return Some((written(gregorian(year_of(year)?, month, day)?), behind));
    }
    let stands = setting == Setting::Whole || context.speaks("fa");
    Some((written(latest(month, day, context.today()).filter(|_| stands)?), next))
}

/// `1405/09/03`, `1405-09-03` on a page in Persian.
fn numeric<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, Written> {
    let (year, next) = cursor.number(4..=4).filter(|_| context.speaks("fa"))?;
    let (mark, next) = next.mark(&['/', '-', '.'])?;
    let (month, next) = next.small()?;
    let (_, next) = next.mark(&[mark])?;
    let (day, next) = next.small()?;
    Some((written(gregorian(year_of(year)?, month, day)?), next))
}

fn year_of(year: u64) -> Option<i16> {
    i16::try_from(year).ok().filter(|_| YEARS.contains(&year))
}

fn written(date: Date) -> Written {
    let day = Day { year: Some(date.year()), month: date.month(), day: date.day() };
    Written { day, style: OffsetStyle::Words, stands_without_year: true }
}

/// The latest day of this name that is hardly ahead.
fn latest(month: i8, day: i8, today: Date) -> Option<Date> {
    let limit = today.checked_add(Span::new().days(DAYS_AHEAD)).ok()?;
    let this_year = today.year() - 621;
    (0..=5).filter_map(|back| gregorian(this_year - back, month, day)).find(|date| *date <= limit)
}

/// The day of the Gregorian calendar, for a day that exists.
fn gregorian(year: i16, month: i8, day: i8) -> Option<Date> {
    let longest = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 29 + i8::from(is_leap(year)),
        _ => return None,
    };
    if !(1..=longest).contains(&day) {
        return None;
    }
    let months = i64::from(month) - 1;
    let before = if months <= 6 { 31 * months } else { 186 + 30 * (months - 6) };
    let years = 365 * i64::from(year - KNOWN_YEAR) + leaps_before(year) - leaps_before(KNOWN_YEAR);
    date(2021, 3, 21).checked_add(Span::new().days(years + before + i64::from(day) - 1)).ok()
}

/// The leap years of each 33 years.
const LEAPS: [i16; 8] = [1, 5, 9, 13, 17, 22, 26, 30];

fn is_leap(year: i16) -> bool {
    LEAPS.contains(&(year % 33))
}

fn leaps_before(year: i16) -> i64 {
    let (cycles, rest) = (i64::from(year / 33), year % 33);
    let of_rest = LEAPS.iter().filter(|leap| **leap < rest).map(|_| 1_i64).sum::<i64>();
    8 * cycles + of_rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_begin_at_the_equinox() {
        for (year, expected) in [
            (1357, date(1978, 3, 21)),
            (1375, date(1996, 3, 20)),
            (1376, date(1997, 3, 21)),
            (1399, date(2020, 3, 20)),
            (1400, date(2021, 3, 21)),
            (1404, date(2025, 3, 21)),
            (1408, date(2029, 3, 20)),
            (1409, date(2030, 3, 21)),
        ] {
            assert_eq!(gregorian(year, 1, 1), Some(expected), "{year}");
        }
    }

    #[test]
    fn only_leap_years_have_a_last_day() {
        assert_eq!(gregorian(1403, 12, 30), Some(date(2025, 3, 20)));
        assert_eq!(gregorian(1404, 12, 30), None);
        assert_eq!(gregorian(1404, 7, 31), None);
    }
}
