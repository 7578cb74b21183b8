//! Refreshes ahead of readers: a feed that is asked for is refreshed before it goes stale, one that nobody asks for is not.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::{Stream, StreamExt};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;

use super::ServiceError;
use super::next_try::{has_passed, later};
use super::refresh::Timeliness;
use super::service::Service;
use crate::model::{FeedKey, SiteName};

/// How many feeds of one site are refreshed ahead at once: its host would let the others wait, and they would take the
/// places of other sites.
const OF_ONE_SITE: usize = 2;

/// How often the store is told what was asked for.
const SAVED_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// How many converted pages are forgotten at once, so that no refresh waits long for its turn to write.
const FORGOTTEN_AT_ONCE: usize = 50;

/// A feed whose refresh begins does not begin again for so many seconds, whatever becomes of it.
const PUT_OFF_SECONDS: u64 = 60;

/// The refreshes ahead that are under way.
struct Ahead {
    service: Arc<Service>,
    running: JoinSet<FeedKey>,
    by_site: HashMap<SiteName, usize>,
}

/// Refreshes feeds ahead of their readers: looks at every tick which are due, and tells the store from time to time what
/// was asked for, until `stop` comes. Refreshes under way go on. Where the settings want no refreshes ahead it only tells the
/// store, and forgets what nobody asks for.
///
/// Nothing is fetched at the start but what is due and was asked for lately, a few at a time.
pub async fn keep_ahead(
    service: Arc<Service>,
    ticks: impl Stream<Item = ()> + Send,
    stop: impl Future<Output = ()> + Send,
) {
    let mut remembers = service.try_to_remember().await;
    let mut saved_at = service.now();
    let mut ahead = Ahead::new(service);
    let (mut ticks, mut stop) = (std::pin::pin!(ticks), std::pin::pin!(stop));
    loop {
        tokio::select! {
            () = &mut stop => return ahead.leave(),
            tick = ticks.next() => {
                if tick.is_none() {
                    return ahead.leave();
                }
                if !remembers {
                    remembers = ahead.service.try_to_remember().await;
                }
                ahead.begin();
                saved_at = ahead.service.save_requests_after(saved_at).await;
            }
            true = ahead.ended() => ahead.begin(),
        }
    }
}

impl Ahead {
    fn new(service: Arc<Service>) -> Self {
        Self { service, running: JoinSet::new(), by_site: HashMap::new() }
    }

    /// Begins as many of the refreshes that are due as may be under way.
    fn begin(&mut self) {
        let settings = &self.service.settings;
        let free = settings.prefetch_at_once.saturating_sub(self.running.len());
        if free == 0 || settings.prefetch_seconds == 0 {
            return;
        }
        let now = self.service.now();
        let due = self.service.demand.due(self.service.prefetch_within(), now);
        for feed in admitted(due, free, &mut self.by_site) {
            self.service.demand.put_off(&feed, later(now, PUT_OFF_SECONDS));
            let service = Arc::clone(&self.service);
            self.running.spawn(async move {
                service.refresh_one_ahead(&feed).await;
                feed
            });
        }
    }

    /// Waits for one of the refreshes under way; false, and never soon, where there is none.
    async fn ended(&mut self) -> bool {
        match self.running.join_next().await {
            None => std::future::pending().await,
            Some(Ok(feed)) => {
                if let Some(of_site) = self.by_site.get_mut(feed.site()) {
                    *of_site = of_site.saturating_sub(1);
                }
                true
            }
            // A panic has taken the name of its feed along; who is left is counted anew.
            Some(Err(_)) => {
                self.by_site.clear();
                true
            }
        }
    }

    /// Leaves the refreshes to themselves: they run as loads of the cache, which waits for them when it closes.
    fn leave(mut self) {
        self.running.detach_all();
    }
}

/// Those of the feeds that are due which may begin, when so many places are free; counted by site.
fn admitted(due: Vec<FeedKey>, free: usize, by_site: &mut HashMap<SiteName, usize>) -> Vec<FeedKey> {
    let mut admitted = Vec::new();
    for feed in due {
        if admitted.len() == free {
            break;
        }
        let of_site = by_site.entry(feed.site().clone()).or_default();
        if *of_site < OF_ONE_SITE {
            *of_site += 1;
            admitted.push(feed);
        }
    }
    admitted
}

impl Service {
    /// Refreshes all feeds ahead of their readers that are due, and waits until none is left.
    pub async fn refresh_ahead(self: &Arc<Self>) {
        let mut ahead = Ahead::new(Arc::clone(self));
        ahead.begin();
        while !ahead.running.is_empty() {
            ahead.ended().await;
            ahead.begin();
        }
    }

    /// Waits until no refresh is under way.
    pub async fn settle(&self) {
        self.snapshots.settle().await;
    }

    /// Takes over from the store what was asked for lately. Nothing is fetched.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remember_requests(&self) -> Result<(), ServiceError> {
        let now = self.now();
        let since = now.saturating_sub(self.prefetch_within()).unwrap_or(Timestamp::MIN);
        let catalogue = self.catalogue();
        for (feed, asked_at, state) in self.store.requested(since).await? {
            // A feed that is no longer defined is not refreshed.
            if let Ok(definition) = catalogue.feed(&feed) {
                self.demand.restore(&feed, &state, asked_at, self.due_at(&definition, &state, now));
            }
        }
        Ok(())
    }

    /// Takes over from the store what was asked for lately; false where the store fails, so that it is to be tried again.
    async fn try_to_remember(&self) -> bool {
        let remembered = self.remember_requests().await;
        if let Err(error) = &remembered {
            let error: &(dyn std::error::Error + 'static) = error;
            tracing::warn!(error, "it is not known yet what was asked for before the start");
        }
        remembered.is_ok()
    }

    /// Tells the store what was asked for: to the hour, or all of it.
    pub(super) async fn save_requests(&self, all: bool) {
        let requests = self.demand.unsaved(all);
        if requests.is_empty() {
            return;
        }
        match self.store.note_requests(&requests).await {
            Ok(()) => self.demand.note_saved(&requests),
            Err(error) => {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::warn!(error, "what was asked for could not be saved");
            }
        }
    }

    async fn save_requests_after(&self, saved_at: Timestamp) -> Timestamp {
        let now = self.now();
        if !has_passed(saved_at, SAVED_EVERY, now) {
            return saved_at;
        }
        self.save_requests(false).await;
        self.forget_conversions().await;
        self.demand.forget(self.prefetch_within(), now);
        now
    }

    /// Forgets the converted pages beyond those that are kept.
    pub async fn forget_conversions(&self) {
        loop {
            let kept = self.settings.converted_pages;
            match self.store.forget_beyond(&SiteName::convert(), kept, FORGOTTEN_AT_ONCE).await {
                Ok(0) => return,
                Ok(pages) => {
                    tracing::info!(pages, "forgot converted pages that nobody has asked for for longest")
                }
                Err(error) => {
                    let error: &(dyn std::error::Error + 'static) = &error;
                    return tracing::warn!(error, "converted pages could not be forgotten");
                }
            }
        }
    }

    async fn refresh_one_ahead(self: &Arc<Self>, feed: &FeedKey) {
        let definition = match self.returning.find(feed) {
            Some((url, pages)) => self.page_definition(&url, pages).ok(),
            None => self.catalogue().feed(feed).ok(),
        };
        let Some(definition) = definition else { return };
        let service = Arc::clone(self);
        let load = move || service.refresh(definition, Timeliness::Ahead);
        if let Err(error) = self.snapshots.refresh(feed, load).await {
            tracing::debug!(%feed, %error, "a refresh ahead brought nothing");
        }
    }

    fn prefetch_within(&self) -> SignedDuration {
        SignedDuration::from_secs(i64::try_from(self.settings.prefetch_seconds).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_begin_as_places_are_free_and_two_of_one_site() {
        let keys = |names: &[&str]| names.iter().map(|name| name.parse().unwrap()).collect::<Vec<FeedKey>>();
        let due = keys(&["a/1", "a/2", "a/3", "b/1", "b/2", "b/3", "c/1", "c/2"]);
        let mut by_site = HashMap::new();

        assert_eq!(admitted(due.clone(), 5, &mut by_site), keys(&["a/1", "a/2", "b/1", "b/2", "c/1"]));
        assert_eq!(admitted(due.clone(), 5, &mut by_site), keys(&["c/1"]));
        by_site.insert("a/1".parse::<FeedKey>().unwrap().site().clone(), 1);
        assert_eq!(admitted(due, 0, &mut by_site), []);
    }
}
