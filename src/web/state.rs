//! What every request can reach.

use std::sync::Arc;

use actix_web::{HttpRequest, web};

use super::access::Access;
use super::metrics::{CacheMetrics, RouteMetrics};
use super::problem::{Kind, Problem};
use super::public_base::PublicBases;
use crate::feed::Service;

/// Writes the metrics in the text format of Prometheus.
pub type MetricsText = Arc<dyn Fn() -> String + Send + Sync>;

/// What the threads of a server share.
pub(super) struct State {
    pub(super) service: Arc<Service>,
    pub(super) bases: PublicBases,
    pub(super) access: Access,
    /// The metrics, where this server has them.
    pub(super) metrics: Option<MetricsText>,
    pub(super) cache_metrics: CacheMetrics,
    /// The metrics of addresses that lead nowhere.
    pub(super) unrouted: RouteMetrics,
}

impl State {
    /// The state behind a request.
    ///
    /// # Errors
    /// Never in a server of this module; the type of the request does not say so.
    pub(super) fn of(request: &HttpRequest) -> Result<&Self, Problem> {
        request
            .app_data::<web::Data<Self>>()
            .map(|state| state.as_ref())
            .ok_or_else(|| Problem::new(Kind::Internal, "the server was put together without its state"))
    }
}
