//! What a page says about itself for machines: JSON-LD and other JSON in it, `meta` elements, microdata and
//! microformats. Each reader returns what is written there, cleaned as text; which source is believed is decided by
//! `article::metadata`.

mod embedded;
mod json_ld;
mod meta;
mod microdata;
mod microformat;

pub use embedded::{embedded_json, script_states};
pub use json_ld::{json_ld, strings, types};
pub use meta::{Metas, meta};
pub use microdata::{item_types, microdata};
pub use microformat::{PostMarkup, post_markup};
