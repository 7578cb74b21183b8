//! Microdata (HTML §5): `itemprop` and its values. RDFa's `property` on visible elements reads the same way.

use html5ever::local_name;
use scraper::ElementRef;

use crate::extract::page::Page;
use crate::extract::text::{attribute, collapse, text_of};

/// The values of every element whose `itemprop` names the property, in the order of the page. An item's value is its
/// `name`.
pub fn microdata(page: &Page, itemprop: &str) -> Vec<String> {
    page.properties()
        .filter(|element| names(*element, itemprop))
        .map(value_of)
        .filter(|value| !value.is_empty())
        .collect()
}

/// The most elements whose `itemtype` is read.
const MOST_TYPED: usize = 200;

/// The names of the types of a page's items, without their vocabulary, in the order of the page.
pub fn item_types(page: &Page) -> impl Iterator<Item = &str> {
    page.elements()
        .filter_map(|element| attribute(element, &local_name!("itemtype")))
        .take(MOST_TYPED)
        .flat_map(str::split_ascii_whitespace)
        .map(|name| name.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or(name))
}

fn names(element: ElementRef<'_>, itemprop: &str) -> bool {
    attribute(element, &local_name!("itemprop"))
        .is_some_and(|names| names.split_ascii_whitespace().any(|name| name.eq_ignore_ascii_case(itemprop)))
}

fn value_of(element: ElementRef<'_>) -> String {
    if element.attr("itemscope").is_some() {
        return element
            .descendent_elements()
            .skip(1)
            .find(|inner| names(*inner, "name"))
            .map_or_else(|| text_of(element), plain_value);
    }
    plain_value(element)
}

fn plain_value(element: ElementRef<'_>) -> String {
    let attribute = match element.value().name() {
        "a" | "area" | "link" => None,
        "img" | "audio" | "video" | "embed" | "iframe" | "source" => element.attr("src"),
        "time" => element.attr("datetime"),
        "data" | "meter" => element.attr("value"),
        _ => None,
    };
    element
        .attr("content")
        .or(attribute)
        .or_else(|| (element.value().name() == "link").then(|| element.attr("href")).flatten())
        .map_or_else(|| text_of(element), collapse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_from_the_place_that_the_element_has_for_them() {
        let html = "<div itemscope><span itemprop='author' itemscope><b itemprop=name>Ann Lee</b>, editor</span>\
            <time itemprop='datePublished dateCreated' datetime=2024-05-01>yesterday</time>\
            <meta itemprop=dateModified content=2024-05-02><span itemprop=keywords>a, b</span></div>";
        let page = Page::parse(html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        assert_eq!(microdata(&page, "author"), ["Ann Lee"]);
        assert_eq!(microdata(&page, "datePublished"), ["2024-05-01"]);
        assert_eq!(microdata(&page, "dateModified"), ["2024-05-02"]);
        assert_eq!(microdata(&page, "keywords"), ["a, b"]);
    }
}
