//! The page of older entries.

use std::sync::LazyLock;

use scraper::Selector;
use url::Url;

use crate::extract::page::Page;

static NEXT: LazyLock<Option<Selector>> = LazyLock::new(|| {
    Selector::parse("link[rel~=next], a[rel~=next], .pagination a.next, .pager .next a, a.next-page").ok()
});

/// The address that the page gives as its next one, when it is on the same host and another page.
pub(super) fn next_url(page: &Page) -> Option<Url> {
    let selector = NEXT.as_ref()?;
    page.root()
        .select(selector)
        .filter_map(|element| page.resolve(element.attr("href")?))
        .find(|url| url.host() == page.url().host() && url != page.url())
}
