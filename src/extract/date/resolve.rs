//! From the parts of a date to a moment: the missing year, the zone, daylight saving, and the limits of plausibility.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Zoned};

use super::context::{DateContext, ParsedDate};
use super::zone::{ZoneText, zone_of};
use crate::model::Precision;

/// The earliest year that an article may have.
const EARLIEST_YEAR: i16 = 1900;

/// How far in the future a day without a year may lie, for sites that are ahead of the clock.
pub(super) const DAYS_AHEAD: i64 = 2;

/// A day as written; not yet known to exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// The year, where one was written.
    pub year: Option<i16>,
    /// 1 is January.
    pub month: i8,
    /// Day of the month.
    pub day: i8,
}

/// A time of day as written, valid; 24:00 is the end of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: i8,
    pub minute: i8,
    pub second: i8,
}

impl Clock {
    /// Checks a time of day; a leap second becomes the second before it.
    pub(super) fn new(hour: i8, minute: i8, second: i8) -> Option<Self> {
        let exists = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
        let is_end_of_day = (hour, minute, second) == (24, 0, 0);
        (exists || is_end_of_day).then_some(Self { hour, minute, second: second.min(59) })
    }
}

/// The years of the Buddhist calendar that are told apart from others, and how far they are ahead.
const BUDDHIST_YEARS: std::ops::RangeInclusive<u64> = 2443..=2643;
const BUDDHIST_AHEAD: u64 = 543;

/// The year of the Gregorian calendar for one of the Buddhist calendar, as Thailand counts; others stay as they are.
pub(super) fn without_buddhist_era(year: u64) -> u64 {
    if BUDDHIST_YEARS.contains(&year) { year - BUDDHIST_AHEAD } else { year }
}

/// A four-digit year of the Gregorian calendar, or on a page in Thai one of the Buddhist calendar as that of the Gregorian.
/// Years of other calendars (1446, 2568) fall outside.
pub(super) fn plausible_year(year: u64, context: &DateContext<'_>) -> Option<i16> {
    let year = if context.speaks("th") { without_buddhist_era(year) } else { year };
    let last = context.today().year().saturating_add(2);
    i16::try_from(year).ok().filter(|year| (EARLIEST_YEAR..=last).contains(year))
}

/// The moment of a day, with its hour where one was written.
pub(super) fn resolve(
    day: Day,
    clock: Option<Clock>,
    zone: ZoneText<'_>,
    context: &DateContext<'_>,
) -> Option<ParsedDate> {
    let date = match day.year {
        Some(year) => Date::new(year, day.month, day.day).ok()?,
        None => latest_date(day.month, day.day, context.today())?,
    };
    resolve_date(date, clock, zone, context)
}

/// The moment of a day that is known to exist.
pub(super) fn resolve_date(
    date: Date,
    clock: Option<Clock>,
    zone: ZoneText<'_>,
    context: &DateContext<'_>,
) -> Option<ParsedDate> {
    let local = match clock {
        Some(clock) => local_time(date, clock)?,
        None => date.to_datetime(Time::midnight()),
    };
    let precision = if clock.is_some() { Precision::Minute } else { Precision::Day };
    let zone = zone_of(zone, local, context)?;
    plausible(in_zone(local, zone)?, precision, context)
}

/// A moment within the limits: not before 1900, not more than two years ahead.
pub(super) fn plausible(zoned: Zoned, precision: Precision, context: &DateContext<'_>) -> Option<ParsedDate> {
    let fits = zoned.year() >= EARLIEST_YEAR && zoned.timestamp() <= context.latest();
    fits.then(|| ParsedDate { moment: zoned.into(), precision, relative: false })
}

/// A local time in a zone. A time that the clock showed twice is the earlier one; a time that it skipped moves forward.
pub(super) fn in_zone(local: DateTime, zone: TimeZone) -> Option<Zoned> {
    zone.to_ambiguous_zoned(local).compatible().ok()
}

/// The latest day of this name that is not more than two days ahead. Eight years back is as far as a 29th of February
/// can be.
fn latest_date(month: i8, day: i8, today: Date) -> Option<Date> {
    let limit = today.checked_add(Span::new().days(DAYS_AHEAD)).ok()?;
    (-1..=8)
        .filter_map(|years_back| Date::new(today.year().checked_sub(years_back)?, month, day).ok())
        .find(|&date| date <= limit)
}

/// As many days ahead an event without a year may be announced.
const EVENT_DAYS_AHEAD: i64 = 270;

/// The year in which a day of this name has this day of the week, 1 being Monday: of the latest one, the one after it and the one
/// before it. A day to come is that of an event, and its day of the week is what tells it from one that was.
pub(super) fn year_with_weekday(day: Day, weekday: u8, today: Date) -> Option<i16> {
    let latest = latest_date(day.month, day.day, today)?.year();
    let years = [Some(latest), latest.checked_add(1), latest.checked_sub(1)];
    let limit = today.checked_add(Span::new().days(EVENT_DAYS_AHEAD)).ok()?;
    let has_weekday = |year: &i16| {
        let date = Date::new(*year, day.month, day.day).ok().filter(|date| *date <= limit);
        date.is_some_and(|date| u8::try_from(date.weekday().to_monday_one_offset()) == Ok(weekday))
    };
    years.into_iter().flatten().find(has_weekday)
}

fn local_time(date: Date, clock: Clock) -> Option<DateTime> {
    if clock.hour == 24 {
        return Some(date.tomorrow().ok()?.to_datetime(Time::midnight()));
    }
    let time = Time::new(clock.hour, clock.minute, clock.second, 0).ok()?;
    Some(date.to_datetime(time))
}
