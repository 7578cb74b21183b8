use jiff::Timestamp;
use rstest::rstest;
use url::Url;

use super::*;
use crate::extract::Page;
use crate::extract::listing::ListingLimits;
use crate::model::{DateSource, Entry, SkipReason};

fn url(text: &str) -> Url {
    Url::parse("https://gazette.example/").unwrap().join(text).unwrap()
}

fn now() -> Timestamp {
    "2026-04-10T12:00:00Z".parse().unwrap()
}

fn read_at(address: &str, text: &str) -> Option<Result<(Kind, Document), SyndicationError>> {
    read(text, &url(address), None, ListingLimits { max_entries: 5 }, now())
}

fn document(text: &str) -> Document {
    read_at("/feed.xml", text).unwrap().unwrap().1
}

fn entries(paths: &[&str]) -> Vec<Entry> {
    let entry =
        |path: &&str| Entry { url: Some(url(path)), title: Some(format!("On {path}")), ..Entry::default() };
    paths.iter().map(entry).collect()
}

fn words(count: usize) -> String {
    "gull ".repeat(count)
}

/// An item in which every field is written.
fn rss(content: &str) -> String {
    format!(
        "\u{FEFF}<?xml version='1.0' encoding='windows-1251'?><!-- made by hand --><rss version='2.0' \
         xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:media='http://search.yahoo.com/mrss/'><channel><title>The Gazette &amp; Tide</title>\
         <link>https://gazette.example/news</link><language>en-ie</language><item><title>A pier &amp;amp; a gull</title>\
         <link>/news/pier</link><guid>4711</guid><pubDate>Fri, 10 Apr 2026 09:30:00 +0100</pubDate>\
         <dc:creator>Orla Fennimore</dc:creator><category>Piers</category><category>Piers</category>\
         <description>&lt;p&gt;The planks are &lt;b&gt;back&lt;/b&gt;.&lt;/p&gt;</description>\
         <media:content url='https://gazette.example/pier.jpg' type='image/jpeg'/>\
         <content:encoded><![CDATA[{content}]]></content:encoded></item></channel></rss>"
    )
}

#[test]
fn an_item_of_rss_becomes_an_entry_with_its_date_as_it_was_written() {
    let document = document(&rss("<p>Short.</p>"));

    assert_eq!(document.title.as_deref(), Some("The Gazette & Tide"));
    assert_eq!(document.home, Some(url("/news")));
    assert_eq!(document.language.as_deref(), Some("en-IE"));
    assert!(document.articles.is_empty());
    let [entry] = document.entries.as_slice() else { panic!("{document:?}") };
    assert_eq!(entry.title.as_deref(), Some("A pier & a gull"));
    assert_eq!(entry.url, Some(url("/news/pier")));
    assert_eq!(entry.summary.as_deref(), Some("The planks are back."));
    assert_eq!(entry.authors, ["Orla Fennimore"]);
    assert_eq!(entry.tags, ["Piers"]);
    assert_eq!(entry.image.as_ref().map(|image| image.url.path()), Some("/pier.jpg"));
    let date = entry.published.unwrap();
    assert_eq!(
        (date.moment.to_string().as_str(), date.source),
        ("2026-04-10T09:30:00+01:00", DateSource::Feed)
    );
}

#[test]
fn a_long_text_is_the_article_itself_and_clean() {
    let html =
        format!("<h1>x</h1><p onclick='x()'>{}<script>x()</script><a href='/tide'>tide</a></p>", words(300));
    let document = document(&rss(&html));

    let [article] = document.articles.as_slice() else { panic!("{document:?}") };
    let body = article.body_html.as_deref().unwrap();
    assert!(body.contains("href=\"https://gazette.example/tide\"") && !body.contains("script"), "{body}");
    assert!(!body.contains("onclick") && !body.contains("<h1"), "{body}");
    assert_eq!(article.word_count, 302);
    assert_eq!(article.url, url("/news/pier"));
    assert_eq!(article.published, document.entries[0].published);
}

#[rstest]
#[case::short("<p>Only a few words.</p>".to_owned())]
#[case::cut_off(format!("<p>{} […]</p>", words(300)))]
#[case::an_invitation(format!("<p>{}</p><p><a href='https://gazette.example/news/pier'>Continue reading</a></p>", words(300)))]
fn a_teaser_is_no_article(#[case] content: String) {
    assert!(document(&rss(&content)).articles.is_empty());
}

#[test]
fn a_text_that_ends_with_its_own_title_as_a_link_is_whole() {
    let html = format!(
        "<p>{}</p>The post <a href='https://gazette.example/news/pier'>A pier & a gull</a>",
        words(300)
    );
    assert_eq!(document(&rss(&html)).articles.len(), 1);
}

#[rstest]
#[case::rss_091(
    "<rss version='0.91'><channel><title>T</title><link>/</link><description>d</description><item><title>A</title><link>/a</link></item></channel></rss>"
)]
#[case::rss_of_no_version(
    "<rss><channel><title>T</title><link>/</link><item><title>A</title><link>/a</link></item></channel></rss>"
)]
#[case::rss_10(
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel rdf:about='/'><title>T</title><link>/</link><description>d</description></channel><item rdf:about='/a'><title>A</title><link>/a</link></item></rdf:RDF>"
)]
#[case::atom(
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><link href='/'/><id>t</id><updated>2026-04-01T00:00:00Z</updated><entry><title>A</title><link href='/a'/><id>a</id><updated>2026-04-01T00:00:00Z</updated></entry></feed>"
)]
#[case::json_feed(r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "https://gazette.example/", "items": [{"id": "a", "url": "https://gazette.example/a", "title": "A", "content_text": "b"}]}"#)]
#[case::json_feed_with_half_a_character(
    r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "https://gazette.example/", "items": [{"id": "a", "url": "https://gazette.example/a", "title": "A", "content_text": "b \ud83d"}]}"#
)]
fn every_format_is_read(#[case] text: &str) {
    let document = document(text);

    assert_eq!(document.title.as_deref(), Some("T"));
    assert_eq!(document.home, Some(url("/")));
    assert_eq!(document.entries.len(), 1, "{document:?}");
    assert_eq!(document.entries[0].url, Some(url("/a")));
    assert_eq!(document.entries[0].title.as_deref(), Some("A"));
}

#[rstest]
#[case::html("<!DOCTYPE html><html><head><title>feed</title></head></html>")]
#[case::xhtml("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>")]
#[case::a_picture("<svg xmlns='http://www.w3.org/2000/svg'/>")]
#[case::json(r#"{"version": "1.0", "items": []}"#)]
#[case::nothing("")]
#[case::an_open_comment("<!-- <rss>")]
fn what_is_no_feed_is_left_to_others(#[case] text: &str) {
    assert!(read_at("/", text).is_none(), "{text}");
}

#[rstest]
#[case::cut_short("<rss version='2.0'><channel><item><title>A</title>", "it ends before </rss>")]
#[case::crossed(
    "<rss version='2.0'><channel><item><title>A</item></title></channel></rss>",
    "unable to parse XML"
)]
#[case::crossed_sitemap("<urlset><url><loc>/a</url></loc></urlset>", "expected a sitemap")]
#[case::cut_sitemap("<urlset><url><loc>https://gazette.example/a</loc></url>", "it ends within <urlset>")]
fn a_broken_document_is_an_error_that_says_what_is_broken(#[case] text: &str, #[case] expected: &str) {
    let error = read_at("/feed.xml", text).unwrap().unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_sitemap_gives_addresses_by_their_last_change_and_the_news_their_titles_and_dates() {
    let document = document(
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
         xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>\
         <url><loc>https://gazette.example/old?a=1&amp;b=2</loc><lastmod>2026-01-02</lastmod></url>\
         <url><loc>https://gazette.example/undated</loc></url>\
         <url><loc> https://gazette.example/new </loc><news:news><news:publication><news:name>G</news:name>\
         <news:language>en</news:language></news:publication><news:publication_date>2026-04-09T08:00:00+03:00\
         </news:publication_date><news:title><![CDATA[A new quay]]></news:title><news:keywords>Quays, Stone</news:keywords>\
         </news:news><image:image><image:loc>https://gazette.example/quay.jpg</image:loc></image:image></url></urlset>",
    );

    let paths: Vec<String> =
        document.entries.iter().map(|entry| entry.url.as_ref().unwrap().path().to_owned()).collect();
    assert_eq!(paths, ["/new", "/old", "/undated"]);
    assert_eq!(document.entries[1].url.as_ref().unwrap().query(), Some("a=1&b=2"));
    assert_eq!(document.entries[1].published, None);
    let new = &document.entries[0];
    assert_eq!(new.title.as_deref(), Some("A new quay"));
    assert_eq!(new.tags, ["Quays", "Stone"]);
    assert_eq!(new.image.as_ref().map(|image| image.url.path()), Some("/quay.jpg"));
    assert_eq!(
        new.published.map(|date| date.moment.to_string()).as_deref(),
        Some("2026-04-09T08:00:00+03:00")
    );
    assert_eq!(document.language.as_deref(), Some("en"));
}

#[test]
fn an_index_names_its_sitemaps_the_newest_first() {
    let (kind, document) = read_at(
        "/sitemap.xml",
        "<sitemapindex><sitemap><loc>/one.xml</loc><lastmod>2026-01-01</lastmod></sitemap><sitemap><loc>/two.xml</loc>\
         <lastmod>2026-02-01</lastmod></sitemap></sitemapindex>",
    )
    .unwrap()
    .unwrap();

    assert_eq!(kind, Kind::SitemapIndex);
    assert_eq!(document.parts, [url("/two.xml"), url("/one.xml")]);
    assert!(document.entries.is_empty());
}

#[test]
fn entries_are_there_once_and_no_more_than_the_limit() {
    let items: String = [1, 1, 2, 3, 4, 5, 6]
        .iter()
        .map(|n| format!("<item><title>N{n}</title><link>/n{n}?utm_source=rss</link></item>"))
        .collect();
    let document = document(&format!("<rss version='2.0'><channel>{items}</channel></rss>"));

    assert_eq!(document.entries.len(), 5);
    let reasons: Vec<SkipReason> = document.skipped.iter().map(|skip| skip.reason).collect();
    assert_eq!(reasons, [SkipReason::Duplicate, SkipReason::TooMany]);
}

#[test]
fn an_item_without_an_address_is_told() {
    let document =
        document("<rss version='2.0'><channel><item><title>Nowhere</title></item></channel></rss>");
    assert!(document.entries.is_empty());
    assert_eq!(document.skipped[0].reason, SkipReason::NoLink);
}

#[test]
fn what_a_hostile_feed_nests_or_repeats_ends_in_time() {
    let started = std::time::Instant::now();
    let deep = format!(
        "<rss version='2.0'><channel><item><title>{}</title></item></channel></rss>",
        "<b>".repeat(100_000)
    );
    let _ = read_at("/f", &deep);
    let crossed = format!("<urlset>{}</urlset>", "<a>".repeat(100_000));
    assert!(read_at("/f", &crossed).unwrap().is_err());
    let entities = "<!DOCTYPE rss [<!ENTITY a 'xx'><!ENTITY b '&a;&a;&a;'>]><rss version='2.0'><channel><item><link>/a</link><title>&b;</title></item></channel></rss>";
    let _ = read_at("/f", entities);
    let long: String =
        (0..60_000).map(|n| format!("<url><loc>https://gazette.example/{n}</loc></url>")).collect();
    assert_eq!(document(&format!("<urlset>{long}</urlset>")).entries.len(), 5);
    assert!(started.elapsed().as_secs() < 30);
}

#[test]
fn a_page_may_have_its_feed_where_it_says_and_where_many_have_theirs() {
    let html = "<link rel=alternate type='application/rss+xml' href='/all.rss'><link rel='alternate' type=text/html href='/fr'>\
        <link rel='alternate' type='application/rss+xml' title='Comments' href='/c.rss'>\
        <link rel='ALTERNATE' type='application/atom+xml; charset=utf-8' href='atom.xml'>";
    let addresses = |page: &str| -> Vec<String> {
        let found = candidates(&Page::parse(html, &url(page)).unwrap());
        found
            .into_iter()
            .map(|candidate| format!("{} {}", candidate.declared, candidate.url.path()))
            .collect()
    };

    assert_eq!(
        addresses("/news"),
        [
            "true /all.rss",
            "true /atom.xml",
            "false /news/feed",
            "false /news/rss",
            "false /news/atom.xml",
            "false /news/index.xml",
            "false /news/feed.xml"
        ]
    );
    assert_eq!(addresses("/news/index.html").last().map(String::as_str), Some("false /news/feed.xml"));
    assert_eq!(addresses("/find?q=a"), ["true /all.rss", "true /atom.xml"]);
}

#[rstest]
#[case::the_same(&["/a", "/b", "/c", "/d"], &["/a", "/b", "/c", "/d"], true)]
#[case::a_longer_feed(&["/a", "/b", "/c"], &["/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h"], true)]
#[case::a_longer_page(&["/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h"], &["/a", "/b", "/c"], true)]
#[case::a_lead_that_was_not_detected(&["/b", "/c", "/d"], &["/a", "/b", "/c", "/d"], true)]
#[case::the_feed_of_the_whole_site(&["/a", "/b", "/c"], &["/x", "/a", "/y", "/z", "/b", "/u", "/v", "/c"], false)]
#[case::the_feed_of_a_section(&["/x", "/y", "/a", "/z", "/u", "/v", "/b", "/w", "/c"], &["/a", "/b", "/c"], false)]
#[case::another_feed(&["/a", "/b"], &["/x", "/y"], false)]
#[case::one_in_common(&["/a", "/b", "/c"], &["/a", "/x", "/y"], false)]
#[case::one_entry(&["/a"], &["/a"], true)]
#[case::no_entry(&[], &["/a"], false)]
fn a_feed_is_that_of_a_listing_when_both_show_the_same(
    #[case] page: &[&str],
    #[case] feed: &[&str],
    #[case] expected: bool,
) {
    assert_eq!(is_of_listing(&entries(page), &entries(feed)), expected);
}

#[test]
fn a_page_without_entries_takes_the_feed_that_names_it_or_lies_below_it() {
    let feed = |home: &str, paths: &[&str]| Document {
        home: Some(url(home)),
        entries: entries(paths),
        ..Document::default()
    };

    assert!(is_of_page(&url("/news"), &feed("/news/", &["/a"])));
    assert!(is_of_page(&url("/news"), &feed("/", &["/news/a", "/news/b", "/x"])));
    assert!(is_of_page(&url("/"), &feed("/home", &["/news/a"])));
    assert!(!is_of_page(&url("/news"), &feed("/", &["/news/a", "/sport/b"])));
    assert!(!is_of_page(&url("/news"), &feed("/news", &[])));
}

#[test]
fn the_page_gives_order_and_pictures_and_the_feed_the_rest() {
    let mut page = entries(&["/b", "/own", "/a"]);
    page[0].image = Some(crate::model::Image::new(url("/b.jpg")));
    page[0].summary = Some("of the page".to_owned());
    let mut feed = entries(&["/new", "/a", "/b", "/older"]);
    feed[2].title = Some("A better title".to_owned());
    feed[2].authors = vec!["Orla".to_owned()];
    feed[2].image = Some(crate::model::Image::new(url("/other.jpg")));

    let joined = join(page, feed);

    let paths: Vec<&str> = joined.iter().map(|entry| entry.url.as_ref().unwrap().path()).collect();
    assert_eq!(paths, ["/b", "/own", "/new", "/a", "/older"]);
    assert_eq!(joined[0].title.as_deref(), Some("A better title"));
    assert_eq!(joined[0].authors, ["Orla"]);
    assert_eq!(joined[0].summary.as_deref(), Some("of the page"));
    assert_eq!(joined[0].image.as_ref().map(|image| image.url.path()), Some("/b.jpg"));
}
