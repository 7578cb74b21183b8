//! What is counted of requests. Handles are asked for once and kept, since a look-up by labels costs more than a feed.

use std::sync::OnceLock;
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use metrics::{Counter, Histogram, counter, histogram};

use crate::feed::Served;

/// The methods that are told apart; any other counts as `other`.
const METHODS: [&str; 4] = ["GET", "HEAD", "OPTIONS", "other"];

/// The statuses that the service answers with. Another one is counted too, only not as cheaply.
const STATUSES: [u16; 17] =
    [200, 204, 303, 304, 400, 401, 403, 404, 405, 406, 408, 414, 431, 500, 502, 503, 504];

/// The handles of one route.
pub(super) struct RouteMetrics {
    route: &'static str,
    requests: [[OnceLock<Counter>; STATUSES.len()]; METHODS.len()],
    seconds: OnceLock<Histogram>,
}

/// How answers came from the cache of feeds.
pub(super) struct CacheMetrics([OnceLock<Counter>; 3]);

impl RouteMetrics {
    /// The handles of a route, none of them asked for yet: what never happens leaves no line in the metrics.
    pub(super) fn new(route: &'static str) -> Self {
        Self { route, requests: Default::default(), seconds: OnceLock::new() }
    }

    /// Notes one answer.
    pub(super) fn note(&self, method: &Method, status: StatusCode, took: Duration) {
        let row = METHODS.iter().position(|known| *known == method.as_str()).unwrap_or(METHODS.len() - 1);
        let column = STATUSES.iter().position(|known| *known == status.as_u16());
        let kept = column.and_then(|column| self.requests.get(row)?.get(column));
        let asked = || self.counter(row, status);
        match kept {
            Some(kept) => kept.get_or_init(asked).increment(1),
            None => asked().increment(1),
        }
        let asked = || histogram!("feedmill_http_seconds", "route" => self.route);
        self.seconds.get_or_init(asked).record(took.as_secs_f64());
    }

    fn counter(&self, row: usize, status: StatusCode) -> Counter {
        let method = METHODS.get(row).copied().unwrap_or_default();
        let status = status.as_u16().to_string();
        counter!("feedmill_http_requests_total", "route" => self.route, "method" => method, "status" => status)
    }
}

impl CacheMetrics {
    pub(super) fn new() -> Self {
        Self(Default::default())
    }

    /// Notes how one answer came from the cache.
    pub(super) fn note(&self, served: Served) {
        let [fresh, stale, loaded] = &self.0;
        let (handle, state) = match served {
            Served::Fresh => (fresh, "fresh"),
            Served::Stale => (stale, "stale"),
            Served::Loaded => (loaded, "loaded"),
        };
        handle.get_or_init(|| counter!("feedmill_cache_total", "state" => state)).increment(1);
    }
}

/// Says what the metrics mean, once a recorder is there.
pub(super) fn describe() {
    metrics::describe_counter!(
        "feedmill_http_requests_total",
        "Requests answered, by route, method and status."
    );
    metrics::describe_histogram!(
        "feedmill_http_seconds",
        metrics::Unit::Seconds,
        "Time from the whole request to the answer's first byte, by route."
    );
    metrics::describe_counter!("feedmill_cache_total", "Feeds handed out, by how they came from the cache.");
}

#[cfg(test)]
mod tests {
    use metrics_exporter_prometheus::PrometheusBuilder;

    use super::*;

    fn recorded(note: impl FnOnce()) -> String {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, note);
        handle.render()
    }

    #[test]
    fn answers_are_counted_by_route_method_and_status() {
        let text = recorded(|| {
            let metrics = RouteMetrics::new("feed");
            for status in [200, 200, 304] {
                let status = StatusCode::from_u16(status).unwrap();
                metrics.note(&Method::GET, status, Duration::from_millis(2));
            }
            metrics.note(&Method::PATCH, StatusCode::IM_A_TEAPOT, Duration::ZERO);
        });

        for line in [
            "feedmill_http_requests_total{route=\"feed\",method=\"GET\",status=\"200\"} 2",
            "feedmill_http_requests_total{route=\"feed\",method=\"GET\",status=\"304\"} 1",
            "feedmill_http_requests_total{route=\"feed\",method=\"other\",status=\"418\"} 1",
            "feedmill_http_seconds_count{route=\"feed\"} 4",
        ] {
            assert!(text.contains(line), "no {line} in {text}");
        }
    }

    #[test]
    fn feeds_are_counted_by_how_they_came_from_the_cache() {
        let text = recorded(|| {
            let metrics = CacheMetrics::new();
            metrics.note(Served::Fresh);
            metrics.note(Served::Stale);
            metrics.note(Served::Fresh);
        });

        assert!(text.contains("feedmill_cache_total{state=\"fresh\"} 2"), "{text}");
        assert!(text.contains("feedmill_cache_total{state=\"stale\"} 1"), "{text}");
        assert!(!text.contains("loaded"), "what never happened leaves no line: {text}");
    }
}
