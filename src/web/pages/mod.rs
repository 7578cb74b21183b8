//! The pages for people: the catalogue, the state of a feed, and the documentation. Plain HTML with one style sheet, readable without it.

mod catalogue;
mod chart;
mod docs;
mod frame;
mod state;
mod status;

pub(super) use catalogue::catalogue;
pub(super) use docs::docs;
pub(super) use status::status;
