//! `feedmill serve`.

use super::CliError;
use super::args::ServeArguments;
use super::input::runtime;
use crate::app;
use crate::config::{self, Flags};
use crate::telemetry;

/// Serves until the process is asked to stop.
pub(super) fn run(arguments: &ServeArguments) -> Result<(), CliError> {
    let flags = Flags {
        listen: arguments.listen.clone(),
        data_dir: arguments.data_dir.clone(),
        ..arguments.config.flags()
    };
    let settings = config::load(&flags, std::env::vars())?;
    telemetry::log_to_stderr(&settings.log);
    let metrics = telemetry::count_for_prometheus()
        .map_err(|error| CliError::Failed(format!("metrics cannot be counted: {error}")))?;
    let loaded = app::load_catalogue(&settings.sites)?;
    app::warn_of_rejected(&loaded.rejected);
    allow_connections();
    let listeners = app::listeners(&settings)?;
    let runtime = runtime()?;
    runtime.spawn(telemetry::keep_up(metrics.clone()));
    let text = std::sync::Arc::new(move || metrics.render());
    Ok(runtime.block_on(app::serve(&settings, loaded.catalogue, listeners, text, asked_to_stop()))?)
}

/// Raises the bound of open files as far as the process may: each connection is one, and the usual bound of 1,024 is kept low
/// for old programs alone.
fn allow_connections() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => tracing::debug!(files, "so many files and connections may be open"),
        Err(error) => tracing::warn!(%error, "the bound of open files stays as it is"),
    }
}

/// Comes when the process is asked to stop: SIGTERM, or an interrupt from the keyboard.
async fn asked_to_stop() {
    let interrupted = async {
        // Without a handler an interrupt ends the process at once, as it would anyway.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
