//! What the metrics and the log say of refreshes.

use std::io::Write;
use std::sync::{Arc, Mutex};

use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::Value;

/// The log and the metrics of some work.
pub(super) struct Witness {
    lines: Vec<Value>,
    metrics: String,
}

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Watches work that is done on this thread.
pub(super) async fn watched(work: impl Future<Output = ()>) -> Witness {
    let (log, recorder) = (Log::default(), PrometheusBuilder::new().build_recorder());
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
    // With one subscriber alone in the process, a line of the source that is first reached on another thread, which has none,
    // counts as one that nobody listens to, here too. With two, both are asked.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    {
        let _log = tracing::subscriber::set_default(lines);
        let _metrics = metrics::set_default_local_recorder(&recorder);
        work.await;
    }
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    Witness {
        lines: text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        metrics: recorder.handle().render(),
    }
}

impl Witness {
    /// The outcomes that the log tells of a feed's refreshes.
    pub fn logged(&self, feed: &str) -> Vec<&str> {
        let of_feed = self.lines.iter().map(|line| &line["fields"]).filter(|fields| fields["feed"] == feed);
        of_feed.filter_map(|fields| fields["outcome"].as_str()).collect()
    }

    /// How many refreshes were counted that ended like this.
    pub fn counted(&self, outcome: &str) -> usize {
        let name = format!("feedmill_refreshes_total{{outcome=\"{outcome}\"}} ");
        let count = self.metrics.lines().find_map(|line| line.strip_prefix(&name));
        count.map_or(0, |count| count.parse().unwrap())
    }
}
