//! Whether a feed is that of a page, and what both say together.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::document::Document;
use crate::model::{Entry, normalise_link};

/// What an entry is recognised by: its link, or its title where it has none.
pub fn identity(entry: &Entry) -> String {
    match &entry.url {
        Some(url) => normalise_link(url),
        None => entry.title.clone().unwrap_or_default(),
    }
}

/// Whether a feed is that of the page with these entries. Down to the last entry that both have, two thirds of the feed's
/// entries must stand on the page, and half of the page's in the feed: the first tells the feed of a whole site from that
/// of its section, the second the feed of a section from that of the page which shows all of them.
pub fn is_of_listing(page: &[Entry], feed: &[Entry]) -> bool {
    let (on_page, of_page) = shared(feed, page);
    let (in_feed, of_feed) = shared(page, feed);
    let enough = 3.min(page.len()).min(feed.len());
    on_page > 0 && on_page >= enough && on_page * 3 >= of_page * 2 && in_feed * 2 >= of_feed
}

/// Whether a feed says by itself that it is that of a page on which no entry was found: it names the page as its own, or
/// two thirds of its entries lie below it.
pub fn is_of_page(page: &Url, feed: &Document) -> bool {
    if feed.entries.is_empty() {
        return false;
    }
    if feed.home.as_ref().is_some_and(|home| normalise_link(home) == normalise_link(page)) {
        return true;
    }
    let folder = format!("{}/", normalise_link(page).split('?').next().unwrap_or_default());
    let below = feed.entries.iter().filter(|entry| identity(entry).starts_with(&folder)).count();
    page.query().is_none() && below * 3 >= feed.entries.len() * 2
}

/// The entries of a page and of its feed, each once. The page gives order and pictures, the feed what it has of title,
/// date, authors and teaser. An entry that only the feed has stands before the one that follows it there.
pub fn join(page: Vec<Entry>, feed: Vec<Entry>) -> Vec<Entry> {
    let places: HashMap<String, usize> =
        page.iter().enumerate().map(|(at, entry)| (identity(entry), at)).collect();
    let mut of_feed: HashMap<usize, Entry> = HashMap::new();
    // What only the feed has, by the entry of the page that it stands before.
    let mut between: HashMap<usize, Vec<Entry>> = HashMap::new();
    let mut waiting = Vec::new();
    for entry in feed {
        match places.get(&identity(&entry)) {
            Some(at) => {
                between.entry(*at).or_default().append(&mut waiting);
                of_feed.insert(*at, entry);
            }
            None => waiting.push(entry),
        }
    }
    let mut joined = Vec::new();
    for (at, entry) in page.into_iter().enumerate() {
        joined.extend(between.remove(&at).into_iter().flatten());
        joined.push(match of_feed.remove(&at) {
            Some(of_feed) => both(entry, of_feed),
            None => entry,
        });
    }
    joined.extend(waiting);
    joined
}

fn both(page: Entry, feed: Entry) -> Entry {
    let mut tags = page.tags;
    for tag in feed.tags {
        if !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
            tags.push(tag);
        }
    }
    Entry {
        url: page.url,
        title: feed.title.or(page.title),
        summary: feed.summary.or(page.summary),
        published: feed.published.or(page.published),
        image: page.image.or(feed.image),
        authors: if feed.authors.is_empty() { page.authors } else { feed.authors },
        tags,
        post_id: page.post_id,
    }
}

/// How many of a list's entries another one has, and of how many: those down to the last that both have.
fn shared(list: &[Entry], other: &[Entry]) -> (usize, usize) {
    let known: HashSet<String> = other.iter().map(identity).collect();
    let hits: Vec<bool> = list.iter().map(|entry| known.contains(&identity(entry))).collect();
    let reach = hits.iter().rposition(|hit| *hit).map_or(0, |last| last + 1);
    (hits.iter().filter(|hit| **hit).count(), reach)
}
