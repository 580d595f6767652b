//! What is told from the text alone, by one set of regular expressions.

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::flow::Met;
use super::rule::Rule;

/// Patterns with the rule that each stands for. All are linear (`regex` has no backtracking).
const PATTERNS: &[(Rule, &str)] = &[
    (Rule::ReverseShell, r#"(?:ba|z|k)?sh\s+-i\s*(?:>&|2>&1|>\s*&)[^\n]{0,40}/dev/(?:tcp|udp)/"#),
    (Rule::ReverseShell, r#"\bn(?:c|cat)\b[^\n"']{0,60}\s-(?:e|c)\s*/?(?:bin/)?(?:ba)?sh"#),
    (
        Rule::PipedShell,
        r#"(?i)\b(?:curl|wget)\b[^\n|;"']{0,200}https?://[^\n|;"']{0,200}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b"#,
    ),
    (
        Rule::PipedShell,
        r#"(?i)\b(?:iex|invoke-expression)\b[^\n]{0,80}(?:downloadstring|invoke-webrequest|iwr|irm)\b[^\n]{0,40}https?://"#,
    ),
    (
        Rule::SecretByCommand,
        r#"(?:\benv|\bprintenv|\bcat\s+~?[\w/.]*\.(?:aws/credentials|ssh/id_\w+|netrc|npmrc))\s*\|\s*(?:base64[^|\n]{0,20}\|\s*)?(?:curl|nc|wget)\b"#,
    ),
    (
        Rule::SecretByCommand,
        r#"\bcurl\b[^\n]{0,120}(?:-d|--data\S*|-F)\s*["']?(?:\$\((?:env|printenv)|`env|@?~?/?[\w./~$]*(?:\.aws/credentials|\.ssh/id_|\.netrc|\.npmrc|\.env\b))"#,
    ),
    (
        Rule::HiddenPowershell,
        r#"(?i)\bpowershell(?:\.exe)?\b[^\n]{0,120}\s-e(?:nc|ncodedcommand)?["',\s]+[A-Za-z0-9+/=]{24,}"#,
    ),
    (
        Rule::HiddenPowershell,
        r#"(?i)\bpowershell(?:\.exe)?\b[^\n]{0,100}-w(?:indowstyle)?["',\s]+h(?:idden)?\b[^\n]{0,160}(?:downloadstring|downloadfile|invoke-webrequest|iwr|iex)\b"#,
    ),
    (
        Rule::Collector,
        r#"https?://(?:(?:ptb\.|canary\.)?discord(?:app)?\.com/api/webhooks/\d{5,}/[\w-]{20,}|api\.telegram\.org/bot(?:\d{6,}|["'{$%+]))"#,
    ),
    (
        Rule::Collector,
        r#"(?i)\b[\w-]*\.?(?:webhook\.site|requestbin\.(?:com|net)|pipedream\.net|oast\.(?:fun|pro|live|site|online|me)|oastify\.com|interact\.sh|burpcollaborator\.net|beeceptor\.com|requestcatcher\.com|canarytokens\.com|ngrok(?:-free)?\.(?:io|app)|gofile\.io|anonfiles\.com|dnslog\.cn|ceye\.io)\b"#,
    ),
    (Rule::Persistence, r#"(?i)Software\\+Microsoft\\+Windows\\+CurrentVersion\\+Run\b"#),
    (
        Rule::Persistence,
        r#"(?i)(?:crontab\s+-\s*["'<]|Library/LaunchAgents/[\w.]+\.plist|\.config/autostart/|Start Menu[/\\]+Programs[/\\]+Startup)"#,
    ),
];

/// A scrambled name; this many of them make a scrambled file.
const SCRAMBLED: &str = r"\b_0x[0-9a-f]{4,6}\b";
const SCRAMBLED_FROM: usize = 40;
/// Texts are searched in pieces of this many bytes, so that a long file costs no more for each byte.
const MOST_MATCHES: usize = 5;

/// The compiled patterns.
#[derive(Debug)]
pub(super) struct Patterns {
    set: RegexSet,
    each: Vec<Regex>,
    scrambled: Option<Regex>,
}

impl Patterns {
    pub(super) fn new() -> Self {
        let texts = PATTERNS.iter().map(|(_, text)| *text);
        // Letters of ASCII alone: the tables of Unicode make a pattern many times larger.
        let plain = |text: &str| RegexBuilder::new(text).unicode(false).build().ok();
        let set = RegexSetBuilder::new(texts.clone()).unicode(false).build();
        Self {
            set: set.unwrap_or_else(|_| RegexSet::empty()),
            each: texts.filter_map(plain).collect(),
            scrambled: plain(SCRAMBLED),
        }
    }

    /// The rules that the text alone meets.
    pub(super) fn search(&self, text: &str, lines: &Lines) -> Vec<Met> {
        let mut met = Vec::new();
        let bytes = text.as_bytes();
        for at in self.set.matches(bytes) {
            let (Some((rule, _)), Some(pattern)) = (PATTERNS.get(at), self.each.get(at)) else {
                continue;
            };
            for found in pattern.find_iter(bytes).take(MOST_MATCHES) {
                met.push(Met { rule: *rule, line: lines.of(found.start()), source: 0 });
            }
        }
        if text.contains("_0x")
            && let Some(scrambled) = &self.scrambled
            && let Some(found) = scrambled.find_iter(bytes).nth(SCRAMBLED_FROM - 1)
        {
            met.push(Met { rule: Rule::Obfuscated, line: lines.of(found.start()), source: 0 });
        }
        together(text, lines, &mut met);
        met.extend(blob(bytes).map(|at| Met {
            rule: Rule::LongBlob,
            line: lines.of(at),
            source: 0,
        }));
        met
    }
}

/// Words that mean something only when all of them stand in one file, in this order.
const TOGETHER: &[(Rule, &[&str])] = &[
    (Rule::ReverseShell, &["socket", "os.dup2(", "/bin/sh"]),
    (Rule::ReverseShell, &["socket", "os.dup2(", "/bin/bash"]),
    (Rule::ReverseShell, &["socket", "os.dup2(", "pty.spawn("]),
    (Rule::ReverseShell, &["socket", ".connect(", "/bin/sh", "stdin=", ".fileno()"]),
    (Rule::ReverseShell, &["socket", ".connect(", "/bin/bash", "stdin=", ".fileno()"]),
    (Rule::ReverseShell, &["net.", ".stdin)", ".stdout.pipe("]),
    (Rule::MemoryCode, &["VirtualAlloc", "RtlMoveMemory", "CreateThread"]),
    (Rule::MemoryCode, &["VirtualAllocEx", "WriteProcessMemory", "CreateRemoteThread"]),
];

fn together(text: &str, lines: &Lines, met: &mut Vec<Met>) {
    for (rule, words) in TOGETHER {
        let mut at = 0;
        let all = words.iter().all(|word| match text.get(at..).and_then(|rest| rest.find(word)) {
            Some(found) => {
                at += found;
                true
            }
            None => false,
        });
        if all && !met.iter().any(|one| one.rule == *rule) {
            met.push(Met { rule: *rule, line: lines.of(at), source: 0 });
        }
    }
}

/// From this length on a run of encoded text is a payload, or a picture.
const BLOB: usize = 2_000;

/// The first long run of text as base64 or hexadecimal escapes make it.
fn blob(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'\\' | b'=')) {
            start = at + 1;
        } else if at - start >= BLOB {
            return Some(start);
        }
    }
    None
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect())
    }

    /// The line of a byte, from 1.
    pub(super) fn of(&self, at: usize) -> u32 {
        u32::try_from(self.0.partition_point(|start| *start <= at)).unwrap_or(u32::MAX)
    }

    /// The text of a line, without its end.
    pub(super) fn text<'a>(&self, text: &'a str, line: u32) -> &'a str {
        let at = usize::try_from(line.saturating_sub(1)).unwrap_or(0);
        let start = self.0.get(at).copied().unwrap_or(text.len());
        let end = self.0.get(at + 1).copied().unwrap_or(text.len());
        text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        let patterns = Patterns::new();
        assert_eq!(patterns.set.len(), PATTERNS.len());
        assert_eq!(patterns.each.len(), PATTERNS.len());
        assert!(patterns.scrambled.is_some());
    }

    #[test]
    fn lines_are_counted_from_one() {
        let text = "a\nb\r\nc";
        let lines = Lines::new(text);
        assert_eq!([lines.of(0), lines.of(2), lines.of(5)], [1, 2, 3]);
        assert_eq!(lines.text(text, 2), "b");
        assert_eq!(lines.text(text, 9), "");
    }
}
