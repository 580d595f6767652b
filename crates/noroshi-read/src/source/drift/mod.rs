//! Statements that became stronger within a document: from body to headline or summary, or
//! from an earlier sentence to a later one.
//!
//! Precision first. Two sentences are compared only when they share names or numbers and most
//! of their content words; what somebody found out later is no drift. Weak statements are
//! kept in a window and indexed by their content, so the work grows with the text only.

mod attribution;
mod content;
mod number;
mod statement;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use noroshi_model::{Claim, Drift, DriftKind, Mention, MentionKind};

use super::words::Words;
use crate::layout::Line;
use crate::shadow::Shadow;
use content::Likeness;
use statement::{Signs, Sketch, Statement, Voice};

/// The document, as drift looks at it.
pub(crate) struct Told<'a> {
    pub(crate) words: &'a Words<'a>,
    pub(crate) shadow: &'a Shadow<'a>,
    pub(crate) lines: &'a [Line],
    pub(crate) sentences: &'a [(Range<usize>, &'a Line)],
    pub(crate) mentions: &'a [(Range<usize>, Mention)],
}

/// How many weak statements are remembered.
const WINDOW: usize = 4096;
/// How many sentences are remembered as already seen.
const REMEMBERED: usize = 65_536;
/// How many weak statements are looked up by one word.
const PER_WORD: usize = 6;
/// How many lines of headline and summary are compared.
const HEADS: usize = 24;

/// Where the stronger statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In the headline or the summary, the weaker one in the body.
    ToHead,
    /// Behind the weaker one.
    Later,
}

/// What became stronger, in order of place.
pub(crate) fn drift(told: &Told<'_>, claims: &[Claim]) -> Vec<Drift> {
    let hedged = claims.iter().any(|claim| claim.likelihood.is_some());
    if !hedged && !told.mentions.iter().any(|(_, mention)| may_rise(mention.kind)) {
        return Vec::new();
    }
    let mut found = Found::default();
    let heads = statement::heads(told, claims);
    let mut window = Window::default();
    let mut seen: HashSet<u64> = HashSet::new();
    let text = told.shadow.text();
    let of_head = |head: &Statement<'_>| {
        (head.content().parts.iter().map(|part| part.0).collect(), Signs::of_statement(head))
    };
    let signs_of_heads: Vec<(Vec<u64>, Signs)> = heads.iter().map(of_head).collect();
    for mut sketch in statement::body(told, claims, &heads) {
        if heads.is_empty() && window.kept.is_empty() && !sketch.weak {
            continue;
        }
        // A sentence that is repeated tells nothing that it did not tell at first.
        if seen.len() > REMEMBERED {
            seen.clear();
        }
        if !seen.insert(content::key(sketch.shown(told))) {
            continue;
        }
        if sketch.weak || !window.kept.is_empty() {
            sketch.keys = content::sketch(text, &sketch.range);
        }
        for (head, (keys, signs)) in heads.iter().zip(&signs_of_heads) {
            let rises = sketch.weak && sketch.signs.may_become(signs);
            if rises && content::are_close(&sketch.keys, keys) {
                let weak = sketch.full(told);
                weak.into_iter().for_each(|weak| found.compare(weak, head, Way::ToHead));
            }
        }
        for weak in window.near(&sketch) {
            if let (Some(weak), Some(strong)) = (weak.full(told), sketch.full(told)) {
                found.compare(weak, strong, Way::Later);
            }
        }
        if sketch.weak {
            window.keep(sketch);
        }
    }
    found.finish()
}

/// What a number or an attribution is made of.
fn may_rise(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::Count | MentionKind::Country | MentionKind::ThreatActor)
}

/// Weak sentences, by their words.
#[derive(Default)]
struct Window<'t> {
    kept: VecDeque<Sketch<'t>>,
    /// Number of the first one kept.
    first: usize,
    by_word: HashMap<u64, Last, BuildHasherDefault<Keyed>>,
}

/// The last weak statements that hold a word, by their number.
#[derive(Default)]
struct Last {
    numbers: [usize; PER_WORD],
    /// How many there were, with those that are forgotten.
    count: usize,
}

impl Last {
    fn keep(&mut self, number: usize) {
        self.numbers[self.count % PER_WORD] = number;
        self.count += 1;
    }

    /// In no order.
    fn all(&self) -> &[usize] {
        &self.numbers[..self.count.min(PER_WORD)]
    }
}

/// Keys are hashes already.
#[derive(Default)]
struct Keyed(u64);

impl Hasher for Keyed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

impl<'t> Window<'t> {
    fn keep(&mut self, sketch: Sketch<'t>) {
        let number = self.first + self.kept.len();
        for word in &sketch.keys {
            self.by_word.entry(*word).or_default().keep(number);
        }
        self.kept.push_back(sketch);
        if self.kept.len() > WINDOW {
            self.kept.pop_front();
            self.first += 1;
            // What is only named by forgotten sentences goes, so that memory stays bounded.
            if self.first.is_multiple_of(WINDOW) {
                let first = self.first;
                self.by_word.retain(|_, last| last.all().iter().any(|number| *number >= first));
            }
        }
    }

    /// Weak sentences that share enough words with this one to be looked at.
    fn near(&self, sketch: &Sketch<'_>) -> Vec<&Sketch<'t>> {
        if self.kept.is_empty() {
            return Vec::new();
        }
        let last = sketch.keys.iter().filter_map(|word| self.by_word.get(word));
        let mut numbers: Vec<usize> = Vec::with_capacity(sketch.keys.len());
        for last in last {
            numbers.extend(last.all().iter().filter(|number| **number >= self.first));
        }
        numbers.sort_unstable();
        let shared = numbers.chunk_by(|one, other| one == other);
        let often = shared.filter(|same| same.len() >= 2).filter_map(|same| same.first());
        let kept = often.filter_map(|number| self.kept.get(number - self.first));
        kept.filter(|weak| weak.signs.may_become(&sketch.signs))
            .filter(|weak| content::are_close(&weak.keys, &sketch.keys))
            .collect()
    }
}

/// What was found: for each stronger sentence and kind the pair that is most alike.
#[derive(Default)]
struct Found {
    best: HashMap<(usize, DriftKind), (u32, Drift)>,
}

impl Found {
    fn compare(&mut self, weak: &Statement<'_>, strong: &Statement<'_>, way: Way) {
        if weak.span == strong.span || weak.negated != strong.negated || !strong.speaks() {
            return;
        }
        let pair = Pair { weak, strong, way, likeness: OnceCell::new() };
        let kinds = [
            (DriftKind::HedgeLost, hedge_lost(&pair)),
            (DriftKind::Wording, wording(&pair)),
            (DriftKind::Number, number::changed(&pair)),
            (DriftKind::Attribution, attribution::rose(&pair)),
        ];
        for (kind, _) in kinds.into_iter().filter(|(_, fires)| *fires) {
            let drift = Drift { kind, weaker: weak.span, stronger: strong.span };
            let entry = self.best.entry((strong.span.start(), kind)).or_insert((0, drift));
            let share = pair.likeness().share;
            if share >= entry.0 {
                *entry = (share, drift);
            }
        }
    }

    fn finish(self) -> Vec<Drift> {
        let mut found: Vec<(u32, Drift)> = self.best.into_values().collect();
        // A weaker sentence is shown once for each kind: with the stronger one most like it.
        found.sort_by_key(|(share, drift)| {
            (std::cmp::Reverse(*share), drift.stronger, drift.weaker, drift.kind)
        });
        let mut seen = HashSet::new();
        let mut drifts: Vec<Drift> = found
            .into_iter()
            .filter(|(_, drift)| seen.insert((drift.weaker, drift.kind)))
            .map(|(_, drift)| drift)
            .collect();
        drifts.sort_by_key(|drift| (drift.stronger, drift.weaker, drift.kind));
        drifts
    }
}

/// Whether the two say the same thing, so that their wording can be compared.
fn is_same(way: Way, likeness: &Likeness) -> bool {
    if likeness.apart || likeness.differs {
        return false;
    }
    match way {
        Way::ToHead => {
            likeness.weight >= 30
                && likeness.share >= 50
                && (likeness.named || likeness.share >= 75)
        }
        Way::Later => {
            likeness.weight >= 35
                && ((likeness.named && likeness.share >= 50)
                    || (likeness.share >= 70 && likeness.weight >= 45))
        }
    }
}

/// A weaker and a stronger statement that are compared.
struct Pair<'a> {
    weak: &'a Statement<'a>,
    strong: &'a Statement<'a>,
    way: Way,
    likeness: OnceCell<Likeness>,
}

impl Pair<'_> {
    /// How much both share. It costs more than all else that is asked of a pair: ask it last.
    fn likeness(&self) -> &Likeness {
        self.likeness.get_or_init(|| self.weak.content().like(self.strong.content()))
    }

    /// Whether the stronger statement can be the weaker one retold: another body's own finding
    /// is a second opinion, and what was found out is news.
    fn is_retold(&self) -> bool {
        if self.strong.is_settled() {
            return false;
        }
        self.way == Way::ToHead
            || match &self.strong.voice {
                Voice::Author | Voice::Publication(_) => true,
                Voice::Body(name) => self.weak.voice == Voice::Body(name.clone()),
            }
    }

    fn is_same_and_retold(&self) -> bool {
        !self.weak.contrary(self.strong) && self.is_retold() && is_same(self.way, self.likeness())
    }
}

fn hedge_lost(pair: &Pair<'_>) -> bool {
    let (weak, strong) = (pair.weak, pair.strong);
    let plain = strong.likelihood.is_none() && !strong.tempered;
    let hedged = weak.likelihood.is_some_and(|level| (15..=82).contains(&level)) && !weak.unlikely;
    plain && hedged && pair.is_same_and_retold()
}

fn wording(pair: &Pair<'_>) -> bool {
    let (weak, strong) = (pair.weak, pair.strong);
    let (Some(low), Some(high)) = (weak.likelihood, strong.likelihood) else { return false };
    let rose = high >= low + 20 && !weak.unlikely && !strong.unlikely;
    rose && pair.is_same_and_retold()
}
