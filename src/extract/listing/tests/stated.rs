//! Lists that pages state: markup, JSON-LD, states of scripts.

use rstest::rstest;

use super::*;
use crate::extract::listing::Method;

fn script(state: &str) -> String {
    format!("<script>window.__STATE__ = {state};</script>")
}

fn things(thing: impl Fn(usize, &str, &str) -> String) -> String {
    let things: Vec<String> =
        SUBJECTS.iter().enumerate().map(|(at, subject)| thing(at, subject, &slug(subject))).collect();
    things.join(",")
}

/// Items that are hardly to be seen: their titles and addresses stand for machines alone.
fn items(around: &str, item: &str) -> String {
    let items = cards(0, 6, |at, subject, slug| {
        format!(
            "<div itemscope {item}><meta itemprop=headline content='{subject}'><link itemprop=url href=/news/{slug}>\
             <meta itemprop=datePublished content=2026-03-0{}><span itemprop=author itemscope><b itemprop=name>Ann Lee</b></span></div>",
            at + 1
        )
    });
    format!("<title>Town</title><div itemscope {around}>{items}</div>")
}

#[test]
fn items_of_microdata_are_entries_where_nothing_else_shows_them() {
    let blog = items(
        "itemtype=https://schema.org/Blog",
        "itemprop=blogPost itemtype=https://schema.org/BlogPosting",
    );
    assert_eq!(titles(&blog), SUBJECTS);
    let read = listing("https://town.example/news", &blog);
    assert_eq!(read.method, Method::StructuredData);
    assert_eq!(read.listing.entries[2].published.unwrap().moment.to_string(), "2026-03-03T00:00:00+00:00");
    assert_eq!(read.listing.entries[2].authors, ["Ann Lee"]);
    let list = items(
        "itemtype=http://schema.org/ItemList",
        "itemprop=itemListElement itemtype=http://schema.org/ListItem",
    );
    assert_eq!(titles(&list), SUBJECTS);
}

#[test]
fn items_that_are_the_path_to_the_page_or_stand_beside_its_article_are_none() {
    let path = items(
        "itemtype=https://schema.org/BreadcrumbList",
        "itemprop=itemListElement itemtype=https://schema.org/ListItem",
    );
    assert!(titles(&path).is_empty());
    let own = "<div itemscope itemtype=https://schema.org/NewsArticle><link itemprop=url href=/news><b itemprop=headline>The page</b></div>";
    let beside = items("", "itemtype=https://schema.org/NewsArticle");
    assert!(titles(&format!("{own}{beside}")).is_empty());
}

#[test]
fn entries_of_a_feed_in_the_markup_keep_their_names_and_not_those_of_their_writers() {
    let html = cards(0, 6, |_, subject, slug| {
        format!(
            "<div class=h-entry><a class='p-author h-card u-url' href=https://ann.example/>Ann Lee</a>\
             <data class=p-name value=x>{subject}</data><link class=u-url href=/news/{slug}></div>"
        )
    });
    let html = format!("<title>Town</title><div class=h-feed>{html}</div>");
    assert_eq!(titles(&html), SUBJECTS);
}

#[test]
fn articles_that_are_stated_side_by_side_give_writers_and_topics() {
    let nodes = things(|_, subject, slug| {
        format!(
            r#"{{"@type":"NewsArticle","url":"/news/{slug}","headline":"{subject}","author":[{{"@type":"Person","name":"Ann Lee"}}],"keywords":"ferry, harbour"}}"#
        )
    });
    let html = format!("<title>Town</title><script type=application/ld+json>[{nodes}]</script>");
    let read = listing("https://town.example/news", &html);
    assert_eq!(titles(&html), SUBJECTS);
    assert_eq!(read.listing.entries[0].authors, ["Ann Lee"]);
    assert_eq!(read.listing.entries[0].tags, ["ferry", "harbour"]);
}

fn slugs() -> String {
    let posts =
        things(|_, subject, slug| format!(r#"{{"title":"{subject}","slug":{{"current":"{slug}"}}}}"#));
    script(&format!(r#"{{"page":{{"posts":[{posts}]}}}}"#))
}

#[test]
fn things_without_addresses_stand_where_a_link_of_the_page_shows_that_they_do() {
    let known = slug(SUBJECTS[3]);
    let html = format!("<div id=app></div><link rel=prefetch href=/stories/{known}.html>{}", slugs());
    let expected: Vec<String> =
        SUBJECTS.iter().map(|subject| format!("/stories/{}.html", slug(subject))).collect();
    let found: Vec<String> = entries(&html).into_iter().map(|(path, _)| path).collect();
    assert_eq!(found, expected);
}

#[test]
fn no_address_is_made_up_where_no_link_or_no_single_place_shows_it() {
    assert!(entries(&format!("<div id=app></div><link rel=help href=/help>{}", slugs())).is_empty());
    let two = format!(
        "<link rel=prefetch href=/town/{}><link rel=prefetch href=/life/{}>",
        slug(SUBJECTS[0]),
        slug(SUBJECTS[1])
    );
    assert!(entries(&format!("<div id=app></div>{two}{}", slugs())).is_empty());
}

#[test]
fn a_store_of_things_by_their_ids_is_read_by_their_types() {
    let posts = things(|at, subject, slug| {
        format!(r#""Post:{at}":{{"__typename":"Post","title":"{subject}","uri":"/news/{slug}"}}"#)
    });
    let tags: Vec<String> = (0..9)
        .map(|at| format!(r#""Tag:{at}":{{"__typename":"Tag","name":"A topic of the whole town"}}"#))
        .collect();
    let html = format!("<div id=app></div>{}", script(&format!("{{{posts},{}}}", tags.join(","))));
    assert_eq!(titles(&html), SUBJECTS);
}

#[test]
fn a_store_is_read_in_the_order_of_the_page_and_the_first_of_two_alike_stands() {
    let store = |kind: &str| {
        let thing = |(at, subject): (usize, &&str)| {
            let number = 12 - at;
            format!(
                r#""{kind}:{number}":{{"__typename":"{kind}","title":"{kind} {subject}","uri":"/{kind}/{number}"}}"#
            )
        };
        SUBJECTS.iter().enumerate().map(thing).collect::<Vec<_>>().join(",")
    };
    let html = script(&format!("{{{},{},{}}}", store("Post"), store("Video"), store("Event")));
    let expected: Vec<String> = SUBJECTS.iter().map(|subject| format!("Post {subject}")).collect();
    for _ in 0..4 {
        assert_eq!(titles(&format!("<div id=app></div>{html}")), expected);
    }
}

#[test]
fn short_titles_of_a_script_without_spaces_are_titles() {
    let titles_of = ["港口渡轮恢复通航", "老果园向公众开放", "灯光节移至河岸", "铁路工人同意夜班"];
    let things = titles_of.iter().enumerate();
    let things = things.map(|(at, title)| format!(r#"{{"title":"{title}","url":"/p/{at}"}}"#));
    let html = script(&format!("[{}]", things.collect::<Vec<_>>().join(",")));
    assert_eq!(titles(&format!("<html lang=zh><div id=app></div>{html}")), titles_of);
}

fn links(links: &[(&str, &str)], more: &str) -> ListingRead {
    let links = links.iter().map(|(title, path)| format!(r#"{{{more}"title":"{title}","url":"/{path}"}}"#));
    let html = script(&format!(r#"{{"footer":[{}]}}"#, links.collect::<Vec<_>>().join(",")));
    listing("https://town.example/news", &format!("<div id=app></div>{html}"))
}

#[rstest]
#[case("")]
#[case(r#""description":"All that there is to know","#)]
fn a_menu_in_a_state_is_no_listing(#[case] more: &str) {
    let menu = [
        ("About our company", "about"),
        ("Terms and conditions", "terms"),
        ("Help and contact", "help"),
        ("Privacy policy of ours", "privacy"),
        ("Careers at our house", "jobs"),
    ];
    assert!(links(&menu, more).listing.entries.is_empty());
}

#[test]
fn bare_titles_and_addresses_in_a_state_are_no_sure_listing() {
    let bare = SUBJECTS.map(|subject| (subject, subject.split(' ').next().unwrap()));
    let unsure = |more: &str| links(&bare, more).listing.confidence < crate::model::UNSURE_BELOW;
    assert!(unsure(""));
    assert!(!unsure(r#""date":"2026-03-01","#));
}
