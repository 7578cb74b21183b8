//! Composition root: puts settings, store, fetcher, service and server together.
