//! What stands around a side of a relation. Shared with the command that trains the model of relations.

use std::ops::Range;

use super::super::feature::{Key, class, packed};

/// Letters behind a side that are searched for words.
const BEHIND: usize = 60;

/// Whether letters start with a word.
pub(crate) fn starts(letters: &[char], word: &str) -> bool {
    let mut letters = letters.iter();
    word.chars().all(|letter| letters.next() == Some(&letter))
}

/// Particles behind a side, longer ones first.
const PARTICLES: &[&str] = &[
    "によって",
    "により",
    "による",
    "に対する",
    "に対して",
    "に対し",
    "への",
    "からの",
    "から",
    "までに",
    "まで",
    "として",
    "という",
    "との",
    "とは",
    "とも",
    "では",
    "でも",
    "での",
    "には",
    "にも",
    "など",
    "へ",
    "を",
    "に",
    "が",
    "は",
    "も",
    "の",
    "と",
    "で",
    "や",
];

/// Particles and marks behind a noun that takes part in what is told.
const CASES: &[&str] = &[
    "を",
    "に",
    "へ",
    "の",
    "で",
    "が",
    "は",
    "も",
    "や",
    "と",
    "など",
    "、",
    "」",
    "から",
    "により",
    "による",
    "によって",
    "として",
    "への",
    "に対し",
    "に対する",
    "には",
];

/// What stands around a side.
pub(crate) struct Around<'l> {
    /// Letters of the sentence before the quotation marks of the side.
    before: &'l [char],
    /// Letters behind its quotation marks and brackets.
    behind: &'l [char],
    marked: bool,
    /// The particle behind it, [`packed`].
    pub(crate) after: u64,
    /// Whether a case particle or a mark follows.
    pub(crate) placed: bool,
    pub(crate) words: Vec<Word<'l>>,
    ending: &'l [char],
}

/// A word that means something, and up to two kana behind it.
pub(crate) struct Word<'l> {
    pub(crate) letters: &'l [char],
    kana: &'l [char],
}

impl<'l> Around<'l> {
    pub(crate) fn new(letters: &'l [char], sentence: &Range<usize>, place: &Range<usize>) -> Self {
        let is = |mark: char, letter: &&char| class(**letter) == mark;
        let opened =
            letters[sentence.start..place.start].iter().rev().take_while(|it| is('(', it)).count();
        let closed = letters[place.end..sentence.end].iter().take_while(|it| is(')', it)).count();
        let start = place.start - opened;
        let behind = without_bracket(&letters[place.end + closed..sentence.end]);
        let particle = PARTICLES.iter().find(|particle| starts(behind, particle));
        let length = particle.map_or(0, |particle| particle.chars().count());
        let shown: &[char] =
            if length > 0 { &behind[..length] } else { &behind[..behind.len().min(1)] };
        let body = &behind[length..behind.len().min(length + BEHIND)];
        let end = sentence.end - usize::from(letters[..sentence.end].last() == Some(&'。'));
        Self {
            before: &letters[start.saturating_sub(8).max(sentence.start)..start],
            behind,
            marked: closed > 0,
            after: packed(shown),
            placed: CASES.iter().any(|case| case.chars().eq(shown.iter().copied())),
            words: words(body).take(3).collect(),
            ending: &letters[end.saturating_sub(3).max(sentence.start)..end.max(sentence.start)],
        }
    }

    /// Features of the place, and those that are asked with the kind, too.
    pub(crate) fn features(&self) -> (Vec<u64>, Vec<u64>) {
        let last = |count: usize| packed(&self.before[self.before.len().saturating_sub(count)..]);
        let key = |template: u64| Key::new(template).with(self.after);
        let mut kinded = vec![
            Key::new(10).with(last(1)).part(),
            Key::new(11).with(last(2)).part(),
            key(12).part(),
            key(13).with(last(1)).part(),
        ];
        let noun =
            words(self.before).last().filter(|_| self.before.last().is_some_and(|it| is_word(*it)));
        kinded.extend(noun.map(|word| {
            Key::new(14).with(packed(&word.letters[word.letters.len().saturating_sub(2)..])).part()
        }));
        let mut own = Vec::with_capacity(48);
        own.extend([
            Key::new(15).with(u64::from(self.marked)).part(),
            Key::new(16).with(packed(&self.behind[..self.behind.len().min(3)])).part(),
            Key::new(17).with(packed(self.ending)).part(),
        ]);
        for (number, word) in self.words.iter().enumerate() {
            let (first, kana) = (u64::from(word.letters[0]), packed(word.kana));
            own.push(Key::new(18).with(packed(word.letters)).part());
            own.push(Key::new(19).with(first).with(kana).part());
            let signs = word.letters.iter().filter(|letter| class(**letter) == 'K');
            own.extend(signs.map(|letter| Key::new(20).letter(*letter).part()));
            if number == 0 {
                kinded.push(key(21).with(first).with(kana).part());
                own.push(key(22).with(packed(word.letters)).part());
                let tail = &word.letters[word.letters.len().saturating_sub(2)..];
                own.push(key(23).with(packed(tail)).with(kana).part());
            }
        }
        own.extend_from_slice(&kinded);
        (own, kinded)
    }
}

/// Behind a short bracket and the quotation marks that close around it.
fn without_bracket(behind: &[char]) -> &[char] {
    let mut behind = behind;
    if behind.first() == Some(&'(')
        && let Some(close) = behind.iter().take(40).position(|letter| *letter == ')')
    {
        behind = &behind[close + 1..];
    }
    let closed = behind.iter().take_while(|letter| class(**letter) == ')').count();
    &behind[closed..]
}

fn is_word(letter: char) -> bool {
    matches!(class(letter), 'K' | 'T')
}

/// Words in kanji, and in katakana of two letters at least.
pub(crate) fn words(letters: &[char]) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < letters.len() {
            let (start, script) = (at, class(letters[at]));
            at += letters[at..].iter().take_while(|letter| class(**letter) == script).count();
            if script == 'K' || (script == 'T' && at >= start + 2) {
                let kana = letters[at..].iter().take(2).take_while(|it| class(**it) == 'H').count();
                return Some(Word { letters: &letters[start..at], kana: &letters[at..at + kana] });
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_side_is_read_behind_marks_and_brackets() {
        let letters: Vec<char> = "集団「夜鴉」(やがらす)が朝凪商事を襲った。".chars().collect();
        let around = Around::new(&letters, &(0..letters.len()), &(3..5));
        assert_eq!(around.after, packed(&['が']));
        assert!(around.marked && around.placed);
        assert_eq!(around.before, ['集', '団']);
    }
}
