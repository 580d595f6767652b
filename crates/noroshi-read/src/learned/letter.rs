//! What the model of names looks at around each letter of a line. Shared with the command that trains it.

use std::ops::Range;

use super::feature::{Key, class, folded, packed, word};

/// Letters of a line at most; a longer line is looked at in parts.
const LONGEST: usize = 4_096;

/// Letters of a quotation at most that is looked at as one.
const QUOTED: usize = 26;

/// Letters of a run at most that is looked at as one.
const RUN: usize = 12;

/// The letters of a line, where they stand in the text, and what the rules found at each.
pub(crate) struct Letters {
    pub(crate) letters: Vec<char>,
    pub(crate) known: Vec<u32>,
    places: Vec<usize>,
    end: usize,
}

impl Letters {
    /// The letters of a range of bytes.
    pub(crate) fn new(text: &str, range: &Range<usize>) -> Self {
        let shown = &text[range.clone()];
        let places: Vec<usize> = shown.char_indices().map(|(at, _)| range.start + at).collect();
        let letters: Vec<char> = shown.chars().map(folded).collect();
        Self { known: vec![0; letters.len()], letters, places, end: range.end }
    }

    /// The letters that start within a range of bytes.
    pub(crate) fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let first = self.places.partition_point(|place| *place < bytes.start);
        first..first + self.places[first..].partition_point(|place| *place < bytes.end)
    }

    /// The bytes of letters.
    pub(crate) fn bytes(&self, letters: &Range<usize>) -> Range<usize> {
        let byte = |at: usize| self.places.get(at).copied().unwrap_or(self.end);
        byte(letters.start)..byte(letters.end)
    }

    /// Marks the letters of a mention that the rules found, by its kind and rule; its first letter has a mark of its own.
    pub(crate) fn mark(&mut self, bytes: &Range<usize>, kind: &str, rule: &str) {
        let place = self.within(bytes);
        let number = |template| Key::new(template).with(word(kind)).with(word(rule)).number();
        self.known[place.clone()].fill(number(71));
        if let Some(first) = self.known.get_mut(place.start).filter(|_| !place.is_empty()) {
            *first = number(70);
        }
    }
}

/// Letters in parts that are short enough to be looked at.
pub(crate) fn parts<'a>(letters: &'a [char], known: &'a [u32]) -> impl Iterator<Item = Line<'a>> {
    letters
        .chunks(LONGEST)
        .zip(known.chunks(LONGEST))
        .map(|(letters, known)| Line::new(letters, known))
}

/// A line as the model sees it.
pub(crate) struct Line<'a> {
    letters: &'a [char],
    /// Number of what the rules found at each letter; 0 for nothing. The first letter of a mention has its own.
    known: &'a [u32],
    classes: Vec<char>,
    runs: Vec<Run>,
    /// The number of the run that holds each letter.
    run_of: Vec<u32>,
    /// The marks of the quotation that holds each letter.
    quotes: Vec<Option<(usize, usize)>>,
}

/// Letters of one script in a row; marks are runs of one. The parts are [`packed`].
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    script: char,
    /// 0 when the run is too long to be a word.
    whole: u64,
    first: u64,
    first_four: u64,
    last: u64,
    last_two: u64,
}

/// Outside the line.
const NOTHING: char = '\u{2}';

/// What stands for a run outside the line.
const NO_RUN: u64 = 0x1f_ffff;

impl<'a> Line<'a> {
    fn new(letters: &'a [char], known: &'a [u32]) -> Self {
        let classes: Vec<char> = letters.iter().map(|letter| class(*letter)).collect();
        let runs = runs(letters, &classes);
        let numbered = (0_u32..).zip(&runs);
        let run_of = numbered.flat_map(|(at, run)| std::iter::repeat_n(at, run.end - run.start));
        let run_of = run_of.collect();
        let quotes = quotes(&classes);
        Self { letters, known, classes, runs, run_of, quotes }
    }

    /// How many letters it has.
    pub(crate) fn count(&self) -> usize {
        self.letters.len()
    }

    /// Hands the features that the letter at `at` shares with its whole run to `sink`.
    pub(crate) fn shared(&self, at: usize, mut sink: impl FnMut(u32)) {
        sink(Key::new(0).number());
        self.run(at, &mut sink);
    }

    /// Hands the features of the letter alone to `sink`.
    pub(crate) fn own(&self, at: usize, mut sink: impl FnMut(u32)) {
        self.beside(at, &mut sink);
        self.within(at, &mut sink);
        self.quotation(at, &mut sink);
        self.found(at, &mut sink);
    }

    /// The feature that stands for the whole run of a letter being an ordinary word; none for a mark or a long run.
    pub(crate) fn ordinary(&self, at: usize) -> Option<u32> {
        let run = self.runs[self.run_of[at] as usize];
        let word = run.whole != 0 && matches!(run.script, 'H' | 'K' | 'T');
        word.then(|| Key::new(95).with(run.whole).number())
    }

    /// The number of the run that holds a letter.
    pub(crate) fn run_of(&self, at: usize) -> u32 {
        self.run_of[at]
    }

    /// The letters and scripts around.
    fn beside(&self, at: usize, sink: &mut impl FnMut(u32)) {
        let near = around(self.letters, at, NOTHING);
        let scripts = around(&self.classes, at, '^');
        // Loops of fixed length are laid out flat, with the template's part worked out before.
        for (from, letter) in (0..5).zip(near) {
            sink(Key::new(1 + from).letter(letter).number());
        }
        for from in 0..4 {
            let two = [near[from], near[from + 1]];
            sink(Key::new(10 + from as u64).with(packed(&two)).number());
        }
        for from in 0..3 {
            let three = [near[from], near[from + 1], near[from + 2]];
            sink(Key::new(20 + from as u64).with(packed(&three)).number());
        }
        let middle = packed(&scripts[1..4]);
        sink(Key::new(30).with(middle).letter(scripts[0]).letter(scripts[4]).number());
        sink(Key::new(31).with(middle).number());
        sink(Key::new(32).with(packed(&scripts[1..3])).letter(near[2]).number());
    }

    /// The letter's place in its run of one script.
    fn within(&self, at: usize, sink: &mut impl FnMut(u32)) {
        let number = self.run_of[at] as usize;
        let run = self.runs[number];
        let place = place(at, run.start, run.end);
        let length = (run.end - run.start).min(6) as u64;
        let before = number.checked_sub(1).map_or(NO_RUN, |before| self.runs[before].last_two);
        let placed = u64::from(place) << 32 | u64::from(run.script);
        sink(Key::new(34).with(placed).with(length).number());
        sink(Key::new(35).with(run.last_two).letter(place).number());
        sink(Key::new(36).with(run.first).letter(place).number());
        sink(Key::new(37).with(run.last).with(placed).number());
        sink(Key::new(43).with(before).with(placed).number());
    }

    /// The run, and the runs beside it.
    fn run(&self, at: usize, sink: &mut impl FnMut(u32)) {
        let number = self.run_of[at] as usize;
        let run = self.runs[number];
        let script = u64::from(run.script);
        if run.whole != 0 {
            sink(Key::new(33).with(run.whole).number());
        }
        let next = self.runs.get(number + 1);
        let (near, far) = next.map_or((NO_RUN, NO_RUN), |next| (next.first, next.first_four));
        sink(Key::new(40).with(near).with(script).number());
        sink(Key::new(41).with(far).with(run.last).number());
        sink(Key::new(42).with(near).with(run.last_two).number());
        let tail = number.checked_sub(1).map_or(NO_RUN, |before| self.runs[before].last_two);
        sink(Key::new(44).with(tail).with(run.first).number());
        if let Some(further) = number.checked_sub(2) {
            sink(Key::new(45).with(self.runs[further].last_two).with(tail).with(script).number());
        }
        if let Some(beyond) = self.runs.get(number + 2) {
            sink(Key::new(46).with(near).with(beyond.first).with(script).number());
            sink(Key::new(47).with(beyond.first).with(script).number());
        }
    }

    /// 「…」と名乗る, 物流会社「…」: what stands around the quotation.
    fn quotation(&self, at: usize, sink: &mut impl FnMut(u32)) {
        let script = self.classes[at];
        let Some((open, close)) = self.quotes[at] else {
            sink(Key::new(57).letter(script).number());
            return;
        };
        let before = packed(&self.letters[open.saturating_sub(2)..open]);
        let behind = |count: usize| {
            let end = (close + 1 + count).min(self.letters.len());
            packed(&self.letters[close + 1..end])
        };
        let place = place(at, open + 1, close);
        sink(Key::new(50).with(before).letter(place).number());
        sink(Key::new(51).with(behind(2)).letter(place).number());
        sink(Key::new(52).with(behind(4)).letter(place).number());
        sink(Key::new(53).with(before).with(behind(2)).number());
        sink(Key::new(54).letter(place).letter(script).number());
        sink(Key::new(55).with(packed(&self.letters[open + 1..close])).number());
        sink(Key::new(56).with(packed(&self.letters[open.saturating_sub(4)..open])).number());
    }

    /// What the rules found here and beside.
    fn found(&self, at: usize, sink: &mut impl FnMut(u32)) {
        let known = |place: Option<usize>| {
            u64::from(place.and_then(|place| self.known.get(place)).copied().unwrap_or(1))
        };
        let here = known(Some(at));
        let run = self.runs[self.run_of[at] as usize];
        sink(Key::new(60).with(here).number());
        sink(Key::new(61).with(known(at.checked_sub(1)) << 32 | here).number());
        sink(Key::new(62).with(here << 32 | known(Some(at + 1))).number());
        sink(Key::new(63).with(here << 32 | known(Some(run.end))).number());
        sink(Key::new(64).with(here).letter(self.letters[at]).number());
        sink(Key::new(65).with(here).letter(run.script).number());
        sink(
            Key::new(66)
                .with(known(Some(run.start)))
                .letter(place(at, run.start, run.end))
                .number(),
        );
    }
}

/// The feature that stands for the label before.
pub(crate) fn behind(label: u32) -> u32 {
    Key::new(90).with(u64::from(label)).number()
}

/// Alone, begin, middle or end of a stretch.
fn place(at: usize, start: usize, end: usize) -> char {
    match (at == start, at + 1 == end) {
        (true, true) => 's',
        (true, false) => 'b',
        (false, true) => 'e',
        (false, false) => 'm',
    }
}

/// The sign at a place with the two on each side; `none` outside.
fn around(signs: &[char], at: usize, none: char) -> [char; 5] {
    let inside = at.checked_sub(2).and_then(|from| signs.get(from..)?.first_chunk());
    inside.copied().unwrap_or_else(|| {
        let place = |by: usize| (at + by).checked_sub(2);
        std::array::from_fn(|by| {
            place(by).and_then(|place| signs.get(place)).copied().unwrap_or(none)
        })
    })
}

fn runs(letters: &[char], classes: &[char]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut start = 0;
    while start < classes.len() {
        let script = classes[start];
        let single = matches!(script, '(' | ')' | ',' | 'P');
        let length = if single {
            1
        } else {
            classes[start..].iter().take_while(|other| **other == script).count()
        };
        let (end, run) = (start + length, &letters[start..start + length]);
        let last = |count: usize| packed(&run[length.saturating_sub(count)..]);
        runs.push(Run {
            start,
            end,
            script,
            whole: if length <= RUN { packed(run) } else { 0 },
            first: packed(&run[..length.min(2)]),
            first_four: packed(&run[..length.min(4)]),
            last: last(1),
            last_two: last(2),
        });
        start = end;
    }
    runs
}

fn quotes(classes: &[char]) -> Vec<Option<(usize, usize)>> {
    let mut quotes = vec![None; classes.len()];
    let mut open = None;
    for (at, script) in classes.iter().enumerate() {
        match (script, open) {
            ('(', _) => open = Some(at),
            (')', Some(start)) => {
                if at - start < QUOTED {
                    quotes[start + 1..at].fill(Some((start, at)));
                }
                open = None;
            }
            _ => {}
        }
    }
    quotes
}
