//! What is written.

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, named_params};

use super::super::{FeedState, RefreshRecord, StoredItem};
use super::columns::{Json, Millis, count};
use super::fault::Fault;
use super::read::item_number;
use crate::model::{FeedKey, ItemId, SiteName};

pub(super) const SAVE_FEED: &str = "INSERT INTO feeds (site, path, changed_at, checked_at, succeeded_at, next_check,
         failing_since, failures, outcome, detail, entry_count, etag, last_modified, validators_url,
         content_hash, title, read_at, rules_hash, method, feed_url, feed_sought_at, outcome_since, stopped_url,
         told_broken, shapes, drift, tried_by)
     VALUES (:site, :path, :changed_at, :checked_at, :succeeded_at, :next_check,
         :failing_since, :failures, :outcome, :detail, :entry_count, :etag, :last_modified, :validators_url,
         :content_hash, :title, :read_at, :rules_hash, :method, :feed_url, :feed_sought_at, :outcome_since,
         :stopped_url, :told_broken, :shapes, :drift, :tried_by)
     ON CONFLICT (site, path) DO UPDATE SET changed_at = excluded.changed_at, checked_at = excluded.checked_at,
         succeeded_at = excluded.succeeded_at, next_check = excluded.next_check,
         failing_since = excluded.failing_since, failures = excluded.failures, outcome = excluded.outcome,
         detail = excluded.detail, entry_count = excluded.entry_count, etag = excluded.etag,
         last_modified = excluded.last_modified, validators_url = excluded.validators_url,
         content_hash = excluded.content_hash, title = excluded.title,
         read_at = excluded.read_at, rules_hash = excluded.rules_hash, method = excluded.method,
         feed_url = excluded.feed_url, feed_sought_at = excluded.feed_sought_at,
         outcome_since = excluded.outcome_since, stopped_url = excluded.stopped_url,
         told_broken = excluded.told_broken, shapes = excluded.shapes, drift = excluded.drift,
         tried_by = excluded.tried_by
     RETURNING number";
pub(super) const FILE_UNDER: &str = "UPDATE feeds SET section = ?2 WHERE number = ?1 AND section IS NOT ?2";
// An item keeps its site and the moment it was first seen, also over the time it was a tombstone.
pub(super) const SAVE_ITEM: &str = "INSERT INTO items (id, site, url, published, updated, first_seen, content_hash,
         article_checked_at, article_etag, article_last_modified, article_failures, article_fetched,
         listing_hash, item)
     VALUES (:id, :site, :url, :published, :updated, :first_seen, :content_hash,
         :article_checked_at, :article_etag, :article_last_modified, :article_failures, :article_fetched,
         :listing_hash, :item)
     ON CONFLICT (id) DO UPDATE SET url = excluded.url, published = excluded.published,
         updated = excluded.updated, content_hash = excluded.content_hash,
         article_checked_at = excluded.article_checked_at, article_etag = excluded.article_etag,
         article_last_modified = excluded.article_last_modified, article_failures = excluded.article_failures,
         article_fetched = excluded.article_fetched, listing_hash = excluded.listing_hash, item = excluded.item
     RETURNING number";
// A title leads to the last item that bears it; every other name stays with its item.
pub(super) const SAVE_ALIAS: &str = "INSERT INTO aliases (site, alias, item) VALUES (?1, ?2, ?3)
     ON CONFLICT DO UPDATE SET item = excluded.item WHERE alias LIKE 'title:%'";
// An item keeps the place of its first listing: cards that a site reorders must not reorder items of the same date. Within
// one listing the last place that is saved counts.
pub(super) const LIST: &str =
    "INSERT INTO memberships (feed, item, published, position, first_listed, last_listed)
     SELECT ?1, number, published, ?3, ?4, ?4 FROM items WHERE id = ?2 AND item IS NOT NULL
     ON CONFLICT (feed, item) DO UPDATE SET last_listed = excluded.last_listed,
         position = iif(first_listed = excluded.first_listed, excluded.position, position)";
pub(super) const PRUNE: &str = "DELETE FROM memberships
     WHERE feed = ?1 AND last_listed <> ?3 AND item IN (
         SELECT item FROM memberships WHERE feed = ?1
         ORDER BY published DESC, first_listed DESC, position LIMIT -1 OFFSET ?2)
     AND (EXISTS (SELECT 1 FROM archived_items AS filed WHERE filed.feed = ?1 AND filed.item = memberships.item)
         OR item IN (
         SELECT item FROM memberships WHERE feed = ?1
         ORDER BY published DESC, first_listed DESC, position LIMIT -1 OFFSET ?4))
     RETURNING item";
pub(super) const BURY: &str = "UPDATE items SET item = NULL, article_checked_at = NULL, article_etag = NULL,
         article_last_modified = NULL, article_failures = 0, article_fetched = 0, listing_hash = NULL
     WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM memberships WHERE memberships.item = ?1)";

/// Saves a refresh in one transaction.
pub(super) fn save_refresh(connection: &mut Connection, refresh: &RefreshRecord) -> Result<(), Fault> {
    let transaction = begin(connection)?;
    let feed = save_feed(&transaction, &refresh.feed, &refresh.state)?;
    transaction.prepare_cached(FILE_UNDER)?.execute((feed, &refresh.section))?;
    let site = refresh.feed.site();
    let mut unheld = Vec::new();
    for stored in &refresh.items {
        unheld.push(save_item(&transaction, site, stored)?);
    }
    save_aliases(&transaction, site, &refresh.aliases)?;
    list(&transaction, feed, &refresh.listed, refresh.listed_at)?;
    unheld.extend(prune(&transaction, feed, refresh)?);
    bury(&transaction, &unheld)?;
    Ok(transaction.commit()?)
}

/// Saves the state of a feed alone.
pub(super) fn save_feed_state(
    connection: &mut Connection,
    feed: &FeedKey,
    state: &FeedState,
) -> Result<(), Fault> {
    let transaction = begin(connection)?;
    save_feed(&transaction, feed, state)?;
    Ok(transaction.commit()?)
}

/// A transaction that has the lock to write from its beginning: one that asks for it half-way is refused at once when
/// another program has it, however long it would wait.
pub(super) fn begin(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

pub(super) fn save_feed(
    transaction: &Transaction<'_>,
    feed: &FeedKey,
    state: &FeedState,
) -> rusqlite::Result<i64> {
    transaction.prepare_cached(SAVE_FEED)?.query_row(
        named_params! {
            ":site": feed.site().as_str(),
            ":path": feed.path(),
            ":changed_at": state.changed_at.map(Millis),
            ":checked_at": state.checked_at.map(Millis),
            ":succeeded_at": state.succeeded_at.map(Millis),
            ":next_check": state.next_check.map(Millis),
            ":failing_since": state.failing_since.map(Millis),
            ":failures": state.failures,
            ":outcome": state.outcome,
            ":detail": state.detail,
            ":entry_count": count(state.entry_count),
            ":etag": state.etag,
            ":last_modified": state.last_modified,
            ":validators_url": state.validators_url.as_ref().map(url::Url::as_str),
            ":content_hash": state.content_hash,
            ":title": state.title,
            ":read_at": state.read_at.map(Millis),
            ":rules_hash": state.rules_hash,
            ":method": state.method,
            ":feed_url": state.feed_url.as_ref().map(url::Url::as_str),
            ":feed_sought_at": state.feed_sought_at.map(Millis),
            ":outcome_since": state.outcome_since.map(Millis),
            ":stopped_url": state.stopped_url.as_ref().map(url::Url::as_str),
            ":told_broken": state.told_broken,
            ":shapes": (!state.shapes.is_empty()).then_some(Json(&state.shapes)),
            ":drift": state.drift.as_ref().map(Json),
            ":tried_by": state.tried_by,
        },
        |row| row.get(0),
    )
}

fn save_item(transaction: &Transaction<'_>, site: &SiteName, stored: &StoredItem) -> rusqlite::Result<i64> {
    let StoredItem { item, content_hash, article } = stored;
    transaction.prepare_cached(SAVE_ITEM)?.query_row(
        named_params! {
            ":id": item.id.as_str(),
            ":site": site.as_str(),
            ":url": item.url.as_ref().map(url::Url::as_str),
            ":published": Millis(item.published.timestamp()),
            ":updated": Millis(item.updated.timestamp()),
            ":first_seen": Millis(item.first_seen.timestamp()),
            ":content_hash": content_hash,
            ":article_checked_at": article.checked_at.map(Millis),
            ":article_etag": article.etag,
            ":article_last_modified": article.last_modified,
            ":article_failures": article.failures,
            ":article_fetched": article.fetched,
            ":listing_hash": article.listing_hash,
            ":item": Json(item),
        },
        |row| row.get(0),
    )
}

fn save_aliases(
    transaction: &Transaction<'_>,
    site: &SiteName,
    aliases: &[(String, ItemId)],
) -> Result<(), Fault> {
    let mut statement = transaction.prepare_cached(SAVE_ALIAS)?;
    for (alias, id) in aliases {
        let item = item_number(transaction, id)?.ok_or_else(|| Fault::UnknownItem(id.clone()))?;
        statement.execute((site.as_str(), alias, item))?;
    }
    Ok(())
}

fn list(
    transaction: &Transaction<'_>,
    feed: i64,
    listed: &[ItemId],
    listed_at: Timestamp,
) -> Result<(), Fault> {
    let mut statement = transaction.prepare_cached(LIST)?;
    // Backwards, so that an item that stands twice on the page has the higher of its places.
    for (position, id) in listed.iter().enumerate().rev() {
        let changed = statement.execute((feed, id.as_str(), count(position), Millis(listed_at)))?;
        if changed == 0 {
            return Err(Fault::UnknownItem(id.clone()));
        }
    }
    Ok(())
}

/// Takes the oldest items from a feed and gives their numbers.
fn prune(transaction: &Transaction<'_>, feed: i64, refresh: &RefreshRecord) -> rusqlite::Result<Vec<i64>> {
    let RefreshRecord { keep, unfiled, listed_at, .. } = *refresh;
    let bounds = (feed, count(keep), Millis(listed_at), count(keep.saturating_add(unfiled)));
    transaction.prepare_cached(PRUNE)?.query_map(bounds, |row| row.get(0))?.collect()
}

/// Leaves of those of these items that no feed holds no more than it takes to recognise them.
fn bury(transaction: &Transaction<'_>, items: &[i64]) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(BURY)?;
    for item in items {
        statement.execute([item])?;
    }
    Ok(())
}
