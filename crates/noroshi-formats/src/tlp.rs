//! The Traffic Light Protocol label that a document carries.
//!
//! A label counts when it stands alone in its line, near the start or the end or in a
//! running header. A text that shows three or more different labels explains the protocol
//! and carries none. Source: FIRST, TLP 2.0, "How to use TLP in ... documents".

use std::collections::BTreeSet;

use noroshi_model::{Block, BlockKind, Tlp};

/// Characters at the start of a document in which a label is looked for.
const HEAD: usize = 2_000;
/// The same at its end.
const TAIL: usize = 500;
/// The longest label.
const LONGEST: &str = "TLP:AMBER+STRICT";
/// Characters that may stand beside a label in its line.
const BESIDE: usize = 40;

/// The label, the strictest where there are two.
pub(crate) fn label(title: Option<&str>, text: &str, blocks: &[Block]) -> Option<Tlp> {
    let running = blocks.iter().filter(|block| block.kind == BlockKind::PageFurniture);
    let running = running.filter_map(|block| block.span.of(text));
    let places = running.chain(title).chain([head(text), tail(text)]);
    let (mut alone, mut all) = (BTreeSet::new(), BTreeSet::new());
    for line in places.flat_map(str::lines) {
        let found = labels(line);
        let alone_here = Some(line) == title || stands_alone(line);
        alone.extend(alone_here.then_some(&found).into_iter().flatten().copied());
        all.extend(found);
    }
    if all.len() >= 3 { None } else { alone.last().copied() }
}

fn head(text: &str) -> &str {
    let end = text.char_indices().nth(HEAD).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn tail(text: &str) -> &str {
    let start = text.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    &text[start..]
}

/// Whether little else stands in a line with a label, or the label ends the line behind
/// the end of something else: `Security Research, 13 December 2024. TLP:CLEAR`.
fn stands_alone(line: &str) -> bool {
    let line = line.trim();
    let before = line.rfind("TLP").map_or(line, |at| line[..at].trim_end());
    let behind = line.len() - before.len();
    let apart = before.ends_with(['.', '。', '|', '｜', '/', '／', '・', '—', '–', '-', ')', '）']);
    line.chars().count() <= BESIDE + LONGEST.len() || (apart && behind <= LONGEST.len() + 3)
}

/// Every label in a line, in any width and case.
fn labels(line: &str) -> Vec<Tlp> {
    let line = narrow(line);
    let starts = line.match_indices("TLP").map(|(at, word)| &line[at + word.len()..]);
    starts.filter_map(colour).collect()
}

/// The colour behind `TLP`: a colon or space, then the word.
fn colour(behind: &str) -> Option<Tlp> {
    let word = behind.trim_start_matches([':', ' ', '-']);
    let separated = word.len() < behind.len();
    let end = word.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(word.len());
    let strict = word[end..].trim_start().trim_start_matches('+').trim_start();
    let plus = word[..end] == *"AMBER" && strict.starts_with("STRICT");
    let label = if plus { "TLP:AMBER+STRICT".into() } else { format!("TLP:{}", &word[..end]) };
    separated.then(|| label.parse().ok()).flatten()
}

/// Capitals of ordinary width.
fn narrow(line: &str) -> String {
    let one = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        _ => letter,
    };
    line.chars().map(one).map(|letter| letter.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_behind_a_full_stop_counts() {
        let line = "*Invented Security Research and Consulting, 13 December 2024. TLP:CLEAR*";
        assert_eq!(label(None, line, &[]), Some(Tlp::Clear));
        assert_eq!(label(Some("Re: TLP:GREEN 件"), "本文", &[]), Some(Tlp::Green));
    }

    #[test]
    fn a_label_alone_in_its_line_counts() {
        assert_eq!(label(None, "TLP:AMBER\n本文", &[]), Some(Tlp::Amber));
        assert_eq!(label(None, "【ＴＬＰ：ＧＲＥＥＮ】\n本文", &[]), Some(Tlp::Green));
        assert_eq!(label(None, "Distribution: TLP:AMBER+STRICT\n", &[]), Some(Tlp::AmberStrict));
        assert_eq!(label(None, "TLP:WHITE", &[]), Some(Tlp::Clear));
    }

    #[test]
    fn the_strictest_of_two_labels_counts() {
        assert_eq!(label(None, "TLP:GREEN\n\nTLP:RED\n", &[]), Some(Tlp::Red));
    }

    #[test]
    fn a_table_of_all_labels_is_none() {
        assert_eq!(label(None, "TLP:RED\nTLP:AMBER\nTLP:GREEN\nTLP:CLEAR\n", &[]), None);
    }

    #[test]
    fn a_sentence_about_labels_is_none() {
        let text =
            "Recipients of TLP:RED material must not pass it on to anybody outside the meeting.";
        assert_eq!(label(None, text, &[]), None);
        assert_eq!(label(None, "TLP is a protocol", &[]), None);
    }
}
