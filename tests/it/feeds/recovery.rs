//! What arrives at last: articles that could not be read at first, changes behind an answer that is kept, and what other
//! rules read.

use feedmill::feed::{FeedSettings, ServiceError};
use serde_json::Value;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, SPRING_STORY, Story, article, listing};
use super::mill::{Mill, moment};
use super::upstream::{Reply, condition_of};

#[tokio::test]
async fn articles_that_fail_at_first_are_read_though_the_listing_does_not_change() {
    let mut mill = Mill::start().await;
    let html = listing(&[FERRY, SPRING]);
    mill.upstream.set("/news/politics", Reply::Tagged { html, etag: "\"v1\"" });
    mill.upstream.set(FERRY.path, Reply::Status(500));
    mill.upstream.set(SPRING.path, Reply::Status(500));
    mill.ask("news/politics").await.unwrap();
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.refresh("news/politics").await;
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));

    mill.refresh("news/politics").await;

    let items = mill.items("news/politics").await;
    assert!(text(&items, FERRY.title).contains(FERRY_STORY.text), "{items:?}");
    assert!(text(&items, SPRING.title).contains(SPRING_STORY.text), "{items:?}");

    mill.refresh("news/politics").await;
    let requests = mill.upstream.requests("/news/politics").await;
    let conditions: Vec<_> = requests.iter().map(condition_of).collect();
    assert_eq!(conditions, [None, None, None, Some("\"v1\"".to_owned())]);
}

#[tokio::test]
async fn a_change_minutes_after_an_article_was_fetched_is_read_though_a_copy_is_shared() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.ask("news/politics").await.unwrap();
    mill.pass(700);
    mill.upstream.page("/news/economy", listing(&[Card { teaser: "The last boat leaves at one.", ..FERRY }]));
    mill.ask("news/economy").await.unwrap();
    let (title, changed) = ("A ferry by night, after all", "The council lets the boats cross until dawn.");
    mill.upstream.page("/news/politics", listing(&[Card { title, ..FERRY }]));
    mill.upstream.page(FERRY.path, article(&Story { title, text: changed, ..FERRY_STORY }));
    mill.pass(200);

    mill.renew("news/politics").await;

    let items = mill.items("news/politics").await;
    assert_eq!(mill.upstream.requests(FERRY.path).await.len(), 3);
    assert!(text(&items, title).contains(changed), "{items:?}");
}

#[tokio::test]
async fn an_undated_card_takes_the_date_of_its_article_when_that_is_read_at_last_and_only_then() {
    let mut mill = Mill::start().await;
    let undated = Card { date: "", ..FERRY };
    mill.upstream.page("/news/politics", listing(&[undated]));
    mill.upstream.set(FERRY.path, Reply::Status(500));
    let first_seen = mill.now();
    let dates = [mill.items("news/politics").await];
    assert_eq!(moment(&dates[0][0], "date_published"), first_seen);
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.refresh("news/politics").await;
    let dated = mill.items("news/politics").await;
    assert_eq!(dated[0]["date_published"], "2026-03-01T20:15:00+02:00");

    let later = Story { date: "2 Mar 2026 09:00", text: "The boats cross until dawn.", ..FERRY_STORY };
    mill.upstream.page(FERRY.path, article(&later));
    mill.upstream.page("/news/politics", listing(&[Card { teaser: "Until dawn.", ..undated }]));
    mill.refresh("news/politics").await;

    let items = mill.items("news/politics").await;
    assert!(text(&items, FERRY.title).contains(later.text), "{items:?}");
    assert_eq!(items[0]["date_published"], dated[0]["date_published"]);
    assert_eq!(items[0]["id"], dated[0]["id"]);
}

#[tokio::test]
async fn a_site_that_asks_for_rest_loses_no_article() {
    let mut mill = Mill::start_one_by_one().await;
    let late = Card { path: "/news/politics/a-late-one", title: "A late one", ..SPRING };
    let late_story = Story { post_id: "509", title: "A late one", text: "Nobody waited.", ..SPRING_STORY };
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING, late]));
    mill.upstream.set(FERRY.path, Reply::Rest(600));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    mill.upstream.page(late.path, article(&late_story));
    // More often than an article may fail before it is given up.
    mill.ask("news/politics").await.unwrap();
    for _ in 0..5 {
        mill.refresh("news/politics").await;
    }
    assert_eq!(mill.upstream.requests(FERRY.path).await.len(), 6);
    assert_eq!(mill.upstream.requests(SPRING.path).await.len(), 0);
    assert_eq!(mill.upstream.requests(late.path).await.len(), 0);
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));

    mill.refresh("news/politics").await;

    let items = mill.items("news/politics").await;
    for (card, story) in [(FERRY, FERRY_STORY), (SPRING, SPRING_STORY), (late, late_story)] {
        assert!(text(&items, card.title).contains(story.text), "{items:?}");
    }
}

#[tokio::test]
async fn latest_stays_as_it_is_when_every_part_fails() {
    let mill = Mill::start_with_sections(&["latest", "news/politics", "news/economy"]).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page("/news/economy", listing(&[SPRING]));
    let good = mill.documents("latest").await;
    assert_eq!(mill.status("latest").await.detail, None);
    mill.upstream.set("/news/politics", Reply::Status(500));
    mill.upstream.set("/news/economy", Reply::Status(403));

    mill.refresh_in_place("latest").await;

    let status = mill.status("latest").await;
    assert_eq!(status.outcome.as_deref(), Some("parts_fail"), "{status:?}");
    assert_eq!(status.failing_since, Some(mill.now()));
    assert_eq!(mill.documents("latest").await, good);
}

#[tokio::test]
async fn latest_is_well_with_a_word_about_it_when_one_part_fails() {
    let mill = Mill::start_with_sections(&["latest", "news/politics", "news/economy"]).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page("/news/economy", listing(&[SPRING]));
    mill.ask("latest").await.unwrap();
    mill.upstream.set("/news/economy", Reply::Status(500));

    mill.refresh_in_place("latest").await;

    let status = mill.status("latest").await;
    assert_eq!(status.outcome.as_deref(), Some("ok"), "{status:?}");
    assert_eq!(status.detail.as_deref(), Some("1 of the 2 feeds that are joined fail"));
    assert_eq!(status.failures, 0);
    assert_eq!(mill.items("latest").await.len(), 2);
}

#[tokio::test]
async fn other_rules_read_anew_what_has_not_changed() {
    let mut mill = Mill::start().await;
    let html = listing(&[FERRY]);
    mill.upstream.set("/news/politics", Reply::Tagged { html, etag: "\"v1\"" });
    let long = "A ferry by night, says the council";
    let html = article(&FERRY_STORY).replace("<h1>", &format!("<p class=\"long-title\">{long}</p><h1>"));
    mill.upstream.set(FERRY.path, Reply::Tagged { html, etag: "\"a1\"" });
    let before = mill.items("news/politics").await;
    assert_eq!(before[0]["title"], FERRY.title);
    mill.redefine("    \"h1\",\n", "    \".long-title\",\n    \"h1\",\n");

    mill.refresh("news/politics").await;

    let after = mill.items("news/politics").await;
    assert_eq!((&after[0]["title"], &after[0]["id"]), (&Value::from(long), &before[0]["id"]));

    mill.pass(FeedSettings::default().recheck_seconds);
    mill.refresh("news/politics").await;
    let requests = mill.upstream.requests(FERRY.path).await;
    let conditions: Vec<_> = requests.iter().map(condition_of).collect();
    assert_eq!(conditions, [None, None, Some("\"a1\"".to_owned())]);
}

#[tokio::test]
async fn a_section_that_is_no_longer_defined_is_unknown_though_it_was_kept() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.ask("news/politics").await.unwrap();

    mill.remove_section("news/politics");

    let error = mill.ask("news/politics").await.unwrap_err();
    assert!(matches!(error.as_ref(), ServiceError::Lookup(_)), "{error:?}");
}

/// Everything that the item of a title says.
fn text(items: &[Value], title: &str) -> String {
    let item = items.iter().find(|item| item["title"] == title);
    item.unwrap_or_else(|| panic!("{title} is not in {items:?}")).to_string()
}
