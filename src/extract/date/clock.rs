//! Times of day behind or before a date.

use super::context::DateContext;
use super::cursor::{Cursor, Step};
use super::lexicon::{Meridiem, Part, Role};
use super::resolve::Clock;
use super::token::{Kind, Token};
use super::zone::{OffsetStyle, ZoneText, zone};

/// The most tokens between a day and its hour.
const LONGEST_JOINT: usize = 5;

/// Languages that write the hour with a full stop.
const DOTTED: [&str; 11] = ["fi", "it", "da", "no", "nb", "nn", "sv", "id", "ms", "de", "nl"];

/// How the minutes were written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Minutes {
    /// "22:12", "22h12", "22時12分": nothing but a time looks like this.
    Sure,
    /// "22.12": may be a number.
    Dotted,
    /// "22": needs a word that makes it an hour.
    None,
}

/// A time of day at this very place: `22:12:00`, `10:12 p.m.`, `下午10:12`, `18h30`, `22時12分`, `10pm`, and behind a word
/// for "at" or before a zone also `22.12`.
pub(super) fn clock<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, Clock> {
    let (leading, start) =
        meridiem(cursor, context).map_or((None, cursor), |(half, next)| (Some(half), next));
    let follows_at = follows_at(start);
    let (hour, behind_hour) = start.small()?;
    let ((minute, second), minutes, behind) = colon_minutes(behind_hour)
        .map(|(found, next)| (found, Minutes::Sure, next))
        .or_else(|| part_minutes(behind_hour).map(|(found, next)| (found, Minutes::Sure, next)))
        .or_else(|| dotted_minutes(behind_hour).map(|(found, next)| (found, Minutes::Dotted, next)))
        .unwrap_or(((0, 0), Minutes::None, behind_hour));
    let (trailing, behind) =
        meridiem(behind, context).map_or((None, behind), |(half, next)| (Some(half), next.skip_mark(&['.'])));
    let half = leading.or(trailing);
    let is_clock = trailing.is_some()
        || match minutes {
            Minutes::Sure => true,
            Minutes::Dotted => {
                half.is_some()
                    || follows_at
                    || behind.part(Part::Hour).is_some()
                    || zone(behind, OffsetStyle::Words).0 != ZoneText::Site
                    || DOTTED.iter().any(|tag| context.speaks(tag))
            }
            Minutes::None => is_hour_word(behind, follows_at),
        };
    let clock = Clock::new(in_half(hour, half)?, minute, second).filter(|_| is_clock)?;
    Some((clock, behind.part(Part::Hour).unwrap_or(behind)))
}

/// A time of day behind a date, with its zone; between them may stand punctuation, a day of the week and "at".
pub(super) fn clock_behind<'t>(
    cursor: Cursor<'t>,
    style: OffsetStyle,
    context: &DateContext<'_>,
) -> Step<'t, (Clock, ZoneText<'t>)> {
    let mut place = cursor;
    for _ in 0..=LONGEST_JOINT {
        let found = compact_clock(place).or_else(|| clock(place, context));
        if let Some((clock, next)) = found {
            let (zone, next) = zone(next, style);
            return Some(((clock, zone), skip_end_of_span(next)));
        }
        place = joint(place)?;
    }
    None
}

/// "22:12-23:00": a span of time begins at its first hour.
fn skip_end_of_span(cursor: Cursor<'_>) -> Cursor<'_> {
    cursor
        .mark(&['-', '–'])
        .and_then(|(_, end)| colon_minutes(end.small()?.1))
        .map_or(cursor, |(_, next)| next)
}

/// `T221200`, `T2212` or `T22` behind an ISO date; with colons it is an ordinary clock behind the T.
fn compact_clock(cursor: Cursor<'_>) -> Step<'_, Clock> {
    let digits = cursor.glued_letter("T").filter(|digits| digits.is_glued())?;
    if let Some(((minute, second), next)) = digits.small().and_then(|(_, next)| colon_minutes(next)) {
        let (hour, _) = digits.small()?;
        return Some((Clock::new(hour, minute, second)?, next));
    }
    let (value, next) = digits.number(2..=6)?;
    let (hour, minute, second) = match digits.peek()?.text.len() {
        2 => (value, 0, 0),
        4 => (value / 100, value % 100, 0),
        6 => (value / 10_000, value / 100 % 100, value % 100),
        _ => return None,
    };
    let part = |value: u64| i8::try_from(value).ok();
    let clock = Clock::new(part(hour)?, part(minute)?, part(second)?)?;
    Some((clock, skip_fraction(next)))
}

/// One token that may stand between a day and its hour.
fn joint(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    const MARKS: [char; 16] =
        [',', '-', '–', '—', '|', '·', '.', '/', ':', '(', ')', '[', ']', ';', '@', '~'];
    if let Some((_, next)) = cursor.mark(&MARKS) {
        return Some(next);
    }
    cursor.word(|role| matches!(role, Role::At | Role::Weekday(_)).then_some(())).map(|((), next)| next)
}

/// Whether a word for "at" stands before a place, perhaps abbreviated ("kl.", "godz.").
fn follows_at(cursor: Cursor<'_>) -> bool {
    let is_at = |token: &Token<'_>| token.roles.contains(&Role::At);
    match cursor.previous() {
        Some(token) if token.kind == Kind::Mark('.') => cursor.second_previous().is_some_and(is_at),
        previous => previous.is_some_and(is_at),
    }
}

/// The half of the day that a word means on this page. German "am" is a preposition.
pub(super) fn meridiem_of(token: &Token<'_>, context: &DateContext<'_>) -> Option<Meridiem> {
    let is_german_am = context.speaks("de") && token.text.eq_ignore_ascii_case("am");
    token
        .roles
        .iter()
        .find_map(|&role| match role {
            Role::Meridiem(half) => Some(half),
            Role::MeridiemOf(language, half) if context.speaks(language) => Some(half),
            _ => None,
        })
        .filter(|_| !is_german_am)
}

fn meridiem<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, Meridiem> {
    Some((meridiem_of(cursor.peek()?, context)?, cursor.advance()))
}

/// The hour of twenty-four. An hour after noon may already be one of twenty-four; one before noon may not.
const fn in_half(hour: i8, half: Option<Meridiem>) -> Option<i8> {
    match half {
        Some(Meridiem::Pm) if hour < 12 => Some(hour + 12),
        Some(Meridiem::Am) if hour == 12 => Some(0),
        Some(Meridiem::Am) if hour > 12 => None,
        _ => Some(hour),
    }
}

/// Whether the next word makes a number before it an hour: 時 and Uhr always, "h" behind a word for "at" or at the end
/// of a phrase, since "3h ago" and "3h read" are amounts.
fn is_hour_word(cursor: Cursor<'_>, follows_at: bool) -> bool {
    let (Some(behind), Some(word)) = (cursor.part(Part::Hour), cursor.peek()) else {
        return false;
    };
    let ends_phrase = behind.peek().is_none_or(|token| matches!(token.kind, Kind::Mark(_)));
    let is_sure = word.kind == Kind::Sign || word.text.eq_ignore_ascii_case("uhr");
    let is_letter = word.text == "h" && cursor.is_glued() && ends_phrase;
    (is_sure || follows_at || is_letter) && !behind.is(Role::Ago)
}

/// `:12`, `:12:00`, `:12:00.123`.
fn colon_minutes(cursor: Cursor<'_>) -> Step<'_, (i8, i8)> {
    let (_, digits) = cursor.mark(&[':']).filter(|_| cursor.is_glued())?;
    let (minute, next) = digits.glued_pair()?;
    let seconds = next.mark(&[':']).filter(|_| next.is_glued()).and_then(|(_, digits)| digits.glued_pair());
    match seconds {
        Some((second, next)) => Some(((minute, second), skip_fraction(next))),
        None => Some(((minute, 0), next)),
    }
}

/// `h30`, `h`, `時12分30秒`: minutes behind a word or sign for the hour.
fn part_minutes(cursor: Cursor<'_>) -> Step<'_, (i8, i8)> {
    let is_sign = cursor.peek().is_some_and(|token| token.kind == Kind::Sign);
    let digits = cursor.part(Part::Hour)?;
    let (minute, next) = digits.small()?;
    let behind = next.part(Part::Minute);
    let is_minute =
        if is_sign { behind.is_some() || digits.is_glued() } else { digits.number(2..=2).is_some() };
    if !is_minute {
        return None;
    }
    let behind = behind.unwrap_or(next);
    let seconds = behind.small().and_then(|(second, next)| Some((second, next.part(Part::Second)?)));
    let (second, behind) = seconds.unwrap_or((0, behind));
    Some(((minute, second), behind))
}

/// `.12` or `.12.00`, not followed by more of a number.
fn dotted_minutes(cursor: Cursor<'_>) -> Step<'_, (i8, i8)> {
    let (minute, next) = dotted_pair(cursor)?;
    let (second, next) = dotted_pair(next).unwrap_or((0, next));
    let continues = next
        .mark(&['.', ','])
        .is_some_and(|(_, more)| next.is_glued() && more.is_glued() && more.number(1..=9).is_some());
    (!continues).then_some(((minute, second), next))
}

fn dotted_pair(cursor: Cursor<'_>) -> Step<'_, i8> {
    let (_, digits) = cursor.mark(&['.']).filter(|_| cursor.is_glued())?;
    digits.glued_pair()
}

fn skip_fraction(cursor: Cursor<'_>) -> Cursor<'_> {
    cursor
        .mark(&['.', ','])
        .filter(|(_, digits)| cursor.is_glued() && digits.is_glued())
        .and_then(|(_, digits)| digits.number(1..=12))
        .map_or(cursor, |(_, next)| next)
}
