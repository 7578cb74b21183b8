//! How far a refresh goes with asking for articles: until its time is over, or as long as their host gives any.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::next_try::later;
use super::outcome::Outcome;
use crate::fetch::Patience;
use crate::store::Refusing;

/// After so many refusals in a row a host is asked for no further article.
const IN_A_ROW: u32 = 3;

/// Where a host has refused before, the first refusal tells that it still does.
const ONCE_MORE: u32 = 1;

/// How long the first article is waited for, whatever is left of the time: longer than the longest pause that a site may ask for
/// between two requests, so that every refresh brings one.
const FIRST_WAIT: Duration = Duration::from_secs(75);

/// Most hosts of a listing of which it is remembered that they refuse.
const MOST_HOSTS: usize = 8;

/// A rest that ends later than this was counted by a clock that was set back since.
const LONGEST_REST: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// What one refresh has asked of hosts, and what came of it.
pub(super) struct Asking {
    deadline: Instant,
    now: Timestamp,
    /// Whether an article may still be waited for beyond the deadline.
    first: AtomicBool,
    before: Vec<Refusing>,
    hosts: Mutex<HashMap<String, Row>>,
}

/// What a host has answered.
#[derive(Default)]
struct Row {
    /// Whether it gave an article, or said of one alone that it is not there.
    has_answered: bool,
    /// Refusals since.
    refusals: u32,
    /// What the last refusal was.
    last: Option<Outcome>,
    /// Set off when nothing more is asked.
    ends: CancellationToken,
}

/// What a refresh leaves for the next one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub refusing: Vec<Refusing>,
    /// What there is to say, for people.
    pub notes: Vec<String>,
}

impl Asking {
    /// A refresh that begins nothing after `deadline`, but that waits for the turn of its first article where nobody waits for
    /// the refresh. `before` is what the last one has left.
    pub fn new(deadline: Instant, before: Vec<Refusing>, is_waited_for: bool, now: Timestamp) -> Self {
        let (first, hosts) = (AtomicBool::new(!is_waited_for), Mutex::default());
        Self { deadline, now, first, before, hosts }
    }

    /// Whether a host is tried that has refused before: then one article is asked for at a time.
    pub fn is_careful(&self) -> bool {
        self.before.iter().any(|refusing| !self.rests(refusing))
    }

    /// How long the turn for an article may be waited for; none where its host is not to be asked.
    pub fn patience(&self, url: &Url) -> Option<Patience> {
        let host = host_of(url);
        if self.before.iter().any(|refusing| refusing.host == host && self.rests(refusing)) {
            return None;
        }
        let ends = self.hosts().entry(host).or_default().ends.clone();
        if ends.is_cancelled() {
            return None;
        }
        let is_first = self.first.swap(false, Ordering::Relaxed);
        let until = if is_first { self.deadline.max(Instant::now() + FIRST_WAIT) } else { self.deadline };
        Some(Patience::until(until).or(ends))
    }

    /// Notes that the host of an article answered: with the article, or with what is a matter of that article alone.
    pub fn note_answer(&self, url: &Url) {
        let mut hosts = self.hosts();
        let row = hosts.entry(host_of(url)).or_default();
        (row.has_answered, row.refusals) = (true, 0);
    }

    /// Notes that an article could not be had.
    pub fn note_failure(&self, url: &Url, outcome: Outcome) {
        if !refuses(outcome) {
            return self.note_answer(url);
        }
        let host = host_of(url);
        let bound = if self.times_before(&host) > 0 { ONCE_MORE } else { IN_A_ROW };
        let mut hosts = self.hosts();
        let row = hosts.entry(host).or_default();
        row.refusals = row.refusals.saturating_add(1);
        row.last = Some(outcome);
        if row.refusals >= bound {
            row.ends.cancel();
        }
    }

    /// What came of it. `pause_seconds` is how long a host rests that has refused so often before.
    pub fn conclude(self, pause_seconds: impl Fn(u32) -> u64) -> Asked {
        let rows = std::mem::take(&mut *self.hosts());
        let (mut refusing, mut notes) = (Vec::new(), Vec::new());
        for before in &self.before {
            let asked = rows.get(&before.host).is_some_and(|row| row.has_answered || row.refusals > 0);
            if !asked {
                if self.rests(before) {
                    notes.push(told(before, None));
                }
                refusing.push(before.clone());
            }
        }
        let mut ended: Vec<_> = rows.into_iter().filter(|(_, row)| row.ends.is_cancelled()).collect();
        ended.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (host, row) in ended {
            let times = if row.has_answered { 0 } else { self.times_before(&host) };
            let until = later(self.now, pause_seconds(times));
            let rest = Refusing { host, times: times.saturating_add(1), until };
            notes.push(told(&rest, row.last));
            refusing.push(rest);
        }
        refusing.truncate(MOST_HOSTS);
        Asked { refusing, notes }
    }

    fn times_before(&self, host: &str) -> u32 {
        self.before.iter().find(|refusing| refusing.host == host).map_or(0, |refusing| refusing.times)
    }

    fn rests(&self, refusing: &Refusing) -> bool {
        self.now < refusing.until && refusing.until.duration_since(self.now) <= LONGEST_REST
    }

    /// Nothing panics while the lock is held.
    fn hosts(&self) -> MutexGuard<'_, HashMap<String, Row>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an answer speaks of the host rather than of one article: whoever asks for the next one gets the same.
const fn refuses(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Forbidden
            | Outcome::TooManyRequests
            | Outcome::Unavailable
            | Outcome::Challenge
            | Outcome::ConsentWall
            | Outcome::ScriptShell
            | Outcome::ErrorPage
    )
}

fn told(rest: &Refusing, last: Option<Outcome>) -> String {
    let Refusing { host, times, until } = rest;
    let reason = last.map(|outcome| format!(" ({})", outcome.as_str())).unwrap_or_default();
    let often = if *times == 1 { String::new() } else { format!(", {times} times by now") };
    format!("{host} refuses its articles{often}{reason}, and is asked for them again from {until} on")
}

/// A host with its port, where that is unusual.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }

    fn story(host: &str) -> Url {
        Url::parse(&format!("https://{host}/story")).unwrap()
    }

    fn asking(before: Vec<Refusing>) -> Asking {
        Asking::new(Instant::now() + Duration::from_secs(5), before, true, noon())
    }

    /// A day at most, doubled from a quarter of an hour.
    fn pause(times: u32) -> u64 {
        (900 << times).min(86_400)
    }

    fn refusing(times: u32, minutes: i64) -> Refusing {
        let until = noon() + jiff::SignedDuration::from_mins(minutes);
        Refusing { host: "daily.example".to_owned(), times, until }
    }

    #[test]
    fn a_host_that_refuses_three_times_in_a_row_is_asked_no_more_and_others_are() {
        let (asking, url) = (asking(Vec::new()), story("daily.example"));
        for outcome in [Outcome::Forbidden, Outcome::Challenge, Outcome::NotFound, Outcome::Forbidden] {
            assert!(asking.patience(&url).is_some());
            asking.note_failure(&url, outcome);
        }
        asking.note_answer(&url);
        for _ in 0..3 {
            assert!(asking.patience(&url).is_some());
            asking.note_failure(&url, Outcome::Unavailable);
        }

        assert!(asking.patience(&url).is_none());
        assert!(asking.patience(&story("weekly.example")).is_some());
        let asked = asking.conclude(pause);
        assert_eq!(asked.refusing, [refusing(1, 15)]);
        assert_eq!(
            asked.notes,
            [
                "daily.example refuses its articles (unavailable), and is asked for them again from 2026-03-02T12:15:00Z on"
            ]
        );
    }

    #[test]
    fn a_host_that_refuses_again_rests_longer_and_one_that_answers_begins_anew() {
        let url = story("daily.example");
        let resting = asking(vec![refusing(2, 1)]);
        assert!(resting.patience(&url).is_none() && !resting.is_careful());
        assert_eq!(resting.conclude(pause).refusing, [refusing(2, 1)], "the rest goes on");

        let again = asking(vec![refusing(2, 0)]);
        assert!(again.is_careful() && again.patience(&url).is_some());
        again.note_failure(&url, Outcome::TooManyRequests);
        assert!(again.patience(&url).is_none());
        assert_eq!(again.conclude(pause).refusing, [refusing(3, 60)]);

        let mended = asking(vec![refusing(2, 0)]);
        mended.note_answer(&url);
        assert_eq!(mended.conclude(pause), Asked { refusing: Vec::new(), notes: Vec::new() });
        assert!(asking(vec![refusing(2, 9_000)]).patience(&url).is_some(), "the clock was set back");
    }
}
