//! The service on a port of its own.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use feedmill::cache::CacheSettings;
use feedmill::feed::{FeedSettings, Parts, PublicBase, Served, Service, WebSubSettings};
use feedmill::fetch::{FetchSettings, Fetcher};
use feedmill::site::{Catalogue, SourceFile};
use feedmill::store::{self, StoreUrl};
use feedmill::web::{self, AccessSettings, Hooks, Reloaded, WebSettings};
use reqwest::Method;
use tokio::runtime::Handle;

use super::{Exchange, ManualClock, Upstream};

/// What a test may set.
#[derive(Default)]
pub struct WorldSettings {
    pub web: WebSettings,
    pub access: AccessSettings,
    /// Definitions besides that of the upstream, in which `UPSTREAM` stands for its host.
    pub definitions: Vec<String>,
}

/// A running service with all around it.
pub struct World {
    pub upstream: Upstream,
    pub clock: ManualClock,
    pub service: Arc<Service>,
    pub server: ServerHandle,
    pub address: SocketAddr,
    client: reqwest::Client,
}

/// What `/metrics` answers in tests.
pub const METRICS: &str = "# metrics of a test\n";

impl World {
    pub async fn start() -> Self {
        Self::with(WorldSettings::default()).await
    }

    pub async fn with(settings: WorldSettings) -> Self {
        let (upstream, clock) = (Upstream::start().await, ManualClock::new());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let base = settings.web.public_base().unwrap();
        let base = base.unwrap_or_else(|| format!("http://{address}").parse().unwrap());
        let service = service(&upstream, &clock, base, &settings.definitions).await;
        let web = WebSettings { workers: Some(1), ..settings.web };
        let hooks = hooks(|| METRICS.to_owned());
        let server = web::server(listener, Arc::clone(&service), &web, &settings.access, hooks).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        Self { upstream, clock, service, server: handle, address, client: client() }
    }

    pub async fn get(&self, path: &str) -> Exchange {
        self.get_with(path, &[]).await
    }

    /// Lets time pass, asks for a feed, which is stale by then, and stays until the refresh which that begins has ended.
    pub async fn refresh(&self, key: &str, seconds: i64) {
        self.clock.advance(seconds);
        let key = key.parse().unwrap();
        let ended = async {
            while self.service.snapshot(&key).await.unwrap().1 == Served::Stale {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), ended).await.unwrap();
    }

    /// A request that can be sent off while the test does something else.
    pub fn request(&self, path: &str) -> impl Future<Output = Exchange> + Send + 'static {
        let request = self.client.get(format!("http://{}{path}", self.address));
        async move { Exchange::read(request.send().await.unwrap()).await }
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Exchange {
        self.ask(Method::GET, path, headers).await
    }

    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Exchange {
        let mut request = self.client.request(method, format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Exchange::read(request.send().await.unwrap()).await
    }

    /// The text with the addresses of this run replaced, so that a snapshot can hold it.
    pub fn steady(&self, text: &str) -> String {
        text.replace(&self.address.to_string(), "SERVICE").replace(&self.upstream.authority(), "UPSTREAM")
    }
}

/// What a server of a test asks of it. Reading the definitions anew finds one site and leaves one file out.
pub fn hooks(metrics: impl Fn() -> String + Send + Sync + 'static) -> Hooks {
    let left_out = vec!["sites/broken.toml:3: title: expected a text".to_owned()];
    let reloaded = Reloaded { sites: 1, left_out };
    Hooks { metrics: Arc::new(metrics), reload: Arc::new(move || Ok(reloaded.clone())) }
}

async fn service(
    upstream: &Upstream,
    clock: &ManualClock,
    base: PublicBase,
    definitions: &[String],
) -> Arc<Service> {
    let others = definitions.iter().map(|text| text.replace("UPSTREAM", &upstream.authority()));
    let texts = std::iter::once(upstream.definition()).chain(others);
    let files = texts.map(|text| SourceFile { name: file_name(&text), text });
    let loaded = Catalogue::load(files, []).unwrap();
    let fetch = FetchSettings {
        private_hosts: vec![
            upstream.authority().parse().unwrap(),
            format!("localhost:{}", upstream.authority().rsplit(':').next().unwrap()).parse().unwrap(),
        ],
        host_interval_seconds: 0.0,
        host_concurrency: 8,
        ..FetchSettings::default()
    };
    Service::new(Parts {
        catalogue: loaded.catalogue,
        fetcher: Fetcher::new(&fetch).unwrap(),
        store: store::open(&StoreUrl::SqliteMemory).await.unwrap(),
        settings: FeedSettings {
            least_interval_seconds: 900,
            most_interval_seconds: 900,
            ..FeedSettings::default()
        },
        cache: CacheSettings::default(),
        websub: WebSubSettings::default(),
        base,
        clock: clock.reader(),
        runtime: Handle::current(),
    })
}

/// A file is named for the site it defines.
fn file_name(text: &str) -> String {
    let name = text.split('"').nth(1).unwrap();
    format!("sites/{name}.toml")
}

/// A client that shows what was sent: nothing decompressed, no redirect followed, no proxy.
fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}
