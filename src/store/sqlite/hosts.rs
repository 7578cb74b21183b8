//! What hosts have had.

use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, named_params};

use super::columns::Millis;
use super::fault::Fault;
use super::write::begin;
use crate::model::HostUse;

pub(super) const KEEP: &str = "INSERT INTO hosts (host, rests_until, day_ends, requests, counts_until)
     VALUES (:host, :rests_until, :day_ends, :requests, :counts_until)
     ON CONFLICT (host) DO UPDATE SET rests_until = excluded.rests_until, day_ends = excluded.day_ends,
         requests = excluded.requests, counts_until = excluded.counts_until";
pub(super) const FORGET: &str = "DELETE FROM hosts WHERE counts_until <= ?1";
pub(super) const COUNTING: &str =
    "SELECT host, rests_until, day_ends, requests FROM hosts WHERE counts_until > ?1";

/// Saves what some hosts have had, and forgets what counts no more.
pub(super) fn save(connection: &mut Connection, hosts: &[HostUse], now: Timestamp) -> Result<(), Fault> {
    let transaction = begin(connection)?;
    keep(&transaction, hosts, now)?;
    Ok(transaction.commit()?)
}

pub(super) fn keep(transaction: &Transaction<'_>, hosts: &[HostUse], now: Timestamp) -> rusqlite::Result<()> {
    for host in hosts {
        transaction.prepare_cached(KEEP)?.execute(named_params! {
            ":host": host.host,
            ":rests_until": host.rests_until.map(Millis),
            ":day_ends": Millis(host.day_ends),
            ":requests": host.requests,
            ":counts_until": Millis(host.counts_until()),
        })?;
    }
    transaction.prepare_cached(FORGET)?.execute([Millis(now)])?;
    Ok(())
}

/// What is kept of hosts that still counts.
pub(super) fn counting(connection: &Connection, now: Timestamp) -> Result<Vec<HostUse>, Fault> {
    let mut statement = connection.prepare_cached(COUNTING)?;
    let hosts = statement.query_map([Millis(now)], host_of)?.collect::<rusqlite::Result<_>>()?;
    Ok(hosts)
}

fn host_of(row: &Row<'_>) -> rusqlite::Result<HostUse> {
    Ok(HostUse {
        host: row.get("host")?,
        rests_until: row.get::<_, Option<Millis>>("rests_until")?.map(|Millis(until)| until),
        day_ends: row.get::<_, Millis>("day_ends")?.0,
        requests: row.get("requests")?,
    })
}
