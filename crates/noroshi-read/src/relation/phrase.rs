//! A Japanese sentence as phrases with their particles, verbs and cues, in order.

use std::ops::Range;

use crate::said::Said;
use crate::word;

/// What a particle makes of the noun phrase before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// は, も
    Topic,
    /// が
    Subject,
    /// を
    Object,
    /// に, へ
    Goal,
    /// と
    Partner,
    /// で
    Means,
    /// から, より
    Source,
    /// によって
    Agent,
    /// を通じて, 経由で
    Via,
    /// までに
    Until,
    /// として
    Role,
    /// に基づき
    Ground,
    /// について
    About,
    /// の, という, などの
    Of,
    /// への, に対する
    OfGoal,
    /// による
    OfAgent,
    /// との
    OfPartner,
    /// までの
    OfUntil,
    /// や, および
    And,
    /// A comma, a colon, the end.
    Bare,
}

impl Case {
    /// Whether the phrase belongs to the noun that follows.
    pub(super) fn is_inner(self) -> bool {
        use Case::{And, Of, OfAgent, OfGoal, OfPartner, OfUntil};
        matches!(self, Of | OfGoal | OfAgent | OfPartner | OfUntil | And)
    }
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A noun phrase with its particle.
    Phrase(Case),
    /// A verb or adjective that is no cue.
    Verb,
    /// A cue: the place of its first hit in the list.
    Cue(usize),
}

/// One piece of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The noun phrase without its particle; the verb or cue with its ending.
    pub(super) core: Range<usize>,
    /// Where the next piece may start.
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// Whether a comma follows.
    pub(super) comma: bool,
}

/// Particles behind a noun, the longest first where one opens another.
const PARTICLES: &[(&str, Case)] = &[
    ("にわたって", Case::Bare),
    ("にわたり", Case::Bare),
    ("によるもの", Case::Agent),
    ("によって", Case::Agent),
    ("によると", Case::Bare),
    ("によれば", Case::Bare),
    ("によりますと", Case::Bare),
    ("による", Case::OfAgent),
    ("により", Case::Agent),
    ("に基づいて", Case::Ground),
    ("に基づき", Case::Ground),
    ("に基づく", Case::Ground),
    ("に対しては", Case::Goal),
    ("に対して", Case::Goal),
    ("に対し", Case::Goal),
    ("に対する", Case::OfGoal),
    ("に向けた", Case::OfGoal),
    ("に関する", Case::Of),
    ("において", Case::Means),
    ("における", Case::Of),
    ("についての", Case::Of),
    ("について", Case::About),
    ("につき", Case::Goal),
    ("には", Case::Goal),
    ("にも", Case::Goal),
    ("に", Case::Goal),
    ("へは", Case::Goal),
    ("への", Case::OfGoal),
    ("へ", Case::Goal),
    ("などを経由して", Case::Via),
    ("を経由して", Case::Via),
    ("を通じて", Case::Via),
    ("を通して", Case::Via),
    ("を介して", Case::Via),
    ("をはじめとする", Case::And),
    ("を含む", Case::And),
    ("を", Case::Object),
    ("経由で", Case::Via),
    ("からの", Case::Of),
    ("からは", Case::Source),
    ("からも", Case::Source),
    ("から", Case::Source),
    ("より", Case::Source),
    ("までの", Case::OfUntil),
    ("までに", Case::Until),
    ("まで", Case::Until),
    ("としても", Case::Role),
    ("としての", Case::Of),
    ("として", Case::Role),
    ("といった", Case::And),
    ("という", Case::Of),
    ("との", Case::OfPartner),
    ("とは", Case::Partner),
    ("とも", Case::Partner),
    ("と", Case::Partner),
    ("では", Case::Means),
    ("でも", Case::Means),
    ("での", Case::Of),
    ("で", Case::Means),
    ("が", Case::Subject),
    ("は", Case::Topic),
    ("も", Case::Topic),
    ("のような", Case::Of),
    ("のほか", Case::And),
    ("の", Case::Of),
    ("および", Case::And),
    ("ならびに", Case::And),
    ("または", Case::And),
    ("や", Case::And),
];

/// Kana behind a kanji that look like a particle and belong to a verb or a noun.
const NO_PARTICLE: &[&str] = &[
    "がる",
    "がり",
    "がっ",
    "がら",
    "でき",
    "やす",
    "やし",
    "からな",
    "からず",
    "もら",
    "もた",
    "もつ",
    "とど",
    "とま",
    "にく",
    "はじ",
    "とら",
];

/// Kana that belong to the noun phrase: 新たな, など, たち.
const SUFFIXES: &[&str] = &["など", "ら", "たち", "のみ", "だけ", "ごと", "ほか", "のうち"];

/// Kana behind a particle that open a verb.
const LIGHT: &[&str] = &[
    "し", "す", "さ", "な", "あ", "い", "み", "と", "れ", "め", "も", "つ", "ば", "か", "だ", "え",
    "う", "で",
];

/// Kana that are no verb: この, すでに.
const FILLERS: &[&str] = &[
    "この",
    "その",
    "これ",
    "それ",
    "すべて",
    "すでに",
    "さらに",
    "また",
    "いずれ",
    "あらかじめ",
    "ほぼ",
    "まず",
    "なお",
    "さまざま",
    "あわせて",
    "いわゆる",
    "ともに",
    "もう",
    "まだ",
    "かつて",
    "とくに",
    "しかし",
    "そして",
    "ただし",
    "たとえば",
    "いた",
    "おり",
];

/// Reads a range of a sentence as pieces.
pub(super) struct Scanner<'s, 'a, 'k> {
    said: &'s Said<'a, 'k>,
    /// Places of cues, in order; one for each place.
    cues: &'s [Range<usize>],
    /// For each place whether only a verb counts there.
    verbal: &'s [bool],
    end: usize,
    at: usize,
    next_cue: usize,
    next_mention: usize,
    open: Option<Range<usize>>,
    pieces: Vec<Piece>,
}

impl<'s, 'a, 'k> Scanner<'s, 'a, 'k> {
    /// The pieces of a range.
    pub(super) fn pieces(
        said: &'s Said<'a, 'k>,
        cues: &'s [Range<usize>],
        verbal: &'s [bool],
        range: &Range<usize>,
    ) -> Vec<Piece> {
        let mut scanner = Self {
            said,
            cues,
            verbal,
            end: range.end,
            at: range.start,
            next_cue: cues.partition_point(|cue| cue.start < range.start),
            next_mention: said.mentions.partition_point(|(place, _)| place.start < range.start),
            open: None,
            pieces: Vec::new(),
        };
        while scanner.at < scanner.end {
            scanner.step();
        }
        scanner.close(Case::Bare, scanner.end);
        scanner.pieces
    }

    fn rest(&self) -> &'a str {
        self.said.text.get(self.at..self.end).unwrap_or_default()
    }

    fn step(&mut self) {
        let before = self.at;
        self.skip_passed();
        if self.take_cue() || self.take_mention() || self.take_enclosed() {
            return;
        }
        let Some(sign) = self.rest().chars().next() else {
            self.at = self.end;
            return;
        };
        match sign {
            '、' | ',' | '，' => self.comma(sign.len_utf8()),
            sign if is_hiragana(sign) => self.kana(),
            sign if is_noun(sign) => {
                if sign != '経' || !self.take_particle() {
                    self.extend(self.at + sign.len_utf8());
                }
            }
            ' ' if self.open.is_some() && self.goes_on() => self.at += 1,
            sign => {
                self.close(Case::Bare, self.at + sign.len_utf8());
                self.at += sign.len_utf8();
            }
        }
        debug_assert!(self.at > before, "every step goes on");
    }

    /// Whether a space stands inside a name.
    fn goes_on(&self) -> bool {
        self.rest()[1..].chars().next().is_some_and(is_noun)
    }

    fn skip_passed(&mut self) {
        while self.cues.get(self.next_cue).is_some_and(|cue| cue.start < self.at) {
            self.next_cue += 1;
        }
        let mentions = self.said.mentions;
        while mentions.get(self.next_mention).is_some_and(|(place, _)| place.start < self.at) {
            self.next_mention += 1;
        }
    }

    fn extend(&mut self, to: usize) {
        let start = self.open.as_ref().map_or(self.at, |open| open.start);
        self.open = Some(start..to);
        self.at = to;
    }

    fn close(&mut self, case: Case, end: usize) {
        let Some(core) = self.open.take() else { return };
        let case = if case == Case::Means && self.text(&core).ends_with("経由") {
            Case::Via
        } else {
            case
        };
        self.pieces.push(Piece { core, end, kind: Kind::Phrase(case), comma: false });
    }

    fn text(&self, range: &Range<usize>) -> &'a str {
        self.said.text.get(range.clone()).unwrap_or_default()
    }

    fn comma(&mut self, length: usize) {
        self.close(Case::Bare, self.at);
        self.at += length;
        if let Some(last) = self.pieces.last_mut() {
            last.comma = true;
            last.end = self.at;
        }
    }

    /// A cue with its ending. A cue inside a compound, 攻撃 in 攻撃者, is none.
    fn take_cue(&mut self) -> bool {
        let Some(cue) = self.cues.get(self.next_cue).filter(|cue| cue.start == self.at) else {
            return false;
        };
        let noun = || self.verbal[self.next_cue] && !self.is_verb(cue.end);
        if cue.end > self.end || self.is_compound(cue) || noun() {
            return false;
        }
        self.close(Case::Bare, self.at);
        let tail = self.kana_up_to_mention(cue.end);
        let (core, number) = (cue.start..tail, self.next_cue);
        self.pieces.push(Piece { core, end: tail, kind: Kind::Cue(number), comma: false });
        self.at = tail;
        true
    }

    /// Whether a verb's ending follows: した, or にした; 報告を is a noun.
    fn is_verb(&self, end: usize) -> bool {
        let ends_kana = self.said.text[..end].chars().next_back().is_some_and(is_hiragana);
        ends_kana || is_verbal(&self.said.text[end..self.end])
    }

    fn is_compound(&self, cue: &Range<usize>) -> bool {
        let last = self.text(cue).chars().next_back();
        let next = self.said.text.get(cue.end..self.end).and_then(|rest| rest.chars().next());
        let joined = |sign: Option<char>| sign.is_some_and(|sign| is_noun(sign) && sign != '「');
        // 標的型攻撃「甲」 is one name.
        let named = next == Some('「') && self.text(cue).ends_with("攻撃");
        named
            || joined(last)
                && joined(next)
                && !self.text(cue).ends_with(['下', '称', '名', '系', '先'])
    }

    /// The end of the kana behind `from`; a cue or a mention ends them too.
    fn kana_end(&self, from: usize) -> usize {
        let kana = self.kana_up_to_mention(from);
        let cues = self.cues[self.next_cue.min(self.cues.len())..].iter();
        let starts = cues.map(|cue| cue.start).take_while(|start| *start < kana);
        starts.into_iter().find(|start| *start >= from).unwrap_or(kana)
    }

    fn kana_up_to_mention(&self, from: usize) -> usize {
        let rest = self.said.text.get(from..self.end).unwrap_or_default();
        let kana = from + (rest.len() - rest.trim_start_matches(is_hiragana).len());
        let mentions = &self.said.mentions[self.next_mention.min(self.said.mentions.len())..];
        let starts = mentions.iter().map(|(place, _)| place.start);
        let mention = starts.take_while(|start| *start < kana).find(|start| *start >= from);
        kana.min(mention.unwrap_or(kana))
    }

    fn take_mention(&mut self) -> bool {
        let Some((place, _)) = self.said.mentions.get(self.next_mention) else { return false };
        if place.start != self.at || place.end > self.end {
            return false;
        }
        self.extend(place.end);
        true
    }

    /// 「…」 is a noun; (…) is passed over.
    fn take_enclosed(&mut self) -> bool {
        let rest = self.rest();
        let close = match rest.chars().next() {
            Some('「') => "」",
            Some('『') => "』",
            Some('"') => "\"",
            Some('(') => ")",
            _ => return false,
        };
        let opening = rest.chars().next().map_or(1, char::len_utf8);
        let Some(length) = rest[opening..].find(close) else { return false };
        let to = self.at + opening + length + close.len();
        if close == ")" {
            self.at = to;
        } else {
            self.extend(to);
        }
        true
    }

    /// A particle behind an open noun.
    fn take_particle(&mut self) -> bool {
        let rest = self.rest();
        if self.open.is_none() || NO_PARTICLE.iter().any(|kana| word::starts(rest, kana)) {
            return false;
        }
        let Some((text, case)) = PARTICLES.iter().find(|(text, _)| word::starts(rest, text)) else {
            return false;
        };
        self.close(*case, self.at + text.len());
        self.at += text.len();
        true
    }

    fn kana(&mut self) {
        if self.open.is_none() {
            self.loose_kana();
            return;
        }
        let rest = self.rest();
        if let Some(suffix) = SUFFIXES.iter().find(|suffix| rest.starts_with(**suffix)) {
            self.after_suffix(suffix.len());
        } else if !self.take_particle() {
            self.ending();
        }
    }

    /// 甲社などに, 甲社など乙社.
    fn after_suffix(&mut self, length: usize) {
        self.at += length;
        let next = self.rest().chars().next();
        if next.is_some_and(is_noun) {
            self.close(Case::And, self.at);
        }
    }

    /// Kana behind a noun that are no particle: な joins, the rest is a verb's ending.
    fn ending(&mut self) {
        let end = self.kana_end(self.at);
        let run = &self.said.text[self.at..end];
        let adverb = ["たに", "かに", "らに", "いに"]
            .iter()
            .any(|kana| run == *kana || run.ends_with("やかに"));
        if let Some(length) = noun_of_verb(run, self.open_ends_with('多')) {
            return self.extend(self.at + length);
        }
        match run {
            "な" | "つの" | "か" | "つ" | "お" | "ご" | "たな" | "らかな" => {
                self.extend(end)
            }
            // 新しいローダー, 古い端末.
            "しい" | "い" | "きい" if self.said.text[end..self.end].starts_with(is_noun) => {
                self.extend(end)
            }
            _ if adverb => {
                self.open = None;
                self.at = end;
            }
            _ => {
                let start = self.open.take().map_or(self.at, |open| open.start);
                self.pieces.push(Piece { core: start..end, end, kind: Kind::Verb, comma: false });
                self.at = end;
            }
        }
    }

    fn open_ends_with(&self, sign: char) -> bool {
        self.open.as_ref().is_some_and(|open| self.text(open).ends_with(sign))
    }

    /// Kana that no noun stands before: する behind と is a verb, この is nothing.
    fn loose_kana(&mut self) {
        let end = self.kana_end(self.at);
        let run = &self.said.text[self.at..end];
        let behind = self.pieces.last().is_some_and(|last| last.end == self.at && !last.comma);
        let filler = FILLERS.iter().any(|kana| run.starts_with(kana));
        if behind && !filler && LIGHT.iter().any(|kana| run.starts_with(kana)) {
            let core = self.at..end;
            self.pieces.push(Piece { core, end, kind: Kind::Verb, comma: false });
        } else if let Some(last) = self.pieces.last_mut().filter(|_| behind) {
            last.end = end;
        }
        self.at = end.max(self.at + run.chars().next().map_or(1, char::len_utf8));
    }
}

/// The kana of a verb's stem that is used as a noun: 動き of 動きが, 多く of 多くは.
fn noun_of_verb(run: &str, many: bool) -> Option<usize> {
    let stem = run.strip_suffix(['が', 'を', 'は', 'の', 'に'])?;
    let last = stem.chars().next_back()?;
    let short = stem.chars().count() <= 2 && stem != "し";
    let noun = (many && stem == "く") || "いきちりみびぎけげめれえ".contains(last);
    (short && noun).then_some(stem.len())
}

/// Whether kana behind a noun make a verb of it.
pub(super) fn is_verbal(rest: &str) -> bool {
    let mut signs = rest.chars();
    match (signs.next(), signs.next()) {
        (Some('が' | 'を' | 'は' | 'の' | 'も' | 'や' | 'へ' | 'か'), _) => false,
        (Some('に' | 'と'), next) => {
            matches!(next, Some('し' | 'す' | 'さ' | 'な' | '定' | '据' | '選'))
        }
        (Some('で'), next) => next == Some('き'),
        _ => true,
    }
}

pub(super) fn is_hiragana(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{309f}')
}

/// Signs that nouns and names are made of.
pub(super) fn is_noun(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '々' | '〇')
        || sign.is_ascii_alphanumeric()
        || matches!(sign, '-' | '_' | '.' | '/' | '&' | '+' | '@' | '$' | '%' | '\\' | '~')
}
