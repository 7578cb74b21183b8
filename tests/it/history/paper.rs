//! The service over those newspapers, on a port of its own.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use feedmill::cache::CacheSettings;
use feedmill::feed::{FeedSettings, Parts, PublicBase, Served, Service, WebSubSettings};
use feedmill::fetch::{FetchSettings, Fetcher};
use feedmill::site::{Catalogue, Loaded, SourceFile};
use feedmill::store::{self, StoreUrl};
use feedmill::web::{self, AccessSettings, WebSettings};
use reqwest::Method;
use tempfile::TempDir;
use tokio::runtime::Handle;

use super::upstream::{Story, Upstream};
use crate::support::{Exchange, ManualClock, hooks};

/// How long a feed is fresh.
const TTL_SECONDS: i64 = 900;

/// What a test may set.
pub(super) struct Setting {
    pub upstream: Upstream,
    pub feeds: FeedSettings,
    /// Definitions besides that of the gazette.
    pub definitions: Vec<String>,
    pub websub: WebSubSettings,
    pub access: AccessSettings,
}

/// A running service with all around it.
pub(super) struct Paper {
    pub upstream: Upstream,
    pub clock: ManualClock,
    pub service: Arc<Service>,
    pub address: SocketAddr,
    setting: Setting,
    folder: TempDir,
    client: reqwest::Client,
}

impl Setting {
    /// A feed shows four items, and a page of the archive has two.
    pub async fn new() -> Self {
        let feeds = FeedSettings {
            items: 4,
            archive_items: 12,
            least_interval_seconds: 900,
            most_interval_seconds: 900,
            ..FeedSettings::default()
        };
        Self {
            upstream: Upstream::start().await,
            feeds,
            definitions: Vec::new(),
            websub: WebSubSettings::default(),
            access: AccessSettings::default(),
        }
    }
}

impl Paper {
    pub async fn start() -> Self {
        Self::with(Setting::new().await).await
    }

    pub async fn with(setting: Setting) -> Self {
        let (clock, folder) = (ManualClock::new(), tempfile::tempdir().unwrap());
        let (service, address) = serve(&setting, &clock, &folder).await;
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let client = client.build().unwrap();
        Self { upstream: setting.upstream.clone(), clock, service, address, setting, folder, client }
    }

    /// Stops the service and starts another over the same store, under the same public address.
    pub async fn restart(&mut self) {
        self.service.close().await;
        (self.service, self.address) = serve(&self.setting, &self.clock, &self.folder).await;
    }

    /// Gives the gazette another title, until the next restart.
    pub fn rename(&self, title: &str) {
        let definition = self.upstream.definition("gazette", "/news").replace("The gazette", title);
        let file = SourceFile { name: "sites/gazette.toml".to_owned(), text: definition };
        self.service.replace_catalogue(Catalogue::load([], [file]).unwrap().catalogue);
    }

    /// Publishes these stories in the gazette, the newest first, and lets the feed be refreshed.
    pub async fn print(&self, stories: &[Story]) {
        self.upstream.publish("/news", stories);
        self.refresh("gazette/news").await;
    }

    /// Lets a feed grow stale, asks for it, and stays until the refresh which that begins has ended.
    pub async fn refresh(&self, key: &str) {
        self.clock.advance(TTL_SECONDS);
        let key = key.parse().unwrap();
        let ended = async {
            // A refresh of before may be under way still, so whoever finds the feed stale asks again.
            while self.service.snapshot(&key).await.unwrap().1 == Served::Stale {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), ended).await.unwrap();
    }

    pub async fn get(&self, path: &str) -> Exchange {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Exchange {
        let mut request = self.client.request(Method::GET, format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Exchange::read(request.send().await.unwrap()).await
    }

    /// The titles of a document.
    pub async fn titles(&self, path: &str) -> Vec<String> {
        titles(&self.get(path).await)
    }
}

/// The titles of a document of any format, in its order.
pub(super) fn titles(answer: &Exchange) -> Vec<String> {
    let feed = parsed(answer);
    feed.entries.into_iter().map(|entry| entry.title.unwrap().content).collect()
}

pub(super) fn parsed(answer: &Exchange) -> feed_rs::model::Feed {
    feed_rs::parser::parse(answer.body.as_slice())
        .unwrap_or_else(|error| panic!("{error} in {} {}", answer.status, answer.text()))
}

/// The address that a document links to by a relation, without the base.
pub(super) fn link(answer: &Exchange, rel: &str) -> Option<String> {
    let links = parsed(answer).links;
    let link = links.into_iter().find(|link| link.rel.as_deref() == Some(rel))?;
    Some(link.href.replace(BASE, ""))
}

/// Stories by their numbers.
pub(super) fn stories(numbers: impl IntoIterator<Item = usize>) -> Vec<Story> {
    numbers.into_iter().map(Story::new).collect()
}

/// The public address.
pub(super) const BASE: &str = "https://feeds.example";

/// The catalogue of the test's definitions.
pub(super) fn catalogue(setting: &Setting) -> Loaded {
    let gazette = setting.upstream.definition("gazette", "/news");
    let texts = std::iter::once(gazette).chain(setting.definitions.iter().cloned());
    let files = texts.map(|text| {
        let name = format!("sites/{}.toml", text.split('"').nth(1).unwrap());
        SourceFile { name, text }
    });
    Catalogue::load([], files).unwrap()
}

async fn serve(setting: &Setting, clock: &ManualClock, folder: &TempDir) -> (Arc<Service>, SocketAddr) {
    let loaded = catalogue(setting);
    assert!(loaded.rejected.is_empty(), "{:?}", loaded.rejected);
    let fetch = FetchSettings {
        private_hosts: vec![setting.upstream.authority().parse().unwrap()],
        host_interval_seconds: 0.0,
        host_concurrency: 8,
        ..FetchSettings::default()
    };
    let base: PublicBase = BASE.parse().unwrap();
    let service = Service::new(Parts {
        catalogue: loaded.catalogue,
        fetcher: Fetcher::new(&fetch).unwrap(),
        store: store::open(&StoreUrl::SqliteFile(folder.path().join("feeds.db"))).await.unwrap(),
        settings: setting.feeds.clone(),
        cache: CacheSettings { ttl_seconds: TTL_SECONDS.try_into().unwrap(), ..CacheSettings::default() },
        websub: setting.websub.clone(),
        base,
        clock: clock.reader(),
        runtime: Handle::current(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let web = WebSettings {
        workers: Some(1),
        public_url: Some(BASE.to_owned()),
        trusted_proxies: vec!["127.0.0.1".parse().unwrap()],
        ..WebSettings::default()
    };
    let server =
        web::server(listener, Arc::clone(&service), &web, &setting.access, hooks(String::new)).unwrap();
    tokio::spawn(server);
    (service, address)
}
