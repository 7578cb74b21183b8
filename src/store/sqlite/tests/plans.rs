//! How the statements find what they ask for.

use rusqlite::Connection;

use super::super::schema::{MIGRATIONS, migrate};
use super::super::{archive, forget, history, hosts, read, requests, write};

/// All statements of the store.
const STATEMENTS: &[&str] = &[
    read::RESOLVE,
    read::ITEM_NUMBER,
    read::ITEM,
    read::TOMBSTONE,
    read::SECTIONS,
    read::NEWEST,
    read::LAST_LISTED,
    read::STANDS,
    read::HOLDERS,
    read::FEED_NUMBER,
    read::FEED_STATE,
    read::FEED_STATES,
    read::PING,
    write::SAVE_FEED,
    write::FILE_UNDER,
    write::SAVE_ITEM,
    write::SAVE_ALIAS,
    write::LIST,
    write::PRUNE,
    write::BURY,
    history::NOTE,
    history::FORGET_PAST,
    history::FORGET_FUTURE,
    history::TELL,
    history::FORGET_EVENTS,
    history::REFRESHES,
    history::EVENTS_NEWEST,
    history::PUBLISHED,
    history::BEGINNING,
    requests::NOTE_REQUEST,
    requests::REQUESTED,
    requests::RESUME,
    forget::FEEDS_OF,
    forget::UNASKED,
    forget::ITEMS_OF,
    forget::OF_FEED[0],
    forget::OF_FEED[1],
    forget::OF_FEED[2],
    forget::OF_FEED[3],
    forget::OF_FEED[4],
    forget::IS_HELD,
    forget::OF_ITEM[0],
    forget::OF_ITEM[1],
    history::APPEARED,
    hosts::KEEP,
    hosts::FORGET,
    hosts::COUNTING,
    archive::PAGE,
    archive::PAGES,
    archive::ARCHIVED,
    archive::SETTLED,
    archive::CLOSE,
    archive::FILE,
    archive::DROP_PAGES,
    archive::FORGET,
];

#[test]
fn every_statement_goes_by_an_index() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, MIGRATIONS).unwrap();
    // Plans show the search for orphans that an insert makes only while a foreign key is violated, which is never here.
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    for sql in STATEMENTS {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement
            .raw_query()
            .mapped(|row| row.get::<_, String>("detail"))
            .collect::<Result<Vec<_>, _>>()
            .unwrap();

        for step in steps {
            let walks_a_table = [
                "feeds",
                "items",
                "aliases",
                "memberships",
                "refreshes",
                "archive_pages",
                "archived_items",
                "hosts",
            ]
            .iter()
            .any(|table| step == format!("SCAN {table}"));
            let sorts = step.contains("TEMP B-TREE");
            assert!(!walks_a_table && !sorts, "{step}, in {sql}");
        }
    }
}
