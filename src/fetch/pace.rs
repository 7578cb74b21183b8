//! Politeness: how many requests a host gets at once, how far apart, and the rest it asks for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use super::clock::Clock;
use crate::model::HostUse;

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
    /// It would begin too late.
    Late,
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
    /// Whether more is known than was saved.
    unsaved: AtomicBool,
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

    /// Waits for a turn, first come, first served. A refusal comes at once, or when the host asks for a rest meanwhile, or when
    /// it shows that the turn would begin after the `latest` moment. After it the host is left alone for its interval, or for
    /// `delay` where that is longer.
    pub async fn turn(
        &self,
        host: &str,
        delay: Duration,
        clock: Clock,
        latest: Option<Instant>,
    ) -> Result<Turn, Refusal> {
        let host = self.host(host, clock.now());
        host.awake(clock.now()).map_err(Refusal::Rests)?;
        // Whoever waits or has a turn holds the host, and so does the table; a wait that is given up lets go of it.
        if Arc::strong_count(&host) > 1 + self.budget.concurrency + MOST_WAITING {
            return Err(Refusal::Busy);
        }
        let permit = Arc::clone(&host.permits).acquire_owned().await.ok();
        let mut next_start = host.next_start.lock().await;
        if let Some(next) = *next_start {
            if latest.is_some_and(|latest| next > latest) {
                return Err(Refusal::Late);
            }
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

    /// Whether a host has had less than half of its turns of the day; else when the next day begins.
    pub fn spare(&self, host: &str, now: Timestamp) -> Result<(), Timestamp> {
        let host = self.host(host, now);
        let spent = lock(&host.spent);
        match now < spent.until && spent.turns.saturating_mul(2) >= self.budget.per_day {
            true => Err(spent.until),
            false => Ok(()),
        }
    }

    /// What hosts have had, of those of which more is known than was saved.
    pub fn unsaved(&self) -> Vec<HostUse> {
        let table = lock(&self.table);
        let unsaved = table.hosts.iter().filter(|(_, host)| host.unsaved.load(Ordering::Acquire));
        unsaved.map(|(name, host)| host.known(name)).collect()
    }

    /// Notes what was saved.
    pub fn note_saved(&self, saved: &[HostUse]) {
        let table = lock(&self.table);
        for saved in saved {
            let Some(host) = table.hosts.get(&saved.host) else { continue };
            // In this order, so that what changes meanwhile is unsaved again.
            host.unsaved.store(false, Ordering::Release);
            if host.known(&saved.host) != *saved {
                host.unsaved.store(true, Ordering::Release);
            }
        }
    }

    /// Takes over what was saved before the program started. Turns since then count beside it.
    pub fn restore(&self, saved: Vec<HostUse>, now: Timestamp) {
        for saved in saved.into_iter().take(MOST_RESTING_HOSTS) {
            let host = self.host(&saved.host, now);
            if let Some(until) = saved.rests_until {
                host.rest(until, now);
            }
            let mut spent = lock(&host.spent);
            let since = if spent.until == saved.day_ends { spent.turns } else { 0 };
            *spent = Spent { until: saved.day_ends, turns: saved.requests.saturating_add(since) };
            host.unsaved.store(since > 0, Ordering::Release);
        }
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
            unsaved: AtomicBool::new(false),
        });
        table.hosts.insert(name.to_owned(), Arc::clone(&host));
        host
    }
}

impl Turn {
    /// Leaves the host alone until a moment; a rest that ends later stays.
    pub fn rest_until(&self, until: Timestamp, now: Timestamp) {
        self.host.rest(until, now);
        self.host.unsaved.store(true, Ordering::Release);
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
        drop(spent);
        self.unsaved.store(true, Ordering::Release);
        Ok(())
    }

    fn rest(&self, until: Timestamp, now: Timestamp) {
        let mut rests_until = lock(&self.rests_until);
        *rests_until = rests_until.filter(|until| is_rest(*until, now)).max(Some(until));
    }

    fn awake(&self, now: Timestamp) -> Result<(), Timestamp> {
        match *lock(&self.rests_until) {
            Some(until) if is_rest(until, now) => Err(until),
            _ => Ok(()),
        }
    }

    fn known(&self, name: &str) -> HostUse {
        let Spent { until: day_ends, turns: requests } = *lock(&self.spent);
        HostUse { host: name.to_owned(), rests_until: *lock(&self.rests_until), day_ends, requests }
    }
}

/// Whether a rest until a moment goes on. None is longer than the longest; a later end was counted by a clock that was set
/// back since.
fn is_rest(until: Timestamp, now: Timestamp) -> bool {
    now < until && until.duration_since(now) <= LONGEST_REST_COUNTED
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
mod tests;
