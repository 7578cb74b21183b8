//! Under which address a client sees the service, and who the client is, as far as that can be trusted.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr};

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, HeaderMap};
use url::{Host, Url};

use super::forwarded::{self, Hop, Told};
use super::listener::OverUnixSocket;
use super::settings::TrustedProxy;
use crate::feed::PublicBase;

/// Longest path prefix that a proxy may tell, in bytes.
const MAX_PREFIX: usize = 200;

/// Longest host that a proxy may tell, in bytes: a name (RFC 1035 §2.3.4) and a port.
const MAX_HOST: usize = 260;

/// What stands for a trusted proxy on a Unix socket that does not say who asks.
const NO_ADDRESS: IpAddr = IpAddr::V6(Ipv6Addr::UNSPECIFIED);

/// Who asks, as far as that can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Client {
    /// Whoever the connection is to, with no sign of a proxy between.
    Peer(IpAddr),
    /// Whom a trusted proxy names.
    Told(IpAddr),
    /// Anyone, as behind a proxy that is not trusted.
    Unknown,
}

/// What is known beforehand of the addresses under which the service is seen.
#[derive(Clone, Debug)]
pub(super) struct PublicBases {
    own: PublicBase,
    /// Whether `own` was configured as the public address, so that no proxy is asked.
    configured: bool,
    trusted: Vec<TrustedProxy>,
}

impl PublicBases {
    /// The configured base, or else the service's own with the proxies that may tell another.
    pub(super) fn new(configured: Option<PublicBase>, own: &PublicBase, trusted: &[TrustedProxy]) -> Self {
        Self {
            configured: configured.is_some(),
            own: configured.unwrap_or_else(|| own.clone()),
            trusted: trusted.to_vec(),
        }
    }

    /// The base of a request: the configured one; else what a trusted proxy tells; else the service's own. The `Host`
    /// header of anyone else is never believed, since answers carry addresses and are kept.
    pub(super) fn of(&self, request: &HttpRequest) -> Cow<'_, PublicBase> {
        if self.configured || self.trusted.is_empty() {
            return Cow::Borrowed(&self.own);
        }
        let told = self.outermost(request).and_then(|hop| self.told(request.headers(), &hop));
        told.map_or(Cow::Borrowed(&self.own), Cow::Owned)
    }

    /// The path prefix of the configured base; empty where there is none.
    pub(super) fn configured_prefix(&self) -> &str {
        if self.configured { self.own.prefix() } else { "" }
    }

    /// Who the client is.
    pub(super) fn client(&self, request: &HttpRequest) -> Client {
        if !forwarded::is_forwarded(request.headers()) {
            // Who writes to a Unix socket is on the machine, but may be a proxy that leaves no sign of itself.
            return peer(request).and_then(Peer::address).map_or(Client::Unknown, Client::Peer);
        }
        // What a proxy that is not trusted tells has no outermost hop.
        let told = self.outermost(request).and_then(|hop| hop.client);
        told.map_or(Client::Unknown, Client::Told)
    }

    /// Whether a client on this machine asks this machine itself: no proxy is to be seen, none was named that would be, and the
    /// name that it asks for can only be reached from here. What anyone writes into a header makes nobody such a client.
    pub(super) fn is_direct(&self, request: &HttpRequest) -> bool {
        let host = request.headers().get(HOST).map(|host| host.to_str().unwrap_or_default());
        let is_here = matches!(self.client(request), Client::Peer(address) if address.is_loopback());
        is_here && host.is_none_or(is_loopback) && !self.hides_clients()
    }

    /// The address to which a request is put down: that of the client, or of the last proxy that is believed where it names
    /// none. None for the machine itself, where a proxy that nobody named would be taken for all of its clients.
    pub(super) fn accountable(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = peer(request)?;
        let is_here = peer.address().is_none_or(|address| address.is_loopback());
        if is_here && !self.trusts(peer) {
            return None;
        }
        let address = match self.client(request) {
            Client::Peer(address) | Client::Told(address) => address,
            Client::Unknown => return Some(peer.address().unwrap_or(NO_ADDRESS)),
        };
        (!address.is_loopback()).then_some(address)
    }

    /// Whether the service is published by a proxy that nobody named, so that its clients look like the proxy itself: a
    /// proxy need not leave any sign of its own.
    pub(super) fn hides_clients(&self) -> bool {
        let authority =
            self.own.as_str().split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest));
        self.configured && self.trusted.is_empty() && !authority.is_some_and(is_loopback)
    }

    /// The hop that the outermost trusted proxy wrote down. Hops are walked from the nearest: what stands before the
    /// first proxy that is not trusted may have been written by anyone.
    fn outermost(&self, request: &HttpRequest) -> Option<Hop> {
        let mut writer = Some(peer(request)?);
        let Told::Hops(hops) = forwarded::told(request.headers()) else {
            return None;
        };
        let trusted = hops.into_iter().rev().take_while(|hop| {
            let believed = writer.is_some_and(|writer| self.trusts(writer));
            writer = hop.client.map(Peer::Address);
            believed
        });
        trusted.last()
    }

    fn told(&self, headers: &HeaderMap, hop: &Hop) -> Option<PublicBase> {
        let own_scheme = || self.own.as_str().split_once(':').map(|(scheme, _)| scheme);
        let scheme = match hop.proto.as_deref() {
            Some(proto) => ["http", "https"].into_iter().find(|scheme| proto.eq_ignore_ascii_case(scheme))?,
            None => own_scheme()?,
        };
        let host = hop.host.as_deref().or_else(|| headers.get(HOST)?.to_str().ok())?;
        let prefix = forwarded::prefix(headers).map_or(Some(""), clean_prefix)?;
        is_host(host).then(|| format!("{scheme}://{host}{prefix}").parse().ok())?
    }

    fn trusts(&self, writer: Peer) -> bool {
        match writer {
            Peer::Address(address) => self.trusted.iter().any(|proxy| proxy.contains(address)),
            Peer::Unix => self.trusted.contains(&TrustedProxy::Unix),
        }
    }
}

/// The other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Peer {
    /// The address that it has.
    Address(IpAddr),
    /// The same Unix socket.
    Unix,
}

impl Peer {
    fn address(self) -> Option<IpAddr> {
        match self {
            Self::Address(address) => Some(address),
            Self::Unix => None,
        }
    }
}

/// The other end of the connection. That a peer has no address does not say that it uses a Unix socket: one that has left
/// already has none either.
fn peer(request: &HttpRequest) -> Option<Peer> {
    if request.conn_data::<OverUnixSocket>().is_some() {
        return Some(Peer::Unix);
    }
    request.peer_addr().map(|peer| Peer::Address(peer.ip().to_canonical()))
}

/// Whether a host, with or without a port, is a name or an address by which only the machine itself is reached (RFC 6761
/// §6.3).
pub(super) fn is_loopback(host: &str) -> bool {
    match Url::parse(&format!("http://{host}/")).as_ref().map(Url::host) {
        Ok(Some(Host::Domain(name))) => name == "localhost" || name.ends_with(".localhost"),
        Ok(Some(Host::Ipv4(address))) => address.is_loopback(),
        Ok(Some(Host::Ipv6(address))) => address.is_loopback(),
        _ => false,
    }
}

/// Whether a text can only be a host and a port, so that nothing else slips into the address made with it.
fn is_host(host: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
    (1..=MAX_HOST).contains(&host.len()) && host.bytes().all(plain)
}

/// A prefix without the slash at its end; none when it is not a plain path of this host.
fn clean_prefix(prefix: &str) -> Option<&str> {
    let prefix = prefix.trim_end_matches('/');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let segment = |segment: &str| !matches!(segment, "" | "." | "..") && segment.bytes().all(plain);
    let fits = match prefix.strip_prefix('/') {
        Some(path) => path.split('/').all(segment),
        None => prefix.is_empty(),
    };
    (fits && prefix.len() <= MAX_PREFIX).then_some(prefix)
}

#[cfg(test)]
mod tests;
