//! The embedded backend: one SQLite database, one connection that writes and a few that read.

mod backend;
mod columns;
mod copy;
mod fault;
mod pool;
mod read;
mod rescue;
mod schema;
mod write;

pub(super) use backend::SqliteStore;

#[cfg(test)]
mod tests;
