//! Turns, rests and budgets, by a clock of their own.

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn pace(concurrency: usize, interval: Duration) -> Pace {
    Pace::new(Budget { concurrency, interval, per_day: 1_000 })
}

fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn at(now: Timestamp) -> Clock {
    Clock::starting_at(now)
}

fn minutes_after_noon(minutes: i64) -> Timestamp {
    noon() + jiff::SignedDuration::from_mins(minutes)
}

#[tokio::test(start_paused = true)]
async fn turns_of_one_host_begin_an_interval_apart() {
    let pace = pace(5, SECOND);
    let start = Instant::now();
    for expected in [0, 1, 2] {
        let turn = pace.turn("a.example", Duration::ZERO, at(noon()), None).await;
        assert!(turn.is_ok());
        assert_eq!(start.elapsed(), SECOND * expected);
    }
}

#[tokio::test(start_paused = true)]
async fn hosts_do_not_wait_for_each_other() {
    let pace = pace(1, SECOND);
    let start = Instant::now();
    let _a = pace.turn("a.example", Duration::ZERO, at(noon()), None).await;
    let _b = pace.turn("b.example", Duration::ZERO, at(noon()), None).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn no_more_turns_at_once_than_allowed() {
    let pace = Arc::new(pace(2, Duration::ZERO));
    let first = pace.turn("a.example", Duration::ZERO, at(noon()), None).await;
    let _second = pace.turn("a.example", Duration::ZERO, at(noon()), None).await;
    let waiting = Arc::clone(&pace);
    let third =
        tokio::spawn(
            async move { waiting.turn("a.example", Duration::ZERO, at(noon()), None).await.is_ok() },
        );
    tokio::task::yield_now().await;
    assert!(!third.is_finished());
    drop(first);
    assert!(third.await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_given_up_costs_nobody_anything() {
    let pace = pace(1, SECOND);
    let start = Instant::now();
    drop(pace.turn("a.example", Duration::ZERO, at(noon()), None).await);
    let given_up =
        tokio::time::timeout(SECOND / 2, pace.turn("a.example", Duration::ZERO, at(noon()), None)).await;
    assert!(given_up.is_err());
    drop(pace.turn("a.example", Duration::ZERO, at(noon()), None).await);
    assert_eq!(start.elapsed(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_host_that_asked_for_a_rest_is_refused_at_once_until_it_is_over() {
    let pace = pace(1, SECOND);
    let until = minutes_after_noon(10);
    let turn = pace.turn("a.example", Duration::ZERO, at(noon()), None).await.ok().unwrap();
    turn.rest_until(until, noon());
    turn.rest_until(minutes_after_noon(5), noon());
    drop(turn);
    let start = Instant::now();
    assert_eq!(
        pace.turn("a.example", Duration::ZERO, at(minutes_after_noon(9)), None).await.err(),
        Some(Refusal::Rests(until))
    );
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(pace.turn("a.example", Duration::ZERO, at(until), None).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_was_set_back_keeps_no_host_at_rest_and_no_budget_spent_for_a_year() {
    let pace = Pace::new(Budget { concurrency: 1, interval: Duration::ZERO, per_day: 2 });
    let next_year = noon() + SignedDuration::from_hours(365 * 24);
    let turn = pace.turn("a.example", Duration::ZERO, at(next_year), None).await.ok().unwrap();
    turn.rest_until(next_year + SignedDuration::from_hours(1), next_year);
    drop(turn);
    assert!(pace.turn("a.example", Duration::ZERO, at(noon()), None).await.is_ok());
    assert!(matches!(
        pace.turn("a.example", Duration::ZERO, at(noon()), None).await.err(),
        Some(Refusal::Spent(_))
    ));
    let tomorrow = minutes_after_noon(24 * 60);
    assert!(pace.turn("a.example", Duration::ZERO, at(tomorrow), None).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn whoever_queued_before_the_rest_was_asked_for_is_refused_too() {
    let pace = Arc::new(pace(1, SECOND));
    let turn = pace.turn("a.example", Duration::ZERO, at(noon()), None).await.ok().unwrap();
    let waiting = Arc::clone(&pace);
    let queued =
        tokio::spawn(async move { waiting.turn("a.example", Duration::ZERO, at(noon()), None).await.err() });
    tokio::task::yield_now().await;
    turn.rest_until(minutes_after_noon(10), noon());
    drop(turn);
    assert_eq!(queued.await.unwrap(), Some(Refusal::Rests(minutes_after_noon(10))));
}

#[tokio::test(start_paused = true)]
async fn a_rest_that_ends_while_a_turn_is_waited_for_is_over() {
    let pace = Arc::new(pace(1, 3 * 60 * SECOND));
    let turn = pace.turn("a.example", Duration::ZERO, at(noon()), None).await.ok().unwrap();
    let waiting = Arc::clone(&pace);
    let queued =
        tokio::spawn(async move { waiting.turn("a.example", Duration::ZERO, at(noon()), None).await.err() });
    tokio::task::yield_now().await;
    turn.rest_until(minutes_after_noon(2), noon());
    drop(turn);
    assert_eq!(queued.await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_when_too_many_wait_is_refused_at_once() {
    let pace = Arc::new(pace(2, SECOND));
    // The first has its turn and ends it at once.
    let turns = [(); 1 + 2 + MOST_WAITING].map(|()| {
        let pace = Arc::clone(&pace);
        tokio::spawn(async move { pace.turn("a.example", Duration::ZERO, at(noon()), None).await.is_ok() })
    });
    // A runtime comes back before it has begun them all.
    for _ in 0..turns.len() {
        tokio::task::yield_now().await;
    }
    let start = Instant::now();
    assert_eq!(pace.turn("a.example", Duration::ZERO, at(noon()), None).await.err(), Some(Refusal::Busy));
    assert!(pace.turn("b.example", Duration::ZERO, at(noon()), None).await.is_ok());
    assert_eq!(start.elapsed(), Duration::ZERO);
    for turn in turns {
        assert!(turn.await.unwrap());
    }
    assert!(pace.turn("a.example", Duration::ZERO, at(noon()), None).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn hosts_about_which_there_is_nothing_to_know_are_forgotten() {
    let pace = pace(1, SECOND);
    let resting = pace.turn("resting.example", Duration::ZERO, at(noon()), None).await.ok().unwrap();
    resting.rest_until(minutes_after_noon(30 * 24 * 60), noon());
    drop(resting);
    let busy = pace.turn("busy.example", Duration::ZERO, at(noon()), None).await;
    for number in 0..10 * SWEEP_FROM_HOSTS {
        // 144 on a day, which count until it ends.
        let now = minutes_after_noon(10 * i64::try_from(number).unwrap());
        drop(pace.turn(&format!("{number}.example"), Duration::ZERO, at(now), None).await);
        tokio::time::advance(SECOND).await;
    }
    let table = lock(&pace.table);
    assert!(table.hosts.len() <= 2 * SWEEP_FROM_HOSTS, "{} hosts", table.hosts.len());
    assert!(table.hosts.contains_key("resting.example"));
    assert!(table.hosts.contains_key("busy.example"));
    drop(busy);
}

#[tokio::test(start_paused = true)]
async fn not_even_resting_hosts_fill_the_memory() {
    let pace = pace(1, Duration::ZERO);
    for number in 0..3 * MOST_RESTING_HOSTS {
        let turn =
            pace.turn(&format!("{number}.example"), Duration::ZERO, at(noon()), None).await.ok().unwrap();
        turn.rest_until(minutes_after_noon(10), noon());
    }
    assert!(lock(&pace.table).hosts.len() <= 2 * MOST_RESTING_HOSTS);
}

#[tokio::test(start_paused = true)]
async fn a_host_that_asks_for_a_longer_pause_gets_it() {
    let pace = pace(5, SECOND);
    let start = Instant::now();
    for expected in [0, 1, 8] {
        let delay = if expected == 0 { Duration::ZERO } else { SECOND * 7 };
        assert!(pace.turn("a.example", delay, at(noon()), None).await.is_ok());
        assert_eq!(start.elapsed(), SECOND * expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_host_gets_its_turns_of_a_day_and_the_next_day_again() {
    let pace = Pace::new(Budget { concurrency: 5, interval: Duration::ZERO, per_day: 2 });
    let midnight = "2026-03-02T00:00:00Z".parse().unwrap();
    for _ in 0..2 {
        assert!(pace.turn("a.example", Duration::ZERO, at(noon()), None).await.is_ok());
    }
    for now in [noon(), minutes_after_noon(12 * 60 - 1)] {
        let refusal = pace.turn("a.example", Duration::ZERO, at(now), None).await.err();
        assert_eq!(refusal, Some(Refusal::Spent(midnight)));
    }
    assert!(pace.turn("b.example", Duration::ZERO, at(noon()), None).await.is_ok());
    assert!(pace.turn("a.example", Duration::ZERO, at(midnight), None).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn rests_and_the_turns_of_the_day_are_taken_over_by_the_next_program() {
    let budget = Budget { concurrency: 5, interval: Duration::ZERO, per_day: 3 };
    let (before, after) = (Pace::new(budget), Pace::new(budget));
    let turn = before.turn("resting.example", Duration::ZERO, at(noon()), None).await.ok().unwrap();
    turn.rest_until(minutes_after_noon(60 * 24), noon());
    for _ in 0..2 {
        drop(before.turn("asked.example", Duration::ZERO, at(noon()), None).await);
    }
    let saved = before.unsaved();
    assert_eq!(saved.len(), 2);
    before.note_saved(&saved);
    assert_eq!(before.unsaved(), []);

    after.restore(saved, minutes_after_noon(10));

    let later = at(minutes_after_noon(10));
    let refusal = after.turn("resting.example", Duration::ZERO, later, None).await.err();
    assert_eq!(refusal, Some(Refusal::Rests(minutes_after_noon(60 * 24))));
    assert!(after.turn("asked.example", Duration::ZERO, later, None).await.is_ok());
    let refusal = after.turn("asked.example", Duration::ZERO, later, None).await.err();
    assert_eq!(refusal, Some(Refusal::Spent("2026-03-02T00:00:00Z".parse().unwrap())));
    let names: Vec<String> = after.unsaved().into_iter().map(|host| host.host).collect();
    assert_eq!(names, ["asked.example"]);
}

#[tokio::test(start_paused = true)]
async fn what_changed_while_it_was_saved_is_saved_the_next_time() {
    let pace = pace(5, Duration::ZERO);
    drop(pace.turn("a.example", Duration::ZERO, at(noon()), None).await);
    let saved = pace.unsaved();
    drop(pace.turn("a.example", Duration::ZERO, at(noon()), None).await);

    pace.note_saved(&saved);

    assert_eq!(pace.unsaved()[0].requests, 2);
}

#[tokio::test(start_paused = true)]
async fn a_rest_is_kept_though_a_clock_that_was_set_back_had_granted_one_of_a_year() {
    let pace = pace(1, Duration::ZERO);
    let next_year = noon() + SignedDuration::from_hours(365 * 24);
    let turn = pace.turn("a.example", Duration::ZERO, at(next_year), None).await.ok().unwrap();
    turn.rest_until(next_year, next_year);
    turn.rest_until(minutes_after_noon(10), noon());
    drop(turn);

    let refusal = pace.turn("a.example", Duration::ZERO, at(noon()), None).await.err();

    assert_eq!(refusal, Some(Refusal::Rests(minutes_after_noon(10))));
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_would_begin_too_late_is_refused_at_once_and_keeps_nobody_waiting() {
    let (pace, start) = (pace(4, 8 * SECOND), Instant::now());
    let latest = Some(start + 5 * SECOND);
    assert!(pace.turn("a.example", Duration::ZERO, at(noon()), latest).await.is_ok());

    let late = pace.turn("a.example", Duration::ZERO, at(noon()), latest).await;

    assert_eq!((late.err(), start.elapsed()), (Some(Refusal::Late), Duration::ZERO));
    assert!(pace.turn("a.example", Duration::ZERO, at(noon()), Some(start + 8 * SECOND)).await.is_ok());
    assert_eq!(start.elapsed(), 8 * SECOND);
}
