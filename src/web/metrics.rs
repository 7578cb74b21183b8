//! What is counted of requests. Handles are asked for once and kept, since a look-up by labels costs more than a feed.

use std::sync::OnceLock;
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use metrics::{Counter, Histogram, counter, histogram};

use crate::feed::Served;

/// The methods that are told apart; any other counts as `other`.
const METHODS: [&str; 5] = ["GET", "HEAD", "OPTIONS", "POST", "other"];

/// The statuses that the service answers with. Another one is counted too, only not as cheaply.
const STATUSES: [u16; 22] = [
    200, 204, 226, 303, 304, 307, 400, 401, 403, 404, 405, 406, 408, 409, 413, 414, 429, 431, 500, 502, 503,
    504,
];

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

/// What every counter of the program counts.
const COUNTERS: [(&str, &str); 10] = [
    ("feedmill_http_requests_total", "Requests answered, by route, method and status."),
    ("feedmill_cache_total", "Feeds handed out, by how they came from the cache."),
    ("feedmill_refreshes_total", "Refreshes of feeds that ended, by outcome."),
    ("feedmill_article_failures_total", "Articles that could not be read, by outcome."),
    ("feedmill_items_total", "Entries read from listings, by whether they were known or new."),
    ("feedmill_upstream_requests_total", "Pages asked for, by outcome and class of status."),
    ("feedmill_database_rescues_total", "Damaged databases that were kept aside."),
    ("feedmill_upstream_bytes_total", "Bytes of pages received, after decompression."),
    ("feedmill_posts_total", "Forms sent, by outcome."),
    ("feedmill_websub_changes_total", "Changes of feeds, by whether the hub was told or that was given up."),
];

/// What every histogram of the program measures, in seconds.
const HISTOGRAMS: [(&str, &str); 3] = [
    ("feedmill_http_seconds", "Time from the whole request to the answer's first byte, by route."),
    ("feedmill_refresh_seconds", "Time that the refresh of a feed took."),
    ("feedmill_upstream_seconds", "Time that a page took, over all its redirects."),
];

/// Says what the metrics mean, once a recorder is there. The server has the whole list, since it is the server that hands
/// them out.
pub(super) fn describe() {
    for (name, meaning) in COUNTERS {
        metrics::describe_counter!(name, meaning);
    }
    for (name, meaning) in HISTOGRAMS {
        metrics::describe_histogram!(name, metrics::Unit::Seconds, meaning);
    }
    metrics::describe_gauge!(
        "feedmill_cache_bytes",
        metrics::Unit::Bytes,
        "Memory that the caches of feeds and articles hold."
    );
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

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

    /// The names of metrics in a folder of source files, as they stand in the macros of the crate `metrics`.
    fn names_in(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                names_in(&path, names);
                continue;
            }
            let text = std::fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&text);
            for mark in ["counter!", "histogram!", "gauge!"] {
                let behind = text
                    .split(mark)
                    .skip(1)
                    .filter_map(|rest| rest.strip_prefix('(')?.trim_start().strip_prefix('"'));
                names.extend(behind.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
    }

    #[test]
    fn every_metric_of_the_program_says_what_it_means() {
        let mut names = BTreeSet::new();
        names_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
        let text = recorded(|| {
            describe();
            COUNTERS.iter().for_each(|(name, _)| counter!(*name).increment(1));
            HISTOGRAMS.iter().for_each(|(name, _)| histogram!(*name).record(1.0));
            metrics::gauge!("feedmill_cache_bytes").set(1.0);
        });

        let helped = text.lines().filter_map(|line| line.strip_prefix("# HELP ")?.split_once(' '));
        let helped: BTreeSet<String> = helped.map(|(name, _)| name.to_owned()).collect();
        assert_eq!(helped, names);
    }
}
