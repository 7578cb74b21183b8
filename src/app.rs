//! Composition root: settings, store, fetcher, service and server are put together here and nowhere else. Tests use the
//! same wiring, with a clock, a listener and a stop of their own.

use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::{Stream, stream};
use jiff::Timestamp;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::runtime::Handle;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::config::{ConfigError, Settings};
use crate::feed::{BaseError, Clock, Parts, PublicBase, Service, keep_ahead};
use crate::fetch::{FetchError, Fetcher};
use crate::site::{Catalogue, Loaded, SiteError, SitesSettings, builtin_files, folder_files};
use crate::store::{self, StoreError};
use crate::web::{self, Hooks, Listeners, MetricsText, Reload, Reloaded, Server, SignError};

/// Why the service cannot be put together or run.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The configuration.
    #[error("the configuration cannot be used")]
    Config(#[from] ConfigError),
    /// A definition that came with the program.
    #[error("a site definition that came with the program is broken")]
    Builtin(#[from] SiteError),
    /// The folder of definitions.
    #[error("the sites folder {folder} cannot be read")]
    SitesFolder {
        /// The folder.
        folder: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The store.
    #[error("the store cannot be opened")]
    Store(#[from] StoreError),
    /// The client.
    #[error("the client for outgoing requests cannot be made")]
    Fetch(#[from] FetchError),
    /// The public address.
    #[error("server.public_url cannot be used")]
    Base(#[from] BaseError),
    /// The address cannot be signed.
    #[error("the address cannot be signed")]
    Sign(#[from] SignError),
    /// The server.
    #[error("cannot serve on {address}")]
    Server {
        /// Where.
        address: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// The clock of the machine.
pub fn system_clock() -> Clock {
    Arc::new(Timestamp::now)
}

/// Reads the definitions that came with the program and those of the user's folder.
///
/// # Errors
/// When one that came with the program is broken, or the folder cannot be read.
pub fn load_catalogue(settings: &SitesSettings) -> Result<Loaded, AppError> {
    let Some(folder) = &settings.dir else {
        return Ok(Catalogue::load(builtin_files(), [])?);
    };
    let (files, unreadable) = folder_files(folder)
        .map_err(|source| AppError::SitesFolder { folder: folder.display().to_string(), source })?;
    let mut loaded = Catalogue::load(builtin_files(), files)?;
    loaded.rejected.extend(unreadable);
    Ok(loaded)
}

/// Puts a service together. `default_address` is where it listens, for links in documents when no public address is set.
///
/// # Errors
/// When any part of it cannot be made.
pub async fn build(
    settings: &Settings,
    catalogue: Catalogue,
    default_address: &str,
    clock: Clock,
    runtime: Handle,
) -> Result<Arc<Service>, AppError> {
    let base: PublicBase = settings.server.public_url.as_deref().unwrap_or(default_address).parse()?;
    let service = Service::new(Parts {
        catalogue,
        fetcher: Fetcher::new(&settings.fetch)?,
        store: store::open_with(&settings.store_url(), &settings.store).await?,
        settings: settings.feeds.clone(),
        cache: settings.cache.clone(),
        websub: settings.websub.clone(),
        base,
        clock,
        runtime,
    });
    if let Err(error) = service.remember_hosts().await {
        let error: &(dyn std::error::Error + 'static) = &error;
        tracing::warn!(error, "it is not known which hosts are to be left alone");
    }
    Ok(service)
}

/// Signs an address with the keys of the settings, for ever or until a moment.
///
/// # Errors
/// When it is no address that takes a signature, or there is no key.
pub fn sign(settings: &Settings, address: &str, expires: Option<Timestamp>) -> Result<String, AppError> {
    Ok(web::sign(&settings.server, &settings.access, address, expires)?)
}

/// The sockets to serve on: those that whoever has started the program hands over, or else the one of the settings.
///
/// # Errors
/// When they cannot be used.
pub fn listeners(settings: &Settings) -> Result<Listeners, AppError> {
    Listeners::open(&settings.server)
        .map_err(|source| AppError::Server { address: settings.server.listen.to_string(), source })
}

/// Serves until `stop` comes; then requests and refreshes in flight come to their end, within the time that the settings
/// allow. `metrics` prints what was counted.
///
/// # Errors
/// When the server cannot start or fails.
pub async fn serve(
    settings: &Settings,
    catalogue: Catalogue,
    mut listeners: Listeners,
    metrics: MetricsText,
    stop: impl Future<Output = ()>,
) -> Result<(), AppError> {
    let (address, own_address) = (listeners.to_string(), listeners.base());
    let failed = |source| AppError::Server { address: address.clone(), source };
    let socket_file = listeners.take_file();
    let service = build(settings, catalogue, &own_address, system_clock(), Handle::current()).await?;
    let watcher = watch_sites(&settings.sites, &service);
    let stopping = CancellationToken::new();
    let ahead = tokio::spawn(keep_ahead(Arc::clone(&service), ticks(), stopping.clone().cancelled_owned()));
    let restores = tokio::spawn(watch_restores(Arc::downgrade(&service)));
    let hosts = tokio::spawn(save_hosts(Arc::downgrade(&service)));
    let metrics = with_cache_size(metrics, &service);
    let beside = metrics_server(settings, &metrics)?;
    let hooks = Hooks { metrics, reload: reload_of(&settings.sites, &service) };
    let server = web::server(listeners, Arc::clone(&service), &settings.server, &settings.access, hooks)
        .map_err(failed)?;
    tracing::info!(listen = address, base = %service.base(), "serving");

    let (handle, beside_handle) = (server.handle(), beside.as_ref().map(Server::handle));
    let beside = beside.map(tokio::spawn);
    let mut running = tokio::spawn(server);
    let ended = tokio::select! {
        ended = &mut running => ended,
        () = stop => {
            tracing::info!("stopping: requests in flight come to their end, refreshes with what they have");
            stopping.cancel();
            service.stop_asking();
            handle.stop(true).await;
            running.await
        }
    };
    drop(socket_file);
    if let (Some(handle), Some(beside)) = (beside_handle, beside) {
        handle.stop(false).await;
        let _ = beside.await;
    }
    drop(watcher);
    restores.abort();
    hosts.abort();
    stopping.cancel();
    let _ = ahead.await;
    close(&service, settings.server.shutdown_seconds).await;
    ended.unwrap_or_else(|error| Err(std::io::Error::other(error))).map_err(failed)
}

async fn close(service: &Service, patience_seconds: u64) {
    if tokio::time::timeout(Duration::from_secs(patience_seconds), service.close()).await.is_err() {
        tracing::warn!(
            seconds = patience_seconds,
            "stopped with refreshes under way; they start anew after the next start"
        );
    }
}

/// The metrics with the size of the caches, which is measured when somebody asks.
fn with_cache_size(metrics: MetricsText, service: &Arc<Service>) -> MetricsText {
    let service = Arc::clone(service);
    Arc::new(move || {
        let kibibytes = u32::try_from(service.cached_bytes() / 1024).unwrap_or(u32::MAX);
        metrics::gauge!("feedmill_cache_bytes").set(f64::from(kibibytes) * 1024.0);
        metrics()
    })
}

/// The server of the metrics alone, where the settings ask for one.
fn metrics_server(settings: &Settings, metrics: &MetricsText) -> Result<Option<Server>, AppError> {
    let Some(address) = settings.server.metrics_listen else {
        return Ok(None);
    };
    let failed = |source| AppError::Server { address: address.to_string(), source };
    let listener = TcpListener::bind(address).map_err(failed)?;
    web::metrics_server(listener, Arc::clone(metrics)).map(Some).map_err(failed)
}

/// How often it is looked which feeds are to be refreshed ahead of their readers.
const LOOKED_AHEAD_EVERY: Duration = Duration::from_secs(5);

/// One at once, and one after each pause. They go by a clock that is never set.
fn ticks() -> impl Stream<Item = ()> + Send {
    let mut pauses = tokio::time::interval(LOOKED_AHEAD_EVERY);
    pauses.set_missed_tick_behavior(MissedTickBehavior::Delay);
    stream::unfold(pauses, |mut pauses| async {
        pauses.tick().await;
        Some(((), pauses))
    })
}

/// How often it is looked whether the store was restored from a copy.
const RESTORES_NOTICED_WITHIN: Duration = Duration::from_secs(2);

/// Forgets what was made of the store when a copy has taken its place (`feedmill restore`).
async fn watch_restores(service: Weak<Service>) {
    let mut pauses = tokio::time::interval(RESTORES_NOTICED_WITHIN);
    loop {
        pauses.tick().await;
        let Some(service) = service.upgrade() else {
            return;
        };
        match service.notice_restored().await {
            Ok(true) => tracing::info!("the store was restored from a copy; feeds are read from it anew"),
            Ok(false) => {}
            Err(error) => tracing::debug!(%error, "the store could not be asked whether it was restored"),
        }
    }
}

/// How often the store is told what hosts have had, beside the ends of refreshes.
const HOSTS_SAVED_EVERY: Duration = Duration::from_secs(5);

/// Tells the store from time to time what hosts have had.
async fn save_hosts(service: Weak<Service>) {
    let mut pauses = tokio::time::interval(HOSTS_SAVED_EVERY);
    pauses.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        pauses.tick().await;
        let Some(service) = service.upgrade() else {
            return;
        };
        service.save_hosts().await;
    }
}

/// Takes over changes in the user's folder of definitions. A file that cannot be read leaves what it said before in
/// force: an editor may be half-way through writing it.
fn watch_sites(settings: &SitesSettings, service: &Arc<Service>) -> Option<RecommendedWatcher> {
    let folder = settings.dir.as_deref().filter(|_| settings.reload)?;
    let (settings, service) = (settings.clone(), Arc::downgrade(service));
    let reload = move |event: notify::Result<notify::Event>| {
        let touches =
            event.is_ok_and(|event| !event.kind.is_access() && event.paths.iter().any(|path| is_toml(path)));
        let Some(service) = service.upgrade().filter(|_| touches) else {
            return;
        };
        if let Err(error) = reload_sites(&settings, &service) {
            tracing::error!(%error, "the changed site definitions were not taken over");
        }
    };
    let watcher = notify::recommended_watcher(reload).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
        Ok(watcher)
    });
    watcher.inspect_err(|error| tracing::warn!(%error, "the sites folder cannot be watched; restart to take over changes")).ok()
}

/// Reads the definitions anew and puts them in force.
fn reload_sites(settings: &SitesSettings, service: &Service) -> Result<Reloaded, AppError> {
    let loaded = load_catalogue(settings)?;
    warn_of_rejected(&loaded.rejected);
    let left_out = loaded.rejected.iter().map(ToString::to_string).collect();
    let catalogue = loaded.keeping(&service.catalogue());
    let sites = catalogue.sites().count();
    tracing::info!(sites, "took over changed site definitions");
    service.replace_catalogue(catalogue);
    Ok(Reloaded { sites, left_out })
}

/// What the server does when it is asked to read the definitions anew.
fn reload_of(settings: &SitesSettings, service: &Arc<Service>) -> Reload {
    let (settings, service) = (settings.clone(), Arc::clone(service));
    Arc::new(move || Ok(reload_sites(&settings, &service)?))
}

/// Tells of definitions that were left out, loudly: their feeds are missing or old.
pub fn warn_of_rejected(rejected: &[SiteError]) {
    for error in rejected {
        tracing::error!("LEFT OUT a broken site definition: {error}");
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}
