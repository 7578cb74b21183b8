//! What must survive a restart: items with their aliases, which feed listed which item, and the state of every feed. One
//! trait, and behind it an embedded SQLite database; a backend that several nodes share can come beside it.

mod contract;
mod error;
mod record;
mod settings;
mod sqlite;

pub use contract::{Store, back_up, open, restore};
pub use error::StoreError;
pub use record::{ArticleState, FeedState, RefreshRecord, StoredItem, Tombstone};
pub use settings::{StoreSettings, StoreUrl, StoreUrlError};

#[cfg(test)]
mod tests;
