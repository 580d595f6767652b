//! Files as they leak from a company, all invented: chats, tables, workbooks, work logs,
//! contracts and configurations, with secrets planted in them.
//!
//! The same seed gives the same files. Whoever reads them must not keep or show any of the
//! secrets.

mod chat;
mod paper;
mod random;
mod settings;
mod table;
mod zip;

use std::collections::HashMap;

use random::Random;

/// Bytes of a secret by which it is looked for; the shortest secret is longer.
const START: usize = 8;

/// One invented file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaked {
    /// A name with an extension that fits.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The secrets that stand in it, in clear.
    pub secrets: Vec<String>,
}

/// So many files of mixed kinds.
pub fn leaked(seed: u64, files: usize) -> Vec<Leaked> {
    (0..files).map(|number| one(seed, number)).collect()
}

/// The first secret of these files that stands in some bytes, in any case of its letters.
pub fn in_clear<'a>(files: &'a [Leaked], shown: &[u8]) -> Option<&'a str> {
    let shown = shown.to_ascii_lowercase();
    let mut starts: HashMap<[u8; START], Vec<&str>> = HashMap::new();
    for secret in files.iter().flat_map(|file| &file.secrets) {
        let lower = secret.to_ascii_lowercase();
        let start = lower.as_bytes().first_chunk().copied();
        starts.entry(start.unwrap_or_default()).or_default().push(secret);
    }
    shown.windows(START).enumerate().find_map(|(at, window)| {
        let secrets = starts.get(window)?;
        let stands =
            |secret: &&&str| shown[at..].starts_with(&secret.to_ascii_lowercase().into_bytes());
        secrets.iter().find(stands).copied()
    })
}

fn one(seed: u64, number: usize) -> Leaked {
    let mut draft =
        Draft { random: Random::new(seed ^ (number as u64) << 20), secrets: Vec::new() };
    let (end, bytes) = match number % 12 {
        0 => ("txt", chat::arrows(&mut draft).into_bytes()),
        1 => ("txt", chat::colons(&mut draft).into_bytes()),
        2 => ("txt", chat::heads(&mut draft).into_bytes()),
        3 => ("json", chat::json(&mut draft).into_bytes()),
        4 => ("csv", table::prices(&mut draft).into_bytes()),
        5 => ("tsv", table::staff(&mut draft).into_bytes()),
        6 => ("xlsx", table::workbook(&mut draft)),
        7 => ("log", paper::work_log(&mut draft).into_bytes()),
        8 => ("txt", paper::contract(&mut draft).into_bytes()),
        9 => ("env", settings::variables(&mut draft).into_bytes()),
        10 => ("yml", settings::tree(&mut draft).into_bytes()),
        _ => ("sh", settings::script(&mut draft).into_bytes()),
    };
    Leaked { path: format!("leak-{number:04}.{end}"), bytes, secrets: draft.secrets }
}

/// A file in the making.
struct Draft {
    random: Random,
    secrets: Vec<String>,
}

/// Family names and given names as one word each.
const PEOPLE: [&str; 10] =
    ["佐藤", "鈴木", "高橋", "alice", "bob", "carol", "张三", "李四", "王五", "dmitri"];
/// Organisations that do not exist.
const ORGANISATIONS: [&str; 8] = [
    "架空市役所",
    "青波港運株式会社",
    "月影銀行",
    "Hinode Telecom",
    "Northwind Ministry",
    "虚构市公安局",
    "Silver Harbor Hospital",
    "緑川電力株式会社",
];
/// Goods on offer.
const GOODS: [&str; 6] =
    ["通話記録", "加盟店の一覧", "mail archive", "VPN access", "住户名单", "監視画面の運用"];

impl Draft {
    fn person(&mut self) -> &'static str {
        self.random.one(&PEOPLE)
    }

    fn organisation(&mut self) -> &'static str {
        self.random.one(&ORGANISATIONS)
    }

    fn goods(&mut self) -> &'static str {
        self.random.one(&GOODS)
    }

    fn price(&mut self) -> u64 {
        self.random.below(900) * 1_000 + 10_000
    }

    /// `2024-02-16`, in two years.
    fn day(&mut self) -> String {
        let (year, month, day) =
            (2_023 + self.random.below(2), 1 + self.random.below(12), 1 + self.random.below(28));
        format!("{year}-{month:02}-{day:02}")
    }

    fn clock(&mut self) -> String {
        format!("{:02}:{:02}", self.random.below(24), self.random.below(60))
    }

    /// A password as people choose one.
    fn password(&mut self) -> String {
        let word = self.random.one(&["Kaze", "Sakura", "winter", "Admin", "dragon", "Tsuki"]);
        let sign = self.random.one(&["!", "#", "@", "_", "-"]);
        let password =
            format!("{word}{}{sign}{}", self.random.below(9_000) + 1_000, self.random.letters(3));
        self.plant(password)
    }

    /// A value as a machine chooses one.
    fn value(&mut self, length: usize) -> String {
        let value = self.random.letters(length - 3) + &format!("{:03}", self.random.below(1_000));
        self.plant(value)
    }

    /// A token that starts as its vendor wants it.
    fn token(&mut self, start: &str, length: usize) -> String {
        let token = format!("{start}{}", self.random.letters(length));
        self.plant(token)
    }

    fn access_key(&mut self) -> String {
        let key = format!("AKIA{}", self.random.letters(16).to_ascii_uppercase());
        self.plant(key)
    }

    fn web_token(&mut self) -> String {
        let token = format!(
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi{}.{}",
            self.random.letters(20),
            self.random.letters(30)
        );
        self.plant(token)
    }

    /// The lines of a key between its two markers.
    fn private_key(&mut self, indent: &str) -> String {
        let lines: Vec<String> = (0..6).map(|_| self.random.letters(64)).collect();
        lines.iter().for_each(|line| self.secrets.push(line.clone()));
        let body = lines.iter().map(|line| format!("{indent}{line}\n")).collect::<String>();
        format!(
            "{indent}-----BEGIN RSA PRIVATE KEY-----\n{body}{indent}-----END RSA PRIVATE KEY-----\n"
        )
    }

    fn plant(&mut self, secret: String) -> String {
        self.secrets.push(secret.clone());
        secret
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_files() {
        assert_eq!(leaked(7, 24), leaked(7, 24));
        assert_ne!(leaked(7, 1), leaked(8, 1));
    }

    #[test]
    fn every_kind_holds_secrets_that_stand_in_it() {
        for file in leaked(1, 24) {
            assert!(!file.secrets.is_empty(), "{}", file.path);
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            assert!(in_clear(std::slice::from_ref(&file), &file.bytes).is_some());
            for secret in &file.secrets {
                assert!(secret.len() >= START);
                assert!(text.contains(secret.as_str()), "{} in {}", secret, file.path);
            }
        }
    }
}
