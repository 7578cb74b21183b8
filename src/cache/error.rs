//! Why a load gave no value.

use std::sync::Arc;

/// Why somebody who waited for a load got no value. Cheap to clone, since everybody who waited gets the same one.
#[derive(Debug, thiserror::Error)]
pub enum LoadError<E> {
    /// The load ran and failed.
    #[error(transparent)]
    Failed(Arc<E>),
    /// The load panicked or was cancelled with its runtime. The next caller starts another.
    #[error("expected a value from the load, found it ended without one")]
    Abandoned,
    /// The cache was closed and begins no more loads.
    #[error("expected an open cache, found it closed for shutdown")]
    Closed,
}

// Derived, it would ask that `E` itself can be cloned.
impl<E> Clone for LoadError<E> {
    fn clone(&self) -> Self {
        match self {
            Self::Failed(error) => Self::Failed(Arc::clone(error)),
            Self::Abandoned => Self::Abandoned,
            Self::Closed => Self::Closed,
        }
    }
}
