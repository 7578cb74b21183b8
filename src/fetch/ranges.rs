//! The addresses that are not the public internet, after the special-purpose registries of IANA (RFC 6890).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// The range outside the public internet that an address belongs to, by name; none for a public address.
///
/// Everything that the IANA IPv4 and IPv6 Special-Purpose Address Registries list counts as outside, also the few
/// entries that are routed (AS112, AMT, anycast): no news site lives there. IPv6 addresses that carry an IPv4 address
/// for a translator or a tunnel (mapped, NAT64, 6to4) are what the carried address is; so are those of ISATAP, where
/// that is outside.
pub fn special_range(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => special_range_v4(address),
        IpAddr::V6(address) => special_range_v6(address),
    }
}

/// First match wins, so a range stands before the wider one that holds it.
const RANGES_V4: [(Ipv4Net, &str); 21] = [
    (v4([0, 0, 0, 0], 32), "unspecified"),
    (v4([0, 0, 0, 0], 8), "this network (RFC 791)"),
    (v4([10, 0, 0, 0], 8), "private use (RFC 1918)"),
    (v4([100, 64, 0, 0], 10), "shared address space (RFC 6598)"),
    (v4([127, 0, 0, 0], 8), "loopback"),
    // Not in the registry: a public address under which every virtual machine of Azure finds its host's own service.
    (v4([168, 63, 129, 16], 32), "cloud platform"),
    (v4([169, 254, 0, 0], 16), "link local"),
    (v4([172, 16, 0, 0], 12), "private use (RFC 1918)"),
    (v4([192, 0, 0, 0], 24), "IETF protocol assignments (RFC 6890)"),
    (v4([192, 0, 2, 0], 24), "documentation (RFC 5737)"),
    (v4([192, 31, 196, 0], 24), "AS112 (RFC 7535)"),
    (v4([192, 52, 193, 0], 24), "AMT (RFC 7450)"),
    (v4([192, 88, 99, 0], 24), "6to4 relay anycast (RFC 7526)"),
    (v4([192, 168, 0, 0], 16), "private use (RFC 1918)"),
    (v4([192, 175, 48, 0], 24), "AS112 (RFC 7534)"),
    (v4([198, 18, 0, 0], 15), "benchmarking (RFC 2544)"),
    (v4([198, 51, 100, 0], 24), "documentation (RFC 5737)"),
    (v4([203, 0, 113, 0], 24), "documentation (RFC 5737)"),
    (v4([224, 0, 0, 0], 4), "multicast"),
    (v4([255, 255, 255, 255], 32), "limited broadcast"),
    (v4([240, 0, 0, 0], 4), "reserved (RFC 1112)"),
];

/// First match wins. What is neither here nor in 2000::/3 is not assigned to the public internet either.
const RANGES_V6: [(Ipv6Net, &str); 24] = [
    (v6([0, 0, 0, 0, 0, 0, 0, 0], 128), "unspecified"),
    (v6([0, 0, 0, 0, 0, 0, 0, 1], 128), "loopback"),
    (v6([0, 0, 0, 0, 0, 0, 0, 0], 96), "IPv4-compatible (RFC 4291)"),
    (v6([0, 0, 0, 0, 0xffff, 0, 0, 0], 96), "IPv4-translated (RFC 2765)"),
    (v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48), "local translation (RFC 8215)"),
    (v6([0x100, 0, 0, 0, 0, 0, 0, 0], 64), "discard only (RFC 6666)"),
    (v6([0x100, 0, 0, 1, 0, 0, 0, 0], 64), "dummy prefix (RFC 9780)"),
    (v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32), "Teredo (RFC 4380)"),
    (v6([0x2001, 2, 0, 0, 0, 0, 0, 0], 48), "benchmarking (RFC 5180)"),
    (v6([0x2001, 3, 0, 0, 0, 0, 0, 0], 32), "AMT (RFC 7450)"),
    (v6([0x2001, 4, 0x112, 0, 0, 0, 0, 0], 48), "AS112 (RFC 7535)"),
    (v6([0x2001, 0x10, 0, 0, 0, 0, 0, 0], 28), "ORCHID (RFC 4843)"),
    (v6([0x2001, 0x20, 0, 0, 0, 0, 0, 0], 28), "ORCHIDv2 (RFC 7343)"),
    (v6([0x2001, 0x30, 0, 0, 0, 0, 0, 0], 28), "drone remote id (RFC 9374)"),
    (v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23), "IETF protocol assignments (RFC 2928)"),
    (v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), "documentation (RFC 3849)"),
    (v6([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48), "AS112 (RFC 7534)"),
    (v6([0x3ffe, 0, 0, 0, 0, 0, 0, 0], 16), "former 6bone (RFC 3701)"),
    (v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20), "documentation (RFC 9637)"),
    (v6([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16), "segment routing (RFC 9602)"),
    (v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7), "unique local (RFC 4193)"),
    (v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10), "link local"),
    (v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10), "site local (RFC 3879)"),
    (v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8), "multicast"),
];

const NAT64: Ipv6Net = v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96);
const SIX_TO_FOUR: Ipv6Net = v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16);
const GLOBAL_UNICAST: Ipv6Net = v6([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);

const fn v4(octets: [u8; 4], length: u8) -> Ipv4Net {
    let [a, b, c, d] = octets;
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

const fn v6(segments: [u16; 8], length: u8) -> Ipv6Net {
    let [a, b, c, d, e, f, g, h] = segments;
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, e, f, g, h), length)
}

fn special_range_v4(address: Ipv4Addr) -> Option<&'static str> {
    RANGES_V4.iter().find(|(range, _)| range.contains(&address)).map(|(_, name)| *name)
}

fn special_range_v6(address: Ipv6Addr) -> Option<&'static str> {
    if let Some(carried) = carried_v4(address) {
        return special_range_v4(carried);
    }
    RANGES_V6
        .iter()
        .find(|(range, _)| range.contains(&address))
        .map(|(_, name)| *name)
        .or_else(|| isatap_v4(address).and_then(special_range_v4))
        .or_else(|| (!GLOBAL_UNICAST.contains(&address)).then_some("not global unicast (RFC 4291)"))
}

/// The IPv4 address that packets to an IPv6 address end up at: mapped (RFC 4291 §2.5.5.2), through the well-known NAT64
/// prefix (RFC 6052) or through 6to4 (RFC 3056).
fn carried_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [_, _, a, b, c, d, _, _, _, _, _, _, e, f, g, h] = address.octets();
    if SIX_TO_FOUR.contains(&address) {
        return Some(Ipv4Addr::new(a, b, c, d));
    }
    if NAT64.contains(&address) {
        return Some(Ipv4Addr::new(e, f, g, h));
    }
    address.to_ipv4_mapped()
}

/// The IPv4 address of an interface of ISATAP (RFC 5214 §6.1), which stands below any prefix.
fn isatap_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    match address.octets() {
        [.., 0 | 2, 0, 0x5e, 0xfe, a, b, c, d] => Some(Ipv4Addr::new(a, b, c, d)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
