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
    "<article><h1>Title</h1><p>On <time datetime=2012-05-03>3 May 2012</time> the council said that the bridge would open.</p></article>"
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
fn a_page_may_bear_the_day_of_tomorrow() {
    assert!(published("<main><h1>Spring fair</h1><p>Date: 2 June 2024</p></main>").is_some());
}
