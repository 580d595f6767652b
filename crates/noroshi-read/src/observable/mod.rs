//! Observables: URLs, hosts, addresses, hashes, ids, paths; in clear, defanged and
//! full-width forms.
//!
//! The text is cut into pieces of printable ASCII, so a kana or kanji beside a value is a
//! boundary by itself. Each piece is refanged once and then offered to the recognisers.
//! Cost is linear: no recogniser looks at a byte more than a fixed number of times.

mod code;
mod defang;
mod host;
mod path;
mod piece;
mod url;

use std::ops::Range;

use noroshi_model::MentionKind;

pub(crate) use host::{is_documentation_address, is_documentation_name};
use piece::Piece;

/// A value that was recognised, before its role is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where in the shadow.
    pub(crate) range: Range<usize>,
    /// What.
    pub(crate) kind: MentionKind,
    /// Refanged and normalised.
    pub(crate) canonical: String,
    /// Whether it was written so that nobody clicks on it.
    pub(crate) defanged: bool,
}

/// All observables of a normalised text, in order.
pub(crate) fn scan(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    piece::each(text, |piece| recognise(text, piece, &mut found));
    found
}

/// Offers a piece to the recognisers, most specific first.
fn recognise(text: &str, piece: &Piece<'_>, found: &mut Vec<Found>) {
    let look = piece.look();
    if look.has_scheme {
        let before = found.len();
        url::urls(piece, found);
        if found.len() > before {
            return;
        }
    }
    code::ids(piece, found);
    if look.has_backslash || look.starts_like_path {
        let before = found.len();
        path::paths(text, piece, found);
        if found.len() > before {
            return;
        }
    }
    for part in piece.parts() {
        let recognisers = [code::hash, code::bitcoin, host::email, host::address, host::domain];
        found.extend(recognisers.iter().find_map(|recogniser| recogniser(text, &part)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let shadow = crate::shadow::Shadow::new(text, &[]);
        let found = scan(shadow.text());
        let got: Vec<(&str, &str)> =
            found.iter().map(|one| (one.kind.word(), one.canonical.as_str())).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn values_that_touch_japanese_are_found() {
        check(
            "攻撃者はhxxps://evil-update[.]com/a.phpを経由して",
            &[("url", "https://evil-update.com/a.php")],
        );
        check("ドメインevil-update.comへの通信", &[("domain", "evil-update.com")]);
        check(
            "T1059.001（PowerShell）とT1566、",
            &[("technique", "T1059.001"), ("technique", "T1566")],
        );
        check("脆弱性CVE-2024-3400が悪用", &[("vulnerability", "CVE-2024-3400")]);
        check("198.51.100.0/24から", &[("cidr", "198.51.100.0/24")]);
    }

    #[test]
    fn every_defanged_form_is_refanged() {
        for form in [
            "evil-update[.]com",
            "evil-update(.)com",
            "evil-update{.}com",
            "evil-update[dot]com",
            "evil-update\\.com",
            "evil-update[.com",
            "evil-update .com",
            "evil-update [.] com",
            "evil-update。com",
            "ｅｖｉｌ-update．com",
        ] {
            check(form, &[("domain", "evil-update.com")]);
        }
        for form in [
            "hxxp://evil.example/x",
            "h**p://evil.example/x",
            "meow://evil.example/x",
            "hXXp[:]//evil[.]example/x",
            "http[://]evil.example[/]x",
        ] {
            check(form, &[("url", "http://evil.example/x")]);
        }
        for form in [
            "admin＠evil-update.com",
            "admin[@]evil-update[.]com",
            "admin(at)evil-update.com",
            "admin[at]evil-update[dot]com",
        ] {
            check(form, &[("email", "admin@evil-update.com")]);
        }
        check(
            "hxxp[:]//203[.]0[.]113[.]45[:]8080/gate.php",
            &[("url", "http://203.0.113.45:8080/gate.php")],
        );
        check("２０３．０．１１３．４５", &[("ip", "203.0.113.45")]);
    }

    #[test]
    fn what_only_looks_like_a_value_is_left_alone() {
        for text in [
            "ファイルinvoice.pdf.exeおよび請求書.docx.lnk",
            "setup.py、readme.md、run.sh、update.zip を実行",
            "バージョンは10.0.19041.1です",
            "Ver. 6.1.7601.17514",
            "12:30:00に",
            "03-1234-5678",
            "ASP.NET and Node.js",
            "第2.5.1.3章",
            "15,000.50ドル",
            "e.g. the report.The next",
            "2024-12-18T10:00:00.000Z",
            "std::io and a::b",
            "and/or TCP/IP",
            "version 1.2.3.4",
            "1.2.3.4.5",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
            "TA2722 and TA505",
            "終わった。TLSは",
            "a.b.c",
            "the .com domain",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn the_end_of_a_url_is_where_the_sentence_goes_on() {
        check("詳細はhttps://a.example/path（現在は停止）", &[("url", "https://a.example/path")]);
        check("(see https://a.example/x_(y).)", &[("url", "https://a.example/x_(y)")]);
        check(
            "「https://a.example/1」、「https://a.example/2」",
            &[("url", "https://a.example/1"), ("url", "https://a.example/2")],
        );
        check("<https://a.example/>, next", &[("url", "https://a.example/")]);
        check(
            "URL=https://a.example/x,https://b.example/y",
            &[("url", "https://a.example/x"), ("url", "https://b.example/y")],
        );
    }

    #[test]
    fn files_registry_and_codes_are_told_apart() {
        check(r"C:\Users\Public\a.exeを実行", &[("path", r"C:\Users\Public\a.exe")]);
        check(r"C:\Program Files\App\x.dll was", &[("path", r"C:\Program Files\App\x.dll")]);
        check(
            r"レジストリHKCU\Software\Microsoft\Run\Updaterに",
            &[("registry", r"HKCU\Software\Microsoft\Run\Updater")],
        );
        check("copied to /usr/local/bin/upd.", &[("path", "/usr/local/bin/upd")]);
        check(
            "JVN#12345678、JVNVU#98765432",
            &[("vulnerability", "JVN#12345678"), ("vulnerability", "JVNVU#98765432")],
        );
        check("d41d8cd98f00b204e9800998ecf8427e", &[("hash", "d41d8cd98f00b204e9800998ecf8427e")]);
        check(
            "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
            &[("bitcoin", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT")],
        );
        check("2001:db8::1 and fe80::1", &[("ip", "2001:db8::1"), ("ip", "fe80::1")]);
    }

    proptest! {
        #[test]
        fn any_text_gives_ranges_in_order(text in "\\PC{0,60}") {
            let mut last = 0;
            for one in scan(&text) {
                prop_assert!(text.get(one.range.clone()).is_some_and(|shown| !shown.is_empty()));
                prop_assert!(one.range.start >= last);
                last = one.range.start;
            }
        }
    }
}
