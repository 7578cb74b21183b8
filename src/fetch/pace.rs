//! Politeness: how many requests a host gets at once, how far apart, and the rest it asks for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use super::clock::Clock;

/// Below this many hosts nothing is forgotten.
const SWEEP_FROM_HOSTS: usize = 256;
/// Above this many hosts even a rest is forgotten, so that no one can fill the memory with names of hosts that rest.
const MOST_RESTING_HOSTS: usize = 16 * 1024;

/// Leap seconds do not count.
const SECONDS_OF_A_DAY: i64 = 24 * 3_600;

/// Longer than any rest that is granted.
const LONGEST_REST_COUNTED: SignedDuration = SignedDuration::from_hours(31 * 24);

/// How many may wait for a host: with a second between turns, the last of them waits a minute.
const MOST_WAITING: usize = 64;

/// Hands out turns, host by host.
pub(super) struct Pace {
    budget: Budget,
    table: Mutex<Table>,
}

/// Leave for one request to a host. The turn ends when this is dropped, which is after the body has been read.
pub(super) struct Turn {
    host: Arc<HostPace>,
    // The semaphore is never closed, so there always is a permit.
    _permit: Option<OwnedSemaphorePermit>,
}

/// What every host gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget {
    /// Most turns at the same time.
    pub concurrency: usize,
    /// Least time between the beginnings of two turns.
    pub interval: Duration,
    /// Most turns on a day in UTC.
    pub per_day: u32,
}

/// Why there is no turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The host asked to be left alone until then.
    Rests(Timestamp),
    /// The host had all the turns that it gets until then.
    Spent(Timestamp),
    /// Too many wait already.
    Busy,
}

struct Table {
    hosts: HashMap<String, Arc<HostPace>>,
    /// How many hosts there may be before the idle ones are looked for.
    sweep_at: usize,
}

struct HostPace {
    permits: Arc<Semaphore>,
    /// When the next turn may begin.
    next_start: tokio::sync::Mutex<Option<Instant>>,
    rests_until: Mutex<Option<Timestamp>>,
    spent: Mutex<Spent>,
}

/// The turns that a host had on a day.
#[derive(Clone, Copy, Default)]
struct Spent {
    /// When the day ends.
    until: Timestamp,
    turns: u32,
}

impl Pace {
    /// The same budget for every host.
    pub fn new(budget: Budget) -> Self {
        Self { budget, table: Mutex::new(Table { hosts: HashMap::new(), sweep_at: SWEEP_FROM_HOSTS }) }
    }

    /// Waits for a turn, first come, first served. A refusal comes at once, or when the host asks for a rest meanwhile.
    /// After it the host is left alone for its interval, or for `delay` where that is longer.
    pub async fn turn(&self, host: &str, delay: Duration, clock: Clock) -> Result<Turn, Refusal> {
        let host = self.host(host, clock.now());
        host.awake(clock.now()).map_err(Refusal::Rests)?;
        // Whoever waits or has a turn holds the host, and so does the table; a wait that is given up lets go of it.
        if Arc::strong_count(&host) > 1 + self.budget.concurrency + MOST_WAITING {
            return Err(Refusal::Busy);
        }
        let permit = Arc::clone(&host.permits).acquire_owned().await.ok();
        let mut next_start = host.next_start.lock().await;
        if let Some(next) = *next_start {
            // The lock is held meanwhile: whoever comes later queues behind it and counts from this turn's beginning.
            sleep_until(next).await;
        }
        // The host may have asked for a rest while this turn was waited for.
        host.awake(clock.now()).map_err(Refusal::Rests)?;
        host.spend(self.budget.per_day, clock.now()).map_err(Refusal::Spent)?;
        *next_start = Some(Instant::now() + delay.max(self.budget.interval));
        drop(next_start);
        Ok(Turn { host, _permit: permit })
    }

    fn host(&self, name: &str, now: Timestamp) -> Arc<HostPace> {
        let mut table = lock(&self.table);
        if let Some(host) = table.hosts.get(name) {
            return Arc::clone(host);
        }
        if table.hosts.len() >= table.sweep_at {
            table.sweep(now);
        }
        let host = Arc::new(HostPace {
            permits: Arc::new(Semaphore::new(self.budget.concurrency)),
            next_start: tokio::sync::Mutex::new(None),
            rests_until: Mutex::new(None),
            spent: Mutex::default(),
        });
        table.hosts.insert(name.to_owned(), Arc::clone(&host));
        host
    }
}

impl Turn {
    /// Leaves the host alone until a moment; a rest that ends later stays.
    pub fn rest_until(&self, until: Timestamp) {
        let mut rests_until = lock(&self.host.rests_until);
        *rests_until = (*rests_until).max(Some(until));
    }
}

impl Table {
    /// Forgets the hosts about which there is nothing to know. The next sweep comes when the table has doubled, so that
    /// the cost of a host stays the same however many there are.
    fn sweep(&mut self, now: Timestamp) {
        let keep_rests = self.hosts.len() < MOST_RESTING_HOSTS;
        self.hosts.retain(|_, host| {
            // Nobody can take hold of a host meanwhile: the table is locked.
            let in_use = Arc::strong_count(host) > 1;
            let recent =
                host.next_start.try_lock().is_ok_and(|next| next.is_some_and(|next| Instant::now() < next));
            let counts = host.awake(now).is_err() || now < lock(&host.spent).until;
            in_use || recent || (keep_rests && counts)
        });
        self.sweep_at = SWEEP_FROM_HOSTS.max(self.hosts.len() * 2);
    }
}

impl HostPace {
    /// Counts a turn. Without any left for the day it tells when the next day begins.
    fn spend(&self, per_day: u32, now: Timestamp) -> Result<(), Timestamp> {
        let mut spent = lock(&self.spent);
        if now >= spent.until {
            *spent = Spent { until: next_day(now), turns: 0 };
        } else if spent.until.duration_since(now).as_secs() > SECONDS_OF_A_DAY {
            // The clock was set back: the day is another one, and its turns were not counted.
            spent.until = next_day(now);
        }
        if spent.turns >= per_day {
            return Err(spent.until);
        }
        spent.turns += 1;
        Ok(())
    }

    fn awake(&self, now: Timestamp) -> Result<(), Timestamp> {
        match *lock(&self.rests_until) {
            // No rest is longer; a later end was counted by a clock that was set back since.
            Some(until) if now < until && until.duration_since(now) <= LONGEST_REST_COUNTED => Err(until),
            _ => Ok(()),
        }
    }
}

/// The next midnight in UTC.
fn next_day(now: Timestamp) -> Timestamp {
    let passed = now.as_second().rem_euclid(SECONDS_OF_A_DAY);
    let left = SignedDuration::from_secs(SECONDS_OF_A_DAY - passed);
    now.saturating_add(left).unwrap_or(Timestamp::MAX)
}

/// Nothing panics while one of these locks is held, and what they guard is whole at any moment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
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
            let turn = pace.turn("a.example", Duration::ZERO, at(noon())).await;
            assert!(turn.is_ok());
            assert_eq!(start.elapsed(), SECOND * expected);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_do_not_wait_for_each_other() {
        let pace = pace(1, SECOND);
        let start = Instant::now();
        let _a = pace.turn("a.example", Duration::ZERO, at(noon())).await;
        let _b = pace.turn("b.example", Duration::ZERO, at(noon())).await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_turns_at_once_than_allowed() {
        let pace = Arc::new(pace(2, Duration::ZERO));
        let first = pace.turn("a.example", Duration::ZERO, at(noon())).await;
        let _second = pace.turn("a.example", Duration::ZERO, at(noon())).await;
        let waiting = Arc::clone(&pace);
        let third =
            tokio::spawn(async move { waiting.turn("a.example", Duration::ZERO, at(noon())).await.is_ok() });
        tokio::task::yield_now().await;
        assert!(!third.is_finished());
        drop(first);
        assert!(third.await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_is_given_up_costs_nobody_anything() {
        let pace = pace(1, SECOND);
        let start = Instant::now();
        drop(pace.turn("a.example", Duration::ZERO, at(noon())).await);
        let given_up =
            tokio::time::timeout(SECOND / 2, pace.turn("a.example", Duration::ZERO, at(noon()))).await;
        assert!(given_up.is_err());
        drop(pace.turn("a.example", Duration::ZERO, at(noon())).await);
        assert_eq!(start.elapsed(), SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asked_for_a_rest_is_refused_at_once_until_it_is_over() {
        let pace = pace(1, SECOND);
        let until = minutes_after_noon(10);
        let turn = pace.turn("a.example", Duration::ZERO, at(noon())).await.ok().unwrap();
        turn.rest_until(until);
        turn.rest_until(minutes_after_noon(5));
        drop(turn);
        let start = Instant::now();
        assert_eq!(
            pace.turn("a.example", Duration::ZERO, at(minutes_after_noon(9))).await.err(),
            Some(Refusal::Rests(until))
        );
        assert_eq!(start.elapsed(), Duration::ZERO);
        assert!(pace.turn("a.example", Duration::ZERO, at(until)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_was_set_back_keeps_no_host_at_rest_and_no_budget_spent_for_a_year() {
        let pace = Pace::new(Budget { concurrency: 1, interval: Duration::ZERO, per_day: 2 });
        let next_year = noon() + SignedDuration::from_hours(365 * 24);
        let turn = pace.turn("a.example", Duration::ZERO, at(next_year)).await.ok().unwrap();
        turn.rest_until(next_year + SignedDuration::from_hours(1));
        drop(turn);
        assert!(pace.turn("a.example", Duration::ZERO, at(noon())).await.is_ok());
        assert!(matches!(
            pace.turn("a.example", Duration::ZERO, at(noon())).await.err(),
            Some(Refusal::Spent(_))
        ));
        let tomorrow = minutes_after_noon(24 * 60);
        assert!(pace.turn("a.example", Duration::ZERO, at(tomorrow)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_queued_before_the_rest_was_asked_for_is_refused_too() {
        let pace = Arc::new(pace(1, SECOND));
        let turn = pace.turn("a.example", Duration::ZERO, at(noon())).await.ok().unwrap();
        let waiting = Arc::clone(&pace);
        let queued =
            tokio::spawn(async move { waiting.turn("a.example", Duration::ZERO, at(noon())).await.err() });
        tokio::task::yield_now().await;
        turn.rest_until(minutes_after_noon(10));
        drop(turn);
        assert_eq!(queued.await.unwrap(), Some(Refusal::Rests(minutes_after_noon(10))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_that_ends_while_a_turn_is_waited_for_is_over() {
        let pace = Arc::new(pace(1, 3 * 60 * SECOND));
        let turn = pace.turn("a.example", Duration::ZERO, at(noon())).await.ok().unwrap();
        let waiting = Arc::clone(&pace);
        let queued =
            tokio::spawn(async move { waiting.turn("a.example", Duration::ZERO, at(noon())).await.err() });
        tokio::task::yield_now().await;
        turn.rest_until(minutes_after_noon(2));
        drop(turn);
        assert_eq!(queued.await.unwrap(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_comes_when_too_many_wait_is_refused_at_once() {
        let pace = Arc::new(pace(2, SECOND));
        // The first has its turn and ends it at once.
        let turns = [(); 1 + 2 + MOST_WAITING].map(|()| {
            let pace = Arc::clone(&pace);
            tokio::spawn(async move { pace.turn("a.example", Duration::ZERO, at(noon())).await.is_ok() })
        });
        // A runtime comes back before it has begun them all.
        for _ in 0..turns.len() {
            tokio::task::yield_now().await;
        }
        let start = Instant::now();
        assert_eq!(pace.turn("a.example", Duration::ZERO, at(noon())).await.err(), Some(Refusal::Busy));
        assert!(pace.turn("b.example", Duration::ZERO, at(noon())).await.is_ok());
        assert_eq!(start.elapsed(), Duration::ZERO);
        for turn in turns {
            assert!(turn.await.unwrap());
        }
        assert!(pace.turn("a.example", Duration::ZERO, at(noon())).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_about_which_there_is_nothing_to_know_are_forgotten() {
        let pace = pace(1, SECOND);
        let resting = pace.turn("resting.example", Duration::ZERO, at(noon())).await.ok().unwrap();
        resting.rest_until(minutes_after_noon(30 * 24 * 60));
        drop(resting);
        let busy = pace.turn("busy.example", Duration::ZERO, at(noon())).await;
        for number in 0..10 * SWEEP_FROM_HOSTS {
            // 144 on a day, which count until it ends.
            let now = minutes_after_noon(10 * i64::try_from(number).unwrap());
            drop(pace.turn(&format!("{number}.example"), Duration::ZERO, at(now)).await);
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
                pace.turn(&format!("{number}.example"), Duration::ZERO, at(noon())).await.ok().unwrap();
            turn.rest_until(minutes_after_noon(10));
        }
        assert!(lock(&pace.table).hosts.len() <= 2 * MOST_RESTING_HOSTS);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asks_for_a_longer_pause_gets_it() {
        let pace = pace(5, SECOND);
        let start = Instant::now();
        for expected in [0, 1, 8] {
            let delay = if expected == 0 { Duration::ZERO } else { SECOND * 7 };
            assert!(pace.turn("a.example", delay, at(noon())).await.is_ok());
            assert_eq!(start.elapsed(), SECOND * expected);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_gets_its_turns_of_a_day_and_the_next_day_again() {
        let pace = Pace::new(Budget { concurrency: 5, interval: Duration::ZERO, per_day: 2 });
        let midnight = "2026-03-02T00:00:00Z".parse().unwrap();
        for _ in 0..2 {
            assert!(pace.turn("a.example", Duration::ZERO, at(noon())).await.is_ok());
        }
        for now in [noon(), minutes_after_noon(12 * 60 - 1)] {
            let refusal = pace.turn("a.example", Duration::ZERO, at(now)).await.err();
            assert_eq!(refusal, Some(Refusal::Spent(midnight)));
        }
        assert!(pace.turn("b.example", Duration::ZERO, at(noon())).await.is_ok());
        assert!(pace.turn("a.example", Duration::ZERO, at(midnight)).await.is_ok());
    }
}
