//! Days with the name of a month: `10 September 2022`, `Sept. 10th, 2022`, `le 1er mars`, `10 أيلول/سبتمبر 2022`.

use super::context::DateContext;
use super::cursor::{Cursor, Step};
use super::day::{Setting, Written};
use super::lexicon::{MonthName, Part, Role};
use super::numeric::{full_year, thai_year};
use super::resolve::{Day, plausible_year, without_buddhist_era};
use super::token::{Kind, Token};
use super::zone::OffsetStyle;

/// A day with the name of a month at this very place.
pub(super) fn named<'t>(
    cursor: Cursor<'t>,
    setting: Setting,
    context: &DateContext<'_>,
) -> Step<'t, Written> {
    year_month_day(cursor, context)
        .or_else(|| day_month_year(cursor, setting, context))
        .or_else(|| month_day_year(cursor, setting, context))
}

/// The month that a word names, in the language of the page if it is a name there.
pub(super) fn month_of(token: &Token<'_>, context: &DateContext<'_>) -> Option<MonthName> {
    let mut names = token.roles.iter().filter_map(|&role| match role {
        Role::Month(name) => Some(name),
        _ => None,
    });
    let first = names.clone().next()?;
    Some(names.find(|name| speaks(context, name.language)).unwrap_or(first))
}

/// What became of the search for a year.
enum Year {
    /// A year.
    Is(i16),
    /// Nothing that could be one.
    Missing,
    /// A number that must be a year, but not one that an article can have.
    Refused,
}

fn speaks(context: &DateContext<'_>, language: &str) -> bool {
    context.speaks(language)
        || match language {
            "no" => context.speaks("nb") || context.speaks("nn"),
            "he" => context.speaks("iw"),
            "hr" => context.speaks("bs") || context.speaks("sr"),
            "id" => context.speaks("in") || context.speaks("ms"),
            _ => false,
        }
}

/// `2022 September 10`, `2022. szeptember 10.`, `2022/sep/10`.
fn year_month_day<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, Written> {
    let (year, next) = cursor.number(4..=4)?;
    let (name, next) = month(next.skip_mark(&['-', '/', '.', ',']), context)?;
    let (day, next) = day_number(next.skip_mark(&['-', '/', '.', ',']))?;
    let written = written(Some(plausible_year(year, context)?), name.month, day, true);
    Some((written, next))
}

fn day_month_year<'t>(cursor: Cursor<'t>, setting: Setting, context: &DateContext<'_>) -> Step<'t, Written> {
    let (day, behind_day) = day_number(cursor)?;
    let (hyphen, next) =
        behind_day.mark(&['-', '/', ',', '.']).map_or((None, behind_day), |(mark, next)| (Some(mark), next));
    let word = skip_links(next);
    let (name, behind) = month(word, context)?;
    match year(behind, hyphen == Some('-'), name, context) {
        (Year::Refused, _) => None,
        (Year::Is(year), next) => Some((written(Some(year), name.month, day, true), next)),
        (Year::Missing, _) => {
            let stands = (setting == Setting::Whole || !is_count_of(word))
                && stands_without_year(word, name, setting, context)
                && ends_here(behind);
            Some((written(None, name.month, day, stands), behind))
        }
    }
}

fn month_day_year<'t>(cursor: Cursor<'t>, setting: Setting, context: &DateContext<'_>) -> Step<'t, Written> {
    let (name, next) = month(cursor, context)?;
    let next = skip_links(next.skip_mark(&['-', '/', ',']));
    let (day, behind) = day_number(next)?;
    match year(behind, false, name, context) {
        (Year::Refused, _) => None,
        (Year::Is(year), next) => Some((written(Some(year), name.month, day, true), next)),
        (Year::Missing, _) => {
            // In "10 Sep 22" the number before the month may be the day as well.
            let stands = !cursor.follows_number()
                && (setting == Setting::Whole || leads_day(cursor, name))
                && stands_without_year(cursor, name, setting, context)
                && ends_here(behind);
            Some((written(None, name.month, day, stands), behind))
        }
    }
}

const fn written(year: Option<i16>, month: i8, day: i8, stands_without_year: bool) -> Written {
    Written { day: Day { year, month, day }, style: OffsetStyle::Words, stands_without_year }
}

/// `10`, `10.`, `10th`, `1er`, `1º`.
pub(super) fn day_number(cursor: Cursor<'_>) -> Step<'_, i8> {
    let (day, next) = cursor.small().filter(|(day, _)| (1..=31).contains(day))?;
    let next = next.role(Role::Ordinal).filter(|_| next.is_glued()).unwrap_or(next);
    let next = next.mark(&['.', '°']).filter(|_| next.is_glued()).map_or(next, |(_, dot)| dot);
    Some((day, next))
}

/// A month, with the full stop of an abbreviation and with the second name that Arabic papers add
/// ("أيلول/سبتمبر", "أيلول (سبتمبر)").
fn month<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, MonthName> {
    if let Some(numbered) = numbered_month(cursor, context) {
        return Some(numbered);
    }
    let name = month_of(cursor.peek()?, context)?;
    let behind = cursor.advance();
    let behind = behind.mark(&['.']).filter(|_| behind.is_glued()).map_or(behind, |(_, dot)| dot);
    let second = behind.mark(&['/', '(', '-']).and_then(|(mark, next)| {
        let token = next.peek()?;
        let is_same =
            token.roles.iter().any(|&role| matches!(role, Role::Month(other) if other.month == name.month));
        let after = next.advance();
        match mark {
            '(' => after.mark(&[')']).map(|(_, closed)| closed),
            _ => Some(after),
        }
        .filter(|_| is_same)
    });
    Some((name, second.unwrap_or(behind)))
}

/// A month as Vietnamese names it, by its number: `tháng 11`, `Th11`.
fn numbered_month<'t>(cursor: Cursor<'t>, context: &DateContext<'_>) -> Step<'t, MonthName> {
    let token = cursor.peek().filter(|_| context.speaks("vi"))?;
    if !["tháng", "thg", "th"].contains(&token.text.to_lowercase().as_str()) {
        return None;
    }
    let (month, next) = cursor.advance().small().filter(|(month, _)| (1..=12).contains(month))?;
    Some((MonthName { month, language: "vi", is_common_word: false }, next))
}

fn skip_links(cursor: Cursor<'_>) -> Cursor<'_> {
    let mut place = cursor;
    for _ in 0..3 {
        place = match place.role(Role::Link).or_else(|| place.mark(&['\'']).map(|(_, next)| next)) {
            Some(next) => next,
            None => return place,
        };
    }
    place
}

/// The year behind a month or a day. Two digits are a year behind an apostrophe, in the hyphens of RFC 850 and before
/// the hour of RFC 822.
fn year<'t>(
    cursor: Cursor<'t>,
    is_hyphened: bool,
    name: MonthName,
    context: &DateContext<'_>,
) -> (Year, Cursor<'t>) {
    let is_thai = name.language == "th";
    let place = cursor.skip_mark(&[',', '-', '/', '.']);
    let apostrophe = place.mark(&['\'']).is_some();
    let place = skip_links(place);
    if let Some((value, next)) = place.number(4..=4) {
        let value = if is_thai { without_buddhist_era(value) } else { value };
        return match plausible_year(value, context) {
            Some(_) if next.is(Role::OtherCalendar) => (Year::Refused, cursor),
            Some(year) => (Year::Is(year), skip_year_suffix(next)),
            None => (Year::Refused, cursor),
        };
    }
    // "10 Sep 202222:12": the year and the hour of two elements without a space between them.
    if place.number(5..=6).is_some_and(|(_, next)| next.mark(&[':']).is_some()) {
        return (Year::Refused, cursor);
    }
    if let Some((value, next)) = place.number(2..=2)
        && (apostrophe || is_hyphened || is_thai || begins_hour(next))
        && !begins_minute(next)
    {
        let year = if is_thai { thai_year(value) } else { full_year(value, context) };
        return match year {
            Some(year) => (Year::Is(year), next),
            None => (Year::Refused, cursor),
        };
    }
    (Year::Missing, cursor)
}

/// Whether a number is an hour, and minutes follow.
fn begins_minute(behind: Cursor<'_>) -> bool {
    behind.mark(&[':', '.']).is_some_and(|(mark, next)| {
        mark == ':' || (behind.is_glued() && next.is_glued() && next.number(2..=2).is_some())
    })
}

/// "2022 г.", "2022 م", "2022 r.".
fn skip_year_suffix(cursor: Cursor<'_>) -> Cursor<'_> {
    cursor
        .role(Role::YearSuffix)
        .map_or(cursor, |next| next.mark(&['.']).filter(|_| next.is_glued()).map_or(next, |(_, dot)| dot))
}

fn begins_hour(cursor: Cursor<'_>) -> bool {
    cursor.small().is_some_and(|(_, next)| next.is_glued() && next.mark(&[':']).is_some())
}

/// Whether the name of a month makes a date without a year. In running text the name must be of the language of the
/// page (or English), and one that is also a common word must be of that language and in a capital.
fn stands_without_year(
    word: Cursor<'_>,
    name: MonthName,
    setting: Setting,
    context: &DateContext<'_>,
) -> bool {
    let Some(token) = word.peek() else {
        return false;
    };
    let is_of_page = speaks(context, name.language);
    if setting == Setting::Whole {
        // "3 ago" is a day of August only where "ago" is not English.
        return is_of_page || !token.roles.contains(&Role::Ago);
    }
    let is_english = name.language == "en" && token.begins_with_capital();
    if name.is_common_word {
        return token.begins_with_capital() && (is_of_page || (context.language.is_none() && is_english));
    }
    is_of_page || is_english || (context.language.is_none() && token.text.chars().count() > 3)
}

/// "Top 10 of September" counts things; "10th of September" is a day.
fn is_count_of(word: Cursor<'_>) -> bool {
    let is_number = |token: &Token<'_>| matches!(token.kind, Kind::Number { .. });
    word.previous().is_some_and(|token| token.text == "of") && word.second_previous().is_some_and(is_number)
}

/// Whether a month may stand before its day without a year: in English, where it has a capital ("march 10" is another
/// word), and elsewhere when it is no abbreviation.
fn leads_day(word: Cursor<'_>, name: MonthName) -> bool {
    const SHORTEST_FULL_NAME: usize = 5;
    word.peek().is_some_and(|token| match name.language {
        "en" => token.begins_with_capital(),
        _ => token.text.chars().count() >= SHORTEST_FULL_NAME,
    })
}

/// Whether what follows does not make the day part of something else: another month, a two-digit year, a fraction.
fn ends_here(cursor: Cursor<'_>) -> bool {
    let Some(token) = cursor.peek() else {
        return true;
    };
    let is_month = token.roles.iter().any(|role| matches!(role, Role::Month(_)));
    let is_two_digit_year = matches!(token.kind, Kind::Number { width: 2, .. })
        && cursor
            .peek_second()
            .is_none_or(|next| !matches!(next.kind, Kind::Word | Kind::Sign | Kind::Mark(':' | '.')));
    let is_other_calendar = token.roles.contains(&Role::OtherCalendar);
    let is_clock_of_day = token.kind == Kind::Mark(':')
        && token.is_glued
        && cursor.peek_second().is_some_and(|next| next.is_glued);
    !(is_month
        || is_two_digit_year
        || is_other_calendar
        || is_clock_of_day
        || cursor.part(Part::Year).is_some())
}
