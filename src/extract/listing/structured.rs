//! Entries that a page states as structured data: JSON-LD lists and blogs.

use serde_json::Value;

use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::extract::structured;
use crate::extract::text::collapse;
use crate::model::{DateSource, Dated, Entry, Image};

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

/// The types of things that are parts of a page and no entries.
const PARTS: [&str; 5] = ["SiteNavigationElement", "WebPageElement", "WPHeader", "WPFooter", "WPSideBar"];

/// Members of the states that scripts are given under which articles keep their addresses and titles.
const STATE_ADDRESSES: [&str; 7] =
    ["url", "href", "link", "permalink", "canonicalUrl", "canonical_url", "path"];
const STATE_TITLES: [&str; 4] = ["headline", "title", "name", "seoTitle"];

/// Fewest things of an array in a script's state that may be a listing: shorter ones are menus as often.
const LEAST_STATE: usize = 4;

/// The entries of the longest list that names titles and addresses; none where there is no list of two.
pub(super) fn stated(page: &Page, context: &DateContext<'_>) -> Vec<Entry> {
    let nodes = structured::json_ld(page);
    nodes
        .iter()
        .filter(|node| LISTS.iter().any(|kind| type_is(node, kind)))
        .flat_map(|node| LIST_MEMBERS.iter().filter_map(|member| node.get(member)))
        .map(|list| {
            elements(list).iter().filter_map(|element| entry(element, page, context)).collect::<Vec<_>>()
        })
        .max_by_key(Vec::len)
        .filter(|entries| entries.len() >= 2)
        .unwrap_or_default()
}

/// The entries of the array in a script's state whose things have titles and addresses, and most often dates: what a page
/// that scripts write shows later.
pub(super) fn in_states(page: &Page, context: &DateContext<'_>) -> Vec<Entry> {
    let mut best: (usize, Vec<Entry>) = (0, Vec::new());
    for state in structured::script_states(page) {
        let mut open = vec![&state];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => open.extend(members.values()),
                Value::Array(things) => {
                    open.extend(things);
                    let entries: Vec<Entry> =
                        things.iter().filter_map(|thing| state_entry(thing, page, context)).collect();
                    let dated = entries.iter().filter(|entry| entry.published.is_some()).count();
                    let worth = entries.len() + 3 * dated;
                    if entries.len() >= LEAST_STATE && worth > best.0 {
                        best = (worth, entries);
                    }
                }
                _ => {}
            }
        }
    }
    best.1
}

/// A thing of a state, when its title has the length of one and its address leads to another page.
fn state_entry(thing: &Value, page: &Page, context: &DateContext<'_>) -> Option<Entry> {
    let text = |names: &[&str]| {
        names.iter().filter_map(|name| thing.get(name)?.as_str()).map(collapse).find(|text| !text.is_empty())
    };
    let title = text(&STATE_TITLES).filter(|title| title.chars().count() >= 12)?;
    let address = text(&STATE_ADDRESSES).filter(|address| address.starts_with(['/', 'h']))?;
    let date = [
        "publishedAt",
        "datePublished",
        "published",
        "pubDate",
        "date",
        "createdAt",
        "created_at",
        "published_at",
    ]
    .iter()
    .filter_map(|name| thing.get(name))
    .find_map(|date| match date {
        Value::String(text) => date::parse(text, context),
        Value::Number(number) => date::parse(&number.to_string(), context),
        _ => None,
    });
    Some(Entry {
        url: Some(page.resolve(&address)?),
        title: Some(title),
        summary: text(&["description", "excerpt", "summary", "dek", "standfirst"]),
        published: date.map(|date| date.dated(DateSource::EmbeddedJson)),
        image: image(thing).and_then(|address| page.resolve(address)).map(Image::new),
        authors: Vec::new(),
        tags: Vec::new(),
        post_id: None,
    })
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
        authors: Vec::new(),
        tags: Vec::new(),
        post_id: None,
    })
}

fn dated(text: &str, context: &DateContext<'_>) -> Option<Dated> {
    date::parse(text, context).map(|parsed| parsed.dated(DateSource::JsonLd))
}

fn image(thing: &Value) -> Option<&str> {
    let image = thing.get("image").or_else(|| thing.get("thumbnailUrl"))?;
    let first = image.get(0).unwrap_or(image);
    first.as_str().or_else(|| first.get("url").and_then(Value::as_str))
}

fn type_is(node: &Value, name: &str) -> bool {
    node.get("@type").is_some_and(|kind| elements(kind).iter().any(|kind| kind.as_str() == Some(name)))
}
