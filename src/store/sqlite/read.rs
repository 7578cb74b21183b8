//! What is read.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::super::{ArticleState, FeedState, StoredItem, Tombstone};
use super::columns::{Json, Millis, Parsed, count, with_instant};
use super::fault::Fault;
use crate::model::{FeedKey, Item, ItemId, SiteName};

pub(super) const RESOLVE: &str = "SELECT items.id FROM aliases JOIN items ON items.number = aliases.item
     WHERE aliases.site = ?1 AND aliases.alias = ?2";
pub(super) const ITEM_NUMBER: &str = "SELECT number FROM items WHERE id = ?1";
pub(super) const ITEM: &str = "SELECT * FROM items WHERE number = ?1 AND item IS NOT NULL";
pub(super) const TOMBSTONE: &str =
    "SELECT first_seen, published, updated, content_hash FROM items WHERE id = ?1 AND item IS NULL";
pub(super) const SECTIONS: &str =
    "SELECT feeds.section FROM memberships JOIN feeds ON feeds.number = memberships.feed
     WHERE memberships.item = ?1 AND feeds.section IS NOT NULL
     ORDER BY memberships.first_listed, memberships.feed";
pub(super) const NEWEST: &str =
    "SELECT published, first_listed, position, item FROM memberships WHERE feed = ?1
     ORDER BY published DESC, first_listed DESC, position LIMIT ?2";
pub(super) const LAST_LISTED: &str =
    "SELECT items.id FROM memberships JOIN items ON items.number = memberships.item
     WHERE memberships.feed = ?1
         AND memberships.last_listed = (SELECT max(last_listed) FROM memberships WHERE feed = ?1)";
pub(super) const STANDS: &str = "SELECT EXISTS (SELECT 1 FROM memberships
     WHERE item = (SELECT number FROM items WHERE id = ?1) AND last_listed = (
         SELECT max(latest.last_listed) FROM memberships AS latest WHERE latest.feed = memberships.feed))";
pub(super) const HOLDERS: &str =
    "SELECT feeds.site || '/' || feeds.path FROM memberships JOIN feeds ON feeds.number = memberships.feed
     WHERE memberships.item = (SELECT number FROM items WHERE id = ?1)
     ORDER BY memberships.first_listed, memberships.feed";
pub(super) const FEED_NUMBER: &str = "SELECT number FROM feeds WHERE site = ?1 AND path = ?2";
pub(super) const FEED_STATE: &str = "SELECT * FROM feeds WHERE site = ?1 AND path = ?2";
pub(super) const FEED_STATES: &str = "SELECT site || '/' || path AS key, * FROM feeds ORDER BY site, path";
pub(super) const PING: &str = "SELECT EXISTS (SELECT 1 FROM feeds)";

/// A place in the order of a feed, or of several: ordered by age, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    published: Reverse<i64>,
    listed: Reverse<i64>,
    position: i64,
    /// The number of the item.
    pub(super) item: i64,
    /// When the item was first listed, in milliseconds.
    pub(super) first_listed: i64,
}

pub(super) fn resolve(
    connection: &Connection,
    site: &SiteName,
    aliases: Vec<String>,
) -> Result<HashMap<String, ItemId>, Fault> {
    let mut statement = connection.prepare_cached(RESOLVE)?;
    let mut found = HashMap::new();
    for alias in aliases {
        let id = statement.query_row((site.as_str(), &alias), |row| row.get::<_, String>(0)).optional()?;
        found.extend(id.map(|id| (alias, ItemId::from(id))));
    }
    Ok(found)
}

pub(super) fn items(connection: &mut Connection, ids: &[ItemId]) -> Result<Vec<StoredItem>, Fault> {
    let snapshot = connection.transaction()?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(number) = item_number(&snapshot, id)? {
            found.extend(stored_item(&snapshot, number)?);
        }
    }
    Ok(found)
}

pub(super) fn tombstones(connection: &Connection, ids: Vec<ItemId>) -> Result<Vec<Tombstone>, Fault> {
    let mut statement = connection.prepare_cached(TOMBSTONE)?;
    let mut found = Vec::new();
    for id in ids {
        let tombstone = statement
            .query_row([id.as_str()], |row| {
                Ok(Tombstone {
                    id: id.clone(),
                    first_seen: row.get::<_, Millis>("first_seen")?.0,
                    published: row.get::<_, Millis>("published")?.0,
                    updated: row.get::<_, Millis>("updated")?.0,
                    content_hash: row.get("content_hash")?,
                })
            })
            .optional()?;
        found.extend(tombstone);
    }
    Ok(found)
}

/// The most bytes that the bodies of the newest items have together, as HTML and as text: four times what a document carries.
const MOST_BODIES: usize = 64 << 20;

/// The newest items of these feeds, each once; those for whose bodies [`MOST_BODIES`] leaves no room come without them.
pub(super) fn newest(
    connection: &mut Connection,
    feeds: &[FeedKey],
    limit: usize,
) -> Result<Vec<StoredItem>, Fault> {
    let snapshot = connection.transaction()?;
    let places = newest_of(&snapshot, feeds, limit)?;
    let mut room = MOST_BODIES;
    let stored = places.into_iter().filter_map(|place| stored_item(&snapshot, place.item).transpose());
    stored.map(|stored| Ok(within(stored?, &mut room))).collect()
}

/// An item without its body, where that has no room among those read before it.
fn within(mut stored: StoredItem, room: &mut usize) -> StoredItem {
    let item = &mut stored.item;
    let bytes = [&item.content_html, &item.content_text].into_iter().flatten().map(String::len).sum();
    match room.checked_sub(bytes) {
        Some(left) => *room = left,
        None => (item.content_html, item.content_text, item.partial) = (None, None, true),
    }
    stored
}

/// The places of the newest items of these feeds, each item once. What is among the newest of all is among the newest of
/// at least one, so no more than `limit` places of each are looked at.
pub(super) fn newest_of(
    transaction: &Transaction<'_>,
    feeds: &[FeedKey],
    limit: usize,
) -> rusqlite::Result<Vec<Place>> {
    let mut places = Vec::new();
    for feed in feeds {
        if let Some(number) = feed_number(transaction, feed)? {
            newest_places(transaction, number, limit, &mut places)?;
        }
    }
    places.sort_unstable();
    let mut seen = HashSet::with_capacity(places.len());
    places.retain(|place| seen.insert(place.item));
    places.truncate(limit);
    Ok(places)
}

/// The items of the last listing of a feed.
pub(super) fn last_listed(connection: &mut Connection, feed: &FeedKey) -> Result<Vec<ItemId>, Fault> {
    let snapshot = connection.transaction()?;
    let Some(number) = feed_number(&snapshot, feed)? else {
        return Ok(Vec::new());
    };
    let mut statement = snapshot.prepare_cached(LAST_LISTED)?;
    let ids = statement.query_map([number], |row| row.get::<_, String>(0))?;
    Ok(ids.map(|id| id.map(ItemId::from)).collect::<rusqlite::Result<_>>()?)
}

/// Those of the items that stood on the page of any feed when it was last read.
pub(super) fn standing(connection: &Connection, ids: Vec<ItemId>) -> Result<HashSet<ItemId>, Fault> {
    let mut statement = connection.prepare_cached(STANDS)?;
    let mut standing = HashSet::new();
    for id in ids {
        if statement.query_row([id.as_str()], |row| row.get(0))? {
            standing.insert(id);
        }
    }
    Ok(standing)
}

pub(super) fn holders(
    connection: &Connection,
    ids: Vec<ItemId>,
) -> Result<HashMap<ItemId, Vec<FeedKey>>, Fault> {
    let mut statement = connection.prepare_cached(HOLDERS)?;
    let mut found = HashMap::new();
    for id in ids {
        let keys = statement.query_map([id.as_str()], |row| Ok(row.get::<_, Parsed<FeedKey>>(0)?.0))?;
        let keys = keys.collect::<rusqlite::Result<Vec<_>>>()?;
        if !keys.is_empty() {
            found.insert(id, keys);
        }
    }
    Ok(found)
}

pub(super) fn feed_state(connection: &Connection, feed: &FeedKey) -> Result<Option<FeedState>, Fault> {
    let state = connection
        .prepare_cached(FEED_STATE)?
        .query_row((feed.site().as_str(), feed.path()), feed_state_of)
        .optional()?;
    Ok(state)
}

pub(super) fn feed_states(connection: &Connection) -> Result<Vec<(FeedKey, FeedState)>, Fault> {
    let mut statement = connection.prepare_cached(FEED_STATES)?;
    let states = statement
        .query_map([], |row| Ok((row.get::<_, Parsed<FeedKey>>("key")?.0, feed_state_of(row)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(states)
}

/// SQLite counts this up when the schema changes and when a copy takes the place of all that a database holds.
pub(super) fn generation(connection: &Connection) -> Result<i64, Fault> {
    Ok(connection.pragma_query_value(None, "schema_version", |row| row.get(0))?)
}

pub(super) fn ping(connection: &Connection) -> Result<(), Fault> {
    connection.prepare_cached(PING)?.query_row([], |row| row.get::<_, bool>(0))?;
    Ok(())
}

/// The number of an item, or of its tombstone.
pub(super) fn item_number(transaction: &Transaction<'_>, id: &ItemId) -> rusqlite::Result<Option<i64>> {
    transaction.prepare_cached(ITEM_NUMBER)?.query_row([id.as_str()], |row| row.get(0)).optional()
}

pub(super) fn feed_number(transaction: &Transaction<'_>, feed: &FeedKey) -> rusqlite::Result<Option<i64>> {
    transaction
        .prepare_cached(FEED_NUMBER)?
        .query_row((feed.site().as_str(), feed.path()), |row| row.get(0))
        .optional()
}

fn newest_places(
    transaction: &Transaction<'_>,
    feed: i64,
    limit: usize,
    places: &mut Vec<Place>,
) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(NEWEST)?;
    let rows = statement.query_map((feed, count(limit)), |row| {
        let (published, first_listed) = (Reverse(row.get(0)?), row.get(1)?);
        let (position, item) = (row.get(2)?, row.get(3)?);
        Ok(Place { published, listed: Reverse(first_listed), position, item, first_listed })
    })?;
    for place in rows {
        places.push(place?);
    }
    Ok(())
}

fn stored_item(transaction: &Transaction<'_>, number: i64) -> Result<Option<StoredItem>, Fault> {
    let stored = transaction.prepare_cached(ITEM)?.query_row([number], stored_item_of).optional()?;
    let Some(mut stored) = stored else {
        return Ok(None);
    };
    stored.item.sections = sections(transaction, number)?;
    Ok(Some(stored))
}

/// The titles under which an item was filed, each once.
fn sections(transaction: &Transaction<'_>, item: i64) -> rusqlite::Result<Vec<String>> {
    let mut statement = transaction.prepare_cached(SECTIONS)?;
    let mut seen = HashSet::new();
    let mut titles = Vec::new();
    for title in statement.query_map([item], |row| row.get::<_, String>(0))? {
        let title = title?;
        if seen.insert(title.clone()) {
            titles.push(title);
        }
    }
    Ok(titles)
}

fn stored_item_of(row: &Row<'_>) -> rusqlite::Result<StoredItem> {
    let Json(mut item): Json<Item> = row.get("item")?;
    // JSON has whole seconds; the columns are exact, and the order of a feed goes by them.
    item.published = with_instant(item.published, row.get("published")?);
    item.updated = with_instant(item.updated, row.get("updated")?);
    item.first_seen = with_instant(item.first_seen, row.get("first_seen")?);
    Ok(StoredItem {
        item,
        content_hash: row.get("content_hash")?,
        article: ArticleState {
            checked_at: moment(row, "article_checked_at")?,
            etag: row.get("article_etag")?,
            last_modified: row.get("article_last_modified")?,
            failures: row.get("article_failures")?,
            fetched: row.get("article_fetched")?,
            listing_hash: row.get("listing_hash")?,
        },
    })
}

pub(super) fn feed_state_of(row: &Row<'_>) -> rusqlite::Result<FeedState> {
    let entry_count: i64 = row.get("entry_count")?;
    Ok(FeedState {
        changed_at: moment(row, "changed_at")?,
        checked_at: moment(row, "checked_at")?,
        succeeded_at: moment(row, "succeeded_at")?,
        next_check: moment(row, "next_check")?,
        failing_since: moment(row, "failing_since")?,
        failures: row.get("failures")?,
        outcome: row.get("outcome")?,
        detail: row.get("detail")?,
        entry_count: usize::try_from(entry_count).unwrap_or_default(),
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        validators_url: row.get::<_, Option<Parsed<url::Url>>>("validators_url")?.map(|Parsed(url)| url),
        content_hash: row.get("content_hash")?,
        title: row.get("title")?,
        read_at: moment(row, "read_at")?,
        rules_hash: row.get("rules_hash")?,
        method: row.get("method")?,
        feed_url: row.get::<_, Option<Parsed<url::Url>>>("feed_url")?.map(|Parsed(url)| url),
        feed_sought_at: moment(row, "feed_sought_at")?,
        outcome_since: moment(row, "outcome_since")?,
        stopped_url: row.get::<_, Option<Parsed<url::Url>>>("stopped_url")?.map(|Parsed(url)| url),
        told_broken: row.get("told_broken")?,
        shapes: row.get::<_, Option<Json<_>>>("shapes")?.map(|Json(shapes)| shapes).unwrap_or_default(),
        drift: row.get::<_, Option<Json<_>>>("drift")?.map(|Json(drift)| drift),
        tried_by: row.get("tried_by")?,
    })
}

fn moment(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<Millis>>(column)?.map(|Millis(moment)| moment))
}
