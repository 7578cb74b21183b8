//! Pages of archives: written once, read for ever.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::super::{ArchivePage, NewPage, PageRange, PageRule};
use super::columns::{Millis, Zipped};
use super::fault::Fault;
use super::read::{feed_number, item_number, newest_of};
use super::write::begin;
use crate::model::{Feed, FeedKey, History, ItemId};

pub(super) const PAGE: &str = "SELECT closed_at, document FROM archive_pages
     WHERE feed = (SELECT number FROM feeds WHERE site = ?1 AND path = ?2) AND page = ?3";
pub(super) const PAGES: &str = "SELECT min(page), max(page) FROM archive_pages WHERE feed = ?1";
pub(super) const ARCHIVED: &str = "SELECT item FROM archived_items WHERE feed = ?1";
// The article of an item that stands on no listing of its site any more is not tried again.
pub(super) const SETTLED: &str =
    "SELECT id, article_fetched OR article_failures >= ?2 OR url IS NULL OR NOT EXISTS (
         SELECT 1 FROM memberships JOIN feeds ON feeds.number = memberships.feed
         WHERE memberships.item = ?1 AND feeds.site = items.site AND memberships.last_listed = (
             SELECT max(latest.last_listed) FROM memberships AS latest WHERE latest.feed = memberships.feed))
     FROM items WHERE number = ?1 AND item IS NOT NULL";
pub(super) const CLOSE: &str =
    "INSERT INTO archive_pages (feed, page, closed_at, document) VALUES (?1, ?2, ?3, ?4)";
pub(super) const FILE: &str = "INSERT INTO archived_items (feed, item, page) VALUES (?1, ?2, ?3)
     ON CONFLICT (feed, item) DO NOTHING";
pub(super) const DROP_PAGES: &str = "DELETE FROM archive_pages WHERE feed = ?1 AND page <= ?2";
pub(super) const FORGET: &str = "DELETE FROM archived_items WHERE feed = ?1 AND page <= ?2";

/// After so many attempts an article that cannot be read is taken for one that will not be.
const GIVEN_UP: u32 = 3;

/// The items of the page that is due, the newest first; none where none is due yet.
pub(super) fn due_page(connection: &mut Connection, rule: &PageRule) -> Result<Option<Vec<ItemId>>, Fault> {
    let snapshot = connection.transaction()?;
    let archived = match feed_number(&snapshot, &rule.feed)? {
        Some(feed) => archived_items(&snapshot, feed)?,
        None => return Ok(None),
    };
    let places = newest_of(&snapshot, &rule.parts, rule.reach)?;
    let mut open: Vec<_> =
        places.into_iter().enumerate().filter(|(_, place)| !archived.contains(&place.item)).collect();
    let is_due = open.last().is_some_and(|(rank, _)| *rank >= rule.shown);
    if !is_due || open.len() < rule.size {
        return Ok(None);
    }
    let mut statement = snapshot.prepare_cached(SETTLED)?;
    let mut ids = Vec::with_capacity(rule.size);
    for (_, place) in open.split_off(open.len() - rule.size) {
        let item = statement.query_row((place.item, GIVEN_UP), |row| {
            Ok((ItemId::from(row.get::<_, String>(0)?), row.get::<_, bool>(1)?))
        });
        match item.optional()? {
            Some((id, settled)) if settled || place.first_listed < rule.settled_before.as_millisecond() => {
                ids.push(id);
            }
            _ => return Ok(None),
        }
    }
    Ok(Some(ids))
}

/// Writes a page under the number after the newest, and gives the number; none, and nothing is written, where one of its
/// items is in a page already.
pub(super) fn close_page(connection: &mut Connection, new: &NewPage) -> Result<Option<u32>, Fault> {
    let transaction = begin(connection)?;
    let Some(feed) = feed_number(&transaction, &new.key)? else {
        return Ok(None);
    };
    let page = range(&transaction, feed)?.map_or(1, |range| range.newest.saturating_add(1));
    let document = Feed { history: History::Archive { page }, ..new.feed.clone() };
    transaction.prepare_cached(CLOSE)?.execute((feed, page, Millis(new.closed_at), Zipped(document)))?;
    for id in new.ids() {
        let item = item_number(&transaction, id)?.ok_or_else(|| Fault::UnknownItem(id.clone()))?;
        if transaction.prepare_cached(FILE)?.execute((feed, item, page))? == 0 {
            return Ok(None);
        }
    }
    let keep = new.keep.max(1);
    transaction.prepare_cached(DROP_PAGES)?.execute((feed, page.saturating_sub(keep)))?;
    // Longer than the pages, so that no item of a page that was dropped opens another at once.
    transaction.prepare_cached(FORGET)?.execute((feed, page.saturating_sub(new.remember.max(keep))))?;
    transaction.commit()?;
    Ok(Some(page))
}

pub(super) fn archive_page(
    connection: &Connection,
    feed: &FeedKey,
    page: u32,
) -> Result<Option<ArchivePage>, Fault> {
    let found =
        connection.prepare_cached(PAGE)?.query_row((feed.site().as_str(), feed.path(), page), |row| {
            let (Millis(closed_at), Zipped(feed)) = (row.get("closed_at")?, row.get("document")?);
            Ok(ArchivePage { feed, closed_at })
        });
    Ok(found.optional()?)
}

pub(super) fn archive_range(connection: &mut Connection, feed: &FeedKey) -> Result<Option<PageRange>, Fault> {
    let snapshot = connection.transaction()?;
    match feed_number(&snapshot, feed)? {
        Some(feed) => Ok(range(&snapshot, feed)?),
        None => Ok(None),
    }
}

fn range(transaction: &Transaction<'_>, feed: i64) -> rusqlite::Result<Option<PageRange>> {
    transaction.prepare_cached(PAGES)?.query_row([feed], |row| {
        let (oldest, newest): (Option<u32>, Option<u32>) = (row.get(0)?, row.get(1)?);
        Ok(oldest.zip(newest).map(|(oldest, newest)| PageRange { oldest, newest }))
    })
}

fn archived_items(transaction: &Transaction<'_>, feed: i64) -> rusqlite::Result<HashSet<i64>> {
    transaction.prepare_cached(ARCHIVED)?.query_map([feed], |row| row.get(0))?.collect()
}
