//! What may be quoted: whole sentences about the matter, without the mark of a list.

use noroshi_model::Span;

/// Whether a sentence may be quoted: it ends as one, is no row of a table, and does not
/// speak of the document that it stands in.
pub(crate) fn is_quotable(text: &str) -> bool {
    let text = text.trim();
    ends(text) && !is_row(text) && !speaks_of_itself(text)
}

/// Ends like a sentence, closing marks and notes such as `[3]` aside.
fn ends(text: &str) -> bool {
    let closing = |char: char| "」』）)】”\"’'］*_".contains(char);
    let noted = text.trim_end_matches(is_note);
    let noted = match noted.strip_suffix(']').and_then(|it| it.rsplit_once('[')) {
        Some((head, note)) if note.chars().all(|it| it.is_ascii_digit()) => head,
        _ => noted,
    };
    let bare = noted.trim_end().trim_end_matches(closing);
    bare.ends_with(['。', '．', '.', '!', '?', '！', '？', '｡'])
}

/// Superscript digits.
fn is_note(char: char) -> bool {
    matches!(char, '\u{b9}' | '\u{b2}' | '\u{b3}' | '\u{2070}'..='\u{2079}')
}

/// Cells: bars, tabs, or columns made of spaces.
fn is_row(text: &str) -> bool {
    let bars = text.chars().any(|char| matches!(char, '|' | '│' | '｜' | '\t'));
    let columns = text.lines().any(|line| {
        let line = line.trim();
        line.contains("    ") || line.contains("　　")
    });
    bars || columns
}

/// Whether the document is the subject: "This letter observes …".
fn speaks_of_itself(text: &str) -> bool {
    let text = unmarked(text).to_lowercase();
    let after_link = text.strip_prefix("なお、").or_else(|| text.strip_prefix("また、"));
    let text = after_link.unwrap_or(&text);
    let east = SELF.iter().any(|word| {
        let rest = text.strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with(['は', 'で', 'の', 'に', 'を', '将', '仅', '基']))
    });
    let west = SELF_EN.iter().any(|word| {
        let rest = text.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(|char: char| char.is_alphanumeric()))
    });
    east || west
}

const SELF: [&str; 20] = [
    "本レター",
    "本書",
    "本稿",
    "本報告",
    "本報告書",
    "本レポート",
    "本資料",
    "本記事",
    "本メモ",
    "本文書",
    "本通知",
    "本メール",
    "本号",
    "本速報",
    "この記事",
    "この報告書",
    "このレポート",
    "本文",
    "本报告",
    "本期",
];
const SELF_EN: [&str; 9] = [
    "this report",
    "this letter",
    "this newsletter",
    "this issue",
    "this article",
    "this post",
    "this note",
    "this advisory",
    "this bulletin",
];

/// A sentence without the mark of its list: `* `, `・`, `1. `, `(2)`.
pub(crate) fn unmarked(text: &str) -> &str {
    let bare = text.trim_start();
    let bullet = bare.strip_prefix(BULLETS).filter(|rest| rest.starts_with([' ', '　']));
    let dot = bare.strip_prefix(DOTS);
    let rest = bullet.or(dot).or_else(|| numbered(bare)).map_or(bare, str::trim_start);
    if rest.is_empty() { bare } else { rest }
}

const BULLETS: [char; 5] = ['*', '-', '+', '–', '>'];
const DOTS: [char; 11] = ['・', '●', '○', '■', '◆', '•', '‣', '※', '▼', '◇', '□'];

/// What follows `1. `, `2) ` or `(3) `.
fn numbered(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['(', '（']).unwrap_or(text);
    let rest = inner.trim_start_matches(|char: char| char.is_ascii_digit());
    let digits = inner.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')', '）', '．'])?;
    let spaced = rest.starts_with([' ', '　']) || inner.len() < text.len();
    ((1..=3).contains(&digits) && spaced).then_some(rest)
}

/// The span without the mark of its list.
pub(crate) fn unmark(text: &str, span: Span) -> Span {
    let Some(words) = span.of(text) else { return span };
    let skipped = words.len() - unmarked(words).len();
    Span::new(span.start() + skipped, span.end()).unwrap_or(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_headings_and_words_about_the_document_are_not_quoted() {
        assert!(is_quotable("北斗物流は12月20日に流出を発表した[1]。"));
        assert!(is_quotable("The port closed for “two days.”"));
        assert!(is_quotable("北斗物流は公表した。[12]"));
        assert!(!is_quotable("2 | 2024-11-11 | se****r | 31件"));
        assert!(!is_quotable("Affected versions"));
        assert!(!is_quotable("本レターは公開情報を観察した結果である。"));
        assert!(!is_quotable("This report covers the week to Friday."));
        assert!(is_quotable("本社は被害を認めた。"));
    }

    #[test]
    fn the_mark_of_a_list_is_no_part_of_a_quote() {
        assert_eq!(unmarked("* Gray Heron was seen."), "Gray Heron was seen.");
        assert_eq!(unmarked("・港は閉じた。"), "港は閉じた。");
        assert_eq!(unmarked("2. 港は閉じた。"), "港は閉じた。");
        assert_eq!(unmarked("（3）港は閉じた。"), "港は閉じた。");
        assert_eq!(unmarked("**Bold** words stay."), "**Bold** words stay.");
        assert_eq!(unmarked("2024 was calm."), "2024 was calm.");
        assert_eq!(unmarked("5.8 GB were taken."), "5.8 GB were taken.");
    }
}
