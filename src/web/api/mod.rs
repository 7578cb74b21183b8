//! `/api/v1`: the catalogue, the state of feeds, and what was read from a page, as JSON.

mod catalogue;
mod inspect;

pub(super) use catalogue::{feed, site, sites};
pub(super) use inspect::{article, listing};
