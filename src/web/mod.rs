//! The only place that names actix: routes, negotiation, conditional requests, cache policy, problems, access, pages.

mod conditional;
mod encoding;
mod forwarded;
mod negotiation;
mod public_base;
mod settings;
mod weighted;

pub use settings::{AccessSettings, ConvertAccess, TrustedProxy, WebSettings, WebSettingsError};
