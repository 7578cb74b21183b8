//! What a site says that cannot be meant: home pages in the place of articles, names that all articles share, numbers that
//! are places on the page, and a maintenance page in the place of a section.

use std::collections::HashSet;

use feedmill::feed::{Condition, ServiceError};
use rstest::rstest;
use serde_json::Value;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, SPRING_STORY, Story, article, listing};
use super::mill::{Mill, RECHECK_SECONDS};
use super::upstream::Reply;

const BAKERY: Card = Card {
    path: "/news/politics/ovens-of-the-old-town",
    title: "Ovens of the old town",
    date: "27 Feb 2026 12:00",
    teaser: "",
};
const BAKERY_STORY: Story = Story {
    post_id: "503",
    title: "Ovens of the old town",
    date: "27 Feb 2026 12:00",
    text: "Seven families bake for their street, each on another morning before sunrise.",
};
const ARCHIVE: Card = Card {
    path: "/news/politics/letters-under-the-stairs",
    title: "Letters under the stairs",
    date: "26 Feb 2026 12:00",
    teaser: "",
};
const ARCHIVE_STORY: Story = Story {
    post_id: "504",
    title: "Letters under the stairs",
    date: "26 Feb 2026 12:00",
    text: "An archivist found nine crates that nobody had opened since her grandmother packed them.",
};
const ALL: [(Card, Story); 4] =
    [(FERRY, FERRY_STORY), (SPRING, SPRING_STORY), (BAKERY, BAKERY_STORY), (ARCHIVE, ARCHIVE_STORY)];

const HOME_PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>A ferry by night</title></head><body><main>\
    <article><h1>A ferry by night</h1><div class=\"p-content\"><p>Welcome to the front page of the paper, where the \
    news of the day stands.</p></div></article></main></body></html>";

#[tokio::test]
async fn an_article_that_redirects_home_is_an_item_with_what_its_card_says() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page("/", HOME_PAGE);
    mill.upstream.set(FERRY.path, Reply::Redirect("/"));

    let first = mill.items("news/politics").await;
    mill.refresh("news/politics").await;

    let second = mill.items("news/politics").await;
    assert_eq!(mill.upstream.requests("/").await.len(), 2);
    assert!(!text_of(&second).contains("front page"), "{second:?}");
    assert_eq!(second[0]["url"], format!("{}{}", mill.upstream.uri(), FERRY.path));
    assert_eq!(second, first);
}

#[tokio::test]
async fn an_article_that_redirects_home_later_keeps_its_text() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    let before = mill.items("news/politics").await;
    mill.upstream.page("/", HOME_PAGE);
    mill.upstream.set(FERRY.path, Reply::Redirect("/"));

    mill.pass(RECHECK_SECONDS);
    mill.refresh("news/politics").await;

    assert_eq!(mill.upstream.requests("/").await.len(), 1);
    assert_eq!(mill.items("news/politics").await, before);
    assert!(text_of(&before).contains(FERRY_STORY.text));
}

#[rstest]
#[case::at_once(true)]
#[case::one_after_the_other(false)]
#[tokio::test]
async fn two_stories_of_one_title_and_one_canonical_address_stay_two(#[case] at_once: bool) {
    let mut mill = Mill::start().await;
    let (monday, tuesday) = (
        Card { path: "/news/politics/report-monday", title: "The weather report", ..FERRY },
        Card { path: "/news/politics/report-tuesday", title: "The weather report", ..FERRY },
    );
    let stories = [
        (monday, "It rained on the hills all night, and the river stood at the second mark of the mill."),
        (tuesday, "A dry wind from the south brought dust into the harbour, where the boats stayed all day."),
    ];
    for (card, text) in stories {
        let story = Story { post_id: "", title: card.title, text, ..FERRY_STORY };
        let link = "<link rel=canonical href=/news/politics/report></head>";
        mill.upstream.page(card.path, article(&story).replace("</head>", link));
    }
    if !at_once {
        mill.upstream.page("/news/politics", listing(&[monday]));
        mill.ask("news/politics").await.unwrap();
        mill.upstream.page("/news/politics", listing(&[tuesday, monday]));
        mill.refresh("news/politics").await;
    }
    mill.upstream.page("/news/politics", listing(&[tuesday, monday]));

    let items = mill.items("news/politics").await;

    assert_eq!(distinct(&items, "id"), 2, "{items:?}");
    for (_, text) in stories {
        assert!(items.iter().any(|item| text_of(item).contains(text)), "{text} is lost");
    }
}

#[rstest]
#[case::the_address_of_a_section("<link rel=\"canonical\" href=\"/section/news\">", "")]
#[case::a_post_id("", "<meta name=\"postid\" content=\"9\">")]
#[case::both("<link rel=\"canonical\" href=\"/section/news\">", "<meta name=\"postid\" content=\"9\">")]
#[tokio::test]
async fn articles_that_all_give_the_same_name_stay_as_many_items(#[case] link: &str, #[case] meta: &str) {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&ALL.map(|(card, _)| card)));
    for (card, story) in &ALL {
        let own = format!("<meta name=\"postid\" content=\"{}\">", story.post_id);
        let html = article(story).replace(&own, meta).replace("</head>", &format!("{link}</head>"));
        mill.upstream.page(card.path, html);
    }

    let first = mill.items("news/politics").await;
    mill.pass(RECHECK_SECONDS);
    mill.refresh("news/politics").await;

    let second = mill.items("news/politics").await;
    for items in [&first, &second] {
        for (card, story) in &ALL {
            let item = titled(items, card.title);
            assert!(text_of(item).contains(story.text), "{item}");
            assert_eq!(item["url"], format!("{}{}", mill.upstream.uri(), card.path));
        }
        assert_eq!(distinct(items, "id"), ALL.len());
    }
    assert_eq!(second, first);
}

#[tokio::test]
async fn articles_that_all_give_the_same_name_stay_apart_when_they_come_one_by_one() {
    let mut mill = Mill::start().await;
    let name = "<link rel=\"canonical\" href=\"/section/news\"><meta name=\"postid\" content=\"9\">";
    for (card, story) in &ALL {
        let own = format!("<meta name=\"postid\" content=\"{}\">", story.post_id);
        mill.upstream
            .page(card.path, article(story).replace(&own, "").replace("</head>", &format!("{name}</head>")));
    }
    let cards = ALL.map(|(card, _)| card);
    mill.upstream.page("/news/politics", listing(&cards[2..]));
    mill.ask("news/politics").await.unwrap();
    for from in [1, 0] {
        mill.upstream.page("/news/politics", listing(&cards[from..]));
        mill.refresh("news/politics").await;
    }
    let before = mill.items("news/politics").await;
    let teased = Card { teaser: "Nine crates.", ..ARCHIVE };
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING, BAKERY, teased]));

    mill.refresh("news/politics").await;

    assert_eq!(mill.upstream.requests(ARCHIVE.path).await.len(), 2);
    let after = mill.items("news/politics").await;
    assert_eq!((after.len(), distinct(&after, "id"), distinct(&after, "url")), (4, 4, 4), "{after:?}");
    for (card, story) in &ALL {
        let item = titled(&after, card.title);
        assert!(text_of(item).contains(story.text), "{item}");
        assert_eq!(item["url"], format!("{}{}", mill.upstream.uri(), card.path));
        assert_eq!(item["id"], titled(&before, card.title)["id"]);
    }
}

#[tokio::test]
async fn a_post_under_two_addresses_and_two_titles_is_one_item() {
    let mill = Mill::start().await;
    let elsewhere =
        Card { path: "/news/politics/boats-after-dark", title: "Boats after dark on the bay", ..FERRY };
    let again = Story {
        title: elsewhere.title,
        text: "The council lets the boats cross the bay until two in the morning.",
        ..FERRY_STORY
    };
    mill.upstream.page("/news/politics", listing(&[FERRY, elsewhere]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.upstream.page(elsewhere.path, article(&again));

    let items = mill.items("news/politics").await;

    assert_eq!(items.len(), 1, "{items:?}");
}

#[rstest]
#[case::unreachable_articles(false)]
#[case::articles_without_an_id(true)]
#[tokio::test]
async fn numbers_that_are_places_on_the_page_mix_up_no_items(#[case] reachable: bool) {
    let mut mill = Mill::start().await;
    for (card, story) in ALL.iter().filter(|_| reachable) {
        let own = format!("<meta name=\"postid\" content=\"{}\">", story.post_id);
        mill.upstream.page(card.path, article(story).replace(&own, ""));
    }
    mill.upstream.page("/news/politics", numbered_listing(&[SPRING, BAKERY, ARCHIVE]));
    let first = mill.items("news/politics").await;
    mill.upstream.page("/news/politics", numbered_listing(&[FERRY, SPRING, BAKERY]));

    mill.refresh("news/politics").await;
    mill.refresh("news/politics").await;

    let second = mill.items("news/politics").await;
    assert_eq!((first.len(), second.len()), (3, 4), "{second:?}");
    assert_eq!((distinct(&second, "id"), distinct(&second, "url")), (4, 4));
    for (card, _) in &ALL {
        let item = titled(&second, card.title);
        assert_eq!(item["url"], format!("{}{}", mill.upstream.uri(), card.path));
    }
    for item in &first {
        assert_eq!(titled(&second, item["title"].as_str().unwrap()), item);
    }
}

#[tokio::test]
async fn a_maintenance_page_in_the_place_of_a_section_changes_nothing() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[SPRING]));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    let good = mill.documents("news/politics").await;
    mill.upstream.page("/news/politics", maintenance());

    mill.refresh("news/politics").await;

    let status = mill.status("news/politics").await;
    assert_eq!(status.outcome.as_deref(), Some("drifted"), "{status:?}");
    assert_eq!(status.condition, Condition::Failing);
    assert_eq!(mill.documents("news/politics").await, good);

    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.refresh("news/politics").await;

    assert_eq!(mill.status("news/politics").await.outcome.as_deref(), Some("ok"));
    assert_eq!(mill.items("news/politics").await.len(), 2);
}

#[rstest]
#[case::unknown(404)]
#[case::refused(403)]
#[case::broken(500)]
#[tokio::test]
async fn a_tag_that_cannot_be_had_leaves_no_trace_and_is_not_asked_for_again_at_once(#[case] status: u16) {
    let mill = Mill::start().await;
    mill.upstream.set("/news?tags=Nowhere", Reply::Status(status));

    let first = mill.ask("tags/Nowhere").await.unwrap_err();
    mill.pass(59);
    let second = mill.ask("tags/Nowhere").await.unwrap_err();

    for error in [&first, &second] {
        let unknown = matches!(error.as_ref(), ServiceError::UnknownParameter { .. });
        assert_eq!(unknown, status == 404, "{error:?}");
    }
    assert!(mill.service.states().await.unwrap().is_empty());
    assert_eq!(mill.upstream.requests("/news?tags=Nowhere").await.len(), 1);

    mill.upstream.page("/news?tags=Nowhere", listing(&[FERRY]));
    mill.pass(1);
    assert_eq!(mill.items("tags/Nowhere").await.len(), 1);
}

#[tokio::test]
async fn documents_of_a_converted_page_name_the_address_of_the_conversion_and_the_title_of_the_page() {
    let mill = Mill::start().await;
    mill.upstream.page("/somewhere/else", listing(&[FERRY, SPRING]));
    let page = format!("{}/somewhere/else", mill.upstream.uri());

    let documents = mill.converted(&page.parse().unwrap()).await;

    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("url", &page).finish();
    for (document, extension) in documents.iter().zip(["rss", "atom", "json"]) {
        let text = String::from_utf8_lossy(&document.body.identity);
        let own = format!("https://feeds.example/convert.{extension}?{query}");
        assert!(text.contains(&own), "{own} is not in {text}");
        assert!(!text.contains("/feeds/convert"), "{text}");
        let title =
            ["<title>A section</title>", "<title type=\"text\">A section</title>", "\"title\":\"A section\""];
        assert!(title.iter().any(|title| text.contains(title)), "{text}");
    }
}

/// A section whose cards carry the number of their place.
fn numbered_listing(cards: &[Card]) -> String {
    let html = listing(cards);
    let mut parts = html.split("<div class=\"media-caption\"");
    let mut numbered = parts.next().unwrap().to_owned();
    for (place, part) in (1..).zip(parts) {
        numbered.push_str(&format!("<div class=\"media-caption\" data-postid=\"{place}\"{part}"));
    }
    numbered
}

/// A page of eight links that no rule knows.
fn maintenance() -> String {
    let links: String = (1..=8)
        .map(|number| {
            format!(
                "<li class=\"help\"><a href=\"/help/what-to-do-meanwhile-{number}\">What to do meanwhile, in part \
                 {number} of eight</a></li>"
            )
        })
        .collect();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>We are back soon</title></head><body><h1>We are back soon</h1>\
         <ul class=\"helps\">{links}</ul></body></html>"
    )
}

fn titled<'a>(items: &'a [Value], title: &str) -> &'a Value {
    let mut found = items.iter().filter(|item| item["title"] == title);
    let item = found.next().unwrap_or_else(|| panic!("{title} is not in {items:?}"));
    assert!(found.next().is_none(), "{title} is twice in {items:?}");
    item
}

fn distinct(items: &[Value], field: &str) -> usize {
    items.iter().map(|item| item[field].to_string()).collect::<HashSet<_>>().len()
}

fn text_of(items: &impl serde::Serialize) -> String {
    serde_json::to_string(items).unwrap()
}
