//! What the model of names looks at around each letter of a line. Shared with the command that trains it.

use super::feature::{Key, class};

/// Letters of a line at most; a longer line is looked at in parts.
pub(crate) const LONGEST: usize = 4_096;

/// Letters of a quotation at most that is looked at as one.
const QUOTED: usize = 26;

/// A line as the model sees it.
pub(crate) struct Line<'a> {
    letters: &'a [char],
    /// Number of what the rules found at each letter; 0 for nothing. The first letter of a mention has its own.
    known: &'a [u32],
    classes: Vec<char>,
    /// Start and end of the run of one script that holds each letter.
    runs: Vec<(usize, usize)>,
    /// The marks of the quotation that holds each letter.
    quotes: Vec<Option<(usize, usize)>>,
}

/// Outside the line.
const NOTHING: char = '\u{2}';

impl<'a> Line<'a> {
    pub(crate) fn new(letters: &'a [char], known: &'a [u32]) -> Self {
        let classes: Vec<char> = letters.iter().map(|letter| class(*letter)).collect();
        let runs = runs(&classes);
        let quotes = quotes(&classes);
        Self { letters, known, classes, runs, quotes }
    }

    /// Hands the features of the letter at `at` to `sink`.
    pub(crate) fn each(&self, at: usize, mut sink: impl FnMut(u32)) {
        sink(Key::new(0).number());
        self.beside(at, &mut sink);
        self.run(at, &mut sink);
        self.quotation(at, &mut sink);
        self.found(at, &mut sink);
    }

    fn letter(&self, at: usize, by: isize) -> char {
        let place = at.checked_add_signed(by);
        place.and_then(|place| self.letters.get(place)).copied().unwrap_or(NOTHING)
    }

    fn class(&self, at: usize, by: isize) -> char {
        let place = at.checked_add_signed(by);
        place.and_then(|place| self.classes.get(place)).copied().unwrap_or('^')
    }

    /// The letters and scripts around.
    fn beside(&self, at: usize, sink: &mut impl FnMut(u32)) {
        let near: [char; 5] = std::array::from_fn(|by| self.letter(at, by as isize - 2));
        let scripts: [char; 5] = std::array::from_fn(|by| self.class(at, by as isize - 2));
        for (length, template) in [(1, 1), (2, 10), (3, 20)] {
            for (from, letters) in near.windows(length).enumerate() {
                sink(Key::new(template + from as u32).part(letters).number());
            }
        }
        sink(Key::new(30).part(&scripts).number());
        sink(Key::new(31).part(&scripts[1..4]).number());
        sink(Key::new(32).letter(scripts[1]).letter(scripts[2]).letter(near[2]).number());
    }

    /// The run of one script that holds the letter, and the runs beside it.
    fn run(&self, at: usize, sink: &mut impl FnMut(u32)) {
        let (start, end) = self.runs[at];
        let (run, script) = (&self.letters[start..end], self.classes[at]);
        let place = place(at, start, end);
        let (front, back) = (&run[..run.len().min(2)], &run[run.len().saturating_sub(2)..]);
        if run.len() <= 12 {
            sink(Key::new(33).part(run).number());
        }
        sink(Key::new(34).letter(script).letter(place).count(run.len().min(6) as u32).number());
        sink(Key::new(35).part(back).letter(place).number());
        sink(Key::new(36).part(front).letter(place).number());
        sink(Key::new(37).part(&run[run.len() - 1..]).letter(place).letter(script).number());
        let next = self.next(end);
        let (near, far) = (&next[..next.len().min(2)], &next[..next.len().min(4)]);
        sink(Key::new(40).part(near).letter(script).number());
        sink(Key::new(41).part(far).part(&run[run.len() - 1..]).number());
        sink(Key::new(42).part(near).part(back).number());
        let before = self.before(start);
        let tail = &before[before.len().saturating_sub(2)..];
        sink(Key::new(43).part(tail).letter(script).letter(place).number());
        sink(Key::new(44).part(tail).part(front).number());
        let further = self.before(start - before.len());
        if !further.is_empty() {
            let further = &further[further.len().saturating_sub(2)..];
            sink(Key::new(45).part(further).part(tail).letter(script).number());
        }
        let beyond = self.next(end + next.len());
        if !beyond.is_empty() {
            let beyond = &beyond[..beyond.len().min(2)];
            sink(Key::new(46).part(near).part(beyond).letter(script).number());
            sink(Key::new(47).part(beyond).letter(script).number());
        }
    }

    fn next(&self, at: usize) -> &[char] {
        self.runs.get(at).map_or(&[], |(start, end)| &self.letters[*start..*end])
    }

    fn before(&self, at: usize) -> &[char] {
        let run = at.checked_sub(1).and_then(|at| self.runs.get(at));
        run.map_or(&[], |(start, end)| &self.letters[*start..*end])
    }

    /// 「…」と名乗る, 物流会社「…」: what stands around the quotation.
    fn quotation(&self, at: usize, sink: &mut impl FnMut(u32)) {
        let script = self.classes[at];
        let Some((open, close)) = self.quotes[at] else {
            sink(Key::new(57).letter(script).number());
            return;
        };
        let before = &self.letters[open.saturating_sub(2)..open];
        let behind = |count: usize| {
            let end = (close + 1 + count).min(self.letters.len());
            &self.letters[close + 1..end]
        };
        let place = place(at, open + 1, close);
        sink(Key::new(50).part(before).letter(place).number());
        sink(Key::new(51).part(behind(2)).letter(place).number());
        sink(Key::new(52).part(behind(4)).letter(place).number());
        sink(Key::new(53).part(before).part(behind(2)).number());
        sink(Key::new(54).letter(place).letter(script).number());
        sink(Key::new(55).part(&self.letters[open + 1..close]).number());
        sink(Key::new(56).part(&self.letters[open.saturating_sub(4)..open]).number());
    }

    /// What the rules found here and beside.
    fn found(&self, at: usize, sink: &mut impl FnMut(u32)) {
        let known = |place: Option<usize>| {
            place.and_then(|place| self.known.get(place)).copied().unwrap_or(1)
        };
        let here = known(Some(at));
        let (start, end) = self.runs[at];
        sink(Key::new(60).count(here).number());
        sink(Key::new(61).count(known(at.checked_sub(1))).count(here).number());
        sink(Key::new(62).count(here).count(known(Some(at + 1))).number());
        sink(Key::new(63).count(here).count(known(Some(end))).number());
        sink(Key::new(64).count(here).letter(self.letters[at]).number());
        sink(Key::new(65).count(here).letter(self.classes[at]).number());
        sink(Key::new(66).count(known(Some(start))).letter(place(at, start, end)).number());
    }
}

/// Marks the letters of a mention that the rules found, by its kind and rule; its first letter has a mark of its own.
pub(crate) fn mark(known: &mut [u32], kind: &str, rule: &str) {
    let number = |template| Key::new(template).word(kind).word(rule).number();
    known.fill(number(71));
    if let Some(first) = known.first_mut() {
        *first = number(70);
    }
}

/// The feature that stands for the label before.
pub(crate) fn behind(label: u32) -> u32 {
    Key::new(90).count(label).number()
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

/// Marks are runs of their own, one letter each.
fn runs(classes: &[char]) -> Vec<(usize, usize)> {
    let mut runs = Vec::with_capacity(classes.len());
    let mut start = 0;
    while start < classes.len() {
        let script = classes[start];
        let single = matches!(script, '(' | ')' | ',' | 'P');
        let length = if single {
            1
        } else {
            classes[start..].iter().take_while(|other| **other == script).count()
        };
        runs.extend(std::iter::repeat_n((start, start + length), length));
        start += length;
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
