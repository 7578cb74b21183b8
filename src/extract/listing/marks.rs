//! Which elements of a card carry what: by their names and attributes, in a form that is cheap to ask of every element of
//! every card.

use html5ever::local_name;
use scraper::ElementRef;

use crate::extract::text::attribute;

/// The elements below another that are of a kind, in the order of the page.
pub(super) fn select<'p>(
    scope: ElementRef<'p>,
    is_wanted: fn(ElementRef<'p>) -> bool,
) -> impl Iterator<Item = ElementRef<'p>> {
    scope.descendants().skip(1).filter_map(ElementRef::wrap).filter(move |element| is_wanted(*element))
}

/// A link.
pub(super) fn is_link(element: ElementRef<'_>) -> bool {
    element.value().name.local == local_name!("a") && attribute(element, &local_name!("href")).is_some()
}

/// A heading.
pub(super) fn is_heading(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
        || attribute(element, &local_name!("role")) == Some("heading")
}

/// A date for machines.
pub(super) fn is_time(element: ElementRef<'_>) -> bool {
    element.value().name.local == local_name!("time")
        || attribute(element, &local_name!("itemprop")) == Some("datePublished")
        || attribute(element, &local_name!("datetime")).is_some()
}

/// An element that is named after a date, or whose tag is usual for small print.
pub(super) fn may_be_dated(element: ElementRef<'_>) -> bool {
    let name = &element.value().name.local;
    *name == local_name!("small")
        || has_class_part(element, &["date", "Date", "time", "publish", "meta"])
        || (*name == local_name!("abbr") && attribute(element, &local_name!("title")).is_some())
}

/// A paragraph, or an element that is named after a teaser.
pub(super) fn may_be_teaser(element: ElementRef<'_>) -> bool {
    let name = &element.value().name.local;
    *name == local_name!("p")
        || *name == local_name!("dd")
        || has_class_part(element, &["summary", "excerpt", "teaser", "description"])
}

/// A picture, or an element with one behind its content or before its film.
pub(super) fn is_picture(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "picture" | "img" | "amp-img")
        || attribute(element, &local_name!("style")).is_some_and(|style| style.contains("background-image"))
        || (element.value().name.local == local_name!("video")
            && attribute(element, &local_name!("poster")).is_some())
}

/// What stands for something that a script shows.
pub(super) fn is_noscript(element: ElementRef<'_>) -> bool {
    element.value().name.local == local_name!("noscript")
}

/// Whether one of some words is a part of the names of an element.
fn has_class_part(element: ElementRef<'_>, words: &[&str]) -> bool {
    attribute(element, &local_name!("class"))
        .is_some_and(|names| words.iter().any(|word| names.contains(word)))
}
