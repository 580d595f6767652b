//! Who stands beside a word of blame: a name, or a noun phrase for persons.

use std::ops::Range;

use noroshi_model::{CueKind, EntityKind, MentionKind};

use super::is_cluster;
use crate::cue::Hit;
use crate::said::Said;

/// What somebody is who may be held responsible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// A named group, or a gang by its brand.
    Group,
    /// A working name of a scheme.
    Cluster,
    Campaign,
    Country,
    /// An office of a state: 偵察総局.
    Office,
    /// Another organisation.
    Body,
    /// One or more persons, with or without a name.
    Persons,
}

/// Somebody at a place of the shadow, or somebody whom an earlier sentence named.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) who: Who,
    pub(super) place: Range<usize>,
    /// Whom the words at the place stand for: 同一の攻撃者.
    meant: Option<String>,
}

impl Candidate {
    fn at(who: Who, place: Range<usize>) -> Self {
        Self { who, place, meant: None }
    }

    /// Whether it is a group by its name.
    pub(super) fn is_group(&self) -> bool {
        matches!(self.who, Who::Group | Who::Cluster)
    }

    /// Whether it is a group whose name stands at the place.
    pub(super) fn is_written(&self) -> bool {
        self.is_group() && self.meant.is_none()
    }

    /// The name, or the words as they stand there.
    pub(super) fn shown(&self, said: &Said<'_, '_>) -> String {
        self.meant.clone().unwrap_or_else(|| said.text[self.place.clone()].to_owned())
    }
}

/// Characters of a noun phrase that is looked at.
const LONGEST: usize = 40;

/// Who stands directly before a place: the name that ends there, or persons, or the state or group
/// before a word for attackers (中国の攻撃集団). Of a list the first.
pub(super) fn before(said: &Said<'_, '_>, at: usize) -> Option<Candidate> {
    let end = skip_back(said, at);
    if let Some(number) = mention_ending(said, end) {
        let mut found = first_of_list(said, number)?;
        // 甲国政府, 甲国軍: an office of the state.
        let office = ["政府", "軍", "当局"].iter().any(|word| said.text[end..at].starts_with(word));
        if office && found.who == Who::Country {
            found.who = Who::Office;
        }
        return Some(found);
    }
    if let Some(state) = nameless_state(said, end) {
        return Some(state);
    }
    match ending(said, end)? {
        "gang" => of_gang(said, end),
        "person" => Some(persons(said, end)).filter(|who| names_somebody(said, who)),
        _ => Some(phrase(said, end))
            .filter(|place| place.len() > 12)
            .map(|place| Candidate::at(Who::Office, place)),
    }
}

/// 国家の関与, ある国家が背後: a state, whichever it is.
fn nameless_state(said: &Said<'_, '_>, end: usize) -> Option<Candidate> {
    let before = said.text.get(said.range.start..end)?.strip_suffix("国家")?;
    let start = end - "国家".len();
    let whole = !before.ends_with(|sign| matches!(sign, '\u{3400}'..='\u{9fff}'));
    whole.then(|| Candidate::at(Who::Office, start..end))
}

/// 同じ開発者 and 国家支援ハッカー are nobody in particular.
fn names_somebody(said: &Said<'_, '_>, who: &Candidate) -> bool {
    let shown = &said.text[who.place.clone()];
    let before = &said.text[said.range.start..who.place.start];
    let vague = ["同じ", "同一の", "別の", "何者か"];
    !vague.iter().any(|word| shown.starts_with(word) || before.ends_with(word))
        && !shown.starts_with("国家")
}

/// A name that no table and no rule knows, where only a group can stand: 「甲」から脅迫を受けた, 甲団の犯行.
pub(super) fn unknown(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Candidate> {
    let only_groups = [
        "から脅迫",
        "から恐喝",
        "が犯行",
        "の犯行",
        "を名乗",
        "と名乗",
        "として追跡",
        "の名で追跡",
        "の名称で追跡",
    ];
    let only_groups = only_groups.iter().any(|word| hit.cue.text.starts_with(word));
    let deed = ["攻撃", "犯行", "もの"];
    let deed = deed.iter().any(|word| said.text[hit.range.end..said.range.end].starts_with(word));
    let end = skip_back(said, hit.range.start);
    let place = phrase(said, end);
    let shown = &said.text[place.clone()];
    let latin = shown.starts_with(|sign: char| sign.is_ascii_uppercase());
    let katakana = shown.chars().all(|sign| matches!(sign, '\u{30a1}'..='\u{30fc}'));
    let band =
        ["団", "旅団", "軍団"].iter().any(|word| shown.ends_with(word)) && !shown.contains('の');
    let long = (4..=24).contains(&shown.chars().count()) || band;
    let common = ["ハッカー", "ランサム", "マルウェア", "グループ", "サイバー"]
        .iter()
        .any(|word| shown.contains(word));
    let known = said.mentions.iter().any(|(range, _)| range.start < end && place.start < range.end);
    let cluster = super::is_scheme(shown);
    let words =
        shown.split(' ').filter(|word| word.starts_with(|sign: char| sign.is_ascii_uppercase()));
    let two = latin && words.count() >= 2;
    let acts = [
        "の関与",
        "が関与",
        "も関与",
        "の仕業",
        "のしわざ",
        "が実行",
        "が仕掛け",
        "による",
        "によって",
    ];
    let acts = two && acts.iter().any(|word| hit.cue.text.starts_with(word));
    let fits = (only_groups && (latin || katakana || band)) || (deed && band) || acts;
    (fits && long && !common && !known)
        .then(|| Candidate::at(if cluster { Who::Cluster } else { Who::Group }, place))
}

/// Who stands directly behind a place and closes the clause: 実行者は甲だ.
pub(super) fn behind(said: &Said<'_, '_>, at: usize) -> Option<Candidate> {
    let rest = &said.text[at..said.range.end];
    let near = at..at + rest.floor_char_boundary(LONGEST * 3);
    let from = said.mentions.partition_point(|(range, _)| range.start < at);
    let mut named = said.mentions.iter().enumerate().skip(from);
    let named = named.find_map(|(number, (range, _))| {
        let close = range.end <= near.end && is_noun_run(&said.text[at..range.start]);
        (close && closes(said, range.end)).then(|| of_mention(said, number)).flatten()
    });
    let told = || {
        let hits = said.hits.iter().skip(said.hits.partition_point(|hit| hit.range.start < at));
        let mut ends = hits.take_while(|hit| hit.range.end <= near.end).filter(|hit| {
            let hired = hit.cue.text.ends_with("請負業者");
            hit.cue.kind == CueKind::Blame && (hit.cue.value == "person" || hired)
        });
        let end = ends.find(|hit| closes(said, hit.range.end))?.range.end;
        let start = phrase(said, end).start.max(at);
        is_noun_run(&said.text[at..start]).then(|| Candidate::at(Who::Persons, start..end))
    };
    named.or_else(told)
}

/// The persons that are the object of a deed of the police: the first who is named, else the noun
/// phrase.
pub(super) fn persons_before(said: &Said<'_, '_>, at: usize) -> Option<Candidate> {
    let text = &said.text[said.range.start..at];
    let from = said.range.start + text.ceil_char_boundary(text.len().saturating_sub(LONGEST * 6));
    let first = said.mentions.partition_point(|(range, _)| range.start < from);
    let mut named = said.mentions[first..].iter().take_while(|(range, _)| range.end <= at);
    if let Some((range, _)) = named.find(|(_, mention)| mention.kind == MentionKind::Person) {
        return Some(Candidate::at(Who::Persons, range.clone()));
    }
    let lives = said.text[said.range.start..at].strip_suffix('=').and_then(|text| text.rfind('='));
    let at = lives
        .filter(|open| at - said.range.start - open <= 60)
        .map_or(at, |open| said.range.start + open);
    let mut last = phrase(said, skip_back(said, at));
    // 坂東(22)、黒木(20)両容疑者を: persons with their ages.
    for _ in 0..8 {
        let head = said.text[said.range.start..last.start].strip_suffix('、');
        let open = head.and_then(|head| Some((head.strip_suffix(')')?.rfind('(')?, head)));
        let aged = |text: &str| {
            let age = text.trim_matches(['(', ')']);
            !age.is_empty() && age.len() <= 3 && age.bytes().all(|byte| byte.is_ascii_digit())
        };
        let Some((open, _)) = open.filter(|(open, head)| aged(&head[*open..])) else { break };
        last = phrase(said, said.range.start + open);
        if !said.text[said.range.start..last.start].ends_with('、') {
            return Some(Candidate::at(Who::Persons, last));
        }
    }
    // 従業員8人と、職員2人を: the first of them.
    for link in ["と、", "と"] {
        let Some(head) = said.text[said.range.start..last.start].strip_suffix(link) else {
            continue;
        };
        let end = said.range.start + head.len();
        if ending(said, without_count(said, end)).is_some_and(|kind| kind == "person") {
            last = phrase(said, end);
        }
        break;
    }
    let end = without_count(said, last.end);
    let person = ending(said, end).is_some_and(|kind| kind == "person");
    person.then(|| Candidate::at(Who::Persons, last))
}

/// The topic before a place: 男は甲の運営者だ.
pub(super) fn topic(said: &Said<'_, '_>, at: usize) -> Option<Candidate> {
    let text = &said.text[said.range.start..at];
    let from = text.ceil_char_boundary(text.len().saturating_sub(LONGEST * 3));
    let topic = said.range.start + from + text[from..].rfind('は')?;
    before(said, topic).filter(|who| who.is_group() || who.who == Who::Persons)
}

/// A mention as somebody who may be responsible.
pub(super) fn of_mention(said: &Said<'_, '_>, number: usize) -> Option<Candidate> {
    let (range, mention) = said.mentions.get(number)?;
    let government = mention.candidates.iter().any(|id| id.kind == EntityKind::Country);
    let shown = &said.text[range.clone()];
    let who = match mention.kind {
        MentionKind::ThreatActor if is_cluster(mention) => Who::Cluster,
        MentionKind::ThreatActor => Who::Group,
        MentionKind::Malware if is_brand(said, range) => Who::Group,
        MentionKind::Campaign => Who::Campaign,
        MentionKind::Country => Who::Country,
        MentionKind::Person => Who::Persons,
        MentionKind::Organization if government || is_office(said, range.end, shown) => Who::Office,
        MentionKind::Organization => Who::Body,
        _ => return None,
    };
    Some(Candidate::at(who, range.clone()))
}

/// ランサムウェア集団「甲」, ランサムウェア「甲」による, 甲を名乗る: the brand of a gang.
fn is_brand(said: &Said<'_, '_>, range: &Range<usize>) -> bool {
    let before = said.text[said.range.start..range.start].trim_end_matches(['「', '『', '"', ' ']);
    let brand = ["ランサムウェア", "ランサムウエア", "集団", "グループ", "一味", "ギャング"];
    let behind = said.text[range.end..said.range.end].trim_start_matches(['」', '』', ' ']);
    let acts = [
        "による",
        "によって",
        "の犯行",
        "の仕業",
        "を名乗",
        "と名乗",
        "にやられ",
        "から脅迫",
        "の実行役",
        "の実行犯",
        "が犯行",
        "は犯行",
        "の暴露",
        "のリーク",
        "が関与",
        "の関与",
        "で、",
        "だった",
        "とみられ",
    ];
    brand.iter().any(|word| before.ends_with(word))
        || acts.iter().any(|word| behind.starts_with(word))
}

/// Whether a name is that of a state's office: by its ending, as the lexicon has it.
fn is_office(said: &Said<'_, '_>, end: usize, shown: &str) -> bool {
    ending(said, end).is_some_and(|kind| kind == "office")
        || ["政府", "軍", "総局", "公安省", "安全省"].iter().any(|word| shown.ends_with(word))
}

/// The first name of the list that a mention closes: 甲と乙に加え、丙.
fn first_of_list(said: &Said<'_, '_>, number: usize) -> Option<Candidate> {
    let last = of_mention(said, number)?;
    let mut first = last.clone();
    for at in (0..number).rev() {
        // 4社は甲、1社は乙: the numbers say nothing of the names.
        if said.mentions[at].1.kind == MentionKind::Count {
            continue;
        }
        let between = said.text.get(said.mentions[at].0.end..first.place.start).unwrap_or("");
        if !is_joint(between) {
            break;
        }
        let gang = last.is_group() && said.mentions[at].1.kind == MentionKind::Malware;
        let brand = || gang.then(|| Candidate::at(Who::Group, said.mentions[at].0.clone()));
        let Some(one) = of_mention(said, at).or_else(brand) else { break };
        if one.who != last.who && !(one.is_group() && last.is_group()) {
            break;
        }
        first = one;
    }
    Some(first)
}

/// 甲と乙, 甲や乙, 甲、1社は乙.
fn is_joint(between: &str) -> bool {
    let bare = between.trim_matches(['「', '」', '『', '』', ' ', '"']);
    let links =
        ["と", "や", "、", "に加え、", "及び", "および", "、及び", "・", "または", "、さらに"];
    let share = bare.strip_prefix('、').and_then(|rest| rest.strip_suffix('は'));
    links.contains(&bare) || share.is_some_and(|share| (2..=5).contains(&share.chars().count()))
}

/// The state or group before a word for attackers: 中国の攻撃集団, 同一の攻撃者.
fn of_gang(said: &Said<'_, '_>, end: usize) -> Option<Candidate> {
    let range = phrase(said, end);
    let shown = &said.text[range.clone()];
    if ["同一", "同じ", "同グループ", "同集団"].iter().any(|word| shown.starts_with(word))
    {
        let name = said.memory.last(MentionKind::ThreatActor)?.to_owned();
        return Some(Candidate { who: Who::Group, place: range, meant: Some(name) });
    }
    if let Some(found) = self_styled(said, range.start) {
        return Some(found);
    }
    let from = said.mentions.partition_point(|(place, _)| place.start < range.start);
    let inside = said.mentions[from..].iter().take_while(|(place, _)| place.end <= end).count();
    let mut all = (from..from + inside).rev().filter_map(|number| of_mention(said, number));
    let found = all.find(|one| one.is_group() || matches!(one.who, Who::Country | Who::Office))?;
    Some(found)
}

/// 甲を名乗る集団, 「甲」と呼ばれる攻撃グループ: the name before.
fn self_styled(said: &Said<'_, '_>, start: usize) -> Option<Candidate> {
    let text = &said.text[said.range.start..start];
    let styles = [
        "を名乗る",
        "と名乗る",
        "を自称する",
        "と自称する",
        "と称する",
        "と呼ばれる",
        "として知られる",
        "とみられる",
        "と見られる",
    ];
    let head = styles.iter().find_map(|style| text.strip_suffix(style))?;
    let end = skip_back(said, said.range.start + head.len());
    if let Some(number) = mention_ending(said, end) {
        return of_mention(said, number).filter(Candidate::is_group);
    }
    let place = phrase(said, end);
    let quoted = said.text[end..].starts_with(['」', '』']);
    (quoted && !place.is_empty()).then(|| Candidate::at(Who::Group, place))
}

/// A noun phrase for persons: the person it names, else all of it.
fn persons(said: &Said<'_, '_>, end: usize) -> Candidate {
    let range = phrase(said, end);
    let from = said.mentions.partition_point(|(place, _)| place.start < range.start);
    let mut inside = said.mentions[from..].iter().take_while(|(place, _)| place.end <= end);
    let named = inside.find(|(_, mention)| mention.kind == MentionKind::Person);
    let shown = &said.text[range.clone()];
    let meant = said.anaphor(shown).or_else(|| said.memory.titled(shown)).map(|(name, _)| name);
    let place = named.map_or(range, |(place, _)| place.clone());
    Candidate { who: Who::Persons, place, meant }
}

/// Back over closing brackets, what stands in round ones, and the words behind a name that say
/// nothing of it: 甲（別名乙）側.
fn skip_back(said: &Said<'_, '_>, at: usize) -> usize {
    let start = said.range.start;
    let mut end = at;
    for _ in 0..3 {
        let text = said.text[start..end].trim_end_matches(['」', '』', '"', ' ', '、']);
        end = start + text.len();
        let open = text.strip_suffix(')').and_then(|inner| inner.rfind('('));
        if let Some(open) = open.filter(|open| text[*open..].chars().count() <= LONGEST) {
            end = start + open;
        }
        if mention_ending(said, end).is_some() {
            return end;
        }
        let bare = ["など", "ら", "側", "政府", "当局", "軍", "自身", "社"];
        let text = &said.text[start..end];
        let shorter =
            bare.iter().find_map(|word| text.strip_suffix(word)).map(|it| start + it.len());
        end = shorter.filter(|end| mention_ending(said, *end).is_some()).unwrap_or(end);
    }
    without_count(said, end)
}

/// The end of a word before the number of those it speaks of: 男子生徒3人.
fn without_count(said: &Said<'_, '_>, end: usize) -> usize {
    let text = &said.text[said.range.start..end];
    let bare = text.strip_suffix("人").or_else(|| text.strip_suffix("名")).map(|head| {
        head.trim_end_matches(|sign: char| {
            sign.is_ascii_digit() || "一二三四五六七八九十数".contains(sign)
        })
    });
    bare.filter(|bare| bare.len() + '人'.len_utf8() < text.len())
        .map_or(end, |bare| said.range.start + bare.len())
}

/// The mention that ends at a place.
fn mention_ending(said: &Said<'_, '_>, end: usize) -> Option<usize> {
    let after = said.mentions.partition_point(|(range, _)| range.start < end);
    let near = (0..after).rev().take(2);
    near.into_iter().find(|at| said.mentions[*at].0.end == end)
}

/// What the word is that ends at a place: `gang`, `person` or `office`; the longest decides.
fn ending(said: &Said<'_, '_>, end: usize) -> Option<&'static str> {
    let after = said.hits.partition_point(|hit| hit.range.start < end);
    let near = said.hits[..after].iter().rev().take_while(|hit| hit.range.start + 48 >= end);
    let kinds = near.filter(|hit| hit.cue.kind == CueKind::Blame && hit.range.end == end);
    let found = kinds.filter_map(|hit| {
        let kind = ["gang", "person", "office"].into_iter().find(|kind| *kind == hit.cue.value)?;
        Some((hit.range.len(), kind))
    });
    found.max().map(|(_, kind)| kind)
}

/// The noun phrase that ends at a place: back over kanji, katakana, Latin, marks of names, and の.
fn phrase(said: &Said<'_, '_>, end: usize) -> Range<usize> {
    let text = &said.text[said.range.start..end];
    // A bracket that opens before the phrase is none of it.
    let mut open = 0_i32;
    let balanced = |sign: char| {
        open += i32::from(matches!(sign, '」' | '』' | ')'))
            - i32::from(matches!(sign, '「' | '『' | '('));
        open >= 0
    };
    let signs = text.char_indices().rev().take(LONGEST);
    let start = signs
        .scan(balanced, |balanced, (at, sign)| (is_noun_sign(sign) && balanced(sign)).then_some(at))
        .last()
        .unwrap_or(text.len());
    let kept = text[start..].trim_start_matches(['の', ' ', '」', '』', ')', '・']);
    end - kept.len()..end
}

fn is_noun_sign(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30fc}' | '\u{3400}'..='\u{9fff}' | '々' | 'の' | '「' | '」' | '『' | '』' | '(' | ')' | ' ' | '-' | '.')
        || sign.is_ascii_alphanumeric()
}

fn is_noun_run(text: &str) -> bool {
    text.chars().count() <= LONGEST && text.chars().all(|sign| is_noun_sign(sign) || sign == '、')
}

/// Whether a name closes its clause: 甲だ, 甲とみられる, 甲で、.
fn closes(said: &Said<'_, '_>, end: usize) -> bool {
    let end = past_brackets(said, end);
    let rest = said.text[end..said.range.end].trim_start_matches("氏").trim_start();
    let behind = [
        "だ",
        "で",
        "とみ",
        "と見",
        "とさ",
        "と判",
        "と特",
        "と断",
        "と疑",
        "と結",
        "と名乗",
        "と呼",
        "がい",
        "がお",
        "が控",
        "が存在",
        "の可能性",
        "によ",
        "。",
        "か。",
    ];
    rest.is_empty() || behind.iter().any(|word| rest.starts_with(word))
}

/// Behind the closing marks and the round brackets that follow a name.
pub(super) fn past_brackets(said: &Said<'_, '_>, end: usize) -> usize {
    let rest = &said.text[end..said.range.end];
    let bare = rest.trim_start_matches(['」', '』', '"', ' ']);
    let close = bare.strip_prefix('(').and_then(|inner| inner.find(')'));
    let bare = close.map_or(bare, |close| &bare[close + "()".len()..]);
    said.range.end - bare.len()
}
