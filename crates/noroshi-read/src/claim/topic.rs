//! What a sentence without names is about.

use noroshi_model::Language;

/// The topic of a statement, or its first words.
pub(super) fn words(language: Language, statement: &str) -> String {
    let statement = statement.trim_start_matches(['「', '"', '、', ' ']);
    match language {
        Language::Ja | Language::Zh => {
            japanese(statement).unwrap_or_else(|| statement.chars().take(24).collect())
        }
        _ => {
            let words: Vec<&str> = statement.split_whitespace().take(6).collect();
            words.join(" ").trim_end_matches(['.', ',', ':', ';']).to_owned()
        }
    }
}

/// The noun phrase before the first particle of a topic, subject or object.
fn japanese(statement: &str) -> Option<String> {
    let end = statement.char_indices().skip(1).find(|(at, sign)| {
        let before = statement[..*at].chars().next_back();
        matches!(sign, 'は' | 'が' | 'を')
            && before.is_some_and(|sign| !matches!(sign, '\u{3041}'..='\u{309f}' | '、' | ' '))
    })?;
    let phrase = &statement[..end.0];
    let start = phrase.rfind(['、', '「', '。', '」']).map_or(0, |at| at + '、'.len_utf8());
    let kept = phrase[start..].trim();
    (2..=32).contains(&kept.chars().count()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_the_noun_phrase_before_its_particle() {
        let got = words(Language::Ja, "現時点で、情報の流出は確認されていない。");
        assert_eq!(got, "情報の流出");
        assert_eq!(
            words(Language::En, "It is too early to say who did it."),
            "It is too early to say"
        );
    }
}
