//! One date at one place: its day, its hour before or behind it, and its zone put together.

use super::clock::{clock, clock_behind};
use super::context::{DateContext, ParsedDate};
use super::cursor::{Cursor, Step};
use super::day::{Setting, Written, day};
use super::lexicon::Role;
use super::relative::relative;
use super::resolve::{Day, plausible_year, resolve, year_with_weekday};
use super::token::{Kind, Token};
use super::zone::{OffsetStyle, ZoneText, zone};

/// The most tokens between an hour and the day behind it ("10:12 PM EDT, Sat | 10 September").
const LONGEST_JOINT: usize = 5;

/// A date that begins at this very place, in any form.
pub(super) fn reading<'t>(
    cursor: Cursor<'t>,
    setting: Setting,
    context: &DateContext<'_>,
) -> Step<'t, ParsedDate> {
    // Most words of a text mean nothing in a date, and none begins with them or with a mark.
    let token = cursor.peek()?;
    if token.roles.is_empty() && !matches!(token.kind, Kind::Number { .. }) {
        return None;
    }
    relative(cursor, setting, context)
        .or_else(|| day_and_clock(cursor, setting, context))
        .or_else(|| clock_and_day(cursor, setting, context))
}

fn day_and_clock<'t>(
    cursor: Cursor<'t>,
    setting: Setting,
    context: &DateContext<'_>,
) -> Step<'t, ParsedDate> {
    let (written, behind_day) = day(cursor, setting, context)?;
    let Some(((clock, zone), behind_clock)) = clock_behind(behind_day, written.style, context) else {
        let day = in_year_of_weekday(standing(written)?, setting, (cursor, behind_day), context);
        return Some((resolve(day, None, ZoneText::Site, context)?, behind_day));
    };
    let (day, behind) = match late_year(written, behind_clock, context) {
        Some((day, behind)) => (day, behind),
        None => {
            (in_year_of_weekday(standing(written)?, setting, (cursor, behind_day), context), behind_clock)
        }
    };
    Some((resolve(day, Some(clock), zone, context)?, behind))
}

/// An hour before its day: "10:12 PM EDT, Sat September 10, 2022". When an hour follows the day as well, the first one
/// belongs to something else.
fn clock_and_day<'t>(
    cursor: Cursor<'t>,
    setting: Setting,
    context: &DateContext<'_>,
) -> Step<'t, ParsedDate> {
    let (clock, behind_clock) = clock(cursor, context)?;
    let (zone, mut place) = zone(behind_clock, OffsetStyle::Words);
    for _ in 0..=LONGEST_JOINT {
        if let Some((written, behind)) = day(place, setting, context) {
            let has_own_clock = clock_behind(behind, written.style, context).is_some();
            let day = standing(written).filter(|_| !has_own_clock)?;
            let day = in_year_of_weekday(day, setting, (place, behind), context);
            return Some((resolve(day, Some(clock), zone, context)?, behind));
        }
        if let Some((parsed, behind)) = super::relative::named_day(place, Some((clock, zone)), context) {
            return Some((parsed, behind));
        }
        place = joint(place)?;
    }
    None
}

/// The fewest letters of a name of a day of the week: shorter ones are words of other languages.
const LEAST_WEEKDAY: usize = 3;

/// A day without a year in the year that its day of the week tells, where nothing else stands beside it: of "Thu 7 Jan" there is
/// one in several years. In running text names of days are words of something else.
fn in_year_of_weekday(
    day: Day,
    setting: Setting,
    (start, behind): (Cursor<'_>, Cursor<'_>),
    context: &DateContext<'_>,
) -> Day {
    if setting != Setting::Whole || day.year.is_some() {
        return day;
    }
    let weekday = |token: &Token<'_>| {
        if token.text.is_ascii() && token.text.len() < LEAST_WEEKDAY {
            return None;
        }
        token.roles.iter().find_map(|role| match role {
            Role::Weekday(number) => Some(*number),
            _ => None,
        })
    };
    let before = start.previous().and_then(|token| match token.kind {
        Kind::Mark(',' | '.') => start.second_previous().and_then(weekday),
        _ => weekday(token),
    });
    let after = || behind.mark(&[',', '(']).map_or(behind, |(_, next)| next).peek().and_then(weekday);
    let year = before.or_else(after).and_then(|weekday| year_with_weekday(day, weekday, context.today()));
    Day { year: year.or(day.year), ..day }
}

/// The day, if it needs no year or has one.
fn standing(written: Written) -> Option<Day> {
    (written.day.year.is_some() || written.stands_without_year).then_some(written.day)
}

/// The year behind the hour, as `asctime` writes it: "Sep 10 22:12:00 2022".
fn late_year<'t>(written: Written, cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, Day> {
    let (value, next) = cursor.number(4..=4).filter(|_| written.day.year.is_none())?;
    let year = plausible_year(value, context)?;
    let day = Day { year: Some(year), ..written.day };
    Some((day, next))
}

/// One token that may stand between an hour and the day behind it.
fn joint(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    const MARKS: [char; 11] = [',', '-', '–', '—', '|', '·', '/', '(', ')', '.', ';'];
    if let Some((_, next)) = cursor.mark(&MARKS) {
        return Some(next);
    }
    cursor
        .word(|role| matches!(role, Role::Weekday(_) | Role::Frame | Role::Link).then_some(()))
        .map(|((), next)| next)
}
