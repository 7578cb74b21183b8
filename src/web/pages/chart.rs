//! The picture of a feed's weeks: a bar for the items of each day, and below it how many of the day's refreshes went well, above a
//! line, and how many did not, below it. The place tells them apart, so that colour need not.

use askama::Template;

use crate::feed::FeedDay;

/// The picture, as SVG that stands in the page: no script, and colours that the style sheet gives.
#[derive(Template)]
#[template(path = "chart.svg")]
pub(super) struct Chart {
    width: usize,
    /// What it shows, in a sentence that stands below it in the page and is its name.
    pub(super) summary: String,
    bars: Vec<Bar>,
}

/// The marks of one day. Lengths are in the units of the picture.
#[derive(Debug, PartialEq, Eq)]
struct Bar {
    x: usize,
    /// Where the bar of the items begins.
    top: usize,
    items: usize,
    /// Where the mark of the refreshes that went well begins.
    well_top: usize,
    well: usize,
    failed: usize,
    /// The day in words.
    title: String,
}

/// The width of a day.
const DAY: usize = 20;
/// Where bars of items stand on, and how high they may be.
const FLOOR: usize = 84;
/// The line between refreshes that went well and those that did not, and how far both may reach.
const LINE: usize = 112;
const REACH: usize = 20;

impl Chart {
    pub(super) fn new(days: &[FeedDay]) -> Self {
        let most = days.iter().map(|day| day.items).max().unwrap_or_default();
        let bars = days.iter().enumerate().map(|(place, day)| bar(place, day, most)).collect();
        Self { width: days.len() * DAY, summary: summary(days, most), bars }
    }
}

fn bar(place: usize, day: &FeedDay, most: usize) -> Bar {
    let (well, failed) = day.told();
    let all = number(well) + number(failed);
    let items = scaled(day.items, most, FLOOR);
    let (well_height, failed_height) = (scaled(number(well), all, REACH), scaled(number(failed), all, REACH));
    Bar {
        x: place * DAY + 3,
        top: FLOOR - items,
        items,
        well_top: LINE - well_height,
        well: well_height,
        failed: failed_height,
        title: format!(
            "{}: {}, {} went well, {failed} failed",
            day.day.strftime("%-d %b"),
            counted(day.items, "item"),
            counted(number(well), "refresh"),
        ),
    }
}

/// A part of a whole as a length; what is there at all is seen.
fn scaled(part: usize, whole: usize, length: usize) -> usize {
    match (part, whole) {
        (0, _) | (_, 0) => 0,
        _ => (part * length).div_ceil(whole).clamp(2, length),
    }
}

fn summary(days: &[FeedDay], most: usize) -> String {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return "No days".to_owned();
    };
    let items = days.iter().map(|day| day.items).sum();
    let (well, failed) =
        days.iter().map(FeedDay::told).fold((0, 0), |(all_well, all_failed), (well, failed)| {
            (all_well + number(well), all_failed + number(failed))
        });
    format!(
        "{} to {}: {}, at most {most} a day; {} went well, {failed} failed.",
        first.day.strftime("%-d %B"),
        last.day.strftime("%-d %B %Y"),
        counted(items, "item"),
        counted(well, "refresh"),
    )
}

fn counted(count: usize, thing: &str) -> String {
    let plural = if thing.ends_with("sh") { "es" } else { "s" };
    format!("{count} {thing}{}", if count == 1 { "" } else { plural })
}

fn number(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::DayOutcome;

    fn day(date: &str, items: usize, refreshes: &[(&str, u32)]) -> FeedDay {
        let outcome = |(outcome, times): &(&str, u32)| DayOutcome {
            outcome: (*outcome).to_owned(),
            times: *times,
            new_items: 0,
        };
        FeedDay { day: date.parse().unwrap(), items, refreshes: refreshes.iter().map(outcome).collect() }
    }

    #[test]
    fn the_largest_day_fills_the_picture_and_whatever_is_there_is_seen() {
        let days = [
            day("2026-03-01", 300, &[("ok", 60), ("not_modified", 40)]),
            day("2026-03-02", 1, &[("ok", 999), ("timeout", 1)]),
            day("2026-03-03", 0, &[]),
        ];

        let chart = Chart::new(&days);

        let marks: Vec<_> = chart.bars.iter().map(|bar| (bar.x, bar.items, bar.well, bar.failed)).collect();
        assert_eq!(marks, [(3, FLOOR, REACH, 0), (23, 2, REACH, 2), (43, 0, 0, 0)]);
        assert_eq!(chart.bars[1].title, "2 Mar: 1 item, 999 refreshes went well, 1 failed");
        assert_eq!(
            chart.summary,
            "1 March to 3 March 2026: 301 items, at most 300 a day; 1099 refreshes went well, 1 failed."
        );
    }

    #[test]
    fn a_picture_of_nothing_is_a_picture() {
        assert!(Chart::new(&[]).render().unwrap().contains("<svg"));
    }
}
