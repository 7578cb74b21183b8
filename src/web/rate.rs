//! How often one client may ask: the generic cell rate algorithm over a bounded number of clients.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{HeaderName, RETRY_AFTER};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};
use governor::{Quota, RateLimiter};

use super::problem::{Kind, Problem};
use super::settings::WebSettings;

/// Most clients that are remembered, some hundred bytes each. The one that has not asked for longest is forgotten first.
const MOST_CLIENTS: u64 = 50_000;

/// What the limit is, and what is left of it (draft-ietf-httpapi-ratelimit-headers).
static RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
static RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The limit for each client.
pub(super) struct Rate<C: Clock = DefaultClock> {
    limiter: RateLimiter<IpAddr, Clients, C, NoOpMiddleware<C::Instant>>,
    burst: NonZeroU32,
    /// In which a client that has used all of its requests has all of them again.
    window: Duration,
}

/// What is remembered of clients.
struct Clients(moka::sync::Cache<IpAddr, Arc<InMemoryState>>);

impl Rate {
    /// The limit of the settings; none where they set none.
    pub(super) fn new(settings: &WebSettings) -> Option<Self> {
        Self::with(settings.requests_per_minute, settings.requests_burst, DefaultClock::default())
    }
}

impl<C: Clock> Rate<C> {
    fn with(per_minute: u32, burst: u32, clock: C) -> Option<Self> {
        let (rate, burst) = (NonZeroU32::new(per_minute)?, NonZeroU32::new(burst)?);
        let quota = Quota::per_minute(rate).allow_burst(burst);
        let clients = Clients(
            moka::sync::Cache::builder()
                .max_capacity(MOST_CLIENTS)
                .eviction_policy(moka::policy::EvictionPolicy::lru())
                .build(),
        );
        let window = quota.burst_size_replenished_in();
        Some(Self { limiter: RateLimiter::new(quota, clients, clock), burst, window })
    }

    /// Counts a request of a client, or says when it may ask again.
    pub(super) fn count(&self, client: IpAddr) -> Result<(), Problem> {
        let Err(refused) = self.limiter.check_key(&network(client)) else {
            return Ok(());
        };
        let seconds = whole_seconds(refused.wait_time_from(self.limiter.clock().now()));
        let detail = format!(
            "expected at most {} requests of one client in {} seconds, found more",
            self.burst,
            whole_seconds(self.window)
        );
        let policy = format!("\"client\";q={};w={}", self.burst, whole_seconds(self.window));
        Err(Problem::new(Kind::TooManyRequests, detail)
            .with_header(RETRY_AFTER, seconds.to_string())
            .with_header(RATE_LIMIT.clone(), format!("\"client\";r=0;t={seconds}"))
            .with_header(RATE_LIMIT_POLICY.clone(), policy))
    }
}

impl StateStore for Clients {
    type Key = IpAddr;

    fn measure_and_replace<T, F, E>(&self, client: &IpAddr, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        self.0.get_with(*client, Arc::default).measure_and_replace(&NotKeyed::NonKey, decide)
    }
}

/// The network that is one client: whoever has an IPv6 address has the 64 bits behind it as well (RFC 6177 §2).
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let host = u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !host))
        }
        address => address,
    }
}

/// So many seconds that a client which waits for them does not come too early.
fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError;
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_client_that_asks_too_often_waits_and_others_do_not() {
        let clock = FakeRelativeClock::default();
        let rate = Rate::with(60, 3, clock.clone()).unwrap();
        let (one, other) = (address("192.0.2.1"), address("192.0.2.2"));

        for _ in 0..3 {
            assert!(rate.count(one).is_ok());
        }
        let problem = rate.count(one).unwrap_err();
        assert_eq!((problem.kind(), problem.status_code().as_u16()), (Kind::TooManyRequests, 429));
        assert_eq!(problem.header("retry-after"), Some("1"));
        assert_eq!(problem.header("ratelimit"), Some("\"client\";r=0;t=1"));
        assert_eq!(problem.header("ratelimit-policy"), Some("\"client\";q=3;w=3"));
        assert!(rate.count(other).is_ok());

        clock.advance(Duration::from_secs(1));
        assert!(rate.count(one).is_ok() && rate.count(one).is_err());
    }

    #[test]
    fn a_network_of_64_bits_is_one_client() {
        let rate = Rate::with(60, 1, FakeRelativeClock::default()).unwrap();

        assert!(rate.count(address("2001:db8:1:2::1")).is_ok());
        assert!(rate.count(address("2001:db8:1:2:ffff::9")).is_err());
        assert!(rate.count(address("2001:db8:1:3::1")).is_ok());
        assert!(rate.count(address("192.0.2.1")).is_ok());
        assert!(rate.count(address("::ffff:192.0.2.1")).is_err());
    }

    #[test]
    fn no_more_clients_are_remembered_than_there_is_room_for() {
        let rate = Rate::with(60, 1, FakeRelativeClock::default()).unwrap();

        for host in 0..60_000_u32 {
            let _ = rate.count(IpAddr::V4(host.into()));
        }

        let clients = rate.limiter.into_state_store().0;
        clients.run_pending_tasks();
        assert!(clients.entry_count() <= MOST_CLIENTS);
    }

    #[test]
    fn a_rate_of_none_is_no_limit() {
        assert!(Rate::with(0, 1, FakeRelativeClock::default()).is_none());
    }
}
