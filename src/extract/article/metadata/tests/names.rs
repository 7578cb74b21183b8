//! Authors in the shapes of many templates.

use super::*;

#[rstest]
#[case::joined_without_links("<p><i>By</i> <b>Ann Lee</b> and <b>Bo Chan</b></p>")]
#[case::of_whom_the_second_is_linked("<p>By Ann Lee and <a href=/author/b>Bo Chan</a></p>")]
#[case::of_whom_the_first_is_linked("<p>By <a href=/author/a>Ann Lee</a>, and Bo Chan</p>")]
#[case::linked_in_a_folder_of_their_own(
    "<p>By <a href=/crew/1>Ann Lee</a> &amp; <a href=/crew/2>Bo Chan</a></p>"
)]
#[case::parted_by_commas("<p>By <span>Ann Lee</span>, <span>Bo Chan</span></p>")]
#[case::in_elements_of_one_class(
    "<span class=author>Ann Lee</span> <span class=author>Bo Chan</span> <i class=author-role>Town Hall</i>"
)]
#[case::in_a_list(
    "<ul class=authors><li><a href=/author/a>Ann Lee</a></li><li><a href=/author/b>Bo Chan</a></li></ul>"
)]
#[case::in_two_lines("<p>By Ann Lee<br>By Bo Chan</p>")]
#[case::who_were_edited("<p>By Ann Lee and Bo Chan Edited by Cy Dee</p>")]
#[case::before_a_section(
    "<p>By <a href=/crew/1>Ann Lee</a> and <a href=/crew/2>Bo Chan</a> in <a href=/town>City News</a></p>"
)]
#[case::more_than_the_first_who_is_stated(
    "<meta name=author content='Ann Lee'><p>By Ann Lee and <a href=/author/b>Bo Chan</a></p>"
)]
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

#[test]
fn three_authors_are_read_in_their_order() {
    for byline in [
        "By <a href=/author/a>Ann Lee</a>, <a href=/author/b>Bo Chan</a>, and <a href=/author/c>Cy Dee</a>",
        "By Ann Lee, Bo Chan, and Cy Dee",
        "By Ann Lee, Bo Chan and <a href=/c>Cy Dee</a>",
    ] {
        let authors = gathered(&format!("<h1>A bridge opens</h1><p>{byline}</p>")).authors;
        assert_eq!(authors, ["Ann Lee", "Bo Chan", "Cy Dee"], "{byline}");
    }
}

#[rstest]
#[case::before_a_city("<p>By <a href=/author/ann>Ann Lee</a>, <a href=/city/la>Los Angeles</a></p>")]
#[case::above_what_they_do("<div class=author-info><p>Ann Lee</p><p>Bridge Engineering</p></div>")]
#[case::behind_a_day_alone("<p>May 7th, 2024 by Ann Lee</p>")]
#[case::behind_a_day_and_a_bar("<p>7 May 2024 | By Ann Lee, Head of Bridges</p>")]
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
