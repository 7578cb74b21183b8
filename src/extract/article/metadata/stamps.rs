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
/// What a person plans, and no system stamps, is a multiple of this, in seconds.
const PLANNED: i64 = 300;
/// Offsets of so many hours are those of the Americas, and nearly all others those of the lands to the east of Greenwich.
const AMERICAN: std::ops::RangeInclusive<i64> = 4 * HOUR..=8 * HOUR;
/// Domains of the lands with offsets of so many hours east of Greenwich, …
const EAST: [&str; 34] = [
    "ae", "af", "am", "az", "bd", "bn", "bt", "cn", "ge", "hk", "id", "in", "ir", "kg", "kh", "kz", "la",
    "lk", "mm", "mn", "mo", "my", "np", "om", "ph", "pk", "ru", "sg", "th", "tj", "tm", "tw", "uz", "vn",
];
/// … languages that are spoken there, …
const EASTERN: [&str; 30] = [
    "az", "bn", "dv", "fa", "gu", "hi", "hy", "id", "ka", "kk", "km", "kn", "ky", "lo", "ml", "mn", "mr",
    "ms", "my", "ne", "pa", "ps", "ru", "si", "ta", "te", "th", "ur", "vi", "zh",
];
/// … and of those of America that are nearer to it.
const WEST: [&str; 5] = ["ar", "br", "cl", "py", "uy"];

/// What tells where a site is.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub host: &'a str,
    /// BCP 47 tag.
    pub language: &'a str,
}

impl Site<'_> {
    fn is_eastern(self) -> bool {
        EAST.contains(&self.domain()) || EASTERN.iter().any(|language| self.speaks(language))
    }

    fn is_western(self) -> bool {
        WEST.contains(&self.domain()) || self.language.eq_ignore_ascii_case("pt-BR")
    }

    fn domain(&self) -> &str {
        self.host.rsplit('.').next().unwrap_or_default()
    }

    fn speaks(&self, language: &str) -> bool {
        self.language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case(language))
    }
}

/// A last change in UTC, in the offset into which the day of publication was moved from what was stated first: the same system
/// stamped both.
pub(super) fn moved_as(modified: Dated, stated: Option<Dated>, published: Option<Dated>) -> Dated {
    let offset = stated.zip(published).and_then(|(stated, published)| {
        let is_moved = is_utc(&stated) && stated.moment.timestamp() != published.moment.timestamp();
        let is_same = stated.moment.zoned().datetime() == published.moment.zoned().datetime();
        (is_moved && is_same && modified.source == stated.source).then(|| published.moment.offset())
    });
    match offset.filter(|_| is_utc(&modified)) {
        Some(offset) => {
            let moment = modified.moment.zoned().datetime().to_zoned(offset.to_time_zone());
            let moment = moment.map_or(modified.moment, |zoned| Moment::new(zoned.timestamp(), offset));
            Dated { moment, ..modified }
        }
        None => modified,
    }
}

/// The first of the stamps of a page, as the others correct it: one with an offset at the same time of day, or one in UTC with
/// the same minute and second in another hour.
pub(super) fn corrected(first: Dated, others: &[Dated], site: Site<'_>) -> Dated {
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
    others.iter().filter(|other| is_utc(other)).find_map(|other| apart(first, *other, site)).unwrap_or(first)
}

fn is_utc(dated: &Dated) -> bool {
    dated.precision == Precision::Minute && dated.moment.offset().is_zero()
}

/// The right one of two stamps in UTC, if one of them is the time of day of the site.
fn apart(one: Dated, other: Dated, site: Site<'_>) -> Option<Dated> {
    let seconds = |dated: &Dated| dated.moment.timestamp().as_second();
    let (earlier, later) = if seconds(&one) < seconds(&other) { (one, other) } else { (other, one) };
    let difference = seconds(&later) - seconds(&earlier);
    let is_round = seconds(&one).rem_euclid(PLANNED) == 0;
    if difference == 0 || difference > FARTHEST || difference % STEP != 0 || is_round {
        return None;
    }
    let is_west = if AMERICAN.contains(&difference) { !site.is_eastern() } else { site.is_western() };
    let (right, offset) = if is_west { (later, -difference) } else { (earlier, difference) };
    let offset = Offset::from_seconds(i32::try_from(offset).ok()?).ok()?;
    Some(Dated { moment: Moment::new(right.moment.timestamp(), offset), ..right })
}
