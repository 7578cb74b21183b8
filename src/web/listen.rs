//! Where the service listens, as an operator writes it: an address with a port, or the path of a Unix socket.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;

/// What the path of a Unix socket begins with.
const UNIX: &str = "unix:";

/// Where the service listens.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Listen {
    /// An address with a port, as `127.0.0.1:8080`.
    Address(SocketAddr),
    /// The absolute path of a Unix socket, written `unix:/run/feedmill/feedmill.sock`.
    Unix(PathBuf),
}

/// The permissions of a Unix socket, at most 0777, written as text in octal: `"0660"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SocketMode(u32);

impl Listen {
    /// The path, where it is a Unix socket.
    pub fn socket(&self) -> Option<&Path> {
        match self {
            Self::Address(_) => None,
            Self::Unix(path) => Some(path),
        }
    }

    /// The address by which links name the service as long as nothing else says how it is reached. A Unix socket has no
    /// address of the web, so that it is called `localhost`.
    pub fn base(&self) -> String {
        match self {
            Self::Address(address) if address.ip().is_unspecified() => {
                format!("http://localhost:{}", address.port())
            }
            Self::Address(address) => format!("http://{address}"),
            Self::Unix(_) => "http://localhost".to_owned(),
        }
    }
}

impl SocketMode {
    /// The permissions as bits.
    pub fn bits(self) -> u32 {
        self.0
    }
}

impl Default for SocketMode {
    fn default() -> Self {
        Self(0o660)
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "{UNIX}{}", path.display()),
        }
    }
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = match text.strip_prefix(UNIX) {
            Some(path) => path.starts_with('/').then(|| Self::Unix(PathBuf::from(path))),
            None => text.parse().ok().map(Self::Address),
        };
        parsed.ok_or_else(|| {
            format!(
                "expected an address with a port such as \"127.0.0.1:8080\" or a socket such as \
                 \"unix:/run/feedmill/feedmill.sock\", found {text:?}"
            )
        })
    }
}

impl FromStr for SocketMode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = (3..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let bits = u32::from_str_radix(text, 8).ok().filter(|bits| digits && *bits <= 0o777);
        bits.map(Self).ok_or_else(|| format!("expected permissions such as \"0660\", found {text:?}"))
    }
}

impl TryFrom<String> for Listen {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl TryFrom<String> for SocketMode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("127.0.0.1:8080", "http://127.0.0.1:8080")]
    #[case("[::1]:8080", "http://[::1]:8080")]
    #[case("0.0.0.0:80", "http://localhost:80")]
    #[case("unix:/run/feedmill/feedmill.sock", "http://localhost")]
    fn a_place_is_an_address_or_a_socket_and_has_an_address_for_links(
        #[case] text: &str,
        #[case] base: &str,
    ) {
        let listen: Listen = text.parse().unwrap();
        assert_eq!((listen.to_string().as_str(), listen.base().as_str()), (text, base));
    }

    #[rstest]
    #[case("localhost")]
    #[case("127.0.0.1")]
    #[case("unix:")]
    #[case("unix:feedmill.sock")]
    #[case("/run/feedmill.sock")]
    fn a_place_that_is_neither_is_told_with_both_forms(#[case] text: &str) {
        let error = text.parse::<Listen>().unwrap_err();
        assert!(error.contains("127.0.0.1:8080") && error.contains("unix:/run/"), "{error}");
    }

    #[rstest]
    #[case("0660", Some(0o660))]
    #[case("600", Some(0o600))]
    #[case("0777", Some(0o777))]
    #[case("1777", None)]
    #[case("0680", None)]
    #[case("+66", None)]
    #[case("rw", None)]
    fn permissions_are_octal_digits(#[case] text: &str, #[case] expected: Option<u32>) {
        assert_eq!(text.parse().ok().map(SocketMode::bits), expected);
    }
}
