//! One refresh of a feed that joins others of its site.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};

use super::outcome::Outcome;
use super::refresh::{Failure, Refreshed};
use super::service::Service;
use crate::fetch::Validators;
use crate::model::FeedKey;

/// How many parts are refreshed at once. The fetcher bounds what one host sees.
const CONCURRENCY: usize = 4;

impl Service {
    /// Brings the parts up to date, but waits no longer than the settings allow: parts that take longer go on in the
    /// background and are there at the next refresh. A part that fails takes nothing away from the others.
    pub(super) async fn refresh_merged(self: &Arc<Self>, parts: &[FeedKey]) -> Result<Refreshed, Failure> {
        let refreshes = stream::iter(parts.to_vec())
            .map(|part| {
                let service = Arc::clone(self);
                async move { !service.snapshot_of_part(&part).await.is_err_and(|error| error.is_abandoned()) }
            })
            .buffer_unordered(CONCURRENCY)
            .collect::<Vec<bool>>();
        let wait = Duration::from_secs(self.settings.merge_wait_seconds);
        let complete =
            tokio::time::timeout(wait, refreshes).await.is_ok_and(|parts| parts.into_iter().all(|done| done));
        let stored =
            self.store.merged_items(parts, 1).await.map_err(|error| Failure::internal(&error.into()))?;
        if stored.is_empty() {
            let detail = format!("none of the {} feeds that are joined has an item", parts.len());
            return Err(Failure { retry_after_seconds: Some(30), ..Failure::new(Outcome::NoParts, detail) });
        }
        let outcome = if complete { Outcome::Ok } else { Outcome::Partial };
        Ok(Refreshed { outcome, entry_count: 0, validators: Validators::default(), title: None })
    }
}
