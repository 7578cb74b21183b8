//! The round of every feed: good, fault, good.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::house::{Feed, House, TTL_SECONDS};
use super::table::{self, Fault, Limits, Next};
use super::witness::{Witness, watched};
use crate::support::Exchange;

/// Longer than any pause, in seconds.
const LONG: i64 = 15 * 24 * 3_600;

#[tokio::test]
async fn whatever_an_upstream_does_readers_keep_the_last_good_feed_until_there_is_a_better_one() {
    for (faults, limits) in [
        (table::usual(), Limits::Usual),
        (table::silent(), Limits::OneSilentSecond),
        (table::slow(), Limits::OneSecondAPage),
    ] {
        let told = round(&faults, limits).await;
        assert!(told.is_empty(), "{} of {} faults:\n{}", told.len(), faults.len(), told.join("\n"));
    }
}

/// Takes every feed from good to its fault and back, and tells what was not as it should be.
async fn round(faults: &[Fault], limits: Limits) -> Vec<String> {
    // The short limits are for the faults alone: a good answer may be slow on a busy machine.
    let mut house = House::start(faults).await;
    house.refresh().await;
    let mut good = Vec::new();
    for feed in &house.feeds {
        good.push(house.documents(feed).await);
    }

    house.restart(limits).await;
    house.upstream.misbehave(true);
    house.clock.advance(i64::try_from(TTL_SECONDS).unwrap());
    let witness = watched(house.refresh()).await;
    let mut told = while_it_lasts(&house, faults, &good).await;
    told.extend(told_elsewhere(&house, faults, &witness).await);
    house.restart(Limits::Usual).await;
    told.extend(while_it_lasts(&house, faults, &good).await);

    house.upstream.misbehave(false);
    house.upstream.publish();
    house.clock.advance(LONG);
    let asked: Vec<usize> = house.feeds.iter().map(|feed| house.upstream.requests_of(&feed.host)).collect();
    house.refresh().await;
    for ((feed, good), asked) in house.feeds.iter().zip(&good).zip(asked) {
        let fault = fault_of(faults, feed);
        if fault.next == Next::Never {
            expect(
                &mut told,
                feed,
                "requests after it stopped",
                asked,
                house.upstream.requests_of(&feed.host),
            );
            house.move_listing(feed);
            house.service_sees(feed).await;
        }
        told.extend(afterwards(&house, feed, good).await);
    }
    told
}

/// What is told of the feeds while the faults last.
async fn while_it_lasts(house: &House, faults: &[Fault], good: &[[Exchange; 3]]) -> Vec<String> {
    let (mut told, now) = (Vec::new(), house.now());
    for (feed, good) in house.feeds.iter().zip(good) {
        let fault = fault_of(faults, feed);
        let status = house.status(feed).await;
        expect(&mut told, feed, "outcome", Value::from(fault.outcome), status["outcome"].clone());
        expect(&mut told, feed, "condition", Value::from("failing"), status["condition"].clone());
        expect(&mut told, feed, "next try", due(fault.next, now), status["next_check"].clone());
        if status["detail"].as_str().is_none_or(str::is_empty) {
            told.push(format!("{}: no word on what went wrong", feed.path));
        }
        for (now, before) in house.documents(feed).await.iter().zip(good) {
            for header in ["etag", "last-modified"] {
                expect(&mut told, feed, header, before.header(header), now.header(header));
            }
            if (now.status, &now.body) != (200, &before.body) {
                told.push(format!("{}: readers get another feed than before", feed.path));
            }
            let header = now.header("cache-status");
            if !header.contains(&format!("; detail={}", fault.outcome)) {
                told.push(format!("{}: the header says {header}", feed.path));
            }
        }
    }
    told
}

/// What log, metrics and the pages for people say: the name of the outcome, as the interface has it.
async fn told_elsewhere(house: &House, faults: &[Fault], witness: &Witness) -> Vec<String> {
    let mut told = Vec::new();
    let outcomes: Vec<&str> = house.feeds.iter().map(|feed| fault_of(faults, feed).outcome).collect();
    for (feed, outcome) in house.feeds.iter().zip(&outcomes) {
        expect(&mut told, feed, "log", vec![*outcome], witness.logged(&format!("faults/{}", feed.path)));
        let count = outcomes.iter().filter(|other| *other == outcome).count();
        expect(&mut told, feed, "metrics", count, witness.counted(outcome));
        if !house.status_page(feed).await.contains(&format!("<dd>{outcome}</dd>")) {
            told.push(format!("{}: the page of its state does not say {outcome}", feed.path));
        }
    }
    told
}

/// What is told of a feed whose upstream has come to its senses: all is there that was, as it was, and what is new.
async fn afterwards(house: &House, feed: &Feed, good: &[Exchange; 3]) -> Vec<String> {
    let mut told = Vec::new();
    let status = house.status(feed).await;
    expect(&mut told, feed, "outcome afterwards", Value::from("ok"), status["outcome"].clone());
    expect(&mut told, feed, "failures afterwards", Value::from(0), status["failures"].clone());
    let (before, after) = (items(&good[2]), items(&house.documents(feed).await[2]));
    expect(&mut told, feed, "number of items", before.len() + 1, after.len());
    if let Some(lost) = before.iter().find(|item| !after.contains(item)) {
        told.push(format!("{}: lost or changed {lost}", feed.path));
    }
    told
}

fn items(document: &Exchange) -> Vec<Value> {
    let mut feed = document.json();
    serde_json::from_value(feed["items"].take()).unwrap()
}

fn due(next: Next, now: Timestamp) -> Value {
    match next {
        Next::After(seconds) => {
            (now + SignedDuration::from_secs(i64::try_from(seconds).unwrap())).to_string().into()
        }
        Next::Never => Value::Null,
    }
}

fn fault_of<'a>(faults: &'a [Fault], feed: &Feed) -> &'a Fault {
    faults.iter().find(|fault| fault.name == feed.fault).unwrap()
}

fn expect<T: PartialEq + std::fmt::Debug>(
    told: &mut Vec<String>,
    feed: &Feed,
    what: &str,
    wanted: T,
    found: T,
) {
    if wanted != found {
        told.push(format!("{}: {what}: expected {wanted:?}, found {found:?}", feed.path));
    }
}
