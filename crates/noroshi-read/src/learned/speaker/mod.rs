//! Who tells what: the model that lays statements into a sentence and says for each who speaks and how it is meant. Shared
//! with the command that trains it.

pub(crate) mod cut;
pub(crate) mod role;
pub(crate) mod scene;
pub(crate) mod stance;
pub(crate) mod who;

use std::ops::Range;

use noroshi_model::{Speaker, Stance};

use super::weights::Weights;
use cut::Pieces;
use scene::{Scene, Trail};
use stance::STANCES;
use who::{Asked, Candidate};

/// Made by `train_japanese speakers`.
pub(crate) const FILE: &[u8] = include_bytes!("../speakers.bin");

/// The heads of the model: whether something is a statement, who speaks, and the four stances.
pub(crate) const CUT: usize = 0;
pub(crate) const WHO: usize = 1;
pub(crate) const STANCE: usize = 2;
pub(crate) const HEADS: usize = STANCE + STANCES.len();

/// Room for the heads in a row: with the number of the feature, a power of two.
const WIDTH: usize = 12;
const _: () = assert!(HEADS <= WIDTH, "each head has its place");

/// What is added to the worth of each statement. Learned worths miss about as many statements as they make up; to miss
/// one is worse.
const LEAN: f32 = 0.2;

/// What is added to the worth of a denial and of a silence, which must not be read as an assertion.
const GUARD: f32 = 1.5;

/// What is added to the worth of somebody whom the rules take for the speaker: they know the grammar of saying, and the
/// model may take one name of a sentence for another.
const TRUST: f32 = 0.7;

/// A statement that the model tells.
pub(crate) struct Told {
    /// Its letters.
    pub(crate) range: Range<usize>,
    pub(crate) speaker: Speaker,
    /// Where the speaker's name stands in the text.
    pub(crate) place: Option<Range<usize>>,
    pub(crate) stance: Stance,
}

/// The weights of the model.
pub(crate) struct Model {
    weights: Weights<WIDTH>,
}

/// The place of the first of the highest worths.
fn highest(worths: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::MIN);
    for (at, worth) in worths.enumerate() {
        if worth > best.1 {
            best = (at, worth);
        }
    }
    best.0
}

fn is_refusal(stance: Stance) -> bool {
    matches!(stance, Stance::Denies | Stance::Declines)
}

/// How much of the longer one a statement shares with one of the rules, to be the same.
const SAME: f32 = 0.5;

/// A denial or a silence that the rules see is none that the model may take for an assertion.
fn kept(scene: &Scene, range: &Range<usize>, stance: Stance) -> Stance {
    let ruled = scene.ruled(range).filter(|(_, share)| *share >= SAME);
    let refused = ruled.map(|(rule, _)| rule.stance).filter(|it| is_refusal(*it));
    refused.filter(|_| stance == Stance::Asserts).unwrap_or(stance)
}

impl Model {
    /// The model in a file; `None` when the file is none.
    pub(crate) fn new(file: &[u8]) -> Option<Self> {
        Weights::new(file).map(|weights| Self { weights })
    }

    /// The statements of a sentence, in order; who speaks goes on the trail.
    pub(crate) fn told(&self, scene: &Scene, trail: &mut Trail) -> Vec<Told> {
        let pieces = Pieces::new(scene);
        let mut worths = pieces.worths(|features| self.weights.worth(features, CUT));
        worths.iter_mut().for_each(|worth| *worth += LEAN);
        let best = pieces.best(scene.letters().len(), &worths);
        best.into_iter()
            .map(|at| {
                let told = self.of_piece(scene, trail, pieces.pieces[at].range.clone());
                trail.speaks(&told.speaker);
                told
            })
            .collect()
    }

    fn of_piece(&self, scene: &Scene, trail: &Trail, range: Range<usize>) -> Told {
        let asked = Asked { scene, trail, range: range.clone() };
        let mut all = who::candidates(&asked);
        let who = if all.len() == 1 {
            0
        } else {
            let features = who::features(&asked, &all);
            let worth = |(features, one): (&Vec<u32>, &Candidate)| {
                self.weights.worth(features, WHO) + if one.is_ruled() { TRUST } else { 0.0 }
            };
            highest(features.iter().zip(&all).map(worth))
        };
        let who = all.swap_remove(who);
        let sums = self.stances(&stance::features(scene, &range, &who.speaker));
        let guarded = |(stance, sum): (&Stance, &f32)| {
            if is_refusal(*stance) { sum + GUARD } else { *sum }
        };
        let stance = STANCES[highest(STANCES.iter().zip(&sums).map(guarded))];
        let stance = kept(scene, &range, stance);
        Told { range, speaker: who.speaker, place: who.place, stance }
    }

    fn stances(&self, features: &[u32]) -> [f32; STANCES.len()] {
        let mut sums = [0.0; WIDTH];
        self.weights.add_all(features, &mut sums);
        std::array::from_fn(|stance| sums[STANCE + stance])
    }
}
