//! The program behind nginx, Caddy and Apache, as the examples in `deploy/` set them up: with TLS, under a path of another site, over
//! TCP and over a Unix socket. What is changed of the examples is ports, folders and the rate of requests.

mod mill;
mod proxy;
mod walk;
mod wire;

use std::collections::BTreeSet;
use std::process::Command;

use rstest::rstest;

use crate::support::{Exchange, Upstream, programs};
use mill::{Mill, Place, Told};
use proxy::{Kind, Proxy};
use walk::{Walked, walk};
use wire::{lies, say};

/// A program behind a proxy, with a site to read.
struct Street {
    upstream: Upstream,
    mill: Mill,
    proxy: Proxy,
}

impl Street {
    /// None where a program is missing.
    async fn build(kind: Kind, place: Place, told: Told) -> Option<Self> {
        Self::build_with(kind, place, told, |text| text).await
    }

    async fn build_with(
        kind: Kind,
        place: Place,
        told: Told,
        edit: impl FnOnce(String) -> String,
    ) -> Option<Self> {
        for (program, version) in [kind.program(), ("openssl", "version")] {
            if !programs::is_there(Command::new(program).arg(version)) {
                programs::left_out(program);
                return None;
            }
        }
        let upstream = Upstream::start().await;
        upstream.serve_town().await;
        let port = proxy::free_port();
        let public = format!("https://town.example:{port}/feeds-here");
        let mill = Mill::start(&upstream, place, told, &public);
        let proxy = Proxy::start(kind, &mill, port, edit);
        Some(Self { upstream, mill, proxy })
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Exchange {
        self.proxy.get(&self.proxy.url(path), headers).await
    }

    async fn walk(&self) -> Walked {
        let typed = [("url", self.upstream.url("/news")), ("topic", "Trees & Parks".to_owned())];
        walk(&self.proxy, &self.beginnings(), &typed, self.mill.address.as_deref()).await
    }

    /// Everything from which an address may be had that no other answer names.
    fn beginnings(&self) -> Vec<String> {
        let page =
            url::form_urlencoded::byte_serialize(self.upstream.url("/news").as_bytes()).collect::<String>();
        let article = page.replace("%2Fnews", "%2Fnews%2Fharbour");
        let mut paths: Vec<String> = [
            "",
            "docs",
            "openapi.yaml",
            "opml",
            "feeds/herald.opml",
            "feeds/herald/news",
            "feeds/herald/news.rss",
            "feeds/herald/news.atom",
            "feeds/herald/news.json",
            "feeds/herald/news.json?limit=1",
            "feeds/herald/topics/Trees%20%26%20Parks.rss",
            "feeds/herald/topics/Trees%20%26%20Parks",
            "feeds/status.atom",
            "status/herald/news",
            "api/v1/sites",
            "api/v1/sites/herald",
            "api/v1/feeds/herald/news",
            "nothing",
            "feeds/herald/nothing.rss",
            "feeds/herald/news.rss?limit=0",
        ]
        .map(str::to_owned)
        .to_vec();
        for format in ["rss", "atom", "json"] {
            paths.push(format!("convert.{format}?url={page}"));
        }
        paths.push(format!("convert?url={page}"));
        paths.push(format!("api/v1/listing?url={page}"));
        paths.push(format!("api/v1/article?url={article}"));
        paths
    }
}

#[rstest]
#[case::nginx_over_tcp(Kind::Nginx, Place::Tcp, Told::ByHeaders)]
#[case::nginx_over_a_socket(Kind::Nginx, Place::Socket, Told::ByHeaders)]
#[case::nginx_before_a_configured_address(Kind::Nginx, Place::Tcp, Told::ByConfiguration)]
#[case::caddy_over_tcp(Kind::Caddy, Place::Tcp, Told::ByHeaders)]
#[case::caddy_over_a_socket(Kind::Caddy, Place::Socket, Told::ByHeaders)]
#[case::apache_over_tcp(Kind::Apache, Place::Tcp, Told::ByHeaders)]
#[case::apache_over_a_socket(Kind::Apache, Place::Socket, Told::ByHeaders)]
#[case::caddy_before_a_configured_address(Kind::Caddy, Place::Socket, Told::ByConfiguration)]
#[tokio::test]
async fn every_address_that_is_printed_works_through_the_proxy(
    #[case] kind: Kind,
    #[case] place: Place,
    #[case] told: Told,
) {
    let Some(street) = Street::build(kind, place, told).await else {
        return;
    };
    let walked = street.walk().await;

    assert!(walked.wrong.is_empty(), "{} addresses:\n{}", walked.wrong.len(), walked.wrong.join("\n"));
    for part in [
        "/docs",
        "/openapi.yaml",
        "/opml",
        "herald.opml",
        "news.rss",
        "news.atom",
        "news.json",
        "/status/herald/",
        "/api/v1/sites/herald",
        "/api/v1/feeds/herald/news",
        "/convert",
        "?page=1",
        "Trees%20%26%20Parks.atom",
        "/assets/",
    ] {
        assert!(
            walked.worked.iter().any(|url| url.contains(part)),
            "nothing leads to {part}: {:#?}",
            walked.worked
        );
    }
    println!("{kind:?} {place:?} {told:?}: {} addresses work", walked.worked.len());
}

#[tokio::test]
async fn a_walk_finds_the_addresses_that_miss_the_prefix() {
    let silent = |text: String| {
        proxy::put(
            &text,
            "proxy_set_header X-Forwarded-Prefix $feedmill_prefix;",
            "proxy_set_header X-Forwarded-Prefix \"\";",
        )
    };
    let Some(street) = Street::build_with(Kind::Nginx, Place::Tcp, Told::ByHeaders, silent).await else {
        return;
    };
    let walked = street.walk().await;

    for part in ["news.json (in", "/opml (in", "/docs (in", "/api/v1/sites"] {
        assert!(walked.wrong.iter().any(|wrong| wrong.contains(part)), "{part}: {:#?}", walked.wrong);
    }
}

#[rstest]
#[case(Kind::Nginx)]
#[case(Kind::Caddy)]
#[case(Kind::Apache)]
#[tokio::test]
async fn what_a_client_says_of_proxies_changes_nothing(#[case] kind: Kind) {
    let Some(street) = Street::build(kind, Place::Socket, Told::ByHeaders).await else {
        return;
    };
    let lies = [
        ("forwarded", "for=127.0.0.1;host=evil.example;proto=http"),
        ("x-forwarded-for", "192.0.2.7"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-prefix", "/evil"),
    ];
    for path in ["", "opml", "feeds/herald/news.json", "nothing"] {
        let (plain, lied) = (street.get(path, &[]).await, street.get(path, &lies).await);
        assert_eq!(plain.text(), lied.text(), "{path}");
    }
    assert_eq!(street.get("metrics", &[]).await.status, 404);
}

#[rstest]
#[case(Kind::Nginx)]
#[case(Kind::Caddy)]
#[case(Kind::Apache)]
#[tokio::test]
async fn a_client_that_names_another_host_or_hides_headers_is_refused_or_has_the_right_links(
    #[case] kind: Kind,
) {
    let Some(street) = Street::build(kind, Place::Socket, Told::ByHeaders).await else {
        return;
    };
    let mut answered = BTreeSet::new();
    for path in ["", "opml", "feeds/herald/news.json", "nothing"] {
        let mut answers = Vec::new();
        // First, so that what they leave in a cache would show in what is asked in earnest.
        for (lie, request) in lies(&street.proxy, path) {
            answers.push((lie, say(&street.proxy, request).await));
        }
        let plain = street.get(path, &[]).await;
        for (lie, answer) in answers {
            let is_right = answer.status() == Some(plain.status) && answer.body == plain.text();
            assert!(is_right || answer.is_refusal(), "{lie}, {path}: {answer:?}");
            assert!(!format!("{answer:?}").contains("evil"), "{lie}, {path}: {answer:?}");
            answered.extend(is_right.then_some(lie));
        }
    }
    assert!(answered.iter().any(|lie| lie.contains("Connection")), "{answered:?}");
    println!("{kind:?} answers, and rightly: {answered:?}");
}

#[tokio::test]
async fn nginx_counts_the_addresses_of_an_ipv6_network_as_one_reader() {
    // Readers say here from where they are, for want of networks.
    let told = |text: String| {
        let text = proxy::put(&text, "rate=100000r/s", "rate=1r/m");
        proxy::put(&text, "burst=100 nodelay;", ";\nset_real_ip_from 127.0.0.1; real_ip_header X-Reader;")
    };
    let Some(street) = Street::build_with(Kind::Nginx, Place::Tcp, Told::ByHeaders, told).await else {
        return;
    };
    for (reader, status) in [
        ("2001:db8:a0a:1::1", 200),
        ("2001:db8:a0a:1:a:b:c:d", 429),
        ("2001:db8:a0a:1:ffff::a0a", 429),
        ("2001:db8:a0a:2::1", 200),
        ("192.0.2.1", 200),
        ("192.0.2.2", 200),
        ("192.0.2.1", 429),
    ] {
        assert_eq!(street.get("opml", &[("x-reader", reader)]).await.status, status, "{reader}");
    }
}

#[tokio::test]
async fn the_cache_of_nginx_keeps_each_form_of_a_feed_and_asks_no_more_for_it() {
    let Some(street) = Street::build(Kind::Nginx, Place::Tcp, Told::ByHeaders).await else {
        return;
    };
    let path = "feeds/herald/news.rss";
    let asked = async |headers: &[(&str, &str)]| {
        let answer = street.get(path, headers).await;
        (
            answer.status,
            answer.header("x-cache").to_owned(),
            answer.header("content-encoding").to_owned(),
            answer,
        )
    };
    let mut tags = Vec::new();
    for encoding in ["gzip", "br", "identity"] {
        let form = if encoding == "identity" { "" } else { encoding };
        let headers = [("accept-encoding", encoding)];
        let (status, cache, coded, first) = asked(&headers).await;
        assert_eq!((status, cache.as_str(), coded.as_str()), (200, "MISS", form));
        let (status, cache, coded, second) = asked(&headers).await;
        assert_eq!((status, cache.as_str(), coded.as_str()), (200, "HIT", form));
        assert_eq!(first.body, second.body);

        let tag = first.header("etag").to_owned();
        let (status, cache, _, unchanged) = asked(&[headers[0], ("if-none-match", &tag)]).await;
        assert_eq!((status, cache.as_str(), unchanged.body.len()), (304, "HIT", 0));
        let (status, _, _, changes) =
            asked(&[headers[0], ("if-none-match", "\"of-old\""), ("a-im", "feed")]).await;
        assert_eq!((status, changes.body == first.body), (200, true));
        tags.push(tag);
    }
    let accepted = async |accept: &str| {
        let answer = street.get("feeds/herald/news", &[("accept", accept)]).await;
        (answer.header("content-type").to_owned(), answer.header("x-cache").to_owned())
    };
    for kind in ["application/atom+xml", "application/rss+xml", "application/atom+xml"] {
        assert!(accepted(kind).await.0.starts_with(kind));
    }
    assert_eq!(accepted("application/atom+xml").await.1, "HIT");
    assert_eq!(asked(&[]).await.0, 200);
    for (lie, request) in lies(&street.proxy, path) {
        let head = say(&street.proxy, request).await.head;
        assert!(
            !head.contains("X-Cache") || head.contains("X-Cache: HIT"),
            "{lie} has a copy of its own: {head}"
        );
    }
    println!("tags by encoding: {tags:?}");
}
