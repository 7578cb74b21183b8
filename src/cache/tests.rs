//! How the cache behaves under many callers, failures and shutdown. Time is a number that each test gives.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use futures_util::poll;
use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio::sync::{Barrier, Semaphore};
use tokio::task::JoinSet;

use super::*;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Text(Arc<str>);

impl Weigh for Text {
    fn weight(&self) -> usize {
        self.0.len()
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the page is gone")]
struct Gone;

type TextCache = Cache<String, Text, Gone>;

/// A load that waits for a permit, counts itself, and gives a value or a failure.
#[derive(Clone)]
struct Source {
    gate: Arc<Semaphore>,
    loads: Arc<AtomicUsize>,
}

impl Source {
    fn open() -> Self {
        Self::with_permits(Semaphore::MAX_PERMITS)
    }

    fn shut() -> Self {
        Self::with_permits(0)
    }

    fn with_permits(permits: usize) -> Self {
        Self { gate: Arc::new(Semaphore::new(permits)), loads: Arc::new(AtomicUsize::new(0)) }
    }

    fn let_pass(&self) {
        self.gate.add_permits(1);
    }

    fn loads(&self) -> usize {
        self.loads.load(Ordering::SeqCst)
    }

    async fn give(self, result: Result<Kept<Text>, Gone>) -> Result<Kept<Text>, Gone> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        self.gate.acquire().await.unwrap().forget();
        result
    }
}

fn cache() -> TextCache {
    Cache::new(1 << 20, Handle::current())
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// A value made at a second and fresh for ten.
fn kept(text: &str, second: i64) -> Kept<Text> {
    Kept { value: Text(text.into()), fresh_until: at(second + 10), stored_at: at(second) }
}

fn key() -> String {
    "site/news".to_owned()
}

#[tokio::test]
async fn a_value_is_fresh_until_its_moment_and_stale_from_then_on() {
    let cache = cache();

    cache.insert(key(), kept("old", 0));

    assert_eq!(cache.look("site/news", at(9)), Found::Fresh(kept("old", 0)));
    assert_eq!(cache.look("site/news", at(10)), Found::Stale(kept("old", 0)));
    assert_eq!(cache.look("site/other", at(0)), Found::Absent);
}

#[tokio::test]
async fn a_thousand_callers_of_an_absent_key_cause_one_load_and_share_its_value() {
    let (cache, source, key) = (cache(), Source::shut(), key());
    let mut callers = Box::pin(join_all((0..1000).map(|_| {
        let source = source.clone();
        cache.get_or_refresh(&key, at(0), move || source.give(Ok(kept("new", 0))))
    })));
    assert!(poll!(&mut callers).is_pending(), "all of them have to wait for the load");

    source.let_pass();
    let answers = callers.await;

    assert_eq!(source.loads(), 1);
    assert_eq!(answers.len(), 1000);
    assert!(answers.into_iter().all(|answer| answer.unwrap() == (kept("new", 0), Served::Loaded)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_tasks_on_several_threads_cause_one_load() {
    let (cache, source) = (cache(), Source::open());
    let start = Arc::new(Barrier::new(1000));
    let mut callers = JoinSet::new();
    for _ in 0..1000 {
        let (cache, source, start) = (cache.clone(), source.clone(), Arc::clone(&start));
        callers.spawn(async move {
            start.wait().await;
            cache.get_or_refresh(&key(), at(0), move || source.give(Ok(kept("new", 0)))).await
        });
    }

    let answers = callers.join_all().await;

    assert_eq!(source.loads(), 1);
    assert!(answers.into_iter().all(|answer| answer.unwrap().0 == kept("new", 0)));
}

#[tokio::test]
async fn a_failed_load_of_an_absent_key_gives_everybody_the_same_error_and_the_next_caller_tries_again() {
    let (cache, source, key) = (cache(), Source::open(), key());
    let failing = |source: Source| move || source.give(Err(Gone));
    let (first, second) = tokio::join!(
        cache.get_or_refresh(&key, at(0), failing(source.clone())),
        cache.get_or_refresh(&key, at(0), failing(source.clone())),
    );

    let (LoadError::Failed(first), LoadError::Failed(second)) = (first.unwrap_err(), second.unwrap_err())
    else {
        panic!("expected the error of the load");
    };
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!(source.loads(), 1);

    let again = source.clone();
    let answer = cache.get_or_refresh(&key, at(0), move || again.give(Ok(kept("new", 0)))).await;

    assert_eq!(answer.unwrap(), (kept("new", 0), Served::Loaded));
    assert_eq!(source.loads(), 2);
}

#[tokio::test]
async fn a_stale_value_is_served_at_once_while_one_load_runs_in_the_background() {
    let (cache, source, key) = (cache(), Source::shut(), key());
    cache.insert(key.clone(), kept("old", 0));

    for _ in 0..100 {
        let source = source.clone();
        let answer = cache.get_or_refresh(&key, at(20), move || source.give(Ok(kept("new", 20)))).await;
        assert_eq!(answer.unwrap(), (kept("old", 0), Served::Stale));
    }
    source.let_pass();
    cache.close().await;

    assert_eq!(source.loads(), 1);
    assert_eq!(cache.look(&key, at(20)), Found::Fresh(kept("new", 20)));
}

#[tokio::test]
async fn a_failed_refresh_leaves_the_old_value_and_the_next_caller_refreshes_again() {
    let (cache, source, key) = (cache(), Source::open(), key());
    cache.insert(key.clone(), kept("old", 0));
    let failing = source.clone();

    let error = cache.refresh(&key, move || failing.give(Err(Gone))).await.unwrap_err();

    assert!(matches!(error, LoadError::Failed(error) if *error == Gone));
    assert_eq!(cache.look(&key, at(20)), Found::Stale(kept("old", 0)));

    let working = source.clone();
    let answer = cache.get_or_refresh(&key, at(20), move || working.give(Ok(kept("new", 20)))).await;
    cache.close().await;

    assert_eq!(answer.unwrap(), (kept("old", 0), Served::Stale));
    assert_eq!(cache.look(&key, at(20)), Found::Fresh(kept("new", 20)));
}

#[tokio::test]
async fn a_forced_refresh_loads_a_fresh_key_and_joins_a_load_under_way() {
    let (cache, source, key) = (cache(), Source::shut(), key());
    cache.insert(key.clone(), kept("old", 0));
    let (forced, joined) = (source.clone(), source.clone());
    let mut forced = Box::pin(cache.refresh(&key, move || forced.give(Ok(kept("new", 5)))));
    let mut joined = Box::pin(cache.refresh(&key, move || joined.give(Ok(kept("never", 5)))));
    assert!(poll!(&mut forced).is_pending());
    assert!(poll!(&mut joined).is_pending());

    source.let_pass();

    assert_eq!(forced.await.unwrap(), kept("new", 5));
    assert_eq!(joined.await.unwrap(), kept("new", 5));
    assert_eq!(source.loads(), 1);
}

#[tokio::test]
async fn a_load_that_panics_frees_its_waiters_and_its_key() {
    let (cache, key) = (cache(), key());
    let before_it_runs = || -> std::future::Ready<Result<Kept<Text>, Gone>> { panic!("in the closure") };
    let while_it_runs = || async { panic!("in the future") };

    let first = cache.get_or_refresh(&key, at(0), before_it_runs).await;
    let second = cache.get_or_refresh(&key, at(0), while_it_runs).await;
    let third = cache.get_or_refresh(&key, at(0), || async { Ok(kept("new", 0)) }).await;

    assert!(matches!(first, Err(LoadError::Abandoned)));
    assert!(matches!(second, Err(LoadError::Abandoned)));
    assert_eq!(third.unwrap(), (kept("new", 0), Served::Loaded));
}

#[test]
fn a_load_cancelled_with_its_runtime_frees_its_waiters_and_its_key() {
    let callers = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let loads = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (cache, source): (TextCache, _) = (Cache::new(1 << 20, loads.handle().clone()), Source::shut());
    let waiting = callers.spawn({
        let (cache, source) = (cache.clone(), source.clone());
        async move { cache.get_or_refresh(&key(), at(0), move || source.give(Ok(kept("new", 0)))).await }
    });
    callers.block_on(tokio::task::yield_now());
    loads.block_on(tokio::task::yield_now());
    assert_eq!(source.loads(), 1, "the load has begun");

    drop(loads);
    let under_way = callers.block_on(waiting).unwrap();
    let afterwards = callers.block_on(cache.refresh(&key(), move || source.give(Ok(kept("new", 0)))));
    callers.block_on(cache.close());

    assert!(matches!(under_way, Err(LoadError::Abandoned)));
    assert!(matches!(afterwards, Err(LoadError::Abandoned)));
}

#[tokio::test]
async fn the_caller_that_started_a_load_may_leave_without_cancelling_it_for_the_others() {
    let (cache, source, key) = (cache(), Source::shut(), key());
    let (leading, following) = (source.clone(), source.clone());
    let mut leader = Box::pin(cache.get_or_refresh(&key, at(0), move || leading.give(Ok(kept("first", 0)))));
    let mut follower =
        Box::pin(cache.get_or_refresh(&key, at(0), move || following.give(Ok(kept("second", 0)))));
    assert!(poll!(&mut leader).is_pending());
    assert!(poll!(&mut follower).is_pending());

    drop(leader);
    source.let_pass();

    assert_eq!(follower.await.unwrap(), (kept("first", 0), Served::Loaded));
    assert_eq!(source.loads(), 1);
}

#[tokio::test]
async fn a_load_that_began_before_its_key_was_invalidated_is_not_kept() {
    let (cache, source, key) = (cache(), Source::shut(), key());
    let (outdated, current) = (source.clone(), source.clone());
    let mut before = Box::pin(cache.refresh(&key, move || outdated.give(Ok(kept("outdated", 0)))));
    assert!(poll!(&mut before).is_pending());

    cache.invalidate(&key);
    source.let_pass();

    assert_eq!(before.await.unwrap(), kept("outdated", 0));
    assert_eq!(cache.look(&key, at(0)), Found::Absent);
    source.let_pass();
    let after = cache.get_or_refresh(&key, at(0), move || current.give(Ok(kept("current", 0)))).await;
    assert_eq!(after.unwrap().0, kept("current", 0));
    assert_eq!(source.loads(), 2);
}

#[tokio::test]
async fn an_invalidated_value_is_absent() {
    let cache = cache();
    cache.insert(key(), kept("old", 0));

    cache.invalidate(&key());

    assert_eq!(cache.look(&key(), at(0)), Found::Absent);
    assert_eq!(cache.entry_count(), 0);
}

#[tokio::test]
async fn values_are_weighed_in_bytes_and_never_weigh_more_than_allowed() {
    let cache: TextCache = Cache::new(100_000, Handle::current());

    cache.insert("one".to_owned(), kept(&"a".repeat(10_000), 0));
    let one = cache.weighted_size();
    for number in 0..1000 {
        cache.insert(number.to_string(), kept(&"a".repeat(10_000), 0));
    }

    assert!((10_000..11_000).contains(&one), "an entry of 10,000 bytes weighs {one}");
    assert!(cache.weighted_size() <= 100_000);
    assert!(cache.entry_count() >= 5, "{} entries are left", cache.entry_count());
}

#[tokio::test]
async fn a_value_heavier_than_the_whole_cache_is_served_and_not_kept() {
    let cache: TextCache = Cache::new(1000, Handle::current());

    let answer = cache.get_or_refresh(&key(), at(0), || async { Ok(kept(&"a".repeat(10_000), 0)) }).await;

    assert_eq!(answer.unwrap().1, Served::Loaded);
    assert_eq!(cache.entry_count(), 0);
}

#[tokio::test]
async fn closing_waits_for_background_loads_and_begins_no_more() {
    let (cache, source, key) = (cache(), Source::shut(), key());
    cache.insert(key.clone(), kept("old", 0));
    let running = source.clone();
    let served = cache.get_or_refresh(&key, at(20), move || running.give(Ok(kept("new", 20)))).await;
    assert_eq!(served.unwrap().1, Served::Stale);
    let mut closing = Box::pin(cache.close());
    assert!(poll!(&mut closing).is_pending());

    source.let_pass();
    closing.await;

    assert_eq!(cache.look(&key, at(20)), Found::Fresh(kept("new", 20)));
    let (late, later) = (source.clone(), source.clone());
    let stale = cache.get_or_refresh(&key, at(40), move || late.give(Ok(kept("late", 40)))).await;
    let absent = cache
        .get_or_refresh(&"site/other".to_owned(), at(40), move || later.give(Ok(kept("late", 40))))
        .await;
    assert_eq!(stale.unwrap(), (kept("new", 20), Served::Stale));
    assert!(matches!(absent, Err(LoadError::Closed)));
    assert_eq!(source.loads(), 1);
}

#[tokio::test]
async fn a_value_that_was_made_in_the_future_is_stale_since_the_clock_was_set_back() {
    let cache = TextCache::new(1 << 20, Handle::current());
    let year = jiff::SignedDuration::from_hours(365 * 24);
    let now = Timestamp::UNIX_EPOCH;
    let made = |stored_at| Kept { value: Text("a".into()), fresh_until: Timestamp::MAX, stored_at };
    cache.insert("ahead".to_owned(), made(now + year));
    cache.insert("just made".to_owned(), made(now + jiff::SignedDuration::from_secs(5)));
    assert!(matches!(cache.look("ahead", now), Found::Stale(_)));
    assert!(matches!(cache.look("just made", now), Found::Fresh(_)));
}

#[tokio::test]
async fn whoever_waits_for_quiet_waits_for_every_load_under_way() {
    let cache = TextCache::new(1 << 20, Handle::current());
    cache.settle().await;
    let gate = Arc::new(Semaphore::new(0));
    let load = {
        let gate = Arc::clone(&gate);
        move || async move {
            let _permit = gate.acquire().await;
            Err(Gone)
        }
    };
    let key = "a".to_owned();
    let mut asking = Box::pin(cache.refresh(&key, load));
    assert!(poll!(&mut asking).is_pending());
    let mut quiet = Box::pin(cache.settle());
    assert!(poll!(&mut quiet).is_pending());
    gate.add_permits(1);
    quiet.await;
    assert!(asking.await.is_err());
}
