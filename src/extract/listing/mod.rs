//! From a listing page to its entries: by the rules of a definition, else by the page's structured data, else by detection
//! of what repeats on it.

mod above;
mod address;
mod card;
mod dates;
mod detect;
mod entry;
mod evidence;
mod explain;
mod fields;
mod group;
mod induce;
mod joined;
mod judge;
mod label;
mod line;
mod marked;
mod marks;
mod next;
mod outline;
mod permalink;
mod picture;
mod provenance;
mod read;
mod relation;
mod repeated_hour;
mod rules;
mod state;
mod structured;
mod title;
mod topics;
mod usual;
mod weights;
mod writers;
mod zone;

pub use explain::{EntryReport, Explanation, FieldReport, GroupReport, RuleCheck, SeenValue};
pub(in crate::extract) use marks::Marks;
pub use read::{Detail, ListingLimits, ListingRead, Method, read};

#[cfg(test)]
mod tests;
