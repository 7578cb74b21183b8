//! Pure functions from a page to what it says. Nothing here reads the clock or the network: a page comes in as text with
//! its address, and records of `model` go out.

pub mod date;
mod nesting;
pub mod page;
pub mod text;

pub use page::{Page, PageError};
