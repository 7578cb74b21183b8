//! Which format a client gets that names none in the address (RFC 9110 §12.5.1).

use actix_web::http::header::{ACCEPT, HeaderMap};

use super::weighted::{Weight, Weighted, weighted};
use crate::render::Format;

/// The media types under which a format is asked for. The first is the one it is sent under.
const NAMES: [(Format, &[&str]); 3] = [
    (Format::Rss, &["application/rss+xml", "application/xml", "text/xml"]),
    (Format::Atom, &["application/atom+xml", "application/xml", "text/xml"]),
    (Format::Json, &["application/feed+json", "application/json"]),
];

/// The format that a client wants most; none when it accepts no format there is. Among equals RSS comes first, then
/// Atom, which is also what a client gets that accepts anything or says nothing.
pub(super) fn choose(headers: &HeaderMap) -> Option<Format> {
    if !headers.contains_key(ACCEPT) {
        return Some(Format::Rss);
    }
    let lines = headers.get_all(ACCEPT);
    let ranges: Vec<Weighted<'_>> = lines.filter_map(|line| line.to_str().ok()).flat_map(weighted).collect();
    let acceptable = NAMES.iter().filter_map(|(format, names)| Some((*format, weight_of(names, &ranges)?)));
    acceptable.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(format, _)| format)
}

/// The media types that can be had, for an answer that has to name them.
pub(super) fn offered() -> String {
    let names: Vec<&str> = NAMES.iter().filter_map(|(_, names)| names.first().copied()).collect();
    names.join(", ")
}

/// The weight that the most specific range gives to a format: a range that names it counts before one that names only
/// its kind, and that before `*/*`.
fn weight_of(names: &[&str], ranges: &[Weighted<'_>]) -> Option<Weight> {
    let of = |matches: &dyn Fn(&str) -> bool| {
        let fitting = ranges.iter().filter(|range| matches(range.value));
        fitting.map(|range| range.weight).max()
    };
    names
        .iter()
        .find_map(|name| of(&|range| range.eq_ignore_ascii_case(name)))
        .or_else(|| of(&|range| range.eq_ignore_ascii_case("application/*")))
        .or_else(|| of(&|range| range == "*/*"))
        .filter(|weight| *weight > 0)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::rss("application/rss+xml", Some(Format::Rss))]
    #[case::atom("application/atom+xml", Some(Format::Atom))]
    #[case::json_feed("application/feed+json", Some(Format::Json))]
    #[case::plain_json("application/json", Some(Format::Json))]
    #[case::any_xml("text/xml", Some(Format::Rss))]
    #[case::anything("*/*", Some(Format::Rss))]
    #[case::a_browser("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Format::Rss))]
    #[case::the_heavier_wish("application/rss+xml;q=0.4, application/atom+xml;q=0.6", Some(Format::Atom))]
    #[case::a_name_counts_before_a_star("application/rss+xml;q=0.1, */*", Some(Format::Atom))]
    #[case::a_refusal_counts_before_a_star("application/rss+xml;q=0, application/*", Some(Format::Atom))]
    #[case::in_any_case("Application/Feed+JSON", Some(Format::Json))]
    #[case::nothing_there_is("text/html", None)]
    #[case::everything_refused("*/*;q=0", None)]
    #[case::empty("", None)]
    fn the_format_follows_the_weights(#[case] header: &str, #[case] expected: Option<Format>) {
        let request = TestRequest::default().insert_header((ACCEPT, header)).to_http_request();

        assert_eq!(choose(request.headers()), expected);
    }

    #[test]
    fn a_client_that_says_nothing_gets_rss() {
        let request = TestRequest::default().to_http_request();
        assert_eq!(choose(request.headers()), Some(Format::Rss));
    }

    #[test]
    fn what_is_offered_are_the_media_types_that_are_sent() {
        let offered = offered();
        for format in Format::all() {
            let (sent, _) = format.media_type().split_once(';').unwrap();
            assert!(offered.contains(sent), "{offered} lacks {sent}");
        }
    }
}
