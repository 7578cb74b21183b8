//! From a listing page to its entries: by the rules of a definition, else by the page's structured data, else by detection
//! of what repeats on it.

mod card;
mod detect;
mod fields;
mod group;
mod next;
mod read;
mod rules;
mod score;
mod selector;
mod structured;

pub use read::{ListingLimits, ListingRead, Method, read};
