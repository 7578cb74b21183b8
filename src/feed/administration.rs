//! What whoever runs the service may have done to a feed at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::{SharedError, of_load};
use super::refresh::Timeliness;
use super::service::Service;
use super::status::{DriftReport, FeedStatus};
use super::{PublicBase, ServiceError};
use crate::model::FeedKey;

impl Service {
    /// Refreshes a feed, whenever it is due and whatever its site has said before, and gives its state. One refresh that is
    /// under way already is enough. What its host asks for (`Retry-After`, robots.txt, its budget) is heeded all the same.
    ///
    /// # Errors
    /// When there is no such feed, or the store fails. How the refresh ended is told by the state.
    pub async fn refresh_at_once(
        self: &Arc<Self>,
        key: &FeedKey,
        base: &PublicBase,
    ) -> Result<FeedStatus, SharedError> {
        self.refresh_as(key, Timeliness::AtOnce).await?;
        self.status(key, base).await.map_err(SharedError::from)
    }

    /// Takes the page of a feed as it was last seen, although it is not what it was, and gives the state of the feed. A page
    /// that looks otherwise again by now is not taken.
    ///
    /// # Errors
    /// When there is no such feed, no page of it is held back or it is one that is never taken, or the store fails.
    pub async fn accept_drift(
        self: &Arc<Self>,
        key: &FeedKey,
        base: &PublicBase,
    ) -> Result<FeedStatus, SharedError> {
        let status = self.status(key, base).await?;
        let nothing = |found: &str| {
            let detail = format!("expected a page of {key} that is held back, found {found}");
            Err(SharedError::new(ServiceError::NothingToDo { detail }))
        };
        match status.drift {
            None => return nothing("none"),
            Some(DriftReport { accepted_after: None, .. }) => return nothing("one that is never taken"),
            Some(_) => {}
        }
        // A refresh that is under way was begun before.
        if !self.refresh_as(key, Timeliness::Accepting).await? {
            self.refresh_as(key, Timeliness::Accepting).await?;
        }
        self.status(key, base).await.map_err(SharedError::from)
    }

    /// Lets a feed be tried again when it is next asked for, whatever its site has said, and gives its state.
    ///
    /// # Errors
    /// When there is no such feed, it was never tried, or the store fails.
    pub async fn resume(
        self: &Arc<Self>,
        key: &FeedKey,
        base: &PublicBase,
    ) -> Result<FeedStatus, SharedError> {
        self.catalogue().feed(key).map_err(|error| SharedError::new(error.into()))?;
        let resumed = self.store.resume(key, self.now()).await;
        if resumed.map_err(|error| SharedError::new(error.into()))?.is_none() {
            let detail =
                format!("expected a feed that was tried before, found that nothing is known of {key}");
            return Err(SharedError::new(ServiceError::NothingToDo { detail }));
        }
        self.snapshots.invalidate(key);
        self.status(key, base).await.map_err(SharedError::from)
    }

    /// Refreshes a feed, and tells whether it was this refresh rather than one that was under way.
    async fn refresh_as(
        self: &Arc<Self>,
        key: &FeedKey,
        timeliness: Timeliness,
    ) -> Result<bool, SharedError> {
        let definition = self.catalogue().feed(key).map_err(|error| SharedError::new(error.into()))?;
        let (service, is_own) = (Arc::clone(self), Arc::new(AtomicBool::new(false)));
        let began = Arc::clone(&is_own);
        let load = move || {
            began.store(true, Ordering::Relaxed);
            service.refresh(definition, timeliness)
        };
        match self.snapshots.refresh(key, load).await.map_err(of_load) {
            Ok(_) => {}
            // The state says why.
            Err(error) if matches!(*error, ServiceError::NeverFetched { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(is_own.load(Ordering::Relaxed))
    }
}
