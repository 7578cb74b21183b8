//! What hosts have had, for whoever keeps it over a restart.

use jiff::Timestamp;

use super::Fetcher;
use crate::model::HostUse;

impl Fetcher {
    /// The hosts that made more requests or asked for another rest than was saved.
    pub fn unsaved_hosts(&self) -> Vec<HostUse> {
        self.pace.unsaved()
    }

    /// Notes what was saved.
    pub fn note_saved_hosts(&self, saved: &[HostUse]) {
        self.pace.note_saved(saved);
    }

    /// Takes over what was saved before the program started: who is to be left alone, and how many requests of the day
    /// are spent.
    pub fn remember_hosts(&self, saved: Vec<HostUse>, now: Timestamp) {
        self.pace.restore(saved, now);
    }
}
