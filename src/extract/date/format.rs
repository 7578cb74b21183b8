//! Dates in a format that a site definition gives.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::fmt::strtime::{self, BrokenDownTime};

use super::clean::clean;
use super::clock::meridiem_of;
use super::context::{DateContext, ParsedDate};
use super::lexicon::{Meridiem, Role};
use super::named::month_of;
use super::resolve::{Clock, Day, plausible, plausible_year, resolve, resolve_date};
use super::token::{Token, tokens};
use super::zone::ZoneText;
use crate::model::Precision;

/// The most characters of a text that a format describes.
const LONGEST_CHARS: usize = 400;

/// Reads a text by a format of [`jiff::fmt::strtime`] (`%d %B %Y %H:%M`), once its digits are ASCII and the names of its
/// months, days of the week and halves of the day are English, in the form that the format asks for.
///
/// A format without an offset gives a moment in `context.zone`; one without an hour the start of the day; one without
/// a year the latest that is not more than two days ahead. `None` when text and format do not fit, when the format
/// names no day, or when the date is implausible.
pub fn parse_with_format(text: &str, format: &str, context: &DateContext<'_>) -> Option<ParsedDate> {
    let text = clean(text, LONGEST_CHARS);
    let english = in_english(text.trim(), format, context);
    let parts = strtime::parse(format.trim(), &english).ok()?;
    if let Some(moment) = parts.timestamp() {
        return at_instant(moment, context);
    }
    let clock = match parts.hour() {
        Some(_) => Some(clock_of(&parts)?),
        None => None,
    };
    let zone = match (parts.offset(), parts.iana_time_zone()) {
        (Some(offset), _) => ZoneText::Offset(offset.seconds()),
        (None, Some(name)) => ZoneText::Name(name),
        (None, None) => ZoneText::Site,
    };
    if let Ok(date) = parts.to_date() {
        plausible_year(u64::try_from(date.year()).ok()?, context)?;
        return resolve_date(date, clock, zone, context);
    }
    let day = Day { year: parts.year(), month: parts.month()?, day: parts.day()? };
    resolve(day, clock, zone, context)
}

fn at_instant(moment: Timestamp, context: &DateContext<'_>) -> Option<ParsedDate> {
    let whole = Timestamp::from_second(moment.as_second()).ok()?;
    plausible(whole.to_zoned(context.zone.clone()), Precision::Minute, context)
}

fn clock_of(parts: &BrokenDownTime) -> Option<Clock> {
    let hour = match (parts.hour()?, parts.meridiem()) {
        (hour, Some(strtime::Meridiem::PM)) if hour < 12 => hour + 12,
        (12, Some(strtime::Meridiem::AM)) => 0,
        (hour, _) => hour,
    };
    Clock::new(hour, parts.minute().unwrap_or(0), parts.second().unwrap_or(0))
}

/// The text with English names where the format expects a name; everything else stays as it is, so that the words of
/// the format itself still fit.
fn in_english(text: &str, format: &str, context: &DateContext<'_>) -> String {
    let mut wanted = wanted_names(format);
    let mut english = String::with_capacity(text.len());
    let mut copied = 0;
    for token in tokens(text) {
        let translated = wanted.iter().enumerate().find_map(|(index, name)| {
            let word = name.english(&token, context)?;
            Some((index, word))
        });
        if let Some((index, word)) = translated {
            wanted.remove(index);
            english.push_str(text.get(copied..token.start).unwrap_or_default());
            english.push_str(&word);
            copied = token.end();
        }
    }
    english.push_str(text.get(copied..).unwrap_or_default());
    english
}

/// A name that a format expects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    FullMonth,
    ShortMonth,
    FullWeekday,
    ShortWeekday,
    HalfOfDay,
}

/// The names that a format expects, in its order.
fn wanted_names(format: &str) -> Vec<Name> {
    let mut names = Vec::new();
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        if char != '%' {
            continue;
        }
        // Flags and widths stand between the sign and the letter.
        let directive = chars.find(|char| !matches!(char, '-' | '_' | '^' | '#' | '0'..='9' | ':'));
        names.extend(match directive {
            Some('B') => Some(Name::FullMonth),
            Some('b' | 'h') => Some(Name::ShortMonth),
            Some('A') => Some(Name::FullWeekday),
            Some('a') => Some(Name::ShortWeekday),
            Some('p' | 'P') => Some(Name::HalfOfDay),
            _ => None,
        });
    }
    names
}

impl Name {
    /// The English name of what a word means, if it means this kind of thing.
    fn english(self, token: &Token<'_>, context: &DateContext<'_>) -> Option<String> {
        let weekday = || {
            token.roles.iter().find_map(|&role| match role {
                Role::Weekday(number) => Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok(),
                _ => None,
            })
        };
        // A known date of the week or month lends its name to jiff's own formatter.
        let (date, directive) = match self {
            Self::FullMonth => (Date::new(2000, month_of(token, context)?.month, 1).ok()?, "%B"),
            Self::ShortMonth => (Date::new(2000, month_of(token, context)?.month, 1).ok()?, "%b"),
            Self::FullWeekday => (nearest(weekday()?)?, "%A"),
            Self::ShortWeekday => (nearest(weekday()?)?, "%a"),
            Self::HalfOfDay => return half_of_day(token, context),
        };
        Some(date.strftime(directive).to_string())
    }
}

fn nearest(weekday: Weekday) -> Option<Date> {
    Date::new(2000, 1, 1).ok()?.nth_weekday(1, weekday).ok()
}

fn half_of_day(token: &Token<'_>, context: &DateContext<'_>) -> Option<String> {
    let name = match meridiem_of(token, context)? {
        Meridiem::Am => "AM",
        Meridiem::Pm => "PM",
    };
    Some(name.to_owned())
}
