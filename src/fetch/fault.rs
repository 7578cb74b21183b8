//! From the error of the client to the error that tells what happened.

use std::error::Error;
use std::io;
use std::iter;
use std::time::Duration;

use url::Url;

use super::resolver::ForbiddenAnswer;
use super::{FetchError, TimeoutPhase};

/// The limits of time that the client itself watches.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClientTimeouts {
    pub connect: Duration,
    pub idle: Duration,
}

/// The error of a request that got no answer.
pub(super) fn request_error(error: reqwest::Error, url: &Url, timeouts: ClientTimeouts) -> FetchError {
    let url = Box::new(url.clone());
    // The URL stands in the error that this becomes the cause of.
    let source = error.without_url();
    if let Some(forbidden) = cause::<ForbiddenAnswer>(&source) {
        return FetchError::ForbiddenAddress {
            host: forbidden.address.to_string(),
            range: forbidden.range,
            url,
        };
    }
    if source.is_timeout() {
        let (phase, limit) = match source.is_connect() {
            true => (TimeoutPhase::Connect, timeouts.connect),
            false => (TimeoutPhase::Idle, timeouts.idle),
        };
        return FetchError::Timeout { url, phase, limit };
    }
    if source.is_dns() {
        FetchError::Dns { url, source }
    } else if cause::<rustls::Error>(&source).is_some() {
        FetchError::Tls { url, source }
    } else if source.is_connect() {
        FetchError::Connect { url, source }
    } else if is_cut_off(&source) {
        FetchError::Reset { url, source }
    } else if cause::<hyper::Error>(&source).is_some_and(hyper::Error::is_parse_too_large) {
        FetchError::HeadTooLarge { url, source }
    } else if source.is_builder() {
        FetchError::BadUrl { url, fault: super::guard::UrlFault::Syntax }
    } else {
        FetchError::Request { url, source }
    }
}

/// The error of a body that could not be read to its end.
pub(super) fn body_error(error: reqwest::Error, url: &Url, timeouts: ClientTimeouts) -> FetchError {
    let url = Box::new(url.clone());
    if error.is_timeout() {
        FetchError::Timeout { url, phase: TimeoutPhase::Idle, limit: timeouts.idle }
    } else if is_reset(&error) {
        FetchError::Reset { url, source: error.without_url() }
    } else if error.is_decode() && cause::<hyper::Error>(&error).is_none() {
        // What the connection does wrong passes through the decoder too.
        FetchError::BrokenCompression { url, source: Box::new(error.without_url()) }
    } else {
        FetchError::BrokenBody { url, source: error.without_url() }
    }
}

/// Whether the server hung up before it had answered.
fn is_cut_off(error: &reqwest::Error) -> bool {
    is_reset(error) || cause::<hyper::Error>(error).is_some_and(hyper::Error::is_incomplete_message)
}

/// Whether the connection was broken off rather than closed (RFC 9293 §3.5.2).
fn is_reset(error: &reqwest::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
    let is_kind = |kind: io::ErrorKind| matches!(kind, BrokenPipe | ConnectionAborted | ConnectionReset);
    // A body that ends before its length passes through here as an error of the connection too, but of another kind.
    iter::successors(Some(as_error(error)), |error| next_cause(*error))
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| is_kind(error.kind()))
}

fn as_error(error: &reqwest::Error) -> &(dyn Error + 'static) {
    error
}

/// The first error of a type in a chain of causes.
fn cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    iter::successors(Some(error), |error| next_cause(*error)).find_map(|error| error.downcast_ref())
}

fn next_cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    // An io::Error hides the error it wraps: its source is that of the wrapped one.
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}
