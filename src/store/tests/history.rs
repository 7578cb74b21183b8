//! What is kept of refreshes that have ended, and of feeds that broke and mended.

use rstest::rstest;

use super::*;

const DAY: i64 = 86_400;

fn ended(second: i64, outcome: &str, broke: Option<bool>) -> Conclusion {
    Conclusion {
        at: at(second),
        outcome: outcome.to_owned(),
        entries: 20,
        new_items: 2,
        detail: Some(format!("said at {second}")),
        broke,
    }
}

#[rstest]
#[tokio::test]
async fn refreshes_are_counted_by_day_and_outcome(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    let (key, state) = (feed("news"), FeedState::default());
    for (second, outcome) in
        [(5, "ok"), (DAY, "ok"), (DAY + 9, "ok"), (DAY + 20, "timeout"), (50 * DAY, "ok")]
    {
        store.conclude(&key, &state, &ended(second, outcome, None), &[]).await.unwrap();
    }

    let all = store.refreshes(&key, at(0)).await.unwrap();

    let told: Vec<(i64, &str, u32, usize)> =
        all.iter().map(|row| (row.day, row.outcome.as_str(), row.times, row.new_items)).collect();
    assert_eq!(told, [(0, "ok", 1, 2), (1, "ok", 2, 4), (1, "timeout", 1, 2), (50, "ok", 1, 2)]);
    assert_eq!((all[1].first_at, all[1].last_at), (at(DAY), at(DAY + 9)));
    assert_eq!(all[1].detail.as_deref(), Some("said at 86409"));

    assert_eq!(store.refreshes(&key, at(50 * DAY)).await.unwrap().len(), 1);
    assert_eq!(store.refreshes(&feed("other"), at(0)).await.unwrap(), []);
}

/// The days of which something is known after refreshes on these days.
async fn days_kept(kind: Kind, refreshed: impl Iterator<Item = i64>) -> Vec<i64> {
    let store = opened(kind).await;
    for day in refreshed {
        let ended = ended(day * DAY, "ok", None);
        store.conclude(&feed("news"), &FeedState::default(), &ended, &[]).await.unwrap();
    }
    store.refreshes(&feed("news"), at(0)).await.unwrap().iter().map(|row| row.day).collect()
}

#[rstest]
#[tokio::test]
async fn the_last_sixty_days_are_kept_on_which_a_feed_was_refreshed(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    assert_eq!(days_kept(kind, 0..100).await, (40..100).collect::<Vec<_>>());
    assert_eq!(days_kept(kind, [0, 61, 200].into_iter()).await, [0, 61, 200]);
}

#[rstest]
#[tokio::test]
async fn a_clock_that_jumps_forgets_no_refresh(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let year = 365;
    assert_eq!(days_kept(kind, (0..3).chain([year, 3, -year, 4])).await, [0, 1, 2, 3, 4, year]);

    let years_that_never_were = (0..100).map(|day| 20 * year + day);
    let kept = days_kept(kind, years_that_never_were.chain(0..3)).await;
    assert_eq!((kept.len(), kept.get(..3)), (63, Some(&[0, 1, 2][..])));
}

#[rstest]
#[tokio::test]
async fn what_broke_and_mended_is_kept_up_to_a_number(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    let (key, state) = (feed("news"), FeedState::default());
    for second in 0..510 {
        store.conclude(&key, &state, &ended(second, "dns", Some(second % 2 == 0)), &[]).await.unwrap();
    }

    let events = store.events(1_000).await.unwrap();

    assert_eq!(events.len(), 500);
    let (newest, oldest) = (&events[0], &events[499]);
    assert_eq!((newest.at, newest.broke, &newest.feed), (at(509), false, &key));
    assert_eq!((oldest.at, oldest.broke, oldest.number), (at(10), true, 11));
    assert_eq!(store.events(3).await.unwrap().len(), 3);
}

#[rstest]
#[tokio::test]
async fn publications_of_several_feeds_count_each_item_once(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    store.save_refresh(refresh("news", vec![stored("a", 1), stored("b", 2)], 10)).await.unwrap();
    store.save_refresh(refresh("world", vec![stored("b", 2), stored("c", 3)], 10)).await.unwrap();

    let mut moments = store.published(&[feed("news"), feed("world"), feed("none")], at(2)).await.unwrap();

    moments.sort();
    assert_eq!(moments, [at(2), at(3)]);
}

#[rstest]
#[tokio::test]
async fn what_stood_on_the_page_without_a_date_at_the_first_look_tells_no_rhythm(
    #[values(Kind::File, Kind::Memory)] kind: Kind,
) {
    let store = opened(kind).await;
    let first = vec![stored("dated", 3), stored("old", 1), stored("undated", 10)];
    store.save_refresh(refresh("news", first, 10)).await.unwrap();
    store.save_refresh(refresh("news", vec![stored("undated later", 20)], 20)).await.unwrap();

    let mut found = store.publications(&[feed("news"), feed("none")], at(2)).await.unwrap();

    found.moments.sort();
    assert_eq!(found, Publications { moments: vec![at(3), at(20)], known_since: Some(at(1)) });
    assert_eq!(store.publications(&[feed("none")], at(2)).await.unwrap(), Publications::default());
}

#[rstest]
#[tokio::test]
async fn what_hosts_have_had_is_kept_until_it_counts_no_more(#[values(Kind::File, Kind::Memory)] kind: Kind) {
    let store = opened(kind).await;
    let host = |name: &str, rests_until: Option<i64>, requests: u32| HostUse {
        host: name.to_owned(),
        rests_until: rests_until.map(at),
        day_ends: at(DAY),
        requests,
    };
    let (a, b, resting) =
        (host("a.example", None, 3), host("b.example", None, 1), host("c.example", Some(3 * DAY), 7));
    store.save_hosts(&[host("a.example", Some(DAY + 1), 2), b.clone()], at(5)).await.unwrap();
    let state = FeedState::default();

    store
        .conclude(&feed("news"), &state, &ended(9, "ok", None), &[a.clone(), resting.clone()])
        .await
        .unwrap();

    let mut kept = store.hosts(at(9)).await.unwrap();
    kept.sort_by(|one, other| one.host.cmp(&other.host));
    assert_eq!(kept, [a, b.clone(), resting.clone()]);
    assert_eq!(store.hosts(at(DAY)).await.unwrap(), [resting]);
    store.save_hosts(&[], at(DAY)).await.unwrap();
    assert_eq!(store.hosts(at(0)).await.unwrap().len(), 1);
}
