//! The program on a Unix socket, its own or one that is handed over as systemd does it.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use rstest::rstest;
use tempfile::TempDir;

/// The program at work in a folder of its own.
struct Running {
    process: Child,
    folder: TempDir,
}

impl Running {
    fn start(folder: TempDir, mut command: Command) -> Self {
        let mut process = command.current_dir(&folder).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let serving = log.any(|line| line.contains("serving"));
        assert!(serving, "the program ended: {:?}", process.wait());
        std::thread::spawn(move || log.for_each(drop));
        Self { process, folder }
    }

    fn stop(mut self) -> TempDir {
        let asked = Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        assert!(asked.success() && self.process.wait().unwrap().success());
        self.folder
    }
}

/// The program with a configuration that listens on `mill.sock`.
fn configured(folder: &TempDir, more: &str) -> Command {
    let listen = format!("[server]\nlisten = \"unix:{}\"\n{more}\n", socket(folder).display());
    let file = folder.path().join("feedmill.toml");
    std::fs::write(&file, listen).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_feedmill"));
    command.args(["serve", "--config"]).arg(file).stdin(Stdio::null());
    command
}

fn socket(folder: &TempDir) -> PathBuf {
    folder.path().join("mill.sock")
}

fn health(argument: &str, value: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_feedmill")).args(["health", argument, value]).output().unwrap()
}

fn get(mut stream: impl Read + Write, path: &str, headers: &str) -> String {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get_over(socket: &Path, path: &str, headers: &str) -> String {
    get(UnixStream::connect(socket).unwrap(), path, headers)
}

#[test]
fn a_socket_is_made_found_healthy_and_taken_away_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    // One that a killed predecessor has left.
    drop(UnixListener::bind(socket(&folder)).unwrap());
    let command = configured(&folder, "socket_mode = \"0600\"");
    let running = Running::start(folder, command);
    let (path, file) = (socket(&running.folder), running.folder.path().join("feedmill.toml"));

    let by_configuration = health("--config", &file.display().to_string());
    let by_place = health("--url", &format!("unix:{}", path.display()));
    let catalogue = get_over(&path, "/", "");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    let folder = running.stop();
    let after = health("--url", &format!("unix:{}", path.display()));

    assert_eq!((by_configuration.status.code(), by_place.status.code()), (Some(0), Some(0)));
    assert!(catalogue.starts_with("HTTP/1.1 200") && catalogue.contains("almayadeen"), "{catalogue}");
    assert_eq!(mode, 0o600);
    assert!(!socket(&folder).exists());
    assert_eq!(after.status.code(), Some(1));
}

#[test]
fn a_second_program_does_not_take_the_socket_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let command = configured(&folder, "");
    let running = Running::start(folder, command);

    let second = configured(&running.folder, "").current_dir(&running.folder).output().unwrap();

    assert_eq!(second.status.code(), Some(1));
    let told = String::from_utf8_lossy(&second.stderr);
    assert!(told.contains("another program listens on that socket"), "{told}");
    assert!(get_over(&socket(&running.folder), "/healthz", "").starts_with("HTTP/1.1 200"));
    running.stop();
}

#[test]
fn sockets_that_are_handed_over_take_the_place_of_the_configured_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("handed.sock");
    let (unix, tcp) = (UnixListener::bind(&path).unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    let address = tcp.local_addr().unwrap();
    let _ = configured(&folder, "");
    // What a shell has as standard input and output stands where systemd puts the first two.
    let mut command = Command::new("sh");
    command
        .args(["-c", "exec 3<&0 4<&1 </dev/null >/dev/null; LISTEN_PID=$$ LISTEN_FDS=2 exec \"$0\" serve --config feedmill.toml"])
        .arg(env!("CARGO_BIN_EXE_feedmill"))
        .stdin(OwnedFd::from(unix))
        .stdout(OwnedFd::from(tcp));

    let running = Running::start(folder, command);
    let over_unix = get_over(&path, "/healthz", "");
    let over_tcp = get(TcpStream::connect(address).unwrap(), "/healthz", "");
    let own = socket(&running.folder).exists();
    running.stop();

    assert!(over_unix.starts_with("HTTP/1.1 200"), "{over_unix}");
    assert!(over_tcp.starts_with("HTTP/1.1 200"), "{over_tcp}");
    assert!(!own);
}

#[rstest]
#[case::without_a_sign_of_a_proxy("", "", true)]
#[case::by_its_own_word("", "X-Forwarded-For: 127.0.0.1\r\n", true)]
#[case::by_the_word_of_a_proxy_that_is_not_meant(
    "trusted_proxies = [\"127.0.0.0/8\"]",
    "X-Forwarded-For: 127.0.0.1\r\n",
    true
)]
#[case::silent_behind_a_known_proxy("trusted_proxies = [\"unix\"]", "", true)]
#[case::from_elsewhere("trusted_proxies = [\"unix\"]", "X-Forwarded-For: 203.0.113.9\r\n", true)]
#[case::named_by_a_known_proxy("trusted_proxies = [\"unix\"]", "X-Forwarded-For: 127.0.0.1\r\n", false)]
fn a_client_over_a_socket_is_on_this_machine_only_if_a_trusted_proxy_says_so(
    #[case] settings: &str,
    #[case] headers: &str,
    #[case] refused: bool,
) {
    let folder = tempfile::tempdir().unwrap();
    let command = configured(&folder, settings);
    let running = Running::start(folder, command);

    // The page itself is never fetched: it is on this machine, and nobody has opened that.
    let answer = get_over(&socket(&running.folder), "/convert.rss?url=http://127.0.0.1:8080/", headers);
    running.stop();

    assert_eq!(answer.contains("\"code\":\"access_denied\""), refused, "{answer}");
    assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn a_socket_trusts_nobody_who_comes_over_tcp() {
    let folder = tempfile::tempdir().unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = tcp.local_addr().unwrap();
    let _ = configured(&folder, "trusted_proxies = [\"unix\"]");
    let mut command = Command::new("sh");
    command
        .args([
            "-c",
            "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" serve --config feedmill.toml",
        ])
        .arg(env!("CARGO_BIN_EXE_feedmill"))
        .stdin(OwnedFd::from(tcp));
    let running = Running::start(folder, command);

    let headers =
        "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n";
    let answer = get(TcpStream::connect(address).unwrap(), "/opml", headers);
    running.stop();

    assert!(answer.starts_with("HTTP/1.1 200") && !answer.contains("evil.example"), "{answer}");
}

#[test]
fn clients_over_a_socket_are_limited_one_by_one_as_the_trusted_proxy_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let limits = "trusted_proxies = [\"unix\"]\nrequests_per_minute = 1\nrequests_burst = 1";
    let command = configured(&folder, limits);
    let running = Running::start(folder, command);
    let path = socket(&running.folder);
    let status = |headers: &str| get_over(&path, "/healthz", headers).split(' ').nth(1).unwrap().to_owned();

    let (first, second) = ("X-Forwarded-For: 203.0.113.9\r\n", "X-Forwarded-For: 198.51.100.7\r\n");
    let statuses = [first, first, second, second, "", ""].map(status);
    running.stop();

    assert_eq!(statuses, ["200", "429", "200", "429", "200", "429"]);
}
