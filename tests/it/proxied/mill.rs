//! The program, listening on a port or on a socket.

use std::fs::Permissions;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Stdio};

use tempfile::TempDir;

use crate::support::Upstream;

/// On what the program listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Tcp,
    Socket,
}

/// How the program knows its public address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    ByHeaders,
    ByConfiguration,
}

pub struct Mill {
    process: Child,
    pub place: Place,
    /// Host and port, where it has them.
    pub address: Option<String>,
    folder: TempDir,
}

impl Mill {
    /// The program with the site of the upstream, known to the proxies of this machine alone. Feeds show two items, so that
    /// they go on in an archive.
    pub fn start(upstream: &Upstream, place: Place, told: Told, public: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The workers of proxies may be users that may nothing.
        std::fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        let (listen, trusted) = match place {
            Place::Tcp => ("127.0.0.1:0".to_owned(), "127.0.0.1"),
            Place::Socket => (format!("unix:{}", socket(&folder).display()), "unix"),
        };
        let (public, hub) = match told {
            Told::ByHeaders => (String::new(), ""),
            Told::ByConfiguration => (
                format!("public_url = \"{public}\""),
                "[websub]\nhub = \"https://hub.example/\"\nattempts = 1",
            ),
        };
        let (authority, sites) = (upstream.authority(), folder.path().join("sites"));
        let configuration = format!(
            "[server]\nlisten = \"{listen}\"\nsocket_mode = \"0666\"\ntrusted_proxies = [\"{trusted}\"]\n{public}\n\
             [access]\nconvert = \"open\"\n[fetch]\nprivate_hosts = [\"{authority}\"]\nhost_interval_seconds = 0\n\
             [feeds]\nitems = 2\n[sites]\ndir = \"{}\"\n{hub}\n",
            sites.display()
        );
        std::fs::create_dir(&sites).unwrap();
        std::fs::write(sites.join("herald.toml"), upstream.definition()).unwrap();
        let file = folder.path().join("feedmill.toml");
        std::fs::write(&file, configuration).unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_feedmill"))
            .args(["serve", "--config"])
            .arg(&file)
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let line = line_with("serving", process.stderr.take().unwrap());
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
        let address = address.filter(|_| place == Place::Tcp);
        Self { process, place, address, folder }
    }

    pub fn socket(&self) -> PathBuf {
        socket(&self.folder)
    }
}

impl Drop for Mill {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}

fn socket(folder: &TempDir) -> PathBuf {
    folder.path().join("mill.sock")
}

/// Waits for a line that a program writes when it has begun to listen, and reads on so that it never waits for a reader.
pub fn line_with(word: &str, stderr: ChildStderr) -> String {
    let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
    let mut told = Vec::new();
    for line in lines.by_ref() {
        if line.contains(word) {
            std::thread::spawn(move || lines.for_each(drop));
            return line;
        }
        told.push(line);
    }
    panic!("ended without {word:?}:\n{}", told.join("\n"));
}

/// Asks a program to end, and waits until it has and all that it has started.
pub fn stop(process: &mut Child) {
    let _ = Command::new("kill").arg(process.id().to_string()).status();
    let _ = process.wait();
}
