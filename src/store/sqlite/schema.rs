//! The tables, and how a database comes to have them.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::fault::Fault;

/// The steps from an empty database to the newest schema; a database of version N has taken the first N of them. What a
/// released step says is never changed: a change of the schema is one more step.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_feed_content_hash.sql"),
    include_str!("migrations/0003_stable_order.sql"),
    include_str!("migrations/0004_feed_title.sql"),
    include_str!("migrations/0005_feed_reading.sql"),
    include_str!("migrations/0006_own_feed.sql"),
    include_str!("migrations/0007_outcomes.sql"),
    include_str!("migrations/0008_archive_pages.sql"),
    include_str!("migrations/0009_requests.sql"),
    include_str!("migrations/0010_tried_by.sql"),
    include_str!("migrations/0011_hosts.sql"),
    include_str!("migrations/0012_forgetting.sql"),
];

/// Marks the file as a database of feedmill (`PRAGMA application_id`): "feed" in ASCII.
const APPLICATION_ID: i32 = 0x6665_6564;

/// More steps than any program takes: a greater version is no version.
const MOST_STEPS: u32 = 10_000;

/// Counts those of the tables of every version of feedmill that there are.
const OWN_TABLES: &str = "SELECT count(*) FROM sqlite_schema
     WHERE type = 'table' AND name IN ('feeds', 'items', 'aliases', 'memberships')";

/// Refuses a database of another program or of a newer one, and changes nothing.
pub(super) fn check(connection: &mut Connection, steps: &[&str]) -> Result<(), Fault> {
    version(&connection.transaction()?, steps).map(|_| ())
}

/// Takes the steps that a database has not taken yet, all of them or none.
pub(super) fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<(), Fault> {
    // Another program that writes keeps nobody from reading that there is nothing to do.
    if version(&connection.transaction()?, steps)? == steps.len() {
        return Ok(());
    }
    // Immediate, so that of two programs that open a new file one waits for the other and then has nothing to do.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let taken = version(&transaction, steps)?;
    if taken == steps.len() {
        return Ok(());
    }
    for step in steps.iter().skip(taken) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", newest(steps))?;
    Ok(transaction.commit()?)
}

/// The steps that a database has taken; none if it is empty. A transaction, since between two questions another program
/// may take them.
fn version(transaction: &Transaction<'_>, steps: &[&str]) -> Result<usize, Fault> {
    let application_id: i32 = transaction.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: u32 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let found = match (application_id, u32::try_from(version)) {
        (APPLICATION_ID, Ok(version @ 1..=MOST_STEPS)) => version,
        (APPLICATION_ID | 0, Ok(0)) if tables == 0 => 0,
        // Whoever has all of these tables is no other program: the header was garbled.
        _ if transaction.query_row(OWN_TABLES, [], |row| row.get::<_, u32>(0))? == 4 => {
            let header = format!("its header has application_id {application_id} and user_version {version}");
            return Err(Fault::Damaged(header));
        }
        _ => return Err(Fault::Foreign),
    };
    let newest = newest(steps);
    if found > newest {
        return Err(Fault::Newer { expected: newest, found });
    }
    Ok(usize::try_from(found).unwrap_or(usize::MAX))
}

fn newest(steps: &[&str]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_takes_the_missing_steps_once_and_keeps_what_is_there() {
        let steps = [
            "CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1)",
            "CREATE TABLE b (n INTEGER); INSERT INTO b SELECT n + 1 FROM a",
            "DROP TABLE a",
        ];
        let mut connection = Connection::open_in_memory().unwrap();

        for taken in [1, 1, 3, 3] {
            migrate(&mut connection, &steps[..taken]).unwrap();
        }

        let number: i64 = connection.query_row("SELECT n FROM b", [], |row| row.get(0)).unwrap();
        assert_eq!(number, 2);
        let error = migrate(&mut connection, &steps[..2]).unwrap_err();
        assert!(matches!(error, Fault::Newer { expected: 2, found: 3 }));
    }

    #[test]
    fn a_migration_that_fails_leaves_the_database_at_its_old_version() {
        let steps =
            ["CREATE TABLE a (n INTEGER)", "CREATE TABLE b (n INTEGER)", "INSERT INTO nowhere VALUES (1)"];
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, &steps[..1]).unwrap();

        migrate(&mut connection, &steps).unwrap_err();

        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 1);
        migrate(&mut connection, &steps[..2]).unwrap();
    }
}
