//! The date in the path of an address.

use jiff::civil::Date;
use url::Url;

use super::context::{DateContext, ParsedDate};
use super::named::month_of;
use super::resolve::{plausible_year, resolve_date};
use super::token::tokens;
use super::zone::ZoneText;

/// Reads the day in the path of an address: `/2022/09/10/`, `/2022/sep/10/`, `/2022-09-10-slug`, `/20220910/`,
/// `/2022/0910/`, `/2022-09/10/`, `/t20220910_123.html`. A year and a month alone are no date. The moment is the start of that day in
/// `context.zone`.
pub fn from_url(url: &Url, context: &DateContext<'_>) -> Option<ParsedDate> {
    let segments: Vec<&str> = url.path_segments()?.collect();
    let found = segments.iter().enumerate().find_map(|(index, segment)| {
        let following = |distance| segments.get(index + distance).copied().unwrap_or_default();
        over_segments(segment, following(1), following(2), context).or_else(|| inside(segment, context))
    })?;
    resolve_date(found, None, ZoneText::Site, context)
}

/// A date that whole segments make: `2022/09/10`, `2022/sep/10`, `2022/0910`, `2022-09/10`.
fn over_segments(first: &str, second: &str, third: &str, context: &DateContext<'_>) -> Option<Date> {
    if let Some((year, month)) = first.split_once('-') {
        return date(year, digits(month, 2)?, digits(second, 2)?, context);
    }
    // Most segments are no year, and what follows them need not be read as a month.
    digits(first, 4).filter(|_| first.len() == 4)?;
    if second.len() == 4 {
        let both = digits(second, 4)?;
        return date(first, both / 100, both % 100, context);
    }
    let month = digits(second, 2).or_else(|| month_in_letters(second, context))?;
    date(first, month, digits(third, 2)?, context)
}

/// A date inside one segment: ISO 8601 with hyphens or underscores wherever it stands between separators, eight digits
/// only at the beginning, since behind a slug they are the number of the article.
fn inside(segment: &str, context: &DateContext<'_>) -> Option<Date> {
    let mut parts = segment.split(['-', '_', '.']);
    let first = parts.next()?;
    // A letter before the day tells the kind of a page, whose number stands behind it.
    let is_marked = segment.get(9..).is_some_and(|rest| rest.starts_with('_'));
    let first = first.strip_prefix(|c: char| is_marked && c.is_ascii_alphabetic()).unwrap_or(first);
    if first.len() == 8 {
        let whole = digits(first, 8)?;
        return date(first.get(..4)?, whole / 100 % 100, whole % 100, context);
    }
    let mut window = [first, parts.next().unwrap_or_default(), parts.next().unwrap_or_default()];
    loop {
        let [year, month, day] = window;
        if month.len() == 2
            && day.len() == 2
            && let (Some(month), Some(day)) = (digits(month, 2), digits(day, 2))
            && let Some(found) = date(year, month, day, context)
        {
            return Some(found);
        }
        window = [month, day, parts.next()?];
    }
}

fn date(year: &str, month: i32, day: i32, context: &DateContext<'_>) -> Option<Date> {
    if year.len() != 4 {
        return None;
    }
    let year = plausible_year(u64::try_from(digits(year, 4)?).ok()?, context)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The value of a text of at least one and at most `most` ASCII digits and nothing else.
fn digits(text: &str, most: usize) -> Option<i32> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn month_in_letters(segment: &str, context: &DateContext<'_>) -> Option<i32> {
    match tokens(segment).as_slice() {
        [only] => month_of(only, context).map(|name| i32::from(name.month)),
        _ => None,
    }
}
