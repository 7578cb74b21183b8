//! Where a page may have its feed.

use std::sync::LazyLock;

use scraper::Selector;
use url::Url;

use crate::extract::page::{Page, selector};
use crate::model::{normalise_link, same_site};

/// An address at which a page may have its feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The address.
    pub url: Url,
    /// Whether the page names it. Otherwise it is where many sites have theirs.
    pub declared: bool,
}

static ALTERNATES: LazyLock<Selector> = LazyLock::new(|| selector("link[rel~=alternate i][type][href]"));

/// Media types of feeds, beside which `text/xml` and `application/json` are too common to mean one.
const TYPES: [&str; 5] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/rss+xml",
];

/// Where feeds usually are, relative to the listing.
const USUAL: [&str; 5] = ["feed", "rss", "atom.xml", "index.xml", "feed.xml"];

/// Most feeds of one page that are looked at because it names them.
const MAX_DECLARED: usize = 4;

/// The feeds that a page names, then the usual places below it. A page that is chosen by its query has no place below it,
/// and a feed of comments is no feed of the page.
pub fn candidates(page: &Page) -> Vec<Candidate> {
    let declared = page
        .root()
        .select(&ALTERNATES)
        .filter(|link| {
            let kind = link.attr("type").unwrap_or_default().trim().to_ascii_lowercase();
            let speaks_of_comments = ["title", "href"]
                .iter()
                .filter_map(|name| link.attr(name))
                .any(|text| text.to_ascii_lowercase().contains("comment"));
            TYPES.iter().any(|known| kind.starts_with(known)) && !speaks_of_comments
        })
        .filter_map(|link| page.resolve(link.attr("href")?))
        .take(MAX_DECLARED)
        .map(|url| Candidate { url, declared: true });
    let usual = usual(page.url()).into_iter().map(|url| Candidate { url, declared: false });
    let mut found: Vec<Candidate> = Vec::new();
    for candidate in declared.chain(usual) {
        let link = normalise_link(&candidate.url);
        if !found.iter().any(|known| normalise_link(&known.url) == link) {
            found.push(candidate);
        }
    }
    found
}

fn usual(page: &Url) -> Vec<Url> {
    if page.query().is_some() {
        return Vec::new();
    }
    let mut folder = page.clone();
    folder.set_fragment(None);
    let names_file = page.path().rsplit('/').next().is_some_and(|last| last.contains('.'));
    if !names_file && !page.path().ends_with('/') {
        folder.set_path(&format!("{}/", page.path()));
    }
    USUAL.iter().filter_map(|name| folder.join(name).ok()).filter(|url| same_site(url, page)).collect()
}
