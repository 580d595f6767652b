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
            let acts = acts(said, range, mention, statement);
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

/// Words that tell of a deed; a group that is their subject is held responsible.
const DEEDS: &[&str] = &[
    "攻撃",
    "侵入",
    "盗",
    "窃取",
    "狙",
    "悪用",
    "暗号化",
    "標的",
    "実行",
    "関与",
    "犯行",
    "改ざん",
    "不正",
    "感染させ",
    "送り付け",
    "送りつけ",
    "破壊",
    "停止させ",
    "書き換え",
    "脅迫",
    "要求",
    "流出させ",
    "入手",
    "公開",
    "活動",
    "仕業",
    "指揮",
    "主導",
    "帰属",
    "重な",
    "同じ",
];

/// Particles by which a name is the subject of a deed, or its author.
const SUBJECTS: &[&str] = &[
    "が",
    "は",
    "も",
    "による",
    "によ",
    "の攻撃",
    "の活動",
    "の犯行",
    "の関与",
    "の仕業",
    "に帰属",
    "と重な",
    "と同じ",
    "と特定",
    "だ",
];

/// Words behind a country, or an office of it, by which it stands behind a deed.
const SPONSORS: &[&str] = &[
    "の攻撃集団",
    "の集団",
    "のハッカー",
    "の工作員",
    "の下で",
    "の指揮",
    "の犯行",
    "が支援",
    "の支援",
    "を背景",
    "政府が",
    "政府の",
    "政府を",
    "系",
    "の情報機関",
    "の軍",
    "軍が",
    "軍の",
    "の関与",
    "が関与",
    "が指揮",
    "が主導",
    "の指示",
    "による",
    "を疑",
    "が背後",
    "国家",
    "とつなが",
    "当局が",
    "の国家",
];

/// Whether the words behind a name make it the one who acted.
fn acts(
    said: &Said<'_, '_>,
    range: &Range<usize>,
    mention: &Mention,
    statement: &Range<usize>,
) -> bool {
    if said.language != Language::Ja {
        return false;
    }
    let told = &said.text[statement.clone()];
    let rest = said.text[range.end..said.range.end]
        .trim_start_matches(['」', '』', '"', ')', '）', ' ', '、']);
    let follows = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    let deed = || DEEDS.iter().any(|deed| told.contains(deed));
    match mention.kind {
        MentionKind::ThreatActor => follows(SUBJECTS) && deed(),
        MentionKind::Malware => is_brand(said, range) && follows(SUBJECTS) && deed(),
        MentionKind::Person => {
            let held = ["容疑者", "被告", "を逮捕", "を起訴", "を書類送検"];
            held.iter().any(|word| told.contains(word))
                || (follows(&["が", "は"]) && told.contains("指揮"))
        }
        MentionKind::Country => {
            follows(SPONSORS) && (deed() || told.contains("支援")) || is_infrastructure(said)
        }
        MentionKind::Organization => {
            let office = [
                "政府",
                "公安省",
                "国防省",
                "軍",
                "情報総局",
                "保安庁",
                "安全部",
                "安全省",
                "革命防衛隊",
                "情報機関",
                "保安局",
                "偵察総局",
            ];
            let name = &said.text[range.clone()];
            let subject = follows(SPONSORS) || follows(SUBJECTS);
            office.iter().any(|end| name.ends_with(end)) && subject && deed()
        }
        _ => false,
    }
}

/// ランサムウェア集団「甲」, ランサムウェア「甲」による攻撃: the brand of a gang.
fn is_brand(said: &Said<'_, '_>, range: &Range<usize>) -> bool {
    let before = said.text[said.range.start..range.start].trim_end_matches(['「', '『', '"', ' ']);
    let brand = ["ランサムウェア", "ランサムウエア", "集団", "グループ", "一味", "ギャング"];
    let gang = said.text[range.end..said.range.end].trim_start_matches(['」', '』']);
    brand.iter().any(|word| before.ends_with(word))
        || gang.starts_with("は")
        || gang.starts_with("による")
}

/// Whether the sentence speaks of addresses and servers, which name no more than themselves.
fn is_infrastructure(said: &Said<'_, '_>) -> bool {
    let words = [
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
    ];
    let shown = said.shown();
    words.iter().any(|word| shown.contains(word))
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

fn level(
    said: &Said<'_, '_>,
    range: &Range<usize>,
    mention: &Mention,
    acts: bool,
) -> Option<AttributionLevel> {
    let infrastructure = is_infrastructure(said);
    let government = mention.kind == MentionKind::Organization
        && mention.candidates.iter().any(|id| id.kind == EntityKind::Country);
    match mention.kind {
        _ if government && infrastructure => Some(AttributionLevel::Infrastructure),
        _ if government => Some(AttributionLevel::Sponsor),
        MentionKind::ThreatActor if is_cluster(mention) => Some(AttributionLevel::ActivityCluster),
        MentionKind::ThreatActor => Some(AttributionLevel::NamedGroup),
        MentionKind::Malware if acts => Some(AttributionLevel::NamedGroup),
        MentionKind::Organization if acts => Some(AttributionLevel::Sponsor),
        MentionKind::Country if infrastructure => Some(AttributionLevel::Infrastructure),
        MentionKind::Country if acts || is_held_responsible(said, range) => {
            Some(AttributionLevel::Sponsor)
        }
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
