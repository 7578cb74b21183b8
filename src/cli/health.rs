//! `feedmill health`: asks a running service whether it is ready, for health checks in images without a shell.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::CliError;
use super::args::HealthArguments;
use super::input::runtime;
use super::output::print_line;
use crate::config::{self, Listen, Settings};
use crate::fetch::{FetchSettings, Fetcher, PrivateHost, Validators};

/// How long an answer may take, in seconds. Container engines give up after some more.
const PATIENCE_SECONDS: u64 = 3;

/// Longest first line of an answer that is read, in bytes.
const MOST_OF_STATUS: u64 = 256;

/// Where it is asked.
enum Asked {
    /// At an address.
    Url(Url),
    /// At a Unix socket.
    Socket(PathBuf),
}

/// Asks once, and fails when the service is not ready.
pub(super) fn run(arguments: &HealthArguments) -> Result<(), CliError> {
    match asked(arguments)? {
        Asked::Url(url) => ask(&url)?,
        Asked::Socket(path) => {
            ask_socket(&path).map_err(|error| failed(&format!("{}: {error}", path.display())))?;
        }
    }
    print_line("ready")
}

fn failed(error: &dyn std::fmt::Display) -> CliError {
    CliError::Failed(format!("expected a ready service: {error}"))
}

fn asked(arguments: &HealthArguments) -> Result<Asked, CliError> {
    match &arguments.url {
        Some(url) if url.scheme() == "unix" => {
            let listen: Listen = url.as_str().parse().map_err(CliError::Usage)?;
            Ok(Asked::Socket(listen.socket().map(Path::to_owned).unwrap_or_default()))
        }
        Some(url) => Ok(Asked::Url(url.clone())),
        None => of_configuration(&config::load(&arguments.config.flags(), std::env::vars())?),
    }
}

fn ask(url: &Url) -> Result<(), CliError> {
    let fetcher = Fetcher::new(&settings_for(url)).map_err(|error| failed(&error))?;
    // It is the operator's own service that is asked.
    fetcher.set_unruled_hosts(url.host_str().map(ToOwned::to_owned));
    let answer = runtime()?.block_on(fetcher.get(url, &Validators::default(), Timestamp::now()));
    answer.map(|_| ()).map_err(|error| failed(&error))
}

/// Asks over a socket, in the fewest words that HTTP has for it: the first line of the answer says all.
#[cfg(unix)]
fn ask_socket(path: &Path) -> std::io::Result<()> {
    let mut stream = std::os::unix::net::UnixStream::connect(path)?;
    let patience = Some(Duration::from_secs(PATIENCE_SECONDS));
    stream.set_read_timeout(patience)?;
    stream.set_write_timeout(patience)?;
    stream.write_all(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut status = String::new();
    BufReader::new(stream.take(MOST_OF_STATUS)).read_line(&mut status)?;
    match status.split(' ').nth(1) {
        Some("200") => Ok(()),
        _ => Err(std::io::Error::other(format!("expected the status 200, found {:?}", status.trim_end()))),
    }
}

#[cfg(not(unix))]
fn ask_socket(_: &Path) -> std::io::Result<()> {
    Err(std::io::Error::new(std::io::ErrorKind::Unsupported, "this system has no Unix sockets"))
}

/// Where the service of this configuration says that it is ready. A service that listens everywhere is asked here.
fn of_configuration(settings: &Settings) -> Result<Asked, CliError> {
    if let Some(path) = settings.server.listen.socket() {
        return Ok(Asked::Socket(path.to_owned()));
    }
    let url = Url::parse(&format!("{}/readyz", settings.server.listen.base()));
    url.map(Asked::Url).map_err(|error| CliError::Usage(error.to_string()))
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
