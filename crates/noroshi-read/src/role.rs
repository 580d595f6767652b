//! Whose an observable is.
//!
//! The question is not "is it a URL" but "whose is it". News hold references, examples and
//! contacts, seldom indicators; so the first rule that fits decides, and its words are kept.

use std::ops::{Deref, Range};

use noroshi_model::{CueKind, MentionKind, Reason, Role};

use crate::cue::{Cues, Hit};
use crate::layout::{Line, LineKind};
use crate::observable::{Found, is_documentation_address, is_documentation_name};

/// The role of one part of a document, as its heading says.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    role: Option<(Role, String)>,
}

impl Section {
    /// Before any heading.
    pub(crate) fn new() -> Self {
        Self { role: None }
    }

    /// Goes on to a line: a heading opens a part with a role or closes it.
    pub(crate) fn enter(&mut self, text: &str, line: &Line, cues: &Cues<'_>) {
        let shown = &text[line.range.clone()];
        let lone = shown.len() <= 80 && !shown.contains('。') && shown.ends_with([':', '：']);
        if line.kind != LineKind::Heading && !lone {
            return;
        }
        let hits = cues.beside(text, &line.range);
        let named = hits.iter().find_map(|hit| Some((role_of(hit)?, hit.cue.text.clone())));
        self.role = named
            .filter(|(role, _)| matches!(role, Role::Indicator | Role::Reference | Role::Contact));
    }
}

fn role_of(hit: &Hit<'_>) -> Option<Role> {
    (hit.cue.kind == CueKind::Role).then(|| Role::from_word(&hit.cue.value)).flatten()
}

/// What decides about the observables of one line.
pub(crate) struct Surroundings<'a, 'k> {
    pub(crate) text: &'a str,
    pub(crate) line: &'a Line,
    pub(crate) section: &'a Section,
    /// Cues of roles in the line; looked for when first asked.
    pub(crate) hits: &'a dyn Deref<Target = Vec<Hit<'k>>>,
    /// Whether the document says of itself what was observed (an indicator list, defanging).
    pub(crate) technical: bool,
}

/// The role of an observable, and why.
pub(crate) fn role(found: &Found, around: &Surroundings<'_, '_>) -> (Role, Reason) {
    let near = nearest(found, around);
    if found.defanged {
        return match near {
            Some((Role::Victim, word)) => (Role::Victim, Reason::with("cue", word)),
            Some((Role::Abused, word)) if is_service(found) => {
                (Role::Abused, Reason::with("cue", word))
            }
            _ => (Role::Indicator, Reason::rule("defanged")),
        };
    }
    if is_footnote(around.text, &around.line.range, found) {
        return (Role::Reference, Reason::rule("footnote"));
    }
    if is_resolver(found) && !matches!(near, Some((Role::Victim | Role::Abused, _))) {
        return (Role::Reference, Reason::rule("public-resolver"));
    }
    if is_own_host(found) {
        return (Role::Example, Reason::rule("loopback"));
    }
    if is_rule_syntax(&around.text[around.line.range.clone()]) {
        return (Role::Example, Reason::rule("rule-syntax"));
    }
    if let Some((role, word)) = near {
        return (settle(role, found), Reason::with("cue", word));
    }
    if is_role_mailbox(found) {
        return (Role::Contact, Reason::rule("role-mailbox"));
    }
    if is_reserved(found) {
        return (Role::Example, Reason::rule("reserved-range"));
    }
    if let Some((role, word)) = &around.section.role {
        return (*role, Reason::with("heading", word.clone()));
    }
    by_kind(found, around)
}

/// Addresses of public resolvers, which reports name without blame; defanged ones are
/// decided before. Data of MISP's warning list "public DNS resolvers", the best known.
fn is_resolver(found: &Found) -> bool {
    let known = ["8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "208.67.222.222"];
    found.kind == MentionKind::Ip && known.contains(&found.canonical.as_str())
}

/// The address by which a host means itself: nobody's, whatever the words beside it say.
fn is_own_host(found: &Found) -> bool {
    let address = found.canonical.parse::<std::net::IpAddr>();
    found.kind == MentionKind::Ip
        && address.is_ok_and(|address| address.is_loopback() || address.is_unspecified())
}

/// A line of a detection rule (Snort, Suricata): its values show how to write one.
fn is_rule_syntax(line: &str) -> bool {
    line.contains("->") && line.contains("sid:") && line.contains("msg:")
}

/// Mailboxes that belong to an office, not to a person. Source: RFC 2142 and its usage.
fn is_role_mailbox(found: &Found) -> bool {
    let offices = [
        "info",
        "support",
        "sales",
        "security",
        "abuse",
        "press",
        "pr",
        "contact",
        "help",
        "csirt",
        "psirt",
        "cert",
        "report",
        "desk",
        "newsroom",
        "editor",
        "privacy",
        "corrections",
        "office",
        "media",
        "feedback",
        "inquiry",
        "webmaster",
        "postmaster",
    ];
    let local = found.canonical.split('@').next().unwrap_or_default();
    found.kind == MentionKind::Email
        && local.split(['-', '.', '_', '+']).any(|part| offices.contains(&part))
}

/// An abused service is one that others own; anything else that is abused is the attacker's.
fn settle(role: Role, found: &Found) -> Role {
    match role {
        Role::Abused if !is_service(found) => Role::Indicator,
        role => role,
    }
}

/// What the kind alone says: artefacts of a host point to an attack, a clear link to reading.
fn by_kind(found: &Found, around: &Surroundings<'_, '_>) -> (Role, Reason) {
    match found.kind {
        MentionKind::Hash | MentionKind::Registry | MentionKind::Path | MentionKind::Bitcoin => {
            (Role::Indicator, Reason::rule("artefact"))
        }
        MentionKind::Email => (Role::Contact, Reason::rule("clear-address")),
        MentionKind::Ip | MentionKind::Cidr if is_private(found) => {
            (Role::Example, Reason::rule("private-range"))
        }
        MentionKind::Ip | MentionKind::Cidr => (Role::Indicator, Reason::rule("address")),
        _ if around.line.kind == LineKind::Row && around.technical => {
            (Role::Indicator, Reason::rule("table-row"))
        }
        _ => match around.hits.iter().find(|hit| role_of(hit) == Some(Role::Abused)) {
            Some(hit) if is_service(found) => {
                (Role::Abused, Reason::with("cue", hit.cue.text.clone()))
            }
            _ => (Role::Reference, Reason::rule("clear-link")),
        },
    }
}

/// The nearest cue of a role in the sentence: before it on the line, or behind it up to
/// the end of the sentence. A cue that stands nearer wins; one before wins a tie.
fn nearest(found: &Found, around: &Surroundings<'_, '_>) -> Option<(Role, String)> {
    let sentence = sentence(around.text, &around.line.range, &found.range);
    let usable = |hit: &&Hit<'_>| {
        sentence.start <= hit.range.start
            && hit.range.end <= sentence.end
            && !overlaps(&hit.range, &found.range)
            && !inside_value(around.text, &hit.range)
    };
    let distance = |hit: &Hit<'_>| {
        if hit.range.end <= found.range.start {
            found.range.start - hit.range.end
        } else {
            hit.range.start - found.range.end + 1
        }
    };
    let roles = around.hits.iter().filter(usable).filter_map(|hit| Some((role_of(hit)?, hit)));
    let near = roles.filter(|(_, hit)| distance(hit) <= 90);
    let near: Vec<(Role, &Hit<'_>)> = near.collect();
    let owned = near.iter().any(|(role, _)| *role == Role::Victim);
    near.into_iter()
        .filter(|(role, _)| !(owned && *role == Role::Reference))
        .min_by_key(|(role, hit)| (distance(hit), *role))
        .map(|(role, hit)| (role, hit.cue.text.clone()))
}

/// Whether a Latin cue is a piece of another value: `sample` in `malware-sample.test`.
fn inside_value(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let joins = |byte: Option<&u8>| matches!(byte, Some(b'-' | b'/' | b'_' | b'@' | b'.'));
    let word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let before = range.start.checked_sub(1).and_then(|at| bytes.get(at));
    let behind = bytes.get(range.end);
    (joins(before) && word(range.start.checked_sub(2).and_then(|at| bytes.get(at))))
        || (joins(behind) && word(bytes.get(range.end + 1)))
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn sentence(text: &str, line: &Range<usize>, at: &Range<usize>) -> Range<usize> {
    let start = text[line.start..at.start]
        .rfind('。')
        .map_or(line.start, |stop| line.start + stop + '。'.len_utf8());
    let behind = at.end.min(line.end);
    let end = text[behind..line.end].find('。').map_or(line.end, |stop| behind + stop);
    start..end
}

/// `[3] https://…`, `※1 …`, `注2) …` at the start of a line.
fn is_footnote(text: &str, line: &Range<usize>, found: &Found) -> bool {
    if !matches!(found.kind, MentionKind::Url | MentionKind::Domain) {
        return false;
    }
    let head = text[line.start..found.range.start].trim_start();
    let marked = head.starts_with('※') || head.starts_with('注') || head.starts_with("* ");
    let numbered = head
        .strip_prefix('[')
        .or_else(|| head.strip_prefix('('))
        .map(|rest| rest.trim_start_matches('^'))
        .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
    marked || numbered
}

fn host(found: &Found) -> &str {
    let value = found.canonical.as_str();
    let value = value.split_once("://").map_or(value, |(_, rest)| rest);
    let value = value.split(['/', '?', '#']).next().unwrap_or(value);
    let value = value.rsplit('@').next().unwrap_or(value);
    if value.matches(':').count() == 1 { value.split(':').next().unwrap_or(value) } else { value }
}

fn is_reserved(found: &Found) -> bool {
    match found.kind {
        MentionKind::Ip | MentionKind::Cidr => is_documentation_address(&found.canonical),
        MentionKind::Url | MentionKind::Domain | MentionKind::Email => {
            is_documentation_name(host(found)) || is_documentation_address(host(found))
        }
        _ => false,
    }
}

fn is_private(found: &Found) -> bool {
    let address = found.canonical.split('/').next().unwrap_or_default();
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(four)) => {
            four.is_private()
                || four.is_loopback()
                || four.is_link_local()
                || four.is_unspecified()
                || four.is_broadcast()
        }
        Ok(std::net::IpAddr::V6(six)) => {
            six.is_loopback()
                || six.is_unspecified()
                || (six.segments()[0] & 0xfe00) == 0xfc00
                || (six.segments()[0] & 0xffc0) == 0xfe80
        }
        Err(_) => false,
    }
}

/// Services that belong to others and that attackers use: tunnels, paste sites, storage,
/// messengers. Data of `SERVICES`, not a block list.
fn is_service(found: &Found) -> bool {
    is_service_host(host(found))
}

/// Whether a host is such a service or one of its tenants.
pub(crate) fn is_service_host(host: &str) -> bool {
    SERVICES.iter().any(|service| {
        host == *service || host.strip_suffix(service).is_some_and(|rest| rest.ends_with('.'))
    })
}

const SERVICES: &[&str] = &[
    "github.com",
    "githubusercontent.com",
    "github.io",
    "gitlab.com",
    "bitbucket.org",
    "trycloudflare.com",
    "workers.dev",
    "pages.dev",
    "ngrok.io",
    "ngrok.app",
    "ngrok-free.app",
    "devtunnels.ms",
    "tunnels.api.visualstudio.com",
    "vscode.dev",
    "pastebin.com",
    "paste.ee",
    "discord.com",
    "discordapp.com",
    "t.me",
    "telegram.org",
    "dropbox.com",
    "drive.google.com",
    "docs.google.com",
    "sites.google.com",
    "storage.googleapis.com",
    "onedrive.live.com",
    "1drv.ms",
    "sharepoint.com",
    "blob.core.windows.net",
    "azurewebsites.net",
    "amazonaws.com",
    "cloudfront.net",
    "firebaseapp.com",
    "web.app",
    "mega.nz",
    "mediafire.com",
    "transfer.sh",
    "file.io",
    "anonfiles.com",
    "bit.ly",
    "tinyurl.com",
    "cutt.ly",
    "notion.site",
    "vercel.app",
    "netlify.app",
    "herokuapp.com",
    "glitch.me",
    "webhook.site",
    "pipedream.net",
    "npmjs.com",
    "pypi.org",
    "pythonhosted.org",
];
