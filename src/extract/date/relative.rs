//! Dates that count from the moment of reading: "3 hours ago", "منذ ساعتين", "yesterday at 14:30", "just now".

use jiff::{SignedDuration, Span, Zoned};

use super::clean::has_accent;
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
        .or_else(|| age(cursor, setting, context))
}

/// "Yesterday", with an hour that was read elsewhere.
pub(super) fn named_day<'t>(
    cursor: Cursor<'t>,
    clock: Option<(Clock, ZoneText<'_>)>,
    context: &DateContext<'_>,
) -> Step<'t, ParsedDate> {
    let (days_back, next) = cursor.word(|role| match role {
        Role::DaysBack(days) => Some(days),
        Role::DaysBackOf(language, days) if context.language.is_none() || context.speaks(language) => {
            Some(days)
        }
        _ => None,
    })?;
    let date = context.today().checked_sub(Span::new().days(i64::from(days_back))).ok()?;
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
    let (total, finest, next) = amounts(next, context)?;
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
    let (total, finest, next) = amounts(cursor.skip(Role::About), context)?;
    let next = ago_word(next, context).or_else(|| next.follows(Role::AgoEnding).then_some(next))?;
    // In Vietnamese the word means "before" as well, when something follows that it stands before.
    let is_before = next.previous().is_some_and(|token| token.text == "trước")
        && next.peek().is_some_and(|token| token.kind == Kind::Word);
    if is_before {
        return None;
    }
    Some((elapsed(total, finest, context)?, next))
}

/// An age in days or coarser, written as short as can be: "3d", "2w", "4mo". Hours and minutes so written are durations as often.
fn age<'t>(cursor: Cursor<'t>, setting: Setting, context: &DateContext<'_>) -> Step<'t, ParsedDate> {
    let (count, next) = cursor.number(1..=2).filter(|_| setting == Setting::Whole)?;
    let unit = match next.peek().filter(|token| token.is_glued)?.text {
        "d" => Unit::Day,
        "w" => Unit::Week,
        "mo" => Unit::Month,
        _ => return None,
    };
    let mut total = Elapsed::default();
    total.add(i64::try_from(count).ok()?, unit);
    Some((elapsed(total, unit, context)?, next.advance()))
}

/// The place behind a word for "ago". One that without its accents is a word of another language ("once") counts with
/// them, on a page in its own language, and in small letters where the page does not say its language.
fn ago_word<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Option<Cursor<'t>> {
    let token = cursor.peek()?;
    let is_small_latin = token.text.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_likely = has_accent(token.text) || (context.language.is_none() && is_small_latin);
    let (_, next) = cursor.word(|role| match role {
        Role::Ago => Some(()),
        Role::AgoOf(language) if is_likely || context.speaks(language) => Some(()),
        _ => None,
    })?;
    Some(next)
}

/// One or several amounts, each of a finer unit than the one before it; their sum and the finest unit.
fn amounts<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Option<(Elapsed, Unit, Cursor<'t>)> {
    let ((count, mut finest), mut place) = amount(cursor, context)?;
    let mut total = Elapsed::default();
    total.add(count, finest);
    for _ in 1..MOST_AMOUNTS {
        let next = place.skip_mark(&[',']).skip(Role::And);
        let Some(((count, unit), behind)) = amount(next, context).filter(|((_, unit), _)| *unit < finest)
        else {
            break;
        };
        total.add(count, unit);
        (finest, place) = (unit, behind);
    }
    Some((total, finest, place))
}

/// "3 hours", "an hour", "un'ora", "ساعتين", "5min.", "21 de minute".
fn amount<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, (i64, Unit)> {
    let counted = count(cursor).and_then(|(count, next)| {
        let (unit, next) = unit(next, context).or_else(|| unit(next.role(Role::Link)?, context))?;
        Some(((count, unit), next))
    });
    // "3 день" is no "день": a number that fits no unit makes no amount of the word alone.
    let (found, next) = counted.or_else(|| {
        if cursor.follows_number() {
            return None;
        }
        let (amount, next) = cursor.word(|role| match role {
            Role::Amount(count, unit) => Some((i64::from(count), unit)),
            _ => None,
        })?;
        Some((amount, next.skip(Role::Count(1))))
    })?;
    let behind_dot = next.mark(&['.']).filter(|_| next.is_glued());
    Some((found, behind_dot.map_or(next, |(_, dot)| dot)))
}

fn count(cursor: Cursor<'_>) -> Step<'_, i64> {
    if let Some((value, next)) = cursor.number(1..=3) {
        return Some((i64::try_from(value).ok()?, next));
    }
    let (count, next) = cursor.word(|role| match role {
        Role::Count(count) => Some(i64::from(count)),
        _ => None,
    })?;
    Some((count, next.skip_mark(&['\''])))
}

/// A unit as the language of the page means it.
fn unit<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, Unit> {
    let of_page = cursor.word(|role| match role {
        Role::UnitOf(language, unit) if context.speaks(language) => Some(unit),
        _ => None,
    });
    if let Some((unit, next)) = of_page {
        return unit.map(|unit| (unit, next));
    }
    cursor.word(|role| match role {
        Role::Unit(unit) => Some(unit),
        _ => None,
    })
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
    let span = Span::new().try_months(total.months).ok()?.try_days(total.days).ok()?;
    let here: Zoned = context.now.to_zoned(context.zone.clone());
    if finest >= Unit::Day {
        let date = here.date().checked_sub(span).ok()?;
        return resolve_date(date, None, ZoneText::Site, context).map(counted);
    }
    let moment = here.checked_sub(span).ok()?.checked_sub(SignedDuration::from_secs(total.seconds)).ok()?;
    let whole = moment.with().subsec_nanosecond(0).build().ok()?;
    plausible(whole, Precision::Minute, context).map(counted)
}

const fn counted(parsed: ParsedDate) -> ParsedDate {
    ParsedDate { relative: true, ..parsed }
}

/// Whether the words between two places are parted from their surroundings, or the text is nothing but a date.
fn stands_alone(start: Cursor<'_>, end: Cursor<'_>, setting: Setting) -> bool {
    const BEFORE: [char; 9] = ['|', '·', '(', '[', '–', '—', '-', ',', ':'];
    // A comma behind it begins a sentence: "Today, the council met".
    const BEHIND: [char; 6] = ['|', '·', ')', ']', '–', '—'];
    let is_one_of = |kind: Kind, marks: &[char]| matches!(kind, Kind::Mark(mark) if marks.contains(&mark));
    let starts = start
        .previous()
        .is_none_or(|token| is_one_of(token.kind, &BEFORE) || token.roles.contains(&Role::Frame));
    let ends = end.peek().is_none_or(|token| is_one_of(token.kind, &BEHIND));
    setting == Setting::Whole || (starts && ends)
}
