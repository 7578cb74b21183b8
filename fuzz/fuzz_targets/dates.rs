//! A text becomes a date or none: never one that lies beyond what the context allows, and the same again when it is read again.
#![no_main]

use arbitrary::Arbitrary;
use feedmill::extract::date::{DateContext, DayMonthOrder, find, from_url, parse, parse_with_format};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use libfuzzer_sys::fuzz_target;
use url::Url;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    text: &'a str,
    format: &'a str,
    language: Option<&'a str>,
    zone: u8,
    order: Option<bool>,
}

const ZONES: [&str; 5] = ["UTC", "Europe/Berlin", "Asia/Beirut", "America/St_Johns", "Pacific/Apia"];

fuzz_target!(|input: Input<'_>| {
    let now = Timestamp::from_second(1_772_366_400).unwrap();
    let zone = TimeZone::get(ZONES[usize::from(input.zone) % ZONES.len()]).unwrap();
    let order = input.order.map(|first| if first { DayMonthOrder::DayFirst } else { DayMonthOrder::MonthFirst });
    let context = DateContext { now, zone: &zone, language: input.language, order };
    let latest = now + (24 * 366 * 2 + 48).hours();
    let address = Url::parse("https://news.example/").unwrap().join(input.text).ok();
    let dates = [
        parse(input.text, &context),
        find(input.text, &context),
        parse_with_format(input.text, input.format, &context),
        address.and_then(|address| from_url(&address, &context)),
    ];
    for date in dates.into_iter().flatten() {
        assert!(date.moment.timestamp() <= latest, "{date:?}");
    }
    assert_eq!(parse(input.text, &context), parse(input.text, &context));
});
