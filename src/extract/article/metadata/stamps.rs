//! Which of several stamps of one moment is right.
//!
//! Systems that write the time of day of their own clock label it UTC as often as not, in one place of a page and not in the other. Two
//! stamps with the same minute and second are one moment then, and what parts them is the offset of the site.

use jiff::tz::Offset;

use crate::model::{Dated, Moment, Precision};

/// How far apart the hours of two stamps of one moment may be, in seconds: twelve hours are half a day by mistake.
const FARTHEST: i64 = 11 * HOUR + HOUR / 2;
const HOUR: i64 = 3600;
/// Offsets are multiples of this, in seconds.
const STEP: i64 = HOUR / 2;
/// Offsets of so many hours are those of the Americas, and nearly all others those of the lands to the east of Greenwich.
const AMERICAN: std::ops::RangeInclusive<i64> = 4 * HOUR..=8 * HOUR;
/// Domains of the lands whose offsets are American east of Greenwich …
const EAST: [&str; 24] = [
    "ae", "am", "az", "bd", "cn", "ge", "hk", "id", "in", "ir", "kg", "kz", "lk", "mm", "mn", "my", "np",
    "om", "ph", "pk", "sg", "th", "tw", "vn",
];
/// … and of those of America that are nearer to it.
const WEST: [&str; 5] = ["ar", "br", "cl", "py", "uy"];

/// The first of the stamps of a page, as the others correct it: one with an offset at the same time of day, or one in UTC with
/// the same minute and second in another hour.
pub(super) fn corrected(first: Dated, others: &[Dated], host: &str) -> Dated {
    if !is_utc(&first) {
        return first;
    }
    let time = first.moment.zoned().datetime();
    let is_local = |other: &&Dated| {
        other.precision == Precision::Minute
            && !other.moment.offset().is_zero()
            && other.moment.zoned().datetime() == time
    };
    if let Some(local) = others.iter().find(is_local) {
        return *local;
    }
    others.iter().filter(|other| is_utc(other)).find_map(|other| apart(first, *other, host)).unwrap_or(first)
}

fn is_utc(dated: &Dated) -> bool {
    dated.precision == Precision::Minute && dated.moment.offset().is_zero()
}

/// The right one of two stamps in UTC, if one of them is the time of day of the site.
fn apart(one: Dated, other: Dated, host: &str) -> Option<Dated> {
    let seconds = |dated: &Dated| dated.moment.timestamp().as_second();
    let (earlier, later) = if seconds(&one) < seconds(&other) { (one, other) } else { (other, one) };
    let difference = seconds(&later) - seconds(&earlier);
    let is_round = seconds(&one).rem_euclid(STEP) == 0;
    if difference == 0 || difference > FARTHEST || difference % STEP != 0 || is_round {
        return None;
    }
    let domain = host.rsplit('.').next().unwrap_or_default();
    let is_west =
        if AMERICAN.contains(&difference) { !EAST.contains(&domain) } else { WEST.contains(&domain) };
    let (right, offset) = if is_west { (later, -difference) } else { (earlier, difference) };
    let offset = Offset::from_seconds(i32::try_from(offset).ok()?).ok()?;
    Some(Dated { moment: Moment::new(right.moment.timestamp(), offset), ..right })
}
