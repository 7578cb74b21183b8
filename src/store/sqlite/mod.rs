//! The embedded backend: one SQLite database, one connection that writes and a few that read.

mod archive;
mod backend;
mod columns;
mod copy;
mod fault;
mod forget;
mod history;
mod hosts;
mod pool;
mod read;
mod requests;
mod rescue;
mod schema;
mod write;

pub(super) use backend::SqliteStore;

#[cfg(test)]
mod tests;
