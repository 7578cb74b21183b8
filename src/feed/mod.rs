//! The service behind every entrance, free of HTTP: it refreshes feeds, keeps their last good snapshot, and tells their
//! state beside them.

mod address;
mod articles;
mod changes;
mod continued;
mod drift;
mod error;
mod gather;
mod history;
mod inspect;
mod item;
mod judge;
mod likeness;
mod listing;
mod merged;
mod mixed;
mod naming;
mod next_try;
mod operations;
mod outcome;
mod page;
mod record;
mod refresh;
mod refusals;
mod service;
mod settings;
mod settled;
mod snapshot;
mod status;
mod view;
mod websub;
mod weeks;

pub use crate::cache::Served;
pub use crate::extract::listing::{Detail, RuleCheck};
pub use address::{BaseError, PublicBase, feed_path, key_path};
pub use error::ServiceError;
pub use history::Archived;
pub use inspect::{article_of, explained_article_of, listing_feed, listing_of};
pub use outcome::Outcome;
pub use service::{Answer, Clock, Parts, Service};
pub use settings::{FeedSettings, FeedSettingsError};
pub use snapshot::Snapshot;
pub use status::{Condition, DriftReport, FeedLinks, FeedStatus};
pub use view::{View, ViewError, ViewParameters};
pub use websub::{WebSubSettings, WebSubSettingsError};
pub use weeks::{DayOutcome, FeedDay};
