//! How the end of a fetch is named in the metrics.

use super::{FetchError, Fetched};

/// Few labels: neither hosts nor single status codes.
pub(super) fn outcome_labels(outcome: &Result<Fetched, FetchError>) -> (&'static str, &'static str) {
    match outcome {
        Ok(Fetched::Page(_)) => ("page", "2xx"),
        Ok(Fetched::NotModified { .. }) => ("not_modified", "3xx"),
        Err(error @ FetchError::Status { status, .. }) => {
            let class = match status {
                ..200 => "1xx",
                200..300 => "2xx",
                300..400 => "3xx",
                400..500 => "4xx",
                500.. => "5xx",
            };
            (error.kind(), class)
        }
        Err(error) => (error.kind(), "none"),
    }
}
