//! The feed of what breaks and mends, to which an operator subscribes. It is made of the events that the store keeps, which
//! never change, so that an item stays as it was first read: its id, its date and its words.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use url::Url;

use super::error::{SharedError, of_load};
use super::inspect;
use super::service::{Answer, Part, Rendered, Service, ViewKey};
use super::snapshot::{self, Asked, feed_id, fingerprint};
use super::view::View;
use super::{PublicBase, ServiceError};
use crate::cache::{Kept, Served};
use crate::model::{
    Alias, DateSource, Direction, Feed, FeedKey, History, Item, ItemId, Moment, SiteName, short_hex,
};
use crate::render::Format;
use crate::store::Event;

/// Most events that are read: all that the store keeps.
const EVENTS: usize = 500;

/// How long the feed is fresh, in seconds: reading it costs next to nothing, and whoever watches does not like to wait.
const FRESH_SECONDS: u64 = 60;

/// The language in which it is written.
const LANGUAGE: &str = "en";

impl Service {
    /// The feed of what breaks and mends: one item when a feed breaks, one when it mends, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn operations(
        self: &Arc<Self>,
        format: Format,
        view: &View,
        base: &PublicBase,
    ) -> Result<Answer, SharedError> {
        let now = self.now();
        let shared = |error: ServiceError| SharedError::new(error);
        let events = self.store.events(EVENTS).await.map_err(|error| shared(error.into()))?;
        let changed_at = events.first().map_or(Timestamp::UNIX_EPOCH, |event| event.at);
        let key = FeedKey::new(SiteName::status(), "feeds").map_err(|_| shared(ServiceError::Abandoned))?;
        let feed = feed_of(&key, &events, base, changed_at).ok_or_else(|| shared(ServiceError::Abandoned))?;
        let part = Part::View(view.clone());
        let version = (Some(fingerprint(&feed)), Some(changed_at));
        let view_key = ViewKey { feed: key, base: base.clone(), query: None, format, part, version };
        let (base, view, service) = (base.clone(), view.clone(), Arc::clone(self));
        let load = move || async move {
            let _turn = service.making.acquire().await.map_err(|_| ServiceError::Abandoned)?;
            let shown = service.settings.items;
            let made = inspect::blocking(move || {
                let asked = Asked { base, format, content: view.content(), hub: None, query: None };
                Ok(Arc::new(Rendered(snapshot::document(&shown_of(&feed, &view, shown), &asked)?)))
            });
            Ok(Kept { value: made.await?, fresh_until: Timestamp::MAX, stored_at: now })
        };
        let (rendered, _) = self.views.get_or_refresh(&view_key, now, load).await.map_err(of_load)?;
        Ok(Answer {
            document: rendered.value.0.clone(),
            changed_at,
            checked_at: now,
            fresh_until: now
                .saturating_add(SignedDuration::from_secs(FRESH_SECONDS.cast_signed()))
                .unwrap_or(now),
            stale_seconds: 0,
            served: Served::Fresh,
            failed: false,
            outcome: super::Outcome::Ok.as_str().to_owned(),
            detail: None,
            source_feed: None,
        })
    }
}

/// The feed as a reader wishes it. Where it does not show all events, or the store has dropped some, it is not complete.
fn shown_of(feed: &Feed, view: &View, shown: usize) -> Feed {
    let all = feed.items.len() < EVENTS && feed.items.len() <= shown;
    let feed = Feed { history: if all { History::Complete } else { History::Newest }, ..feed.clone() };
    view.apply(&feed, shown)
}

fn feed_of(key: &FeedKey, events: &[Event], base: &PublicBase, changed_at: Timestamp) -> Option<Feed> {
    Some(Feed {
        key: Some(key.clone()),
        id: feed_id(key),
        title: "feedmill – what breaks and mends".to_owned(),
        description: format!(
            "Feeds of {} that cannot be refreshed any more, and those that can again",
            base.join("/")
        ),
        home_url: Url::parse(&base.join("/")).ok()?,
        language: Some(LANGUAGE.to_owned()),
        direction: Direction::Ltr,
        icon: None,
        updated: Moment::utc(changed_at),
        ttl_seconds: FRESH_SECONDS,
        history: History::Newest,
        items: events.iter().map(|event| item(event, base)).collect(),
    })
}

fn item(event: &Event, base: &PublicBase) -> Item {
    let Event { feed, at, broke, outcome, detail, .. } = event;
    let (word, title) = match broke {
        true => ("broken", format!("{feed} is broken: {outcome}")),
        false => ("mended", format!("{feed} is mended")),
    };
    let said = detail.as_deref().filter(|detail| !detail.is_empty());
    let told = match broke {
        true => "Readers keep the last good feed, where there is one.",
        false => "It was read from its site again.",
    };
    Item {
        id: id(event),
        url: Url::parse(&base.status(feed)).ok(),
        title,
        authors: Vec::new(),
        source: None,
        published: Moment::utc(*at),
        updated: Moment::utc(*at),
        date_source: DateSource::FirstSeen,
        first_seen: Moment::utc(*at),
        summary: Some(
            said.map_or_else(|| told.to_owned(), |said| format!("{told} The last refresh said: {said}")),
        ),
        content_html: None,
        content_text: None,
        image: None,
        embeds: Vec::new(),
        sections: vec![word.to_owned()],
        tags: vec![outcome.clone()],
        language: Some(LANGUAGE.to_owned()),
        partial: false,
        origin: None,
    }
}

/// An id of what happened rather than of its number, which begins anew with another database.
fn id(event: &Event) -> ItemId {
    let Event { feed, at, broke, .. } = event;
    let told = Sha256::digest(format!("{feed}\0{}\0{broke}", at.as_millisecond()));
    let digits = short_hex(&told);
    ItemId::new(&SiteName::status(), &Alias::PostId(digits))
}
