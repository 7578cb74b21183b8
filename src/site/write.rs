//! Definitions written by the program: from what was detected, and from other programs' rules.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use super::{Alternatives, CssSelector, ListingRules, Rule, SiteError, SourceFile, check};

/// A definition, to be written. Its order is that of the file.
#[derive(Serialize)]
struct Written<'a> {
    name: String,
    title: &'a str,
    home: String,
    language: &'a str,
    time_zone: &'a str,
    sections: Vec<WrittenSection<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    listing: Option<&'a ListingRules>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    listings: BTreeMap<String, ListingRules>,
}

#[derive(Serialize)]
struct WrittenSection<'a> {
    path: String,
    title: &'a str,
    group: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<String>,
}

/// A definition with one section, for a page whose entries were detected, with the name that its file must have.
///
/// # Errors
/// When the page's address makes no definition.
pub fn definition_for(
    page: &Url,
    title: Option<&str>,
    language: Option<&str>,
    rules: &ListingRules,
) -> Result<SourceFile, SiteError> {
    let host = page.host_str().unwrap_or("site");
    let title = title.unwrap_or(host);
    let written = Written {
        name: name_of(host),
        title,
        home: origin(page),
        language: language.unwrap_or("en"),
        time_zone: "UTC",
        sections: vec![WrittenSection {
            path: path_of(page),
            title,
            group: "",
            url: page.as_str(),
            rules: None,
        }],
        listing: Some(rules),
        listings: BTreeMap::new(),
    };
    Ok(SourceFile { text: text_of(&written)?, name: format!("{}.toml", written.name) })
}

/// The feeds.toml of rsspls: feeds with selectors for item, heading, link, summary and date.
#[derive(Deserialize)]
struct Rsspls {
    #[serde(default)]
    feed: Vec<RssplsFeed>,
}

#[derive(Deserialize)]
struct RssplsFeed {
    title: String,
    #[serde(default)]
    filename: String,
    config: RssplsConfig,
}

#[derive(Deserialize)]
struct RssplsConfig {
    url: Url,
    item: CssSelector,
    heading: CssSelector,
    link: Option<CssSelector>,
    summary: Option<CssSelector>,
    date: Option<RssplsDate>,
    media: Option<CssSelector>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RssplsDate {
    Selector(CssSelector),
    Table { selector: CssSelector },
}

/// Definitions from the rules of rsspls, one a host. A date format of its own notation is left out: feedmill reads the
/// usual shapes by itself.
///
/// # Errors
/// When the file is no such file, or a rule of it cannot be used; with file, line and cause.
pub fn import_rsspls(file: &str, text: &str) -> Result<Vec<SourceFile>, SiteError> {
    let rsspls: Rsspls = toml::from_str(text)
        .map_err(|error| SiteError::at(file, text, error.span(), None, error.message().to_owned()))?;
    let mut hosts: BTreeMap<String, Vec<&RssplsFeed>> = BTreeMap::new();
    for feed in &rsspls.feed {
        hosts.entry(feed.config.url.host_str().unwrap_or("site").to_owned()).or_default().push(feed);
    }
    hosts.iter().map(|(host, feeds)| import_host(host, feeds)).collect()
}

fn import_host(host: &str, feeds: &[&RssplsFeed]) -> Result<SourceFile, SiteError> {
    let mut sections = Vec::new();
    let mut listings = BTreeMap::new();
    let mut home = String::new();
    for (index, feed) in feeds.iter().enumerate() {
        home = origin(&feed.config.url);
        let stem = feed.filename.trim_end_matches(".rss").trim_end_matches(".xml");
        let path = name_of(if stem.is_empty() { &feed.title } else { stem });
        let path = if sections.iter().any(|section: &WrittenSection<'_>| section.path == path) {
            format!("{path}-{index}")
        } else {
            path
        };
        listings.insert(path.clone(), rules_of(&feed.config));
        sections.push(WrittenSection {
            rules: Some(path.clone()),
            path,
            title: &feed.title,
            group: "",
            url: feed.config.url.as_str(),
        });
    }
    let name = name_of(host);
    let written = Written {
        name: name.clone(),
        title: host,
        home,
        language: "en",
        time_zone: "UTC",
        sections,
        listing: None,
        listings,
    };
    Ok(SourceFile { text: text_of(&written)?, name: format!("{name}.toml") })
}

fn rules_of(config: &RssplsConfig) -> ListingRules {
    let rule = |selector: &CssSelector, attribute: &str| -> Alternatives<Rule> {
        Rule::css(&format!("{selector}{attribute}")).into_iter().collect::<Vec<_>>().into()
    };
    let date = config.date.as_ref().map(|date| match date {
        RssplsDate::Selector(selector) | RssplsDate::Table { selector } => selector,
    });
    ListingRules {
        entry: vec![config.item.clone()].into(),
        title: rule(&config.heading, ""),
        link: rule(config.link.as_ref().unwrap_or(&config.heading), "@href"),
        summary: config.summary.as_ref().map(|summary| rule(summary, "")).unwrap_or_default(),
        date: date.map(|date| rule(date, "")).unwrap_or_default(),
        image: config.media.as_ref().map(|media| rule(media, "")).unwrap_or_default(),
        ..ListingRules::default()
    }
}

/// The text of a definition, which is read once more, so that what is written can be loaded.
fn text_of(written: &Written<'_>) -> Result<String, SiteError> {
    let file = format!("{}.toml", written.name);
    let text = toml::to_string_pretty(written)
        .map_err(|error| SiteError::at(&file, "", None, None, error.to_string()))?;
    check::parse(&file, &text, false)?;
    Ok(text)
}

/// A site name from a host or a title: letters, digits and single hyphens.
fn name_of(text: &str) -> String {
    let text = text.strip_prefix("www.").unwrap_or(text).to_ascii_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(64).collect();
    let name = name.trim_end_matches('-');
    if name.is_empty() { "site".to_owned() } else { name.to_owned() }
}

/// A feed's path from a listing's: its segments, or `latest` for a home page.
fn path_of(page: &Url) -> String {
    let segments: Vec<String> =
        page.path().split('/').map(name_of_segment).filter(|segment| !segment.is_empty()).collect();
    if segments.is_empty() { "latest".to_owned() } else { segments.join("/") }
}

fn name_of_segment(segment: &str) -> String {
    if segment.is_empty() { String::new() } else { name_of(segment) }
}

fn origin(page: &Url) -> String {
    format!("{}/", page.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Catalogue;

    #[test]
    fn a_definition_that_is_written_can_be_loaded_and_has_the_rules_it_was_given() {
        let page = Url::parse("https://www.paper.example/world/europe?page=1").unwrap();
        let rules = ListingRules {
            entry: vec![CssSelector::parse("article.card").unwrap()].into(),
            ..ListingRules::default()
        };
        let file = definition_for(&page, Some("Europe | The Paper"), Some("en-GB"), &rules).unwrap();
        assert_eq!(file.name, "paper-example.toml");
        let loaded = Catalogue::load([file], []).unwrap();
        let site = loaded.catalogue.site("paper-example").unwrap();
        assert_eq!(site.sections[0].key.to_string(), "paper-example/world/europe");
        assert_eq!(*site.rules_for(&page), rules);
    }

    #[test]
    fn feeds_of_rsspls_become_one_definition_a_host() {
        let text = r#"
[rsspls]
output = "/tmp"
[[feed]]
title = "A blog"
filename = "blog.rss"
[feed.config]
url = "https://blog.example/posts"
item = "article"
heading = "h3 a"
summary = ".teaser"
date = { selector = "time", type = "Date" }
[[feed]]
title = "Its notes"
filename = "notes.rss"
[feed.config]
url = "https://blog.example/notes"
item = "li"
heading = "a"
"#;
        let definitions = import_rsspls("feeds.toml", text).unwrap();
        assert_eq!(definitions.len(), 1);
        let loaded = Catalogue::load(definitions, []).unwrap();
        let site = loaded.catalogue.site("blog-example").unwrap();
        assert_eq!(site.sections.len(), 2);
        let rules = site.rules_for(&Url::parse("https://blog.example/posts").unwrap());
        assert_eq!(rules.link.iter().next().unwrap().to_string(), "h3 a@href");
        assert_eq!(rules.date.iter().next().unwrap().to_string(), "time");
    }

    #[test]
    fn a_selector_of_rsspls_that_is_none_is_told_with_its_line() {
        let text = "[[feed]]\ntitle = \"A\"\n[feed.config]\nurl = \"https://a.example/\"\nitem = \"li[\"\nheading = \"a\"\n";
        let error = import_rsspls("feeds.toml", text).unwrap_err();
        assert_eq!(error.line, 5, "{error}");
        assert!(error.cause.contains("expected a CSS selector"), "{error}");
    }
}
