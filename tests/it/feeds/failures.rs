//! What readers see while a site fails: the last good feed, or a clear word that there is none yet.

use feedmill::feed::{Condition, ServiceError};
use feedmill::store::{self, StoreUrl};
use rstest::rstest;

use super::markup::{FERRY, FERRY_STORY, SPRING, article, listing};
use super::mill::{Mill, TTL_SECONDS};
use super::upstream::Reply;

const GARBAGE: &[u8] = b"\x00\xff\xfe<<<\x07\x1b[2J</html></html><a href=\"\x00\">%%";

#[rstest]
#[case::an_error_of_the_server(Reply::Status(500), "server_error")]
#[case::a_refusal(Reply::Status(403), "forbidden")]
#[case::a_page_that_is_gone(Reply::Status(404), "not_found")]
#[case::an_empty_listing(Reply::Page(listing(&[])), "drifted")]
#[case::an_empty_body(Reply::Page(String::new()), "empty_body")]
#[case::garbage(Reply::Bytes(GARBAGE, "text/html"), "drifted")]
#[case::a_picture(Reply::Bytes(b"\x89PNG\r\n\x1a\n", "image/png"), "not_a_page")]
#[tokio::test]
async fn a_failed_refresh_leaves_the_last_good_feed_byte_for_byte(
    #[case] reply: Reply,
    #[case] outcome: &str,
) {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    let good = mill.documents("news/politics").await;
    mill.upstream.set("/news/politics", reply);

    mill.refresh("news/politics").await;

    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 2);
    assert_eq!(mill.documents("news/politics").await, good);
    let status = mill.status("news/politics").await;
    assert_eq!(status.condition, Condition::Failing);
    assert_eq!(status.outcome.as_deref(), Some(outcome), "{status:?}");
    assert_eq!(status.failing_since, Some(mill.now()));
}

#[tokio::test]
async fn a_definition_that_is_corrected_ends_the_pause_that_the_one_before_has_earned() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[SPRING]));
    mill.ask("news/politics").await.unwrap();
    mill.upstream.set("/news/politics", Reply::Status(403));
    mill.refresh("news/politics").await;
    mill.upstream.page("/news/state-affairs", listing(&[FERRY, SPRING]));
    mill.redefine("/news/politics\"", "/news/state-affairs\"");

    mill.ask("news/politics").await.unwrap();
    mill.restart().await;

    assert_eq!(mill.status("news/politics").await.outcome.as_deref(), Some("ok"));
    assert_eq!(mill.items("news/politics").await.len(), 2);
    mill.upstream.set("/news/state-affairs", Reply::Status(403));
    mill.refresh("news/politics").await;
    mill.pass(TTL_SECONDS);
    mill.ask("news/politics").await.unwrap();
    assert_eq!(mill.upstream.requests("/news/state-affairs").await.len(), 2, "the second pause is kept");
}

#[tokio::test]
async fn a_feed_recovers_from_a_failure_with_what_is_new() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[SPRING]));
    mill.ask("news/politics").await.unwrap();
    mill.upstream.set("/news/politics", Reply::Status(500));
    mill.refresh("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));

    mill.refresh("news/politics").await;

    assert_eq!(mill.items("news/politics").await.len(), 2);
    let status = mill.status("news/politics").await;
    assert_eq!(status.condition, Condition::Fresh);
    assert_eq!((status.failures, status.failing_since), (0, None));
}

#[tokio::test]
async fn a_feed_that_was_never_fetched_says_so_and_does_not_ask_again_before_its_time() {
    let mill = Mill::start().await;
    mill.upstream.set("/news/politics", Reply::Status(500));

    let first = mill.ask("news/politics").await.unwrap_err();
    mill.pass(20);
    let second = mill.ask("news/politics").await.unwrap_err();

    assert_eq!((retry_seconds(&first), retry_seconds(&second)), (60, 40));
    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 1);

    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.pass(40);
    assert_eq!(mill.items("news/politics").await.len(), 1);
}

#[tokio::test]
async fn latest_of_a_site_that_refuses_everything_was_never_fetched() {
    let mill = Mill::start().await;

    let error = mill.ask("latest").await.unwrap_err();

    assert_eq!(mill.status("latest").await.outcome.as_deref(), Some("no_parts"));
    assert!(matches!(error.as_ref(), ServiceError::NeverFetched { .. }), "{error:?}");
}

#[rstest]
#[case::not_found(Reply::Status(404))]
#[case::gone(Reply::Status(410))]
#[case::an_empty_listing(Reply::Page(listing(&[])))]
#[tokio::test]
async fn a_tag_that_the_site_does_not_know_is_an_unknown_parameter_and_leaves_no_trace(#[case] reply: Reply) {
    let mill = Mill::start().await;
    mill.upstream.set("/news?tags=Nowhere%20at%20all", reply);

    let error = mill.ask("tags/Nowhere at all").await.unwrap_err();

    assert!(matches!(error.as_ref(), ServiceError::UnknownParameter { .. }), "{error:?}");
    assert_eq!(mill.status("tags/Nowhere at all").await.condition, Condition::NeverFetched);
    assert!(mill.service.states().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_listing_that_is_gone_is_tried_again_when_an_operator_says_so_under_the_running_service() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.ask("news/politics").await.unwrap();
    mill.upstream.set("/news/politics", Reply::Status(410));
    mill.refresh_in_place("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    for _ in 0..40 {
        mill.pass(24 * 3_600);
        mill.settled("news/politics").await;
    }
    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 2);

    // As another program does.
    let store = store::open_existing(&StoreUrl::SqliteFile(mill.database())).await.unwrap();
    let key = "almayadeen-english/news/politics".parse().unwrap();
    assert_eq!(store.resume(&key, mill.now()).await.unwrap().as_deref(), Some("gone"));
    store.close().await;
    mill.refresh_in_place("news/politics").await;
    mill.service.settle().await;

    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 3);
    assert_eq!(mill.items("news/politics").await.len(), 2);
}

#[tokio::test]
async fn a_tag_that_the_site_knows_is_a_feed() {
    let mill = Mill::start().await;
    mill.upstream.page("/news?tags=US%20%26%20Canada", listing(&[FERRY]));

    let items = mill.items("tags/US & Canada").await;

    assert_eq!(items.len(), 1);
}

fn retry_seconds(error: &ServiceError) -> u64 {
    match error {
        ServiceError::NeverFetched { retry_after_seconds, .. } => *retry_after_seconds,
        other => panic!("expected a feed that was never fetched, found {other:?}"),
    }
}
