//! What a site allows robots to fetch (RFC 9309), read by [`Robots`] and asked for before every request.

mod file;
mod origins;
mod path;

pub use file::{MAX_ROBOTS_BYTES, Robots};
pub(super) use origins::{Origins, Standing, robots_url, target_of};
