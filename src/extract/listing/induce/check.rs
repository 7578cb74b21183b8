//! Whether entries that were read by rules are those that were detected.

use std::collections::HashMap;

use crate::extract::page::Page;
use crate::model::{Entry, normalise_link};

/// A field of an entry that rules may leave to usual markup, by its name in a definition.
pub(super) type Name = &'static str;

/// How the values of one field that were read stand to those that were detected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Entries that have the field.
    pub detected: usize,
    /// Those that were given the same.
    pub same: usize,
    /// Entries that were given another value, or one where none was detected.
    pub other: usize,
}

/// The entries that have an address, by its normal form: of several with one address the first, and none that leads back to
/// the page, as every listing is tidied.
pub(super) fn by_address<'e>(entries: &'e [Entry], page: &Page) -> HashMap<String, &'e Entry> {
    let own = normalise_link(page.url());
    let mut known = HashMap::new();
    for entry in entries {
        if let Some(address) = entry.url.as_ref().map(normalise_link).filter(|address| *address != own) {
            known.entry(address).or_insert(entry);
        }
    }
    known
}

/// Whether both have the same addresses and, for these, the same titles.
pub(super) fn are_same(detected: &HashMap<String, &Entry>, read: &HashMap<String, &Entry>) -> bool {
    let same = |(address, entry): (&String, &&Entry)| {
        read.get(address).is_some_and(|other| other.title == entry.title)
    };
    !detected.is_empty() && detected.len() == read.len() && detected.iter().all(same)
}

/// Compares one field of all entries.
pub(super) fn tally(name: Name, detected: &HashMap<String, &Entry>, read: &HashMap<String, &Entry>) -> Tally {
    let mut tally = Tally::default();
    for (address, entry) in detected {
        let Some(other) = read.get(address) else { continue };
        let (has, same) = (has(name, entry), is_same(name, entry, other));
        tally.detected += usize::from(has);
        tally.same += usize::from(has && same);
        tally.other += usize::from(!same && self::has(name, other));
    }
    tally
}

/// Whether an entry has a field.
pub(super) fn has(name: Name, entry: &Entry) -> bool {
    match name {
        "date" => entry.published.is_some(),
        "summary" => entry.summary.is_some(),
        "image" => entry.image.is_some(),
        "author" => !entry.authors.is_empty(),
        "title" => entry.title.is_some(),
        _ => entry.url.is_some(),
    }
}

/// Whether two entries say the same in a field.
pub(super) fn is_same(name: Name, one: &Entry, other: &Entry) -> bool {
    match name {
        "date" => one.published.map(|dated| dated.moment) == other.published.map(|dated| dated.moment),
        "summary" => one.summary == other.summary,
        "image" => one.image.as_ref().map(|image| &image.url) == other.image.as_ref().map(|image| &image.url),
        "author" => one.authors == other.authors,
        "title" => one.title == other.title,
        _ => one.url.as_ref().map(normalise_link) == other.url.as_ref().map(normalise_link),
    }
}
