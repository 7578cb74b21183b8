//! The server: the router of the table behind its listeners.

use std::any::Any;
use std::net::TcpListener;
use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::rt::net::TcpStream;
use actix_web::{App, HttpResponse, HttpServer, web};
use socket2::SockRef;

pub use actix_web::dev::Server;

use super::access::Access;
use super::cache_policy::Audience;
use super::crowd::Crowd;
use super::gate;
use super::health::METRICS_TYPE;
use super::limits::{DISCONNECT_TIMEOUT, KEEP_ALIVE, REQUEST_TIMEOUT, UNTAKEN_TIMEOUT};
use super::listener::{self, Listener, Listeners};
use super::metrics::{self, CacheMetrics, RouteMetrics};
use super::public_base::PublicBases;
use super::rate::Rate;
use super::routes::{self, Routed};
use super::settings::{AccessSettings, WebSettings};
use super::state::{Hooks, MetricsText, State};
use crate::feed::Service;

/// Puts the server together. It runs when it is awaited and stops through its handle: gracefully, it answers the requests
/// under way first. It listens to no signal, and does not close the service.
///
/// Metrics are served at `/metrics` unless the settings give them an address of their own; that is for
/// [`metrics_server`].
///
/// # Errors
/// When the settings are not valid, the tokens or keys cannot be read, or a listener cannot be used.
pub fn server(
    listeners: impl Into<Listeners>,
    service: Arc<Service>,
    settings: &WebSettings,
    access: &AccessSettings,
    hooks: Hooks,
) -> std::io::Result<Server> {
    settings.validate().map_err(invalid)?;
    access.validate().map_err(invalid)?;
    let configured = settings.public_base().map_err(invalid)?;
    metrics::describe();
    let state = web::Data::new(State {
        bases: PublicBases::new(configured, service.base(), &settings.trusted_proxies),
        service,
        access: Access::load(access).map_err(invalid)?,
        rate: Rate::new(settings),
        reload: hooks.reload,
        metrics: settings.metrics_listen.is_none().then_some(hooks.metrics),
        cache_metrics: CacheMetrics::new(),
        unrouted: RouteMetrics::new("unrouted"),
    });
    let routed = Arc::new(Routed::all());
    let crowd = Crowd::new(settings);
    let server = HttpServer::new(move || {
        let routed = Arc::clone(&routed);
        App::new()
            .app_data(state.clone())
            .configure(move |config| routes::register(config, &routed))
            .wrap_fn(gate::pass)
    });
    let workers = settings.workers.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZero::get));
    let server = server
        .workers(workers)
        .max_connections(settings.max_connections.div_ceil(workers.max(1)))
        .on_connect(move |connection, marks| {
            listener::mark(connection, marks);
            crowd.admit(connection, marks);
            leave_who_takes_nothing(connection);
        })
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(REQUEST_TIMEOUT)
        .client_disconnect_timeout(DISCONNECT_TIMEOUT)
        .shutdown_timeout(settings.shutdown_seconds)
        .disable_signals();
    let server = listeners.into().sockets.into_iter().try_fold(server, |server, socket| match socket {
        Listener::Tcp(socket) => server.listen(socket),
        #[cfg(unix)]
        Listener::Unix(socket, _) => server.listen_uds(socket),
    })?;
    Ok(server.run())
}

/// Ends a connection whose client takes nothing of its answer: the server itself would wait for it for ever, and an answer
/// in the making would be held for it (RFC 5482 §1).
fn leave_who_takes_nothing(connection: &dyn Any) {
    let Some(stream) = connection.downcast_ref::<TcpStream>() else {
        return;
    };
    #[cfg(target_os = "linux")]
    if let Err(error) = SockRef::from(stream).set_tcp_user_timeout(Some(UNTAKEN_TIMEOUT)) {
        tracing::debug!(%error, "a connection has no bound for answers that are not taken");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = stream;
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
            async move {
                let mut answer = HttpResponse::Ok().insert_header((CONTENT_TYPE, METRICS_TYPE)).body(text);
                Audience::Operators.write(answer.headers_mut());
                answer
            }
        };
        App::new().route("/metrics", web::get().to(answer))
    });
    let server = server.workers(1).client_request_timeout(REQUEST_TIMEOUT).disable_signals();
    Ok(server.listen(listener)?.run())
}

fn invalid(error: impl std::error::Error + Send + Sync + 'static) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidInput, error)
}
