use jiff::tz::TimeZone;
use rstest::rstest;

use super::*;
use crate::model::{DateSource, Precision};

fn gathered(html: &str) -> Metadata {
    let url = Url::parse("https://www.daily.example/city/2024/05/03/bridge.html").unwrap();
    let page = Page::parse(html, &url).unwrap();
    let context = DateContext {
        now: "2024-06-01T00:00:00Z".parse().unwrap(),
        zone: &TimeZone::UTC,
        language: None,
        order: None,
    };
    gather(&page, &context)
}

#[test]
fn json_ld_speaks_for_the_article_with_its_references_resolved() {
    let found = gathered(
        r##"<html lang=en><script type="application/ld+json">{"@graph": [
            {"@type": "WebPage", "name": "Page", "datePublished": "2020-01-01"},
            {"@type": "NewsArticle", "headline": "The bridge &amp; the river", "author": {"@id": "#ann"},
             "publisher": {"@type": "Organization", "name": "The Daily"}, "datePublished": "2024-05-03T08:30:00+02:00",
             "dateModified": "2024-05-04T10:00:00+02:00", "keywords": "river, bridge, River",
             "articleSection": ["City"], "image": {"url": "/b.jpg", "width": 1200, "height": "800"}},
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}</script>"##,
    );
    assert_eq!(found.title.as_deref(), Some("The bridge & the river"));
    assert_eq!(found.authors, ["Ann Lee"]);
    assert_eq!(found.site_name.as_deref(), Some("The Daily"));
    assert_eq!(found.tags, ["river", "bridge"]);
    assert_eq!(found.section.as_deref(), Some("City"));
    let published = found.published.unwrap();
    assert_eq!(published.moment.to_string(), "2024-05-03T08:30:00+02:00");
    assert_eq!(published.source, DateSource::JsonLd);
    assert_eq!(found.modified.unwrap().moment.to_string(), "2024-05-04T10:00:00+02:00");
    let image = found.image.unwrap();
    assert_eq!(image.url.as_str(), "https://www.daily.example/b.jpg");
    assert_eq!((image.width, image.height), (Some(1200), Some(800)));
}

#[rstest]
#[case(
    "<title>A bridge opens | The Daily</title><h1>A new bridge opens</h1>",
    "A new bridge opens",
    Source::Heading
)]
#[case(
    "<title>A new bridge opens today | The Daily</title><h1>The Daily</h1>",
    "A new bridge opens today",
    Source::TitleElement
)]
#[case(
    "<meta property=og:title content='A bridge opens'><h1>Weather</h1><h1>Sport today</h1>",
    "A bridge opens",
    Source::Meta
)]
#[case(
    "<title>A bridge opens</title><nav><h1>A bridge opens here</h1></nav>",
    "A bridge opens",
    Source::TitleElement
)]
#[case("<h1>Untold so far</h1>", "Untold so far", Source::Heading)]
fn the_title_is_the_heading_that_agrees(#[case] html: &str, #[case] title: &str, #[case] source: Source) {
    let found = gathered(html);
    assert_eq!(found.title.as_deref(), Some(title));
    assert_eq!(found.sources.title, Some(source));
}

#[rstest]
#[case("<meta name=author content='By Ann Lee and Bo Chan'>", &["Ann Lee", "Bo Chan"])]
#[case("<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ann Lee'>", &["Ann Lee"])]
#[case("<span itemprop=author itemscope><b itemprop=name>Ann Lee</b></span>", &["Ann Lee"])]
#[case("<a rel=author href=/a>Ann Lee</a>", &["Ann Lee"])]
#[case("<div class='post-author__wrap'>Posted in <a href=/t>town</a><span class=author-name>Ann Lee</span></div>", &["Ann Lee"])]
#[case("<p>By Ann Lee</p><p>By the river a bridge opened, which nobody had hoped for.</p>", &["Ann Lee"])]
#[case("<div class=comment><span class=author-name>Cat Dow</span></div>", &[])]
#[case("<meta name=author content='The Daily'><meta property=og:site_name content='The Daily'><i class=byline>By Ann Lee</i>", &["Ann Lee"])]
fn authors_are_found_wherever_pages_put_them(#[case] html: &str, #[case] authors: &[&str]) {
    assert_eq!(gathered(html).authors, authors);
}

#[rstest]
#[case(
    "<meta property=article:published_time content='2024-05-02T09:00:00Z'>",
    "2024-05-02T09:00:00+00:00",
    DateSource::Meta
)]
#[case(
    "<meta itemprop=datePublished content=2024-05-02><i itemprop=datePublished>2024-05-01</i>",
    "2024-05-02T00:00:00+00:00",
    DateSource::Meta
)]
#[case(
    "<time datetime=2023-01-01></time><h1>Title</h1><time datetime=2024-05-02></time>",
    "2024-05-02T00:00:00+00:00",
    DateSource::TimeElement
)]
#[case(
    "<aside><time datetime=2023-01-01></time></aside><p class=post-date>Posted 2024-05-02 in town",
    "2024-05-02T00:00:00+00:00",
    DateSource::Text
)]
#[case("<p>Nothing", "2024-05-03T00:00:00+00:00", DateSource::Url)]
fn the_date_comes_from_the_best_place(#[case] html: &str, #[case] moment: &str, #[case] source: DateSource) {
    let published = gathered(html).published.unwrap();
    assert_eq!(published.moment.to_string(), moment);
    assert_eq!(published.source, source);
}

#[test]
fn a_day_yields_to_the_hour_of_the_same_day() {
    let found = gathered(
        "<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":\"2024-05-02\"}</script>\
        <meta property=article:published_time content='2024-05-02T09:00:00Z'>",
    );
    let published = found.published.unwrap();
    assert_eq!(published.precision, Precision::Minute);
    assert_eq!(published.source, DateSource::Meta);
}

#[rstest]
#[case("<link rel=canonical href='/city/bridge#top'>", Some("https://www.daily.example/city/bridge"))]
#[case("<link rel=canonical href='https://daily.example/'>", None)]
#[case("<link rel=canonical href='https://stranger.test/x'>", None)]
#[case("<meta property=og:url content='https://m.daily.example/x'>", Some("https://m.daily.example/x"))]
fn a_canonical_url_must_be_believable(#[case] html: &str, #[case] expected: Option<&str>) {
    assert_eq!(gathered(html).canonical_url.map(String::from).as_deref(), expected);
}

#[test]
fn the_post_id_is_read_from_the_places_of_the_usual_systems() {
    for html in [
        "<meta name=parsely-post-id content=p-77>",
        "<link rel=shortlink href='https://daily.example/?p=p-77'>",
        "<body class='single postid-p-77'>",
    ] {
        assert_eq!(gathered(html).post_id.as_deref(), Some("p-77"), "{html}");
    }
}

#[test]
fn language_and_direction_belong_together() {
    let found = gathered("<html lang=ar><p>نص");
    assert_eq!(found.language.as_deref(), Some("ar"));
    assert_eq!(found.direction, Some(Direction::Rtl));
}
