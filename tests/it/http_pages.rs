//! The pages for people, as a browser and a screen reader meet them.

use scraper::{Html, Selector};

use crate::support::{Exchange, World, WorldSettings};

/// A site that is written from right to left.
const ARABIC: &str = r#"
name = "sahifa"
title = "الصحيفة"
home = "http://sahifa.example/"
language = "ar"
time_zone = "Asia/Beirut"
robots = "ignore"

[[sections]]
path = "news"
title = "<أخبار>"
group = "الأقسام"
url = "/news"

[listing]
entry = ["article"]

[article]
title = ["h1"]
"#;

async fn world() -> World {
    let definitions = vec![ARABIC.to_owned()];
    World::with(WorldSettings { definitions, ..WorldSettings::default() }).await
}

fn page(answer: &Exchange) -> Html {
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    Html::parse_document(&answer.text())
}

fn all<'a>(page: &'a Html, selector: &str, attribute: &str) -> Vec<&'a str> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).filter_map(|element| element.attr(attribute)).collect()
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let texts = page.select(&selector).map(|element| element.text().collect::<String>());
    texts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[tokio::test]
async fn the_catalogue_says_which_definition_ignores_the_robots_txt() {
    let world = world().await;
    let page = page(&world.get("/").await);
    assert_eq!(texts(&page, ".notice").len(), 1);
    assert_eq!(
        texts(&page, "#site-sahifa .notice"),
        ["Its definition says to ignore the site's robots.txt."]
    );
}

#[tokio::test]
async fn the_catalogue_offers_every_feed_in_every_format() {
    let world = world().await;
    let page = page(&world.get("/").await);

    for extension in ["rss", "atom", "json"] {
        for key in ["herald/news", "herald/weather", "sahifa/news", "herald/topics/Trees%20%26%20Parks"] {
            let address = format!("http://{}/feeds/{key}.{extension}", world.address);
            assert!(all(&page, ".formats a", "href").contains(&address.as_str()), "no link to {address}");
            let alternate = all(&page, "link[rel=alternate]", "href").contains(&address.as_str());
            assert_eq!(alternate, !key.contains("topics"), "{address}");
        }
    }
    let opml = format!("http://{}/feeds/herald.opml", world.address);
    assert!(all(&page, "a", "href").contains(&opml.as_str()));
}

#[tokio::test]
async fn the_catalogue_tells_the_state_of_a_feed_in_words() {
    let world = world().await;
    world.get("/feeds/herald/news.rss").await;
    world.upstream.fail(500).await;
    world.get("/feeds/herald/weather.rss").await;

    let states = texts(&page(&world.get("/").await), ".state");

    assert_eq!(
        states,
        [
            "fresh, changed 6 May 2024, 12:00 UTC, state of News",
            "failing since 6 May 2024, 12:00 UTC, state of Weather & Tides",
            "never fetched, state of <أخبار>"
        ]
    );
}

#[tokio::test]
async fn the_state_of_a_feed_is_told_in_words_and_in_a_picture_that_says_what_it_shows() {
    let world = world().await;
    world.get("/feeds/herald/news.rss").await;
    world.upstream.fail(404).await;
    world.refresh("herald/news", 3_600).await;

    let catalogue = page(&world.get("/").await);
    let address = format!("http://{}/status/herald/news", world.address);
    assert!(all(&catalogue, "a.state", "href").contains(&address.as_str()));
    let page = page(&world.get("/status/herald/news").await);

    assert_eq!(texts(&page, "h1"), ["The Herald · News"]);
    assert_eq!(texts(&page, ".state"), ["failing since 6 May 2024, 13:00 UTC"]);
    let facts: Vec<(String, String)> = texts(&page, "dt").into_iter().zip(texts(&page, "dd")).collect();
    for (name, value) in [
        ("Outcome of the last", "not_found"),
        ("Last read from its site", "6 May 2024, 12:00 UTC"),
        ("Next try", "6 May 2024, 13:15 UTC"),
        ("Failed in a row", "1"),
    ] {
        assert!(facts.contains(&(name.to_owned(), value.to_owned())), "no {name}: {value} in {facts:?}");
    }
    assert_eq!(all(&page, "svg[role=img]", "aria-labelledby"), ["chart-title"]);
    let summary = "9 April to 6 May 2024: 3 items, at most 1 a day; 1 refresh went well, 1 failed.";
    assert_eq!(texts(&page, "#chart-title"), [summary]);
    for (marks, count) in [("items", 3), ("well", 1), ("failed", 1)] {
        assert_eq!(all(&page, &format!("svg .{marks}"), "height").len(), count, "{marks}");
    }
    assert_eq!(texts(&page, "details tbody tr").len(), 28);
    assert_eq!(texts(&page, "details tbody tr")[0], "2024-05-0611 × not_found, 1 × ok");
}

#[tokio::test]
async fn a_page_that_has_drifted_is_shown_with_what_was_expected_and_found() {
    let world = world().await;
    world.get("/feeds/herald/news.rss").await;
    world.upstream.serve_only("/news", "<!doctype html><title>News</title><p>Nothing for now.</html>").await;
    world.refresh("herald/news", 3_600).await;

    let page = page(&world.get("/status/herald/news").await);

    assert_eq!(texts(&page, "#drift + p + .scroll tbody tr"), ["entries3 entries0 entries"]);
}

#[tokio::test]
async fn headings_and_landmarks_are_in_order() {
    let world = world().await;

    for path in ["/", "/docs", "/status/herald/news"] {
        let page = page(&world.get(path).await);

        let elements = Selector::parse("h1, h2, h3, h4").unwrap();
        let levels: Vec<u8> =
            page.select(&elements).map(|heading| heading.value().name().as_bytes()[1] - b'0').collect();
        assert_eq!(levels.first(), Some(&1));
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1 && pair[1] > 1), "{path}: {levels:?}");
        for landmark in ["header", "nav[aria-label]", "main#content", "footer", "a.skip[href='#content']"] {
            assert!(
                page.select(&Selector::parse(landmark).unwrap()).next().is_some(),
                "{path} lacks {landmark}"
            );
        }
        assert_eq!(all(&page, "html", "lang"), ["en"]);
        assert_eq!(all(&page, "meta[name=viewport]", "content"), ["width=device-width, initial-scale=1"]);
    }
}

#[tokio::test]
async fn every_id_is_there_once_and_every_reference_leads_to_one() {
    let families = ["topics", "people"].map(|path| {
        format!("\n[[parametric]]\npath = \"{path}/{{title}}\"\ntitle = \"{{title}}\"\nurl = \"/{path}?is={{title}}\"\n")
    });
    let named = |name: &str| format!("{}{}", ARABIC.replace("sahifa", name), families.concat());
    let definitions = ["content", "convert-title", "a", "a-title", "title-a"].map(named).to_vec();
    let world = World::with(WorldSettings { definitions, ..WorldSettings::default() }).await;

    for path in ["/", "/docs", "/status/herald/news"] {
        let page = page(&world.get(path).await);
        let mut ids = all(&page, "[id]", "id");
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "{path}: an id stands twice");
        let labels =
            all(&page, "[for]", "for").into_iter().chain(all(&page, "[aria-labelledby]", "aria-labelledby"));
        let anchors =
            all(&page, "a[href^='#']", "href").into_iter().filter_map(|href| href.strip_prefix('#'));
        for reference in labels.chain(anchors) {
            assert!(ids.contains(&reference), "{path}: nothing has the id {reference}");
        }
        assert_eq!(
            all(&page, "input[id]", "id"),
            all(&page, "label[for]", "for"),
            "{path}: a field without a label"
        );
    }
}

#[tokio::test]
async fn a_site_is_shown_in_its_own_language_and_direction() {
    let world = world().await;
    let page = page(&world.get("/").await);

    assert_eq!(all(&page, "section.site", "lang"), ["en", "ar"]);
    assert_eq!(all(&page, "section.site", "dir"), ["ltr", "rtl"]);
    assert_eq!(texts(&page, "#site-sahifa .title"), ["<أخبار>"]);
}

#[tokio::test]
async fn nothing_in_a_page_runs_or_comes_from_elsewhere() {
    let world = world().await;

    for path in ["/", "/docs", "/status/herald/news"] {
        let answer = world.get(path).await;
        let page = page(&answer);

        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(answer.header("access-control-allow-origin"), "");
        let running = Selector::parse("script, style, [style], [onclick], iframe").unwrap();
        assert!(page.select(&running).next().is_none(), "{path}");
        let files = all(&page, "link[rel=stylesheet], link[rel=icon]", "href").into_iter();
        for file in files.chain(all(&page, "img", "src")) {
            assert_eq!(world.get(file).await.status, 200, "{file}");
        }
    }
}

#[tokio::test]
async fn no_answer_may_run_load_or_be_framed_whatever_it_is() {
    let world = world().await;
    let article = format!("/api/v1/article?url={}", world.upstream.url("/news/harbour"));

    for path in [
        "/feeds/herald/news.rss",
        "/feeds/herald/news.atom",
        "/feeds/herald/news.json",
        "/feeds/status.rss",
        "/opml",
        "/api/v1/sites",
        &article,
        "/metrics",
        "/healthz",
        "/openapi.yaml",
        "/nothing",
        "/feeds/herald/nothing.rss",
        "/feeds/herald/news.rss?limit=0",
        "/status/herald/nothing",
        "/convert.rss?url=javascript:x()",
    ] {
        let answer = world.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(policy.contains("sandbox"), !path.starts_with("/status"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
    }
}

#[tokio::test]
async fn the_files_of_a_page_never_change_under_their_address() {
    let world = world().await;
    let page = page(&world.get("/").await);

    let style = world.get(all(&page, "link[rel=stylesheet]", "href")[0]).await;

    assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(style.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn the_form_for_other_pages_is_shown_to_those_who_may_use_it() {
    let world = world().await;

    let admitted = page(&world.get("/").await);
    let other = page(&world.get_with("/", &[("x-forwarded-for", "203.0.113.9")]).await);

    assert_eq!(all(&admitted, ".convert form", "action"), ["/convert.rss"]);
    assert_eq!(all(&other, ".convert form", "action"), Vec::<&str>::new());
}

#[tokio::test]
async fn the_documentation_explains_every_address_and_every_problem() {
    let world = world().await;
    let page = page(&world.get("/docs").await);

    let problem = world.get("/nothing").await.json();
    let code = problem["code"].as_str().unwrap();

    assert!(problem["type"].as_str().unwrap().ends_with(&format!("/docs#{code}")));
    assert!(all(&page, "tr[id]", "id").contains(&code));
    assert!(texts(&page, "th code").contains(&"/feeds/{site}/{path}.{format}".to_owned()));
}
