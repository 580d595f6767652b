//! Who is named as a target or customer: by a column, by a key, or by a sentence.

use std::collections::BTreeMap;

use noroshi_formats::{Column, is_target_key, speaks_of_targets};
use noroshi_model::{Mention, MentionKind, Reading, Span};

use super::{Counted, Place, Seen, Target, is_column, short};
use crate::Read;

type Targets = BTreeMap<String, (String, Counted)>;

/// Adds the targets of a file.
pub(super) fn add(targets: &mut Targets, path: &str, read: &Read) {
    let mut seen = Seen::default();
    let mut found = |name: &str, called: &str, span: Span| {
        let new = seen.insert(name);
        match targets.get_mut(name) {
            Some((_, counted)) => {
                counted.times += 1;
                counted.files += usize::from(new);
            }
            None => {
                let counted = Counted::new(Place { path: path.to_owned(), span });
                targets.insert(name.to_owned(), (called.to_owned(), counted));
            }
        }
    };
    columns(read, &mut found);
    keys(&read.document.text, &mut found);
    sentences(&read.reading, &read.document.text, &mut found);
}

/// Those in most files first.
pub(super) fn list(targets: &Targets) -> Vec<Target> {
    let target = |(name, (called, counted)): (&String, &(String, Counted))| Target {
        name: name.clone(),
        called: called.clone(),
        times: counted.times,
        files: counted.files,
        first: counted.first.clone(),
    };
    let mut list: Vec<Target> = targets.iter().map(target).collect();
    list.sort_by_key(|target| std::cmp::Reverse((target.files, target.times)));
    list
}

/// Cells of a column of targets, and the country beside one.
fn columns(read: &Read, found: &mut impl FnMut(&str, &str, Span)) {
    for row in read.document.rows() {
        let aimed = row.cells.iter().any(|cell| is_column(cell.column, Column::Target));
        for cell in row.cells.iter().filter(|_| aimed) {
            let named =
                is_column(cell.column, Column::Target) || is_column(cell.column, Column::Place);
            if named && cell.text.chars().any(char::is_alphabetic) {
                found(&short(cell.text), cell.column.unwrap_or_default(), cell.span);
            }
        }
    }
}

/// `Customer: …` at the start of a line.
fn keys(text: &str, found: &mut impl FnMut(&str, &str, Span)) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let sign = line.find([':', '：']).filter(|sign| *sign <= 60);
        if let Some(sign) = sign {
            let key =
                line[..sign].trim_matches(|it: char| it.is_whitespace() || "-*・#■".contains(it));
            let behind = line[sign..].trim_start_matches([':', '：']);
            let value = behind.trim();
            let start = at + line.len() - behind.trim_start().len();
            let span = Span::new(start, start + value.len());
            if let Some(span) = span.filter(|_| is_target_key(key) && value.chars().count() <= 80) {
                found(value, key, span);
            }
        }
        at += line.len();
    }
}

/// Organisations, countries and sectors in sentences that speak of targets or customers.
fn sentences(reading: &Reading, text: &str, found: &mut impl FnMut(&str, &str, Span)) {
    let aimed = |mention: &&Mention| {
        matches!(
            mention.kind,
            MentionKind::Organization | MentionKind::Country | MentionKind::Sector
        )
    };
    for mention in reading.mentions.iter().filter(aimed) {
        let after = reading.sentences.partition_point(|it| it.span.end() <= mention.span.start());
        let Some(sentence) = reading.sentences.get(after) else { continue };
        let words = sentence.span.of(text).unwrap_or_default();
        if sentence.span.covers(mention.span) && words.len() <= 2_000 && speaks_of_targets(words) {
            found(&mention.canonical, mention.kind.word(), mention.span);
        }
    }
}
