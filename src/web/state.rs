//! What every request can reach.

use std::sync::Arc;

use actix_web::{HttpRequest, web};
use serde::Serialize;

use super::access::Access;
use super::metrics::{CacheMetrics, RouteMetrics};
use super::problem::{Kind, Problem};
use super::public_base::PublicBases;
use super::rate::Rate;
use crate::feed::Service;

/// Writes the metrics in the text format of Prometheus.
pub type MetricsText = Arc<dyn Fn() -> String + Send + Sync>;

/// Reads the site definitions anew and puts them in force. It waits for files.
pub type Reload = Arc<dyn Fn() -> Result<Reloaded, Box<dyn std::error::Error + Send + Sync>> + Send + Sync>;

/// What reading the site definitions anew has brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reloaded {
    /// How many sites there are now.
    pub sites: usize,
    /// Why files were left out, a line for each. What such a file said before is still in force.
    pub left_out: Vec<String>,
}

/// What the server asks of the one who puts it together.
#[derive(Clone)]
pub struct Hooks {
    /// Writes the metrics.
    pub metrics: MetricsText,
    /// Reads the definitions anew.
    pub reload: Reload,
}

/// What the threads of a server share.
pub(super) struct State {
    pub(super) service: Arc<Service>,
    pub(super) bases: PublicBases,
    pub(super) access: Access,
    /// How often a client may ask; none where that is not limited.
    pub(super) rate: Option<Rate>,
    pub(super) reload: Reload,
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
