//! The one request that brings something instead of fetching it: a form for a hub.

use std::time::Duration;

use jiff::Timestamp;
use metrics::counter;
use reqwest::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use tokio::time::timeout;
use url::Url;

use super::client::rest_as_asked;
use super::clock::Clock;
use super::fault::request_error;
use super::retry_after::parse_retry_after;
use super::{FetchError, Fetcher, TimeoutPhase};

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

impl Fetcher {
    /// Sends a form by POST, judged and paced like every other request. Any status of success will do; what the answer
    /// says is not read, and a redirect is not followed.
    ///
    /// # Errors
    /// When the address may not be asked, nothing answers in time, or the status is no success.
    pub async fn post_form(
        &self,
        url: &Url,
        fields: &[(&str, String)],
        now: Timestamp,
    ) -> Result<(), FetchError> {
        let outcome = self.post(url, fields, Clock::starting_at(now)).await;
        let name = outcome.as_ref().err().map_or("ok", FetchError::kind);
        counter!("feedmill_posts_total", "outcome" => name).increment(1);
        outcome
    }

    async fn post(&self, url: &Url, fields: &[(&str, String)], clock: Clock) -> Result<(), FetchError> {
        let limits = self.limits();
        let (client, turn) = self.admitted(url, Duration::ZERO, clock, None).await?;
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let sending = client.post(url.clone()).header(CONTENT_TYPE, FORM).body(body).send();
        let late = |_| FetchError::Timeout {
            url: Box::new(url.clone()),
            phase: TimeoutPhase::Total,
            limit: limits.total,
        };
        let response = timeout(limits.total, sending).await.map_err(late)?;
        let response = response.map_err(|error| request_error(error, url, limits.timeouts))?;
        let status = response.status();
        if status.is_success() {
            return Ok(());
        }
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let error = FetchError::Status {
            url: Box::new(url.clone()),
            status: status.as_u16(),
            retry_after: retry_after.and_then(|value| parse_retry_after(value, clock.now())),
        };
        rest_as_asked(&turn, &error, clock.now());
        Err(error)
    }
}
