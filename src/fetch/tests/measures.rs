//! What the metrics say.

use metrics_exporter_prometheus::PrometheusBuilder;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

async fn fetch_a_page_and_a_failure() {
    let server = MockServer::start().await;
    Mock::given(path("/page"))
        .respond_with(ResponseTemplate::new(200).set_body_raw("twelve bytes", "text/html"))
        .mount(&server)
        .await;
    let fetcher = fetcher(&opening(&[&server.address().to_string()]));
    page(&fetcher, &format!("{}/page", server.uri())).await;
    failure(&fetcher, &format!("{}/gone", server.uri())).await;
    failure(&fetcher, "http://127.0.0.2/").await;
}

#[test]
fn every_fetch_is_counted_by_its_outcome() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    metrics::with_local_recorder(&recorder, || runtime.block_on(fetch_a_page_and_a_failure()));
    let rendered = recorder.handle().render();
    for line in [
        "feedmill_upstream_requests_total{outcome=\"page\",status=\"2xx\"} 1",
        "feedmill_upstream_requests_total{outcome=\"not_found\",status=\"4xx\"} 1",
        "feedmill_upstream_requests_total{outcome=\"forbidden_address\",status=\"none\"} 1",
        "feedmill_upstream_seconds_count 3",
        "feedmill_upstream_bytes_total 12",
    ] {
        assert!(rendered.lines().any(|found| found == line), "{line} is not in\n{rendered}");
    }
}
