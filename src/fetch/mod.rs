//! Bytes from the net, politely and only from the public internet. One [`Fetcher`] makes every request that leaves the
//! house: it judges addresses, paces hosts, follows redirects, counts bytes and hands over pages as text.

mod allow;
mod charset;
mod client;
mod clock;
mod content_type;
mod error;
mod exchange;
mod fault;
mod guard;
mod hosts;
mod labels;
mod lifetime;
mod pace;
mod packed;
mod page;
mod patience;
mod post;
mod prescan;
mod private_host;
mod ranges;
mod redirect;
mod resolver;
mod retry_after;
mod robots;
mod settings;
mod status;
#[cfg(test)]
mod tests;

pub use allow::Allow;
pub use charset::decode_page;
pub use client::Fetcher;
pub use error::{FetchError, TimeoutPhase};
pub use guard::UrlFault;
pub use page::{Fetched, FetchedPage, Validators};
pub use patience::Patience;
pub use private_host::{PrivateHost, PrivateHostError};
pub use ranges::special_range;
pub use resolver::{Lookup, SystemLookup};
pub use robots::{MAX_ROBOTS_BYTES, Robots};
pub use settings::{FetchSettings, SettingsError};
