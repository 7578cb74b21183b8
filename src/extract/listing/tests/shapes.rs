//! Shapes of listings: lists of terms with several links, link blogs.

use super::*;

/// A list of papers: the term has their forms, the description the title.
fn papers() -> String {
    let items = cards(0, 6, |at, subject, _| {
        let number = format!("2603.1000{at}");
        format!(
            "<dt>[{at}] <a href=/abs/{number}>paper:{number}</a> [<a href=/pdf/{number}>pdf</a>, <a href=/html/{number}v1>html</a>]</dt>\
             <dd><div class=list-title><span class=descriptor>Title:</span> {subject}</div>\
             <div class=list-authors><a href='/search?author=Lee+A'>Ann Lee</a>, <a href='/search?author=Chan+{at}'>Bo Chan</a></div></dd>"
        )
    });
    format!("<dl id=articles>{items}</dl>")
}

#[test]
fn a_term_with_several_links_is_one_entry_named_by_its_description() {
    let html = page(&papers());
    let expected: Vec<(String, String)> = SUBJECTS
        .iter()
        .enumerate()
        .map(|(at, subject)| (format!("/abs/2603.1000{at}"), (*subject).to_owned()))
        .collect();
    assert_eq!(entries(&html), expected);
    let first = listing("https://town.example/list", &html).listing.entries.swap_remove(0);
    assert_eq!(first.authors, ["Ann Lee", "Bo Chan"]);
}

/// A link blog: the title leads to the `site` of another, or of the blog, and a sign beside it to the blog's own place.
fn link_blog(site: &str, sign: impl Fn(usize) -> String) -> String {
    page(&cards(0, 6, |at, subject, slug| {
        format!(
            "<article class=linked><h2><a href={site}/{slug}>{subject}</a></h2><p>A word about it, long enough to say what it is.</p>\
             <a class=permalink href=/2026/03/{at}-of-march>{}</a></article>",
            sign(at)
        )
    }))
}

#[test]
fn what_the_titles_of_a_link_blog_lead_to_are_its_entries() {
    for sign in ["∞", "¶", "#", "Permalink"] {
        let found = entries(&link_blog("https://other.example", |_| sign.to_owned()));
        let expected: Vec<(String, String)> = SUBJECTS
            .iter()
            .map(|subject| (format!("https://other.example/{}", slug(subject)), (*subject).to_owned()))
            .collect();
        assert_eq!(found, expected, "{sign}");
    }
    let found = entries(&link_blog("https://other.example", |at| format!("{} March 2026", at + 1)));
    assert!(found.iter().all(|(url, _)| url.starts_with("https://other.example/")), "{found:?}");
}

#[test]
fn a_post_about_something_elsewhere_is_its_own_entry() {
    let html = page(&cards(0, 6, |at, subject, slug| {
        format!(
            "<article><h2><a href=/2026/{slug}>{subject}</a> <a class=permalink href=/2026/{slug}>#</a></h2>\
             <p>A word about <a href=https://other.example/{at}>the piece</a>, long enough to say what it is.</p></article>"
        )
    }));
    let found = entries(&html);
    assert_eq!(found.len(), 6);
    assert!(found.iter().all(|(path, _)| path.starts_with("/2026/")), "{found:?}");
}

#[test]
fn a_link_blog_is_known_by_what_its_permalinks_all_say_in_any_language() {
    for word in ["Permalien", "永久链接", "رابط دائم"] {
        let html = page(&cards(0, 6, |at, subject, slug| {
            format!(
                "<article><h2><a href=https://site{at}.example/{slug}>{subject}</a></h2><p>A word about it.</p>\
                 <a class=permalink href=/2026/03/{at}-x>{word}</a></article>"
            )
        }));
        let found = listing("https://town.example/news", &html).listing.entries;
        assert_eq!(titles(&html), SUBJECTS);
        assert_eq!(found[2].url.as_ref().unwrap().host_str(), Some("site2.example"), "{word}");
    }
}

#[test]
fn of_links_with_the_same_cards_the_titles_lead_to_the_entries() {
    let html = page(&cards(0, 6, |at, _, slug| {
        format!(
            "<section><h2 class=sr-only>v4.{at}</h2><div class=when><time datetime=2026-03-0{}>day</time></div>\
             <div><span class=f1><a href=/town/ferry/releases/tag/v4.{at}>v4.{at}</a></span></div>\
             <div class=markdown-body><ul><li>{slug} is mended and everybody may use it again from now on</li></ul>\
             <p>Full list: <a href=/town/ferry/compare/v4.{at}...v4.{}>v4.{at}...v4.{}</a></p></div></section>",
            at + 1,
            at + 1,
            at + 1
        )
    }));
    let found = listing("https://town.example/town/ferry/releases", &html).listing.entries;
    assert_eq!(found.len(), 6);
    assert!(found.iter().all(|entry| entry.url.as_ref().unwrap().path().contains("/releases/tag/")));
}

#[test]
fn another_link_in_the_card_of_an_entry_is_no_entry_where_its_group_leads_to_entries_else() {
    let html = page(&cards(0, 6, |at, subject, slug| {
        let place = if at % 4 == 1 { format!("/m/publisher-{at}") } else { format!("/news/{slug}") };
        format!(
            "<div class=story><h3><a href=/news/{slug}>{subject}</a></h3><div class=foot><span class=when>March {}, 2026</span>\
             <a class=pic href={place}><img src=/i/{at}.jpg alt='What it shows'></a></div></div>",
            9 - at
        )
    }));
    assert_eq!(titles(&html), SUBJECTS);
}

#[test]
fn a_bold_first_line_is_the_title_of_a_link_that_says_more() {
    let html = page(&cards(0, 6, |at, subject, slug| {
        format!(
            "<p><a href=/news/{slug}><strong>{subject}</strong><br>2026-03-0{}<br>What there is to say about it, in words that go on for a while.</a></p>",
            at + 1
        )
    }));
    assert_eq!(titles(&html), SUBJECTS);
}

#[test]
fn in_a_table_the_date_before_the_title_does_not_hide_it() {
    let html = page(&format!(
        "<table>{}</table>",
        cards(0, 6, |at, subject, _| format!(
            "<tr><td><a href=/security/sa-2026-30{at}>SA-2026-30{at}</a></td><td class=grade>High</td><td>2026-03-0{}</td><td>{subject}</td></tr>",
            at + 1
        ))
    ));
    assert_eq!(titles(&html), SUBJECTS);
}

#[test]
fn a_topic_that_stands_before_each_title_in_the_same_way_is_no_entry() {
    let html = page(&cards(0, 6, |_, subject, slug| {
        format!("<li><a href=/topic/town>Town</a> <a href=/posts/{slug}>{subject}</a></li>")
    }));
    let expected: Vec<(String, String)> =
        SUBJECTS.iter().map(|subject| (format!("/posts/{}", slug(subject)), (*subject).to_owned())).collect();
    assert_eq!(entries(&html), expected);
}

#[test]
fn entries_whose_links_share_one_element_are_kept() {
    let html = page(&format!(
        "<div>{}</div>",
        cards(0, 6, |at, subject, slug| {
            format!(
                "<a href=/posts/{slug}><img src=/{at}.jpg></a><br><a href=/posts/{slug}>{subject}</a><br>A word about it <a href=/posts/{slug}>Read more</a><br>"
            )
        })
    ));
    assert_eq!(entries(&html).len(), 6);
}

#[test]
fn a_widget_of_popular_posts_that_looks_like_the_list_is_none_of_it() {
    let card = |slug: &str, subject: &str| {
        format!(
            "<div class=item><a href=/posts/{slug}><img src=/{slug}.jpg></a><h3><a href=/posts/{slug}>{subject}</a></h3>\
            <time datetime=2026-03-01>1 March 2026</time></div>"
        )
    };
    let list = cards(0, 4, |_, subject, slug| card(slug, subject));
    let popular = ["What the council decided long ago", "What the ferry cost last year"];
    let popular = popular.iter().enumerate().map(|(at, subject)| card(&format!("old-{at}"), subject));
    let popular = popular.collect::<String>();
    for side in [
        format!(
            "<aside class=widget-area><section class=widget><h4>Latest of all</h4><ul>{popular}</ul></section></aside>"
        ),
        format!("<div class=main-sidebar><div class=box><h4>Most read</h4>{popular}</div></div>"),
    ] {
        let html = page(&format!("<main><div class=list>{list}</div></main>{side}"));
        assert_eq!(titles(&html), SUBJECTS[..4], "{side}");
    }
}
