//! What every store has to keep to, whatever is behind it.

mod archive;
mod history;
mod keeping;
mod reading;
mod running;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::Offset;
use tempfile::TempDir;
use url::Url;

use super::*;
use crate::model::{Alias, DateSource, FeedKey, HostUse, Item, ItemId, Moment, SiteName};

#[derive(Clone, Copy, Debug)]
enum Kind {
    File,
    Memory,
}

/// A store and the folder that goes with it.
struct Opened {
    store: Arc<dyn Store>,
    _folder: TempDir,
}

impl std::ops::Deref for Opened {
    type Target = dyn Store;

    fn deref(&self) -> &Self::Target {
        &*self.store
    }
}

async fn opened(kind: Kind) -> Opened {
    let folder = TempDir::new().unwrap();
    let url = match kind {
        Kind::File => StoreUrl::SqliteFile(folder.path().join("data/feeds.sqlite3")),
        Kind::Memory => StoreUrl::SqliteMemory,
    };
    Opened { store: open(&url).await.unwrap(), _folder: folder }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn site() -> SiteName {
    SiteName::parse("herald").unwrap()
}

fn feed(path: &str) -> FeedKey {
    FeedKey::new(site(), path).unwrap()
}

fn link(name: &str) -> Alias {
    Alias::Link(format!("https://herald.example/{name}"))
}

fn id(name: &str) -> ItemId {
    ItemId::new(&site(), &link(name))
}

fn ids(names: &[&str]) -> Vec<ItemId> {
    names.iter().map(|name| id(name)).collect()
}

/// An item published and first seen at a second, in a zone three hours ahead.
pub(in crate::store) fn stored(name: &str, second: i64) -> StoredItem {
    let moment = Moment::new(at(second), Offset::from_hours(3).unwrap());
    let item = Item {
        id: id(name),
        url: Some(Url::parse(&format!("https://herald.example/{name}")).unwrap()),
        title: format!("Title of {name}"),
        authors: vec!["A. Writer".to_owned()],
        source: None,
        published: moment,
        updated: moment,
        date_source: DateSource::JsonLd,
        first_seen: moment,
        summary: Some("A lead with “quotes” and \u{1f4f0}".to_owned()),
        content_html: Some("<p>Body</p>".to_owned()),
        content_text: None,
        image: None,
        embeds: Vec::new(),
        sections: Vec::new(),
        tags: vec!["topic".to_owned()],
        language: Some("en".to_owned()),
        partial: true,
        origin: None,
    };
    StoredItem {
        item,
        content_hash: format!("hash of {name}"),
        article: ArticleState {
            checked_at: Some(at(second)),
            etag: Some("\"a\"".to_owned()),
            last_modified: Some("Sat, 10 Sep 2022 19:12:00 GMT".to_owned()),
            failures: 2,
            fetched: true,
            listing_hash: Some("listing".to_owned()),
        },
    }
}

/// A refresh at a second of a feed whose page lists these new items.
pub(in crate::store) fn refresh(path: &str, items: Vec<StoredItem>, second: i64) -> RefreshRecord {
    RefreshRecord {
        feed: feed(path),
        section: None,
        state: FeedState::default(),
        aliases: Vec::new(),
        listed: items.iter().map(|stored| stored.item.id.clone()).collect(),
        items,
        listed_at: at(second),
        keep: 1000,
        unfiled: 0,
    }
}

fn titles(items: &[StoredItem]) -> Vec<&str> {
    items.iter().map(|stored| stored.item.title.trim_start_matches("Title of ")).collect()
}
