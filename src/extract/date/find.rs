//! A date inside a text.

use super::clean::clean;
use super::context::{DateContext, ParsedDate};
use super::cursor::Cursor;
use super::day::Setting;
use super::reading::reading;
use super::token::{Kind, tokens};

/// How far into a text a date is looked for.
const LONGEST_CHARS: usize = 3000;

/// Finds the first plausible date inside running text, such as the line of facts on a card
/// ("Politics · 19 Aug 2025 · 3 min read"), in its first 3000 characters.
///
/// It reads what [`parse`](super::parse()) reads, except numbers without separators, and asks for more evidence where a
/// word has other meanings: "may 10" needs its capital, "today" must stand between separators.
pub fn find(text: &str, context: &DateContext<'_>) -> Option<ParsedDate> {
    let text = clean(text, LONGEST_CHARS);
    let tokens = tokens(&text);
    let mut place = Cursor::new(&text, &tokens);
    while !place.is_at_end() {
        if begins(place)
            && let Some((parsed, end)) = reading(place, Setting::Running, context)
            && ends(end)
        {
            return Some(parsed);
        }
        place = place.advance();
    }
    None
}

/// Whether a date may begin here: not inside a word, a number, an amount of money or an address.
fn begins(place: Cursor<'_>) -> bool {
    let (Some(token), Some(previous)) = (place.peek(), place.previous()) else {
        return true;
    };
    if let Kind::Mark('$' | '€' | '£' | '¥' | '₺' | '₽' | '#') = previous.kind {
        return false;
    }
    if !token.is_glued {
        return true;
    }
    let follows_number = || {
        previous.is_glued
            && place.second_previous().is_some_and(|second| matches!(second.kind, Kind::Number { .. }))
    };
    match previous.kind {
        Kind::Word => false,
        Kind::Number { .. } => token.kind == Kind::Sign,
        Kind::Sign => true,
        Kind::Mark('_' | '/' | '=' | '&' | '?' | '%' | '@' | '+' | '.' | '\\') => false,
        Kind::Mark('-' | ':' | ',') => !follows_number(),
        Kind::Mark(_) => true,
    }
}

/// Whether a date may end here: not inside a word or a longer number.
fn ends(place: Cursor<'_>) -> bool {
    let Some(token) = place.peek().filter(|token| token.is_glued) else {
        return true;
    };
    let continues = || {
        place
            .peek_second()
            .is_some_and(|next| next.is_glued && matches!(next.kind, Kind::Number { .. } | Kind::Word))
    };
    match token.kind {
        Kind::Word | Kind::Number { .. } | Kind::Mark('%' | '_' | '=' | '@') => false,
        Kind::Mark('-' | '/' | '.' | ':' | ',') => !continues(),
        Kind::Sign | Kind::Mark(_) => true,
    }
}
