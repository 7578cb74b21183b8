//! How many connections each client holds: one alone must not have all that the server takes.

use std::any::Any;
use std::collections::HashMap;
use std::net::{IpAddr, Shutdown};
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::dev::Extensions;
use actix_web::http::header::RETRY_AFTER;
use actix_web::rt::net::TcpStream;
use socket2::SockRef;

use super::problem::{Kind, Problem};
use super::rate::network;
use super::settings::{TrustedProxy, WebSettings};

/// The clients with connections, and how many each has. A client is an IPv4 address or an IPv6 network of 64 bits. Those on
/// the machine itself are not counted, nor the trusted proxies, behind which there are many.
pub(super) struct Crowd {
    /// The most connections of one client; 0 sets no limit.
    most: u32,
    uncounted: Vec<TrustedProxy>,
    held: Mutex<HashMap<IpAddr, u32>>,
}

/// The place of one connection. Its client has it until it is dropped.
struct Place {
    crowd: Arc<Crowd>,
    client: IpAddr,
}

impl Crowd {
    pub(super) fn new(settings: &WebSettings) -> Arc<Self> {
        Arc::new(Self {
            most: settings.max_connections_per_client,
            uncounted: settings.trusted_proxies.clone(),
            held: Mutex::default(),
        })
    }

    /// Gives a new connection a place, which its marks keep as long as it lasts; one of a client that has all of its places
    /// is closed.
    pub(super) fn admit(self: &Arc<Self>, connection: &dyn Any, marks: &mut Extensions) {
        let Some(stream) = connection.downcast_ref::<TcpStream>() else {
            return;
        };
        let Ok(peer) = stream.peer_addr() else {
            return;
        };
        match self.place(peer.ip().to_canonical()) {
            Ok(place) => _ = marks.insert(place),
            Err(Full) => {
                tracing::debug!(client = %peer.ip(), "a client with all of its connections wants another");
                marks.insert(Full);
                // It fails where the client has gone already. What has come of a request is still read.
                let _ = SockRef::from(stream).shutdown(Shutdown::Both);
            }
        }
    }

    /// Looks whether the connection of a request has a place.
    pub(super) fn within(request: &HttpRequest) -> Result<(), Problem> {
        let Some(Full) = request.conn_data::<Full>() else {
            return Ok(());
        };
        let detail = "expected fewer connections of one client at once, found one more than it may hold";
        Err(Problem::new(Kind::TooManyRequests, detail).with_header(RETRY_AFTER, "1"))
    }

    fn place(self: &Arc<Self>, client: IpAddr) -> Result<Option<Place>, Full> {
        let is_uncounted = client.is_loopback() || self.uncounted.iter().any(|proxy| proxy.contains(client));
        if self.most == 0 || is_uncounted {
            return Ok(None);
        }
        let client = network(client);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(client).or_default();
        if *count >= self.most {
            return Err(Full);
        }
        *count += 1;
        Ok(Some(Place { crowd: Arc::clone(self), client }))
    }
}

/// A client has all of its places.
#[derive(Debug)]
struct Full;

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.crowd.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd(settings: &str) -> Arc<Crowd> {
        Crowd::new(&toml::from_str(settings).unwrap())
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_client_with_all_of_its_places_waits_for_one_of_its_own_and_others_do_not() {
        let crowd = crowd("max_connections_per_client = 2");
        let first = crowd.place(address("2001:db8::1")).unwrap();
        let second = crowd.place(address("2001:db8::2")).unwrap();

        assert!(crowd.place(address("2001:db8::3")).is_err());
        assert!(crowd.place(address("2001:db8:0:1::1")).is_ok());
        drop(first);
        assert!(crowd.place(address("2001:db8::3")).is_ok());
        drop(second);
        assert!(crowd.held.lock().unwrap().is_empty());
    }

    #[test]
    fn neither_this_machine_nor_a_trusted_proxy_is_counted() {
        let crowd = crowd("max_connections_per_client = 1\ntrusted_proxies = ['192.0.2.0/24']");
        for client in ["127.0.0.1", "::1", "192.0.2.7"] {
            assert!(crowd.place(address(client)).unwrap().is_none(), "{client}");
        }
    }

    #[test]
    fn no_limit_counts_nobody() {
        assert!(crowd("max_connections_per_client = 0").place(address("192.0.2.1")).unwrap().is_none());
    }
}
