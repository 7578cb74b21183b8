//! A text that is a date.

use jiff::Timestamp;

use super::clean::{clean, fold};
use super::context::{DateContext, ParsedDate};
use super::cursor::Cursor;
use super::day::Setting;
use super::lexicon::{Role, look_up};
use super::reading::reading;
use super::resolve::{Clock, Day, plausible, plausible_year, resolve};
use super::token::{
    Kind, Token, begins_with_moment, begins_with_unknown_ascii_word, begins_with_unknown_word, tokens,
};
use super::zone::ZoneText;
use crate::model::Precision;

/// The most characters of a text that is a date and its frame.
const LONGEST_CHARS: usize = 500;

/// The first year that a count of seconds may mean; before it, it is a number of something else.
const EARLIEST_EPOCH_YEAR: i16 = 1990;

/// Reads a text that is a date as a whole, apart from a small frame: "Published:", "Updated on", the day of the week,
/// separators, brackets, "at", "الساعة".
///
/// Understands ISO 8601 and RFC 3339, RFC 2822, RFC 850 and asctime, JavaScript's `Date`, seconds and milliseconds since
/// 1970, dates in the words and digits of the languages of the lexicon, and dates that count from the moment of
/// reading. A date without an offset is in `context.zone`; one without an hour is the start of its day. `None` when
/// the text says anything else, says several dates, or could mean several days.
pub fn parse(text: &str, context: &DateContext<'_>) -> Option<ParsedDate> {
    let text = text.trim();
    // Most texts that are asked about are titles, and a date does not begin with the first word of a title.
    if begins_with_unknown_ascii_word(text) || text.chars().nth(LONGEST_CHARS).is_some() {
        return None;
    }
    let text = clean(text, LONGEST_CHARS);
    if begins_with_unknown_word(&text) {
        return None;
    }
    let tokens = tokens(&text);
    if let [only] = tokens.as_slice()
        && let Kind::Number { value, width } = only.kind
        && width != 8
    {
        return digits_alone(value, width, context);
    }
    let mut start = Cursor::new(&text, &tokens);
    loop {
        if let Some((parsed, end)) = reading(start, Setting::Whole, context)
            && is_frame_to_the_end(end)
        {
            return Some(parsed);
        }
        if !may_precede(start.peek()?) {
            return None;
        }
        start = start.advance();
    }
}

/// The most bytes of a text that counts from the moment of reading without a number.
const LONGEST_MOMENT: usize = 40;

/// Whether a text without a digit may be a date all the same: a short one of several words that begins with "yesterday", "an hour"
/// and the like. A word alone may be the name of a paper: "Today".
pub fn may_count_from_now(text: &str) -> bool {
    let text = text.trim();
    (3..=LONGEST_MOMENT).contains(&text.len())
        && text.contains(char::is_whitespace)
        && begins_with_moment(text)
}

/// Whether a word may mean something in a date, in any language: the name of a month or a day, a unit, "at", "ago".
pub fn is_word_of_dates(word: &str) -> bool {
    let mut folded = String::with_capacity(word.len());
    fold(word, &mut folded);
    look_up(&folded).is_some_and(|entry| !entry.roles.is_empty())
}

fn is_frame_to_the_end(mut place: Cursor<'_>) -> bool {
    while let Some(token) = place.peek() {
        if !is_frame(token) {
            return false;
        }
        place = place.advance();
    }
    true
}

/// "Today, 10 September 2022": the named day repeats the date.
fn may_precede(token: &Token<'_>) -> bool {
    is_frame(token) || token.roles.iter().any(|role| matches!(role, Role::DaysBack(_) | Role::DaysBackOf(..)))
}

fn is_frame(token: &Token<'_>) -> bool {
    const MARKS: [char; 21] = [
        ':', ',', '.', ';', '|', '·', '-', '–', '—', '(', ')', '[', ']', '"', '\'', '«', '»', '“', '”', '/',
        '>',
    ];
    match token.kind {
        Kind::Mark(mark) => MARKS.contains(&mark),
        Kind::Number { .. } => false,
        Kind::Word | Kind::Sign => token
            .roles
            .iter()
            .any(|role| matches!(role, Role::Frame | Role::Weekday(_) | Role::At | Role::Link)),
    }
}

/// A text of digits alone: seconds or milliseconds since 1970, or year to minute or second without separators.
fn digits_alone(value: u64, width: usize, context: &DateContext<'_>) -> Option<ParsedDate> {
    match width {
        10 => epoch(i64::try_from(value).ok()?, context),
        13 => epoch(i64::try_from(value / 1000).ok()?, context),
        12 => packed(value.checked_mul(100)?, context),
        14 => packed(value, context),
        _ => None,
    }
}

fn epoch(seconds: i64, context: &DateContext<'_>) -> Option<ParsedDate> {
    let moment = Timestamp::from_second(seconds).ok()?.to_zoned(context.zone.clone());
    if moment.year() < EARLIEST_EPOCH_YEAR {
        return None;
    }
    plausible(moment, Precision::Minute, context)
}

/// `20220910221200`.
fn packed(value: u64, context: &DateContext<'_>) -> Option<ParsedDate> {
    let pair = |divisor: u64| i8::try_from(value / divisor % 100).ok();
    let day = Day {
        year: Some(plausible_year(value / 10_000_000_000, context)?),
        month: pair(100_000_000)?,
        day: pair(1_000_000)?,
    };
    let clock = Clock::new(pair(10_000)?, pair(100)?, pair(1)?)?;
    resolve(day, Some(clock), ZoneText::Site, context)
}
