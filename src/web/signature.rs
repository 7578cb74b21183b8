//! Signed addresses: who has one may ask for what it says, and for nothing else, without a header.
//!
//! The signature is HMAC-SHA256 (RFC 2104) over three lines: a mark, the path without the prefix under which the service is
//! published, and the parameters without `signature` and `page`, sorted by name and written as
//! `application/x-www-form-urlencoded` (URL Standard §5.2). So neither the order of the parameters nor the way in which their
//! values are percent-encoded counts. A page of a feed's archive belongs to the feed and is not fetched, so `page` may change.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use url::form_urlencoded;

use super::secret::Placed;

/// The parameters of a signed address beside those of what it asks for.
pub(super) const PARAMETERS: [&str; 3] = ["key", "expires", "signature"];

/// The first line of what is signed, so that a signature made for another purpose with the same key is none here.
const MARK: &str = "feedmill signed address 1";

/// Shortest secret of a key, in bytes: as many as its hash function gives (RFC 2104 §3).
const MIN_SECRET: usize = 32;

/// Longest name of a key, in bytes.
const MAX_NAME: usize = 32;

/// Longest moment of expiry, in bytes: one of RFC 3339 with nanoseconds.
const MAX_EXPIRES: usize = 35;

/// The keys. The first signs, and all are valid.
#[derive(Default)]
pub(super) struct SigningKeys(Vec<SigningKey>);

struct SigningKey {
    name: String,
    secret: SecretString,
}

/// A key that cannot be used. It never shows the key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{place}: expected a key as NAME:SECRET, the name of 1 to {MAX_NAME} letters, digits, dashes or underscores that no other \
     key has, the secret of at least {MIN_SECRET} visible characters, found something else"
)]
pub(super) struct BadKey {
    place: String,
}

/// Why an address does not let anyone in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It has no signature.
    Unsigned,
    /// Its signature is none of a key that is known, or of another address.
    Invalid,
    /// It was valid until this moment.
    Expired(Timestamp),
}

impl SigningKeys {
    /// Reads keys, each as `NAME:SECRET`.
    ///
    /// # Errors
    /// Names the place of the first that is no key.
    pub(super) fn read(lines: Vec<Placed>) -> Result<Self, BadKey> {
        let mut keys: Vec<SigningKey> = Vec::new();
        for Placed { secret, place } in lines {
            let bad = || BadKey { place: place.clone() };
            let (name, secret) = secret.expose_secret().split_once(':').ok_or_else(bad)?;
            let fits = is_name(name)
                && secret.len() >= MIN_SECRET
                && secret.bytes().all(|byte| byte.is_ascii_graphic())
                && keys.iter().all(|key| key.name != name);
            if !fits {
                return Err(bad());
            }
            keys.push(SigningKey { name: name.to_owned(), secret: SecretString::from(secret) });
        }
        Ok(Self(keys))
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The query of a signed address: that of `query`, signed with the first key. None where there is no key.
    pub(super) fn sign(&self, path: &str, query: &str, expires: Option<Timestamp>) -> Option<String> {
        self.0.first()?.sign(path, query, expires)
    }

    /// Looks whether an address is signed and still valid. How long that takes tells nothing of the right signature.
    pub(super) fn verify(&self, path: &str, query: &str, now: Timestamp) -> Result<(), Refusal> {
        let value = |wanted: &str| {
            let mut found = form_urlencoded::parse(query.as_bytes());
            found.find(|(name, _)| name == wanted).map(|(_, value)| value)
        };
        let signature = value("signature").ok_or(Refusal::Unsigned)?;
        let name = value("key").unwrap_or_default();
        let key = self.0.iter().find(|key| key.name == name).ok_or(Refusal::Invalid)?;
        let signature = unhex(&signature).ok_or(Refusal::Invalid)?;
        let mac = key.mac(path, &canonical(query)).ok_or(Refusal::Invalid)?;
        mac.verify_slice(&signature).map_err(|_| Refusal::Invalid)?;
        let Some(expires) = value("expires") else { return Ok(()) };
        match moment(&expires).ok_or(Refusal::Invalid)? {
            expires if now < expires => Ok(()),
            expires => Err(Refusal::Expired(expires)),
        }
    }

    /// Signs another address with the key and as long a life as the one of `query`, which is valid.
    pub(super) fn hand_on(&self, query: &str, path: &str, other: &str) -> Option<String> {
        let value = |wanted: &str| {
            let mut found = form_urlencoded::parse(query.as_bytes());
            found.find(|(name, _)| name == wanted).map(|(_, value)| value)
        };
        let name = value("key")?;
        let key = self.0.iter().find(|key| key.name == name)?;
        let expires = match value("expires") {
            Some(expires) => Some(moment(&expires)?),
            None => None,
        };
        key.sign(path, other, expires)
    }
}

impl SigningKey {
    /// The query of a signed address.
    fn sign(&self, path: &str, query: &str, expires: Option<Timestamp>) -> Option<String> {
        let plain = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| !PARAMETERS.contains(&name.as_ref()) && name != "page");
        let mut signed = form_urlencoded::Serializer::new(String::new());
        signed.extend_pairs(plain).append_pair("key", &self.name);
        if let Some(expires) = expires {
            signed.append_pair("expires", &expires.as_second().to_string());
        }
        let query = own_query(&signed.finish());
        let signature = self.mac(path, &query)?.finalize().into_bytes();
        Some(format!("{query}&signature={}", hex(&signature)))
    }

    /// The code over an address; none never, since a key may have any length.
    fn mac(&self, path: &str, parameters: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.expose_secret().as_bytes()).ok()?;
        mac.update(format!("{MARK}\n{path}\n{parameters}").as_bytes());
        Some(mac)
    }
}

/// What a parameter of a signed address has to be, where it is something else.
pub(super) fn fault(name: &str, value: &str) -> Option<&'static str> {
    match name {
        "key" if !is_name(value) => Some("the name of a key"),
        "expires" if moment(value).is_none() => {
            Some("a moment in seconds since 1970 or as RFC 3339 writes it")
        }
        "signature" if unhex(value).is_none() => Some("64 hexadecimal digits"),
        _ => None,
    }
}

/// The query of the feed to which an address belongs: sorted, and without the number of a page of its archive.
pub(super) fn own_query(query: &str) -> String {
    sorted(query, |name| name != "page")
}

/// What of a query is signed.
fn canonical(query: &str) -> String {
    sorted(query, |name| name != "page" && name != "signature")
}

fn sorted(query: &str, counts: impl Fn(&str) -> bool) -> String {
    let mut pairs: Vec<_> =
        form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| counts(name)).collect();
    // What a signature is last is only so that people find it.
    pairs.sort_by(|(one, a), (other, b)| (one == "signature", one, a).cmp(&(other == "signature", other, b)));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(plain)
}

/// A moment as seconds since 1970 or as RFC 3339 writes it.
fn moment(text: &str) -> Option<Timestamp> {
    if text.len() > MAX_EXPIRES {
        return None;
    }
    match text.parse() {
        Ok(seconds) => Timestamp::from_second(seconds).ok(),
        Err(_) => text.parse().ok(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    is_hex.then(|| text.as_bytes().chunks(2).map(pair).collect::<Option<_>>()).flatten()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const NOW: &str = "2026-05-01T12:00:00Z";

    fn keys(lines: &[&str]) -> Result<SigningKeys, BadKey> {
        let placed = |(index, line): (usize, &&str)| Placed {
            secret: SecretString::from(*line),
            place: format!("line {index}"),
        };
        SigningKeys::read(lines.iter().enumerate().map(placed).collect())
    }

    fn two() -> SigningKeys {
        keys(&["new:0123456789abcdef0123456789abcdef", "old:fedcba9876543210fedcba9876543210"]).unwrap()
    }

    fn verify(keys: &SigningKeys, path: &str, query: &str) -> Result<(), Refusal> {
        keys.verify(path, query, NOW.parse().unwrap())
    }

    #[test]
    fn the_signature_is_the_one_that_other_programs_make_of_the_same_lines() {
        let signed = two().sign("/convert.rss", "url=https%3A%2F%2Fnews.example%2F&limit=5", None).unwrap();

        // printf '…' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        assert_eq!(
            signed,
            "key=new&limit=5&url=https%3A%2F%2Fnews.example%2F&signature=bdde946614eb5c8a7fe90145d4e58b513e4f7b91c906b5f31ac18195745e4b6d"
        );
    }

    #[rstest]
    #[case::as_it_was_printed("key=new&limit=5&url=a+b")]
    #[case::in_another_order("url=a+b&limit=5&key=new")]
    #[case::encoded_otherwise("limit=%35&url=%61%20b&key=new")]
    #[case::with_a_page_of_its_archive("key=new&limit=5&url=a+b&page=3")]
    fn an_address_that_says_the_same_is_valid(#[case] query: &str) {
        let signed = two().sign("/convert.rss", "url=a%20b&limit=5", None).unwrap();
        let (_, signature) = signed.split_once("&signature=").unwrap();

        let query = format!("{query}&signature={signature}");
        assert_eq!(verify(&two(), "/convert.rss", &query), Ok(()));
    }

    #[rstest]
    #[case::of_another_path("/convert.atom", "key=new&limit=5&url=a")]
    #[case::of_another_page("/convert.rss", "key=new&limit=5&url=b")]
    #[case::with_one_parameter_less("/convert.rss", "key=new&url=a")]
    #[case::with_one_more("/convert.rss", "key=new&limit=5&url=a&pages=10")]
    #[case::with_one_twice("/convert.rss", "key=new&limit=5&limit=5&url=a")]
    #[case::with_another_key("/convert.rss", "key=old&limit=5&url=a")]
    #[case::with_a_key_that_is_not_known("/convert.rss", "key=none&limit=5&url=a")]
    #[case::with_a_longer_life("/convert.rss", "key=new&limit=5&url=a&expires=9999999999")]
    fn an_address_that_says_anything_else_is_refused(#[case] path: &str, #[case] query: &str) {
        let signed = two().sign("/convert.rss", "url=a&limit=5", None).unwrap();
        let (_, signature) = signed.split_once("&signature=").unwrap();

        let query = format!("{query}&signature={signature}");
        assert_eq!(verify(&two(), path, &query), Err(Refusal::Invalid));
    }

    #[rstest]
    #[case("url=a", Refusal::Unsigned)]
    #[case("url=a&key=new&signature=", Refusal::Invalid)]
    #[case("url=a&key=new&signature=zz", Refusal::Invalid)]
    #[case("url=a&signature=00", Refusal::Invalid)]
    fn what_is_no_signature_is_refused(#[case] query: &str, #[case] refusal: Refusal) {
        assert_eq!(verify(&two(), "/convert.rss", query), Err(refusal));
    }

    #[test]
    fn an_old_key_is_valid_until_it_is_taken_away() {
        let old = keys(&["old:fedcba9876543210fedcba9876543210"]).unwrap();
        let signed = old.sign("/convert.rss", "url=a", None).unwrap();

        assert_eq!(verify(&two(), "/convert.rss", &signed), Ok(()));
        let new = keys(&["new:0123456789abcdef0123456789abcdef"]).unwrap();
        assert_eq!(verify(&new, "/convert.rss", &signed), Err(Refusal::Invalid));
        assert!(two().sign("/convert.rss", "url=a", None).unwrap().starts_with("key=new&"));
        let handed_on = two().hand_on(&signed, "/api/v1/listing", "url=a&explain=true").unwrap();
        assert_eq!(verify(&two(), "/api/v1/listing", &handed_on), Ok(()));
        assert_eq!(verify(&new, "/api/v1/listing", &handed_on), Err(Refusal::Invalid));
    }

    #[test]
    fn an_address_expires_at_its_moment_and_hands_its_life_on() {
        let (keys, now): (_, Timestamp) = (two(), NOW.parse().unwrap());
        let later = Timestamp::from_second(now.as_second() + 1).unwrap();
        let signed = |expires| keys.sign("/convert.rss", "url=a", Some(expires)).unwrap();

        assert_eq!(keys.verify("/convert.rss", &signed(later), now), Ok(()));
        assert_eq!(keys.verify("/convert.rss", &signed(now), now), Err(Refusal::Expired(now)));
        let other = keys.hand_on(&signed(later), "/api/v1/listing", "url=a&explain=true").unwrap();
        assert_eq!(keys.verify("/api/v1/listing", &other, now), Ok(()));
        assert_eq!(keys.verify("/api/v1/listing", &other, later), Err(Refusal::Expired(later)));
    }

    #[rstest]
    #[case("1777636800", Some(NOW))]
    #[case("2026-05-01T12:00:00Z", Some(NOW))]
    #[case("2026-05-01T14:00:00+02:00", Some(NOW))]
    #[case("tomorrow", None)]
    #[case("99999999999999", None)]
    #[case("2026-05-01T12:00:00.000000000000000000000000000Z", None)]
    fn a_moment_is_seconds_or_a_date_with_its_time(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(moment(text), expected.map(|moment| moment.parse().unwrap()));
    }

    #[rstest]
    #[case::without_a_name("0123456789abcdef0123456789abcdef")]
    #[case::with_an_empty_name(":0123456789abcdef0123456789abcdef")]
    #[case::with_a_name_that_needs_encoding("a b:0123456789abcdef0123456789abcdef")]
    #[case::too_short("a:0123456789abcdef")]
    #[case::of_a_name_that_is_taken("first:0123456789abcdef0123456789abcdef")]
    fn a_line_that_is_no_key_is_told_by_its_place_and_never_shown(#[case] line: &str) {
        let error = keys(&["first:0123456789abcdef0123456789abcdef", line]).err().unwrap().to_string();
        assert!(error.starts_with("line 1: expected a key as NAME:SECRET"), "{error}");
        assert!(!error.contains("0123"), "{error}");
    }
}
