use std::collections::HashSet;

use ego_tree::NodeId;
use proptest::prelude::*;
use rstest::rstest;
use url::Url;

use super::*;
use crate::extract::article::metadata::Metadata;
use crate::extract::page::Page;
use crate::extract::sanitize::clean_html;
use crate::model::PageKind;

mod kinds;
mod surroundings;

fn page(html: &str) -> Page {
    Page::parse(html, &Url::parse("https://news.example/world/story").unwrap()).unwrap()
}

fn options<'a>(
    removed: &'a HashSet<NodeId>,
    title: Option<&'a str>,
    generic_removal: bool,
) -> CleanOptions<'a> {
    CleanOptions {
        removed,
        title,
        known: Known::default(),
        lead: None,
        walled: false,
        kind: PageKind::Article,
        generic_removal,
    }
}

fn body_of(html: &str, title: Option<&str>) -> Body {
    let page = page(html);
    let removed = HashSet::new();
    let stated = Metadata { title: title.map(str::to_owned), ..Metadata::default() };
    let found = find(&page, &stated);
    clean(&page, &found.pieces, &CleanOptions { kind: found.kind, ..options(&removed, title, true) })
}

/// Paragraphs that are long enough to be prose, each with words of its own.
fn prose(topic: &str, paragraphs: usize) -> String {
    (0..paragraphs)
        .map(|number| {
            format!(
                "<p>Paragraph {number} tells about the {topic}, which many people of the town had waited for, and \
                which, as the council said, will open in spring.</p>"
            )
        })
        .collect()
}

#[test]
fn the_article_is_found_among_menus_and_columns() {
    let html = format!(
        "<header><nav><a href=/>Home</a> <a href=/a>World</a></nav></header><div class=layout><div class=x1>{}</div>\
        <div class=x2><h3>Elsewhere</h3><ul><li><a href=/1>A storm is coming</a><li><a href=/2>A team has won</a></ul></div>\
        </div><footer>All rights reserved by the paper.</footer>",
        prose("bridge", 4)
    );
    let body = body_of(&html, None);
    assert!(body.text.starts_with("Paragraph 0 tells about the bridge"));
    assert!(body.text.ends_with("will open in spring."));
    assert!(!body.text.contains("storm") && !body.text.contains("rights"));
}

/// A page whose title and lead stand in a frame of their own, before the body.
fn framed(lead: &str) -> String {
    format!(
        "<div class=hero><h1>A bridge opens</h1><p class=byline>By Ann Lee of our desk, on the third of May</p>\
        <div class=intro>{lead}</div></div><div class=article-body>{}</div><p>{}</p>",
        prose("bridge", 6),
        "What stands below the body is not looked at, however long it is. ".repeat(4)
    )
}

#[test]
fn a_lead_in_the_frame_of_the_title_begins_the_article() {
    let lead = "For four years the town has waited for its bridge, and for the road that leads to it. Now both of them are \
        built. What they cost, who paid for them and what comes next, in six parts and a chronicle of the works.";
    let body = body_of(&framed(lead), Some("A bridge opens"));
    assert!(body.text.starts_with("For four years"), "{}", body.text);
    assert!(!body.text.contains("Ann Lee") && !body.text.contains("below the body"));
}

#[test]
fn a_standfirst_that_is_short_or_stated_is_not_repeated_in_the_body() {
    let body = body_of(&framed("The bridge opens in spring, says the council of the town."), None);
    assert!(body.text.starts_with("Paragraph 0"), "{}", body.text);
    let stated =
        "The bridge opens in spring, says the council of the town, after four years of work. ".repeat(3);
    let page = page(&framed(&stated));
    let found = find(&page, &Metadata { lead: Some(stated), ..Metadata::default() });
    assert_eq!(found.pieces.len(), 1);
}

#[test]
fn an_element_that_calls_itself_the_body_is_believed() {
    let html = format!(
        "<div><div class=entry-content>{}</div><div class=q7>{}</div></div>",
        prose("bridge", 3),
        prose("weather", 4)
    );
    let body = body_of(&html, None);
    assert!(body.text.contains("bridge") && !body.text.contains("weather"));
}

#[test]
fn a_body_written_in_sections_is_taken_whole() {
    let html = format!(
        "<main><div><div class=rich-text>{}</div><h2>Between</h2><div class=rich-text>{}</div></div></main>",
        prose("bridge", 3),
        prose("river", 3)
    );
    let body = body_of(&html, None);
    assert!(body.text.contains("bridge") && body.text.contains("Between") && body.text.contains("river"));
}

#[test]
fn a_page_whose_prose_is_streamed_late_is_read() {
    let body =
        body_of(&format!("<body><p>Loading</p><div hidden id='S:0'>{}</div>", prose("bridge", 3)), None);
    assert!(body.text.contains("Paragraph 2 tells about the bridge"));
}

#[rstest]
#[case("<div class=social-share><a href=/f>Send</a> to friends</div>")]
#[case("<div class=relatedPosts><p>Zebra crossings are painted anew</p></div>")]
#[case("<h3>Related news</h3><ul><li><a href=/1>Zebra crossings</a></li></ul>")]
#[case("<h4>اقرأ أيضاً</h4><p><a href=/1>Zebra</a></p>")]
#[case("<p><strong>Lee también:</strong> <a href=/1>Zebra crossings</a></p>")]
#[case("<aside>Zebra facts in a box</aside>")]
#[case("<form action=/s>Your mail <input name=m></form>")]
#[case("<p hidden>Zebra</p>")]
#[case("<div class=newsletter-signup>Get the Zebra letter</div>")]
#[case("<h2>About the author</h2><p>Ann Lee writes about Zebra and other animals.</p>")]
#[case("<div class=cookie-consent>Zebra cookies</div>")]
#[case("<p>Advertisement</p>")]
#[case("<div><a href=/1>Zebra one</a> <a href=/2>Zebra two</a> <a href=/3>Zebra three</a></div>")]
#[case(
    "<div><div><h3><a href=/1>Zebra one</a></h3>May 1</div><div><h3><a href=/2>Zebra two</a></h3>May 2</div></div>"
)]
#[case("<script>Zebra()</script><style>Zebra{}</style>")]
#[case("<h1>The new bridge</h1>")]
fn what_is_no_part_of_the_article_is_left_out(#[case] piece: &str) {
    let html = format!("<article>{}{piece}</article>", prose("bridge", 4));
    let whole = body_of(&format!("<article>{}</article>", prose("bridge", 4)), Some("The new bridge"));
    assert_eq!(body_of(&html, Some("The new bridge")).text, whole.text);
}

#[rstest]
#[case("<h2>Costs</h2><p>Two million.</p>", "<h2>Costs</h2><p>Two million.</p>")]
#[case(
    "<ul><li>one</li><li><a href=/x>two</a> of them</li></ul>",
    "<ul><li>one</li><li><a href=\"https://news.example/x\" rel=\"noopener\">two</a> of them</li></ul>"
)]
#[case("<blockquote><p>Said so</p></blockquote>", "<blockquote><p>Said so</p></blockquote>")]
#[case("<pre>a  &lt;\n b</pre>", "<pre>a  &lt;\n b</pre>")]
#[case("<dl><dt>Span</dt><dd>long</dd></dl>", "<dl><dt>Span</dt><dd>long</dd></dl>")]
#[case(
    "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>1</td><td></td></tr></table>",
    "<table><tbody><tr><th>Year</th><th>Cost</th></tr><tr><td>1</td><td></td></tr></tbody></table>"
)]
#[case("<table role=presentation><tr><td>Laid out</td></tr></table>", "<p>Laid out</p>")]
#[case("<div>Loose <b>text</b><br><br>and more</div>", "<p>Loose <b>text</b></p><p>and more</p>")]
#[case("<div><span>In <em>line</em></span><p>block</p></div>", "<p>In <em>line</em></p><p>block</p>")]
#[case("<p>Water is H<sub>2</sub>O</p>", "<p>Water is H<sub>2</sub>O</p>")]
#[case("<p dir=rtl lang=ar>نص</p>", "<p dir=\"rtl\" lang=\"ar\">نص</p>")]
#[case(
    "<figure><img data-src=/a.jpg alt=Bridge><figcaption>The bridge</figcaption></figure>",
    "<figure><img src=\"https://news.example/a.jpg\" alt=\"Bridge\"><figcaption>The bridge</figcaption></figure>"
)]
#[case(
    "<iframe src='https://www.youtube.com/embed/abc' title='The film'></iframe>",
    "<blockquote><p><a href=\"https://www.youtube.com/watch?v=abc\" rel=\"noopener\">The film</a></p></blockquote>"
)]
#[case("<video src=/v.mp4></video>", "<video controls=\"\" src=\"https://news.example/v.mp4\"></video>")]
fn what_belongs_to_the_article_is_kept(#[case] piece: &str, #[case] expected: &str) {
    let html = format!("<article>{}{piece}</article>", prose("bridge", 6));
    let body = body_of(&html, None);
    assert!(body.html.ends_with(expected), "{}", body.html);
}

#[test]
fn pictures_and_embeds_are_recorded_once() {
    let html = format!(
        "<article>{}<img src=/a.jpg><img src=/a.jpg><img src=/t.gif width=1 height=1>\
        <iframe src='https://player.vimeo.com/video/7'></iframe><iframe src='https://ad.doubleclick.net/x'></iframe></article>",
        prose("bridge", 3)
    );
    let body = body_of(&html, None);
    assert_eq!(body.images.len(), 1);
    assert_eq!(body.embeds.len(), 1);
    assert!(body.word_count > 60);
}

#[test]
fn a_link_that_stands_alone_below_every_product_is_a_button() {
    let product = |name: &str| format!("{}<p><a href=/{name}>Check the price</a></p>", prose(name, 1));
    let step = |name: &str| format!("<li><p><a href=/{name}>Look here</a></p>{}", prose(name, 1));
    let html = format!(
        "<article>{}{}<p><a href=/all>All of them</a></p><ol>{}{}</ol></article>",
        product("kettle"),
        product("teapot"),
        step("cup"),
        step("spoon")
    );
    let source = |name: &str| format!("{}<p><a href=/{name}.pdf>Read the document</a></p>", prose(name, 1));
    let html = html.replace("<ol>", &format!("{}{}<ol>", source("roof"), source("wall")));
    let text = body_of(&html, None).text;
    assert_eq!(text.matches("Read the document").count(), 2, "{text}");
    assert!(!text.contains("Check the price"), "{text}");
    assert!(text.contains("All of them") && text.matches("Look here").count() == 2, "{text}");
}

#[test]
fn what_is_called_a_menu_and_says_sentences_is_read() {
    let html = format!(
        "<article>{}<div class=drawer>{}</div><div class=menu><a href=/a>World news</a> <a href=/b>City news</a></div></article>",
        prose("bridge", 6),
        prose("ferry", 2)
    );
    let text = body_of(&html, None).text;
    assert!(text.contains("ferry") && !text.contains("City news"), "{text}");
}

#[test]
fn the_text_leaves_out_captions_and_the_links_of_players() {
    let html = format!(
        "<article>{}<figure><div style='background:url(/a.jpg)'></div><figcaption>The bridge at dawn</figcaption></figure>\
        <iframe src='https://www.youtube.com/embed/abcdefghijk'></iframe>{}</article>",
        prose("bridge", 2),
        prose("ferry", 2)
    );
    let body = body_of(&html, None);
    assert!(
        body.html.contains("<figcaption>The bridge at dawn</figcaption>")
            && body.html.contains("youtube.com")
    );
    assert!(!body.text.contains("dawn") && !body.text.contains("youtube"), "{}", body.text);
}

#[test]
fn what_rules_remove_is_removed_and_nothing_else() {
    let page = page("<article><p id=a>One</p><div class=share>Two</div></article>");
    let unwanted = page.root().descendent_elements().find(|element| element.attr("id") == Some("a"));
    let removed = unwanted.iter().map(|element| element.id()).collect();
    let body = clean(&page, &[Piece::of(page.root())], &options(&removed, None, false));
    assert_eq!(body.text, "Two");
}

#[test]
fn text_that_the_page_repeats_for_narrow_screens_is_written_once() {
    let html = format!("<article><div>{0}</div><div>{0}</div></article>", prose("bridge", 3));
    assert_eq!(body_of(&html, None).text.matches("Paragraph 1").count(), 1);
}

#[test]
fn a_lead_that_rules_took_from_the_body_is_not_repeated_at_its_top() {
    let page = page("<article><p>A bridge opens.</p><p>A bridge opens. So it does.</p></article>");
    let removed = HashSet::new();
    let options = CleanOptions { lead: Some("A bridge opens"), ..options(&removed, None, true) };
    assert_eq!(clean(&page, &[Piece::of(page.root())], &options).text, "A bridge opens. So it does.");
}

#[test]
fn the_deepest_page_allowed_is_read_without_running_out_of_stack() {
    let html = format!("{}{}", "<div>".repeat(500), prose("bridge", 2));
    assert!(body_of(&html, None).text.contains("bridge"));
    let html = format!("{}{}", "<b><i>".repeat(200), prose("bridge", 2));
    assert!(body_of(&html, None).text.contains("bridge"));
}

/// Soup of tags in any order, closed or not.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<b>",
        "</b>",
        "<a href=x>",
        "</a>",
        "<br>",
        "<pre>",
        "</pre>",
        "<figure>",
        "<img src=a.jpg>",
        "<figcaption>",
        "</figure>",
        "<blockquote>",
        "<h1>",
        "</h1>",
        "<noscript>",
        "</noscript>",
        "<svg>",
        "<style>",
        "</style>",
        "<select>",
        "<math>",
        "<mi>",
        "<form>",
        "<dl>",
        "<dd>",
        "<iframe src=//v.example>",
        "</iframe>",
        "text, and ",
        " ",
        "نص",
        "中文。",
        "&amp;",
        "<template>",
        "</template>",
        "<video src=v>",
        "<details>",
        "<summary>",
        "<sup>",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_soup_of_tags_makes_it_panic(html in soup()) {
        body_of(&html, Some("text"));
    }

    #[test]
    fn cleaning_twice_changes_nothing(html in soup()) {
        let base = Url::parse("https://news.example/world/story").unwrap();
        let once = clean_html(&html, &base);
        prop_assert_eq!(clean_html(&once, &base), once);
    }

    #[test]
    fn a_clean_body_is_clean_for_ever(html in soup()) {
        let body = body_of(&html, None);
        let base = Url::parse("https://news.example/world/story").unwrap();
        prop_assert_eq!(clean_html(&body.html, &base), body.html);
    }
}
