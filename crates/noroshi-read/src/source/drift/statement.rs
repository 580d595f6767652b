//! One statement of the text with what decides how strong it is.

use std::cell::OnceCell;
use std::ops::Range;

use noroshi_model::{
    AttributionLevel, Claim, ClaimKind, Language, Mention, MentionKind, SourceKind, Span, Speaker,
    Stance,
};

use super::super::phrase::Around;
use super::super::words::{Words, ends_in};
use super::content::{self, Content};
use super::number::{self, Number};
use super::{Told, attribution};
use crate::layout::{Line, LineKind};
use crate::several::Several;

/// Who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Voice {
    /// The author, or somebody without a name.
    Author,
    /// A publication, which passes on what others say.
    Publication(String),
    /// A body that speaks for itself.
    Body(String),
}

/// A sentence that says something, or a headline.
pub(super) struct Statement<'t> {
    pub(super) span: Span,
    about: About<'t>,
    pub(super) voice: Voice,
    /// Its words.
    pub(super) shown: String,
    /// Middle of the likelihood, in per cent; `None` when the wording says nothing of it.
    pub(super) likelihood: Option<u32>,
    /// Its wording says that it is unlikely.
    pub(super) unlikely: bool,
    pub(super) negated: bool,
    pub(super) headline: bool,
    /// A headline that leaves it open.
    pub(super) tempered: bool,
    pub(super) stance: Stance,
    pub(super) kind: ClaimKind,
    pub(super) numbers: Vec<Number>,
    pub(super) blame: Option<AttributionLevel>,
}

/// Where a statement stands, and what it is about once that is asked: seldom, for most pairs
/// of sentences differ in what is looked at first.
struct About<'t> {
    told: &'t Told<'t>,
    range: Range<usize>,
    language: Language,
    claim: Option<&'t Claim>,
    made: OnceCell<Content>,
    settled: OnceCell<bool>,
}

impl<'t> About<'t> {
    fn new(
        told: &'t Told<'t>,
        range: &Range<usize>,
        language: Language,
        claim: Option<&'t Claim>,
    ) -> Self {
        let (made, settled) = (OnceCell::new(), OnceCell::new());
        Self { told, range: range.clone(), language, claim, made, settled }
    }
}

impl Statement<'_> {
    /// Its content words.
    pub(super) fn content(&self) -> &Content {
        let About { told, range, language, claim, made, .. } = &self.about;
        made.get_or_init(|| content(told, range, *language, inside(told.mentions, range), *claim))
    }

    /// Whether it states something: no denial, no silence, no absence of evidence.
    pub(super) fn speaks(&self) -> bool {
        matches!(self.stance, Stance::Asserts | Stance::Speculates)
            && self.kind != ClaimKind::AbsenceOfEvidence
    }

    /// Whether it says that something was found out, or is a correction; headlines do not.
    pub(super) fn is_settled(&self) -> bool {
        let words = self.about.told.words;
        let says_so = || {
            let lower = self.shown.to_ascii_lowercase();
            let any = |word: &&str| holds(&lower, word);
            words.settled().is_in(&lower) && words.strength("settled").iter().any(any)
        };
        *self.about.settled.get_or_init(|| !self.headline && says_so())
    }

    /// Whether both count the same thing and count it differently: then they tell of two.
    pub(super) fn contrary(&self, other: &Self) -> bool {
        let unit = |one: &Number, two: &Number| one.unit == two.unit;
        let pairs =
            || self.numbers.iter().flat_map(|one| other.numbers.iter().map(move |two| (one, two)));
        pairs().any(|(one, two)| unit(one, two))
            && !pairs().any(|(one, two)| unit(one, two) && one.value == two.value)
    }
}

/// The headline and the lines of a summary.
pub(super) fn heads<'t>(told: &'t Told<'t>, claims: &'t [Claim]) -> Vec<Statement<'t>> {
    let mut heads = Vec::new();
    let shown: Vec<&Line> = told.lines.iter().filter(|line| !line.boilerplate).take(400).collect();
    let Some(first) = shown.first() else { return heads };
    if shown.len() > 1 && is_headline(told, first) && !opens_summary(told, first) {
        heads.extend(of_line(told, first));
    }
    // The paragraph that a summary goes on in: it ends with the first one behind its heading.
    let mut inside: Option<(u32, bool)> = None;
    for line in &shown {
        if opens_summary(told, line) {
            inside = Some((line.paragraph, false));
            continue;
        }
        inside = match inside {
            _ if line.kind == LineKind::Heading => None,
            Some((paragraph, _)) if line.paragraph == paragraph => Some((paragraph, true)),
            Some((_, false)) => Some((line.paragraph, true)),
            _ => None,
        };
        if inside.is_some() {
            heads.extend(of_claims(told, claims, line));
        }
    }
    heads.truncate(super::HEADS);
    heads
}

fn opens_summary(told: &Told<'_>, line: &Line) -> bool {
    let shown = &told.shadow.text()[line.range.clone()];
    if shown.len() > 60 {
        return false;
    }
    let bare = shown.trim_matches(|sign: char| "#■□◆◇●○【】[]<>*=: ".contains(sign));
    let bare = bare.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '.').trim();
    told.words.strength("summary").iter().any(|word| word.eq_ignore_ascii_case(bare))
}

fn is_headline(told: &Told<'_>, line: &Line) -> bool {
    let shown = &told.shadow.text()[line.range.clone()];
    let short = shown.chars().count() <= 120 && !shown.ends_with(['。', '.']);
    line.kind == LineKind::Heading || (line.kind == LineKind::Text && short)
}

/// A headline has no claim: it states what it says unless a word leaves it open.
fn of_line<'t>(told: &'t Told<'t>, line: &Line) -> Option<Statement<'t>> {
    let text = told.shadow.text();
    let mentions = inside(told.mentions, &line.range);
    let shown = &text[line.range.clone()];
    Some(Statement {
        span: told.shadow.span(line.range.clone())?,
        about: About::new(told, &line.range, line.language, None),
        voice: Voice::Author,
        shown: shown.to_owned(),
        likelihood: None,
        unlikely: false,
        negated: is_negated(shown, line.language),
        headline: true,
        tempered: is_tempered(told.words, shown, line.language),
        stance: Stance::Asserts,
        kind: ClaimKind::Statement,
        numbers: number::of(told.words, text, mentions),
        blame: attribution::level(told.words, text, &line.range, mentions, None),
    })
}

/// The sentences of a line, as statements.
fn of_claims<'t>(told: &'t Told<'t>, claims: &'t [Claim], line: &Line) -> Vec<Statement<'t>> {
    let first = told.sentences.partition_point(|(range, _)| range.end <= line.range.start);
    let sentences = told.sentences[first..].iter();
    let sentences = sentences.take_while(|(range, _)| range.start < line.range.end).take(6);
    sentences
        .filter_map(|(range, _)| {
            let span = told.shadow.span(range.clone())?;
            let at = claims.partition_point(|claim| claim.sentence.start() < span.start());
            match claims.get(at).filter(|claim| claim.sentence == span) {
                Some(claim) => of_claim(told, claim, range, line.language),
                None => of_plain(told, range, line.language),
            }
        })
        .collect()
}

/// A sentence of the body at first look; what it says in full is found when another is like it.
pub(super) struct Sketch<'t> {
    pub(super) range: Range<usize>,
    language: Language,
    claim: Option<&'t Claim>,
    /// Keys of its words, sorted.
    pub(super) keys: Vec<u64>,
    /// Whether something can become stronger from here.
    pub(super) weak: bool,
    pub(super) signs: Signs,
    full: OnceCell<Option<Statement<'t>>>,
}

/// What can grow stronger in a sentence, at first look: its numbers and who is blamed.
#[derive(Debug, Default)]
pub(super) struct Signs {
    hedged: bool,
    counts: Vec<u64>,
    /// The lowest and the highest level that can be meant.
    blame: Option<(AttributionLevel, AttributionLevel)>,
}

impl Signs {
    fn of(mentions: &[(Range<usize>, Mention)], claim: Option<&Claim>) -> Self {
        Self {
            hedged: claim.is_some_and(|claim| claim.likelihood.is_some()),
            counts: number::values(mentions).collect(),
            blame: attribution::reach(mentions, claim),
        }
    }

    pub(super) fn of_statement(statement: &Statement<'_>) -> Self {
        Self {
            hedged: statement.likelihood.is_some(),
            counts: statement.numbers.iter().map(|number| number.value).collect(),
            blame: statement.blame.map(|level| (level, level)),
        }
    }

    /// Whether the other can say more of the same; only then are both looked at in full.
    pub(super) fn may_become(&self, strong: &Self) -> bool {
        let rises = self.blame.zip(strong.blame).is_some_and(|((low, _), (_, high))| high > low);
        self.hedged || rises || self.counts.iter().any(|count| strong.counts.contains(count))
    }
}

impl<'t> Sketch<'t> {
    /// All that it says; `None` when it is no whole sentence.
    pub(super) fn full(&self, told: &'t Told<'t>) -> Option<&Statement<'t>> {
        let made = self.full.get_or_init(|| match self.claim {
            Some(claim) => of_claim(told, claim, &self.range, self.language),
            None => of_plain(told, &self.range, self.language),
        });
        made.as_ref()
    }

    /// Its words.
    pub(super) fn shown(&self, told: &'t Told<'t>) -> &'t str {
        &told.shadow.text()[self.range.clone()]
    }
}

/// The sentences of the body, without the headline and the summary.
pub(super) fn body<'t>(
    told: &'t Told<'t>,
    claims: &'t [Claim],
    heads: &'t [Statement<'t>],
) -> impl Iterator<Item = Sketch<'t>> + 't {
    let mut claims = claims.iter().peekable();
    let mut from = 0;
    told.sentences.iter().filter_map(move |(range, line)| {
        let span = told.shadow.span(range.clone())?;
        let mut of_sentence: Option<&Claim> = None;
        while let Some(claim) = claims.next_if(|claim| claim.sentence.start() <= span.start()) {
            // Of several claims of a sentence the weakest wording counts.
            let weaker = |known: &&Claim| known.likelihood.is_some() && claim.likelihood.is_none();
            let same = claim.sentence == span;
            of_sentence =
                if same { Some(of_sentence.filter(weaker).unwrap_or(claim)) } else { None };
        }
        while told.mentions.get(from).is_some_and(|(place, _)| place.start < range.start) {
            from += 1;
        }
        let text = line.kind == LineKind::Text && !line.boilerplate;
        if !text || heads.iter().any(|head| head.span.overlaps(span)) {
            return None;
        }
        let inside = told.mentions[from..].iter().take_while(|(place, _)| place.start < range.end);
        let inside = &told.mentions[from..from + inside.count()];
        let hedged = |claim: &Claim| claim.likelihood.is_some() || claim.attribution.is_some();
        let weak = of_sentence.is_some_and(hedged)
            || inside.iter().any(|(_, mention)| super::may_rise(mention.kind));
        let (language, claim) = (line.language, of_sentence);
        Some(Sketch {
            range: range.clone(),
            language,
            claim,
            keys: Vec::new(),
            weak,
            signs: Signs::of(inside, claim),
            full: OnceCell::new(),
        })
    })
}

/// A sentence that made no claim, because it names nothing that reading knows: it still can
/// be the stronger one.
fn of_plain<'t>(
    told: &'t Told<'t>,
    range: &Range<usize>,
    language: Language,
) -> Option<Statement<'t>> {
    let text = told.shadow.text();
    let shown = &text[range.clone()];
    let whole = shown.ends_with(['。', '.', '！', '!']) && shown.len() >= 24;
    if !whole {
        return None;
    }
    let mentions = inside(told.mentions, range);
    Some(Statement {
        span: told.shadow.span(range.clone())?,
        about: About::new(told, range, language, None),
        voice: Voice::Author,
        shown: shown.to_owned(),
        likelihood: None,
        unlikely: false,
        negated: is_negated(shown, language),
        headline: false,
        tempered: false,
        stance: Stance::Asserts,
        kind: ClaimKind::Statement,
        numbers: number::of(told.words, text, mentions),
        blame: None,
    })
}

fn of_claim<'t>(
    told: &'t Told<'t>,
    claim: &'t Claim,
    range: &Range<usize>,
    language: Language,
) -> Option<Statement<'t>> {
    let text = told.shadow.text();
    let mentions = inside(told.mentions, range);
    let shown = &text[range.clone()];
    let middle = claim
        .likelihood
        .as_ref()
        .map(|(likelihood, _)| per_cent(f32::midpoint(likelihood.low(), likelihood.high())));
    let wording = claim.likelihood.as_ref().and_then(|(_, span)| told.shadow_text(*span, range));
    Some(Statement {
        span: claim.sentence,
        about: About::new(told, range, language, Some(claim)),
        voice: voice(told, claim, language),
        shown: shown.to_owned(),
        likelihood: middle.filter(|_| claim.stance == Stance::Speculates),
        unlikely: wording.is_some_and(|words| {
            ["低", "にく", "難", "薄", "unlikely", "doubt", "不自然"]
                .iter()
                .any(|word| words.contains(word))
        }),
        negated: is_negated(shown, language)
            && !wording.is_some_and(|words| is_negated(words, language)),
        headline: false,
        tempered: shown.trim_end_matches('。').ends_with(['か', '?', '？'])
            || claim.hearsay_marks > 0 && shown.contains("とされ"),
        stance: claim.stance,
        kind: claim.kind,
        numbers: number::of(told.words, text, mentions),
        blame: attribution::level(told.words, text, range, mentions, Some(claim)),
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0.0 to 1.0")]
fn per_cent(middle: f32) -> u32 {
    (middle * 100.0).round() as u32
}

impl Told<'_> {
    /// The words of the canonical span, when it stands in the sentence. The shadow of wording
    /// is as long as its original or shorter, so its start is looked for.
    fn shadow_text(&self, span: Span, range: &Range<usize>) -> Option<&str> {
        let text = &self.shadow.text()[range.clone()];
        let start = self.shadow.span(range.clone())?.start();
        let at = span.start().saturating_sub(start).min(text.len());
        let from = (at..=text.len()).find(|place| text.is_char_boundary(*place))?;
        let until = (from + span.bytes()).min(text.len());
        let until = (until..=text.len()).find(|place| text.is_char_boundary(*place))?;
        text.get(from..until)
    }
}

fn voice(told: &Told<'_>, claim: &Claim, language: Language) -> Voice {
    let around = Around { words: told.words, text: told.shadow.text(), language };
    let named: Vec<&String> = named(claim).collect();
    let kinds = named.iter().map(|name| around.name(name, 0));
    let known = kinds.flatten().find(|named| named.kind != SourceKind::Unnamed);
    let Some(first) = named.first() else { return Voice::Author };
    let site = ["サイト", "一部", "複数"].iter().any(|word| first.contains(word));
    match known {
        Some(named) if named.kind == SourceKind::Publication => Voice::Publication(named.name),
        _ if site => Voice::Publication((*first).clone()),
        _ => Voice::Body((*first).clone()),
    }
}

/// Speakers with a name.
fn named(claim: &Claim) -> impl Iterator<Item = &String> {
    claim.speakers.iter().filter_map(|speaker| match speaker {
        Speaker::Named { name, .. } => Some(name),
        Speaker::Unnamed { .. } | Speaker::Author => None,
    })
}

/// Content words without the names of those who speak.
fn content(
    told: &Told<'_>,
    range: &Range<usize>,
    language: Language,
    mentions: &[(Range<usize>, Mention)],
    claim: Option<&Claim>,
) -> Content {
    let text = told.shadow.text();
    let mut skip: Vec<Range<usize>> = Vec::new();
    let speakers = claim.into_iter().flat_map(|claim| claim.speakers.iter());
    for speaker in speakers.filter(|speaker| **speaker != Speaker::Author) {
        let publication = matches!(speaker, Speaker::Unnamed { .. })
            || voice_is_publication(told, speaker.shown(), language);
        let found = text[range.clone()].find(speaker.shown()).filter(|_| publication);
        skip.extend(found.map(|at| range.start + at..range.start + at + speaker.shown().len()));
    }
    let skipped = |place: &Range<usize>| {
        skip.iter().any(|skipped| skipped.start <= place.start && place.end <= skipped.end)
    };
    let of = |wanted: fn(MentionKind) -> bool| {
        mentions.iter().filter(move |(_, mention)| wanted(mention.kind)).map(|(place, _)| place)
    };
    let known = of(is_name).filter(|place| !skipped(place));
    let named = content::Named {
        known: known.map(|place| content::key(&text[place.clone()])).collect(),
        blamed: of(is_blamed).cloned().collect(),
    };
    Content::of(told.words, text, range, language, &skip, named)
}

/// Who may be held responsible: it is what rises, so it is no sign of the same matter.
fn is_blamed(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::Country | MentionKind::ThreatActor)
}

fn voice_is_publication(told: &Told<'_>, name: &str, language: Language) -> bool {
    let around = Around { words: told.words, text: told.shadow.text(), language };
    around.name(name, 0).is_some_and(|named| named.kind == SourceKind::Publication)
}

fn is_name(kind: MentionKind) -> bool {
    matches!(
        kind,
        MentionKind::Organization
            | MentionKind::Malware
            | MentionKind::Campaign
            | MentionKind::Product
            | MentionKind::Package
            | MentionKind::Vulnerability
            | MentionKind::Person
    )
}

/// Mentions inside a range.
fn inside<'m>(
    mentions: &'m [(Range<usize>, Mention)],
    range: &Range<usize>,
) -> &'m [(Range<usize>, Mention)] {
    let from = mentions.partition_point(|(place, _)| place.start < range.start);
    let length = mentions[from..].partition_point(|(place, _)| place.start < range.end);
    &mentions[from..from + length]
}

static NEGATIONS: Several =
    Several::of(&[" not ", "n't ", " no evidence", " never ", " denied", " denies", " without "]);

fn is_negated(shown: &str, language: Language) -> bool {
    if language == Language::Ja {
        let bare = shown.trim_end_matches(['。', '」', ')']);
        let tail: String =
            bare.chars().rev().take(16).collect::<Vec<char>>().into_iter().rev().collect();
        return ["ない", "なかった", "ません", "否定", "なし", "ず、"]
            .iter()
            .any(|word| tail.contains(word));
    }
    NEGATIONS.is_in(&shown.to_ascii_lowercase())
}

/// A headline that leaves open what it says.
fn is_tempered(words: &Words<'_>, shown: &str, language: Language) -> bool {
    let bare = shown.trim_end_matches(['」', '』', ')', ' ']);
    let front = bare.rsplit_once(':').map_or(bare, |(front, _)| front);
    let lower = shown.to_ascii_lowercase();
    words.strength("tempered").iter().any(|word| {
        if word.chars().count() == 1 && !word.is_ascii() {
            bare.ends_with(word) || front.ends_with(word)
        } else {
            language_of(word, language) && holds(&lower, word)
        }
    })
}

fn language_of(word: &str, language: Language) -> bool {
    word.is_ascii() == (language != Language::Ja) || word == "?"
}

/// Whether a text holds one of the words; Latin words only as whole ones, whatever their case.
pub(super) fn has_any(shown: &str, words: &[&str]) -> bool {
    let lower = shown.to_ascii_lowercase();
    words.iter().any(|word| holds(&lower, word))
}

/// Whether a text in lower case holds a word.
fn holds(lower: &str, word: &str) -> bool {
    if !word.starts_with(|sign: char| sign.is_ascii_alphabetic()) || !word.is_ascii() {
        return lower.contains(word);
    }
    let whole = |at: usize| {
        let behind = lower[at + word.len()..].bytes().next();
        !behind.is_some_and(|byte| byte.is_ascii_alphanumeric())
            && ends_in(&lower[..at + word.len()], word)
    };
    lower.match_indices(word).any(|(at, _)| whole(at))
}
