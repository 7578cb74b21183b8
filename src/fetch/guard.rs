//! Which URLs may be fetched at all, judged before every hop.

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

use super::allow::SiteHosts;
use super::private_host::without_root;
use super::{Allow, FetchError, FetchSettings, PrivateHost, special_range};

#[cfg(test)]
pub(super) mod forms;
#[cfg(test)]
mod tests;

/// Judges URLs. Names are judged again by their addresses, when the connection is made, by the resolver of the client.
pub(super) struct Guard {
    allow: Allow,
    site_hosts: SiteHosts,
    /// Ports of hosts that are not opened.
    ports: Vec<u16>,
    private_hosts: Vec<PrivateHost>,
}

/// How a URL may be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passage {
    /// Over a client that connects to public addresses only.
    Public,
    /// Over a client that connects to any address: the operator opened this host and port.
    Private,
}

/// What a URL should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlFault {
    /// It has another scheme.
    Scheme,
    /// It has no host or port 0.
    Host,
    /// Its port is none of those that may be asked: something other than a site may listen there.
    Port,
    /// It carries a user name or a password, which would be sent to whoever the link names.
    Credentials,
    /// HTTP has no way to write it.
    Syntax,
}

impl Guard {
    pub fn new(settings: &FetchSettings) -> Self {
        Self {
            allow: settings.allow,
            site_hosts: SiteHosts::default(),
            ports: settings.ports.clone(),
            private_hosts: settings.private_hosts.clone(),
        }
    }

    /// The hosts that are left where only those of the site definitions may be fetched.
    pub const fn site_hosts(&self) -> &SiteHosts {
        &self.site_hosts
    }

    /// Judges a URL as far as can be told without a look-up.
    pub fn judge(&self, url: &Url) -> Result<Passage, FetchError> {
        let refuse = |fault| FetchError::BadUrl { url: Box::new(without_credentials(url.clone())), fault };
        if let Some(fault) = url_fault(url) {
            return Err(refuse(fault));
        }
        if self.allow == Allow::Sites && !self.site_hosts.contain(url) {
            return Err(FetchError::UnknownHost { url: Box::new(url.clone()) });
        }
        if self.private_hosts.iter().any(|opened| opened.matches(url)) {
            return Ok(Passage::Private);
        }
        let (host, range) = match url.host() {
            Some(Host::Domain(name)) => (name.to_owned(), local_name(name)),
            Some(Host::Ipv4(address)) => (address.to_string(), special_range(address.into())),
            Some(Host::Ipv6(address)) => (address.to_string(), special_range(address.into())),
            None => (String::new(), None),
        };
        match range {
            Some(range) => Err(FetchError::ForbiddenAddress { url: Box::new(url.clone()), host, range }),
            None if !url.port_or_known_default().is_some_and(|port| self.ports.contains(&port)) => {
                Err(refuse(UrlFault::Port))
            }
            None => Ok(Passage::Public),
        }
    }
}

/// The first address that lies outside the public internet, with its range.
pub(super) fn first_forbidden(addresses: &[IpAddr]) -> Option<(IpAddr, &'static str)> {
    addresses.iter().find_map(|address| special_range(*address).map(|range| (*address, range)))
}

/// A URL that may be logged.
pub(super) fn without_credentials(mut url: Url) -> Url {
    // Both setters fail only where a URL cannot have credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

fn url_fault(url: &Url) -> Option<UrlFault> {
    if !matches!(url.scheme(), "http" | "https") {
        Some(UrlFault::Scheme)
    } else if !url.username().is_empty() || url.password().is_some() {
        Some(UrlFault::Credentials)
    } else if !url.has_host() || url.port() == Some(0) {
        Some(UrlFault::Host)
    } else {
        None
    }
}

/// Names that stand for something near by whatever they resolve to. A proxy would resolve them in its own network, out
/// of sight of the resolver here.
fn local_name(name: &str) -> Option<&'static str> {
    const SUFFIXES: [(&str, &str); 4] = [
        ("localhost", "loopback"),
        ("local", "link local name (RFC 6762)"),
        ("internal", "private use name"),
        ("home.arpa", "home network name (RFC 8375)"),
    ];
    let name = without_root(name);
    let listed = SUFFIXES.iter().find(|(suffix, _)| {
        name.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    match listed {
        Some((_, range)) => Some(range),
        // It is in no name server (RFC 1035 §3.1), and resolvers differ in what they make of it.
        None if name.split('.').any(str::is_empty) => Some("name with an empty label"),
        None => (!name.contains('.')).then_some("name without a domain"),
    }
}

impl fmt::Display for UrlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "an http or https URL",
            Self::Host => "a URL with a host and a port other than 0",
            Self::Port => "a URL with a port of fetch.ports",
            Self::Credentials => "a URL without user name and password",
            Self::Syntax => "a URL that HTTP can carry",
        })
    }
}
