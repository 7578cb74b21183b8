//! Whether entries that were read by rules are those that were detected.

use std::collections::HashMap;

use crate::extract::page::Page;
use crate::model::{Entry, normalise_link};

/// Of a hundred entries so many must be the same.
const LEAST_ALIKE_PERCENT: usize = 98;

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

/// Whether both have the same addresses (F1 of at least 0.98) and, for these, the same titles (98 of 100).
pub(super) fn are_alike(detected: &HashMap<String, &Entry>, read: &HashMap<String, &Entry>) -> bool {
    let shared = detected.iter().filter_map(|(address, entry)| Some((entry, read.get(address)?)));
    let (mut both, mut named) = (0, 0);
    for (entry, other) in shared {
        both += 1;
        named += usize::from(entry.title == other.title);
    }
    both > 0
        && 2 * both * 100 >= LEAST_ALIKE_PERCENT * (detected.len() + read.len())
        && named * 100 >= LEAST_ALIKE_PERCENT * both
}
