//! The service behind every entrance, free of HTTP: it refreshes feeds, keeps their last good snapshot, and tells their
//! state beside them.

mod address;
mod articles;
mod continued;
mod error;
mod gather;
mod inspect;
mod item;
mod listing;
mod merged;
mod naming;
mod outcome;
mod page;
mod record;
mod refresh;
mod refusals;
mod service;
mod settings;
mod snapshot;
mod status;
mod view;

pub use crate::cache::Served;
pub use crate::extract::listing::{Detail, RuleCheck};
pub use address::{BaseError, PublicBase, feed_path, key_path};
pub use error::ServiceError;
pub use inspect::{article_of, explained_article_of, listing_feed, listing_of};
pub use outcome::Outcome;
pub use service::{Answer, Clock, Parts, Service};
pub use settings::{FeedSettings, FeedSettingsError};
pub use snapshot::Snapshot;
pub use status::{Condition, FeedLinks, FeedStatus};
pub use view::{View, ViewError, ViewParameters};
