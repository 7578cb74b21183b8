//! Signing an address for whoever is to have it.

use jiff::Timestamp;
use url::{Url, form_urlencoded};

use super::access::{AccessError, signing_keys};
use super::settings::{AccessSettings, WebSettings, WebSettingsError};
use crate::feed::PublicBase;
use crate::render::Format;

/// Why an address is not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The public address cannot be used.
    #[error(transparent)]
    Base(#[from] WebSettingsError),
    /// The keys cannot be read.
    #[error("the keys cannot be read")]
    Keys(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There is no key.
    #[error("expected a key in access.signing_keys_file or access.signing_keys, found none")]
    NoKey,
    /// It is no address that takes a signature.
    #[error(
        "expected an address of the service such as \"/convert.rss?url=…\", /api/v1/listing?url=… or /api/v1/article?url=…, \
         found {0:?}"
    )]
    Address(String),
    /// It does not say which page is to be read.
    #[error("expected the address of a page as the parameter url, percent-encoded, found {0:?}")]
    Page(String),
}

impl From<AccessError> for SignError {
    fn from(error: AccessError) -> Self {
        Self::Keys(Box::new(error))
    }
}

/// Signs an address with the first key, for ever or until a moment. It is given whole or as a path of the service. What comes
/// back begins with the address that was given, or else with the public base, or where there is none with `listen`.
///
/// # Errors
/// When it is no address that takes a signature, or there is no key.
pub fn sign(
    web: &WebSettings,
    access: &AccessSettings,
    address: &str,
    expires: Option<Timestamp>,
) -> Result<String, SignError> {
    let (place, query) = address.split_once('?').unwrap_or((address, ""));
    let query = query.split('#').next().unwrap_or_default();
    let unknown = || SignError::Address(address.to_owned());
    let path = signable().into_iter().find(|path| place.ends_with(path.as_str())).ok_or_else(unknown)?;
    let base = match place.strip_suffix(path.as_str()).ok_or_else(unknown)? {
        "" => default_base(web)?.as_str().to_owned(),
        base => base.parse::<PublicBase>().map_err(|_| unknown())?.as_str().to_owned(),
    };
    let page = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "url");
    let is_page = |text: &str| Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if !page.is_some_and(|(_, page)| is_page(&page)) {
        return Err(SignError::Page(address.to_owned()));
    }
    let query = signing_keys(access)?.sign(&path, query, expires).ok_or(SignError::NoKey)?;
    Ok(format!("{base}{path}?{query}"))
}

fn default_base(web: &WebSettings) -> Result<PublicBase, SignError> {
    let listen = || web.listen.base().parse().map_err(|_| SignError::Address(String::new()));
    web.public_base()?.map_or_else(listen, Ok)
}

/// The paths of the addresses that take a signature.
fn signable() -> Vec<String> {
    let converted = [Format::Rss, Format::Atom, Format::Json].map(Format::extension);
    let converted = converted.into_iter().map(|extension| format!("/convert.{extension}"));
    converted.chain(["/api/v1/listing", "/api/v1/article"].map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn signed(public_url: Option<&str>, address: &str) -> Result<String, SignError> {
        let web = WebSettings { public_url: public_url.map(str::to_owned), ..WebSettings::default() };
        let keys = ["2026:0123456789abcdef0123456789abcdef"];
        let access = AccessSettings { signing_keys: keys.into_iter().collect(), ..AccessSettings::default() };
        sign(&web, &access, address, None)
    }

    #[rstest]
    #[case::a_path(None, "/convert.rss?url=https://news.example/", "http://127.0.0.1:8080/convert.rss?key=")]
    #[case::under_the_public_address(
        Some("https://feeds.example/here"),
        "/api/v1/listing?url=https://news.example/",
        "https://feeds.example/here/api/v1/listing?key="
    )]
    #[case::whole(
        None,
        "https://other.example/x/convert.json?url=https://news.example/",
        "https://other.example/x/convert.json?key="
    )]
    fn an_address_is_signed_where_it_is_published(
        #[case] public_url: Option<&str>,
        #[case] address: &str,
        #[case] beginning: &str,
    ) {
        let signed = signed(public_url, address).unwrap();
        assert!(signed.starts_with(beginning) && signed.contains("&signature="), "{signed}");
    }

    #[test]
    fn the_place_where_an_address_is_published_is_not_signed() {
        let signature = |address| {
            let signed = signed(None, address).unwrap();
            signed.split_once("signature=").unwrap().1.to_owned()
        };
        assert_eq!(
            signature("/convert.rss?url=https://news.example/"),
            signature("https://feeds.example/here/convert.rss?url=https%3A%2F%2Fnews.example%2F#top")
        );
    }

    #[rstest]
    #[case("/feeds/herald/news.rss")]
    #[case("/convert.xml?url=https://news.example/")]
    #[case("https://news.example/politics")]
    #[case("ftp://feeds.example/convert.rss?url=https://news.example/")]
    fn what_takes_no_signature_is_refused(#[case] address: &str) {
        assert!(matches!(signed(None, address), Err(SignError::Address(_))), "{address}");
    }

    #[rstest]
    #[case("/convert.rss")]
    #[case("/convert.rss?url=news")]
    fn an_address_without_a_page_is_refused(#[case] address: &str) {
        assert!(matches!(signed(None, address), Err(SignError::Page(_))), "{address}");
    }

    #[test]
    fn nothing_is_signed_without_a_key() {
        let (web, access) = (WebSettings::default(), AccessSettings::default());
        let error = sign(&web, &access, "/convert.rss?url=https://news.example/", None).unwrap_err();
        assert!(matches!(error, SignError::NoKey));
    }
}
