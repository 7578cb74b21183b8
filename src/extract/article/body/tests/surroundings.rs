//! What stands around a body and within it, and is a part of it or not.

use rstest::rstest;
use url::Url;

use super::*;

fn read(url: &str, html: &str) -> crate::model::Article {
    let page = Page::parse(html, &Url::parse(url).unwrap()).unwrap();
    crate::extract::article::read(&page, None, "2024-06-01T00:00:00Z".parse().unwrap())
}

fn text_of_manual(html: &str) -> String {
    let article = read("https://docs.bridges.example/guide/command", html);
    assert_eq!(article.kind, PageKind::Documentation);
    article.body_text.unwrap()
}

#[test]
fn the_foot_of_the_page_is_no_part_of_a_short_article_however_much_it_says() {
    let foot = format!("<footer><h2>Legal notes</h2>{}</footer>", prose("licence", 9));
    let html =
        format!("<div><div class=content-area><h1>A bridge</h1>{}</div></div>{foot}", prose("bridge", 2));
    let text = body_of(&html, Some("A bridge")).text;
    assert!(text.contains("tells about the bridge") && !text.contains("licence"), "{text}");
}

#[test]
fn the_foot_that_holds_the_article_is_read() {
    let html = format!("<div>Menu</div><footer><article>{}</article></footer>", prose("bridge", 4));
    assert!(body_of(&html, None).text.contains("Paragraph 2 tells about the bridge"));
}

#[test]
fn a_box_called_related_or_carousel_is_read_when_it_says_sentences_and_leads_nowhere() {
    let quote =
        "What the builders say, and they say it often, is that no bridge, however old, sings without wind. ";
    let html = |link: &str| {
        format!(
            "<article>{}<div class=quote-carousel><h3>The builders</h3><p>{}</p>{link}</div></article>",
            prose("bridge", 6),
            quote.repeat(3)
        )
    };
    assert!(body_of(&html(""), None).text.contains("What the builders say"));
    assert!(
        !body_of(&html("<a href=/next>The next bridge</a>"), None).text.contains("What the builders say")
    );
}

#[rstest]
#[case::newsletter("<p>Get the news of the river, every week, delivered to your inbox.</p>")]
#[case::follow("<p>Follow us on <a href=https://social.example/bridges>Social</a> for more.</p>")]
#[case::commission("<p><em>If you buy a rope here, we earn a small commission.</em></p>")]
fn a_notice_to_the_readers_of_the_site_is_no_part_of_an_article(#[case] notice: &str) {
    let text = |piece: &str| {
        let html = format!("<article>{}{piece}<p>The end.</p></article>", prose("bridge", 4));
        body_of(&html, None).text
    };
    assert_eq!(text(notice), text(""));
}

#[test]
fn what_is_said_of_the_author_at_the_end_goes_with_the_headings_that_nothing_follows() {
    let html = format!(
        "<article><h1>A bridge opens</h1><p class=byline>By Ann Lee</p>{}<p>Ann Lee is a writer in the harbour.</p>\
        <h3>Links</h3></article>",
        prose("bridge", 6)
    );
    let text = read("https://daily.example/2024/05/bridge", &html).body_text.unwrap();
    assert!(text.ends_with("will open in spring."), "{text}");
}

#[test]
fn an_article_that_scripts_write_is_taken_from_what_the_page_states_of_it() {
    let stated =
        "The bridge, the council says, opens in spring.\\n\\nIt took four years &amp; a day. ".repeat(12);
    let html = |more: &str, shown: &str| {
        format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"A bridge\"{more},\
            \"articleBody\":\"{stated}\"}}</script><article><p>Loading the story of the bridge, please wait.</p>{shown}</article>"
        )
    };
    let text =
        |html: String| read("https://daily.example/2024/05/bridge", &html).body_text.unwrap_or_default();
    let whole = text(html("", ""));
    assert!(
        whole.starts_with("The bridge, the council says, opens in spring.\n\nIt took four years & a day.")
    );
    assert!(text(html("", &prose("river", 9))).contains("Paragraph 2 tells about the river"));
    // What not everyone may read is not taken from behind the wall.
    assert!(text(html(",\"isAccessibleForFree\":false", "")).starts_with("Loading the story"));
}

#[test]
fn a_manual_begins_with_what_stands_beside_its_title() {
    let html = format!(
        "<main><div class=page-head><h1>Ropes</h1>{}</div><div class=page-rest>{}</div></main>",
        prose("rope", 2),
        prose("knot", 12)
    );
    let text = text_of_manual(&html);
    assert!(text.starts_with("Paragraph 0 tells about the rope"), "{text}");
    // A title with hardly anything around it is the head of the page.
    let bare = html.replace(&prose("rope", 2), "<p>Bridges and ropes, the wiki</p>");
    assert!(text_of_manual(&bare).starts_with("Paragraph 0 tells about the knot"));
}

#[test]
fn a_manual_keeps_what_to_see_also_and_the_warnings_that_it_repeats() {
    let warning = "<div><p>Never walk on a rope in the rain, and never, whatever they tell you, without another rope beside it.</p></div>";
    let links =
        "<h2>See also</h2><ul><li><a href=/knots>Knots of all kinds</a><li><a href=/w>Walking</a></ul>";
    let contents = "<ul><li><a href=#one>Laying the ropes</a><li><a href=#two>Walking on the ropes</a></ul>";
    let html = format!("<main>{contents}{}{warning}<h2>On</h2>{warning}{links}</main>", prose("rope", 4));
    let text = text_of_manual(&html);
    assert!(text.starts_with("Paragraph 0 tells about the rope"), "{text}");
    assert_eq!(text.matches("Never walk on a rope").count(), 2);
    assert!(text.contains("Knots of all kinds"));
}

#[test]
fn what_stands_beside_code_is_no_part_of_it() {
    let code = "<pre><code><span class=lineno>1 </span><span class=boring>fn main() {\n</span>let rope = 1;\n\
        <span class=boring>}\n</span></code></pre>";
    let html = format!("<main>{}{code}<a class='src rightside' href=/s>Source</a></main>", prose("rope", 4));
    assert!(text_of_manual(&html).ends_with("let rope = 1;"));
}

#[rstest]
#[case::prose(
    "<p>A share is a folder that other machines of the town see, and that the server of the council exports to all of them, day and night.</p>",
    true
)]
#[case::a_form(
    "<form><p>Tell the town what you think of the bridge, and the council will read all of it, as it has always done since it was founded.</p><input></form>",
    false
)]
#[case::links(
    "<p><a href=/login>Log in</a> to tell the town what you think of the bridge; the council will read all of it, as it has always done before.</p>",
    false
)]
#[case::a_line("<p>Nobody has said anything.</p>", false)]
fn a_heading_that_sections_bear_too_takes_along_only_what_is_a_box(
    #[case] behind: &str,
    #[case] is_kept: bool,
) {
    for heading in ["Comments", "Newsletter", "Author", "Kommentare"] {
        let html = format!("<article>{}<h2>{heading}</h2>{behind}</article>", prose("bridge", 6));
        let text = body_of(&html, None).text;
        assert_eq!(text.contains(&format!("\n\n{heading}\n\n")), is_kept, "{text}");
    }
}

#[test]
fn the_sections_of_a_manual_keep_their_headings() {
    let section = |name: &str| format!("<h2>{name}</h2><p>It is told here.</p><pre>{name} x</pre>");
    let html = format!(
        "<meta name=generator content=Sphinx><main><h1>Syntax</h1>{}{}{}{}</main>",
        prose("bridge", 4),
        section("Comments"),
        section("Share"),
        section("Search")
    );
    let text = text_of_manual(&html);
    assert_eq!(text.matches("It is told here.").count(), 3, "{text}");
    for name in ["Comments", "Share", "Search"] {
        assert!(text.contains(&format!("\n\n{name}\n\n")), "{text}");
    }
}

#[test]
fn a_box_about_the_price_of_a_share_is_no_row_of_buttons() {
    let html = format!(
        "<article>{}<div class=share-price><p>It rose by 12.</p></div></article>",
        prose("bridge", 6)
    );
    assert!(body_of(&html, None).text.contains("It rose by 12."));
}
