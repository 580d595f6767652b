//! What a name is at its place in Japanese text: the brand of a gang that acts (Akiraは…と主張した) or its malware
//! that is run (ランサムウェア「Akira」に感染), a service, a branch that only describes a company.

use std::collections::HashSet;
use std::ops::Range;

use noroshi_model::{EntityId, EntityKind, Knowledge, Mention, MentionKind};

/// The malware of the pack that is sold under a gang's name.
pub(crate) struct Brands<'k> {
    ids: HashSet<&'k EntityId>,
}

/// Words before a name that make it that of a program.
const PROGRAMS: &[&str] = &[
    "ランサムウェア",
    "ランサムウエア",
    "マルウェア",
    "マルウエア",
    "ウイルス",
    "ワーム",
    "トロイの木馬",
    "亜種",
    "検体",
    "暗号化ツール",
    "ツール",
    "バックドア",
];

/// Words behind a name that make it that of a program.
const RUN: &[&str] = &[
    "に感染",
    "への感染",
    "感染",
    "の検体",
    "の亜種",
    "の新種",
    "の後継",
    "の派生",
    "を実行",
    "で暗号化",
    "の暗号化",
    "による暗号化",
    "ランサムウェア",
    "ランサムウエア",
    "マルウェア",
    "由来",
    "のコード",
    "のソースコード",
    "の復号",
    "の拡張子",
    "のバイナリ",
    "を展開",
    "を投下",
    "を配布",
    "が実行",
    "を使",
    "を用い",
    "が展開",
    "の開発",
    "系の",
];

/// Services that Japanese reports name as places and means, not as companies that act.
const SERVICES: &[&str] = &[
    "GitHub",
    "Telegram",
    "テレグラム",
    "npm",
    "PyPI",
    "Discord",
    "ディスコード",
    "Monero",
    "モネロ",
    "X",
    "Twitter",
    "LINE",
    "YouTube",
    "Instagram",
    "Dropbox",
    "Pastebin",
    "RubyGems",
    "NuGet",
];

/// Words behind a program's name that speak of those who run it.
const GANGS: &[&str] = &["グループ", "集団", "一味", "ギャング", "一派", "を名乗", "と名乗"];

impl<'k> Brands<'k> {
    /// Takes the ransomware of the pack.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        let malware = knowledge.entities.iter().filter(|one| one.id.kind == EntityKind::Malware);
        let ids = malware.filter(|one| one.fact("type") == Some("ransomware")).map(|one| &one.id);
        Self { ids: ids.collect() }
    }

    /// Makes a brand a group where its place says so.
    pub(crate) fn settle(&self, text: &str, mentions: &mut Vec<(Range<usize>, Mention)>) {
        let mut next = mentions.iter().skip(1).map(named_at).collect::<Vec<_>>().into_iter();
        mentions.retain(|(range, mention)| {
            let behind = next.next().flatten();
            !(mention.kind == MentionKind::Sector && describes(text, range, behind))
        });
        for (range, mention) in mentions.iter_mut() {
            let brand = mention.kind == MentionKind::Malware
                && mention.candidates.iter().any(|id| self.ids.contains(id));
            if brand && is_gang(text, range) {
                mention.kind = MentionKind::ThreatActor;
            }
            let service = mention.kind == MentionKind::Organization
                && SERVICES.contains(&&text[range.clone()]);
            if service {
                mention.kind = MentionKind::Product;
            }
        }
    }
}

/// Where the name of an organisation begins.
fn named_at((range, mention): &(Range<usize>, Mention)) -> Option<usize> {
    (mention.kind == MentionKind::Organization).then_some(range.start)
}

/// 旅行会社の甲社, 食品大手・乙社: a branch that only says what a named company is.
fn describes(text: &str, sector: &Range<usize>, behind: Option<usize>) -> bool {
    let between =
        behind.and_then(|at| text.get(sector.end..at)).map(|it| it.trim_end_matches('「'));
    let links = [
        "",
        "の",
        "・",
        "大手",
        "大手の",
        "大手・",
        "業の",
        "業",
        "会社",
        "会社の",
        "最大手の",
        "中堅の",
    ];
    between.is_some_and(|between| links.contains(&between))
}

/// Whether those who run it are meant.
fn is_gang(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches(['「', '『', '"', ' ', '(']);
    let behind = text[range.end..].trim_start_matches(['」', '』', '"', ' ', ')']);
    let starts = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
    starts(GANGS) || !(starts(RUN) || PROGRAMS.iter().any(|word| before.ends_with(word)))
}
