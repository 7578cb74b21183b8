//! The one way out of the house.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use metrics::{counter, histogram};
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::{Client, Proxy, redirect};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use url::{Host, Url};

use super::allow::SiteHosts;
use super::charset::decode;
use super::clock::Clock;
use super::exchange::{Answer, Limits, exchange};
use super::guard::{Guard, Passage, first_forbidden};
use super::labels::outcome_labels;
use super::pace::{Pace, Refusal, Turn};
use super::private_host::without_root;
use super::redirect::Trail;
use super::resolver::GuardedResolver;
use super::robots::{Origins, Standing, robots_url, target_of};
use super::{
    FetchError, FetchSettings, Fetched, FetchedPage, Lookup, Patience, PrivateHost, SystemLookup,
    TimeoutPhase, Validators,
};

const PREFERRED_TYPES: HeaderValue = HeaderValue::from_static(
    "text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.8, */*;q=0.5",
);
/// How long a connection may wait for the next request.
const POOL_IDLE: Duration = Duration::from_secs(30);
/// How long a name is looked up only to be judged, when the proxy will look it up for itself.
const PROXIED_LOOKUP: Duration = Duration::from_secs(2);

/// Fetches pages: judged addresses, paced hosts, bounded time and size.
///
/// With a proxy, names and addresses of URLs are judged all the same, but it is the proxy that connects: it may find
/// another address for a name than the one that was judged here.
pub struct Fetcher {
    guard: Guard,
    /// Connects to public addresses only.
    public: Client,
    /// Connects to any address; used for nothing but the hosts and ports that the operator opened. A resolver is told
    /// no port, so this decision cannot be left to it.
    private: Client,
    lookup: Arc<dyn Lookup>,
    proxied: bool,
    pub(super) pace: Pace,
    limits: Limits,
    origins: Origins,
    /// Hosts whose robots.txt is not asked for.
    unruled: SiteHosts,
    /// Whether no further page is asked for.
    stopping: CancellationToken,
}

/// How a hop is made.
struct Errand<'a> {
    validators: &'a Validators,
    limits: &'a Limits,
    /// The pause that the site asks for after it.
    delay: Duration,
    clock: Clock,
    /// How long its turn is waited for.
    patience: &'a Patience,
}

impl Fetcher {
    /// A fetcher that asks the operating system for addresses. An error where a setting cannot be or the system has no
    /// root certificates.
    pub fn new(settings: &FetchSettings) -> Result<Self, FetchError> {
        Self::with_lookup(settings, Arc::new(SystemLookup))
    }

    /// A fetcher that gets its addresses elsewhere.
    pub fn with_lookup(settings: &FetchSettings, lookup: Arc<dyn Lookup>) -> Result<Self, FetchError> {
        settings.validate()?;
        // An error says that there is a provider already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let proxy_name: HashSet<_> = settings.proxy.iter().filter_map(Url::domain).map(opened_name).collect();
        let private_names = settings.private_hosts.iter().filter_map(PrivateHost::name);
        let private_names = private_names.map(opened_name).chain(proxy_name.clone()).collect();
        let public = client(settings, &lookup, proxy_name)?;
        let private = match settings.private_hosts.is_empty() {
            // Never asked: loading the root certificates twice would only make the start slower.
            true => public.clone(),
            false => client(settings, &lookup, private_names)?,
        };
        Ok(Self {
            guard: Guard::new(settings),
            public,
            private,
            lookup,
            proxied: settings.proxy.is_some(),
            pace: Pace::new(settings.host_budget()),
            limits: Limits::of(settings),
            origins: Origins::new(settings.product()),
            unruled: SiteHosts::default(),
            stopping: CancellationToken::new(),
        })
    }

    /// Tells the hosts of the site definitions, each time these are loaded. They matter with [`Allow::Sites`] alone,
    /// which allows nothing before this was called.
    ///
    /// [`Allow::Sites`]: super::Allow::Sites
    pub fn set_site_hosts(&self, hosts: impl IntoIterator<Item = String>) {
        self.guard.site_hosts().replace(hosts);
    }

    /// Tells the hosts, with the names below them, whose robots.txt the site definitions say to ignore.
    pub fn set_unruled_hosts(&self, hosts: impl IntoIterator<Item = String>) {
        self.unruled.replace(hosts);
    }

    /// Begins no further page: whoever waits for a turn, or comes for one, is told so. Requests under way come to their end,
    /// and forms are still sent.
    pub fn stop(&self) {
        self.stopping.cancel();
    }

    /// Judges a URL as far as can be told without a look-up: every hop of every fetch is, and again by the addresses of its name.
    ///
    /// # Errors
    /// When it may not be fetched.
    pub fn judge(&self, url: &Url) -> Result<(), FetchError> {
        self.guard.judge(url).map(|_| ())
    }

    /// Fetches a page, following redirects, where the robots.txt of every site on the way allows it. `validators` of the same URL make the request conditional; `now` decides
    /// which hosts still rest and what a date in `Retry-After` means.
    pub async fn get(
        &self,
        url: &Url,
        validators: &Validators,
        now: Timestamp,
    ) -> Result<Fetched, FetchError> {
        self.get_within(url, validators, now, &Patience::default()).await
    }

    /// The same, for whoever cannot wait for ever for the turns that it takes.
    pub async fn get_within(
        &self,
        url: &Url,
        validators: &Validators,
        now: Timestamp,
        patience: &Patience,
    ) -> Result<Fetched, FetchError> {
        let start = Instant::now();
        let outcome = self.follow(url, validators, Clock::starting_at(now), patience).await;
        let (name, status_class) = outcome_labels(&outcome);
        counter!("feedmill_upstream_requests_total", "outcome" => name, "status" => status_class)
            .increment(1);
        histogram!("feedmill_upstream_seconds").record(start.elapsed().as_secs_f64());
        outcome
    }

    /// Whether a host can be asked for what somebody named who may name anything: half of its requests of a day are kept for
    /// the feeds that are known.
    ///
    /// # Errors
    /// When the other half is spent.
    pub fn spare(&self, url: &Url, now: Timestamp) -> Result<(), FetchError> {
        let host = pace_name(url);
        self.pace.spare(&host, now).map_err(|until| FetchError::BudgetSpent { host, until })
    }

    async fn follow(
        &self,
        url: &Url,
        validators: &Validators,
        clock: Clock,
        patience: &Patience,
    ) -> Result<Fetched, FetchError> {
        let mut trail = Trail::new(url, self.limits.max_redirects);
        let mut time_left = self.limits.total;
        loop {
            // Judged before anything is asked of its host, be it the robots.txt.
            self.judge(trail.current())?;
            let errand = Errand {
                validators,
                limits: &self.limits,
                delay: self.in_time(trail.current(), patience, self.leave(trail.current(), clock)).await?,
                clock,
                patience,
            };
            match self.hop(trail.current(), &errand, &mut time_left).await? {
                Answer::Redirect { status, location } => trail.follow(status, &location)?,
                Answer::NotModified { validators, lifetime_seconds } => {
                    return Ok(Fetched::NotModified { validators, lifetime_seconds });
                }
                Answer::Page { body, content_type, validators, lifetime_seconds } => {
                    let bytes = body.len();
                    let (text, charset) = decode(body, &content_type, trail.current());
                    return Ok(Fetched::Page(FetchedPage {
                        url: trail.current().clone(),
                        requested: url.clone(),
                        text,
                        media_type: content_type.media_type,
                        charset: charset.to_owned(),
                        validators,
                        lifetime_seconds,
                        bytes,
                        permanent_redirect: trail.moved_for_good(),
                    }));
                }
            }
        }
    }

    /// Leave of the site's robots.txt to fetch a page, and the pause that it asks for after that.
    async fn leave(&self, url: &Url, clock: Clock) -> Result<Duration, FetchError> {
        let Some(file) = robots_url(url).filter(|_| !self.unruled.contain(url)) else {
            return Ok(Duration::ZERO);
        };
        match self.origins.standing(&file, clock, self.robots_file(&file, clock)).await? {
            Standing::Unreachable(source) => {
                Err(FetchError::RobotsUnreachable { url: Box::new(file), source })
            }
            Standing::Silent(error) => Err(FetchError::Shared(error)),
            Standing::Rules(robots) if robots.allow(&target_of(url)) => {
                Ok(robots.crawl_delay().unwrap_or_default())
            }
            Standing::Rules(_) => Err(FetchError::Disallowed { url: Box::new(url.clone()) }),
        }
    }

    /// As much of a robots.txt file as counts.
    async fn robots_file(&self, file: &Url, clock: Clock) -> Result<Vec<u8>, FetchError> {
        let limits = self.limits.for_robots();
        // Others wait for the file too, so it is not for one of them to give it up.
        let (validators, patience) = (&Validators::default(), &Patience::default());
        let errand = Errand { validators, limits: &limits, delay: Duration::ZERO, clock, patience };
        let mut trail = Trail::new(file, limits.max_redirects);
        let mut time_left = limits.total;
        loop {
            match self.hop(trail.current(), &errand, &mut time_left).await? {
                Answer::Redirect { status, location } => trail.follow(status, &location)?,
                Answer::Page { body, .. } => return Ok(body),
                // Never asked for.
                Answer::NotModified { .. } => return Ok(Vec::new()),
            }
        }
    }

    /// One hop: judged, in its turn, within the time that is left to the page.
    async fn hop(
        &self,
        url: &Url,
        errand: &Errand<'_>,
        time_left: &mut Duration,
    ) -> Result<Answer, FetchError> {
        let Errand { validators, limits, delay, clock, patience } = *errand;
        let admitted = self.admitted(url, delay, clock, patience.moment());
        let (client, turn) = self.in_time(url, patience, admitted).await?;
        let start = Instant::now();
        let answer = timeout(*time_left, exchange(client, url, validators, limits, clock)).await;
        *time_left = time_left.saturating_sub(start.elapsed());
        let answer = answer.unwrap_or_else(|_| {
            Err(FetchError::Timeout {
                url: Box::new(url.clone()),
                phase: TimeoutPhase::Total,
                limit: limits.total,
            })
        });
        if let Err(error) = &answer {
            rest_as_asked(&turn, error, clock.now());
        }
        answer
    }

    /// What some waiting for a URL comes to, unless it takes too long or the program stops.
    async fn in_time<T>(
        &self,
        url: &Url,
        patience: &Patience,
        waiting: impl Future<Output = Result<T, FetchError>>,
    ) -> Result<T, FetchError> {
        let found = self.stopping.run_until_cancelled(patience.within(waiting)).await;
        let url = || Box::new(url.clone());
        found
            .ok_or_else(|| FetchError::Stopping { url: url() })?
            .ok_or_else(|| FetchError::Late { url: url() })?
    }

    /// The client for a URL, which is judged, and the turn of its host, which may ask for a pause after it.
    pub(super) async fn admitted(
        &self,
        url: &Url,
        delay: Duration,
        clock: Clock,
        latest: Option<Instant>,
    ) -> Result<(&Client, Turn), FetchError> {
        let client = match self.guard.judge(url)? {
            Passage::Public if self.proxied => {
                self.judge_addresses(url).await?;
                &self.public
            }
            Passage::Public => &self.public,
            Passage::Private => &self.private,
        };
        let host = pace_name(url);
        match self.pace.turn(&host, delay, clock, latest).await {
            Ok(turn) => Ok((client, turn)),
            Err(Refusal::Spent(until)) => Err(FetchError::BudgetSpent { host, until }),
            Err(Refusal::Rests(until)) => Err(FetchError::HostRests { host, until }),
            Err(Refusal::Busy) => Err(FetchError::Busy { host }),
            Err(Refusal::Late) => Err(FetchError::Late { url: Box::new(url.clone()) }),
        }
    }

    /// What holds for every request.
    pub(super) const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Judges what a name resolves to here. A name that cannot be resolved here is left to the proxy, which often is the
    /// only one in its network that can.
    async fn judge_addresses(&self, url: &Url) -> Result<(), FetchError> {
        let Some(Host::Domain(name)) = url.host() else {
            return Ok(());
        };
        let addresses: Vec<IpAddr> = match timeout(PROXIED_LOOKUP, self.lookup.lookup(name)).await {
            Ok(Ok(addresses)) => addresses,
            Ok(Err(_)) | Err(_) => Vec::new(),
        };
        match first_forbidden(&addresses) {
            None => Ok(()),
            Some((address, range)) => Err(FetchError::ForbiddenAddress {
                url: Box::new(url.clone()),
                host: address.to_string(),
                range,
            }),
        }
    }
}

fn client(
    settings: &FetchSettings,
    lookup: &Arc<dyn Lookup>,
    opened: HashSet<String>,
) -> Result<Client, FetchError> {
    let builder = Client::builder()
        .user_agent(settings.user_agent_header())
        .default_headers(HeaderMap::from_iter([(ACCEPT, PREFERRED_TYPES)]))
        // Every hop is judged and counted here.
        .redirect(redirect::Policy::none())
        .dns_resolver(Arc::new(GuardedResolver::new(Arc::clone(lookup), opened)))
        .connect_timeout(Duration::from_secs(settings.connect_timeout_seconds))
        .read_timeout(Duration::from_secs(settings.idle_timeout_seconds))
        .pool_idle_timeout(POOL_IDLE)
        .pool_max_idle_per_host(settings.host_concurrency)
        // The environment's proxies: a way out that the configuration does not show.
        .no_proxy();
    let builder = match &settings.proxy {
        Some(proxy) => builder.proxy(Proxy::all(proxy.clone()).map_err(FetchError::Client)?),
        None => builder,
    };
    builder.build().map_err(FetchError::Client)
}

/// A name in the form in which the resolver looks for it.
fn opened_name(name: &str) -> String {
    without_root(name).to_ascii_lowercase()
}

/// Whom a request is paced with: the host over both its usual ports, any other port for itself.
fn pace_name(url: &Url) -> String {
    let host = url.host_str().map(without_root).unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Only these two statuses speak of the host as a whole (RFC 6585 §4, RFC 9110 §15.6.4).
pub(super) fn rest_as_asked(turn: &Turn, error: &FetchError, now: Timestamp) {
    if let FetchError::Status { status: 429 | 503, retry_after: Some(wait), .. }
    | FetchError::Challenge { status: 429 | 503, retry_after: Some(wait), .. } = error
    {
        let until = SignedDuration::try_from(*wait).ok().and_then(|wait| now.checked_add(wait).ok());
        turn.rest_until(until.unwrap_or(Timestamp::MAX), now);
    }
}
