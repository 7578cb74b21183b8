//! One listing page, read by whatever reads it best.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustc_hash::FxHashSet;
use serde::Serialize;

use super::explain::Explanation;
use super::marks::{Kind, nodes};
use super::{joined, next, picture, repeated_hour, rules};
use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::model::{Article, Entry, Listing, Skip, SkipReason, normalise_link};
use crate::site::{ListingRules, Site};

/// What bounds a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingLimits {
    /// Most entries that are taken of one page; the rest is skipped and told.
    pub max_entries: usize,
}

/// What is wanted beside the entries. Each costs more than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Nothing: for a feed.
    Entries,
    /// The rules by which detected entries can be found again.
    Rules,
    /// These, and why everything is as it is.
    Explanation,
}

/// How the entries were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By the rules of a definition.
    Rules,
    /// By the page's structured data.
    StructuredData,
    /// By what repeats on the page.
    Detected,
    /// As a feed that the site has.
    Feed,
    /// As a sitemap, or an index of them.
    Sitemap,
}

impl Method {
    /// A stable name in snake case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::StructuredData => "structured_data",
            Self::Detected => "detected",
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
        }
    }
}

/// A listing, and how it was read.
#[derive(Clone, Debug)]
pub struct ListingRead {
    /// What was found, and what was skipped.
    pub listing: Listing,
    /// How.
    pub method: Method,
    /// The rules that were used, or that detection found; none when no selector tells the entries from the rest, or nobody
    /// asked.
    pub rules: Option<ListingRules>,
    /// Why it reads so; empty when nobody asked.
    pub explanation: Explanation,
    /// The articles of those entries whose whole text came with the listing, as in a feed.
    pub articles: Vec<Article>,
}

/// What one way of reading found.
pub(super) struct Candidate {
    pub entries: Vec<Entry>,
    pub skipped: Vec<Skip>,
    pub confidence: f64,
    pub rules: Option<ListingRules>,
    pub explanation: Explanation,
}

impl Candidate {
    /// Leaves out the picture that many entries share.
    fn without_shared_pictures(&mut self) {
        for at in picture::without_shared(&mut self.entries) {
            if let Some(report) = self.explanation.entries.get_mut(at) {
                report.fields.remove("image");
            }
        }
    }
}

impl Default for ListingLimits {
    fn default() -> Self {
        Self { max_entries: 500 }
    }
}

/// Reads a listing. `site` gives zone and language and is absent for a page that no definition knows; `rules` are those
/// of the section. Relative dates count from `now`.
pub fn read(
    page: &Page,
    site: Option<&Site>,
    rules: Option<&ListingRules>,
    limits: ListingLimits,
    detail: Detail,
    now: Timestamp,
) -> ListingRead {
    let language =
        site.and_then(|site| site.known_language().map(ToOwned::to_owned)).or_else(|| page.language());
    let zone = site.map_or(TimeZone::UTC, |site| site.time_zone.clone());
    let context = DateContext {
        now,
        zone: &zone,
        language: language.as_deref(),
        order: date::infer_order(numeric_dates(page)),
    };
    let (method, mut candidate) = candidate(page, rules, &context, detail);
    // What a rule names is meant, however often it stands.
    if rules.is_none_or(|rules| rules.image.is_empty()) {
        candidate.without_shared_pictures();
    }
    let (mut entries, skipped) = tidy(candidate.entries, candidate.skipped, page, limits);
    repeated_hour::settle(&mut entries, &zone, now);
    let mut explanation = candidate.explanation;
    explanation.settle(&entries);
    let listing = Listing {
        url: page.url().clone(),
        title: page.title(),
        language,
        next_url: next::next_url(page),
        feed_url: None,
        confidence: if entries.is_empty() { 0.0 } else { candidate.confidence },
        entries,
        skipped,
    };
    ListingRead { listing, method, rules: candidate.rules, articles: Vec::new(), explanation }
}

fn candidate(
    page: &Page,
    rules: Option<&ListingRules>,
    context: &DateContext<'_>,
    detail: Detail,
) -> (Method, Candidate) {
    let by_rules = rules.map(|rules| rules::read(page, rules, context, detail));
    match (by_rules, rules) {
        (Some(found), Some(rules)) if !found.entries.is_empty() || !rules.detect => (Method::Rules, found),
        _ => {
            let removed = rules.map(|rules| rules::removed(rules, page.root())).unwrap_or_default();
            joined::read(page, &removed, context, detail)
        }
    }
}

/// Leaves out what is there twice, leads back to the listing, or is more than the limit.
fn tidy(
    mut entries: Vec<Entry>,
    mut skipped: Vec<Skip>,
    page: &Page,
    limits: ListingLimits,
) -> (Vec<Entry>, Vec<Skip>) {
    let own = normalise_link(page.url());
    let mut seen = FxHashSet::default();
    // Entries are large, and stay where they are.
    entries.retain_mut(|entry| {
        // A fragment leads to a place on the article's page, such as its comments, and not to the article.
        if let Some(url) = &mut entry.url {
            url.set_fragment(None);
        }
        let identity = match (&entry.url, &entry.title) {
            (Some(url), _) => normalise_link(url),
            (None, title) => title.clone().unwrap_or_default(),
        };
        let reason = if entry.url.is_some() && identity == own {
            Some(SkipReason::LinkToListing)
        } else if seen.contains(&identity) {
            Some(SkipReason::Duplicate)
        } else if seen.len() >= limits.max_entries {
            Some(SkipReason::TooMany)
        } else {
            None
        };
        skipped.extend(reason.map(|reason| Skip { reason, subject: subject_of(entry) }));
        reason.is_none() && seen.insert(identity)
    });
    (entries, skipped)
}

fn subject_of(entry: &Entry) -> String {
    entry
        .title
        .clone()
        .or_else(|| entry.url.as_ref().map(ToString::to_string))
        .or_else(|| entry.summary.clone())
        .unwrap_or_default()
        .chars()
        .take(120)
        .collect()
}

/// The short texts of a page that may be dates of numbers alone; together they tell whether day or month comes first.
fn numeric_dates(page: &Page) -> impl Iterator<Item = &str> {
    nodes(page, page.root(), Kind::Number)
        .filter_map(|node| node.value().as_text())
        .map(|text| text.trim())
        .filter(|text| text.len() <= 40 && text.contains(['/', '.', '-']))
        .take(400)
}
