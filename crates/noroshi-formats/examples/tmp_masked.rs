//! tmp
#![allow(clippy::all, clippy::disallowed_methods, clippy::print_stdout)]
use noroshi_formats::*;
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let Ok((d, _)) = document(&Received { path: &path, bytes: &bytes, fetched: None }, &Limits::default()) else { continue };
        let Ok(orig) = String::from_utf8(bytes) else { continue };
        let (mut o, mut m) = (0, 0);
        while let Some(at) = d.text[m..].find("[masked:") {
            let at = m + at;
            if d.text.get(m..at) != orig.get(o..o + at - m) { println!("{path}: not comparable"); break; }
            let os = o + at - m;
            let end = at + d.text[at..].find(']').unwrap() + 1;
            let next: String = d.text[end..].chars().take(6).collect();
            let oe = if next.is_empty() { orig.len() } else { os + orig[os..].find(&next).unwrap_or(0) };
            let before: String = orig[..os].chars().rev().take(50).collect::<Vec<_>>().into_iter().rev().collect();
            println!("{path}\n   …{}«{}»{}", before.replace('\n', "⏎"), &orig[os..oe], next.replace('\n', "⏎"));
            o = oe; m = end;
        }
    }
}
