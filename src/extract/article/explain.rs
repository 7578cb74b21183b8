//! Why an article reads as it does: for every field which rule or source gave it, and what else the page says of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::body;
use super::metadata::{self, Metadata, Source};
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::extract::report;
use crate::extract::rule::select_first;
use crate::model::{DateSource, Dated};
use crate::site::Site;

/// Where the fields of an article came from, by the name of the field in its JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Explanation(BTreeMap<&'static str, FieldReport>);

/// Where one field came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FieldReport {
    /// The rule of the site's definition that found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The source on the page, where no rule found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'static str>,
    /// Everything that the page says of the field, the most trusted first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<SeenValue>,
}

/// What one source says of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenValue {
    /// The source.
    pub source: &'static str,
    /// What it says; names are joined by commas, dates are RFC 3339.
    pub value: String,
}

/// Names of the definition's fields that are called otherwise in an article's JSON.
const RENAMED: [(&str, &str); 3] = [("date", "published"), ("id", "post_id"), ("body", "body_html")];

/// Explains what [`read`](super::read()) reads from the same page.
pub fn explain(page: &Page, site: Option<&Site>, now: Timestamp) -> Explanation {
    let language =
        site.and_then(|site| site.known_language().map(ToOwned::to_owned)).or_else(|| page.language());
    let zone = site.map_or(TimeZone::UTC, |site| site.time_zone.clone());
    let context = DateContext { now, zone: &zone, language: language.as_deref(), order: None };
    let mut metadata = metadata::gather(page, &context);
    let has_body = site.is_some_and(|site| !select_first(&site.article.body, page.root()).is_empty());
    if metadata.authors.is_empty() && !has_body {
        metadata.sign(body::find(page, &metadata).starter.as_deref());
    }
    let mut fields = stated(&metadata);
    let reports = site.map(|site| report::article(page, &site.article)).unwrap_or_default();
    for found in reports.iter().filter(|found| found.used && found.field != "article.remove") {
        let Some(name) = found.field.strip_prefix("article.").and_then(field_name) else { continue };
        let field = fields.entry(name).or_default();
        if field.rule.is_none() {
            field.rule = Some(found.rule.clone());
            field.source = None;
        }
    }
    Explanation(fields)
}

/// The name in an article's JSON of a field of the definition.
fn field_name(rule: &str) -> Option<&'static str> {
    const SAME: [&str; 9] =
        ["title", "authors", "source", "modified", "lead", "image", "section", "tags", "caption"];
    let renamed = RENAMED.iter().find(|(name, _)| *name == rule).map(|(_, field)| *field);
    renamed.or_else(|| SAME.iter().copied().find(|name| *name == rule))
}

/// The fields that the page states or shows.
fn stated(metadata: &Metadata) -> BTreeMap<&'static str, FieldReport> {
    let sources = &metadata.sources;
    let named =
        |source: Option<Source>| FieldReport { source: source.map(Source::as_str), ..FieldReport::default() };
    let dated = |chosen: Option<Dated>, seen: &[Dated]| FieldReport {
        source: chosen.map(|dated| dated.source.as_str()),
        seen: seen
            .iter()
            .map(|dated| SeenValue {
                source: DateSource::as_str(dated.source),
                value: dated.moment.to_string(),
            })
            .collect(),
        ..FieldReport::default()
    };
    let seen = &metadata.seen;
    let titles =
        seen.titles.iter().map(|(title, source)| SeenValue { source: source.as_str(), value: title.clone() });
    let authors = seen
        .authors
        .iter()
        .map(|(names, source)| SeenValue { source: source.as_str(), value: names.join(", ") });
    let mut fields = BTreeMap::from([
        ("title", FieldReport { seen: titles.collect(), ..named(sources.title) }),
        ("authors", FieldReport { seen: authors.collect(), ..named(sources.authors) }),
        ("published", dated(metadata.published, &seen.published)),
        ("modified", dated(metadata.modified, &seen.modified)),
        ("tags", named(sources.tags)),
        ("lead", named(sources.lead)),
        ("image", named(sources.image)),
        ("canonical_url", named(sources.canonical_url)),
    ]);
    fields.retain(|_, field| *field != FieldReport::default());
    fields
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::site::{Catalogue, SourceFile};

    const HTML: &str = "<title>Ferry returns - The Gazette</title>\
        <meta property='og:title' content='The ferry returns'>\
        <meta property='article:published_time' content='2026-03-01T08:00:00Z'>\
        <article><h1>The ferry returns</h1><p class=byline>By Ann Harbour</p>\
        <p>The ferry sails again after a winter of repairs, said the harbour council on Monday morning.</article>";

    fn explained(site: Option<&Site>) -> serde_json::Value {
        let page = Page::parse(HTML, &Url::parse("https://gazette.example/ferry").unwrap()).unwrap();
        serde_json::to_value(explain(&page, site, "2026-03-02T00:00:00Z".parse().unwrap())).unwrap()
    }

    #[test]
    fn a_field_names_its_source_and_all_that_the_page_says_of_it() {
        let told = explained(None);
        assert_eq!(told["published"]["source"], "meta");
        assert_eq!(told["published"]["seen"][0]["value"], "2026-03-01T08:00:00+00:00");
        let titles: Vec<_> = told["title"]["seen"]
            .as_array()
            .unwrap()
            .iter()
            .map(|seen| seen["value"].as_str().unwrap())
            .collect();
        assert!(titles.contains(&"The ferry returns"), "{told}");
        assert_eq!(told["authors"]["seen"][0]["value"], "Ann Harbour");
    }

    #[test]
    fn a_rule_that_found_a_field_is_named() {
        let text = "name = 'gazette'\ntitle = 'The Gazette'\nhome = 'https://gazette.example/'\nlanguage = 'en'\n\
            time_zone = 'UTC'\n[[sections]]\npath = 'news'\ntitle = 'News'\nurl = '/news'\n[listing]\nentry = 'article'\n\
            [article]\ntitle = ['h9', 'h1']\nbody = 'article'\n";
        let file = SourceFile { name: "gazette.toml".to_owned(), text: text.to_owned() };
        let loaded = Catalogue::load([], [file]).unwrap();
        let told = explained(loaded.catalogue.sites().next().map(AsRef::as_ref));
        assert_eq!(told["title"]["rule"], "h1");
        assert_eq!(told["body_html"]["rule"], "article");
        assert_eq!(told["published"]["source"], "meta");
    }
}
