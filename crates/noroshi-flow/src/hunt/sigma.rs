//! Sigma rules written from what a report says: one for each value and log source.

use std::fmt::Write as _;

use noroshi_model::MentionKind;
use sha2::{Digest as _, Sha256};

use super::said::{Said, Why};

/// A file of rules for one value of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenRule {
    /// A name for the file, such as `domain-cdn-sync.example-1f0c.yml`.
    pub file: String,
    /// Ids of the rules inside.
    pub ids: Vec<String>,
    /// The text: one or more Sigma rules.
    pub text: String,
}

/// Where a value is looked for: the log source, and the ways that are alternatives. Each way
/// is a list of field and pattern that must all hold.
struct Place {
    source: &'static [(&'static str, &'static str)],
    ways: Vec<Vec<(&'static str, String)>>,
}

const FIREWALL: &[(&str, &str)] = &[("category", "firewall")];
const CONNECTION: &[(&str, &str)] = &[("category", "network_connection")];
const PROXY: &[(&str, &str)] = &[("category", "proxy")];
const WEB: &[(&str, &str)] = &[("category", "webserver")];
const DNS: &[(&str, &str)] = &[("category", "dns")];
const DNS_QUERY: &[(&str, &str)] = &[("category", "dns_query")];
const PROCESS: &[(&str, &str)] = &[("category", "process_creation")];
const FILE: &[(&str, &str)] = &[("category", "file_event")];
const IMAGE: &[(&str, &str)] = &[("category", "image_load")];
const DRIVER: &[(&str, &str)] = &[("category", "driver_load")];
const REGISTRY: &[(&str, &str)] = &[("category", "registry_set")];
const REGISTRY_EVENT: &[(&str, &str)] = &[("category", "registry_event")];
const SECURITY: &[(&str, &str)] = &[("product", "windows"), ("service", "security")];
const SYSTEM: &[(&str, &str)] = &[("product", "windows"), ("service", "system")];
const M365: &[(&str, &str)] = &[("product", "m365"), ("service", "audit")];
const CLOUDTRAIL: &[(&str, &str)] = &[("product", "aws"), ("service", "cloudtrail")];

/// The rules for a sentence; `None` when its value cannot be looked for in logs.
pub(super) fn rules(said: &Said) -> Option<WrittenRule> {
    let (kind, value) = match &said.why {
        Why::Indicator(kind, value) => (kind.word(), value),
        Why::Package(name) => ("package", name),
        Why::Technique(_) => return None,
    };
    let places = match &said.why {
        Why::Indicator(kind, value) => places(*kind, value),
        _ => package(value),
    };
    let mut written = WrittenRule { file: String::new(), ids: Vec::new(), text: String::new() };
    for place in &places {
        let id = id(said, kind, value, place.source);
        if !written.text.is_empty() {
            written.text.push_str("---\n");
        }
        written.text.push_str(&rule(said, kind, value, place, &id));
        written.ids.push(id);
    }
    let first = written.ids.first()?;
    written.file = format!("{kind}-{}-{}.yml", slug(value), &first[..8]);
    Some(written)
}

fn places(kind: MentionKind, value: &str) -> Vec<Place> {
    match kind {
        MentionKind::Ip => address(value),
        MentionKind::Cidr => network(value),
        MentionKind::Domain => domain(value),
        MentionKind::Url => url(value),
        MentionKind::Hash => hash(value),
        MentionKind::Email => mail(value),
        MentionKind::Path => path(value),
        MentionKind::Registry => registry(value),
        _ => Vec::new(),
    }
}

fn place(
    source: &'static [(&'static str, &'static str)],
    ways: &[(&'static str, String)],
) -> Place {
    Place { source, ways: ways.iter().map(|way| vec![way.clone()]).collect() }
}

fn address(value: &str) -> Vec<Place> {
    let same = || literal(value);
    let inside = |front: &str, back: &str| format!("{front}{}{back}", pattern(value));
    vec![
        place(FIREWALL, &[("dst_ip", same()), ("src_ip", same())]),
        place(CONNECTION, &[("DestinationIp", same()), ("SourceIp", same())]),
        place(
            PROXY,
            &[
                ("dst_ip", same()),
                ("cs-host", same()),
                ("c-uri|re", inside(r"(?i)^([a-z]+://)?\[?", r"\]?([:/]|$)")),
            ],
        ),
        place(WEB, &[("c-ip", same())]),
        place(DNS, &[("answer", same()), ("answers", same())]),
        place(SECURITY, &[("IpAddress", same())]),
        place(
            M365,
            &[
                ("ClientIP", same()),
                ("ClientIPAddress", same()),
                ("ActorIpAddress", same()),
                ("ClientIP|re", inside(r"^\[?", r"\]?:\d+$")),
            ],
        ),
        place(CLOUDTRAIL, &[("sourceIPAddress", same())]),
        place(PROCESS, &[("CommandLine|re", inside(r"(?i)(^|[^0-9a-f.:])", r"($|[^0-9a-f.])"))]),
    ]
}

fn network(value: &str) -> Vec<Place> {
    let same = || value.to_owned();
    vec![
        place(FIREWALL, &[("dst_ip|cidr", same()), ("src_ip|cidr", same())]),
        place(CONNECTION, &[("DestinationIp|cidr", same()), ("SourceIp|cidr", same())]),
        place(PROXY, &[("dst_ip|cidr", same())]),
        place(WEB, &[("c-ip|cidr", same())]),
        place(SECURITY, &[("IpAddress|cidr", same())]),
        place(M365, &[("ClientIP|cidr", same()), ("ClientIPAddress|cidr", same())]),
        place(CLOUDTRAIL, &[("sourceIPAddress|cidr", same())]),
    ]
}

fn domain(value: &str) -> Vec<Place> {
    let whole = |field, below| [(field, literal(value)), (below, literal(&format!(".{value}")))];
    let uri = format!(r"(?i)^([a-z]+://)?([^/@]*@)?([a-z0-9_-]+\.)*{}(:\d+)?(/|$)", pattern(value));
    let line = format!(r"(?i)(^|[^a-z0-9-]){}($|[^a-z0-9.-]|\.($|[^a-z0-9]))", pattern(value));
    let mut proxy = place(PROXY, &whole("cs-host", "cs-host|endswith"));
    proxy.ways.push(vec![("c-uri|re", uri)]);
    vec![
        place(DNS, &whole("query", "query|endswith")),
        place(DNS_QUERY, &whole("QueryName", "QueryName|endswith")),
        proxy,
        place(CONNECTION, &whole("DestinationHostname", "DestinationHostname|endswith")),
        place(PROCESS, &[("CommandLine|re", line)]),
    ]
}

fn url(value: &str) -> Vec<Place> {
    let bare = value.split_once("://").map_or(value, |(_, rest)| rest);
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    // A name of one label is nobody's own, and as a text it stands in most lines of a log.
    if !host.contains(['.', '[']) {
        return Vec::new();
    }
    let mut proxy = place(PROXY, &[("c-uri|contains", literal(bare))]);
    if !path.is_empty() {
        let path = literal(&format!("/{path}"));
        for field in ["cs-uri-path|startswith", "cs-uri-stem|startswith", "cs-uri|startswith"] {
            proxy.ways.push(vec![("cs-host", literal(host)), (field, path.clone())]);
        }
    }
    vec![proxy, place(PROCESS, &[("CommandLine|contains", literal(bare))])]
}

fn hash(value: &str) -> Vec<Place> {
    let field = match value.len() {
        32 => "md5",
        40 => "sha1",
        64 => "sha256",
        _ => return Vec::new(),
    };
    let ways = [("Hashes|contains", literal(value)), (field, literal(value))];
    [PROCESS, IMAGE, DRIVER, FILE].map(|source| place(source, &ways)).into()
}

fn mail(value: &str) -> Vec<Place> {
    let same = || literal(value);
    vec![place(
        M365,
        &[
            ("UserId", same()),
            ("Parameters.Value|contains", same()),
            ("Parameters|contains", same()),
        ],
    )]
}

fn path(value: &str) -> Vec<Place> {
    let same = || literal(value);
    // A name without a folder must be a whole name, or `img.php` is found in `myimg.php`.
    if !value.contains(['/', '\\']) {
        let ends =
            |field| [(field, literal(&format!(r"\{value}"))), (field, format!("/{}", same()))];
        return vec![
            place(PROCESS, &ends("Image|endswith")),
            place(FILE, &ends("TargetFilename|endswith")),
        ];
    }
    let process = [("Image", same()), ("ParentImage", same()), ("CommandLine|contains", same())];
    let mut places =
        vec![place(PROCESS, &process), place(FILE, &[("TargetFilename|contains", same())])];
    if value.contains('\\') {
        places.push(place(SYSTEM, &[("ImagePath|contains", same())]));
        places.push(place(REGISTRY, &[("Details|contains", same())]));
        places.push(place(IMAGE, &[("ImageLoaded", same())]));
    }
    places
}

fn registry(value: &str) -> Vec<Place> {
    // The hive is written in several ways; the path below it is not.
    let below = value.split_once('\\').map_or(value, |(_, below)| below);
    let ways = [("TargetObject|contains", literal(&format!(r"\{below}")))];
    vec![place(REGISTRY, &ways), place(REGISTRY_EVENT, &ways)]
}

fn package(name: &str) -> Vec<Place> {
    let manager =
        r"\b(pip[0-9.]*|pipx|uv|poetry|pipenv|npm|npx|yarn|pnpm|bun|gem|cargo|composer|nuget)\b";
    let verb = r"(install|add|i|ci|exec|dlx|require|download|run)";
    let line = format!(
        r#"(?i){manager}[^|;&]*\s{verb}\s([^|;&]*\s)?["']?{}["']?($|[\s@=<>~!;\[,])"#,
        pattern(name)
    );
    vec![place(PROCESS, &[("CommandLine|re", line)])]
}

fn rule(said: &Said, kind: &str, value: &str, place: &Place, id: &str) -> String {
    let level = match kind {
        "ip" | "cidr" | "domain" => "medium",
        _ => "high",
    };
    let source = place.source.iter().map(|(key, value)| format!("  {key}: {value}\n"));
    let named = place.source.iter().map(|(_, value)| *value).collect::<Vec<_>>().join("/");
    let mut text = String::new();
    let written = write!(
        text,
        "title: {}\nid: {id}\nstatus: experimental\nauthor: {}\ndescription: {}\nreferences:\n  - {}\n{}logsource:\n{}detection:\n  selection:\n{}  condition: selection\nfalsepositives:\n  - {}\nlevel: {level}\n",
        quoted(&format!("Reported {kind} {value} in {named}")),
        quoted(&format!("{} (statement); Noroshi (wording of the rule)", said.speaker)),
        quoted(&format!("{} says: {}", said.speaker, said.sentence)),
        quoted(&reference(said)),
        date(said),
        source.collect::<String>(),
        place.ways.iter().map(|way| selection(way)).collect::<String>(),
        quoted("Whoever else uses the value, and whoever has had it since the report."),
    );
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
    text
}

/// The report, and where in it the sentence stands.
fn reference(said: &Said) -> String {
    let (start, end) = (said.span.start(), said.span.end());
    format!("{} ({}, document {}, bytes {start}..{end})", said.report(), said.path, said.document)
}

fn date(said: &Said) -> String {
    let day = said.published.as_deref().and_then(|it| it.get(..10));
    day.map(|day| format!("date: {day}\n")).unwrap_or_default()
}

fn selection(way: &[(&str, String)]) -> String {
    let mut lines = String::new();
    for (nth, (field, value)) in way.iter().enumerate() {
        lines.push_str(if nth == 0 { "    - " } else { "      " });
        lines.push_str(&format!("{field}: {}\n", quoted(value)));
    }
    lines
}

/// An id that stays the same for the same value, place and report.
fn id(said: &Said, kind: &str, value: &str, source: &[(&str, &str)]) -> String {
    let mut digest = Sha256::new().chain_update(said.document.to_string());
    for part in [kind, value].into_iter().chain(source.iter().flat_map(|(key, it)| [*key, *it])) {
        digest.update([0]);
        digest.update(part);
    }
    let bytes: [u8; 32] = digest.finalize().into();
    let hex: String = bytes[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    // Version 8 of RFC 9562: a UUID made by a rule of one's own.
    format!("{}-{}-8{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

/// A value as a Sigma string that stands for itself: wildcards and the backslashes that would
/// bind to a neighbour are escaped.
fn literal(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 8);
    let mut signs = value.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '*' | '?' => text.extend(['\\', sign]),
            '\\' => {
                let mut run = 1;
                while signs.next_if_eq(&'\\').is_some() {
                    run += 1;
                }
                let alone = run == 1 && !matches!(signs.peek(), Some('*' | '?'));
                text.extend(std::iter::repeat_n('\\', if alone { 1 } else { run * 2 }));
            }
            sign => text.push(sign),
        }
    }
    text
}

/// A value as a part of a regular expression that stands for itself.
fn pattern(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 8);
    for sign in value.chars() {
        if r"\.+*?()|[]{}^$".contains(sign) {
            text.push('\\');
        }
        text.push(sign);
    }
    text
}

/// A text as a YAML scalar in one line.
fn quoted(text: &str) -> String {
    let line: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    format!("'{}'", line.replace('\'', "''"))
}

fn slug(value: &str) -> String {
    let sign = |it: char| if it.is_ascii_alphanumeric() || it == '.' { it } else { '-' };
    let slug: String = value.chars().map(sign).take(40).collect();
    slug.trim_matches(['-', '.']).to_lowercase()
}

#[cfg(test)]
mod tests {
    use noroshi_model::{DocumentId, Span};

    use super::*;

    fn said(why: Why) -> Said {
        Said {
            document: DocumentId::of(b"report"),
            path: "report.md".to_owned(),
            title: Some("It's a report".to_owned()),
            published: Some("2024-12-13".to_owned()),
            span: Span::new(3, 9).expect("a span"),
            sentence: "they used it".to_owned(),
            speaker: "Somebody".to_owned(),
            attitude: None,
            likelihood: None,
            why,
        }
    }

    #[test]
    fn wildcards_and_doubled_backslashes_stand_for_themselves() {
        assert_eq!(literal(r"C:\更新\code.exe"), r"C:\更新\code.exe");
        assert_eq!(literal(r"\\host\*.exe?"), r"\\\\host\\\*.exe\?");
    }

    #[test]
    fn a_value_cannot_leave_its_place_in_the_file() {
        let value = "a.example'\ncondition: selection # ";
        let written = rules(&said(Why::Indicator(MentionKind::Domain, value.to_owned())));
        let text = written.expect("rules").text;
        assert!(
            text.lines().filter(|line| line.trim_start().starts_with("condition:")).count() == 5
        );
    }

    #[test]
    fn ids_are_the_same_again_and_differ_by_place() {
        let why = || Why::Indicator(MentionKind::Ip, "192.0.2.61".to_owned());
        let (one, two) = (rules(&said(why())).expect("rules"), rules(&said(why())).expect("rules"));
        assert_eq!(one, two);
        let mut ids = one.ids.clone();
        ids.dedup();
        assert!(ids.len() == 9 && ids.iter().all(|id| id.len() == 36), "{ids:?}");
    }

    #[test]
    fn techniques_are_no_rules_by_themselves() {
        assert_eq!(rules(&said(Why::Technique("T1572".to_owned()))), None);
    }
}
