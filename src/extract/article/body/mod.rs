//! The body of an article: where it stands on the page, and how it is cleaned.
//!
//! `find` chooses the elements that hold it, by the words of their classes and by the text in them. `clean` walks them
//! once, writes clean HTML and leaves out what does not belong to the article; every reason for leaving something out is
//! a rule of `removal`, and every word that such a rule looks for stands in one of the tables of `words` and `label`.

mod aside;
mod beside;
mod blocks;
mod candidates;
mod clean;
mod ending;
mod facts;
mod introduced;
mod kind;
mod label;
mod media;
mod parts;
mod posts;
mod quotes;
mod removal;
mod repeats;
mod stated;
mod table;
mod wall;
mod words;
mod writer;

pub use candidates::{Found, Piece, find};
pub use clean::{Body, CleanOptions, clean};
pub use facts::Known;
pub(super) use parts::Parts;
pub use stated::stated;
pub use wall::{Wall, asks_for_password, wall};
pub(super) use words::{Purposes, split_words};

#[cfg(test)]
mod tests;
