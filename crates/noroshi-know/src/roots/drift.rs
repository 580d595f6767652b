//! Statements that became stronger from one document to the next.

use noroshi_model::{Claim, CueKind, DriftKind, Knowledge, Span, Stance, Value};

use super::statement::{self, says_the_same};
use super::{Graph, Read};

/// A statement that is stronger in the document that takes it from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainDrift {
    /// How.
    pub kind: DriftKind,
    /// Place of the document that is taken from, and the weaker sentence in it.
    pub weaker: (usize, Span),
    /// Place of the document that takes, and the stronger sentence in it.
    pub stronger: (usize, Span),
}

/// How many claims of a document are compared with those of another.
const MOST: usize = 200;

/// Along every edge between documents.
pub(super) fn along(graph: &Graph, set: &[Read<'_>], knowledge: &Knowledge) -> Vec<ChainDrift> {
    let mut found = Vec::new();
    for from in 0..set.len() {
        for to in graph.behind(from, |_| true) {
            between(set, knowledge, to, from, &mut found);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn between(
    set: &[Read<'_>],
    knowledge: &Knowledge,
    weak: usize,
    strong: usize,
    found: &mut Vec<ChainDrift>,
) {
    let of = |at: usize| {
        let claims = set[at].reading.claims.iter().take(MOST);
        claims.map(|claim| (claim, statement::words(set[at], claim))).collect::<Vec<_>>()
    };
    let (weaker, stronger) = (of(weak), of(strong));
    for (claim, words) in &stronger {
        let same = weaker.iter().filter_map(|(other, known)| {
            let shared = statement::shared(words, known);
            says_the_same(words, known, shared).then_some((shared, *other))
        });
        // The most alike; of equals the first.
        let Some((_, other)) =
            same.max_by_key(|(shared, other)| (*shared, std::cmp::Reverse(other.span)))
        else {
            continue;
        };
        let pair = Pair { weak: (set[weak], other), strong: (set[strong], claim) };
        found.extend(pair.kinds(knowledge).map(|kind| ChainDrift {
            kind,
            weaker: (weak, other.sentence),
            stronger: (strong, claim.sentence),
        }));
    }
}

struct Pair<'a> {
    weak: (Read<'a>, &'a Claim),
    strong: (Read<'a>, &'a Claim),
}

impl Pair<'_> {
    fn kinds<'p>(&'p self, knowledge: &'p Knowledge) -> impl Iterator<Item = DriftKind> + 'p {
        let states = |claim: &Claim| matches!(claim.stance, Stance::Asserts | Stance::Speculates);
        let both = states(self.weak.1) && states(self.strong.1);
        let kinds = [
            (DriftKind::HedgeLost, self.hedge_lost()),
            (DriftKind::Wording, self.wording()),
            (DriftKind::Attribution, self.attribution()),
            (DriftKind::Number, self.number(knowledge)),
        ];
        kinds.into_iter().filter(move |(_, fires)| both && *fires).map(|(kind, _)| kind)
    }

    fn middle(claim: &Claim) -> Option<f32> {
        let likelihood = claim.likelihood.as_ref().map(|(likelihood, _)| *likelihood)?;
        Some(f32::midpoint(likelihood.low(), likelihood.high()))
    }

    fn hedge_lost(&self) -> bool {
        let weak = Self::middle(self.weak.1).filter(|_| self.weak.1.stance == Stance::Speculates);
        weak.is_some_and(|middle| (0.3..0.85).contains(&middle))
            && self.strong.1.likelihood.is_none()
    }

    fn wording(&self) -> bool {
        let both = Self::middle(self.weak.1).zip(Self::middle(self.strong.1));
        both.is_some_and(|(low, high)| low >= 0.3 && high >= low + 0.2)
    }

    fn attribution(&self) -> bool {
        let level = |claim: &Claim| claim.attribution.as_ref().map(|one| one.level);
        level(self.weak.1).zip(level(self.strong.1)).is_some_and(|(low, high)| high > low)
    }

    /// 約30件 there, 30件 here.
    fn number(&self, knowledge: &Knowledge) -> bool {
        let weak = numbers(self.weak.0, self.weak.1, knowledge);
        let strong = numbers(self.strong.0, self.strong.1, knowledge);
        weak.iter().any(|(value, loose)| *loose && strong.contains(&(*value, false)))
    }
}

/// The counts of a claim's sentence, and whether a word makes each loose.
fn numbers(read: Read<'_>, claim: &Claim, knowledge: &Knowledge) -> Vec<(u64, bool)> {
    let text = read.document.text.as_str();
    let loose = |cue: &&noroshi_model::Cue| {
        cue.kind == CueKind::Strength && matches!(cue.value.as_str(), "about" | "at-most")
    };
    let words: Vec<&str> =
        knowledge.lexicon.cues.iter().filter(loose).map(|cue| cue.text.as_str()).collect();
    let mentions = &read.reading.mentions;
    let from = mentions.partition_point(|one| one.span.start() < claim.sentence.start());
    let inside = mentions[from..].iter().take_while(|one| one.span.end() <= claim.sentence.end());
    inside
        .filter_map(|mention| match mention.value {
            Value::Count(value, _) => {
                let before =
                    text[claim.sentence.start()..mention.span.start()].trim_end().to_lowercase();
                let behind = text[mention.span.end()..claim.sentence.end()].trim_start();
                Some((
                    value,
                    words.iter().any(|word| before.ends_with(word) || behind.starts_with(word)),
                ))
            }
            _ => None,
        })
        .collect()
}
