//! The application before that upstream, with a feed for each fault, or two where it is a matter of how
//! pages are read: by rules, and by what is detected.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;

use async_trait::async_trait;
use feedmill::cache::CacheSettings;
use feedmill::feed::{FeedSettings, Parts, Served, Service, WebSubSettings};
use feedmill::fetch::{FetchSettings, Fetcher, Lookup};
use feedmill::site::{Catalogue, SourceFile};
use feedmill::store::{self, StoreUrl};
use feedmill::web::{self, AccessSettings, WebSettings};
use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Handle;

use super::pages;
use super::table::{Fault, Limits};
use super::upstream::Upstream;
use crate::support::{Exchange, ManualClock, hooks};

/// How long a feed is fresh.
pub(super) const TTL_SECONDS: u64 = 900;
const BASE: &str = "https://feeds.example";

/// One feed of a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Feed {
    pub path: String,
    pub fault: &'static str,
    /// A host of its own, since one that asks for a pause gets it for all its pages.
    pub host: String,
    rules: &'static str,
    place: Place,
}

/// Where a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The listing.
    Listing,
    /// The article of its newest story.
    Article,
    /// Its second page.
    Page,
    /// The site's own feed of it.
    Feed,
}

impl Place {
    /// What stands before the name of a fault in the path of its listing.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Listing => "",
            _ => "news-",
        }
    }

    /// What the definition says of a listing.
    const fn reach(self) -> &'static str {
        match self {
            Self::Page => "pages = 2\n",
            Self::Feed => "discover_feed = true\n",
            Self::Listing | Self::Article => "",
        }
    }

    /// The path of a fault.
    fn path(self, fault: &str) -> String {
        match self {
            Self::Listing => format!("/{fault}"),
            Self::Article => pages::path_of_story(&format!("/news-{fault}"), STORIES),
            Self::Page => format!("/news-{fault}-2"),
            Self::Feed => format!("/news-{fault}.rss"),
        }
    }
}

/// How many stories a listing has whose faults lie behind it.
const STORIES: usize = 4;

pub(super) struct House {
    pub upstream: Upstream,
    pub clock: ManualClock,
    pub feeds: Vec<Feed>,
    service: Arc<Service>,
    address: SocketAddr,
    folder: TempDir,
    client: reqwest::Client,
}

/// The names of the hosts: they all are the upstream, until it misbehaves.
struct Names(Upstream);

#[async_trait]
impl Lookup for Names {
    async fn lookup(&self, name: &str) -> std::io::Result<Vec<IpAddr>> {
        let fault = name.split('.').next().filter(|_| self.0.misbehaves());
        match fault {
            Some("dns") => Err(std::io::Error::new(std::io::ErrorKind::NotFound, "no such name")),
            // Nobody listens there.
            Some("connect") => Ok(vec!["127.0.0.2".parse().unwrap()]),
            _ => Ok(vec!["127.0.0.1".parse().unwrap()]),
        }
    }
}

impl House {
    pub async fn start(faults: &[Fault]) -> Self {
        Self::start_at(Place::Listing, faults).await
    }

    /// A house whose faults lie there.
    pub async fn start_at(place: Place, faults: &[Fault]) -> Self {
        let moved = |fault: &Fault| Some((place.path(fault.name), fault.answers.first()?.1.clone()));
        let answers = faults.iter().flat_map(|fault| fault.answers.clone());
        let answers: HashMap<_, _> = answers.chain(faults.iter().filter_map(moved)).collect();
        let upstream = match place {
            Place::Listing => Upstream::start(pages::listing_everywhere, 8, answers).await,
            _ => Upstream::start(pages::whole_site, STORIES, answers).await,
        };
        let feed = |fault: &Fault, rules: &'static str| Feed {
            path: format!("{}-{rules}", fault.name),
            fault: fault.name,
            host: format!("{}.{rules}.example", fault.name.replace('_', "-")),
            rules,
            place,
        };
        let detected = faults.iter().filter(|fault| fault.is_read).map(|fault| feed(fault, "detected"));
        let feeds: Vec<Feed> = faults.iter().map(|fault| feed(fault, "ruled")).chain(detected).collect();
        let (clock, folder) = (ManualClock::new(), tempfile::tempdir().unwrap());
        let service = service(&upstream, &feeds, Limits::Usual, &clock, &folder).await;
        let address = serve(&service);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { upstream, clock, feeds, service, address, folder, client }
    }

    /// Stops the service and starts another over the same store.
    pub async fn restart(&mut self, limits: Limits) {
        self.service.close().await;
        self.service = service(&self.upstream, &self.feeds, limits, &self.clock, &self.folder).await;
        self.address = serve(&self.service);
    }

    /// Asks for every feed, and stays until the refreshes which that begins have ended.
    pub async fn refresh(&self) {
        let keys: Vec<_> =
            self.feeds.iter().map(|feed| format!("faults/{}", feed.path).parse().unwrap()).collect();
        join_all(keys.iter().map(|key| self.service.snapshot(key))).await;
        for feed in &self.feeds {
            self.service_sees(feed).await;
        }
    }

    /// What readers of a feed get in each format.
    pub async fn documents(&self, feed: &Feed) -> [Exchange; 3] {
        let get = async |format| self.get(&format!("/feeds/faults/{}.{format}", feed.path)).await;
        [get("rss").await, get("atom").await, get("json").await]
    }

    /// What the interface says of a feed.
    pub async fn status(&self, feed: &Feed) -> Value {
        self.get(&format!("/api/v1/feeds/faults/{}", feed.path)).await.json()
    }

    /// The page of a feed's state.
    pub async fn status_page(&self, feed: &Feed) -> String {
        self.get(&format!("/status/faults/{}", feed.path)).await.text()
    }

    /// Moves the listing of a feed to another path of its host.
    pub fn move_listing(&self, feed: &Feed) {
        let definition = definition(&self.upstream, &self.feeds);
        let old = format!("/{}\"\nrules = \"{}\"", feed.fault, feed.rules);
        let new = format!("/{}?edition=2\"\nrules = \"{}\"", feed.fault, feed.rules);
        assert!(definition.contains(&old), "{old} is not in the definition");
        self.service.replace_catalogue(catalogue(definition.replace(&old, &new)));
    }

    /// Asks for a feed until it is not stale any more.
    pub async fn service_sees(&self, feed: &Feed) {
        let key = format!("faults/{}", feed.path).parse().unwrap();
        while self.service.snapshot(&key).await.unwrap().1 == Served::Stale {
            tokio::task::yield_now().await;
        }
    }

    pub fn now(&self) -> Timestamp {
        (self.clock.reader())()
    }

    async fn get(&self, path: &str) -> Exchange {
        let request = self.client.get(format!("http://{}{path}", self.address));
        Exchange::read(request.send().await.unwrap()).await
    }
}

fn definition(upstream: &Upstream, feeds: &[Feed]) -> String {
    let port = upstream.port;
    let sections: String = feeds
        .iter()
        .map(|Feed { path, fault, host, rules, place }| {
            let (prefix, reach) = (place.prefix(), place.reach());
            format!(
                "[[sections]]\npath = \"{path}\"\ntitle = \"{path}\"\nurl = \"http://{host}:{port}/{prefix}{fault}\"\n\
                 rules = \"{rules}\"\n{reach}\n"
            )
        })
        .collect();
    format!(
        "name = \"faults\"\ntitle = \"The Herald\"\nhome = \"http://home.example:{port}/\"\nlanguage = \"en\"\n\n\
         {sections}[listings.ruled]\nentry = [\"article\"]\ntitle = [\"h2\"]\nlink = [\"h2 a@href\"]\n\
         summary = [\"p\"]\ndate = [\"time@datetime\"]\n\n[listings.detected]\n"
    )
}

fn catalogue(text: String) -> Catalogue {
    let file = SourceFile { name: "sites/faults.toml".to_owned(), text };
    let loaded = Catalogue::load([], [file]).unwrap();
    assert!(loaded.rejected.is_empty(), "{:?}", loaded.rejected);
    loaded.catalogue
}

async fn service(
    upstream: &Upstream,
    feeds: &[Feed],
    limits: Limits,
    clock: &ManualClock,
    folder: &TempDir,
) -> Arc<Service> {
    let with_articles = feeds.iter().any(|feed| feed.place == Place::Article);
    let hosts = feeds.iter().map(|feed| format!("{}:{}", feed.host, upstream.port).parse().unwrap());
    let usual = FetchSettings::default();
    let (idle_timeout_seconds, timeout_seconds) = match limits {
        Limits::Usual => (usual.idle_timeout_seconds, usual.timeout_seconds),
        Limits::OneSilentSecond => (1, usual.timeout_seconds),
        Limits::OneSecondAPage => (usual.idle_timeout_seconds, 1),
    };
    let fetch = FetchSettings {
        private_hosts: hosts.collect(),
        host_interval_seconds: 0.0,
        max_bytes: 5 * 1_024 * 1_024,
        idle_timeout_seconds,
        timeout_seconds,
        ..usual
    };
    Service::new(Parts {
        catalogue: catalogue(definition(upstream, feeds)),
        fetcher: Fetcher::with_lookup(&fetch, Arc::new(Names(upstream.clone()))).unwrap(),
        store: store::open(&StoreUrl::SqliteFile(folder.path().join("feeds.db"))).await.unwrap(),
        // Where the faults are not the articles', no request of a test is for one.
        settings: FeedSettings {
            articles_per_refresh: if with_articles { STORIES + 1 } else { 0 },
            least_interval_seconds: TTL_SECONDS,
            most_interval_seconds: TTL_SECONDS,
            ..FeedSettings::default()
        },
        cache: CacheSettings { ttl_seconds: TTL_SECONDS, ..CacheSettings::default() },
        websub: WebSubSettings::default(),
        base: BASE.parse().unwrap(),
        clock: clock.reader(),
        runtime: Handle::current(),
    })
}

fn serve(service: &Arc<Service>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let web = WebSettings { workers: Some(1), public_url: Some(BASE.to_owned()), ..WebSettings::default() };
    let (access, hooks) = (AccessSettings::default(), hooks(String::new));
    tokio::spawn(web::server(listener, Arc::clone(service), &web, &access, hooks).unwrap());
    address
}
