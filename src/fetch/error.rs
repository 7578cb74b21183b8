//! Why a page could not be had.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::SettingsError;
use super::guard::UrlFault;
use super::status::status_kind;

/// How long a host is left alone for which too many requests wait.
const BUSY_SECONDS: u64 = 30;

/// Why a fetch gave no page. The URL is that of the hop that failed, never with a password in it.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The settings cannot be.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The client could not be built: mostly a missing store of root certificates.
    #[error("the client for outgoing requests cannot be built")]
    Client(#[source] reqwest::Error),
    /// Not a URL that feedmill fetches.
    #[error("expected {fault}, found {url}")]
    BadUrl {
        /// The URL.
        url: Box<Url>,
        /// What it should have been.
        fault: UrlFault,
    },
    /// The host is not on the public internet and not opened by the operator.
    #[error("expected a host on the public internet, found {host} ({range}) for {url}")]
    ForbiddenAddress {
        /// The URL.
        url: Box<Url>,
        /// The address, or the name where the name alone forbids it.
        host: String,
        /// The name of the range that it lies in.
        range: &'static str,
    },
    /// Only the hosts of site definitions may be fetched, and this is none of them.
    #[error("expected a host of a site definition, found {url}")]
    UnknownHost {
        /// The URL.
        url: Box<Url>,
    },
    /// The name of the host has no address.
    #[error("the host of {url} cannot be found")]
    Dns {
        /// The URL.
        url: Box<Url>,
        /// The answer of the resolver.
        #[source]
        source: reqwest::Error,
    },
    /// No connection to the host or the proxy.
    #[error("no connection for {url}")]
    Connect {
        /// The URL.
        url: Box<Url>,
        /// What the network said.
        #[source]
        source: reqwest::Error,
    },
    /// The server does not speak TLS, or its certificate is not to be trusted.
    #[error("no secure connection for {url}")]
    Tls {
        /// The URL.
        url: Box<Url>,
        /// What is wrong with it.
        #[source]
        source: reqwest::Error,
    },
    /// It took too long.
    #[error("expected {phase} within {} s, still waiting for {url}", limit.as_secs())]
    Timeout {
        /// The URL.
        url: Box<Url>,
        /// What was waited for.
        phase: TimeoutPhase,
        /// The limit.
        limit: Duration,
    },
    /// The server hung up before it had answered.
    #[error("the connection for {url} was cut off")]
    Reset {
        /// The URL.
        url: Box<Url>,
        /// What the network said.
        #[source]
        source: reqwest::Error,
    },
    /// The head of the answer is longer, or has more lines, than is read.
    #[error("expected a shorter head of the answer at {url}")]
    HeadTooLarge {
        /// The URL.
        url: Box<Url>,
        /// What went wrong.
        #[source]
        source: reqwest::Error,
    },
    /// The request was not answered in HTTP: also two lengths for one body (RFC 9112 §6.3).
    #[error("no valid answer for {url}")]
    Request {
        /// The URL.
        url: Box<Url>,
        /// What went wrong.
        #[source]
        source: reqwest::Error,
    },
    /// The body is larger than allowed.
    #[error("expected at most {limit} bytes, found more at {url}")]
    TooLarge {
        /// The URL.
        url: Box<Url>,
        /// The limit in bytes, after decompression.
        limit: u64,
    },
    /// The body ends early: before its length, or before the last of its chunks.
    #[error("the body of {url} ends early")]
    BrokenBody {
        /// The URL.
        url: Box<Url>,
        /// What went wrong.
        #[source]
        source: reqwest::Error,
    },
    /// The body cannot be decompressed: its coding is damaged or ends early.
    #[error("the body of {url} cannot be decompressed")]
    BrokenCompression {
        /// The URL.
        url: Box<Url>,
        /// What went wrong.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The body is compressed in a way that was not asked for.
    #[error("expected gzip, br, zstd or deflate, found content encoding {encoding:?} at {url}")]
    UnknownCompression {
        /// The URL.
        url: Box<Url>,
        /// The value of `Content-Encoding`.
        encoding: String,
    },
    /// A redirect leads back to a page that redirected before.
    #[error("expected a page, found a redirect loop at {url}")]
    RedirectLoop {
        /// The URL that was met twice.
        url: Box<Url>,
    },
    /// More redirects than allowed.
    #[error("expected at most {limit} redirects, found one more at {url}")]
    TooManyRedirects {
        /// The URL of the redirect that was not followed.
        url: Box<Url>,
        /// The limit.
        limit: u32,
    },
    /// A redirect without a usable `Location`.
    #[error("expected a redirect with an http or https location, found {location:?} at {url}")]
    BadLocation {
        /// The URL of the redirect.
        url: Box<Url>,
        /// The value of `Location`, shortened; empty where there is none.
        location: String,
    },
    /// Any status other than 200, 304 and the redirects.
    #[error("expected status 200, found {status} at {url}")]
    Status {
        /// The URL.
        url: Box<Url>,
        /// The status code.
        status: u16,
        /// How long the server wants to be left alone, at most seven days.
        retry_after: Option<Duration>,
    },
    /// A check of the visitor in the place of the page, which the headers of the answer say it is.
    #[error("expected a page, found a check of the visitor with status {status} at {url}")]
    Challenge {
        /// The URL.
        url: Box<Url>,
        /// The status code.
        status: u16,
        /// How long the server wants to be left alone, at most seven days.
        retry_after: Option<Duration>,
    },
    /// 304 for a request that had no condition (RFC 9110 §15.4.5).
    #[error("expected a page, found 304 without having asked for it at {url}")]
    UnexpectedNotModified {
        /// The URL.
        url: Box<Url>,
    },
    /// The body is no text: a picture, a PDF, an archive.
    #[error("expected a page of text, found {media_type} at {url}")]
    NotAPage {
        /// The URL.
        url: Box<Url>,
        /// The media type that was declared, or seen in the first bytes.
        media_type: String,
    },
    /// The host asked to be left alone; no request was made.
    #[error("{host} asked to be left alone until {until}")]
    HostRests {
        /// The host, with its port where it is unusual.
        host: String,
        /// The moment it may be asked again.
        until: Timestamp,
    },
    /// The site's robots.txt does not allow it; no request was made.
    #[error("expected a page that robots may fetch, found that the site's robots.txt does not allow {url}")]
    Disallowed {
        /// The URL.
        url: Box<Url>,
    },
    /// The site has a robots.txt file and cannot hand it out, so nobody knows what it allows (RFC 9309 §2.3.1.4).
    #[error("expected the site to hand out {url}, without which nothing else is asked for")]
    RobotsUnreachable {
        /// The URL of the file.
        url: Box<Url>,
        /// What the site answered.
        #[source]
        source: Arc<Self>,
    },
    /// What asking the same origin for its robots.txt came to a moment ago; no further request was made.
    #[error(transparent)]
    Shared(Arc<Self>),
    /// The host had as many requests today as it is to have; no request was made.
    #[error("{host} had all the requests that it is to have in a day, until {until}")]
    BudgetSpent {
        /// The host, with its port where it is unusual.
        host: String,
        /// The moment it may be asked again.
        until: Timestamp,
    },
    /// No turn of the host came in the time that was left to wait for it; no request was made.
    #[error("no time was left for {url}")]
    Late {
        /// The URL.
        url: Box<Url>,
    },
    /// The program is about to stop, and begins no further request.
    #[error("nothing more is asked for, since the program stops: {url}")]
    Stopping {
        /// The URL.
        url: Box<Url>,
    },
    /// Too many requests wait for the host already; none was made.
    #[error("too many requests wait for {host}")]
    Busy {
        /// The host, with its port where it is unusual.
        host: String,
    },
}

/// What was waited for when the time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeoutPhase {
    /// The connection.
    Connect,
    /// The next bytes.
    Idle,
    /// The page as a whole, with its redirects.
    Total,
}

impl FetchError {
    /// A stable name for metrics and for the answers of the API.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Settings(_) => "settings",
            Self::Client(_) => "client",
            Self::BadUrl { .. } => "bad_url",
            Self::ForbiddenAddress { .. } => "forbidden_address",
            Self::UnknownHost { .. } => "unknown_host",
            Self::Dns { .. } => "dns",
            Self::Connect { .. } => "connect",
            Self::Tls { .. } => "tls",
            Self::Timeout { phase, .. } => match phase {
                TimeoutPhase::Connect => "connect_timeout",
                TimeoutPhase::Idle => "idle_timeout",
                TimeoutPhase::Total => "timeout",
            },
            Self::Reset { .. } => "connection_reset",
            Self::HeadTooLarge { .. } => "head_too_large",
            Self::Request { .. } => "invalid_answer",
            Self::TooLarge { .. } => "too_large",
            Self::BrokenBody { .. } => "broken_body",
            Self::BrokenCompression { .. } => "broken_compression",
            Self::UnknownCompression { .. } => "unknown_compression",
            Self::RedirectLoop { .. } => "redirect_loop",
            Self::TooManyRedirects { .. } => "too_many_redirects",
            Self::BadLocation { .. } => "bad_location",
            Self::Status { status, .. } => status_kind(*status),
            Self::Challenge { .. } => "challenge",
            Self::UnexpectedNotModified { .. } => "unexpected_not_modified",
            Self::NotAPage { .. } => "not_a_page",
            Self::HostRests { .. } => "host_rests",
            Self::Disallowed { .. } => "robots",
            Self::RobotsUnreachable { .. } => "robots_unreachable",
            Self::Shared(error) => error.kind(),
            Self::BudgetSpent { .. } => "host_budget",
            Self::Late { .. } => "late",
            Self::Stopping { .. } => "stopping",
            Self::Busy { .. } => "host_busy",
        }
    }

    /// The status code, where the host answered with one that gives no page.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } | Self::Challenge { status, .. } => Some(*status),
            Self::Shared(error) => error.status(),
            _ => None,
        }
    }

    /// Whether the address itself was refused, before anything went out.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Shared(error) => error.is_refusal(),
            _ => {
                matches!(self, Self::BadUrl { .. } | Self::ForbiddenAddress { .. } | Self::UnknownHost { .. })
            }
        }
    }

    /// Whether nothing was asked, for want of time.
    pub fn is_put_off(&self) -> bool {
        match self {
            Self::Shared(error) => error.is_put_off(),
            _ => matches!(self, Self::Late { .. } | Self::Stopping { .. }),
        }
    }

    /// How long the host is to be left alone from `now` on, in seconds, where it said so or too many wait for it.
    pub fn rest_seconds(&self, now: Timestamp) -> Option<u64> {
        match self {
            Self::HostRests { until, .. } | Self::BudgetSpent { until, .. } => {
                u64::try_from(until.duration_since(now).as_secs()).ok()
            }
            Self::Busy { .. } => Some(BUSY_SECONDS),
            _ => self.retry_after().map(|pause| pause.as_secs()),
        }
    }

    /// How long the server wants to be left alone, where it said so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } | Self::Challenge { retry_after, .. } => *retry_after,
            Self::RobotsUnreachable { source, .. } | Self::Shared(source) => source.retry_after(),
            _ => None,
        }
    }
}

impl fmt::Display for TimeoutPhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "a connection",
            Self::Idle => "more bytes",
            Self::Total => "the page",
        })
    }
}
