//! Documents that exist to be read by programs: RSS, Atom, JSON Feed, sitemaps. Which of them a text is, the entries of
//! each, where a page may have its feed, and whether a feed is that of a page.

mod discover;
mod document;
mod feed;
mod join;
mod kind;
mod sitemap;

#[cfg(test)]
mod tests;

pub use discover::{Candidate, candidates};
pub use document::{Document, SyndicationError, own_address, read};
pub use join::{identity, is_of_listing, is_of_page, join};
pub use kind::Kind;
