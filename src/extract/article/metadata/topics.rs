//! Section, topics, summary, and the names of the site and of the agency.

use std::collections::HashSet;

use html5ever::local_name;
use serde_json::Value;

use super::{Found, Readings, Source};
use crate::extract::sanitize::inline_text;
use crate::extract::structured::strings;
use crate::extract::text::{has_rel, text_of};

/// The name that the site gives itself.
pub(super) fn site_name(readings: &Readings<'_>) -> Option<String> {
    let stated = readings.metas.first(&["og:site_name"]).map(str::to_owned);
    let publisher = || readings.linked.text("publisher");
    let site = || {
        let site = readings.linked.of_type("WebSite")?.get("name")?;
        strings(site).first().map(|name| inline_text(name))
    };
    let application = || {
        readings
            .metas
            .first(&["application-name", "apple-mobile-web-app-title", "dc.publisher"])
            .map(str::to_owned)
    };
    stated
        .or_else(publisher)
        .or_else(site)
        .or_else(application)
        .filter(|name| !name.starts_with("http") && !name.is_empty())
}

/// The agency or paper that the page names as its source.
pub(super) fn agency(readings: &Readings<'_>) -> Option<String> {
    readings
        .linked
        .text("sourceOrganization")
        .or_else(|| readings.metas.first(&["article:source", "news_source", "source"]).map(str::to_owned))
        .filter(|name| !name.contains("://") && name.chars().count() <= LONGEST_TAG)
}

/// The section.
pub(super) fn section(readings: &Readings<'_>) -> Option<String> {
    readings
        .metas
        .first(&["article:section"])
        .map(str::to_owned)
        .or_else(|| readings.linked.text("articleSection"))
        .or_else(|| {
            readings.metas.first(&["parsely-section", "cxenseparse:taxonomy", "section"]).map(str::to_owned)
        })
        .filter(|section| section.chars().count() <= LONGEST_TAG)
}

/// The topics.
pub(super) fn tags(readings: &Readings<'_>) -> Found<Vec<String>> {
    let metas = &readings.metas;
    let list = |names: &[&str]| metas.first(names).map(split).unwrap_or_default();
    let candidates: [(Vec<String>, Source); 5] = [
        (metas.all("article:tag").iter().flat_map(|tags| split(tags)).collect(), Source::Meta),
        (linked(readings), Source::JsonLd),
        (list(&["parsely-tags", "sailthru.tags", "news_keywords"]), Source::Meta),
        (by_rel(readings), Source::Link),
        (list(&["keywords"]), Source::Meta),
    ];
    candidates.into_iter().map(|(tags, source)| (distinct(tags), source)).find(|(tags, _)| !tags.is_empty())
}

/// The summary.
pub(super) fn lead(readings: &Readings<'_>) -> Found<String> {
    let from = |names: &[&str]| readings.metas.first(names).map(|lead| (lead.to_owned(), Source::Meta));
    from(&["og:description"])
        .or_else(|| readings.linked.text("description").map(|lead| (lead, Source::JsonLd)))
        .or_else(|| {
            from(&[
                "description",
                "twitter:description",
                "sailthru.description",
                "dc.description",
                "dcterms.abstract",
            ])
        })
}

/// The longest topic, in characters.
const LONGEST_TAG: usize = 80;
/// The most topics that are kept.
const MOST_TAGS: usize = 30;

fn linked(readings: &Readings<'_>) -> Vec<String> {
    match readings.linked.value("keywords") {
        Some(Value::String(text)) => split(text),
        Some(Value::Array(members)) => members
            .iter()
            .flat_map(strings)
            // Some systems write their own fields among the words, as `tag:rain`.
            .filter(|tag| !tag.contains("://"))
            .flat_map(|tag| split(&tag))
            .collect(),
        Some(value) => strings(value),
        None => Vec::new(),
    }
}

fn by_rel(readings: &Readings<'_>) -> Vec<String> {
    let links = readings.page.named(|name| *name == local_name!("a"));
    links.filter(|link| has_rel(*link, "tag")).take(MOST_TAGS).map(text_of).collect()
}

fn split(list: &str) -> Vec<String> {
    list.split([',', ';', '،', '、', '|']).map(inline_text).collect()
}

fn distinct(tags: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    tags.into_iter()
        .map(|tag| tag.trim_start_matches('#').to_owned())
        .filter(|tag| !tag.is_empty() && tag.chars().count() <= LONGEST_TAG)
        .filter(|tag| seen.insert(tag.to_lowercase()))
        .take(MOST_TAGS)
        .collect()
}
