//! A stretch of a document as the model of events sees it: sentences, the runs of letters in them, and the clauses that
//! may tell of something that happened. Shared with the command that trains the model.

use std::ops::Range;

use noroshi_model::{Event, Language, Mention, MentionKind, Sentence, Value};

use super::super::feature::{class, word};
use super::clause::Deed;

/// Sentences that are looked at together: who and when are looked for among these.
pub(crate) const TOGETHER: usize = 48;

/// A longer sentence, in bytes, is none: a row of a table, a dump.
const LONGEST: usize = 3_000;

/// What a run of letters is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Hiragana,
    Katakana,
    Kanji,
    /// Latin letters and digits.
    Latin,
    Sign,
    Mention(MentionKind),
}

/// A run of letters of one script, a sign, or a mention.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) range: Range<usize>,
    pub(crate) sort: Sort,
}

/// A sentence with its runs.
pub(crate) struct Spoken {
    pub(crate) range: Range<usize>,
    pub(crate) runs: Vec<Run>,
    /// Places in [`Page::clauses`].
    pub(crate) clauses: Range<usize>,
    /// Places in [`Page::mentions`].
    pub(crate) mentions: Range<usize>,
    /// The events that the rules found in it, and where their words end.
    pub(crate) rules: Vec<(usize, Option<usize>)>,
    /// The [`SIGNS`] in it: their number, and where the first and the last one stand.
    pub(crate) signs: Vec<(u64, Range<usize>)>,
    /// 当社: the organisation that writes speaks of itself.
    pub(crate) own: bool,
}

/// A predicate with what stands before it: where something may be told.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    pub(crate) range: Range<usize>,
    /// Place of its sentence in [`Page::sentences`].
    pub(crate) sentence: usize,
    /// Its number in the sentence.
    pub(crate) number: usize,
    /// Where the clause before it ends.
    pub(crate) floor: usize,
    /// The first run of the predicate, and its last one.
    pub(crate) runs: (usize, usize),
}

/// How a predicate stands to its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    Suffered,
    Past,
    Other,
}

/// Sentences that are looked at together.
pub(crate) struct Page<'a> {
    pub(crate) text: &'a str,
    pub(crate) sentences: Vec<Spoken>,
    pub(crate) mentions: Vec<&'a Mention>,
    pub(crate) clauses: Vec<Clause>,
    /// What is asked of each clause again and again.
    pub(crate) deeds: Vec<Deed<'a>>,
    pub(crate) rules: &'a [Event],
    /// How many groups and programs it names, up to three.
    pub(crate) threats: u64,
    /// Whether a sentence speaks of the organisation that writes.
    pub(crate) own: bool,
}

impl<'a> Page<'a> {
    /// The pages of a document: its Japanese sentences outside boilerplate, [`TOGETHER`] at a time. Mentions and
    /// sentences are in order of place.
    pub(crate) fn all(
        text: &'a str,
        sentences: &[Sentence],
        mentions: &'a [Mention],
        rules: &'a [Event],
    ) -> impl Iterator<Item = Self> {
        let read = |one: &&Sentence| !one.boilerplate && one.language == Language::Ja;
        let ranges: Vec<Range<usize>> =
            sentences.iter().filter(read).map(|one| one.span.start()..one.span.end()).collect();
        let pages: Vec<Vec<Range<usize>>> =
            ranges.chunks(TOGETHER).map(<[Range<usize>]>::to_vec).collect();
        pages.into_iter().map(move |ranges| Self::new(text, ranges, mentions, rules))
    }

    fn new(
        text: &'a str,
        ranges: Vec<Range<usize>>,
        mentions: &'a [Mention],
        rules: &'a [Event],
    ) -> Self {
        let end = ranges.last().map_or(0, |range| range.end);
        let start = ranges.first().map_or(0, |range| range.start);
        let from = mentions.partition_point(|one| one.span.start() < start);
        let inside = mentions[from..].iter().take_while(|one| one.span.start() < end);
        let mut page = Self {
            text,
            sentences: Vec::with_capacity(ranges.len()),
            mentions: inside.collect(),
            clauses: Vec::new(),
            deeds: Vec::new(),
            rules,
            threats: 0,
            own: false,
        };
        for range in ranges {
            page.take(range);
        }
        let threat =
            |one: &&&Mention| matches!(one.kind, MentionKind::ThreatActor | MentionKind::Malware);
        page.threats = page.mentions.iter().filter(threat).take(3).count() as u64;
        page.own = page.sentences.iter().any(|one| one.own);
        page
    }

    /// Takes in a sentence.
    fn take(&mut self, range: Range<usize>) {
        let first = self.mentions.partition_point(|one| one.span.start() < range.start);
        let count = self.mentions[first..].partition_point(|one| one.span.start() < range.end);
        let mentions = first..first + count;
        let runs = if range.len() > LONGEST {
            Vec::new()
        } else {
            runs(self.text, &range, &self.mentions[mentions.clone()])
        };
        let start = self.clauses.len();
        let sentence = self.sentences.len();
        self.clauses.extend(clauses(self.text, &range, &runs, sentence));
        let shown = &self.text[range.clone()];
        let rules = self.rules_of(&range);
        self.sentences.push(Spoken {
            own: speaks_of_itself(shown),
            signs: signs(shown, range.start),
            clauses: start..self.clauses.len(),
            range,
            runs,
            mentions,
            rules,
        });
        let deeds: Vec<Deed<'a>> =
            self.clauses[start..].iter().map(|clause| Deed::of(self, clause)).collect();
        self.deeds.extend(deeds);
    }

    /// The events of the rules that a sentence tells; they are in order of place.
    fn rules_of(&self, range: &Range<usize>) -> Vec<(usize, Option<usize>)> {
        let mut found = Vec::new();
        let from = self.rules.partition_point(|one| {
            one.spans.first().is_some_and(|span| span.start() + FAR < range.start)
        });
        for (at, one) in self.rules.iter().enumerate().skip(from) {
            if one.spans.first().is_some_and(|span| span.start() >= range.end) {
                break;
            }
            if one.spans.iter().any(|it| it.start() < range.end && range.start < it.end()) {
                let place = self.text[range.clone()].find(&one.what);
                found.push((at, place.map(|place| range.start + place + one.what.len())));
            }
        }
        found
    }

    /// The dates of a sentence.
    pub(crate) fn dates(&self, sentence: usize) -> impl DoubleEndedIterator<Item = &'a Mention> {
        let mentions = &self.mentions[self.sentences[sentence].mentions.clone()];
        mentions.iter().copied().filter(|one| matches!(one.value, Value::Date(..)))
    }

    /// The sentence of a clause.
    pub(crate) fn sentence(&self, clause: &Clause) -> &Spoken {
        &self.sentences[clause.sentence]
    }

    /// The clauses of the sentence of a clause.
    pub(crate) fn beside(&self, clause: &Clause) -> &[Clause] {
        &self.clauses[self.sentence(clause).clauses.clone()]
    }

    pub(crate) fn run(&self, run: &Run) -> &'a str {
        &self.text[run.range.clone()]
    }

    /// The noun or the stem of the predicate: 漏えい in 漏えいした; empty when it is all in kana.
    pub(crate) fn stem(&self, clause: &Clause) -> &'a str {
        let runs = &self.sentence(clause).runs;
        let (first, last) = clause.runs;
        if first == last && runs[last].sort == Sort::Hiragana {
            return "";
        }
        self.run(&runs[first])
    }

    /// The kana of the predicate.
    pub(crate) fn tail(&self, clause: &Clause) -> &'a str {
        let last = &self.sentence(clause).runs[clause.runs.1];
        if last.sort == Sort::Hiragana { self.run(last) } else { "" }
    }

    pub(crate) fn voice(&self, clause: &Clause) -> Voice {
        let tail = self.tail(clause);
        if ["れ", "受け", "遭", "見舞"].iter().any(|word| tail.contains(word)) {
            Voice::Suffered
        } else if tail.contains(['た', 'だ']) {
            Voice::Past
        } else {
            Voice::Other
        }
    }

    /// Whether nothing but a full stop follows in the sentence.
    pub(crate) fn closes(&self, clause: &Clause) -> bool {
        let end = self.sentence(clause).range.end;
        self.text[clause.range.end..end].chars().nth(1).is_none()
    }

    /// Whether a noun stands right behind the predicate.
    pub(crate) fn is_adnominal(&self, clause: &Clause) -> bool {
        let next = self.sentence(clause).runs.get(clause.runs.1 + 1);
        self.tail(clause).ends_with(['た', 'だ', 'る', 'い', 'う', 'す', 'く'])
            && next.is_some_and(|run| run.sort != Sort::Sign)
    }

    /// Predicates that end between two places of the sentence of a clause, up to three.
    pub(crate) fn between(&self, clause: &Clause, place: &Range<usize>) -> u64 {
        let inside = |one: &&Clause| place.start <= one.range.start && one.range.end <= place.end;
        self.beside(clause).iter().filter(inside).take(3).count() as u64
    }

    /// The event of the rules at a clause: that whose words end in it, else one of its sentence.
    pub(crate) fn rule(&self, clause: &Clause) -> Option<(&'a Event, bool)> {
        let rules = &self.sentence(clause).rules;
        let here = |end: &Option<usize>| {
            end.is_some_and(|end| clause.range.start < end && end <= clause.range.end)
        };
        let found = rules.iter().find(|(_, end)| here(end)).or_else(|| rules.first())?;
        Some((&self.rules[found.0], here(&found.1)))
    }
}

/// Bytes that an event of the rules may lie before a sentence that still tells it.
const FAR: usize = 12_000;

/// The first letters of a text.
pub(crate) fn first(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| &text[..at])
}

/// The last letters of a text.
pub(crate) fn last(text: &str, count: usize) -> &str {
    let Some(back) = count.checked_sub(1) else { return "" };
    text.char_indices().rev().nth(back).map_or(text, |(at, _)| &text[at..])
}

fn sort(letter: char) -> Sort {
    match class(letter) {
        'H' => Sort::Hiragana,
        'T' => Sort::Katakana,
        'K' => Sort::Kanji,
        'A' | 'N' => Sort::Latin,
        _ => Sort::Sign,
    }
}

/// The runs of a sentence; a mention is one run.
fn runs(text: &str, range: &Range<usize>, mentions: &[&Mention]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut mentions = mentions.iter().peekable();
    let mut at = range.start;
    while at < range.end {
        while mentions.next_if(|one| one.span.start() < at).is_some() {}
        if let Some(one) = mentions.next_if(|one| one.span.start() == at)
            && one.span.end() <= range.end
        {
            runs.push(Run { range: at..one.span.end(), sort: Sort::Mention(one.kind) });
            at = one.span.end();
            continue;
        }
        let Some(letter) = text[at..].chars().next() else { break };
        let next = at + letter.len_utf8();
        let sort = sort(letter);
        match runs.last_mut() {
            Some(last) if last.sort == sort && sort != Sort::Sign => last.range.end = next,
            _ => runs.push(Run { range: at..next, sort }),
        }
        at = next;
    }
    runs
}

/// Kana that only join what stands around them.
const JOINTS: &[&str] = &[
    "は",
    "が",
    "を",
    "に",
    "で",
    "と",
    "の",
    "も",
    "へ",
    "や",
    "か",
    "から",
    "まで",
    "より",
    "など",
    "には",
    "では",
    "とは",
    "への",
    "での",
    "にも",
    "でも",
    "として",
    "について",
    "によって",
    "により",
    "による",
    "といった",
    "とともに",
    "のほか",
    "において",
    "における",
    "に対し",
    "に対して",
    "にとって",
    "ら",
    "たち",
    "さ",
    "み",
    "げ",
    "ごとに",
    "だけ",
    "のみ",
    "しか",
    "ほど",
    "くらい",
    "ぐらい",
    "な",
    "に関する",
    "のうち",
    "ながら",
];

fn clauses(text: &str, range: &Range<usize>, runs: &[Run], sentence: usize) -> Vec<Clause> {
    let mut found: Vec<Clause> = Vec::new();
    for at in 0..runs.len() {
        let Some(from) = predicate(text, runs, at) else { continue };
        let (start, end) = (runs[from].range.start, runs[at].range.end);
        let floor = found.last().map_or(range.start, |last| last.range.end);
        found.push(Clause {
            range: start..end,
            sentence,
            number: found.len(),
            floor,
            runs: (from, at),
        });
    }
    found
}

/// The first run of the predicate that ends with a run: kana with the noun before them, or a noun that closes the
/// sentence or a part of it.
fn predicate(text: &str, runs: &[Run], at: usize) -> Option<usize> {
    let run = &runs[at];
    let shown = &text[run.range.clone()];
    let next = runs.get(at + 1);
    let closed = next.is_none_or(|next| text[next.range.clone()].starts_with('。'));
    match run.sort {
        Sort::Hiragana => {
            let joint = JOINTS.contains(&shown) && (!closed || shown.chars().count() == 1);
            let noun = at.checked_sub(1).filter(|before| runs[*before].sort != Sort::Sign);
            (!joint).then_some(noun.unwrap_or(at))
        }
        Sort::Kanji | Sort::Katakana => {
            let stops =
                |next: &Run| text[next.range.clone()].starts_with(['。', '、', '」', '）', ')']);
            next.is_none_or(stops).then_some(at)
        }
        _ => None,
    }
}

/// Words that say that something is only possible, planned, denied or told.
const SIGNS: &[&str] = &[
    "可能性",
    "恐れ",
    "おそれ",
    "予定",
    "訓練",
    "ため",
    "場合",
    "注意",
    "対策",
    "方針",
    "確認されて",
    "いない",
    "ない",
    "ません",
    "疑い",
    "とみ",
    "という",
    "と主張",
    "発表",
    "セミナー",
    "講",
    "架空",
    "当社",
    "弊社",
];

/// The signs of a sentence, from the start of the first one of each to the end of the last.
fn signs(shown: &str, start: usize) -> Vec<(u64, Range<usize>)> {
    let place = |sign: &&str| {
        // Most are not there: to say so is quicker than to look where.
        let first = shown.contains(*sign).then(|| shown.find(*sign))??;
        let last = shown.rfind(*sign).unwrap_or(first);
        Some((word(sign), start + first..start + last + sign.len()))
    };
    SIGNS.iter().filter_map(place).collect()
}

/// 当社, 弊社, 本学, 当院.
fn speaks_of_itself(shown: &str) -> bool {
    let bodies = "社行院学校市協機法組店会県館金町研園";
    let own = shown.match_indices(['当', '弊', '本', '小']);
    own.into_iter()
        .any(|(at, sign)| shown[at + sign.len()..].starts_with(|next| bodies.contains(next)))
}

#[cfg(test)]
pub(super) mod tests {
    use noroshi_model::Reason;

    use super::*;

    /// What the tests of the model of events look at: one sentence, and mentions of a kind where the words stand.
    pub(crate) fn seen(
        text: &str,
        named: &[(&str, MentionKind, Value)],
    ) -> (Sentence, Vec<Mention>) {
        let span = |start: usize, end: usize| noroshi_model::Span::new(start, end).expect("a span");
        let mention = |(shown, kind, value): &(&str, MentionKind, Value)| {
            let start = text.find(shown).expect("it stands in the text");
            Mention {
                kind: *kind,
                span: span(start, start + shown.len()),
                canonical: (*shown).to_owned(),
                role: None,
                reason: Reason::rule("name"),
                candidates: Vec::new(),
                value: value.clone(),
            }
        };
        let sentence =
            Sentence { span: span(0, text.len()), language: Language::Ja, boilerplate: false };
        (sentence, named.iter().map(mention).collect())
    }

    #[test]
    fn a_clause_ends_with_its_predicate() {
        let text = "甲社は侵入を受け、図面が盗まれたと発表した。";
        let (sentence, mentions) = seen(text, &[("甲社", MentionKind::Organization, Value::Plain)]);
        let page = Page::all(text, &[sentence], &mentions, &[]).next().expect("a page");
        let shown: Vec<&str> = page.clauses.iter().map(|it| &text[it.range.clone()]).collect();
        assert_eq!(shown, ["受け", "盗まれたと", "発表した"]);
        assert_eq!(page.stem(&page.clauses[1]), "盗");
        assert_eq!(page.voice(&page.clauses[1]), Voice::Suffered);
        assert!(page.closes(&page.clauses[2]) && !page.closes(&page.clauses[1]));
    }

    #[test]
    fn what_is_boilerplate_or_no_japanese_is_on_no_page() {
        let text = "甲社は侵入を受けた。";
        let (mut sentence, _) = seen(text, &[]);
        sentence.boilerplate = true;
        assert!(Page::all(text, &[sentence], &[], &[]).next().is_none());
        sentence.boilerplate = false;
        sentence.language = Language::En;
        assert!(Page::all(text, &[sentence], &[], &[]).next().is_none());
    }

    #[test]
    fn a_row_of_a_dump_has_no_clauses() {
        let text = "受けた".repeat(LONGEST);
        let (sentence, _) = seen(&text, &[]);
        let page = Page::all(&text, &[sentence], &[], &[]).next().expect("a page");
        assert!(page.clauses.is_empty());
    }
}
