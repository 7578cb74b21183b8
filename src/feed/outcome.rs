//! How a refresh ended.

use crate::fetch::FetchError;

/// How a refresh ended. Closed list; seen in the API, in metrics and in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The listing was read.
    Ok,
    /// The listing has not changed since the last time.
    NotModified,
    /// Some parts of a joined feed are still on their way.
    Partial,
    /// The listing was read, but not all of the further pages or sitemaps that belong to it.
    PagesMissing,
    /// The listing could not be fetched; the kind is that of the fetcher.
    Fetch(&'static str),
    /// What came is no page that can be read.
    Unreadable,
    /// The page has no entries.
    Empty,
    /// The rules that read the page before find nothing on it, and what detection finds may be anything.
    Implausible,
    /// Every part of a joined feed fails.
    PartsFail,
    /// No part of a joined feed has an item.
    NoParts,
    /// The service itself failed: its store or its work.
    Internal,
}

impl Outcome {
    /// The outcome of a fetch that failed.
    pub fn of_fetch(error: &FetchError) -> Self {
        Self::Fetch(error.kind())
    }

    /// A stable name in snake case.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NotModified => "not_modified",
            Self::Partial => "partial",
            Self::PagesMissing => "pages_missing",
            Self::Fetch(kind) => kind,
            Self::Unreadable => "unreadable",
            Self::Empty => "empty",
            Self::Implausible => "implausible",
            Self::PartsFail => "parts_fail",
            Self::NoParts => "no_parts",
            Self::Internal => "internal",
        }
    }
}
