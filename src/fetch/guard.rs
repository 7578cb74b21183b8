//! Which URLs may be fetched at all, judged before every hop.

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

use super::allow::SiteHosts;
use super::private_host::without_root;
use super::{Allow, FetchError, PrivateHost, special_range};

/// Judges URLs. Names are judged again by their addresses, when the connection is made, by the resolver of the client.
pub(super) struct Guard {
    allow: Allow,
    site_hosts: SiteHosts,
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
    /// It carries a user name or a password, which would be sent to whoever the link names.
    Credentials,
    /// HTTP has no way to write it.
    Syntax,
}

impl Guard {
    pub fn new(allow: Allow, private_hosts: Vec<PrivateHost>) -> Self {
        Self { allow, site_hosts: SiteHosts::default(), private_hosts }
    }

    /// The hosts that are left where only those of the site definitions may be fetched.
    pub const fn site_hosts(&self) -> &SiteHosts {
        &self.site_hosts
    }

    /// Judges a URL as far as can be told without a look-up.
    pub fn judge(&self, url: &Url) -> Result<Passage, FetchError> {
        if let Some(fault) = url_fault(url) {
            return Err(FetchError::BadUrl { url: Box::new(without_credentials(url.clone())), fault });
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
            None => Ok(Passage::Public),
            Some(range) => Err(FetchError::ForbiddenAddress { url: Box::new(url.clone()), host, range }),
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
        None => (!name.contains('.')).then_some("name without a domain"),
    }
}

impl fmt::Display for UrlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "an http or https URL",
            Self::Host => "a URL with a host and a port other than 0",
            Self::Credentials => "a URL without user name and password",
            Self::Syntax => "a URL that HTTP can carry",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(url: &str, opened: &[&str]) -> Result<Passage, FetchError> {
        let opened = opened.iter().map(|host| host.parse().unwrap()).collect();
        Guard::new(Allow::Public, opened).judge(&Url::parse(url).unwrap())
    }

    fn kind(url: &str) -> &'static str {
        judged(url, &[]).map_or_else(|error| error.kind(), |_| "passes")
    }

    #[test]
    fn public_names_and_addresses_pass() {
        for url in [
            "https://news.example/",
            "http://news.example.:8080/a",
            "https://9.9.9.9/",
            "https://[2606:4700:4700::1111]/",
        ] {
            assert_eq!(judged(url, &[]).unwrap(), Passage::Public, "{url}");
        }
    }

    #[test]
    fn a_forbidden_address_is_recognised_in_every_spelling() {
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://127.0.0.1./",
            "http://%31%32%37.0.0.1/",
            "http://１２７.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://169.254.169.254/latest/meta-data",
            "http://0/",
        ] {
            assert_eq!(kind(url), "forbidden_address", "{url}");
        }
    }

    #[test]
    fn a_name_that_is_local_by_definition_is_forbidden() {
        for url in [
            "http://localhost/",
            "http://LOCALHOST./",
            "http://a.localhost/",
            "http://printer.local/",
            "http://metadata.google.internal/",
            "http://nas.home.arpa/",
            "http://intranet/",
        ] {
            assert_eq!(kind(url), "forbidden_address", "{url}");
        }
        assert_eq!(kind("http://notlocalhost.example/"), "passes");
        assert_eq!(kind("http://mylocal.example.org/"), "passes");
    }

    #[test]
    fn the_error_tells_address_and_range() {
        let error = judged("http://0xa000001/a", &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected a host on the public internet, found 10.0.0.1 (private use (RFC 1918)) for http://10.0.0.1/a"
        );
    }

    #[test]
    fn an_opened_host_passes_and_its_other_ports_do_not() {
        let opened = ["127.0.0.1:8080", "wiki"];
        assert_eq!(judged("http://127.0.0.1:8080/", &opened).unwrap(), Passage::Private);
        assert_eq!(judged("http://wiki:9000/", &opened).unwrap(), Passage::Private);
        assert!(judged("http://127.0.0.1/", &opened).is_err());
        assert!(judged("http://127.0.0.2:8080/", &opened).is_err());
    }

    #[test]
    fn other_schemes_and_credentials_are_refused_without_telling_the_password() {
        assert_eq!(kind("file:///etc/passwd"), "bad_url");
        assert_eq!(kind("ftp://news.example/"), "bad_url");
        assert_eq!(kind("http://news.example:0/"), "bad_url");
        let text = judged("http://clerk:hush@news.example/", &["news.example"]).unwrap_err().to_string();
        assert_eq!(text, "expected a URL without user name and password, found http://news.example/");
    }
}
