//! The ground everything stands on: plain records with no I/O, no clock and no wire format. Each field says what it
//! becomes in RSS 2.0, Atom 1.0 and JSON Feed 1.1; the formats themselves live in `render`.

mod article;
mod date;
mod feed;
mod history;
mod host;
mod identity;
mod key;
mod kind;
mod listing;
mod media;

pub use article::Article;
pub use date::{DateSource, Dated, Moment, Precision};
pub use feed::{Feed, Item};
pub use history::{History, Origin};
pub use host::HostUse;
pub use identity::{Alias, ItemId, normalise_link, plain_address, same_site, short_hex};
pub use key::{FeedKey, KeyError, SiteName};
pub use kind::PageKind;
pub use listing::{Entry, Listing, Skip, SkipReason, UNSURE_BELOW};
pub use media::{Direction, Embed, EmbedKind, Image, same_picture};
