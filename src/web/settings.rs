//! What an operator may set about the server: the `[server]` and `[access]` tables of the configuration.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use ipnet::IpNet;
use serde::Deserialize;

use super::listen::{Listen, SocketMode};
use super::secret::{Secrets, quoted_address};
use crate::feed::PublicBase;

/// The `[server]` table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebSettings {
    /// Where to listen. Sockets that were handed over when the program was started (`LISTEN_FDS`) take its place.
    pub listen: Listen,
    /// The permissions of the socket, where `listen` is one: who may write to it reaches the service.
    pub socket_mode: SocketMode,
    /// The address under which the service is reached from outside, with its path prefix, such as
    /// `https://feeds.example/news`. Without one it is told by trusted proxies, or else made from `listen`.
    pub public_url: Option<String>,
    /// The proxies whose `Forwarded` and `X-Forwarded-` headers are believed: addresses, networks, or `unix` for whoever
    /// connects over a Unix socket.
    pub trusted_proxies: Vec<TrustedProxy>,
    /// An address of its own for `/metrics`, which then is not served on `listen`.
    pub metrics_listen: Option<SocketAddr>,
    /// Threads that serve requests, 1 to 1,024; one for each processor where it is not set.
    pub workers: Option<usize>,
    /// Connections that are held at once, 16 to 1,000,000. Beyond them clients wait until one is closed.
    pub max_connections: usize,
    /// Connections that one client may hold, 0 to 1,000,000; 0 sets no limit. Further ones are closed. Clients on the machine
    /// itself and trusted proxies are not limited.
    pub max_connections_per_client: u32,
    /// Requests that one client may make in a minute on average, 0 to 1,000,000; 0 sets no limit. A client is an IPv4 address
    /// or an IPv6 network of 64 bits, as a trusted proxy tells it. Clients on the machine itself are not limited.
    pub requests_per_minute: u32,
    /// Requests that a client may make at once after a pause, 1 to 1,000,000.
    pub requests_burst: u32,
    /// How many seconds a stopping server waits for the requests under way, 1 to 3,600.
    pub shutdown_seconds: u64,
}

/// The `[access]` table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessSettings {
    /// Who may have a page of their choice fetched: `/convert`, `/api/v1/listing` and `/api/v1/article`.
    pub convert: ConvertAccess,
    /// A file of bearer tokens, one a line; a line that begins with `#` is none. They open the administration, the metrics and,
    /// with `convert = "token"` or `"signed"`, pages of one's choice.
    pub tokens_file: Option<PathBuf>,
    /// Further tokens; for the environment rather than a file that others read.
    pub tokens: Secrets,
    /// A file of keys, one a line as `NAME:SECRET`; a line that begins with `#` is none. The first signs addresses, and all are
    /// valid.
    pub signing_keys_file: Option<PathBuf>,
    /// Further keys, behind those of the file.
    pub signing_keys: Secrets,
}

/// Who may have a page of their choice fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum ConvertAccess {
    /// Clients on the machine itself.
    #[default]
    Loopback,
    /// Whoever shows a token (RFC 6750 §2.1).
    Token,
    /// Whoever asks for a signed address, or shows a token where there are any.
    Signed,
    /// Anyone.
    Open,
}

/// A proxy, or a network of proxies, that is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum TrustedProxy {
    /// An address is a network of one.
    Network(IpNet),
    /// Whoever connects over a Unix socket.
    Unix,
}

/// A setting of the server that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: expected {expected}, found {found}")]
pub struct WebSettingsError {
    /// The setting, with its table.
    pub key: &'static str,
    /// What it may be.
    pub expected: &'static str,
    /// What it was.
    pub found: String,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            listen: Listen::Address(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080)),
            socket_mode: SocketMode::default(),
            public_url: None,
            trusted_proxies: Vec::new(),
            metrics_listen: None,
            workers: None,
            max_connections: 10_000,
            max_connections_per_client: 256,
            requests_per_minute: 1_200,
            requests_burst: 1_200,
            shutdown_seconds: 30,
        }
    }
}

impl WebSettings {
    /// Checks what the types alone do not.
    ///
    /// # Errors
    /// Names the first setting that is out of bounds.
    pub fn validate(&self) -> Result<(), WebSettingsError> {
        self.public_base()?;
        let within = |key, expected, found: u64, bounds: std::ops::RangeInclusive<u64>| match bounds
            .contains(&found)
        {
            true => Ok(()),
            false => Err(WebSettingsError { key, expected, found: found.to_string() }),
        };
        let number = |value: usize| u64::try_from(value).unwrap_or(u64::MAX);
        within("server.workers", "1 to 1024 threads", self.workers.map_or(1, number), 1..=1_024)?;
        let connections = number(self.max_connections);
        within("server.max_connections", "16 to 1000000 connections", connections, 16..=1_000_000)?;
        let of_one = u64::from(self.max_connections_per_client);
        within("server.max_connections_per_client", "0 to 1000000 connections", of_one, 0..=1_000_000)?;
        let (rate, burst) = (u64::from(self.requests_per_minute), u64::from(self.requests_burst));
        within("server.requests_per_minute", "0 to 1000000 requests", rate, 0..=1_000_000)?;
        within("server.requests_burst", "1 to 1000000 requests", burst, 1..=1_000_000)?;
        within("server.shutdown_seconds", "1 to 3600 seconds", self.shutdown_seconds, 1..=3_600)?;
        match self.metrics_listen {
            Some(address) if self.listen == Listen::Address(address) && address.port() != 0 => {
                Err(WebSettingsError {
                    key: "server.metrics_listen",
                    expected: "an address other than server.listen",
                    found: address.to_string(),
                })
            }
            _ => Ok(()),
        }
    }

    /// The configured public base.
    ///
    /// # Errors
    /// When `public_url` is no base.
    pub fn public_base(&self) -> Result<Option<PublicBase>, WebSettingsError> {
        let Some(text) = &self.public_url else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| WebSettingsError {
            key: "server.public_url",
            expected: "an address such as \"https://feeds.example/prefix\"",
            found: quoted_address(text),
        })
    }
}

impl AccessSettings {
    /// Checks what the types alone do not.
    ///
    /// # Errors
    /// When tokens or keys are asked for and none are named.
    pub fn validate(&self) -> Result<(), WebSettingsError> {
        let missing = |key, expected| Err(WebSettingsError { key, expected, found: "none".to_owned() });
        let has = |file: &Option<PathBuf>, values: &Secrets| file.is_some() || !values.is_empty();
        match self.convert {
            ConvertAccess::Token if !has(&self.tokens_file, &self.tokens) => missing(
                "access.tokens_file",
                "a file of tokens or access.tokens, because access.convert is \"token\"",
            ),
            ConvertAccess::Signed if !has(&self.signing_keys_file, &self.signing_keys) => missing(
                "access.signing_keys_file",
                "a file of keys or access.signing_keys, because access.convert is \"signed\"",
            ),
            _ => Ok(()),
        }
    }
}

impl TrustedProxy {
    /// Whether an address belongs to it.
    pub fn contains(&self, address: IpAddr) -> bool {
        matches!(self, Self::Network(network) if network.contains(&address))
    }
}

impl FromStr for TrustedProxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "unix" {
            return Ok(Self::Unix);
        }
        let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        let bad = || {
            format!("expected an address or a network such as \"10.0.0.0/8\", or \"unix\", found {text:?}")
        };
        let network: IpNet = network.map_err(|_| bad())?;
        // Whoever asks would say who asks.
        if network.prefix_len() == 0 { Err(bad()) } else { Ok(Self::Network(network)) }
    }
}

impl TryFrom<String> for TrustedProxy {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl TryFrom<String> for ConvertAccess {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "loopback" => Ok(Self::Loopback),
            "token" => Ok(Self::Token),
            "signed" => Ok(Self::Signed),
            "open" => Ok(Self::Open),
            _ => Err(format!("expected loopback, token, signed or open, found {text:?}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn an_empty_table_listens_on_loopback_and_trusts_nobody() {
        let settings: WebSettings = toml::from_str("").unwrap();

        assert_eq!(settings, WebSettings::default());
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.trusted_proxies, []);
        assert_eq!(settings.shutdown_seconds, 30);
        assert_eq!(settings.validate(), Ok(()));
        assert_eq!(AccessSettings::default().convert, ConvertAccess::Loopback);
    }

    #[test]
    fn a_trusted_proxy_is_an_address_a_network_or_who_uses_the_socket() {
        let settings: WebSettings =
            toml::from_str("trusted_proxies = ['127.0.0.1', 'fd00::/8', 'unix']").unwrap();

        let [one, network, unix] = settings.trusted_proxies.try_into().unwrap();
        assert!(one.contains("127.0.0.1".parse().unwrap()) && !one.contains("127.0.0.2".parse().unwrap()));
        assert!(network.contains("fd12::1".parse().unwrap()));
        assert_eq!(unix, TrustedProxy::Unix);
        assert!(!unix.contains("127.0.0.1".parse().unwrap()));
    }

    #[rstest]
    #[case("listn = '127.0.0.1:1'", "listn")]
    #[case("listen = 'localhost'", "expected an address with a port")]
    #[case("socket_mode = '0999'", "expected permissions such as")]
    #[case("trusted_proxies = ['proxy']", "expected an address or a network")]
    #[case("trusted_proxies = ['0.0.0.0/0']", "expected an address or a network")]
    #[case("trusted_proxies = ['::/0']", "expected an address or a network")]
    fn a_table_that_cannot_be_read_says_why(#[case] text: &str, #[case] expected: &str) {
        let error = toml::from_str::<WebSettings>(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[rstest]
    #[case("public_url = 'feeds.example'", "server.public_url: expected an address")]
    #[case("workers = 0", "server.workers: expected 1 to 1024 threads, found 0")]
    #[case("max_connections = 1", "server.max_connections: expected 16 to 1000000 connections, found 1")]
    #[case("requests_burst = 0", "server.requests_burst: expected 1 to 1000000 requests, found 0")]
    #[case("requests_per_minute = 2000000", "server.requests_per_minute: expected 0 to 1000000 requests")]
    #[case("shutdown_seconds = 0", "server.shutdown_seconds: expected 1 to 3600 seconds, found 0")]
    #[case("metrics_listen = '127.0.0.1:8080'", "server.metrics_listen: expected an address other")]
    fn a_setting_out_of_bounds_is_named(#[case] text: &str, #[case] expected: &str) {
        let settings: WebSettings = toml::from_str(text).unwrap();
        let error = settings.validate().unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }

    #[test]
    fn another_word_for_access_is_refused_with_those_there_are() {
        let error = toml::from_str::<AccessSettings>("convert = 'nobody'").unwrap_err().to_string();
        assert!(error.contains("expected loopback, token, signed or open, found \"nobody\""), "{error}");
    }

    #[test]
    fn access_by_signed_addresses_needs_keys() {
        let settings: AccessSettings = toml::from_str("convert = 'signed'").unwrap();
        let error = settings.validate().unwrap_err().to_string();
        assert!(error.starts_with("access.signing_keys_file: expected a file of keys"), "{error}");

        let text = "convert = 'signed'\nsigning_keys = 'a:0123456789abcdef0123456789abcdef'";
        let settings: AccessSettings = toml::from_str(text).unwrap();
        assert_eq!(settings.validate(), Ok(()));
        assert!(!format!("{settings:?}").contains("0123"));
    }

    #[test]
    fn access_by_tokens_needs_tokens() {
        let settings: AccessSettings = toml::from_str("convert = 'token'").unwrap();
        let error = settings.validate().unwrap_err().to_string();
        assert!(error.starts_with("access.tokens_file: expected a file of tokens"), "{error}");
    }
}
