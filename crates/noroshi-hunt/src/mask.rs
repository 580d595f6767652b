//! Values of logs as they may be shown: secrets masked, long values cut, and a digest of events.

use std::sync::OnceLock;

use noroshi_model::without_secrets;
use regex::Regex;
use sha2::{Digest, Sha256};

use crate::{Event, Value};

/// The longest value that is shown, in characters.
const LONGEST: usize = 1_000;

/// A value for people: passwords on command lines and in addresses masked, long values cut.
pub(crate) fn shown(value: &str) -> String {
    let cut: String = value.chars().take(LONGEST).collect();
    let cut = if cut.len() < value.len() { format!("{cut}…") } else { cut };
    let masked = patterns().iter().fold(cut, |text, pattern| {
        if pattern.is_match(&text) {
            pattern.replace_all(&text, "${before}***").into_owned()
        } else {
            text
        }
    });
    without_secrets(&masked)
}

fn patterns() -> &'static [Regex] {
    static PATTERNS: OnceLock<Vec<Regex>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let all = [
            r#"(?i)(?P<before>\b(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|client[_-]?secret)["']?\s*[=:]\s*["']?)[^\s"'&;,]+"#,
            r#"(?i)(?P<before>[-/](?:password|passwd|pass|pwd|token|secret)\s+["']?)[^\s"'-][^\s"']*"#,
            r"(?P<before>://[^\s/:@]+:)[^\s/@]+(?P<after>)",
            r"(?i)(?P<before>\bauthorization:\s*(?:bearer|basic)\s+)\S+",
            r"(?i)(?P<before>\bnet1?(?:\.exe)?\s+user\s+\S+\s+)[^\s/]\S*",
        ];
        all.into_iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
    })
}

/// A digest of all fields of an event: 16 hexadecimal digits.
pub(crate) fn digest(event: &Event) -> String {
    let mut hash = Sha256::new();
    for (name, value) in event.fields() {
        hash.update(name);
        hash.update([0]);
        match value {
            Value::Text(text) => hash.update(text),
            Value::Whole(number) => hash.update(number.to_le_bytes()),
            Value::Number(number) => hash.update(number.to_le_bytes()),
            Value::Truth(truth) => hash.update([u8::from(truth)]),
            Value::Null => {}
        }
        hash.update([1]);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_on_command_lines_are_masked() {
        let check = |text: &str, expect: &str| assert_eq!(shown(text), expect);
        check("tool --password hunter2 -x", "tool --password *** -x");
        check("tool /pwd:hunter2", "tool /pwd:***");
        check("curl https://user:hunter2@host.example/", "curl https://***@host.example/");
        check("net user sato Hunter2! /add", "net user sato *** /add");
        check("net user sato /add", "net user sato /add");
        check("set PASSWORD=hunter2&x", "set PASSWORD=***&x");
        check("passwords.txt", "passwords.txt");
    }

    #[test]
    fn long_values_are_cut_at_a_character() {
        assert_eq!(shown(&"漢".repeat(2_000)).chars().count(), LONGEST + 1);
    }
}
