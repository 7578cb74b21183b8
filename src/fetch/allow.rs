//! The closed world: nothing is fetched but from the hosts of the site definitions.

use std::collections::HashSet;
use std::iter;
use std::sync::{PoisonError, RwLock};

use serde::Deserialize;
use url::Url;

use super::private_host::without_root;

/// Which hosts may be fetched, among those that the guard lets pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allow {
    /// Every host on the public internet.
    #[default]
    Public,
    /// The hosts of the site definitions and the names below them.
    Sites,
}

/// Hosts of site definitions. They change when definitions are reloaded.
#[derive(Default)]
pub(super) struct SiteHosts(RwLock<HashSet<String>>);

impl SiteHosts {
    /// Puts other hosts in place of those that were known.
    pub fn replace(&self, hosts: impl IntoIterator<Item = String>) {
        let hosts = hosts.into_iter().map(|host| bare(&host.to_ascii_lowercase()).to_owned());
        let hosts = hosts.filter(|host| !host.is_empty()).collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = hosts;
    }

    /// Whether a URL leads to one of the hosts or to a name below it.
    pub fn contain(&self, url: &Url) -> bool {
        let hosts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let host = url.host_str().map(without_root);
        iter::successors(host, |name| name.split_once('.').map(|(_, parent)| parent))
            .any(|name| hosts.contains(name))
    }
}

/// A site's pages live under its name with and without `www.`.
fn bare(host: &str) -> &str {
    let host = without_root(host);
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_stands_for_itself_and_the_names_below_it() {
        let hosts = SiteHosts::default();
        hosts.replace(["WWW.News.example".to_owned(), "127.0.0.1".to_owned(), String::new()]);
        for (url, expected) in [
            ("https://news.example/", true),
            ("https://www.news.example./a", true),
            ("https://archive.news.example:8080/", true),
            ("http://127.0.0.1:9000/", true),
            ("https://badnews.example/", false),
            ("https://example/", false),
            ("https://news.example.org/", false),
            ("http://127.0.0.2/", false),
        ] {
            assert_eq!(hosts.contain(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn no_host_is_allowed_before_the_definitions_are_known() {
        assert!(!SiteHosts::default().contain(&Url::parse("https://news.example/").unwrap()));
    }
}
