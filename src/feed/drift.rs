//! Whether a page is still what it was: judged by what its feed remembers of it and by what its definition expects. Pure.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::model::Entry;
use crate::site::Expect;
use crate::store::{Change, Drift, Shape};

/// How many good refreshes a feed remembers.
const MEMORY: usize = 12;
/// A page that usually has fewer entries than this may lose most of them.
const COUNTED_FROM: usize = 6;
/// A page of fewer entries says little of a field, or of its titles.
const TELLING: usize = 3;
/// With fewer entries known before, that all are new is no wonder.
const KNOWN_FROM: usize = 5;
/// Without a rhythm that is known, after so long any page may be all new.
const LONG: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What is missing of a page that breaks off.
pub(super) const END: &str = "end";
/// A day that is printed without an hour may seem older than the moment it was written in.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The shape of a page, with its end, of which so many entries were unknown.
pub(super) fn shape_of(entries: &[Entry], new: usize, at: Timestamp) -> Shape {
    let having = |has: fn(&Entry) -> bool| entries.iter().filter(|entry| has(entry)).count();
    let different =
        |text: fn(&Entry) -> Option<&str>| entries.iter().filter_map(text).collect::<HashSet<&str>>().len();
    Shape {
        at,
        entries: entries.len(),
        new,
        dated: having(|entry| entry.published.is_some()),
        images: having(|entry| entry.image.is_some()),
        summaries: having(|entry| entry.summary.is_some()),
        authors: having(|entry| !entry.authors.is_empty()),
        titles: different(|entry| entry.title.as_deref()),
        teasers: different(|entry| entry.summary.as_deref()),
        retitled: 0,
        ended: true,
        asked: None,
        answered: None,
        stands_in: false,
        pages: 1,
        feed_missed: 0,
        refusing: Vec::new(),
    }
}

/// The memory with one more good refresh. One that was accepted although the page looks otherwise begins it anew.
pub(super) fn remember(mut past: Vec<Shape>, shape: Shape, anew: bool) -> Vec<Shape> {
    if anew {
        past.clear();
    }
    past.push(shape);
    let excess = past.len().saturating_sub(MEMORY);
    past.drain(..excess);
    past
}

/// How many entries the page usually has; none where nothing is remembered.
pub(super) fn usual_entries(past: &[Shape]) -> Option<usize> {
    let mut counts: Vec<usize> = past.iter().map(|shape| shape.entries).collect();
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied()
}

/// What the definition expects and the page has not.
pub(super) fn unmet(expect: &Expect, entries: &[Entry]) -> Vec<Change> {
    let change = |unmet: crate::site::Unmet| Change {
        what: format!("expect.{}", unmet.what),
        usual: unmet.expected,
        found: unmet.found,
    };
    expect.unmet(entries).into_iter().map(change).collect()
}

/// Whether a page that has no end had one before: it breaks off, and nothing on the way has told so.
pub(super) fn breaks_off(past: &[Shape], ended: bool) -> bool {
    let before = past.iter().filter(|shape| shape.ended).count();
    !ended && before > 0 && before * 5 >= past.len() * 4
}

/// What is not as it was on a page that has entries.
pub(super) fn changes(past: &[Shape], shape: &Shape, entries: &[Entry]) -> Vec<Change> {
    let Some(usual) = usual_entries(past).filter(|_| shape.entries > 0) else { return Vec::new() };
    let mut found = Vec::new();
    if breaks_off(past, shape.ended) {
        found.push(change(END, "a page with its end".to_owned(), "one that breaks off".to_owned()));
    }
    if usual >= COUNTED_FROM && shape.entries * 3 < usual {
        found.push(change("entries", format!("{usual} entries"), format!("{} entries", shape.entries)));
    }
    let fields: [(&str, Filled); 4] = [
        ("date", |shape| shape.dated),
        ("image", |shape| shape.images),
        ("summary", |shape| shape.summaries),
        ("authors", |shape| shape.authors),
    ];
    let texts: [(&str, &str, Filled); 2] =
        [("title", "title", |shape| shape.titles), ("teaser", "summary", |shape| shape.teasers)];
    if shape.entries >= TELLING {
        let vanished =
            fields.into_iter().filter(|(_, filled)| is_rare(filled(shape), shape) && is_usual(past, *filled));
        found.extend(vanished.map(|(what, filled)| {
            let count = match filled(shape) {
                0 => "none".to_owned(),
                count => count.to_string(),
            };
            change(what, format!("{what} in most entries"), format!("{what} in {count} of {}", shape.entries))
        }));
        let equal = texts.into_iter().filter(|(_, _, different)| {
            let different_now = different(shape);
            different_now > 0 && is_rare(different_now - 1, shape) && is_usual(past, *different)
        });
        found.extend(equal.map(|(name, what, different)| {
            let usual = format!("a {name} for each entry");
            change(what, usual, format!("{} for all {}", different(shape), shape.entries))
        }));
        if is_retitled(past, shape) {
            let known = shape.entries - shape.new;
            let found_now = format!("{} of {known} have another one", shape.retitled);
            found.push(change("titles", "the titles that the entries had".to_owned(), found_now));
        }
    }
    if usual >= KNOWN_FROM && shape.new == shape.entries && !is_explained(past, shape, entries) {
        found.push(change("items", "entries that are known".to_owned(), format!("{} new ones", shape.new)));
    }
    found
}

/// The drift that a page shows, counted on where the page before it looked the same: read in the same way, changed in the
/// same, and with no more than twice or half as many entries.
pub(super) fn drift(
    before: Option<&Drift>,
    method: &str,
    entries: usize,
    changes: Vec<Change>,
    now: Timestamp,
) -> Drift {
    let what: Vec<&str> = changes.iter().map(|change| change.what.as_str()).collect();
    let fingerprint = format!("{method}:{}", what.join("+"));
    let is_same = |before: &&Drift| {
        before.fingerprint == fingerprint && entries <= before.entries * 2 && before.entries <= entries * 2
    };
    let (since, times) = match before.filter(is_same) {
        Some(before) => (before.since, before.times.saturating_add(1)),
        None => (now, 1),
    };
    Drift { since, times, fingerprint, entries, acceptable: true, changes }
}

/// The change that another page of the site answers.
pub(super) fn address_change(before: &Url, now: &Url) -> Change {
    change("address", before.to_string(), now.to_string())
}

/// The change that detection, or a page, is where rules, or a feed, were.
pub(super) fn method_change(before: &str, now: &str) -> Change {
    change("method", before.to_owned(), now.to_owned())
}

/// The change that nothing is where entries were.
pub(super) fn emptied(past: &[Shape], entry_count: usize) -> Change {
    let usual = usual_entries(past).unwrap_or(entry_count);
    change("entries", format!("{usual} entries"), "0 entries".to_owned())
}

/// The changes in one line for people.
pub(super) fn told(changes: &[Change]) -> String {
    let lines: Vec<String> =
        changes.iter().map(|change| format!("expected {}, found {}", change.usual, change.found)).collect();
    lines.join("; ")
}

fn change(what: &str, usual: String, found: String) -> Change {
    Change { what: what.to_owned(), usual, found }
}

/// Whether nearly all known entries have another title, on a page that changes few. One that writes its cards otherwise than
/// its articles does so every time.
fn is_retitled(past: &[Shape], shape: &Shape) -> bool {
    let known = |shape: &Shape| shape.entries.saturating_sub(shape.new);
    let (before, usual) =
        past.iter().fold((0, 0), |(all, retitled), past| (all + known(past), retitled + past.retitled));
    known(shape) >= KNOWN_FROM
        && shape.retitled * 5 >= known(shape) * 4
        && before >= KNOWN_FROM
        && usual * 5 <= before
}

/// Whether fewer than one of five entries have something.
const fn is_rare(count: usize, shape: &Shape) -> bool {
    count * 5 < shape.entries
}

/// In how many entries of a page a field is filled.
type Filled = fn(&Shape) -> usize;

/// Whether at least four of five entries had something.
fn is_usual(past: &[Shape], filled: impl Fn(&Shape) -> usize) -> bool {
    let (entries, had) =
        past.iter().fold((0, 0), |(entries, had), shape| (entries + shape.entries, had + filled(shape)));
    entries >= TELLING && had * 5 >= entries * 4
}

/// Whether time explains that every entry is new: by their own dates, by how many new ones the page had in such a time
/// before, or, where that is not known, by the length of the time.
fn is_explained(past: &[Shape], shape: &Shape, entries: &[Entry]) -> bool {
    let (Some(first), Some(last)) = (past.first(), past.last()) else { return true };
    let young = entries.iter().filter(|entry| {
        entry.published.as_ref().is_some_and(|dated| {
            let age = dated.moment.timestamp().duration_since(last.at);
            age > -DAY && dated.moment.timestamp() <= shape.at
        })
    });
    if young.count() * 5 >= shape.entries * 4 {
        return true;
    }
    let elapsed = shape.at.duration_since(last.at);
    let watched = last.at.duration_since(first.at);
    if past.len() < TELLING || watched <= SignedDuration::ZERO {
        return elapsed >= LONG;
    }
    let came: usize = past.iter().skip(1).map(|shape| shape.new).sum();
    // Twice as fast as usual is still the same page.
    let expected =
        f64::from(u32::try_from(came).unwrap_or(u32::MAX)) * elapsed.as_secs_f64() / watched.as_secs_f64();
    expected * 2.0 >= f64::from(u32::try_from(shape.entries).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateSource, Dated, Moment, Precision};

    const NOON: &str = "2026-03-02T12:00:00Z";

    fn at(hours: i64) -> Timestamp {
        NOON.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
    }

    /// Entries of which each says all, published at the hours.
    fn entries(count: usize, published: Option<i64>) -> Vec<Entry> {
        let entry = |number| Entry {
            title: Some(format!("Title {number}")),
            summary: Some(format!("What there is to say of number {number}.")),
            published: published.map(dated),
            authors: vec!["Mara Quill".to_owned()],
            ..Entry::default()
        };
        (0..count).map(entry).collect()
    }

    fn dated(hours: i64) -> Dated {
        let moment = Moment::utc(at(hours));
        Dated { moment, precision: Precision::Minute, source: DateSource::TimeElement }
    }

    /// Ten refreshes an hour apart of a page of so many entries, one of them new each time.
    fn past(count: usize) -> Vec<Shape> {
        (-10..0)
            .map(|hour| shape_of(&entries(count, Some(hour)), if hour == -10 { count } else { 1 }, at(hour)))
            .collect()
    }

    fn told_of(past: &[Shape], entries: &[Entry], new: usize) -> Vec<String> {
        changes(past, &shape_of(entries, new, at(0)), entries).into_iter().map(|change| change.what).collect()
    }

    #[test]
    fn a_page_like_those_before_has_not_changed() {
        assert_eq!(told_of(&past(20), &entries(20, Some(-1)), 2), [""; 0]);
        assert_eq!(told_of(&past(20), &entries(7, Some(-1)), 2), [""; 0]);
        assert_eq!(told_of(&past(5), &entries(1, Some(-1)), 0), [""; 0]);
        assert_eq!(told_of(&[], &entries(1, None), 1), [""; 0]);
    }

    #[test]
    fn a_collapse_a_vanished_field_and_equal_titles_are_told() {
        assert_eq!(told_of(&past(20), &entries(6, Some(-1)), 1), ["entries"]);
        assert_eq!(told_of(&past(20), &entries(20, None), 1), ["date"]);
        let mut equal = entries(20, Some(-1));
        for entry in &mut equal {
            entry.title = Some("Read more".to_owned());
            entry.summary = None;
        }
        assert_eq!(told_of(&past(20), &equal, 1), ["summary", "title"]);
    }

    #[test]
    fn a_field_that_is_left_in_few_entries_and_texts_that_few_share_among_them_are_told() {
        let mut page = entries(20, Some(-1));
        for entry in page.iter_mut().skip(3) {
            entry.published = None;
            entry.title = Some("Read more".to_owned());
            entry.summary = Some("Subscribe to read on.".to_owned());
        }
        let changes = changes(&past(20), &shape_of(&page, 1, at(0)), &page);
        let found: Vec<&str> = changes.iter().map(|change| change.found.as_str()).collect();
        assert_eq!(found, ["date in 3 of 20", "4 for all 20", "4 for all 20"]);
        let mut half = entries(20, Some(-1));
        half.iter_mut().take(10).for_each(|entry| entry.published = None);
        assert_eq!(told_of(&past(20), &half, 1), [""; 0]);
    }

    #[test]
    fn known_entries_that_all_have_another_title_are_told_where_that_is_not_usual() {
        let page = entries(20, Some(-1));
        let look = |past: &[Shape], retitled| {
            let shape = Shape { retitled, ..shape_of(&page, 2, at(0)) };
            changes(past, &shape, &page).into_iter().map(|change| change.what).collect::<Vec<_>>()
        };
        assert_eq!(look(&past(20), 16), ["titles"]);
        assert_eq!(look(&past(20), 9), [""; 0]);
        let of_articles: Vec<Shape> =
            past(20).into_iter().map(|shape| Shape { retitled: 19, ..shape }).collect();
        assert_eq!(look(&of_articles, 18), [""; 0], "its cards have other titles than its articles");
    }

    #[test]
    fn a_page_that_breaks_off_is_told_where_those_before_it_had_their_end() {
        let page = entries(20, Some(-1));
        let cut = Shape { ended: false, ..shape_of(&page, 1, at(0)) };
        let what = |past: &[Shape]| -> Vec<String> {
            changes(past, &cut, &page).into_iter().map(|change| change.what).collect()
        };
        assert_eq!(what(&past(20)), [END]);
        let mut endless = past(20);
        for shape in endless.iter_mut().take(5) {
            shape.ended = false;
        }
        assert_eq!(what(&endless), [""; 0], "it never was certain that it has one");
        assert!(!breaks_off(&[], false) && !breaks_off(&past(20), true));
    }

    #[test]
    fn one_strange_refresh_in_the_memory_changes_nothing_about_the_usual() {
        let mut past = past(20);
        past[4].entries = 900;
        assert_eq!(usual_entries(&past), Some(20));
        assert_eq!(told_of(&past, &entries(20, Some(-1)), 1), [""; 0]);
    }

    #[test]
    fn every_item_new_at_once_is_told_unless_time_explains_it() {
        let old = entries(20, Some(-400));
        assert_eq!(told_of(&past(20), &old, 20), ["items"]);
        assert_eq!(told_of(&past(20), &old, 19), [""; 0]);
        assert_eq!(told_of(&past(20), &entries(20, Some(-1)), 20), [""; 0], "they are as young as they say");
        let later = shape_of(&old, 20, at(24));
        assert_eq!(changes(&past(20), &later, &old), [], "a day brings as many");
        assert_eq!(told_of(&past(20)[..2], &old, 20), ["items"], "no rhythm is known");
    }

    #[test]
    fn a_page_that_looks_the_same_is_counted_on_and_another_begins_anew() {
        let look = |before: Option<&Drift>, entries: &[Entry], hour| {
            let shape = shape_of(entries, entries.len(), at(hour));
            drift(before, "detected", entries.len(), changes(&past(20), &shape, entries), at(hour))
        };
        let first = look(None, &entries(5, None), 0);
        assert_eq!((first.times, first.since), (1, at(0)));
        // Which other fields are filled, and a few entries more or less, make no other page of it.
        let mut pictured = entries(6, None);
        pictured[0].authors.clear();
        let second = look(Some(&first), &pictured, 1);
        assert_eq!((second.times, second.since), (2, at(0)));
        assert_eq!(look(Some(&second), &entries(5, Some(-1)), 2).times, 1, "it has its dates again");
        assert_eq!(look(Some(&second), &entries(1, None), 2).times, 1, "a part of it");
        assert_eq!(look(Some(&second), &entries(20, None), 2).times, 1, "more than three times of it");
    }

    #[test]
    fn the_memory_is_bounded_and_begins_anew_with_another_page() {
        let shape = shape_of(&entries(3, None), 3, at(0));
        assert_eq!(remember(past(20), shape.clone(), true), std::slice::from_ref(&shape));
        let long = (0..40).fold(Vec::new(), |past, _| remember(past, shape.clone(), false));
        assert_eq!(long.len(), MEMORY);
    }
}
