//! Some sentences at a time, with what stands in them: so one part of reading looks at all of them before the next part
//! begins, and what it asks for stays in the cache meanwhile.

use std::ops::Range;

use noroshi_model::{Language, Mention};

use crate::layout::Line;
use crate::word::{self, Place};

/// A sentence with its line, the places of its words, and its mentions.
pub(crate) type Found<'a> =
    (&'a Range<usize>, &'a Line, &'a [Place], &'a [(Range<usize>, Mention)]);

/// What stands in some sentences: the places of their words and their mentions.
#[derive(Default)]
pub(crate) struct Looked {
    words: Vec<Place>,
    /// For each sentence.
    inside: Vec<(Range<usize>, Range<usize>)>,
}

impl Looked {
    /// Looks at sentences; `from` is the first mention that can stand in them.
    pub(crate) fn at(
        &mut self,
        text: &str,
        sentences: &[(Range<usize>, &Line)],
        (mentions, from): (&[(Range<usize>, Mention)], &mut usize),
    ) {
        self.words.clear();
        self.inside.clear();
        for (range, line) in sentences {
            while mentions.get(*from).is_some_and(|(place, _)| place.start < range.start) {
                *from += 1;
            }
            // A name that goes on behind the sentence is not inside it.
            let ends = |(place, _): &&(Range<usize>, Mention)| place.end <= range.end;
            let inside = mentions[*from..].iter().take_while(ends).count();
            let first = self.words.len();
            // Japanese and Chinese are searched by their characters.
            let by_words = !matches!(line.language, Language::Ja | Language::Zh);
            if by_words && !line.boilerplate {
                word::places(text, range, &mut self.words);
            }
            self.inside.push((first..self.words.len(), *from..*from + inside));
        }
    }

    /// The same sentences outside boilerplate, with their words and mentions.
    pub(crate) fn each<'a>(
        &'a self,
        sentences: &'a [(Range<usize>, &'a Line)],
        mentions: &'a [(Range<usize>, Mention)],
    ) -> impl Iterator<Item = Found<'a>> {
        let looked = sentences.iter().zip(&self.inside);
        looked.filter(|((_, line), _)| !line.boilerplate).map(|((range, line), (words, inside))| {
            (range, *line, &self.words[words.clone()], &mentions[inside.clone()])
        })
    }
}
