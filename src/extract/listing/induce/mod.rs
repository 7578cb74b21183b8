//! Rules induced from what was detected: selectors that, applied to the same page, give the same entries. A person can
//! correct them, and a later page is read by them.

mod check;
mod field;
mod mark;
mod rules;
mod scope;
mod select;
mod words;

pub(super) use rules::rules;

#[cfg(test)]
mod tests;
