//! Relative addresses made absolute, within a budget. A page may name a base of a megabyte and have a hundred thousand links of one
//! letter: what it says in some megabytes would be gigabytes of addresses.

use std::sync::atomic::{AtomicUsize, Ordering};

use url::Url;

/// Longest base that a page may name, in bytes.
const MAX_BASE: usize = 2_048;

/// Longest address, in bytes. Servers take no longer ones, and neither do readers.
const MAX_ADDRESS: usize = 8_192;

/// Bytes of all addresses that are made absolute for one page, each time that one is: many times what a page needs that is as
/// long as pages may be.
const BUDGET: usize = 128 * 1024 * 1024;

/// A base with what is left of the budget.
#[derive(Debug)]
pub(super) struct Addresses {
    base: Url,
    left: AtomicUsize,
}

impl Addresses {
    /// Addresses relative to a base.
    pub(super) const fn new(base: Url) -> Self {
        Self { base, left: AtomicUsize::new(BUDGET) }
    }

    /// Addresses relative to what a page at an address names as its base: the first that can be one, else the page itself.
    pub(super) fn of_page<'a>(named: impl IntoIterator<Item = &'a str>, url: &Url) -> Self {
        let mut bases = named.into_iter().filter_map(|named| absolute(named, url));
        let base = bases.find(|base| base.as_str().len() <= MAX_BASE);
        Self::new(base.unwrap_or_else(|| url.clone()))
    }

    /// What relative addresses are relative to.
    pub(super) const fn base(&self) -> &Url {
        &self.base
    }

    /// Makes an address absolute as [`absolute`] does; none does when the budget is used up.
    pub(super) fn resolve(&self, href: &str) -> Option<Url> {
        if self.left.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let url = absolute(href, &self.base)?;
        let length = url.as_str().len();
        let _ = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(length)));
        (length <= MAX_ADDRESS).then_some(url)
    }
}

/// Makes an address absolute. Only http and https come back; nothing does for an empty address, one of the page itself (`#…`),
/// one of another kind (`javascript:`, `data:`, `mailto:`), and one that is too long.
pub(super) fn absolute(href: &str, base: &Url) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    // The URL parser removes tabs and newlines by itself (WHATWG URL §4.4).
    let url = base.join(href).ok()?;
    let fits = url.as_str().len() <= MAX_ADDRESS;
    (fits && matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Url {
        Url::parse("https://news.example/a/story").unwrap()
    }

    #[test]
    fn a_base_that_is_too_long_is_none() {
        let named = format!("/{}/", "b".repeat(MAX_BASE));

        let addresses = Addresses::of_page([named.as_str()], &page());

        assert_eq!(addresses.base(), &page());
        assert_eq!(Addresses::of_page(["/b/"], &page()).base().path(), "/b/");
    }

    #[test]
    fn an_address_that_is_too_long_is_none() {
        let addresses = Addresses::new(page());
        assert_eq!(addresses.resolve(&"x".repeat(MAX_ADDRESS)), None);
        assert!(addresses.resolve(&"x".repeat(4_000)).is_some());
    }

    #[test]
    fn what_a_page_makes_of_its_addresses_has_an_end() {
        let named = format!("/{}/", "b".repeat(2_000));
        let addresses = Addresses::of_page([named.as_str()], &page());

        let made: usize = std::iter::from_fn(|| addresses.resolve("x")).map(|url| url.as_str().len()).sum();

        assert!((BUDGET..BUDGET + MAX_ADDRESS).contains(&made), "{made}");
    }
}
