//! How a refresh ended.

use super::ServiceError;
use crate::extract::stand_in::StandIn;
use crate::fetch::FetchError;

/// Declares the closed list: each outcome with its stable name.
macro_rules! outcomes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// How a refresh ended. A closed list; the names are seen in the API, on the status page, in metrics and in the log.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Outcome {
            $($(#[$doc])* $variant,)*
        }

        impl Outcome {
            /// All of them, those that went well first.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// A stable name in snake case.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

outcomes! {
    /// The listing was read.
    Ok = "ok",
    /// The listing has not changed since the last time.
    NotModified = "not_modified",
    /// Some parts of a joined feed are still on their way.
    Partial = "partial",
    /// The listing was read, but not all of the further pages or sitemaps that belong to it.
    PagesMissing = "pages_missing",
    /// Status 410: the listing is gone for good (RFC 9110 §15.5.11).
    Gone = "gone",
    /// Status 401.
    Unauthorized = "unauthorized",
    /// Status 402.
    PaymentRequired = "payment_required",
    /// Status 403.
    Forbidden = "forbidden",
    /// Status 451.
    UnavailableForLegalReasons = "unavailable_for_legal_reasons",
    /// Status 404.
    NotFound = "not_found",
    /// Status 429.
    TooManyRequests = "too_many_requests",
    /// Status 503.
    Unavailable = "unavailable",
    /// Any other status from 500 to 599.
    ServerError = "server_error",
    /// Any other status from 400 to 499.
    ClientError = "client_error",
    /// A status that brings no page and is no error: 203, 204, 206, 300.
    UnexpectedStatus = "unexpected_status",
    /// 304 for a request without a condition.
    UnexpectedNotModified = "unexpected_not_modified",
    /// A page without a character.
    EmptyBody = "empty_body",
    /// A page that says that there is no such page, with a status that says otherwise.
    Soft404 = "soft_404",
    /// A check whether the visitor is a person or a browser.
    Challenge = "challenge",
    /// A page that wants an agreement to cookies or terms first.
    ConsentWall = "consent_wall",
    /// A form to log in.
    LoginForm = "login_form",
    /// A page without content that scripts would fill.
    ScriptShell = "script_shell",
    /// A page that says that the site fails or is being worked on.
    ErrorPage = "error_page",
    /// Another page of the site: its home page or a listing, another article, or one page for several.
    Strayed = "strayed",
    /// A PDF, a picture, an archive.
    NotAPage = "not_a_page",
    /// JSON that is no feed.
    Json = "json",
    /// The body ends early.
    BrokenBody = "broken_body",
    /// The body cannot be decompressed.
    BrokenCompression = "broken_compression",
    /// The body is compressed in a way that was not asked for.
    UnknownCompression = "unknown_compression",
    /// The server broke off the connection.
    ConnectionReset = "connection_reset",
    /// The answer is not HTTP, or contradicts itself.
    InvalidAnswer = "invalid_answer",
    /// The head of the answer is too large.
    HeadTooLarge = "head_too_large",
    /// The host does not accept a connection.
    Connect = "connect",
    /// The host cannot be reached in time.
    ConnectTimeout = "connect_timeout",
    /// No secure connection.
    Tls = "tls",
    /// The name of the host has no address.
    Dns = "dns",
    /// Redirects that lead back.
    RedirectLoop = "redirect_loop",
    /// Redirects without an end.
    TooManyRedirects = "too_many_redirects",
    /// A redirect that leads nowhere.
    BadLocation = "bad_location",
    /// The server fell silent.
    IdleTimeout = "idle_timeout",
    /// The page did not come to its end in time.
    Timeout = "timeout",
    /// The page is too large, maybe only after decompression.
    TooLarge = "too_large",
    /// The page nests too deeply.
    TooDeep = "too_deep",
    /// The page has too many elements.
    TooManyElements = "too_many_elements",
    /// The page has too many entries to be a listing.
    TooManyEntries = "too_many_entries",
    /// What came is no feed or sitemap that can be read, though it begins like one.
    Unreadable = "unreadable",
    /// The page has no entries, and never had any.
    Empty = "empty",
    /// The page is not what it was, or not what its definition expects, and is held back.
    Drifted = "drifted",
    /// The page breaks off before its end, which it had before, and is held back.
    Truncated = "truncated",
    /// The host asked to be left alone, by the answer to another request.
    HostRests = "host_rests",
    /// The host had all the requests that it is to have in a day.
    HostBudget = "host_budget",
    /// Too many requests wait for the host.
    HostBusy = "host_busy",
    /// The site's robots.txt forbids the page.
    Robots = "robots",
    /// The site's robots.txt cannot be read, so nothing may be fetched (RFC 9309 §2.3.1.4).
    RobotsUnreachable = "robots_unreachable",
    /// The address is not on the public internet.
    ForbiddenAddress = "forbidden_address",
    /// The host is none of a site definition.
    UnknownHost = "unknown_host",
    /// No address that can be fetched.
    BadUrl = "bad_url",
    /// Every part of a joined feed fails.
    PartsFail = "parts_fail",
    /// No part of a joined feed has an item.
    NoParts = "no_parts",
    /// What was read cannot be saved: a full disk, a locked or damaged database.
    NotSaved = "not_saved",
    /// The service itself failed: its settings or its work.
    Internal = "internal",
}

impl Outcome {
    /// The outcome of a fetch that failed.
    pub fn of_fetch(error: &FetchError) -> Self {
        Self::of_name(error.kind()).unwrap_or(Self::Internal)
    }

    /// The outcome of a page that could not be read.
    pub fn of_page(error: &ServiceError) -> Self {
        match error {
            ServiceError::Page { outcome, .. } => Self::of_name(outcome).unwrap_or(Self::Unreadable),
            _ => Self::Internal,
        }
    }

    /// The outcome of a page in whose place something else stands.
    pub const fn of_stand_in(stand_in: StandIn) -> Self {
        match stand_in {
            StandIn::SoftNotFound => Self::Soft404,
            StandIn::Challenge => Self::Challenge,
            StandIn::ConsentWall => Self::ConsentWall,
            StandIn::LoginForm => Self::LoginForm,
            StandIn::ScriptShell => Self::ScriptShell,
            StandIn::ErrorPage => Self::ErrorPage,
        }
    }

    /// The outcome that has a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|outcome| outcome.as_str() == name)
    }

    /// Whether the feed is as its site has it.
    pub const fn is_well(self) -> bool {
        matches!(self, Self::Ok | Self::NotModified | Self::Partial | Self::PagesMissing)
    }

    /// Whether the site says that there is no such listing.
    pub const fn is_missing(self) -> bool {
        matches!(self, Self::NotFound | Self::Gone | Self::Empty | Self::Soft404)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_in_snake_case_and_each_leads_back_to_its_outcome() {
        let mut seen = HashSet::new();
        for outcome in Outcome::ALL {
            let name = outcome.as_str();
            assert!(seen.insert(name), "{name} is there twice");
            assert!(name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')), "{name}");
            assert_eq!(Outcome::of_name(name), Some(*outcome));
        }
    }

    #[test]
    fn what_stands_in_the_place_of_a_page_has_the_same_name_here() {
        for stand_in in [
            StandIn::SoftNotFound,
            StandIn::Challenge,
            StandIn::ConsentWall,
            StandIn::LoginForm,
            StandIn::ScriptShell,
            StandIn::ErrorPage,
        ] {
            assert_eq!(Outcome::of_stand_in(stand_in).as_str(), stand_in.as_str());
        }
    }

    #[test]
    fn every_kind_of_the_fetcher_that_a_refresh_can_meet_is_an_outcome() {
        let source = include_str!("../fetch/error.rs");
        let body = source.split("fn kind(&self)").nth(1).and_then(|rest| rest.split("\n    }\n").next());
        let body = body.unwrap();
        let kinds: Vec<&str> = body.split('"').skip(1).step_by(2).collect();
        assert!(kinds.len() > 20, "{kinds:?}");
        // A listing's first page has all the time it needs, and a refresh that is broken off has not ended.
        let others = ["settings", "client", "late", "stopping"];
        for kind in kinds.into_iter().filter(|kind| !others.contains(kind)) {
            assert!(Outcome::of_name(kind).is_some(), "{kind} is no outcome");
        }
    }
}
