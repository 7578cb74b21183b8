//! One page and one way to read it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use feedmill::extract::listing::{self, Detail, ListingLimits};
use feedmill::extract::{Page, article};
use feedmill::render::{article_json, listing_json};
use feedmill::site::{DEFAULT_RULES, Site};
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::catalogue;

/// The folder of pages that are read without a definition.
const NO_SITE: &str = "generic";
/// The moment at which every page is read; relative dates count from it.
const NOW: &str = "2026-03-02T09:30:00Z";

/// How a page is read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Article,
    Listing { rules: String },
}

pub(super) struct Case {
    pub kind: Kind,
    site: Option<Arc<Site>>,
    expected: PathBuf,
    url: Url,
    html: String,
}

/// Every page with every way in which it is read, by folder.
pub(super) fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let catalogue = catalogue();
    let mut cases = Vec::new();
    for site_folder in children(&root) {
        let site = match name_of(&site_folder) {
            NO_SITE => None,
            name => Some(Arc::clone(catalogue.site(name).unwrap())),
        };
        for folder in children(&site_folder) {
            let found = cases_of(&folder, site.as_ref());
            assert!(!found.is_empty(), "{} has no expected result", folder.display());
            cases.extend(found);
        }
    }
    cases
}

impl Case {
    /// Whether the page is read with the definition of this name.
    pub fn is_of(&self, site: &str) -> bool {
        self.site.as_ref().is_some_and(|own| own.name.as_str() == site)
    }

    /// Site, folder and kind, for messages.
    pub fn name(&self) -> String {
        let parts: Vec<_> = self.expected.iter().rev().take(3).map(|part| part.to_string_lossy()).collect();
        parts.into_iter().rev().collect::<Vec<_>>().join("/")
    }

    /// What is read from the page, as the command line and the API tell it. The rules are told where they were detected.
    pub fn extract(&self) -> Value {
        let page = Page::parse(&self.html, &self.url).unwrap();
        let site = self.site.as_deref();
        let now: Timestamp = NOW.parse().unwrap();
        match &self.kind {
            Kind::Article => article_json(&article::read(&page, site, now)),
            Kind::Listing { rules } => {
                let rules = site.map(|site| site.listing_rules(rules));
                let read = listing::read(
                    &page,
                    site,
                    rules.as_deref(),
                    ListingLimits::default(),
                    Detail::Rules,
                    now,
                );
                listing_json(&read.listing, read.rules.as_ref().filter(|_| site.is_none()))
            }
        }
    }

    /// What should be read from the page.
    pub fn expected(&self) -> Value {
        let text = fs::read_to_string(&self.expected).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", self.name()))
    }

    /// Puts what is read in the place of what should be read.
    pub fn bless(&self) {
        let text = serde_json::to_string_pretty(&self.extract()).unwrap();
        fs::write(&self.expected, text + "\n").unwrap();
    }
}

/// The ways in which one page is read, as the files beside it say; a file that says nothing is a mistake.
fn cases_of(folder: &Path, site: Option<&Arc<Site>>) -> Vec<Case> {
    let text = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let (html, url) = (text("source.html"), Url::parse(text("url.txt").trim()).unwrap());
    let results =
        children(folder).into_iter().filter(|path| !matches!(name_of(path), "source.html" | "url.txt"));
    let case = |expected: PathBuf| Case {
        kind: kind_of(&expected, site),
        site: site.cloned(),
        url: url.clone(),
        html: html.clone(),
        expected,
    };
    results.map(case).collect()
}

fn kind_of(path: &Path, site: Option<&Arc<Site>>) -> Kind {
    let name = name_of(path);
    if name == "article.json" {
        return Kind::Article;
    }
    let rules = match name.strip_prefix("listing.").and_then(|rest| rest.strip_suffix("json")) {
        Some("") => Some(DEFAULT_RULES),
        Some(rules) => rules.strip_suffix('.'),
        None => None,
    };
    let known =
        |rules: &&str| site.map_or(*rules == DEFAULT_RULES, |site| site.listings.contains_key(*rules));
    match rules.filter(known) {
        Some(rules) => Kind::Listing { rules: rules.to_owned() },
        None => panic!("{} is no expected result", path.display()),
    }
}

/// What stands in a folder, by name.
fn children(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name_of(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap()
}
