//! A server that may be asked: scheme, host and port, and nothing else.

use std::fmt;

use ureq::http::Uri;

use crate::CollectError;

/// The part of an address that decides who is asked. Every link in an answer is held against it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    scheme: &'static str,
    host: String,
    port: u16,
}

impl Origin {
    /// Reads `https://host[:port]`. Without encryption only this machine itself may be asked,
    /// which tests do.
    ///
    /// # Errors
    /// [`CollectError::Address`] for anything else, an address with a login or a path included.
    pub fn read(address: &str) -> Result<Self, CollectError> {
        let refused = || CollectError::Address { address: crate::error::plain(address) };
        let uri: Uri = address.trim_end_matches('/').parse().map_err(|_| refused())?;
        let origin = Self::of(&uri).ok_or_else(refused)?;
        let bare = uri.path_and_query().is_none_or(|rest| matches!(rest.as_str(), "" | "/"));
        if bare && (origin.scheme == "https" || origin.is_local()) {
            Ok(origin)
        } else {
            Err(refused())
        }
    }

    fn of(uri: &Uri) -> Option<Self> {
        let (scheme, usual) = match uri.scheme_str()? {
            "https" => ("https", 443),
            "http" => ("http", 80),
            _ => return None,
        };
        let authority = uri.authority()?;
        if authority.as_str().contains('@') {
            return None;
        }
        let host = uri.host()?.to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(usual);
        Some(Self { scheme, host, port })
    }

    /// Whether it is this machine, so that no proxy stands between.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self.host.as_str(), "127.0.0.1" | "[::1]" | "localhost")
    }

    /// The host, for people.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The address of a path, which begins with `/`.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    /// The path and query of a link, if the link leads to this very server.
    pub(crate) fn path_of(&self, link: &str) -> Option<String> {
        let uri: Uri = link.parse().ok()?;
        let same = Self::of(&uri)? == *self;
        let path = uri.path_and_query()?.as_str();
        (same && path.starts_with('/')).then(|| path.to_owned())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}://{}:{}", self.scheme, self.host, self.port)
    }
}

/// A value inside a path or query: everything but letters, digits and `-._~` is escaped.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_encrypted_servers_and_this_machine_are_asked() {
        for good in ["https://graph.microsoft.com", "https://h.example:8443/", "http://127.0.0.1:9"]
        {
            assert!(Origin::read(good).is_ok(), "{good}");
        }
        for bad in [
            "http://graph.microsoft.com",
            "https://u:p@h.example",
            "https://h.example/path",
            "https://h.example?x=1",
            "ftp://h.example",
            "file:///etc/passwd",
            "h.example",
            "",
        ] {
            assert!(Origin::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_link_leads_to_the_same_server_or_nowhere() {
        let origin = Origin::read("https://graph.microsoft.com").expect("an origin");
        let path = |link: &str| origin.path_of(link);
        assert_eq!(
            path("https://GRAPH.microsoft.com:443/v1.0/x?a=b").as_deref(),
            Some("/v1.0/x?a=b")
        );
        for link in [
            "http://graph.microsoft.com/v1.0/x",
            "https://graph.microsoft.com:8443/x",
            "https://graph.microsoft.com.evil.example/x",
            "https://graph.microsoft.com@evil.example/x",
            "https://evil.example/graph.microsoft.com",
            "http://169.254.169.254/latest",
            "//evil.example/x",
            "/v1.0/x",
            "file:///x",
        ] {
            assert_eq!(path(link), None, "{link}");
        }
    }

    #[test]
    fn values_are_escaped() {
        assert_eq!(escaped("a b&c=d/é"), "a%20b%26c%3Dd%2F%C3%A9");
    }
}
