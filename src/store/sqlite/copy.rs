//! Whole copies of a database, made and taken back while a service works on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::super::StoreError;
use super::backend::connect;
use super::fault::Fault;
use super::schema::{MIGRATIONS, check, migrate};

/// How often, and after which pause, the lock of a database is asked for that another program holds.
const LOCK_TRIES: u32 = 200;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// Writes all that a database holds at one moment into a new file. Nobody who reads or writes meanwhile waits.
pub(super) fn back_up(path: &Path, target: &Path) -> Result<(), StoreError> {
    if !path.exists() {
        return Err(StoreError::Missing { path: path.to_owned() });
    }
    if target.exists() {
        return Err(StoreError::Exists { path: target.to_owned() });
    }
    // Under another name until it is whole: a copy that was cut off must not look like one.
    let unfinished = with_ending(target, ".unfinished");
    remove(&unfinished)?;
    let written = connect(path)
        .and_then(|source| Ok(source.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])?))
        .map_err(|fault| fault.at(path));
    written.and_then(|_| rename(&unfinished, target)).inspect_err(|_| {
        // What was wrong is told; a rest that cannot be removed either is overwritten the next time.
        let _ = fs::remove_file(&unfinished);
    })
}

/// Puts all that a copy holds into the place of what a database holds, and gives the file in which that was kept. A service
/// that works on the database reads and writes on, before it the old and after it the new.
pub(super) fn restore(path: &Path, source: &Path) -> Result<Option<PathBuf>, StoreError> {
    let checked = checked_copy(source)?;
    let kept = if path.exists() { Some(keep(path)?) } else { None };
    let mut target = connect(path).map_err(|fault| fault.at(path))?;
    overwrite(&checked, &mut target).map_err(|fault| fault.at(path))?;
    // Brought up to date already when the copy was; this is for a copy that has nothing to take.
    migrate(&mut target, MIGRATIONS).map_err(|fault| fault.at(path))?;
    Ok(kept)
}

/// Keeps what a database holds; of a damaged one the file as it is.
fn keep(path: &Path) -> Result<PathBuf, StoreError> {
    let kept = free_name(path, "before-restore");
    match back_up(path, &kept) {
        Err(StoreError::Corrupt { .. }) => {
            let copied = fs::copy(path, &kept);
            copied.map_err(|source| StoreError::File { path: kept.clone(), source })?;
        }
        outcome => outcome?,
    }
    Ok(kept)
}

/// A copy in memory that is known to be whole and has the newest schema. The file itself is not changed.
fn checked_copy(source: &Path) -> Result<Connection, StoreError> {
    let read = || -> Result<Connection, Fault> {
        let mut file = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        check(&mut file, MIGRATIONS)?;
        if let Some(damage) = damage(&file)? {
            return Err(Fault::Damaged(damage));
        }
        let mut copy = Connection::open_in_memory()?;
        overwrite(&file, &mut copy)?;
        migrate(&mut copy, MIGRATIONS)?;
        Ok(copy)
    };
    if !source.exists() {
        return Err(StoreError::Missing { path: source.to_owned() });
    }
    read().map_err(|fault| fault.at(source))
}

/// What SQLite finds broken in a database, or nothing.
pub(super) fn damage(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    Ok((found != "ok").then_some(found))
}

/// All pages at once, so that nobody sees half of them.
fn overwrite(source: &Connection, target: &mut Connection) -> Result<(), Fault> {
    let backup = Backup::new(source, target)?;
    for _ in 0..LOCK_TRIES {
        match backup.step(-1)? {
            StepResult::Done => return Ok(()),
            _ => thread::sleep(LOCK_PAUSE),
        }
    }
    Err(Fault::Locked)
}

/// A name beside a file that no file has yet.
pub(super) fn free_name(path: &Path, word: &str) -> PathBuf {
    let name = |number: u32| with_ending(path, &format!(".{word}-{number}"));
    (1..u32::MAX).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(u32::MAX))
}

/// A file name with something behind it.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

pub(super) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|source| StoreError::File { path: to.to_owned(), source })
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::File { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}
