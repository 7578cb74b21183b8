//! Redirects, each judged anew.

use rstest::rstest;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

async fn server(redirects: &[(&str, u16, &str)]) -> (MockServer, Fetcher) {
    let server = MockServer::start().await;
    for (from, status, location) in redirects {
        let answer = ResponseTemplate::new(*status).insert_header("location", *location);
        Mock::given(path(*from)).respond_with(answer).mount(&server).await;
    }
    let answer =
        ResponseTemplate::new(200).set_body_raw("arrived", "text/html").insert_header("etag", "\"end\"");
    Mock::given(path("/end")).respond_with(answer).mount(&server).await;
    let fetcher = fetcher(&opening(&[&server.address().to_string()]));
    (server, fetcher)
}

#[rstest]
#[case(301, true)]
#[case(302, false)]
#[case(303, false)]
#[case(307, false)]
#[case(308, true)]
#[tokio::test]
async fn a_redirect_is_followed_and_a_lasting_one_is_noted(#[case] status: u16, #[case] lasting: bool) {
    let (server, fetcher) = server(&[("/old", status, "end?x=1#part")]).await;
    let page = page(&fetcher, &format!("{}/old", server.uri())).await;
    assert_eq!(page.text, "arrived");
    assert_eq!(page.url, url(&format!("{}/end?x=1", server.uri())));
    assert_eq!(page.requested, url(&format!("{}/old", server.uri())));
    assert_eq!(page.validators.url.as_ref(), Some(&page.url));
    assert_eq!(page.permanent_redirect, lasting);
}

#[tokio::test]
async fn validators_of_the_last_hop_are_sent_there_and_not_before() {
    let (server, fetcher) = server(&[("/old", 302, "/end")]).await;
    let first = page(&fetcher, &format!("{}/old", server.uri())).await;
    fetcher.get(&first.requested, &first.validators, noon()).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let conditional: Vec<_> = requests
        .iter()
        .filter(|request| request.headers.contains_key("if-none-match"))
        .map(|request| request.url.path())
        .collect();
    assert_eq!(conditional, ["/end"]);
}

#[tokio::test]
async fn a_loop_is_told_from_a_long_way() {
    let redirects = [
        ("/a", 302, "/b"),
        ("/b", 302, "/a"),
        ("/self", 302, "/self"),
        ("/1", 302, "/2"),
        ("/2", 302, "/3"),
        ("/3", 302, "/end"),
    ];
    let (server, _) = server(&redirects).await;
    let mut settings = opening(&[&server.address().to_string()]);
    settings.max_redirects = 2;
    let fetcher = fetcher(&settings);
    for (start, kind) in [("/a", "redirect_loop"), ("/self", "redirect_loop"), ("/1", "too_many_redirects")] {
        let error = failure(&fetcher, &format!("{}{start}", server.uri())).await;
        assert_eq!(error.kind(), kind, "{start}: {error}");
    }
    assert_eq!(page(&fetcher, &format!("{}/2", server.uri())).await.text, "arrived");
}

#[rstest]
#[case("http://169.254.169.254/latest/meta-data/", "forbidden_address")]
#[case("http://2130706433/", "forbidden_address")]
#[case("//localhost/", "forbidden_address")]
#[case("http://inside.example/", "forbidden_address")]
#[case("https://inside.example/", "forbidden_address")]
#[case("http://clerk:hush@news.example/", "bad_url")]
#[case("ftp://news.example/", "bad_location")]
#[case("file:///etc/passwd", "bad_location")]
#[case("", "bad_location")]
#[tokio::test]
async fn a_redirect_to_where_nobody_may_go_is_not_followed(#[case] location: &str, #[case] kind: &str) {
    let (server, _) = server(&[("/out", 302, location)]).await;
    let table = names(&[("inside.example", &["192.168.0.1"])]);
    let fetcher = Fetcher::with_lookup(&opening(&[&server.address().to_string()]), table).unwrap();
    let error = failure(&fetcher, &format!("{}/out", server.uri())).await;
    assert_eq!(error.kind(), kind, "{error:?}");
    assert!(!error.to_string().contains("hush"));
}

#[tokio::test]
async fn a_redirect_to_another_port_of_an_opened_address_is_refused() {
    let (other, _) = server(&[]).await;
    let (server, fetcher) = server(&[("/out", 302, &format!("{}/end", other.uri()))]).await;
    let error = failure(&fetcher, &format!("{}/out", server.uri())).await;
    assert_eq!(error.kind(), "forbidden_address", "{error}");
    assert!(other.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_redirect_without_a_location_is_refused() {
    let server = RawServer::start("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", Then::Close).await;
    let error = failure(&fetcher(&opening(&[&server.authority])), &server.url()).await;
    assert_eq!(error.kind(), "bad_location", "{error}");
}

#[tokio::test]
async fn a_location_in_letters_outside_ascii_is_read_as_utf_8() {
    let answer = "HTTP/1.1 302 Found\r\nLocation: /новости\r\nContent-Length: 0\r\n\r\n";
    let server = RawServer::start(answer, Then::Close).await;
    failure(&fetcher(&opening(&[&server.authority])), &server.url()).await;
    let requests = server.requests();
    let path = "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8";
    assert!(requests[1].starts_with(&format!("GET {path} ")), "{requests:?}");
}
