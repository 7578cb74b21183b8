//! Files that are compressed themselves, not on their way: a sitemap may be kept as `sitemap.xml.gz` (sitemaps.org protocol, "Sitemap
//! file location and size").

use std::io::Read;

use flate2::read::MultiGzDecoder;
use url::Url;

use super::FetchError;
use super::content_type::ContentType;

/// How a gzip member begins (RFC 1952 §2.3.1).
const BEGINNING: &[u8] = b"\x1f\x8b\x08";

/// Whether a body may be a compressed file: by its declared type, or by its name where the type says nothing.
pub(super) fn may_be_packed(content_type: &ContentType, url: &Url) -> bool {
    match content_type.media_type.as_deref() {
        Some("application/gzip" | "application/x-gzip") => true,
        Some("application/octet-stream") => url.path().ends_with(".gz"),
        _ => false,
    }
}

/// The content of a compressed file, and what it is; the body as it is where it is none. A file whose type names the packing is
/// taken for XML, which tells its charset by itself.
///
/// # Errors
/// When the file is damaged, ends early, or has more than `limit` bytes in it.
pub(super) async fn unpacked(
    body: Vec<u8>,
    content_type: ContentType,
    url: &Url,
    limit: u64,
) -> Result<(Vec<u8>, ContentType), FetchError> {
    if !body.starts_with(BEGINNING) {
        return Ok((body, content_type));
    }
    let content_type = if may_be_packed(&content_type, url) {
        ContentType { media_type: Some("application/xml".to_owned()), charset: None }
    } else {
        content_type
    };
    let address = Box::new(url.clone());
    let unpacking = tokio::task::spawn_blocking(move || {
        let mut content = Vec::new();
        let read =
            MultiGzDecoder::new(body.as_slice()).take(limit.saturating_add(1)).read_to_end(&mut content);
        read.map(|_| content)
    });
    match unpacking.await.unwrap_or_else(|error| Err(std::io::Error::other(error))) {
        Ok(content) if u64::try_from(content.len()).is_ok_and(|length| length <= limit) => {
            Ok((content, content_type))
        }
        Ok(_) => Err(FetchError::TooLarge { url: address, limit }),
        Err(error) => Err(FetchError::BrokenCompression { url: address, source: Box::new(error) }),
    }
}
