//! Pure functions from a feed to a document: RSS 2.0, Atom 1.0, JSON Feed 1.1 and, for lists of feeds, OPML 2.0. A feed
//! is first brought into the one shape that every format carries (`prepared`): text that XML can hold, doubles removed,
//! the whole body put together. Each format then only decides where things go. The same feed gives the same bytes,
//! whenever and wherever it is rendered, so the entity tag outlives restarts.

mod atom;
mod content;
mod date;
mod document;
mod embeddable;
mod json;
mod markup;
mod opml;
mod picture;
mod prepared;
mod report;
mod rss;
mod text;

#[cfg(test)]
mod any_text;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;

pub use document::{Content, Document, Encoded, Format, Links, RenderError, StateLinks, encode, render};
pub use embeddable::{json as embeddable_json, readable_json};
pub use opml::{OpmlGroup, Outline, opml};
pub use report::{article_json, explained, listing_json};
