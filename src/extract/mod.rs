//! Pure functions from a page to what it says. Nothing here reads the clock or the network: a page comes in as text with
//! its address, and records of `model` go out.

mod addresses;
pub mod article;
mod byline;
pub mod date;
pub mod embed;
pub mod image;
pub mod listing;
mod misread;
mod nesting;
mod node_map;
pub mod page;
pub mod report;
pub mod rule;
pub mod sanitize;
pub mod stand_in;
pub mod structured;
mod surrogates;
mod survey;
pub mod syndication;
pub mod text;
mod unscripted;

pub use page::{Page, PageError, own_address};
