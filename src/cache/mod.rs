//! A single-flight cache weighed in bytes. It knows no feeds.
