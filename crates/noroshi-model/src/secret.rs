//! Values that must not be shown.

use std::fmt;

/// A password, token or key. It has no way to be printed: `Debug` and `Display` mask it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// What stands in place of a secret everywhere.
    pub const MASK: &'static str = "***";

    /// Wraps a value.
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// The value itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// A URL with the password of its authority masked.
    pub fn mask_url(url: &str) -> String {
        let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
        let authority = rest.find(['/', '?', '#']).map_or(rest, |end| &rest[..end]);
        let Some((login, host)) = authority.rsplit_once('@') else { return url.to_owned() };
        let user = login.split_once(':').map_or(login, |(user, _)| user);
        let tail = &rest[authority.len()..];
        format!("{scheme}://{user}:{}@{host}{tail}", Self::MASK)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(Self::MASK)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(Self::MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::new("hunter2".to_owned());
        assert!(!format!("{secret:?} {secret}").contains("hunter2"));
    }

    #[test]
    fn the_password_of_a_store_url_is_masked() {
        let masked = Secret::mask_url("postgres://noroshi:p@ss:w0rd@db.example/intel");
        assert_eq!(masked, "postgres://noroshi:***@db.example/intel");
        assert_eq!(Secret::mask_url("sqlite:noroshi.db"), "sqlite:noroshi.db");
    }
}
