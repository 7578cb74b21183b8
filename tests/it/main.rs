//! The real service on a port of its own against a site that the test controls. Nothing leaves loopback, and time is what
//! the test says it is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends at the first thing that is not as it should be"
)]

mod command_line;
mod deployment;
mod docs;
mod faults;
mod feeds;
mod history;
mod hostile;
mod http_access;
mod http_administration;
mod http_api;
mod http_conditional;
mod http_contract;
mod http_failures;
mod http_feeds;
mod http_limits;
mod http_methods;
mod http_operations;
mod http_pages;
mod http_proxy;
mod http_server;
mod http_state;
mod large_pages;
mod layering;
mod namespace;
mod pages;
#[cfg(unix)]
mod proxied;
mod readers;
mod site_check;
mod sockets;
mod support;
