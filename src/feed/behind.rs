//! Whether a further page of a listing is one: behind status 200 stand there what stands in the place of first pages, too.

use url::Url;

use super::ServiceError;
use super::drift::{changes, shape_of, told};
use super::judge::{is_told_by_its_heading, too_many};
use super::landing::strayed;
use super::listing::ListingTask;
use super::outcome::Outcome;
use super::page::{ListingPage, Manner};
use super::service::Service;
use crate::store::{FeedState, Shape};

/// The first page of a listing, with which those behind it are compared.
pub(super) struct FirstPage<'a> {
    /// What it looks like.
    pub shape: Shape,
    /// What its feed remembers, where it is one that is kept.
    pub past: Option<(&'a ListingTask<'a>, &'a FeedState)>,
}

/// A page of fewer entries may be all new.
const TELLING: usize = 3;

/// What a further page has to have in most entries, where the first has it.
const COMPARED: [&str; 2] = ["date", "title"];

impl Service {
    /// Why nothing is taken from a further page, the so manyeth of its listing; none where it is what it should be.
    pub(super) async fn unfit(
        &self,
        first: &FirstPage<'_>,
        (number, url): (u32, &Url),
        page: &ListingPage,
        manner: &Manner,
    ) -> Result<Option<String>, ServiceError> {
        let listing = &page.read.listing;
        let is_empty = listing.entries.is_empty();
        let says = page
            .instead
            .filter(|outcome| is_empty || (is_told_by_its_heading(*outcome) && !first.shape.stands_in));
        if let Some(outcome) = says {
            return Ok(Some(format!("found {}", outcome.as_str())));
        }
        if let Err(failure) = too_many(listing, page.read.method) {
            return Ok(Some(format!("found {}: {}", failure.outcome.as_str(), failure.detail)));
        }
        if first.shape.ended && !page.ended {
            return Ok(Some(format!("found {}: it breaks off before its end", Outcome::Truncated.as_str())));
        }
        let site = manner.site.as_deref();
        if let Some(change) = site.and_then(|site| strayed(site, url, Some(url), &listing.url)) {
            return Ok(Some(format!("found {}: {} answered", Outcome::Strayed.as_str(), change.found)));
        }
        let shape = shape_of(&listing.entries, listing.entries.len(), manner.now);
        let mut found = changes(std::slice::from_ref(&first.shape), &shape, &listing.entries);
        found.retain(|change| COMPARED.contains(&change.what.as_str()));
        if !found.is_empty() {
            return Ok(Some(format!("found {}: {}", Outcome::Drifted.as_str(), told(&found))));
        }
        let is_new = !is_empty && self.is_all_new(first, number, page).await?;
        Ok(is_new.then(|| format!("found {}: no entry of it is known", Outcome::Drifted.as_str())))
    }

    /// Whether a page that was read before has no entry that is known, though the first page has: entries move from page to page
    /// as they grow old. As often in a row as a first page has to be seen, it is held back.
    async fn is_all_new(
        &self,
        first: &FirstPage<'_>,
        number: u32,
        page: &ListingPage,
    ) -> Result<bool, ServiceError> {
        let Some((task, state)) = first.past else { return Ok(false) };
        let (entries, shapes) = (&page.read.listing.entries, &state.shapes);
        let was_read = shapes.iter().any(|shape| shape.pages >= number);
        let missed = shapes.iter().rev().take_while(|shape| shape.pages < number).count();
        let is_often = u32::try_from(missed).unwrap_or(u32::MAX) >= self.settings.accept_after;
        let is_first_known = first.shape.new * 2 <= first.shape.entries;
        if entries.len() < TELLING || !was_read || is_often || !is_first_known {
            return Ok(false);
        }
        Ok(self.known_entries(task, entries).await?.0 == 0)
    }
}
