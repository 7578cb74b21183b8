//! An article page: what it says about itself, and its body.

pub mod body;
