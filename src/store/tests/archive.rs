//! Pages of archives: when they are due, what they keep, and which are dropped.

use rstest::rstest;

use super::*;
use crate::model::{Direction, Feed, History};

/// Pages of two, over a feed that shows three.
fn rule(settled_before: i64) -> PageRule {
    let parts = vec![feed("news")];
    PageRule { feed: feed("news"), parts, shown: 3, size: 2, reach: 100, settled_before: at(settled_before) }
}

fn page(items: Vec<StoredItem>, keep: u32) -> NewPage {
    let moment = Moment::utc(at(100));
    let feed_of = |items: Vec<Item>| Feed {
        key: Some(feed("news")),
        id: "urn:feedmill:news".to_owned(),
        title: "News".to_owned(),
        description: String::new(),
        home_url: Url::parse("https://herald.example/news").unwrap(),
        language: None,
        direction: Direction::Ltr,
        icon: None,
        updated: moment,
        ttl_seconds: 900,
        history: History::Newest,
        items,
    };
    let feed_of_page = feed_of(items.into_iter().map(|stored| stored.item).collect());
    let remember = keep * 2;
    NewPage { feed: feed_of_page, key: feed("news"), closed_at: at(100), keep, remember }
}

fn names_of(items: &[StoredItem]) -> Vec<String> {
    titles(items).into_iter().map(str::to_owned).collect()
}

fn unread(name: &str, second: i64) -> StoredItem {
    let mut item = stored(name, second);
    item.article = ArticleState::default();
    item
}

#[rstest]
#[tokio::test]
async fn a_page_is_due_when_an_item_of_none_is_no_longer_shown(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    assert_eq!(store.due_page(&rule(0)).await.unwrap(), None);
    let three = vec![stored("a", 1), stored("b", 2), stored("c", 3)];
    store.save_refresh(refresh("news", three, 10)).await.unwrap();
    assert_eq!(store.due_page(&rule(0)).await.unwrap(), None);

    store.save_refresh(refresh("news", vec![stored("d", 4)], 20)).await.unwrap();

    assert_eq!(store.due_page(&rule(0)).await.unwrap(), Some(ids(&["b", "a"])));
    let items = store.items(&ids(&["b", "a"])).await.unwrap();
    assert_eq!(store.close_page(page(items.clone(), 5)).await.unwrap(), Some(1));
    assert_eq!(store.due_page(&rule(0)).await.unwrap(), None);
    assert_eq!(store.close_page(page(items, 5)).await.unwrap(), None, "they stand in a page already");
    let range = store.archive_range(&feed("news")).await.unwrap();
    assert_eq!(range, Some(PageRange { oldest: 1, newest: 1 }));
}

#[rstest]
#[tokio::test]
async fn a_page_waits_for_the_articles_of_its_items_but_not_for_ever(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let items = vec![unread("a", 1), stored("b", 2), stored("c", 3), stored("d", 4)];
    store.save_refresh(refresh("news", items, 10)).await.unwrap();

    assert_eq!(store.due_page(&rule(10)).await.unwrap(), None);
    assert_eq!(store.due_page(&rule(11)).await.unwrap(), Some(ids(&["b", "a"])));

    let mut failed = unread("a", 1);
    failed.article.failures = 3;
    store.save_refresh(refresh("news", vec![failed], 20)).await.unwrap();
    assert_eq!(store.due_page(&rule(0)).await.unwrap(), Some(ids(&["b", "a"])));
}

#[rstest]
#[tokio::test]
async fn a_page_does_not_wait_for_an_article_that_no_listing_shows_any_more(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let items = vec![unread("a", 1), stored("b", 2), stored("c", 3), stored("d", 4)];
    store.save_refresh(refresh("news", items, 10)).await.unwrap();
    store.save_refresh(refresh("world", vec![unread("a", 1)], 10)).await.unwrap();
    assert_eq!(store.due_page(&rule(0)).await.unwrap(), None);

    store.save_refresh(refresh("news", vec![stored("e", 5)], 20)).await.unwrap();
    assert_eq!(store.due_page(&rule(0)).await.unwrap(), None, "another feed of the site lists it still");
    store.save_refresh(refresh("world", vec![stored("e", 5)], 20)).await.unwrap();

    assert_eq!(store.due_page(&rule(0)).await.unwrap(), Some(ids(&["b", "a"])));
}

#[rstest]
#[tokio::test]
async fn items_of_no_page_are_dropped_only_beyond_a_bound_and_others_as_soon_as_there_are_too_many(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let narrow = |items, second| RefreshRecord { keep: 2, unfiled: 2, ..refresh("news", items, second) };
    let held = async || names_of(&store.feed_items(&feed("news"), 100).await.unwrap());
    store.save_refresh(narrow(vec![stored("a", 1), stored("b", 2)], 10)).await.unwrap();
    store.save_refresh(narrow(vec![stored("c", 3), stored("d", 4)], 20)).await.unwrap();
    assert_eq!(held().await, ["d", "c", "b", "a"]);

    let items = store.items(&ids(&["b"])).await.unwrap();
    store.close_page(page(items, 5)).await.unwrap();
    store.save_refresh(narrow(vec![stored("e", 5)], 30)).await.unwrap();

    assert_eq!(held().await, ["e", "d", "c"], "b is in a page, and a is one too many");
}

#[rstest]
#[tokio::test]
async fn a_page_keeps_its_items_as_they_were_and_the_oldest_pages_are_dropped(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    for (number, name) in ["a", "b", "c"].into_iter().enumerate() {
        let second = i64::try_from(number).unwrap();
        store.save_refresh(refresh("news", vec![stored(name, second)], 10 + second)).await.unwrap();
        let items = store.items(&ids(&[name])).await.unwrap();
        let page = store.close_page(page(items, 2)).await.unwrap();
        assert_eq!(page, Some(u32::try_from(number).unwrap() + 1));
    }
    let mut edited = stored("b", 50);
    edited.item.title = "Another title".to_owned();
    store.save_refresh(RefreshRecord { keep: 0, ..refresh("news", vec![edited], 60) }).await.unwrap();

    let kept = store.archive_page(&feed("news"), 2).await.unwrap().unwrap();

    assert_eq!(kept.feed.items[0].title, "Title of b");
    assert_eq!((kept.feed.history, kept.closed_at), (History::Archive { page: 2 }, at(100)));
    assert_eq!(store.archive_page(&feed("news"), 1).await.unwrap(), None);
    let range = store.archive_range(&feed("news")).await.unwrap();
    assert_eq!(range, Some(PageRange { oldest: 2, newest: 3 }));
    assert_eq!(store.archive_range(&feed("world")).await.unwrap(), None);
}
