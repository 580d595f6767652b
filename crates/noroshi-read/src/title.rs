//! The title of a document that brings none.

use std::ops::Range;

use crate::layout::Line;

/// Letters of a title at most.
const LONGEST: usize = 160;

/// The first line that says something; of a paragraph, its first sentence.
pub(crate) fn first(
    text: &str,
    lines: &[Line],
    sentences: &[(Range<usize>, &Line)],
) -> Option<String> {
    let says = |line: &&Line| !line.boilerplate && !is_label(&text[line.range.clone()]);
    let line = lines.iter().find(says)?.range.clone();
    let first = sentences.get(sentences.partition_point(|(it, _)| it.start < line.start));
    let first = first.filter(|(it, _)| it.end < line.end);
    let shown = first
        .map_or(&text[line.clone()], |(it, _)| text[it.clone()].trim_end_matches(['。', '.', ' ']));
    Some(shown.trim_start_matches(['#', '■', '●', ' ']).chars().take(LONGEST).collect())
}

/// A line that is only a TLP label, a date or a rule.
fn is_label(shown: &str) -> bool {
    let bare = shown.trim_matches(['[', ']', '【', '】', '(', ')', ' ']);
    let dated =
        |sign: char| sign.is_ascii_digit() || "年月日時分曜()/.-: 月火水木金土".contains(sign);
    let addressed = ["各位", "御中", "関係者様", "お客さまへ", "お客様へ"]
        .iter()
        .any(|end| bare.ends_with(end));
    (bare.starts_with("TLP:") && bare.len() <= 20)
        || addressed
        || shown.chars().all(dated)
        || shown.chars().all(|sign| matches!(sign, '-' | '=' | '*' | '─' | '━' | '_'))
}
