//! What speaks for the stance of a statement. Shared with the command that trains the model.

use std::ops::Range;

use noroshi_model::{ClaimKind, Speaker, Stance};

use super::super::feature::{Key, packed};
use super::cut::{first, last};
use super::scene::Scene;

/// The stances, as the heads of the model have them.
pub(crate) const STANCES: [Stance; 4] =
    [Stance::Asserts, Stance::Speculates, Stance::Denies, Stance::Declines];

/// Letters at the end of a statement, in the middle and behind it.
const END: usize = 14;
const MIDDLE: usize = 16;
const TAIL: usize = 8;

/// What is seen of a statement.
pub(crate) fn features(scene: &Scene, range: &Range<usize>, speaker: &Speaker) -> Vec<u32> {
    let letters = &scene.masked;
    let marks = |letter: &char| "。」、".contains(*letter);
    let statement = &letters[range.clone()];
    let statement =
        &statement[..statement.iter().rposition(|it| !marks(it)).map_or(0, |at| at + 1)];
    let behind = &letters[range.end..];
    let behind = &behind[behind.iter().take_while(|it| **it == '」').count()..];
    let behind = &behind[..behind.iter().rposition(|it| *it != '。').map_or(0, |at| at + 1)];
    let who = match speaker {
        Speaker::Author => 0,
        Speaker::Named { .. } => 1,
        Speaker::Unnamed { .. } => 2,
    };
    let mut features = Vec::with_capacity(160);
    let mut add = |key: Key| features.push(key.number());
    ruled(scene, range, who, &mut add);
    let cut = statement.len().saturating_sub(END);
    let (middle, end) = statement.split_at(cut);
    let middle = &middle[middle.len().saturating_sub(MIDDLE)..];
    grams(end, 2..=4, |part| add(Key::new(310).with(part)));
    grams(&behind[..behind.len().min(END)], 2..=4, |part| add(Key::new(311).with(part)));
    grams(middle, 3..=3, |part| add(Key::new(312).with(part)));
    let told = scene.told();
    let tail = &told[told.len().saturating_sub(TAIL)..];
    grams(tail, 2..=3, |part| add(Key::new(313).with(part)));
    let near = &end[end.len().saturating_sub(6)..];
    grams(near, 2..=3, |part| add(Key::new(314).with(who).with(part)));
    for count in 2..=4 {
        add(Key::new(315).with(count as u64).with(last(statement, count)));
    }
    add(Key::new(316).with(first(behind, 3)));
    add(Key::new(317).with(u64::from(behind.is_empty())));
    features.sort_unstable();
    features.dedup();
    features
}

/// What the rules say of the stance.
fn ruled(scene: &Scene, range: &Range<usize>, who: u64, add: &mut impl FnMut(Key)) {
    let rule = scene.ruled(range);
    let stance = rule.map_or(9, |(it, _)| it.stance as u64);
    let kind = rule.map_or(9, |(it, _)| match it.kind {
        ClaimKind::Statement => 0,
        ClaimKind::Reasoning => 1,
        ClaimKind::AbsenceOfEvidence => 2,
    });
    let share = rule.map_or(0, |(_, share)| (share * 4.0) as u64);
    let likelihood = rule.is_some_and(|(it, _)| it.likelihood);
    add(Key::new(300));
    add(Key::new(301).with(stance));
    add(Key::new(302).with(kind));
    add(Key::new(303).with(u64::from(likelihood)));
    add(Key::new(304).with(stance).with(who));
    add(Key::new(305).with(who));
    add(Key::new(306).with(stance).with(share));
    let told = scene.letters()[range.clone()].iter().rposition(|it| !"。」、".contains(*it));
    let told = range.start..range.start + told.map_or(0, |at| at + 1);
    add(Key::new(307).with(stance).with(last(&scene.letters()[told], 2)));
}

/// Each run of letters of these lengths.
fn grams(letters: &[char], lengths: std::ops::RangeInclusive<usize>, mut add: impl FnMut(u64)) {
    for length in lengths {
        letters.windows(length).for_each(|part| add(packed(part)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, speaker: &Speaker) -> Vec<u32> {
        let scene = Scene::new(text, &(0..text.len())).expect("a sentence");
        features(&scene, &(0..scene.letters().len()), speaker)
    }

    #[test]
    fn the_words_at_the_end_and_the_kind_of_speaker_are_seen() {
        let author = of("侵入の原因は分からない。", &Speaker::Author);
        let other = of("侵入の原因は分かった。", &Speaker::Author);
        let somebody = Speaker::Named { name: "甲社".to_owned(), span: None };
        assert_ne!(author, other);
        assert_ne!(author, of("侵入の原因は分からない。", &somebody));
        assert!(author.windows(2).all(|two| two[0] < two[1]), "each once");
    }
}
