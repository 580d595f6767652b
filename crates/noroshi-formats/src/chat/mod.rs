//! Conversations: the text forms that chat programs export, and JSON.
//!
//! A text form stays as it is; who wrote to whom and when is told by blocks. Recognised are
//! `[time] from -> to: text`, `time from: text`, a line with name and time above the text, and
//! a day above lines of time, name and text.

pub(crate) mod json;
mod line;
pub(crate) mod stamp;

use std::collections::HashSet;
use std::ops::Range;

use noroshi_model::{BlockKind, Media};

use crate::draft::Draft;
use line::Line;

/// Lines by which it is decided whether a text is a conversation.
const LOOKED_AT: usize = 400;

/// A conversation; `None` for any other text.
pub(crate) fn read(text: &str) -> Option<Draft> {
    is_chat(text).then(|| {
        let mut draft = Draft::new(Media::Text, text.to_owned());
        blocks(&mut draft);
        draft
    })
}

/// Two messages, half of the lines (or a fifth, where a line with the name stands above what
/// was said, and something mostly is said), and two names, unless a recipient is named too.
fn is_chat(text: &str) -> bool {
    let (mut lines, mut messages, mut heads, mut to) = (0_usize, 0_usize, 0_usize, false);
    let (mut below_head, mut filled) = (false, 0_usize);
    let mut names: HashSet<&str> = HashSet::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT) {
        lines += 1;
        let line_kind = line::parse(line);
        filled += usize::from(below_head && line_kind == Line::Other);
        below_head = matches!(line_kind, Line::Head { .. });
        match line_kind {
            Line::Message { from, to: recipients, .. } => {
                messages += 1;
                to |= !recipients.is_empty();
                names.insert(&line[from]);
            }
            Line::Head { from, .. } => {
                heads += 1;
                names.insert(&line[from]);
            }
            Line::Day(_) | Line::Other => {}
        }
    }
    let enough = messages >= 2 && messages * 2 >= lines
        || heads >= 2 && heads * 5 >= lines && filled * 5 >= heads * 4;
    let named = names.len() >= 2 || to;
    enough && named && names.len() * 2 <= messages + heads + 2
}

/// What was said so far, and the lines that still belong to it.
fn blocks(draft: &mut Draft) {
    let text = draft.text.clone();
    let (mut at, mut said) = (0, None::<Range<usize>>);
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\r', '\n']);
        let moved = |range: Range<usize>| range.start + at..range.end + at;
        match line::parse(line) {
            Line::Other => {
                let words = line.trim();
                if let Some(said) = said.as_mut().filter(|_| !words.is_empty()) {
                    let start = at + line.len() - line.trim_start().len();
                    said.start = if said.start == said.end { start } else { said.start };
                    said.end = start + words.len();
                }
            }
            Line::Day(day) => {
                close(draft, said.take());
                push(draft, moved(day), BlockKind::Time);
            }
            Line::Head { time, from } => {
                close(draft, said.take());
                let mut parts = [(moved(time), BlockKind::Time), (moved(from), BlockKind::Sender)];
                parts.sort_by_key(|(range, _)| range.start);
                parts.into_iter().for_each(|(range, kind)| push(draft, range, kind));
                said = Some(at + line.len()..at + line.len());
            }
            Line::Message { time, from, to, said: words } => {
                close(draft, said.take());
                push(draft, moved(time), BlockKind::Time);
                push(draft, moved(from), BlockKind::Sender);
                to.into_iter().for_each(|to| push(draft, moved(to), BlockKind::Recipient));
                said = Some(moved(words));
            }
        }
        at += raw.len();
    }
    close(draft, said);
}

fn close(draft: &mut Draft, said: Option<Range<usize>>) {
    if let Some(said) = said {
        push(draft, said, BlockKind::Said);
    }
}

fn push(draft: &mut Draft, range: Range<usize>, kind: BlockKind) {
    draft.block(range.start, range.end, kind);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who, to whom, what, one line for each message.
    fn told(text: &str) -> Vec<String> {
        let Some(draft) = read(text) else { return Vec::new() };
        let kinds = draft.blocks.iter().filter(|block| block.kind != BlockKind::Time);
        kinds
            .map(|block| format!("{:?} {}", block.kind, block.span.of(text).expect("inside")))
            .collect()
    }

    #[test]
    fn brackets_and_an_arrow() {
        let text = "[2024-02-16 10:21] alice -> bob: the price?\n[2024-02-16 10:22] bob -> alice: 480,000\nand tax\n";
        let expected = [
            "Sender alice",
            "Recipient bob",
            "Said the price?",
            "Sender bob",
            "Recipient alice",
            "Said 480,000\nand tax",
        ];
        assert_eq!(told(text), expected);
    }

    #[test]
    fn time_name_colon() {
        let text = "2024/02/16 10:21:33 佐藤: 見積もりは？\n2024/02/16 10:22:05 鈴木：48万円です\n";
        assert_eq!(
            told(text),
            ["Sender 佐藤", "Said 見積もりは？", "Sender 鈴木", "Said 48万円です"]
        );
    }

    #[test]
    fn a_line_with_name_and_time_above_the_text() {
        let text = "张三 2024-02-16 10:21:33\n价格多少\n\n李四 2024-02-16 10:22:33\n四十八万\n";
        assert_eq!(told(text), ["Sender 张三", "Said 价格多少", "Sender 李四", "Said 四十八万"]);
        let text = "alice, [16.02.2024 10:21]\nhello\n\nbob, [16.02.2024 10:22]\nhi\n";
        assert_eq!(told(text), ["Sender alice", "Said hello", "Sender bob", "Said hi"]);
    }

    #[test]
    fn a_day_above_times() {
        let text = "2024/02/16(金)\n10:21\t佐藤\t見積もりは？\n10:22\t鈴木\t48万円です\n";
        assert_eq!(
            told(text),
            ["Sender 佐藤", "Said 見積もりは？", "Sender 鈴木", "Said 48万円です"]
        );
    }

    #[test]
    fn logs_and_reports_are_no_conversations() {
        assert!(
            told("2024-02-16 10:21:33 INFO: started\n2024-02-16 10:21:34 ERROR: stopped\n")
                .is_empty()
        );
        assert!(
            told("2024-02-16 10:21 甲社が攻撃を受けた。\n2024-02-17 10:21 乙社も攻撃を受けた。\n")
                .is_empty()
        );
        assert!(told("Note: one\nSource: two\n").is_empty());
    }
}
