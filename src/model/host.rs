//! What a host that is asked for pages has had, which outlives the program. It becomes part of no feed.

use jiff::Timestamp;

/// The requests that a host had on a day, and for how long it is to be left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostUse {
    /// The host, with its port where it is unusual.
    pub host: String,
    /// Until when it asked to be left alone (RFC 9110 §10.2.3), if it ever did.
    pub rests_until: Option<Timestamp>,
    /// When the day of the requests ends: a midnight in UTC.
    pub day_ends: Timestamp,
    /// Requests on that day.
    pub requests: u32,
}

impl HostUse {
    /// Until when it tells something of the host.
    pub fn counts_until(&self) -> Timestamp {
        self.rests_until.map_or(self.day_ends, |rests_until| rests_until.max(self.day_ends))
    }
}
