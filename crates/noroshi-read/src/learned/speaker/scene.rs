//! A sentence as the models of what is told see it. Shared with the command that trains them.

use std::collections::VecDeque;
use std::ops::Range;

use noroshi_model::{ClaimKind, MentionKind, Speaker, Stance};

use super::super::alike::same;
use super::super::letter::Letters;

/// Letters of the longest sentence that is gone over. What is longer is a table or a dump.
pub(crate) const LONGEST: usize = 400;

/// Letters that are looked at behind the sentence.
const BEHIND: usize = 24;

/// A sentence with its names and with what the rules say of it.
pub(crate) struct Scene {
    pub(crate) line: Letters,
    /// The letter before the sentence.
    pub(crate) before: Option<char>,
    /// Letters behind it.
    pub(crate) behind: Vec<char>,
    /// Names of its letters, in order.
    pub(crate) names: Vec<Named>,
    /// What the rules take for its statements.
    pub(crate) rules: Vec<Ruled>,
    /// Its letters as the words around names are learned: a letter of a name is a sign of its kind, a digit is 0.
    pub(crate) masked: Vec<char>,
    /// Whether it begins inside a quotation.
    pub(crate) quoted: bool,
}

/// A name by the letters of its sentence.
pub(crate) struct Named {
    pub(crate) range: Range<usize>,
    pub(crate) kind: MentionKind,
}

/// A statement that the rules found.
pub(crate) struct Ruled {
    /// Its letters in the sentence.
    pub(crate) range: Range<usize>,
    pub(crate) speaker: Speaker,
    pub(crate) stance: Stance,
    pub(crate) kind: ClaimKind,
    /// Whether a wording of likelihood was found.
    pub(crate) likelihood: bool,
}

impl Scene {
    /// A sentence without names; `None` when it is too long or too short to tell anything.
    pub(crate) fn new(text: &str, sentence: &Range<usize>) -> Option<Self> {
        let line = Letters::new(text, sentence);
        let behind = text.get(sentence.end..)?.chars().take(BEHIND).collect();
        let before = text.get(..sentence.start)?.chars().next_back();
        let digit = |letter: &char| {
            if letter.is_ascii_digit() { '0' } else { *letter }
        };
        (4..=LONGEST).contains(&line.letters.len()).then(|| Self {
            masked: line.letters.iter().map(digit).collect(),
            line,
            before,
            behind,
            names: Vec::new(),
            rules: Vec::new(),
            quoted: false,
        })
    }

    /// Adds a name by its place in the text.
    pub(crate) fn name(&mut self, bytes: &Range<usize>, kind: MentionKind) {
        let range = self.line.within(bytes);
        if !range.is_empty() {
            self.masked[range.clone()].fill(sign_of(kind));
            self.names.push(Named { range, kind });
        }
    }

    pub(crate) fn letters(&self) -> &[char] {
        &self.line.letters
    }

    /// Letters as text.
    pub(crate) fn shown(&self, range: Range<usize>) -> String {
        self.letters()[range].iter().collect()
    }

    /// The letters without the marks that close the sentence.
    pub(crate) fn told(&self) -> &[char] {
        let closing = |letter: &char| "。」』）)！!？? ".contains(*letter);
        let end = self.letters().iter().rposition(|letter| !closing(letter));
        &self.letters()[..end.map_or(0, |at| at + 1)]
    }

    /// The statement of the rules that shares most with a range, and how much of the longer one, 0.0 to 1.0.
    pub(crate) fn ruled(&self, range: &Range<usize>) -> Option<(&Ruled, f32)> {
        let share = |one: &Ruled| shared(&one.range, range);
        let found =
            self.rules.iter().map(|one| (one, share(one))).filter(|(_, share)| *share > 0.0);
        found.max_by(|one, two| one.1.total_cmp(&two.1))
    }
}

/// The sign that stands for a letter of a name: one of those that no script has.
fn sign_of(kind: MentionKind) -> char {
    char::from_u32(0xe000 + kind as u32).unwrap_or('\u{e0ff}')
}

/// How much of the longer of two ranges both hold.
pub(crate) fn shared(one: &Range<usize>, two: &Range<usize>) -> f32 {
    let both = one.end.min(two.end).saturating_sub(one.start.max(two.start));
    both as f32 / one.len().max(two.len()).max(1) as f32
}

/// Whether somebody is the same speaker.
pub(crate) fn is_same(one: &Speaker, two: &Speaker) -> bool {
    match (one, two) {
        (Speaker::Author, Speaker::Author) => true,
        (Speaker::Author, _) | (_, Speaker::Author) => false,
        _ => same(one.shown(), two.shown()),
    }
}

/// Names that are remembered.
const NAMES: usize = 16;
/// Speakers that are remembered.
const SPEAKERS: usize = 4;

/// Who was named and who spoke in the sentences before.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    pub(crate) sentence: usize,
    /// The last one at the end.
    pub(crate) names: VecDeque<Past>,
    /// The last one at the end, with the number of the sentence.
    pub(crate) spoken: VecDeque<(Speaker, usize)>,
    /// Whether a quotation of the paragraph is still open.
    pub(crate) quoted: bool,
}

/// A name in a sentence before.
#[derive(Debug)]
pub(crate) struct Past {
    pub(crate) name: String,
    pub(crate) kind: MentionKind,
    /// Its bytes in the text.
    pub(crate) place: Range<usize>,
    pub(crate) sentence: usize,
    /// The letter behind it.
    pub(crate) particle: char,
}

/// Kinds of those who can say something.
pub(crate) fn is_body(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::Organization | MentionKind::Person | MentionKind::ThreatActor)
}

impl Trail {
    /// Keeps who has spoken.
    pub(crate) fn speaks(&mut self, speaker: &Speaker) {
        self.spoken.push_back((speaker.clone(), self.sentence));
        if self.spoken.len() > SPEAKERS {
            self.spoken.pop_front();
        }
    }

    /// Goes on to the next sentence.
    pub(crate) fn pass(&mut self, scene: &Scene) {
        for named in scene.names.iter().filter(|named| is_body(named.kind)) {
            let name = scene.shown(named.range.clone());
            self.names.retain(|known| known.name != name);
            self.names.push_back(Past {
                name,
                kind: named.kind,
                place: scene.line.bytes(&named.range),
                sentence: self.sentence,
                particle: scene.letters().get(named.range.end).copied().unwrap_or('。'),
            });
            if self.names.len() > NAMES {
                self.names.pop_front();
            }
        }
        let marks = scene.letters().iter().rev();
        let last = marks.copied().find(|letter| matches!(letter, '「' | '」'));
        let ends = scene.behind.first().is_none_or(|letter| *letter == '\n');
        self.quoted = !ends && last.map_or(self.quoted, |mark| mark == '「');
        self.sentence += 1;
    }
}
