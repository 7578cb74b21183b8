//! What is done about a damaged database: it is kept aside, and what can still be read of it goes into a new one.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Transaction, params_from_iter};

use super::super::StoreError;
use super::columns::Json;
use super::copy::{damage, free_name, rename, with_ending};
use super::fault::Fault;
use crate::model::Item;

/// Tables whose rows others refer to come before those that refer to them.
const TABLES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
     ORDER BY (SELECT count(*) FROM pragma_foreign_key_list(sqlite_schema.name)), rowid";
const COLUMNS: &str = "SELECT name FROM pragma_table_info(?1) ORDER BY cid";
/// How every database of SQLite begins (<https://www.sqlite.org/fileformat.html#magic_header_string>).
const BEGINNING: &[u8] = b"SQLite format 3\0";
const KEY: &str = "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk";

/// Notes that a database is suspected of damage, so that it is looked through when it is next opened.
pub(super) fn suspect(path: &Path) {
    if path.exists() {
        // Where not even this can be written, the next crash leaves a log, which raises the same suspicion.
        let _ = fs::write(mark(path), "");
    }
}

/// Whether there is reason to look a database through before it is used: the program that worked on it last did not close
/// it, or met damage.
pub(super) fn is_suspected(path: &Path) -> bool {
    mark(path).exists() || has_log(path)
}

/// Takes the suspicion back.
pub(super) fn clear_suspicion(path: &Path) {
    let _ = fs::remove_file(mark(path));
}

/// What is broken in a database that is suspected.
pub(super) fn examine(connection: &Connection) -> Result<(), Fault> {
    match damage(connection)? {
        Some(damage) => Err(Fault::Damaged(damage)),
        None => Ok(()),
    }
}

/// What is broken in a file that SQLite would open all the same: as a new database, whose log it would throw away, as one
/// whose last page ends in zeros, or as one that may only be read.
pub(super) fn misread(path: &Path) -> Option<&'static str> {
    /// The least page of SQLite.
    const LEAST: u64 = 512;
    /// Where the version stands that a program has to know to write, and the newest that there is.
    const WRITE_VERSION: (usize, u8) = (18, 2);
    match length(path)? {
        0 => has_log(path).then_some("the file is empty, and its log is not"),
        1..LEAST => Some("the file is shorter than a page"),
        // With a log SQLite writes the page again whose writing was cut off.
        length if length % LEAST != 0 && !has_log(path) && was_a_database(path) => {
            Some("the file ends within a page")
        }
        _ => {
            let header = beginning(path, 100);
            let version = header.get(WRITE_VERSION.0).copied().filter(|_| header.starts_with(BEGINNING));
            version.filter(|version| *version > WRITE_VERSION.1).map(|_| "the header asks not to be written")
        }
    }
}

/// Whether a file that is no database, or a damaged one, was a database: it begins like one, consists of whole pages or has
/// a log beside it. A file that was cut off anywhere still begins as it did.
pub(super) fn was_a_database(path: &Path) -> bool {
    const PAGE: u64 = 4_096;
    let found = beginning(path, 16);
    let begins_like_one = !found.is_empty() && BEGINNING.starts_with(&found);
    let has_whole_pages = length(path).is_some_and(|length| length > 0 && length % PAGE == 0);
    begins_like_one || has_whole_pages || has_log(path)
}

/// Moves a database with all that belongs to it out of the way, and gives its new name.
pub(super) fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let kept = free_name(path, "damaged");
    for ending in ["-wal", "-shm"] {
        let beside = with_ending(path, ending);
        if beside.exists() {
            rename(&beside, &with_ending(&kept, ending))?;
        }
    }
    rename(path, &kept)?;
    clear_suspicion(path);
    Ok(kept)
}

/// Copies what can still be read of a damaged database into a new one, and counts the rows.
pub(super) fn salvage(damaged: &Path, fresh: &mut Connection) -> Result<usize, Fault> {
    let Some(source) = readable(damaged) else {
        return Ok(0);
    };
    let target = fresh.transaction()?;
    let tables: Vec<String> =
        target.prepare(TABLES)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut rows = 0;
    for table in &tables {
        rows += salvage_table(&source, &target, table)?;
    }
    rows -= bury_unreadable(&target)?;
    target.commit()?;
    drop(source);
    // What was made beside it to read it. A log with something in it is part of what is kept.
    let _ = fs::remove_file(with_ending(damaged, "-shm"));
    if !has_log(damaged) {
        let _ = fs::remove_file(with_ending(damaged, "-wal"));
    }
    Ok(rows)
}

/// A connection to a damaged database that reads what it can and leaves the file and its log as they are.
fn readable(damaged: &Path) -> Option<Connection> {
    // What has no page has no rows, and SQLite would throw the log away.
    length(damaged).filter(|length| *length > 0)?;
    let source = Connection::open_with_flags(damaged, OpenFlags::SQLITE_OPEN_READ_WRITE).ok()?;
    source.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok()?;
    // With this SQLite reads also a file that is shorter than its header says.
    source.pragma_update(None, "writable_schema", true).ok()?;
    Some(source)
}

/// Reads a table from its beginning and, where that ends at a damaged page, from its end.
fn salvage_table(source: &Connection, target: &Transaction<'_>, table: &str) -> Result<usize, Fault> {
    let known = names(source, COLUMNS, table).unwrap_or_default();
    let columns: Vec<String> =
        names(target, COLUMNS, table)?.into_iter().filter(|column| known.contains(column)).collect();
    let key = names(target, KEY, table)?;
    if columns.is_empty() || key.is_empty() {
        return Ok(0);
    }
    let marks = vec!["?"; columns.len()].join(", ");
    let insert = format!("INSERT OR IGNORE INTO {table} ({}) VALUES ({marks})", columns.join(", "));
    let mut insert = target.prepare(&insert)?;
    let mut saved = 0;
    for order in ["", " DESC"] {
        let key: Vec<String> = key.iter().map(|column| format!("{column}{order}")).collect();
        let select = format!("SELECT {} FROM {table} ORDER BY {}", columns.join(", "), key.join(", "));
        let Ok(mut select) = source.prepare(&select) else {
            continue;
        };
        let Ok(mut rows) = select.query([]) else {
            continue;
        };
        while let Ok(Some(row)) = rows.next() {
            let values: Result<Vec<Value>, _> = (0..columns.len()).map(|column| row.get(column)).collect();
            // A row that says what no row may say, or refers to one that is lost, is lost too.
            saved +=
                values.ok().and_then(|values| insert.execute(params_from_iter(values)).ok()).unwrap_or(0);
        }
    }
    Ok(saved)
}

fn names(connection: &Connection, sql: &str, table: &str) -> rusqlite::Result<Vec<String>> {
    connection.prepare(sql)?.query_map([table], |row| row.get(0))?.collect()
}

/// Leaves of items whose text cannot be read no more than it takes to recognise them, and counts the rows that went.
fn bury_unreadable(target: &Transaction<'_>) -> Result<usize, Fault> {
    let mut unreadable: Vec<i64> = Vec::new();
    let mut statement = target.prepare("SELECT number, item FROM items WHERE item IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if row.get::<_, Json<Item>>(1).is_err() {
            unreadable.push(row.get(0)?);
        }
    }
    let mut gone = 0;
    for number in unreadable {
        gone += target.execute("DELETE FROM memberships WHERE item = ?1", [number])?;
        target.execute("UPDATE items SET item = NULL, article_fetched = 0 WHERE number = ?1", [number])?;
    }
    Ok(gone)
}

fn has_log(path: &Path) -> bool {
    length(&with_ending(path, "-wal")).is_some_and(|length| length > 0)
}

/// The first bytes of a file, as many as there are.
fn beginning(path: &Path, most: u64) -> Vec<u8> {
    let mut found = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut found));
    read.map(|_| found).unwrap_or_default()
}

/// Bytes of a file, where there is one.
fn length(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len())
}

fn mark(path: &Path) -> PathBuf {
    with_ending(path, ".suspect")
}
