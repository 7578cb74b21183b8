//! What kind of document a text is, by its beginning. Media types do not tell: feeds are served as HTML, and pages as XML.

use serde::Deserialize;

/// A document of entries for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RSS 0.9x, 1.0 or 2.0, Atom 1.0.
    Feed,
    /// JSON Feed 1.0 or 1.1.
    JsonFeed,
    /// Addresses (sitemaps.org), with titles and dates of the news where it has them.
    Sitemap,
    /// Addresses of sitemaps.
    SitemapIndex,
}

#[derive(Deserialize)]
struct Versioned {
    version: String,
}

impl Kind {
    /// The kind of a document; none where it is anything else, such as a page.
    pub fn of(text: &str) -> Option<Self> {
        let text = beginning(text);
        if text.starts_with('{') {
            let version = serde_json::from_str::<Versioned>(text).ok()?.version;
            return version.contains("://jsonfeed.org/version/").then_some(Self::JsonFeed);
        }
        let name = root(text)?;
        match name.rsplit(':').next().unwrap_or(name) {
            "rss" | "RDF" | "feed" => Some(Self::Feed),
            "urlset" => Some(Self::Sitemap),
            "sitemapindex" => Some(Self::SitemapIndex),
            _ => None,
        }
    }
}

/// A text without the byte-order mark and the white space before it.
pub(super) fn beginning(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}

/// An XML document without its declaration: the text is decoded, whatever encoding it names.
pub(super) fn without_declaration(text: &str) -> &str {
    let text = beginning(text);
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text,
    }
}

/// The name of the root element, as it is written.
pub(super) fn root(text: &str) -> Option<&str> {
    let mut rest = beginning(text);
    loop {
        let (_, after) = if rest.starts_with("<?") {
            rest.split_once("?>")?
        } else if rest.starts_with("<!--") {
            rest.split_once("-->")?
        } else if rest.starts_with("<!") {
            let subset = rest.split('>').next().is_some_and(|head| head.contains('['));
            rest.split_once(if subset { "]>" } else { ">" })?
        } else {
            break;
        };
        rest = after.trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
    name.get(..end).filter(|name| !name.is_empty())
}
