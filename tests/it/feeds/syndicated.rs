//! Feeds and sitemaps of the sites themselves: beside a listing page, or in its place.

use feedmill::feed::{Condition, ServiceError};
use serde_json::Value;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, SPRING_STORY, article, listing};
use super::mill::{Mill, moment};
use super::upstream::Reply;

const KILN: Card =
    Card { path: "/news/politics/a-kiln-is-lit", title: "A kiln is lit", date: "", teaser: "" };

/// A service whose section has the site's own feed looked for.
async fn discovering() -> Mill {
    let mut mill = Mill::start().await;
    mill.redefine("path = \"news/politics\"", "path = \"news/politics\"\ndiscover_feed = true");
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    mill
}

/// A page that names a feed.
fn naming(html: &str, feed: &str) -> String {
    let link = format!("<link rel=\"alternate\" type=\"application/rss+xml\" href=\"{feed}\"></head>");
    html.replace("</head>", &link)
}

/// A feed of RSS with a text for each item.
fn rss(cards: &[Card], text: &str) -> String {
    let items: String = cards
        .iter()
        .map(|Card { path, title, .. }| {
            format!(
                "<item><title>{title}</title><link>{path}</link><pubDate>Sun, 01 Mar 2026 10:00:00 +0500</pubDate>\
                 <author>Nour Haddad</author><description>{text}</description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Politics</title><link>/x</link>{items}</channel></rss>"
    )
}

fn titles(items: &[Value]) -> Vec<&str> {
    let mut titles: Vec<&str> = items.iter().flat_map(|item| item["title"].as_str()).collect();
    titles.sort_unstable();
    titles
}

#[tokio::test]
async fn a_feed_of_teasers_is_joined_with_its_page_and_its_articles_are_read() {
    let mill = discovering().await;
    mill.upstream.page("/news/politics", naming(&listing(&[FERRY, SPRING]), "/politics.rss"));
    mill.upstream.page("/politics.rss", rss(&[KILN, FERRY, SPRING], "A teaser."));

    let items = mill.items("news/politics").await;

    assert_eq!(titles(&items), [FERRY.title, KILN.title, SPRING.title]);
    let named = |title: &str| items.iter().find(|item| item["title"] == title).unwrap();
    assert!(named(FERRY.title)["content_html"].as_str().unwrap().contains("until one in the morning"));
    assert_eq!(named(KILN.title)["summary"], "A teaser.");
    assert_eq!(named(KILN.title)["authors"][0]["name"], "Nour Haddad");
    assert_eq!(named(KILN.title)["date_published"], "2026-03-01T10:00:00+05:00");
    let feed = mill.status("news/politics").await.feed_url.unwrap();
    assert_eq!(feed.path(), "/politics.rss");
    assert_eq!(mill.ask("news/politics").await.unwrap().source_feed, Some(feed));
}

#[tokio::test]
async fn a_feed_with_whole_articles_needs_no_look_at_their_pages() {
    let mill = discovering().await;
    mill.upstream.page("/news/politics", naming(&listing(&[FERRY, SPRING]), "/politics.rss"));
    mill.upstream.page("/politics.rss", rss(&[FERRY, SPRING], &"The tide was low. ".repeat(80)));

    let items = mill.items("news/politics").await;

    assert!(items.iter().all(|item| item["content_html"].as_str().unwrap().contains("The tide was low.")));
    assert!(mill.upstream.requests(FERRY.path).await.is_empty());
}

#[tokio::test]
async fn the_feed_of_the_whole_site_is_not_taken_for_that_of_a_section() {
    let mill = discovering().await;
    let others = ["/a", "/b", "/c", "/d"].map(|path| Card { path, title: "Of another section", ..KILN });
    mill.upstream.page("/news/politics", naming(&listing(&[FERRY, SPRING]), "/all.rss"));
    mill.upstream.page("/all.rss", rss(&[others[0], FERRY, others[1], others[2], SPRING, others[3]], "."));

    assert_eq!(titles(&mill.items("news/politics").await), [FERRY.title, SPRING.title]);

    assert_eq!(mill.upstream.requests("/all.rss").await.len(), 1);
    let status = mill.status("news/politics").await;
    assert_eq!((status.feed_url, status.outcome.as_deref()), (None, Some("ok")));
}

#[tokio::test]
async fn a_feed_that_no_page_names_is_found_where_many_are_and_looked_for_once_a_week() {
    let mut mill = discovering().await;
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    assert_eq!(titles(&mill.items("news/politics").await).len(), 2);
    assert_eq!(mill.upstream.requests("/news/politics/feed.xml").await.len(), 1);
    mill.upstream.page("/news/politics/feed.xml", rss(&[KILN, FERRY, SPRING], "."));

    mill.refresh("news/politics").await;
    assert_eq!(mill.upstream.requests("/news/politics/feed.xml").await.len(), 1);

    mill.pass(7 * 24 * 3_600);
    mill.renew("news/politics").await;
    assert_eq!(mill.status("news/politics").await.feed_url.unwrap().path(), "/news/politics/feed.xml");
    assert_eq!(titles(&mill.items("news/politics").await).len(), 3);
    mill.refresh("news/politics").await;
    assert_eq!(mill.upstream.requests("/news/politics/feed").await.len(), 2);
}

#[tokio::test]
async fn a_host_that_wants_to_be_left_alone_is_asked_for_its_feed_later() {
    let mut mill = discovering().await;
    mill.upstream.page("/news/politics", naming(&listing(&[FERRY, SPRING]), "/politics.rss"));
    mill.upstream.set("/politics.rss", Reply::Rest(60));
    assert_eq!(mill.items("news/politics").await.len(), 2);
    assert!(mill.upstream.requests("/news/politics/feed").await.is_empty());
    mill.upstream.page("/politics.rss", rss(&[FERRY, SPRING], "."));

    mill.refresh("news/politics").await;

    assert_eq!(mill.status("news/politics").await.feed_url.unwrap().path(), "/politics.rss");
}

#[tokio::test]
async fn a_feed_that_fails_leaves_what_the_page_shows_and_is_told() {
    let mut mill = discovering().await;
    mill.upstream.page("/news/politics", naming(&listing(&[FERRY, SPRING]), "/politics.rss"));
    mill.upstream.page("/politics.rss", rss(&[FERRY, SPRING], "."));
    mill.ask("news/politics").await.unwrap();
    mill.upstream.set("/politics.rss", Reply::Status(500));

    mill.refresh("news/politics").await;

    let status = mill.status("news/politics").await;
    assert_eq!((status.condition, status.outcome.as_deref()), (Condition::Fresh, Some("ok")));
    assert!(status.detail.unwrap().starts_with("the site's own feed"));
    assert!(status.feed_url.is_some());
    assert_eq!(mill.items("news/politics").await.len(), 2);
}

#[tokio::test]
async fn a_feed_that_stays_away_is_joined_no_more_and_looked_for_anew() {
    let mut mill = discovering().await;
    mill.upstream.page("/news/politics", naming(&listing(&[FERRY, SPRING]), "/politics.rss"));
    mill.upstream.page("/politics.rss", rss(&[FERRY, SPRING], "."));
    let good = mill.documents("news/politics").await;
    mill.upstream.page("/politics.rss", "<!doctype html><title>Just a moment...</title>");

    for times in 1..8 {
        mill.refresh("news/politics").await;
        let status = mill.status("news/politics").await;
        assert!(status.feed_url.is_some());
        assert!(status.detail.unwrap().contains(&format!("({times} times in a row)")));
    }
    assert_eq!(mill.documents("news/politics").await, good);
    mill.refresh("news/politics").await;

    let status = mill.status("news/politics").await;
    assert_eq!(status.feed_url, None);
    assert!(status.detail.unwrap().contains("it is joined no more: "));
    assert!(mill.items("news/politics").await.iter().all(|item| item["authors"][0]["name"].is_string()));
    mill.upstream.page("/politics.rss", rss(&[FERRY, SPRING], "."));
    mill.refresh("news/politics").await;
    assert_eq!(mill.status("news/politics").await.feed_url.unwrap().path(), "/politics.rss");
}

#[tokio::test]
async fn a_definition_that_does_not_ask_for_it_has_no_feed_looked_for() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", naming(&listing(&[FERRY, SPRING]), "/politics.rss"));
    mill.upstream.page("/politics.rss", rss(&[KILN, FERRY, SPRING], "."));

    assert_eq!(mill.items("news/politics").await.len(), 2);

    assert!(mill.upstream.requests("/politics.rss").await.is_empty());
}

#[tokio::test]
async fn a_page_that_only_scripts_fill_gives_the_feed_that_it_names_as_its_own() {
    let mill = Mill::start().await;
    let page = "<!DOCTYPE html><html><head><title>Notes</title></head><body><div id=app></div></body></html>";
    mill.upstream.set("/notes", Reply::Tagged { html: naming(page, "/notes.rss"), etag: "\"same\"" });
    let cards = [1, 2].map(|n| Card {
        path: if n == 1 { "/notes/one" } else { "/notes/two" },
        title: "A note",
        ..KILN
    });
    mill.upstream.page("/notes.rss", rss(&cards[..1], "."));
    let address = mill.upstream.elsewhere("/notes");

    let (answer, items) = mill.converted_items(&address, None).await;
    assert_eq!((items.len(), answer.source_feed.unwrap().path()), (1, "/notes.rss"));

    mill.upstream.page("/notes.rss", rss(&cards, "."));
    let mut mill = mill;
    mill.pass(super::mill::TTL_SECONDS);
    mill.converted_items(&address, None).await;
    mill.restart().await;
    assert_eq!(mill.converted_items(&address, None).await.1.len(), 2);
}

#[tokio::test]
async fn a_feed_may_be_the_listing_of_a_section() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", rss(&[FERRY, KILN], "A teaser."));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));

    let items = mill.items("news/politics").await;

    assert_eq!(titles(&items), [FERRY.title, KILN.title]);
    let kiln = items.iter().find(|item| item["title"] == KILN.title).unwrap();
    assert_eq!(moment(kiln, "date_published").to_string(), "2026-03-01T05:00:00Z");
    assert_eq!(mill.upstream.requests(FERRY.path).await.len(), 1);
}

#[tokio::test]
async fn a_sitemap_may_be_the_listing_and_its_items_wait_for_their_titles() {
    let mut mill = Mill::start().await;
    let uri = mill.upstream.uri();
    let sitemap = format!(
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>{uri}{}</loc>\
         <lastmod>2026-03-01</lastmod></url><url><loc>{uri}{}</loc></url></urlset>",
        FERRY.path, SPRING.path
    );
    mill.upstream.page("/news/politics", sitemap);
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));

    assert_eq!(titles(&mill.items("news/politics").await), [FERRY.title]);

    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    mill.refresh("news/politics").await;
    assert_eq!(titles(&mill.items("news/politics").await), [FERRY.title, SPRING.title]);
}

#[tokio::test]
async fn the_newest_sitemaps_of_an_index_are_read_and_one_that_fails_is_told() {
    let mill = Mill::start().await;
    let part = |n: u32| format!("<sitemap><loc>/part-{n}.xml</loc><lastmod>2026-02-0{n}</lastmod></sitemap>");
    let parts: String = (1..=4).map(part).collect();
    mill.upstream.page("/news/politics", format!("<sitemapindex>{parts}</sitemapindex>"));
    let uri = mill.upstream.uri();
    mill.upstream.page("/part-4.xml", format!("<urlset><url><loc>{uri}{}</loc></url></urlset>", FERRY.path));
    mill.upstream.page("/part-3.xml", format!("<urlset><url><loc>{uri}{}</loc></url></urlset>", SPRING.path));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));

    assert_eq!(titles(&mill.items("news/politics").await), [FERRY.title, SPRING.title]);

    assert!(mill.upstream.requests("/part-1.xml").await.is_empty());
    let status = mill.status("news/politics").await;
    assert_eq!(status.outcome.as_deref(), Some("pages_missing"));
    assert!(status.detail.unwrap().contains("/part-2.xml could not be read"));
}

#[tokio::test]
async fn a_feed_that_breaks_leaves_the_last_good_one_and_says_what_is_broken() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", rss(&[FERRY], "."));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    let good = mill.documents("news/politics").await;
    mill.upstream.page("/news/politics", "<rss version=\"2.0\"><channel><item><title>Half");

    mill.refresh("news/politics").await;

    assert_eq!(mill.documents("news/politics").await, good);
    let status = mill.status("news/politics").await;
    assert_eq!((status.condition, status.outcome.as_deref()), (Condition::Failing, Some("unreadable")));
    assert!(status.detail.unwrap().contains("broken: it ends before </rss>"));
}

#[tokio::test]
async fn a_feed_that_turned_into_a_page_is_not_taken_for_a_listing() {
    let mut mill = Mill::start().await;
    let address = mill.upstream.elsewhere("/notes.xml");
    mill.upstream.page("/notes.xml", rss(&[FERRY], "."));
    mill.converted_items(&address, None).await;
    mill.upstream.page("/notes.xml", listing(&[SPRING, KILN, FERRY]));

    mill.pass(super::mill::TTL_SECONDS);
    mill.converted_items(&address, None).await;
    mill.restart().await;

    let (answer, items) = mill.converted_items(&address, None).await;
    assert_eq!((answer.outcome.as_str(), titles(&items)), ("drifted", vec![FERRY.title]));
}

#[tokio::test]
async fn a_broken_feed_that_was_never_read_is_a_clear_error() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry></feed>");

    let error = mill.ask("news/politics").await.unwrap_err();

    assert!(
        matches!(error.as_ref(), ServiceError::NeverFetched { outcome, detail, .. }
            if outcome == "unreadable" && detail.contains("broken")),
        "{error:?}"
    );
}
