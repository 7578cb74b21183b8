//! Tables of dates. The moment of reading is noon of a Sunday in Beirut, the site is in Beirut unless a row says
//! otherwise.

mod absolute;
mod asia;
mod languages;
mod nothing;
mod other;
mod relative;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{DateContext, DayMonthOrder, ParsedDate, find, parse};
use crate::model::Precision;

/// 12:00 in Beirut, Sunday.
const NOW: &str = "2026-11-22T10:00:00Z";

/// What a test changes about the page.
#[derive(Clone, Copy, Default)]
struct Page {
    zone: Option<&'static str>,
    language: Option<&'static str>,
    order: Option<DayMonthOrder>,
}

impl Page {
    const fn in_language(language: &'static str) -> Self {
        Self { zone: None, language: Some(language), order: None }
    }

    const fn in_zone(zone: &'static str) -> Self {
        Self { zone: Some(zone), language: None, order: None }
    }

    const fn ordered(order: DayMonthOrder) -> Self {
        Self { zone: None, language: None, order: Some(order) }
    }

    fn read(self, reader: impl FnOnce(&DateContext<'_>) -> Option<ParsedDate>) -> String {
        let now: Timestamp = NOW.parse().unwrap();
        let zone = TimeZone::get(self.zone.unwrap_or("Asia/Beirut")).unwrap();
        let context = DateContext { now, zone: &zone, language: self.language, order: self.order };
        shown(reader(&context))
    }
}

/// A moment with an hour as RFC 3339, a day as its date, nothing as a hyphen.
fn shown(parsed: Option<ParsedDate>) -> String {
    parsed.map_or_else(
        || "-".to_owned(),
        |parsed| match parsed.precision {
            Precision::Minute => parsed.moment.to_string(),
            Precision::Day => parsed.moment.zoned().date().to_string(),
        },
    )
}

/// Checks that every text is read as its date, alone and inside a line of facts, and tells all that are not.
fn check(page: Page, rows: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let alone = page.read(|context| parse(text, context));
        if alone != *expected {
            wrong.push(format!("parse {text:?}: expected {expected}, found {alone}"));
        }
        let inside = page.read(|context| find(&format!("Nadia Haddad | {text} | 7 comments"), context));
        if inside != *expected {
            wrong.push(format!("find {text:?}: expected {expected}, found {inside}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Like [`check`], for texts that are dates only when nothing stands beside them.
fn check_alone(page: Page, rows: &[(&str, &str)]) {
    let wrong: Vec<_> = rows
        .iter()
        .map(|(text, expected)| (text, expected, page.read(|context| parse(text, context))))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| format!("parse {text:?}: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Like [`check`], for dates that stand inside a text.
fn check_inside(page: Page, rows: &[(&str, &str)]) {
    let wrong: Vec<_> = rows
        .iter()
        .map(|(text, expected)| (text, expected, page.read(|context| find(text, context))))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| format!("find {text:?}: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
