//! Entries that a page states as structured data: JSON-LD lists and blogs.

use serde_json::Value;

use super::explain::Explanation;
use super::read::Candidate;
use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::extract::structured;
use crate::extract::text::collapse;
use crate::model::{DateSource, Dated, Entry, Image};

/// The members under which lists keep their elements.
const LIST_MEMBERS: [&str; 4] = ["itemListElement", "blogPost", "blogPosts", "hasPart"];

/// The entries of the longest list that names titles and addresses; none where there is no list of two.
pub(super) fn read(page: &Page, context: &DateContext<'_>) -> Option<Candidate> {
    let nodes = structured::json_ld(page);
    let entries = nodes
        .iter()
        .filter(|node| !type_is(node, "BreadcrumbList"))
        .flat_map(|node| LIST_MEMBERS.iter().filter_map(|member| node.get(member)))
        .map(|list| {
            elements(list).iter().filter_map(|element| entry(element, page, context)).collect::<Vec<_>>()
        })
        .max_by_key(Vec::len)?;
    (entries.len() >= 2).then_some(Candidate {
        entries,
        skipped: Vec::new(),
        confidence: 0.8,
        rules: None,
        explanation: Explanation::default(),
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
