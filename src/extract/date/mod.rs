//! Dates as pages write them: in ISO 8601, in the forms of mail and HTTP, in the words and digits of some thirty
//! languages, relative to the moment of reading, or in the path of an address. A text is cleaned, cut into tokens, each
//! token is looked up once in a lexicon, and small matchers walk over the tokens. Whoever reads a date wrongly does more
//! harm than whoever reads none, so every ambiguity that the context does not settle ends in `None`.

mod address;
mod clean;
mod clock;
mod context;
mod cursor;
mod day;
mod find;
mod format;
mod lexicon;
mod named;
mod numeric;
mod order;
mod parse;
mod reading;
mod relative;
mod resolve;
mod solar;
mod token;

mod zone;

#[cfg(test)]
mod tests;

pub use address::from_url;
pub use context::{DateContext, DayMonthOrder, ParsedDate};
pub use find::find;
pub use format::parse_with_format;
pub use order::infer_order;
pub use parse::{is_word_of_dates, may_count_from_now, parse};
