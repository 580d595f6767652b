//! Whom a claim holds responsible, and how far it goes.

mod candidate;
mod japanese;

use std::ops::Range;

use noroshi_model::{
    Attribution, AttributionLevel, CueKind, EntityKind, Language, Mention, MentionKind, Speaker,
};

use crate::said::Said;
use crate::several::Several;

/// What the sentence says of who is responsible, for all its statements.
pub(super) struct Blames {
    japanese: Vec<japanese::Blame>,
}

impl Blames {
    /// Looks at a sentence once.
    pub(super) fn new(said: &Said<'_, '_>) -> Self {
        let japanese = if said.language == Language::Ja { japanese::all(said) } else { Vec::new() };
        Self { japanese }
    }

    /// Whom a statement holds responsible, when its wording does so: somebody is named beside a word
    /// of responsibility, or as the one who acted, or speaks of an own deed.
    pub(super) fn of_statement(
        &self,
        said: &Said<'_, '_>,
        statement: &Range<usize>,
        speakers: &[Speaker],
    ) -> Option<Attribution> {
        if said.language == Language::Ja {
            return japanese::of_statement(said, &self.japanese, statement, speakers);
        }
        elsewhere(said, statement, speakers)
    }
}

/// Outside Japanese: the names beside a word of responsibility.
fn elsewhere(
    said: &Said<'_, '_>,
    statement: &Range<usize>,
    speakers: &[Speaker],
) -> Option<Attribution> {
    let inside = |at: usize| statement.contains(&at);
    let blame =
        said.hits.iter().find(|hit| hit.cue.kind == CueKind::Blame && inside(hit.range.start));
    let named: &[_] = if blame.is_some() { said.mentions } else { &[] };
    let candidates = named
        .iter()
        .filter(|(range, _)| inside(range.start))
        .filter_map(|(range, mention)| Some((level(said, range, mention)?, range)));
    let place = blame.map_or(statement.start, |blame| blame.range.start);
    let distance = |range: &Range<usize>| range.start.abs_diff(place);
    let strongest = candidates.min_by_key(|(level, range)| {
        (
            *level == AttributionLevel::Infrastructure,
            *level == AttributionLevel::Sponsor,
            distance(range),
        )
    });
    let found = strongest.map(|(level, range)| Attribution {
        level,
        candidate: said.text[range.clone()].to_owned(),
    });
    found.or_else(|| own_deed(said, statement, speakers))
}

/// Whether the sentence speaks of addresses and servers, which name no more than themselves.
fn is_infrastructure(said: &Said<'_, '_>) -> bool {
    static WORDS: Several = Several::of(&[
        "IPアドレス",
        "IP address",
        "IP addresses",
        "サーバーの所在",
        "サーバーを経由",
        "サーバーを経",
        "国内のサーバー",
        "のサーバーから",
        "发信IP",
        "発信元",
        "通信元",
        "接続元",
    ]);
    WORDS.is_in(said.shown())
}

/// A group that says that it did it.
fn own_deed(
    said: &Said<'_, '_>,
    statement: &Range<usize>,
    speakers: &[Speaker],
) -> Option<Attribution> {
    let Some(Speaker::Named { name, .. }) = speakers.last() else { return None };
    let of_gang = |kind| matches!(kind, MentionKind::ThreatActor | MentionKind::Malware);
    let (range, mention) = said.mentions.iter().find(|(range, mention)| {
        of_gang(mention.kind) && name.contains(&said.text[range.clone()])
    })?;
    let deeds = [
        "盗",
        "攻撃",
        "侵入",
        "暗号化",
        "窃取",
        "停止させ",
        "入手",
        "犯行",
        "破壊",
        "公開",
        "書き換え",
        "関与",
    ];
    let told = &said.text[statement.clone()];
    deeds.iter().any(|deed| told.contains(deed)).then(|| Attribution {
        level: if is_cluster(mention) {
            AttributionLevel::ActivityCluster
        } else {
            AttributionLevel::NamedGroup
        },
        candidate: said.text[range.clone()].to_owned(),
    })
}

fn level(said: &Said<'_, '_>, range: &Range<usize>, mention: &Mention) -> Option<AttributionLevel> {
    let infrastructure = || is_infrastructure(said);
    let government = mention.kind == MentionKind::Organization
        && mention.candidates.iter().any(|id| id.kind == EntityKind::Country);
    match mention.kind {
        _ if government && infrastructure() => Some(AttributionLevel::Infrastructure),
        _ if government => Some(AttributionLevel::Sponsor),
        MentionKind::ThreatActor if is_cluster(mention) => Some(AttributionLevel::ActivityCluster),
        MentionKind::ThreatActor => Some(AttributionLevel::NamedGroup),
        MentionKind::Country if infrastructure() => Some(AttributionLevel::Infrastructure),
        MentionKind::Country if is_held_responsible(said, range) => Some(AttributionLevel::Sponsor),
        MentionKind::Person => Some(AttributionLevel::Persons),
        _ => None,
    }
}

/// Words behind a country that hold it, or somebody close to it, responsible.
const BEHIND: &[&str] = &[
    "系",
    "を支持",
    "の支援",
    "が支援",
    "とつなが",
    "とのつなが",
    "と関連",
    "との関連",
    "に関連",
    "を背景",
    "を拠点",
    "政府",
    "当局",
    "の情報機関",
    "国家",
    "軍",
    "の関与",
    "が関与",
    "による",
    "のハッカ",
    "の攻撃者",
    "の犯行",
    "の仕業",
    "が背後",
    "支持",
    "-nexus",
    "-linked",
    "-backed",
    "-sponsored",
    "-aligned",
    "-affiliated",
    " state",
    " government",
    " hacker",
    " intelligence",
    " military",
    " threat",
    " actor",
    " group",
    " apt",
    " cyber",
    " hacktivist",
    " was behind",
    " is behind",
    "背景",
    "支持的",
    "黑客",
    "組織",
    "组织",
];

/// A country is a candidate only where the words behind it make it one: 中国系, ロシアの関与,
/// "Russia-linked". 日本の会社 holds nobody responsible.
fn is_held_responsible(said: &Said<'_, '_>, range: &Range<usize>) -> bool {
    let rest: String = said.text[range.end..said.range.end].chars().take(14).collect();
    let rest = rest.to_lowercase();
    BEHIND.iter().any(|word| {
        rest.trim_start_matches(['n', 's', ' ']).starts_with(word.trim_start())
            || rest.starts_with(word)
    })
}

/// Working names of clusters: numbers of a scheme.
fn is_cluster(mention: &Mention) -> bool {
    let known = mention.candidates.iter().all(|id| id.kind == EntityKind::ThreatActor);
    known && is_scheme(&mention.canonical)
}

/// Whether a name is a number of a scheme.
fn is_scheme(name: &str) -> bool {
    let schemes = ["UNC", "UAC", "Storm-", "DEV-", "CL-", "TAG-", "UTA", "TEMP"];
    schemes.iter().any(|scheme| name.starts_with(scheme))
}
