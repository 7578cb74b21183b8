//! Whether a page is taken for its listing: one that is not what it was is held back until it has been seen often enough.

use jiff::Timestamp;

use super::ServiceError;
use super::articles::Candidate;
use super::drift::{END, changes, drift, emptied, method_change, shape_of, told, unmet};
use super::landing::strayed;
use super::likeness::is_near_same;
use super::listing::ListingTask;
use super::outcome::Outcome;
use super::page::ListingPage;
use super::refresh::Failure;
use super::service::Service;
use crate::extract::listing::Method;
use crate::model::{Entry, Listing, SkipReason};
use crate::store::{Change, Drift, FeedState, Shape};

/// A page that may be taken.
pub(super) struct Taken {
    /// What it looks like.
    pub shape: Shape,
    /// Whether it cannot be compared with those before: it looks otherwise and was seen so often that it is taken all the
    /// same, or it is read by other rules.
    pub anew: bool,
}

/// A page for people with more entries than this is no listing. Sitemaps may have more.
const MOST_ENTRIES: usize = 10_000;

impl Service {
    /// Judges the first page of a listing by what its feed remembers and its definition expects.
    pub(super) async fn judge(
        &self,
        task: &ListingTask<'_>,
        page: &ListingPage,
        state: &FeedState,
        now: Timestamp,
    ) -> Result<Taken, Failure> {
        let (listing, method) = (&page.read.listing, page.read.method);
        let last = state.shapes.last();
        let other_rules = state.rules_hash.as_ref().is_some_and(|before| *before != task.rules_hash());
        let other_address =
            last.and_then(|shape| shape.asked.as_ref()).is_some_and(|asked| asked != task.url);
        let anew = other_rules || other_address;
        too_many(listing, method)?;
        let known = self.known_entries(task, &listing.entries).await;
        let known = known.map_err(|error| Failure::internal(&error))?;
        let (known, retitled) = known;
        let shape = shape_of(&listing.entries, listing.entries.len() - known, now);
        let told_otherwise = page.instead.filter(|outcome| is_told_by_its_heading(*outcome));
        let shape = Shape {
            ended: page.ended,
            asked: Some(task.url.clone()),
            answered: Some(listing.url.clone()),
            stands_in: told_otherwise.is_some(),
            retitled,
            ..shape
        };
        if listing.entries.is_empty() {
            // The site's own feed may have what the page has not.
            return Ok(Taken { shape, anew });
        }
        // Who wrote rules for a page has seen it; what they find on another page of the site is not what was asked for.
        let is_usual = last.filter(|_| !anew).map_or(page.is_ruled(), |last| last.stands_in);
        if let Some(outcome) = told_otherwise.filter(|_| !is_usual) {
            let detail =
                format!("{} links of it look like a listing, and are not taken", listing.entries.len());
            return Err(Failure::new(outcome, detail));
        }
        let (found, may_be_accepted) = found(task, page, (state, anew), (&shape, known));
        if found.is_empty() {
            return Ok(Taken { shape, anew });
        }
        let drift = drift(state.drift.as_ref(), method.as_str(), shape.entries, found, now);
        let drift = Drift { acceptable: may_be_accepted, ..drift };
        if may_be_accepted && drift.times >= self.settings.accept_after {
            let (feed, changes) = (&task.definition.key, told(&drift.changes));
            tracing::info!(%feed, changes, times = drift.times, "a page that has changed is taken as it is now");
            // A page of which every item is new is still the same page as long as it looks the same.
            let anew = anew || drift.changes.iter().any(|change| change.what != "items");
            return Ok(Taken { shape, anew });
        }
        let is_cut = drift.changes.iter().any(|change| change.what == END);
        let outcome = if is_cut { Outcome::Truncated } else { Outcome::Drifted };
        Err(held_back(page.instead.unwrap_or(outcome), drift))
    }

    /// How many of these entries are known to the site's feeds, and how many of those by another title.
    pub(super) async fn known_entries(
        &self,
        task: &ListingTask<'_>,
        entries: &[Entry],
    ) -> Result<(usize, usize), ServiceError> {
        let candidates = self.candidates(task, entries.to_vec(), Vec::new(), false).await?;
        let known = candidates.iter().filter(|candidate| candidate.is_known);
        let is_retitled = |candidate: &&Candidate| {
            let titles = candidate.entry.title.as_ref().zip(candidate.stored.as_ref());
            titles.is_some_and(|(title, stored)| !is_near_same(title, &stored.item.title))
        };
        Ok((known.clone().count(), known.filter(is_retitled).count()))
    }
}

/// What is not as it was, or as it is expected to be, on a page with this shape of which so many entries are known; and whether
/// the page may be taken all the same, once it was seen often enough.
fn found(
    task: &ListingTask<'_>,
    page: &ListingPage,
    (state, anew): (&FeedState, bool),
    (shape, known): (&Shape, usize),
) -> (Vec<Change>, bool) {
    let (listing, past) = (&page.read.listing, if anew { &[] } else { state.shapes.as_slice() });
    let is_free = anew && task.rules.entry.is_empty();
    let before = state.method.as_deref().filter(|_| !is_free);
    let replaced = before.and_then(|before| replaced(before, page.read.method));
    let answered_before = past.last().and_then(|shape| shape.answered.as_ref());
    let strayed = strayed(&task.definition.site, task.url, answered_before, &listing.url);
    // Detection where rules were may find anything. What it finds is only taken where some of it is known.
    let may_be_accepted = (replaced.is_none() || known > 0) && strayed.is_none();
    let mut found: Vec<Change> = replaced.into_iter().chain(strayed).collect();
    found.extend(changes(past, shape, &listing.entries));
    let expected = unmet(&task.definition.expect, &listing.entries);
    let may_be_accepted = may_be_accepted && expected.is_empty() && page.instead.is_none();
    found.extend(expected);
    (found, may_be_accepted)
}

/// The failure of a listing without any entry. A feed never empties: however often it is seen, it is not taken.
pub(super) fn without_entries(
    state: &FeedState,
    instead: Option<Outcome>,
    detail: String,
    now: Timestamp,
) -> Failure {
    match (instead, state.succeeded_at) {
        (Some(outcome), _) => Failure::new(outcome, detail),
        (None, None) => Failure::new(Outcome::Empty, detail),
        (None, Some(_)) => {
            let change = emptied(&state.shapes, state.entry_count);
            let drift = drift(state.drift.as_ref(), "empty", 0, vec![change], now);
            let drift = Drift { acceptable: false, ..drift };
            Failure { detail, ..held_back(Outcome::Drifted, drift) }
        }
    }
}

fn held_back(outcome: Outcome, drift: Drift) -> Failure {
    Failure { drift: Some(Box::new(drift.clone())), ..Failure::new(outcome, told(&drift.changes)) }
}

/// What a title or heading alone tells, however many links stand below it.
pub(super) const fn is_told_by_its_heading(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Soft404 | Outcome::Challenge)
}

/// The change where detection takes the place of what read the page before.
fn replaced(before: &str, now: Method) -> Option<Change> {
    let certain = [Method::Rules, Method::Feed, Method::Sitemap].map(Method::as_str).contains(&before);
    let is_guess = matches!(now, Method::Detected | Method::StructuredData);
    (certain && is_guess).then(|| method_change(before, now.as_str()))
}

pub(super) fn too_many(listing: &Listing, method: Method) -> Result<(), Failure> {
    let beyond = listing.skipped.iter().filter(|skip| skip.reason == SkipReason::TooMany).count();
    let all = listing.entries.len() + beyond;
    if method == Method::Sitemap || all <= MOST_ENTRIES {
        return Ok(());
    }
    let detail = format!("expected at most {MOST_ENTRIES} entries, found {all}");
    Err(Failure::new(Outcome::TooManyEntries, detail))
}
