//! Who may have a page of their choice fetched.

use std::path::{Path, PathBuf};

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HOST, WWW_AUTHENTICATE};
use sha2::{Digest, Sha256};

use super::problem::{Kind, Problem};
use super::public_base::{Client, PublicBases, is_loopback};
use super::settings::{AccessSettings, ConvertAccess};

/// Shortest token, in bytes: one that is guessed is worse than none.
const MIN_TOKEN: usize = 16;

/// The rule by which clients are let in.
#[derive(Clone, Debug)]
pub(super) struct Access {
    mode: ConvertAccess,
    /// Digests of the tokens, so that comparing tells nothing of a token's length or beginning.
    tokens: Vec<[u8; 32]>,
}

/// Why the tokens cannot be used. It never shows a token.
#[derive(Debug, thiserror::Error)]
pub(super) enum AccessError {
    /// The file cannot be read.
    #[error("access.tokens_file: cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A line is no token.
    #[error("access.tokens_file: expected a token of at least {MIN_TOKEN} visible characters in {}:{line}, found another line", path.display())]
    Token {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// The file has no token.
    #[error("access.tokens_file: expected a token in {}, found none", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

impl Access {
    /// Takes the rule from the settings, and reads the tokens where it needs any.
    ///
    /// # Errors
    /// When the tokens cannot be read, or there are none.
    pub(super) fn load(settings: &AccessSettings) -> Result<Self, AccessError> {
        let tokens = match (settings.convert, &settings.tokens_file) {
            (ConvertAccess::Token, Some(path)) => read_tokens(path)?,
            _ => Vec::new(),
        };
        Ok(Self { mode: settings.convert, tokens })
    }

    /// Whether anyone is let in.
    pub(super) fn is_open(&self) -> bool {
        self.mode == ConvertAccess::Open
    }

    /// Lets a client in or says why not.
    pub(super) fn check(&self, request: &HttpRequest, bases: &PublicBases) -> Result<(), Problem> {
        match self.mode {
            ConvertAccess::Open => Ok(()),
            ConvertAccess::Loopback => check_loopback(request, bases),
            ConvertAccess::Token => self.check_token(request),
        }
    }

    fn check_token(&self, request: &HttpRequest) -> Result<(), Problem> {
        let shown = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = shown.and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let detail = match token.map(|token| self.knows(token)) {
            Some(true) => return Ok(()),
            Some(false) => "expected a token that is known, found another",
            None => "expected the header authorization: Bearer TOKEN, found none",
        };
        let challenge = "Bearer realm=\"feedmill\"";
        Err(Problem::new(Kind::TokenNeeded, detail).with_header(WWW_AUTHENTICATE, challenge))
    }

    /// Compares with every token to the end, so that the time it takes tells nothing.
    fn knows(&self, token: &str) -> bool {
        let shown: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let equal = |known: &[u8; 32]| {
            let difference = known.iter().zip(&shown).fold(0, |sum, (left, right)| sum | (left ^ right));
            difference == 0
        };
        self.tokens.iter().fold(false, |found, known| found | equal(known))
    }
}

/// A client on this machine that asks this machine. A browser that was led here by a name of someone else's (DNS
/// rebinding) says so in `Host`; a proxy that leaves no other sign of itself often passes on the public name in it. So the
/// public name is believed only of a client that a trusted proxy names.
fn check_loopback(request: &HttpRequest, bases: &PublicBases) -> Result<(), Problem> {
    if bases.hides_clients() {
        let detail = "expected the proxy behind server.public_url in server.trusted_proxies, found none: access.convert = \
                      \"loopback\" cannot tell clients on the machine from others";
        return Err(Problem::new(Kind::AccessDenied, detail));
    }
    let host = request.headers().get(HOST).map(|host| host.to_str().unwrap_or_default());
    let base = bases.of(request);
    let admitted = match bases.client(request) {
        Client::Peer(address) => address.is_loopback() && host.is_none_or(is_loopback),
        Client::Told(address) => {
            let fits = |host: &str| is_loopback(host) || is_of_base(host, base.as_str());
            address.is_loopback() && host.is_none_or(fits)
        }
        Client::Unknown => false,
    };
    if admitted {
        return Ok(());
    }
    let detail = "expected a client on the machine of the service (access.convert = \"loopback\"), found another or a \
                  proxy that is not in server.trusted_proxies";
    Err(Problem::new(Kind::AccessDenied, detail))
}

fn is_of_base(host: &str, base: &str) -> bool {
    let authority = base.split_once("://").map_or(base, |(_, rest)| rest).split('/').next();
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

fn read_tokens(path: &Path) -> Result<Vec<[u8; 32]>, AccessError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| AccessError::Read { path: path.to_owned(), source })?;
    let lines = text.lines().map(str::trim).enumerate();
    let tokens: Vec<[u8; 32]> = lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(index, token)| {
            if token.len() >= MIN_TOKEN && token.bytes().all(|byte| byte.is_ascii_graphic()) {
                Ok(Sha256::digest(token.as_bytes()).into())
            } else {
                Err(AccessError::Token { path: path.to_owned(), line: index + 1 })
            }
        })
        .collect::<Result<_, _>>()?;
    if tokens.is_empty() { Err(AccessError::Empty { path: path.to_owned() }) } else { Ok(tokens) }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use rstest::rstest;

    use super::*;

    const SECRET: &str = "correct-horse-battery";

    fn bases() -> PublicBases {
        let (public, own) =
            ("https://feeds.example/here".parse().unwrap(), "http://127.0.0.1:8080".parse().unwrap());
        PublicBases::new(Some(public), &own, &["10.0.0.1".parse().unwrap()])
    }

    fn token_access(text: &str) -> Result<Access, AccessError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens");
        std::fs::write(&path, text).unwrap();
        Access::load(&AccessSettings { convert: ConvertAccess::Token, tokens_file: Some(path) })
    }

    fn refused(access: &Access, peer: &str, headers: &[(&'static str, &str)]) -> Option<Kind> {
        let mut request = TestRequest::default().peer_addr(peer.parse().unwrap());
        for (name, value) in headers {
            request = request.append_header((*name, *value));
        }
        access.check(&request.to_http_request(), &bases()).err().map(|problem| problem.kind())
    }

    #[rstest]
    #[case::direct("127.0.0.1:9", &[("host", "localhost:8080")], None)]
    #[case::by_address("[::1]:9", &[("host", "[::1]:8080")], None)]
    #[case::without_a_host("127.0.0.1:9", &[], None)]
    #[case::under_the_public_name("127.0.0.1:9", &[("host", "feeds.example")], Some(Kind::AccessDenied))]
    #[case::under_a_strange_name("127.0.0.1:9", &[("host", "evil.example")], Some(Kind::AccessDenied))]
    #[case::from_elsewhere("203.0.113.5:9", &[("host", "localhost")], Some(Kind::AccessDenied))]
    #[case::through_an_unknown_proxy("127.0.0.1:9", &[("x-forwarded-for", "127.0.0.1")], Some(Kind::AccessDenied))]
    #[case::through_a_proxy_that_says_so("127.0.0.1:9", &[("via", "1.1 proxy")], Some(Kind::AccessDenied))]
    #[case::with_a_client_of_its_word("127.0.0.1:9", &[("x-real-ip", "127.0.0.1")], Some(Kind::AccessDenied))]
    #[case::not_named_by_a_known_proxy("10.0.0.1:9", &[("x-forwarded-proto", "http")], Some(Kind::AccessDenied))]
    #[case::named_under_the_public_name("10.0.0.1:9", &[("x-forwarded-for", "::1"), ("host", "feeds.example")], None)]
    #[case::named_under_a_strange_name("10.0.0.1:9", &[("x-forwarded-for", "::1"), ("host", "evil.example")], Some(Kind::AccessDenied))]
    #[case::told_by_a_known_proxy("10.0.0.1:9", &[("x-forwarded-for", "127.0.0.1"), ("host", "localhost")], None)]
    #[case::from_elsewhere_through_it("10.0.0.1:9", &[("x-forwarded-for", "203.0.113.5")], Some(Kind::AccessDenied))]
    fn loopback_lets_in_who_is_on_the_machine(
        #[case] peer: &str,
        #[case] headers: &[(&'static str, &str)],
        #[case] expected: Option<Kind>,
    ) {
        let access = Access::load(&AccessSettings::default()).unwrap();
        assert_eq!(refused(&access, peer, headers), expected);
    }

    #[test]
    fn loopback_lets_nobody_in_behind_a_public_address_without_a_known_proxy() {
        let bases = PublicBases::new(
            Some("https://feeds.example".parse().unwrap()),
            &"http://127.0.0.1:8080".parse().unwrap(),
            &[],
        );
        let request = TestRequest::default()
            .peer_addr("127.0.0.1:9".parse().unwrap())
            .append_header(("host", "127.0.0.1:8080"))
            .to_http_request();

        let problem = Access::load(&AccessSettings::default()).unwrap().check(&request, &bases).unwrap_err();

        assert_eq!(problem.kind(), Kind::AccessDenied);
        for setting in ["server.trusted_proxies", "access.convert"] {
            assert!(problem.to_string().contains(setting), "{problem}");
        }
    }

    #[rstest]
    #[case::known(&[("authorization", "Bearer correct-horse-battery")], None)]
    #[case::in_any_case(&[("authorization", "bearer correct-horse-battery")], None)]
    #[case::unknown(&[("authorization", "Bearer correct-horse-batterx")], Some(Kind::TokenNeeded))]
    #[case::another_scheme(&[("authorization", "Basic correct-horse-battery")], Some(Kind::TokenNeeded))]
    #[case::none(&[], Some(Kind::TokenNeeded))]
    fn a_token_lets_in_who_shows_it(
        #[case] headers: &[(&'static str, &str)],
        #[case] expected: Option<Kind>,
    ) {
        let access =
            token_access(&format!("# of the reading room\n\n{SECRET}\nanother-token-of-mine\n")).unwrap();
        assert_eq!(refused(&access, "203.0.113.5:9", headers), expected);
    }

    #[test]
    fn open_lets_in_anyone() {
        let settings = AccessSettings { convert: ConvertAccess::Open, tokens_file: None };
        let access = Access::load(&settings).unwrap();

        assert!(access.is_open());
        assert_eq!(refused(&access, "203.0.113.5:9", &[("host", "any.example")]), None);
    }

    #[test]
    fn a_file_without_usable_tokens_is_an_error_that_shows_none() {
        assert!(matches!(token_access("# nothing\n"), Err(AccessError::Empty { .. })));

        let error = token_access(&format!("{SECRET}\nshort\n")).unwrap_err();
        assert!(error.to_string().contains("tokens:2, found another line"), "{error}");
        assert!(!error.to_string().contains("short"), "{error}");
    }

    #[test]
    fn a_file_that_is_missing_is_named() {
        let settings =
            AccessSettings { convert: ConvertAccess::Token, tokens_file: Some("/nowhere/tokens".into()) };
        let error = Access::load(&settings).unwrap_err();
        assert!(error.to_string().contains("/nowhere/tokens"), "{error}");
    }
}
