//! Which of the codings that lie ready a client gets (RFC 9110 §12.5.3).

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap};
use bytes::Bytes;

use super::weighted::{Weight, weighted};
use crate::render::Encoded;

/// The codings in which every document lies ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// As rendered.
    Identity,
    /// `gzip` (RFC 1952).
    Gzip,
    /// `br` (RFC 7932).
    Brotli,
}

/// The best coding first: among equal wishes the smallest body wins.
const BY_SIZE: [Coding; 3] = [Coding::Brotli, Coding::Gzip, Coding::Identity];

/// The coding that a client wants most; none when it refuses every coding, the uncompressed form included.
///
/// Without the header the document goes out as it is: no coding was asked for, so none is sent.
pub(super) fn choose(headers: &HeaderMap) -> Option<Coding> {
    if !headers.contains_key(ACCEPT_ENCODING) {
        return Some(Coding::Identity);
    }
    let mut wishes = Wishes::default();
    let lines = headers.get_all(ACCEPT_ENCODING);
    for element in lines.filter_map(|line| line.to_str().ok()).flat_map(weighted) {
        wishes.note(element.value, element.weight);
    }
    wishes.best()
}

/// What a client says about each coding of [`BY_SIZE`], and about those that it does not name.
#[derive(Default)]
struct Wishes {
    named: [Option<Weight>; 3],
    others: Option<Weight>,
}

impl Wishes {
    fn note(&mut self, name: &str, weight: Weight) {
        if name == "*" {
            self.others = Some(weight);
        }
        for (coding, slot) in BY_SIZE.iter().zip(&mut self.named) {
            if coding.is_named(name) {
                *slot = Some(weight);
            }
        }
    }

    fn best(&self) -> Option<Coding> {
        let ranked = BY_SIZE.into_iter().zip(self.named);
        let acceptable = ranked.filter_map(|(coding, named)| Some((coding, self.rank(coding, named)?)));
        acceptable.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(coding, _)| coding)
    }

    /// The weight of a coding that may be sent. The uncompressed form may be sent even when nothing is said of it, and
    /// then stands behind everything that is named.
    fn rank(&self, coding: Coding, named: Option<Weight>) -> Option<Weight> {
        match named.or(self.others) {
            Some(0) => None,
            None if coding == Coding::Identity => Some(0),
            weight => weight,
        }
    }
}

impl Coding {
    /// The value of `Content-Encoding`; none for the document as rendered.
    pub(super) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// The bytes of a document in this coding.
    pub(super) fn body(self, document: &Encoded) -> Bytes {
        match self {
            Self::Identity => document.identity.clone(),
            Self::Gzip => document.gzip.clone(),
            Self::Brotli => document.brotli.clone(),
        }
    }

    fn is_named(self, name: &str) -> bool {
        match self {
            Self::Identity => name.eq_ignore_ascii_case("identity"),
            // RFC 9110 §8.4.1.3: `x-gzip` is to be taken as `gzip`.
            Self::Gzip => name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip"),
            Self::Brotli => name.eq_ignore_ascii_case("br"),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::named_alone("gzip", Some(Coding::Gzip))]
    #[case::the_smaller_of_equals("gzip, deflate, br", Some(Coding::Brotli))]
    #[case::the_heavier_wish("br;q=0.5, gzip;q=0.8", Some(Coding::Gzip))]
    #[case::an_old_name("X-GZip", Some(Coding::Gzip))]
    #[case::anything("*", Some(Coding::Brotli))]
    #[case::anything_but_one("br;q=0, *", Some(Coding::Gzip))]
    #[case::unknown_only("deflate, zstd", Some(Coding::Identity))]
    #[case::empty("", Some(Coding::Identity))]
    #[case::a_weak_wish_beats_silence("gzip;q=0.001", Some(Coding::Gzip))]
    #[case::uncompressed_preferred("identity, gzip;q=0.9", Some(Coding::Identity))]
    #[case::uncompressed_refused("identity;q=0, gzip;q=0.1", Some(Coding::Gzip))]
    #[case::uncompressed_refused_with_the_rest("br, *;q=0", Some(Coding::Brotli))]
    #[case::everything_refused("*;q=0", None)]
    #[case::each_refused("identity;q=0, br;q=0, gzip;q=0", None)]
    fn the_coding_follows_the_weights(#[case] header: &str, #[case] expected: Option<Coding>) {
        let request = TestRequest::default().insert_header((ACCEPT_ENCODING, header)).to_http_request();

        assert_eq!(choose(request.headers()), expected);
    }

    #[test]
    fn a_client_that_does_not_ask_gets_no_coding() {
        let request = TestRequest::default().to_http_request();
        assert_eq!(choose(request.headers()), Some(Coding::Identity));
    }

    #[test]
    fn several_header_lines_are_one_list() {
        let request = TestRequest::default()
            .append_header((ACCEPT_ENCODING, "gzip;q=0.2"))
            .append_header((ACCEPT_ENCODING, "br;q=0.1"))
            .to_http_request();

        assert_eq!(choose(request.headers()), Some(Coding::Gzip));
    }
}
