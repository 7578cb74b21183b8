//! What a refresh writes into the store.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::Timestamp;

use super::articles::{ArticleLook, Candidate};
use super::item::{content_hash, merge, remember_shown, was_shown};
use super::listing::ListingTask;
use super::naming::Named;
use super::settings::UNFILED_ITEMS;
use crate::model::{Article, Item, Moment};
use crate::site::Site;
use crate::store::{ArticleState, FeedState, RefreshRecord, StoredItem};

/// Everything that a refresh changes in the store. Of two entries that are the same item the upper one counts.
pub(super) fn record(
    task: &ListingTask<'_>,
    state: &FeedState,
    keep: usize,
    named: Vec<Named<'_>>,
    now: Timestamp,
) -> RefreshRecord {
    let mut record = RefreshRecord {
        feed: task.definition.key.clone(),
        section: task.category.map(ToOwned::to_owned),
        state: state.clone(),
        items: Vec::new(),
        aliases: Vec::new(),
        listed: Vec::new(),
        listed_at: now,
        keep,
        unfiled: UNFILED_ITEMS,
    };
    let mut listed = HashSet::new();
    for named in named {
        record.aliases.extend(named.aliases.iter().map(|alias| (alias.storage_key(), named.id.clone())));
        if listed.insert(named.id.clone()) {
            let kind = if named.stored.is_some() { "known" } else { "new" };
            metrics::counter!("feedmill_items_total", "kind" => kind).increment(1);
            record.listed.push(named.id.clone());
            record.items.push(stored_item(named, &task.definition.site, now));
        }
    }
    record
}

fn stored_item(named: Named<'_>, site: &Site, now: Timestamp) -> StoredItem {
    let Named { candidate, look, id, is_canonical, stored, buried, .. } = named;
    let article = look.article().map(|article| {
        if is_canonical || article.canonical_url.is_none() {
            return Cow::Borrowed(article);
        }
        Cow::Owned(Article { canonical_url: None, ..article.clone() })
    });
    let is_whole = |item: &Item| item.content_html.is_some() && !item.partial;
    // Of an article that was read whole before, a part is nothing new.
    let article = article
        .as_deref()
        .filter(|article| !(article.partial && stored.as_ref().is_some_and(|before| is_whole(&before.item))));
    let has_moved = candidate.stored.is_none() && stored.is_some();
    let before = stored.as_ref().map(|stored| known_here(&stored.article, has_moved));
    let mut item = match &stored {
        // What a card has shown before says nothing new: sections give one article different teasers.
        Some(stored)
            if article.is_none() && (candidate.stays || shows_nothing_new(candidate, &stored.article)) =>
        {
            stored.item.clone()
        }
        _ => merge(id, stored.as_ref(), &candidate.entry, article, site, now),
    };
    if has_moved && article.is_none() {
        item.url.clone_from(&candidate.entry.url);
    }
    let content_hash = content_hash(&item);
    if let Some(stone) = buried {
        // An item that comes back is not new: it keeps its dates, and is only updated when its content differs.
        let moment = |timestamp: Timestamp| Moment::from(timestamp.to_zoned(site.time_zone.clone()));
        item.published = moment(stone.published);
        item.first_seen = moment(stone.first_seen);
        item.updated = moment(if stone.content_hash == content_hash { stone.updated } else { now });
    }
    StoredItem { content_hash, article: article_state(look, before, candidate, now), item }
}

/// What is known of an article at its address: where it has moved, failures and validators are those of another one.
fn known_here(article: &ArticleState, has_moved: bool) -> ArticleState {
    let mut known = article.clone();
    if has_moved {
        (known.failures, known.etag, known.last_modified) = (0, None, None);
    }
    known
}

fn shows_nothing_new(candidate: &Candidate, state: &ArticleState) -> bool {
    was_shown(state.listing_hash.as_deref(), &candidate.listing_hash)
}

/// What is known of the article's page after a look. What the card shows is remembered only when the page was seen as it
/// is now, so that otherwise the next refresh still sees the change.
fn article_state(
    look: &ArticleLook,
    before: Option<ArticleState>,
    candidate: &Candidate,
    now: Timestamp,
) -> ArticleState {
    let before = before.unwrap_or_default();
    let shown = || Some(remember_shown(before.listing_hash.as_deref(), &candidate.listing_hash));
    match look {
        // Counted as a failure, and without validators, so that all pages are asked for again.
        ArticleLook::Read(read) if read.pages_missing => ArticleState {
            checked_at: Some(now),
            etag: None,
            last_modified: None,
            failures: before.failures.saturating_add(1),
            fetched: true,
            listing_hash: shown(),
        },
        ArticleLook::Read(read) => {
            // Validators of the address that was redirected to are of no use for the one that is listed.
            let own = candidate.entry.url == read.validators.url;
            ArticleState {
                checked_at: Some(now),
                etag: read.validators.etag.clone().filter(|_| own),
                last_modified: read.validators.last_modified.clone().filter(|_| own),
                failures: 0,
                fetched: true,
                listing_hash: shown(),
            }
        }
        ArticleLook::NotModified => {
            ArticleState { checked_at: Some(now), failures: 0, listing_hash: shown(), ..before }
        }
        // Of an article that was never read the card is all there is, so what it shows counts as seen.
        ArticleLook::Failed(_) | ArticleLook::GivenUp(_) => ArticleState {
            checked_at: Some(now),
            failures: before.failures.saturating_add(1),
            listing_hash: if before.fetched { before.listing_hash.clone() } else { shown() },
            ..before
        },
        ArticleLook::NotDue | ArticleLook::NotTried => before,
    }
}
