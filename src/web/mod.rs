//! The only place that names actix: routes, negotiation, conditional requests, cache policy, problems, access, pages.

mod access;
mod api;
mod assets;
mod cache_policy;
mod conditional;
mod convert;
mod encoding;
mod feeds;
mod forwarded;
mod gate;
mod groups;
mod health;
mod manipulation;
mod metrics;
mod negotiation;
mod operations;
mod opml;
mod pages;
mod problem;
mod public_base;
mod query;
mod reply;
mod routes;
mod server;
mod settings;
mod state;
mod weighted;

pub use server::{Server, metrics_server, server};
pub use settings::{AccessSettings, ConvertAccess, TrustedProxy, WebSettings, WebSettingsError};
pub use state::MetricsText;
