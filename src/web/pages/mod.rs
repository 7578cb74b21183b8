//! The pages for people: the catalogue and the documentation. Plain HTML with one style sheet, readable without it.

mod catalogue;
mod docs;
mod frame;

pub(super) use catalogue::catalogue;
pub(super) use docs::docs;
