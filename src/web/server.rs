//! The server: the router of the table behind a listener.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{App, HttpResponse, HttpServer, web};

pub use actix_web::dev::Server;

use super::access::Access;
use super::gate;
use super::health::METRICS_TYPE;
use super::metrics::{self, CacheMetrics, RouteMetrics};
use super::public_base::PublicBases;
use super::routes::{self, Routed};
use super::settings::{AccessSettings, WebSettings};
use super::state::{MetricsText, State};
use crate::feed::Service;

/// A client has so long for the head of its request.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// An idle connection is kept so long: longer than the idle connections of the usual reverse proxies, which else would now
/// and then send a request into a connection that is being closed.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// A client has so long to close its side.
const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Puts the server together. It runs when it is awaited and stops through its handle: gracefully, it answers the requests
/// under way first. It listens to no signal, and does not close the service.
///
/// Metrics are served at `/metrics` unless the settings give them an address of their own; that is for
/// [`metrics_server`].
///
/// # Errors
/// When the settings are not valid, the tokens cannot be read, or the listener cannot be used.
pub fn server(
    listener: TcpListener,
    service: Arc<Service>,
    settings: &WebSettings,
    access: &AccessSettings,
    metrics: MetricsText,
) -> std::io::Result<Server> {
    settings.validate().map_err(invalid)?;
    access.validate().map_err(invalid)?;
    let configured = settings.public_base().map_err(invalid)?;
    metrics::describe();
    let state = web::Data::new(State {
        bases: PublicBases::new(configured, service.base(), &settings.trusted_proxies),
        service,
        access: Access::load(access).map_err(invalid)?,
        metrics: settings.metrics_listen.is_none().then_some(metrics),
        cache_metrics: CacheMetrics::new(),
        unrouted: RouteMetrics::new("unrouted"),
    });
    let routed = Arc::new(Routed::all());
    let server = HttpServer::new(move || {
        let routed = Arc::clone(&routed);
        App::new()
            .app_data(state.clone())
            .configure(move |config| routes::register(config, &routed))
            .wrap_fn(gate::pass)
    });
    let server = match settings.workers {
        Some(workers) => server.workers(workers),
        None => server,
    };
    let server = server
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(REQUEST_TIMEOUT)
        .client_disconnect_timeout(DISCONNECT_TIMEOUT)
        .shutdown_timeout(settings.shutdown_seconds)
        .disable_signals();
    Ok(server.listen(listener)?.run())
}

/// A server of the metrics alone, for `metrics_listen`.
///
/// # Errors
/// When the listener cannot be used.
pub fn metrics_server(listener: TcpListener, metrics: MetricsText) -> std::io::Result<Server> {
    let server = HttpServer::new(move || {
        let metrics = Arc::clone(&metrics);
        let answer = move || {
            let text = metrics();
            async move { HttpResponse::Ok().insert_header((CONTENT_TYPE, METRICS_TYPE)).body(text) }
        };
        App::new().route("/metrics", web::get().to(answer))
    });
    let server = server.workers(1).client_request_timeout(REQUEST_TIMEOUT).disable_signals();
    Ok(server.listen(listener)?.run())
}

fn invalid(error: impl std::error::Error + Send + Sync + 'static) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidInput, error)
}
