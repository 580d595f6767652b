//! Domains: by registered domain and subdomain only.

use std::collections::HashMap;

use noroshi_model::Span;

use super::{Sighting, Sureness, Watched};

/// Own domains and those that look like them.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    known: HashMap<String, Vec<(usize, bool)>>,
}

impl Hosts {
    pub(super) fn new(watched: &[Watched]) -> Self {
        let mut hosts = Self::default();
        for (nth, one) in watched.iter().enumerate() {
            let own = one.domains.iter().map(|domain| (domain, false));
            for (domain, alike) in own.chain(one.lookalikes.iter().map(|domain| (domain, true))) {
                let domain =
                    domain.trim().trim_start_matches("*.").trim_end_matches('.').to_lowercase();
                if domain.contains('.') {
                    hosts.known.entry(domain).or_default().push((nth, alike));
                }
            }
        }
        hosts
    }

    pub(super) fn sightings(&self, text: &str) -> Vec<Sighting> {
        if self.known.is_empty() {
            return Vec::new();
        }
        tokens(text).into_iter().flat_map(|span| self.of_host(text, span)).collect()
    }

    fn of_host(&self, text: &str, span: Span) -> Vec<Sighting> {
        let host = refang(span.of(text).unwrap_or_default());
        let mut rest = Some(host.as_str());
        while let Some(name) = rest {
            if let Some(holders) = self.known.get(name) {
                let sub = name.len() < host.len();
                return holders.iter().map(|holder| sighting(*holder, span, name, sub)).collect();
            }
            rest = name.split_once('.').map(|(_, rest)| rest);
        }
        Vec::new()
    }
}

fn sighting((watched, alike): (usize, bool), span: Span, name: &str, sub: bool) -> Sighting {
    let rule = match (alike, sub) {
        (true, _) => "lookalike",
        (false, true) => "subdomain",
        (false, false) => "domain",
    };
    Sighting { watched, span, spelling: name.to_owned(), rule, sureness: Sureness::Certain }
}

/// Runs of signs of host names, defanged ones too, that have a dot inside. At most 253 signs of a name count.
pub(crate) fn tokens(text: &str) -> Vec<Span> {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-._[](){}".contains(&byte);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, byte) in text.bytes().chain(std::iter::once(b' ')).enumerate() {
        if sign(byte) {
            continue;
        }
        let trimmed = trim(text, start, at);
        found.extend(trimmed.filter(|span| is_host(span.of(text).unwrap_or_default())));
        start = at + 1;
    }
    found
}

fn trim(text: &str, start: usize, end: usize) -> Option<Span> {
    let run = text.get(start..end)?;
    let shorter = run.trim_start_matches(|sign: char| !sign.is_ascii_alphanumeric());
    let from = start + run.len() - shorter.len();
    let shorter = shorter.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric());
    Span::new(from, from + shorter.len())
}

fn is_host(run: &str) -> bool {
    run.len() <= 600
        && run.contains('.')
        && refang(run).split('.').all(|label| !label.is_empty() && label.len() <= 63)
}

/// A host name as resolvers write it.
pub(crate) fn refang(run: &str) -> String {
    run.replace("[.]", ".")
        .replace("(.)", ".")
        .replace("{.}", ".")
        .replace(['[', ']', '(', ')', '{', '}'], "")
        .to_lowercase()
}
