//! Microdata (HTML §5): `itemprop` and its values. RDFa's `property` on visible elements reads the same way.

use ego_tree::NodeId;
use html5ever::local_name;
use scraper::ElementRef;

use crate::extract::page::Page;
use crate::extract::text::{attribute, collapse, text_of};

/// The values of a property of the first item that has it, in the order of the page: further items are comments, and other
/// articles. The value that is an item is its `name`.
pub fn microdata(page: &Page, itemprop: &str) -> Vec<String> {
    let mut named = page.properties().filter(|element| names(*element, itemprop)).peekable();
    let first = named.peek().map(|element| item_of(*element));
    named
        .filter(|element| Some(item_of(*element)) == first)
        .map(value_of)
        .filter(|value| !value.is_empty())
        .collect()
}

/// The item whose property an element is, or the `article` around it, for those that forget to say that they are items; none for
/// one of neither.
fn item_of(element: ElementRef<'_>) -> Option<NodeId> {
    let is_item = |around: &ElementRef<'_>| {
        around.value().name.local == local_name!("article")
            || attribute(*around, &local_name!("itemscope")).is_some()
    };
    element.ancestors().filter_map(ElementRef::wrap).find(is_item).map(|item| item.id())
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

    #[test]
    fn a_property_is_that_of_the_first_item_that_has_it() {
        let author =
            |name: &str| format!("<span itemprop=author itemscope><b itemprop=name>{name}</b></span>");
        let html = format!(
            "<article itemscope>{}{}<div itemprop=comment itemscope>{}</div></article><article>{}</article>",
            author("Ann Lee"),
            author("Bo Ray"),
            author("Cy Dow"),
            author("Di Fox")
        );
        let page = Page::parse(&html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        assert_eq!(microdata(&page, "author"), ["Ann Lee", "Bo Ray"]);
    }
}
