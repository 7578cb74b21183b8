//! What must survive a restart: items with their aliases, which feed listed which item, the state of every feed and how its
//! refreshes ended, what hosts have had of their requests. One trait, and behind it an embedded SQLite database; a backend that several nodes share can come beside it.

mod archive;
mod contract;
mod error;
mod history;
mod record;
mod settings;
mod shape;
mod sqlite;

pub use archive::{ArchivePage, NewPage, PageRange, PageRule};
pub use contract::{Store, back_up, open, open_existing, open_with, restore};
pub use error::StoreError;
pub use history::{Conclusion, Event, Publications, RefreshDay, day_of};
pub use record::{ArticleState, FeedState, RefreshRecord, StoredItem, Tombstone};
pub use settings::{StoreSettings, StoreSettingsError, StoreUrl, StoreUrlError};
pub use shape::{Change, Drift, Refusing, Shape};

#[cfg(test)]
mod tests;
