//! What a request may weigh, and how long it may take to come.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use actix_web::http::uri::PathAndQuery;

use super::problem::{Kind, Problem};

/// Longest path with query, in bytes (RFC 9110 §4.1 recommends at least 8,000).
const MAX_ADDRESS: usize = 8_192;

/// Most bytes of all headers, names included. The parser itself gives up at 128 KiB and at 96 headers.
const MAX_HEADERS: usize = 32_768;

/// Longest body, in bytes. No address reads one; some clients send an empty object with every POST.
const MAX_BODY: u64 = 4_096;

/// A client has so long for the head of its request.
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// An idle connection is kept so long: longer than the idle connections of the usual reverse proxies, which else would now
/// and then send a request into a connection that is being closed.
pub(super) const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// A client has so long to close its side.
pub(super) const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// A client that takes nothing of its answer for so long is left.
pub(super) const UNTAKEN_TIMEOUT: Duration = Duration::from_secs(30);

/// Looks whether a request is within its bounds.
pub(super) fn within(request: &HttpRequest) -> Result<(), Problem> {
    let address = request.uri().path_and_query().map_or("", PathAndQuery::as_str);
    if address.len() > MAX_ADDRESS {
        let detail = format!("expected an address of at most {MAX_ADDRESS} bytes, found a longer one");
        return Err(Problem::new(Kind::AddressTooLong, detail));
    }
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if bytes > MAX_HEADERS {
        let detail = format!("expected headers of at most {MAX_HEADERS} bytes, found {bytes}");
        return Err(Problem::new(Kind::HeadersTooLarge, detail));
    }
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if headers.contains_key(TRANSFER_ENCODING) || length.is_some_and(|length| length > MAX_BODY) {
        let detail = format!(
            "expected no body, since no address reads one, found more than {MAX_BODY} bytes or one of unknown length"
        );
        return Err(Problem::new(Kind::BodyTooLarge, detail));
    }
    Ok(())
}
