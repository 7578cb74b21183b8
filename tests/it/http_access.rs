//! Pages of one's own choice: who may have them, and what comes back.

use feedmill::web::{self, AccessSettings, ConvertAccess, WebSettings};

use crate::support::{World, WorldSettings};

fn query(url: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new()).append_pair("url", url).finish()
}

async fn world(convert: ConvertAccess) -> World {
    let folder = tempfile::tempdir().unwrap();
    let tokens = folder.path().join("tokens");
    std::fs::write(&tokens, "a-token-for-the-reading-room\n").unwrap();
    let access = AccessSettings { convert, tokens_file: Some(tokens), ..AccessSettings::default() };
    World::with(WorldSettings { access, ..WorldSettings::default() }).await
}

#[tokio::test]
async fn a_page_becomes_a_feed_for_a_client_on_the_machine() {
    let world = World::start().await;

    let answer = world.get(&format!("/convert.json?{}&limit=2", query(&world.upstream.url("/news")))).await;

    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["items"].as_array().unwrap().len(), 2);
    assert!(answer.header("cache-control").starts_with("private, max-age="));
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn what_was_read_from_a_page_is_shown_with_its_rules() {
    let world = World::start().await;
    let get = async |kind: &str, page: &str| {
        world.get(&format!("/api/v1/{kind}?{}", query(&world.upstream.url(page)))).await.json()
    };

    let (article, listing) = (get("article", "/news/harbour").await, get("listing", "/news").await);

    assert_eq!(article["title"], "The harbour opens again");
    assert_eq!(article["authors"], serde_json::json!(["Mara Quill"]));
    assert_eq!(article["published"], "2024-05-06T09:30:00+01:00");
    assert_eq!(article["date_source"], "rule");
    assert_eq!(listing["entries"].as_array().unwrap().len(), 3);
    assert_eq!(listing["rules"]["listing"]["title"], serde_json::json!(["h2"]), "{listing:#}");
}

#[tokio::test]
async fn a_client_of_another_machine_is_turned_away() {
    let world = World::start().await;

    // The service is asked through a proxy that it does not know, so the client may be anyone.
    let headers = [("x-forwarded-for", "203.0.113.9")];
    for path in ["/convert.rss", "/api/v1/listing", "/api/v1/article"] {
        let path = format!("{path}?{}", query(&world.upstream.url("/news")));
        let answer = world.get_with(&path, &headers).await;
        assert_eq!((answer.status, answer.problem().as_str()), (403, "access_denied"), "{path}");
    }
    assert_eq!(world.upstream.requests_of("/news").await, 0);
}

#[tokio::test]
async fn a_client_behind_a_proxy_that_nobody_named_is_turned_away() {
    let path = |world: &World| format!("/api/v1/article?{}", query(&world.upstream.url("/news/harbour")));
    let plain = World::start().await;
    for sign in [("via", "1.1 proxy"), ("x-real-ip", "127.0.0.1"), ("x-forwarded-prefix", "/mill")] {
        let answer = plain.get_with(&path(&plain), &[sign]).await;
        assert_eq!((answer.status, answer.problem().as_str()), (403, "access_denied"), "{sign:?}");
    }

    let web = WebSettings { public_url: Some("https://feeds.example".to_owned()), ..WebSettings::default() };
    let published = World::with(WorldSettings { web, ..WorldSettings::default() }).await;
    // The second is what a bare proxy_pass sends: the host of the service itself, and nothing of the client.
    for headers in [&[("host", "feeds.example")][..], &[]] {
        let answer = published.get_with(&path(&published), headers).await;
        assert_eq!((answer.status, answer.problem().as_str()), (403, "access_denied"), "{headers:?}");
        assert!(answer.text().contains("server.trusted_proxies"), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_token_opens_where_tokens_are_asked_for() {
    let world = world(ConvertAccess::Token).await;
    let path = format!("/convert.rss?{}", query(&world.upstream.url("/news")));

    let without = world.get(&path).await;
    let with = world.get_with(&path, &[("authorization", "Bearer a-token-for-the-reading-room")]).await;

    assert_eq!((without.status, without.problem().as_str()), (401, "token_needed"));
    assert_eq!(without.header("www-authenticate"), "Bearer realm=\"feedmill\"");
    assert_eq!(with.status, 200);
}

#[tokio::test]
async fn an_open_service_lets_scripts_and_caches_at_converted_pages() {
    let world = world(ConvertAccess::Open).await;
    let path = format!("/convert.rss?{}", query(&world.upstream.url("/news")));

    let answer = world.get_with(&path, &[("x-forwarded-for", "203.0.113.9")]).await;

    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("cache-control").starts_with("public, max-age="), "{}", answer.head());
}

#[tokio::test]
async fn an_address_outside_the_public_internet_is_refused() {
    let world = World::start().await;

    for url in ["http://127.0.0.1:1/", "http://[::1]/", "http://169.254.169.254/latest"] {
        let answer = world.get(&format!("/api/v1/article?{}", query(url))).await;
        assert_eq!((answer.status, answer.problem().as_str()), (403, "address_refused"), "{url}");
    }
}

#[tokio::test]
async fn a_page_that_its_site_does_not_have_is_the_sites_failure() {
    let world = World::start().await;

    let answer = world.get(&format!("/api/v1/article?{}", query(&world.upstream.url("/gone")))).await;

    assert_eq!((answer.status, answer.problem().as_str()), (502, "page_unavailable"));
}

#[tokio::test]
async fn a_request_without_a_usable_address_says_what_was_expected() {
    let world = World::start().await;

    assert_eq!(world.get("/convert.rss").await.problem(), "missing_parameter");
    assert_eq!(world.get("/convert.rss?url=news").await.problem(), "bad_parameter");
    assert_eq!(
        world.get("/api/v1/article?url=http://a.example/&limit=1").await.problem(),
        "unknown_parameter"
    );
}

/// A service behind the public address that lets in by signed addresses, and the settings that sign them.
async fn signed_world() -> (World, WebSettings, AccessSettings) {
    let web = WebSettings {
        public_url: Some("https://feeds.example/mill".to_owned()),
        trusted_proxies: vec!["127.0.0.1".parse().unwrap()],
        ..WebSettings::default()
    };
    let access = AccessSettings {
        convert: ConvertAccess::Signed,
        signing_keys: ["2026:0123456789abcdef0123456789abcdef"].into_iter().collect(),
        ..AccessSettings::default()
    };
    let settings = WorldSettings { web: web.clone(), access: access.clone(), ..WorldSettings::default() };
    (World::with(settings).await, web, access)
}

/// The path of an address with its query, as a proxy passes it on that takes the prefix off.
fn passed_on(address: &str) -> &str {
    address.strip_prefix("https://feeds.example/mill").unwrap()
}

#[tokio::test]
async fn a_signed_address_is_a_feed_that_names_itself() {
    let (world, web, access) = signed_world().await;
    let path = format!("/convert.json?{}&limit=2", query(&world.upstream.url("/news")));
    let address = web::sign(&web, &access, &path, None).unwrap();

    let feed = world.get(passed_on(&address)).await;

    assert_eq!(feed.status, 200, "{}", feed.text());
    assert_eq!(feed.json()["feed_url"], address);
    assert_eq!(feed.json()["items"].as_array().unwrap().len(), 2);
    assert!(feed.header("cache-control").starts_with("private, "));
    let own = feed.json()["feed_url"].as_str().unwrap().to_owned();
    let again = world.get_with(passed_on(&own), &[("if-none-match", feed.header("etag"))]).await;
    assert_eq!(again.status, 304);
}

#[tokio::test]
async fn an_address_that_is_not_signed_or_not_any_more_fetches_nothing() {
    let (world, web, access) = signed_world().await;
    let path = format!("/convert.rss?{}", query(&world.upstream.url("/news")));
    let now = world.service.now();
    let expired = web::sign(&web, &access, &path, Some(now)).unwrap();
    let signed = web::sign(&web, &access, &path, None).unwrap();

    for (address, code) in [
        (path.as_str(), "signature_refused"),
        (passed_on(&expired), "address_expired"),
        (&passed_on(&signed).replace("/convert.rss", "/convert.atom"), "signature_refused"),
        (&passed_on(&signed).replace("%2Fnews", "%2Fnews%2Fharbour"), "signature_refused"),
        (&format!("{}&limit=1", passed_on(&signed)), "signature_refused"),
    ] {
        let answer = world.get(address).await;
        assert_eq!((answer.status, answer.problem().as_str()), (403, code), "{address}");
    }
    assert_eq!(world.upstream.requests_of("/news").await, 0);
}

#[tokio::test]
async fn the_readers_of_pages_take_signed_addresses_and_an_explanation_is_signed_on_the_way() {
    let (world, web, access) = signed_world().await;
    let signed = |path: &str| web::sign(&web, &access, path, None).unwrap();
    let article = signed(&format!("/api/v1/article?{}", query(&world.upstream.url("/news/harbour"))));
    let explained = signed(&format!("/convert.rss?{}&explain=true", query(&world.upstream.url("/news"))));

    let (article, led) = (world.get(passed_on(&article)).await, world.get(passed_on(&explained)).await);

    assert_eq!(article.json()["title"], "The harbour opens again");
    assert_eq!(led.status, 303);
    let listing = world.get(passed_on(led.header("location"))).await;
    assert_eq!((listing.status, listing.json()["explain"].is_object()), (200, true), "{}", listing.text());
}

#[tokio::test]
async fn a_signed_address_stays_good_where_anyone_is_let_in() {
    let (_, web, access) = signed_world().await;
    let world = world(ConvertAccess::Open).await;
    let path = format!("/convert.rss?{}", query(&world.upstream.url("/news")));

    let address = web::sign(&web, &access, &path, None).unwrap();

    assert_eq!(world.get(passed_on(&address)).await.status, 200);
}
