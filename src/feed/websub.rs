//! WebSub (W3C Recommendation of 2018): the hub that every feed names, told when a feed changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use super::service::Service;
use crate::fetch::FetchError;
use crate::model::FeedKey;
use crate::render::Format;

/// The `[websub]` table of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebSubSettings {
    /// The hub that feeds name and that is told of their changes. It needs a public address of the service, by which it
    /// knows them.
    pub hub: Option<Url>,
    /// How often the hub is told of one change until it takes it, 1 to 10.
    pub attempts: u32,
    /// Seconds before the second attempt, doubled before each further one, 0 to 3,600.
    pub retry_seconds: u64,
}

/// A setting of WebSub that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: expected {expected}, found {found}")]
pub struct WebSubSettingsError {
    /// The setting, with its table.
    pub key: &'static str,
    /// What it may be.
    pub expected: &'static str,
    /// What it was.
    pub found: String,
}

/// The hub, and who is on the way to it.
pub(super) struct Hub {
    url: Url,
    attempts: u32,
    retry: Duration,
    runtime: Handle,
    tasks: TaskTracker,
    stopping: CancellationToken,
    turns: Semaphore,
    /// The number of the newest change that each feed has on the way.
    changes: Mutex<HashMap<FeedKey, u64>>,
}

/// How many feeds are told of at once.
const AT_ONCE: usize = 4;

impl Default for WebSubSettings {
    fn default() -> Self {
        Self { hub: None, attempts: 5, retry_seconds: 10 }
    }
}

impl WebSubSettings {
    /// Checks every bound, and that the service has a public address where it has a hub.
    ///
    /// # Errors
    /// Names the first setting that cannot be.
    pub fn validate(&self, public_url: Option<&str>) -> Result<(), WebSubSettingsError> {
        let fault = |key, expected, found: String| Err(WebSubSettingsError { key, expected, found });
        if !(1..=10).contains(&self.attempts) {
            return fault("websub.attempts", "1 to 10", self.attempts.to_string());
        }
        if self.retry_seconds > 3_600 {
            return fault("websub.retry_seconds", "0 to 3600", self.retry_seconds.to_string());
        }
        match (&self.hub, public_url) {
            (None, _) => Ok(()),
            (Some(hub), _) if !matches!(hub.scheme(), "http" | "https") || !hub.has_host() => {
                fault("websub.hub", "an http or https address", format!("{hub}"))
            }
            (Some(hub), _) if !hub.username().is_empty() || hub.password().is_some() => fault(
                "websub.hub",
                "an address without user name and password, since every feed names it",
                format!("{}://…", hub.scheme()),
            ),
            (Some(_), None) => fault(
                "server.public_url",
                "the public address of the service, because websub.hub is set and the hub knows feeds by it",
                "none".to_owned(),
            ),
            (Some(_), Some(_)) => Ok(()),
        }
    }
}

impl Hub {
    /// The hub of the settings, where there is one.
    pub fn new(settings: &WebSubSettings, runtime: &Handle) -> Option<Self> {
        Some(Self {
            url: settings.hub.clone()?,
            attempts: settings.attempts,
            retry: Duration::from_secs(settings.retry_seconds),
            runtime: runtime.clone(),
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
            turns: Semaphore::new(AT_ONCE),
            changes: Mutex::default(),
        })
    }

    /// Its address.
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// Lets attempts under way end and gives up those that wait.
    pub async fn close(&self) {
        self.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    fn note_change(&self, feed: &FeedKey) -> u64 {
        let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let number = changes.entry(feed.clone()).or_default();
        *number = number.wrapping_add(1);
        *number
    }

    /// Whether a feed has changed again since: that change is told of by itself.
    fn is_overtaken(&self, feed: &FeedKey, number: u64) -> bool {
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        changes.get(feed).is_some_and(|newest| *newest != number)
    }

    /// Waits before an attempt; tells whether it is still to be made.
    async fn pause(&self, attempt: u32) -> bool {
        let factor = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        tokio::select! {
            () = tokio::time::sleep(self.retry.saturating_mul(factor)) => true,
            () = self.stopping.cancelled() => false,
        }
    }
}

impl Service {
    /// Tells the hub, where there is one, that a feed has changed. It waits for nothing: the hub is told beside
    /// everything else, and what goes wrong is logged and counted.
    pub(super) fn tell_hub(self: &Arc<Self>, feed: &FeedKey) {
        let Some(hub) = &self.hub else { return };
        let number = hub.note_change(feed);
        let (service, feed) = (Arc::clone(self), feed.clone());
        hub.tasks.spawn_on(
            async move {
                if let Some(hub) = &service.hub {
                    service.tell(hub, &feed, number).await;
                }
            },
            &hub.runtime,
        );
    }

    /// Every format is a topic of its own, since each has an address of its own; one form names them all
    /// (PubSubHubbub 0.3 §7.1, "may be repeated").
    async fn tell(&self, hub: &Hub, feed: &FeedKey, number: u64) {
        let topics = Format::all().map(|format| ("hub.url", self.base.feed(feed, format)));
        let form: Vec<(&str, String)> =
            std::iter::once(("hub.mode", "publish".to_owned())).chain(topics).collect();
        for attempt in 0..hub.attempts {
            if attempt > 0 && !hub.pause(attempt).await {
                break;
            }
            if hub.is_overtaken(feed, number) {
                return;
            }
            let Ok(_turn) = hub.turns.acquire().await else { break };
            match self.fetcher.post_form(&hub.url, &form, self.now()).await {
                Ok(()) => return count("told"),
                Err(error) => {
                    let last = is_final(&error) || attempt.saturating_add(1) == hub.attempts;
                    let error: &(dyn std::error::Error + 'static) = &error;
                    tracing::warn!(%feed, attempt = attempt + 1, error, "the hub could not be told of a change");
                    if last {
                        break;
                    }
                }
            }
        }
        count("given_up");
    }
}

/// Whether another attempt would end the same: what the hub refuses it refuses again, unless it wants the sender to wait.
fn is_final(error: &FetchError) -> bool {
    match error.status() {
        Some(408 | 425 | 429) => false,
        Some(status) => (300..500).contains(&status),
        None => error.is_refusal(),
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("feedmill_websub_changes_total", "outcome" => outcome).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, public_url: Option<&str>) -> String {
        let settings: WebSubSettings = toml::from_str(text).unwrap();
        settings.validate(public_url).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_hub_needs_a_public_address_and_an_address_that_may_be_shown() {
        let public = Some("https://feeds.example");
        assert_eq!(told("", None), "");
        assert_eq!(told("hub = \"https://hub.example/\"", public), "");
        for (text, public_url, expected) in [
            (
                "hub = \"https://hub.example/\"",
                None,
                "server.public_url: expected the public address of the service, because websub.hub is set and the hub \
                 knows feeds by it, found none",
            ),
            (
                "hub = \"mailto:hub@example.org\"",
                public,
                "websub.hub: expected an http or https address, found mailto:hub@example.org",
            ),
            ("attempts = 0", public, "websub.attempts: expected 1 to 10, found 0"),
            ("retry_seconds = 3601", public, "websub.retry_seconds: expected 0 to 3600, found 3601"),
        ] {
            assert_eq!(told(text, public_url), expected);
        }
        let secret = told("hub = \"https://clerk:hush@hub.example/\"", public);
        assert!(secret.starts_with("websub.hub: ") && !secret.contains("hush"), "{secret}");
    }
}
