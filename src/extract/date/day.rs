//! A day in any notation.

use super::context::DateContext;
use super::cursor::{Cursor, Step};
use super::resolve::Day;
use super::zone::OffsetStyle;
use super::{named, numeric, solar};

/// Where a date is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// The text is a date and little else.
    Whole,
    /// The text is running text or a line of facts, so that words and numbers may mean other things.
    Running,
}

/// A day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub day: Day,
    /// How an offset may follow the hour.
    pub style: OffsetStyle,
    /// Whether it is a date even when no year follows.
    pub stands_without_year: bool,
}

/// A day at this very place.
pub(super) fn day<'t>(cursor: Cursor<'t>, setting: Setting, context: &DateContext<'_>) -> Step<'t, Written> {
    numeric::numeric(cursor, setting, context)
        .or_else(|| named::named(cursor, setting, context))
        .or_else(|| solar::solar(cursor, setting, context))
}
