//! Errors as the answers of HTTP: `application/problem+json` (RFC 9457), from one table.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::feed::{PublicBase, ServiceError, ViewError};
use crate::render::embeddable_json;
use crate::site::LookupError;

/// What can be wrong with a request, or with the answer to it. Closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing is served at the address.
    UnknownAddress,
    /// No definition has the name.
    UnknownSite,
    /// The site has no such feed.
    UnknownFeed,
    /// The feed cannot be had in this format.
    UnknownFormat,
    /// The archive of the feed has no such page.
    UnknownPage,
    /// The site has no listing for this value of a feed's parameter.
    UnknownValue,
    /// A query parameter that the address does not take.
    UnknownParameter,
    /// A query parameter that the address needs.
    MissingParameter,
    /// A query parameter out of its bounds.
    BadParameter,
    /// The page's address may not be fetched.
    AddressRefused,
    /// The request cannot be understood.
    BadRequest,
    /// The client must show a token.
    TokenNeeded,
    /// The client may not do this.
    AccessDenied,
    /// The address is not signed, or not by a key that is known.
    SignatureRefused,
    /// The signed address was valid once.
    AddressExpired,
    /// The method is not allowed.
    MethodNotAllowed,
    /// The client accepts none of the formats there are, or none of their codings.
    NotAcceptable,
    /// There is nothing of what was asked to be done.
    NothingToDo,
    /// The body of the request is too large.
    BodyTooLarge,
    /// The address of the request is too long.
    AddressTooLong,
    /// The client has asked too often.
    TooManyRequests,
    /// The headers of the request are too large.
    HeadersTooLarge,
    /// The page could not be had from its site.
    PageUnavailable,
    /// The feed was never fetched, and cannot be now.
    NeverFetched,
    /// The service is stopping, or cannot reach its store.
    NotReady,
    /// The service failed.
    Internal,
}

/// An error on its way to the client.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    kind: Kind,
    detail: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// The members of RFC 9457 §3.1, and `code` for programs.
#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    instance: &'a str,
    code: &'a str,
}

impl Kind {
    /// Every kind, for the page that explains them.
    pub(super) const ALL: [Self; 26] = [
        Self::UnknownAddress,
        Self::UnknownSite,
        Self::UnknownFeed,
        Self::UnknownFormat,
        Self::UnknownPage,
        Self::UnknownValue,
        Self::UnknownParameter,
        Self::MissingParameter,
        Self::BadParameter,
        Self::AddressRefused,
        Self::BadRequest,
        Self::TokenNeeded,
        Self::AccessDenied,
        Self::SignatureRefused,
        Self::AddressExpired,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::NothingToDo,
        Self::BodyTooLarge,
        Self::AddressTooLong,
        Self::TooManyRequests,
        Self::HeadersTooLarge,
        Self::PageUnavailable,
        Self::NeverFetched,
        Self::NotReady,
        Self::Internal,
    ];

    /// The table: status, stable code, title.
    #[rustfmt::skip]
    pub(super) const fn row(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::UnknownAddress => (StatusCode::NOT_FOUND, "unknown_address", "Nothing is served here"),
            Self::UnknownSite => (StatusCode::NOT_FOUND, "unknown_site", "No such site"),
            Self::UnknownFeed => (StatusCode::NOT_FOUND, "unknown_feed", "No such feed"),
            Self::UnknownFormat => (StatusCode::NOT_FOUND, "unknown_format", "No such format"),
            Self::UnknownPage => (StatusCode::NOT_FOUND, "unknown_page", "No such page of the archive"),
            Self::UnknownValue => (StatusCode::NOT_FOUND, "unknown_value", "The site has no such listing"),
            Self::UnknownParameter => (StatusCode::BAD_REQUEST, "unknown_parameter", "Unknown parameter"),
            Self::MissingParameter => (StatusCode::BAD_REQUEST, "missing_parameter", "A parameter is missing"),
            Self::BadParameter => (StatusCode::BAD_REQUEST, "bad_parameter", "A parameter cannot be used"),
            Self::AddressRefused => (StatusCode::FORBIDDEN, "address_refused", "The page may not be fetched"),
            Self::BadRequest => (StatusCode::BAD_REQUEST, "bad_request", "The request cannot be understood"),
            Self::TokenNeeded => (StatusCode::UNAUTHORIZED, "token_needed", "A token is needed"),
            Self::AccessDenied => (StatusCode::FORBIDDEN, "access_denied", "Not for this client"),
            Self::SignatureRefused => (StatusCode::FORBIDDEN, "signature_refused", "The address is not validly signed"),
            Self::AddressExpired => (StatusCode::FORBIDDEN, "address_expired", "The signed address is no longer valid"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Method not allowed"),
            Self::NotAcceptable => (StatusCode::NOT_ACCEPTABLE, "not_acceptable", "No acceptable format"),
            Self::NothingToDo => (StatusCode::CONFLICT, "nothing_to_do", "There is nothing to do"),
            Self::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is too large"),
            Self::AddressTooLong => (StatusCode::URI_TOO_LONG, "address_too_long", "The address is too long"),
            Self::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many requests"),
            Self::HeadersTooLarge => (StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "headers_too_large", "The headers are too large"),
            Self::PageUnavailable => (StatusCode::BAD_GATEWAY, "page_unavailable", "The page cannot be had"),
            Self::NeverFetched => (StatusCode::SERVICE_UNAVAILABLE, "never_fetched", "The feed has not been fetched yet"),
            Self::NotReady => (StatusCode::SERVICE_UNAVAILABLE, "not_ready", "The service is not ready"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The service failed"),
        }
    }

    /// The kind of an error that actix found before any handler.
    pub(super) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::UnknownAddress,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::NOT_ACCEPTABLE => Self::NotAcceptable,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::URI_TOO_LONG => Self::AddressTooLong,
            status if status.is_client_error() => Self::BadRequest,
            _ => Self::Internal,
        }
    }
}

impl Problem {
    /// A problem with what was expected and what was found.
    pub(super) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), headers: Vec::new() }
    }

    /// The same with a header that its status asks for.
    pub(super) fn with_header(mut self, name: HeaderName, value: impl TryInto<HeaderValue>) -> Self {
        if let Ok(value) = value.try_into() {
            self.headers.push((name, value));
        }
        self
    }

    /// The problem of a service that gave no answer. What the service alone should know is logged here and not told.
    pub(super) fn of_service(error: &ServiceError) -> Self {
        match error {
            ServiceError::Lookup(lookup) => Self::of_lookup(lookup),
            ServiceError::NothingToDo { .. } => Self::new(Kind::NothingToDo, error.to_string()),
            ServiceError::UnknownPage { .. } => Self::new(Kind::UnknownPage, error.to_string()),
            ServiceError::UnknownParameter { .. } => Self::new(Kind::UnknownValue, error.to_string()),
            ServiceError::NeverFetched { retry_after_seconds, .. } => {
                Self::new(Kind::NeverFetched, error.to_string())
                    .with_header(header::RETRY_AFTER, retry_after_seconds.to_string())
            }
            ServiceError::Page { refused: true, .. } => Self::new(Kind::AddressRefused, error.to_string()),
            ServiceError::Page { .. } => Self::new(Kind::PageUnavailable, error.to_string()),
            ServiceError::Abandoned => Self::new(Kind::NotReady, "the refresh ended without a result")
                .with_header(header::RETRY_AFTER, "5"),
            ServiceError::Store(_) | ServiceError::Render(_) => Self::internal(error),
        }
    }

    /// A failure of the service itself: logged with its causes, of which the client learns nothing.
    pub(super) fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error, "a request failed");
        Self::new(Kind::Internal, "the service failed; its log says why")
    }

    /// A header that its status asks for.
    #[cfg(test)]
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.as_str() == name);
        found.and_then(|(_, value)| value.to_str().ok())
    }

    /// The kind.
    pub(super) const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether the connection is closed with the answer: what is left of the request is not waited for, and who asks too
    /// often holds no place meanwhile.
    pub(super) const fn ends_the_connection(&self) -> bool {
        matches!(
            self.kind,
            Kind::BodyTooLarge | Kind::AddressTooLong | Kind::HeadersTooLarge | Kind::TooManyRequests
        )
    }

    /// The answer, but for the headers that every answer has. `instance` is the path of the request.
    pub(super) fn respond(&self, base: &PublicBase, instance: &str) -> HttpResponse {
        let (status, code, title) = self.kind.row();
        let body = Body {
            r#type: base.join(&format!("/docs#{code}")),
            title,
            status: status.as_u16(),
            detail: &self.detail,
            instance,
            code,
        };
        let mut response = HttpResponse::build(status);
        for header in &self.headers {
            response.insert_header(header.clone());
        }
        // A record of plain texts always has a JSON form.
        let body = embeddable_json(&body).unwrap_or_default();
        response.content_type("application/problem+json").body(body)
    }

    fn of_lookup(error: &LookupError) -> Self {
        let kind = match error {
            LookupError::UnknownSite { .. } => Kind::UnknownSite,
            LookupError::UnknownFeed { .. } => Kind::UnknownFeed,
            LookupError::BadParameter { .. } => Kind::UnknownValue,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<ViewError> for Problem {
    fn from(error: ViewError) -> Self {
        Self::new(Kind::BadParameter, error.to_string())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.row().0
    }

    /// Only the status: the gate that every request passes writes the body, since it knows the request.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use actix_web::body::MessageBody;

    use super::*;
    use crate::render::RenderError;

    fn body(problem: &Problem) -> serde_json::Value {
        let base = "https://feeds.example/mill".parse().unwrap();
        let response = problem.respond(&base, "/feeds/herald/news.rss");
        let bytes = response.into_body().try_into_bytes().unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn a_problem_has_every_member_of_the_standard_and_a_code() {
        let problem = Problem::new(Kind::UnknownFeed, "expected news, found sports");

        let expected = serde_json::json!({
            "type": "https://feeds.example/mill/docs#unknown_feed",
            "title": "No such feed",
            "status": 404,
            "detail": "expected news, found sports",
            "instance": "/feeds/herald/news.rss",
            "code": "unknown_feed",
        });
        assert_eq!(body(&problem), expected);
    }

    #[test]
    fn every_kind_is_an_error_with_a_code_of_its_own() {
        let codes: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.row().1).collect();
        assert_eq!(codes.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            let status = kind.row().0;
            assert!(status.is_client_error() || status.is_server_error(), "{kind:?}");
        }
    }

    #[test]
    fn a_failure_of_the_service_tells_nothing_of_its_inside() {
        let error = ServiceError::Render(RenderError::Opml {
            title: "a title of the inside".to_owned(),
            source: fmt::Error,
        });

        let problem = Problem::of_service(&error);

        assert_eq!(problem.kind(), Kind::Internal);
        assert_eq!(problem.to_string(), "the service failed; its log says why");
    }

    #[test]
    fn what_will_pass_says_when_to_ask_again() {
        for (error, seconds) in [
            (
                ServiceError::NeverFetched {
                    key: "herald/news".parse().unwrap(),
                    outcome: "dns".to_owned(),
                    detail: "the host cannot be found".to_owned(),
                    retry_after_seconds: 90,
                },
                "90",
            ),
            (ServiceError::Abandoned, "5"),
        ] {
            let problem = Problem::of_service(&error);
            assert_eq!(problem.status_code(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(problem.headers, [(header::RETRY_AFTER, HeaderValue::from_static(seconds))]);
        }
    }

    #[test]
    fn an_error_that_actix_finds_has_a_kind_of_its_status() {
        assert_eq!(Kind::of_status(StatusCode::NOT_FOUND), Kind::UnknownAddress);
        assert_eq!(Kind::of_status(StatusCode::PAYLOAD_TOO_LARGE), Kind::BodyTooLarge);
        assert_eq!(Kind::of_status(StatusCode::CONFLICT), Kind::BadRequest);
        assert_eq!(Kind::of_status(StatusCode::GATEWAY_TIMEOUT), Kind::Internal);
    }
}
