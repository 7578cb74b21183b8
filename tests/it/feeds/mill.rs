//! The service in the hands of a test.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use feedmill::cache::{CacheSettings, Served};
use feedmill::feed::{
    Answer, Conversion, FeedSettings, FeedStatus, Parts, PublicBase, Service, ServiceError, View,
    WebSubSettings,
};
use feedmill::fetch::{FetchSettings, Fetcher};
use feedmill::model::FeedKey;
use feedmill::render::{Document, Format};
use feedmill::site::{Catalogue, SourceFile, builtin_files};
use feedmill::store::{self, StoreSettings, StoreUrl};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Handle;
use url::Url;

use super::upstream::Upstream;

/// The site that all tests read; its home is the upstream.
const SITE: &str = "almayadeen-english";
/// Where the site is when it is not on loopback.
const HOME: &str = "https://english.almayadeen.net";
/// The moment at which every test begins.
const START: &str = "2026-03-02T09:30:00Z";
/// How long a feed is fresh.
pub(super) const TTL_SECONDS: u64 = 900;

/// Seconds after which the recent articles of these tests are looked at again, which are half a day old at the first look.
pub(super) const RECHECK_SECONDS: u64 = 8 * 3_600;

pub(super) struct Mill {
    pub upstream: Upstream,
    pub service: Arc<Service>,
    clock: Arc<Mutex<Timestamp>>,
    folder: TempDir,
    /// The definition of the site, with the upstream as its home.
    definition: SourceFile,
    bounds: Bounds,
}

/// What the service may do.
struct Bounds {
    /// How many requests the site sees at once.
    lanes: usize,
    /// How long a feed is fresh.
    ttl_seconds: u64,
    /// How many requests the site gets on a day.
    budget: u32,
    settings: FeedSettings,
    store: StoreSettings,
}

impl Mill {
    /// A service with an empty store before an upstream without pages.
    pub async fn start() -> Self {
        Self::start_with(8, steady(), |text| text).await
    }

    /// A service that learns when it is to ask for its feeds.
    pub async fn start_learning() -> Self {
        Self::start_with(8, FeedSettings::default(), |text| text).await
    }

    /// A service that fetches listings and no articles.
    pub async fn start_without_articles() -> Self {
        Self::start_with(8, FeedSettings { articles_per_refresh: 0, ..steady() }, |text| text).await
    }

    /// A service whose database has these bounds.
    pub async fn start_with_store(store: StoreSettings) -> Self {
        let mut mill = Self::start().await;
        mill.bounds.store = store;
        mill.restart().await;
        mill
    }

    /// A service whose feeds are fresh for so many seconds.
    pub async fn start_with_ttl(seconds: u64) -> Self {
        let settings = FeedSettings {
            least_interval_seconds: seconds,
            most_interval_seconds: seconds,
            ..FeedSettings::default()
        };
        let mut mill = Self::start_with(8, settings, |text| text).await;
        mill.bounds.ttl_seconds = seconds;
        mill.restart().await;
        mill
    }

    /// A service that makes so many requests on a day.
    pub async fn start_with_budget(budget: u32) -> Self {
        let mut mill = Self::start().await;
        mill.bounds.budget = budget;
        mill.restart().await;
        mill
    }

    /// A service that refreshes nothing ahead of its readers.
    pub async fn start_without_prefetch() -> Self {
        Self::start_with(8, FeedSettings { prefetch_seconds: 0, ..steady() }, |text| text).await
    }

    /// A service whose requests follow each other.
    pub async fn start_one_by_one() -> Self {
        Self::start_with(1, steady(), |text| text).await
    }

    /// A service that begins no article a second after it has the listing.
    pub async fn start_hurried() -> Self {
        Self::start_with(8, FeedSettings { articles_seconds: 1, ..steady() }, |text| text).await
    }

    /// A service whose site has these sections alone.
    pub async fn start_with_sections(paths: &[&str]) -> Self {
        let edit = |text: String| sections(&text, |path| paths.contains(&path));
        Self::start_with(8, steady(), edit).await
    }

    async fn start_with(lanes: usize, settings: FeedSettings, edit: impl FnOnce(String) -> String) -> Self {
        let upstream = Upstream::start().await;
        let clock = Arc::new(Mutex::new(START.parse().unwrap()));
        let folder = tempfile::tempdir().unwrap();
        let file = builtin_files().into_iter().find(|file| file.name.contains(SITE)).unwrap();
        let definition = SourceFile { text: edit(file.text.replace(HOME, &upstream.uri())), ..file };
        let store = StoreSettings { url: Some(database(&folder)), ..StoreSettings::default() };
        let budget = FetchSettings::default().host_requests_per_day;
        let bounds = Bounds { lanes, ttl_seconds: TTL_SECONDS, budget, settings, store };
        let service = service(&upstream, &definition, &bounds, &clock).await;
        Self { upstream, service, clock, folder, definition, bounds }
    }

    /// Puts a definition in force in which one text has taken the place of another.
    pub fn redefine(&mut self, old: &str, new: &str) {
        assert!(self.definition.text.contains(old), "{old} is not in the definition");
        self.definition.text = self.definition.text.replace(old, new);
        self.service.replace_catalogue(catalogue(&self.definition));
    }

    /// Puts a definition in force that has no such section.
    pub fn remove_section(&mut self, path: &str) {
        self.definition.text = sections(&self.definition.text, |other| other != path);
        self.service.replace_catalogue(catalogue(&self.definition));
    }

    /// Stops the service, which finishes the refreshes under way, and starts another over the same store.
    pub async fn restart(&mut self) {
        self.service.close().await;
        self.kill().await;
    }

    /// Starts another service over the same store, which the one before did not close.
    pub async fn kill(&mut self) {
        self.bounds.store.url = Some(database(&self.folder));
        self.service = service(&self.upstream, &self.definition, &self.bounds, &self.clock).await;
    }

    pub fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    /// Sets the clock, forward or back.
    pub fn turn_clock(&self, by: SignedDuration) {
        *self.clock.lock().unwrap() += by;
    }

    /// The file of the database.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("feeds.db")
    }

    pub fn pass(&self, seconds: u64) {
        *self.clock.lock().unwrap() += SignedDuration::from_secs(i64::try_from(seconds).unwrap());
    }

    /// Lets a feed grow stale, asks for it, and waits for the refresh which that begins.
    pub async fn refresh(&mut self, path: &str) {
        self.pass(TTL_SECONDS);
        self.renew(path).await;
    }

    /// Asks for a feed that is stale by now, and waits for the refresh which that begins.
    pub async fn renew(&mut self, path: &str) {
        let answer = self.ask(path).await.unwrap();
        assert_eq!(answer.served, Served::Stale, "{path} was not stale");
        self.restart().await;
    }

    /// The feed as JSON Feed, as it is answered.
    pub async fn ask(&self, path: &str) -> Result<Answer, Arc<ServiceError>> {
        self.ask_for(path, Format::Json).await
    }

    /// The feed's documents in all formats.
    pub async fn documents(&self, path: &str) -> [Document; 3] {
        [
            self.ask_for(path, Format::Rss).await.unwrap().document,
            self.ask_for(path, Format::Atom).await.unwrap().document,
            self.ask_for(path, Format::Json).await.unwrap().document,
        ]
    }

    /// The items of the feed, as JSON Feed writes them.
    pub async fn items(&self, path: &str) -> Vec<Value> {
        let document = self.ask(path).await.unwrap().document;
        let mut feed: Value = serde_json::from_slice(&document.body.identity).unwrap();
        serde_json::from_value(feed["items"].take()).unwrap()
    }

    pub async fn status(&self, path: &str) -> FeedStatus {
        self.service.status(&key(path), &base()).await.unwrap()
    }

    /// Lets a feed grow stale, asks for it, and stays until the refresh which that begins has ended, without a restart: a
    /// joined feed asks for its parts, which a service that is stopping would refuse.
    pub async fn refresh_in_place(&self, path: &str) {
        // One that is still under way would be joined, and was begun before time passed.
        self.service.settle().await;
        self.pass(TTL_SECONDS);
        self.ask(path).await.unwrap();
        let ended = async {
            while self.status(path).await.checked_at != Some(self.now()) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), ended).await.unwrap();
    }

    /// Asks for a feed, and waits for the refreshes that are under way or due then.
    pub async fn settled(&self, path: &str) -> Answer {
        let answer = self.ask(path).await.unwrap();
        self.service.settle().await;
        self.service.refresh_ahead().await;
        answer
    }

    /// The documents of a page that no definition knows, in all formats.
    pub async fn converted(&self, page: &Url) -> [Document; 3] {
        let (view, base) = (View::default(), base());
        let convert = async |format| {
            self.service.converted(whole(page, None), format, &view, &base).await.unwrap().document
        };
        [convert(Format::Rss).await, convert(Format::Atom).await, convert(Format::Json).await]
    }

    /// The feed of a page that no definition knows, with its items as JSON Feed writes them.
    pub async fn converted_items(&self, page: &Url, pages: Option<u32>) -> (Answer, Vec<Value>) {
        let (view, base) = (View::default(), base());
        let answer = self.service.converted(whole(page, pages), Format::Json, &view, &base).await.unwrap();
        let mut feed: Value = serde_json::from_slice(&answer.document.body.identity).unwrap();
        (answer, serde_json::from_value(feed["items"].take()).unwrap())
    }

    async fn ask_for(&self, path: &str, format: Format) -> Result<Answer, Arc<ServiceError>> {
        let (key, view, base) = (key(path), View::default(), base());
        self.service.document(&key, format, &view, &base).await
    }
}

/// A page as a reader asks for its feed, without a signature.
fn whole(url: &Url, pages: Option<u32>) -> Conversion<'_> {
    Conversion { url, pages, query: None }
}

/// A file of a page under `tests/pages`, with the upstream in the place of the site.
pub(super) fn written_page(name: &str, upstream: &Upstream) -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(SITE).join(name).join("source.html");
    fs::read_to_string(path).unwrap().replace(HOME, &upstream.uri())
}

/// The moment that a field of an item gives.
pub(super) fn moment(item: &Value, field: &str) -> Timestamp {
    item[field].as_str().unwrap().parse().unwrap()
}

async fn service(
    upstream: &Upstream,
    definition: &SourceFile,
    bounds: &Bounds,
    clock: &Arc<Mutex<Timestamp>>,
) -> Arc<Service> {
    let Bounds { lanes, ttl_seconds, budget, settings, store } = bounds;
    let fetch = FetchSettings {
        private_hosts: vec![upstream.authority().parse().unwrap(), upstream.alias().parse().unwrap()],
        host_concurrency: *lanes,
        host_requests_per_day: *budget,
        host_interval_seconds: 0.0,
        ..FetchSettings::default()
    };
    let clock = Arc::clone(clock);
    let service = Service::new(Parts {
        catalogue: catalogue(definition),
        fetcher: Fetcher::new(&fetch).unwrap(),
        store: store::open_with(store.url.as_ref().unwrap(), store).await.unwrap(),
        settings: settings.clone(),
        cache: CacheSettings { ttl_seconds: *ttl_seconds, ..CacheSettings::default() },
        websub: WebSubSettings::default(),
        base: base(),
        clock: Arc::new(move || *clock.lock().unwrap()),
        runtime: Handle::current(),
    });
    service.remember_hosts().await.unwrap();
    service
}

fn database(folder: &TempDir) -> StoreUrl {
    StoreUrl::SqliteFile(folder.path().join("feeds.db"))
}

/// Whatever a feed publishes, it is asked for after the time for which it is fresh.
fn steady() -> FeedSettings {
    FeedSettings {
        least_interval_seconds: TTL_SECONDS,
        most_interval_seconds: TTL_SECONDS,
        ..FeedSettings::default()
    }
}

fn catalogue(definition: &SourceFile) -> Catalogue {
    Catalogue::load([definition.clone()], []).unwrap().catalogue
}

/// A definition with those of its sections whose path is wanted.
fn sections(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    let path = |block: &str| {
        let lines = block.strip_prefix("[[sections]]\npath = \"")?;
        lines.split('"').next().map(ToOwned::to_owned)
    };
    let stays = |block: &&str| path(block).is_none_or(|path| wanted(&path));
    text.split("\n\n").filter(stays).collect::<Vec<_>>().join("\n\n")
}

fn key(path: &str) -> FeedKey {
    format!("{SITE}/{path}").parse().unwrap()
}

fn base() -> PublicBase {
    "https://feeds.example".parse().unwrap()
}
