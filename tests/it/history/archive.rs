//! RFC 5005: feeds that are complete, and feeds that go on in an archive.

use std::collections::{BTreeSet, HashMap};

use feedmill::web::{self, AccessSettings, ConvertAccess, WebSettings};

use super::paper::{BASE, Paper, Setting, link, parsed, stories, titles};
use super::upstream::Story;
use crate::support::Exchange;

const FORMATS: [&str; 3] = ["rss", "atom", "json"];

/// Prints stories one a time, so that each refresh brings one; the listing shows the newest three.
async fn print_one_by_one(paper: &Paper, numbers: std::ops::Range<usize>) {
    for number in numbers {
        paper.print(&stories((number.saturating_sub(2).max(1)..=number).rev())).await;
    }
}

#[tokio::test]
async fn a_feed_that_shows_all_its_items_says_that_it_is_complete() {
    let paper = Paper::start().await;
    paper.print(&stories([3, 2, 1])).await;

    for format in ["rss", "atom"] {
        let whole = paper.get(&format!("/feeds/gazette/news.{format}")).await;
        let part = paper.get(&format!("/feeds/gazette/news.{format}?limit=2")).await;

        assert!(whole.text().contains("xmlns:fh=\"http://purl.org/syndication/history/1.0\""));
        assert!(whole.text().contains("<fh:complete"), "{}", whole.text());
        assert_eq!(link(&whole, "prev-archive"), None);
        assert!(!part.text().contains("fh:"), "a part is not complete: {}", part.text());
    }
    let json = paper.get("/feeds/gazette/news.json").await.json();
    assert_eq!(json.get("next_url"), None);
    assert_eq!(paper.get("/feeds/gazette/news.rss?page=1").await.problem(), "unknown_page");
}

#[tokio::test]
async fn a_feed_goes_on_in_its_archive_and_every_item_is_found_there() {
    let paper = Paper::start().await;
    print_one_by_one(&paper, 1..9).await;

    for format in FORMATS {
        let own = format!("/feeds/gazette/news.{format}");
        let mut answer = paper.get(&own).await;
        let mut found = BTreeSet::from_iter(titles(&answer));
        assert_eq!(found.len(), 4);
        assert!(!answer.text().contains("fh:"), "{}", answer.text());
        let mut walked = Vec::new();
        loop {
            let before = match format {
                "json" => answer.json()["next_url"].as_str().map(|url| url.replace(super::paper::BASE, "")),
                _ => link(&answer, "prev-archive"),
            };
            let Some(before) = before else { break };
            answer = paper.get(&before).await;
            assert_eq!(answer.status, 200, "{before}: {}", answer.text());
            found.extend(titles(&answer));
            walked.push(before);
        }
        assert_eq!(walked, [format!("{own}?page=2"), format!("{own}?page=1")]);
        assert_eq!(found.len(), 8, "{found:?}");
    }
}

#[tokio::test]
async fn a_page_of_the_archive_says_what_it_is_and_leads_on() {
    let paper = Paper::start().await;
    print_one_by_one(&paper, 1..9).await;

    for format in ["rss", "atom"] {
        let own = format!("/feeds/gazette/news.{format}");
        let page = paper.get(&format!("{own}?page=2")).await;

        assert!(page.text().contains("<fh:archive"), "{}", page.text());
        assert_eq!(link(&page, "self"), Some(format!("{own}?page=2")));
        assert_eq!(link(&page, "current"), Some(own.clone()));
        assert_eq!(link(&page, "prev-archive"), Some(format!("{own}?page=1")));
        assert_eq!(link(&page, "next-archive"), Some(format!("{own}?page=3")));
        assert_eq!(page.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(titles(&page), ["Story number 4", "Story number 3"]);
        let current = [("if-none-match", page.header("etag"))];
        assert_eq!(paper.get_with(&format!("{own}?page=2"), &current).await.status, 304);
        // The page after the newest is what the feed shows still.
        let open = paper.get(&format!("{own}?page=3")).await;
        assert_eq!((open.status, open.header("cache-control")), (307, "no-store"));
        assert_eq!(open.header("location"), format!("{}{own}", super::paper::BASE));
        assert_eq!(paper.get(&format!("{own}?page=4")).await.problem(), "unknown_page");
    }
    assert_eq!(parsed(&paper.get("/feeds/gazette/news.atom?page=2").await).id, {
        parsed(&paper.get("/feeds/gazette/news.atom").await).id
    });
    let negotiated = [("accept", "application/atom+xml")];
    let page = paper.get_with("/feeds/gazette/news?page=1", &negotiated).await;
    assert_eq!(titles(&page), ["Story number 2", "Story number 1"]);
    assert_eq!(page.header("vary"), "Accept, Accept-Encoding");
}

#[tokio::test]
async fn a_page_never_changes_over_edits_other_definitions_prunings_and_restarts() {
    let mut paper = Paper::start().await;
    let mut first_seen: HashMap<String, (Vec<u8>, String)> = HashMap::new();
    let mut dropped = BTreeSet::new();
    for number in 1..31_usize {
        let edited = |story: Story| Story {
            title: format!("{}, as told at hour {number}", story.title),
            text: format!("{} And more at hour {number}.", story.text),
            ..story
        };
        // Everything is edited as long as it is listed, and articles are looked at again after three hours.
        paper.clock.advance(4 * 3_600);
        paper
            .print(
                &stories((number.saturating_sub(5)..=number).rev())
                    .into_iter()
                    .map(edited)
                    .collect::<Vec<_>>(),
            )
            .await;
        match number {
            10 | 20 => paper.restart().await,
            15 => paper.rename("The Gazette of another owner"),
            _ => {}
        }
        for page in 1..=16_usize {
            for format in FORMATS {
                let path = format!("/feeds/gazette/news.{format}?page={page}");
                let answer = paper.get(&path).await;
                match answer.status {
                    200 => {
                        assert!(!dropped.contains(&path), "{path} came back");
                        let now = (answer.body.clone(), answer.header("etag").to_owned());
                        let before = first_seen.entry(path.clone()).or_insert_with(|| now.clone());
                        assert!(*before == now, "{path} changed at {number}");
                    }
                    404 if first_seen.contains_key(&path) => drop(dropped.insert(path)),
                    status => assert!(matches!(status, 404 | 307), "{path}: {status}"),
                }
            }
        }
    }
    assert!(first_seen.len() >= 3 * 12, "{} documents", first_seen.len());
    // Twelve items are kept: six pages of two.
    assert_eq!(first_seen.len() - dropped.len(), 3 * 6);
    let newest = paper.get("/feeds/gazette/news.atom").await;
    let page = paper.get(&link(&newest, "prev-archive").unwrap()).await;
    assert!(titles(&page).iter().all(|title| title.contains("as told at hour")), "{:?}", titles(&page));
}

#[tokio::test]
async fn every_item_ever_published_stands_in_exactly_one_page_or_is_open_still() {
    let paper = Paper::start().await;
    paper.print(&stories((1..11).rev())).await;
    paper.print(&stories((5..14).rev())).await;

    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in 1..=5 {
        let answer = paper.get(&format!("/feeds/gazette/news.rss?page={page}")).await;
        if answer.status == 200 {
            titles(&answer).into_iter().for_each(|title| *seen.entry(title).or_default() += 1);
        }
    }
    assert!(seen.values().all(|count| *count == 1), "{seen:?}");
    let shown = paper.titles("/feeds/gazette/news.rss").await;
    let missing: Vec<usize> = (1..14)
        .filter(|number| {
            let title = format!("Story number {number}");
            !seen.contains_key(&title) && !shown.contains(&title)
        })
        .collect();
    assert_eq!(missing, [0_usize; 0]);
}

/// A newspaper whose archive keeps so many items; its feed shows four, and a page has two.
async fn with_archive(archive_items: usize) -> Paper {
    let mut setting = Setting::new().await;
    setting.feeds.archive_items = archive_items;
    Paper::with(setting).await
}

/// The titles of all pages that there are, and of the feed itself.
async fn told(paper: &Paper) -> BTreeSet<String> {
    let mut told = BTreeSet::from_iter(paper.titles("/feeds/gazette/news.rss").await);
    for page in 1..=16 {
        let answer = paper.get(&format!("/feeds/gazette/news.rss?page={page}")).await;
        if answer.status == 200 {
            told.extend(titles(&answer));
        }
    }
    told
}

#[tokio::test]
async fn an_archive_that_keeps_no_more_than_the_feed_shows_has_pages_all_the_same() {
    let paper = with_archive(4).await;
    let mut ever = BTreeSet::new();
    for number in 1..20_usize {
        paper.print(&stories((number.saturating_sub(2).max(1)..=number).rev())).await;
        ever.extend(told(&paper).await);
    }

    assert_eq!(ever.len(), 19, "{ever:?}");
    // Two pages of two, and what the feed shows.
    let now = told(&paper).await;
    assert!((7..=8).contains(&now.len()), "{now:?}");
}

#[tokio::test]
async fn items_that_are_pushed_out_all_at_once_are_filed_before_they_are_dropped() {
    let paper = with_archive(5).await;
    paper.print(&stories((1..5).rev())).await;
    paper.print(&stories((5..11).rev())).await;

    let told = told(&paper).await;

    assert_eq!(told.len(), 10, "{told:?}");
}

#[tokio::test]
async fn an_article_that_failed_and_is_listed_no_more_keeps_no_page_from_being_closed() {
    let paper = with_archive(12).await;
    let paper_of_one = stories([1]);
    paper.upstream.lose(&paper_of_one[0].path);
    paper.print(&paper_of_one).await;
    for number in 2..20_usize {
        paper.print(&stories((number.saturating_sub(2).max(2)..=number).rev())).await;
    }

    let told = told(&paper).await;

    assert!(told.len() >= 12, "{told:?}");
}

#[tokio::test]
async fn a_joined_feed_has_an_archive_of_its_own() {
    let paper = Paper::start().await;
    for number in 1..9 {
        paper.print(&stories((number..number + 1).rev())).await;
        paper.refresh("gazette/latest").await;
    }

    let newest = paper.get("/feeds/gazette/latest.atom").await;
    let page = paper.get(&link(&newest, "prev-archive").unwrap()).await;
    assert!(page.text().contains("<fh:archive"));
    assert_eq!(titles(&page).len(), 2);
}

#[tokio::test]
async fn a_converted_page_has_an_archive_too() {
    let paper = Paper::start().await;
    let address = format!("/convert.atom?url={}", paper.upstream.url("/news"));

    let before = link(&converted_until_it_has_an_archive(&paper, &address).await, "prev-archive").unwrap();

    assert!(before.contains("&page="), "{before}");
    let page = paper.get(&before).await;
    assert!(page.text().contains("<fh:archive"), "{}", page.text());
    assert_eq!(page.header("cache-control"), "private, max-age=31536000, immutable");
}

#[tokio::test]
async fn the_archive_of_a_signed_address_is_open_to_whoever_has_that_address() {
    let access = AccessSettings {
        convert: ConvertAccess::Signed,
        signing_keys: ["2026:0123456789abcdef0123456789abcdef"].into_iter().collect(),
        ..AccessSettings::default()
    };
    let paper = Paper::with(Setting { access: access.clone(), ..Setting::new().await }).await;
    let web = WebSettings { public_url: Some(BASE.to_owned()), ..WebSettings::default() };
    let path = format!("/convert.atom?url={}", paper.upstream.url("/news"));
    let address = web::sign(&web, &access, &path, None).unwrap();
    let address = address.strip_prefix(BASE).unwrap();

    let feed = converted_until_it_has_an_archive(&paper, address).await;
    let page = paper.get(&link(&feed, "prev-archive").unwrap()).await;

    assert_eq!(link(&feed, "self").as_deref(), Some(address));
    assert!(page.text().contains("<fh:archive"), "{}", page.text());
    assert_eq!(link(&page, "current").as_deref(), Some(address));
    let older = paper.get(&link(&page, "prev-archive").unwrap()).await;
    assert_eq!(older.status, 200, "{}", older.text());
    let number = 1 + link(&feed, "prev-archive").unwrap().rsplit_once('=').unwrap().1.parse::<u32>().unwrap();
    let open = paper.get(&format!("{address}&page={number}")).await;
    assert_eq!((open.status, open.header("location")), (307, format!("{BASE}{address}").as_str()));
}

/// The feed of a page after so many stories that the older ones stand in its archive.
async fn converted_until_it_has_an_archive(paper: &Paper, address: &str) -> Exchange {
    let mut answer = None;
    for number in 1..9_usize {
        paper.upstream.publish("/news", &stories((number..number + 4).rev()));
        paper.clock.advance(4_000);
        // The first answer may be the one from before; the refresh behind it ends before the next one begins.
        paper.get(address).await;
        paper.service.ready().await.unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(30), async {
            loop {
                let found = paper.get(address).await;
                if titles(&found).contains(&format!("Story number {}", number + 3)) {
                    answer = Some(found);
                    break;
                }
            }
        })
        .await
        .unwrap();
    }
    answer.unwrap()
}

#[tokio::test]
async fn a_page_with_a_wish_or_without_a_number_is_refused() {
    let paper = Paper::start().await;
    for (query, problem, told) in [
        ("page=0", "bad_parameter", "page: expected a number from 1"),
        ("page=last", "bad_parameter", "page: expected a number from 1"),
        ("page=1&q=mill", "unknown_page", "found q=mill"),
        ("page=1&limit=3", "unknown_page", "found limit=3"),
        ("page=834322590267", "unknown_page", "expected"),
        ("page=1&page=2", "bad_parameter", "expected the parameter once"),
    ] {
        let answer = paper.get(&format!("/feeds/gazette/news.rss?{query}")).await;
        assert_eq!(answer.problem(), problem, "{query}");
        assert!(answer.text().contains(told), "{query}: {}", answer.text());
    }
    assert_eq!(paper.get("/feeds/gazette/nothing.rss?page=1").await.problem(), "unknown_feed");
}
