//! Pages of links that are no listings.

use rstest::rstest;

use super::*;
use crate::model::UNSURE_BELOW;

const NAMES: [&str; 12] = [
    "harbour", "ferry", "council", "library", "orchard", "museum", "bridge", "festival", "garden", "railway",
    "school", "market",
];

fn each(link: impl Fn(usize, &str) -> String) -> String {
    NAMES.iter().enumerate().map(|(at, name)| link(at, name)).collect()
}

#[rstest]
#[case::a_menu(format!("<nav><ul>{}</ul></nav>", each(|_, name| format!("<li><a href=/{name}>The {name}</a>"))))]
#[case::a_menu_in_no_landmark(format!("<div><ul>{}</ul></div>", each(|_, name| format!("<li><a href=/{name}>The {name}</a>"))))]
#[case::a_tag_cloud(format!("<div class=tag-cloud>{}</div>", each(|at, name| format!("<a href=/tag/{name} style='font-size:{at}pt'>{name}</a> "))))]
#[case::a_bare_cloud(format!("<h1>Topics</h1><p>{}</p>", each(|_, name| format!("<a href=/{name}>{name}</a>, "))))]
#[case::topics_with_counts(format!("<h1>All topics</h1><ul>{}</ul>", each(|at, name| format!("<li><a href=/topic/{name}>{name}</a> ({at})"))))]
#[case::tiles_of_topics(format!("<main>{}</main>", each(|_, name| format!("<div><a href=/category/{name}><img src=/i/{name}.jpg><h3>{name}</h3></a></div>"))))]
#[case::letters(format!("<p>{}</p>", ('a'..='z').map(|letter| format!("<a href=/index/{letter}>{letter}</a> ")).collect::<String>()))]
#[case::an_index(each(|_, name| format!("<h2>{name}</h2><ul><li><a href=/people/{name}-lee>Lee {name}</a><li><a href=/people/{name}-chan>Chan {name}</a></ul>")))]
#[case::a_pager(format!("<div>{}</div>", (2..14).map(|number| format!("<a href=/news/page/{number}>{number}</a> ")).collect::<String>()))]
#[case::a_pager_by_query(format!("<div>{}</div>", (2..14).map(|number| format!("<a href=?page={number}>{number}</a> ")).collect::<String>()))]
#[case::a_footer("<footer><ul><li><a href=/about-us>About us</a><li><a href=/jobs>Jobs at the paper</a><li><a href=/help>Help centre</a>\
    <li><a href=/privacy>Privacy policy</a><li><a href=/terms>Terms and conditions</a><li><a href=/imprint>Imprint</a></ul></footer>".to_owned())]
#[case::languages("<ul><li><a href=/en/>English</a><li><a href=/de/>Deutsch</a><li><a href=/fr/>Français</a><li><a href=/ar/>العربية</a></ul>".to_owned())]
#[case::months(format!("<h1>Archive</h1><ul>{}</ul>", (1..=12).map(|month| format!("<li><a href=/2025/{month:02}/>2025-{month:02}</a> (7)")).collect::<String>()))]
fn what_only_leads_around_a_site_is_no_sure_listing(#[case] content: String) {
    let html = format!("<html lang=en><title>Town</title><body>{content}");
    let read = listing("https://town.example/explore", &html).listing;
    assert!(read.confidence < UNSURE_BELOW, "{} {:?}", read.confidence, read.entries.len());
}

const SENTENCE: &str = "<p>The council met on Monday evening and spoke for two hours about the harbour and the ferry that it needs, while the whole town listened.</p>";

fn links_beside() -> String {
    let links = SUBJECTS.map(|subject| format!("<li><a href=/news/{}>{subject}</a>", slug(subject)));
    format!("<ul>{}</ul>", links.concat())
}

#[rstest]
#[case::links_in_an_aside(format!("<article><h1>Council meets</h1>{}</article><aside>{}</aside>", SENTENCE.repeat(9), links_beside()))]
#[case::links_below_a_page_that_calls_itself_an_article(
    format!("<meta property=og:type content=article><h1>Council meets</h1>{}<div>{}</div>", SENTENCE.repeat(40), links_beside())
)]
#[case::the_days_of_a_calendar(
    format!("<table><tr>{}</table>", (1..=28).map(|day| format!("<td><a href=/events/2026/03/{day:02}>{day}</a>")).collect::<String>())
)]
fn a_page_that_is_no_listing_has_no_entries_and_says_why(#[case] content: String) {
    let html = format!("<html lang=en><title>Town</title><body>{content}");
    let read = listing("https://town.example/explore", &html).listing;
    assert_eq!(read.entries.len(), 0, "{}", read.confidence);
    assert!(read.skipped.iter().any(|skip| skip.reason == SkipReason::NoListing));
}

/// Posts of a thread, as forums write them: the name of a member, the day with a link to the post, and some words.
fn posts(thread: &str) -> String {
    each(|at, name| {
        format!(
            "<article class=post><h4><a href={thread}post-{at}>{name}</a></h4><time datetime=2026-03-{:02}>day</time>\
             <p>The {name} is what I would ask about first, since nobody has told us yet.</p></article>",
            at + 1
        )
    })
}

#[test]
fn the_posts_of_a_thread_are_no_sure_listing_where_the_page_says_what_it_is() {
    let thread = "/threads/who-paints-the-old-harbour.17/";
    let statement = r#"<script type="application/ld+json">{"@type":"DiscussionForumPosting","headline":"Who paints the harbour?"}</script>"#;
    let page = |head: &str| {
        let html = format!(
            "<html lang=en><title>Who paints the harbour?</title>{head}<main>{}</main>",
            posts(thread)
        );
        listing(&format!("https://town.example{thread}"), &html).listing.confidence
    };
    assert!(page(statement) < UNSURE_BELOW, "{}", page(statement));
    assert!(page(statement) < page(""), "{} {}", page(statement), page(""));
}

#[test]
fn stories_like_the_page_itself_are_less_of_a_listing_than_those_below_it() {
    let html = format!("<html lang=en><title>Town</title><main>{SENTENCE}{}</main>", links_beside());
    let of_section = listing("https://town.example/news", &html).listing.confidence;
    let of_story =
        listing("https://town.example/news/what-the-council-said-on-monday", &html).listing.confidence;
    assert!(of_story < of_section / 2.0, "{of_story} {of_section}");
}

#[test]
fn a_thread_whose_posts_repeat_its_title_has_no_entries() {
    let posts = each(|at, name| {
        format!(
            "<div class=blockpost><h2><a href='/viewtopic.php?pid={at}#p{at}'>2026-03-{:02} 10:00:00</a></h2><h3>Re: Who paints the harbour?</h3>\
             <p>The {name} is what I would ask about first, since nobody has told us yet.</p></div>",
            at + 1
        )
    });
    let html = format!("<html lang=en><title>Who paints the harbour?</title><body>{posts}");
    assert!(listing("https://town.example/viewtopic.php?id=17", &html).listing.entries.is_empty());
}

#[test]
fn an_article_with_stories_in_its_pane_has_no_entries_whatever_they_are() {
    let stories = cards(0, 6, |at, subject, slug| {
        format!(
            "<article class='card hentry'><h3 class=entry-title><a href=/news/{slug}>{subject}</a></h3>\
             <time datetime=2026-03-0{}>day</time></article>",
            at + 1
        )
    });
    let html = format!(
        "<html lang=en><meta property=og:type content=article><title>Council</title><body><main><h1>Council meets</h1>{}\
         <section>{stories}</section></main>",
        SENTENCE.repeat(12)
    );
    assert!(
        listing("https://town.example/news/what-the-council-said-on-monday", &html)
            .listing
            .entries
            .is_empty()
    );
}

#[test]
fn a_page_that_states_one_recipe_has_no_entries() {
    let stories = cards(0, 4, |at, subject, slug| {
        format!(
            "<div class=card><a href=/recipes/{slug}><img src=/i/{at}.jpg><h3>{subject}</h3></a><time datetime=2026-03-0{}>day</time></div>",
            at + 1
        )
    });
    let page = |statement: &str| {
        let html =
            page(&format!("{statement}<h1>Bean soup</h1>{}<section>{stories}</section>", SENTENCE.repeat(6)));
        listing("https://town.example/recipes/bean-soup", &html).listing.entries.len()
    };
    let recipe = r#"<script type="application/ld+json">{"@type":"Recipe","name":"Bean soup"}</script>"#;
    assert_eq!((page(""), page(recipe)), (4, 0));
}

#[test]
fn what_stands_beside_nothing_or_a_product_is_no_listing() {
    let stories = cards(0, 4, |at, subject, slug| {
        format!("<li><a href=/posts/{slug}>{subject}</a> <time datetime=2026-03-0{}>day</time></li>", at + 1)
    });
    let page = |content: &str| {
        let html = page(&format!("{content}<div class=more><ul>{stories}</ul></div>"));
        listing("https://town.example/search", &html).listing.entries.len()
    };
    assert_eq!(page("<h1>Search</h1>"), 4);
    assert_eq!(page("<h1>Nothing found</h1>"), 0);
    assert_eq!(page("<h1>Search</h1><p>No results for bridges.</p>"), 0);
    assert_eq!(
        page("<h1>News</h1><div><h2><a href=/posts/vote>No results in the council vote</a></h2></div>"),
        4
    );
    let mug = r#"<script type="application/ld+json">{"@type":"Product","name":"A mug"}</script>"#;
    assert_eq!(page(&format!("{mug}<h1>A mug</h1>")), 0);
    assert_eq!(page(&format!("{mug}<h1>A mug and a bowl</h1>")), 4);
}

#[test]
fn a_list_that_is_asked_for_by_a_query_is_as_sure_as_one_with_a_path() {
    let sure = |own: &str, of_entry: fn(usize) -> String| {
        let stories = cards(0, 6, |at, subject, _| {
            format!(
                "<li><h2><a href='{}'>{subject}</a></h2><time datetime=2026-03-0{}>day</time></li>",
                of_entry(at),
                at + 1
            )
        });
        listing(own, &page(&format!("<ul>{stories}</ul>"))).listing.confidence >= UNSURE_BELOW
    };
    assert!(sure("https://board.example/forum.php?f=12", |at| format!("/topic.php?t=10{at}")));
    assert!(sure("https://board.example/board.php?name=town", |at| format!(
        "/board.php?name=town&id=10{at}"
    )));
}
