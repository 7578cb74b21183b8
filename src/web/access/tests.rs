use actix_web::test::TestRequest;
use rstest::rstest;

use super::*;

const SECRET: &str = "correct-horse-battery";

fn bases() -> PublicBases {
    let (public, own) =
        ("https://feeds.example/here".parse().unwrap(), "http://127.0.0.1:8080".parse().unwrap());
    PublicBases::new(Some(public), &own, &["10.0.0.1".parse().unwrap()])
}

fn settings(convert: ConvertAccess) -> AccessSettings {
    AccessSettings { convert, ..AccessSettings::default() }
}

fn now() -> Timestamp {
    "2026-05-01T12:00:00Z".parse().unwrap()
}

fn token_access(text: &str) -> Result<Access, AccessError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens");
    std::fs::write(&path, text).unwrap();
    let settings = AccessSettings { tokens_file: Some(path), ..settings(ConvertAccess::Token) };
    Access::load(&settings)
}

fn refused(access: &Access, peer: &str, headers: &[(&'static str, &str)]) -> Option<Kind> {
    let mut request = TestRequest::default().peer_addr(peer.parse().unwrap());
    for (name, value) in headers {
        request = request.append_header((*name, *value));
    }
    access.check(&request.to_http_request(), &bases(), now()).err().map(|problem| problem.kind())
}

#[rstest]
#[case::direct("127.0.0.1:9", &[("host", "localhost:8080")], None)]
#[case::by_address("[::1]:9", &[("host", "[::1]:8080")], None)]
#[case::without_a_host("127.0.0.1:9", &[], None)]
#[case::under_the_public_name("127.0.0.1:9", &[("host", "feeds.example")], Some(Kind::AccessDenied))]
#[case::under_a_strange_name("127.0.0.1:9", &[("host", "evil.example")], Some(Kind::AccessDenied))]
#[case::from_elsewhere("203.0.113.5:9", &[("host", "localhost")], Some(Kind::AccessDenied))]
#[case::through_an_unknown_proxy("127.0.0.1:9", &[("x-forwarded-for", "127.0.0.1")], Some(Kind::AccessDenied))]
#[case::through_a_proxy_that_says_so("127.0.0.1:9", &[("via", "1.1 proxy")], Some(Kind::AccessDenied))]
#[case::with_a_client_of_its_word("127.0.0.1:9", &[("x-real-ip", "127.0.0.1")], Some(Kind::AccessDenied))]
#[case::not_named_by_a_known_proxy("10.0.0.1:9", &[("x-forwarded-proto", "http")], Some(Kind::AccessDenied))]
#[case::named_under_the_public_name("10.0.0.1:9", &[("x-forwarded-for", "::1"), ("host", "feeds.example")], None)]
#[case::named_under_a_strange_name("10.0.0.1:9", &[("x-forwarded-for", "::1"), ("host", "evil.example")], Some(Kind::AccessDenied))]
#[case::told_by_a_known_proxy("10.0.0.1:9", &[("x-forwarded-for", "127.0.0.1"), ("host", "localhost")], None)]
#[case::from_elsewhere_through_it("10.0.0.1:9", &[("x-forwarded-for", "203.0.113.5")], Some(Kind::AccessDenied))]
fn loopback_lets_in_who_is_on_the_machine(
    #[case] peer: &str,
    #[case] headers: &[(&'static str, &str)],
    #[case] expected: Option<Kind>,
) {
    let access = Access::load(&AccessSettings::default()).unwrap();
    assert_eq!(refused(&access, peer, headers), expected);
}

#[test]
fn loopback_lets_nobody_in_behind_a_public_address_without_a_known_proxy() {
    let bases = PublicBases::new(
        Some("https://feeds.example".parse().unwrap()),
        &"http://127.0.0.1:8080".parse().unwrap(),
        &[],
    );
    let request = TestRequest::default()
        .peer_addr("127.0.0.1:9".parse().unwrap())
        .append_header(("host", "127.0.0.1:8080"))
        .to_http_request();

    let problem =
        Access::load(&AccessSettings::default()).unwrap().check(&request, &bases, now()).unwrap_err();

    assert_eq!(problem.kind(), Kind::AccessDenied);
    for setting in ["server.trusted_proxies", "access.convert"] {
        assert!(problem.to_string().contains(setting), "{problem}");
    }
}

#[rstest]
#[case::known(&[("authorization", "Bearer correct-horse-battery")], None)]
#[case::in_any_case(&[("authorization", "bearer correct-horse-battery")], None)]
#[case::unknown(&[("authorization", "Bearer correct-horse-batterx")], Some(Kind::TokenNeeded))]
#[case::another_scheme(&[("authorization", "Basic correct-horse-battery")], Some(Kind::TokenNeeded))]
#[case::none(&[], Some(Kind::TokenNeeded))]
fn a_token_lets_in_who_shows_it(#[case] headers: &[(&'static str, &str)], #[case] expected: Option<Kind>) {
    let access =
        token_access(&format!("# of the reading room\n\n{SECRET}\nanother-token-of-mine\n")).unwrap();
    assert_eq!(refused(&access, "203.0.113.5:9", headers), expected);
}

#[test]
fn open_lets_in_anyone() {
    let access = Access::load(&settings(ConvertAccess::Open)).unwrap();

    assert!(access.is_open());
    assert_eq!(refused(&access, "203.0.113.5:9", &[("host", "any.example")]), None);
}

#[test]
fn a_file_without_usable_tokens_is_an_error_that_shows_none() {
    assert!(matches!(token_access("# nothing\n"), Err(AccessError::NoToken)));

    let error = token_access(&format!("{SECRET}\nshort\n")).unwrap_err();
    assert!(error.to_string().contains("tokens:2: expected a token"), "{error}");
    assert!(!error.to_string().contains("short"), "{error}");
}

#[test]
fn a_file_that_is_missing_is_named() {
    let settings =
        AccessSettings { tokens_file: Some("/nowhere/tokens".into()), ..settings(ConvertAccess::Loopback) };
    let error = Access::load(&settings).unwrap_err();
    assert!(error.to_string().contains("/nowhere/tokens"), "{error}");
}

fn signed_access(tokens: &[&str]) -> Access {
    let keys = ["2026:0123456789abcdef0123456789abcdef"];
    let settings = AccessSettings {
        tokens: tokens.iter().copied().collect(),
        signing_keys: keys.into_iter().collect(),
        ..settings(ConvertAccess::Signed)
    };
    Access::load(&settings).unwrap()
}

fn admitted(access: &Access, uri: &str, headers: &[(&'static str, &str)]) -> Result<Admission, Kind> {
    let mut request = TestRequest::with_uri(uri).peer_addr("127.0.0.1:9".parse().unwrap());
    for (name, value) in headers {
        request = request.append_header((*name, *value));
    }
    access.check(&request.to_http_request(), &bases(), now()).map_err(|problem| problem.kind())
}

#[test]
fn a_signed_address_lets_in_who_has_it() {
    let access = signed_access(&[]);
    let query = access.keys.sign("/convert.rss", "url=https://news.example/", None).unwrap();
    let expired = access.keys.sign("/convert.rss", "url=https://news.example/", Some(now())).unwrap();

    assert_eq!(admitted(&access, &format!("/convert.rss?{query}"), &[]), Ok(Admission::Address));
    for (uri, kind) in [
        (format!("/convert.json?{query}"), Kind::SignatureRefused),
        (format!("/convert.rss?{expired}"), Kind::AddressExpired),
        ("/convert.rss?url=https://news.example/".to_owned(), Kind::SignatureRefused),
    ] {
        assert_eq!(admitted(&access, &uri, &[]), Err(kind), "{uri}");
    }
}

#[test]
fn a_token_opens_beside_signed_addresses_where_there_are_tokens() {
    let (with, without) = (signed_access(&[SECRET]), signed_access(&[]));
    let shown = [("authorization", "Bearer correct-horse-battery")];

    assert_eq!(admitted(&with, "/convert.rss?url=x", &shown), Ok(Admission::Client));
    assert_eq!(admitted(&with, "/convert.rss?url=x", &[]), Err(Kind::TokenNeeded));
    assert_eq!(admitted(&without, "/convert.rss?url=x", &shown), Err(Kind::SignatureRefused));
}

#[test]
fn a_signature_opens_nothing_where_tokens_are_asked_for() {
    let query = signed_access(&[]).keys.sign("/convert.rss", "url=x", None).unwrap();
    let access = token_access(SECRET).unwrap();

    assert_eq!(admitted(&access, &format!("/convert.rss?{query}"), &[]), Err(Kind::TokenNeeded));
}

#[test]
fn signed_addresses_need_a_key() {
    let error = Access::load(&settings(ConvertAccess::Signed)).unwrap_err();
    assert!(matches!(error, AccessError::NoKey));
}

#[test]
fn the_administration_is_closed_without_tokens_also_on_the_machine_itself() {
    let request = TestRequest::default().peer_addr("127.0.0.1:9".parse().unwrap()).to_http_request();

    for mode in [ConvertAccess::Loopback, ConvertAccess::Open] {
        let problem = Access::load(&settings(mode)).unwrap().check_administrator(&request).unwrap_err();
        assert_eq!(problem.kind(), Kind::AccessDenied);
        assert!(problem.to_string().contains("access.tokens_file"), "{problem}");
    }
    let problem = token_access(SECRET).unwrap().check_administrator(&request).unwrap_err();
    assert_eq!(problem.kind(), Kind::TokenNeeded);
}

#[rstest]
#[case::on_the_machine("127.0.0.1:9", &[("host", "127.0.0.1:8080")], None)]
#[case::that_says_it_is_there("203.0.113.5:9", &[("x-forwarded-for", "127.0.0.1")], Some(Kind::AccessDenied))]
#[case::behind_a_proxy_there("127.0.0.1:9", &[("x-forwarded-for", "127.0.0.1")], Some(Kind::AccessDenied))]
#[case::named_by_a_known_proxy("10.0.0.1:9", &[("x-forwarded-for", "127.0.0.1")], Some(Kind::AccessDenied))]
#[case::of_a_rebound_name("127.0.0.1:9", &[("host", "evil.example")], Some(Kind::AccessDenied))]
fn the_metrics_are_for_a_client_on_the_machine_without_a_proxy_between(
    #[case] peer: &str,
    #[case] headers: &[(&'static str, &str)],
    #[case] expected: Option<Kind>,
) {
    let mut request = TestRequest::default().peer_addr(peer.parse().unwrap());
    for (name, value) in headers {
        request = request.append_header((*name, *value));
    }
    let request = request.to_http_request();

    let access = Access::load(&settings(ConvertAccess::Open)).unwrap();
    let found = access.check_operator(&request, &bases()).err().map(|problem| problem.kind());

    assert_eq!(found, expected);
}

#[test]
fn nothing_of_a_secret_is_shown() {
    let access = signed_access(&[SECRET]);
    assert_eq!(format!("{access:?}"), "Access { mode: Signed, .. }");
}
