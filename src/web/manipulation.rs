//! `A-IM` (RFC 3229 §10.5.3): a reader that wants what has changed instead of the whole.

use actix_web::http::header::{HeaderMap, HeaderName};

use super::conditional::tags;
use super::weighted::weighted;

static A_IM: HeaderName = HeaderName::from_static("a-im");

/// The marks that a coding puts behind a document's tag.
const CODINGS: [&str; 2] = ["-gzip", "-br"];

/// The documents that a reader has, by their tags without the marks of codings, where it takes the changes since;
/// nothing where it does not ask for them.
pub(super) fn had(headers: &HeaderMap) -> Vec<String> {
    if !headers.contains_key(&A_IM) {
        return Vec::new();
    }
    let lines = headers.get_all(&A_IM).filter_map(|line| line.to_str().ok());
    let mut wishes = lines.flat_map(weighted);
    if !wishes.any(|wish| wish.value.eq_ignore_ascii_case("feed") && wish.weight > 0) {
        return Vec::new();
    }
    let named = tags(headers).filter_map(|tag| std::str::from_utf8(tag).ok());
    let bare = |tag: &str| {
        let marked = CODINGS.iter().find_map(|coding| tag.strip_suffix(coding));
        marked.unwrap_or(tag).to_owned()
    };
    named.take(MOST_TAGS).map(bare).collect()
}

/// More copies than these no reader has.
const MOST_TAGS: usize = 16;

#[cfg(test)]
mod tests {
    use actix_web::http::header::IF_NONE_MATCH;
    use actix_web::test::TestRequest;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::asked("feed", "\"abc\"", &["abc"])]
    #[case::of_any_coding("feed", "\"abc-gzip\", W/\"def-br\"", &["abc", "def"])]
    #[case::among_others("vcdiff;q=0.5, Feed;q=0.1", "\"abc\"", &["abc"])]
    #[case::refused("feed;q=0", "\"abc\"", &[])]
    #[case::another("gzip", "\"abc\"", &[])]
    #[case::no_tag("feed", "abc", &[])]
    fn the_copies_of_a_reader_that_takes_changes_are_named(
        #[case] wish: &str,
        #[case] copies: &str,
        #[case] expected: &[&str],
    ) {
        let request = TestRequest::default().insert_header((A_IM.clone(), wish));
        let request = request.insert_header((IF_NONE_MATCH, copies)).to_http_request();

        assert_eq!(had(request.headers()), expected);
    }
}
