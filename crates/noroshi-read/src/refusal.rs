//! Denials, silences and absence of evidence in Japanese by their grammar: a stem for what could
//! have been said, done or found, and a negation or a verb of avoiding that closes the clause.
//!
//! 回答はなかった, 質問には一切答えず, 説明を避けた, 関わった事実はない, 特定には至っていない: what stands
//! between stem and end is kana, or one of a few light words. The stems are data (`refusal` in
//! `knowledge/lexicon/`).

use std::ops::Range;

use noroshi_model::{Cue, CueKind, Knowledge};

use crate::cue::Hit;
use crate::signs::Signs;
use crate::word;

/// What a stem means when it is negated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// コメント: a silence.
    Tell,
    /// 応じ: a silence, behind a word for a request.
    Asked,
    /// 関与: a denial.
    Part,
    /// 流出: a denial.
    Incident,
    /// 犯行: a denial before ではない.
    Identity,
    /// 特定: absence of evidence.
    Find,
    /// 証拠: absence of evidence.
    Proof,
    /// 示し: a silence; of evidence, absence.
    Show,
    /// 聞い behind とは: a denial.
    Heard,
    /// 認め: a denial.
    Admit,
    /// 判断: not to judge, now or later, is a silence; not to have judged is none.
    Judge,
}

impl Sort {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "tell" => Self::Tell,
            "asked" => Self::Asked,
            "part" => Self::Part,
            "incident" => Self::Incident,
            "identity" => Self::Identity,
            "find" => Self::Find,
            "proof" => Self::Proof,
            "show" => Self::Show,
            "heard" => Self::Heard,
            "admit" => Self::Admit,
            "judge" => Self::Judge,
            _ => return None,
        })
    }
}

/// How a clause refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// ない, ず, ません.
    Negated,
    /// 避け, 控え.
    Avoided,
}

/// Characters between a stem and the end of its clause.
const FARTHEST: usize = 24;

/// Kanji of light words between a stem and its negation: 一切, 得られて, 届いて, 現時点.
const LIGHT: &str =
    "一切度得届寄返来出受至応示現在時点期限日締全差及求行当発生取本稿執筆掲載切立場段予定";
static LIGHT_SIGNS: Signs = Signs::of(LIGHT);

/// The stems of the lexicon, and the phrases that a refusal counts as.
#[derive(Default)]
pub(crate) struct Refusals<'k> {
    /// By their last character, the longest first.
    stems: Vec<(char, &'k str, Sort)>,
    last: Signs,
    avoiding: Vec<&'k str>,
    first: Signs,
    requests: Vec<&'k str>,
    deals: Vec<&'k str>,
    silence: Option<&'k Cue>,
    denial: Option<&'k Cue>,
    refusal: Option<&'k Cue>,
    absence: Option<&'k Cue>,
}

impl<'k> Refusals<'k> {
    /// Sorts the stems.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        let mut sorted = Self::default();
        for cue in &knowledge.lexicon.cues {
            match (cue.kind, cue.value.as_str()) {
                (CueKind::Refusal, "avoid") => sorted.avoid(&cue.text),
                (CueKind::Refusal, "request") => sorted.requests.push(&cue.text),
                (CueKind::Refusal, "deal") => sorted.deals.push(&cue.text),
                (CueKind::Refusal, value) => sorted.stem(&cue.text, value),
                (CueKind::Speech, "declines") if cue.text == "ノーコメント" => {
                    sorted.silence = Some(cue);
                }
                (CueKind::Speech, "denies") if cue.text == "事実無根" => {
                    sorted.denial = Some(cue);
                }
                (CueKind::Speech, "denies") if cue.text == "を否定した" => {
                    sorted.refusal = Some(cue);
                }
                (CueKind::Absence, _) if cue.text == "確認されていない" => {
                    sorted.absence = Some(cue);
                }
                _ => {}
            }
        }
        sorted.stems.sort_by_key(|(last, text, sort)| {
            (*last, std::cmp::Reverse(text.len()), *sort != Sort::Heard)
        });
        sorted
    }

    fn avoid(&mut self, text: &'k str) {
        text.chars().take(1).for_each(|sign| self.first.add(sign));
        self.avoiding.push(text);
    }

    fn stem(&mut self, text: &'k str, value: &str) {
        let Some((sort, last)) = Sort::from_word(value).zip(text.chars().next_back()) else {
            return;
        };
        self.last.add(last);
        self.stems.push((last, text, sort));
    }

    /// The refusals of a Japanese sentence, each as a hit of the phrase that it counts as.
    pub(crate) fn find(&self, text: &str, range: &Range<usize>) -> Vec<Hit<'k>> {
        let shown = &text[range.clone()];
        let mut hits = Vec::new();
        let mut from = 0;
        for (at, sign) in shown.char_indices() {
            if at < from {
                continue;
            }
            let Some((end, length)) = self.end(shown, at, sign) else { continue };
            let Some((start, cue)) = self.refused(&shown[..at], end, &shown[at..]) else {
                continue;
            };
            from = at + length;
            hits.push(Hit { range: range.start + start..range.start + from, cue });
        }
        hits
    }

    /// The negation or the verb of avoiding that stands at a place and closes its clause.
    fn end(&self, shown: &str, at: usize, sign: char) -> Option<(End, usize)> {
        let rest = &shown[at..];
        let negated = match sign {
            'な' => negative(rest),
            'ま' => ["ませんでした", "ません"].into_iter().find(|end| rest.starts_with(end)),
            'ず' => behind_zu(&rest['ず'.len_utf8()..]).then_some("ず"),
            'お' => ["おらず"].into_iter().find(|end| rest.starts_with(end)),
            'か' => ["かねる", "かねます", "かねて", "かねた"]
                .into_iter()
                .find(|end| rest.starts_with(end)),
            _ => None,
        };
        if let Some(end) = negated {
            return closes(&rest[end.len()..]).then_some((End::Negated, end.len()));
        }
        if !self.first.may_hold(sign) {
            return None;
        }
        let verb = self.avoiding.iter().find(|verb| word::starts(rest, verb))?;
        (!describes(&rest[verb.len()..])).then_some((End::Avoided, verb.len()))
    }

    /// The stem before an end, and what the refusal counts as.
    fn refused(&self, before: &str, end: End, rest: &str) -> Option<(usize, &'k Cue)> {
        let mut at = before.len();
        for _ in 0..FARTHEST {
            let sign = before[..at].chars().next_back()?;
            if self.last.may_hold(sign)
                && let Some(found) = self.ending(before, at, sign, (end, rest))
            {
                return Some(found);
            }
            let topic = sign == '、' && before[..at - sign.len_utf8()].ends_with(['は', 'も']);
            let kana = matches!(sign, '\u{3041}'..='\u{3096}');
            let light = LIGHT_SIGNS.may_hold(sign) && LIGHT.contains(sign);
            if !(kana || light || topic) {
                return None;
            }
            at -= sign.len_utf8();
        }
        None
    }

    /// The stem that ends at a place in the sign `last`, if the end behind it refuses.
    fn ending(
        &self,
        before: &str,
        at: usize,
        last: char,
        (end, rest): (End, &str),
    ) -> Option<(usize, &'k Cue)> {
        let from = self.stems.partition_point(|(sign, ..)| *sign < last);
        let near = self.stems[from..].iter().take_while(|(sign, ..)| *sign == last);
        near.filter(|(_, stem, _)| before[..at].ends_with(stem)).find_map(|(_, stem, sort)| {
            let start = at - stem.len();
            Some((start, self.counts_as(*sort, end, before, &(start..at), rest)?))
        })
    }

    fn counts_as(
        &self,
        sort: Sort,
        end: End,
        before: &str,
        stem: &Range<usize>,
        rest: &str,
    ) -> Option<&'k Cue> {
        let gap = &before[stem.end..];
        let near = || clause_before(before, stem.end);
        match (sort, end) {
            (Sort::Tell, _) => {
                // ないとは言えない, そうとも言えない: no silence.
                let thought = ["とは", "とも", "とまでは"];
                let thought = thought.iter().any(|word| before[..stem.start].ends_with(word));
                self.silence.filter(|_| is_told_of(gap) && !thought)
            }
            (Sort::Asked, End::Negated) => {
                let near = near();
                let holds = |words: &[&str]| words.iter().any(|word| near.contains(word));
                if holds(&self.deals) {
                    return self.denial.filter(|_| !gap.is_empty() || rest.starts_with("なか"));
                }
                self.silence.filter(|_| holds(&self.requests))
            }
            (Sort::Show, End::Negated) => {
                let near = near();
                let proof =
                    ["証拠", "根拠", "裏付け", "痕跡"].iter().any(|word| near.contains(word));
                if proof { self.absence } else { self.silence.filter(|_| is_told_of(gap)) }
            }
            (Sort::Heard, End::Negated) => {
                let called = before[..stem.start].ends_with("とは");
                self.denial.filter(|_| called && is_existence(gap, rest))
            }
            (Sort::Judge, _) => {
                let bare = gap.trim_start_matches(['は', 'を', 'も', 'に']);
                let will =
                    ["し", "下さ", "くださ", "出さ", "行わ", "させ", "述べ", "示さ", "しておら"];
                let chosen = end == End::Avoided || will.contains(&bare);
                let present =
                    !["なかった", "ませんでした", "かね"].iter().any(|past| rest.starts_with(past));
                self.silence.filter(|_| chosen && present)
            }
            (Sort::Admit, End::Negated) => {
                let both = before[..stem.start].ends_with("も");
                let passive = gap.starts_with("られ") || gap.starts_with("ざる");
                self.refusal.filter(|_| !both && !passive)
            }
            (Sort::Identity, End::Negated) if is_identity(gap) => self.denial,
            (Sort::Part | Sort::Incident, End::Negated) => {
                self.denial.filter(|_| is_existence(gap, rest))
            }
            (Sort::Find | Sort::Proof, End::Negated) => {
                self.absence.filter(|_| is_existence(gap, rest))
            }
            _ => None,
        }
    }
}

/// ない in a form that can close a clause; なくなった says that something changed.
fn negative(rest: &str) -> Option<&'static str> {
    let end = ["なかった", "ない", "なく"].into_iter().find(|end| rest.starts_with(end))?;
    let behind = &rest[end.len()..];
    let changed = end == "なく" && (behind.starts_with('な') || behind.starts_with("て"));
    (!changed).then_some(end)
}

/// せず、 and せずに, not 必ずしも.
fn behind_zu(behind: &str) -> bool {
    behind.is_empty()
        || behind.starts_with(['、', '。', '」'])
        || ["に", "じまい"].iter().any(|word| behind.starts_with(word))
}

/// Whether a negation ends what is told there: no noun, question, wish, reason or guess takes it up.
fn closes(behind: &str) -> bool {
    let taken = [
        "の",
        "か",
        "よう",
        "ため",
        "はず",
        "とは",
        "とも",
        "とまで",
        "とみ",
        "と見",
        "と考え",
        "と推",
        "と思",
        "だろう",
        "でしょう",
        "わけ",
        "もの",
        "ば",
        "うち",
        "どころ",
        "に違い",
    ];
    let kept = [
        "のに",
        "ので",
        "ものの",
        "が、",
        "という",
        "とのこと",
        "ことを",
        "ことも",
        "上",
        "一方",
        "方針",
        "考え",
        "構え",
        "姿勢",
        "意向",
        "立場",
        "まま",
        "旨",
        "理由",
        "段階",
    ];
    let noun = behind.starts_with(
        |sign: char| matches!(sign, '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{9fff}'),
    );
    kept.iter().any(|word| behind.starts_with(word))
        || !(noun
            || behind.starts_with("こと")
            || taken.iter().any(|word| behind.starts_with(word)))
}

/// 回答を控えた企業: the verb describes a noun, or is itself negated.
fn describes(behind: &str) -> bool {
    let kana = behind.find(|sign| !matches!(sign, '\u{3041}'..='\u{3096}'));
    let (verb, rest) = behind.split_at(kana.unwrap_or(behind.len()));
    let negated = ["ない", "なか", "ず", "ませ"].iter().any(|word| verb.contains(word));
    let apart = ["上", "一方", "際", "後", "姿勢"].iter().any(|word| rest.starts_with(word));
    let noun = rest.starts_with(
        |sign: char| matches!(sign, '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{9fff}'),
    );
    negated || (noun && !apart && verb.ends_with(['た', 'る']))
}

/// Between a word of telling and its end stand particles and light verbs: no clause of its own, and
/// not 説明がつかない.
fn is_told_of(gap: &str) -> bool {
    let explained = ["がつか", "もつか", "がない", "のし"].iter().any(|word| gap.starts_with(word));
    !gap.replace("こと", "").contains('と') && !explained
}

/// では, でも, などでは.
fn is_identity(gap: &str) -> bool {
    let gap = gap.strip_prefix("など").unwrap_or(gap);
    matches!(gap, "では" | "でも" | "じゃ" | "ではござい" | "ではあり" | "でもあり")
}

/// Whether the gap says no more than that it is not so: は, も一切, して, を受けて.
fn is_existence(gap: &str, rest: &str) -> bool {
    let particles =
        ["は", "も", "が", "を", "に", "には", "など", "について", "し", "さ", "て", "い", "お"];
    let starts = gap.is_empty() || particles.iter().any(|word| gap.starts_with(word));
    let other = [
        "かもし",
        "あり得",
        "ありえ",
        "では",
        "でも",
        "だけ",
        "ほど",
        "しか",
        "ばかり",
        "という",
        "との",
        "から",
    ];
    starts && !other.iter().any(|word| gap.contains(word)) && !is_will(gap, rest)
}

/// 攻撃しない, 応じない: what somebody will not do is no denial of what was done.
fn is_will(gap: &str, rest: &str) -> bool {
    let present = ["ない", "ません", "なく"].iter().any(|end| rest.starts_with(end));
    let past = ["なかった", "ませんでした"].iter().any(|end| rest.starts_with(end));
    rest.starts_with("なくはない") || (present && !past && matches!(gap, "し" | "はし"))
}

/// The clause before a place, as far as it is looked at.
fn clause_before(before: &str, at: usize) -> &str {
    let near = &before[before.ceil_char_boundary(at.saturating_sub(90))..at];
    &near[near.rfind(['。', '「']).unwrap_or(0)..]
}
