//! What kind of material a text is: who reads it, and how readily its values are secrets.

use noroshi_model::{Block, BlockKind, Document, Media};

use crate::leaked::words;

/// Lines that are looked at.
const LINES: usize = 400;

/// The kinds of leaked material, and everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Material {
    /// A conversation.
    Chat,
    /// A table, ledger or workbook.
    Table,
    /// Dated entries.
    WorkLog,
    /// A contract between two parties.
    Contract,
    /// Settings, or commands.
    Configuration,
    /// A report, a page, a letter.
    Document,
}

impl Material {
    /// All kinds, in the order in which a summary tells them.
    pub const ALL: [Self; 6] = [
        Self::Chat,
        Self::Table,
        Self::WorkLog,
        Self::Contract,
        Self::Configuration,
        Self::Document,
    ];

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Table => "table",
            Self::WorkLog => "work-log",
            Self::Contract => "contract",
            Self::Configuration => "configuration",
            Self::Document => "document",
        }
    }

    /// What a document is.
    pub fn of_document(document: &Document) -> Self {
        Self::of(document.media, &document.text, &document.blocks)
    }

    pub(crate) fn of(media: Media, text: &str, blocks: &[Block]) -> Self {
        let has = |kind: BlockKind| blocks.iter().any(|block| block.kind == kind);
        match media {
            Media::Csv | Media::Tsv | Media::Xlsx if !has(BlockKind::Said) => Self::Table,
            Media::Html | Media::Mail | Media::Markdown | Media::Pdf => {
                if is_contract(text) {
                    Self::Contract
                } else {
                    Self::Document
                }
            }
            _ if has(BlockKind::Sender) || has(BlockKind::Said) => Self::Chat,
            _ if has(BlockKind::Time) => Self::WorkLog,
            _ if is_configuration(text) => Self::Configuration,
            _ if is_contract(text) => Self::Contract,
            _ => Self::Document,
        }
    }
}

/// A title of a contract, and two ways in which its parties are named.
fn is_contract(text: &str) -> bool {
    let head: String =
        text.lines().take(40).flat_map(|line| line.chars().take(200).chain(['\n'])).collect();
    let head = head.to_lowercase();
    let start: String = head.chars().take(200).collect();
    let parties =
        words().contract.parties.iter().filter(|party| head.contains(party.as_str())).count();
    parties >= 2 && words().contract.titles.iter().any(|title| start.contains(title.as_str()))
}

/// Six of ten lines set something, and two at least.
fn is_configuration(text: &str) -> bool {
    let object = text.trim();
    if object.starts_with('{') && object.ends_with('}') && object.contains("\":") {
        return true;
    }
    let (mut lines, mut settings, mut neutral) = (0_usize, 0_usize, 0_usize);
    let all = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in all.take(LINES) {
        lines += 1;
        match kind(line) {
            Line::Setting => settings += 1,
            Line::Structure => neutral += 1,
            Line::Other => {}
        }
    }
    let shell = text.starts_with("#!");
    (settings >= 2 || shell)
        && (settings + neutral) * 10 >= lines * 6
        && settings * 10 >= (lines - neutral) * 5
}

enum Line {
    Setting,
    Structure,
    Other,
}

/// First words of commands that scripts of administrators hold.
const COMMANDS: [&str; 26] = [
    "export",
    "set",
    "sudo",
    "ssh",
    "scp",
    "mysql",
    "psql",
    "curl",
    "wget",
    "docker",
    "kubectl",
    "systemctl",
    "apt",
    "yum",
    "cd",
    "echo",
    "sshpass",
    "net",
    "iptables",
    "chmod",
    "rsync",
    "ansible",
    "FROM",
    "RUN",
    "ENV",
    "COPY",
];

fn kind(line: &str) -> Line {
    let comment =
        line.starts_with(['#', ';']) || line.starts_with("//") || line.starts_with("<!--");
    let section = line.starts_with('[') && line.ends_with(']');
    let bracket = line.chars().all(|sign| "{}[](),-".contains(sign)) || line == "---";
    let item = line.strip_prefix("- ").unwrap_or(line);
    if comment || section || bracket || line.starts_with("-----") || is_key_body(line) {
        return Line::Structure;
    }
    let first = item.split_whitespace().next().unwrap_or_default();
    let command = COMMANDS.contains(&first) && item.is_ascii();
    let element = line.starts_with('<') && line.ends_with('>');
    if command || element || is_assignment(item) { Line::Setting } else { Line::Other }
}

/// A line of a key in PEM.
fn is_key_body(line: &str) -> bool {
    line.len() >= 40
        && line.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
}

/// `name = value`, `name: value`, `"name": value`; the name is one word of ASCII.
fn is_assignment(line: &str) -> bool {
    let Some(at) = line.find(['=', ':']) else { return false };
    let (name, value) = (line[..at].trim(), &line[at + 1..]);
    let bare = name.trim_matches(['"', '\'']);
    let word = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-/$[]@%".contains(&byte);
    let named =
        !bare.is_empty() && bare.len() <= 80 && bare.bytes().all(word) && !bare.starts_with("http");
    let sentence = value.split_whitespace().count() > 8 || value.trim_end().ends_with(['。', '！']);
    let quoted = value.trim_start().starts_with(['"', '\'']);
    let dated = bare.bytes().all(|byte| byte.is_ascii_digit());
    named && !dated && (!sentence || quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Material {
        Material::of(Media::Text, text, &[])
    }

    #[test]
    fn settings_are_told_from_reports() {
        assert_eq!(of("[db]\nhost = 192.0.2.1\npassword = x\n"), Material::Configuration);
        assert_eq!(of("db:\n  host: db.example\n  password: x\n"), Material::Configuration);
        assert_eq!(of("{\n  \"a\": 1,\n  \"b\": \"c\"\n}\n"), Material::Configuration);
        assert_eq!(
            of(
                "Title: a report\nDate: 2024-02-16\n\nThe port was closed.\nIt is open.\nNobody knows.\n"
            ),
            Material::Document
        );
        assert_eq!(of("甲社は、攻撃を受けたと発表した。\n調査が続く。\n"), Material::Document);
    }

    #[test]
    fn a_contract_has_a_title_and_parties() {
        let text =
            "業務委託契約書\n株式会社架空（以下「甲」という）と乙社（以下「乙」という）は、…\n";
        assert_eq!(of(text), Material::Contract);
        assert_eq!(of("The agreement between A and B was reported by C."), Material::Document);
    }
}
