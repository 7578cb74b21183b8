//! `feedmill site check`.

use std::fmt::Write as _;

use jiff::Timestamp;
use url::Url;

use super::expectations::Verdict;
use super::input::Workbench;
use super::output::print;
use super::{CliError, expectations};
use crate::extract::Page;
use crate::extract::report::{self, RuleReport};
use crate::feed::{Detail, article_of, listing_of};
use crate::model::Entry;
use crate::site::{SectionSource, Site};

/// What is looked at besides the definition itself.
pub(super) enum Look<'a> {
    /// Nothing.
    Offline,
    /// The listings of which it expects something.
    Listings,
    /// A page: a saved one, or the one at the address.
    Page(Option<&'a str>, &'a Url),
}

/// Checks a definition, and whether its listings are what it expects; with a page, shows what each rule finds on it and what comes
/// out of it in the end.
pub(super) fn run(bench: &mut Workbench, argument: &str, look: &Look<'_>) -> Result<(), CliError> {
    let (site, catalogue) = bench.definition(argument)?;
    // What is fetched is fetched as the definition says: its hosts are allowed, and its word on robots.txt counts.
    bench.catalogue.clone_from(&catalogue);
    let mut text = summary(&site);
    let verdict = match look {
        Look::Offline => Verdict::default(),
        Look::Listings => expectations::of_site(bench, &catalogue, &site)?,
        Look::Page(page, url) => {
            let input = bench.page(page.unwrap_or(url.as_str()), Some(url))?;
            let parsed =
                Page::parse(&input.html, &input.url).map_err(|error| CliError::Failed(error.to_string()))?;
            let now = Timestamp::now();
            let entries = describe_listing(&mut text, &site, &parsed, &input.html, now)?;
            describe_article(&mut text, &site, &parsed, &input.html, now)?;
            expectations::of_page(&catalogue, &site, url, &entries)
        }
    };
    if !verdict.text.is_empty() {
        append(&mut text, format_args!("\nWhat it expects\n{}", verdict.text));
    }
    print(text.as_bytes())?;
    verdict.result()
}

fn summary(site: &Site) -> String {
    if site.is_mixes() {
        let feeds = site.sections.iter().map(|section| match &section.source {
            SectionSource::Mix(mix) => mix.feeds.len(),
            SectionSource::Listing { .. } | SectionSource::Merge => 0,
        });
        return format!(
            "{}: sound. {} mixes of {} feeds.\n",
            site.name,
            site.sections.len(),
            feeds.sum::<usize>()
        );
    }
    format!(
        "{}: sound. {} sections, {} families of feeds with a parameter.\n",
        site.name,
        site.sections.len(),
        site.parametric.len()
    )
}

fn describe_listing(
    text: &mut String,
    site: &Site,
    page: &Page,
    html: &str,
    now: Timestamp,
) -> Result<Vec<Entry>, CliError> {
    let rules = site.rules_for(page.url());
    text.push_str("\nRead as a listing\n");
    table(text, &report::listing(page, &rules));
    for (name, named) in site.listings.iter().filter(|(_, named)| **named != rules) {
        append(text, format_args!("\nRead as a listing by the rules {name:?}\n"));
        table(text, &report::listing(page, named));
    }
    let read = listing_of(html, page.url(), Some(site), Some(&rules), Detail::Entries, now)?;
    let listing = read.listing;
    let method = format!("{:?}", read.method).to_lowercase();
    append(
        text,
        format_args!("{} entries ({method}), {} left out\n", listing.entries.len(), listing.skipped.len()),
    );
    for entry in listing.entries.iter().take(5) {
        let date = entry.published.map_or_else(|| "no date".to_owned(), |dated| dated.moment.to_string());
        let address = entry.url.as_ref().map_or("no link", Url::as_str);
        append(text, format_args!("  {date}  {}  {address}\n", entry.title.as_deref().unwrap_or("no title")));
    }
    for skip in listing.skipped.iter().take(5) {
        append(text, format_args!("  left out, {}: {}\n", skip.reason, skip.subject));
    }
    Ok(listing.entries)
}

fn describe_article(
    text: &mut String,
    site: &Site,
    page: &Page,
    html: &str,
    now: Timestamp,
) -> Result<(), CliError> {
    text.push_str("\nRead as an article\n");
    table(text, &report::article(page, &site.article));
    let article = article_of(html, page.url(), Some(site), now)?;
    let date = article
        .published
        .map_or_else(|| "no date".to_owned(), |dated| format!("{} ({:?})", dated.moment, dated.source));
    append(
        text,
        format_args!(
            "{}; {}; {date}; {} words, {} pictures, {} embeds\n",
            article.title.as_deref().unwrap_or("no title"),
            if article.authors.is_empty() { "no author".to_owned() } else { article.authors.join(", ") },
            article.word_count,
            article.images.len(),
            article.embeds.len()
        ),
    );
    Ok(())
}

/// One line a rule: a mark where it is used, the field, how often it found something, the rule, the first value.
fn table(text: &mut String, reports: &[RuleReport]) {
    let width = |of: fn(&RuleReport) -> usize| reports.iter().map(of).max().unwrap_or_default();
    let (fields, rules) =
        (width(|report| report.field.len()), width(|report| report.rule.chars().count()).min(60));
    for report in reports {
        let mark = if report.used { '*' } else { ' ' };
        let count = format!("{}/{}", report.found, report.of);
        let example = report.example.as_deref().unwrap_or("–");
        append(
            text,
            format_args!(
                "{mark} {:<fields$}  {count:>7}  {:<rules$}  {example}\n",
                report.field, report.rule
            ),
        );
    }
}

/// Writing to a text cannot fail, so there is nothing to tell.
fn append(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}
