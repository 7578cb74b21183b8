//! Authors in the shapes of many templates.

use super::*;

#[rstest]
#[case::joined_without_links("<p><i>By</i> <b>Ann Lee</b> and <b>Bo Chan</b></p>")]
#[case::linked_in_one_line(
    "<h4 class=author-name><a href=/author/a>Ann Lee</a>, <a href=/author/b>Bo Chan</a></h4>"
)]
#[case::more_than_the_one_who_is_stated(
    "<meta name=author content='Ann Lee'><h4 class=author-name><a href=/author/a>Ann Lee</a>, <a href=/author/b>Bo Chan</a></h4>"
)]
#[case::of_a_catalogue(
    "<meta name=citation_author content='Lee, Ann'><meta name=citation_author content='Chan, Bo'>"
)]
fn several_authors_are_read(#[case] byline: &str) {
    assert_eq!(
        gathered(&format!("<h1>A bridge opens</h1>{byline}")).authors,
        ["Ann Lee", "Bo Chan"],
        "{byline}"
    );
}

#[rstest]
#[case::behind_the_day("<p>Published Tuesday, 7 May 2024 by Ann Lee</p>")]
#[case::as_drupal_writes_it("<p>Submitted by <span>Ann Lee</span> on Tue, 05/07/2024 - 13:02</p>")]
#[case::as_joomla_writes_it("<dl><dd>Écrit par : <span>Ann Lee</span></dd></dl>")]
#[case::with_a_degree_in_a_catalogue("<meta name=dc.creator content='Ann Lee, PhD'>")]
fn the_author_is_read_in_the_lines_of_usual_systems(#[case] byline: &str) {
    assert_eq!(gathered(&format!("<h1>A bridge opens</h1>{byline}")).authors, ["Ann Lee"], "{byline}");
}

#[test]
fn the_picture_of_what_the_page_is_about_shows_no_author() {
    let html = "<img alt='Oak Desk Lamp'><h1>Oak Desk Lamp</h1><p>Oak Desk Lamp</p>";
    assert!(gathered(html).authors.is_empty());
}
