//! Whom a claim holds responsible, and how far it goes.

use std::ops::Range;

use noroshi_model::{
    Attribution, AttributionLevel, CueKind, EntityKind, Language, Mention, MentionKind, Speaker,
};

use crate::said::Said;

/// Whom a statement holds responsible, when its wording does so: somebody is named beside a word
/// of responsibility, or as the one who acted, or speaks of an own deed.
pub(super) fn attribution(
    said: &Said<'_, '_>,
    statement: &Range<usize>,
    speakers: &[Speaker],
) -> Option<Attribution> {
    let inside = |at: usize| statement.contains(&at);
    let blame =
        said.hits.iter().find(|hit| hit.cue.kind == CueKind::Blame && inside(hit.range.start));
    let candidates = said.mentions.iter().filter(|(range, _)| inside(range.start)).filter_map(
        |(range, mention)| {
            let acts = acts(said, range, mention);
            let held = blame.is_some() || acts;
            Some((level(said, range, mention, acts).filter(|_| held)?, range))
        },
    );
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

/// Words behind the name of one who acted.
const ACTS: &[&str] = &[
    "による",
    "の攻撃",
    "の活動",
    "の犯行",
    "の関与",
    "の仕業",
    "が関与",
    "が攻撃",
    "は攻撃",
    "が侵入",
    "が実行",
    "が盗",
    "が行っ",
    "に帰属",
    "と重な",
    "が指揮",
    "が主導",
    "が仕掛け",
    "を逮捕",
    "容疑者",
    "被告",
    "と同じ",
    "だと特定",
    "と特定",
    "を起訴",
    "を書類送検",
];

/// Whether the words behind a name make it the one who acted.
fn acts(said: &Said<'_, '_>, range: &Range<usize>, mention: &Mention) -> bool {
    let able = matches!(
        mention.kind,
        MentionKind::ThreatActor | MentionKind::Person | MentionKind::Malware
    );
    if !able || said.language != Language::Ja {
        return false;
    }
    let rest =
        said.text[range.end..said.range.end].trim_start_matches(['」', '』', '"', ')', '）', ' ']);
    if mention.kind == MentionKind::Malware {
        let before = &said.text[said.range.start..range.start];
        let brand = [
            "ランサムウェア「",
            "ランサムウエア「",
            "集団「",
            "グループ「",
            "ランサムウェア",
            "集団",
            "グループ",
        ];
        return brand.iter().any(|word| before.ends_with(word)) && rest.starts_with("による");
    }
    ACTS.iter().any(|word| rest.starts_with(word))
}

/// A group that says that it did it.
fn own_deed(
    said: &Said<'_, '_>,
    statement: &Range<usize>,
    speakers: &[Speaker],
) -> Option<Attribution> {
    let Some(Speaker::Named { name, .. }) = speakers.last() else { return None };
    let (range, mention) = said.mentions.iter().find(|(range, mention)| {
        mention.kind == MentionKind::ThreatActor && name.contains(&said.text[range.clone()])
    })?;
    let deeds =
        ["盗", "攻撃", "侵入", "暗号化", "窃取", "停止させ", "入手", "犯行", "破壊", "公開"];
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

fn level(
    said: &Said<'_, '_>,
    range: &Range<usize>,
    mention: &Mention,
    acts: bool,
) -> Option<AttributionLevel> {
    let sentence = &said.text[said.range.clone()];
    let infrastructure = [
        "IPアドレス",
        "IP address",
        "IP addresses",
        "サーバーの所在",
        "サーバーを経由",
        "サーバーを経",
        "国内のサーバー",
        "发信IP",
    ]
    .iter()
    .any(|word| sentence.contains(word));
    let government = mention.kind == MentionKind::Organization
        && mention.candidates.iter().any(|id| id.kind == EntityKind::Country);
    match mention.kind {
        _ if government && infrastructure => Some(AttributionLevel::Infrastructure),
        _ if government => Some(AttributionLevel::Sponsor),
        MentionKind::ThreatActor if is_cluster(mention) => Some(AttributionLevel::ActivityCluster),
        MentionKind::ThreatActor => Some(AttributionLevel::NamedGroup),
        MentionKind::Malware if acts => Some(AttributionLevel::NamedGroup),
        MentionKind::Country if infrastructure => Some(AttributionLevel::Infrastructure),
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
    let schemes = ["UNC", "UAC", "Storm-", "DEV-", "CL-", "TAG-", "UTA", "TEMP"];
    let known = mention.candidates.iter().all(|id| id.kind == EntityKind::ThreatActor);
    known && schemes.iter().any(|scheme| mention.canonical.starts_with(scheme))
}
