//! When a feed is asked for again: by how often it publishes, and by what its site says.

use feedmill::cache::Served;
use jiff::SignedDuration;

use super::markup::{Card, FERRY, listing};
use super::mill::{Mill, TTL_SECONDS};
use super::upstream::Reply;

/// A listing whose cards are so many hours old, before a clock in the site's zone, two hours ahead of UTC.
fn published(ages_in_hours: &[i64]) -> String {
    let now: jiff::civil::DateTime = "2026-03-02T11:30:00".parse().unwrap();
    let card = |age: &i64| {
        let date = (now - SignedDuration::from_hours(*age)).strftime("%-d %b %Y %H:%M").to_string();
        let path = format!("/news/politics/aged-{age}-hours");
        (path, format!("A story of {age} hours ago"), date)
    };
    let texts: Vec<_> = ages_in_hours.iter().map(card).collect();
    let cards = texts.iter().map(|(path, title, date)| {
        let [path, title, date] = [path, title, date].map(|text| &*text.clone().leak());
        Card { path, title, date, teaser: "" }
    });
    listing(&cards.collect::<Vec<_>>())
}

/// Seconds until the next try of a feed.
async fn interval(mill: &Mill, path: &str) -> i64 {
    mill.status(path).await.next_check.unwrap().duration_since(mill.now()).as_secs()
}

#[tokio::test]
async fn a_feed_is_asked_for_as_often_as_it_publishes() {
    let mill = Mill::start_learning().await;
    mill.upstream.page("/news/politics", published(&[1, 2, 3, 4, 5, 6, 7, 8]));
    mill.upstream.page("/news/economy", published(&[100, 200, 300, 400, 500]));
    mill.upstream.page("/news/sports", listing(&[Card { date: "", ..FERRY }]));
    for path in ["news/politics", "news/economy", "news/sports"] {
        mill.ask(path).await.unwrap();
    }

    let busy = interval(&mill, "news/politics").await;
    // An item an hour, so half of one in half an hour, less up to an eighth.
    assert!((1_500..=2_000).contains(&busy), "{busy}");
    // The most, less up to an eighth.
    let seldom = interval(&mill, "news/economy").await;
    assert!((18_900..=21_600).contains(&seldom), "{seldom}");
    // Nothing is known.
    assert_eq!(interval(&mill, "news/sports").await, i64::try_from(TTL_SECONDS).unwrap());

    mill.pass(u64::try_from(busy).unwrap() - 1);
    assert_eq!(mill.ask("news/politics").await.unwrap().served, Served::Fresh);
    mill.pass(1);
    assert_eq!(mill.ask("news/politics").await.unwrap().served, Served::Stale);
    assert_eq!(mill.ask("news/economy").await.unwrap().served, Served::Fresh);
}

#[tokio::test]
async fn what_a_site_says_of_the_life_of_its_page_is_granted_within_bounds() {
    let mill = Mill::start_learning().await;
    for (path, cache_control, expected) in [
        ("news/politics", "max-age=3600", 3_600),
        ("news/economy", "max-age=5", 900),
        ("news/sports", "no-store, max-age=3600", 900),
        ("news/technology", "max-age=86400", 21_600),
        ("news/arts-culture", "public, max-age=31536000", 900),
    ] {
        let html = listing(&[FERRY]);
        mill.upstream.set(&format!("/{path}"), Reply::Lasting { html, cache_control });
        mill.ask(path).await.unwrap();
        assert_eq!(interval(&mill, path).await, expected, "{cache_control}");
    }
}
