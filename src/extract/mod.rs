//! Pure functions from a page to what it says.

pub mod date;
