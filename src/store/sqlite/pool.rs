//! Connections that are lent to blocking threads.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use super::super::StoreError;
use super::fault::Fault;
use super::rescue::suspect;

/// Connections to one database. Who wants one waits without a thread; only work that has a connection takes one.
pub(super) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
    size: u32,
}

/// A connection out of the pool, which goes back whatever becomes of the work.
struct Lease<'pool> {
    pool: &'pool Pool,
    connection: Option<Connection>,
    /// Last, so that the connection is back before the next one is let in.
    _permit: OwnedSemaphorePermit,
}

impl Pool {
    pub(super) fn new(path: PathBuf, connections: Vec<Connection>) -> Arc<Self> {
        let size = u32::try_from(connections.len()).unwrap_or(u32::MAX);
        let permits = Arc::new(Semaphore::new(connections.len()));
        Arc::new(Self { path, idle: Mutex::new(connections), permits, size })
    }

    /// Runs work on a thread that may block. Work that has begun ends even if nobody waits for it any more.
    pub(super) async fn run<T, W>(self: &Arc<Self>, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| self.closed())?;
        let pool = Arc::clone(self);
        let running = spawn_blocking(move || {
            let mut lease = pool.lend(permit);
            let connection = lease.connection.as_mut().ok_or_else(|| pool.closed())?;
            let outcome = work(connection).map_err(|fault| fault.at(&pool.path));
            if let Err(StoreError::Corrupt { .. }) = outcome {
                suspect(&pool.path);
            }
            outcome
        });
        running.await.unwrap_or_else(|_| Err(StoreError::Interrupted { path: self.path.clone() }))
    }

    /// Waits until every connection is back, then closes them all. SQLite moves the log into the database with the last.
    pub(super) async fn close(&self) {
        let Ok(_all) = self.permits.acquire_many(self.size).await else {
            return;
        };
        self.permits.close();
        let connections = std::mem::take(&mut *self.lock_idle());
        // An error here is the end of the runtime, which drops the connections just as well.
        spawn_blocking(move || drop(connections)).await.ok();
    }

    fn lend(&self, permit: OwnedSemaphorePermit) -> Lease<'_> {
        Lease { pool: self, connection: self.lock_idle().pop(), _permit: permit }
    }

    fn lock_idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn closed(&self) -> StoreError {
        StoreError::Closed { path: self.path.clone() }
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.pool.lock_idle().extend(self.connection.take());
    }
}
