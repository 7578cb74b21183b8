//! States of feeds, many callers at once, many items, and the end.

use rstest::rstest;

use super::*;

/// A state that has all there is.
fn whole_state() -> FeedState {
    FeedState {
        changed_at: Some(at(1)),
        checked_at: Some(at(2)),
        succeeded_at: Some(at(-3)),
        next_check: Some(at(4)),
        failing_since: Some(at(5)),
        failures: 6,
        outcome: "timeout".to_owned(),
        detail: Some("no answer within 10 seconds".to_owned()),
        entry_count: 7,
        etag: Some("W/\"b\"".to_owned()),
        last_modified: Some("Sat, 10 Sep 2022 19:12:00 GMT".to_owned()),
        validators_url: Some(Url::parse("https://herald.example/news").unwrap()),
        content_hash: Some("a hash of the feed".to_owned()),
        title: Some("The Herald".to_owned()),
        read_at: Some("2026-03-01T10:00:00Z".parse().unwrap()),
        rules_hash: Some("a hash of the rules".to_owned()),
        method: Some("rules".to_owned()),
        feed_url: Some(Url::parse("https://herald.example/news.rss").unwrap()),
        feed_sought_at: Some(at(8)),
        outcome_since: Some(at(9)),
        stopped_url: Some(Url::parse("https://herald.example/old").unwrap()),
        told_broken: true,
        shapes: vec![Shape {
            at: at(1),
            entries: 20,
            new: 1,
            dated: 19,
            images: 18,
            summaries: 17,
            authors: 16,
            teasers: 19,
            retitled: 1,
            titles: 15,
            ended: true,
            asked: Some(Url::parse("https://herald.example/news").unwrap()),
            answered: Some(Url::parse("https://herald.example/latest").unwrap()),
            stands_in: true,
            pages: 2,
            feed_missed: 1,
            refusing: vec![Refusing { host: "herald.example".to_owned(), times: 2, until: at(11) }],
        }],
        drift: Some(Drift {
            since: at(10),
            times: 2,
            fingerprint: "rules:date".to_owned(),
            entries: 20,
            acceptable: true,
            changes: vec![Change {
                what: "date".to_owned(),
                usual: "date in most entries".to_owned(),
                found: "date in none of 20".to_owned(),
            }],
        }),
        tried_by: Some("1f2e".to_owned()),
    }
}

#[rstest]
#[tokio::test]
async fn the_state_of_a_feed_comes_back_whole(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let (store, state) = (opened(kind).await, whole_state());
    assert_eq!(store.feed_state(&feed("news")).await.unwrap(), None);

    store.save_feed_state(&feed("news"), &state).await.unwrap();
    store.save_feed_state(&feed("a/b"), &FeedState::default()).await.unwrap();

    assert_eq!(store.feed_state(&feed("news")).await.unwrap(), Some(state.clone()));
    let expected = [(feed("a/b"), FeedState::default()), (feed("news"), state)];
    assert_eq!(store.feed_states().await.unwrap(), expected);
}

#[rstest]
#[tokio::test]
async fn a_failed_refresh_leaves_items_and_section_alone(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    let mut listing = refresh("news", vec![stored("a", 1)], 10);
    listing.section = Some("News".to_owned());
    store.save_refresh(listing).await.unwrap();
    let failed = FeedState { failures: 1, outcome: "timeout".to_owned(), ..FeedState::default() };

    store.save_feed_state(&feed("news"), &failed).await.unwrap();

    let found = store.feed_items(&feed("news"), 10).await.unwrap();
    assert_eq!(found[0].item.sections, ["News"]);
    assert_eq!(store.feed_state(&feed("news")).await.unwrap(), Some(failed));
}

#[rstest]
#[tokio::test]
async fn many_callers_at_once_are_all_answered(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    let mut callers = tokio::task::JoinSet::new();
    for number in 0..100 {
        let store = Arc::clone(&store.store);
        callers.spawn(async move {
            let path = format!("tags/{}", number % 10);
            let brought = vec![stored(&number.to_string(), number)];
            store.save_refresh(refresh(&path, brought, number)).await.unwrap();
            store.feed_items(&feed(&path), 10).await.unwrap().len()
        });
    }

    let answers = callers.join_all().await;

    assert!(answers.iter().all(|items| (1..=10).contains(items)));
    assert_eq!(store.feed_states().await.unwrap().len(), 10);
    for path in 0..10 {
        let found = store.feed_items(&feed(&format!("tags/{path}")), 100).await;
        assert_eq!(found.unwrap().len(), 10);
    }
}

#[rstest]
#[tokio::test]
async fn a_closed_store_refuses_everything_and_closes_again(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    store.ping().await.unwrap();

    store.close().await;
    store.close().await;

    assert!(matches!(store.ping().await, Err(StoreError::Closed { .. })));
    let saved = store.save_refresh(refresh("news", Vec::new(), 1)).await;
    assert!(matches!(saved, Err(StoreError::Closed { .. })));
}

#[tokio::test]
async fn an_archive_of_ten_thousand_items_is_read_pruned_and_merged() {
    let store = opened(Kind::File).await;
    let brought = (0..10_000).map(|number| stored(&number.to_string(), number)).collect::<Vec<_>>();
    let aliases = (0..10_000)
        .map(|number| {
            let name = number.to_string();
            (link(&name).storage_key(), id(&name))
        })
        .collect::<Vec<_>>();
    let mut all = refresh("news", brought, 20_000);
    all.aliases.clone_from(&aliases);
    all.keep = 10_000;
    store.save_refresh(all).await.unwrap();

    let keys = aliases.into_iter().map(|(alias, _)| alias).collect::<Vec<_>>();
    assert_eq!(store.resolve(&site(), &keys).await.unwrap().len(), 10_000);
    let newest = store.feed_items(&feed("news"), 3).await.unwrap();
    assert_eq!(titles(&newest), ["9999", "9998", "9997"]);

    let mut pruning = refresh("news", vec![stored("last", 30_000)], 30_000);
    pruning.keep = 100;
    store.save_refresh(pruning).await.unwrap();

    let left = store.merged_items(&[feed("news"), feed("world")], 10_000).await.unwrap();
    assert_eq!(left.len(), 100);
    assert_eq!(titles(&left[..2]), ["last", "9999"]);
    assert_eq!(store.tombstones(&[id("0")]).await.unwrap().len(), 1);
}
