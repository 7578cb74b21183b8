//! Documents: rendered, compressed once, and named by an entity tag.

use std::collections::BTreeMap;
use std::io::{self, Read};

use bytes::Bytes;
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};
use url::Url;

use super::prepared::Prepared;
use super::{atom, json, rss};
use crate::model::{Feed, FeedKey};

/// The formats a feed can be had in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// RSS 2.0 with the Content, Dublin Core, Media RSS and Atom modules.
    Rss,
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// How much of each item a document carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Content {
    /// The whole body.
    #[default]
    Full,
    /// The lead or, where an item has none, the opening of its body.
    Summary,
}

/// The addresses of the document itself; everything else comes from the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// Where this very document is served. Atom `link[rel=self]` (RFC 4287 §4.2.7.2), JSON Feed `feed_url`.
    pub self_url: Url,
    /// The document of older items. Atom `link[rel=next]` (RFC 5005 §3), JSON Feed `next_url`.
    pub next_url: Option<Url>,
    /// The page of the archive before this document. Atom `link[rel=prev-archive]` (RFC 5005 §4), JSON Feed `next_url`.
    pub prev_archive: Option<Url>,
    /// The page of the archive after this one. Atom `link[rel=next-archive]` (RFC 5005 §4).
    pub next_archive: Option<Url>,
    /// The document of the newest items, where this is not it. Atom `link[rel=current]` (RFC 5005 §4).
    pub current: Option<Url>,
    /// The hub that is told of changes (WebSub §4). Atom `link[rel=hub]`, JSON Feed `hubs`, HTTP `Link`.
    pub hub: Option<Url>,
    /// Where the state of the feed is told. JSON Feed `_feedmill`.
    pub state: Option<StateLinks>,
    /// The addresses of the feeds that items came from. RSS `source`, Atom `source/link[rel=self]`.
    pub sources: BTreeMap<FeedKey, Url>,
}

/// Where the state of a feed is told: addresses, so that the document stays the same while the state changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateLinks {
    /// What these fields are, for people.
    pub about: Url,
    /// The state as JSON.
    pub state_url: Url,
    /// The state for people.
    pub status_url: Url,
}

/// A document, ready to be sent as often as anyone asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The value of `Content-Type`.
    pub media_type: &'static str,
    /// The bytes in every coding.
    pub body: Encoded,
    /// 128 bits of SHA-256 over the identity bytes in hexadecimal digits, without the quotes of RFC 9110 §8.8.3. The
    /// compressed forms need tags of their own, since a strong tag names bytes.
    pub etag: String,
    /// The value of the header `Link` (RFC 8288) that WebSub §4 asks for: hub and topic. Absent without a hub.
    pub link: Option<Bytes>,
}

/// One text in the codings of RFC 9110 §8.4.1. Compressing is the dearest step of an answer, so it is done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// As rendered.
    pub identity: Bytes,
    /// `gzip`, level 6.
    pub gzip: Bytes,
    /// `br`, quality 5.
    pub brotli: Bytes,
}

/// Why a feed could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The RSS writer gave up.
    #[error("cannot write the RSS document {url}")]
    Rss {
        /// The document's own address.
        url: String,
        /// What the writer said.
        source: ::rss::Error,
    },
    /// The Atom writer gave up.
    #[error("cannot write the Atom document {url}")]
    Atom {
        /// The document's own address.
        url: String,
        /// What the writer said.
        source: atom_syndication::Error,
    },
    /// The JSON writer gave up.
    #[error("cannot write the JSON Feed document {url}")]
    Json {
        /// The document's own address.
        url: String,
        /// What the writer said.
        source: serde_json::Error,
    },
    /// The OPML writer gave up.
    #[error("cannot write the OPML document {title:?}")]
    Opml {
        /// The document's title.
        title: String,
        /// What the writer said.
        source: std::fmt::Error,
    },
}

/// Renders a feed. The result depends on nothing but the arguments.
///
/// # Errors
/// When a writer gives up; none does while it writes into memory.
pub fn render(feed: &Feed, links: &Links, format: Format, content: Content) -> Result<Document, RenderError> {
    let prepared = Prepared::new(feed, links, content);
    let url = || links.self_url.to_string();
    let bytes = match format {
        Format::Rss => rss::write(&prepared).map_err(|source| RenderError::Rss { url: url(), source })?,
        Format::Atom => atom::write(&prepared).map_err(|source| RenderError::Atom { url: url(), source })?,
        Format::Json => json::write(&prepared).map_err(|source| RenderError::Json { url: url(), source })?,
    };
    let hub = links.hub.as_ref();
    let link = hub.map(|hub| format!("<{hub}>; rel=\"hub\", <{}>; rel=\"self\"", links.self_url).into());
    Ok(Document { link, ..encode(format.media_type(), bytes) })
}

/// Compresses a text of any kind and computes its entity tag.
pub fn encode(media_type: &'static str, bytes: Vec<u8>) -> Document {
    let etag = Sha256::digest(&bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let body = Encoded {
        gzip: compressed(|out| gzip(&bytes, out)),
        brotli: compressed(|out| brotli(&bytes, out)),
        identity: Bytes::from(bytes),
    };
    Document { media_type, body, etag, link: None }
}

impl Links {
    /// The links of a document that stands alone.
    pub const fn new(self_url: Url) -> Self {
        Self {
            self_url,
            next_url: None,
            prev_archive: None,
            next_archive: None,
            current: None,
            hub: None,
            state: None,
            sources: BTreeMap::new(),
        }
    }

    /// What JSON Feed calls the next items: the page of older ones.
    pub(super) fn older(&self) -> Option<&Url> {
        self.next_url.as_ref().or(self.prev_archive.as_ref())
    }

    /// The links of XML formats beside `self` and `alternate`, by relation. Those to documents of the feed itself carry
    /// its media type.
    pub(super) fn relations(&self) -> impl Iterator<Item = (&'static str, &Url, bool)> {
        let relations = [
            ("next", &self.next_url, true),
            ("current", &self.current, true),
            ("prev-archive", &self.prev_archive, true),
            ("next-archive", &self.next_archive, true),
            ("hub", &self.hub, false),
        ];
        relations.into_iter().filter_map(|(name, url, is_feed)| Some((name, url.as_ref()?, is_feed)))
    }
}

impl Format {
    /// Every format.
    pub const fn all() -> [Self; 3] {
        [Self::Rss, Self::Atom, Self::Json]
    }

    /// The extension in addresses, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }

    /// The format of an extension, written as [`Format::extension`] writes it.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::all().into_iter().find(|format| format.extension() == extension)
    }

    /// The value of `Content-Type`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

impl Encoded {
    /// What the document occupies in all its codings, in bytes.
    pub fn weight(&self) -> usize {
        self.identity.len() + self.gzip.len() + self.brotli.len()
    }
}

/// The modification time in the header stays 0, so that the same text always gives the same bytes.
fn gzip(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    GzBuilder::new().mtime(0).read(bytes, Compression::new(6)).read_to_end(out).map(drop)
}

fn brotli(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 5, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, out, &parameters).map(drop)
}

#[expect(
    clippy::expect_used,
    reason = "both ends are memory; an empty body under a content coding would be worse than a stop"
)]
fn compressed(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Bytes {
    let mut out = Vec::new();
    write(&mut out).expect("compressing from memory into memory does not fail");
    Bytes::from(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        encode("text/plain; charset=utf-8", text.repeat(300).into_bytes())
    }

    #[test]
    fn both_codings_give_the_identity_bytes_back() {
        let document = document("a line of news\n");

        let mut gunzipped = Vec::new();
        flate2::read::GzDecoder::new(document.body.gzip.as_ref()).read_to_end(&mut gunzipped).unwrap();
        let mut unbrotlied = Vec::new();
        brotli::BrotliDecompress(&mut document.body.brotli.as_ref(), &mut unbrotlied).unwrap();

        assert_eq!(gunzipped, document.body.identity);
        assert_eq!(unbrotlied, document.body.identity);
    }

    #[test]
    fn the_same_text_gives_the_same_document_and_another_text_another_tag() {
        assert_eq!(document("one"), document("one"));
        assert_ne!(document("one").etag, document("two").etag);
        assert_eq!(document("one").etag.len(), 32);
    }

    #[test]
    fn the_gzip_header_names_no_time() {
        let header = document("one").body.gzip.slice(..10);
        assert_eq!(header.get(4..8), Some([0, 0, 0, 0].as_slice()));
    }

    #[test]
    fn the_weight_counts_every_coding() {
        let body = document("one").body;
        assert_eq!(
            body.weight(),
            900 + body.gzip.len() + body.brotli.len(),
            "three hundred times three letters and both compressed forms"
        );
    }

    #[test]
    fn an_empty_text_can_be_encoded() {
        let document = encode("text/plain", Vec::new());
        assert!(document.body.identity.is_empty());
        assert!(!document.body.gzip.is_empty() && !document.body.brotli.is_empty());
    }

    #[test]
    fn every_extension_leads_back_to_its_format() {
        for format in Format::all() {
            assert_eq!(Format::from_extension(format.extension()), Some(format));
        }
        assert_eq!(Format::from_extension("xml"), None);
    }
}
