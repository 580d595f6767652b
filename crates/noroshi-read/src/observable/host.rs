//! Host names, addresses, e-mail addresses.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use noroshi_model::MentionKind;

use super::Found;
use super::piece::Part;

/// Suffixes that are file endings too: a name with one of these needs a scheme, a
/// defanging or `www.` to count as a host.
const FILE_ENDINGS: &[&str] = &[
    "py",
    "md",
    "sh",
    "zip",
    "rs",
    "pl",
    "so",
    "cc",
    "ps",
    "app",
    "mov",
    "java",
    "ml",
    "mm",
    "pm",
    "pub",
    "tf",
    "ai",
    "ini",
    "gz",
    "bz",
    "cab",
    "cpp",
    "doc",
    "as",
    "ms",
    "net",
    "in",
    "is",
    "to",
    "my",
    "am",
    "id",
    "it",
    "at",
    "me",
    "py",
    "post",
    "now",
    "zone",
    "data",
    "docs",
    "bat",
    "cmd",
    "ph",
    "st",
    "sc",
    "so",
    "la",
    "name",
    "properties",
    "one",
    "call",
    "read",
    "save",
    "prof",
];

/// Names that end like hosts and are none.
const NO_HOSTS: &[&str] = &[
    "asp.net",
    "vb.net",
    "ado.net",
    "node.js",
    "microsoft.net",
    "system.net",
    "paint.net",
    "monero.cc",
];

fn found(part: &Part<'_, '_>, range: Range<usize>, kind: MentionKind, canonical: String) -> Found {
    Found {
        range: part.piece.range(range.clone()),
        kind,
        canonical,
        defanged: part.piece.is_defanged(&range),
    }
}

/// An e-mail address.
pub(super) fn email(_: &str, part: &Part<'_, '_>) -> Option<Found> {
    let text = part.text();
    let at = text.find('@')?;
    let local_start = text[..at].rfind(|sign: char| !is_local(sign)).map_or(0, |before| before + 1);
    let host = host_prefix(&text[at + 1..]);
    let local = text[local_start..at].trim_start_matches('.');
    if local.is_empty() || !is_domain(host) || text[at + 1 + host.len()..].starts_with('@') {
        return None;
    }
    let range = part.range.start + at - local.len()..part.range.start + at + 1 + host.len();
    Some(found(part, range, MentionKind::Email, format!("{}@{}", local, host.to_ascii_lowercase())))
}

fn is_local(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '+' | '-' | '%')
}

/// The longest start of `text` that can be a host name.
fn host_prefix(text: &str) -> &str {
    let end = text
        .find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_')))
        .unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '-', '_'])
}

/// An IPv4 or IPv6 address, with or without a port, or a network.
pub(super) fn address(text: &str, part: &Part<'_, '_>) -> Option<Found> {
    let value = part.text();
    let (host, tail) = value.split_at(value.find('/').unwrap_or(value.len()));
    let colons = host.bytes().filter(|byte| *byte == b':').count();
    let (ip, canonical) = if colons >= 2 { ipv6(host)? } else { ipv4(host)? };
    let range = part.range.start..part.range.start + ip.len();
    let defanged = part.piece.is_defanged(&range);
    if colons < 2 && !defanged && is_version(text, part, &range) {
        return None;
    }
    match network(tail, canonical.contains(':')) {
        Some(bits) => {
            let end = range.end + 1 + digits(&tail[1..]);
            Some(found(part, range.start..end, MentionKind::Cidr, format!("{canonical}/{bits}")))
        }
        None => Some(found(part, range, MentionKind::Ip, canonical)),
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn network(tail: &str, six: bool) -> Option<u8> {
    let rest = tail.strip_prefix('/')?;
    let bits: u8 = rest.get(..digits(rest))?.parse().ok()?;
    let whole =
        !rest[digits(rest)..].starts_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '/');
    (whole && bits <= if six { 128 } else { 32 }).then_some(bits)
}

fn ipv4(host: &str) -> Option<(&str, String)> {
    if !host.as_bytes().first()?.is_ascii_digit() {
        return None;
    }
    let (address, port) =
        host.split_once(':').map_or((host, None), |(address, port)| (address, Some(port)));
    let parsed: Ipv4Addr = address.parse().ok()?;
    let real = port.is_none_or(|port| port.parse::<u16>().is_ok());
    (real && parsed.octets()[0] != 0).then(|| (address, parsed.to_string()))
}

fn ipv6(host: &str) -> Option<(&str, String)> {
    let parsed: Ipv6Addr = host.parse().ok()?;
    let groups = host.split(':').filter(|group| !group.is_empty()).count();
    let has_digit = host.bytes().any(|byte| byte.is_ascii_digit());
    (groups >= 2 && has_digit).then(|| (host, parsed.to_string()))
}

/// Whether four numbers with dots are a version: the words before say so.
fn is_version(text: &str, part: &Part<'_, '_>, range: &Range<usize>) -> bool {
    let start = part.piece.range(range.clone()).start;
    let window = text[..start].char_indices().rev().take(16).last().map_or(0, |(at, _)| at);
    let before = text[window..start].to_lowercase();
    let near = before.trim_end_matches([' ', ':', '.', '(', '-', 'は', 'が']);
    let words = [
        "version",
        "ver",
        "バージョン",
        "版",
        "v",
        "build",
        "ビルド",
        "版本",
        "第",
        "release",
        "firmware",
        "ファームウェア",
        "rev",
    ];
    words.iter().any(|word| near.ends_with(word))
        || before.ends_with('/')
        || before.contains("バージョン")
}

/// A host name, with a path when one follows.
pub(super) fn domain(_: &str, part: &Part<'_, '_>) -> Option<Found> {
    let value = part.text();
    let host = host_prefix(value);
    let rest = &value[host.len()..];
    let host_range = part.range.start..part.range.start + host.len();
    let defanged = part.piece.is_defanged(&host_range);
    if rest.starts_with('@')
        || !is_domain(host)
        || !(defanged || is_clear_domain(host) || crate::role::is_service_host(host))
    {
        return None;
    }
    let port = rest
        .strip_prefix(':')
        .map_or(0, |port| if digits(port) > 0 { 1 + digits(port) } else { 0 });
    let tail = &rest[port..];
    if tail.len() > 1
        && tail.starts_with('/')
        && (defanged || host.contains("www.") || tail.contains(['.', '?', '=']))
    {
        let range = part.range.clone();
        let canonical = format!("{}{rest}", host.to_ascii_lowercase());
        return Some(found(part, range, MentionKind::Url, canonical));
    }
    let clean = rest.is_empty() || port > 0 || rest.starts_with(['/', ':', '?', '#']);
    clean.then(|| found(part, host_range, MentionKind::Domain, host.to_ascii_lowercase()))
}

/// Whether an authority is a host or address with an optional port.
pub(super) fn is_host_and_port(authority: &str) -> bool {
    if let Some(six) = authority.strip_prefix('[') {
        return six.split(']').next().is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    let (host, port) =
        authority.split_once(':').map_or((authority, "0"), |(host, port)| (host, port));
    let labels = host.split('.').all(is_label);
    !host.is_empty()
        && host.len() <= 253
        && labels
        && (port.is_empty() || port.parse::<u16>().is_ok())
}

fn is_label(label: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=63).contains(&label.len()) && label.bytes().all(fits)
}

/// Labels that fit, and a suffix that the Public Suffix List knows or RFC 2606 reserves.
fn is_domain(host: &str) -> bool {
    let labels = host.contains('.') && host.len() <= 253 && host.split('.').all(is_label);
    labels
        && !host.split('.').all(|label| label.bytes().all(|byte| byte.is_ascii_digit()))
        && has_suffix(host)
}

fn has_suffix(host: &str) -> bool {
    let lower = host.to_ascii_lowercase();
    let known = psl::suffix(lower.as_bytes())
        .is_some_and(|suffix| suffix.is_known() && suffix.as_bytes().len() < lower.len());
    let special = ["example", "test", "invalid", "localhost", "onion", "i2p", "bit"];
    known || lower.rsplit('.').next().is_some_and(|last| special.contains(&last))
}

/// Whether a name that nobody defanged is a host and not a file, a class or a sentence end.
fn is_clear_domain(host: &str) -> bool {
    let lower = host.to_ascii_lowercase();
    let mut labels = host.rsplit('.');
    let (suffix, owner) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    let one_case =
        !suffix.bytes().any(|byte| byte.is_ascii_uppercase()) || host == host.to_ascii_uppercase();
    let file = FILE_ENDINGS.contains(&suffix.to_ascii_lowercase().as_str())
        && !lower.starts_with("www.")
        && !is_long_net(&lower);
    let short = owner.len() < 2 && labels.next().is_none();
    one_case && !file && !short && !NO_HOSTS.contains(&lower.as_str())
}

/// `.net` names are hosts when they look like one: a hyphen, a digit, or three labels.
fn is_long_net(lower: &str) -> bool {
    let Some(rest) = lower
        .strip_suffix(".net")
        .or_else(|| lower.strip_suffix(".to"))
        .or_else(|| lower.strip_suffix(".me"))
    else {
        return false;
    };
    rest.len() >= 4 && !rest.starts_with("system.") && !lower.starts_with("asp.")
}

/// `evil。com`: what stands before and after an ideographic full stop makes a host or an
/// address, and not the end of a sentence and the start of another.
pub(super) fn ends_and_starts_like_host(before: &str, after: &str) -> bool {
    let label = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.' | '。');
    let start = before.char_indices().rev().take(80).take_while(|(_, sign)| label(*sign)).last();
    let Some((start, _)) = start else { return false };
    let end = after.find(|sign| !label(sign)).unwrap_or(after.len()).min(80);
    let Some(after) = after.get(..end) else { return false };
    let whole = format!("{}.{after}", &before[start..]).replace('。', ".");
    let whole = whole.trim_end_matches('.');
    whole.parse::<Ipv4Addr>().is_ok()
        || (is_domain(whole) && is_clear_domain(whole) && whole == whole.to_ascii_lowercase())
}

/// `evil-update .com`: a label that no ordinary word looks like, and a common suffix.
pub(super) fn spaced_suffix(before: &str, after: &str) -> bool {
    let label = before
        .char_indices()
        .rev()
        .take(64)
        .take_while(|(_, sign)| sign.is_ascii_alphanumeric() || *sign == '-')
        .last();
    let label = label.map_or("", |(start, _)| &before[start..]);
    let suffix =
        &after[..after.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(after.len())];
    let odd = label.contains('-') || label.bytes().any(|byte| byte.is_ascii_digit());
    odd && label.len() >= 4
        && ["com", "org", "info", "xyz", "top", "ru", "cn", "jp", "io"].contains(&suffix)
}

/// Whether an address stands in a range that is reserved for documentation.
///
/// Source: RFC 5737 (IPv4), RFC 3849 and RFC 9637 (IPv6).
pub(crate) fn is_documentation_address(canonical: &str) -> bool {
    let address = canonical.split('/').next().unwrap_or(canonical);
    let four = address.parse::<Ipv4Addr>().is_ok_and(|address| address.is_documentation());
    let six = address.parse::<Ipv6Addr>().is_ok_and(|address| {
        let segments = address.segments();
        (segments[0] == 0x2001 && segments[1] == 0xdb8) || segments[0] == 0x3fff
    });
    four || six
}

/// Whether a host name is reserved for documentation and tests.
///
/// Source: RFC 2606, RFC 6761.
pub(crate) fn is_documentation_name(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    let second: Vec<&str> = host.rsplit('.').take(2).collect();
    ["example", "test", "invalid", "localhost"].contains(&last)
        || (second.get(1) == Some(&"example") && ["com", "net", "org", "jp"].contains(&last))
        || host.ends_with(".example.co.jp")
        || host == "example.co.jp"
}
