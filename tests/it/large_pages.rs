//! Pages of many elements are read like any other: nothing overflows, and nothing is lost but what a limit names. How long
//! they take is measured by `benches/peers`.

use feedmill::extract::listing::{self, Detail, ListingLimits, ListingRead};
use feedmill::extract::{Page, PageError, article};
use feedmill::model::{Article, SkipReason};
use jiff::Timestamp;
use url::Url;

const SENTENCE: &str =
    "The council said, after long talks, that the bridge over the river opens again in spring.";

fn page(html: &str) -> Result<Page, PageError> {
    Page::parse(html, &Url::parse("https://news.example/archive").unwrap())
}

fn article(html: &str) -> Article {
    article::read(&page(html).unwrap(), None, now())
}

fn listing(html: &str) -> ListingRead {
    listing::read(&page(html).unwrap(), None, None, ListingLimits::default(), Detail::Rules, now())
}

fn now() -> Timestamp {
    "2026-04-10T12:00:00Z".parse().unwrap()
}

fn links(count: usize, open: &str, close: &str) -> String {
    (0..count)
        .map(|at| format!("{open}<a href='/stories/{at}'>A story with the number {at}</a>{close}"))
        .collect()
}

#[test]
fn a_list_of_many_links_is_read_up_to_the_limits_of_links_and_entries() {
    let read = listing(&format!("<main><ul>{}</ul></main>", links(25_000, "<li>", "</li>")));
    assert_eq!(read.listing.entries.len(), 500);
    assert_eq!(read.listing.entries[499].title.as_deref(), Some("A story with the number 499"));
    let too_many = read.listing.skipped.iter().filter(|skip| skip.reason == SkipReason::TooMany).count();
    assert_eq!(too_many, 19_500);
}

#[test]
fn a_paragraph_of_many_links_overflows_nothing() {
    let html = format!("<article><p>{SENTENCE} {}</p></article>", links(10_000, "", " and "));
    assert!(article(&html).word_count <= 100_000);
    assert!(listing(&html).listing.entries.len() <= 500);
}

#[test]
fn an_article_of_many_paragraphs_is_read_to_its_end() {
    let paragraphs: String = (0..20_000).map(|at| format!("<p>{at}. {SENTENCE}</p>")).collect();
    let text = article(&format!("<article>{paragraphs}</article>")).body_text.unwrap();
    assert!(text.ends_with(&format!("19999. {SENTENCE}")));
}

#[test]
fn elements_side_by_side_are_no_listing_and_no_reason_to_give_up() {
    let siblings = "<div>one </div>".repeat(10_000);
    assert!(article(&siblings).word_count <= 10_000);
    assert!(listing(&siblings).listing.entries.is_empty());
}

#[test]
fn more_elements_than_the_limit_are_refused() {
    let error = page(&"<br>".repeat(300_001)).unwrap_err();
    assert!(matches!(error, PageError::TooManyElements { limit: 300_000, .. }), "{error}");
}
