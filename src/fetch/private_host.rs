//! Hosts that may lie outside the public internet because the operator names them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// One host that the operator opens: `name`, `name:port`, `192.0.2.1`, `192.0.2.1:8080`, `[2001:db8::1]` or
/// `[2001:db8::1]:8080`. Without a port it opens every port; nothing but this very host is opened, no subdomain.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PrivateHost {
    host: Host<String>,
    port: Option<u16>,
}

/// A text that names no host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a host as name, name:port, address or address:port, found {0:?}")]
pub struct PrivateHostError(String);

impl PrivateHost {
    /// Whether a URL leads to this host and, where one is given, to this port.
    pub fn matches(&self, url: &Url) -> bool {
        let same_host = match (&self.host, url.host()) {
            (Host::Domain(opened), Some(Host::Domain(name))) => opened == without_root(name),
            (Host::Ipv4(opened), Some(Host::Ipv4(address))) => *opened == address,
            (Host::Ipv6(opened), Some(Host::Ipv6(address))) => *opened == address,
            _ => false,
        };
        same_host && (self.port.is_none() || self.port == url.port_or_known_default())
    }

    /// The name, where the host is not an address.
    pub fn name(&self) -> Option<&str> {
        match &self.host {
            Host::Domain(name) => Some(name),
            Host::Ipv4(_) | Host::Ipv6(_) => None,
        }
    }
}

impl FromStr for PrivateHost {
    type Err = PrivateHostError;

    fn from_str(text: &str) -> Result<Self, PrivateHostError> {
        let refuse = || PrivateHostError(text.to_owned());
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                let port = port.parse().ok().filter(|port| *port != 0).ok_or_else(refuse)?;
                (host, Some(port))
            }
            _ => (text, None),
        };
        let host = match Host::parse(host).map_err(|_| refuse())? {
            Host::Domain(name) => Host::Domain(without_root(&name).to_owned()),
            address => address,
        };
        match &host {
            // A pattern would never match, and one that did could open what nobody thought of.
            Host::Domain(name) if name.split('.').any(|label| label.is_empty() || label.contains('*')) => {
                Err(refuse())
            }
            _ => Ok(Self { host, port }),
        }
    }
}

impl fmt::Display for PrivateHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.host),
            None => write!(f, "{}", self.host),
        }
    }
}

impl TryFrom<String> for PrivateHost {
    type Error = PrivateHostError;

    fn try_from(text: String) -> Result<Self, PrivateHostError> {
        text.parse()
    }
}

impl From<PrivateHost> for String {
    fn from(host: PrivateHost) -> Self {
        host.to_string()
    }
}

/// A name without the dot that stands for the root of the name system.
pub(super) fn without_root(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opens(host: &str, url: &str) -> bool {
        let host: PrivateHost = host.parse().unwrap();
        host.matches(&Url::parse(url).unwrap())
    }

    #[test]
    fn a_name_without_a_port_opens_every_port_of_that_name_alone() {
        assert!(opens("Intranet", "http://intranet/"));
        assert!(opens("intranet.", "https://INTRANET.:8443/"));
        assert!(!opens("intranet", "http://www.intranet/"));
        assert!(!opens("intranet", "http://intranet.example/"));
    }

    #[test]
    fn a_name_with_a_port_opens_that_port_alone() {
        assert!(opens("intranet:8080", "http://intranet:8080/"));
        assert!(opens("intranet:443", "https://intranet/"));
        assert!(!opens("intranet:8080", "http://intranet/"));
        assert!(!opens("intranet:8080", "http://intranet:8081/"));
    }

    #[test]
    fn an_address_is_opened_in_every_spelling() {
        assert!(opens("127.0.0.1:8080", "http://0x7f.1:8080/"));
        assert!(opens("[::1]:8080", "http://[0:0:0:0:0:0:0:1]:8080/"));
        assert!(opens("[::1]", "http://[::1]:9000/"));
        assert!(!opens("127.0.0.1", "http://127.0.0.2/"));
        assert!(!opens("127.0.0.1", "http://localhost/"));
    }

    #[test]
    fn a_text_that_names_no_host_is_refused() {
        for text in [
            "",
            ":80",
            "host:",
            "host:0",
            "host:70000",
            "a b",
            "http://host/",
            "host/path",
            "[::1",
            ".",
            "*",
            "*.lan",
            "127.*",
        ] {
            assert!(text.parse::<PrivateHost>().is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn a_host_is_written_as_it_is_read() {
        for text in ["intranet", "intranet:8080", "127.0.0.1:80", "[::1]:80", "[fd00::7]"] {
            assert_eq!(text.parse::<PrivateHost>().unwrap().to_string(), text);
        }
    }
}
