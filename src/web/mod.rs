//! The only place that names actix: routes, negotiation, conditional requests, cache policy, problems, access, pages.

mod access;
mod administration;
mod api;
mod assets;
mod cache_policy;
mod conditional;
mod convert;
mod crowd;
mod encoding;
mod feeds;
mod forwarded;
mod gate;
mod groups;
mod health;
mod limits;
mod listen;
mod listener;
mod manipulation;
mod metrics;
mod negotiation;
mod operations;
mod opml;
mod pages;
mod problem;
mod public_base;
mod query;
mod rate;
mod reply;
mod routes;
mod secret;
mod server;
mod settings;
mod sign;
mod signature;
mod state;
#[cfg(unix)]
mod unix_socket;
mod weighted;

pub use listen::{Listen, SocketMode};
pub use listener::{Listeners, OwnFile};
pub use secret::Secrets;
pub use server::{Server, metrics_server, server};
pub use settings::{AccessSettings, ConvertAccess, TrustedProxy, WebSettings, WebSettingsError};
pub use sign::{SignError, sign};
pub use state::{Hooks, MetricsText, Reload, Reloaded};
