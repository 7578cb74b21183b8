//! Whether the listings of a definition have what it expects of them, told as what was expected and what was found.

use jiff::Timestamp;
use url::Url;

use super::CliError;
use super::input::Workbench;
use crate::feed::{ServiceError, checked_listing_of};
use crate::model::{Entry, FeedKey, normalise_link};
use crate::site::{Catalogue, Expect, FeedDefinition, FeedSource, Site, Unmet};

/// What the check of some feeds found.
#[derive(Default)]
pub(super) struct Verdict {
    /// A line for each feed, with what it lacks.
    pub text: String,
    /// The feeds that are not as they are expected to be.
    pub failed: Vec<FeedKey>,
}

impl Verdict {
    /// An error where a feed is not as it is expected to be.
    pub fn result(&self) -> Result<(), CliError> {
        if self.failed.is_empty() {
            return Ok(());
        }
        let failed: Vec<String> = self.failed.iter().map(ToString::to_string).collect();
        Err(CliError::Failed(format!(
            "expected pages as their definition says, found others for {}",
            failed.join(", ")
        )))
    }

    fn note(&mut self, key: &FeedKey, entries: usize, unmet: &[Unmet]) {
        if unmet.is_empty() {
            return self.text.push_str(&format!("{key}: as expected, {entries} entries\n"));
        }
        self.failed.push(key.clone());
        self.text.push_str(&format!("{key}: not as expected\n"));
        for Unmet { what, expected, found } in unmet {
            self.text.push_str(&format!("  {what}\n  - {expected}\n  + {found}\n"));
        }
    }
}

/// Fetches every listing of which something is expected, and looks whether it is there.
pub(super) fn of_site(
    bench: &mut Workbench,
    catalogue: &Catalogue,
    site: &Site,
) -> Result<Verdict, CliError> {
    let (service, mut verdict) = (bench.service()?, Verdict::default());
    for definition in expecting(catalogue, site) {
        let FeedSource::Listing { url, rules, .. } = &definition.source else { continue };
        match bench.block_on(service.fetch_page(url)) {
            Err(error) => verdict.note(&definition.key, 0, &[unreadable(url, &error)]),
            Ok(page) => {
                let addresses = (url, &page.url);
                match checked_listing_of(&page.text, addresses, &definition.site, rules, Timestamp::now()) {
                    Ok((read, instead)) => {
                        let entries = &read.listing.entries;
                        let lacking = lacking(&definition.expect, entries);
                        let unmet: Vec<Unmet> = instead.into_iter().chain(lacking).collect();
                        verdict.note(&definition.key, entries.len(), &unmet);
                    }
                    Err(error) => verdict.note(&definition.key, 0, &[unreadable(url, &error)]),
                }
            }
        }
    }
    Ok(verdict)
}

/// Looks whether the entries of a page are what the feed expects that has it as its listing.
pub(super) fn of_page(catalogue: &Catalogue, site: &Site, page: &Url, entries: &[Entry]) -> Verdict {
    let (page, mut verdict) = (normalise_link(page), Verdict::default());
    let has_it = |definition: &FeedDefinition| match &definition.source {
        FeedSource::Listing { url, .. } => normalise_link(url) == page,
        FeedSource::Merge(_) | FeedSource::Mix(_) => false,
    };
    for definition in expecting(catalogue, site).into_iter().filter(has_it) {
        verdict.note(&definition.key, entries.len(), &lacking(&definition.expect, entries));
    }
    verdict
}

/// The feeds of a site of whose listing something is expected: its sections, and its families by their examples.
fn expecting(catalogue: &Catalogue, site: &Site) -> Vec<FeedDefinition> {
    let sections = site.sections.iter().map(|section| section.key.clone());
    let examples = site.parametric.iter().flat_map(|family| {
        let key =
            |example: &String| FeedKey::new(site.name.clone(), &format!("{}{example}", family.prefix)).ok();
        family.examples.iter().filter_map(key)
    });
    let definitions = sections.chain(examples).filter_map(|key| catalogue.feed(&key).ok());
    definitions.filter(|definition| !definition.expect.is_empty()).collect()
}

fn unreadable(url: &Url, error: &ServiceError) -> Unmet {
    Unmet { what: "page", expected: format!("the page {url}"), found: error.to_string() }
}

/// What is expected and lacking. A page without any entry lacks what is expected of entries too.
fn lacking(expect: &Expect, entries: &[Entry]) -> Vec<Unmet> {
    let mut unmet = expect.unmet(entries);
    if unmet.is_empty() && entries.is_empty() {
        let (expected, found) = ("entries".to_owned(), "0 entries".to_owned());
        unmet.push(Unmet { what: "entries", expected, found });
    }
    unmet
}
