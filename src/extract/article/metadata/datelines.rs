//! Dates that stand beside a name, of who wrote, of a place, of a paper.

use super::dates::FIRST_YEAR;
use super::shown_dates::LONGEST_FAR;
use crate::extract::byline::before_byline;
use crate::extract::date::{self, DateContext, ParsedDate};
use crate::model::{DateSource, Dated};

/// Words of names and bylines that have no capital.
const SMALL: [&str; 22] = [
    "and", "by", "da", "de", "del", "der", "di", "door", "du", "et", "la", "le", "of", "par", "por", "the",
    "und", "van", "von", "y", "e", "av",
];

/// The most words of a name before a date, with "By".
const MOST_WORDS: usize = 6;

/// The day in the dateline with which agencies and the press begin a text: "LONDON, March 12, 2024 (Wire) --".
pub(super) fn dateline(opening: &str, context: &DateContext<'_>) -> Option<Dated> {
    const ENDS: [char; 5] = ['(', ')', '/', '–', '—'];
    // The names of the place and of the agency have capitals, and no sentence stands before them.
    let is_name = |text: &str| {
        let mut words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.all(|word| word.starts_with(|first: char| !first.is_lowercase()))
    };
    let opening = opening.replace("--", "–").replace(" - ", "–");
    let mut parts: Vec<&str> = opening.split(ENDS).collect();
    // The text itself.
    parts.pop();
    let is_date = |part: &&&str| date::parse(part, context).is_some();
    let parts: Vec<&str> = parts.into_iter().take_while(|part| is_name(part) || is_date(&part)).collect();
    // Two days are those of a life. Agencies write themselves or the place in capitals, or the day behind the place.
    let days = parts.iter().filter(is_date).count();
    let parsed = match days {
        0 => parts.iter().find_map(|part| behind_name(part, context))?,
        1 if parts.iter().any(|part| part.split_whitespace().any(is_capitals)) => {
            parts.iter().find_map(|part| date::parse(part, context))?
        }
        _ => return None,
    };
    let is_of_web = parsed.moment.zoned().year() >= FIRST_YEAR;
    (is_of_web && names_year(&opening, parsed)).then(|| parsed.dated(DateSource::Text))
}

/// Whether a word of three letters or more has capitals alone.
fn is_capitals(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 3 && !word.contains(char::is_lowercase)
}

/// The date behind a name: "Ann Lee, March 12, 2024", "London - 12 March 2024", "By Ann Lee on 12 March 2024".
pub(super) fn behind_name(text: &str, context: &DateContext<'_>) -> Option<ParsedDate> {
    const JOINTS: [&str; 9] = [", ", " - ", " on ", " am ", " le ", " el ", " em ", " il ", " ("];
    if text.chars().nth(LONGEST_FAR).is_some() {
        return None;
    }
    let starts = JOINTS.iter().flat_map(|joint| text.match_indices(joint));
    let mut starts: Vec<(usize, usize)> = starts.map(|(at, joint)| (at, at + joint.len())).collect();
    starts.sort_unstable();
    starts.into_iter().find_map(|(end, start)| {
        let (name, rest) = (text.get(..end)?, text.get(start..)?.trim_end_matches(')'));
        // A sentence goes on in small letters.
        let is_part = |word: &str| !word.starts_with(char::is_lowercase) || SMALL.contains(&word);
        let is_name = name.split_whitespace().count() <= MOST_WORDS
            && name.split_whitespace().all(is_part)
            && !name.contains(|letter: char| letter.is_numeric() || matches!(letter, '!' | '?' | '|'));
        let is_today = || name.to_lowercase().starts_with("today");
        (is_name && !is_today()).then(|| date::parse(rest, context)).flatten()
    })
}

/// The date before a name: "March 12, 2024 by Ann Lee".
pub(super) fn before_name(text: &str, context: &DateContext<'_>) -> Option<ParsedDate> {
    let (day, _) = before_byline(text)?;
    date::parse(day, context)
}

/// Whether a text has the year of its date; a day without a year may be any event's.
pub(super) fn names_year(text: &str, found: ParsedDate) -> bool {
    let year = found.moment.zoned().year();
    let is_year = |run: &str| match run.len() {
        2 => run.parse() == Ok(year.rem_euclid(100)),
        4 => run.parse() == Ok(year),
        8 => true,
        _ => false,
    };
    let is_foreign = |letter: char| letter.is_numeric() && !letter.is_ascii_digit();
    text.contains(is_foreign) || text.split(|letter: char| !letter.is_ascii_digit()).any(is_year)
}
