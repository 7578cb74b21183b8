//! What can go wrong with a store.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use crate::model::ItemId;

/// Why the store could not do what it was asked. `path` is the database file, or `:memory:`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of the database neither exists nor can be made.
    #[error("expected a folder for the database at {path}, found that none can be made")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file cannot be opened.
    #[error("expected a database that can be opened at {path}")]
    Open {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The file is no SQLite database, or a damaged one.
    #[error("expected an intact SQLite database at {path}")]
    Corrupt {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// There is no such file.
    #[error("expected a database at {path}, found no file")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A copy would take the place of another file.
    #[error("expected a new file, found that {path} is there already")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be written, moved or removed.
    #[error("expected to write the file {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Only a database in a file can be copied as a whole.
    #[error("expected a store in a file, found one in memory, which ends with its program")]
    NoFile,
    /// The database belongs to another program and is left alone.
    #[error("expected a database of feedmill at {path}, found one of another program")]
    Foreign {
        /// The database.
        path: PathBuf,
    },
    /// The database was written by a newer program and is left alone.
    #[error("expected a database of schema version {expected} or older at {path}, found version {found}")]
    Newer {
        /// The database.
        path: PathBuf,
        /// The newest schema that this program knows.
        expected: u32,
        /// The schema of the database.
        found: u32,
    },
    /// A stored row does not hold what its columns promise.
    #[error("expected a readable row in the database at {path}")]
    Row {
        /// The database.
        path: PathBuf,
        /// Which column, and what it holds.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The file cannot be read or written as it is: a full or failing disk, no leave to write, a lock that another program
    /// does not release.
    #[error("expected a database at {path} that can be read and written")]
    Blocked {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// SQLite could not do it for any other reason.
    #[error("expected the database at {path} to read and write")]
    Query {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A refresh speaks of an item that it does not bring and that is not stored either. Nothing of it was saved.
    #[error("expected item {id} in the refresh or in the database at {path}, found it in neither")]
    UnknownItem {
        /// The database.
        path: PathBuf,
        /// The item.
        id: ItemId,
    },
    /// The store was closed.
    #[error("expected an open store, found the database at {path} closed")]
    Closed {
        /// The database.
        path: PathBuf,
    },
    /// The work was cut off by a panic or by the end of the runtime. A transaction that was open is undone.
    #[error("expected the work on the database at {path} to end, found it cut off")]
    Interrupted {
        /// The database.
        path: PathBuf,
    },
}
