//! Text records of domains, asked of the name servers of the network, or over HTTPS.
//!
//! A name server is asked as by any program of this machine. A server over HTTPS is asked only
//! when the request names one: it learns which domains are asked about.

mod wire;

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use ring::rand::{SecureRandom as _, SystemRandom};

pub use self::wire::{Reply, reply};
use crate::error::Miss;
use crate::http::{Http, Send};
use crate::{CollectError, Origin};

/// Name servers that are asked, at most.
const MOST_SERVERS: usize = 3;
/// A server is asked so often.
const TRIES: usize = 2;
/// An answer is waited for so long.
const PATIENCE: Duration = Duration::from_secs(5);
/// Messages that answer another question are passed over so often.
const MOST_STRAY: usize = 16;
/// The largest message.
const MOST_BYTES: usize = 65_535;

/// Whom to ask for text records.
#[derive(Debug, Clone)]
pub struct Dns {
    servers: Vec<SocketAddr>,
    over_https: Option<Origin>,
    patience: Duration,
}

/// The name servers in the words of `resolv.conf`.
pub fn name_servers(text: &str) -> Vec<IpAddr> {
    let lines = text.lines().map(|line| line.split(['#', ';']).next().unwrap_or_default());
    let words = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
    let server = |words: Vec<&str>| match words[..] {
        // A zone such as `%eth0` of a link-local address is of no use to others.
        ["nameserver", address, ..] => address.split('%').next()?.parse().ok(),
        _ => None,
    };
    words.filter_map(server).collect()
}

impl Dns {
    /// Asks these name servers, each `ADDRESS` or `ADDRESS:PORT`, and then, where they know no
    /// record or do not answer, a server over HTTPS, if there is one.
    ///
    /// # Errors
    /// [`CollectError::NameServer`] for what is no address.
    pub fn of(servers: &[String], over_https: Option<Origin>) -> Result<Self, CollectError> {
        let read = |text: &String| {
            let whole = text.parse::<SocketAddr>();
            let bare = || text.parse::<IpAddr>().map(|address| SocketAddr::new(address, 53));
            let refused = |_| CollectError::NameServer { address: crate::error::plain(text) };
            whole.or_else(|_| bare()).map_err(refused)
        };
        let servers = servers.iter().take(MOST_SERVERS).map(read).collect::<Result<_, _>>()?;
        Ok(Self { servers, over_https, patience: PATIENCE })
    }

    /// Waits for one answer at most so long.
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The text records of a name, with what was asked in the words of the export.
    pub(crate) fn texts(&self, http: &Http, name: &str) -> Result<Told, Miss> {
        let first = if self.servers.is_empty() { None } else { Some(self.by_servers(name)) };
        let settled = matches!(&first, Some(Ok(Reply::NoName)))
            || matches!(&first, Some(Ok(Reply::Texts(texts))) if !texts.is_empty());
        match (first, &self.over_https) {
            (Some(first), _) if settled => Ok(Told::of("traditional", first?)),
            (_, Some(origin)) => Ok(Told::of("DoH", over_https(origin, http, name)?)),
            (Some(first), None) => Ok(Told::of("traditional", first?)),
            (None, None) => Err(Miss::Unanswered("no name server is known".to_owned())),
        }
    }

    fn by_servers(&self, name: &str) -> Result<Reply, Miss> {
        let mut miss = Miss::Unanswered("no name server is known".to_owned());
        for server in self.servers.iter().cycle().take(self.servers.len() * TRIES) {
            match asked(*server, name, self.patience) {
                Ok(Reply::Failed(code)) => {
                    miss = Miss::Unanswered(format!("{name}: {server} answers with code {code}"));
                }
                Ok(reply) => return Ok(reply),
                Err(Fault::NoName) => {
                    return Err(Miss::Broken(format!(
                        "`{}` is no name of a domain",
                        crate::error::plain(name)
                    )));
                }
                Err(Fault::Network(reason)) => {
                    miss = Miss::Unanswered(format!("{name}: {server}: {reason}"));
                }
            }
        }
        Err(miss)
    }
}

/// Text records, and by which way they came.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) way: &'static str,
    pub(crate) texts: Vec<String>,
    pub(crate) no_name: bool,
}

impl Told {
    fn of(way: &'static str, reply: Reply) -> Self {
        match reply {
            Reply::Texts(texts) => Self { way, texts, no_name: false },
            Reply::NoName => Self { way, texts: Vec::new(), no_name: true },
            // Neither is handed on: a failure is a miss, and what is cut off is asked for anew.
            Reply::Truncated | Reply::Failed(_) => Self { way, texts: Vec::new(), no_name: false },
        }
    }
}

enum Fault {
    /// The name cannot be asked for.
    NoName,
    /// Nobody answered.
    Network(String),
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Network(error.to_string())
    }
}

/// A number that nobody who does not see the question can guess.
fn unguessable() -> Result<u16, Fault> {
    let mut bytes = [0; 2];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.map_err(|_| Fault::Network("no random numbers".to_owned()))?;
    Ok(u16::from_be_bytes(bytes))
}

fn asked(server: SocketAddr, name: &str, patience: Duration) -> Result<Reply, Fault> {
    let id = unguessable()?;
    let question = wire::question(id, name).ok_or(Fault::NoName)?;
    let own: IpAddr = match server {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind(SocketAddr::new(own, 0))?;
    // Only what comes from this address is received.
    socket.connect(server)?;
    socket.send(&question)?;
    let until = Instant::now() + patience;
    let mut bytes = vec![0; MOST_BYTES];
    for _ in 0..MOST_STRAY {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        socket.set_read_timeout(Some(left))?;
        let read = match socket.recv(&mut bytes) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => break,
            Err(error) => return Err(error.into()),
        };
        match reply(&bytes[..read], id, name) {
            Some(Reply::Truncated) => return whole(server, id, &question, name, patience),
            Some(reply) => return Ok(reply),
            None => {}
        }
    }
    Err(Fault::Network("no answer in time".to_owned()))
}

/// The answer by TCP, where it has room.
fn whole(
    server: SocketAddr,
    id: u16,
    question: &[u8],
    name: &str,
    patience: Duration,
) -> Result<Reply, Fault> {
    let mut stream = TcpStream::connect_timeout(&server, patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    let length = u16::try_from(question.len()).map_err(|_| Fault::NoName)?;
    stream.write_all(&[&length.to_be_bytes(), question].concat())?;
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    let mut bytes = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut bytes)?;
    match reply(&bytes, id, name) {
        Some(Reply::Truncated) | None => {
            Err(Fault::Network("an answer that is not understood".to_owned()))
        }
        Some(reply) => Ok(reply),
    }
}

/// The answer over HTTPS.
///
/// Source: RFC 8484, with the id 0 that it asks for.
fn over_https(origin: &Origin, http: &Http, name: &str) -> Result<Reply, Miss> {
    let unusable =
        || Miss::Broken(format!("`{}` is no name of a domain", crate::error::plain(name)));
    let body = wire::question(0, name).ok_or_else(unusable)?;
    let send = Send::Post { kind: "application/dns-message", body: &body };
    let found = http.ask(origin, "/dns-query", None, &send)?;
    let told = match found.status {
        200 => reply(&found.body, 0, name),
        status => {
            return Err(Miss::Unanswered(format!("{name}: {} answers {status}", origin.host())));
        }
    };
    match told {
        Some(told @ (Reply::Texts(_) | Reply::NoName)) => Ok(told),
        Some(Reply::Failed(code)) => {
            Err(Miss::Unanswered(format!("{name}: {} answers with code {code}", origin.host())))
        }
        Some(Reply::Truncated) | None => Err(Miss::Unanswered(format!(
            "{name}: {} gives no answer that is understood",
            origin.host()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_servers_are_read_as_the_system_writes_them() {
        let text = "# comment\nnameserver 192.0.2.1\nsearch example\nnameserver\tfe80::1%eth0 # x\nnameserver nonsense\n";
        let found: Vec<String> = name_servers(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["192.0.2.1", "fe80::1"]);
    }

    #[test]
    fn an_address_may_carry_a_port_and_nothing_else_is_one() {
        let dns = Dns::of(&["192.0.2.1".to_owned(), "[::1]:5353".to_owned()], None);
        let dns = dns.expect("addresses");
        assert_eq!(dns.servers[0].port(), 53);
        assert_eq!(dns.servers[1].port(), 5353);
        assert!(Dns::of(&["dns.example".to_owned()], None).is_err());
    }
}
