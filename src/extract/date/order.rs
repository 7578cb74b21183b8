//! Whether day or month comes first on a page.

use super::clean::clean;
use super::context::DayMonthOrder;
use super::cursor::Cursor;
use super::numeric::three_numbers;
use super::token::{Kind, tokens};

/// How far into one text numeric dates are looked for.
const LONGEST_CHARS: usize = 3000;

/// The digits of the shortest numeric date: `1.2.24`.
const LEAST_DIGITS: usize = 4;

/// Infers the order of day and month from all texts of a page that hold numeric dates: one `25/12/2024` settles it for
/// `03/04/2024`. `None` when no date settles it, or when two contradict each other.
pub fn infer_order<'a>(texts: impl Iterator<Item = &'a str>) -> Option<DayMonthOrder> {
    let mut settled = None;
    for text in texts.filter(|text| may_hold_numbers(text)) {
        let text = clean(text, LONGEST_CHARS);
        let tokens = tokens(&text);
        let mut place = Cursor::new(&text, &tokens);
        while !place.is_at_end() {
            if let Some(order) = order_at(place) {
                if settled.is_some_and(|other| other != order) {
                    return None;
                }
                settled = Some(order);
            }
            place = place.advance();
        }
    }
    settled
}

/// Whether a text may hold three numbers with marks between them. Digits and marks of other scripts are not counted here.
fn may_hold_numbers(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let marks = text.bytes().filter(|byte| matches!(byte, b'/' | b'-' | b'.')).count();
    !text.is_ascii() || (digits >= LEAST_DIGITS && marks >= 2)
}

/// The order that the date at this place proves.
fn order_at(place: Cursor<'_>) -> Option<DayMonthOrder> {
    let is_inside = place.is_glued()
        && place.previous().is_some_and(|token| matches!(token.kind, Kind::Mark('/' | '-' | '.')));
    let (numbers, next) = three_numbers(place)?;
    let continues =
        next.is_glued() && next.mark(&['/', '-', '.']).is_some_and(|(_, more)| more.number(1..=9).is_some());
    // "25-12-22" may be the 22nd of December 2025, where years come first, and "25.1.12" a version.
    let is_year = if numbers.is_short { numbers.mark == '/' } else { (1900..2200).contains(&numbers.year) };
    if is_inside || continues || !is_year {
        return None;
    }
    match (numbers.first, numbers.second) {
        (13..=31, 1..=12) => Some(DayMonthOrder::DayFirst),
        (1..=12, 13..=31) => Some(DayMonthOrder::MonthFirst),
        _ => None,
    }
}
