//! Who may have a page of their choice fetched.

use std::fmt;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HOST, WWW_AUTHENTICATE};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use super::problem::{Kind, Problem};
use super::public_base::{Client, PublicBases, is_loopback};
use super::secret::{Placed, UnreadableSecrets, gather};
use super::settings::{AccessSettings, ConvertAccess};
use super::signature::{BadKey, Refusal, SigningKeys};

/// Shortest token, in bytes: one that is guessed is worse than none.
const MIN_TOKEN: usize = 16;

/// The rules by which clients are let in.
pub(super) struct Access {
    mode: ConvertAccess,
    /// Digests of the tokens, so that comparing tells nothing of a token's length or beginning.
    tokens: Vec<[u8; 32]>,
    keys: SigningKeys,
}

/// By what a client was let in to have a page fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// By who it is, or what it shows in a header.
    Client,
    /// By the address that it asks for.
    Address,
}

/// Why the tokens or keys cannot be used. It never shows one.
#[derive(Debug, thiserror::Error)]
pub(super) enum AccessError {
    /// A file cannot be read.
    #[error(transparent)]
    Read(#[from] UnreadableSecrets),
    /// A line or value is no token.
    #[error("{place}: expected a token of at least {MIN_TOKEN} visible characters, found something else")]
    Token {
        /// Where it stands.
        place: String,
    },
    /// A line or value is no key.
    #[error(transparent)]
    Key(#[from] BadKey),
    /// There is no token although the rule asks for one.
    #[error("access.tokens_file: expected a token there or in access.tokens, found none")]
    NoToken,
    /// There is no key although the rule asks for one.
    #[error("access.signing_keys_file: expected a key there or in access.signing_keys, found none")]
    NoKey,
}

impl Access {
    /// Takes the rules from the settings, and reads the tokens and keys that they name.
    ///
    /// # Errors
    /// When these cannot be read, or there are none where a rule asks for them.
    pub(super) fn load(settings: &AccessSettings) -> Result<Self, AccessError> {
        let AccessSettings { convert, tokens_file, tokens, .. } = settings;
        let found = gather(("access.tokens_file", tokens_file.as_deref()), ("access.tokens", tokens))?;
        let tokens = found.iter().map(digest_of).collect::<Result<Vec<_>, _>>()?;
        let keys = signing_keys(settings)?;
        match convert {
            ConvertAccess::Token if tokens.is_empty() => Err(AccessError::NoToken),
            ConvertAccess::Signed if keys.is_empty() => Err(AccessError::NoKey),
            _ => Ok(Self { mode: *convert, tokens, keys }),
        }
    }

    /// Whether anyone is let in.
    pub(super) fn is_open(&self) -> bool {
        self.mode == ConvertAccess::Open
    }

    /// Lets a client have a page fetched or says why not.
    pub(super) fn check(
        &self,
        request: &HttpRequest,
        bases: &PublicBases,
        now: Timestamp,
    ) -> Result<Admission, Problem> {
        match self.mode {
            ConvertAccess::Open => Ok(Admission::Client),
            ConvertAccess::Loopback => check_loopback(request, bases).map(|()| Admission::Client),
            ConvertAccess::Token => self.check_token(request).map(|()| Admission::Client),
            ConvertAccess::Signed => self.check_signed(request, now),
        }
    }

    /// Lets in who runs the service: by a token alone, since whoever is on the same machine may still be anyone.
    pub(super) fn check_administrator(&self, request: &HttpRequest) -> Result<(), Problem> {
        if self.tokens.is_empty() {
            let detail = "expected a token in access.tokens_file or access.tokens, because nothing else opens the \
                          administration, found none";
            return Err(Problem::new(Kind::AccessDenied, detail));
        }
        self.check_token(request)
    }

    /// Lets in who watches the service: by a token, or on the machine itself when there is no sign of a proxy between.
    pub(super) fn check_operator(&self, request: &HttpRequest, bases: &PublicBases) -> Result<(), Problem> {
        if bases.is_direct(request) {
            return Ok(());
        }
        if !self.tokens.is_empty() {
            return self.check_token(request);
        }
        let detail = "expected a client on the machine of the service without a proxy between, found another: \
                      server.metrics_listen gives the metrics an address of their own, and access.tokens_file opens \
                      them by a token";
        Err(Problem::new(Kind::AccessDenied, detail))
    }

    /// The query of another address, signed like the one that let its client in; none where it was let in otherwise.
    pub(super) fn hand_on(&self, request: &HttpRequest, path: &str, query: &str) -> Option<String> {
        self.keys.hand_on(request.query_string(), path, query)
    }

    fn check_signed(&self, request: &HttpRequest, now: Timestamp) -> Result<Admission, Problem> {
        if !self.tokens.is_empty() && bearer(request).is_some_and(|token| self.knows(token)) {
            return Ok(Admission::Client);
        }
        let refused = |kind, detail: String| Err(Problem::new(kind, detail));
        match self.keys.verify(request.uri().path(), request.query_string(), now) {
            Ok(()) => Ok(Admission::Address),
            Err(Refusal::Unsigned) if !self.tokens.is_empty() => {
                self.check_token(request).map(|()| Admission::Client)
            }
            Err(Refusal::Unsigned) => refused(
                Kind::SignatureRefused,
                "signature: expected an address that `feedmill sign` has signed, found none".to_owned(),
            ),
            Err(Refusal::Invalid) => refused(
                Kind::SignatureRefused,
                "signature: expected one of this very address by a key that is known, found another"
                    .to_owned(),
            ),
            Err(Refusal::Expired(at)) => refused(
                Kind::AddressExpired,
                format!("expires: expected an address that is still valid, found one that was so until {at}"),
            ),
        }
    }

    fn check_token(&self, request: &HttpRequest) -> Result<(), Problem> {
        let detail = match bearer(request).map(|token| self.knows(token)) {
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

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").field("mode", &self.mode).finish_non_exhaustive()
    }
}

/// The keys that sign and verify addresses.
///
/// # Errors
/// When they cannot be read.
pub(super) fn signing_keys(settings: &AccessSettings) -> Result<SigningKeys, AccessError> {
    let AccessSettings { signing_keys_file, signing_keys, .. } = settings;
    let file = ("access.signing_keys_file", signing_keys_file.as_deref());
    Ok(SigningKeys::read(gather(file, ("access.signing_keys", signing_keys))?)?)
}

/// The token that a request shows (RFC 6750 §2.1).
fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn digest_of(found: &Placed) -> Result<[u8; 32], AccessError> {
    let token = found.secret.expose_secret();
    if token.len() >= MIN_TOKEN && token.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Sha256::digest(token.as_bytes()).into())
    } else {
        Err(AccessError::Token { place: found.place.clone() })
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

#[cfg(test)]
mod tests;
