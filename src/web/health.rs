//! `/healthz`, `/readyz`, `/metrics`: for what watches the service.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse};

use super::problem::{Kind, Problem};
use super::query::Query;
use super::state::State;

/// The media type of Prometheus' text format.
pub(super) const METRICS_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The process answers. That says nothing of its store: a store that is away is no reason to be restarted.
pub(super) async fn alive(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    Ok(status("ok"))
}

/// The service can do its work.
pub(super) async fn ready(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    let state = State::of(&request)?;
    match state.service.ready().await {
        Ok(()) => Ok(status("ready")),
        Err(error) => {
            let error: &(dyn std::error::Error + 'static) = &error;
            tracing::warn!(error, "the store does not answer");
            Err(Problem::new(Kind::NotReady, "the store does not answer"))
        }
    }
}

/// The metrics, where they have no address of their own, for who runs the service.
pub(super) async fn metrics(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = State::of(&request)?;
    Query::read(request.query_string(), &[])?;
    let Some(text) = &state.metrics else {
        let detail = "expected the metrics at the address server.metrics_listen, found the service's own";
        return Err(Problem::new(Kind::UnknownAddress, detail));
    };
    state.access.check_operator(&request, &state.bases)?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, METRICS_TYPE)).body(text()))
}

fn status(word: &str) -> HttpResponse {
    let body = format!("{{\"status\":\"{word}\"}}\n");
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/json")).body(body)
}
