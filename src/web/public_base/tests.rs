use actix_web::test::TestRequest;
use rstest::rstest;

use super::*;

const OWN: &str = "http://127.0.0.1:8080";
const PROXY: &str = "10.0.0.1:5000";
const STRANGER: &str = "203.0.113.5:5000";

fn request(peer: &str, headers: &[(&'static str, &str)]) -> HttpRequest {
    let mut request = TestRequest::default().peer_addr(peer.parse().unwrap());
    for (name, value) in headers {
        request = request.append_header((*name, *value));
    }
    request.to_http_request()
}

fn bases(configured: Option<&str>) -> PublicBases {
    let trusted = ["10.0.0.0/8".parse().unwrap(), "127.0.0.1".parse().unwrap()];
    PublicBases::new(configured.map(|base| base.parse().unwrap()), &OWN.parse().unwrap(), &trusted)
}

fn base(peer: &str, headers: &[(&'static str, &str)]) -> String {
    bases(None).of(&request(peer, headers)).to_string()
}

fn client(peer: &str, headers: &[(&'static str, &str)]) -> Client {
    bases(None).client(&request(peer, headers))
}

fn peer(address: &str) -> Client {
    Client::Peer(address.parse().unwrap())
}

fn told(address: &str) -> Client {
    Client::Told(address.parse().unwrap())
}

#[test]
fn a_configured_base_counts_before_what_a_proxy_tells() {
    let bases = bases(Some("https://feeds.example/here"));
    let request = request(PROXY, &[("forwarded", "for=192.0.2.1;host=other.example;proto=https")]);

    assert_eq!(bases.of(&request).as_str(), "https://feeds.example/here");
}

#[test]
fn a_trusted_proxy_tells_scheme_host_and_prefix() {
    let headers = [
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "feeds.example:8443"),
        ("x-forwarded-prefix", "/news/feeds/"),
    ];
    assert_eq!(base(PROXY, &headers), "https://feeds.example:8443/news/feeds");
}

#[test]
fn the_standard_header_tells_the_same() {
    let headers = [("forwarded", "for=192.0.2.1;proto=https;host=feeds.example")];
    assert_eq!(base(PROXY, &headers), "https://feeds.example");
}

#[test]
fn the_host_header_of_a_trusted_proxy_stands_in_for_one_it_does_not_tell() {
    let headers = [("host", "feeds.example"), ("x-forwarded-proto", "https")];
    assert_eq!(base(PROXY, &headers), "https://feeds.example");
}

#[test]
fn a_stranger_tells_nothing() {
    let headers = [("host", "evil.example"), ("forwarded", "for=127.0.0.1;host=evil.example;proto=https")];
    assert_eq!(base(STRANGER, &headers), OWN);
}

#[test]
fn a_trusted_peer_that_forwards_nothing_tells_no_base() {
    assert_eq!(base("127.0.0.1:5000", &[("host", "evil.example")]), OWN);
}

#[rstest]
#[case::scheme(("x-forwarded-proto", "javascript"))]
#[case::host_with_user(("x-forwarded-host", "user@feeds.example"))]
#[case::host_with_path(("x-forwarded-host", "feeds.example/x"))]
#[case::host_with_a_bad_port(("x-forwarded-host", "feeds.example:99999"))]
#[case::prefix_without_slash(("x-forwarded-prefix", "news"))]
#[case::prefix_of_another_host(("x-forwarded-prefix", "//evil.example"))]
#[case::prefix_that_climbs(("x-forwarded-prefix", "/a/../b"))]
#[case::prefix_with_markup(("x-forwarded-prefix", "/\"><script>"))]
fn a_malformed_value_is_ignored_with_all_that_came_with_it(#[case] malformed: (&'static str, &str)) {
    let mut headers = vec![("x-forwarded-for", "192.0.2.1"), ("host", "feeds.example"), malformed];
    if malformed.0 != "x-forwarded-proto" {
        headers.push(("x-forwarded-proto", "https"));
    }
    assert_eq!(base(PROXY, &headers), OWN);
}

#[test]
fn of_a_chain_the_outermost_trusted_proxy_is_believed() {
    let forwarded = [
        "for=127.0.0.1;host=evil.example",
        "for=203.0.113.9;host=feeds.example;proto=https",
        "for=10.0.0.7;host=inner",
    ]
    .join(", ");
    let headers = [("forwarded", forwarded.as_str())];

    assert_eq!(base(PROXY, &headers), "https://feeds.example");
    assert_eq!(client(PROXY, &headers), told("203.0.113.9"));
}

#[test]
fn the_client_of_a_direct_request_is_its_peer() {
    assert_eq!(client(STRANGER, &[]), peer("203.0.113.5"));
    assert_eq!(client("[::ffff:127.0.0.1]:9", &[]), peer("127.0.0.1"));
}

#[test]
fn a_client_behind_an_unknown_proxy_is_unknown() {
    let stranger = [("x-forwarded-for", "127.0.0.1")];
    assert_eq!(client("192.168.0.1:80", &stranger), Client::Unknown);
}

#[test]
fn a_client_that_a_trusted_proxy_does_not_name_is_unknown() {
    for sign in [("via", "1.1 proxy"), ("x-real-ip", "127.0.0.1"), ("x-forwarded-proto", "https")] {
        assert_eq!(client("127.0.0.1:5000", &[sign]), Client::Unknown, "{sign:?}");
    }
    assert_eq!(client("127.0.0.1:5000", &[]), peer("127.0.0.1"));
}

#[rstest]
#[case::published_by_nobody_knows_whom(Some("https://feeds.example"), &[], true)]
#[case::published_by_a_known_proxy(Some("https://feeds.example"), &["127.0.0.1"], false)]
#[case::for_the_machine_itself(Some("http://localhost:8080/here"), &[], false)]
#[case::for_the_machine_by_address(Some("http://[::1]:8080"), &[], false)]
#[case::under_a_name_that_begins_alike(Some("http://localhost.example"), &[], true)]
#[case::under_its_own_address(None, &[], false)]
fn clients_are_hidden_by_a_proxy_that_nobody_named(
    #[case] configured: Option<&str>,
    #[case] trusted: &[&str],
    #[case] expected: bool,
) {
    let trusted: Vec<TrustedProxy> = trusted.iter().map(|proxy| proxy.parse().unwrap()).collect();
    let configured = configured.map(|base| base.parse().unwrap());
    let bases = PublicBases::new(configured, &OWN.parse().unwrap(), &trusted);

    assert_eq!(bases.hides_clients(), expected);
}

#[test]
fn a_client_that_writes_the_header_its_proxy_does_not_is_unknown() {
    let headers = [("forwarded", "for=127.0.0.1"), ("x-forwarded-for", "203.0.113.9")];

    assert_eq!(client(PROXY, &headers), Client::Unknown);
    assert_eq!(base(PROXY, &headers), OWN);
}

#[test]
fn a_prefix_is_configured_only_with_the_public_address() {
    let own: PublicBase = "http://127.0.0.1:8080/own".parse().unwrap();
    let with = |configured: &str| PublicBases::new(Some(configured.parse().unwrap()), &own, &[]);

    assert_eq!(with("https://feeds.example/here").configured_prefix(), "/here");
    assert_eq!(with("https://feeds.example").configured_prefix(), "");
    assert_eq!(PublicBases::new(None, &own, &[]).configured_prefix(), "");
}

#[rstest]
#[case::directly("203.0.113.5:9", &[], Some("203.0.113.5"))]
#[case::whatever_it_writes_itself("203.0.113.5:9", &[("x-forwarded-for", "192.0.2.1")], Some("203.0.113.5"))]
#[case::through_a_known_proxy("10.0.0.1:9", &[("x-forwarded-for", "192.0.2.1, 203.0.113.9")], Some("203.0.113.9"))]
#[case::not_named_by_a_known_proxy("10.0.0.1:9", &[("via", "1.1 proxy")], Some("10.0.0.1"))]
#[case::on_the_machine("127.0.0.1:9", &[], None)]
#[case::through_a_proxy_there_that_nobody_named("127.0.0.1:9", &[("x-forwarded-for", "192.0.2.1")], None)]
#[case::on_the_machine_by_a_known_proxy("10.0.0.1:9", &[("x-forwarded-for", "127.0.0.1")], None)]
fn a_request_is_put_down_to_an_address_that_nobody_can_choose(
    #[case] peer: &str,
    #[case] headers: &[(&'static str, &str)],
    #[case] expected: Option<&str>,
) {
    let bases = PublicBases::new(None, &OWN.parse().unwrap(), &["10.0.0.1".parse().unwrap()]);

    let found = bases.accountable(&request(peer, headers));

    assert_eq!(found, expected.map(|address| address.parse().unwrap()));
}
