//! The only place that names actix.
