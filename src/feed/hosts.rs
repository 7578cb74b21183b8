//! What hosts have had, over restarts: whom to leave alone, and how many requests of the day are spent. The fetcher counts,
//! the store keeps.
//!
//! It is saved with the end of every refresh, in the same transaction, and from time to time in between. A program that is
//! killed loses no more than what it asked since then.

use super::ServiceError;
use super::service::Service;
use crate::model::FeedKey;
use crate::store::{Conclusion, FeedState};

impl Service {
    /// Takes over what hosts had before the start. It is to be done before anything is fetched.
    ///
    /// # Errors
    /// When the store fails. What is fetched then counts from nothing.
    pub async fn remember_hosts(&self) -> Result<(), ServiceError> {
        let now = self.now();
        self.fetcher.remember_hosts(self.store.hosts(now).await?, now);
        Ok(())
    }

    /// Tells the store what hosts have had since it was told last, where that is something. Where it cannot be saved, it is
    /// told with the next.
    pub async fn save_hosts(&self) {
        let _turn = self.saving_hosts.lock().await;
        let hosts = self.fetcher.unsaved_hosts();
        if hosts.is_empty() {
            return;
        }
        match self.store.save_hosts(&hosts, self.now()).await {
            Ok(()) => self.fetcher.note_saved_hosts(&hosts),
            Err(error) => {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::debug!(error, "what hosts have had could not be saved");
            }
        }
    }

    /// Saves the end of a refresh.
    pub(super) async fn save_end(
        &self,
        feed: &FeedKey,
        state: &FeedState,
        conclusion: &Conclusion,
    ) -> Result<(), ServiceError> {
        // One after the other, or what was looked up first could be written last.
        let _turn = self.saving_hosts.lock().await;
        let hosts = self.fetcher.unsaved_hosts();
        self.store.conclude(feed, state, conclusion, &hosts).await?;
        self.fetcher.note_saved_hosts(&hosts);
        self.note_saved();
        Ok(())
    }
}
