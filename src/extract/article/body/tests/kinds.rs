//! What is kept of each kind of page.

use rstest::rstest;
use url::Url;

use super::*;
use crate::model::{Article, PageKind};

fn read(url: &str, html: &str) -> (PageKind, String) {
    let article = whole(url, html);
    (article.kind, article.body_text.unwrap_or_default())
}

fn whole(url: &str, html: &str) -> Article {
    let page = Page::parse(html, &Url::parse(url).unwrap()).unwrap();
    crate::extract::article::read(&page, None, "2024-06-01T00:00:00Z".parse().unwrap())
}

const FORUM: &str = "https://forum.bridges.example/threads/old-bridge.7/";

/// Three posts as programs for forums write them.
fn posts(message: &str, shape: impl Fn(usize, &str) -> String) -> String {
    (1..=3)
        .map(|number| shape(number, &format!("{message} That is what number {number} thinks of it.")))
        .collect()
}

#[rstest]
#[case::classes(|number: usize, text: &str| format!(
    "<article class=message><a class=username href=/m/{number}>Person{number}</a><time>May {number}, 2024</time>\
    <p>Posts: 712</p><div class=bbWrapper>{text}</div><div class=signature>Sent from a tram</div></article>"
))]
#[case::microdata(|number: usize, text: &str| format!(
    "<li itemprop=comment><b itemprop=author><span itemprop=name>Person{number}</span></b>\
    <span>2024-05-0{number} 10:00</span><div class=q itemprop=text>{text}</div><i>Reply</i></li>"
))]
#[case::tables(|number: usize, text: &str| format!(
    "<table class=x{number}><tr><td><a href='/member.php?u={number}'>Person{number}</a></td><td><div>05-0{number}-2024, 09:03</div>\
    <div id=post_message_{number}>{text}</div></td></tr></table>"
))]
#[case::frames(|number: usize, text: &str| format!(
    "<div class=post><div class=postbody><p class=author><a class=username href=/u>Person{number}</a></p>\
    <div class=content>{text}</div><div class=signature>Sent from a tram</div></div></div>"
))]
#[case::numbered(|number: usize, text: &str| format!(
    "<div class=windowbg><h4 class=poster><a href='/profile/{number}'>Person{number}</a></h4><div>May {number}, 2024 10:00</div>\
    <i>Posts: 712</i><div class=inner id=msg_{number}>{text}</div></div>"
))]
#[case::panes(|number: usize, text: &str| format!(
    "<article><aside class=author-pane><h3 class=author><a href='/profile/{number}'>Person{number}</a></h3><ul><li>712</ul></aside>\
    <em>2024-05-0{number} 10:00</em><div id=postmessage_{number}>{text}</div></article>"
))]
fn a_thread_keeps_every_post_with_its_author_and_little_else(#[case] shape: fn(usize, &str) -> String) {
    let (kind, text) = read(FORUM, &posts("The old bridge, they say, goes.", shape));
    assert_eq!(kind, PageKind::Forum);
    for number in 1..=3 {
        assert!(text.contains(&format!("Person{number}")), "{text}");
        assert!(text.contains(&format!("what number {number} thinks")), "{text}");
    }
    assert!(!text.contains("712") && !text.contains("tram") && !text.contains("Reply"), "{text}");
}

#[test]
fn a_thread_is_by_who_began_it_and_comments_are_not() {
    let thread = |class: &str| {
        let posts = posts("The old bridge, they say, goes, and nobody knows why.", |number, text| {
            format!(
                "<div class={class}><a href='/profile/{number}'>Person{number}</a><i>May {number}, 2024 10:00</i>\
                <div id=post_message_{number}>{text}</div></div>"
            )
        });
        format!("<h1>The old bridge</h1><div>{posts}</div>")
    };
    assert_eq!(whole(FORUM, &thread("row")).authors, ["Person1"]);
    let further = [format!("{FORUM}page-2"), format!("{FORUM}?start=20"), format!("{FORUM}?page=3")];
    let before = format!("<link rel=prev href='{FORUM}'>{}", thread("row"));
    assert!(further.iter().all(|url| whole(url, &thread("row")).authors.is_empty()));
    assert!(whole(FORUM, &before).authors.is_empty());
    assert!(whole(FORUM, &thread("answer")).authors.is_empty());
    let around = format!("<div class=js-replyNewMessageContainer>{}</div>", thread("row"));
    assert_eq!(whole(FORUM, &around).authors, ["Person1"]);
    let comments = whole(FORUM, &thread("comment"));
    assert_eq!((comments.kind, comments.authors), (PageKind::Forum, Vec::new()));
}

#[test]
fn the_first_post_of_a_thread_is_known_by_the_class_of_its_answers() {
    let answers = posts("The old bridge, they say, goes.", |number, text| {
        format!(
            "<li><b class=author>Person{number}</b><time>May 1</time><div class='said wide' itemprop=text>{text}</div></li>"
        )
    });
    let html =
        format!("<div class='said first'>Who knows what becomes of the bridge?</div><ul>{answers}</ul>");
    assert!(read(FORUM, &html).1.starts_with("Who knows what becomes of the bridge?"));
}

#[test]
fn a_thread_without_any_sign_of_its_program_is_known_by_its_posts() {
    let html = posts(
        "The old bridge, they say, goes, and nobody in the town knows why it does so.",
        |number, text| {
            format!(
                "<li class=comments_tree><a href=/u/p{number}>Person{number}</a> <span>May {number}, 2024</span><div class=comment_text>{text}</div>"
            )
        },
    );
    assert_eq!(read("https://links.example/s/x", &html).0, PageKind::Forum);
}

#[test]
fn comments_below_an_article_make_no_thread_of_it() {
    let comments = posts("I liked that.", |number, text| {
        format!(
            "<li><b class=author>Person{number}</b><time>May 1</time><div class=comment-content>{text}</div></li>"
        )
    });
    let html = format!("<article>{}</article><ol class=commentlist>{comments}</ol>", prose("bridge", 5));
    let (kind, text) = read("https://daily.example/2024/05/bridge", &html);
    assert_eq!(kind, PageKind::Article);
    assert!(!text.contains("I liked that"));
}

#[test]
fn remarks_below_answers_and_quotes_of_earlier_posts_are_left_out() {
    let html = "<html itemscope itemtype='https://schema.org/QAPage'><div class=post-body itemprop=text>Why does the old bridge \
        sing so loudly whenever the wind comes from the west?</div><span class=comment-copy>Which bridge?</span>\
        <div class=post-body itemprop=text><blockquote>Ann wrote: Why does the old bridge sing so loudly whenever the wind \
        comes from the west?</blockquote>Its ropes are hollow.</div>";
    let (kind, text) = read("https://daily.example/questions/7/bridge", html);
    assert_eq!(kind, PageKind::Forum);
    assert_eq!(
        text,
        "Why does the old bridge sing so loudly whenever the wind comes from the west?\n\nIts ropes are hollow."
    );
}

#[test]
fn a_page_that_scripts_write_is_read_from_its_noscript() {
    let posts = posts("The old bridge, they say, goes, and so on. ".repeat(6).as_str(), |number, text| {
        format!(
            "<div><span class=author>Person{number}</span><time>May 1</time><div class=post itemprop=text>{text}</div></div>"
        )
    });
    let (kind, text) = read(FORUM, &format!("<body><div id=app></div><noscript>{posts}</noscript>"));
    assert_eq!(kind, PageKind::Forum);
    assert!(text.contains("what number 3 thinks"));
}

#[test]
fn an_offer_keeps_all_its_sections() {
    let section = |name: &str| {
        format!(
            "<section class='banner promo'><h2>{name}</h2><div class=cards><div><h3><a href=/a>{name} by day</a></h3>For a team.</div>\
            <div><h3><a href=/b>{name} by night</a></h3>For a town.</div></div></section>"
        )
    };
    let html = format!(
        "<header><nav><a href=/>Home</a></nav></header><main>{}{}{}</main><footer>All rights reserved.</footer>",
        section("Building"),
        section("Mending"),
        section("Painting")
    );
    let (kind, text) = read("https://bridges.example/services/bridges", &html);
    assert_eq!(kind, PageKind::Service);
    for kept in ["Building by day", "For a town.", "Mending", "Painting by night"] {
        assert!(text.contains(kept), "{text}");
    }
    assert!(!text.contains("Home") && !text.contains("rights"));
}

#[test]
fn a_manual_keeps_its_code_and_its_lists_of_links() {
    let links =
        "<ul><li><a href=/a>Building a bridge of stone</a><li><a href=/b>Building a bridge of wood</a></ul>";
    let html = format!("<main>{}<pre>bridge --new</pre>{links}</main>", prose("command", 3));
    let (kind, text) = read("https://docs.bridges.example/guide", &html);
    assert_eq!(kind, PageKind::Documentation);
    assert!(text.contains("bridge --new") && text.contains("Building a bridge of wood"));
}

#[test]
fn a_page_of_links_is_a_listing() {
    let links = (0..60)
        .map(|number| format!("<li><a href=/{number}>Bridge {number} opens in a town</a>"))
        .collect::<String>();
    assert_eq!(read("https://daily.example/bridges", &format!("<ul>{links}</ul>")).0, PageKind::Listing);
}

#[test]
fn what_the_main_pane_stands_in_is_no_menu_whatever_its_class_says() {
    let html = format!(
        "<div class=row-offcanvas><main>{}</main></div><div>{}</div>",
        prose("bridge", 3),
        prose("tram", 1)
    );
    assert!(body_of(&html, None).text.contains("Paragraph 2 tells about the bridge"));
}

#[test]
fn a_button_in_a_heading_bears_its_words() {
    let html = format!(
        "<article>{}<h3><button>Who pays?</button></h3><p>The town.</p></article>",
        prose("bridge", 4)
    );
    assert!(body_of(&html, None).text.ends_with("Who pays?\n\nThe town."));
}

#[test]
fn an_article_behind_a_wall_keeps_its_beginning_and_says_that_it_is_partial() {
    let html = format!("<article>{}<h3>Subscribe to continue reading</h3></article>", prose("bridge", 3));
    let article = |html: &str| {
        let page = page(html);
        crate::extract::article::read(&page, None, "2024-06-01T00:00:00Z".parse().unwrap())
    };
    let read = article(&html);
    assert!(read.partial && read.kind == PageKind::Article);
    assert!(read.body_text.unwrap().ends_with("will open in spring."));

    let walled = article(
        "<meta property=og:description content='A bridge opens.'><article><p>Log in to continue reading.</p></article>",
    );
    assert!(walled.partial && walled.kind == PageKind::Wall);
    assert_eq!((walled.body_text, walled.lead.as_deref()), (None, Some("A bridge opens.")));
}

#[test]
fn what_members_have_below_each_of_their_messages_is_no_part_of_a_thread() {
    let posts = ["bridge", "ferry", "road"].map(|topic| {
        format!(
            "<article class=message><a class=username href=/u/ann>Ann</a> <time>2024-05-03</time><div class=message-body>\
            <p>I had waited for the {topic} of the town for many years, and it will open soon.</p>\
            <blockquote><p>Quoted</p><a role=button>Click to expand</a></blockquote></div>\
            <aside class=message-signature><div class=bbWrapper>My boats: a canoe, a raft, and a barge.</div></aside></article>"
        )
    });
    let (_, text) = read(FORUM, &posts.concat());
    assert_eq!(text.matches("had waited").count(), 3, "{text}");
    assert!(!text.contains("barge") && !text.contains("expand"), "{text}");
}

#[test]
fn the_buttons_the_posts_and_the_fine_print_of_an_offer_are_left_out() {
    let links = "<h3><a href=/blog/a>How bridges are built</a></h3><p>It takes years.</p>\
        <h3><a href=/blog/b>How ferries are built</a></h3><p>It takes months.</p>";
    let html = format!(
        "<main><h1>Bridges</h1>{}<a class='btn btn-primary' href=/start>Start now</a><a class=btn href=/plan.pdf>The plan</a>\
        <section><div><h2>From our blog</h2></div><div>{links}</div></section>\
        <div class=legal-copy><p>All prices without the tax of the country.</p></div></main>",
        prose("bridge", 4)
    );
    let (_, text) = read("https://build.example/services/bridges", &html);
    assert!(text.contains("Paragraph 3") && text.contains("The plan"), "{text}");
    for gone in ["Start now", "How bridges", "It takes", "All prices"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
}

#[test]
fn a_guide_with_samples_of_code_is_a_manual() {
    let guide = "https://build.example/en/learn/first-bridge";
    let (samples, text) = ("<pre>let bridge = 1;</pre>".repeat(3), prose("bridge", 3));
    assert_eq!(read(guide, &format!("<main>{samples}{text}</main>")).0, PageKind::Documentation);
    assert_ne!(read(guide, &format!("<main>{text}</main>")).0, PageKind::Documentation);
}

#[test]
fn an_overview_is_no_article_because_its_system_calls_it_one() {
    let chapters = ["knots", "sails", "oars", "tides", "signals"].map(|name| {
        let text = "How it was done when the harbour was built, and how it is done by whoever sails from there today.";
        format!("<section><h2><a href=/seamanship/{name}>{name}</a></h2><p>{text}</p></section>")
    });
    let stamps =
        "<meta property=og:type content=article><meta property=article:published_time content=2024-05-03>";
    let html = format!("{stamps}<main><h1>Seamanship</h1>{}</main>", chapters.concat());
    assert_eq!(read("https://harbour.example/seamanship", &html).0, PageKind::Service);
    assert_eq!(read("https://harbour.example/crafts", &html).0, PageKind::Article);
}
