//! What stands behind an event word in Japanese: how the sentence is built around it, and
//! whether it happened at all.

/// How the sentence is built around the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// 攻撃を受けた, 漏えいした: the subject suffers it.
    Suffered,
    /// 侵入された: the subject suffers it, somebody does it.
    Passive,
    /// 侵入した: the subject does it.
    Active,
    /// 甲社への攻撃について: spoken of, not told.
    Noun,
}

/// What was read behind the word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tail {
    pub(super) voice: Voice,
    /// Bytes behind the word that belong to its predicate.
    pub(super) length: usize,
    /// The predicate stands before a noun: 攻撃を受けた甲社.
    pub(super) adnominal: bool,
    /// The wording says that somebody only says so: とされる, 疑い.
    pub(super) unproven: bool,
}

/// Nouns that belong to the word when they follow it.
const JOINED: &[&str] =
    &["攻撃", "被害", "事案", "事件", "事故", "インシデント", "行為", "活動", "など", "等", "処分"];

/// Nouns behind the word that still tell it: 情報流出発覚, 攻撃受け.
const TOLD: &[&str] = &["発生", "発覚", "判明", "確認", "受け", "か"];

/// Predicates of a noun, with their voice; the longer first.
const PREDICATES: &[(&str, Voice)] = &[
    ("をされ", Voice::Passive),
    ("させ", Voice::Active),
    ("され", Voice::Passive),
    ("しました", Voice::Active),
    ("して", Voice::Active),
    ("した", Voice::Active),
    ("し、", Voice::Active),
    ("し", Voice::Active),
    ("を行っ", Voice::Active),
    ("を行い", Voice::Active),
    ("を実行し", Voice::Active),
    ("を仕掛け", Voice::Active),
    ("を実施し", Voice::Active),
    ("を続け", Voice::Active),
    ("を展開し", Voice::Active),
    ("を加え", Voice::Active),
    ("を繰り返し", Voice::Active),
    ("を開始し", Voice::Active),
    ("に成功し", Voice::Active),
    ("を出し", Voice::Active),
    ("を発表し", Voice::Active),
    ("を公開し", Voice::Active),
    ("を掲載し", Voice::Active),
    ("を投稿し", Voice::Active),
    ("を受け", Voice::Suffered),
    ("受け", Voice::Suffered),
    ("に遭", Voice::Suffered),
    ("にあっ", Voice::Suffered),
    ("にあい", Voice::Suffered),
    ("に見舞われ", Voice::Suffered),
    ("にさらされ", Voice::Suffered),
    ("の被害を受け", Voice::Suffered),
    ("の被害に遭", Voice::Suffered),
    ("による被害を受け", Voice::Suffered),
    ("による被害", Voice::Suffered),
    ("の被害", Voice::Suffered),
    ("が発生", Voice::Suffered),
    ("も発生", Voice::Suffered),
    ("発生", Voice::Suffered),
    ("が起き", Voice::Suffered),
    ("が起こ", Voice::Suffered),
    ("が生じ", Voice::Suffered),
    ("を生じ", Voice::Suffered),
    ("を起こし", Voice::Suffered),
    ("があっ", Voice::Suffered),
    ("があり", Voice::Suffered),
    ("もあっ", Voice::Suffered),
    ("が判明", Voice::Suffered),
    ("判明", Voice::Suffered),
    ("が確認され", Voice::Suffered),
    ("も確認され", Voice::Suffered),
    ("確認", Voice::Suffered),
    ("が見つか", Voice::Suffered),
    ("が発覚", Voice::Suffered),
    ("発覚", Voice::Suffered),
    ("が明らか", Voice::Suffered),
    ("が分か", Voice::Suffered),
    ("がわか", Voice::Suffered),
    ("が検知", Voice::Suffered),
    ("が検出", Voice::Suffered),
    ("が観測", Voice::Suffered),
    ("が確認でき", Voice::Suffered),
    ("を公表", Voice::Suffered),
    ("を発表", Voice::Suffered),
    ("を報告", Voice::Suffered),
    ("を確認し", Voice::Suffered),
    ("の被害に", Voice::Suffered),
    ("を許し", Voice::Suffered),
    ("が始ま", Voice::Suffered),
    ("が続", Voice::Suffered),
    ("は続", Voice::Suffered),
    ("が出た", Voice::Suffered),
    ("が出て", Voice::Suffered),
    ("が相次", Voice::Suffered),
    ("が行われ", Voice::Suffered),
    ("が仕掛けられ", Voice::Suffered),
    ("を確認", Voice::Suffered),
    ("を検知", Voice::Suffered),
    ("を検出", Voice::Suffered),
    ("を発見", Voice::Suffered),
    ("を把握", Voice::Suffered),
    ("を観測", Voice::Suffered),
    ("に気付", Voice::Suffered),
    ("に気づ", Voice::Suffered),
    ("を認め", Voice::Suffered),
    ("を招", Voice::Suffered),
    ("によるもの", Voice::Suffered),
    ("を余儀なくされ", Voice::Suffered),
    ("に追い込まれ", Voice::Suffered),
    ("に陥", Voice::Suffered),
    ("に至っ", Voice::Suffered),
    ("につなが", Voice::Suffered),
    ("となっ", Voice::Suffered),
    ("になっ", Voice::Suffered),
];

/// What is behind a predicate in the past that takes it back: 流出した事実はない.
const TAKEN_BACK: &[&str] = &[
    "事実",
    "形跡",
    "痕跡",
    "わけ",
    "とは",
    "かどうか",
    "か否か",
    "可能性は低",
    "可能性は極めて低",
    "という事実",
    "という情報",
    "ことはな",
    "ことはあ",
    "証拠",
    "場合",
    "際は",
    "際には",
    "らすぐ",
    "ら、",
    "ときは",
    "時は",
    "とき、",
    "との連絡は",
    "との報告は",
];

/// Nouns that only close a clause: 流出した可能性, 停止した問題で.
const FORMAL: &[&str] = &[
    "可能性",
    "恐れ",
    "疑い",
    "模様",
    "問題",
    "事実",
    "状態",
    "件で",
    "事件で",
    "事案で",
    "後",
    "際",
    "時点",
];

/// Words behind a noun that make it no event: advice, risk, a drill.
const NO_EVENT: &[&str] = &[
    "に備え",
    "への備え",
    "対策",
    "への対策",
    "に注意",
    "に関する注意",
    "への注意",
    "を防",
    "の防止",
    "防止",
    "を想定",
    "の予防",
    "のリスク",
    "リスク",
    "の恐れ",
    "のおそれ",
    "の危険",
    "の可能性",
    "の兆候",
    "の試み",
    "を試み",
    "を未然",
    "を阻止",
    "に対処",
    "の有無",
    "に強い",
    "の痕跡",
    "の形跡",
    "の事実",
    "対応",
    "に対応",
    "への対応",
    "を申告",
    "を届け",
    "を通報",
    "を説明",
    "を取り上げ",
    "を紹介",
    "を解説",
    "を扱",
    "の対応",
    "を避け",
    "から守",
    "の懸念",
    "訓練",
    "演習",
    "の手口",
    "の手法",
    "の目的",
    "の動機",
    "の背後",
    "の準備",
    "を計画",
    "を企",
    "を可能に",
    "が可能",
    "ができ",
    "を検討",
    "を求め",
    "を要求",
    "を目的",
    "を狙",
    "が目的",
    "の標的",
    "の対象",
    "で使",
    "に使",
    "に用い",
    "に利用",
    "に悪用",
    "を否定",
    "は否定",
    "も否定",
    "を呼び",
    "の窓口",
    "に詳し",
    "が増え",
    "は増え",
    "が増加",
    "は増加",
    "の増加",
    "が多",
    "は多",
    "件数",
    "の件数",
    "の割合",
    "を分析",
    "を支援",
    "に加担",
    "を指示",
    "を依頼",
    "を専門",
    "を得意",
    "とは",
    "である",
    "だ。",
    "です",
    "があれば",
    "がある",
    "が起きる",
    "が起こる",
    "が発生する",
    "が発生した場合",
    "があった場合",
    "の際",
    "が疑われる場合",
    "を疑",
];

/// Reads what follows the word; `None` when it is no event. `rest` goes to the sentence's
/// end, `given` is the voice of the lexicon, `past` whether the word itself ends in the past.
pub(super) fn read(rest: &str, given: Option<Voice>, falls: bool, past: bool) -> Option<Tail> {
    let joined = joined(rest);
    let behind = &rest[joined..];
    let sign = behind.chars().next();
    let compound = sign.is_some_and(super::words::is_noun_sign);
    if compound && given.is_none() && !TOLD.iter().any(|word| behind.starts_with(word)) {
        return spoken(behind, joined);
    }
    let (voice, length) = match given {
        Some(voice) => (voice, joined),
        None => match predicate(behind) {
            Some((voice, length)) => (voice, joined + length),
            None => return noun(behind, joined),
        },
    };
    let voice =
        if voice == Voice::Active && falls && !is_done(behind) { Voice::Suffered } else { voice };
    happened(&rest[length..]).then_some(())?;
    let close = if past { length } else { length + ending(&rest[length..]) };
    let after = &rest[close..];
    if taken_back(after) {
        return None;
    }
    let formal = FORMAL.iter().any(|noun| after.starts_with(noun));
    let adnominal = !formal
        && (rest[..close].ends_with(['た', 'だ']) || (past && close == 0))
        && (after.starts_with(|sign| super::words::is_noun_sign(sign) || sign == '「'))
        || !formal
            && after.starts_with("とされる")
            && after["とされる".len()..].starts_with(super::words::is_noun_sign);
    Some(Tail { voice, length: close, adnominal, unproven: is_unproven(after) })
}

/// 侵入後, 攻撃時: no event of its own, but it speaks of one.
fn spoken(behind: &str, length: usize) -> Option<Tail> {
    let when = ["後", "前", "時", "中", "当時", "以降", "を受けた"];
    when.iter().any(|word| behind.starts_with(word)).then_some(Tail {
        voice: Voice::Noun,
        length,
        adnominal: false,
        unproven: false,
    })
}

fn noun(behind: &str, length: usize) -> Option<Tail> {
    if is_counted(behind) {
        return None;
    }
    if NO_EVENT.iter().any(|word| behind.starts_with(word)) || denied(behind) {
        return None;
    }
    Some(Tail { voice: Voice::Noun, length, adnominal: false, unproven: is_unproven(behind) })
}

/// 攻撃は18件で, 攻撃は増えている: figures of many, not one that happened.
fn is_counted(behind: &str) -> bool {
    let Some(rest) = behind.strip_prefix('は').or_else(|| behind.strip_prefix('が')) else {
        return false;
    };
    let digits = rest.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ',');
    let figure = digits.len() < rest.len() && digits.starts_with('件');
    let trend =
        ["増え", "増加", "減っ", "減少", "相次"].iter().any(|word| clause(rest).contains(word));
    figure || trend || clause(rest).contains("全国で")
}

/// 流出は確認されていない, 侵入の痕跡は見つかっていない.
fn denied(behind: &str) -> bool {
    let own = [
        "は",
        "も",
        "が",
        "では",
        "を",
        "に",
        "の痕跡",
        "の形跡",
        "の事実",
        "の証拠",
        "の報告",
        "による被害",
    ];
    let about = ["について", "に関", "によ", "に対"].iter().any(|word| behind.starts_with(word));
    if about || !own.iter().any(|word| behind.starts_with(word)) {
        return false;
    }
    // 停電は攻撃ではなかった: what it was is denied, not that it was.
    let identity = behind.starts_with('は') && !clause(behind).contains("事実");
    let identities: &[&str] =
        if identity { &["ではなかった", "ではない", "ではなく"] } else { &[] };
    let clause = ["間違いない", "違いない", "かもしれない", "少なくない", "否めない"]
        .iter()
        .chain(identities)
        .fold(clause(behind).to_owned(), |text, word| text.replace(word, ""));
    ["ない", "ません", "なかった", "おらず", "なく"].iter().any(|word| clause.contains(word))
}

/// Up to the end of the clause; a comma behind a topic does not end it.
fn clause(text: &str) -> &str {
    let mut end = text.len();
    for (at, sign) in text.char_indices() {
        let topic = text[..at].ends_with(['は', 'も']) && at <= 12;
        if matches!(sign, '。' | '」') || (sign == '、' && !topic) {
            end = at;
            break;
        }
    }
    let end = text.floor_char_boundary(end.min(150));
    &text[..end]
}

fn joined(rest: &str) -> usize {
    let mut length = 0;
    while let Some(word) = JOINED.iter().find(|word| rest[length..].starts_with(**word)) {
        length += word.len();
    }
    length
}

fn predicate(behind: &str) -> Option<(Voice, usize)> {
    let fits = PREDICATES.iter().filter(|(word, _)| behind.starts_with(word));
    let near = fits.max_by_key(|(word, _)| word.len()).map(|(word, voice)| (*voice, word.len()));
    near.or_else(|| distant(behind))
}

/// 侵入が国内で3件確認された: the predicate of a subject, with something between.
fn distant(behind: &str) -> Option<(Voice, usize)> {
    if let Some(rest) = behind.strip_prefix('を') {
        let at = clause(rest).find("受け").filter(|at| *at <= 36)?;
        let short = !rest[..at].contains(['を', 'が']);
        return short.then_some((Voice::Suffered, 'を'.len_utf8() + at + "受け".len()));
    }
    let topic = behind.strip_prefix('は').or_else(|| behind.strip_prefix("では"));
    let rest = behind.strip_prefix('が').or_else(|| behind.strip_prefix('も')).or(topic)?;
    let clause = clause(rest);
    let begun: &[&str] = &["始まっ", "始まり", "起き", "起こ", "続い", "続き", "行われ", "発生し"];
    let found: &[&str] = &[
        "確認され",
        "発生し",
        "見つかっ",
        "判明し",
        "起き",
        "発覚し",
        "観測され",
        "検知され",
        "行われ",
        "あった",
        "始まっ",
        "続い",
    ];
    let verbs = if topic.is_some() { begun } else { found };
    let ends = verbs.iter().filter_map(|verb| Some((clause.find(verb)?, verb)));
    let (at, verb) = ends.min_by_key(|(at, _)| *at)?;
    (!clause[..at].contains('が'))
        .then_some((Voice::Suffered, behind.len() - rest.len() + at + verb.len()))
}

/// Somebody does it to something: を停止した takes an object.
fn is_done(behind: &str) -> bool {
    behind.starts_with("させ")
}

/// Whether the form is of the past, or goes on with て or a comma.
fn happened(rest: &str) -> bool {
    let verb: String =
        rest.chars().take_while(|sign| matches!(sign, '\u{3041}'..='\u{309f}')).take(14).collect();
    let future = [
        "る",
        "れる",
        "う",
        "よう",
        "ば",
        "なけ",
        "ず",
        "ながら",
        "そう",
        "やす",
        "うる",
        "たら",
        "た場合",
        "ても",
        "てくださ",
        "てはな",
        "かね",
    ];
    let never = ["ない", "ません", "なかっ", "おらず", "ておりま", "なく"];
    let refused = never.iter().any(|word| verb.contains(word))
        && !verb.contains("ておりました")
        && !is_polite_progress(&verb);
    !refused && !future.iter().any(|word| rest.starts_with(word))
}

/// 流出しております: polite, not negated.
fn is_polite_progress(verb: &str) -> bool {
    verb.contains("ております") && !verb.contains("ません")
}

/// Bytes of the verb's ending: まれた, ました, ていた.
fn ending(rest: &str) -> usize {
    let mut length = 0;
    for sign in rest.chars().take(10) {
        if matches!(sign, 'た' | 'だ') {
            return length + sign.len_utf8();
        }
        if !matches!(
            sign,
            'っ' | 'れ'
                | 'ま'
                | 'し'
                | 'い'
                | 'て'
                | 'さ'
                | 'り'
                | 'ん'
                | 'き'
                | 'か'
                | 'け'
                | 'わ'
                | 'お'
                | 'で'
        ) {
            break;
        }
        length += sign.len_utf8();
    }
    length
}

fn taken_back(after: &str) -> bool {
    let near = clause(after);
    TAKEN_BACK.iter().any(|word| after.starts_with(word))
        && ([
            "ない",
            "ません",
            "なかった",
            "おらず",
            "なく",
            "場合",
            "際",
            "低",
            "否か",
            "どうか",
            "ら",
            "とき",
            "時は",
        ])
        .iter()
        .any(|word| near.contains(word))
}

/// Only said, not seen.
fn is_unproven(after: &str) -> bool {
    let near = clause(after);
    ["とされる", "とされ、", "とされて", "と主張", "と称", "疑い", "容疑", "として逮捕", "として、"]
        .iter()
        .any(|word| near.starts_with(word) || near.contains("と主張") || after.starts_with(word))
}
