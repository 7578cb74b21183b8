//! Why the service has no answer.

use crate::cache::LoadError;
use crate::model::FeedKey;
use crate::render::RenderError;
use crate::site::LookupError;
use crate::store::StoreError;

/// Why there is no feed to hand out.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// No such feed.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// The site has no listing for this parameter.
    #[error("expected a value that {site} has a listing for, found {key}: {detail}")]
    UnknownParameter {
        /// The feed.
        key: FeedKey,
        /// The site's title.
        site: String,
        /// What the site answered.
        detail: String,
    },
    /// Nothing was ever fetched, and now it cannot be.
    #[error("expected a listing for {key}, found none yet ({outcome}): {detail}")]
    NeverFetched {
        /// The feed.
        key: FeedKey,
        /// How the last refresh ended.
        outcome: String,
        /// What went wrong.
        detail: String,
        /// Seconds until the next try.
        retry_after_seconds: u64,
    },
    /// The page of an address could not be fetched.
    #[error("expected a page at the address, found {outcome}: {detail}")]
    Page {
        /// The stable name of what went wrong.
        outcome: &'static str,
        /// What went wrong.
        detail: String,
        /// Whether the caller's address is at fault rather than the site.
        refused: bool,
    },
    /// The feed's archive has no such page.
    #[error("{known}, found {page} for {key}")]
    UnknownPage {
        /// The feed.
        key: FeedKey,
        /// The number that was asked for.
        page: u32,
        /// Which pages there are.
        known: String,
    },
    /// There is nothing of what was asked to be done.
    #[error("{detail}")]
    NothingToDo {
        /// What was expected and found.
        detail: String,
    },
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// A document could not be written.
    #[error("a document could not be written")]
    Render(#[from] RenderError),
    /// The work was given up, or the service is stopping.
    #[error("the refresh ended without a result")]
    Abandoned,
}

impl ServiceError {
    /// Whether what was asked for is not known to any definition.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Lookup(_))
    }

    /// Whether it is the host that is at fault rather than one of its addresses: it does not answer, or wants to be left
    /// alone.
    pub(super) fn is_of_the_host(&self) -> bool {
        const OUTCOMES: [&str; 9] = [
            "host_rests",
            "host_busy",
            "connect",
            "connect_timeout",
            "idle_timeout",
            "timeout",
            "dns",
            "unknown_host",
            "tls",
        ];
        matches!(self, Self::Page { outcome, .. } if OUTCOMES.contains(outcome))
    }

    /// Whether the work was given up rather than done with a bad end.
    pub(super) const fn is_abandoned(&self) -> bool {
        matches!(self, Self::Abandoned)
    }
}

/// What many waiters share: one error for all of them.
pub(super) type SharedError = std::sync::Arc<ServiceError>;

/// The error of a load, for one of those who waited for it.
pub(super) fn of_load(error: LoadError<ServiceError>) -> SharedError {
    match error {
        LoadError::Failed(error) => error,
        LoadError::Abandoned | LoadError::Closed => SharedError::new(ServiceError::Abandoned),
    }
}
