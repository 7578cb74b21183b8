//! Offsets and names of time zones behind an hour.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::context::DateContext;
use super::cursor::{Cursor, Step};
use super::lexicon::Role;
use super::resolve::in_zone;
use super::token::Kind;

/// The farthest that a zone lies from UTC, in hours (Kiribati).
const FARTHEST_HOURS: i32 = 14;

/// A zone as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ZoneText<'t> {
    /// None: that of the site applies.
    Site,
    /// An offset from UTC in seconds.
    Offset(i32),
    /// An abbreviation ("EEST").
    Abbreviation(&'t str),
    /// A name of the IANA database ("Asia/Beirut").
    Name(&'t str),
}

/// How an offset may be written behind the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OffsetStyle {
    /// Behind an ISO date: "22:12-03:00" is an offset.
    Iso,
    /// Behind a date in words: "22:12-23:00" is a span of time.
    Words,
}

/// Reads a zone behind an hour: `Z`, `+0300`, `UTC+3`, `EEST`, `GMT+0300 (EEST)`, `[Asia/Beirut]`, "بتوقيت بيروت". The
/// cursor stays where it is when there is none.
pub(super) fn zone<'t>(cursor: Cursor<'t>, style: OffsetStyle) -> (ZoneText<'t>, Cursor<'t>) {
    let found = bare_offset(cursor, style)
        .map(|(seconds, next)| (ZoneText::Offset(seconds), skip_comments(next)))
        .or_else(|| bracketed_name(cursor))
        .or_else(|| named(cursor))
        .or_else(|| {
            let (_, inner) = cursor.mark(&['(', '['])?;
            let (zone, next) = named(inner)?;
            let (_, next) = next.mark(&[')', ']'])?;
            Some((zone, next))
        });
    found.unwrap_or((ZoneText::Site, cursor))
}

/// The zone to take a local time in. `None` when its abbreviation means several zones and the context does not say which.
pub(super) fn zone_of(zone: ZoneText<'_>, local: DateTime, context: &DateContext<'_>) -> Option<TimeZone> {
    match zone {
        ZoneText::Site => Some(context.zone.clone()),
        ZoneText::Offset(seconds) => Offset::from_seconds(seconds).ok().map(Offset::to_time_zone),
        ZoneText::Name(name) => TimeZone::get(name).ok(),
        ZoneText::Abbreviation(name) => of_abbreviation(name, local, context),
    }
}

/// Whether a text is an abbreviation of a zone that this module knows.
fn is_abbreviation(text: &str) -> bool {
    matches!(text, "IST" | "CST" | "AST" | "BST" | "GST")
        || iana_name(text).is_some()
        || minutes_of(text).is_some()
}

fn of_abbreviation(name: &str, local: DateTime, context: &DateContext<'_>) -> Option<TimeZone> {
    if is_shared(name)
        && let Some(site) = in_zone(local, context.zone.clone())
        && context.zone.to_offset_info(site.timestamp()).abbreviation() == name
    {
        return Some(context.zone.clone());
    }
    if let Some(zone) = iana_name(name) {
        return TimeZone::get(zone).ok();
    }
    let minutes = minutes_of(name).or_else(|| shared_minutes(name, context))?;
    Offset::from_seconds(minutes.checked_mul(60)?).ok().map(Offset::to_time_zone)
}

/// Abbreviations that several zones share.
fn is_shared(name: &str) -> bool {
    matches!(name, "IST" | "CST" | "AST" | "BST" | "GST")
}

/// What a shared abbreviation means on this page, in minutes east of UTC.
fn shared_minutes(name: &str, context: &DateContext<'_>) -> Option<i32> {
    match name {
        "CST" if context.speaks("zh") => Some(480),
        "CST" => Some(-360),
        "BST" if context.speaks("bn") || context.is_of_region("BD") => Some(360),
        "BST" => Some(60),
        "GST" => Some(240),
        "AST" if context.speaks("ar") => Some(180),
        "IST" if context.speaks("hi") || context.is_of_region("IN") => Some(330),
        "IST" if context.speaks("he") || context.is_of_region("IL") => Some(120),
        "IST" if context.speaks("ga") || context.is_of_region("IE") => Some(60),
        _ => None,
    }
}

/// Names for "the time there, summer or winter".
fn iana_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "ET" => "America/New_York",
        "CT" => "America/Chicago",
        "MT" => "America/Denver",
        "PT" => "America/Los_Angeles",
        _ => return None,
    })
}

/// Abbreviations with one offset, in minutes east of UTC (RFC 2822 §4.3 and the IANA database).
fn minutes_of(name: &str) -> Option<i32> {
    Some(match name {
        "Z" | "GMT" | "UTC" | "UT" | "WET" => 0,
        "CET" | "MEZ" | "WEST" | "WAT" => 60,
        "EET" | "CEST" | "MESZ" | "SAST" | "CAT" => 120,
        "EEST" | "MSK" | "IDT" | "TRT" | "EAT" => 180,
        "IRST" => 210,
        "IRDT" => 270,
        "PKT" => 300,
        "NPT" => 345,
        "WIB" | "ICT" => 420,
        "WITA" | "HKT" | "SGT" | "PHT" | "AWST" => 480,
        "WIT" | "JST" | "KST" => 540,
        "ACST" => 570,
        "AEST" => 600,
        "ACDT" => 630,
        "AEDT" => 660,
        "NZST" => 720,
        "NZDT" => 780,
        "BRT" | "ART" | "ADT" => -180,
        "NST" => -210,
        "NDT" => -150,
        "EDT" => -240,
        "EST" | "CDT" | "COT" | "PET" => -300,
        "MDT" => -360,
        "MST" | "PDT" => -420,
        "PST" | "AKDT" => -480,
        "AKST" => -540,
        "HST" => -600,
        _ => return None,
    })
}

/// `+03:00`, `+0300`, `+03`. A two-digit offset must touch the hour, else it is a number of something.
fn bare_offset(cursor: Cursor<'_>, style: OffsetStyle) -> Step<'_, i32> {
    let touches = cursor.is_glued();
    let (sign, digits) = cursor.mark(&['+', '-'])?;
    if !digits.is_glued() {
        return None;
    }
    let (seconds, width, next) = offset_digits(digits)?;
    let is_offset = match (width, style) {
        (4, _) => true,
        (2, OffsetStyle::Iso) => touches,
        (5, OffsetStyle::Iso) => true,
        (5, OffsetStyle::Words) => sign == '+' || !touches,
        _ => false,
    };
    is_offset.then_some((signed(sign, seconds), next))
}

/// `+3`, `+03:00`, `+0300` behind UTC or GMT.
fn attached_offset(cursor: Cursor<'_>) -> Step<'_, i32> {
    let (sign, digits) = cursor.mark(&['+', '-'])?;
    let (seconds, _, next) = offset_digits(digits).filter(|_| digits.is_glued() || cursor.is_glued())?;
    Some((signed(sign, seconds), next))
}

/// Seconds, the count of characters, and the place behind.
fn offset_digits(cursor: Cursor<'_>) -> Option<(i32, usize, Cursor<'_>)> {
    if let Some((value, next)) = cursor.number(4..=4) {
        let value = i32::try_from(value).ok()?;
        return Some((offset_seconds(value / 100, value % 100)?, 4, next));
    }
    let (hours, next) = cursor.small()?;
    let width = cursor.peek()?.text.len();
    let minutes = next.mark(&[':']).filter(|_| next.is_glued()).and_then(|(_, after)| after.glued_pair());
    match minutes {
        Some((minutes, after)) => Some((offset_seconds(hours.into(), minutes.into())?, width + 3, after)),
        None => Some((offset_seconds(hours.into(), 0)?, width, next)),
    }
}

fn offset_seconds(hours: i32, minutes: i32) -> Option<i32> {
    let fits = hours <= FARTHEST_HOURS && matches!(minutes, 0 | 30 | 45);
    fits.then_some(hours * 3600 + minutes * 60)
}

const fn signed(sign: char, seconds: i32) -> i32 {
    if sign == '-' { -seconds } else { seconds }
}

/// `[Asia/Beirut]` (RFC 9557).
fn bracketed_name(cursor: Cursor<'_>) -> Step<'_, ZoneText<'_>> {
    let (_, inner) = cursor.mark(&['['])?;
    let (name, next) = inner.run_until(']')?;
    Some((ZoneText::Name(name), next))
}

/// An abbreviation in capitals, with the offset that may follow it, or a phrase that names a place.
fn named(cursor: Cursor<'_>) -> Step<'_, ZoneText<'_>> {
    let token = cursor.peek()?;
    let place = cursor.word(|role| match role {
        Role::Zone(name) => Some(ZoneText::Name(name)),
        _ => None,
    });
    if place.is_some() {
        return place;
    }
    let is_zulu = token.is_glued && token.text == "z";
    if token.kind != Kind::Word || !(is_abbreviation(token.text) || is_zulu) {
        return None;
    }
    let next = cursor.advance();
    if is_zulu {
        return Some((ZoneText::Offset(0), next));
    }
    if matches!(token.text, "GMT" | "UTC")
        && let Some((seconds, next)) = attached_offset(next)
    {
        return Some((ZoneText::Offset(seconds), skip_comments(next)));
    }
    Some((ZoneText::Abbreviation(token.text), skip_comments(next)))
}

/// Skips what repeats an offset in words: `(EEST)`, `(Eastern European Summer Time)`, `[Asia/Beirut]`, `UTC`.
fn skip_comments(cursor: Cursor<'_>) -> Cursor<'_> {
    let mut place = cursor;
    if let Some((open, inner)) = place.mark(&['(', '[']) {
        let close = if open == '(' { ')' } else { ']' };
        if let Some((_, next)) = inner.run_until(close) {
            place = next;
        }
    }
    if let Some(token) = place.peek()
        && is_abbreviation(token.text)
        && token.text != "Z"
    {
        place = place.advance();
    }
    place
}
