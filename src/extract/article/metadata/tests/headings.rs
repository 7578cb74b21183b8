//! Headings that show the title, and what stands around them.

use super::*;

#[test]
fn menus_full_of_headings_do_not_hide_that_of_the_article() {
    let menu = "<h2>Wines of a region</h2>".repeat(90);
    let html = format!("<title>A guide to the river</title>{menu}<h1>A guide to the river</h1>");
    assert_eq!(gathered(&html).sources.title, Some(Source::Heading));
}

#[rstest]
#[case::behind_the_board("<title>The Board • View topic - Which boat for the river?</title>")]
#[case::before_the_manual("<title>Which boat for the river? - The Manual of Boats</title>")]
fn a_heading_may_say_the_most_of_a_title(#[case] stated: &str) {
    let found = gathered(&format!("{stated}<h2>Which boat for the river?</h2>"));
    assert_eq!(found.title.as_deref(), Some("Which boat for the river?"));
}

#[rstest]
#[case::of_short_words_alone(
    "<title>Where to row in Harbury</title><h1>The finest lakes and rivers for rowing in Harbury</h1>\
     <h1>Next in your guide to being outside in Harbury</h1>",
    "The finest lakes and rivers for rowing in Harbury"
)]
#[case::of_a_slogan(
    "<title>Ann Lee - The Builder of Bridges</title><h1>The first in helping towns and villages to build what the river asks of them.</h1>\
     <h1>Call</h1>",
    "Ann Lee - The Builder of Bridges"
)]
fn what_headings_have_in_common_with_the_title_is_measured_by_its_letters(
    #[case] html: &str,
    #[case] title: &str,
) {
    assert_eq!(gathered(html).title.as_deref(), Some(title));
}

#[test]
fn a_heading_that_leads_to_its_own_page_may_lead_elsewhere_too() {
    let html = "<title>A bridge opens - The Daily</title><article><h1><a href='/city/2024/05/03/bridge.html'>A bridge opens</a> \
        <a href='https://other.example/'>(other.example)</a></h1><p>Posted by Ann Lee on 3 March 2024</p></article>\
        <h2><a href='/city/2024/05/03/bridge.html'>A bridge opens</a></h2>";
    let found = gathered_at("https://www.daily.example/city/2024/05/03/bridge.html", html);
    assert_eq!(found.published.unwrap().moment.to_string(), "2024-05-03T00:00:00+00:00");
    assert_eq!(found.authors, ["Ann Lee"]);
}

#[test]
fn the_facts_stand_around_the_first_heading_where_a_section_bears_the_very_title() {
    let prose = "<p>The old one was closed in 2019, and since then boats have carried whoever had to cross the river, in summer \
        and in winter, by day and by night, and at times for nothing at all.</p>";
    let html = format!(
        "<title>How does a swing bridge work</title><main><h1>How do bridges that swing over a river work?</h1><p>2024-03-01</p>\
         {prose}{prose}{prose}{prose}<h2>How does a swing bridge work</h2>{prose}</main>"
    );
    let found = gathered_at("https://www.daily.example/bridge", &html);
    assert_eq!(found.title.as_deref(), Some("How does a swing bridge work"));
    assert_eq!(found.published.unwrap().moment.to_string(), "2024-03-01T00:00:00+00:00");
}

#[test]
fn a_path_of_links_that_ends_in_the_title_is_not_where_the_facts_stand() {
    let prose = "<p>The old one was closed in 2019, and since then boats have carried whoever had to cross the river, in summer \
        and in winter, by day and by night, and at times for nothing at all.</p>";
    let html = format!(
        "<title>A guide to the river</title><ul><li>Home</li><li>A guide to the river</li></ul>{prose}{prose}{prose}<article><header>\
         <div>A guide to the river</div><div class=by><a rel=author>Ann Lee</a> <time>22 March 2024</time></div></header>{prose}</article>"
    );
    let found = gathered_at("https://www.daily.example/guide", &html);
    assert_eq!(found.published.unwrap().moment.to_string(), "2024-03-22T00:00:00+00:00");
}

#[rstest]
#[case("<dl><dt>Founded:</dt><dd>Dec 11, 2021</dd></dl>")]
#[case("<p>Joined: 3 May 2012</p>")]
#[case("<p>Member since 3 May 2012</p>")]
#[case("<p>Registriert: 3. Mai 2012</p>")]
#[case("<p>注册时间：2012-05-03</p>")]
fn the_day_on_which_a_writer_joined_is_not_that_of_the_post(#[case] profile: &str) {
    let html = format!(
        "<h1>Title</h1><div>{profile}</div><p class=author>by <b>Ann Lee</b> » Tue Mar 5, 2024 1:47 am</p>"
    );
    assert_eq!(published(&html).as_deref(), Some("2024-03-05T01:47:00+00:00"), "{profile}");
    assert_eq!(published(&format!("<h1>Title</h1><div>{profile}</div>")), None, "{profile}");
}
