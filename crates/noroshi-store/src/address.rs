//! The address of a store: which engine, and how it is shown without its password.

use noroshi_model::Secret;

use crate::StoreError;

/// What an address names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Address<'a> {
    /// A file of SQLite, or a store in memory that ends with the process.
    Sqlite(SqlitePlace<'a>),
    /// A PostgreSQL server.
    Postgres(&'a str),
}

/// Where SQLite keeps its store.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SqlitePlace<'a> {
    Memory,
    File(&'a str),
}

impl<'a> Address<'a> {
    /// Reads `sqlite:PATH`, `sqlite::memory:`, a path, or `postgres://…`.
    pub(crate) fn read(url: &'a str) -> Result<Self, StoreError> {
        let bad = |reason: &str| StoreError::BadUrl { url: shown(url), reason: reason.to_owned() };
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url));
        }
        let path = url.strip_prefix("sqlite:").map(|rest| rest.strip_prefix("//").unwrap_or(rest));
        match path {
            Some(":memory:") => Ok(Self::Sqlite(SqlitePlace::Memory)),
            None if url.contains("://") => Err(bad("no engine of this name")),
            _ if path.unwrap_or(url).is_empty() => Err(bad("no path")),
            _ => Ok(Self::Sqlite(SqlitePlace::File(path.unwrap_or(url)))),
        }
    }
}

/// The address with every password masked, also one with unescaped `@`, `/`, `?` or `#`, and
/// one given as a parameter. Rather masks too much than too little.
pub(crate) fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (login, place) = rest.rsplit_once('@').map_or((None, rest), |(a, b)| (Some(a), b));
    let user = login.map(|login| login.split_once(':').map_or(login, |(user, _)| user));
    let login = user.map(|user| format!("{user}:{}@", Secret::MASK)).unwrap_or_default();
    format!("{scheme}://{login}{}", without_secret_parameters(place))
}

fn without_secret_parameters(place: &str) -> String {
    let Some((place, parameters)) = place.split_once('?') else { return place.to_owned() };
    let shown: Vec<String> = parameters.split('&').map(masked_parameter).collect();
    format!("{place}?{}", shown.join("&"))
}

fn masked_parameter(parameter: &str) -> String {
    match parameter.split_once('=') {
        Some((name, _)) if name.to_ascii_lowercase().contains("pass") => {
            format!("{name}={}", Secret::MASK)
        }
        _ => parameter.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_engine() {
        let file = |path| Some(Address::Sqlite(SqlitePlace::File(path)));
        assert_eq!(Address::read("sqlite:a/b.db").ok(), file("a/b.db"));
        assert_eq!(Address::read("sqlite:///var/noroshi.db").ok(), file("/var/noroshi.db"));
        assert_eq!(Address::read("noroshi.db").ok(), file("noroshi.db"));
        assert_eq!(
            Address::read("sqlite::memory:").ok(),
            Some(Address::Sqlite(SqlitePlace::Memory))
        );
        assert!(matches!(Address::read("postgresql://h/d"), Ok(Address::Postgres(_))));
        for wrong in ["", "sqlite:", "mysql://h/d"] {
            assert!(Address::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_spelling_of_an_address_shows_its_password() {
        for url in [
            "postgres://noroshi:hunter2@db.example/intel",
            "postgres://noroshi:p@ss/hunter2@db.example/intel",
            "postgres://noroshi:hunter2#x@db.example:5432/intel?sslmode=disable",
            "postgres://noroshi:hunter2?x@db.example/intel",
            "postgres://db.example/intel?user=noroshi&password=hunter2",
            "mysql://noroshi:hunter2@db.example/intel",
        ] {
            assert!(!shown(url).contains("hunter2"), "{}", shown(url));
            assert!(shown(url).contains("***"), "{}", shown(url));
        }
        assert_eq!(shown("sqlite:noroshi.db"), "sqlite:noroshi.db");
        assert_eq!(shown("postgres://db.example/intel"), "postgres://db.example/intel");
    }
}
