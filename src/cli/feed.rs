//! `feedmill feed`.

use jiff::Timestamp;
use url::Url;

use super::CliError;
use super::args::FeedArguments;
use super::input::{InputPage, Workbench, address};
use super::output::{print, warn};
use crate::feed::{Conversion, Detail, View, ViewParameters, listing_feed, listing_of};
use crate::model::{FeedKey, SiteName};
use crate::render::{self, Content, Format, Links};
use crate::site::Site;

/// Prints one feed.
pub(super) fn run(arguments: &FeedArguments) -> Result<(), CliError> {
    let mut bench = Workbench::new(&arguments.config)?;
    let format = Format::from(arguments.format);
    let limit = arguments.limit.map(|limit| limit.to_string());
    let view = View::try_from(ViewParameters { limit, ..ViewParameters::default() })
        .map_err(|error| CliError::Usage(error.to_string()))?;
    let pages = arguments.pages.map(u32::from);
    let target = address(&arguments.target)?;
    if pages.is_some() && target.is_none() {
        let found = &arguments.target;
        return Err(CliError::Usage(format!("expected the address of a page beside --pages, found {found}")));
    }
    let bytes = if let Some(url) = target {
        let service = bench.service()?;
        let conversion = Conversion { url: &url, pages, query: None };
        let answer = bench.block_on(service.converted(conversion, format, &view, service.base()))?;
        tell(answer.detail);
        answer.document.body.identity
    } else if let Some(key) = feed_key(arguments) {
        let service = bench.service()?;
        let answer = bench.block_on(service.document(&key, format, &view, service.base()))?;
        tell(answer.detail);
        answer.document.body.identity
    } else {
        let page = bench.page(&arguments.target, arguments.url.as_ref())?;
        saved(&bench, &page, format, &view)?
    };
    print(&bytes)
}

/// A target that is no file is the key of a feed.
fn feed_key(arguments: &FeedArguments) -> Option<FeedKey> {
    let target = arguments.target.as_str();
    let looks_like_a_page = [".html", ".htm", ".xhtml"].iter().any(|ending| target.ends_with(ending));
    let is_file = target == "-" || looks_like_a_page || std::path::Path::new(target).exists();
    if is_file || arguments.url.is_some() { None } else { target.parse().ok() }
}

/// The feed of a saved page, by the rules of its site where there are any.
fn saved(bench: &Workbench, page: &InputPage, format: Format, view: &View) -> Result<bytes::Bytes, CliError> {
    let now = Timestamp::now();
    let site = bench.catalogue.site_of(&page.url);
    let rules = site.map(|site| site.rules_for(&page.url));
    let read =
        listing_of(&page.html, &page.url, site.map(AsRef::as_ref), rules.as_deref(), Detail::Entries, now)?;
    if read.listing.entries.is_empty() {
        return Err(CliError::Failed(format!(
            "expected entries on {}: {}",
            page.url,
            read.listing.why_empty()
        )));
    }
    tell(read.listing.doubt());
    let ttl_seconds = bench.settings.cache.ttl_seconds;
    let feed = match site {
        Some(site) => listing_feed(&read, site, ttl_seconds, now),
        None => listing_feed(&read, &Site::of_page(SiteName::convert(), &page.url), ttl_seconds, now),
    };
    let links = Links::new(self_url(&page.url));
    let feed = view.apply(&feed, feed.items.len());
    Ok(render::render(&feed, &links, format, Content::Full)?.body.identity)
}

/// Says on standard error what readers of the feed should know.
fn tell(detail: Option<String>) {
    if let Some(detail) = detail {
        warn(&format!("feedmill: {detail}"));
    }
}

/// A document that stands nowhere names the page that it was made of.
fn self_url(page: &Url) -> Url {
    page.clone()
}
