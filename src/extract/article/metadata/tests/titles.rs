//! Titles in the shapes of many templates.

use super::*;

#[rstest]
#[case::a_kicker_before_it("<h1><span>Traffic</span> <span>A bridge opens</span></h1>")]
#[case::a_kicker_with_a_colon("<h1><span>Traffic</span><i>: </i><span>A bridge opens</span></h1>")]
#[case::a_subtitle_behind_it("<h1>A bridge opens<small>And nobody came</small></h1>")]
#[case::a_heading_of_a_lower_level("<h3>A bridge opens</h3>")]
fn the_title_is_the_part_of_the_heading_that_is_stated(#[case] heading: &str) {
    let html = format!("<title>A bridge opens « River Blog</title><h2>Menu</h2>{heading}");
    assert_eq!(gathered(&html).title.as_deref(), Some("A bridge opens"), "{heading}");
}

#[test]
fn a_short_part_of_a_heading_is_not_its_title() {
    let html =
        "<title>Bridges 101</title><h1>All you wanted to know of bridges <small>Bridges 101</small></h1>";
    assert!(gathered(html).title.unwrap().starts_with("All you wanted"));
}
