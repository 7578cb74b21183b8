//! What is kept of refreshes that have ended, and what operators are told.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::super::history::day_of;
use super::super::{Conclusion, Event, FeedState, Publications, RefreshDay};
use super::columns::{Millis, Parsed, count};
use super::fault::Fault;
use super::hosts;
use super::read::FEED_NUMBER;
use super::write::{begin, save_feed};
use crate::model::{FeedKey, HostUse};

/// Days of refreshes that are kept: of the past, and of a future that the clock has shown already.
const DAYS: i64 = 60;
/// Events that are kept.
const EVENTS: i64 = 500;

pub(super) const NOTE: &str = "INSERT INTO refreshes
         (feed, day, outcome, times, first_at, last_at, entries, new_items, detail)
     VALUES (:feed, :day, :outcome, 1, :at, :at, :entries, :new_items, :detail)
     ON CONFLICT (feed, day, outcome) DO UPDATE SET times = times + 1, last_at = excluded.last_at,
         entries = excluded.entries, new_items = new_items + excluded.new_items, detail = excluded.detail";
// Days are counted on which the feed was refreshed, not those that the clock says have passed: one that jumps a year forward
// makes nothing old, and one that was set back to the present does not lose it beside the days of that year.
pub(super) const FORGET_PAST: &str = "DELETE FROM refreshes WHERE feed = ?1 AND day < (
         SELECT min(day) FROM (
             SELECT DISTINCT day FROM refreshes WHERE feed = ?1 AND day <= ?2 ORDER BY day DESC LIMIT ?3))";
pub(super) const FORGET_FUTURE: &str = "DELETE FROM refreshes WHERE feed = ?1 AND day > (
         SELECT max(day) FROM (
             SELECT DISTINCT day FROM refreshes WHERE feed = ?1 AND day > ?2 ORDER BY day LIMIT ?3))";
pub(super) const TELL: &str = "INSERT INTO events (site, path, happened_at, broke, outcome, detail)
     VALUES (:site, :path, :at, :broke, :outcome, :detail) RETURNING number";
pub(super) const FORGET_EVENTS: &str = "DELETE FROM events WHERE number <= ?1";
pub(super) const REFRESHES: &str =
    "SELECT * FROM refreshes WHERE feed = ?1 AND day >= ?2 ORDER BY day, outcome";
pub(super) const EVENTS_NEWEST: &str =
    "SELECT site || '/' || path AS key, * FROM events ORDER BY number DESC LIMIT ?1";
pub(super) const PUBLISHED: &str =
    "SELECT item, published FROM memberships WHERE feed = ?1 AND published >= ?2";
pub(super) const BEGINNING: &str =
    "SELECT min(published), min(first_listed) FROM memberships WHERE feed = ?1";
// Without a date an item is published when it is first listed.
pub(super) const APPEARED: &str = "SELECT item, published FROM memberships
     WHERE feed = ?1 AND published >= ?2 AND NOT (published = first_listed AND first_listed = ?3)";

/// Saves a state, how the refresh ended that left it, and what hosts have had since that was saved last.
pub(super) fn conclude(
    connection: &mut Connection,
    key: &FeedKey,
    state: &FeedState,
    conclusion: &Conclusion,
    asked: &[HostUse],
) -> Result<(), Fault> {
    let transaction = begin(connection)?;
    hosts::keep(&transaction, asked, conclusion.at)?;
    let feed = save_feed(&transaction, key, state)?;
    let Conclusion { at, outcome, entries, new_items, detail, broke } = conclusion;
    let day = day_of(*at);
    transaction.prepare_cached(NOTE)?.execute(named_params! {
        ":feed": feed,
        ":day": day,
        ":outcome": outcome,
        ":at": Millis(*at),
        ":entries": count(*entries),
        ":new_items": count(*new_items),
        ":detail": detail,
    })?;
    for forget in [FORGET_PAST, FORGET_FUTURE] {
        transaction.prepare_cached(forget)?.execute((feed, day, DAYS))?;
    }
    if let Some(broke) = broke {
        tell(&transaction, key, conclusion, *broke)?;
    }
    Ok(transaction.commit()?)
}

fn tell(
    transaction: &Transaction<'_>,
    key: &FeedKey,
    conclusion: &Conclusion,
    broke: bool,
) -> Result<(), Fault> {
    let number: i64 = transaction.prepare_cached(TELL)?.query_row(
        named_params! {
            ":site": key.site().as_str(),
            ":path": key.path(),
            ":at": Millis(conclusion.at),
            ":broke": broke,
            ":outcome": conclusion.outcome,
            ":detail": conclusion.detail,
        },
        |row| row.get(0),
    )?;
    transaction.prepare_cached(FORGET_EVENTS)?.execute([number - EVENTS])?;
    Ok(())
}

/// How the refreshes of a feed ended since a moment, day by day.
pub(super) fn refreshes(
    connection: &Connection,
    key: &FeedKey,
    since: Timestamp,
) -> Result<Vec<RefreshDay>, Fault> {
    let Some(feed) = number_of(connection, key)? else { return Ok(Vec::new()) };
    let mut statement = connection.prepare_cached(REFRESHES)?;
    let days =
        statement.query_map((feed, day_of(since)), refresh_day_of)?.collect::<rusqlite::Result<_>>()?;
    Ok(days)
}

/// The last events, the newest first.
pub(super) fn events(connection: &Connection, limit: usize) -> Result<Vec<Event>, Fault> {
    let mut statement = connection.prepare_cached(EVENTS_NEWEST)?;
    let events = statement.query_map([count(limit)], event_of)?.collect::<rusqlite::Result<_>>()?;
    Ok(events)
}

/// When the items of some feeds were published that were since a moment, each item once.
pub(super) fn published(
    connection: &Connection,
    feeds: &[FeedKey],
    since: Timestamp,
) -> Result<Vec<Timestamp>, Fault> {
    let mut found = HashMap::new();
    let mut statement = connection.prepare_cached(PUBLISHED)?;
    for key in feeds {
        let Some(feed) = number_of(connection, key)? else { continue };
        let rows = statement.query_map((feed, Millis(since)), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Millis>(1)?.0))
        })?;
        for row in rows {
            let (item, moment) = row?;
            found.insert(item, moment);
        }
    }
    Ok(found.into_values().collect())
}

/// When the items of some feeds appeared that were published since a moment, each item once.
pub(super) fn publications(
    connection: &Connection,
    feeds: &[FeedKey],
    since: Timestamp,
) -> Result<Publications, Fault> {
    let mut known_since: Option<Timestamp> = None;
    let mut found = HashMap::new();
    for key in feeds {
        let Some(feed) = number_of(connection, key)? else { continue };
        let (oldest, first_read): (Option<Millis>, Option<i64>) =
            connection.prepare_cached(BEGINNING)?.query_row([feed], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some(Millis(oldest)) = oldest else { continue };
        known_since = Some(known_since.map_or(oldest, |known| known.min(oldest)));
        let mut statement = connection.prepare_cached(APPEARED)?;
        let rows = statement.query_map((feed, Millis(since), first_read), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Millis>(1)?.0))
        })?;
        for row in rows {
            let (item, moment) = row?;
            found.insert(item, moment);
        }
    }
    Ok(Publications { moments: found.into_values().collect(), known_since })
}

fn number_of(connection: &Connection, key: &FeedKey) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached(FEED_NUMBER)?
        .query_row((key.site().as_str(), key.path()), |row| row.get(0))
        .optional()
}

fn refresh_day_of(row: &Row<'_>) -> rusqlite::Result<RefreshDay> {
    let number = |column| row.get::<_, i64>(column).map(|number| usize::try_from(number).unwrap_or_default());
    Ok(RefreshDay {
        day: row.get("day")?,
        outcome: row.get("outcome")?,
        times: row.get("times")?,
        first_at: row.get::<_, Millis>("first_at")?.0,
        last_at: row.get::<_, Millis>("last_at")?.0,
        entries: number("entries")?,
        new_items: number("new_items")?,
        detail: row.get("detail")?,
    })
}

fn event_of(row: &Row<'_>) -> rusqlite::Result<Event> {
    Ok(Event {
        number: row.get("number")?,
        feed: row.get::<_, Parsed<FeedKey>>("key")?.0,
        at: row.get::<_, Millis>("happened_at")?.0,
        broke: row.get("broke")?,
        outcome: row.get("outcome")?,
        detail: row.get("detail")?,
    })
}
