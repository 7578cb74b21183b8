//! What a host asked for, and what it is to be spared, over restarts and kills.

use feedmill::feed::ServiceError;

use super::markup::{FERRY, FERRY_STORY, SPRING, article, listing};
use super::mill::{Mill, TTL_SECONDS};
use super::upstream::Reply;

const HOUR: u64 = 3_600;

/// How the first refresh of a feed ended that brought nothing.
async fn refusal(mill: &Mill, path: &str) -> String {
    match mill.ask(path).await.unwrap_err().as_ref() {
        ServiceError::NeverFetched { outcome, .. } => outcome.clone(),
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn a_host_that_asked_to_be_left_alone_is_left_alone_after_a_restart_and_after_a_kill() {
    let mut mill = Mill::start().await;
    mill.upstream.set("/news/politics", Reply::Rest(24 * HOUR));
    mill.upstream.page("/news/economy", listing(&[SPRING]));
    mill.upstream.page("/news/sports", listing(&[FERRY]));
    assert_eq!(refusal(&mill, "news/politics").await, "too_many_requests");
    let asked = mill.upstream.all_requests().await;

    mill.kill().await;
    assert_eq!(refusal(&mill, "news/economy").await, "host_rests");
    mill.pass(23 * HOUR);
    mill.restart().await;
    assert_eq!(refusal(&mill, "news/sports").await, "host_rests");
    assert_eq!(mill.upstream.all_requests().await, asked);

    mill.pass(2 * HOUR);
    mill.restart().await;
    assert_eq!(mill.items("news/sports").await.len(), 1);
}

#[tokio::test]
async fn a_service_that_is_killed_again_and_again_makes_no_more_requests_on_a_day_than_it_may() {
    // One for the robots.txt that each program reads anew, two for the feed and its article, then one a refresh.
    let mut mill = Mill::start_with_budget(8).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    let mut good = None;

    for _ in 0..10 {
        let documents = mill.documents("news/politics").await;
        assert_eq!(*good.get_or_insert_with(|| documents.clone()), documents);
        mill.pass(TTL_SECONDS);
        mill.settled("news/politics").await;
        mill.kill().await;
    }

    assert_eq!(mill.upstream.all_requests().await, 8);
    let status = mill.status("news/politics").await;
    assert_eq!(status.outcome.as_deref(), Some("host_budget"), "{status:?}");
    mill.pass(24 * HOUR);
    mill.settled("news/politics").await;
    assert_eq!(mill.status("news/politics").await.outcome.as_deref(), Some("ok"));
}

#[tokio::test]
async fn requests_that_belong_to_no_feed_are_saved_as_well() {
    let mut mill = Mill::start_with_budget(4).await;
    let address = mill.upstream.elsewhere("/news/economy");
    mill.service.fetch_page(&address).await.unwrap_err();
    mill.service.save_hosts().await;

    mill.kill().await;

    mill.service.fetch_page(&address).await.unwrap_err();
    assert_eq!(mill.upstream.all_requests().await, 2);
}

#[tokio::test]
async fn what_readers_name_takes_no_more_than_half_of_the_requests_from_the_feeds_that_are_known() {
    let mill = Mill::start_with_budget(40).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.ask("news/politics").await.unwrap();
    for number in 0..60 {
        mill.ask(&format!("tags/nothing {number}")).await.unwrap_err();
        mill.service.fetch_page(&mill.upstream.elsewhere(&format!("/{number}"))).await.unwrap_err();
    }

    // Half of either of the two names that the upstream has.
    assert_eq!(mill.upstream.all_requests().await, 20 + 20);
    assert_eq!(refusal(&mill, "tags/another").await, "host_budget");
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.pass(TTL_SECONDS);
    mill.settled("news/politics").await;
    assert_eq!(mill.items("news/politics").await.len(), 2);
}
