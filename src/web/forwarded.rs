//! What proxies say about the request they pass on: `Forwarded` (RFC 7239), and the `X-Forwarded-` headers before it.

use std::net::IpAddr;

use actix_web::http::header::{
    FORWARDED, HeaderMap, HeaderName, VIA, X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PROTO,
};

static X_FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");

/// What one proxy wrote down about the request as it came in, nothing of it checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hop {
    /// Who asked the proxy; none when it is hidden or unreadable.
    pub(super) client: Option<IpAddr>,
    /// The scheme.
    pub(super) proto: Option<String>,
    /// The host, with its port.
    pub(super) host: Option<String>,
}

/// The two ways of telling it. A proxy that knows one way passes on what its client wrote in the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing.
    Nothing,
    /// One way: the hops, the nearest proxy's last.
    Hops(Vec<Hop>),
    /// Both ways, and they contradict each other: one of them was written by the client itself.
    Contradiction,
}

/// Whether a proxy has passed the request on, whoever it is. `Via` is the sign that every proxy ought to leave (RFC 9110
/// §7.6.3), the others are those that proxies do leave. A proxy that leaves none cannot be seen.
pub(super) fn is_forwarded(headers: &HeaderMap) -> bool {
    let sign = |name: &HeaderName| {
        [FORWARDED, VIA].contains(name)
            || name.as_str().starts_with("x-forwarded")
            || ["x-real-ip", "x-client-ip", "true-client-ip"].contains(&name.as_str())
    };
    headers.keys().any(sign)
}

/// Reads what the proxies say.
pub(super) fn told(headers: &HeaderMap) -> Told {
    let (standard, customary) = (standard_hops(headers), customary_hops(headers));
    match (standard.is_empty(), customary.is_empty()) {
        (true, true) => Told::Nothing,
        (false, true) => Told::Hops(standard),
        (true, false) => Told::Hops(customary),
        (false, false) => agreed(&standard, &customary).map_or(Told::Contradiction, Told::Hops),
    }
}

/// What both ways say. Of scheme and host only what stands in both is known to be the proxy's: a client can write as its own
/// address in one way what the proxy writes in the other.
fn agreed(standard: &[Hop], customary: &[Hop]) -> Option<Vec<Hop>> {
    let same = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other).then(|| Some(one.clone())),
        _ => Some(None),
    };
    if standard.len() != customary.len() {
        return None;
    }
    let hops = standard.iter().zip(customary).map(|(one, other)| {
        let (proto, host) = (same(&one.proto, &other.proto)?, same(&one.host, &other.host)?);
        (one.client == other.client).then_some(Hop { client: one.client, proto, host })
    });
    hops.collect()
}

/// The path under which the nearest proxy publishes the service.
pub(super) fn prefix(headers: &HeaderMap) -> Option<&str> {
    headers.get(&X_FORWARDED_PREFIX)?.to_str().ok().map(str::trim)
}

fn standard_hops(headers: &HeaderMap) -> Vec<Hop> {
    let lines = headers.get_all(FORWARDED).filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| split_outside_quotes(line, ','))
        .filter(|element| !element.trim().is_empty())
        .map(standard_hop)
        .collect()
}

fn standard_hop(element: &str) -> Hop {
    let mut hop = Hop::default();
    for pair in split_outside_quotes(element, ';') {
        let Some((name, value)) = pair.split_once('=') else {
            continue;
        };
        let value = unquote(value.trim());
        match name.trim().to_ascii_lowercase().as_str() {
            "for" => hop.client = node(&value),
            "proto" => hop.proto = Some(value),
            "host" => hop.host = Some(value),
            _ => {}
        }
    }
    hop
}

/// The customary headers are lists of equal length at best; a proxy that overwrites instead of appending leaves one
/// value, which then holds for every hop.
fn customary_hops(headers: &HeaderMap) -> Vec<Hop> {
    let clients = list(headers, &X_FORWARDED_FOR);
    let protos = list(headers, &X_FORWARDED_PROTO);
    let hosts = list(headers, &X_FORWARDED_HOST);
    let count = clients.len().max(protos.len()).max(hosts.len());
    (0..count)
        .map(|index| Hop {
            client: aligned(&clients, index, count).and_then(node),
            proto: aligned(&protos, index, count).map(str::to_owned),
            host: aligned(&hosts, index, count).map(str::to_owned),
        })
        .collect()
}

/// The value of a list that belongs to a hop when the lists end together.
fn aligned<'a>(values: &[&'a str], index: usize, count: usize) -> Option<&'a str> {
    let missing = count - values.len();
    let own = index.checked_sub(missing).and_then(|index| values.get(index));
    own.or_else(|| values.first()).copied()
}

fn list<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    let lines = headers.get_all(name).filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).filter(|value| !value.is_empty()).collect()
}

/// An address, with or without a port, an IPv6 one with or without brackets. Obfuscated identifiers (RFC 7239 §6.3) and
/// `unknown` are none.
fn node(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = match text.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once(']')?.0.parse().ok(),
        None => text
            .parse()
            .ok()
            .or_else(|| text.rsplit_once(':')?.0.parse::<std::net::Ipv4Addr>().ok().map(IpAddr::V4)),
    };
    address.map(|address: IpAddr| address.to_canonical())
}

fn unquote(text: &str) -> String {
    let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => out.extend(characters.next()),
            other => out.push(other),
        }
    }
    out
}

fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |character| {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            other => return !quoted && other == separator,
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use rstest::rstest;

    use super::*;

    fn told_by(headers: &[(&'static str, &str)]) -> Told {
        let mut request = TestRequest::default();
        for (name, value) in headers {
            request = request.append_header((*name, *value));
        }
        told(request.to_http_request().headers())
    }

    fn hop(client: Option<&str>, proto: Option<&str>, host: Option<&str>) -> Hop {
        Hop {
            client: client.map(|client| client.parse().unwrap()),
            proto: proto.map(str::to_owned),
            host: host.map(str::to_owned),
        }
    }

    #[test]
    fn the_standard_header_is_read_with_its_quotes_and_ports() {
        let told = told_by(&[
            ("forwarded", "for=\"[2001:db8::7]:4711\";proto=https;host=\"feeds.example:8443\""),
            ("forwarded", "FOR=192.0.2.9:80;by=_proxy, for=unknown"),
        ]);

        let expected = vec![
            hop(Some("2001:db8::7"), Some("https"), Some("feeds.example:8443")),
            hop(Some("192.0.2.9"), None, None),
            hop(None, None, None),
        ];
        assert_eq!(told, Told::Hops(expected));
    }

    #[test]
    fn a_separator_in_quotes_separates_nothing() {
        let told = told_by(&[("forwarded", "host=\"a,b;c\\\"d\";proto=http")]);
        assert_eq!(told, Told::Hops(vec![hop(None, Some("http"), Some("a,b;c\"d"))]));
    }

    #[test]
    fn a_single_customary_value_holds_for_every_hop() {
        let told = told_by(&[
            ("x-forwarded-for", "192.0.2.1, 10.0.0.2"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "feeds.example"),
        ]);

        let expected = vec![
            hop(Some("192.0.2.1"), Some("https"), Some("feeds.example")),
            hop(Some("10.0.0.2"), Some("https"), Some("feeds.example")),
        ];
        assert_eq!(told, Told::Hops(expected));
    }

    #[test]
    fn two_ways_that_agree_are_one() {
        let told = told_by(&[
            ("forwarded", "for=192.0.2.1;proto=https;host=feeds.example"),
            ("x-forwarded-for", "192.0.2.1"),
            ("x-forwarded-proto", "HTTPS"),
            ("x-forwarded-host", "feeds.example"),
        ]);
        assert_eq!(told, Told::Hops(vec![hop(Some("192.0.2.1"), Some("https"), Some("feeds.example"))]));
    }

    #[test]
    fn of_two_ways_neither_is_believed_alone() {
        let told = told_by(&[
            ("forwarded", "for=192.0.2.1;host=evil.example;proto=http"),
            ("x-forwarded-for", "192.0.2.1"),
        ]);
        assert_eq!(told, Told::Hops(vec![hop(Some("192.0.2.1"), None, None)]));
    }

    #[rstest]
    #[case::the_host("for=192.0.2.1;host=evil.example;proto=https")]
    #[case::the_scheme("for=192.0.2.1;host=feeds.example;proto=http")]
    #[case::how_many("for=192.0.2.1, for=192.0.2.1;host=feeds.example;proto=https")]
    fn two_ways_that_tell_different_things_are_a_contradiction(#[case] standard: &str) {
        let told = told_by(&[
            ("forwarded", standard),
            ("x-forwarded-for", "192.0.2.1"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "feeds.example"),
        ]);
        assert_eq!(told, Told::Contradiction);
    }

    #[test]
    fn two_ways_that_tell_different_clients_are_a_contradiction() {
        let told = told_by(&[("forwarded", "for=127.0.0.1"), ("x-forwarded-for", "192.0.2.1")]);
        assert_eq!(told, Told::Contradiction);
    }

    #[test]
    fn every_header_that_only_a_proxy_writes_is_a_sign_of_one() {
        let is_seen = |name: &'static str| {
            let request = TestRequest::default().append_header((name, "x")).to_http_request();
            is_forwarded(request.headers())
        };
        for name in [
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "true-client-ip",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-prefix",
            "x-forwarded-server",
            "x-forwarded-port",
        ] {
            assert!(is_seen(name), "{name}");
        }
        assert!(!is_seen("host") && !is_seen("user-agent"));
    }

    #[test]
    fn a_mapped_address_is_the_address_it_maps() {
        assert_eq!(node("::ffff:127.0.0.1"), Some("127.0.0.1".parse().unwrap()));
        assert_eq!(node("[::1]:9"), Some("::1".parse().unwrap()));
        assert_eq!(node("_hidden"), None);
        assert_eq!(node("[::1"), None);
    }
}
