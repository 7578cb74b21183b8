//! What a conversion costs: a listing read, an article read, a feed of fifty articles rendered.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark that cannot go on has failed"
)]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use feedmill::feed::{Detail, article_of, listing_feed, listing_of};
use feedmill::model::{Feed, ItemId};
use feedmill::render::{Content, Format, Links, render};
use feedmill::site::{Catalogue, Site, builtin_files};
use jiff::Timestamp;
use url::Url;

const ITEMS: usize = 50;

/// A saved page of the fixtures.
struct Page {
    html: String,
    url: Url,
}

criterion_group!(benches, read_listing, read_article, render_feed);
criterion_main!(benches);

fn read_listing(criterion: &mut Criterion) {
    let (catalogue, page) = (catalogue(), page("section-politics"));
    let site = catalogue.site_of(&page.url).unwrap();
    let rules = site.rules_for(&page.url);
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Bytes(bytes(&page)));
    group.bench_function("listing by rules", |bencher| {
        bencher.iter(|| {
            listing_of(black_box(&page.html), &page.url, Some(site), Some(&rules), Detail::Entries, now())
                .unwrap()
        });
    });
    group.bench_function("listing by detection", |bencher| {
        bencher.iter(|| {
            listing_of(black_box(&page.html), &page.url, None, None, Detail::Entries, now()).unwrap()
        });
    });
    group.finish();
}

fn read_article(criterion: &mut Criterion) {
    let (catalogue, page) = (catalogue(), page("article-full"));
    let site = catalogue.site_of(&page.url).unwrap();
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Bytes(bytes(&page)));
    group.bench_function("article by rules", |bencher| {
        bencher.iter(|| article_of(black_box(&page.html), &page.url, Some(site), now()).unwrap());
    });
    group.bench_function("article without rules", |bencher| {
        bencher.iter(|| article_of(black_box(&page.html), &page.url, None, now()).unwrap());
    });
    group.finish();
}

/// Rendering includes the compression, which is done once for all readers.
fn render_feed(criterion: &mut Criterion) {
    let catalogue = catalogue();
    let listing = page("section-politics");
    let feed = feed(catalogue.site_of(&listing.url).unwrap(), &listing);
    let links = Links { self_url: listing.url, next_url: None };
    let mut group = criterion.benchmark_group("render");
    for format in Format::all() {
        group.bench_function(format.extension(), |bencher| {
            bencher.iter(|| render(black_box(&feed), &links, format, Content::Full).unwrap());
        });
    }
    group.finish();
}

/// A feed of fifty items, each with a whole article.
fn feed(site: &Site, listing: &Page) -> Feed {
    let story = page("article-full");
    let article = article_of(&story.html, &story.url, Some(site), now()).unwrap();
    let rules = site.rules_for(&listing.url);
    let read =
        listing_of(&listing.html, &listing.url, Some(site), Some(&rules), Detail::Entries, now()).unwrap();
    let mut feed = listing_feed(&read, site, 900, now());
    let cards = std::mem::take(&mut feed.items);
    feed.items = cards.into_iter().cycle().take(ITEMS).collect();
    for (number, item) in feed.items.iter_mut().enumerate() {
        item.id = ItemId::from(format!("urn:feedmill:{number:040x}"));
        item.content_html.clone_from(&article.body_html);
        item.content_text.clone_from(&article.body_text);
        item.tags.clone_from(&article.tags);
    }
    feed
}

fn catalogue() -> Catalogue {
    Catalogue::load(builtin_files(), []).unwrap().catalogue
}

fn page(name: &str) -> Page {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/almayadeen-english").join(name);
    let read = |file| std::fs::read_to_string(folder.join(file)).unwrap();
    Page { html: read("source.html"), url: Url::parse(read("url.txt").trim()).unwrap() }
}

fn bytes(page: &Page) -> u64 {
    u64::try_from(page.html.len()).unwrap()
}

fn now() -> Timestamp {
    "2026-04-10T12:00:00Z".parse().unwrap()
}
