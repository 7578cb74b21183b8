//! What is kept of items over refreshes, and what is dropped.

use rstest::rstest;

use super::*;

#[rstest]
#[tokio::test]
async fn a_saved_item_keeps_the_moment_it_was_first_seen(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    store.save_refresh(refresh("news", vec![stored("a", 1)], 10)).await.unwrap();
    let mut edited = stored("a", 50);
    edited.item.title = "Another title".to_owned();

    store.save_refresh(refresh("news", vec![edited], 60)).await.unwrap();

    let found = store.items(&[id("a")]).await.unwrap();
    assert_eq!(found[0].item.title, "Another title");
    assert_eq!(found[0].item.published.timestamp(), at(50));
    assert_eq!(found[0].item.first_seen.timestamp(), at(1));
}

#[rstest]
#[tokio::test]
async fn a_feed_keeps_its_newest_and_whatever_was_just_listed(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let before = vec![stored("a", 1), stored("b", 2), stored("c", 3), stored("d", 4)];
    store.save_refresh(refresh("news", before, 10)).await.unwrap();
    let mut listing = refresh("news", vec![stored("e", 5)], 20);
    listing.listed.push(id("a"));
    listing.keep = 2;

    store.save_refresh(listing).await.unwrap();

    let found = store.feed_items(&feed("news"), 10).await.unwrap();
    assert_eq!(titles(&found), ["e", "d", "a"]);
    let dropped = store.items(&ids(&["b", "c"])).await.unwrap();
    assert_eq!(dropped, []);
}

#[rstest]
#[tokio::test]
async fn an_item_that_another_feed_holds_is_not_dropped(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    for path in ["news", "world"] {
        store.save_refresh(refresh(path, vec![stored("a", 1)], 10)).await.unwrap();
    }
    let mut listing = refresh("news", vec![stored("b", 2)], 20);
    listing.keep = 1;

    store.save_refresh(listing).await.unwrap();

    let news = store.feed_items(&feed("news"), 10).await.unwrap();
    let world = store.feed_items(&feed("world"), 10).await.unwrap();
    assert_eq!((titles(&news), titles(&world)), (vec!["b"], vec!["a"]));
    assert_eq!(store.tombstones(&[id("a")]).await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn feeds_beyond_those_that_are_kept_are_forgotten_the_longest_unasked_first(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    for (path, items, listed_at) in [
        ("old", ["a", "b"], 10),
        ("asked", ["b", "c"], 11),
        ("new", ["d", "e"], 30),
        ("last", ["e", "f"], 31),
    ] {
        let mut refresh = refresh(path, items.map(|item| stored(item, 1)).to_vec(), listed_at);
        refresh.state.checked_at = Some(at(listed_at));
        refresh.aliases = items.map(|item| (link(item).storage_key(), id(item))).to_vec();
        store.save_refresh(refresh).await.unwrap();
    }
    store.note_requests(&[(feed("asked"), at(40))]).await.unwrap();
    let site = feed("old").site().clone();

    assert_eq!(store.forget_beyond(&site, 4, 10).await.unwrap(), 0);
    assert_eq!(store.forget_beyond(&site, 2, 1).await.unwrap(), 1);
    assert_eq!(store.forget_beyond(&site, 2, 9).await.unwrap(), 1);
    assert_eq!(store.forget_beyond(&site, 2, 9).await.unwrap(), 0);

    let mut left: Vec<_> = store.feed_states().await.unwrap().into_iter().map(|(feed, _)| feed).collect();
    left.sort_unstable();
    assert_eq!(left, [feed("asked"), feed("last")]);
    let kept = store.items(&ids(&["a", "b", "c", "d", "e", "f"])).await.unwrap();
    assert_eq!(titles(&kept).len(), 4, "those that another feed holds stay: {:?}", titles(&kept));
    let aliases = ["a", "b", "d", "e"].map(|item| link(item).storage_key());
    assert_eq!(store.resolve(&site, &aliases).await.unwrap().len(), 2);
}

#[rstest]
#[tokio::test]
async fn a_dropped_item_leaves_a_tombstone_and_comes_back_as_the_same_item(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let mut first = refresh("news", vec![stored("a", 1)], 10);
    first.aliases = vec![(link("a").storage_key(), id("a"))];
    store.save_refresh(first).await.unwrap();
    let mut second = refresh("news", vec![stored("b", 2)], 20);
    second.keep = 1;
    store.save_refresh(second).await.unwrap();

    let known = store.resolve(&site(), &[link("a").storage_key()]).await.unwrap();
    let tombstones = store.tombstones(&ids(&["a", "b", "unknown"])).await.unwrap();

    let expected = Tombstone {
        id: id("a"),
        first_seen: at(1),
        published: at(1),
        updated: at(1),
        content_hash: "hash of a".to_owned(),
    };
    assert_eq!(known.get(&link("a").storage_key()), Some(&id("a")));
    assert_eq!(tombstones, [expected]);

    store.save_refresh(refresh("news", vec![stored("a", 30)], 30)).await.unwrap();

    let back = store.items(&[id("a")]).await.unwrap();
    assert_eq!(back[0].item.first_seen.timestamp(), at(1));
    assert_eq!(store.tombstones(&[id("a")]).await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn an_item_that_is_saved_without_being_listed_is_a_tombstone(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let mut unlisted = refresh("news", vec![stored("a", 1)], 10);
    unlisted.listed.clear();

    store.save_refresh(unlisted).await.unwrap();

    assert_eq!(store.items(&[id("a")]).await.unwrap(), []);
    assert_eq!(store.tombstones(&[id("a")]).await.unwrap().len(), 1);
}

#[rstest]
#[tokio::test]
async fn a_refresh_that_speaks_of_an_unknown_item_saves_nothing(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let mut listing = refresh("news", vec![stored("a", 1)], 10);
    listing.listed.push(id("unknown"));
    let mut alias = refresh("news", vec![stored("a", 1)], 10);
    alias.aliases = vec![("post:7".to_owned(), id("unknown"))];

    for refresh in [listing, alias] {
        let error = store.save_refresh(refresh).await.unwrap_err();

        assert!(matches!(error, StoreError::UnknownItem { id: found, .. } if found == id("unknown")));
        assert_eq!(store.items(&[id("a")]).await.unwrap(), []);
        assert_eq!(store.feed_state(&feed("news")).await.unwrap(), None);
    }
}

#[rstest]
#[tokio::test]
async fn a_tombstone_cannot_be_listed_without_bringing_the_item(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let mut unlisted = refresh("news", vec![stored("a", 1)], 10);
    unlisted.listed.clear();
    store.save_refresh(unlisted).await.unwrap();
    let mut listing = refresh("news", Vec::new(), 20);
    listing.listed = ids(&["a"]);

    let error = store.save_refresh(listing).await.unwrap_err();

    assert!(matches!(error, StoreError::UnknownItem { .. }));
}

#[rstest]
#[tokio::test]
async fn the_last_requests_are_noted_of_feeds_that_are_known(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    let state = FeedState { outcome: "ok".to_owned(), ..FeedState::default() };
    for path in ["news", "world", "quiet"] {
        store.save_feed_state(&feed(path), &state).await.unwrap();
    }
    let requests = [("news", 50), ("world", 10), ("none", 50)].map(|(path, second)| (feed(path), at(second)));

    store.note_requests(&requests).await.unwrap();
    // What a refresh saves leaves it as it is.
    store.save_feed_state(&feed("news"), &state).await.unwrap();

    let requested = store.requested(at(20)).await.unwrap();
    assert_eq!(requested, [(feed("news"), at(50), state)]);
}

#[rstest]
#[tokio::test]
async fn a_feed_that_stopped_can_be_resumed(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    let stopped = FeedState {
        outcome: "gone".to_owned(),
        failures: 1,
        stopped_url: Some(Url::parse("https://herald.example/news").unwrap()),
        ..FeedState::default()
    };
    store.save_feed_state(&feed("news"), &stopped).await.unwrap();

    assert_eq!(store.resume(&feed("news"), at(30)).await.unwrap().as_deref(), Some("gone"));
    assert_eq!(store.resume(&feed("none"), at(30)).await.unwrap(), None);

    let resumed = FeedState { stopped_url: None, next_check: Some(at(30)), ..stopped };
    assert_eq!(store.feed_state(&feed("news")).await.unwrap(), Some(resumed));
}
