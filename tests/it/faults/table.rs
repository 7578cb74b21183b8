//! The faults, by name: what the upstream does, how the refresh is to end, and when the feed is to be tried again.

use super::answers::{brotli, bytes, coded, cut, deflate, gzip, html, raw_html, spoilt, zstd, zstd_bomb};
use super::house::TTL_SECONDS;
use super::pages;
use super::upstream::Answer;

/// One line of the table.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// The name of its path.
    pub name: &'static str,
    /// What the path answers, and paths beyond it.
    pub answers: Vec<(String, Answer)>,
    /// The name of the outcome.
    pub outcome: &'static str,
    /// When the next try is due.
    pub next: Next,
    /// Whether it may be a matter of how a page is read: by rules, or by what is detected on it.
    pub is_read: bool,
}

/// When a feed is tried next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// After so many seconds.
    After(u64),
    /// Not until an operator says so.
    Never,
}

/// What the fetcher waits for, where it is not the usual.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limits {
    Usual,
    OneSilentSecond,
    OneSecondAPage,
}

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 3_600;
const WEEK: u64 = 7 * DAY;
/// The pause after the first failure of a kind that passes.
const SOON: Next = Next::After(TTL_SECONDS);

/// All that ends within the usual limits.
pub(super) fn usual() -> Vec<Fault> {
    let read = [stand_ins(), other_pages(), lengths()].concat();
    let read = read.into_iter().map(|fault| Fault { is_read: true, ..fault }).collect();
    [statuses(), pauses(), bodies(), codings(), connections(), redirects(), read].concat()
}

/// A server that says nothing.
pub(super) fn silent() -> Vec<Fault> {
    let half = raw_html("Content-Length: 900\r\n", b"<!doctype html><title>The He");
    vec![
        fault("silence", Answer::Silence(Vec::new()), "idle_timeout", SOON),
        fault("silence_in_the_body", Answer::Silence(half), "idle_timeout", SOON),
    ]
}

/// A server that is never done.
pub(super) fn slow() -> Vec<Fault> {
    let head = raw_html("", b"<!doctype html>");
    vec![
        fault("one_byte_at_a_time", Answer::Drip(head), "timeout", SOON),
        fault(
            "a_head_one_byte_at_a_time",
            Answer::Drip(b"HTTP/1.1 200 OK\r\nX-Filler: ".to_vec()),
            "timeout",
            SOON,
        ),
    ]
}

/// Statuses that bring no page, each with a listing in its body that is not to be read.
fn statuses() -> Vec<Fault> {
    let refused = Next::After(DAY);
    let named = [
        (401, "unauthorized", refused),
        (402, "payment_required", refused),
        (403, "forbidden", refused),
        (404, "not_found", SOON),
        (410, "gone", Next::Never),
        (429, "too_many_requests", SOON),
        (451, "unavailable_for_legal_reasons", refused),
        (503, "unavailable", SOON),
    ];
    let of = |codes: &'static [u16], outcome| codes.iter().map(move |code| (*code, outcome, SOON));
    let others =
        of(&[201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 305, 306, 600, 999], "unexpected_status")
            .chain(of(
                &[400, 405, 406, 407, 408, 409, 411, 412, 413, 414, 415, 416, 417, 418, 421],
                "client_error",
            ))
            .chain(of(&[422, 423, 424, 425, 426, 428, 431, 444, 460, 494, 499], "client_error"))
            .chain(of(
                &[500, 501, 502, 504, 505, 506, 507, 508, 510, 511, 520, 522, 525, 530, 599],
                "server_error",
            ))
            .chain(of(&[301, 302, 303, 307, 308], "bad_location"))
            .chain([(304, "unexpected_not_modified", SOON)]);
    let status = |(code, outcome, next): (u16, &'static str, Next)| {
        // Names are static, and there are some ninety in a whole run.
        let name: &'static str = format!("status_{code}").leak();
        let body = match code {
            204 | 205 | 304 => String::new(),
            _ => pages::front_page(),
        };
        let headers = "Content-Type: text/html\r\n";
        fault(
            name,
            Answer::Bytes(bytes(&format!("{code} Whatever"), headers, body.as_bytes())),
            outcome,
            next,
        )
    };
    named.into_iter().chain(others).map(status).collect()
}

/// Hosts that ask for a pause, as 429 and 503 do (RFC 9110 §10.2.3). The clock stands at noon and a quarter on 6 May 2024.
fn pauses() -> Vec<Fault> {
    let rows: [(&'static str, &'static str, Next); 7] = [
        ("pause_in_seconds", "7200", Next::After(7_200)),
        ("pause_until_a_date", "Mon, 06 May 2024 14:15:00 GMT", Next::After(7_200)),
        ("pause_until_a_date_that_has_passed", "Mon, 06 May 2024 08:00:00 GMT", Next::After(MINUTE)),
        ("pause_of_no_time", "0", Next::After(MINUTE)),
        ("pause_of_garbage", "in a little while", SOON),
        ("pause_of_ages", "99999999999999999999", Next::After(WEEK)),
        ("pause_until_the_end_of_time", "Fri, 31 Dec 9999 23:59:59 GMT", Next::After(WEEK)),
    ];
    let pause = |(name, value, next): (&'static str, &str, Next)| {
        let headers = format!("Retry-After: {value}\r\n");
        let busy = bytes("429 Too Many Requests", &headers, b"");
        let away = bytes("503 Service Unavailable", &headers, b"");
        let other: &'static str = format!("{name}_of_503").leak();
        [
            fault(name, Answer::Bytes(busy), "too_many_requests", next),
            fault(other, Answer::Bytes(away), "unavailable", next),
        ]
    };
    rows.into_iter().flat_map(pause).collect()
}

/// Pages behind status 200 that stand in the place of the listing.
fn stand_ins() -> Vec<Fault> {
    let checked = bytes("403 Forbidden", "cf-mitigated: challenge\r\n", b"<title>Just a moment...</title>");
    let mut faults: Vec<Fault> = [
        ("soft_404", pages::soft_404(), "soft_404"),
        ("challenge", pages::challenge(), "challenge"),
        ("captcha", pages::captcha(), "challenge"),
        ("consent_wall", pages::consent_wall(), "consent_wall"),
        ("login_form", pages::login_form(), "login_form"),
        ("script_shell", pages::script_shell(), "script_shell"),
        ("maintenance", pages::maintenance(), "error_page"),
        ("database_error", pages::database_error(), "error_page"),
        ("nothing_new", pages::nothing_new(), "drifted"),
        ("soft_404_with_cards", pages::soft_404_with_cards(), "soft_404"),
        ("collapse", pages::collapsed("/collapse"), "drifted"),
        ("vanished_dates", pages::undated("/vanished_dates"), "drifted"),
        ("equal_titles", pages::equal_titles("/equal_titles"), "drifted"),
        ("another_listing", pages::front_page(), "drifted"),
    ]
    .into_iter()
    .map(|(name, page, outcome)| fault(name, Answer::Bytes(html(&page)), outcome, SOON))
    .collect();
    faults.push(fault("challenge_by_header", Answer::Bytes(checked), "challenge", SOON));
    faults
}

/// What is no page, or none that can be read.
fn other_pages() -> Vec<Fault> {
    let typed = |media_type: &str, body: &[u8]| {
        Answer::Bytes(bytes("200 OK", &format!("Content-Type: {media_type}\r\n"), body))
    };
    let (pdf, picture) =
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let json = pages::json("/json");
    vec![
        fault("pdf", typed("application/pdf", pdf), "not_a_page", SOON),
        fault("pdf_called_a_page", typed("text/html", pdf), "not_a_page", SOON),
        fault("picture", typed("image/png", picture), "not_a_page", SOON),
        fault("picture_called_a_page", typed("text/html", picture), "not_a_page", SOON),
        fault("picture_without_a_type", Answer::Bytes(bytes("200 OK", "", picture)), "not_a_page", SOON),
        fault("json", typed("application/json", json.as_bytes()), "json", SOON),
        fault("json_called_a_page", typed("text/html", json.as_bytes()), "json", SOON),
        fault("text", typed("text/plain", b"upstream is being upgraded, back at nine"), "drifted", SOON),
        fault(
            "garbage",
            typed("text/html", b"\x00\xff\xfe<<<\x07\x1b[2J</html><a href=\"\x00\">%%"),
            "drifted",
            SOON,
        ),
        fault(
            "half_a_feed",
            typed("application/rss+xml", b"<?xml version=\"1.0\"?><rss><channel><item>"),
            "unreadable",
            SOON,
        ),
        fault("nested_elements", Answer::Bytes(html(&pages::nested(200_000))), "too_deep", SOON),
        fault(
            "too_many_entries",
            Answer::Bytes(html(&pages::crowded("/too_many_entries", 50_000))),
            "too_many_entries",
            SOON,
        ),
    ]
}

fn bodies() -> Vec<Fault> {
    let filler = "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";
    let (many, long) = (filler.repeat(17_000), format!("X-Filler: {}\r\n", "a".repeat(1 << 20)));
    vec![
        fault("empty_body", Answer::Bytes(html("")), "empty_body", SOON),
        fault("blank_body", Answer::Bytes(html("\u{feff}\n \t\n")), "empty_body", SOON),
        fault("endless_body", Answer::Endless(raw_html("", b"<!doctype html>")), "too_large", SOON),
        fault(
            "large_body",
            Answer::Bytes(raw_html("Content-Length: 99999999999\r\n", b"<!doctype html>")),
            "too_large",
            SOON,
        ),
        fault("many_headers", Answer::Bytes(raw_html(&many, b"<!doctype html>")), "head_too_large", SOON),
        fault("a_long_header", Answer::Bytes(raw_html(&long, b"<!doctype html>")), "head_too_large", SOON),
    ]
}

/// Compression that is truncated, corrupt, not what it says, or a bomb.
fn codings() -> Vec<Fault> {
    let page = pages::listing("/coded", 60);
    let page = page.as_bytes();
    let coded = |coding: &str, body: Vec<u8>| Answer::Bytes(coded(coding, &body));
    let bomb = vec![b' '; 8 * 1_024 * 1_024];
    let broken = |name, answer| fault(name, answer, "broken_compression", SOON);
    vec![
        broken("truncated_gzip", coded("gzip", cut(gzip(page)))),
        broken("truncated_br", coded("br", cut(brotli(page)))),
        broken("truncated_zstd", coded("zstd", cut(zstd(page)))),
        broken("truncated_deflate", coded("deflate", cut(deflate(page)))),
        broken("corrupt_gzip", coded("gzip", spoilt(gzip(page), 200))),
        broken("corrupt_br", coded("br", spoilt(brotli(page), 200))),
        broken("corrupt_zstd", coded("zstd", spoilt(zstd(page), 6))),
        broken("corrupt_deflate", coded("deflate", spoilt(deflate(page), 200))),
        broken("page_called_gzip", coded("gzip", page.to_vec())),
        broken("page_called_br", coded("br", page.to_vec())),
        broken("page_called_zstd", coded("zstd", page.to_vec())),
        fault("unknown_compression", coded("compress", page.to_vec()), "unknown_compression", SOON),
        fault("gzip_twice", coded("gzip, gzip", gzip(&gzip(page))), "unknown_compression", SOON),
        fault("gzip_bomb", coded("gzip", gzip(&bomb)), "too_large", SOON),
        fault("zstd_bomb", coded("zstd", zstd_bomb(800)), "too_large", SOON),
    ]
}

/// Bodies that are not as long as they are said to be.
fn lengths() -> Vec<Fault> {
    let page = |name: &str| pages::listing(&format!("/{name}"), 9).into_bytes();
    let said = |length: usize| format!("Content-Length: {length}\r\n");
    let (long, short, twice) = (page("length_too_long"), page("length_too_short"), page("length_twice"));
    let chunk = |body: &[u8]| [format!("{:x}\r\n", body.len()).as_bytes(), body, b"\r\n"].concat();
    let cut_chunks = chunk(&cut(page("cut_chunks")));
    let bad_chunks = [chunk(&cut(page("bad_chunks"))), b"xyz\r\n".to_vec()].concat();
    let chunked = "Transfer-Encoding: chunked\r\n";
    vec![
        fault("length_too_long", Answer::Bytes(raw_html(&said(long.len() + 1), &long)), "broken_body", SOON),
        fault("length_too_short", Answer::Bytes(raw_html(&said(short.len() / 2), &short)), "truncated", SOON),
        fault(
            "no_length_and_cut",
            Answer::Bytes(raw_html("", &cut(page("no_length_and_cut")))),
            "truncated",
            SOON,
        ),
        fault("length_twice", Answer::Bytes(raw_html(&(said(4) + &said(9)), &twice)), "invalid_answer", SOON),
        fault(
            "length_of_words",
            Answer::Bytes(raw_html("Content-Length: many\r\n", &twice)),
            "invalid_answer",
            SOON,
        ),
        fault("cut_chunks", Answer::Bytes(raw_html(chunked, &cut_chunks)), "broken_body", SOON),
        fault("bad_chunks", Answer::Bytes(raw_html(chunked, &bad_chunks)), "broken_body", SOON),
    ]
}

fn connections() -> Vec<Fault> {
    let half = raw_html("Content-Length: 900\r\n", b"<!doctype html><title>The He");
    vec![
        fault("closed", Answer::Bytes(Vec::new()), "connection_reset", SOON),
        fault(
            "closed_in_the_head",
            Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Ty".to_vec()),
            "connection_reset",
            SOON,
        ),
        fault("reset", Answer::Reset(Vec::new()), "connection_reset", SOON),
        fault("reset_in_the_body", Answer::Reset(half), "connection_reset", SOON),
        fault("not_http", Answer::Bytes(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()), "invalid_answer", SOON),
        fault("tls", Answer::Redirect("https://HOST/tls"), "tls", SOON),
        // The look-up of the house leads these two nowhere.
        fault("dns", Answer::Bytes(Vec::new()), "dns", SOON),
        fault("connect", Answer::Bytes(Vec::new()), "connect", SOON),
    ]
}

fn redirects() -> Vec<Fault> {
    let mut far = fault("redirects_without_end", Answer::Redirect("/far/0"), "too_many_redirects", SOON);
    for step in 0..20 {
        far.answers.push((format!("/far/{step}"), Answer::Redirect(format!("/far/{}", step + 1).leak())));
    }
    let leading = |name, place: &'static str, page: String, outcome| {
        let mut fault = fault(name, Answer::Redirect(place), outcome, SOON);
        fault.answers.push((place.to_owned(), Answer::Bytes(html(&page))));
        fault
    };
    let mut circle = fault("redirect_loop", Answer::Redirect("/around"), "redirect_loop", SOON);
    circle.answers.push(("/around".to_owned(), Answer::Redirect("/redirect_loop")));
    vec![
        far,
        circle,
        fault("redirect_to_itself", Answer::Redirect("/redirect_to_itself"), "redirect_loop", SOON),
        fault("redirect_to_a_file", Answer::Redirect("file:///etc/passwd"), "bad_location", SOON),
        fault("redirect_to_nothing", Answer::Redirect("http://"), "bad_location", SOON),
        fault("redirect_inwards", Answer::Redirect("http://10.0.0.1/"), "forbidden_address", SOON),
        leading("redirect_to_a_login", "/login", pages::login_form(), "login_form"),
        leading("redirect_to_a_consent", "/consent?to=/x", pages::consent_wall(), "consent_wall"),
        leading("redirect_home", "/", pages::young_front_page(), "drifted"),
    ]
}

fn fault(name: &'static str, answer: Answer, outcome: &'static str, next: Next) -> Fault {
    Fault { name, answers: vec![(format!("/{name}"), answer)], outcome, next, is_read: false }
}
