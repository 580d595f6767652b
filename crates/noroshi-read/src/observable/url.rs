//! URLs with a scheme.

use noroshi_model::MentionKind;

use super::piece::Piece;
use super::{Found, host};

const KNOWN: &[&str] = &[
    "http", "https", "ftp", "ftps", "sftp", "tcp", "udp", "ws", "wss", "ldap", "ldaps", "rtsp",
    "smb", "ssh", "rmi",
];

/// Every URL of a piece: from each `://` back to the start of the scheme and on to the end
/// of what belongs to it.
pub(super) fn urls(piece: &Piece<'_>, found: &mut Vec<Found>) {
    let clear = piece.clear.as_ref();
    let mut from = 0;
    while let Some(at) = clear.get(from..).and_then(|rest| rest.find("://")).map(|at| at + from) {
        let start = scheme_start(clear, from, at);
        let end = end_of(clear, start, at + 3);
        if let Some(one) = url(piece, start, at, end) {
            found.push(one);
        }
        from = end.max(at + 3);
    }
}

fn scheme_start(clear: &str, from: usize, at: usize) -> usize {
    let letters = clear[from..at].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    at - letters
}

/// The end: white space and quotes ended the piece already; another URL behind a comma or
/// glued on, closing marks of the sentence, and a bracket that was opened outside end it.
fn end_of(clear: &str, start: usize, body: usize) -> usize {
    let mut end = clear.len();
    if let Some(next) = clear[body..].find("://").map(|at| at + body) {
        let scheme = scheme_start(clear, body, next);
        let separated =
            scheme > body && matches!(clear.as_bytes()[scheme - 1], b',' | b';' | b')' | b'|');
        if separated && KNOWN.contains(&clear[scheme..next].to_ascii_lowercase().as_str()) {
            end = scheme;
        }
    }
    end = clear[body..end].find(['|', '^', '{', '}', '\\']).map_or(end, |at| at + body);
    trim_end(clear, start, end)
}

fn trim_end(clear: &str, start: usize, mut end: usize) -> usize {
    while let Some(last) = clear[start..end].bytes().next_back() {
        let closes = |open: char, close: char| {
            clear[start..end].matches(close).count() > clear[start..end].matches(open).count()
        };
        let drop = match last {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'*' | b'(' | b'[' => true,
            b')' => closes('(', ')'),
            b']' => closes('[', ']'),
            _ => false,
        };
        if !drop {
            break;
        }
        end -= 1;
    }
    end
}

fn url(piece: &Piece<'_>, start: usize, colon: usize, end: usize) -> Option<Found> {
    let clear = piece.clear.as_ref();
    let scheme = clear.get(start..colon)?.to_ascii_lowercase();
    let rest = clear.get(colon + 3..end)?;
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let login = authority.rfind('@').map_or(0, |at| at + 1);
    if !KNOWN.contains(&scheme.as_str()) || !host::is_host_and_port(&authority[login..]) {
        return None;
    }
    let tail = &rest[authority.len()..];
    let canonical = format!(
        "{scheme}://{}{}{tail}",
        &authority[..login],
        authority[login..].to_ascii_lowercase()
    );
    Some(Found {
        range: piece.range(start..end),
        kind: MentionKind::Url,
        canonical,
        defanged: piece.is_defanged(&(start..end)),
    })
}
