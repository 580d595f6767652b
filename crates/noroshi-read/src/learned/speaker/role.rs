//! Words by which somebody who was named before is spoken of: 大学によれば, 署は, 被告は. Shared with the command that trains
//! the model.

use std::ops::Range;

use noroshi_model::MentionKind;

use super::super::feature::class;
use super::scene::{Past, Scene, Trail};
use super::who::{BEHIND, starts_with};

/// Letters of the longest of these words.
const LONGEST: usize = 4;

/// How names of offices end, which nobody calls a company.
const OFFICES: &str = "省庁府局警察会院学署部市県町村";

/// Those who are meant, with the letters of the word.
pub(super) fn meant<'t>(scene: &Scene, trail: &'t Trail) -> Vec<(&'t Past, Range<usize>)> {
    let letters = scene.letters();
    let mut found = Vec::new();
    if trail.names.is_empty() {
        return found;
    }
    for end in 1..letters.len() {
        let kanji = class(letters[end - 1]) == 'K' && class(letters[end]) != 'K';
        if !kanji || !BEHIND.iter().any(|word| starts_with(&letters[end..], word)) {
            continue;
        }
        let from = letters[..end].iter().rposition(|it| class(*it) != 'K').map_or(0, |at| at + 1);
        let from = from + usize::from(letters[from] == '同' && end > from + 1);
        let named = scene.names.iter().any(|named| named.range.contains(&(end - 1)));
        if end - from > LONGEST || named {
            continue;
        }
        let word = scene.shown(from..end);
        let past = trail.names.iter().rev().find(|past| is_called(past, &word));
        found.extend(past.map(|past| (past, from..end)));
    }
    found
}

/// Whether a word may mean somebody: the end of the name, or what the name is.
fn is_called(past: &Past, word: &str) -> bool {
    match word {
        "被告" | "容疑者" | "氏" | "男" | "女" => past.kind == MentionKind::Person,
        "集団" | "一味" | "一団" => past.kind == MentionKind::ThreatActor,
        "大学" => past.name.ends_with(['大', '学']),
        "会社" | "社" => {
            let office = past.name.ends_with(|end| OFFICES.contains(end));
            past.kind == MentionKind::Organization && !office
        }
        "組合" | "銀行" | "病院" => past.name.contains(word),
        _ => past.name.ends_with(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(before: &str, name: (&str, MentionKind), text: &str) -> Vec<String> {
        let mut trail = Trail::default();
        let mut scene = Scene::new(before, &(0..before.len())).expect("a sentence");
        let at = before.find(name.0).expect("in the text");
        scene.name(&(at..at + name.0.len()), name.1);
        trail.pass(&scene);
        let scene = Scene::new(text, &(0..text.len())).expect("a sentence");
        let meant = meant(&scene, &trail);
        meant
            .into_iter()
            .map(|(past, range)| format!("{} {}", past.name, scene.shown(range)))
            .collect()
    }

    #[test]
    fn the_end_of_a_name_and_what_somebody_is_mean_who_was_named() {
        let organization = ("澄江署", MentionKind::Organization);
        assert_eq!(
            called("澄江署が調べた。", organization, "署は裏付けを得ていない。"),
            ["澄江署 署"]
        );
        let college = ("桂台大", MentionKind::Organization);
        assert_eq!(
            called("桂台大が止まった。", college, "大学によれば、朝に始まった。"),
            ["桂台大 大学"]
        );
        let person = ("和久井航", MentionKind::Person);
        assert_eq!(called("和久井航が捕まった。", person, "被告は否認した。"), ["和久井航 被告"]);
    }

    #[test]
    fn another_word_means_nobody() {
        let organization = ("澄江署", MentionKind::Organization);
        assert!(called("澄江署が調べた。", organization, "病院は朝に止まった。").is_empty());
    }
}
