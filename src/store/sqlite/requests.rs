//! What is asked of feeds: by readers, and by operators.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::super::FeedState;
use super::columns::{Millis, Parsed};
use super::fault::Fault;
use super::read::feed_state_of;
use super::write::begin;
use crate::model::FeedKey;

pub(super) const NOTE_REQUEST: &str = "UPDATE feeds SET asked_at = ?3 WHERE site = ?1 AND path = ?2";
pub(super) const REQUESTED: &str = "SELECT site || '/' || path AS key, * FROM feeds WHERE asked_at >= ?1";
pub(super) const RESUME: &str =
    "UPDATE feeds SET next_check = ?3, stopped_url = NULL WHERE site = ?1 AND path = ?2 RETURNING outcome";

/// Notes the last requests of feeds. Of a feed that was never refreshed nothing is noted.
pub(super) fn note(connection: &mut Connection, requests: &[(FeedKey, Timestamp)]) -> Result<(), Fault> {
    let transaction = begin(connection)?;
    for (feed, asked_at) in requests {
        let values = (feed.site().as_str(), feed.path(), Millis(*asked_at));
        transaction.prepare_cached(NOTE_REQUEST)?.execute(values)?;
    }
    Ok(transaction.commit()?)
}

/// Lets a feed be tried from a moment on, and gives how its last refresh ended.
pub(super) fn resume(
    connection: &mut Connection,
    feed: &FeedKey,
    from: Timestamp,
) -> Result<Option<String>, Fault> {
    let transaction = begin(connection)?;
    let outcome = transaction
        .prepare_cached(RESUME)?
        .query_row((feed.site().as_str(), feed.path(), Millis(from)), |row| row.get(0))
        .optional()?;
    transaction.commit()?;
    Ok(outcome)
}

/// The feeds that were asked for since a moment.
pub(super) fn since(
    connection: &Connection,
    since: Timestamp,
) -> Result<Vec<(FeedKey, Timestamp, FeedState)>, Fault> {
    let mut statement = connection.prepare_cached(REQUESTED)?;
    let feeds = statement.query_map([Millis(since)], |row| {
        let Millis(asked_at) = row.get("asked_at")?;
        Ok((row.get::<_, Parsed<FeedKey>>("key")?.0, asked_at, feed_state_of(row)?))
    })?;
    Ok(feeds.collect::<rusqlite::Result<_>>()?)
}
