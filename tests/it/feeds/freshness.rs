//! When the upstream is asked, and what readers get meanwhile.

use std::sync::Arc;

use feedmill::cache::Served;
use futures_util::future::join_all;
use rstest::rstest;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, Story, article, listing};
use super::mill::{Mill, RECHECK_SECONDS, TTL_SECONDS};
use super::upstream::{Reply, condition_of};

/// The ferry as another section shows it.
const TEASED_FERRY: Card = Card { teaser: "The last boat leaves at one.", ..FERRY };

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_first_askers_cause_one_request_and_get_the_same_document() {
    let mill = Arc::new(Mill::start().await);
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));

    let askers = (0..200).map(|_| {
        let mill = Arc::clone(&mill);
        tokio::spawn(async move { mill.ask("news/politics").await.unwrap().document })
    });
    let documents: Vec<_> = join_all(askers).await.into_iter().map(Result::unwrap).collect();

    assert!(documents.iter().all(|document| *document == documents[0]));
    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 1);
    assert_eq!(mill.upstream.requests(FERRY.path).await.len(), 1);
}

#[tokio::test]
async fn a_fresh_feed_asks_nobody() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.ask("news/politics").await.unwrap();
    mill.pass(TTL_SECONDS - 1);

    let answer = mill.ask("news/politics").await.unwrap();

    assert_eq!(answer.served, Served::Fresh);
    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 1);
}

#[tokio::test]
async fn a_stale_feed_is_handed_out_at_once_while_one_request_brings_the_new_one() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    let before = mill.documents("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.pass(TTL_SECONDS);

    mill.upstream.shut();
    let [_, _, json] = &before;
    for _ in 0..20 {
        let answer = mill.ask("news/politics").await.unwrap();
        assert_eq!((answer.served, &answer.document), (Served::Stale, json));
    }
    mill.upstream.open();
    mill.restart().await;

    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 2);
    assert_eq!(mill.items("news/politics").await.len(), 2);
}

#[tokio::test]
async fn validators_outlive_a_restart_and_a_304_keeps_the_feed() {
    let mut mill = Mill::start().await;
    let html = listing(&[FERRY]);
    mill.upstream.set("/news/politics", Reply::Tagged { html, etag: "\"v1\"" });
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    let before = mill.documents("news/politics").await;
    mill.restart().await;

    mill.refresh("news/politics").await;

    let requests = mill.upstream.requests("/news/politics").await;
    let conditions: Vec<_> = requests.iter().map(condition_of).collect();
    assert_eq!(conditions, [None, Some("\"v1\"".to_owned())]);
    assert_eq!(mill.documents("news/politics").await, before);
    let status = mill.status("news/politics").await;
    assert_eq!(status.outcome.as_deref(), Some("not_modified"));
    assert_eq!(status.succeeded_at, Some(mill.now()));
}

#[tokio::test]
async fn a_recent_article_is_looked_at_again_after_some_hours_and_a_304_keeps_it() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    let html = article(&FERRY_STORY);
    mill.upstream.set(FERRY.path, Reply::Tagged { html, etag: "\"a1\"" });
    let before = mill.documents("news/politics").await;
    mill.refresh("news/politics").await;
    assert_eq!(mill.upstream.requests(FERRY.path).await.len(), 1);

    mill.pass(RECHECK_SECONDS);
    mill.refresh("news/politics").await;

    let requests = mill.upstream.requests(FERRY.path).await;
    let conditions: Vec<_> = requests.iter().map(condition_of).collect();
    assert_eq!(conditions, [None, Some("\"a1\"".to_owned())]);
    assert_eq!(mill.documents("news/politics").await, before);
}

#[rstest]
#[case::from_its_publication_on(None, &[3, 6, 9, 14, 21, 32])]
#[case::from_its_last_edit_on(Some(10), &[3, 6, 9, 14, 17, 20, 23, 28, 35, 46])]
#[tokio::test]
async fn an_article_is_looked_at_again_after_half_of_its_age(
    #[case] edited: Option<usize>,
    #[case] expected: &[usize],
) {
    let mill = Mill::start().await;
    // The moment at which the test begins, in the zone of the site.
    let date = "2 Mar 2026 11:30";
    mill.upstream.page("/news/politics", listing(&[Card { date, ..FERRY }]));
    mill.upstream.page(FERRY.path, article(&Story { date, ..FERRY_STORY }));
    mill.settled("news/politics").await;

    let mut looks = Vec::new();
    for hour in 1..=60 {
        if edited == Some(hour) {
            let text = "The council lets the boats cross the bay until two in the morning.";
            mill.upstream.page(FERRY.path, article(&Story { date, text, ..FERRY_STORY }));
        }
        let before = mill.upstream.requests(FERRY.path).await.len();
        mill.pass(3_600);
        mill.settled("news/politics").await;
        if mill.upstream.requests(FERRY.path).await.len() > before {
            looks.push(hour);
        }
    }

    assert_eq!(looks, expected);
}

#[tokio::test]
async fn documents_are_the_same_after_a_restart_without_a_request() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    let before = mill.documents("news/politics").await;

    mill.restart().await;
    mill.pass(TTL_SECONDS - 1);

    assert_eq!(mill.documents("news/politics").await, before);
    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 1);
}

#[tokio::test]
async fn an_article_to_which_sections_give_different_teasers_is_not_fetched_again_for_that() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page("/news/economy", listing(&[TEASED_FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.ask("news/politics").await.unwrap();
    mill.ask("news/economy").await.unwrap();

    for _ in 0..3 {
        mill.refresh("news/politics").await;
        mill.refresh("news/economy").await;
    }

    assert_eq!(mill.upstream.requests(FERRY.path).await.len(), 1);
}

#[tokio::test]
async fn an_item_without_its_article_does_not_change_with_the_section_that_was_read_last() {
    let mut mill = Mill::start().await;
    let teased_otherwise = Card { teaser: "Fourteen votes for it, nine against.", ..FERRY };
    mill.upstream.page("/news/politics", listing(&[teased_otherwise]));
    mill.upstream.page("/news/economy", listing(&[TEASED_FERRY]));
    mill.ask("news/politics").await.unwrap();
    mill.ask("news/economy").await.unwrap();
    mill.refresh("news/politics").await;
    let before = mill.documents("news/politics").await;

    mill.refresh("news/economy").await;
    mill.refresh("news/politics").await;

    assert_eq!(mill.documents("news/politics").await, before);
}
