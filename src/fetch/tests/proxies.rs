//! Requests that go out through a proxy.

use tokio::task::JoinHandle;

use super::*;

const ANSWER: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nproxy";

fn through(proxy: &str, table: &[(&str, &[&str])]) -> Fetcher {
    let settings = FetchSettings { proxy: Some(url(proxy)), ..opening(&[]) };
    let fetcher = with_names(&settings, table);
    // Names that no table here knows are the proxy's to find.
    fetcher.set_unruled_hosts(["example".to_owned(), "127.0.0.1".to_owned()]);
    fetcher
}

#[tokio::test]
async fn a_name_that_only_the_proxy_can_resolve_goes_through_it() {
    let proxy = RawServer::start(ANSWER, Then::Close).await;
    let fetcher = through(&proxy.url(), &[]);
    assert_eq!(page(&fetcher, "http://news.example/a").await.text, "proxy");
    let requests = proxy.requests();
    assert!(requests[0].starts_with("GET http://news.example/a HTTP/1.1\r\n"), "{requests:?}");
}

#[tokio::test]
async fn the_proxy_may_be_private_by_name_and_still_is_no_page() {
    let proxy = RawServer::start(ANSWER, Then::Close).await;
    let port = url(&proxy.url()).port().unwrap();
    let table: &[(&str, &[&str])] = &[("proxy.example", &["127.0.0.1"])];
    let fetcher = through(&format!("http://proxy.example:{port}"), table);
    assert_eq!(page(&fetcher, "http://news.example/").await.text, "proxy");
    let error = failure(&fetcher, "http://proxy.example/").await;
    assert_eq!(error.kind(), "forbidden_address", "{error:?}");
}

#[tokio::test]
async fn addresses_and_names_are_judged_before_the_proxy_sees_them() {
    let proxy = RawServer::start(ANSWER, Then::Close).await;
    let fetcher = through(&proxy.url(), &[("evil.example", &["9.9.9.9", "10.0.0.1"])]);
    for address in [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://localhost/",
        "http://metadata.google.internal/",
        "http://intranet/",
        "http://evil.example/",
        "https://evil.example/",
    ] {
        let error = failure(&fetcher, address).await;
        assert_eq!(error.kind(), "forbidden_address", "{address}: {error}");
    }
    assert!(proxy.requests().is_empty());
}

#[tokio::test]
async fn a_proxy_that_refuses_the_tunnel_is_a_connect_failure() {
    let proxy = RawServer::start("HTTP/1.1 403 Forbidden\r\n\r\n", Then::Close).await;
    let error = failure(&through(&proxy.url(), &[]), "https://news.example/").await;
    assert_eq!(error.kind(), "connect", "{error:?}");
    assert!(proxy.requests()[0].starts_with("CONNECT news.example:443 "));
}

#[tokio::test]
async fn the_password_of_the_proxy_stands_in_no_error() {
    let proxy = RawServer::start("", Then::Close).await;
    let fetcher = through(&format!("http://clerk:hush@{}/", proxy.authority), &[]);
    let error = failure(&fetcher, "http://news.example/").await;
    assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
}

/// A SOCKS 5 server (RFC 1928) for one connection, which it answers itself; gives the request that it was sent.
async fn socks_server() -> (String, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let authority = listener.local_addr().unwrap().to_string();
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut greeting = [0; 2];
        stream.read_exact(&mut greeting).await.unwrap();
        let mut methods = vec![0; usize::from(greeting[1])];
        stream.read_exact(&mut methods).await.unwrap();
        stream.write_all(&[5, 0]).await.unwrap();
        let mut request = vec![0; 5];
        stream.read_exact(&mut request).await.unwrap();
        let mut rest = vec![0; usize::from(request[4]) + 2];
        stream.read_exact(&mut rest).await.unwrap();
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
        request_head(&mut stream).await;
        stream.write_all(ANSWER.as_bytes()).await.unwrap();
        request.extend_from_slice(&rest);
        request
    });
    (authority, served)
}

#[tokio::test]
async fn a_socks_proxy_is_handed_the_name() {
    let (authority, served) = socks_server().await;
    let fetcher = through(&format!("socks5h://{authority}"), &[]);
    assert_eq!(page(&fetcher, "http://news.example/").await.text, "proxy");
    let expected = [&[5, 1, 0, 3, 12][..], b"news.example", &[0, 80]].concat();
    assert_eq!(served.await.unwrap(), expected);
}
