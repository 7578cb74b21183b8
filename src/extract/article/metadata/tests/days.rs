//! Days of publication that pages show.

use super::*;

const STAMP: &str = "<meta property=article:published_time content=2024-05-09T01:00:00Z>";

#[rstest]
#[case::before_the_article(
    "<div class=topbar><time datetime=2019-01-01>1 January 2019</time> Older</div><article><h1>Title</h1></article>"
)]
#[case::of_what_is_told(
    "<article><h1>Title</h1><dl><dt>Opening date:</dt><dd>3 May 2012</dd></dl></article>"
)]
#[case::of_what_its_class_names("<article><h1>Title</h1><p class=event-date>3 May 2012</p></article>")]
#[case::older_than_the_web("<article><h1>Title</h1><p>First published: 3 May 1912</p></article>")]
#[case::in_a_sentence(
    "<article><h1>Title</h1><p>On <time datetime=2012-05-03>3 May 2012</time> the council said that the bridge, which took four years to build, would open.</p></article>"
)]
fn a_stray_day_is_no_reason_to_doubt_what_is_stated(#[case] html: &str) {
    let found = published(&format!("{STAMP}{html}"));
    assert_eq!(found.as_deref(), Some("2024-05-09T01:00:00+00:00"), "{html}");
}

#[rstest]
#[case::in_the_main_pane("<main><time datetime=2024-03-01>1 March 2024</time><h1>Title</h1></main>")]
#[case::called_so_before_everything("<p>Published: 1 March 2024</p><h1>Title</h1>")]
#[case::called_a_date("<article><h1>Title</h1><p>Date: 1 March 2024</p></article>")]
fn a_day_that_belongs_to_the_heading_is_believed_before_a_stamp(#[case] html: &str) {
    assert_eq!(published(&format!("{STAMP}{html}")).as_deref(), Some("2024-03-01T00:00:00+00:00"), "{html}");
}

#[rstest]
#[case::called_a_date("<main><h1>Spring fair</h1><p>Date: 5 June 2025</p></main>")]
#[case::in_a_class("<main><h1>Spring fair</h1><p class=date>5 June 2025</p></main>")]
#[case::far_below(
    "<main><h1>Spring fair</h1><p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p><p class=date>5 June 2025</p></main>"
)]
fn a_day_to_come_is_that_of_an_event(#[case] html: &str) {
    assert_eq!(published(html), None, "{html}");
}

#[test]
fn a_day_with_hours_from_and_to_is_that_of_an_event() {
    for line in ["Saturday 6 April 2024, 19:00–23:00", "6 April 2024, 7:30 pm - 9 pm"] {
        assert_eq!(
            published_at("https://daily.example/fair", &format!("<h1>Title</h1><p class=when>{line}</p>")),
            None
        );
    }
    let line = "<h1>Title</h1><p>6 April 2024, 19:00 - Town</p>";
    assert!(published_at("https://daily.example/fair", line).is_some());
}

#[rstest]
#[case::of_an_event("<div class='event teaser'><b class=date>6 April 2024</b></div>")]
#[case::of_a_review("<div class=reviews><i class=date>6 April 2024</i></div>")]
fn days_in_boxes_of_other_things_are_not_of_the_page(#[case] html: &str) {
    let page = format!("<main><h1>Title</h1><p>One.</p>{html}</main>");
    assert_eq!(published_at("https://daily.example/fair", &page), None, "{html}");
}

#[test]
fn a_page_may_bear_the_day_of_tomorrow() {
    assert!(published("<main><h1>Spring fair</h1><p>Date: 2 June 2024</p></main>").is_some());
}

#[rstest]
#[case::behind_the_paper("来源：城市日报　　2024-03-05 10:22:00")]
#[case::behind_the_word_for_day("日期：2024-03-05 来源：城市日报")]
#[case::behind_the_word_for_time("时间：2024-03-05 作者：李明")]
#[case::behind_the_day_of_the_week("Thứ Ba, 05/03/2024 10:22")]
fn the_lines_of_facts_of_other_scripts_have_days(#[case] line: &str) {
    let found = published(&format!("<h1>Title</h1><div>{line}</div>")).unwrap();
    assert!(found.starts_with("2024-03-05"), "{found}");
}

#[test]
fn names_without_spaces_are_authors_behind_their_label() {
    for line in ["作者：李明", "记者 李明", "문", "李明 기자"] {
        let found = gathered(&format!("<h1>Title</h1><div>{line}</div>")).authors;
        assert_eq!(found, if line == "문" { vec![] } else { vec!["李明"] }, "{line}");
    }
    assert_eq!(gathered("<h1>כותרת</h1><div>מאת: דנה כהן</div>").authors, ["דנה כהן"]);
}

#[test]
fn a_side_column_may_have_the_facts_of_the_article() {
    let column = |facts: &str| {
        published(&format!("<main><h1>Title</h1><p>Text.</p></main><aside class=sidebar>{facts}</aside>"))
    };
    let fact = "<h3>Published</h3><p><time datetime=2024-03-05T12:00:00Z>5 March 2024</time></p>";
    assert_eq!(column(fact).as_deref(), Some("2024-03-05T12:00:00+00:00"));
    let comment = "<p>Published by Ann Lee</p><p>5 March 2024</p>";
    assert_eq!(column(comment), None);
    let others = "<b>Published</b><p>5 March 2024</p><b>Published</b><p>4 March 2024</p>";
    assert_eq!(column(others), None);
}

#[rstest]
#[case::in_pieces("<p><span>Last Updated</span> <span>on</span> <span>Feb 27, 2024</span></p>")]
#[case::by_whom("<p>Medically reviewed by Ann Lee on Feb 27, 2024</p>")]
fn words_for_a_change_are_seen_before_its_day(#[case] line: &str) {
    let found = gathered(&format!("<h1>Title</h1>{line}"));
    assert_eq!(found.published.filter(|dated| dated.source != DateSource::Url), None, "{line}");
    assert_eq!(found.modified, None, "the day of the address is later: {line}");
    let found = gathered_at("https://www.daily.example/", &format!("<h1>Title</h1>{line}"));
    assert!(found.modified.is_some(), "{line}");
}

#[rstest]
#[case::of_which_one_has_an_offset(
    "https://daily.example/a",
    "2024-05-03T10:07:01Z",
    "2024-05-03T10:07:01+02:00",
    "2024-05-03T10:07:01+02:00"
)]
#[case::in_america(
    "https://daily.example/a",
    "2024-05-03T20:07:04Z",
    "2024-05-03T14:07:04Z",
    "2024-05-03T14:07:04-06:00"
)]
#[case::in_australia(
    "https://daily.example/a",
    "2024-05-04T07:25:06Z",
    "2024-05-03T21:25:06Z",
    "2024-05-04T07:25:06+10:00"
)]
#[case::in_europe(
    "https://daily.example/a",
    "2024-05-03T12:25:06Z",
    "2024-05-03T10:25:06Z",
    "2024-05-03T12:25:06+02:00"
)]
#[case::in_india(
    "https://daily.in/a",
    "2024-05-03T12:25:06Z",
    "2024-05-03T06:55:06Z",
    "2024-05-03T12:25:06+05:30"
)]
#[case::in_brazil(
    "https://daily.br/a",
    "2024-05-03T12:25:06Z",
    "2024-05-03T15:25:06Z",
    "2024-05-03T12:25:06-03:00"
)]
#[case::of_two_moments(
    "https://daily.example/a",
    "2024-05-03T12:25:06Z",
    "2024-05-03T10:25:07Z",
    "2024-05-03T12:25:06+00:00"
)]
#[case::on_the_hour(
    "https://daily.example/a",
    "2024-05-03T12:00:00Z",
    "2024-05-03T10:00:00Z",
    "2024-05-03T12:00:00+00:00"
)]
#[case::half_a_day_apart(
    "https://daily.example/a",
    "2024-05-03T21:33:10Z",
    "2024-05-03T09:33:10Z",
    "2024-05-03T21:33:10+00:00"
)]
fn of_two_stamps_of_one_moment_that_is_wrong_which_tells_the_clock_of_the_site(
    #[case] url: &str,
    #[case] in_json: &str,
    #[case] in_meta: &str,
    #[case] expected: &str,
) {
    let html = format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"{in_json}\"}}</script>\
         <meta property=article:published_time content={in_meta}><h1>Title</h1>"
    );
    assert_eq!(published_at(url, &html).as_deref(), Some(expected));
}

#[rstest]
#[case::behind_who_wrote("<p>By Ann Lee, May 3, 2024</p>")]
#[case::behind_on("<p>By Ann Lee on May 3, 2024</p>")]
#[case::before_who_wrote("<p>May 3, 2024 by Ann Lee</p>")]
#[case::behind_a_place("<p>London, 3 May 2024</p>")]
#[case::in_the_dateline_of_an_agency(
    "<p>LONDON, May 3, 2024 (NEWS WIRE) -- The council said that the bridge, which took four years to build and cost more than anybody had said before, would open to all at last.</p>"
)]
#[case::in_an_abbreviation("<abbr class=published title=2024-05-03T00:00:00Z>Friday</abbr>")]
#[case::above_topics(
    "<div><time datetime=2024-05-03>May 3, 2024</time> <a href=/a>One</a>, <a href=/b>Two</a>, <a href=/c>Three</a>, <a href=/d>Four</a></div><h2>Title</h2>"
)]
#[case::in_a_header_beside_the_heading(
    "<article><h1>Title</h1><header>By Ann Lee, May 3, 2024 <nav><a href=/x>Share</a></nav></header></article>"
)]
#[case::behind_a_long_byline(
    "<div><span>By Ann Lee, Professor of Bridges and Rivers at the University of a Town that is Somewhere Far</span> <time datetime=2024-05-03>May 3</time></div>"
)]
#[case::before_the_text_in_its_paragraph(
    "<p><time datetime=2024-05-03>May 3, 2024</time> — The council said that the bridge, which took four years to build, would open to all at last.</p>"
)]
fn the_day_beside_a_name_is_that_of_the_article(#[case] line: &str) {
    assert_eq!(
        published(&format!("<h1>Title</h1>{line}")).as_deref(),
        Some("2024-05-03T00:00:00+00:00"),
        "{line}"
    );
}

/// A piece of prose.
const PROSE: &str = "<p>The council said that the bridge, which took four years to build and cost more than anybody had said before it was begun, would open to all at last, and that there would be a feast.</p>";

#[rstest]
#[case::of_the_visit(
    "<header><div class=date>Friday 3 May 2024</div><nav><a href=/a>Town</a></nav></header><main><h1>Title</h1></main>"
)]
#[case::above_the_menu(
    "<div><b>Friday 3 May 2024</b><ul><li><a href=/a>One</a><li><a href=/b>Two</a><li><a href=/c>Three</a><li><a href=/d>Four</a></ul></div><h1>Title</h1>"
)]
#[case::in_a_sentence_of_the_text(
    "<h1>Title</h1><p>On <time>3 May 2024</time> the council said that the bridge, which took four years to build and cost more than anybody had said before it was begun, would open to all at last.</p>"
)]
#[case::of_a_table_in_the_text(
    "<h1>Title</h1>{PROSE}<table><tr><td>3 May 2024</td><td>Opened</td></tr></table>"
)]
#[case::of_nothing("<meta property=article:published_time content=1970-01-01T00:00:00Z><h1>Title</h1>")]
#[case::of_a_life(
    "<h1>Title</h1><p><b>Ann Lee</b> (14 May 1993 – 23 July 2011) was a singer of the town, whose songs are heard wherever there is a feast, and who was born in the house beside the old bridge.</p>"
)]
#[case::of_a_caption(
    "<h1>Title</h1><figure><img src=/a><figcaption>London Bridge, 8 August 1999</figcaption></figure>"
)]
#[case::in_the_heading_of_a_part("<h1>Title</h1><h2>Elections on 12 March 2019</h2>")]
fn a_day_of_something_else_is_not_that_of_the_article(#[case] html: &str) {
    let html = html.replace("{PROSE}", PROSE);
    assert_eq!(published(&format!("{html}{PROSE}")), None, "{html}");
}

/// Links to pages below `/guides`.
const CHAPTERS: &str = "<ul><li><a href=/guides/knots>Knots</a><li><a href=/guides/sails>Sails</a><li><a href=/guides/oars>Oars</a><li><a href=/guides/tides>Tides</a><li><a href=/guides/signals>Signals</a></ul>";

#[test]
fn the_stamp_of_an_overview_says_when_it_was_set_up_unless_the_page_shows_that_day() {
    let address = "https://harbour.example/guides";
    let found = |html: &str| published_at(address, &format!("{STAMP}<h1>Guides</h1>{html}{CHAPTERS}"));
    assert_eq!(found(""), None);
    assert_eq!(found("<p>9 May 2024</p>").as_deref(), Some("2024-05-09T01:00:00+00:00"));
    // The same page under an address that stands above none of its links.
    let beside =
        published_at("https://harbour.example/2024/guides", &format!("{STAMP}<h1>Guides</h1>{CHAPTERS}"));
    assert_eq!(beside.as_deref(), Some("2024-05-09T01:00:00+00:00"));
}
