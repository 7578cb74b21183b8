//! The same faults behind a listing that is well: in the place of an article, of a second page, and of the site's own feed.

use std::collections::HashSet;

use jiff::SignedDuration;
use serde_json::Value;

use super::house::{House, Place, TTL_SECONDS};
use super::table::{self, Fault};
use crate::support::Exchange;

/// After so long the newest article of the house is looked at again.
const HALF_ITS_AGE: i64 = 16 * 3_600;

/// Longer than any pause, in seconds.
const LONG: i64 = 15 * 24 * 3_600;

#[tokio::test]
async fn whatever_stands_in_the_place_of_an_article_leaves_the_last_good_one() {
    let told = |fault: &Fault| match fault.name {
        // The host rests, and the article is no fault's.
        name if rests(name) => (String::from("ok"), None),
        // The story itself is among those that it offers instead.
        "soft_404_with_cards" => (String::from("ok"), Some("1 drifted".to_owned())),
        "redirect_home" => (String::from("ok"), Some("1 strayed".to_owned())),
        "too_many_entries" => (String::from("ok"), Some("1 drifted".to_owned())),
        _ => (String::from("ok"), Some(format!("1 article could not be read (1 {})", fault.outcome))),
    };
    round(Place::Article, &[], told).await;
}

#[tokio::test]
async fn whatever_stands_in_the_place_of_a_further_page_leaves_what_it_had() {
    // One story that is not known may be all that is left of a second page.
    let told = |fault: &Fault| {
        let reason = match fault.name {
            "redirect_home" => "strayed".to_owned(),
            "nothing_new" | "text" | "garbage" => "the rules find no entry".to_owned(),
            _ => fault.outcome.to_owned(),
        };
        (String::from("pages_missing"), Some(reason))
    };
    round(Place::Page, &["collapse"], told).await;
}

#[tokio::test]
async fn whatever_stands_in_the_place_of_the_sites_own_feed_leaves_what_it_gave() {
    let told = |fault: &Fault| {
        let reason = match fault.outcome {
            "drifted" | "truncated" | "too_many_entries" | "too_deep" => "found another document",
            outcome => outcome,
        };
        (String::from("ok"), Some(reason.to_owned()))
    };
    round(Place::Feed, &[], told).await;
}

/// Takes every feed from good to its fault and back. `wanted` tells outcome and a part of the detail while the fault lasts.
async fn round(place: Place, without: &[&str], wanted: impl Fn(&Fault) -> (String, Option<String>)) {
    let faults = faults(without);
    let house = House::start_at(place, &faults).await;
    house.refresh().await;
    let mut good = Vec::new();
    for feed in &house.feeds {
        good.push(house.documents(feed).await);
    }

    house.upstream.misbehave(true);
    house.clock.advance(HALF_ITS_AGE);
    house.refresh().await;
    let mut wrong = Vec::new();
    let next = house.now() + SignedDuration::from_secs(i64::try_from(TTL_SECONDS).unwrap());
    for (feed, good) in house.feeds.iter().zip(&good) {
        let (status, documents) = (house.status(feed).await, house.documents(feed).await);
        let fault = faults.iter().find(|fault| fault.name == feed.fault).unwrap();
        let (outcome, detail) = wanted(fault);
        let found = status["detail"].as_str().unwrap_or_default();
        if status["outcome"] != outcome.as_str() || detail.is_some_and(|detail| !found.contains(&detail)) {
            wrong.push(format!("{}: {} {found:?}", feed.path, status["outcome"]));
        }
        if status["next_check"] != next.to_string() {
            wrong.push(format!("{}: tried again at {}", feed.path, status["next_check"]));
        }
        let is_same = |(now, before): (&Exchange, &Exchange)| {
            (now.status, &now.body, now.header("etag")) == (200, &before.body, before.header("etag"))
        };
        if !documents.iter().zip(good).all(is_same) {
            wrong.push(format!("{}: readers get another feed than before", feed.path));
        }
    }

    house.upstream.misbehave(false);
    house.upstream.publish();
    house.clock.advance(LONG);
    house.refresh().await;
    for (feed, good) in house.feeds.iter().zip(&good) {
        let (status, after) = (house.status(feed).await, items(&house.documents(feed).await[2]));
        if (status["outcome"].as_str(), status["detail"].as_str()) != (Some("ok"), None) {
            wrong.push(format!("{}: afterwards {} {}", feed.path, status["outcome"], status["detail"]));
        }
        if let Some(lost) = items(&good[2]).iter().find(|item| !after.contains(item)) {
            let now = after.iter().find(|item| item["id"] == lost["id"]);
            wrong.push(format!("{}: lost or changed {lost}, now {now:?}", feed.path));
        }
    }
    assert!(wrong.is_empty(), "{} of {} faults:\n{}", wrong.len(), faults.len(), wrong.join("\n"));
}

/// The faults of the table that are no host's as a whole, one status of each outcome, each read by rules.
fn faults(without: &[&str]) -> Vec<Fault> {
    let mut statuses = HashSet::new();
    let mut is_one = |fault: &Fault| {
        let of_host = ["dns", "connect"].contains(&fault.name) || without.contains(&fault.name);
        !of_host && (!fault.name.starts_with("status_") || statuses.insert(fault.outcome))
    };
    let one: Vec<Fault> = table::usual().into_iter().filter(|fault| is_one(fault)).collect();
    one.into_iter().map(|fault| Fault { is_read: false, ..fault }).collect()
}

/// Whether a fault is a pause that its host asks for, be it a minute.
fn rests(name: &str) -> bool {
    name.starts_with("pause_") && !name.starts_with("pause_of_garbage")
}

fn items(document: &Exchange) -> Vec<Value> {
    let mut feed = document.json();
    serde_json::from_value(feed["items"].take()).unwrap()
}
