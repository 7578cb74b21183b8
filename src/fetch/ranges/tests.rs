//! Every range by its first and last address and its neighbours.

use super::*;

/// Address and the beginning of the name of its range; an empty name stands for the public internet.
const ROWS: &[(&str, &str)] = &[
    ("0.0.0.0", "unspecified"),
    ("0.0.0.1", "this network"),
    ("0.255.255.255", "this network"),
    ("1.0.0.0", ""),
    ("8.8.8.8", ""),
    ("9.255.255.255", ""),
    ("10.0.0.0", "private use"),
    ("10.255.255.255", "private use"),
    ("11.0.0.0", ""),
    ("100.63.255.255", ""),
    ("100.64.0.0", "shared address space"),
    ("100.100.100.200", "shared address space"),
    ("100.127.255.255", "shared address space"),
    ("100.128.0.0", ""),
    ("126.255.255.255", ""),
    ("127.0.0.0", "loopback"),
    ("127.0.0.1", "loopback"),
    ("127.255.255.255", "loopback"),
    ("128.0.0.0", ""),
    ("168.63.129.15", ""),
    ("168.63.129.16", "cloud platform"),
    ("169.253.255.255", ""),
    ("169.254.0.0", "link local"),
    ("169.254.169.254", "link local"),
    ("169.254.255.255", "link local"),
    ("169.255.0.0", ""),
    ("172.15.255.255", ""),
    ("172.16.0.0", "private use"),
    ("172.31.255.255", "private use"),
    ("172.32.0.0", ""),
    ("191.255.255.255", ""),
    ("192.0.0.0", "IETF protocol assignments"),
    ("192.0.0.9", "IETF protocol assignments"),
    ("192.0.0.170", "IETF protocol assignments"),
    ("192.0.0.192", "IETF protocol assignments"),
    ("192.0.0.255", "IETF protocol assignments"),
    ("192.0.1.0", ""),
    ("192.0.2.0", "documentation"),
    ("192.0.2.255", "documentation"),
    ("192.0.3.0", ""),
    ("192.31.195.255", ""),
    ("192.31.196.7", "AS112"),
    ("192.31.197.0", ""),
    ("192.52.193.7", "AMT"),
    ("192.52.194.0", ""),
    ("192.88.98.255", ""),
    ("192.88.99.1", "6to4 relay"),
    ("192.88.100.0", ""),
    ("192.167.255.255", ""),
    ("192.168.0.0", "private use"),
    ("192.168.255.255", "private use"),
    ("192.169.0.0", ""),
    ("192.175.48.42", "AS112"),
    ("192.175.49.0", ""),
    ("198.17.255.255", ""),
    ("198.18.0.0", "benchmarking"),
    ("198.19.255.255", "benchmarking"),
    ("198.20.0.0", ""),
    ("198.51.100.7", "documentation"),
    ("198.51.101.0", ""),
    ("203.0.112.255", ""),
    ("203.0.113.7", "documentation"),
    ("203.0.114.0", ""),
    ("223.255.255.255", ""),
    ("224.0.0.1", "multicast"),
    ("233.252.0.1", "multicast"),
    ("239.255.255.255", "multicast"),
    ("240.0.0.0", "reserved"),
    ("255.255.255.254", "reserved"),
    ("255.255.255.255", "limited broadcast"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::2", "IPv4-compatible"),
    ("::8.8.8.8", "IPv4-compatible"),
    ("::127.0.0.1", "IPv4-compatible"),
    ("::ffff:127.0.0.1", "loopback"),
    ("::ffff:10.1.2.3", "private use"),
    ("::ffff:169.254.169.254", "link local"),
    ("::ffff:8.8.8.8", ""),
    ("::ffff:0:8.8.8.8", "IPv4-translated"),
    ("64:ff9b::8.8.8.8", ""),
    ("64:ff9b::127.0.0.1", "loopback"),
    ("64:ff9b::192.168.1.1", "private use"),
    ("64:ff9b::1:808:808", "not global unicast"),
    ("64:ff9b:1::8.8.8.8", "local translation"),
    ("64:ff9b:2::8.8.8.8", "not global unicast"),
    ("100::", "discard only"),
    ("100::ffff:ffff:ffff:ffff", "discard only"),
    ("100:0:0:1::7", "dummy prefix"),
    ("100:0:0:2::", "not global unicast"),
    ("2001::", "Teredo"),
    ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"),
    ("2001:1::1", "IETF protocol assignments"),
    ("2001:1::2", "IETF protocol assignments"),
    ("2001:2::7", "benchmarking"),
    ("2001:2:1::", "IETF protocol assignments"),
    ("2001:3::7", "AMT"),
    ("2001:4:112::7", "AS112"),
    ("2001:10::7", "ORCHID "),
    ("2001:1f:ffff::", "ORCHID "),
    ("2001:20::7", "ORCHIDv2"),
    ("2001:30::7", "drone remote id"),
    ("2001:1ff:ffff::", "IETF protocol assignments"),
    ("2001:200::", ""),
    ("2001:4860:4860::8888", ""),
    ("2001:db7:ffff::", ""),
    ("2001:db8::", "documentation"),
    ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"),
    ("2001:db9::", ""),
    ("2002:7f00:1::", "loopback"),
    ("2002:a01:203::7", "private use"),
    ("2002:c0a8:101::", "private use"),
    ("2002:808:808::7", ""),
    ("2003::", ""),
    ("2606:4700:4700::1111", ""),
    ("2620:4f:7fff::", ""),
    ("2620:4f:8000::7", "AS112"),
    ("2620:4f:8001::", ""),
    ("3ffe::7", "former 6bone"),
    ("3fff::", "documentation"),
    ("3fff:fff:ffff::", "documentation"),
    ("3fff:1000::", ""),
    ("4000::", "not global unicast"),
    ("5f00::7", "segment routing"),
    ("8000::", "not global unicast"),
    ("fbff::", "not global unicast"),
    ("fc00::", "unique local"),
    ("fd00:ec2::254", "unique local"),
    ("fdff:ffff::", "unique local"),
    ("fe00::", "not global unicast"),
    ("fe80::1", "link local"),
    ("febf::1", "link local"),
    ("fec0::1", "site local"),
    ("feff::1", "site local"),
    ("ff00::", "multicast"),
    ("ff02::1", "multicast"),
    ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast"),
];

#[test]
fn every_address_of_the_table_lies_in_its_range() {
    for (text, expected) in ROWS {
        let found = special_range(text.parse().unwrap());
        match expected.is_empty() {
            true => assert_eq!(found, None, "{text}"),
            false => assert!(
                found.is_some_and(|name| name.starts_with(expected)),
                "{text}: expected {expected}, found {found:?}"
            ),
        }
    }
}

proptest::proptest! {
    #[test]
    fn an_address_that_the_standard_library_calls_local_is_never_public(bits: u32) {
        let address = Ipv4Addr::from(bits);
        let local = address.is_private()
            || address.is_loopback()
            || address.is_link_local()
            || address.is_multicast()
            || address.is_broadcast()
            || address.is_documentation()
            || address.is_unspecified();
        proptest::prop_assert!(!local || special_range(address.into()).is_some());
        let mapped = address.to_ipv6_mapped();
        proptest::prop_assert_eq!(special_range(mapped.into()), special_range(address.into()));
    }
}
