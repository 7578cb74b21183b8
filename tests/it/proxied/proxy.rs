//! nginx, Caddy and Apache with the examples of `deploy/`.

use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use reqwest::Certificate;
use reqwest::redirect::Policy;
use tempfile::TempDir;

use super::mill::{Mill, Place, line_with, stop};
use crate::support::{Exchange, programs};

/// Which proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Nginx,
    Caddy,
    Apache,
}

pub struct Proxy {
    process: Child,
    /// Where the service is published, with a slash at the end.
    pub base: String,
    /// Where it listens to TLS on this machine.
    pub port: u16,
    client: reqwest::Client,
    folder: TempDir,
}

impl Kind {
    /// The program, and what makes it tell its version.
    pub fn program(self) -> (&'static str, &'static str) {
        match self {
            Self::Nginx => ("nginx", "-v"),
            Self::Caddy => ("caddy", "version"),
            Self::Apache => ("apache2", "-v"),
        }
    }
}

impl Proxy {
    /// A proxy with its example, as it is changed for a test.
    pub fn start(kind: Kind, mill: &Mill, port: u16, edit: impl FnOnce(String) -> String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        certify(folder.path());
        let text = match kind {
            Kind::Nginx => nginx(mill, folder.path(), port),
            Kind::Caddy => caddy(mill, folder.path(), port),
            Kind::Apache => apache(mill, folder.path(), port),
        };
        let file = folder.path().join("configuration");
        std::fs::write(&file, edit(text)).unwrap();
        let mut command = Command::new(kind.program().0);
        let word = match kind {
            Kind::Nginx => {
                command.args(["-e", "stderr", "-g", "daemon off;", "-p"]).arg(folder.path()).arg("-c");
                "start worker process"
            }
            Kind::Caddy => {
                command.args(["run", "--adapter", "caddyfile", "--config"]);
                "serving initial configuration"
            }
            Kind::Apache => {
                command.args(["-D", "FOREGROUND", "-d"]).arg(folder.path()).arg("-f");
                "resuming normal operations"
            }
        };
        let mut process = command
            .arg(&file)
            .env("HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_CONFIG_HOME", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        line_with(word, process.stderr.take().unwrap());
        let client = client(folder.path(), port);
        Self { process, base: format!("https://town.example:{port}/feeds-here/"), port, client, folder }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Asks for an address of the name to which the proxy listens. No redirect is followed.
    pub async fn get(&self, url: &str, headers: &[(&str, &str)]) -> Exchange {
        let mut request = self.client.get(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Exchange::read(request.send().await.unwrap()).await
    }

    /// The certificate that it shows, as PEM.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("fullchain.pem")
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}

/// A port on which nobody listens, and which nobody else is given.
pub fn free_port() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if GIVEN.lock().unwrap().insert(port) {
            return port;
        }
    }
}

/// A text with a part of it replaced wherever it stands; it must be there.
pub fn put(text: &str, part: &str, other: &str) -> String {
    assert!(text.contains(part), "the example has no {part:?} any more");
    text.replace(part, other)
}

fn example(name: &str) -> String {
    std::fs::read_to_string(programs::root().join("deploy").join(name)).unwrap()
}

fn nginx(mill: &Mill, folder: &Path, port: u16) -> String {
    let upstream = match (mill.place, &mill.address) {
        (Place::Tcp, Some(address)) => address.clone(),
        _ => format!("unix:{}", mill.socket().display()),
    };
    let folder = folder.display();
    // One family is enough, and the other may not be there.
    let lines: Vec<String> = example("nginx.conf")
        .lines()
        .filter(|line| !line.contains("listen [::]:"))
        .map(str::to_owned)
        .collect();
    let mut text = lines.join("\n");
    for (part, other) in [
        ("server 127.0.0.1:8080;", format!("server {upstream};")),
        ("listen 80", format!("listen 127.0.0.1:{}", free_port())),
        ("listen 443", format!("listen 127.0.0.1:{port}")),
        ("/etc/ssl/feedmill", folder.to_string()),
        ("/var/cache/nginx/feedmill", format!("{folder}/cache")),
        // A walk asks faster than a reader.
        ("rate=20r/s", "rate=100000r/s".to_owned()),
        (
            "worker_processes auto;",
            format!("user root; worker_processes 1; pid {folder}/pid; error_log stderr notice;"),
        ),
        ("news.example", "town.example".to_owned()),
        ("http {", format!("http {{\naccess_log off;\n{}", temporary(&folder.to_string()))),
    ] {
        text = put(&text, part, &other);
    }
    text
}

/// Folders that nginx must be able to make.
fn temporary(folder: &str) -> String {
    let place = |kind: &str| format!("{kind}_temp_path {folder}/{kind};\n");
    ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(place).concat()
}

fn caddy(mill: &Mill, folder: &Path, port: u16) -> String {
    let upstream = match (mill.place, &mill.address) {
        (Place::Tcp, Some(address)) => address.clone(),
        _ => format!("unix/{}", mill.socket().display()),
    };
    let folder = folder.display();
    let certified = |name: &str| format!("\n{name} {{\n\ttls {folder}/fullchain.pem {folder}/privkey.pem\n");
    let mut text = example("Caddyfile");
    for (part, other) in [
        ("reverse_proxy 127.0.0.1:8080", format!("reverse_proxy {upstream}")),
        ("\nfeeds.example {\n", certified("feeds.example")),
        ("\nnews.example {\n", certified("town.example")),
        ("X-Forwarded-Host news.example", format!("X-Forwarded-Host town.example:{port}")),
    ] {
        text = put(&text, part, &other);
    }
    let options = format!(
        "{{\n\tadmin off\n\thttp_port {}\n\thttps_port {port}\n\tdefault_bind 127.0.0.1\n\
         \tskip_install_trust\n}}\n",
        free_port()
    );
    options + &text
}

/// The example of Apache is a file of sites; what stands around it elsewhere stands before it here.
fn apache(mill: &Mill, folder: &Path, port: u16) -> String {
    let upstream = match (mill.place, &mill.address) {
        (Place::Tcp, Some(address)) => format!("http://{address}/ nocanon"),
        _ => format!("\"unix:{}|http://localhost/\" nocanon", mill.socket().display()),
    };
    let folder = folder.display().to_string();
    let mut text = example("apache.conf");
    for (part, other) in [
        ("ProxyPass http://127.0.0.1:8080/ nocanon", format!("ProxyPass {upstream}")),
        ("<VirtualHost *:443>", format!("<VirtualHost *:{port}>")),
        ("/etc/ssl/feedmill", folder.clone()),
        ("ServerName news.example", format!("ServerName town.example:{port}")),
        ("set Host news.example", format!("set Host town.example:{port}")),
    ] {
        text = put(&text, part, &other);
    }
    let modules =
        ["mpm_event", "authz_core", "alias", "headers", "socache_shmcb", "ssl", "proxy", "proxy_http"];
    let load = |name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n");
    let around = format!(
        "ServerName localhost\nListen 127.0.0.1:{port}\nUser nobody\nGroup nogroup\nErrorLog /dev/stderr\n\
         DefaultRuntimeDir {folder}\nPidFile {folder}/pid\n"
    );
    modules.map(load).concat() + &around + &text
}

/// A certificate of its own for the two names of the examples.
fn certify(folder: &Path) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
        ])
        .args(["-subj", "/CN=town.example", "-addext", "subjectAltName=DNS:town.example,DNS:feeds.example"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .arg(folder.join("privkey.pem"))
        .arg("-out")
        .arg(folder.join("fullchain.pem"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", programs::text(&made));
}

/// A client that knows the certificate and where the name is, and shows what was sent.
fn client(folder: &Path, port: u16) -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let certificate = Certificate::from_pem(&std::fs::read(folder.join("fullchain.pem")).unwrap()).unwrap();
    reqwest::Client::builder()
        .tls_certs_only([certificate])
        .resolve("town.example", SocketAddr::from(([127, 0, 0, 1], port)))
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .no_proxy()
        .redirect(Policy::none())
        .build()
        .unwrap()
}
