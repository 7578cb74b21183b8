//! Feeds that nobody asks for any more, and all that is known of them.

use rusqlite::{Connection, Transaction};

use super::columns::count;
use super::fault::Fault;
use super::write::begin;
use crate::model::SiteName;

pub(super) const FEEDS_OF: &str = "SELECT count(*) FROM feeds WHERE site = ?1";
pub(super) const UNASKED: &str = "SELECT number FROM feeds WHERE site = ?1
     ORDER BY max(coalesce(asked_at, 0), coalesce(checked_at, 0)) LIMIT ?2";
pub(super) const ITEMS_OF: &str = "SELECT item FROM memberships WHERE feed = ?1
     UNION SELECT item FROM archived_items WHERE feed = ?1";
pub(super) const OF_FEED: [&str; 5] = [
    "DELETE FROM archived_items WHERE feed = ?1",
    "DELETE FROM archive_pages WHERE feed = ?1",
    "DELETE FROM refreshes WHERE feed = ?1",
    "DELETE FROM memberships WHERE feed = ?1",
    "DELETE FROM feeds WHERE number = ?1",
];
pub(super) const IS_HELD: &str = "SELECT EXISTS (SELECT 1 FROM memberships WHERE item = ?1)
     OR EXISTS (SELECT 1 FROM archived_items WHERE item = ?1)";
pub(super) const OF_ITEM: [&str; 2] =
    ["DELETE FROM aliases WHERE item = ?1", "DELETE FROM items WHERE number = ?1"];

/// Forgets feeds of a site beyond so many, those first that nobody has asked for for longest, and at most so many of them. Items
/// that another feed holds stay. Gives how many feeds were forgotten.
pub(super) fn beyond(
    connection: &mut Connection,
    site: &SiteName,
    kept: usize,
    most: usize,
) -> Result<usize, Fault> {
    let transaction = begin(connection)?;
    let all: i64 = transaction.prepare_cached(FEEDS_OF)?.query_row([site.as_str()], |row| row.get(0))?;
    let excess = all.saturating_sub(count(kept)).clamp(0, count(most));
    if excess == 0 {
        return Ok(0);
    }
    let feeds = numbers(&transaction, UNASKED, (site.as_str(), excess))?;
    for feed in &feeds {
        let items = numbers(&transaction, ITEMS_OF, [feed])?;
        for statement in OF_FEED {
            transaction.prepare_cached(statement)?.execute([feed])?;
        }
        for item in items {
            let is_held: bool = transaction.prepare_cached(IS_HELD)?.query_row([item], |row| row.get(0))?;
            for statement in OF_ITEM.iter().filter(|_| !is_held) {
                transaction.prepare_cached(statement)?.execute([item])?;
            }
        }
    }
    transaction.commit()?;
    Ok(feeds.len())
}

fn numbers(
    transaction: &Transaction<'_>,
    statement: &str,
    values: impl rusqlite::Params,
) -> rusqlite::Result<Vec<i64>> {
    transaction.prepare_cached(statement)?.query_map(values, |row| row.get(0))?.collect()
}
