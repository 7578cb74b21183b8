//! What detection finds, completed by what the page states of its listing for machines.

use ego_tree::NodeId;

use super::explain::EntryReport;
use super::read::{Candidate, Detail, Method};
use super::{detect, marked, state, structured};
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::model::{Entry, UNSURE_BELOW, normalise_link};
use rustc_hash::{FxHashMap, FxHashSet};

/// The confidence in a list that the page itself states.
const STATED: f64 = 0.8;
/// The confidence in entries that the markup calls so: themes mark up what stands beside a listing too.
const MARKED: f64 = 0.7;

/// Reads a page without rules, outside the `removed` boxes. A list that the page states, in JSON-LD or in its markup, fills in
/// what detection left open when both are of one listing, and stands for it where detection finds nothing; one in JSON-LD also
/// where detection is unsure.
pub(super) fn read(
    page: &Page,
    removed: &FxHashSet<NodeId>,
    context: &DateContext<'_>,
    detail: Detail,
) -> (Method, Candidate) {
    let mut detected = detect::read(page, removed, context, detail);
    if detected.entries.is_empty() && detected.confidence > 0.0 {
        // Lists that an article states are beside it too.
        return (Method::Detected, detected);
    }
    let unsure = detected.entries.is_empty() || detected.confidence < UNSURE_BELOW;
    // Of cards that it read, detection has seen the markup already.
    let is_open = unsure || detected.entries.iter().any(|entry| entry.published.is_none());
    let marked = if is_open { marked::entries(page, context) } else { Vec::new() };
    let lists = [(structured::stated(page, context), "json_ld", STATED), (marked, "markup", MARKED)];
    for (stated, source, confidence) in lists {
        // Markup tells what an entry is, not which of them are the listing: it never takes the place of what was detected.
        let may_replace = detected.entries.is_empty() || source != "markup";
        if may_replace && unsure && stated.len() > detected.entries.len() {
            return (Method::StructuredData, instead(detected, stated, source, confidence));
        }
        let shared = shared(&detected.entries, &stated);
        if shared * 2 >= stated.len() && shared > 0 {
            complete(&mut detected, stated, source);
        }
    }
    if detected.entries.is_empty() {
        let entries = state::entries(page, context);
        if !entries.is_empty() {
            let confidence = state::confidence(&entries);
            return (Method::StructuredData, instead(detected, entries, "script_state", confidence));
        }
    }
    (Method::Detected, detected)
}

/// Entries of structured data in the place of those that were detected.
fn instead(detected: Candidate, entries: Vec<Entry>, source: &'static str, confidence: f64) -> Candidate {
    let mut explanation = detected.explanation;
    explanation.rules.clear();
    explanation.entries =
        entries.iter().map(|entry| EntryReport::stated(entry, source, confidence)).collect();
    Candidate { entries, confidence, rules: None, skipped: Vec::new(), explanation }
}

fn shared(detected: &[Entry], stated: &[Entry]) -> usize {
    let known: FxHashSet<String> = detected.iter().filter_map(address).collect();
    stated.iter().filter_map(address).filter(|address| known.contains(address)).count()
}

/// Fills in the fields that the page does not show, and tells what is stated of those that it shows.
fn complete(detected: &mut Candidate, stated: Vec<Entry>, source: &'static str) {
    let mut by_address: FxHashMap<String, Entry> =
        stated.into_iter().filter_map(|entry| Some((address(&entry)?, entry))).collect();
    // Where nobody asks for an explanation there are no reports.
    let mut reports = detected.explanation.entries.iter_mut();
    for entry in &mut detected.entries {
        let report = reports.next();
        let Some(stated) = address(entry).and_then(|address| by_address.remove(&address)) else { continue };
        if let Some(report) = report {
            report.add_stated(&stated, source);
        }
        entry.title = entry.title.take().or(stated.title);
        entry.summary = entry.summary.take().or(stated.summary);
        entry.published = entry.published.take().or(stated.published);
        entry.image = entry.image.take().or(stated.image);
        if entry.authors.is_empty() {
            entry.authors = stated.authors;
        }
        if entry.tags.is_empty() {
            entry.tags = stated.tags;
        }
    }
}

fn address(entry: &Entry) -> Option<String> {
    entry.url.as_ref().map(normalise_link)
}
