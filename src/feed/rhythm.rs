//! How often a feed publishes, learnt from when its items appeared, and at what hours.

use jiff::{SignedDuration, Timestamp};

use crate::store::Publications;

/// How far back publications count.
pub(super) const LEARNT_FROM: SignedDuration = SignedDuration::from_hours(28 * 24);

/// So many of the newest items tell whether a feed publishes more than it used to.
const RECENT: usize = 12;
/// So many items tell a rhythm however short the time is that they cover.
const ENOUGH_ITEMS: usize = 4;
/// So much time tells a rhythm however few items there are in it.
const ENOUGH_SECONDS: i64 = 24 * 3_600;

/// From so many items, over so much time, the hours of the day are told apart.
const ITEMS_FOR_HOURS: usize = 24;
const SECONDS_FOR_HOURS: i64 = 5 * 24 * 3_600;
/// The share of items that may have the same time of day; beyond it the dates have no hour.
const SAME_TIME: usize = 4;

/// A feed is to be asked for when so many new items are to be expected.
const EXPECTED: f64 = 0.5;
/// A feed that has fallen silent is left alone for this part of its silence.
const PART_OF_SILENCE: u64 = 24;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// How many items a feed is expected to publish.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rhythm {
    /// Items in each hour of a day in UTC.
    per_hour: [f64; 24],
    /// Seconds since the newest item.
    silence_seconds: u64,
}

impl Rhythm {
    /// What the publications of the last time tell; none where they are too few and the time is too short.
    pub fn of(publications: &Publications, now: Timestamp) -> Option<Self> {
        let oldest = now.saturating_sub(LEARNT_FROM).unwrap_or(Timestamp::MIN).max(publications.known_since?);
        let mut moments: Vec<Timestamp> =
            publications.moments.iter().copied().filter(|moment| (oldest..=now).contains(moment)).collect();
        moments.sort_unstable();
        let seconds = now.duration_since(oldest).as_secs();
        if moments.len() < ENOUGH_ITEMS && seconds < ENOUGH_SECONDS {
            return None;
        }
        let recent = moments.len().checked_sub(RECENT).and_then(|at| moments.get(at));
        let recent = recent.map_or(0.0, |since| rate(RECENT, now.duration_since(*since).as_secs()));
        let rate = rate(moments.len(), seconds).max(recent);
        let per_hour = match tells_hours(&moments, seconds) {
            true => profile(&moments, seconds).map(|share| share * rate),
            false => [rate; 24],
        };
        let newest = moments.last().copied().unwrap_or(oldest);
        let silence_seconds = u64::try_from(now.duration_since(newest).as_secs()).unwrap_or(0);
        Some(Self { per_hour, silence_seconds })
    }

    /// Seconds from a moment until it is worth a look, at most so many.
    pub fn interval_seconds(&self, now: Timestamp, most: u64) -> u64 {
        let (mut seconds, mut expected) = (0, 0.0);
        let mut left = HOUR - now.as_second().rem_euclid(HOUR);
        let first = hour_of(now);
        for rate in self.per_hour.iter().cycle().skip(first) {
            let gain = rate * as_hours(left);
            if seconds >= most {
                break;
            }
            if expected + gain >= EXPECTED {
                seconds = seconds.saturating_add(to_seconds((EXPECTED - expected) / rate));
                break;
            }
            expected += gain;
            seconds = seconds.saturating_add(u64::try_from(left).unwrap_or(0));
            left = HOUR;
        }
        seconds.max(self.silence_seconds / PART_OF_SILENCE).min(most)
    }
}

/// Items in an hour. The oldest of them begins the time rather than being one of it, and less than an hour tells no more
/// than an hour does.
fn rate(items: usize, seconds: i64) -> f64 {
    (number(items.max(1)) - 0.5) / as_hours(seconds.max(HOUR))
}

fn tells_hours(moments: &[Timestamp], seconds: i64) -> bool {
    if moments.len() < ITEMS_FOR_HOURS || seconds < SECONDS_FOR_HOURS {
        return false;
    }
    let mut times: Vec<i64> = moments.iter().map(|moment| moment.as_second().rem_euclid(DAY)).collect();
    times.sort_unstable();
    let most = times.chunk_by(|left, right| left == right).map(<[i64]>::len).max().unwrap_or(0);
    most * SAME_TIME <= times.len()
}

/// For each hour of the day how its items compare to those of a usual hour. Neighbours count too, and what is not known
/// well is taken for usual.
fn profile(moments: &[Timestamp], seconds: i64) -> [f64; 24] {
    const USUAL_DAYS: f64 = 3.0;
    let mut counts = [0.0; 24];
    for moment in moments {
        if let Some(count) = counts.get_mut(hour_of(*moment)) {
            *count += 1.0;
        }
    }
    let days = as_hours(seconds) / 24.0;
    let usual = number(moments.len()) / 24.0;
    let at = |hour: usize| counts.get(hour % 24).copied().unwrap_or(0.0);
    std::array::from_fn(|hour| {
        let around = (at(hour + 23) + 2.0 * at(hour) + at(hour + 1)) / 4.0;
        (around / usual * days + USUAL_DAYS) / (days + USUAL_DAYS)
    })
}

fn hour_of(moment: Timestamp) -> usize {
    usize::try_from(moment.as_second().rem_euclid(DAY) / HOUR).unwrap_or(0)
}

fn as_hours(seconds: i64) -> f64 {
    f64::from(i32::try_from(seconds).unwrap_or(i32::MAX)) / 3_600.0
}

fn to_seconds(hours: f64) -> u64 {
    std::time::Duration::try_from_secs_f64(hours * 3_600.0).map_or(u64::MAX, |time| time.as_secs())
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: u64 = 7 * 24 * 3_600;

    fn noon() -> Timestamp {
        "2026-03-29T12:00:00Z".parse().unwrap()
    }

    fn ago(seconds: i64) -> Timestamp {
        noon() - SignedDuration::from_secs(seconds)
    }

    fn publications(ages: impl IntoIterator<Item = i64>) -> Publications {
        let moments: Vec<Timestamp> = ages.into_iter().map(ago).collect();
        Publications { known_since: moments.iter().min().copied(), moments }
    }

    fn interval(publications: &Publications, now: Timestamp) -> Option<u64> {
        Some(Rhythm::of(publications, now)?.interval_seconds(now, MOST))
    }

    #[test]
    fn a_feed_is_asked_for_twice_for_each_item_of_a_steady_rhythm() {
        // One item in two hours, so half of one is to be expected after an hour.
        let steady = publications((0..200).map(|n| n * 2 * HOUR + 600));
        let interval = interval(&steady, noon()).unwrap();
        assert!((3_400..=3_700).contains(&interval), "{interval}");
    }

    #[test]
    fn of_a_feed_that_is_new_and_shows_little_nothing_is_known() {
        assert_eq!(interval(&Publications::default(), noon()), None);
        assert_eq!(interval(&publications([3_600, 7_200, 10_800]), noon()), None);
        // Items without a date stood there at the first look.
        let undated = Publications { moments: Vec::new(), known_since: Some(ago(600)) };
        assert_eq!(interval(&undated, noon()), None);
        assert!(interval(&publications([3_600, 7_200, 10_800, 14_400]), noon()).is_some());
    }

    #[test]
    fn a_feed_that_publishes_seldom_or_fell_silent_is_asked_for_seldom() {
        let seldom = Publications { moments: vec![ago(20 * DAY)], known_since: Some(ago(400 * DAY)) };
        assert_eq!(interval(&seldom, noon()), Some(MOST));
        let silent = publications((0..60).map(|n| 10 * DAY + n * 600));
        let interval = interval(&silent, noon()).unwrap();
        assert!(interval >= 10 * 24 * 3_600 / PART_OF_SILENCE, "{interval}");
    }

    #[test]
    fn a_feed_that_begins_to_publish_more_is_asked_for_more_often() {
        let slow = (0..28).map(|n| n * DAY + 3 * HOUR);
        let before = interval(&publications(slow.clone()), noon()).unwrap();
        let after = interval(&publications(slow.chain((0..12).map(|n| n * 600))), noon()).unwrap();
        assert!(before > 8 * 3_600 && after < 900, "{before}, then {after}");
    }

    #[test]
    fn the_hours_in_which_nothing_appears_are_slept_through() {
        // Six items a day between 8 and 14 o'clock.
        let at = |day: i64, hour: i64| day * DAY + (12 - hour) * HOUR - 1_000;
        let working = publications((1..28).flat_map(|day| (8..14).map(move |hour| at(day, hour))));
        let interval_at = |text: &str| interval(&working, text.parse().unwrap()).unwrap();
        let (morning, evening) = (interval_at("2026-03-29T09:00:00Z"), interval_at("2026-03-29T17:00:00Z"));
        assert!(morning < 3_000, "{morning}");
        assert!((6 * 3_600..16 * 3_600).contains(&evening), "{evening}");
    }

    #[test]
    fn dates_without_an_hour_tell_no_hours() {
        let days = publications((1..28).flat_map(|day| [day * DAY + 12 * HOUR; 4]));
        let rhythm = Rhythm::of(&days, noon()).unwrap();
        assert!(rhythm.per_hour.iter().all(|rate| *rate == rhythm.per_hour[0]), "{rhythm:?}");
    }
}
