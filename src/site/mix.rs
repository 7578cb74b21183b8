//! Mixes: feeds that join feeds of several sites. They stand in one file of their own, `mixes.toml`, and live under the
//! reserved site name `mixes`.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use jiff::tz::TimeZone;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::{Expect, RobotsPolicy, Section, SectionSource, Site, SiteError};
use crate::model::{Direction, FeedKey, Item, SiteName};

/// The name of the file, and of the site that its feeds live under.
pub(super) const NAME: &str = "mixes";

/// Most feeds that a mix joins.
const MAX_FEEDS: usize = 100;

/// Longest pattern, in characters.
const MAX_PATTERN: usize = 200;

/// Memory that a compiled pattern may take, in bytes. It bounds its cost per character too.
const MAX_PATTERN_BYTES: usize = 1 << 19;

/// Which feeds are joined, and which of their items are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mix {
    /// The feeds, of any site, mixes among them.
    pub feeds: Vec<FeedKey>,
    /// Which items are taken.
    pub filter: Filter,
}

/// Which items a mix takes: those that fit everything that is said. A list fits when one of it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    include: Option<Pattern>,
    exclude: Option<Pattern>,
    authors: Vec<String>,
    tags: Vec<String>,
    languages: Vec<String>,
}

#[derive(Clone, Debug)]
struct Pattern(Regex);

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    name: Spanned<String>,
    #[serde(default = "usual_title")]
    title: String,
    home: Spanned<String>,
    #[serde(default = "usual_language")]
    language: String,
    #[serde(default)]
    mixes: Vec<DraftMix>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftMix {
    path: Spanned<String>,
    title: String,
    #[serde(default)]
    group: String,
    feeds: Vec<Spanned<String>>,
    include: Option<Spanned<String>>,
    exclude: Option<Spanned<String>>,
    #[serde(default)]
    authors: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
}

/// The mixes of a file, whose members are not looked up yet.
pub(super) struct MixFile {
    pub site: Site,
    /// Where each member stands in the text: its mix, itself, its field and its place.
    pub members: Vec<Member>,
}

pub(super) struct Member {
    pub mix: FeedKey,
    pub feed: FeedKey,
    pub field: String,
    pub span: std::ops::Range<usize>,
}

impl Filter {
    /// Whether an item is taken. Letters count in any case.
    pub fn takes(&self, item: &Item) -> bool {
        let says = |pattern: &Pattern| {
            pattern.0.is_match(&item.title)
                || item.summary.as_deref().is_some_and(|text| pattern.0.is_match(text))
        };
        let among = |wanted: &[String], fits: &dyn Fn(&str) -> bool| {
            wanted.is_empty() || wanted.iter().any(|wanted| fits(&wanted.to_lowercase()))
        };
        let language = item.language.as_deref().unwrap_or_default().to_lowercase();
        self.include.as_ref().is_none_or(says)
            && !self.exclude.as_ref().is_some_and(says)
            && among(&self.authors, &|author| {
                item.authors.iter().any(|name| name.to_lowercase().contains(author))
            })
            && among(&self.tags, &|tag| {
                item.sections.iter().chain(&item.tags).any(|found| found.to_lowercase() == tag)
            })
            && among(&self.languages, &|wanted| {
                language == wanted || language.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('-'))
            })
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

/// Reads the file of mixes; its members are looked up when all sites are known.
pub(super) fn parse(file: &str, text: &str) -> Result<MixFile, SiteError> {
    let fault = |error: &toml::de::Error, field: Option<String>| {
        SiteError::at(file, text, error.span(), field, error.message().to_owned())
    };
    let deserializer = toml::Deserializer::parse(text).map_err(|error| fault(&error, None))?;
    let draft: Draft = serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let field = error.path().to_string();
        fault(error.inner(), Some(field).filter(|field| field != "."))
    })?;
    let at = |value: &Spanned<String>, field: &str, cause: String| {
        SiteError::at(file, text, Some(value.span()), Some(field.to_owned()), cause)
    };
    if draft.name.get_ref() != NAME {
        let cause = format!("expected {NAME:?}, as the file is called, found {:?}", draft.name.get_ref());
        return Err(at(&draft.name, "name", cause));
    }
    let home = Url::parse(draft.home.get_ref())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let Some(home) = home else {
        let cause = format!("expected an http or https address, found {:?}", draft.home.get_ref());
        return Err(at(&draft.home, "home", cause));
    };
    let (sections, members) = sections(file, text, &draft.mixes)?;
    let name = SiteName::parse(NAME).map_err(|error| at(&draft.name, "name", error.to_string()))?;
    let site = Site {
        direction: Direction::of_language(&draft.language),
        name,
        title: draft.title,
        home,
        language: draft.language,
        time_zone: TimeZone::UTC,
        icon: None,
        sections,
        parametric: Vec::new(),
        listings: BTreeMap::new(),
        article: Arc::default(),
        builtin: false,
        robots: RobotsPolicy::Obey,
    };
    Ok(MixFile { site, members })
}

/// The mixes of a file as sections, and the feeds that they join with their places.
fn sections(file: &str, text: &str, drafts: &[DraftMix]) -> Result<(Vec<Section>, Vec<Member>), SiteError> {
    let at = |value: &Spanned<String>, field: &str, cause: String| {
        SiteError::at(file, text, Some(value.span()), Some(field.to_owned()), cause)
    };
    let (mut sections, mut members, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (index, mix) in drafts.iter().enumerate() {
        let field = |name: &str| format!("mixes[{index}].{name}");
        let key = SiteName::parse(NAME).and_then(|site| FeedKey::new(site, mix.path.get_ref()));
        let key = key.map_err(|error| at(&mix.path, &field("path"), error.to_string()))?;
        if !seen.insert(key.clone()) {
            let cause = format!("expected a path of its own, found {:?} a second time", key.path());
            return Err(at(&mix.path, &field("path"), cause));
        }
        if !(1..=MAX_FEEDS).contains(&mix.feeds.len()) {
            let cause = format!("expected 1 to {MAX_FEEDS} feeds, found {}", mix.feeds.len());
            return Err(at(&mix.path, &field("feeds"), cause));
        }
        let mut feeds = Vec::new();
        for (number, feed) in mix.feeds.iter().enumerate() {
            let field = field(&format!("feeds[{number}]"));
            let member: FeedKey = feed
                .get_ref()
                .parse()
                .map_err(|error: crate::model::KeyError| at(feed, &field, error.to_string()))?;
            let span = feed.span();
            members.push(Member { mix: key.clone(), feed: member.clone(), field, span });
            feeds.push(member);
        }
        let pattern = |name: &str, value: &Option<Spanned<String>>| {
            let compiled = value
                .as_ref()
                .map(|value| compiled(value.get_ref()).map_err(|cause| at(value, &field(name), cause)));
            compiled.transpose()
        };
        let filter = Filter {
            include: pattern("include", &mix.include)?,
            exclude: pattern("exclude", &mix.exclude)?,
            authors: mix.authors.clone(),
            tags: mix.tags.clone(),
            languages: mix.languages.clone(),
        };
        sections.push(Section {
            key,
            title: mix.title.clone(),
            group: mix.group.clone(),
            source: SectionSource::Mix(Arc::new(Mix { feeds, filter })),
            expect: Expect::default(),
        });
    }
    Ok((sections, members))
}

fn compiled(text: &str) -> Result<Pattern, String> {
    if text.is_empty() || text.chars().count() > MAX_PATTERN {
        return Err(format!("expected a regular expression of 1 to {MAX_PATTERN} characters, found another"));
    }
    let built = RegexBuilder::new(text).case_insensitive(true).size_limit(MAX_PATTERN_BYTES).build();
    built.map(Pattern).map_err(|error| {
        let reason = error.to_string();
        format!(
            "expected a regular expression, found {text:?}: {}",
            reason.lines().last().unwrap_or_default().trim()
        )
    })
}

fn usual_title() -> String {
    "Mixes".to_owned()
}

fn usual_language() -> String {
    "und".to_owned()
}
