//! What an operator can set about outgoing requests.

use std::fmt;
use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

use super::pace::Budget;
use super::{Allow, PrivateHost};

const PROXY_SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// The `[fetch]` part of the configuration. Every key is optional.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FetchSettings {
    /// The product of the `User-Agent` header (RFC 9110 §10.1.5).
    pub user_agent: String,
    /// A web or mail address where the operator can be reached; put into the header as `(+…)`. Empty leaves it out.
    pub contact: String,
    /// The proxy that every request goes through: http, https, socks4, socks4a, socks5 or socks5h. Proxy variables of
    /// the environment are not read.
    #[serde(deserialize_with = "proxy")]
    pub proxy: Option<Url>,
    /// Which hosts may be fetched: `public` or `sites`.
    pub allow: Allow,
    /// Ports that may be asked, of hosts that [`Self::private_hosts`] does not open.
    pub ports: Vec<u16>,
    /// Hosts that may lie outside the public internet, each opened by name, with all its ports where none is named.
    pub private_hosts: Vec<PrivateHost>,
    /// Longest wait for a connection, in seconds: look-up of the name, TCP and TLS.
    pub connect_timeout_seconds: u64,
    /// Longest silence of a server, in seconds.
    pub idle_timeout_seconds: u64,
    /// Longest time for a page, in seconds, over all its redirects; waiting for the host's turn is not counted.
    pub timeout_seconds: u64,
    /// Largest body, in bytes, after decompression.
    pub max_bytes: u64,
    /// Most redirects that are followed for a page.
    pub max_redirects: u32,
    /// Most requests at the same time to one host.
    pub host_concurrency: usize,
    /// Least time between the beginnings of two requests to one host, in seconds; may have a fraction.
    pub host_interval_seconds: f64,
    /// Most requests to one host on a day in UTC, robots.txt included.
    pub host_requests_per_day: u32,
}

/// A setting that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("fetch.{field}: expected {expected}, found {found}")]
pub struct SettingsError {
    /// The key in the `[fetch]` table.
    pub field: &'static str,
    /// What it may be.
    pub expected: String,
    /// What it is.
    pub found: String,
}

/// The address of a proxy may hold a password, so that a wrong one is not repeated.
fn proxy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Url>, D::Error> {
    let url = Option::<String>::deserialize(deserializer)?.map(|text| Url::parse(&text));
    url.transpose().map_err(|fault| {
        D::Error::custom(format!(
            "expected the address of a proxy such as \"socks5://proxy.example:1080\", found one that cannot be read ({fault})"
        ))
    })
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            user_agent: concat!("feedmill/", env!("CARGO_PKG_VERSION")).to_owned(),
            contact: "https://github.com/feedmill/feedmill".to_owned(),
            proxy: None,
            allow: Allow::Public,
            ports: vec![80, 443, 8080, 8443],
            private_hosts: Vec::new(),
            connect_timeout_seconds: 10,
            idle_timeout_seconds: 15,
            timeout_seconds: 30,
            max_bytes: 10 * 1024 * 1024,
            max_redirects: 10,
            host_concurrency: 2,
            host_interval_seconds: 0.25,
            host_requests_per_day: 5_000,
        }
    }
}

impl FetchSettings {
    /// Checks every value; the first that cannot be is the error.
    pub fn validate(&self) -> Result<(), SettingsError> {
        self.validate_names()?;
        within("connect_timeout_seconds", self.connect_timeout_seconds, 1, 300)?;
        within("idle_timeout_seconds", self.idle_timeout_seconds, 1, 300)?;
        within("timeout_seconds", self.timeout_seconds, 1, 3600)?;
        within("max_bytes", self.max_bytes, 1, 1 << 30)?;
        within("max_redirects", self.max_redirects, 0, 50)?;
        within("host_concurrency", self.host_concurrency, 1, 1000)?;
        within("host_interval_seconds", self.host_interval_seconds, 0.0, 3600.0)?;
        within("host_requests_per_day", self.host_requests_per_day, 1, 10_000_000)
    }

    /// The value of the `User-Agent` header.
    pub fn user_agent_header(&self) -> String {
        if self.contact.is_empty() {
            self.user_agent.clone()
        } else {
            format!("{} (+{})", self.user_agent, self.contact)
        }
    }

    /// The token by which robots.txt files name this robot: the letters, hyphens and underscores at the beginning of the
    /// product (RFC 9309 §2.2.1).
    pub(super) fn product(&self) -> String {
        let is_part = |char: &char| char.is_ascii_alphabetic() || matches!(char, '-' | '_');
        self.user_agent.chars().take_while(is_part).collect()
    }

    /// What every host gets; no interval where the setting cannot be.
    pub(super) fn host_budget(&self) -> Budget {
        Budget {
            concurrency: self.host_concurrency,
            interval: Duration::try_from_secs_f64(self.host_interval_seconds).unwrap_or_default(),
            per_day: self.host_requests_per_day,
        }
    }

    fn validate_names(&self) -> Result<(), SettingsError> {
        if self.ports.is_empty() || self.ports.contains(&0) {
            return Err(SettingsError::new("ports", "ports from 1 to 65535", format!("{:?}", self.ports)));
        }
        if self.user_agent.is_empty() || !is_header_text(&self.user_agent) {
            return Err(SettingsError::new(
                "user_agent",
                "visible ASCII text",
                format!("{:?}", self.user_agent),
            ));
        }
        if !is_header_text(&self.contact) || self.contact.contains(['(', ')']) {
            let expected = "a web or mail address in ASCII without parentheses";
            return Err(SettingsError::new("contact", expected, format!("{:?}", self.contact)));
        }
        match &self.proxy {
            // Only the scheme is told: the rest of the address may hold a password.
            Some(proxy) if !PROXY_SCHEMES.contains(&proxy.scheme()) || !proxy.has_host() => {
                Err(SettingsError::new(
                    "proxy",
                    format!("a URL of scheme {} with a host", PROXY_SCHEMES.join(", ")),
                    format!("{}:…", proxy.scheme()),
                ))
            }
            _ => Ok(()),
        }
    }
}

impl SettingsError {
    fn new(field: &'static str, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { field, expected: expected.into(), found: found.into() }
    }
}

fn within<T: Copy + PartialOrd + fmt::Display>(
    field: &'static str,
    value: T,
    least: T,
    most: T,
) -> Result<(), SettingsError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(SettingsError::new(field, format!("{least} to {most}"), value.to_string()))
}

fn is_header_text(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Spoil = fn(&mut FetchSettings);

    #[test]
    fn the_defaults_are_valid_and_name_the_operator() {
        let settings = FetchSettings::default();
        assert_eq!(settings.validate(), Ok(()));
        assert_eq!(
            settings.user_agent_header(),
            format!("feedmill/{} (+https://github.com/feedmill/feedmill)", env!("CARGO_PKG_VERSION"))
        );
    }

    #[test]
    fn a_value_out_of_bounds_is_told_with_field_bounds_and_value() {
        let cases: [(Spoil, &str); 9] = [
            (|s| s.ports.clear(), "fetch.ports: expected ports from 1 to 65535, found []"),
            (|s| s.max_bytes = 0, "fetch.max_bytes: expected 1 to 1073741824, found 0"),
            (|s| s.timeout_seconds = 0, "fetch.timeout_seconds: expected 1 to 3600, found 0"),
            (|s| s.idle_timeout_seconds = 301, "fetch.idle_timeout_seconds: expected 1 to 300, found 301"),
            (|s| s.max_redirects = 51, "fetch.max_redirects: expected 0 to 50, found 51"),
            (|s| s.host_concurrency = 0, "fetch.host_concurrency: expected 1 to 1000, found 0"),
            (
                |s| s.host_interval_seconds = f64::NAN,
                "fetch.host_interval_seconds: expected 0 to 3600, found NaN",
            ),
            (|s| s.host_interval_seconds = -1.0, "fetch.host_interval_seconds: expected 0 to 3600, found -1"),
            (
                |s| s.user_agent = "a\nb".to_owned(),
                "fetch.user_agent: expected visible ASCII text, found \"a\\nb\"",
            ),
        ];
        for (spoil, expected) in cases {
            let mut settings = FetchSettings::default();
            spoil(&mut settings);
            assert_eq!(settings.validate().unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn a_proxy_of_a_strange_scheme_is_refused_without_telling_its_password() {
        let settings = FetchSettings {
            proxy: Some(Url::parse("ftp://clerk:hush@proxy.example/").unwrap()),
            ..FetchSettings::default()
        };
        let text = settings.validate().unwrap_err().to_string();
        assert!(text.starts_with("fetch.proxy: expected"), "{text}");
        assert!(!text.contains("hush"), "{text}");
    }

    #[test]
    fn a_table_sets_some_keys_and_refuses_unknown_ones() {
        let settings: FetchSettings =
            toml::from_str("private_hosts = [\"wiki:8080\"]\nhost_interval_seconds = 2.5").unwrap();
        assert_eq!(settings.private_hosts, ["wiki:8080".parse().unwrap()]);
        assert_eq!(settings.host_budget().interval, Duration::from_millis(2500));
        assert_eq!(settings.max_redirects, FetchSettings::default().max_redirects);
        let whole: FetchSettings = toml::from_str("host_interval_seconds = 2").unwrap();
        assert_eq!(whole.host_budget().interval, Duration::from_secs(2));
        assert!(toml::from_str::<FetchSettings>("max_byte = 1").is_err());
        assert!(toml::from_str::<FetchSettings>("private_hosts = [\"a/b\"]").is_err());
    }
}
