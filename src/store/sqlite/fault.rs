//! What goes wrong inside the database, before it is known which database it is.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::super::StoreError;
use crate::model::ItemId;

/// A failure without its place.
#[derive(Debug)]
pub(super) enum Fault {
    Sqlite(rusqlite::Error),
    UnknownItem(ItemId),
    Foreign,
    /// What the check of a database found.
    Damaged(String),
    /// Another program holds the lock for too long.
    Locked,
    Newer {
        expected: u32,
        found: u32,
    },
}

impl Fault {
    /// Whether a database that cannot be opened is damaged. Opening asks for nothing that a sound one refuses, so an error
    /// of the statements themselves (SQLITE_ERROR) is damage too: a header or tables that cannot be.
    pub(super) fn is_damage(&self) -> bool {
        use ErrorCode::{ConstraintViolation, DatabaseCorrupt, NotADatabase, TypeMismatch, Unknown};
        match self {
            Self::Damaged(_) => true,
            Self::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(NotADatabase | DatabaseCorrupt | Unknown | ConstraintViolation | TypeMismatch)
            ),
            _ => false,
        }
    }

    /// The failure as the caller of the store sees it.
    pub(super) fn at(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::Sqlite(source) => from_sqlite(source, path),
            Self::UnknownItem(id) => StoreError::UnknownItem { path, id },
            Self::Foreign => StoreError::Foreign { path },
            Self::Damaged(damage) => StoreError::Corrupt { path, source: damage.into() },
            Self::Locked => StoreError::Blocked { path, source: "another program holds its lock".into() },
            Self::Newer { expected, found } => StoreError::Newer { path, expected, found },
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn from_sqlite(error: rusqlite::Error, path: PathBuf) -> StoreError {
    use rusqlite::Error;
    let is_row = matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
    );
    // As text, since rusqlite says the same again as the source of itself. The extended code tells one failing disk from
    // another: https://www.sqlite.org/rescode.html
    let source = match error.sqlite_error() {
        Some(failure) => format!("{error} (SQLite code {})", failure.extended_code).into(),
        None => error.to_string().into(),
    };
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StoreError::Corrupt { path, source },
        Some(ErrorCode::CannotOpen) => StoreError::Open { path, source },
        Some(
            ErrorCode::DiskFull
            | ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure
            | ErrorCode::PermissionDenied
            | ErrorCode::FileLockingProtocolFailed,
        ) => StoreError::Blocked { path, source },
        _ if is_row => StoreError::Row { path, source },
        _ => StoreError::Query { path, source },
    }
}
