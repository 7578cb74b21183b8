//! One request and its answer.

use std::time::Duration;

use metrics::counter;
use reqwest::header::{CONTENT_ENCODING, LOCATION, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode};
use url::Url;

use super::clock::Clock;
use super::content_type::{ContentType, signature, sniffed_binary};
use super::fault::{ClientTimeouts, body_error, request_error};
use super::lifetime::lifetime_seconds;
use super::packed::{may_be_packed, unpacked};
use super::redirect::is_redirect;
use super::retry_after::parse_retry_after;
use super::robots::MAX_ROBOTS_BYTES;
use super::status::is_check;
use super::{FetchError, FetchSettings, Validators};

/// So many redirects lead to a robots.txt file; behind more there is none (RFC 9309 §2.3.1.2).
const ROBOTS_REDIRECTS: u32 = 5;

/// What holds for every request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Watched by the client.
    pub timeouts: ClientTimeouts,
    /// Over all hops.
    pub total: Duration,
    /// After decompression.
    pub max_bytes: u64,
    pub max_redirects: u32,
    pub reading: Reading,
}

/// What is expected of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A page: text, and not larger than the limit.
    Page,
    /// A robots.txt file: whatever type it has, and as much of it as the limit allows (RFC 9309 §2.5).
    Robots,
}

/// An answer that is not an error.
pub(super) enum Answer {
    Redirect {
        status: StatusCode,
        /// Empty where there is none.
        location: String,
    },
    NotModified {
        validators: Validators,
        lifetime_seconds: Option<u64>,
    },
    Page {
        body: Vec<u8>,
        content_type: ContentType,
        validators: Validators,
        lifetime_seconds: Option<u64>,
    },
}

impl Limits {
    pub fn of(settings: &FetchSettings) -> Self {
        Self {
            timeouts: ClientTimeouts {
                connect: Duration::from_secs(settings.connect_timeout_seconds),
                idle: Duration::from_secs(settings.idle_timeout_seconds),
            },
            total: Duration::from_secs(settings.timeout_seconds),
            max_bytes: settings.max_bytes,
            max_redirects: settings.max_redirects,
            reading: Reading::Page,
        }
    }

    /// The limits for a robots.txt file.
    pub fn for_robots(self) -> Self {
        let max_bytes = u64::try_from(MAX_ROBOTS_BYTES).unwrap_or(u64::MAX);
        Self { max_bytes, max_redirects: ROBOTS_REDIRECTS, reading: Reading::Robots, ..self }
    }
}

/// Asks for one URL that has been judged, and reads the answer to its end.
pub(super) async fn exchange(
    client: &Client,
    url: &Url,
    validators: &Validators,
    limits: &Limits,
    clock: Clock,
) -> Result<Answer, FetchError> {
    let conditions = validators.conditions(url);
    let is_conditional = !conditions.is_empty();
    let response = client
        .get(url.clone())
        .headers(conditions)
        .send()
        .await
        .map_err(|error| request_error(error, url, limits.timeouts))?;
    let status = response.status();
    tracing::debug!(%url, status = status.as_u16(), conditional = is_conditional, "upstream answered");
    let retry_after =
        || header_text(&response, RETRY_AFTER).and_then(|value| parse_retry_after(&value, clock.now()));
    if limits.reading == Reading::Page && is_check(response.headers()) {
        let (url, status) = (Box::new(url.clone()), status.as_u16());
        return Err(FetchError::Challenge { url, status, retry_after: retry_after() });
    }
    match status {
        // The other successes bring no page (202 of a bot check, 204, 206), or one that a proxy on the way has changed (203).
        StatusCode::OK => read_page(response, url, limits).await,
        StatusCode::NOT_MODIFIED if is_conditional => {
            let validators = validators.renewed(url, response.headers());
            Ok(Answer::NotModified { validators, lifetime_seconds: lifetime_seconds(response.headers()) })
        }
        StatusCode::NOT_MODIFIED => Err(FetchError::UnexpectedNotModified { url: Box::new(url.clone()) }),
        status if is_redirect(status) => {
            Ok(Answer::Redirect { status, location: header_text(&response, LOCATION).unwrap_or_default() })
        }
        status => Err(FetchError::Status {
            url: Box::new(url.clone()),
            status: status.as_u16(),
            retry_after: retry_after(),
        }),
    }
}

async fn read_page(response: Response, url: &Url, limits: &Limits) -> Result<Answer, FetchError> {
    let content_type = ContentType::of(response.headers());
    let is_page = limits.reading == Reading::Page;
    if is_page && !content_type.may_be_a_page() && !may_be_packed(&content_type, url) {
        return Err(not_a_page(url, content_type.media_type.unwrap_or_default()));
    }
    // The client takes the header away when it knows the coding and decompresses.
    if let Some(encoding) = header_text(&response, CONTENT_ENCODING).filter(|encoding| !is_identity(encoding))
    {
        return Err(FetchError::UnknownCompression { url: Box::new(url.clone()), encoding });
    }
    let validators = Validators::of(url, response.headers());
    let lifetime_seconds = lifetime_seconds(response.headers());
    let body = read_body(response, url, limits).await?;
    let (body, content_type) = if is_page {
        unpacked(body, content_type, url, limits.max_bytes).await?
    } else {
        (body, content_type)
    };
    if is_page && !content_type.may_be_a_page() {
        return Err(not_a_page(url, content_type.media_type.unwrap_or_default()));
    }
    let seen = match content_type.media_type {
        None => sniffed_binary(&body),
        // Servers call everything a page; what begins like this is none.
        Some(_) => signature(&body),
    };
    if let Some(media_type) = seen.filter(|_| is_page) {
        return Err(not_a_page(url, media_type.to_owned()));
    }
    Ok(Answer::Page { body, content_type, validators, lifetime_seconds })
}

/// Reads no more than the limit, whatever the server promised and however well it is compressed.
async fn read_body(mut response: Response, url: &Url, limits: &Limits) -> Result<Vec<u8>, FetchError> {
    let too_large = || FetchError::TooLarge { url: Box::new(url.clone()), limit: limits.max_bytes };
    let is_cut = limits.reading == Reading::Robots;
    if !is_cut && response.content_length().is_some_and(|length| length > limits.max_bytes) {
        return Err(too_large());
    }
    let limit = usize::try_from(limits.max_bytes).unwrap_or(usize::MAX);
    let received = counter!("feedmill_upstream_bytes_total");
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| body_error(error, url, limits.timeouts))? {
        received.increment(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        match chunk.get(..limit - body.len()).filter(|part| part.len() < chunk.len()) {
            None => body.extend_from_slice(&chunk),
            Some(part) if is_cut => {
                body.extend_from_slice(part);
                break;
            }
            Some(_) => return Err(too_large()),
        }
    }
    Ok(body)
}

fn not_a_page(url: &Url, media_type: String) -> FetchError {
    FetchError::NotAPage { url: Box::new(url.clone()), media_type }
}

/// A header as text; servers write UTF-8 into `Location` although they should not.
fn header_text(response: &Response, name: reqwest::header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

/// Not a coding at all. `none` stands in no standard and is sent all the same.
fn is_identity(encoding: &str) -> bool {
    encoding.is_empty() || ["identity", "none"].iter().any(|name| encoding.eq_ignore_ascii_case(name))
}
