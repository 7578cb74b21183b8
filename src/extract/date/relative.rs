//! Dates that count from the moment of reading: "3 hours ago", "منذ ساعتين", "yesterday at 14:30", "just now".

use jiff::{SignedDuration, Span, Zoned};

use super::clock::clock_behind;
use super::context::{DateContext, ParsedDate};
use super::cursor::{Cursor, Step};
use super::day::Setting;
use super::lexicon::{Role, Unit};
use super::resolve::{Clock, plausible, resolve_date};
use super::token::Kind;
use super::zone::{OffsetStyle, ZoneText};
use crate::model::Precision;

/// The most amounts in one date ("1 day, 2 hours and 5 minutes ago").
const MOST_AMOUNTS: usize = 4;

/// How much time lies between a date and the moment of reading.
#[derive(Clone, Copy, Debug, Default)]
struct Elapsed {
    seconds: i64,
    days: i64,
    months: i64,
}

/// A relative date at this very place. In running text a single word ("today", "now") must stand alone between
/// separators, since it is a word of many names and sentences.
pub(super) fn relative<'t>(
    cursor: Cursor<'t>,
    setting: Setting,
    context: &DateContext<'_>,
) -> Step<'t, ParsedDate> {
    now(cursor, setting, context)
        .or_else(|| day_with_clock(cursor, context))
        .or_else(|| named_day(cursor, None, context).filter(|&(_, next)| stands_alone(cursor, next, setting)))
        .or_else(|| since(cursor, context))
        .or_else(|| ago(cursor, context))
}

/// "Yesterday", with an hour that was read elsewhere.
pub(super) fn named_day<'t>(
    cursor: Cursor<'t>,
    clock: Option<(Clock, ZoneText<'_>)>,
    context: &DateContext<'_>,
) -> Step<'t, ParsedDate> {
    let (days_back, next) = cursor.word(|role| match role {
        Role::DaysBack(days) => Some(days),
        _ => None,
    })?;
    let date = context
        .today()
        .checked_sub(Span::new().days(i64::from(days_back)))
        .ok()?;
    let (clock, zone) = clock.map_or((None, ZoneText::Site), |(clock, zone)| (Some(clock), zone));
    let parsed = resolve_date(date, clock, zone, context)?;
    Some((counted(parsed), next))
}

fn day_with_clock<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, ParsedDate> {
    let (_, next) = named_day(cursor, None, context)?;
    let (clock, behind) = clock_behind(next, OffsetStyle::Words, context)?;
    let (parsed, _) = named_day(cursor, Some(clock), context)?;
    Some((parsed, behind))
}

fn now<'t>(cursor: Cursor<'t>, setting: Setting, context: &DateContext<'_>) -> Step<'t, ParsedDate> {
    let next = cursor.role(Role::Now)?.skip(Role::Ago);
    if !stands_alone(cursor, next, setting) {
        return None;
    }
    Some((elapsed(Elapsed::default(), Unit::Second, context)?, next))
}

/// "hace 3 horas", "منذ يوم".
fn since<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, ParsedDate> {
    let next = cursor.role(Role::Since)?.skip(Role::About);
    let (total, finest, next) = amounts(next)?;
    let next = next.skip(Role::Ago);
    // "قبل يومين من" counts from something else than now.
    let counts_from_elsewhere = next.peek().is_some_and(|token| token.text == "من");
    if counts_from_elsewhere {
        return None;
    }
    Some((elapsed(total, finest, context)?, next))
}

/// "3 hours ago", "3小时前".
fn ago<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, ParsedDate> {
    let (total, finest, next) = amounts(cursor.skip(Role::About))?;
    let next = next.role(Role::Ago)?;
    Some((elapsed(total, finest, context)?, next))
}

/// One or several amounts, each of a finer unit than the one before it; their sum and the finest unit.
fn amounts(cursor: Cursor<'_>) -> Option<(Elapsed, Unit, Cursor<'_>)> {
    let ((count, mut finest), mut place) = amount(cursor)?;
    let mut total = Elapsed::default();
    total.add(count, finest);
    for _ in 1..MOST_AMOUNTS {
        let next = place.skip_mark(&[',']).skip(Role::And);
        let Some(((count, unit), behind)) = amount(next).filter(|((_, unit), _)| *unit < finest) else {
            break;
        };
        total.add(count, unit);
        (finest, place) = (unit, behind);
    }
    Some((total, finest, place))
}

/// "3 hours", "an hour", "un'ora", "ساعتين", "5min.".
fn amount(cursor: Cursor<'_>) -> Step<'_, (i64, Unit)> {
    let number = cursor
        .number(1..=3)
        .and_then(|(value, next)| Some((i64::try_from(value).ok()?, next)));
    let count = number.or_else(|| {
        let (count, next) = cursor.word(|role| match role {
            Role::Count(count) => Some(i64::from(count)),
            _ => None,
        })?;
        Some((count, next.skip_mark(&['\''])))
    });
    let counted = count.and_then(|(count, next)| {
        let (unit, next) = next.word(|role| match role {
            Role::Unit(unit) => Some(unit),
            _ => None,
        })?;
        Some(((count, unit), next))
    });
    let (found, next) = counted.or_else(|| {
        cursor.word(|role| match role {
            Role::Amount(count, unit) => Some((i64::from(count), unit)),
            _ => None,
        })
    })?;
    let behind_dot = next.mark(&['.']).filter(|_| next.is_glued());
    Some((found, behind_dot.map_or(next, |(_, dot)| dot)))
}

impl Elapsed {
    fn add(&mut self, count: i64, unit: Unit) {
        let (field, factor) = match unit {
            Unit::Second => (&mut self.seconds, 1),
            Unit::Minute => (&mut self.seconds, 60),
            Unit::Hour => (&mut self.seconds, 3600),
            Unit::Day => (&mut self.days, 1),
            Unit::Week => (&mut self.days, 7),
            Unit::Month => (&mut self.months, 1),
            Unit::Year => (&mut self.months, 12),
        };
        *field = field.saturating_add(count.saturating_mul(factor));
    }
}

/// The moment that lies so far back: exact for hours and finer, the start of the day for days and coarser.
fn elapsed(total: Elapsed, finest: Unit, context: &DateContext<'_>) -> Option<ParsedDate> {
    let span = Span::new()
        .try_months(total.months)
        .ok()?
        .try_days(total.days)
        .ok()?;
    let here: Zoned = context.now.to_zoned(context.zone.clone());
    if finest >= Unit::Day {
        let date = here.date().checked_sub(span).ok()?;
        return resolve_date(date, None, ZoneText::Site, context).map(counted);
    }
    let moment = here
        .checked_sub(span)
        .ok()?
        .checked_sub(SignedDuration::from_secs(total.seconds))
        .ok()?;
    let whole = moment.with().subsec_nanosecond(0).build().ok()?;
    plausible(whole, Precision::Minute, context).map(counted)
}

const fn counted(parsed: ParsedDate) -> ParsedDate {
    ParsedDate {
        relative: true,
        ..parsed
    }
}

/// Whether the words between two places are parted from their surroundings, or the text is nothing but a date.
fn stands_alone(start: Cursor<'_>, end: Cursor<'_>, setting: Setting) -> bool {
    const SEPARATORS: [char; 12] = ['|', '·', ',', ';', '(', ')', '[', ']', '–', '—', '-', ':'];
    let is_separator = |kind: Kind| matches!(kind, Kind::Mark(mark) if SEPARATORS.contains(&mark));
    let starts = start
        .previous()
        .is_none_or(|token| is_separator(token.kind) || token.roles.contains(&Role::Frame));
    let ends = end.peek().is_none_or(|token| is_separator(token.kind));
    setting == Setting::Whole || (starts && ends)
}
