//! Items whose articles say nothing, and that come back under another address: what the listing told of them has to agree.

mod texts;

use rstest::rstest;
use serde_json::Value;

use super::markup::{Card, FERRY, FERRY_STORY, Story, article, listing};
use super::mill::{Mill, moment};
use super::upstream::Reply;

/// A card of a page whose addresses have a number each.
const MILL: Card = Card {
    path: "/news/politics/4711/the-old-mill-grinds-again",
    title: "The old mill grinds again",
    date: "",
    teaser: "",
};
const TEASER: &str = "After eleven years the stones turn, and bread is baked from the first flour.";
const OTHER_TEASER: &str = "The miller's daughter has learnt the trade in three countries and came home.";
const MINUTE: &str = "2 Mar 2026 10:05";

/// What stands below the card that moves.
const NUMBERED: [Card; 3] = [
    Card {
        path: "/news/politics/4702/a-bridge-is-measured",
        title: "A bridge is measured",
        date: "",
        teaser: "",
    },
    Card {
        path: "/news/politics/4698/the-tram-waits",
        title: "The tram waits",
        date: "",
        teaser: "Nobody knows for whom.",
    },
    Card {
        path: "/news/politics/4690/rain-at-last",
        title: "Rain at last",
        date: "28 Feb 2026 08:00",
        teaser: "",
    },
];
/// The same, where the number is that of a section.
const FILED: [Card; 3] = [
    Card { path: "/news/4711/a-bridge-is-measured", ..NUMBERED[0] },
    Card { path: "/news/4711/the-tram-waits", ..NUMBERED[1] },
    Card { path: "/news/4711/rain-at-last", ..NUMBERED[2] },
];

/// A page with a card and what stands below it.
fn page(card: Card, below: [Card; 3]) -> String {
    let [one, two, three] = below;
    listing(&[card, one, two, three])
}

/// What a feed holds before and after its first card has come under another address. Before that the article of the card
/// failed until it was given up.
async fn after_a_move(mill: &mut Mill, first: Card, second: Card, below: [Card; 3]) -> [Vec<Value>; 2] {
    mill.upstream.page("/news/politics", page(first, below));
    mill.ask("news/politics").await.unwrap();
    for _ in 0..4 {
        mill.refresh("news/politics").await;
    }
    let before = mill.items("news/politics").await;
    mill.upstream.page("/news/politics", page(second, below));
    mill.refresh("news/politics").await;
    [before, mill.items("news/politics").await]
}

/// The item at an address.
fn at<'a>(items: &'a [Value], card: &Card) -> Option<&'a Value> {
    items.iter().find(|item| item["url"].as_str().unwrap().ends_with(card.path))
}

/// Both are of one story: nothing but the second address is there, and the item is the same.
fn assert_moved([before, after]: &[Vec<Value>; 2], first: &Card, second: &Card) {
    assert_eq!(before.len(), after.len(), "{after:?}");
    let (was, is) = (at(before, first).unwrap(), at(after, second).unwrap());
    assert_eq!(is["id"], was["id"]);
    assert!(at(after, first).is_none());
    assert_eq!(is["date_published"], was["date_published"]);
}

const PLAIN: Card = Card { path: "/news/politics/the-old-mill-grinds-again", ..MILL };
const MOVED: Card = Card { path: "/news/politics/stones-turn-in-the-valley", ..MILL };
const RETITLED: &str = "The old mill grinds again, says the miller";

#[rstest]
#[case::the_number_in_the_address(MILL, Card { path: "/news/politics/4711/stones-turn-in-the-valley", ..MILL })]
#[case::the_minute_of_publication(Card { date: MINUTE, ..PLAIN }, Card { date: MINUTE, ..MOVED })]
#[case::the_name_below_another_folder_and_the_teaser(
    Card { teaser: TEASER, ..PLAIN },
    Card { path: "/news/economy/the-old-mill-grinds-again", teaser: TEASER, ..MILL }
)]
#[case::another_title_and_the_number(
    MILL,
    Card { path: "/news/politics/4711/the-miller-speaks", title: RETITLED, ..MILL }
)]
#[case::another_title_minute_and_teaser(
    Card { date: MINUTE, teaser: TEASER, ..PLAIN },
    Card { date: MINUTE, teaser: TEASER, title: "Bread from the valley", ..MOVED }
)]
#[tokio::test]
async fn an_item_without_its_article_is_known_under_another_address_by(
    #[case] first: Card,
    #[case] second: Card,
    #[values(true, false)] given_up: bool,
) {
    let mut mill = if given_up { Mill::start().await } else { Mill::start_without_articles().await };

    let items = after_a_move(&mut mill, first, second, NUMBERED).await;

    assert_moved(&items, &first, &second);
    assert_eq!(mill.upstream.requests(first.path).await.len(), if given_up { 4 } else { 0 });
}

#[rstest]
#[case::its_title_alone(PLAIN, MOVED, NUMBERED)]
#[case::its_title_and_teaser(Card { teaser: TEASER, ..PLAIN }, Card { teaser: TEASER, ..MOVED }, NUMBERED)]
#[case::its_title_and_its_name_below_another_folder(
    PLAIN,
    Card { path: "/news/economy/the-old-mill-grinds-again", ..MILL },
    NUMBERED
)]
#[case::its_title_and_teaser_on_another_day(
    Card { teaser: TEASER, date: "1 Mar 2026", ..PLAIN },
    Card { path: "/news/economy/the-old-mill-grinds-again", teaser: TEASER, date: "2 Mar 2026", ..MILL },
    NUMBERED
)]
#[case::its_name_and_teaser(
    Card { teaser: TEASER, ..PLAIN },
    Card { path: "/news/economy/the-old-mill-grinds-again", teaser: TEASER, title: "Nine boats were late", ..MILL },
    NUMBERED
)]
#[case::its_title_and_teaser_under_another_number(
    Card { teaser: TEASER, ..MILL },
    Card { path: "/news/politics/4712/the-old-mill-grinds-again", teaser: TEASER, ..MILL },
    NUMBERED
)]
#[case::its_title_and_teaser_at_another_hour(
    Card { teaser: TEASER, date: MINUTE, ..PLAIN },
    Card { teaser: TEASER, date: "2 Mar 2026 12:20", ..MOVED },
    NUMBERED
)]
#[case::its_title_and_the_teaser_that_others_have(
    Card { teaser: TEASER, ..PLAIN },
    Card { teaser: TEASER, ..MOVED },
    [Card { teaser: TEASER, ..NUMBERED[0] }, NUMBERED[1], NUMBERED[2]]
)]
#[case::its_title_and_the_number_of_a_section(
    Card { path: "/news/4711/the-old-mill-grinds-again", ..MILL },
    Card { path: "/news/4711/stones-turn-in-the-valley", ..MILL },
    FILED
)]
#[case::its_teaser_alone(
    Card { teaser: TEASER, ..PLAIN },
    Card { teaser: TEASER, title: "The young mill grinds too", ..MOVED },
    NUMBERED
)]
#[case::its_minute_alone(
    Card { teaser: TEASER, date: MINUTE, ..PLAIN },
    Card { teaser: OTHER_TEASER, date: MINUTE, title: "The young mill grinds too", ..MOVED },
    NUMBERED
)]
#[case::its_number_alone(
    Card { teaser: TEASER, ..MILL },
    Card { path: "/news/politics/4711/nine-boats", teaser: OTHER_TEASER, title: "Nine boats were late", ..MILL },
    NUMBERED
)]
#[tokio::test]
async fn an_item_without_its_article_is_another_one_though_it_has(
    #[case] first: Card,
    #[case] second: Card,
    #[case] below: [Card; 3],
    #[values(true, false)] given_up: bool,
) {
    let mut mill = if given_up { Mill::start().await } else { Mill::start_without_articles().await };

    let [before, after] = after_a_move(&mut mill, first, second, below).await;

    assert_eq!((before.len(), after.len()), (4, 5), "{after:?}");
    assert_ne!(at(&after, &second).unwrap()["id"], at(&before, &first).unwrap()["id"]);
}

#[tokio::test]
async fn an_item_that_stands_on_the_page_has_not_moved() {
    let mut mill = Mill::start().await;
    let (first, second) = (Card { date: MINUTE, ..PLAIN }, Card { date: MINUTE, ..MOVED });
    mill.upstream.page("/news/politics", page(first, NUMBERED));
    let before = mill.items("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[second, first, NUMBERED[0], NUMBERED[1], NUMBERED[2]]));

    mill.refresh("news/politics").await;

    assert_eq!((before.len(), mill.items("news/politics").await.len()), (4, 5));
}

#[rstest]
#[case::before_it_was_seen("2 Mar 2026 11:00", 4)]
#[case::after_it_was_seen("2 Mar 2026 12:40", 5)]
#[tokio::test]
async fn the_article_at_the_new_address_tells_whether_an_undated_item_was_published(
    #[case] date: &'static str,
    #[case] expected: usize,
) {
    let mut mill = Mill::start().await;
    let story = Story { title: MOVED.title, date, ..FERRY_STORY };
    mill.upstream.page(MOVED.path, article(&story));

    let [before, after] = after_a_move(&mut mill, PLAIN, MOVED, NUMBERED).await;

    assert_eq!((before.len(), after.len()), (4, expected), "{after:?}");
    assert!(at(&after, &MOVED).unwrap().to_string().contains(story.text));
    if expected == 4 {
        assert_eq!(at(&after, &MOVED).unwrap()["id"], at(&before, &PLAIN).unwrap()["id"]);
    }
}

#[tokio::test]
async fn an_article_that_was_given_up_is_tried_anew_at_the_address_to_which_it_has_moved() {
    let mut mill = Mill::start().await;
    let second = Card { path: "/news/politics/4711/stones-turn-in-the-valley", ..MILL };
    let items = after_a_move(&mut mill, MILL, second, NUMBERED).await;
    assert_moved(&items, &MILL, &second);
    let story = Story { post_id: "4711", title: MILL.title, ..FERRY_STORY };
    mill.upstream.page(second.path, article(&story));

    mill.refresh("news/politics").await;

    let after = mill.items("news/politics").await;
    let item = at(&after, &second).unwrap();
    assert_eq!(after.len(), 4);
    assert_eq!(item["id"], at(&items[0], &MILL).unwrap()["id"]);
    assert!(item.to_string().contains(story.text));
}

#[tokio::test]
async fn an_article_that_was_read_and_fails_at_another_address_keeps_its_item_and_text() {
    let mut mill = Mill::start().await;
    let first = Card { date: FERRY.date, ..MILL };
    let second = Card { path: "/news/politics/4711/stones-turn-in-the-valley", ..first };
    let story = Story { title: MILL.title, ..FERRY_STORY };
    mill.upstream.page(first.path, article(&story));
    mill.upstream.set(second.path, Reply::Status(500));

    let items = after_a_move(&mut mill, first, second, NUMBERED).await;

    assert_moved(&items, &first, &second);
    let item = at(&items[1], &second).unwrap();
    assert_eq!(moment(item, "date_published"), moment(at(&items[0], &first).unwrap(), "date_published"));
    assert!(item.to_string().contains(story.text));
    mill.upstream.page(second.path, article(&Story { text: "The stones turn by day as well.", ..story }));
    mill.refresh("news/politics").await;
    let after = mill.items("news/politics").await;
    assert_eq!(after.len(), 4);
    assert!(at(&after, &second).unwrap().to_string().contains("by day as well"));
}

#[tokio::test]
async fn an_article_that_fails_for_now_is_the_same_item_when_it_is_read_at_another_address() {
    let mut mill = Mill::start().await;
    let second = Card { path: "/news/politics/4711/stones-turn-in-the-valley", ..MILL };
    mill.upstream.page("/news/politics", page(MILL, NUMBERED));
    mill.upstream.set(MILL.path, Reply::Status(503));
    let before = mill.items("news/politics").await;
    mill.upstream.page("/news/politics", page(second, NUMBERED));
    mill.upstream.page(second.path, article(&Story { title: MILL.title, date: "", ..FERRY_STORY }));

    mill.refresh("news/politics").await;

    let after = mill.items("news/politics").await;
    assert_moved(&[before, after.clone()], &MILL, &second);
    assert!(at(&after, &second).unwrap().to_string().contains(FERRY_STORY.text));
}
