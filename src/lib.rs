//! feedmill turns web pages into feeds.

pub mod app;
pub mod cache;
pub mod cli;
pub mod config;
pub mod extract;
pub mod feed;
pub mod fetch;
pub mod model;
pub mod render;
pub mod site;
pub mod store;
pub mod telemetry;
pub mod web;
