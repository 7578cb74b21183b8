mod days;
mod headings;
mod names;
mod titles;

use jiff::tz::TimeZone;
use rstest::rstest;

use super::*;
use crate::model::{DateSource, Precision};

fn gathered(html: &str) -> Metadata {
    gathered_at("https://www.daily.example/city/2024/05/03/bridge.html", html)
}

fn gathered_at(url: &str, html: &str) -> Metadata {
    let page = Page::parse(html, &Url::parse(url).unwrap()).unwrap();
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
fn the_date_comes_from_the_best_place(#[case] html: &str, #[case] moment: &str, #[case] source: DateSource) {
    let published = gathered_at("https://www.daily.example/city/bridge", html).published.unwrap();
    assert_eq!(published.moment.to_string(), moment);
    assert_eq!(published.source, source);
}

#[rstest]
#[case("<p>Nothing", "2024-05-03T00:00:00+00:00", DateSource::Url)]
#[case("<h1>Title</h1><p>9 May 2024</p>", "2024-05-03T00:00:00+00:00", DateSource::Url)]
#[case("<h1>Title</h1><p>3 May 2024, 10:15</p>", "2024-05-03T10:15:00+00:00", DateSource::Text)]
#[case("<meta name=date content=2024-05-01><p>Nothing", "2024-05-01T00:00:00+00:00", DateSource::Meta)]
fn the_address_comes_before_what_is_shown(
    #[case] html: &str,
    #[case] moment: &str,
    #[case] source: DateSource,
) {
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

#[rstest]
#[case(
    "<title>Why bridges open in spring</title><h1>A word on spring in town</h1><h2>Why bridges open in spring</h2>",
    "Why bridges open in spring",
    Source::Heading
)]
#[case(
    "<meta property=og:title content='A bridge opens in town'><h1>May 3 2024 A bridge opens in town</h1>",
    "A bridge opens in town",
    Source::Heading
)]
#[case(
    "<meta property=og:title content='A bridge opens in town'><h1>Report: A bridge opens in town</h1>",
    "A bridge opens in town",
    Source::Heading
)]
#[case(
    "<title>2024 A bridge opens</title><meta property=og:title content='A bridge opens'><h1>2024 A bridge opens</h1>",
    "2024 A bridge opens",
    Source::Heading
)]
#[case(
    "<meta property=og:site_name content='The Daily'><h1>A bridge opens – The Daily</h1>",
    "A bridge opens",
    Source::Heading
)]
#[case("<h1>A bridge - and what now</h1>", "A bridge - and what now", Source::Heading)]
#[case("<title>daily.example A bridge opens</title>", "A bridge opens", Source::TitleElement)]
#[case(
    "<title>A bridge opens today</title><h1><a href=/other>A bridge opens today elsewhere</a></h1>",
    "A bridge opens today",
    Source::TitleElement
)]
fn what_frames_the_title_in_a_heading_is_left_out(
    #[case] html: &str,
    #[case] title: &str,
    #[case] source: Source,
) {
    let found = gathered(html);
    assert_eq!(found.title.as_deref(), Some(title));
    assert_eq!(found.sources.title, Some(source));
}

/// The date of a page without one in its address.
fn published(html: &str) -> Option<String> {
    published_at("https://www.daily.example/city/bridge", html)
}

fn published_at(url: &str, html: &str) -> Option<String> {
    gathered_at(url, html).published.map(|dated| dated.moment.to_string())
}

#[rstest]
#[case::a_line_without_a_class("<h1>Title</h1><p>2 May 2024</p>", Some("2024-05-02"))]
#[case::a_fact_among_others("<h1>Title</h1><div>Ann Lee | May 2, 2024 | 5 min</div>", Some("2024-05-02"))]
#[case::above_the_heading("<p class=date-header>2 May 2024</p><h1>Title</h1>", Some("2024-05-02"))]
#[case::in_a_wrapper_called_sidebar(
    "<div class=has-sidebar><h1>Title</h1><p>2 May 2024</div>",
    Some("2024-05-02")
)]
#[case::called_a_publication_at_the_end(
    "<h1>Title</h1><p>Text.</p><div>Posted on 2 May 2024 by Ann Lee</div>",
    Some("2024-05-02")
)]
#[case::the_publication_beside_the_update(
    "<h1>Title</h1><div>Updated: 9 May 2024</div><div>Published: 2 May 2024</div>",
    Some("2024-05-02")
)]
#[case::both_in_one_line(
    "<h1>Title</h1><p>Published 2 May 2024 | Updated 9 May 2024</p>",
    Some("2024-05-02")
)]
#[case::nothing_but_an_update("<h1>Title</h1><div>Last updated:</div><div>9 May 2024</div>", None)]
#[case::a_comment("<h1>Title</h1><div class=comment><p>9 May 2024</p></div>", None)]
#[case::another_article(
    "<article><h1>Title</h1></article><article><h2>Other</h2><time>9 May 2024</time></article>",
    None
)]
#[case::a_card_of_another("<h1>Title</h1><div class='card'><span class=date>9 May 2024</span></div>", None)]
#[case::the_sign_of_copyright("<h1>Title</h1><footer>© 2024 The Daily</footer>", None)]
#[case::a_day_of_any_year("<h1>Title</h1><p>9 May</p>", None)]
#[case::an_event_in_a_sentence("<h1>Title</h1><p>The bridge opens on 9 May 2024 in town.</p>", None)]
#[case::dates_of_a_list(
    "<h1>Title</h1><p>a</p><p>b</p><i class=x-date>1 May 2024</i><i class=x-date>2 May 2024</i>",
    Some("2024-05-01")
)]
fn a_date_is_shown_near_the_heading_or_there_is_none(#[case] html: &str, #[case] day: Option<&str>) {
    assert_eq!(
        published(html).map(|moment| moment.chars().take(10).collect::<String>()).as_deref(),
        day,
        "{html}"
    );
}

#[test]
fn a_date_shown_as_an_update_is_the_last_change() {
    let found = gathered("<h1>Title</h1><div>Last updated: 9 May 2024</div>");
    assert_eq!(found.modified.unwrap().moment.to_string(), "2024-05-09T00:00:00+00:00");
}

#[test]
fn dates_far_below_that_differ_belong_to_a_list() {
    let prose = format!("<p>{}</p>", "word ".repeat(60)).repeat(4);
    let list = "<p class=x-date>1 May 2024</p><p class=x-date>2 May 2024</p>";
    assert_eq!(published(&format!("<h1>Title</h1>{prose}{list}")), None);
    let only = "<p class=x-date>1 May 2024</p>";
    assert!(published(&format!("<h1>Title</h1>{prose}{only}")).is_some());
}

#[test]
fn what_is_stated_of_a_page_alone_needs_an_agreeing_date() {
    let page = "<script type=application/ld+json>{\"@type\":\"WebPage\",\"datePublished\":\"2024-05-02T09:00:00Z\"}</script>";
    assert_eq!(published(page), None);
    let shown = format!("{page}<h1>Title</h1><p>2 May 2024</p>");
    assert_eq!(published(&shown).as_deref(), Some("2024-05-02T09:00:00+00:00"));
}

#[rstest]
#[case::shown_days_before("<p class=post-date>2 May 2024</p>", "2024-05-02T00:00:00+00:00")]
#[case::shown_in_another_zone("<p class=post-date>8 May 2024</p>", "2024-05-09T01:00:00+00:00")]
#[case::shown_days_later("<p class=post-date>12 May 2024</p>", "2024-05-09T01:00:00+00:00")]
#[case::promised_by_nothing("<p>2 May 2024</p>", "2024-05-09T01:00:00+00:00")]
fn a_stamp_of_a_rebuilt_page_yields_to_the_day_that_readers_see(#[case] shown: &str, #[case] moment: &str) {
    let stated = "<meta property=article:published_time content=2024-05-09T01:00:00Z>";
    let found = published(&format!("{stated}<h1>Title</h1>{shown}")).unwrap();
    let instant = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    assert_eq!(instant(&found), instant(moment));
}

#[test]
fn a_home_page_has_no_date_of_its_own() {
    let html = "<meta property=article:published_time content=2024-05-02>";
    assert_eq!(published_at("https://www.daily.example/", html), None);
}

#[rstest]
#[case::by_the_day_in_the_address("2024-05-03T02:18:11Z", "<p>", "2024-05-02T23:18:11-03:00")]
#[case::by_the_hour_on_the_page(
    "2024-05-03T02:18:11Z",
    "<p>2 May 2024, 21:18</p>",
    "2024-05-02T21:18:11-05:00"
)]
#[case::but_not_when_they_agree("2024-05-02T22:18:11Z", "<p>", "2024-05-02T22:18:11+00:00")]
#[case::nor_when_an_offset_is_given("2024-05-03T02:18:11+02:00", "<p>", "2024-05-03T02:18:11+02:00")]
fn a_moment_in_utc_is_put_on_the_day_of_the_site(
    #[case] stated: &str,
    #[case] shown: &str,
    #[case] moment: &str,
) {
    let html = format!("<meta property=article:published_time content='{stated}'><h1>Title</h1>{shown}");
    let url = "https://www.daily.example/2024/05/02/bridge";
    assert_eq!(published_at(url, &html).as_deref(), Some(moment));
}

#[test]
fn the_hour_on_the_page_gives_the_offset() {
    let html = "<meta property=article:published_time content='2024-05-03T02:18:11Z'><h1>Title</h1><p>2 May 2024, 21:18</p>";
    assert_eq!(published(html).as_deref(), Some("2024-05-02T21:18:11-05:00"));
}

#[rstest]
#[case::proved_by_another_date("<h1>Title</h1><p>04/05/2024</p><p class=x-date>25/04/2024</p>", "2024-05-04")]
#[case::bare_english_of_a_com("<html lang=en><h1>Title</h1><p>05/04/2024</p>", "2024-05-04")]
#[case::but_not_with_dashes("<html lang=en><h1>Title</h1><p>04-05-2024</p>", "2024-05-04")]
fn the_order_of_day_and_month_is_that_of_the_page(#[case] html: &str, #[case] day: &str) {
    let found = published_at("https://www.daily.com/city/bridge", html).unwrap();
    assert!(found.starts_with(day), "{found}");
}

#[rstest]
#[case::in_two_elements("<h1>Title</h1><span>By</span><span>Ann Lee</span>", &["Ann Lee"])]
#[case::in_two_lines("<h1>Title</h1><p>Written by</p><p>Ann Lee</p>", &["Ann Lee"])]
#[case::several_links("<h1>Title</h1><p>By <a href=/author/a>Ann Lee</a> and <a href=/author/b>Bo Chan</a></p>", &["Ann Lee", "Bo Chan"])]
#[case::without_the_reviewer("<h1>Title</h1><p>By <a href=/author/a>Ann Lee</a>. Reviewed by <a href=/author/b>Bo Chan</a></p>", &["Ann Lee"])]
#[case::nobody_but_the_reviewer("<h1>Title</h1><p>Reviewed by</p><a class=author href=/author/b>Bo Chan</a>", &[])]
#[case::beside_the_picture("<h1>Title</h1><img src=/a.jpg alt='Ann Lee'><p>Ann Lee</p>", &["Ann Lee"])]
#[case::a_picture_alone("<h1>Title</h1><img src=/a.jpg alt='Ann Lee'><p>Text</p>", &[])]
#[case::in_a_widget_of_the_builder("<h1>Title</h1><div class=builder-widget><span class=author>Ann Lee</span></div>", &["Ann Lee"])]
#[case::in_a_menu("<h1>Title</h1><ul class=main-menu><li><a href=/author/a>Ann Lee</a></ul>", &[])]
#[case::a_profile_elsewhere("<h1>Title</h1><p><a href='https://social.test/profile/a'>Ann Lee</a></p>", &[])]
#[case::a_sentence("<h1>Title</h1><p>By the river a bridge opened.</p>", &[])]
#[case::the_person_not_the_account("<meta name=author content=annl77><h1>Title</h1><i class=author-name>Ann Lee</i>", &["Ann Lee"])]
#[case::the_byline_not_the_account("<meta name=author content='Site Keeper'><h1>Title</h1><p>By Ann Lee</p>", &["Ann Lee"])]
#[case::the_person_not_the_team("<meta name=author content='Ann Lee'><h1>Title</h1><p>By The Daily Team</p>", &["Ann Lee"])]
#[case::both_where_one_agrees("<meta name=author content='Ann Lee, Bo Chan'><h1>Title</h1><p>By Ann Lee</p>", &["Ann Lee", "Bo Chan"])]
#[case::the_site_that_nobody_sees("<meta name=author content=Daily><h1>Title</h1>", &[])]
#[case::the_site_where_it_signs("<meta name=author content=Daily><h1>Title</h1><p>By Daily</p>", &["Daily"])]
#[case::a_label_of_the_second_pair("<meta name=twitter:label2 content='Written by'><meta name=twitter:data2 content='Ann Lee'>", &["Ann Lee"])]
fn authors_are_whom_the_page_shows(#[case] html: &str, #[case] authors: &[&str]) {
    assert_eq!(gathered(html).authors, authors, "{html}");
}

#[test]
fn everything_that_was_seen_is_kept_to_explain_the_choice() {
    let seen = gathered(
        "<title>A bridge opens in town</title><meta property=article:published_time content=2024-05-01>\
        <meta name=author content=annl77><h1>A bridge opens in town</h1><p>By Ann Lee</p><p>3 May 2024</p>\
        <p>Updated: 9 May 2024</p>",
    )
    .seen;
    let title = || "A bridge opens in town".to_owned();
    assert_eq!(seen.titles, [(title(), Source::Heading), (title(), Source::TitleElement)]);
    assert_eq!(
        seen.authors,
        [(vec!["annl77".to_owned()], Source::Meta), (vec!["Ann Lee".to_owned()], Source::Class)]
    );
    let sources = seen.published.iter().map(|dated| dated.source).collect::<Vec<_>>();
    assert_eq!(sources, [DateSource::Meta, DateSource::Url, DateSource::Text]);
    assert_eq!(seen.modified.len(), 1);
}

#[rstest]
#[case("Daily Gazette", "The bridge opens in spring again")]
#[case("Home", "The bridge opens in spring again")]
#[case("The bridge opens at last", "The bridge opens at last")]
fn a_title_that_only_names_the_site_gives_way_to_the_only_heading(
    #[case] stated: &str,
    #[case] expected: &str,
) {
    let heading = "The bridge opens in spring again";
    let shown = if expected == heading { heading } else { "Another matter is said here" };
    let found = gathered(&format!(
        "<title>{stated}</title><article><h1>{shown}</h1><p>Text of the article.</article>"
    ));
    assert_eq!(found.title.as_deref(), Some(expected));
}
