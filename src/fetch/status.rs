//! What an answer without a page says: by its status, and by the headers with which the guards of a site mark theirs.

use reqwest::header::HeaderMap;

/// Headers with which a guard before a site says that its answer is a check of the visitor and not the page, each with the
/// beginning of its value. They stand on 200 and 202 as well as on 403, 405, 429 and 503.
const CHECKS: [(&str, &str); 5] = [
    ("cf-mitigated", "challenge"),
    ("x-amzn-waf-action", ""),
    ("x-vercel-mitigated", "challenge"),
    ("sg-captcha", "challenge"),
    ("x-datadome", "protected"),
];

/// The stable name of a status that gives no page (RFC 9110 §15, RFC 6585 §4, RFC 7725 §3).
pub(super) const fn status_kind(status: u16) -> &'static str {
    match status {
        401 => "unauthorized",
        402 => "payment_required",
        403 => "forbidden",
        404 => "not_found",
        410 => "gone",
        429 => "too_many_requests",
        451 => "unavailable_for_legal_reasons",
        503 => "unavailable",
        400..500 => "client_error",
        500..600 => "server_error",
        _ => "unexpected_status",
    }
}

/// Whether the headers of an answer say that it checks the visitor.
pub(super) fn is_check(headers: &HeaderMap) -> bool {
    CHECKS.iter().any(|(name, beginning)| {
        let value = headers.get(*name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.trim().to_ascii_lowercase().starts_with(beginning))
    })
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn every_class_of_status_has_a_name_of_its_own() {
        let named = |statuses: &[u16]| statuses.iter().map(|status| status_kind(*status)).collect::<Vec<_>>();
        assert_eq!(
            named(&[401, 402, 403, 404, 410, 429, 451, 503]),
            [
                "unauthorized",
                "payment_required",
                "forbidden",
                "not_found",
                "gone",
                "too_many_requests",
                "unavailable_for_legal_reasons",
                "unavailable"
            ]
        );
        assert_eq!(named(&[400, 405, 418]), ["client_error"; 3]);
        assert_eq!(named(&[500, 502, 504, 520, 599]), ["server_error"; 5]);
        assert_eq!(named(&[101, 202, 204, 206, 300, 305, 600, 999]), ["unexpected_status"; 8]);
    }

    #[test]
    fn a_check_is_told_by_its_header_and_an_ordinary_answer_of_the_same_guard_is_none() {
        let has = |name: &'static str, value: &'static str| {
            let header = (HeaderName::from_static(name), HeaderValue::from_static(value));
            is_check(&HeaderMap::from_iter([header]))
        };
        assert!(has("cf-mitigated", "challenge") && has("x-amzn-waf-action", "captcha"));
        assert!(
            !has("server", "cloudflare") && !has("cf-ray", "1-FRA") && !has("x-vercel-mitigated", "deny")
        );
    }
}
