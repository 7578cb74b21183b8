//! The robots.txt files of the origins that were asked, each fetched once however many wait for it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;
use url::Url;

use super::super::FetchError;
use super::super::clock::Clock;
use super::Robots;

/// How long a file serves (RFC 9309 §2.4).
const SERVES: SignedDuration = SignedDuration::from_hours(24);

/// When an origin is asked again that could not hand out its file.
const ASKED_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// When an origin is asked again that did not answer. Whoever wants something of it until then is told the same: else they
/// would all wait in turn for a host that is silent.
const SILENT: SignedDuration = SignedDuration::from_secs(30);

/// How long the last rules serve while an origin cannot hand out its file (RFC 9309 §2.3.1.4).
const OUTLIVES: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Most origins that are remembered.
const MAX_ORIGINS: u64 = 10_000;

/// What is known of every origin: scheme, host and port (RFC 9309 §2.3).
pub struct Origins {
    product: String,
    known: moka::sync::Cache<String, Arc<Mutex<Option<Known>>>>,
}

/// What an origin said, and until when it is not asked again.
struct Known {
    standing: Standing,
    until: Timestamp,
    /// When the rules were read, where there are some.
    read_at: Option<Timestamp>,
}

/// What an origin allows.
#[derive(Clone, Debug)]
pub enum Standing {
    /// What its file says, or everything where it has none.
    Rules(Arc<Robots>),
    /// Nothing: it has a file and cannot hand it out.
    Unreachable(Arc<FetchError>),
    /// Nothing for a moment: it did not answer at all.
    Silent(Arc<FetchError>),
}

/// Where an origin has its file.
pub fn robots_url(url: &Url) -> Option<Url> {
    let mut file = url.join("/robots.txt").ok()?;
    file.set_username("").ok()?;
    file.set_password(None).ok()?;
    Some(file)
}

/// The part of a URL by which a file judges it: path and query.
pub fn target_of(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

impl Origins {
    /// Of no origin anything is known. `product` is the token by which files name the robot.
    pub fn new(product: String) -> Self {
        Self { product, known: moka::sync::Cache::new(MAX_ORIGINS) }
    }

    /// What the origin of a file allows. `fetch` is run where that is not known, by one of those who wait.
    ///
    /// # Errors
    /// When the origin was not asked, because its host is to be left alone, and no earlier answer serves: nothing is
    /// remembered then.
    pub async fn standing<F>(&self, file: &Url, clock: Clock, fetch: F) -> Result<Standing, FetchError>
    where
        F: Future<Output = Result<Vec<u8>, FetchError>>,
    {
        let known = self.known.get_with_by_ref(file.as_str(), Arc::default);
        // Held while the file is fetched, so that all others wait for the same answer.
        let mut known = known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| known.serves(clock.now())) {
            return Ok(known.standing.clone());
        }
        let answer = fetch.await;
        // The answer may have been waited for as long as it serves.
        let now = clock.now();
        let (standing, read_at, serves) = match answer {
            Ok(text) => (Standing::Rules(Arc::new(Robots::parse(&text, &self.product))), Some(now), SERVES),
            Err(error) if is_absent(&error) => (Standing::Rules(Arc::default()), Some(now), SERVES),
            Err(error) => match known.as_ref().and_then(|known| known.outliving(now)) {
                Some((rules, read_at)) => (rules, Some(read_at), ASKED_AGAIN),
                None if was_not_asked(&error) => return Err(error),
                None if is_silent(&error) => (Standing::Silent(Arc::new(error)), None, SILENT),
                None => (Standing::Unreachable(Arc::new(error)), None, ASKED_AGAIN),
            },
        };
        let until = now.saturating_add(serves).unwrap_or(Timestamp::MAX);
        *known = Some(Known { standing: standing.clone(), until, read_at });
        Ok(standing)
    }
}

impl Known {
    /// Whether the origin need not be asked again yet. What was learnt by a clock that was set back since serves no more.
    fn serves(&self, now: Timestamp) -> bool {
        now < self.until && self.until.duration_since(now) <= SERVES
    }

    /// The rules, where there are some that are not too old.
    fn outliving(&self, now: Timestamp) -> Option<(Standing, Timestamp)> {
        let read_at = self.read_at.filter(|read_at| now.duration_since(*read_at).abs() < OUTLIVES)?;
        Some((self.standing.clone(), read_at))
    }
}

/// Whether an origin has no file, so that everything is allowed (RFC 9309 §2.3.1.2 and §2.3.1.3). One that wants to be
/// asked later (429) may have one. Neither an answer without content, nor a redirect to nowhere or to where nothing may be
/// fetched, leads to one.
fn is_absent(error: &FetchError) -> bool {
    match error {
        FetchError::Status { status: 429, .. } => false,
        FetchError::Status { status, .. } => matches!(status, 204 | 205 | 300..500),
        FetchError::UnexpectedNotModified { .. }
        | FetchError::RedirectLoop { .. }
        | FetchError::TooManyRedirects { .. }
        | FetchError::BadLocation { .. }
        | FetchError::BadUrl { .. }
        | FetchError::ForbiddenAddress { .. }
        | FetchError::UnknownHost { .. } => true,
        _ => false,
    }
}

/// Whether an origin did not answer at all, be it for the file or for anything else.
fn is_silent(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::Dns { .. }
            | FetchError::Connect { .. }
            | FetchError::Tls { .. }
            | FetchError::Timeout { .. }
            | FetchError::Reset { .. }
    )
}

/// Whether it was the pace of the host that kept its origin from being asked.
fn was_not_asked(error: &FetchError) -> bool {
    matches!(error, FetchError::HostRests { .. } | FetchError::BudgetSpent { .. } | FetchError::Busy { .. })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::fetch::TimeoutPhase;

    const FILE: &str = "https://news.example/robots.txt";

    struct Site {
        origins: Origins,
        asked: AtomicUsize,
    }

    impl Site {
        fn new() -> Self {
            Self { origins: Origins::new("feedmill".to_owned()), asked: AtomicUsize::new(0) }
        }

        async fn ask(&self, day: i64, answer: Result<&str, FetchError>) -> Result<Standing, FetchError> {
            let start: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
            let now = start + SignedDuration::from_hours(24 * day);
            let answer = answer.map(|text| text.as_bytes().to_vec());
            let fetch = async {
                self.asked.fetch_add(1, Ordering::SeqCst);
                answer
            };
            self.origins.standing(&Url::parse(FILE).unwrap(), Clock::starting_at(now), fetch).await
        }

        async fn allows(&self, day: i64, answer: Result<&str, FetchError>, path: &str) -> bool {
            match self.ask(day, answer).await.unwrap() {
                Standing::Rules(robots) => robots.allow(path),
                Standing::Unreachable(_) | Standing::Silent(_) => panic!("expected rules"),
            }
        }
    }

    fn status(status: u16) -> FetchError {
        FetchError::Status { url: Box::new(Url::parse(FILE).unwrap()), status, retry_after: None }
    }

    const RULES: &str = "User-agent: *\nDisallow: /private";

    #[tokio::test]
    async fn a_file_serves_for_a_day_and_is_then_read_again() {
        let site = Site::new();
        assert!(!site.allows(0, Ok(RULES), "/private").await);
        assert!(!site.allows(0, Ok(""), "/private").await);
        assert_eq!(site.asked.load(Ordering::SeqCst), 1);
        assert!(site.allows(1, Ok(""), "/private").await);
        assert_eq!(site.asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn without_a_file_everything_is_allowed() {
        for code in [204, 205, 300, 400, 401, 403, 404, 410, 451] {
            assert!(Site::new().allows(0, Err(status(code)), "/private").await, "{code}");
        }
        let unasked = FetchError::UnexpectedNotModified { url: Box::new(Url::parse(FILE).unwrap()) };
        assert!(Site::new().allows(0, Err(unasked), "/private").await);
    }

    #[tokio::test]
    async fn an_origin_that_cannot_hand_out_its_file_allows_nothing_until_its_last_rules_serve() {
        for code in [429, 500, 503] {
            let site = Site::new();
            let standing = site.ask(0, Err(status(code))).await.unwrap();
            assert!(matches!(standing, Standing::Unreachable(_)), "{code}");
            assert!(!site.allows(1, Ok(RULES), "/private").await);
            assert!(!site.allows(2, Err(status(code)), "/private").await);
            assert!(!site.allows(30, Err(status(code)), "/private").await);
            assert!(matches!(site.ask(31, Err(status(code))).await.unwrap(), Standing::Unreachable(_)));
        }
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_read_is_told_as_the_fault_of_the_file() {
        let url = || Box::new(Url::parse(FILE).unwrap());
        let unknown = FetchError::UnknownCompression { url: url(), encoding: "rot13".to_owned() };
        let too_large = FetchError::TooLarge { url: url(), limit: 1 };
        for error in [unknown, too_large] {
            let standing = Site::new().ask(0, Err(error)).await.unwrap();
            assert!(matches!(standing, Standing::Unreachable(_)), "{standing:?}");
        }
    }

    #[tokio::test]
    async fn an_origin_that_was_not_asked_is_asked_by_the_next_who_wants_something() {
        let site = Site::new();
        let rests = || FetchError::Busy { host: "news.example".to_owned() };
        assert!(matches!(site.ask(0, Err(rests())).await, Err(FetchError::Busy { .. })));
        assert!(!site.allows(0, Ok(RULES), "/private").await);
    }

    #[tokio::test(start_paused = true)]
    async fn an_origin_that_does_not_answer_is_asked_once_by_all_who_wait_and_again_after_half_a_minute() {
        let site = Site::new();
        let file = Url::parse(FILE).unwrap();
        let silence = || async {
            site.asked.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(45)).await;
            let (phase, limit) = (TimeoutPhase::Idle, Duration::from_secs(45));
            Err(FetchError::Timeout { url: Box::new(file.clone()), phase, limit })
        };
        let clock = Clock::starting_at("2026-03-01T12:00:00Z".parse().unwrap());
        let began = tokio::time::Instant::now();

        let waiting = (0..12).map(|_| site.origins.standing(&file, clock, silence()));
        for standing in futures_util::future::join_all(waiting).await {
            assert!(matches!(standing.unwrap(), Standing::Silent(error) if error.kind() == "idle_timeout"));
        }

        assert_eq!((site.asked.load(Ordering::SeqCst), began.elapsed().as_secs()), (1, 45));
        tokio::time::advance(Duration::from_secs(29)).await;
        site.origins.standing(&file, clock, silence()).await.unwrap();
        assert_eq!(site.asked.load(Ordering::SeqCst), 1);
        tokio::time::advance(Duration::from_secs(1)).await;
        site.origins.standing(&file, clock, silence()).await.unwrap();
        assert_eq!(site.asked.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn the_file_stands_at_the_root_of_the_origin() {
        let url = Url::parse("https://clerk:hush@news.example:8443/a/b?c#d").unwrap();
        assert_eq!(robots_url(&url).unwrap().as_str(), "https://news.example:8443/robots.txt");
    }
}
