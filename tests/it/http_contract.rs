//! Every address that `openapi.yaml` names is served.

use feedmill::web::{AccessSettings, WebSettings};
use reqwest::Method;
use url::Url;

use crate::support::{World, WorldSettings};

const DOCUMENT: &str = include_str!("../../openapi.yaml");

/// The documented addresses, with something that is there in the place of their parameters.
fn addresses(world_page: &str, asset: &str) -> Vec<String> {
    let (_, paths) = DOCUMENT.split_once("\npaths:\n").unwrap();
    let (paths, _) = paths.split_once("\ncomponents:\n").unwrap();
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("url", world_page).finish();
    let named = paths.lines().filter_map(|line| line.strip_prefix("  /")?.strip_suffix(':'));
    named
        .map(|path| {
            let needs_page =
                path.starts_with("convert") || path.ends_with("listing") || path.ends_with("article");
            let path = path.replace("{site}", "herald").replace("{path}", "news").replace("{format}", "rss");
            let path = path.replace("assets/{name}", asset.trim_start_matches('/'));
            if needs_page { format!("/{path}?{query}") } else { format!("/{path}") }
        })
        .collect()
}

#[tokio::test]
async fn every_documented_address_answers() {
    let tokens = ["a-token-for-the-engine-room"].into_iter().collect();
    let access = AccessSettings { tokens, ..AccessSettings::default() };
    let world = World::with(WorldSettings { access, ..WorldSettings::default() }).await;
    let token = [("authorization", "Bearer a-token-for-the-engine-room")];
    let catalogue = world.get("/").await.text();
    let (_, style) = catalogue.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let style = style.split('"').next().unwrap();

    let addresses = addresses(&world.upstream.url("/news"), style);

    assert!(addresses.len() > 10);
    for address in addresses {
        let method = if address.contains("/admin/") { Method::POST } else { Method::GET };
        let answer = world.ask(method, &address, &token).await;
        let is_nothing = answer.status == 409 && answer.problem() == "nothing_to_do";
        assert!(answer.status == 200 || is_nothing, "{address}: {}", answer.text());
    }
}

#[tokio::test]
async fn the_document_is_served_as_it_was_written() {
    let world = World::start().await;
    let answer = world.get("/openapi.yaml").await;
    assert_eq!(answer.header("content-type"), "application/yaml");
    assert_eq!(answer.text(), DOCUMENT);
}

#[tokio::test]
async fn the_server_of_the_document_is_the_public_base_with_its_prefix() {
    for base in ["https://feeds.example", "https://feeds.example/mill"] {
        let web = WebSettings { public_url: Some(base.to_owned()), ..WebSettings::default() };
        let world = World::with(WorldSettings { web, ..WorldSettings::default() }).await;

        let document = world.get("/openapi.yaml").await.text();

        let (_, servers) = document.split_once("\nservers:\n  - url: ").unwrap();
        let address = Url::parse(&format!("{base}/openapi.yaml")).unwrap();
        let server = address.join(servers.lines().next().unwrap()).unwrap();
        assert_eq!(server.as_str(), format!("{base}/"));
    }
}
