//! Whether a spelling that was found is a name there: its edges and its company.

use noroshi_model::Span;

use super::words::words;
use crate::fold::{fold, is_cjk, is_kana, is_kanji, is_katakana};

/// Bytes of folded text around a spelling in which a word of company is looked for.
const COMPANY: usize = 45;

/// Whether the form at a place of the folded text is a name. `span` is its place in the original, `written`
/// the spelling as it was given.
pub(super) fn is_name(
    text: &str,
    folded: &str,
    at: (usize, usize),
    span: Span,
    form: &str,
    written: &str,
) -> bool {
    let edges = Edges::of(text, span);
    let (before, after) = (&folded[..at.0], &folded[at.1..]);
    let surface = span.of(text).unwrap_or_default();
    let where_it_is = edges.bracketed && is_place(form);
    !where_it_is
        && edges.are_free(surface, after)
        && !is_longer_name(before, after, form)
        && !is_of_another_country(before, form)
        && !is_person(before, after, form)
        && !is_another_firm(before, after, form)
        && has_company(&edges, (before, after), form, (surface, written))
}

/// The signs on both sides of a place.
struct Edges {
    before: Option<char>,
    after: Option<char>,
    after_next: Option<char>,
    /// Whether a word beside it has a capital, as in the title of something else: `Harbor Signal Weekly`.
    in_a_title: bool,
    /// Whether the word behind it has a capital, as a first name behind a surname.
    named_on: bool,
    /// Whether it is all that stands in round brackets.
    bracketed: bool,
}

impl Edges {
    fn of(text: &str, span: Span) -> Self {
        let mut rest = text[span.end()..].chars();
        Self {
            before: text[..span.start()].chars().next_back(),
            after: rest.next(),
            after_next: rest.next(),
            in_a_title: is_in_a_title(&text[..span.start()], &text[span.end()..]),
            named_on: is_in_a_title("", &text[span.end()..]),
            bracketed: text[..span.start()].ends_with(['(', '（'])
                && text[span.end()..].starts_with([')', '）']),
        }
    }

    /// Whether the word ends where the spelling ends, in the way of its script.
    fn are_free(&self, surface: &str, after: &str) -> bool {
        let (first, last) =
            (surface.chars().next().unwrap_or(' '), surface.chars().next_back().unwrap_or(' '));
        let latin =
            |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() && !is_cjk(sign));
        if latin(Some(first)) && (latin(self.before) || matches!(self.before, Some('@' | '.'))) {
            return false;
        }
        if latin(Some(last)) && (latin(self.after) || self.is_in_a_host()) {
            return false;
        }
        if is_kana(first)
            && self
                .before
                .is_some_and(|sign| is_kana_like(first, sign) && !words().particles.contains(sign))
        {
            return false;
        }
        self.ends(last, surface.chars().count()) || starts_with_any(after, &words().near)
    }

    /// Whether a spelling that ends in `last` may end here. Katakana that go on make another word of it, and so do
    /// hiragana behind a short name, unless they are a particle.
    fn ends(&self, last: char, length: usize) -> bool {
        let Some(next) = self.after else { return true };
        if is_katakana(last) {
            return !is_katakana(next);
        }
        let inflected = is_kana(next) && !is_katakana(next) && !words().particles.contains(next);
        !inflected || (is_kanji(last) && length > 3) || !is_cjk(last)
    }

    fn is_in_a_host(&self) -> bool {
        self.after == Some('@')
            || (self.after == Some('.')
                && self.after_next.is_some_and(|sign| sign.is_ascii_alphanumeric()))
    }

    /// Whether the spelling stands alone: in brackets, in a cell, between marks.
    fn stands_alone(&self) -> bool {
        let alone = |sign: Option<char>| {
            sign.is_none_or(|sign| !sign.is_alphanumeric() && !matches!(sign, ' ' | '-' | '_'))
        };
        alone(self.before) && alone(self.after)
    }
}

/// Whether the word before or behind begins with a capital and goes on in small letters, and is none of company.
fn is_in_a_title(before: &str, after: &str) -> bool {
    let capital = |word: &str| {
        let mut signs = word.chars();
        signs.next().is_some_and(|sign| sign.is_ascii_uppercase())
            && signs.next().is_some_and(|sign| sign.is_ascii_lowercase())
            && !words().near.contains(&fold(word))
    };
    let letters = |sign: char| !sign.is_ascii_alphabetic();
    let last = before.strip_suffix(' ').and_then(|head| head.rsplit(letters).next());
    let next = after.strip_prefix(' ').and_then(|tail| tail.split(letters).next());
    last.is_some_and(capital) || next.is_some_and(capital)
}

fn is_kana_like(one: char, other: char) -> bool {
    is_kana(other) && (is_katakana(one) == is_katakana(other))
}

fn starts_with_any(rest: &str, list: &[String]) -> bool {
    list.iter().any(|word| rest.starts_with(word.as_str()))
}

fn is_longer_name(before: &str, after: &str, form: &str) -> bool {
    let starts = |of: &[String]| of.iter().any(|name| form.starts_with(name.as_str()));
    let right = words()
        .not_before
        .iter()
        .any(|(of, list)| of.iter().any(|name| name == form) && starts_with_any(after, list));
    right
        || words().not_after.iter().any(|rule| {
            let sign = before.chars().next_back();
            let unless = rule.unless.iter().any(|word| before.ends_with(word.as_str()));
            sign.is_some_and(|sign| rule.signs.contains(sign)) && !unless && starts(&rule.of)
        })
}

/// Whether a short name is a part of the name of something else: `三菱` of 三菱鉛筆, `日本` of 西日本新聞. What may stand
/// beside it is data; texts without blanks put a verb there as well.
fn is_another_firm(before: &str, after: &str, form: &str) -> bool {
    if starts_with_any(after, &words().other_firm)
        && !words().other_firm.iter().any(|word| form.ends_with(word.as_str()))
    {
        return true;
    }
    let signs = form.chars().count();
    if signs <= 5
        && form.chars().all(is_cjk)
        && starts_with_any(after, &words().other_thing)
        && !words().other_thing.iter().any(|word| form.ends_with(word.as_str()))
    {
        return true;
    }
    let katakana = form.chars().all(is_katakana);
    let word = words().shared.contains(form) || words().ordinary.contains(form);
    if !(signs <= 3 && form.chars().all(is_kanji) || katakana && word) {
        return false;
    }
    let runs_on = after.chars().next().is_some_and(is_kanji)
        && !starts_with_any(after, &words().behind)
        && !starts_with_any(after, &words().near);
    let runs_in = before.chars().next_back().is_some_and(is_kanji)
        && !words().front.iter().any(|word| before.ends_with(word.as_str()));
    runs_on || runs_in
}

/// Whether the name of a ministry or an agency is that of another country: フランス外務省.
fn is_of_another_country(before: &str, form: &str) -> bool {
    words().offices.contains(form)
        && words().foreign.iter().any(|country| before.ends_with(country.as_str()))
}

/// Whether a name is that of a region: in brackets it says where something is.
fn is_place(form: &str) -> bool {
    form.ends_with(['都', '道', '府', '県', '市', '区', '町', '村'])
}

/// Whether the name is that of a person: a title stands behind it, or in front of a Latin one.
fn is_person(before: &str, after: &str, form: &str) -> bool {
    let titled = ["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof."];
    if form.is_ascii() {
        return titled.iter().any(|title| {
            before.strip_suffix(title).is_some_and(|head| !head.ends_with(char::is_alphanumeric))
        });
    }
    form.chars().count() <= 3 && form.chars().all(is_cjk) && starts_with_any(after, &words().person)
}

fn has_company(
    edges: &Edges,
    (before, after): (&str, &str),
    form: &str,
    (surface, written): (&str, &str),
) -> bool {
    let near = || is_near(before) || is_near(after);
    if form.is_ascii() {
        let short = form.len() <= 4;
        let as_written = surface == written;
        let common = words().common.contains(form) || words().ordinary.contains(form);
        return match (common, short) {
            (true, _) => {
                as_written_or_upper(surface, written)
                    && (near() && !edges.in_a_title || edges.stands_alone())
            }
            _ if words().surnames.contains(form) && edges.named_on => false,
            (false, true) => as_written || edges.stands_alone() || near(),
            (false, false) => true,
        };
    }
    let hiragana = surface.chars().all(|sign| is_kana(sign) && !is_katakana(sign));
    let short_kana = hiragana && surface.chars().count() <= 5;
    let known = words().shared.contains(form) || words().ordinary.contains(form);
    if known
        || (short_kana && !words().firm.contains(form))
        || (is_two_kanji(form) && !words().firm.contains(form))
    {
        return near()
            || edges.stands_alone()
            || words().branch.iter().any(|it| before.ends_with(it.as_str()));
    }
    true
}

fn is_two_kanji(form: &str) -> bool {
    form.chars().count() == 2 && form.chars().all(is_kanji)
}

fn as_written_or_upper(surface: &str, written: &str) -> bool {
    surface == written
        || surface.chars().filter(|sign| sign.is_alphabetic()).all(char::is_uppercase)
        || {
            let first = surface.chars().next().is_some_and(char::is_uppercase);
            first && surface.eq_ignore_ascii_case(written)
        }
}

/// Whether a word of company stands on this side. The sides are cut at the end of the line.
fn is_near(side: &str) -> bool {
    let line = |text: &str| text.find('\n').unwrap_or(text.len());
    let (head, tail) =
        (cut_front(&side[..line(side)]), cut_back(side.rsplit('\n').next().unwrap_or_default()));
    words().near.iter().any(|word| head.contains(word.as_str()) || tail.contains(word.as_str()))
}

fn cut_front(text: &str) -> &str {
    let mut end = text.len().min(COMPANY);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn cut_back(text: &str) -> &str {
    let mut start = text.len().saturating_sub(COMPANY);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}
