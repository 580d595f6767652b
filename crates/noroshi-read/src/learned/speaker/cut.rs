//! Where the statements of a sentence may begin and end, and what speaks for each place. Shared with the command that
//! trains the model.
//!
//! Statements stand side by side: of all ways to lay them into the sentence the one that is worth most is taken
//! (a semi-Markov model, Sarawagi and Cohen, "Semi-Markov Conditional Random Fields for Information Extraction", 2004).

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::feature::{Key, class, packed};
use super::scene::{Named, Scene, is_body};

/// Places where a statement may begin, or end, at most.
const PLACES: usize = 16;

/// Letters of the shortest statement.
const SHORTEST: usize = 4;

/// A statement that may be.
pub(crate) struct Piece {
    pub(crate) range: Range<usize>,
    /// Its place among the starts and the ends of the features.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it begins and ends with the sentence.
    pub(crate) edges: usize,
    /// Its own features among [`Pieces::own`].
    own: Range<usize>,
}

/// The statements that may be, in order of their ends.
pub(crate) struct Pieces {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) starts: Vec<Vec<u32>>,
    pub(crate) ends: Vec<Vec<u32>>,
    pub(crate) edges: [Vec<u32>; 4],
    own: Vec<u32>,
}

/// Places by their letter, each with a letter for what it is.
type Places = BTreeMap<usize, char>;

impl Pieces {
    pub(crate) fn new(scene: &Scene) -> Self {
        let (starts, ends) = places(scene);
        let (starts, ends) = (outer(&starts), outer(&ends));
        let (mut pieces, mut features) = (Vec::new(), Vec::new());
        for (last, (end, closing)) in ends.iter().enumerate() {
            for (first, (start, opening)) in starts.iter().enumerate() {
                let range = *start..*end;
                if range.len() < SHORTEST || leaves_quotation(scene, &range, *opening) {
                    continue;
                }
                let edges =
                    usize::from(*start == 0) + 2 * usize::from(*end == scene.letters().len());
                let from = features.len();
                own(scene, &range, (*opening, *closing, edges), &mut features);
                let own = from..features.len();
                pieces.push(Piece { range, start: first, end: last, edges, own });
            }
        }
        let general = general(scene);
        let edges = |edges: usize| {
            general.iter().map(|one| Key::new(160).with(*one).with(edges as u64).number()).collect()
        };
        Self {
            pieces,
            starts: starts.iter().map(|(at, sort)| start(scene, *at, *sort)).collect(),
            ends: ends.iter().map(|(at, sort)| end(scene, *at, *sort)).collect(),
            edges: std::array::from_fn(edges),
            own: features,
        }
    }

    /// What speaks for a piece alone.
    pub(crate) fn own(&self, piece: &Piece) -> &[u32] {
        &self.own[piece.own.clone()]
    }

    /// What each piece is worth.
    pub(crate) fn worths(&self, worth: impl Fn(&[u32]) -> f32) -> Vec<f32> {
        let all = |all: &[Vec<u32>]| -> Vec<f32> { all.iter().map(|one| worth(one)).collect() };
        let (starts, ends, edges) = (all(&self.starts), all(&self.ends), all(&self.edges));
        let of = |piece: &Piece| {
            starts[piece.start] + ends[piece.end] + edges[piece.edges] + worth(self.own(piece))
        };
        self.pieces.iter().map(of).collect()
    }

    /// The pieces that lie side by side and are worth most together, in order.
    pub(crate) fn best(&self, length: usize, worths: &[f32]) -> Vec<usize> {
        let mut most = vec![0.0_f32; length + 1];
        let mut last: Vec<Option<usize>> = vec![None; length + 1];
        let mut pieces = self.pieces.iter().zip(worths).enumerate().peekable();
        for at in 1..=length {
            most[at] = most[at - 1];
            while let Some((number, (piece, worth))) = pieces.next_if(|it| it.1.0.range.end <= at) {
                let whole = most[piece.range.start] + worth;
                if whole > most[at] {
                    most[at] = whole;
                    last[at] = Some(number);
                }
            }
        }
        let mut taken = Vec::new();
        let mut at = length;
        while at > 0 {
            match last[at] {
                Some(number) => {
                    taken.push(number);
                    at = self.pieces[number].range.start;
                }
                None => at -= 1,
            }
        }
        taken.reverse();
        taken
    }
}

/// 「…」…: a start inside a quotation has its end inside.
fn leaves_quotation(scene: &Scene, range: &Range<usize>, opening: char) -> bool {
    let shown = &scene.letters()[range.clone()];
    let count = |sign: char| shown.iter().filter(|letter| **letter == sign).count();
    opening == '「' && count('」') > count('「')
}

/// The first and the last places, when there are too many.
fn outer(places: &Places) -> Vec<(usize, char)> {
    let all: Vec<(usize, char)> = places.iter().map(|(at, sort)| (*at, *sort)).collect();
    if all.len() <= PLACES {
        return all;
    }
    let half = PLACES / 2;
    all[..half].iter().chain(&all[all.len() - half..]).copied().collect()
}

/// Whether a clause may end in a letter.
fn closes(letter: char) -> bool {
    "いただるうかすくずんつし」』)".contains(letter)
}

fn places(scene: &Scene) -> (Places, Places) {
    let letters = scene.letters();
    let end = letters.len();
    let (mut starts, mut ends) = (Places::from([(0, 'a')]), Places::from([(end, 'b')]));
    for at in 0..end {
        if let Some((place, sort)) = opens(letters, at).filter(|(place, _)| *place < end) {
            starts.entry(place).or_insert(sort);
        }
        if let Some((place, sort)) = shuts(letters, at).filter(|(place, _)| *place > 0) {
            ends.entry(place).or_insert(sort);
        }
    }
    for rule in &scene.rules {
        starts.entry(rule.range.start).or_insert('r');
        ends.entry(rule.range.end).or_insert('r');
    }
    (starts, ends)
}

/// Where a statement may begin because of a letter: behind a mark, or behind a topic or subject.
fn opens(letters: &[char], at: usize) -> Option<(usize, char)> {
    let before = at.checked_sub(1).map(|at| letters[at]);
    let next = letters.get(at + 1).copied();
    let noun = |letter: Option<char>| letter.is_some_and(|it| class(it) != 'H');
    let sort = match letters[at] {
        '「' | '『' => '「',
        '」' | '』' => 'x',
        '、' | ',' => '、',
        '。' => '。',
        letter @ ('は' | 'が' | 'も') if before.is_some_and(ends_name) && next != Some('、') => {
            letter
        }
        'で' if noun(before) && noun(next) => 'で',
        _ => return None,
    };
    Some((at + 1, sort))
}

/// Where a statement may end because of a letter: before a mark, or before と, こと, 旨 and を.
fn shuts(letters: &[char], at: usize) -> Option<(usize, char)> {
    let inner = at + 1 < letters.len();
    let sort = match letters[at] {
        '「' | '『' => '(',
        '」' | '』' => '」',
        '、' | ',' if inner => '、',
        '。' if inner => return Some((at + 1, '。')),
        'と' if at > 0 && closes(letters[at - 1]) => 'と',
        'こ' if letters.get(at + 1) == Some(&'と') => 'こ',
        '旨' => 'こ',
        'を' => 'を',
        _ => return None,
    };
    Some((at, sort))
}

/// Whether a letter may end a name or a word for people.
fn ends_name(letter: char) -> bool {
    class(letter) != 'H' || "らちど".contains(letter)
}

/// A length in steps.
pub(crate) fn step(length: usize) -> u64 {
    [6, 10, 15, 20, 27, 35, 45, 60, 80, 110].iter().filter(|most| length > **most).count() as u64
}

/// The last letters.
pub(crate) fn last(letters: &[char], count: usize) -> u64 {
    packed(&letters[letters.len().saturating_sub(count)..])
}

/// The first letters.
pub(crate) fn first(letters: &[char], count: usize) -> u64 {
    packed(&letters[..letters.len().min(count)])
}

/// What speaks for the beginning of a statement.
fn start(scene: &Scene, at: usize, sort: char) -> Vec<u32> {
    let (before, behind) = scene.masked.split_at(at);
    let mut features = Vec::with_capacity(16);
    let mut add = |key: Key| features.push(key.number());
    add(Key::new(101).letter(sort));
    for count in 1..=4 {
        add(Key::new(102).with(count as u64).with(last(before, count)));
    }
    for count in 1..=3 {
        add(Key::new(103).with(count as u64).with(first(behind, count)));
    }
    add(Key::new(104).with(step(at)));
    let ruled = scene.rules.iter().any(|rule| rule.range.start == at);
    add(Key::new(105).with(u64::from(ruled)));
    let near = |named: &&Named| {
        is_body(named.kind) && [1, 2, 3, 5].contains(&at.wrapping_sub(named.range.end))
    };
    let name = scene.names.iter().find(near).map_or(99, |named| named.kind as u64);
    add(Key::new(106).with(name).letter(sort));
    add(Key::new(107).with(u64::from(before.contains(&'は'))));
    add(Key::new(108).letter(sort).with(last(scene.told(), 3)));
    add(Key::new(111).letter(sort).with(u64::from(scene.quoted)));
    features
}

/// What speaks for the end of a statement.
fn end(scene: &Scene, at: usize, sort: char) -> Vec<u32> {
    let (before, behind) = scene.masked.split_at(at);
    let mark = |letter: &char| matches!(letter, '。' | '、');
    let before = &before[..before.iter().rposition(|it| !mark(it)).map_or(0, |at| at + 1)];
    let mut features = Vec::with_capacity(20);
    let mut add = |key: Key| features.push(key.number());
    add(Key::new(121).letter(sort));
    for count in 1..=4 {
        add(Key::new(122).with(count as u64).with(last(before, count)));
    }
    for count in 1..=5 {
        add(Key::new(123).with(count as u64).with(first(behind, count)));
    }
    add(Key::new(124).with(step(behind.len())));
    add(Key::new(125).with(u64::from(scene.rules.iter().any(|rule| rule.range.end == at))));
    add(Key::new(126).with(last(before, 2)).with(first(behind, 2)));
    add(Key::new(127).with(last(before, 1)).letter(sort));
    let subject = behind.iter().any(|letter| matches!(letter, 'は' | 'が'));
    let commas = behind.iter().filter(|letter| **letter == '、').count();
    add(Key::new(128).with(u64::from(subject)));
    add(Key::new(129).with(commas.min(3) as u64));
    add(Key::new(130).letter(sort).with(last(scene.told(), 3)));
    add(Key::new(131).letter(sort).with(last(scene.told(), 2)));
    add(Key::new(134).letter(sort).with(u64::from(scene.quoted)));
    features
}

/// What the whole sentence is.
fn general(scene: &Scene) -> Vec<u64> {
    let letters = scene.letters();
    let told = scene.told();
    let line = |letter: Option<&char>| u64::from(letter.is_none_or(|letter| *letter == '\n'));
    let mut all = vec![
        Key::new(1).with(last(told, 2)).part(),
        Key::new(2).with(last(told, 3)).part(),
        Key::new(3).with(last(told, 4)).part(),
        Key::new(4).with(scene.rules.len().min(3) as u64).part(),
        Key::new(5).with(last(letters, 1)).part(),
        Key::new(6).with(first(letters, 1)).part(),
        Key::new(7).with(first(letters, 2)).part(),
        Key::new(8).with(line(scene.behind.first())).part(),
        Key::new(9).with(line(scene.before.as_ref())).part(),
        Key::new(10).with(step(letters.len())).part(),
        Key::new(11).with(scene.names.len().min(3) as u64).part(),
        Key::new(13).with(u64::from(scene.quoted)).part(),
        Key::new(14).with(u64::from(scene.quoted)).with(last(letters, 1)).part(),
    ];
    all.extend(kinds(&scene.names, &(0..letters.len())).map(|kind| Key::new(12).with(kind).part()));
    all
}

/// The kinds of the names in a range, each once.
fn kinds(names: &[Named], range: &Range<usize>) -> impl Iterator<Item = u64> + use<> {
    let inside = names.iter().filter(|named| range.contains(&named.range.start));
    let found = inside.fold(0_u64, |all, named| all | 1 << (named.kind as u64));
    (0..64).filter(move |kind| found >> kind & 1 == 1)
}

/// What speaks for a statement from one place to another.
fn own(
    scene: &Scene,
    range: &Range<usize>,
    (opening, closing, edges): (char, char, usize),
    features: &mut Vec<u32>,
) {
    let letters = scene.letters();
    let shown = &letters[range.clone()];
    let (before, behind) = (&letters[..range.start], &letters[range.end..]);
    let count = |signs: &[char]| shown.iter().filter(|letter| signs.contains(letter)).count();
    let edges = edges as u64;
    let mut add = |key: Key| features.push(key.number());
    let sorts = |number: u64| Key::new(number).letter(opening).letter(closing);
    add(Key::new(140));
    let ruled = scene.ruled(range);
    add(Key::new(141).with(ruled.map_or(0, |(_, share)| (share * 5.0) as u64)));
    if let Some((rule, _)) = ruled.filter(|(_, share)| *share >= 0.98) {
        add(sorts(142));
        add(Key::new(143).with(scene.rules.len().min(3) as u64));
        add(Key::new(144).with(rule.stance as u64));
        add(Key::new(145).with(u64::from(rule.speaker == noroshi_model::Speaker::Author)));
    }
    add(Key::new(146).with(step(shown.len())));
    add(Key::new(147).with((8 * shown.len() / letters.len()) as u64));
    add(sorts(148));
    add(sorts(149).with(step(shown.len()) / 2));
    let balance = 20 + count(&['「', '『']) - count(&['」', '』']).min(20);
    add(Key::new(150).with(balance as u64));
    add(Key::new(151).with(edges));
    add(Key::new(152).with(count(&['、']).min(4) as u64).with(edges));
    add(Key::new(153).with(count(&['は', 'が']).min(3) as u64).with(edges));
    add(Key::new(154).letter(opening).with(last(shown, 2)));
    add(Key::new(155).with(last(before, 1)).with(first(behind, 2)));
    let mut inside = 0;
    for kind in kinds(&scene.names, range) {
        add(Key::new(156).with(kind));
        inside += 1;
    }
    add(Key::new(157).with(inside.min(3)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(text: &str) -> Scene {
        Scene::new(text, &(0..text.len())).expect("a sentence")
    }

    fn shown(scene: &Scene, pieces: &Pieces) -> Vec<String> {
        pieces.pieces.iter().map(|piece| scene.shown(piece.range.clone())).collect()
    }

    #[test]
    fn a_clause_before_to_and_a_quotation_may_be_statements() {
        let scene = scene("甲社は情報が流出したと明かし、「原因は調べている」と話した。");
        let shown = shown(&scene, &Pieces::new(&scene));
        for wanted in ["情報が流出した", "原因は調べている"] {
            assert!(shown.iter().any(|piece| piece == wanted), "{wanted} in {shown:?}");
        }
    }

    #[test]
    fn a_piece_that_begins_in_a_quotation_ends_in_it() {
        let scene = scene("「原因は調べている」と話した。");
        let shown = shown(&scene, &Pieces::new(&scene));
        assert!(!shown.iter().any(|piece| piece == "原因は調べている」と話した。"), "{shown:?}");
    }

    #[test]
    fn the_best_pieces_lie_side_by_side() {
        let scene = scene("甲社は侵入を認めたが、乙社は影響を否定した。");
        let pieces = Pieces::new(&scene);
        let worths = vec![1.0; pieces.pieces.len()];
        let best = pieces.best(scene.letters().len(), &worths);
        assert!(best.len() > 1);
        let ranges: Vec<&Range<usize>> = best.iter().map(|at| &pieces.pieces[*at].range).collect();
        assert!(ranges.windows(2).all(|two| two[0].end <= two[1].start), "{ranges:?}");
        let none = vec![-1.0; pieces.pieces.len()];
        assert!(pieces.best(scene.letters().len(), &none).is_empty());
    }

    #[test]
    fn places_are_bounded() {
        let text = "侵入し、".repeat(90);
        let scene = scene(&text);
        assert!(Pieces::new(&scene).pieces.len() <= PLACES * PLACES);
    }
}
