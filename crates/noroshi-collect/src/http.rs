//! Asking a server: limits on size and time, patience with `429`, no redirects.

use std::cell::Cell;
use std::time::Duration;

use noroshi_model::Secret;
use ureq::http::{HeaderMap, Response};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Proxy, ProxyProtocol};

use crate::CollectError;
use crate::error::{Miss, plain};

/// How much is asked of a server, and how long it is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// One answer has at most so many bytes.
    pub body: u64,
    /// One list has at most so many pages.
    pub pages: usize,
    /// One question is put at most so often.
    pub tries: u32,
    /// One wait is at most so long, whatever the server asks for.
    pub longest_wait: Duration,
    /// All waits of a collection together are at most so long.
    pub all_waits: Duration,
    /// One answer takes at most so long.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 64 << 20,
            pages: 10_000,
            tries: 6,
            longest_wait: Duration::from_secs(120),
            all_waits: Duration::from_secs(1_800),
            answer: Duration::from_secs(120),
        }
    }
}

/// How servers elsewhere are reached.
#[derive(Clone, Default)]
pub struct Route {
    proxy: Option<Proxy>,
    authorities: Option<RootCerts>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address of a proxy may hold a password.
        out.debug_struct("Route").finish_non_exhaustive()
    }
}

impl Route {
    /// Through this proxy, `http://[user:password@]host:port`, and not through that of the
    /// environment.
    ///
    /// # Errors
    /// [`CollectError::Proxy`] when it is none.
    pub fn through(mut self, proxy: &Secret) -> Result<Self, CollectError> {
        let wrong = |reason: &str| CollectError::Proxy { reason: reason.to_owned() };
        let made = Proxy::new(proxy.reveal()).map_err(|_| wrong("it is no address"))?;
        if made.protocol() != ProxyProtocol::Http {
            return Err(wrong("only `http://` proxies are understood"));
        }
        self.proxy = Some(made);
        Ok(self)
    }

    /// Trusts the certificates of this PEM file, and none else.
    ///
    /// # Errors
    /// [`CollectError::Authority`] when it holds none.
    pub fn trusting(mut self, path: &str, pem: &[u8]) -> Result<Self, CollectError> {
        let wrong = |reason: &str| CollectError::Authority {
            path: path.to_owned(),
            reason: reason.to_owned(),
        };
        let mut found = Vec::new();
        for item in parse_pem(pem) {
            match item {
                Ok(PemItem::Certificate(certificate)) => found.push(certificate),
                Ok(_) => {}
                Err(_) => return Err(wrong("it is no PEM file")),
            }
        }
        if found.is_empty() {
            return Err(wrong("it holds no certificate (-----BEGIN CERTIFICATE-----)"));
        }
        self.authorities = Some(RootCerts::new_with_certs(&found));
        Ok(self)
    }
}

/// The client. Nothing is sent before it is asked to.
pub struct Http {
    direct: Agent,
    proxied: Agent,
    pub(crate) limits: Limits,
    wait: Box<dyn Fn(Duration)>,
    waited: Cell<Duration>,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Http").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// What is sent besides the address.
pub(crate) enum Send<'a> {
    /// Nothing: a plain question.
    Get,
    /// A body with its type.
    Post { kind: &'static str, body: &'a [u8] },
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    retry_after: Option<Duration>,
}

impl Http {
    /// A client. `wait` is what waits: the sleep of a thread, or nothing in a test.
    ///
    /// Servers elsewhere are asked through the proxy of the route, or else through the one that
    /// the environment names, if any.
    pub fn new(limits: Limits, route: &Route, wait: impl Fn(Duration) + 'static) -> Self {
        let tls = TlsConfig::builder();
        let tls = tls.root_certs(route.authorities.clone().unwrap_or(RootCerts::WebPki)).build();
        let config = || {
            Agent::config_builder()
                .tls_config(tls.clone())
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .timeout_global(Some(limits.answer))
                .timeout_connect(Some(Duration::from_secs(30)))
                .user_agent(concat!("noroshi/", env!("CARGO_PKG_VERSION")))
        };
        Self {
            direct: config().proxy(None).build().into(),
            proxied: match &route.proxy {
                Some(proxy) => config().https_only(true).proxy(Some(proxy.clone())).build(),
                None => config().https_only(true).build(),
            }
            .into(),
            limits,
            wait: Box::new(wait),
            waited: Cell::new(Duration::ZERO),
        }
    }

    /// Puts a question until there is an answer that is not "later", within the limits.
    pub(crate) fn ask(
        &self,
        origin: &crate::Origin,
        path: &str,
        bearer: Option<&Secret>,
        send: &Send<'_>,
    ) -> Result<Reply, Miss> {
        let mut pause = Duration::from_secs(1);
        let mut broken = 0;
        for _ in 1..self.limits.tries.max(1) {
            let reply = self.once(origin, path, bearer, send);
            match &reply {
                Ok(reply) if !matches!(reply.status, 429 | 500 | 502 | 503 | 504) => {}
                Ok(later) => {
                    self.pause(later.retry_after.unwrap_or(pause))?;
                    pause *= 2;
                    continue;
                }
                // A connection that broke may work again; an answer that is too large stays so.
                Err(Miss::Broken(_)) if broken < 2 => {
                    broken += 1;
                    self.pause(pause)?;
                    pause *= 2;
                    continue;
                }
                Err(_) => {}
            }
            return reply;
        }
        match self.once(origin, path, bearer, send)? {
            reply if matches!(reply.status, 429 | 503) => Err(Miss::Throttled),
            reply => Ok(reply),
        }
    }

    /// Waits, if the server asks for less than the limits.
    pub(crate) fn pause(&self, time: Duration) -> Result<(), Miss> {
        let waited = self.waited.get() + time;
        if time > self.limits.longest_wait || waited > self.limits.all_waits {
            return Err(Miss::Throttled);
        }
        self.waited.set(waited);
        (self.wait)(time);
        Ok(())
    }

    fn once(
        &self,
        origin: &crate::Origin,
        path: &str,
        bearer: Option<&Secret>,
        send: &Send<'_>,
    ) -> Result<Reply, Miss> {
        let agent = if origin.is_local() { &self.direct } else { &self.proxied };
        let url = origin.url(path);
        let token = bearer.map(|secret| format!("Bearer {}", secret.reveal()));
        let answer = match send {
            Send::Get => {
                let mut ask = agent.get(&url);
                // Counts of directory objects are answered with this header only.
                if path.contains("/$count") {
                    ask = ask.header("ConsistencyLevel", "eventual");
                }
                if let Some(token) = &token {
                    ask = ask.header("Authorization", token);
                }
                ask.header("Accept", "application/json").call()
            }
            Send::Post { kind, body } => {
                let mut ask = agent.post(&url).header("Content-Type", *kind);
                if let Some(token) = &token {
                    ask = ask.header("Authorization", token);
                }
                let wanted = if kind.contains("dns") { *kind } else { "application/json" };
                ask.header("Accept", wanted).send(*body)
            }
        };
        let mut answer = answer.map_err(|error| self.broken(error))?;
        self.reply(&mut answer)
    }

    fn reply(&self, answer: &mut Response<ureq::Body>) -> Result<Reply, Miss> {
        let status = answer.status().as_u16();
        let retry_after = retry_after(answer.headers());
        let body = answer.body_mut().with_config().limit(self.limits.body).read_to_vec();
        let body = body.map_err(|error| self.broken(error))?;
        Ok(Reply { status, body, retry_after })
    }

    fn broken(&self, error: ureq::Error) -> Miss {
        match error {
            ureq::Error::BodyExceedsLimit(_) => {
                Miss::TooMuch(format!("an answer of more than {} bytes", self.limits.body))
            }
            // The words of the client name the address, never the header.
            error => Miss::Broken(plain(&error.to_string())),
        }
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get("retry-after")?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}
