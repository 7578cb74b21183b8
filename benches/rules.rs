//! How well printed rules stand for detection: over saved listing pages, how many print rules, which share of the detected
//! values these give back, and what they make of the page when a third of its cards has gone.
//!
//! ```text
//! cargo bench --bench rules -- PAGES/manifest.jsonl [--each]
//! ```
//!
//! The manifest has lines `{id, path, url}`. `--each` prints the rules of every page as well.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measure of pages that cannot be read has failed"
)]

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use feedmill::extract::Page;
use feedmill::extract::listing::{Detail, ListingLimits, ListingRead, Method, read};
use feedmill::model::Entry;
use feedmill::site::ListingRules;
use jiff::Timestamp;
use scraper::{ElementRef, Html};
use serde_json::Value;
use url::Url;

const FIELDS: [&str; 6] = ["title", "published", "summary", "image", "authors", "tags"];

/// What was counted of one field.
#[derive(Default)]
struct Count {
    /// Values that detection has.
    detected: usize,
    /// Of these, those that the rules give back.
    same: usize,
    /// Values that only the rules have.
    invented: usize,
    /// Pages whose rules name the field.
    named: usize,
    /// Pages on which detection has it.
    pages: usize,
}

/// What was counted of all pages.
#[derive(Default)]
struct Counts {
    listings: usize,
    with_rules: usize,
    same_entries: usize,
    bare: usize,
    length: usize,
    fields: BTreeMap<&'static str, Count>,
    later: BTreeMap<&'static str, (usize, usize, usize)>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(manifest) = arguments.iter().find(|argument| !argument.starts_with('-')) else {
        println!("usage: cargo bench --bench rules -- PAGES/manifest.jsonl [--each]");
        return;
    };
    let each = arguments.iter().any(|argument| argument == "--each");
    let folder = Path::new(manifest).parent().unwrap();
    let mut counts = Counts::default();
    for line in std::fs::read_to_string(manifest).unwrap().lines() {
        let told: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| told.get(name).and_then(Value::as_str).unwrap().to_owned();
        let bytes = std::fs::read(folder.join(text("path"))).unwrap();
        let url = Url::parse(&text("url")).unwrap();
        counts.page(&text("id"), &String::from_utf8_lossy(&bytes), &url, each);
    }
    counts.print();
}

fn read_by(html: &str, url: &Url, rules: Option<&ListingRules>) -> Option<ListingRead> {
    let now: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let page = Page::parse(html, url).ok()?;
    Some(read(&page, None, rules, ListingLimits::default(), Detail::Explanation, now))
}

/// The value of a field as a text; empty where the entry has none.
fn value(entry: &Entry, field: &str) -> String {
    match field {
        "title" => entry.title.clone().unwrap_or_default(),
        "published" => entry.published.map(|dated| dated.moment.to_string()).unwrap_or_default(),
        "summary" => entry.summary.clone().unwrap_or_default(),
        "image" => entry.image.as_ref().map(|image| image.url.to_string()).unwrap_or_default(),
        "authors" => entry.authors.join(", "),
        "tags" => entry.tags.join(", "),
        _ => entry.url.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

fn by_address(entries: &[Entry]) -> HashMap<String, &Entry> {
    entries.iter().map(|entry| (value(entry, "url"), entry)).collect()
}

impl Counts {
    fn page(&mut self, id: &str, html: &str, url: &Url, each: bool) {
        let Some(detected) = read_by(html, url, None) else { return };
        if detected.method != Method::Detected || detected.listing.entries.is_empty() {
            return;
        }
        self.listings += 1;
        let Some(rules) = &detected.rules else {
            if each {
                println!("{id} {url}\n  no rules for {} entries", detected.listing.entries.len());
            }
            return;
        };
        self.with_rules += 1;
        let again = read_by(html, url, Some(rules)).unwrap();
        let written = serde_json::to_value(rules).unwrap();
        if each {
            println!("{id} {url}\n  {written}");
        }
        let entry = rules.entry.iter().next().map(ToString::to_string).unwrap_or_default();
        self.length += entry.len();
        self.bare += usize::from(entry.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        self.compare(&detected, &again, &written, each);
        self.later("first", html, url, rules, &again, each);
        self.later("last", html, url, rules, &again, each);
    }

    fn compare(&mut self, detected: &ListingRead, again: &ListingRead, written: &Value, each: bool) {
        let (old, new) = (by_address(&detected.listing.entries), by_address(&again.listing.entries));
        let same = old.len() == new.len()
            && old.iter().all(|(url, entry)| new.get(url).is_some_and(|other| other.title == entry.title));
        self.same_entries += usize::from(same);
        if each && !same {
            println!("  entries differ: {} detected, {} read", old.len(), new.len());
        }
        for field in FIELDS {
            let count = self.fields.entry(field).or_default();
            let mut seen = (0, 0, 0);
            for (url, entry) in &old {
                let (wanted, found) =
                    (value(entry, field), new.get(url).map(|entry| value(entry, field)).unwrap_or_default());
                if wanted.is_empty() {
                    seen.2 += usize::from(!found.is_empty());
                } else {
                    seen.0 += 1;
                    seen.1 += usize::from(wanted == found);
                }
            }
            if each && (seen.0 != seen.1 || seen.2 > 0) {
                println!("  {field}: {} of {} given back, {} more", seen.1, seen.0, seen.2);
            }
            count.detected += seen.0;
            count.same += seen.1;
            count.invented += seen.2;
            count.pages += usize::from(seen.0 > 0);
            let name = match field {
                "published" => "date",
                "authors" => "author",
                other => other,
            };
            count.named += usize::from(seen.0 > 0 && written.get(name).is_some());
        }
    }

    /// Reads the page again without the first or last third of its cards.
    fn later(
        &mut self,
        which: &'static str,
        html: &str,
        url: &Url,
        rules: &ListingRules,
        before: &ListingRead,
        each: bool,
    ) {
        let selector = rules.entry.iter().next().unwrap().selector();
        let mut document = Html::parse_document(html);
        let cards: Vec<_> = document.root_element().select(selector).map(|card| card.id()).collect();
        let third = cards.len() / 3;
        let gone = if which == "first" { 0..third } else { cards.len() - third..cards.len() };
        for card in cards.get(gone).unwrap() {
            for node in [*card].into_iter().chain(behind(&document, *card, &cards, rules.following)) {
                document.tree.get_mut(node).unwrap().detach();
            }
        }
        let after = read_by(&document.html(), url, Some(rules)).unwrap();
        let (old, new) = (by_address(&before.listing.entries), by_address(&after.listing.entries));
        // What stood in the cards that have gone is the only thing that may be missing.
        let kept = old.len().saturating_sub(third);
        let same = new
            .iter()
            .filter(|(url, entry)| {
                old.get(*url).is_some_and(|other| {
                    FIELDS.iter().all(|field| value(entry, field) == value(other, field))
                })
            })
            .count();
        if each && same < kept {
            println!("  without its {which} third: {same} of {kept} the same");
        }
        let count = self.later.entry(which).or_default();
        count.0 += kept;
        count.1 += same.min(kept);
        count.2 += usize::from(same >= kept);
    }

    fn print(&self) {
        let share = |part: usize, all: usize| {
            f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(all.max(1)).unwrap())
        };
        println!(
            "listings {}  with rules {} ({:.3})  the same entries and titles {:.3}",
            self.listings,
            self.with_rules,
            share(self.with_rules, self.listings),
            share(self.same_entries, self.with_rules)
        );
        println!(
            "entry selectors: a bare tag {:.3}, {:.1} characters on average",
            share(self.bare, self.with_rules),
            share(self.length, self.with_rules)
        );
        for (field, count) in &self.fields {
            println!(
                "{field:10} given back {:.3} of {}, invented {}; a rule on {} of {} pages",
                share(count.same, count.detected),
                count.detected,
                count.invented,
                count.named,
                count.pages
            );
        }
        for (which, (kept, same, pages)) in &self.later {
            println!(
                "without the {which} third: {:.3} of {kept} entries the same, all on {pages} of {} pages",
                share(*same, *kept),
                self.with_rules
            );
        }
    }
}

/// The siblings that belong to a card, up to the next one.
fn behind(
    document: &Html,
    card: ego_tree::NodeId,
    cards: &[ego_tree::NodeId],
    count: usize,
) -> Vec<ego_tree::NodeId> {
    let siblings = document.tree.get(card).into_iter().flat_map(|node| node.next_siblings());
    let elements = siblings.filter_map(ElementRef::wrap).map(|element| element.id());
    elements.take_while(|id| !cards.contains(id)).take(count).collect()
}
