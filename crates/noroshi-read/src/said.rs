//! One sentence with everything that was found in it: what claims, relations and events are
//! read from.

use std::ops::Range;

use noroshi_model::{Language, Mention, Span};

use crate::cue::Hit;
use crate::event::Parties;
use crate::memory::Memory;
use crate::shadow::Shadow;

/// One sentence with what stands in it.
pub(crate) struct Said<'a, 'k> {
    /// The whole shadow text.
    pub(crate) text: &'a str,
    pub(crate) shadow: &'a Shadow<'a>,
    /// The sentence's place in the shadow.
    pub(crate) range: Range<usize>,
    pub(crate) language: Language,
    /// Number of its paragraph, from the document's start.
    pub(crate) paragraph: u32,
    /// Cues inside it, in order of place.
    pub(crate) hits: Vec<Hit<'k>>,
    /// Mentions inside it, with their place in the shadow, in order.
    pub(crate) mentions: &'a [(Range<usize>, Mention)],
    /// Words that tell who and what somebody is.
    pub(crate) parties: &'a Parties<'k>,
    /// Whether the document is about threats at all.
    pub(crate) threatening: bool,
    /// Who was spoken of last.
    pub(crate) memory: &'a Memory,
}

impl Said<'_, '_> {
    /// Whom 同社 or 该公司 means, and where that name stands.
    pub(crate) fn anaphor(&self, shown: &str) -> Option<(String, Span)> {
        self.memory.meant(shown)
    }

    /// The topic of the sentence behind this one, when that sentence only says that somebody spoke:
    /// 技術者は振り返る。
    pub(crate) fn who_follows(&self) -> Option<(String, Span)> {
        let rest = &self.text[self.range.end..];
        let near = &rest[..rest.floor_char_boundary(420)];
        let next = near.trim_start_matches(['。', ' ', '\n']);
        let start = self.range.end + (near.len() - next.len());
        let sentence = &next[..next.find('。')?];
        if let Some(found) = self.who_says_so(start, sentence) {
            return Some(found);
        }
        let topic = sentence.find('は')?;
        let verb = sentence[topic + 'は'.len_utf8()..].trim_start_matches('、');
        let speaks = [
            "振り返",
            "語",
            "話",
            "述べ",
            "説明",
            "訴え",
            "こう",
            "言う",
            "憤",
            "打ち明け",
            "嘆",
            "強調",
        ];
        let name = sentence[..topic].rsplit('、').next()?.trim();
        let from = start + sentence[..topic].rfind(name)?;
        let told = speaks.iter().any(|stem| verb.contains(stem)) && !sentence.contains('「');
        let span = self.shadow.span(from..from + name.len())?;
        (told && (2..=30).contains(&name.chars().count())).then(|| (name.to_owned(), span))
    }

    /// Whether the sentence only says who has told the ones around it: 甲署が6日、発表した。
    pub(crate) fn is_announcement(&self) -> bool {
        announcer(self.shown().trim_end_matches(['。', ' '])).is_some()
    }

    /// Who is said to have told this sentence by the one behind it.
    pub(crate) fn announced_by(&self) -> Option<(String, Span)> {
        let rest = &self.text[self.range.end..];
        let near = &rest[..rest.floor_char_boundary(180)];
        let next = near.trim_start_matches(['。', ' ']);
        let sentence = &next[..next.find('。')?];
        let name = announcer(sentence)?;
        let from = self.range.end + (near.len() - next.len());
        let span = self.shadow.span(from..from + name.len())?;
        Some((name.to_owned(), span))
    }

    /// そう打ち明けるのは、甲社の部長、山田太郎さんだ: the last noun phrase.
    fn who_says_so(&self, start: usize, sentence: &str) -> Option<(String, Span)> {
        let so = ["そう", "こう"].iter().any(|word| sentence.starts_with(word));
        let behind = sentence.find("のは").filter(|_| so)? + "のは".len();
        let bare = ["だ", "である", "です"].iter().find_map(|end| sentence.strip_suffix(end))?;
        let name = bare.get(behind..)?.rsplit('、').next()?;
        let from = start + bare.len() - name.len();
        let span = self.shadow.span(from..from + name.len())?;
        (2..=30).contains(&name.chars().count()).then(|| (name.to_owned(), span))
    }

    /// The sentence in normalised text.
    pub(crate) fn shown(&self) -> &str {
        &self.text[self.range.clone()]
    }

    /// Its place in the canonical text.
    pub(crate) fn span(&self) -> Option<Span> {
        self.shadow.span(self.range.clone())
    }
}

/// The subject of a sentence that tells nothing but that somebody has told it.
fn announcer(sentence: &str) -> Option<&str> {
    let told = ["発表", "公表", "明らかに", "伝え", "報じ"];
    let end = ["した", "しました", "た"].iter().find_map(|end| {
        let stem = sentence.strip_suffix(end)?;
        told.iter().any(|verb| stem.ends_with(verb)).then_some(stem)
    })?;
    let (name, rest) = end.split_once('が')?;
    let short = (2..=24).contains(&name.chars().count()) && rest.chars().count() <= 24;
    let other =
        sentence.contains(['は', 'を', '「', 'と', 'も']) || name.contains(['、', 'に', 'で']);
    (short && !other).then_some(name)
}
