//! What is done about a damaged database: it is kept aside, and what can still be read of it goes into a new one.

use std::fs;
use std::path::{Path, PathBuf};

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
    let log = fs::metadata(with_ending(path, "-wal"));
    mark(path).exists() || log.is_ok_and(|log| log.len() > 0)
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

/// Whether a file that is no database may have been one: it consists of whole pages.
pub(super) fn was_a_database(path: &Path) -> bool {
    const PAGE: u64 = 4_096;
    fs::metadata(path).is_ok_and(|file| file.len() > 0 && file.len() % PAGE == 0)
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
    let Ok(source) = Connection::open_with_flags(damaged, OpenFlags::SQLITE_OPEN_READ_WRITE) else {
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
    Ok(rows)
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

fn mark(path: &Path) -> PathBuf {
    with_ending(path, ".suspect")
}
