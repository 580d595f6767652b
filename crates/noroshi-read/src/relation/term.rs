//! What a phrase names: a mention, a quoted name, what 同グループ means, or its own words.

use std::ops::Range;

use noroshi_model::{Mention, MentionKind, Predicate};

use crate::said::Said;

/// One side of a relation.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// As written.
    pub(super) text: String,
    /// What it is, if that is known.
    pub(super) kind: Option<MentionKind>,
    pub(super) place: Range<usize>,
}

impl Term {
    /// The words of a place, of no known kind.
    pub(super) fn words(said: &Said<'_, '_>, place: Range<usize>) -> Self {
        Self { text: said.text[place.clone()].to_owned(), kind: None, place }
    }

    /// A mention at its place.
    pub(super) fn mention(said: &Said<'_, '_>, (place, mention): &(Range<usize>, Mention)) -> Self {
        Self { kind: Some(mention.kind), ..Self::words(said, place.clone()) }
    }
}

/// Nouns behind a name that only say what it is, with the kind they make it.
const CLASSES: &[(&str, MentionKind)] = &[
    ("グループ", MentionKind::ThreatActor),
    ("集団", MentionKind::ThreatActor),
    ("アクター", MentionKind::ThreatActor),
    ("攻撃者", MentionKind::ThreatActor),
    ("ハクティビスト", MentionKind::ThreatActor),
    ("クラスタ", MentionKind::ThreatActor),
    ("攻撃主体", MentionKind::ThreatActor),
    ("ランサムウェア", MentionKind::Malware),
    ("マルウェア", MentionKind::Malware),
    ("バックドア", MentionKind::Malware),
    ("トロイの木馬", MentionKind::Malware),
    ("ローダー", MentionKind::Malware),
    ("スティーラー", MentionKind::Malware),
    ("ウイルス", MentionKind::Malware),
    ("ワーム", MentionKind::Malware),
    ("ボットネット", MentionKind::Malware),
    ("RAT", MentionKind::Malware),
    ("検体", MentionKind::Malware),
    ("シェル", MentionKind::Malware),
    ("ローダ", MentionKind::Malware),
    ("ドロッパー", MentionKind::Malware),
    ("ドロッパ", MentionKind::Malware),
    ("スティーラ", MentionKind::Malware),
    ("インプラント", MentionKind::Malware),
    ("ルートキット", MentionKind::Malware),
    ("スパイウェア", MentionKind::Malware),
    ("スパイウエア", MentionKind::Malware),
    ("ワイパー", MentionKind::Malware),
    ("キーロガー", MentionKind::Malware),
    ("マルウエア", MentionKind::Malware),
    ("ランサムウエア", MentionKind::Malware),
    ("ボット", MentionKind::Malware),
    ("フィッシングキット", MentionKind::Tool),
    ("フレームワーク", MentionKind::Tool),
    ("一味", MentionKind::ThreatActor),
    ("ギャング", MentionKind::ThreatActor),
    ("アフィリエイト", MentionKind::ThreatActor),
    ("出品者", MentionKind::Person),
    ("利用者", MentionKind::Person),
    ("ユーザー", MentionKind::Person),
    ("ハンドル", MentionKind::Person),
    ("パッケージ", MentionKind::Package),
    ("拡張機能", MentionKind::Package),
    ("ライブラリ", MentionKind::Package),
    ("ツール", MentionKind::Tool),
    ("ハッカー", MentionKind::ThreatActor),
    ("部隊", MentionKind::ThreatActor),
    ("販売者", MentionKind::Person),
    ("投稿者", MentionKind::Person),
    ("メール", MentionKind::Technique),
    ("作戦", MentionKind::Campaign),
    ("キャンペーン", MentionKind::Campaign),
    ("脆弱性", MentionKind::Vulnerability),
];

/// Who acts without a name.
const ACTORS: &[&str] = &[
    "攻撃者",
    "同グループ",
    "同集団",
    "同組織",
    "グループ",
    "集団",
    "犯行グループ",
    "攻撃グループ",
    "攻撃者グループ",
    "攻撃側",
    "犯人",
    "犯人側",
    "実行者",
    "同アクター",
    "オペレーター",
    "運用者",
    "the group",
    "The group",
    "the gang",
    "The gang",
    "the attackers",
    "The attackers",
    "attackers",
    "Attackers",
    "the actor",
    "The actor",
    "the actors",
    "The actors",
    "the threat actor",
    "The threat actor",
    "该组织",
    "該組織",
    "攻击者",
    "攻擊者",
    "该团伙",
];

/// Words for a thing named before, and its kind.
const THINGS: &[(&str, MentionKind)] = &[
    ("マルウェア", MentionKind::Malware),
    ("検体", MentionKind::Malware),
    ("ランサムウェア", MentionKind::Malware),
    ("バックドア", MentionKind::Malware),
    ("RAT", MentionKind::Malware),
    ("パッケージ", MentionKind::Package),
    ("脆弱性", MentionKind::Vulnerability),
    ("欠陥", MentionKind::Vulnerability),
    ("不具合", MentionKind::Vulnerability),
];

/// English and Chinese words for a thing named before.
const THE_THINGS: &[(&str, MentionKind)] = &[
    ("malware", MentionKind::Malware),
    ("ransomware", MentionKind::Malware),
    ("backdoor", MentionKind::Malware),
    ("package", MentionKind::Package),
    ("vulnerability", MentionKind::Vulnerability),
    ("flaw", MentionKind::Vulnerability),
    ("bug", MentionKind::Vulnerability),
    ("恶意软件", MentionKind::Malware),
    ("漏洞", MentionKind::Vulnerability),
];

/// Nouns that are no side of a relation.
const NOTHING: &[&str] = &[
    "これ",
    "それ",
    "もの",
    "こと",
    "ため",
    "手口",
    "手法",
    "攻撃",
    "被害",
    "影響",
    "今回",
    "場合",
    "際",
    "一方",
    "結果",
    "原因",
    "方法",
    "可能性",
    "事実",
    "事例",
    "ケース",
    "問題",
    "同日",
    "機会",
    "隙",
    "手段",
    "調査",
    "点",
    "形",
    "状況",
    "時",
    "後",
    "前",
    "上",
    "中",
    "声明",
    "通り",
    "範囲",
    "一部",
    "必要",
    "対象",
    "責任",
    "目",
    "身",
    "口",
    "手",
    "力",
    "様子",
    "方針",
    "考え",
    "対策",
    "対応",
    "it",
    "this",
    "that",
    "them",
    "they",
    "which",
    "who",
    "these",
    "those",
    "there",
    "he",
    "she",
];

/// What a noun phrase names. Several mentions of the kinds `wanted` inside it: the last one
/// is its head.
pub(super) fn head(
    said: &Said<'_, '_>,
    place: &Range<usize>,
    wanted: impl Fn(MentionKind) -> bool,
) -> Option<Term> {
    let shown = trimmed(said, place);
    meant(said, &shown)
        .or_else(|| classed(said, &shown))
        .or_else(|| named(said, &shown, &wanted))
        .or_else(|| quoted(said, &shown))
        .or_else(|| own_words(said, &shown))
}

/// All mentions of the kinds `wanted` in a phrase.
pub(super) fn mentions<'s>(
    said: &'s Said<'_, '_>,
    place: &'s Range<usize>,
    wanted: impl Fn(MentionKind) -> bool + 's,
) -> impl DoubleEndedIterator<Item = Term> + 's {
    said.mentions
        .iter()
        .filter(move |(at, mention)| {
            place.start <= at.start && at.end <= place.end && wanted(mention.kind)
        })
        .map(|one| Term::mention(said, one))
}

fn trimmed(said: &Said<'_, '_>, place: &Range<usize>) -> Range<usize> {
    let shown = &said.text[place.clone()];
    let front = shown.len() - shown.trim_start_matches([' ', '・', '*', '-']).len();
    let back = shown.len() - shown.trim_end_matches([' ', '.', '・', '*']).len();
    if front + back >= shown.len() { place.clone() } else { place.start + front..place.end - back }
}

/// 同社, この脆弱性, 攻撃者: whom or what the text named before.
fn meant(said: &Said<'_, '_>, place: &Range<usize>) -> Option<Term> {
    let shown = &said.text[place.clone()];
    if let Some((text, _)) = said.anaphor(shown) {
        return Some(Term { text, kind: Some(MentionKind::Organization), place: place.clone() });
    }
    if ACTORS.contains(&shown) || is_this(said, place, "グループ") || is_this(said, place, "集団")
    {
        let found = group(said, place).map(|term| Term { place: place.clone(), ..term });
        // 攻撃者 need not be the group that was named before.
        return found.filter(|_| is_group(shown));
    }
    if ["被告", "容疑者", "同被告", "同容疑者"].contains(&shown) {
        let text = said.memory.last(MentionKind::Person)?.to_owned();
        return Some(Term { text, kind: Some(MentionKind::Person), place: place.clone() });
    }
    let pointed = |word: &str| is_this(said, place, word);
    let (_, kind) = THINGS
        .iter()
        .find(|(word, _)| pointed(word))
        .or_else(|| THE_THINGS.iter().find(|(word, _)| is_the(shown, word)))?;
    let inside = said.mentions.iter().rev();
    let nearest = inside
        .filter(|(at, mention)| mention.kind == *kind && at.end <= place.start)
        .map(|one| Term::mention(said, one))
        .next();
    nearest.or_else(|| {
        let text = said.memory.last(*kind)?.to_owned();
        Some(Term { text, kind: Some(*kind), place: place.clone() })
    })
}

/// 同X, このX, 当該X, 本X.
fn is_this(said: &Said<'_, '_>, place: &Range<usize>, word: &str) -> bool {
    let shown = &said.text[place.clone()];
    let before = &said.text[said.range.start..place.start];
    let pointed = shown
        .strip_suffix(word)
        .is_some_and(|front| matches!(front, "同" | "本" | "当該" | "同じ"));
    pointed
        || (shown == word
            && ["この", "その", "同じ", "当該"].iter().any(|this| before.ends_with(this)))
}

fn is_the(shown: &str, word: &str) -> bool {
    let shown = shown.strip_prefix("The ").or_else(|| shown.strip_prefix("the "));
    shown == Some(word)
}

/// Words that point back to a group, not to whoever attacked.
fn is_group(shown: &str) -> bool {
    [
        "グループ",
        "集団",
        "組織",
        "アクター",
        "group",
        "gang",
        "组织",
        "組織",
        "团伙",
        "actor",
        "actors",
    ]
    .iter()
    .any(|word| shown.ends_with(word))
}

/// The group that 同グループ means: named before in the sentence, else in the paragraph.
fn group(said: &Said<'_, '_>, place: &Range<usize>) -> Option<Term> {
    let mut before = said
        .mentions
        .iter()
        .filter(|(at, mention)| mention.kind == MentionKind::ThreatActor && at.end <= place.start);
    if let Some(first) = before.next() {
        return before.next().is_none().then(|| Term::mention(said, first));
    }
    let text = said.memory.last(MentionKind::ThreatActor)?.to_owned();
    Some(Term { text, kind: Some(MentionKind::ThreatActor), place: place.clone() })
}

/// Who does what has no subject: the actor, else the malware or package spoken of last.
pub(super) fn implied(
    said: &Said<'_, '_>,
    predicate: Predicate,
    fits: impl Fn(&Term) -> bool,
) -> Option<Term> {
    let last = |kind: MentionKind| {
        let mut inside = said.mentions.iter().filter(|(_, mention)| mention.kind == kind);
        // 甲に、鍵を送るコードが混入していた: what is named beside the theft steals.
        if let Some(first) = inside.next().filter(|_| predicate == Predicate::Steals) {
            let alone = inside.all(|(_, other)| other.canonical == first.1.canonical);
            return alone.then(|| Term::mention(said, first));
        }
        let text = said.memory.last(kind)?.to_owned();
        Some(Term { text, kind: Some(kind), place: said.range.clone() })
    };
    actor(said)
        .filter(&fits)
        .or_else(|| last(MentionKind::Malware).filter(&fits))
        .or_else(|| last(MentionKind::Package).filter(&fits))
}

/// The one actor of the sentence, else the one that the paragraph spoke of last.
pub(super) fn actor(said: &Said<'_, '_>) -> Option<Term> {
    let mut inside =
        said.mentions.iter().filter(|(_, mention)| mention.kind == MentionKind::ThreatActor);
    if let Some(first) = inside.next() {
        let alone = inside.all(|(_, other)| other.canonical == first.1.canonical);
        return alone.then(|| Term::mention(said, first));
    }
    let text = said.memory.last(MentionKind::ThreatActor)?.to_owned();
    let place = said.range.clone();
    Some(Term { text, kind: Some(MentionKind::ThreatActor), place })
}

/// Whether words stand for an attacker without a name.
pub(super) fn is_unnamed_actor(shown: &str) -> bool {
    ACTORS.contains(&shown)
}

/// The last mention of a wanted kind that heads the phrase: at its end, or before a noun
/// that only says what it is.
fn named(
    said: &Said<'_, '_>,
    place: &Range<usize>,
    wanted: &impl Fn(MentionKind) -> bool,
) -> Option<Term> {
    let outside =
        mentions(said, place, wanted).rfind(|term| !is_bracketed(said, place, term.place.start));
    outside.or_else(|| mentions(said, place, wanted).next_back())
}

/// バックドア「X」, 「X」と呼ばれるマルウェア: a name in quotation marks with its class.
fn quoted(said: &Said<'_, '_>, place: &Range<usize>) -> Option<Term> {
    let shown = &said.text[place.clone()];
    let open = shown.find(['「', '『'])?;
    let rest = &shown[open + '「'.len_utf8()..];
    let length = rest.find(['」', '』'])?;
    let inner = &rest[..length];
    if inner.is_empty() || inner.chars().count() > 24 || inner.contains(['。', '、']) {
        return None;
    }
    let start = place.start + open + '「'.len_utf8();
    let around = (&shown[..open], &rest[length + '」'.len_utf8()..]);
    let class =
        CLASSES.iter().find(|(class, _)| around.0.ends_with(class) || around.1.starts_with(class));
    let mut term = Term::words(said, start..start + length);
    // 標的型攻撃「甲」 names a campaign.
    let deed = around.0.ends_with("攻撃") || around.0.ends_with("活動");
    term.kind = class.map(|(_, kind)| *kind).or_else(|| deed.then_some(MentionKind::Campaign));
    Some(term)
}

/// Webシェル「甲」: the name behind its class, also when the class is a mention itself.
fn classed(said: &Said<'_, '_>, place: &Range<usize>) -> Option<Term> {
    let term = quoted(said, place).filter(|term| term.kind.is_some())?;
    let class = |at: &Range<usize>| at.end + '「'.len_utf8() == term.place.start;
    let mut inside =
        said.mentions.iter().filter(|(at, _)| place.start <= at.start && at.end <= place.end);
    let of_class = inside.next().is_some_and(|(at, one)| {
        class(at) && matches!(one.kind, MentionKind::Technique | MentionKind::Tool)
    });
    (of_class && inside.next().is_none()).then_some(term)
}

/// Whether a bracket is open at a place of a phrase: other names stand in it.
fn is_bracketed(said: &Said<'_, '_>, place: &Range<usize>, at: usize) -> bool {
    let before = &said.text[place.start..at];
    before.rfind('(').is_some_and(|open| !before[open..].contains(')'))
}

fn own_words(said: &Said<'_, '_>, place: &Range<usize>) -> Option<Term> {
    let shown = &said.text[place.clone()];
    let length = shown.chars().count();
    let sensible = (2..=48).contains(&length)
        && !NOTHING.contains(&shown)
        && shown.chars().any(|sign| sign.is_alphabetic());
    let whole = said
        .mentions
        .iter()
        .find(|(at, mention)| {
            let counted =
                matches!(mention.kind, MentionKind::Count | MentionKind::Money | MentionKind::Date);
            at.end == place.end && at.start >= place.start && !counted
        })
        .map(|(_, mention)| mention.kind);
    let kind = whole
        .or_else(|| class(shown).filter(|kind| *kind != MentionKind::Malware || !is_class(shown)))
        .or_else(|| is_unnamed_actor(shown).then_some(MentionKind::ThreatActor));
    sensible.then(|| Term { kind, ..Term::words(said, place.clone()) })
}

/// Whether words are a class and nothing else: whose malware it is stands elsewhere.
fn is_class(shown: &str) -> bool {
    CLASSES.iter().any(|(class, _)| *class == shown)
}

/// The kind that the last noun of a phrase says.
fn class(shown: &str) -> Option<MentionKind> {
    CLASSES.iter().find(|(class, _)| shown.ends_with(class)).map(|(_, kind)| *kind)
}
