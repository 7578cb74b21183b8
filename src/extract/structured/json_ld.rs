//! JSON-LD blocks, as sloppy as they come.

use std::sync::LazyLock;

use html5ever::local_name;
use regex::Regex;
use serde_json::{Map, Value};

use crate::extract::page::Page;
use crate::extract::surrogates;
use crate::extract::text::attribute;

/// The deepest chain of nodes inside nodes that is followed.
const MAX_CHAIN: usize = 4;
/// The most nodes that are kept of one page.
const MAX_NODES: usize = 500;

/// Every node of every JSON-LD block, in the order of the page: members of arrays and of `@graph`, and what stands under
/// `mainEntity`, `mainEntityOfPage` and `itemReviewed` after the node that holds it. Of blocks that are no JSON even after
/// the usual slips were mended, the plain facts are kept.
pub fn json_ld(page: &Page) -> &[Value] {
    page.json_ld(|| read(page))
}

fn read(page: &Page) -> Vec<Value> {
    let mut nodes = Vec::new();
    for block in page.named(|name| *name == local_name!("script")) {
        let kind = attribute(block, &local_name!("type")).unwrap_or_default();
        if !kind.to_ascii_lowercase().contains("ld+json") {
            continue;
        }
        let text = block.text().collect::<String>();
        let text = surrogates::mended(&text);
        match parse(&text) {
            Some(value) => flatten(value, 0, &mut nodes),
            None => nodes.extend(salvaged(&text)),
        }
    }
    nodes
}

/// The types of a node, without the address of the vocabulary.
pub fn types(node: &Value) -> impl Iterator<Item = &str> {
    let types = node.get("@type");
    let one = types.and_then(Value::as_str);
    let many = types.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(many).map(|name| name.rsplit(['/', ':']).next().unwrap_or(name))
}

/// The texts of a value: itself, its members, or its `name`, `@value`, `url` or `@id`.
pub fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(members) => members.iter().flat_map(strings).collect(),
        Value::Object(fields) => ["name", "@value", "url", "@id"]
            .iter()
            .find_map(|name| fields.get(*name))
            .map(strings)
            .unwrap_or_default(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

fn parse(text: &str) -> Option<Value> {
    let text = text.trim();
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&mend(text)).ok())
}

/// The plain facts of a block that is no JSON, as one node: its types, and the first text of each fact that a page states
/// of nothing but its article. A quotation mark inside a text breaks the whole block, but not the facts before it.
fn salvaged(text: &str) -> Option<Value> {
    let mut node = Map::new();
    let mut types = Vec::new();
    for fact in FACTS.captures_iter(text).take(MAX_NODES) {
        let (Some(name), Some(value)) = (fact.get(1), fact.get(2)) else {
            continue;
        };
        let value = serde_json::from_str::<Value>(&format!("\"{}\"", value.as_str())).ok()?;
        match name.as_str() {
            "@type" => types.push(value),
            name => {
                node.entry(name).or_insert(value);
            }
        }
    }
    if types.is_empty() || node.is_empty() {
        return None;
    }
    node.insert("@type".to_owned(), Value::Array(types));
    Some(Value::Object(node))
}

#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
static FACTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#""(@type|headline|datePublished|dateCreated|dateModified)"\s*:\s*"((?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*)""#,
    )
    .expect("the pattern is valid")
});

/// Mends what site builders get wrong: frames of comments and CDATA, line breaks inside strings, commas before a closing
/// bracket, and a semicolon at the end.
fn mend(text: &str) -> String {
    let start = text.find(['{', '[']).unwrap_or_default();
    let start = if text.starts_with("<![CDATA[") || text.starts_with("//<![CDATA[") {
        text.find("CDATA[").map_or(start, |position| position + "CDATA[".len())
    } else {
        start
    };
    let end = text.rfind(['}', ']']).map_or(text.len(), |position| position + 1);
    let mut end = end;
    while let Some(kept) = text.get(..end).and_then(|inner| inner.strip_suffix("]]")) {
        // `]]>` may close the frame, but two arrays close the same way: only the frame is followed by `>`.
        if !text.get(end..).is_some_and(|rest| rest.starts_with('>')) {
            break;
        }
        end = kept.trim_end_matches(['/', '*']).trim_end().len();
    }
    let mut mended = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for character in text.get(start..end).unwrap_or_default().chars() {
        match character {
            _ if in_string && escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            ']' | '}' if !in_string => {
                let kept = mended.trim_end().strip_suffix(',').map(str::len);
                if let Some(kept) = kept {
                    mended.truncate(kept);
                }
            }
            _ => {}
        }
        mended.push(if character.is_control() { ' ' } else { character });
    }
    mended
}

fn flatten(value: Value, chain: usize, nodes: &mut Vec<Value>) {
    if nodes.len() >= MAX_NODES || chain > MAX_CHAIN {
        return;
    }
    match value {
        Value::Array(members) => {
            for member in members {
                flatten(member, chain, nodes);
            }
        }
        Value::Object(mut fields) => {
            let graph = fields.remove("@graph");
            let inner = ["mainEntity", "mainEntityOfPage", "itemReviewed"]
                .iter()
                .filter_map(|name| fields.get(*name))
                .filter(|value| value.is_array() || value.get("@type").is_some())
                .cloned()
                .collect::<Vec<_>>();
            if fields.len() > usize::from(fields.contains_key("@context")) {
                nodes.push(Value::Object(fields));
            }
            for value in graph.into_iter().chain(inner) {
                flatten(value, chain + 1, nodes);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(block: &str) -> Vec<String> {
        let html = format!("<script type='application/ld+json'>{block}</script>");
        let page = Page::parse(&html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        json_ld(&page).iter().flat_map(|node| types(node).map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn nodes_are_found_in_graphs_arrays_and_pages() {
        assert_eq!(
            names(r#"{"@context":"x","@graph":[{"@type":"Person"},[{"@type":"Article"}]]}"#),
            ["Person", "Article"]
        );
        assert_eq!(
            names(r#"{"@type":"WebPage","mainEntity":{"@type":["http://schema.org/NewsArticle"]}}"#),
            ["WebPage", "NewsArticle"]
        );
    }

    #[test]
    fn the_usual_slips_are_mended() {
        for block in [
            "{\"@type\":\"Article\",\"headline\":\"two\nlines\",}",
            "<!-- {\"@type\":\"Article\"} -->",
            "//<![CDATA[\n{\"@type\":\"Article\"}\n//]]>",
            "<![CDATA[ [{\"@type\":\"Article\"},] ]]>",
            "{\"@type\":\"Article\"};",
            "{\"@type\":\"Article\",\"description\":\"cut \\ud83d\"}",
        ] {
            assert_eq!(names(block), ["Article"], "{block}");
        }
    }

    #[test]
    fn a_block_that_cannot_be_mended_keeps_its_plain_facts() {
        let block = r#"{"@type": "NewsArticle", "headline": "The "bridge"", "datePublished": "2024-05-02",
            "publisher": {"@type": "Organization"}}"#;
        let html = format!("<script type='application/ld+json'>{block}</script>");
        let page = Page::parse(&html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        let nodes = json_ld(&page);
        assert_eq!(nodes.len(), 1);
        assert_eq!(nodes[0]["datePublished"], "2024-05-02");
        assert_eq!(types(&nodes[0]).collect::<Vec<_>>(), ["NewsArticle", "Organization"]);
    }

    #[test]
    fn what_is_no_json_is_passed_over() {
        assert!(names("{{ page.json }}").is_empty());
        assert!(names("\"text\"").is_empty());
    }
}
