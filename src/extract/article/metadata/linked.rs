//! The JSON-LD nodes that speak of the article.

use serde_json::Value;

use crate::extract::page::Page;
use crate::extract::sanitize::inline_text;
use crate::extract::structured::{json_ld, strings, types};
use crate::model::normalise_link;

/// All nodes of a page, and those about the article, best first.
pub(super) struct Linked<'a> {
    nodes: &'a [Value],
    /// Positions in `nodes`.
    articles: Vec<usize>,
    /// How many of them speak of the article itself; the others speak of the page that holds it.
    works: usize,
}

impl<'a> Linked<'a> {
    /// Reads the page's blocks.
    pub(super) fn of(page: &'a Page) -> Self {
        let nodes = json_ld(page);
        let address = normalise_link(page.url());
        let mut ranked = nodes
            .iter()
            .enumerate()
            .filter_map(|(position, node)| Some((rank(node, &address)?, position)))
            .collect::<Vec<_>>();
        ranked.sort_unstable();
        let works = ranked.iter().take_while(|((by_type, _), _)| *by_type < PAGE).count();
        Self { works, articles: ranked.into_iter().map(|(_, position)| position).collect(), nodes }
    }

    /// The nodes about the article, best first.
    pub(super) fn articles(&self) -> impl Iterator<Item = &Value> {
        self.articles.iter().filter_map(|position| self.nodes.get(*position))
    }

    /// The first text of a property of a node about the article itself.
    pub(super) fn of_work(&self, property: &str) -> Option<String> {
        self.articles().take(self.works).find_map(|node| self.texts(node.get(property)?).into_iter().next())
    }

    /// The first text of a property of a node about the page, whatever it holds.
    pub(super) fn of_page(&self, property: &str) -> Option<String> {
        self.articles().skip(self.works).find_map(|node| self.texts(node.get(property)?).into_iter().next())
    }

    /// The values of a property, of the first node that has it.
    pub(super) fn values(&self, property: &str) -> Vec<String> {
        self.articles()
            .filter_map(|node| node.get(property))
            .map(|value| self.texts(value))
            .find(|texts| !texts.is_empty())
            .unwrap_or_default()
    }

    /// The first value of a property.
    pub(super) fn text(&self, property: &str) -> Option<String> {
        self.values(property).into_iter().next()
    }

    /// The property itself, of the first node that has it.
    pub(super) fn value(&self, property: &str) -> Option<&Value> {
        self.articles().find_map(|node| node.get(property)).map(|value| self.resolved(value))
    }

    /// The first node of a type.
    pub(super) fn of_type(&self, name: &str) -> Option<&Value> {
        self.nodes.iter().find(|node| types(node).any(|other| other == name))
    }

    /// The node that a reference (`{"@id": …}`) points to, or the value itself.
    pub(super) fn resolved<'v>(&'v self, value: &'v Value) -> &'v Value {
        let only_id =
            value.as_object().filter(|fields| fields.len() == 1).and_then(|fields| fields.get("@id"));
        only_id
            .and_then(|id| {
                self.nodes.iter().find(|node| node.get("@id") == Some(id) && node.get("name").is_some())
            })
            .unwrap_or(value)
    }

    fn texts(&self, value: &Value) -> Vec<String> {
        let members = match value {
            Value::Array(members) => members.iter().collect(),
            one => vec![one],
        };
        members
            .into_iter()
            .take(50)
            .flat_map(|member| strings(self.resolved(member)))
            .map(|text| inline_text(&text))
            .filter(|text| !text.is_empty())
            .collect()
    }
}

/// The rank of the types that name the page, not what it holds.
const PAGE: u8 = 2;

/// How well a node speaks of the article; less is better, `None` not at all.
fn rank(node: &Value, address: &str) -> Option<(u8, bool)> {
    let by_type = types(node).filter_map(type_rank).min()?;
    let is_here = ["url", "@id", "mainEntityOfPage"].iter().any(|name| {
        node.get(*name)
            .map(strings)
            .unwrap_or_default()
            .iter()
            .filter_map(|text| url::Url::parse(text).ok())
            .any(|url| normalise_link(&url) == address)
    });
    let has_title = node.get("headline").is_some() || node.get("name").is_some();
    Some((by_type, !(is_here || has_title)))
}

fn type_rank(name: &str) -> Option<u8> {
    match name {
        _ if name.ends_with("Article") || name.ends_with("Posting") || name.ends_with("NewsArticle") => {
            Some(0)
        }
        "Report"
        | "BlogPost"
        | "Recipe"
        | "HowTo"
        | "Review"
        | "Course"
        | "Event"
        | "PodcastEpisode"
        | "Episode"
        | "Chapter"
        | "CreativeWork"
        | "VideoObject"
        | "DiscussionForumPosting"
        | "Question"
        | "Book" => Some(1),
        "WebPage" | "ItemPage" | "AboutPage" | "FAQPage" | "QAPage" | "MedicalWebPage" | "CollectionPage" => {
            Some(PAGE)
        }
        _ => None,
    }
}
