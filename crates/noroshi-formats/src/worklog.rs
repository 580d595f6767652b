//! Work logs: lines that start with a date and go on with what was done.
//!
//! The text stays as it is; blocks tell the date and the entry of each line.

use noroshi_model::{BlockKind, Media};

use crate::chat::stamp::stamp;
use crate::draft::Draft;

/// Lines by which it is decided.
const LOOKED_AT: usize = 400;

/// A work log; `None` for any other text.
pub(crate) fn read(text: &str) -> Option<Draft> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT);
    let (mut all, mut dated) = (0_usize, 0_usize);
    for line in lines {
        all += 1;
        dated += usize::from(entry(line).is_some());
    }
    (dated >= 3 && dated * 10 >= all * 6).then(|| marked(text))
}

/// Where the date of a line starts and ends, and where the entry starts.
fn entry(line: &str) -> Option<(usize, usize, usize)> {
    let inside = line.trim_start_matches(['\u{feff}', ' ', '\t', '[', '-', '*', '・', '［']);
    let start = line.len() - inside.len();
    let stamp = stamp(inside).filter(|stamp| stamp.dated)?;
    let end = start + stamp.length;
    let rest = line[end..]
        .trim_start_matches([' ', '\t', ']', '］', ':', '：', ',', '|', '-', '\u{3000}']);
    let apart = line[end..].starts_with([' ', '\t', ']', '］', ':', '：', ',', '|', '\u{3000}']);
    (apart && !rest.trim().is_empty()).then(|| (start, end, line.len() - rest.len()))
}

fn marked(text: &str) -> Draft {
    let mut draft = Draft::new(Media::Text, text.to_owned());
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end();
        if let Some((start, end, words)) = entry(line) {
            draft.block(at + start, at + end, BlockKind::Time);
            draft.block(at + words, at + line.len(), BlockKind::Item);
        }
        at += raw.len();
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dated_lines_are_a_work_log() {
        let text =
            "2024-02-16 設定を変更した\n2024/02/17 10:00 更新\n[2024-02-18] restarted\n  by hand\n";
        let draft = read(text).expect("a work log");
        let entries: Vec<&str> = draft
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Item)
            .filter_map(|block| block.span.of(text))
            .collect();
        assert_eq!(entries, ["設定を変更した", "更新", "restarted"]);
        assert!(read("2024-02-16 one\nprose\nprose\n").is_none());
    }
}
