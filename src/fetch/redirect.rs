//! The way from the URL that was asked for to the page, hop by hop.

use std::collections::HashSet;

use reqwest::StatusCode;
use url::Url;

use super::FetchError;

/// How much of a strange `Location` an error tells.
const SHOWN_LOCATION_CHARS: usize = 200;

/// The hops of one fetch.
pub(super) struct Trail {
    current: Url,
    visited: HashSet<Url>,
    limit: u32,
    taken: u32,
    only_permanent: bool,
}

impl Trail {
    /// A trail that begins at a URL and may take so many redirects.
    pub fn new(requested: &Url, limit: u32) -> Self {
        let mut current = requested.clone();
        current.set_fragment(None);
        Self { visited: HashSet::from([current.clone()]), current, limit, taken: 0, only_permanent: true }
    }

    /// The URL of this hop, without fragment.
    pub const fn current(&self) -> &Url {
        &self.current
    }

    /// Whether there were redirects and every one was permanent (RFC 9110 §15.4.2, §15.4.9).
    pub const fn moved_for_good(&self) -> bool {
        self.taken > 0 && self.only_permanent
    }

    /// Goes where a redirect leads. The new URL has yet to be judged.
    pub fn follow(&mut self, status: StatusCode, location: &str) -> Result<(), FetchError> {
        let url = || Box::new(self.current.clone());
        let target = self
            .current
            .join(location)
            .ok()
            .filter(|target| !location.is_empty() && matches!(target.scheme(), "http" | "https"));
        let Some(mut target) = target else {
            return Err(FetchError::BadLocation {
                url: url(),
                location: location.chars().take(SHOWN_LOCATION_CHARS).collect(),
            });
        };
        target.set_fragment(None);
        if self.visited.contains(&target) {
            return Err(FetchError::RedirectLoop { url: Box::new(target) });
        }
        if self.taken >= self.limit {
            return Err(FetchError::TooManyRedirects { url: url(), limit: self.limit });
        }
        self.taken += 1;
        self.only_permanent &=
            matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
        self.visited.insert(target.clone());
        self.current = target;
        Ok(())
    }
}

/// Whether a status says that the page is elsewhere.
pub(super) const fn is_redirect(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(limit: u32) -> Trail {
        Trail::new(&Url::parse("https://news.example/a/b#top").unwrap(), limit)
    }

    #[test]
    fn a_relative_location_is_joined_and_loses_its_fragment() {
        let mut trail = trail(5);
        trail.follow(StatusCode::FOUND, "../c?d=1#e").unwrap();
        assert_eq!(trail.current().as_str(), "https://news.example/c?d=1");
    }

    #[test]
    fn a_page_has_moved_for_good_when_every_redirect_says_so() {
        let mut moved = trail(5);
        assert!(!moved.moved_for_good());
        moved.follow(StatusCode::MOVED_PERMANENTLY, "/1").unwrap();
        moved.follow(StatusCode::PERMANENT_REDIRECT, "/2").unwrap();
        assert!(moved.moved_for_good());
        moved.follow(StatusCode::TEMPORARY_REDIRECT, "/3").unwrap();
        assert!(!moved.moved_for_good());
    }

    #[test]
    fn a_loop_and_one_redirect_too_many_are_told_apart() {
        let mut trail = trail(1);
        trail.follow(StatusCode::FOUND, "/1").unwrap();
        let back = trail.follow(StatusCode::FOUND, "/a/b#again").unwrap_err();
        let further = trail.follow(StatusCode::FOUND, "/2").unwrap_err();
        assert_eq!(back.to_string(), "expected a page, found a redirect loop at https://news.example/a/b");
        assert_eq!(
            further.to_string(),
            "expected at most 1 redirects, found one more at https://news.example/1"
        );
    }

    #[test]
    fn a_location_that_leads_nowhere_is_refused() {
        for location in ["", "https://", "javascript:alert(1)", "file:///etc/passwd", "http://[::"] {
            let error = trail(5).follow(StatusCode::FOUND, location).unwrap_err();
            assert_eq!(error.kind(), "bad_location", "{location}");
        }
    }
}
