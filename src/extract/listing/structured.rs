//! Entries that a page states as structured data: JSON-LD lists and blogs.

use serde_json::Value;

use crate::extract::byline;
use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::extract::structured;
use crate::extract::text::collapse;
use crate::model::{DateSource, Dated, Entry, Image, normalise_link};

/// The members under which lists keep their elements.
const LIST_MEMBERS: [&str; 4] = ["itemListElement", "blogPost", "blogPosts", "hasPart"];

/// The types of things whose members are a listing.
const LISTS: [&str; 8] = [
    "ItemList",
    "Blog",
    "CollectionPage",
    "WebPage",
    "SearchResultsPage",
    "OfferCatalog",
    "DataFeed",
    "PodcastSeries",
];

/// Most writers and topics of one thing.
const MOST_NAMES: usize = 12;

/// Fewest articles without a list around them that are one: fewer are the page's article and its relatives.
const LEAST_ALONE: usize = 3;

/// The types of things that are parts of a page and no entries.
const PARTS: [&str; 5] = ["SiteNavigationElement", "WebPageElement", "WPHeader", "WPFooter", "WPSideBar"];

/// The entries of the longest list that names titles and addresses; none where there is no list of two.
pub(super) fn stated(page: &Page, context: &DateContext<'_>) -> Vec<Entry> {
    let nodes = structured::json_ld(page);
    let lists = nodes
        .iter()
        .filter(|node| LISTS.iter().any(|kind| type_is(node, kind)))
        .flat_map(|node| LIST_MEMBERS.iter().filter_map(|member| node.get(member)))
        .map(|list| {
            elements(list).iter().filter_map(|element| entry(element, page, context)).collect::<Vec<_>>()
        });
    lists
        .chain(std::iter::once_with(|| alone(nodes, page, context)))
        .max_by_key(Vec::len)
        .filter(|entries| entries.len() >= 2)
        .unwrap_or_default()
}

/// The articles that stand beside each other, each a node of its own; none where one of them is the page itself.
fn alone(nodes: &[Value], page: &Page, context: &DateContext<'_>) -> Vec<Entry> {
    let is_article = |node: &&Value| {
        structured::types(node).any(|name| name.ends_with("Article") || name.ends_with("Posting"))
    };
    let own = normalise_link(page.url());
    let found: Vec<Entry> =
        nodes.iter().filter(is_article).filter_map(|node| entry(node, page, context)).collect();
    let is_own = |entry: &Entry| entry.url.as_ref().is_some_and(|url| normalise_link(url) == own);
    if found.len() < LEAST_ALONE || found.iter().any(is_own) { Vec::new() } else { found }
}

fn elements(list: &Value) -> &[Value] {
    match list {
        Value::Array(elements) => elements,
        single => std::slice::from_ref(single),
    }
}

/// A list element is the thing itself or a `ListItem` around it.
fn entry(element: &Value, page: &Page, context: &DateContext<'_>) -> Option<Entry> {
    let thing = element.get("item").filter(|item| item.is_object()).unwrap_or(element);
    if PARTS.iter().any(|kind| type_is(thing, kind)) {
        return None;
    }
    let text =
        |names: &[&str]| names.iter().find_map(|name| thing.get(name).and_then(Value::as_str)).map(collapse);
    let address = text(&["url", "@id"])
        .or_else(|| element.get("url").and_then(Value::as_str).map(ToOwned::to_owned))
        .or_else(|| thing.get("mainEntityOfPage").and_then(Value::as_str).map(ToOwned::to_owned))?;
    let title =
        text(&["headline", "name"]).or_else(|| element.get("name").and_then(Value::as_str).map(collapse))?;
    Some(Entry {
        url: Some(page.resolve(&address)?),
        title: Some(title).filter(|title| !title.is_empty()),
        summary: text(&["description"]),
        published: text(&["datePublished", "dateCreated"]).and_then(|text| dated(&text, context)),
        image: image(thing).and_then(|address| page.resolve(address)).map(Image::new),
        authors: names(thing),
        tags: topics(thing),
        post_id: None,
    })
}

fn names(thing: &Value) -> Vec<String> {
    let authors = thing.get("author").or_else(|| thing.get("creator")).map(structured::strings);
    authors.unwrap_or_default().iter().take(MOST_NAMES).flat_map(|author| byline::names(author)).collect()
}

/// What a thing says of its topics: each of an array, and the parts of a text at its commas.
fn topics(thing: &Value) -> Vec<String> {
    let told = ["articleSection", "keywords"].iter().filter_map(|name| thing.get(name));
    let mut topics: Vec<String> = Vec::new();
    for text in told.flat_map(structured::strings) {
        for topic in text.split(',').map(collapse).filter(|topic| !topic.is_empty()) {
            if topics.len() < MOST_NAMES && !topics.contains(&topic) {
                topics.push(topic);
            }
        }
    }
    topics
}

fn dated(text: &str, context: &DateContext<'_>) -> Option<Dated> {
    date::parse(text, context).map(|parsed| parsed.dated(DateSource::JsonLd))
}

pub(super) fn image(thing: &Value) -> Option<&str> {
    let image = thing.get("image").or_else(|| thing.get("thumbnailUrl"))?;
    let first = image.get(0).unwrap_or(image);
    first.as_str().or_else(|| first.get("url").and_then(Value::as_str))
}

fn type_is(node: &Value, name: &str) -> bool {
    node.get("@type").is_some_and(|kind| elements(kind).iter().any(|kind| kind.as_str() == Some(name)))
}
