//! Entries in the states that scripts are given: what a page that scripts write shows later.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use scraper::Selector;
use serde_json::Value;
use url::Url;

use super::address;
use super::structured::image;
use crate::extract::byline;
use crate::extract::date::{self, DateContext};
use crate::extract::page::{Page, selector};
use crate::extract::structured;
use crate::extract::text::{collapse, is_unspaced};
use crate::model::{DateSource, Dated, Entry, Image};

/// Members under which things keep their addresses, titles, last parts of addresses, dates and teasers.
const ADDRESSES: [&str; 9] =
    ["url", "href", "link", "permalink", "canonicalUrl", "canonical_url", "path", "uri", "webUrl"];
const TITLES: [&str; 4] = ["headline", "title", "name", "seoTitle"];
const SLUGS: [&str; 4] = ["slug", "urlSlug", "url_slug", "slugId"];
const DATES: [&str; 11] = [
    "publishedAt",
    "datePublished",
    "published",
    "pubDate",
    "publishDate",
    "publicationDate",
    "date",
    "createdAt",
    "created_at",
    "published_at",
    "firstPublishedAt",
];
const SUMMARIES: [&str; 6] = ["description", "excerpt", "summary", "dek", "standfirst", "subtitle"];

/// Fewest things of a list that may be a listing: shorter ones are menus as often.
const LEAST: usize = 4;
/// The fewest columns that a title takes, and the fewest characters of the part of an address that stands for a thing. A character
/// of a script without spaces says as much as a word of others, and takes two columns.
const LEAST_TITLE: usize = 12;
const LEAST_SLUG: usize = 3;

/// The confidence in things that mostly say more than their titles, and in bare ones.
const TOLD: f64 = 0.6;
const BARE: f64 = 0.4;

static LINKS: LazyLock<Selector> = LazyLock::new(|| selector("a[href], link[href]"));

/// The entries of the list of things that has most of them, and most often dates, the first of the page where several do; none
/// where there is no such list.
pub(super) fn entries(page: &Page, context: &DateContext<'_>) -> Vec<Entry> {
    let mut best: (usize, Vec<Entry>) = (0, Vec::new());
    let links = LazyCell::new(|| links_by_last_part(page));
    for state in structured::script_states(page) {
        let mut open = vec![&state];
        while let Some(value) = open.pop() {
            for things in lists(value) {
                let entries = entries_of(&things, page, &links, context);
                let dated = entries.iter().filter(|entry| entry.published.is_some()).count();
                let worth = entries.len() + 3 * dated;
                if entries.len() >= LEAST && worth > best.0 && !leads_around(&entries) {
                    best = (worth, entries);
                }
            }
            // What is put last is taken first.
            match value {
                Value::Object(members) => open.extend(members.values().rev()),
                Value::Array(members) => open.extend(members.iter().rev()),
                _ => {}
            }
        }
    }
    best.1
}

/// The lists that a value is: an array, or a store of things by their ids, parted by their types where they tell them.
fn lists(value: &Value) -> Vec<Vec<&Value>> {
    match value {
        Value::Array(things) if things.len() >= LEAST => vec![things.iter().collect()],
        Value::Object(members) if members.len() >= LEAST => {
            let mut by_type: Vec<Vec<&Value>> = Vec::new();
            let mut places: HashMap<&str, usize> = HashMap::new();
            for thing in members.values().filter(|thing| thing.is_object()) {
                let kind = thing.get("__typename").and_then(Value::as_str).unwrap_or_default();
                let place = *places.entry(kind).or_insert(by_type.len());
                match by_type.get_mut(place) {
                    Some(things) => things.push(thing),
                    None => by_type.push(vec![thing]),
                }
            }
            by_type.retain(|things| things.len() >= LEAST);
            by_type
        }
        _ => Vec::new(),
    }
}

/// The entries of a list of things. Where the things have no addresses but the last parts of them, the rest is what the links
/// of the page to some of these things share.
fn entries_of(
    things: &[&Value],
    page: &Page,
    links: &LazyCell<Links, impl FnOnce() -> Links>,
    context: &DateContext<'_>,
) -> Vec<Entry> {
    let titled: Vec<(&Value, String)> = things
        .iter()
        .filter_map(|thing| Some((*thing, text(thing, &TITLES)?)))
        .filter(|(_, title)| columns(title) >= LEAST_TITLE)
        .collect();
    if titled.len() < LEAST {
        return Vec::new();
    }
    let by_address: Vec<Entry> = titled
        .iter()
        .filter_map(|(thing, title)| {
            let address = text(thing, &ADDRESSES).filter(|address| address.starts_with(['/', 'h']))?;
            Some(entry(thing, title, page.resolve(&address)?, page, context))
        })
        .collect();
    if by_address.len() >= LEAST {
        return by_address;
    }
    let slugs: HashSet<String> = titled.iter().filter_map(|(thing, _)| slug(thing)).collect();
    if slugs.len() < LEAST {
        return Vec::new();
    }
    let Some(addresses) = addresses(&slugs, links) else { return Vec::new() };
    titled
        .iter()
        .filter_map(|(thing, title)| {
            let url = addresses.of(&slug(thing)?)?;
            Some(entry(thing, title, url, page, context))
        })
        .collect()
}

/// Where things stand whose last parts of addresses are known.
enum Addresses {
    /// What stands before and behind the part, the same in all links to such things.
    Shared(String, String),
    /// Each thing that the page links to by itself: nothing tells where the others are.
    Linked(HashMap<String, Url>),
}

impl Addresses {
    fn of(&self, slug: &str) -> Option<Url> {
        match self {
            Self::Shared(before, behind) => Url::parse(&format!("{before}{slug}{behind}")).ok(),
            Self::Linked(known) => known.get(slug).cloned(),
        }
    }
}

/// Of the addresses with one last part the first so many and the last are kept: a thing stands at few.
const MOST_OF_A_PART: usize = 16;

/// The addresses that a page links to, in its order, by their last parts.
type Links = HashMap<String, Vec<Url>>;

fn links_by_last_part(page: &Page) -> Links {
    let mut links = Links::new();
    for link in page.document().select(&LINKS) {
        let Some(mut url) = link.attr("href").and_then(|href| page.resolve(href)) else { continue };
        url.set_query(None);
        url.set_fragment(None);
        if let Some((_, last, _)) = parts(url.as_str()) {
            let known = links.entry(last.to_owned()).or_default();
            known.truncate(MOST_OF_A_PART);
            known.push(url);
        }
    }
    links
}

/// Looks for links of the page that end with one of the parts; none where there is no such link.
fn addresses(slugs: &HashSet<String>, links: &Links) -> Option<Addresses> {
    let linked = slugs.iter().filter_map(|slug| Some((slug, links.get(slug)?)));
    let mut known: HashMap<String, Url> = HashMap::new();
    let mut patterns: HashSet<(&str, &str)> = HashSet::new();
    for (slug, urls) in linked {
        patterns.extend(
            urls.iter().filter_map(|url| parts(url.as_str())).map(|(before, _, behind)| (before, behind)),
        );
        known.extend(urls.last().map(|url| (slug.clone(), url.clone())));
    }
    let (before, behind) = patterns.iter().next().copied()?;
    Some(if patterns.len() == 1 {
        Addresses::Shared(before.to_owned(), behind.to_owned())
    } else {
        Addresses::Linked(known)
    })
}

/// An address before, in and behind its last segment without an extension.
fn parts(address: &str) -> Option<(&str, &str, &str)> {
    let path = address.trim_end_matches('/');
    let (folder, last) = path.rsplit_once('/')?;
    let last = last.rsplit_once('.').map_or(last, |(name, _)| name);
    let start = folder.len() + 1;
    Some((address.get(..start)?, last, address.get(start + last.len()..)?))
}

/// The part of an address that stands for a thing: `slug`, or the `current` one of it.
fn slug(thing: &Value) -> Option<String> {
    let value = SLUGS.iter().find_map(|name| thing.get(name))?;
    let text = value.as_str().or_else(|| value.get("current")?.as_str())?.trim_matches('/');
    let fits = text.len() >= LEAST_SLUG
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#'));
    fits.then(|| text.to_owned())
}

fn entry(thing: &Value, title: &str, url: Url, page: &Page, context: &DateContext<'_>) -> Entry {
    Entry {
        url: Some(url),
        title: Some(title.to_owned()),
        summary: text(thing, &SUMMARIES),
        published: published(thing, context),
        image: image(thing).and_then(|address| page.resolve(address)).map(Image::new),
        authors: authors(thing),
        tags: Vec::new(),
        post_id: None,
    }
}

fn published(thing: &Value, context: &DateContext<'_>) -> Option<Dated> {
    let dates = DATES.iter().filter_map(|name| thing.get(name));
    let parsed = dates.map(|date| match date {
        Value::String(text) => date::parse(text, context),
        Value::Number(number) => date::parse(&number.to_string(), context),
        _ => None,
    });
    parsed.flatten().next().map(|parsed| parsed.dated(DateSource::EmbeddedJson))
}

fn authors(thing: &Value) -> Vec<String> {
    let told = thing.get("authors").or_else(|| thing.get("author")).map(structured::strings);
    told.unwrap_or_default().iter().flat_map(|author| byline::names(author)).collect()
}

/// How many columns a text takes.
fn columns(text: &str) -> usize {
    let is_wide = |character| is_unspaced(character) || matches!(character, '\u{AC00}'..='\u{D7AF}');
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

/// The confidence in the things of a state: nothing says that they are what the page shows. With dates, teasers or pictures
/// most are things that appear one after another; bare titles and addresses are a menu as often.
pub(super) fn confidence(entries: &[Entry]) -> f64 {
    let is_told =
        |entry: &Entry| entry.published.is_some() || entry.summary.is_some() || entry.image.is_some();
    if are_mostly(entries, is_told) { TOLD } else { BARE }
}

/// Whether a list is the menu of what a site says of itself.
fn leads_around(entries: &[Entry]) -> bool {
    are_mostly(entries, |entry| entry.url.as_ref().is_some_and(address::is_service))
}

fn are_mostly(entries: &[Entry], is: impl Fn(&Entry) -> bool) -> bool {
    entries.iter().filter(|entry| is(entry)).count() * 2 > entries.len()
}

fn text(thing: &Value, names: &[&str]) -> Option<String> {
    names.iter().filter_map(|name| thing.get(name)?.as_str()).map(collapse).find(|text| !text.is_empty())
}
