//! A text becomes a URL that may be fetched or not: whatever passes leads to a name of the public internet, or to an address of
//! it as the standard library sees that, on a port of the list.
#![no_main]

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use feedmill::fetch::{FetchSettings, Fetcher, PrivateHost};
use libfuzzer_sys::fuzz_target;
use url::{Host, Url};

static FETCHER: LazyLock<Fetcher> = LazyLock::new(|| Fetcher::new(&FetchSettings::default()).unwrap());

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || address.is_unspecified()
        || first == 0
        || first >= 240
        || (first == 100 && second & 0xc0 == 64))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    !(address.is_loopback()
        || address.is_multicast()
        || address.is_unspecified()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || address.to_ipv4().is_some_and(|address| !is_public_v4(address))
        || (segments[0] == 0x2002 && !is_public_v4(embedded(segments[1], segments[2])))
        || (segments[..2] == [0x64, 0xff9b] && !is_public_v4(embedded(segments[6], segments[7])))
        || segments[..2] == [0x2001, 0]
        || segments[..2] == [0x2001, 0xdb8])
}

fuzz_target!(|text: &str| {
    let _ = text.parse::<PrivateHost>().map(|host| assert_eq!(host.to_string().parse(), Ok(host)));
    let Ok(url) = Url::parse(text) else { return };
    if FETCHER.judge(&url).is_err() {
        return;
    }
    assert!(matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none());
    assert!(matches!(url.port_or_known_default(), Some(80 | 443 | 8080 | 8443)), "{url}");
    match url.host().unwrap() {
        Host::Ipv4(address) => assert!(is_public_v4(address), "{url}"),
        Host::Ipv6(address) => assert!(is_public_v6(address), "{url}"),
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            assert!(name.contains('.') && name.parse::<std::net::IpAddr>().is_err(), "{url}");
            assert!(!name.ends_with(".localhost") && !name.ends_with(".internal") && !name.ends_with(".local"), "{url}");
        }
    }
});
