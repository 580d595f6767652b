//! Names in Japanese lines by the model of names.

use std::collections::BTreeMap;
use std::ops::Range;

use noroshi_model::{Language, Mention, MentionKind, Reason, Span, Value};

use super::feature::class;
use super::letter::Letters;
use super::sequence::Model;
use super::tag::{self, KINDS};
use crate::layout::{Line, LineKind};
use crate::newname;

/// Made by `train_japanese names`.
pub(super) const FILE: &[u8] = include_bytes!("names.bin");

/// Why a name is one that only the model sees.
const LEARNED: &str = "new-learned";

/// A mention and its place in the shadow.
pub(crate) type Placed = (Range<usize>, Mention);

/// A name that the model sees.
type Named = (Range<usize>, MentionKind);

/// Goes over the names of the Japanese lines: adds those that the rules did not find, takes away those that the
/// model does not believe, and sets right where they end and what they are. What is no name (dates, addresses) and
/// what the pack knows by a name of its own (`is_certain`) stays.
pub(super) fn names(
    model: &Model,
    text: &str,
    lines: &[Line],
    mentions: &mut Vec<Placed>,
    place: impl Fn(&Range<usize>) -> Option<(Span, String)>,
) {
    let mut settled = Vec::with_capacity(mentions.len());
    let mut rest = std::mem::take(mentions).into_iter().peekable();
    for line in lines.iter().filter(|line| is_read(line)) {
        while let Some(before) = rest.next_if(|(range, _)| range.start < line.range.start) {
            settled.push(before);
        }
        let mut found = Vec::new();
        while let Some(inside) = rest.next_if(|(range, _)| range.start < line.range.end) {
            found.push(inside);
        }
        let named = self::line(model, text, &line.range, &found);
        settle(found, &named, &place, &mut settled);
    }
    settled.extend(rest);
    settled.sort_by_key(|(range, _)| range.start);
    *mentions = settled;
    again(text, lines, mentions, place);
}

/// Letters of a name at least that is looked for again.
const AGAIN: usize = 3;

/// A name that the model saw at one place is one at the others, too.
fn again(
    text: &str,
    lines: &[Line],
    mentions: &mut Vec<Placed>,
    place: impl Fn(&Range<usize>) -> Option<(Span, String)>,
) {
    let mut kinds: BTreeMap<&str, MentionKind> = BTreeMap::new();
    for (range, mention) in mentions.iter().filter(|(_, it)| it.reason.rule == LEARNED) {
        let shown = &text[range.clone()];
        if shown.chars().count() >= AGAIN && mention.kind != MentionKind::Sector {
            kinds.insert(shown, mention.kind);
        }
    }
    if kinds.is_empty() {
        return;
    }
    let names: Vec<&str> = kinds.keys().copied().collect();
    let kinds: Vec<MentionKind> = kinds.values().copied().collect();
    let mut further = Vec::new();
    let mut read = lines.iter().filter(|line| is_read(line)).peekable();
    for (range, name) in newname::places(text, &names) {
        while read.next_if(|line| line.range.end <= range.start).is_some() {}
        let inside = read
            .peek()
            .is_some_and(|line| line.range.start <= range.start && range.end <= line.range.end);
        let free = || overlapping(mentions, &range, |it| &it.0).next().is_none();
        if inside
            && free()
            && !is_inside_a_word(text, &range)
            && let Some((span, shown)) = place(&range)
        {
            further.push((range, mention(kinds[name], span, shown)));
        }
    }
    mentions.extend(further);
    mentions.sort_by_key(|(range, _)| range.start);
}

/// 朝凪 in 朝凪川: the run of one script goes on.
fn is_inside_a_word(text: &str, range: &Range<usize>) -> bool {
    let joined = |one: Option<char>, two: Option<char>| {
        let pair = one.zip(two).map(|(one, two)| (class(one), class(two)));
        pair.is_some_and(|(one, two)| one == two && matches!(one, 'A' | 'T' | 'N'))
    };
    let name = &text[range.clone()];
    joined(text[..range.start].chars().next_back(), name.chars().next())
        || joined(name.chars().next_back(), text[range.end..].chars().next())
}

fn is_read(line: &Line) -> bool {
    !line.boilerplate && line.language == Language::Ja && line.kind != LineKind::Code
}

/// Brings what the rules found and what the model sees of one line together.
fn settle(
    found: Vec<Placed>,
    named: &[Named],
    place: &impl Fn(&Range<usize>) -> Option<(Span, String)>,
    settled: &mut Vec<Placed>,
) {
    let may_stand =
        |one: &&Named| overlapping(&found, &one.0, |it| &it.0).all(|known| gives_way(known, one));
    let named: Vec<&Named> = named.iter().filter(may_stand).collect();
    let is_known = |one: &Named| {
        let mut beside = overlapping(&found, &one.0, |it| &it.0);
        beside.any(|(range, it)| *range == one.0 && it.kind == one.1)
    };
    let new = named.iter().filter(|one| !is_known(one)).filter_map(|(range, kind)| {
        let (span, shown) = place(range)?;
        Some((range.clone(), mention(*kind, span, shown)))
    });
    settled.extend(new);
    let stays = |(range, mention): &Placed| {
        let mut beside = overlapping(&named, range, |it| &it.0).peekable();
        let alone = beside.peek().is_none();
        let seen = beside.any(|it| it.0 == *range && it.1 == mention.kind);
        seen || (alone && (!KINDS.contains(&mention.kind) || is_certain(mention)))
    };
    settled.extend(found.iter().filter(|one| stays(one)).cloned());
}

/// Whether what the rules found may be replaced by a name that the model sees: never what is no name (a date, an
/// address), and a name that the pack knows only by a longer one, or when both are means or doers of an attack.
fn gives_way((range, mention): &Placed, (place, kind): &Named) -> bool {
    let threat = |kind: MentionKind| {
        matches!(
            kind,
            MentionKind::ThreatActor
                | MentionKind::Malware
                | MentionKind::Tool
                | MentionKind::Campaign
        )
    };
    let longer = place.start <= range.start && range.end <= place.end && place.len() > range.len();
    let kind = mention.kind == *kind || (threat(mention.kind) && threat(*kind));
    KINDS.contains(&mention.kind) && (!is_certain(mention) || longer || (kind && place == range))
}

/// Those of a sorted list that share a letter with a range.
fn overlapping<'l, T>(
    list: &'l [T],
    range: &Range<usize>,
    of: impl Fn(&T) -> &Range<usize>,
) -> impl Iterator<Item = &'l T> {
    let (start, end) = (range.start, range.end);
    let first = list.partition_point(|one| of(one).end <= start);
    let count = list[first..].partition_point(|one| of(one).start < end);
    list[first..first + count].iter()
}

/// A name of the pack that is hardly an ordinary word, or one that the document introduced elsewhere: it stays though
/// the model sees none.
fn is_certain(mention: &Mention) -> bool {
    let sure = !matches!(
        mention.kind,
        MentionKind::Organization
            | MentionKind::Person
            | MentionKind::Product
            | MentionKind::Sector
    );
    let rule = mention.reason.rule;
    let introduced = matches!(rule, "new-again" | "new-short-form");
    // A社, 甲社: a letter stands for the name.
    let letter = mention.canonical.ends_with('社') && mention.canonical.chars().count() == 2;
    introduced || letter || (sure && !rule.starts_with("new-"))
}

fn mention(kind: MentionKind, span: Span, shown: String) -> Mention {
    Mention {
        kind,
        span,
        canonical: shown,
        role: None,
        reason: Reason::rule(LEARNED),
        candidates: Vec::new(),
        value: Value::Plain,
    }
}

/// Legal forms, as they stand before or behind a name.
const FORMS: [&[char]; 4] = [&['(', '株', ')'], &['(', '有', ')'], &['㈱'], &['㈲']];

/// 海鳴テック(株), ㈱海鳴テック: the legal form belongs to the name.
fn with_form(letters: &[char], range: Range<usize>, kind: MentionKind) -> Range<usize> {
    if kind != MentionKind::Organization {
        return range;
    }
    let (before, behind) = (&letters[..range.start], &letters[range.end..]);
    let length = |is: &dyn Fn(&[char]) -> bool| {
        FORMS.iter().find(|form| is(form)).map_or(0, |form| form.len())
    };
    let front = length(&|form| before.ends_with(form));
    let back = length(&|form| behind.starts_with(form));
    range.start - front..range.end + back
}

/// A name does not begin or end inside a Latin word.
fn is_cut(letters: &[char], range: &Range<usize>) -> bool {
    let latin = |at: Option<usize>| {
        at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_alphanumeric)
    };
    let inside = |at: usize| latin(at.checked_sub(1)) && latin(Some(at));
    inside(range.start) || inside(range.end)
}

/// The names that the model sees in a line, by the place of their bytes.
fn line(model: &Model, text: &str, range: &Range<usize>, found: &[Placed]) -> Vec<Named> {
    let mut line = Letters::new(text, range);
    for (range, mention) in found {
        line.mark(range, mention.kind.word(), mention.reason.rule);
    }
    let names = tag::names(&model.labels(&line.letters, &line.known)).into_iter();
    let names = names.map(|(range, kind)| (with_form(&line.letters, range, kind), kind));
    let names = names.filter(|(range, _)| !is_cut(&line.letters, range));
    names.map(|(range, kind)| (line.bytes(&range), kind)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_a_model() {
        assert!(Model::new(FILE).is_some(), "train it: examples/train_japanese");
    }

    #[test]
    fn a_legal_form_belongs_to_the_name_of_an_organization() {
        let letters: Vec<char> = "㈱海鳴と霞台(株)が".chars().collect();
        assert_eq!(with_form(&letters, 1..3, MentionKind::Organization), 0..3);
        assert_eq!(with_form(&letters, 4..6, MentionKind::Organization), 4..9);
        assert_eq!(with_form(&letters, 4..6, MentionKind::Product), 4..6);
    }

    #[test]
    fn a_name_is_cut_only_where_a_latin_word_ends() {
        let letters: Vec<char> = "Midnight県警".chars().collect();
        assert!(is_cut(&letters, &(0..6)));
        assert!(!is_cut(&letters, &(0..8)));
        assert!(!is_cut(&letters, &(8..10)));
    }
}
