//! Titles that a page shows shortened, "Harbour bridge to close for…", and says as a whole elsewhere.

use html5ever::local_name;
use scraper::ElementRef;

use crate::extract::listing::marks::{Kind, select};
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

/// The whole of a shortened title: what a link of the entry says of itself, or the alternative text of its picture.
pub(in crate::extract::listing) fn whole(
    title: &str,
    parts: &[ElementRef<'_>],
    page: &Page,
) -> Option<String> {
    let before = before_ellipsis(title)?;
    let links =
        || parts.iter().flat_map(|part| std::iter::once(*part).chain(select(page, *part, Kind::Link)));
    let pictures = || parts.iter().flat_map(|part| select(page, *part, Kind::Picture));
    let of_links = links().flat_map(|link| {
        [local_name!("title"), local_name!("aria-label")]
            .into_iter()
            .filter_map(move |name| attribute(link, &name))
    });
    let of_pictures = pictures().filter_map(|picture| attribute(picture, &local_name!("alt")));
    let mut texts = of_links.chain(of_pictures).map(collapse);
    texts
        .find(|text| text.len() > before.len() && text.starts_with(before) && before_ellipsis(text).is_none())
}

/// Whether what an element shows is a title shortened, and what the element says of itself the whole; and in which attribute.
pub(in crate::extract::listing) fn says_whole(
    element: ElementRef<'_>,
    shown: &str,
    title: &str,
) -> Option<&'static str> {
    before_ellipsis(shown).filter(|before| title.starts_with(before))?;
    let mut attributes =
        [(local_name!("title"), "@title"), (local_name!("aria-label"), "@aria-label")].into_iter();
    let (_, attribute) =
        attributes.find(|(name, _)| attribute(element, name).is_some_and(|text| collapse(text) == title))?;
    Some(attribute)
}
