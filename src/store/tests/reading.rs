//! What is read: items, their order and their aliases.

use rstest::rstest;

use super::*;

#[rstest]
#[tokio::test]
async fn an_item_comes_back_as_it_was_saved_to_the_millisecond(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let mut saved = stored("storm", 100);
    let exact = Timestamp::from_millisecond(100_123).unwrap();
    saved.item.updated = Moment::new(exact, Offset::from_hours(3).unwrap());

    store.save_refresh(refresh("news", vec![saved.clone()], 200)).await.unwrap();

    assert_eq!(store.items(&[id("storm")]).await.unwrap(), [saved]);
}

#[rstest]
#[tokio::test]
async fn items_come_in_the_order_they_were_asked_for_without_the_unknown(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let brought = vec![stored("a", 1), stored("b", 2), stored("c", 3)];
    store.save_refresh(refresh("news", brought, 10)).await.unwrap();

    let found = store.items(&ids(&["c", "unknown", "a"])).await.unwrap();

    assert_eq!(titles(&found), ["c", "a"]);
}

#[rstest]
#[tokio::test]
async fn a_feed_gives_its_newest_by_publication_then_first_listing_then_first_place_on_the_page(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let before = vec![stored("left-the-page", 5), stored("oldest", 1)];
    let now = vec![stored("first", 5), stored("second", 5), stored("newest", 9)];
    store.save_refresh(refresh("news", before, 10)).await.unwrap();
    store.save_refresh(refresh("news", now, 20)).await.unwrap();

    let mut reordered = refresh("news", vec![], 30);
    reordered.listed = ids(&["oldest", "second", "left-the-page", "first"]);
    store.save_refresh(reordered).await.unwrap();

    let all = store.feed_items(&feed("news"), 100).await.unwrap();
    let some = store.feed_items(&feed("news"), 2).await.unwrap();

    assert_eq!(titles(&all), ["newest", "first", "second", "left-the-page", "oldest"]);
    assert_eq!(titles(&some), ["newest", "first"]);
    assert_eq!(store.feed_items(&feed("none"), 100).await.unwrap(), []);
    assert_eq!(store.feed_items(&feed("news"), 0).await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn an_item_that_stands_twice_on_a_page_has_the_higher_of_its_places(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let mut doubled = refresh("news", vec![stored("a", 1), stored("b", 1)], 10);
    doubled.listed = ids(&["a", "b", "a"]);

    store.save_refresh(doubled).await.unwrap();

    let found = store.feed_items(&feed("news"), 10).await.unwrap();
    assert_eq!(titles(&found), ["a", "b"]);
}

#[rstest]
#[tokio::test]
async fn a_corrected_date_moves_an_item_in_every_feed_that_holds_it(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    for path in ["news", "world"] {
        let brought = vec![stored("a", 1), stored("b", 2)];
        store.save_refresh(refresh(path, brought, 10)).await.unwrap();
    }

    store.save_refresh(refresh("news", vec![stored("a", 3)], 20)).await.unwrap();

    for path in ["news", "world"] {
        let found = store.feed_items(&feed(path), 10).await.unwrap();
        assert_eq!(titles(&found), ["a", "b"], "{path}");
    }
}

#[rstest]
#[tokio::test]
async fn merged_feeds_give_each_item_once_with_every_section_in_order_of_listing(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    for (path, section, names, second) in [
        ("world", Some("World"), ["shared", "a"], 10),
        ("news", Some("News"), ["b", "shared"], 20),
        ("tags/sea", None, ["c", "shared"], 30),
    ] {
        let brought = names.map(|name| stored(name, name.len().try_into().unwrap()));
        let mut listing = refresh(path, brought.to_vec(), second);
        listing.section = section.map(str::to_owned);
        store.save_refresh(listing).await.unwrap();
    }

    let feeds = [feed("news"), feed("world"), feed("unknown"), feed("tags/sea")];
    let merged = store.merged_items(&feeds, 10).await.unwrap();
    let newest = store.merged_items(&feeds, 1).await.unwrap();

    assert_eq!(titles(&merged), ["shared", "c", "b", "a"]);
    assert_eq!(merged[0].item.sections, ["World", "News"]);
    assert!(merged[1].item.sections.is_empty());
    assert_eq!(titles(&newest), ["shared"]);
}

#[rstest]
#[tokio::test]
async fn a_renamed_section_is_renamed_on_all_its_items(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    let mut listing = refresh("news", vec![stored("a", 1)], 10);
    listing.section = Some("News".to_owned());
    store.save_refresh(listing.clone()).await.unwrap();

    listing.section = Some("Latest".to_owned());
    listing.items.clear();
    store.save_refresh(listing).await.unwrap();

    let found = store.items(&[id("a")]).await.unwrap();
    assert_eq!(found[0].item.sections, ["Latest"]);
}

#[rstest]
#[tokio::test]
async fn an_alias_leads_to_its_first_item_for_ever_and_only_on_its_site(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let mut listing = refresh("news", vec![stored("a", 1), stored("b", 1)], 10);
    listing.aliases = vec![
        (link("a").storage_key(), id("a")),
        (Alias::PostId("7".to_owned()).storage_key(), id("a")),
        (Alias::PostId("7".to_owned()).storage_key(), id("b")),
        (Alias::Text("odd \0 'text' %".to_owned()).storage_key(), id("b")),
    ];
    store.save_refresh(listing).await.unwrap();

    let asked = [
        link("a").storage_key(),
        "post:7".to_owned(),
        "post:8".to_owned(),
        "text:odd \0 'text' %".to_owned(),
    ];
    let found = store.resolve(&site(), &asked).await.unwrap();
    let elsewhere = store.resolve(&SiteName::parse("gazette").unwrap(), &asked).await.unwrap();

    let expected = HashMap::from([
        (link("a").storage_key(), id("a")),
        ("post:7".to_owned(), id("a")),
        ("text:odd \0 'text' %".to_owned(), id("b")),
    ]);
    assert_eq!(found, expected);
    assert_eq!(elsewhere, HashMap::new());
}

#[rstest]
#[tokio::test]
async fn what_stood_on_the_page_last_is_known_apart_from_what_has_left_it(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    store.save_refresh(refresh("news", vec![stored("a", 1), stored("b", 2)], 10)).await.unwrap();
    store.save_refresh(refresh("sport", vec![stored("d", 4)], 30)).await.unwrap();
    let mut second = refresh("news", vec![stored("c", 3)], 20);
    second.listed = ids(&["c", "b"]);
    store.save_refresh(second).await.unwrap();

    let mut last = store.last_listed(&feed("news")).await.unwrap();
    last.sort();
    let mut expected = ids(&["b", "c"]);
    expected.sort();

    assert_eq!(last, expected);
    assert_eq!(store.last_listed(&feed("none")).await.unwrap(), []);
}

#[tokio::test]
async fn the_newest_items_come_with_so_many_bodies_as_memory_has_room_for() {
    let store = opened(Kind::Memory).await;
    let large = |at: u32| {
        let mut large = stored(&format!("item {at:02}"), i64::from(100 - at));
        large.item.content_html = Some("a".repeat(4 << 20));
        large.item.partial = false;
        large
    };
    store.save_refresh(refresh("news", (0..18).map(large).collect(), 200)).await.unwrap();

    let found = store.feed_items(&feed("news"), 100).await.unwrap();

    let bodies = |stored: &&StoredItem| stored.item.content_html.is_some();
    assert_eq!(found.len(), 18);
    assert_eq!(found.iter().take_while(bodies).count(), 16);
    assert_eq!(found.iter().filter(|stored| stored.item.partial).count(), 2);
    assert!(store.items(&[id("item 17")]).await.unwrap().iter().all(|stored| bodies(&stored)));
}
