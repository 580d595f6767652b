//! Where a Japanese sentence reports what somebody says: と発表した, を認めた, との見方, という。

use std::ops::Range;

use noroshi_model::CueKind;

use super::omitted::{calling, closing_speaker, headline, unquoted_closing};
use super::phrase;
use super::scene::Scene;
use crate::cue::Hit;
use crate::several::Several;

/// What stands before a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// A clause or a quotation: …と述べた.
    Clause,
    /// A noun phrase that is itself what is said: 侵入を認めた, 関与を指摘した.
    Noun,
    /// A thing that is made public: 報告書を公表した. The author tells it.
    Thing,
    /// Nothing that could be cut off: 関与を否定した, コメントを控えた.
    Whole,
}

/// How a predicate goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    /// It ends the sentence or one of its clauses.
    On,
    /// …を否定したことについて: a noun takes it up.
    Embedded,
    /// …を認めたと報じた: another predicate takes it up.
    Nested,
}

/// A predicate of saying or thinking.
#[derive(Debug, Clone)]
pub(super) struct Predicate {
    /// From the と, を or verb to the end of its inflection.
    pub(super) range: Range<usize>,
    pub(super) takes: Takes,
    pub(super) goes: Goes,
    /// The speaker's phrase inside it: と同社は強調した.
    pub(super) speaker: Option<Range<usize>>,
    /// という。, とのこと: tells on for whoever spoke last.
    pub(super) hearsay: bool,
}

impl Predicate {
    /// A predicate that takes the clause or quotation before it and ends its own.
    pub(super) fn of_clause(range: Range<usize>, speaker: Option<Range<usize>>) -> Self {
        Self { range, takes: Takes::Clause, goes: Goes::On, speaker, hearsay: false }
    }
}

/// The predicates of a sentence outside its quotations, in order.
pub(super) fn predicates(scene: &Scene<'_, '_, '_>) -> Vec<Predicate> {
    let hits = scene.said.hits.iter();
    let mut found: Vec<Predicate> = hits
        .filter(|hit| scene.is_open(hit.range.start))
        .filter_map(|hit| of_hit(scene, hit))
        .collect();
    found.extend(with_speaker_inside(scene));
    found.extend(distant(scene));
    found.extend(published_view(scene));
    found.extend(behind_quotes(scene, &found));
    found.extend(closing_speaker(scene));
    found.extend(unquoted_closing(scene));
    found.extend(calling(scene));
    found.extend(charged(scene));
    found.extend(headline(scene));
    found.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end)));
    let mut end = 0;
    found.retain(|one| {
        let free = one.range.start >= end;
        end = if free { one.range.end } else { end };
        free
    });
    found
}

fn of_hit(scene: &Scene<'_, '_, '_>, hit: &Hit<'_>) -> Option<Predicate> {
    let cue = hit.cue.text.as_str();
    let hearsay = hit.cue.kind == CueKind::Hearsay
        && (cue.starts_with("という") || cue.starts_with("とのこと"));
    if !hearsay && !is_saying(hit) {
        return None;
    }
    if !hearsay && is_noun_here(scene, hit) {
        return None;
    }
    let start = hit.range.start;
    let noun = cue.starts_with("との");
    let end = if noun { hit.range.end } else { inflection(scene, hit.range.end, cue) };
    let silent = |other: &Hit<'_>| {
        other.cue.kind == CueKind::Speech
            && matches!(other.cue.value.as_str(), "denies" | "declines")
    };
    // 「…」と語るにとどめた: the silence is what the verb says.
    if hit.cue.value == "asserts" && scene.hits(&(start + 1..end)).iter().any(silent) {
        return None;
    }
    let thought = ["とみる", "と見る", "と考える"].iter().any(|verb| cue.starts_with(verb));
    if thought
        && ["のは", "のが", "のも"].iter().any(|word| scene.rest(hit.range.end).starts_with(word))
    {
        return None;
    }
    let takes = match hit.cue.value.as_str() {
        "denies" | "declines" => Takes::Whole,
        _ if cue.starts_with("との立場") => Takes::Whole,
        _ if ["追跡", "命名", "と呼"].iter().any(|verb| cue.contains(verb)) => Takes::Whole,
        _ if cue.contains("を挙げ") || cue.contains("に挙げ") => Takes::Noun,
        _ if cue.starts_with(['と', '旨']) => Takes::Clause,
        _ if cue.starts_with(['を', 'も']) => nominal(scene, start, cue),
        _ if cue.contains("明らかに") => Takes::Noun,
        _ => Takes::Whole,
    };
    if takes == Takes::Clause && is_made_into(scene, start, cue) {
        return None;
    }
    // 容疑を否認しているという。: the hearsay mark passes the whole on.
    let silent = matches!(hit.cue.value.as_str(), "denies" | "declines");
    let passed = ["という。", "とのこと", "ということ"];
    let passed = silent && passed.iter().any(|word| scene.rest(end).starts_with(word));
    let goes = if noun || passed { Goes::On } else { goes(scene, end) };
    // …との見方がある: nobody is named.
    let rest = scene.rest(end);
    let nobody = noun && ["が", "も", "の"].iter().any(|particle| rest.starts_with(particle));
    if nobody {
        return None;
    }
    Some(Predicate { range: start..end, takes, goes, speaker: None, hearsay })
}

/// A stem of the lexicon that is a noun or another word here: 「…」とコメントを控えた, と語気を強めた.
fn is_noun_here(scene: &Scene<'_, '_, '_>, hit: &Hit<'_>) -> bool {
    let stem = hit.cue.text.strip_prefix('と').filter(|stem| stem.chars().all(phrase::ends_noun));
    let rest = scene.rest(hit.range.end);
    let verb = stem.is_some_and(|stem| stem.chars().count() == 1);
    let kanji = |sign: char| matches!(sign, '\u{3400}'..='\u{9fff}');
    stem.is_some()
        && (rest.starts_with(['を', 'が', 'は', 'の']) || (verb && rest.starts_with(kanji)))
}

/// Nouns for an incident: to make it public is to say that it happened.
const INCIDENTS: &[&str] = &[
    "侵入",
    "被害",
    "漏えい",
    "漏洩",
    "流出",
    "感染",
    "攻撃",
    "不正アクセス",
    "影響",
    "事実",
    "原因",
    "障害",
    "改ざん",
    "こと",
];

fn nominal(scene: &Scene<'_, '_, '_>, start: usize, cue: &str) -> Takes {
    let before = scene.text(scene.said.range.start..start);
    if INCIDENTS.iter().any(|noun| before.ends_with(noun)) {
        return Takes::Noun;
    }
    let said = ["認め", "指摘", "主張", "確認", "示唆", "求め", "観測", "突き止め", "明かし"];
    if said.iter().any(|verb| cue.contains(verb)) { Takes::Noun } else { Takes::Thing }
}

/// 日本を標的としている: a noun is made into another; nobody says anything.
fn is_made_into(scene: &Scene<'_, '_, '_>, start: usize, cue: &str) -> bool {
    if !["とし", "とする", "と位置"].iter().any(|stem| cue.starts_with(stem)) {
        return false;
    }
    let before = scene.text(scene.said.range.start..start);
    let noun = before.rfind(['を', '、']).map(|at| &before[at..]);
    noun.is_some_and(|noun| {
        noun.strip_prefix('を').is_some_and(|noun| {
            !noun.is_empty() && noun.chars().all(phrase::ends_noun) && !noun.ends_with(['」', '』'])
        })
    })
}

/// Words that a predicate ends before, though they are written in kana.
const STOPS: &[&str] =
    &["もの", "こと", "ところ", "ため", "など", "よう", "のに", "けれど", "と", "うえで"];

/// Where the inflection of a predicate ends: し|ている, し|ました.
fn inflection(scene: &Scene<'_, '_, '_>, at: usize, cue: &str) -> usize {
    if cue.ends_with(['。', '、']) {
        return at - '。'.len_utf8();
    }
    let rest = scene.rest(at);
    let kana = rest.char_indices().find(|(_, sign)| !matches!(sign, '\u{3041}'..='\u{3096}'));
    let run = &rest[..kana.map_or(rest.len(), |(at, _)| at)];
    let stop = STOPS.iter().filter_map(|word| run.find(word)).min().unwrap_or(run.len());
    let joint =
        run[..stop].rfind('が').filter(|place| rest[place + 'が'.len_utf8()..].starts_with('、'));
    at + joint.unwrap_or(stop)
}

fn goes(scene: &Scene<'_, '_, '_>, end: usize) -> Goes {
    let rest = scene.rest(end);
    // 疑いもあるとみて調べている: the form that leads on to another verb.
    if scene.text(scene.said.range.start..end).ends_with('て') {
        return Goes::On;
    }
    let apart = [
        "一方",
        "上で",
        "際",
        "後、",
        "うえ",
        "ほか",
        "のに対",
        "ものの",
        "が、",
        "けれど",
        "ため",
    ];
    if rest.is_empty() || apart.iter().any(|word| rest.starts_with(word)) {
        return Goes::On;
    }
    let nested = [
        "と報", "と伝", "と述", "と語", "と発", "とし", "とい", "との", "と説", "と話", "と明",
        "とみ", "と見", "と指", "と主", "とコ",
    ];
    if nested.iter().any(|word| rest.starts_with(word)) {
        return Goes::Nested;
    }
    let noun = ["こと", "もの", "ところ"].iter().any(|word| rest.starts_with(word))
        || rest.starts_with('の')
        || rest.chars().next().is_some_and(|sign| {
            phrase::ends_noun(sign) && sign != '」' && sign != '）' && sign != ')'
        });
    if noun { Goes::Embedded } else { Goes::On }
}

/// A verb of saying, or of thinking that somebody is the subject of.
pub(super) fn is_saying(hit: &Hit<'_>) -> bool {
    let thinking = [
        "とみている",
        "とみており",
        "とみて",
        "と見ている",
        "と見て",
        "と分析して",
        "と分析する",
        "と分析した",
        "と評価して",
        "と評価する",
        "と判断して",
        "と考えて",
        "と考える",
        "との見方",
        "見方を強め",
        "と推定し",
        "と推測し",
        "と断定し",
        "断定した",
        "と疑って",
        "ともみ",
        "とみる",
        "と見る",
    ];
    match hit.cue.kind {
        CueKind::Speech => !is_content(hit),
        CueKind::Hedge | CueKind::Reasoning => {
            thinking.iter().any(|verb| hit.cue.text.starts_with(verb))
        }
        _ => false,
    }
}

/// A predicate whose subject is what it speaks of, not who speaks: 事実ではない, 影響はなかった.
fn is_content(hit: &Hit<'_>) -> bool {
    let cue = hit.cue.text.as_str();
    match hit.cue.value.as_str() {
        "denies" => {
            let verbs = [
                "否定",
                "否認",
                "退け",
                "一蹴",
                "反発",
                "みていない",
                "見ていない",
                "争",
                "無罪を",
                "無実を",
                "抗議",
                "突っぱね",
                "はねつけ",
                "取り合わ",
                "かぶり",
                "首を",
                "打ち消",
                "反駁",
                "潔白を",
            ];
            !verbs.iter().any(|verb| cue.contains(verb))
                && !cue.contains("なかったと")
                && !cue.contains("ないと")
        }
        "declines" => ["お答えでき", "言えることはない", "答えられない", "話せない"]
            .iter()
            .any(|word| cue.contains(word)),
        _ => cue.starts_with("犯行声明"),
    }
}

/// Stems of verbs of saying that may stand behind a speaker: と同社は強調した.
const VERBS: &[&str] = &[
    "強調",
    "述べ",
    "語",
    "話",
    "説明",
    "主張",
    "指摘",
    "発表",
    "明か",
    "見る",
    "見て",
    "みる",
    "みて",
    "いう",
    "振り返",
    "訴え",
    "警告",
    "分析",
    "コメント",
    "答え",
    "否定",
    "反論",
    "伝え",
    "報じ",
    "して",
    "言う",
    "言っ",
    "漏ら",
    "話し",
    "打ち明け",
    "付け加え",
    "結論",
    "断言",
];

/// …と同社は強調した。
fn with_speaker_inside(scene: &Scene<'_, '_, '_>) -> Option<Predicate> {
    let said = scene.said;
    let at = said.range.start + said.shown().rfind("は")?;
    let behind = at + "は".len();
    let verb = scene.rest(behind).trim_start_matches('、');
    if !scene.is_open(at)
        || verb.chars().count() > 14
        || !VERBS.iter().any(|stem| verb.contains(stem))
    {
        return None;
    }
    let before = scene.text(said.range.start..at);
    let to = before.rfind('と')?;
    let phrase = said.range.start + to + 'と'.len_utf8()..at;
    let name = scene.text(phrase.clone());
    let closes = closes_clause(before[..to].trim_end_matches('、'));
    let name = name.trim_start_matches('、');
    let phrase = phrase.end - name.len()..phrase.end;
    let quoted = name.ends_with('」') && name.matches('「').count() == 1;
    let marks = name.contains('、') || (name.contains(['「', '」']) && !quoted);
    let short = (1..=24).contains(&name.chars().count()) && !marks;
    (closes && short && scene.is_open(phrase.start) && phrase::is_body(scene, &phrase))
        .then_some(Predicate::of_clause(said.range.start + to..said.range.end, Some(phrase)))
}

/// Whether a text ends as a clause or a quotation does.
pub(super) fn closes_clause(before: &str) -> bool {
    before.ends_with(['」', '』', 'い', 'た', 'る', 'だ', 'う', 'か', 'す', 'つ', 'く', 'ず', 'ん'])
}

/// Stems of verbs of saying that may stand some words behind their と: とすぐに報告した.
static DISTANT: Several = Several::of(&[
    "投稿",
    "書き込",
    "報告",
    "説明",
    "主張",
    "伝え",
    "明か",
    "回答",
    "答え",
    "通知",
    "語",
    "述べ",
    "警告",
    "訴え",
    "掲示",
]);

/// …と交流アプリに投稿した。
fn distant(scene: &Scene<'_, '_, '_>) -> Option<Predicate> {
    let said = scene.said;
    let shown = said.shown();
    let verb = DISTANT.last_start(shown)?;
    let to = shown[..verb].rfind('と')?;
    let between = &shown[to + 'と'.len_utf8()..verb];
    let short =
        (1..=16).contains(&between.chars().count()) && !between.contains(['、', '「', 'は']);
    let adverb = between.ends_with(['に', 'で', 'へ', 'を', 'く']);
    let ends = shown[verb..].chars().count() <= 14;
    let start = said.range.start + to;
    (short && adverb && ends && closes_clause(&shown[..to]) && scene.is_open(start))
        .then_some(Predicate::of_clause(start..said.range.end, None))
}

/// …とする勧告を公表した: what is published holds a view, and so does who publishes it.
fn published_view(scene: &Scene<'_, '_, '_>) -> Option<Predicate> {
    let said = scene.said;
    let shown = said.shown();
    let at = shown.find("とする")?;
    let behind = &shown[at + "とする".len()..];
    let near = behind.split('、').next().unwrap_or(behind);
    let near = &near[..near.floor_char_boundary(48)];
    let works = [
        "勧告",
        "声明",
        "報告書",
        "見解",
        "文書",
        "コメント",
        "談話",
        "レポート",
        "調査結果",
        "論文",
        "主張",
        "分析",
    ];
    let work = works.iter().any(|work| near.contains(work));
    let start = said.range.start + at;
    (work && closes_clause(&shown[..at]) && scene.is_open(start))
        .then_some(Predicate::of_clause(start..said.range.end, None))
}

/// 府警は…として…を逮捕した: what the police charge somebody with is what they say.
fn charged(scene: &Scene<'_, '_, '_>) -> Option<Predicate> {
    let said = scene.said;
    let hits = scene.hits(&said.range).iter().rev();
    let mut held = hits.filter(|hit| {
        hit.cue.kind == CueKind::Blame && matches!(hit.cue.value.as_str(), "held" | "charged")
    });
    let hit = held.next().filter(|hit| scene.is_open(hit.range.start))?;
    let rest = scene.rest(hit.range.end);
    let ends = ["した。", "した", "しました。", "している。"].contains(&rest);
    let reason = scene.text(said.range.start..hit.range.start).contains("として、");
    (ends && reason).then_some(Predicate {
        range: hit.range.start..said.range.end,
        takes: Takes::Whole,
        goes: Goes::On,
        speaker: None,
        hearsay: false,
    })
}

/// Words behind a quotation that give a name and tell nothing: 「甲」と呼ばれる.
const NAMING: &[&str] = &[
    "呼",
    "名乗",
    "題",
    "称",
    "名付",
    "いう",
    "いった",
    "名づけ",
    "表示",
    "重な",
    "同じ",
    "関連",
    "協力",
];

/// 「…」とくぎを刺す: whatever the verb, a quotation before と is what somebody says.
fn behind_quotes(scene: &Scene<'_, '_, '_>, known: &[Predicate]) -> Vec<Predicate> {
    let said = scene.said;
    let of_quote = |quote: &Range<usize>| {
        let rest = scene.rest(quote.end);
        let verb = rest.strip_prefix("などと").or_else(|| rest.strip_prefix('と'))?;
        let taken = known.iter().any(|one| one.range.start == quote.end)
            || is_listed_name(scene, quote, verb)
            || is_refused(scene, &(quote.end..said.range.end - verb.len() + clause_length(verb)));
        let named = NAMING.iter().any(|word| verb.trim_start_matches('、').starts_with(word));
        let noun = verb.starts_with('の') && !verb.starts_with("のみ");
        let long = scene.text(quote.clone()).chars().count() >= 6 && !noun;
        if taken || named || !long || verb.trim_matches('。').is_empty() {
            return None;
        }
        let length = clause_length(verb);
        let start = quote.end;
        let end = said.range.end - verb.len() + length;
        (verb[..length].chars().count() <= 20).then_some(Predicate::of_clause(start..end, None))
    };
    scene.quotes().iter().filter_map(of_quote).collect()
}

/// Up to the end of the clause.
fn clause_length(verb: &str) -> usize {
    let end = verb.char_indices().find(|(_, sign)| matches!(sign, '、' | '。' | '「'));
    end.map_or(verb.len(), |(at, _)| at)
}

/// 集団「甲」と乙国の「丙」は: a name of a list, with what it is before it.
fn is_listed_name(scene: &Scene<'_, '_, '_>, quote: &Range<usize>, verb: &str) -> bool {
    let before = scene.text(scene.said.range.start..quote.start);
    let shown = scene.text(quote.clone());
    let told = shown.contains(['を', 'が', 'は', 'に', '。', '、', 'た']);
    let next = verb.find(['は', 'が', 'も']).map(|at| &verb[..at]);
    let noun = next.is_some_and(|next| next.ends_with('」') || !next.contains(['、', 'を', 'に']));
    before.ends_with(|sign: char| phrase::ends_noun(sign) && sign != '」') && !told && noun
}

/// 「…」と容疑を否認している, 「…」と反発している: the quotation and the verb are one denial.
fn is_refused(scene: &Scene<'_, '_, '_>, behind: &Range<usize>) -> bool {
    let refuses = |hit: &Hit<'_>| {
        hit.cue.kind == CueKind::Speech && matches!(hit.cue.value.as_str(), "denies" | "declines")
    };
    scene.hits(behind).iter().any(refuses)
}
