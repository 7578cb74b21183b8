//! Titles that a page shows shortened, "Harbour bridge to close for…", and says as a whole elsewhere.

use html5ever::local_name;
use scraper::ElementRef;

use crate::extract::listing::marks::{Kind, select, text_of};
use crate::extract::page::Page;
use crate::extract::text::{attribute, collapse};

/// The fewest characters of a shortened title by which the whole one is known.
const LEAST_SHOWN: usize = 8;

/// What a shortened title says before it breaks off.
fn before_ellipsis(title: &str) -> Option<&str> {
    let before = ["…", "...", "･･･", "。。。"].iter().find_map(|ellipsis| title.strip_suffix(ellipsis))?;
    let before = before.trim_end_matches(['.', '…']).trim_end();
    (before.chars().count() >= LEAST_SHOWN).then_some(before)
}

/// The whole of a shortened title: what the link of an entry that shows it says of itself.
pub(in crate::extract::listing) fn whole(
    title: &str,
    parts: &[ElementRef<'_>],
    page: &Page,
) -> Option<String> {
    let before = before_ellipsis(title)?;
    let mut links =
        parts.iter().flat_map(|part| std::iter::once(*part).chain(select(page, *part, Kind::Link)));
    links.find_map(|link| {
        let whole = attribute(link, &local_name!("title")).map(collapse)?;
        let is_whole =
            whole.len() > before.len() && whole.starts_with(before) && before_ellipsis(&whole).is_none();
        (is_whole && text_of(page, link) == title).then_some(whole)
    })
}

/// Whether what an element shows is a title shortened, and what the element says of itself the whole; and in which attribute.
pub(in crate::extract::listing) fn says_whole(
    element: ElementRef<'_>,
    shown: &str,
    title: &str,
) -> Option<&'static str> {
    before_ellipsis(shown).filter(|before| title.starts_with(before))?;
    attribute(element, &local_name!("title")).filter(|text| collapse(text) == title).map(|_| "@title")
}
