//! Microdata (HTML §5): `itemprop` and its values. RDFa's `property` on visible elements reads the same way.

use ego_tree::NodeId;
use html5ever::local_name;
use rustc_hash::FxHashMap;
use scraper::ElementRef;

use crate::extract::page::Page;
use crate::extract::text::{attribute, collapse, text_of};

/// The values of a property of one item, in the order of the page: of that which holds the heading of the page, else of the first
/// that has it and is no remark on another. Further items are comments, and other articles. The value that is an item is its
/// `name`.
pub fn microdata(page: &Page, itemprop: &str) -> Vec<String> {
    let named = || {
        let of_name = page.properties().filter(|element| names(*element, itemprop));
        of_name.map(|element| (item_of(element).map(|item| item.id()), element))
    };
    let headings = page.named(|name| *name == local_name!("h1")).take(MOST_HEADINGS);
    let around: Vec<NodeId> =
        headings.flat_map(|heading| heading.ancestors()).map(|node| node.id()).collect();
    let of_heading =
        named().map(|(item, _)| item).find(|item| item.is_some_and(|item| around.contains(&item)));
    let values = |wanted: Option<NodeId>| {
        let of_item = named().filter(|(item, _)| *item == wanted).map(|(_, element)| value_of(element));
        of_item.filter(|value| !value.is_empty()).collect::<Vec<_>>()
    };
    let first = || {
        let is_review = |element: &ElementRef<'_>| REVIEWS.iter().any(|property| names(*element, property));
        let has_reviews = page.properties().filter(is_review).nth(1).is_some();
        // An item may have any number of properties, and is asked once.
        let mut remarks: FxHashMap<NodeId, bool> = FxHashMap::default();
        let mut is_remark = |element: ElementRef<'_>| {
            item_of(element)
                .is_some_and(|item| *remarks.entry(item.id()).or_insert_with(|| is_remark(item, has_reviews)))
        };
        let first = named().find(|(_, element)| !is_remark(*element));
        first.map(|(item, _)| values(item)).unwrap_or_default()
    };
    of_heading.map(values).filter(|values| !values.is_empty()).unwrap_or_else(first)
}

/// How far above a property its item is looked for.
const HIGHEST: usize = 60;

/// The most headings of the first level whose item is looked for.
const MOST_HEADINGS: usize = 3;

/// The item whose property an element is, or the `article` around it, for those that forget to say that they are items; none for
/// one of neither.
fn item_of(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let is_item = |around: &ElementRef<'_>| {
        around.value().name.local == local_name!("article")
            || attribute(*around, &local_name!("itemscope")).is_some()
    };
    element.ancestors().take(HIGHEST).filter_map(ElementRef::wrap).find(is_item)
}

/// What an item is of another that it reviews: the text of the page, or where there are several what readers think.
const REVIEWS: [&str; 2] = ["review", "reviews"];

/// Whether an item says of itself that it remarks on another: what a reader wrote below an article, in a thread, on a product.
fn is_remark(item: ElementRef<'_>, has_reviews: bool) -> bool {
    const PROPERTIES: [&str; 3] = ["acceptedAnswer", "comment", "suggestedAnswer"];
    const TYPES: [&str; 3] = ["Answer", "Comment", "UserComments"];
    let says = |item: ElementRef<'_>| {
        PROPERTIES.iter().any(|property| names(item, property))
            || (has_reviews && REVIEWS.iter().any(|property| names(item, property)))
            || types_of(item).any(|name| TYPES.contains(&name))
    };
    // An `article` without a word of its own may be what an item holds.
    let is_bare = attribute(item, &local_name!("itemscope")).is_none();
    says(item) || (is_bare && item_of(item).is_some_and(says))
}

/// The most elements whose `itemtype` is read.
const MOST_TYPED: usize = 200;
/// The most types of one item, and the most names of one property, that are read.
const MOST_TYPES: usize = 20;

/// The names of the types of a page's items, without their vocabulary, in the order of the page.
pub fn item_types(page: &Page) -> impl Iterator<Item = &str> {
    let has_type = |element: &ElementRef<'_>| attribute(*element, &local_name!("itemtype")).is_some();
    page.elements().filter(has_type).take(MOST_TYPED).flat_map(types_of)
}

/// The names of the types of an item, without their vocabulary.
fn types_of(item: ElementRef<'_>) -> impl Iterator<Item = &str> {
    let types = attribute(item, &local_name!("itemtype")).unwrap_or_default();
    let name_of = |name| str::trim_end_matches(name, '/').rsplit(['/', ':']).next().unwrap_or(name);
    types.split_ascii_whitespace().take(MOST_TYPES).map(name_of)
}

fn names(element: ElementRef<'_>, itemprop: &str) -> bool {
    attribute(element, &local_name!("itemprop")).is_some_and(|names| {
        names.split_ascii_whitespace().take(MOST_TYPES).any(|name| name.eq_ignore_ascii_case(itemprop))
    })
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
    fn a_property_is_that_of_the_item_around_the_heading_or_the_first_that_has_it() {
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
        let html = format!(
            "<div itemscope>{}</div><article itemscope><h1>Title</h1>{}</article>",
            author("Ann Lee"),
            author("Bo Ray")
        );
        let page = Page::parse(&html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        assert_eq!(microdata(&page, "author"), ["Bo Ray"]);
    }

    #[test]
    fn who_remarks_on_an_item_is_not_its_author() {
        let item = |attributes: &str, name: &str| {
            format!("<div itemscope {attributes}><a itemprop=author>{name}</a></div>")
        };
        let html = format!(
            "<h1>Title</h1>{}{}{}",
            item("itemtype='https://schema.org/Comment'", "Cy Dow"),
            item("itemprop='reviews' itemtype='https://schema.org/Review'", "Di Fox").repeat(2),
            item("itemtype='https://schema.org/Review'", "Ann Lee")
        );
        let page = Page::parse(&html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        assert_eq!(microdata(&page, "author"), ["Ann Lee"]);
        let html = item("itemtype='https://schema.org/Comment/'", "Cy Dow");
        let page = Page::parse(&html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        assert!(microdata(&page, "author").is_empty());
        let html = "<li itemprop=comment itemscope><article><a itemprop=author>Cy Dow</a></article>";
        let page = Page::parse(html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        assert!(microdata(&page, "author").is_empty());
    }

    #[test]
    fn the_one_review_of_a_thing_is_by_the_author_of_the_page() {
        let html = "<h1>The Bridge</h1><div itemscope itemtype='https://schema.org/Movie'>\
            <div itemprop=review itemscope itemtype='https://schema.org/Review'><a itemprop=author>Ann Lee</a></div></div>";
        let page = Page::parse(html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        assert_eq!(microdata(&page, "author"), ["Ann Lee"]);
    }
}
