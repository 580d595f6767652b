//! Events in Japanese sentences.

use std::ops::Range;

use noroshi_model::{CueKind, MentionKind};

use super::clause::Clause;
use super::kind::Kind;
use super::phrase;
use super::tail::{self, Tail, Voice};
use super::{Party, Told, when};
use crate::cue::Hit;
use crate::said::Said;

/// What a sentence tells, in order of place.
pub(super) fn events(said: &Said<'_, '_>) -> Vec<Told> {
    if is_drill(said.shown()) {
        return Vec::new();
    }
    let cues = cues(said);
    if cues.is_empty() {
        return Vec::new();
    }
    let slots = phrase::slots(said);
    let timeless = is_timeless(said.shown()) && !is_entry(said);
    let mut found: Vec<Found> = Vec::new();
    for cue in cues {
        let floor = found.last().map_or(said.range.start, |last| last.end);
        // A word inside the predicate of the one before belongs to that.
        if cue.range.start < floor {
            continue;
        }
        let clause = Clause { said, slots: &slots, cue: &cue, floor };
        let chained = cue.tail.voice != Voice::Noun && !cue.is_past(said);
        if timeless && chained && clause.relative().is_empty() {
            continue;
        }
        if found.last().is_some_and(|last| cue.follows(said, last.end)) {
            continue;
        }
        let mut one = clause.read();
        if one.victims.is_empty() && !one.noun && !one.kind.is_of_persons() {
            let before = found
                .last()
                .filter(|last| !last.noun && !last.kind.is_of_persons())
                .map(|last| last.victims.clone());
            one.victims = before.unwrap_or_default();
        }
        if one.is_worth_telling(said) {
            found.push(one);
        }
    }
    lend(&mut found);
    claim_what_is_told(&mut found);
    drop_means(&mut found);
    let dates = dates(said, &found);
    found.into_iter().zip(dates).map(|(one, when)| one.told(said, when)).collect()
}

/// Dates go to what is told; to what is only spoken of when nothing is told.
fn dates(said: &Said<'_, '_>, found: &[Found]) -> Vec<when::Dates> {
    let told = |one: &&Found| !one.noun || !one.victims.is_empty();
    let any = found.iter().any(|one| told(&one));
    let taking: Vec<bool> = found.iter().map(|one| !any || told(&one)).collect();
    let places: Vec<Range<usize>> = found
        .iter()
        .zip(&taking)
        .filter(|(_, taking)| **taking)
        .map(|(one, _)| one.cue.clone())
        .collect();
    let nouns: Vec<bool> =
        found.iter().zip(&taking).filter(|(_, taking)| **taking).map(|(one, _)| one.noun).collect();
    let mut dates = when::dates(said, &places, &nouns).into_iter();
    taking
        .into_iter()
        .map(
            |taking| if taking { dates.next().unwrap_or_default() } else { when::Dates::default() },
        )
        .collect()
}

/// A drill, a seminar, a story: nothing happened.
fn is_drill(shown: &str) -> bool {
    ["訓練", "演習", "シナリオ", "を想定し", "セミナー", "講演", "架空の", "仮に", "もし"]
        .iter()
        .any(|word| shown.contains(word))
}

/// The sentence closes in the present: it says what something does, not what happened.
fn is_timeless(shown: &str) -> bool {
    let bare = shown.trim_end_matches(['。', '」', ')', ' ']);
    let told = [
        "います",
        "おります",
        "とされる",
        "みられる",
        "という",
        "考えられる",
        "思われる",
        "ている",
        "である",
        "によると",
    ];
    let present = [
        "する",
        "される",
        "れる",
        "せる",
        "出す",
        "行う",
        "ける",
        "盗む",
        "します",
        "されます",
        "えます",
        "ります",
        "きます",
        "う",
        "す",
        "つ",
        "ください",
        "しよう",
        "ましょう",
        "べきだ",
        "必要だ",
    ];
    !told.iter().any(|word| bare.ends_with(word)) && present.iter().any(|word| bare.ends_with(word))
}

/// An event word of a sentence with what stands behind it.
pub(super) struct Word<'k> {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    pub(super) weak: bool,
    pub(super) tail: Tail,
    /// The word itself, for what is told.
    pub(super) text: &'k str,
}

impl Word<'_> {
    /// Where its predicate ends.
    pub(super) fn end(&self) -> usize {
        self.range.end + self.tail.length
    }

    /// 攻撃を受けて停止した: the second only says how the first went on.
    fn follows(&self, said: &Said<'_, '_>, end: usize) -> bool {
        let between = said.text.get(end..self.range.start);
        self.kind.is_effect() && said.text[..end].ends_with('て') && between == Some("")
    }

    /// Its own predicate is in the past.
    fn is_past(&self, said: &Said<'_, '_>) -> bool {
        said.text[self.range.end..self.end()].ends_with(['た', 'だ'])
            || self.text.ends_with(['た', 'だ'])
    }
}

/// The event words that tell or speak of something; of two that overlap the longer one.
fn cues<'k>(said: &Said<'_, 'k>) -> Vec<Word<'k>> {
    let mut words: Vec<Word<'k>> = Vec::new();
    for hit in said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Event) {
        if words.last().is_some_and(|last| hit.range.start < last.range.end) {
            continue;
        }
        words.extend(word(said, hit));
    }
    drop_relatives(said, &mut words);
    words
}

/// 甲社を襲った攻撃: the noun tells it, the verb before it is a part of that.
fn drop_relatives(said: &Said<'_, '_>, words: &mut Vec<Word<'_>>) {
    let starts: Vec<usize> = words.iter().map(|word| word.range.start).collect();
    words.retain(|word| {
        let next = starts.iter().find(|start| **start >= word.end());
        let between = next.and_then(|next| said.text.get(word.end()..*next));
        !(word.tail.adnominal
            && between.is_some_and(|between| ["", "サイバー", "一連の"].contains(&between)))
    });
}

fn word<'k>(said: &Said<'_, 'k>, hit: &Hit<'k>) -> Option<Word<'k>> {
    let (kind, form) = hit.cue.value.split_once('.').unwrap_or((&hit.cue.value, ""));
    let kind = Kind::from_word(kind)?;
    let voice = match form {
        "passive" => Some(Voice::Passive),
        "active" | "weak-active" => Some(Voice::Active),
        "suffered" => Some(Voice::Suffered),
        _ => None,
    };
    let rest = &said.text[hit.range.end..said.range.end];
    let before = &said.text[said.range.start..hit.range.start];
    if is_inside_a_verb(before, &hit.cue.text) {
        return None;
    }
    let told = as_told(said, rest);
    let past = hit.cue.text.ends_with(['た', 'だ']);
    let mut tail = tail::read(told.as_deref().unwrap_or(rest), voice, kind.falls(), past)?;
    // 要求があったのかどうか: nobody says that it was so.
    let asked = ["のかどうか", "かどうか", "のか否か", "か否か"];
    if asked.iter().any(|word| rest[tail.length..].starts_with(word)) {
        return None;
    }
    // サービスを停止。 データが流出: a line that ends in its noun tells it.
    if tail.voice == Voice::Noun && rest[tail.length..].trim_matches(['。', ' ', '\n']).is_empty()
    {
        tail.voice = match before.chars().next_back() {
            Some('を' | 'に' | 'へ') => Voice::Active,
            Some('が') => Voice::Suffered,
            Some('て' | '、') if !before.ends_with("について") => Voice::Active,
            Some('ら') if before.ends_with("から") => Voice::Active,
            _ => Voice::Noun,
        };
    }
    Some(Word {
        range: hit.range.clone(),
        kind,
        weak: form.starts_with("weak"),
        tail,
        text: &hit.cue.text,
    })
}

/// ・4月15日 ファイルが国外へ転送される: a line of a timeline tells in the present what happened.
fn as_told(said: &Said<'_, '_>, rest: &str) -> Option<String> {
    let present = rest.strip_suffix('る').filter(|_| is_entry(said))?;
    let stem = present.strip_suffix('す').map(|stem| format!("{stem}し"));
    Some(stem.unwrap_or_else(|| present.to_owned()) + "た")
}

/// A line that a date opens, without a full stop.
fn is_entry(said: &Said<'_, '_>) -> bool {
    if said.shown().ends_with(['。', '」', ')', '?', '？']) {
        return false;
    }
    let first = said.mentions.iter().find(|(_, one)| one.kind == MentionKind::Date);
    first.is_some_and(|(place, _)| {
        let lead = &said.text[said.range.start..place.start];
        lead.chars().all(|sign| matches!(sign, '・' | '-' | '*' | '●' | '■' | '[' | '【' | ' '))
    })
}

/// 受け止めて, 食い止めた: the word is the second half of another verb.
fn is_inside_a_verb(before: &str, word: &str) -> bool {
    let fronts = ["受け", "食い", "突き", "引き", "呼び", "差し", "押し", "つき", "くい", "立ち"];
    word.starts_with('止') && fronts.iter().any(|front| before.ends_with(front))
}

/// What one event word tells.
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) cue: Range<usize>,
    pub(super) end: usize,
    pub(super) start: usize,
    pub(super) victims: Vec<Party>,
    pub(super) actors: Vec<Party>,
    pub(super) noun: bool,
    pub(super) weak: bool,
    pub(super) unproven: bool,
}

/// Whether the sentence is only the word of somebody who boasts of it.
fn is_claimed(said: &Said<'_, '_>) -> bool {
    let shown = said.shown();
    let group = ["集団", "グループ", "を名乗る", "ハクティビスト", "投稿者", "販売者", "出品者"]
        .iter()
        .any(|word| shown.contains(word));
    let boasts = [
        "と主張",
        "と投稿",
        "に投稿",
        "と書き込",
        "に書き込",
        "と宣言",
        "と名乗",
        "と述べ",
        "と称",
    ]
    .iter()
    .any(|word| shown.contains(word));
    (group && boasts) || shown.contains("とする犯行声明")
}

/// 声明を掲載し、甲社から盗んだと主張した: the claim is about the victim of what is claimed.
fn claim_what_is_told(found: &mut [Found]) {
    let other = |one: &&Found| one.kind != Kind::Claim && !one.victims.is_empty();
    let victims = found.iter().find(other).map(|one| one.victims.clone()).unwrap_or_default();
    for one in found.iter_mut().filter(|one| one.kind == Kind::Claim && one.victims.is_empty()) {
        one.victims.clone_from(&victims);
    }
}

/// 脆弱性を悪用して侵入した: the means is no event beside what it brought.
fn drop_means(found: &mut Vec<Found>) {
    let told = found.iter().any(|one| one.kind != Kind::Exploitation && !one.noun);
    found.retain(|one| one.kind != Kind::Exploitation || !told);
}

/// A predicate without its own actor has that of the one before it.
fn lend(found: &mut [Found]) {
    for at in 1..found.len() {
        if found[at].actors.is_empty()
            && !found[at].noun
            && found[at].kind.family() == found[at - 1].kind.family()
        {
            found[at].actors = found[at - 1].actors.clone();
        }
    }
}

impl Found {
    fn is_worth_telling(&self, said: &Said<'_, '_>) -> bool {
        let shown = said.shown();
        match self.kind {
            Kind::Release if self.weak => !self.noun && self.is_release(said),
            Kind::Arrest => !self.noun,
            Kind::Takedown => !self.noun && self.is_about_crime(said),
            Kind::Claim => {
                let claims = ["犯行", "関与を示唆", "攻撃したと", "盗んだと"];
                let claimed = claims.iter().any(|word| shown.contains(word)) || is_claimed(said);
                !self.weak || !self.actors.is_empty() || claimed
            }
            Kind::Sale | Kind::Distribution => !self.noun && self.is_of_crime(said),
            Kind::Intrusion if self.weak => {
                !self.noun
                    && ["第三者", "他人", "攻撃者", "不正", "無断", "何者か"]
                        .iter()
                        .any(|word| shown.contains(word))
            }
            Kind::Exploitation => {
                !self.noun
                    && ["脆弱性", "アカウント", "認証情報", "資格情報", "CVE-"]
                        .iter()
                        .any(|word| shown.contains(word))
            }
            _ => true,
        }
    }

    /// A group publishes, or data are put on show; a report or a tool that comes out is no event.
    fn is_release(&self, said: &Said<'_, '_>) -> bool {
        let before = &said.text[self.start..self.cue.start];
        let holds = |words: &str, text: &str| words.split(' ').any(|word| text.contains(word));
        if holds("声明を ツール 報告書 手順 修正 パッチ 指針 統計 結果 方針 鍵", before)
        {
            return false;
        }
        let behind = &said.text[self.cue.end..];
        let state = ["してい", "されてい"].iter().any(|form| behind.starts_with(form));
        let data = "データ 文書 情報 ファイル パッケージ 検体 名簿 資料 図面 リスト";
        let stolen =
            "リークサイト 闇サイト ダークウェブ 暴露 盗ん 窃取 犯行 悪性 ハッキングフォーラム";
        !self.actors.is_empty() || holds(stolen, said.shown()) || (holds(data, before) && !state)
    }

    fn is_about_crime(&self, said: &Said<'_, '_>) -> bool {
        let crime = [
            "警察",
            "県警",
            "府警",
            "警視庁",
            "検察",
            "FBI",
            "ユーロポール",
            "捜査",
            "容疑",
            "当局",
            "司法省",
            "Europol",
            "インターポール",
            "被告",
            "国際",
            "マルウェア",
            "ボットネット",
            "サイト",
            "サーバー",
            "攻撃",
        ];
        crime.iter().any(|word| said.shown().contains(word))
    }

    /// What was sold or spread is stolen or harmful.
    fn is_of_crime(&self, said: &Said<'_, '_>) -> bool {
        let bad = [
            "マルウェア",
            "ランサムウェア",
            "ウイルス",
            "フィッシング",
            "不審",
            "偽",
            "盗",
            "流出",
            "名簿",
            "顧客情報",
            "契約者情報",
            "個人情報",
            "認証情報",
            "文書",
            "データ",
            "闇",
            "ダークウェブ",
            "アカウント",
            "なりすま",
            "装った",
            "かたる",
            "設計",
            "カード情報",
            "アクセス権",
            "亜種",
            "悪性",
            "標的型",
            "掲示板",
            "フォーラム",
            "リークサイト",
            "権限",
        ];
        let malware = said
            .mentions
            .iter()
            .any(|(_, one)| matches!(one.kind, MentionKind::Malware | MentionKind::Package));
        malware || bad.iter().any(|word| said.shown().contains(word))
    }

    fn told(self, said: &Said<'_, '_>, when: when::Dates) -> Told {
        Told {
            kind: self.kind,
            what: self.what(said),
            when,
            victims: self.victims,
            actors: self.actors,
            techniques: techniques(said),
            claimed: self.unproven || is_claimed(said),
            refers: self.noun,
            reason: self.kind.reason(&said.text[self.cue]),
            span: said.span(),
        }
    }

    /// The clause, at most forty characters; what is cut is cut at its front.
    fn what(&self, said: &Said<'_, '_>) -> String {
        let shown = said.text[self.start..self.end].trim_start_matches(['、', ' ', 'は', '「']);
        let length = shown.chars().count();
        shown.chars().skip(length.saturating_sub(40)).collect()
    }
}

/// ATT&CK ids that stand in the sentence.
pub(super) fn techniques(said: &Said<'_, '_>) -> Vec<String> {
    let ids = said.mentions.iter().filter(|(_, mention)| mention.kind == MentionKind::Technique);
    let ids = ids
        .filter(|(range, mention)| said.text[range.clone()].contains(mention.canonical.as_str()));
    ids.map(|(_, mention)| mention.canonical.clone()).collect()
}
