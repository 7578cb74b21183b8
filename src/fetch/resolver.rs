//! Names to addresses, so that the address that was judged is the one that is connected to.

use std::collections::HashSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::guard::first_forbidden;
use super::private_host::without_root;
use super::special_range;

/// Where addresses come from. Tests put a table of their own in place of the system.
#[async_trait]
pub trait Lookup: Send + Sync {
    /// Every address of a name; an error or an empty list where it has none.
    async fn lookup(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// The resolver of the operating system (`/etc/hosts`, `/etc/resolv.conf`).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemLookup;

/// The resolver of a client. The client connects to nothing but what this hands out, so between judgement and
/// connection there is no second look-up that could answer otherwise.
pub(super) struct GuardedResolver {
    lookup: Arc<dyn Lookup>,
    /// Names whose addresses are not judged.
    opened: Arc<HashSet<String>>,
}

/// A name all of whose addresses lie outside the public internet; found in the chain of causes of a failed request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a public address, found {address} ({range})")]
pub(super) struct ForbiddenAnswer {
    pub address: IpAddr,
    pub range: &'static str,
}

#[async_trait]
impl Lookup for SystemLookup {
    async fn lookup(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let answers = tokio::net::lookup_host((name, 0)).await?;
        Ok(answers.map(|answer| answer.ip()).collect())
    }
}

impl GuardedResolver {
    /// A resolver that judges every address but those of the opened names.
    pub fn new(lookup: Arc<dyn Lookup>, opened: HashSet<String>) -> Self {
        Self { lookup, opened: Arc::new(opened) }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let lookup = Arc::clone(&self.lookup);
        let opened = Arc::clone(&self.opened);
        Box::pin(async move {
            let name = name.as_str();
            let mut answers = lookup.lookup(name).await?;
            if !opened.contains(&without_root(name).to_ascii_lowercase()) {
                answers = public_only(name, answers)?;
            }
            if answers.is_empty() {
                return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address").into());
            }
            // Port 0 stands for the port of the URL.
            let addresses = answers.into_iter().map(|address| SocketAddr::new(address, 0));
            let addresses: Addrs = Box::new(addresses);
            Ok(addresses)
        })
    }
}

/// Drops the addresses outside the public internet; an error where that leaves none.
fn public_only(name: &str, mut answers: Vec<IpAddr>) -> Result<Vec<IpAddr>, ForbiddenAnswer> {
    let Some((address, range)) = first_forbidden(&answers) else {
        return Ok(answers);
    };
    answers.retain(|answer| special_range(*answer).is_none());
    if answers.is_empty() {
        return Err(ForbiddenAnswer { address, range });
    }
    tracing::debug!(name, %address, range, "left out an address outside the public internet");
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    struct Answers(Vec<IpAddr>);

    #[async_trait]
    impl Lookup for Answers {
        async fn lookup(&self, _: &str) -> io::Result<Vec<IpAddr>> {
            Ok(self.0.clone())
        }
    }

    async fn resolved(answers: &[&str], opened: &[&str]) -> Result<Vec<String>, String> {
        let answers = answers.iter().map(|address| address.parse().unwrap()).collect();
        let opened = opened.iter().map(|&name| name.to_owned()).collect();
        let resolver = GuardedResolver::new(Arc::new(Answers(answers)), opened);
        match resolver.resolve("News.example.".parse().unwrap()).await {
            Ok(addresses) => Ok(addresses.map(|address| address.to_string()).collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[tokio::test]
    async fn public_answers_are_handed_on_in_their_order() {
        let addresses = resolved(&["9.9.9.9", "2606:4700::1", "8.8.8.8"], &[]).await;
        assert_eq!(addresses.unwrap(), ["9.9.9.9:0", "[2606:4700::1]:0", "8.8.8.8:0"]);
    }

    #[tokio::test]
    async fn of_a_mixed_answer_only_the_public_addresses_are_left() {
        let addresses = resolved(&["10.0.0.1", "9.9.9.9", "::1"], &[]).await;
        assert_eq!(addresses.unwrap(), ["9.9.9.9:0"]);
    }

    #[tokio::test]
    async fn an_answer_without_public_addresses_is_refused_with_its_range() {
        let error = resolved(&["192.168.0.7", "::1"], &[]).await.unwrap_err();
        assert_eq!(error, "expected a public address, found 192.168.0.7 (private use (RFC 1918))");
    }

    #[tokio::test]
    async fn the_answers_of_an_opened_name_are_not_judged() {
        let addresses = resolved(&["10.0.0.1"], &["news.example"]).await;
        assert_eq!(addresses.unwrap(), ["10.0.0.1:0"]);
        assert!(resolved(&["10.0.0.1"], &["example"]).await.is_err());
    }

    /// Answers with the next address of its list each time.
    struct Rebinding(Mutex<Vec<IpAddr>>);

    #[async_trait]
    impl Lookup for Rebinding {
        async fn lookup(&self, _: &str) -> io::Result<Vec<IpAddr>> {
            Ok(self.0.lock().unwrap().pop().into_iter().collect())
        }
    }

    #[tokio::test]
    async fn a_name_that_changes_to_a_private_address_is_refused_at_its_next_look_up() {
        let answers = ["127.0.0.1", "9.9.9.9"].map(|address| address.parse().unwrap());
        let lookup = Arc::new(Rebinding(Mutex::new(answers.to_vec())));
        let resolver = GuardedResolver::new(lookup, HashSet::new());
        let first = resolver.resolve("evil.example".parse().unwrap()).await;
        let second = resolver.resolve("evil.example".parse().unwrap()).await;
        let first: Vec<_> = first.ok().unwrap().map(|address| address.ip().to_string()).collect();
        assert_eq!(first, ["9.9.9.9"]);
        assert!(second.err().unwrap().is::<ForbiddenAnswer>());
    }

    #[tokio::test]
    async fn an_empty_answer_is_an_error() {
        assert!(resolved(&[], &[]).await.is_err());
    }
}
