//! Forms of URLs, and what the guard says of each.

pub(in crate::fetch) mod addresses;
pub(in crate::fetch) mod urls;
