//! The sockets that a server listens on: bound as the settings say, or handed over by whoever has started the program.

use std::any::Any;
use std::fmt;
use std::io::{Error, ErrorKind, Result};
use std::net::{SocketAddr, TcpListener};
#[cfg(unix)]
use std::os::unix::net::UnixListener;
#[cfg(unix)]
use std::path::Path;

use actix_web::dev::Extensions;
use listenfd::ListenFd;

use super::listen::Listen;
use super::settings::WebSettings;
#[cfg(unix)]
use super::unix_socket::{self, SocketFile};

/// The sockets that a server listens on. The file of a Unix socket that was bound here is removed when the last part of this
/// is dropped.
#[derive(Debug)]
pub struct Listeners {
    pub(super) sockets: Vec<Listener>,
    file: OwnFile,
}

/// One socket that is listened on.
#[derive(Debug)]
pub(super) enum Listener {
    /// For TCP.
    Tcp(TcpListener),
    /// For a Unix socket, with its place as the settings write it.
    #[cfg(unix)]
    Unix(UnixListener, Listen),
}

/// The file of a Unix socket that was bound here, if there is one. It is removed when this is dropped.
#[derive(Debug, Default)]
pub struct OwnFile {
    #[cfg(unix)]
    _file: Option<SocketFile>,
}

/// The mark of a connection over a Unix socket. Its client has no address.
pub(super) struct OverUnixSocket;

impl Listeners {
    /// The sockets that were handed over as systemd does it (`sd_listen_fds(3)`: `LISTEN_FDS` and `LISTEN_PID`), or else the one
    /// of the settings.
    ///
    /// # Errors
    /// When what was handed over is no listening stream socket, or the one of the settings cannot be bound.
    pub fn open(settings: &WebSettings) -> Result<Self> {
        match inherited()? {
            sockets if sockets.is_empty() => Self::bind(settings),
            sockets => Ok(Self { sockets, file: OwnFile::default() }),
        }
    }

    fn bind(settings: &WebSettings) -> Result<Self> {
        match &settings.listen {
            Listen::Address(address) => TcpListener::bind(address).map(Self::from),
            #[cfg(unix)]
            Listen::Unix(path) => {
                let (listener, file) = unix_socket::bind(path, settings.socket_mode.bits())?;
                Ok(Self {
                    sockets: vec![Listener::Unix(listener, settings.listen.clone())],
                    file: OwnFile { _file: Some(file) },
                })
            }
            #[cfg(not(unix))]
            Listen::Unix(_) => Err(Error::new(ErrorKind::Unsupported, "this system has no Unix sockets")),
        }
    }

    /// The address by which links name the service as long as nothing else says how it is reached.
    pub fn base(&self) -> String {
        let address = self.sockets.iter().find_map(Listener::tcp_address);
        address.map_or_else(|| "http://localhost".to_owned(), |address| Listen::Address(address).base())
    }

    /// Takes out the file of the socket, to be dropped when nobody is to find the service any more.
    pub fn take_file(&mut self) -> OwnFile {
        std::mem::take(&mut self.file)
    }
}

impl From<TcpListener> for Listeners {
    fn from(listener: TcpListener) -> Self {
        Self { sockets: vec![Listener::Tcp(listener)], file: OwnFile::default() }
    }
}

impl fmt::Display for Listeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, socket) in self.sockets.iter().enumerate() {
            write!(f, "{}{socket}", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl Listener {
    fn tcp_address(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok(),
            #[cfg(unix)]
            Self::Unix(..) => None,
        }
    }
}

impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(listener) => match listener.local_addr() {
                Ok(address) => Listen::Address(address).base().fmt(f),
                Err(error) => error.fmt(f),
            },
            #[cfg(unix)]
            Self::Unix(_, place) => place.fmt(f),
        }
    }
}

/// Marks a connection over a Unix socket.
pub(super) fn mark(connection: &dyn Any, marks: &mut Extensions) {
    #[cfg(unix)]
    if connection.is::<actix_web::rt::net::UnixStream>() {
        marks.insert(OverUnixSocket);
    }
    #[cfg(not(unix))]
    let _ = (connection, marks);
}

fn inherited() -> Result<Vec<Listener>> {
    let mut handed = ListenFd::from_env();
    (0..handed.len()).map(|index| taken(&mut handed, index)).collect()
}

fn taken(handed: &mut ListenFd, index: usize) -> Result<Listener> {
    if let Ok(Some(listener)) = handed.take_tcp_listener(index) {
        return Ok(Listener::Tcp(listener));
    }
    #[cfg(unix)]
    if let Ok(Some(listener)) = handed.take_unix_listener(index) {
        let address = listener.local_addr()?;
        // One without a name has no file: a socket of Linux' abstract namespace.
        let path = address.as_pathname().unwrap_or(Path::new("@")).to_owned();
        return Ok(Listener::Unix(listener, Listen::Unix(path)));
    }
    let what =
        format!("LISTEN_FDS: expected listening stream sockets, found another as number {}", index + 1);
    Err(Error::new(ErrorKind::InvalidInput, what))
}
