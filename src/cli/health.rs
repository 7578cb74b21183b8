//! `feedmill health`: asks a running service whether it is ready, for health checks in images without a shell.

use jiff::Timestamp;
use url::Url;

use super::CliError;
use super::args::HealthArguments;
use super::input::runtime;
use super::output::print_line;
use crate::config::{self, Settings};
use crate::fetch::{FetchSettings, Fetcher, PrivateHost, Validators};

/// How long an answer may take, in seconds. Container engines give up after some more.
const PATIENCE_SECONDS: u64 = 3;

/// Asks once, and fails when the service is not ready.
pub(super) fn run(arguments: &HealthArguments) -> Result<(), CliError> {
    let url = match &arguments.url {
        Some(url) => url.clone(),
        None => ready_url(&config::load(&arguments.config.flags(), std::env::vars())?)?,
    };
    let failed =
        |error: &dyn std::error::Error| CliError::Failed(format!("expected a ready service: {error}"));
    let fetcher = Fetcher::new(&settings_for(&url)).map_err(|error| failed(&error))?;
    // It is the operator's own service that is asked.
    fetcher.set_unruled_hosts(url.host_str().map(ToOwned::to_owned));
    let answer = runtime()?.block_on(fetcher.get(&url, &Validators::default(), Timestamp::now()));
    answer.map_err(|error| failed(&error))?;
    print_line("ready")
}

/// Where the service of this configuration says that it is ready. A service that listens everywhere is asked here.
fn ready_url(settings: &Settings) -> Result<Url, CliError> {
    let mut address = settings.server.listen;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    Url::parse(&format!("http://{address}/readyz")).map_err(|error| CliError::Usage(error.to_string()))
}

/// The one host that is asked may be private: it is this very machine.
fn settings_for(url: &Url) -> FetchSettings {
    let host = url.host_str().unwrap_or_default();
    let private: Option<PrivateHost> = host.parse().ok();
    FetchSettings {
        private_hosts: private.into_iter().collect(),
        timeout_seconds: PATIENCE_SECONDS,
        connect_timeout_seconds: PATIENCE_SECONDS,
        ..FetchSettings::default()
    }
}
