//! From a listing page to its entries: by the rules of a definition, else by the page's structured data, else by detection
//! of what repeats on it.

mod address;
mod card;
mod detect;
mod entry;
mod evidence;
mod explain;
mod fields;
mod group;
mod induce;
mod joined;
mod judge;
mod next;
mod outline;
mod read;
mod relation;
mod rules;
mod structured;
mod title;
mod weights;
mod year;
mod zone;

pub use explain::{EntryReport, Explanation, GroupReport};
pub use read::{ListingLimits, ListingRead, Method, Telling, read, read_entries};

#[cfg(test)]
mod tests;
