//! What a server says a body is.

use reqwest::header::{CONTENT_TYPE, HeaderMap};

/// The two things of a `Content-Type` that matter here (RFC 9110 §8.3). Read leniently: servers write it in many ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ContentType {
    /// `type/subtype` in lower case; none where it is missing or has another form.
    pub media_type: Option<String>,
    /// The label of the charset as written, without quotes.
    pub charset: Option<String>,
}

/// Where the charset stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declares {
    /// In a `meta` element or, failing that, in an XML declaration: HTML and XHTML.
    InMeta,
    /// In the XML declaration: other XML, whose text may quote a `meta` element.
    InProlog,
    /// JSON and plain text have no place for it.
    Nowhere,
}

impl ContentType {
    /// The content type of an answer.
    pub fn of(headers: &HeaderMap) -> Self {
        headers
            .get(CONTENT_TYPE)
            .map(|value| Self::parse(&String::from_utf8_lossy(value.as_bytes())))
            .unwrap_or_default()
    }

    /// Whether a body of this type may be a page: HTML, XML, JSON or other text. An undeclared type may.
    pub fn may_be_a_page(&self) -> bool {
        let Some((kind, subtype)) = self.media_type.as_deref().and_then(|name| name.split_once('/')) else {
            return true;
        };
        match kind {
            "text" => true,
            "application" => {
                matches!(subtype, "xml" | "json" | "javascript" | "x-javascript" | "ecmascript")
                    || subtype.ends_with("+xml")
                    || subtype.ends_with("+json")
            }
            _ => false,
        }
    }

    /// Where a document of this type may declare its charset.
    pub fn declares(&self) -> Declares {
        match self.media_type.as_deref() {
            None | Some("text/html" | "application/xhtml+xml") => Declares::InMeta,
            Some("text/xml" | "application/xml") => Declares::InProlog,
            Some(name) if name.ends_with("+xml") => Declares::InProlog,
            Some(_) => Declares::Nowhere,
        }
    }

    fn parse(value: &str) -> Self {
        let mut parts = value.split(';');
        let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let charset = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
            .map(|(_, label)| label.trim().trim_matches(['"', '\'']).trim().to_owned())
            .filter(|label| !label.is_empty());
        let well_formed =
            name.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
        Self { media_type: well_formed.then_some(name), charset }
    }
}

/// A media type that the first bytes tell where the server told none; none where they look like text.
///
/// The bytes that no text has are those of the MIME Sniffing Standard (§3, binary data byte).
pub(super) fn sniffed_binary(body: &[u8]) -> Option<&'static str> {
    if encoding_rs::Encoding::for_bom(body).is_some() {
        return None;
    }
    if let Some(known) = signature(body) {
        return Some(known);
    }
    body.iter()
        .take(1445)
        .any(|byte| matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f))
        .then_some("application/octet-stream")
}

/// The media type of a body that begins like a document, a picture or an archive (MIME Sniffing Standard §6); none of the
/// beginnings can be that of a text.
pub(super) fn signature(body: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[u8], &str); 8] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"PK\x03\x04", "application/zip"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (b"\x1a\x45\xdf\xa3", "video/webm"),
    ];
    let webp = body.starts_with(b"RIFF") && body.get(8..12) == Some(b"WEBP");
    let known = BEGINNINGS.iter().find(|(beginning, _)| body.starts_with(beginning));
    known.map(|(_, media_type)| *media_type).or_else(|| webp.then_some("image/webp"))
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_type_and_charset_are_read_however_they_are_written() {
        for (value, media_type, charset) in [
            ("text/html", Some("text/html"), None),
            ("Text/HTML; Charset=UTF-8", Some("text/html"), Some("UTF-8")),
            ("text/html;charset=\"windows-1251\"", Some("text/html"), Some("windows-1251")),
            ("text/html; level=1; charset = 'big5' ;", Some("text/html"), Some("big5")),
            ("text/html; charset=", Some("text/html"), None),
            ("charset=utf-8", None, None),
            ("; charset=utf-8", None, Some("utf-8")),
            ("html", None, None),
            ("", None, None),
        ] {
            let found = ContentType::parse(value);
            assert_eq!(found.media_type.as_deref(), media_type, "{value:?}");
            assert_eq!(found.charset.as_deref(), charset, "{value:?}");
        }
    }

    #[test]
    fn text_of_every_kind_may_be_a_page_and_nothing_else() {
        for value in [
            "text/html",
            "text/plain",
            "application/xhtml+xml",
            "application/xml",
            "application/rss+xml",
            "application/json",
            "application/feed+json",
            "application/javascript",
            "",
            "garbage",
        ] {
            assert!(ContentType::parse(value).may_be_a_page(), "{value}");
        }
        for value in [
            "application/pdf",
            "image/png",
            "image/svg+xml",
            "video/mp4",
            "application/octet-stream",
            "application/zip",
            "multipart/mixed",
        ] {
            assert!(!ContentType::parse(value).may_be_a_page(), "{value}");
        }
    }

    #[test]
    fn first_bytes_tell_text_from_anything_else() {
        assert_eq!(sniffed_binary(b"<!doctype html>\r\n\t<p>\x1b"), None);
        assert_eq!(sniffed_binary(b""), None);
        assert_eq!(sniffed_binary(b"\xff\xfe<\0p\0>\0"), None);
        assert_eq!(sniffed_binary(b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(sniffed_binary(b"\x89PNG\r\n\x1a\n\0\0"), Some("image/png"));
        assert_eq!(sniffed_binary(b"\0\0\0\x20ftyp"), Some("application/octet-stream"));
    }
}
