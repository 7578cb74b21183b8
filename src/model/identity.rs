//! Who an item is: an id that outlives its address, and the aliases it is recognised by.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::{Host, Url};

use super::SiteName;

/// The id of an item, for ever: `urn:feedmill:` and 160 bits of SHA-256 in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemId(String);

/// One name by which a site's item is recognised. Several may lead to the same item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Alias {
    /// The site's own id of the post: the strongest.
    PostId(String),
    /// The canonical URL, normalised.
    Canonical(String),
    /// The link, normalised.
    Link(String),
    /// The text of an entry that has no link.
    Text(String),
    /// The title of an article: the weakest, since other articles may have it too.
    Title(String),
}

impl ItemId {
    /// The id of an item that is first known by this alias.
    pub fn new(site: &SiteName, alias: &Alias) -> Self {
        let mut hash = Sha256::new();
        // Canonical URL and link share a name space: a page whose canonical URL is its link has one id, whichever of
        // the two was seen first.
        let (kind, value) = match alias {
            Alias::PostId(id) => ("post", id),
            Alias::Canonical(url) | Alias::Link(url) => ("url", url),
            Alias::Text(text) => ("text", text),
            Alias::Title(title) => ("title", title),
        };
        for part in [site.as_str(), kind, value] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let digits = short_hex(&hash.finalize());
        Self(format!("urn:feedmill:{digits}"))
    }

    /// The id as a URN.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Alias {
    /// The alias as one line of text, unique over all kinds; what the store keeps.
    pub fn storage_key(&self) -> String {
        match self {
            Self::PostId(id) => format!("post:{id}"),
            Self::Canonical(url) | Self::Link(url) => format!("url:{url}"),
            Self::Text(text) => format!("text:{text}"),
            Self::Title(title) => format!("title:{title}"),
        }
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for ItemId {
    /// Takes an id that was stored before.
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// The first twenty bytes of a digest in hexadecimal digits: enough that no two things ever share them.
pub fn short_hex(digest: &[u8]) -> String {
    digest.iter().take(20).map(|byte| format!("{byte:02x}")).collect()
}

/// Brings an address into the form under which two links to the same page are equal: scheme https, host without
/// `www.` and trailing dot, no default port, no userinfo, no fragment, no tracking parameters, no trailing slash.
/// The order of the remaining parameters is kept, since to some sites it matters.
pub fn normalise_link(url: &Url) -> String {
    let mut link = String::with_capacity("https://".len() + url.as_str().len());
    link.push_str("https://");
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            link.push_str(name.strip_prefix("www.").unwrap_or(name));
        }
        Some(address) => link.push_str(&address.to_string()),
        None => {}
    }
    if let Some(port) = url.port().filter(|port| !matches!(port, 80 | 443)) {
        link.push(':');
        link.push_str(&port.to_string());
    }
    link.push_str(url.path().trim_end_matches('/'));
    if url.query().is_some() {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(url.query_pairs().filter(|(name, _)| !is_tracking_parameter(name)));
        let query = query.finish();
        if !query.is_empty() {
            link.push('?');
            link.push_str(&query);
        }
    }
    link
}

/// The address under which a page for small screens (`m.news.example`) or in AMP (`/story/amp`, `?amp=1`) stands for all
/// others, guessed from how sites name them; none for an address that has nothing of that.
pub fn plain_address(url: &Url) -> Option<Url> {
    let mut plain = url.clone();
    if let Some(Host::Domain(host)) = url.host() {
        plain.set_host(Some(&plain_host(host))).ok()?;
    }
    plain.set_path(plain_path(url.path()));
    let is_variant = |(name, value): &(Cow<'_, str>, Cow<'_, str>)| {
        name.eq_ignore_ascii_case("amp") || (name.eq_ignore_ascii_case("outputType") && value == "amp")
    };
    if url.query_pairs().any(|pair| is_variant(&pair)) {
        let kept: Vec<_> = url.query_pairs().filter(|pair| !is_variant(pair)).collect();
        plain.set_query(None);
        if !kept.is_empty() {
            plain.query_pairs_mut().extend_pairs(kept);
        }
    }
    (plain != *url).then_some(plain)
}

/// A host without the label that names a variant of the site, unless it is a part of the registered name.
fn plain_host(host: &str) -> String {
    const VARIANTS: [&str; 4] = ["m", "mobile", "amp", "wap"];
    let labels: Vec<&str> = host.split('.').collect();
    let own = labels.len().saturating_sub(2);
    let kept = labels.iter().enumerate().filter(|(at, label)| *at >= own || !VARIANTS.contains(label));
    kept.map(|(_, label)| *label).collect::<Vec<_>>().join(".")
}

fn plain_path(path: &str) -> &str {
    const ENDINGS: [&str; 3] = ["/amp", "/amp.html", ".amp"];
    let bare = path.trim_end_matches('/');
    let without_ending = ENDINGS.iter().find_map(|ending| bare.strip_suffix(ending));
    let without_beginning = path.strip_prefix("/amp").filter(|rest| rest.starts_with('/'));
    // The AMP page of a whole site is no article.
    [without_ending, without_beginning].into_iter().flatten().find(|rest| rest.len() > 1).unwrap_or(path)
}

/// Whether two addresses are of the same site: of the same host, with or without `www.`.
pub fn same_site(one: &Url, other: &Url) -> bool {
    bare_host(one) == bare_host(other)
}

/// The host of an address without `www.` and a trailing dot; empty where it has none.
fn bare_host(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    host.strip_prefix("www.").unwrap_or(host)
}

/// Whether a query parameter only tells where a visitor came from.
pub(crate) fn is_tracking_parameter(name: &str) -> bool {
    const NAMES: [&str; 22] = [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "igshid",
        "twclid",
        "ttclid",
        "mc_cid",
        "mc_eid",
        "_hsenc",
        "_hsmi",
        "mkt_tok",
        "oly_anon_id",
        "oly_enc_id",
        "vero_id",
        "s_cid",
        "ref_src",
        "ref_url",
        "cmpid",
    ];
    const PREFIXES: [&str; 4] = ["utm_", "pk_", "mtm_", "at_"];
    let name = name.to_ascii_lowercase();
    NAMES.contains(&name.as_str()) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalised(url: &str) -> String {
        normalise_link(&Url::parse(url).unwrap())
    }

    #[test]
    fn links_to_the_same_page_are_equal_after_normalisation() {
        let expected = "https://news.example/politics/a-b?id=7";
        for url in [
            "https://news.example/politics/a-b?id=7",
            "http://NEWS.example:80/politics/a-b/?id=7#comments",
            "https://www.news.example:443/politics/a-b?utm_source=x&id=7&fbclid=abc",
            "https://user:secret@news.example./politics/a-b?id=7&utm_campaign=y",
        ] {
            assert_eq!(normalised(url), expected, "{url}");
        }
    }

    #[test]
    fn links_to_other_pages_stay_apart() {
        assert_ne!(normalised("https://news.example/a?id=1"), normalised("https://news.example/a?id=2"));
        assert_ne!(normalised("https://news.example/a"), normalised("https://news.example:8080/a"));
        assert_ne!(normalised("https://en.news.example/a"), normalised("https://es.news.example/a"));
    }

    #[test]
    fn variants_for_small_screens_and_amp_have_a_plain_address() {
        let plain = |url: &str| plain_address(&Url::parse(url).unwrap()).map(String::from);
        for url in [
            "https://m.news.example/politics/a-b?id=7",
            "https://amp.news.example/politics/a-b?id=7",
            "https://news.example/politics/a-b/amp/?id=7",
            "https://news.example/amp/politics/a-b?id=7",
            "https://news.example/politics/a-b.amp?id=7",
            "https://news.example/politics/a-b?id=7&amp=1",
        ] {
            assert_eq!(plain(url).as_deref(), Some("https://news.example/politics/a-b?id=7"), "{url}");
        }
        for url in [
            "https://news.example/amplifiers",
            "https://m.example/a",
            "https://news.example/camp",
            "https://news.example/amp/",
        ] {
            assert_eq!(plain(url), None, "{url}");
        }
    }

    #[test]
    fn an_id_does_not_depend_on_whether_link_or_canonical_url_was_seen_first() {
        let site = SiteName::parse("site").unwrap();
        let link = Alias::Link("https://news.example/a".to_owned());
        let canonical = Alias::Canonical("https://news.example/a".to_owned());
        assert_eq!(ItemId::new(&site, &link), ItemId::new(&site, &canonical));
        assert_ne!(ItemId::new(&site, &link), ItemId::new(&site, &Alias::PostId("7".to_owned())));
        assert_eq!(ItemId::new(&site, &link).as_str().len(), "urn:feedmill:".len() + 40);
    }
}
