//! Logs and metrics.

use std::io::IsTerminal;
use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use serde::Deserialize;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

/// How the program tells what it does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TelemetrySettings {
    /// What is logged, in the notation of `RUST_LOG`: `info`, or `warn,feedmill=debug`.
    pub filter: String,
    /// The shape of a log line.
    pub format: LogFormat,
}

/// The shape of a log line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// How often what was measured is put into the histograms.
const UPKEEP: Duration = Duration::from_secs(5);

/// Bounds of the histograms' buckets, in seconds: from a cached answer to a slow site.
const SECONDS: [f64; 14] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

impl Default for TelemetrySettings {
    fn default() -> Self {
        Self { filter: "info,actix_server=warn".to_owned(), format: LogFormat::Text }
    }
}

impl TelemetrySettings {
    /// Checks the filter.
    ///
    /// # Errors
    /// When it is no filter in the notation of `RUST_LOG`.
    pub fn validate(&self) -> Result<(), ParseError> {
        EnvFilter::try_new(&self.filter).map(drop)
    }
}

/// Starts logging to standard error. Only the first call of a process has an effect.
pub fn log_to_stderr(settings: &TelemetrySettings) {
    let filter = EnvFilter::try_new(&settings.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // Whoever runs the program inside of another has a log already.
    let started = match settings.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    drop(started);
}

/// Starts counting for Prometheus. The handle prints what was counted.
///
/// # Errors
/// When something in this process counts already.
pub fn count_for_prometheus() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .install_recorder()
}

/// Puts what was measured into the histograms from time to time, so that it does not pile up between two scrapes. Ends
/// with the runtime that it is spawned on.
pub async fn keep_up(metrics: PrometheusHandle) {
    let mut ticks = tokio::time::interval(UPKEEP);
    loop {
        ticks.tick().await;
        metrics.run_upkeep();
    }
}
