//! From bytes to text. Never fails.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8};
use url::{Host, Url};

use super::content_type::{ContentType, Declares};
use super::prescan::{meta_label, xml_label};

/// How far a declaration is looked for. Browsers look at 1024 bytes; pages with scripts before it are read all the same.
const DECLARATION_BYTES: usize = 4096;
/// How much the detector is given. It slows down with length and has made up its mind by then.
const DETECTION_BYTES: usize = 16 * 1024;
const ESCAPE: u8 = 0x1b;

/// Decodes a saved page, of which no server says anything. Never fails.
pub fn decode_page(bytes: Vec<u8>) -> String {
    let encoding = bom(&bytes)
        .or_else(|| evidently_utf8(&bytes))
        .or_else(|| declared(&bytes, Declares::InMeta))
        .unwrap_or_else(|| detected(&bytes, None));
    if encoding == UTF_8 && bom(&bytes).is_none() {
        return String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    }
    encoding.decode(&bytes).0.into_owned()
}

/// Decodes a body and names its charset as the Encoding Standard does.
///
/// The first of these that says something wins: byte order mark, `Content-Type`, the bytes being UTF-8 beyond ASCII, the
/// declaration in the document, the looks of the first bytes that are not ASCII.
pub(super) fn decode(body: Vec<u8>, content_type: &ContentType, url: &Url) -> (String, &'static str) {
    let encoding = bom(&body)
        .or_else(|| content_type.charset.as_deref().and_then(known))
        .or_else(|| evidently_utf8(&body))
        .or_else(|| declared(&body, content_type.declares()))
        .unwrap_or_else(|| detected(&body, top_level_domain(url).as_deref()));
    if encoding != UTF_8 || bom(&body).is_some() {
        return (encoding.decode(&body).0.into_owned(), encoding.name());
    }
    let text = String::from_utf8(body)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    (text, encoding.name())
}

fn bom(body: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(body).map(|(encoding, _)| encoding)
}

/// UTF-8 when the bytes are valid as such and hold more than ASCII. Text of another charset is that by chance only when it
/// is very short, while pages that were converted keep the declaration of what they were.
fn evidently_utf8(body: &[u8]) -> Option<&'static Encoding> {
    (!body.is_ascii() && std::str::from_utf8(body).is_ok()).then_some(UTF_8)
}

/// The charset of a label. A charset that browsers refuse to decode counts as none, so that the page is still read.
fn known(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT)
}

/// The charset that the document declares. The declaration was read as ASCII, so it cannot be right about UTF-16 (HTML
/// Standard §13.2.3.2).
fn declared(body: &[u8], declares: Declares) -> Option<&'static Encoding> {
    let head = body.get(..DECLARATION_BYTES).unwrap_or(body);
    let in_meta = || meta_label(head).as_deref().and_then(known);
    let in_prolog = || xml_label(head).as_deref().and_then(known);
    let encoding = match declares {
        Declares::InMeta => in_meta().or_else(in_prolog),
        Declares::InProlog => in_prolog(),
        Declares::Nowhere => None,
    };
    encoding.map(Encoding::output_encoding)
}

fn detected(body: &[u8], top_level_domain: Option<&[u8]>) -> &'static Encoding {
    // ISO-2022-JP writes every letter in seven bits: only its escape sequences tell it from ASCII.
    let may_be_seven_bit = body.is_ascii() && body.contains(&ESCAPE);
    if !may_be_seven_bit && is_mostly_utf8(body) {
        return UTF_8;
    }
    // The head of a page is often ASCII for longer than the detector is allowed to look.
    let telling = body.iter().position(|byte| !byte.is_ascii() || *byte == ESCAPE);
    let sample = telling.and_then(|start| body.get(start..)).unwrap_or_default();
    let sample = sample.get(..DETECTION_BYTES).unwrap_or(sample);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, sample.len() < DETECTION_BYTES);
    detector.guess(top_level_domain, Utf8Detection::Deny)
}

/// Whether the bytes are UTF-8 but for a few that were damaged on the way: a teaser cut in the middle of a letter must
/// not turn every other letter of the page into two wrong ones.
fn is_mostly_utf8(body: &[u8]) -> bool {
    let (mut letters, mut faults) = (0_usize, 0_usize);
    for chunk in body.utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    faults == 0 || letters >= faults.saturating_mul(50)
}

/// The last label of the host in the form that the detector takes: lower-case ASCII without a dot.
fn top_level_domain(url: &Url) -> Option<Vec<u8>> {
    let Some(Host::Domain(name)) = url.host() else {
        return None;
    };
    let label = name.trim_end_matches('.').rsplit('.').next()?.to_ascii_lowercase();
    (!label.is_empty() && label.is_ascii()).then(|| label.into_bytes())
}

#[cfg(test)]
mod tests;
