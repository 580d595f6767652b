//! File and registry paths.

use noroshi_model::MentionKind;

use super::Found;
use super::piece::Piece;

const HIVES: &[&str] = &["HKLM", "HKCU", "HKCR", "HKU", "HKCC", "HKEY_"];
const UNIX_ROOTS: &[&str] = &[
    "/etc/",
    "/tmp/",
    "/var/",
    "/usr/",
    "/opt/",
    "/home/",
    "/root/",
    "/bin/",
    "/sbin/",
    "/dev/",
    "/proc/",
    "/lib/",
    "/lib64/",
    "/mnt/",
    "/srv/",
    "/run/",
    "/Library/",
    "/Users/",
    "/Applications/",
    "/data/",
    "/sys/",
    "/boot/",
    "~/",
];

/// Every path of a piece; a Windows path may go on behind a space or in another script.
pub(super) fn paths(text: &str, piece: &Piece<'_>, found: &mut Vec<Found>) {
    let clear = piece.clear.as_ref();
    if piece.map.is_none()
        && let Some((start, kind)) = windows_start(clear)
    {
        let from = piece.start + start;
        // A path that went over a space was taken whole with its first piece.
        if found.last().is_some_and(|last| last.range.end > from) {
            return;
        }
        let end = windows_end(text, from);
        found.extend(one(text, from, end, kind));
        return;
    }
    if let Some(start) = unix_start(clear) {
        let end =
            start + clear[start..].find([',', ';', ')', '|', ']']).unwrap_or(clear.len() - start);
        let kept = clear[start..end].trim_end_matches(['.', ':', '!', '?', '/']);
        let range = piece.range(start..start + kept.len());
        if kept.len() > 5 {
            found.push(Found {
                range,
                kind: MentionKind::Path,
                canonical: kept.to_owned(),
                defanged: false,
            });
        }
    }
}

fn one(text: &str, start: usize, end: usize, kind: MentionKind) -> Option<Found> {
    let canonical = text.get(start..end)?.to_owned();
    let long = canonical.len() >= 5 && canonical.trim_end_matches('\\').contains('\\');
    long.then_some(Found { range: start..end, kind, canonical, defanged: false })
}

/// Where a Windows path or a registry key starts in a piece.
fn windows_start(clear: &str) -> Option<(usize, MentionKind)> {
    let backslash = clear.find('\\')?;
    let head = &clear[..backslash];
    let open = head.rfind(['(', '[', '=', ',']).map_or(0, |at| at + 1);
    let first = &head[open..];
    let hive = HIVES
        .iter()
        .any(|hive| first.len() >= hive.len() && first[..hive.len()].eq_ignore_ascii_case(hive));
    let drive =
        first.len() == 2 && first.as_bytes()[0].is_ascii_alphabetic() && first.ends_with(':');
    let variable = first.len() > 2 && first.starts_with('%') && first.ends_with('%');
    let share = first.is_empty() && clear[backslash..].starts_with("\\\\");
    match (hive, drive || variable || share) {
        (true, _) => Some((open, MentionKind::Registry)),
        (false, true) => Some((open, MentionKind::Path)),
        _ => None,
    }
}

/// The end of a Windows path: behind its last component. A space or another script belongs
/// to it only when a backslash follows before the sentence goes on.
fn windows_end(text: &str, start: usize) -> usize {
    let limit = text[start..]
        .char_indices()
        .take(260)
        .last()
        .map_or(start, |(at, sign)| start + at + sign.len_utf8());
    let ends = |sign: char| {
        matches!(
            sign,
            '\0'..='\u{1f}'
                | '"'
                | '<'
                | '>'
                | '|'
                | '*'
                | '?'
                | '、'
                | '。'
                | '」'
                | '』'
                | '('
                | ')'
                | ','
                | ';'
                | '\''
                | '`'
        )
    };
    let stop = text[start..limit].find(ends).map_or(limit, |at| start + at);
    let last = text[start..stop].rfind('\\').map_or(start, |at| start + at + 1);
    let sure = component_end(text, last, stop);
    // Two paths beside each other: `C:\a\b.exe C:\c\d.exe`.
    let second = text[start..last].rmatch_indices(":\\").next().map(|(at, _)| start + at);
    match second {
        Some(colon) if colon > start + 2 => {
            let before = text[start..colon].rfind([' ', '　']).map_or(colon, |at| start + at);
            let inner = text[start..before].rfind('\\').map_or(start, |at| start + at + 1);
            component_end(text, inner, before)
        }
        _ => sure,
    }
}

/// The last component: ASCII up to a space or another script; a name in another script
/// counts when it has a file ending.
fn component_end(text: &str, from: usize, stop: usize) -> usize {
    let component = &text[from..stop];
    let ascii =
        component.find(|sign: char| sign == ' ' || !sign.is_ascii()).unwrap_or(component.len());
    let end = from + component[..ascii].trim_end_matches(['.', ':', '!']).len();
    if end > from { end } else { from + ending(component).unwrap_or(0) }
}

/// The end of `請求書.exe` in `請求書.exeを実行`.
fn ending(component: &str) -> Option<usize> {
    let dot = component.find('.')?;
    let letters = component[dot + 1..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    (1..=5).contains(&letters).then_some(dot + 1 + letters)
}

fn unix_start(clear: &str) -> Option<usize> {
    let open = clear.starts_with(['(', '[']) as usize;
    UNIX_ROOTS.iter().any(|root| clear[open..].starts_with(root)).then_some(open)
}
