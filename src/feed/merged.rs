//! One refresh of a feed that joins others of its site.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};

use super::error::SharedError;
use super::outcome::Outcome;
use super::refresh::{Failure, Refreshed};
use super::service::{Held, Service};
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
                async move { part_of(&service.snapshot_of_part(&part).await) }
            })
            .buffer_unordered(CONCURRENCY)
            .collect::<Vec<Part>>();
        let wait = Duration::from_secs(self.settings.merge_wait_seconds);
        let ended = tokio::time::timeout(wait, refreshes).await.ok();
        let complete = ended.as_ref().is_some_and(|ended| !ended.contains(&Part::GivenUp));
        let failing = ended.iter().flatten().filter(|part| **part == Part::Failing).count();
        let stored =
            self.store.merged_items(parts, 1).await.map_err(|error| Failure::internal(&error.into()))?;
        if stored.is_empty() {
            let detail = format!("none of the {} feeds that are joined has an item", parts.len());
            return Err(Failure { retry_after_seconds: Some(30), ..Failure::new(Outcome::NoParts, detail) });
        }
        if failing == parts.len() {
            return Err(Failure::new(
                Outcome::PartsFail,
                format!("all {failing} feeds that are joined fail"),
            ));
        }
        Ok(Refreshed {
            outcome: if complete { Outcome::Ok } else { Outcome::Partial },
            entry_count: 0,
            new_items: 0,
            validators: Validators::default(),
            lifetime_seconds: None,
            detail: (failing > 0)
                .then(|| format!("{failing} of the {} feeds that are joined fail", parts.len())),
            reading: None,
        })
    }
}

/// How the refresh of a part ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Well,
    Failing,
    GivenUp,
}

fn part_of(result: &Result<Held, SharedError>) -> Part {
    match result {
        Ok((kept, _)) if kept.value.state.failures == 0 => Part::Well,
        Err(error) if error.is_abandoned() => Part::GivenUp,
        Ok(_) | Err(_) => Part::Failing,
    }
}
