//! Entries by the rules of a definition.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use url::Url;

use super::explain::Explanation;
use super::fields;
use super::read::Candidate;
use crate::extract::date::DateContext;
use crate::extract::rule::{Found, Reader, read_date, read_image, select_all, within};
use crate::model::{Entry, Skip, SkipReason};
use crate::site::ListingRules;

/// Reads every entry that the rules select. A field without a rule, or whose rules find nothing, is looked for where
/// cards usually carry it.
pub(super) fn read(reader: &Reader<'_>, rules: &ListingRules, context: &DateContext<'_>) -> Candidate {
    let root = reader.page().root();
    let removed = removed(rules, root);
    let mut entries = Vec::new();
    let mut skipped = Vec::new();
    for element in alternatives(rules, root, &removed) {
        match entry(reader, rules, element, context) {
            Ok(entry) => entries.push(entry),
            Err(skip) => skipped.push(skip),
        }
    }
    Candidate {
        entries,
        skipped,
        confidence: 1.0,
        rules: Some(rules.clone()),
        explanation: Explanation::default(),
    }
}

/// The boxes in which nothing is an entry.
pub(super) fn removed(rules: &ListingRules, root: ElementRef<'_>) -> HashSet<NodeId> {
    select_all(&rules.remove, root).iter().map(|element| element.id()).collect()
}

/// Whether an element stands in one of these boxes.
pub(super) fn stands_within(element: ElementRef<'_>, boxes: &HashSet<NodeId>) -> bool {
    !boxes.is_empty() && element.ancestors().any(|node| boxes.contains(&node.id()))
}

/// The elements of the first alternative that finds any outside the removed boxes.
fn alternatives<'p>(
    rules: &ListingRules,
    root: ElementRef<'p>,
    removed: &HashSet<NodeId>,
) -> Vec<ElementRef<'p>> {
    rules
        .entry
        .iter()
        .map(|selector| {
            within(root, selector)
                .into_iter()
                .filter(|element| !stands_within(*element, removed))
                .collect::<Vec<_>>()
        })
        .find(|elements| !elements.is_empty())
        .unwrap_or_default()
}

fn entry<'p>(
    reader: &Reader<'p>,
    rules: &ListingRules,
    element: ElementRef<'p>,
    context: &DateContext<'_>,
) -> Result<Entry, Skip> {
    let page = reader.page();
    let skip =
        |reason| Skip { reason, subject: crate::extract::text::text_of(element).chars().take(120).collect() };
    let link = (!rules.linkless).then(|| link(reader, rules, element)).flatten();
    let url = match &link {
        Some((_, url)) => Some(url.clone()),
        None if rules.linkless => None,
        None => return Err(skip(SkipReason::NoLink)),
    };
    let title = reader
        .text(&rules.title, element)
        .or_else(|| link.as_ref().and_then(|(anchor, _)| fields::title(element, *anchor)))
        .ok_or_else(|| skip(SkipReason::NoTitle))?;
    let summary = reader.text(&rules.summary, element).filter(|summary| *summary != title);
    let published = read_date(reader, &rules.date, element, &rules.date_formats, context);
    Ok(Entry {
        url,
        summary,
        published: published.or_else(|| fields::date(element, context)),
        image: read_image(reader, &rules.image, element).or_else(|| fields::image(element, page)),
        authors: reader.texts(&rules.author, element),
        tags: reader.texts(&rules.tags, element),
        post_id: reader.text(&rules.id, element),
        title: Some(title),
    })
}

/// The address, and the anchor that it was taken from.
fn link<'p>(
    reader: &Reader<'p>,
    rules: &ListingRules,
    element: ElementRef<'p>,
) -> Option<(ElementRef<'p>, Url)> {
    let resolve = |found: &Found<'p, '_>| found.values.iter().find_map(|value| reader.page().resolve(value));
    let found = reader.first_that(&rules.link, element, |found| resolve(found).is_some());
    match found {
        Some(found) => Some((found.elements.first().copied().unwrap_or(element), resolve(&found)?)),
        None => fields::link(element, reader.page()),
    }
}
