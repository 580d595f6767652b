//! The strict editor: refuses an assembled brief that says more than its sources.

use std::fmt;

use noroshi_model::{ScaleStep, Tlp};

use crate::material::Source;
use crate::view::{About, Basis, Brief, Bullet, Citation, EstateItem, Quote, Statement};

/// What the editor found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A statement of fact without a citation.
    Uncited(String),
    /// Likelihood and confidence in one sentence (ICD 203).
    TwoScales(String),
    /// A word of likelihood that the evidence does not carry.
    TooStrong(String),
    /// A date that is relative to the reader's day.
    RelativeDate(String),
    /// The label is laxer than a cited source's.
    Label(Tlp),
    /// The words of a quote are not what stands at its span.
    Misquoted(String),
    /// A citation that leads to no source or no passage.
    Dangling(String),
    /// A quote without a speaker.
    NoSpeaker(String),
}

impl fmt::Display for Flaw {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rule, text) = match self {
            Self::Uncited(text) => ("fact without citation", text.as_str()),
            Self::TwoScales(text) => ("likelihood and confidence in one sentence", text.as_str()),
            Self::TooStrong(text) => ("likelihood stronger than its evidence", text.as_str()),
            Self::RelativeDate(text) => ("relative date", text.as_str()),
            Self::Label(tlp) => ("label laxer than a cited source's", tlp.label()),
            Self::Misquoted(text) => ("quote differs from its source", text.as_str()),
            Self::Dangling(text) => ("citation leads nowhere", text.as_str()),
            Self::NoSpeaker(text) => ("quote without a speaker", text.as_str()),
        };
        write!(out, "{rule}: {text}")
    }
}

/// Everything the editor finds in a brief, in reading order; empty when it may go out.
pub fn lint(brief: &Brief, sources: &[Source<'_>]) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    flaws.extend(label(brief));
    brief.statements().into_iter().for_each(|it| flaws.extend(statement(it)));
    let bare = |item: &&EstateItem| item.theirs.is_empty() || item.ours.is_empty();
    let bare = brief.findings().filter(bare);
    flaws.extend(bare.map(|item| Flaw::Uncited(item.title.clone())));
    let uncited = brief.settings.iter().flat_map(|chapter| chapter.uncited());
    flaws.extend(uncited.map(|policy| Flaw::Uncited(policy.to_owned())));
    brief.quotes().into_iter().for_each(|it| flaws.extend(quote(brief, sources, it)));
    let dangling = brief.citations().into_iter().filter(|it| !resolves(brief, it));
    flaws.extend(dangling.map(|it| Flaw::Dangling(it.anchor())));
    flaws
}

fn label(brief: &Brief) -> Option<Flaw> {
    (brief.tlp < brief.strictest()).then_some(Flaw::Label(brief.tlp))
}

/// A generated sentence. What it quotes inside quotation marks is not its own.
fn statement(statement: &Statement) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let text = || statement.text.clone();
    if statement.basis == Basis::Cited(Vec::new()) {
        flaws.push(Flaw::Uncited(text()));
    }
    for sentence in sentences(&own_words(&statement.text)) {
        let steps = likelihoods(&sentence);
        if !steps.is_empty() && contains(&sentence, &CONFIDENCE) {
            flaws.push(Flaw::TwoScales(text()));
        }
        if steps.iter().any(|step| !is_carried(*step, statement.ceiling)) {
            flaws.push(Flaw::TooStrong(text()));
        }
        if contains(&sentence, &RELATIVE) {
            flaws.push(Flaw::RelativeDate(text()));
        }
    }
    flaws
}

/// A word is carried by evidence that is as far from even, on the same side, or further.
fn is_carried(step: ScaleStep, ceiling: Option<ScaleStep>) -> bool {
    let Some(ceiling) = ceiling else { return false };
    match ceiling >= ScaleStep::RoughlyEven {
        true => (ScaleStep::RoughlyEven..=ceiling).contains(&step),
        false => (ceiling..=ScaleStep::RoughlyEven).contains(&step),
    }
}

/// The text without what stands in quotation marks.
fn own_words(text: &str) -> String {
    let mut depth = 0_usize;
    let kept = text.chars().filter(|char| {
        match char {
            '「' | '“' => depth += 1,
            '」' | '”' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    kept.collect::<String>().to_lowercase()
}

fn sentences(text: &str) -> Vec<String> {
    let ended = text.replace(". ", ".\n").replace('。', "。\n");
    ended.lines().map(str::to_owned).collect()
}

fn contains(sentence: &str, words: &[&str]) -> bool {
    words.iter().any(|word| stands_in(sentence, word))
}

/// Whether a word stands in a sentence; Latin words only whole.
fn stands_in(sentence: &str, word: &str) -> bool {
    let letter = |char: Option<char>| char.is_some_and(|it| it.is_ascii_alphanumeric());
    sentence.match_indices(word).any(|(at, found)| {
        let (before, after) = (&sentence[..at], &sentence[at + found.len()..]);
        !word.is_ascii() || (!letter(before.chars().next_back()) && !letter(after.chars().next()))
    })
}

/// The steps whose words stand in a sentence, longer words first so that a part of one is
/// not taken for another.
fn likelihoods(sentence: &str) -> Vec<ScaleStep> {
    let mut rest = sentence.to_owned();
    let mut found = Vec::new();
    for (word, step) in WORDS {
        if stands_in(&rest, word) {
            rest = rest.replace(word, " ");
            found.push(step);
        }
    }
    found
}

/// Words of likelihood in both languages, longest first.
const WORDS: [(&str, ScaleStep); 26] = [
    ("可能性が非常に高い", ScaleStep::VeryLikely),
    ("可能性が極めて高い", ScaleStep::VeryLikely),
    ("可能性は非常に低い", ScaleStep::VeryUnlikely),
    ("roughly even chance", ScaleStep::RoughlyEven),
    ("highly improbable", ScaleStep::VeryUnlikely),
    ("roughly even odds", ScaleStep::RoughlyEven),
    ("almost no chance", ScaleStep::AlmostNoChance),
    ("highly probable", ScaleStep::VeryLikely),
    ("nearly certain", ScaleStep::AlmostCertain),
    ("almost certain", ScaleStep::AlmostCertain),
    ("ほぼあり得ない", ScaleStep::AlmostNoChance),
    ("very unlikely", ScaleStep::VeryUnlikely),
    ("可能性が高い", ScaleStep::Likely),
    ("可能性は高い", ScaleStep::Likely),
    ("可能性は低い", ScaleStep::Unlikely),
    ("可能性が低い", ScaleStep::Unlikely),
    ("間違いない", ScaleStep::AlmostCertain),
    ("very likely", ScaleStep::VeryLikely),
    ("improbable", ScaleStep::Unlikely),
    ("ほぼ確実", ScaleStep::AlmostCertain),
    ("certainly", ScaleStep::AlmostCertain),
    ("unlikely", ScaleStep::Unlikely),
    ("probably", ScaleStep::Likely),
    ("probable", ScaleStep::Likely),
    ("五分五分", ScaleStep::RoughlyEven),
    ("likely", ScaleStep::Likely),
];

const CONFIDENCE: [&str; 5] = ["確信度", "確度", "confidence", "confident", "確信をもって"];

const RELATIVE: [&str; 24] = [
    "先月",
    "今月",
    "来月",
    "先週",
    "今週",
    "来週",
    "昨日",
    "今日",
    "明日",
    "昨年",
    "今年",
    "来年",
    "最近",
    "このほど",
    "recently",
    "yesterday",
    "tomorrow",
    "last week",
    "last month",
    "this month",
    "next month",
    "last year",
    "next week",
    "this year",
];

fn quote(brief: &Brief, sources: &[Source<'_>], quote: &Quote) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if quote.speakers.is_empty() {
        flaws.push(Flaw::NoSpeaker(quote.text.clone()));
    }
    let entry = brief.source(quote.citation.source);
    let document =
        entry.and_then(|entry| sources.iter().find(|source| source.document.id == entry.document));
    let there = document.and_then(|source| quote.citation.span.of(&source.document.text));
    if there != Some(quote.text.as_str()) {
        flaws.push(Flaw::Misquoted(quote.text.clone()));
    }
    flaws
}

fn resolves(brief: &Brief, citation: &Citation) -> bool {
    let passage = brief.passage(citation);
    brief.source(citation.source).is_some()
        && passage.is_some_and(|passage| passage.sentence.covers(citation.span))
}

impl Brief {
    /// The strictest label of everything that is cited.
    pub(crate) fn strictest(&self) -> Tlp {
        let sources = self.sources.iter().filter_map(|source| source.tlp);
        Tlp::strictest(sources.chain(self.findings().filter_map(|item| item.tlp)))
    }

    /// Everything that was found in the own estate, wherever it is shown.
    fn findings(&self) -> impl Iterator<Item = &EstateItem> {
        let rows = self.logs.hosts.iter().flat_map(|host| &host.rows);
        self.estate.iter().chain(rows.map(|row| &row.item))
    }

    /// Every generated sentence.
    pub(crate) fn statements(&self) -> Vec<&Statement> {
        let silent =
            self.topics.iter().flat_map(|topic| &topic.bullets).filter_map(|it| match it {
                Bullet::Silent(_, statement) => Some(statement),
                Bullet::Quoted(..) => None,
            });
        let flash = self.flash.iter().flat_map(|it| it.checks.iter().chain([&it.checked]));
        let concerns = self.concerns.iter().map(|item| &item.reason);
        self.method
            .iter()
            .chain(silent)
            .chain(concerns)
            .chain(&self.no_concern)
            .chain(flash)
            .collect()
    }

    /// Every quote.
    pub(crate) fn quotes(&self) -> Vec<&Quote> {
        let bullets =
            self.topics.iter().flat_map(|topic| &topic.bullets).filter_map(|it| match it {
                Bullet::Quoted(_, quote) => Some(quote),
                Bullet::Silent(..) => None,
            });
        let statements = self.topics.iter().flat_map(|topic| &topic.statements);
        let questions = self.topics.iter().flat_map(|topic| &topic.questions);
        let cells = questions
            .flat_map(|it| [&it.asserts, &it.speculates, &it.denies, &it.declines])
            .flatten();
        let concerns = self.concerns.iter().flat_map(|item| &item.quotes);
        let marks = self.timeline.marks.iter().map(|mark| &mark.quote);
        let other = self.other.iter().filter_map(|it| it.what.as_ref());
        let flash = self.flash.iter().flat_map(|it| {
            it.what.iter().chain(it.since.iter().map(|(_, quote)| quote)).chain(&it.advice)
        });
        bullets
            .chain(statements)
            .chain(cells)
            .chain(concerns)
            .chain(marks)
            .chain(other)
            .chain(flash)
            .collect()
    }

    /// Every citation.
    pub(crate) fn citations(&self) -> Vec<Citation> {
        let quotes = self.quotes().into_iter().map(|quote| quote.citation);
        let statements = self.statements().into_iter().flat_map(|it| match &it.basis {
            Basis::Cited(citations) => citations.clone(),
            Basis::Counted => Vec::new(),
        });
        let names = self.topics.iter().flat_map(|it| &it.names).flat_map(|it| it.citations.clone());
        let asked = self.topics.iter().flat_map(|it| &it.questions);
        let asked = asked.filter_map(|it| match &it.about {
            About::Name(_, citation) => Some(*citation),
            About::Matter(_) => None,
        });
        let actors = self.actors.iter().flat_map(|it| it.citations.clone());
        let values = self.observables.iter().flat_map(|group| &group.observables);
        let values = values.flat_map(|it| it.citations.clone());
        let estate = self.findings().flat_map(|item| &item.theirs).filter_map(|it| it.place);
        let cited = quotes.chain(statements).chain(names).chain(asked).chain(actors);
        let settings = self.settings.iter().flat_map(|chapter| chapter.citations());
        cited.chain(values).chain(estate).chain(settings).collect()
    }
}

#[cfg(test)]
#[path = "lint_tests.rs"]
mod tests;
