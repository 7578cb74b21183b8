//! An article page: what it says about itself, and its body.

pub mod body;
mod continuation;
mod explain;
mod generic;
mod index;
mod join;
pub mod metadata;
mod overview;
mod read;

pub use explain::{Explanation, FieldReport, SeenValue, explain};
pub(in crate::extract) use index::Index;
pub use join::Joined;
pub use read::read;
