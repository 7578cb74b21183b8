//! WebSub: the hub is named by every feed, and told once of each change.

use std::time::Duration;

use feedmill::feed::WebSubSettings;

use super::paper::{BASE, Paper, Setting, link, stories};

async fn paper() -> Paper {
    let mut setting = Setting::new().await;
    let hub = setting.upstream.url("/hub").parse().unwrap();
    setting.websub = WebSubSettings { hub: Some(hub), attempts: 3, retry_seconds: 0 };
    Paper::with(setting).await
}

/// Waits until the hub was told so often.
async fn told(paper: &Paper, times: usize) -> Vec<String> {
    let until = async {
        while paper.upstream.told().len() < times {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), until).await.unwrap();
    paper.upstream.told()
}

#[tokio::test]
async fn the_hub_is_told_once_of_each_change_with_the_addresses_of_all_formats() {
    let paper = paper().await;
    paper.print(&stories([1])).await;
    told(&paper, 1).await;
    paper.print(&stories([1])).await;
    paper.print(&stories([2, 1])).await;
    told(&paper, 2).await;
    // What is under way still is finished.
    paper.service.close().await;

    let told = paper.upstream.told();

    assert_eq!(told.len(), 2, "{told:?}");
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(told[1].as_bytes())
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let topic = |format: &str| ("hub.url".to_owned(), format!("{BASE}/feeds/gazette/news.{format}"));
    let mode = ("hub.mode".to_owned(), "publish".to_owned());
    assert_eq!(fields, [mode, topic("rss"), topic("atom"), topic("json")]);
}

#[tokio::test]
async fn every_feed_names_the_hub_and_itself_in_the_document_and_in_the_header() {
    let paper = paper().await;
    paper.print(&stories([1])).await;
    let hub = paper.upstream.url("/hub");

    for format in ["rss", "atom", "json"] {
        let own = format!("/feeds/gazette/news.{format}");
        let answer = paper.get(&own).await;
        let expected = format!("<{hub}>; rel=\"hub\", <{BASE}{own}>; rel=\"self\"");
        assert_eq!(answer.header("link"), expected);
        match format {
            "json" => assert_eq!(answer.json()["hubs"][0]["url"], hub.as_str()),
            _ => assert_eq!(link(&answer, "hub"), Some(hub.clone())),
        }
        let current = [("if-none-match", answer.header("etag"))];
        assert_eq!(paper.get_with(&own, &current).await.header("link"), expected);
        let narrowed = paper.get(&format!("{own}?limit=1")).await;
        assert_eq!(narrowed.header("link"), "");
        assert!(!narrowed.text().contains(&hub), "{}", narrowed.text());
    }
}

#[tokio::test]
async fn a_hub_that_fails_is_told_again_a_bounded_number_of_times_and_delays_nothing() {
    let paper = paper().await;
    paper.upstream.hub_answers(&[503, 500]);
    paper.print(&stories([1])).await;
    assert_eq!(told(&paper, 3).await.len(), 3, "two failures and the word that arrived");

    paper.upstream.hub_answers(&[500, 500, 500, 500]);
    paper.print(&stories([2, 1])).await;
    assert_eq!(paper.titles("/feeds/gazette/news.rss").await.len(), 2);
    assert_eq!(told(&paper, 6).await.len(), 6);

    paper.upstream.hub_answers(&[403, 403]);
    paper.print(&stories([3, 2, 1])).await;
    told(&paper, 7).await;
    paper.service.close().await;
    assert_eq!(paper.upstream.told().len(), 7, "a hub that refuses is not asked again");
}
