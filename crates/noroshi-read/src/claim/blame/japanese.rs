//! Whom a Japanese sentence holds responsible: the words behind a name (甲の犯行, 甲を起訴した), before it
//! (実行者は甲だ), or a deed whose subject it is. The words are data (`blame` in `knowledge/lexicon/`).

use std::ops::Range;

use noroshi_model::{Attribution, AttributionLevel, CueKind, MentionKind, Speaker};

use super::candidate::{self, Candidate, Who};
use crate::cue::Hit;
use crate::said::Said;

/// Where the one who is held responsible stands beside a cue, and how much it says. The first that a
/// statement holds wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// 甲を背景とする: a state behind the group.
    Backing,
    /// 甲を起訴した
    Held,
    /// 甲の犯行
    Agent,
    /// 実行者は甲だ, 侵入したのは甲だ
    Role,
    /// 甲として追跡する
    Tracked,
    /// 甲が…を盗んだ
    Deed,
    /// 甲と関連する: no more than a cluster.
    Tie,
    /// 甲の活動
    Weak,
    /// 甲のIPアドレス
    Address,
}

/// Somebody held responsible, and where the name stands.
#[derive(Debug, Clone)]
pub(super) struct Blame {
    rank: Rank,
    place: Range<usize>,
    held: Attribution,
}

/// Bytes of the longest sentence that is looked at; what is longer is a table or a dump, and each of
/// its cues beside all of its names would cost more than linear time.
const LONGEST: usize = 6_000;

/// Everybody whom the cues of a sentence hold responsible, in order of the cues.
pub(super) fn all(said: &Said<'_, '_>) -> Vec<Blame> {
    if said.range.len() > LONGEST {
        return Vec::new();
    }
    let cues = said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Blame);
    let mut found: Vec<Blame> = cues.filter_map(|hit| of_cue(said, hit)).collect();
    found.extend(deeds(said));
    found.extend(suspects(said));
    found.extend(states(said));
    found
}

/// The one whom a statement holds responsible.
pub(super) fn of_statement(
    said: &Said<'_, '_>,
    all: &[Blame],
    statement: &Range<usize>,
    speakers: &[Speaker],
) -> Option<Attribution> {
    let inside = all.iter().filter(|blame| {
        statement.contains(&blame.place.start)
            && (blame.rank != Rank::Deed || has_deed(said, &(blame.place.end..statement.end)))
    });
    let first = inside.min_by_key(|blame| (blame.rank, blame.place.start));
    first
        .map(|blame| blame.held.clone())
        .or_else(|| own_deed(said, statement, speakers))
        .or_else(|| beside(said, statement))
}

/// No frame holds, but the statement has a word of blame somewhere, and a name that can be meant: the
/// nearest group, else a state that stands as one (甲国系), else where the equipment is.
fn beside(said: &Said<'_, '_>, statement: &Range<usize>) -> Option<Attribution> {
    let from = said.hits.partition_point(|hit| hit.range.start < statement.start);
    let mut inside = said.hits[from..].iter().take_while(|hit| hit.range.start < statement.end);
    let blames = ["agent", "by", "role", "tie", "backing", "seems"];
    let cue = inside
        .find(|hit| hit.cue.kind == CueKind::Blame && blames.contains(&hit.cue.value.as_str()));
    let equipment = speaks_of_equipment(said);
    let deed = has_deed(said, statement);
    let first = said.mentions.partition_point(|(range, _)| range.start < statement.start);
    let held =
        (first..said.mentions.len()).take_while(|at| said.mentions[*at].0.start < statement.end);
    let held = held.filter_map(|at| {
        let who = candidate::of_mention(said, at)?;
        let rest = &said.text[who.place.end..said.range.end];
        let rank = match who.who {
            Who::Group | Who::Cluster => cue.map(|_| Rank::Agent)?,
            Who::Office => cue.filter(|_| deed).map(|_| Rank::Deed)?,
            Who::Country if STATES.iter().any(|word| rest.starts_with(word)) => {
                Some(Rank::Deed).filter(|_| cue.is_some() || deed)?
            }
            Who::Country if equipment => Rank::Address,
            _ => return None,
        };
        let place = cue.map_or(statement.start, |cue| cue.range.start);
        let level = level(rank, &who)?;
        Some((
            (rank, who.place.start.abs_diff(place)),
            Attribution { level, candidate: who.shown(said) },
        ))
    });
    held.min_by_key(|(rank, _)| *rank).map(|(_, held)| held)
}

/// Words behind a country by which it stands behind a deed.
const STATES: &[&str] = &[
    "系",
    "の支援",
    "が支援",
    "を背景",
    "の関与",
    "が関与",
    "の情報機関",
    "の軍",
    "軍",
    "国家",
    "の国家",
    "とつなが",
    "が背後",
    "の指示",
    "の工作",
    "の攻撃",
    "のハッカー集団",
    "の集団",
    "政府が",
    "政府の関与",
    "政府系",
];

fn of_cue(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Blame> {
    let before = || candidate::before(said, hit.range.start);
    let (rank, who) = match hit.cue.value.as_str() {
        "agent" => {
            let apart = || subject_before(said, hit);
            (Rank::Agent, before().or_else(|| candidate::unknown(said, hit)).or_else(apart)?)
        }
        "member" => (Rank::Agent, before().filter(|_| is_predicate(said, hit))?),
        "by" => {
            let known = before().filter(|who| is_by_whom(said, hit, who));
            (Rank::Agent, known.or_else(|| candidate::unknown(said, hit))?)
        }
        "seems" => (Rank::Agent, before().filter(Candidate::is_group)?),
        "weak" => (Rank::Weak, before().filter(Candidate::is_written)?),
        "backing" => (Rank::Backing, before().filter(|who| backs(said, who))?),
        "tie" => (Rank::Tie, before().or_else(|| owner_before(said, hit))?),
        "backs" => (Rank::Backing, subject(said, hit)?),
        "tracked" => (Rank::Tracked, before().or_else(|| candidate::unknown(said, hit))?),
        "charged" => (Rank::Held, candidate::persons_before(said, object(said, hit)?)?),
        "held" => (Rank::Held, candidate::persons_before(said, hit.range.start)?),
        "role" => (Rank::Role, candidate::behind(said, hit.range.end)?),
        "cleft" => (Rank::Role, cleft(said, hit)?),
        "as" => (Rank::Role, candidate::topic(said, hit.range.start)?),
        "where" if speaks_of_equipment(said) => (Rank::Address, before()?),
        "address" => (Rank::Address, before()?),
        _ => return None,
    };
    let level = level(rank, &who)?;
    Some(Blame { rank, held: Attribution { level, candidate: who.shown(said) }, place: who.place })
}

/// 甲国が国家として関与した: the subject of a word of doing, with something between.
fn subject_before(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Candidate> {
    let did = ["関与", "関わ", "実行", "主導", "指揮", "仕掛け", "手掛け"];
    did.iter().any(|verb| hit.cue.text.contains(verb)).then_some(())?;
    let near = near_before(said, hit.range.start);
    let text = &said.text[near.clone()];
    let from = text.rfind(['、', '。', '「']).map_or(0, |at| at + '、'.len_utf8());
    let at = text[from..].find('が')? + from;
    candidate::before(said, near.start + at)
}

/// 甲が使ったものと酷似, 甲の公開済みの事例に似る: the group of the clause that the likeness is to.
fn owner_before(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Candidate> {
    let near = near_before(said, hit.range.start);
    let comma = said.text[near.clone()].rfind(['、', '。', '「']);
    let from = near.start + comma.map_or(0, |at| at + '、'.len_utf8());
    let first = said.mentions.partition_point(|(range, _)| range.start < from);
    let last = said.mentions.partition_point(|(range, _)| range.start < hit.range.start);
    (first..last).rev().filter_map(|at| candidate::of_mention(said, at)).find(|who| {
        let behind = &said.text[who.place.end..hit.range.start];
        who.is_group() && behind.trim_start_matches(['」', '』']).starts_with(['の', 'が', 'と'])
    })
}

/// 甲国が…を盗んだ, 甲国の情報機関が…に侵入した: a state as the subject of a deed in the active voice.
fn states<'s>(said: &'s Said<'_, '_>) -> impl Iterator<Item = Blame> + 's {
    let countries = (0..said.mentions.len()).filter(|at| {
        let kind = said.mentions[*at].1.kind;
        matches!(kind, MentionKind::Country | MentionKind::Organization)
    });
    countries.filter_map(|at| {
        let who = candidate::of_mention(said, at)?;
        matches!(who.who, Who::Country | Who::Office).then_some(())?;
        let rest = said.text[who.place.end..said.range.end].strip_prefix('が')?;
        let end = rest.find(['、', '。', '」']).unwrap_or(rest.len());
        let clause = who.place.end + 'が'.len_utf8()..said.range.end - rest.len() + end;
        let text = &said.text[clause.clone()];
        let suffers = [
            "受け",
            "され",
            "られ",
            "標的",
            "対象",
            "被害",
            "発表",
            "公表",
            "非難",
            "批判",
            "否定",
            "制裁",
            "名指し",
            "指摘",
            "起訴",
            "逮捕",
            "主張",
            "警告",
        ];
        let told = has_deed(said, &clause) && !suffers.iter().any(|word| text.contains(word));
        let level = level(Rank::Deed, &who).filter(|_| told && text.chars().count() <= 40)?;
        let held = Attribution { level, candidate: who.shown(said) };
        Some(Blame { rank: Rank::Agent, held, place: who.place })
    })
}

/// How far a frame goes with somebody of this kind; nothing when it does not take one.
fn level(rank: Rank, who: &Candidate) -> Option<AttributionLevel> {
    let level = match (rank, who.who) {
        (Rank::Address, Who::Country) => AttributionLevel::Infrastructure,
        (Rank::Address, _) => return None,
        (Rank::Tie, Who::Group | Who::Cluster | Who::Campaign) => AttributionLevel::ActivityCluster,
        (Rank::Tie, Who::Office | Who::Country) => AttributionLevel::Sponsor,
        (Rank::Tie, _) | (_, Who::Campaign) => return None,
        (Rank::Backing, Who::Country | Who::Office | Who::Body) => AttributionLevel::Sponsor,
        (Rank::Backing, _) | (_, Who::Body) => return None,
        (Rank::Held, Who::Persons) => AttributionLevel::Persons,
        (Rank::Held, _) | (Rank::Role, Who::Country) => return None,
        (Rank::Tracked, Who::Country | Who::Office | Who::Persons) => return None,
        (_, Who::Cluster) => AttributionLevel::ActivityCluster,
        (_, Who::Group) => AttributionLevel::NamedGroup,
        (_, Who::Country | Who::Office) => AttributionLevel::Sponsor,
        (_, Who::Persons) => AttributionLevel::Persons,
    };
    Some(level)
}

/// 甲による攻撃, 甲によるもの, but neither 甲によると nor 甲による分析.
fn is_by_whom(said: &Said<'_, '_>, hit: &Hit<'_>, who: &Candidate) -> bool {
    let rest = &said.text[hit.range.end..said.range.end];
    let near = hit.range.end..(hit.range.end + 48).min(said.range.end);
    let seems = ["とみ", "と見", "とさ", "と推", "と疑", "と思", "とす", "との"];
    let seems = seems.iter().any(|word| rest.starts_with(word));
    let told = rest.starts_with(['れ', 'り']) || (rest.starts_with('と') && !seems);
    !told && (rest.starts_with("もの") || who.is_group() || has_deed(said, &near))
}

/// A state or an office of it may stand behind anything; another body only behind a group.
fn backs(said: &Said<'_, '_>, who: &Candidate) -> bool {
    match who.who {
        Who::Country | Who::Office => true,
        Who::Body => said.mentions.iter().any(|(_, one)| one.kind == MentionKind::ThreatActor),
        _ => false,
    }
}

/// …を書き換えたのは甲だ: a deed before it, and not in the passive.
fn cleft(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Candidate> {
    let before = &said.text[said.range.start..hit.range.start];
    let passive = before.ends_with(['れ', 'け']) && !before.ends_with("付け");
    let told = has_deed(said, &(said.range.start..hit.range.end));
    (told && !passive).then(|| candidate::behind(said, hit.range.end)).flatten()
}

/// 甲の一員だ, not 甲の一員が協力した.
fn is_predicate(said: &Said<'_, '_>, hit: &Hit<'_>) -> bool {
    said.text[hit.range.end..said.range.end].starts_with(['で', 'だ', 'と', '。'])
}

/// 甲がこの集団を支援している: the state that is the subject.
fn subject(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Candidate> {
    let near = near_before(said, hit.range.start);
    let at = near.start + said.text[near].rfind('が')?;
    candidate::before(said, at).filter(|who| matches!(who.who, Who::Country | Who::Office))
}

/// 甲を…の疑いで逮捕した: where the object ends.
fn object(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<usize> {
    let near = near_before(said, hit.range.start);
    Some(near.start + said.text[near].rfind('を')?)
}

/// The clause before a place, as far as it is looked at.
fn near_before(said: &Said<'_, '_>, at: usize) -> Range<usize> {
    let text = &said.text[said.range.start..at];
    said.range.start + text.ceil_char_boundary(text.len().saturating_sub(180))..at
}

/// Groups that are the subject of their sentence: whether they did something, the statement says.
fn deeds(said: &Said<'_, '_>) -> Vec<Blame> {
    let groups = said.mentions.iter().enumerate().filter(|(_, (_, mention))| {
        matches!(mention.kind, MentionKind::ThreatActor | MentionKind::Malware)
    });
    let subjects = groups.filter_map(|(at, (range, _))| {
        let end = candidate::past_brackets(said, range.end);
        let rest = &said.text[end..said.range.end];
        let kind = ["グループ", "集団", "一味", "側", "一派"];
        let rest = kind.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let subject = rest.starts_with(['が', 'は', 'も']) && !rest.starts_with("もの");
        let who = candidate::of_mention(said, at).filter(|_| subject)?;
        let level = level(Rank::Deed, &who).filter(|_| who.is_group())?;
        let held = Attribution { level, candidate: who.shown(said) };
        Some(Blame { rank: Rank::Deed, held, place: who.place })
    });
    subjects.collect()
}

/// 甲容疑者は…した, 被告は…した, 甲国政府が…した: persons, and offices of a state, as subjects.
fn suspects<'s>(said: &'s Said<'_, '_>) -> impl Iterator<Item = Blame> + 's {
    let cues = said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Blame);
    cues.filter_map(|hit| {
        let rest = &said.text[candidate::past_brackets(said, hit.range.end)..said.range.end];
        let particle = match hit.cue.value.as_str() {
            "person" => rest.starts_with(['が', 'は']),
            "office" => rest.starts_with('が'),
            "gang" => rest.starts_with(['が', 'は']),
            _ => false,
        };
        let who = candidate::before(said, hit.range.end).filter(|_| particle)?;
        let fits = match who.who {
            Who::Persons => is_suspect(hit) || is_attacker(hit),
            Who::Office => rest.starts_with('が'),
            // 甲国の攻撃集団が, but not 甲国政府は
            Who::Country => !["政府", "当局", "軍", "側"].contains(&hit.cue.text.as_str()),
            Who::Group | Who::Cluster => hit.cue.value == "gang" && who.is_written(),
            _ => false,
        };
        let level = level(Rank::Deed, &who).filter(|_| fits)?;
        let rank = if is_suspect(hit) { Rank::Weak } else { Rank::Deed };
        Some(Blame {
            rank,
            held: Attribution { level, candidate: who.shown(said) },
            place: who.place,
        })
    })
}

/// Persons whose deeds are told with their subject: 甲氏が指揮し, 甲国のハッカーが盗み.
fn is_attacker(hit: &Hit<'_>) -> bool {
    ["氏", "ハッカー", "犯罪者", "男", "女", "少年", "将校", "労働者"]
        .iter()
        .any(|word| hit.cue.text.ends_with(word))
}

/// 容疑者, 被告: what is told of them is what they are held responsible for.
fn is_suspect(hit: &Hit<'_>) -> bool {
    ["容疑者", "被告", "被疑者"].iter().any(|word| hit.cue.text.ends_with(word))
}

/// Whether a place tells of a deed that somebody is blamed for.
fn has_deed(said: &Said<'_, '_>, place: &Range<usize>) -> bool {
    let from = said.hits.partition_point(|hit| hit.range.start < place.start);
    let near = said.hits[from..].iter().take_while(|hit| hit.range.start < place.end);
    near.into_iter().any(|hit| {
        let value = hit.cue.value.as_str();
        hit.cue.kind == CueKind::Blame
            && (matches!(value, "deed" | "weak") || (value == "agent" && is_crime(hit)))
    })
}

fn is_crime(hit: &Hit<'_>) -> bool {
    ["犯行", "関与", "実行", "仕業"].iter().any(|word| hit.cue.text.contains(word))
}

/// Whether the sentence speaks of addresses and servers, which name no more than themselves.
fn speaks_of_equipment(said: &Said<'_, '_>) -> bool {
    let mut cues = said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Blame);
    cues.any(|hit| matches!(hit.cue.value.as_str(), "infrastructure" | "address"))
}

/// A group that says that it did it.
fn own_deed(
    said: &Said<'_, '_>,
    statement: &Range<usize>,
    speakers: &[Speaker],
) -> Option<Attribution> {
    let name = match speakers.last()? {
        Speaker::Named { name, .. } => name,
        Speaker::Unnamed { as_written, .. } => as_written,
        Speaker::Author => return None,
    };
    let group = (0..said.mentions.len()).find_map(|at| {
        let who = candidate::of_mention(said, at).filter(Candidate::is_group)?;
        let shown = who.shown(said);
        name.contains(&shown).then_some(who)
    });
    let Some(group) = group else {
        let candidate = self_styled(name).filter(|_| has_deed(said, statement))?;
        return Some(Attribution { level: AttributionLevel::NamedGroup, candidate });
    };
    let level = level(Rank::Deed, &group)?;
    has_deed(said, statement).then(|| Attribution { level, candidate: group.shown(said) })
}

/// 甲を名乗る投稿者, 集団「甲」: the name that somebody gives himself.
fn self_styled(name: &str) -> Option<String> {
    let called = ["を名乗", "と名乗", "を自称", "と称"].iter().find_map(|word| name.find(word));
    let quoted = || {
        let (head, inner) = name.strip_suffix('」')?.split_once('「')?;
        let group = ["集団", "グループ", "一団", "組織", "団", "ハクティビスト"];
        group.iter().any(|word| head.ends_with(word)).then_some(inner)
    };
    let shown = called.map(|at| &name[..at]).or_else(quoted)?;
    let shown = shown.trim_matches(['「', '」', '『', '』', ' ']);
    (!shown.is_empty() && shown.chars().count() <= 24).then(|| shown.to_owned())
}
