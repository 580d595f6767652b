//! The words of a brief that are not quotes, in both languages.
//!
//! A table has no optional field, so a word that one language lacks does not compile.

mod en;
mod ja;

use noroshi_model::{
    Attitude, AttributionLevel, ClaimKind, FindingKind, Level, LinkKind, MentionKind, Role,
    ScaleStep, Stance, Subject, Surface,
};

use crate::material::{Kind, Language};
use crate::matters::Matter;
use crate::view::BulletRole;

/// The words of one language. Braces are filled by [`fill`].
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) kinds: [&'static str; 3],
    pub(crate) for_audience: &'static str,
    pub(crate) cut_off: &'static str,
    pub(crate) documents: &'static str,
    pub(crate) publishers: &'static str,
    pub(crate) claims: &'static str,
    pub(crate) concern_count: &'static str,
    pub(crate) unread_count: &'static str,
    pub(crate) contents: &'static str,
    pub(crate) method: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) concerns: &'static str,
    pub(crate) estate: &'static str,
    pub(crate) estate_none: &'static str,
    pub(crate) theirs: &'static str,
    pub(crate) ours: &'static str,
    pub(crate) not_known: &'static str,
    pub(crate) next: &'static str,
    pub(crate) logs: &'static str,
    pub(crate) logs_intro: &'static str,
    pub(crate) log_columns: [&'static str; 3],
    pub(crate) log_unsaid: &'static str,
    pub(crate) no_host: &'static str,
    pub(crate) no_time: &'static str,
    pub(crate) further_hosts: &'static str,
    pub(crate) looked: &'static str,
    pub(crate) never_looked: &'static str,
    pub(crate) looked_at: &'static str,
    pub(crate) looked_gaps: &'static str,
    pub(crate) findings: [&'static str; 6],
    pub(crate) topics: &'static str,
    pub(crate) topic_meta: &'static str,
    pub(crate) statements: &'static str,
    pub(crate) names: &'static str,
    pub(crate) positions: &'static str,
    pub(crate) positions_intro: &'static str,
    pub(crate) matters: [&'static str; 3],
    pub(crate) disagree: &'static str,
    pub(crate) unshown: &'static str,
    pub(crate) other: &'static str,
    pub(crate) timeline: &'static str,
    pub(crate) timeline_intro: &'static str,
    pub(crate) timeline_further: &'static str,
    pub(crate) actors: &'static str,
    pub(crate) actors_intro: &'static str,
    pub(crate) actor_columns: [&'static str; 4],
    pub(crate) ambiguous: &'static str,
    pub(crate) not_in_pack: &'static str,
    pub(crate) observables: &'static str,
    pub(crate) observables_intro: &'static str,
    pub(crate) observable_columns: [&'static str; 4],
    pub(crate) unread: &'static str,
    pub(crate) unread_none: &'static str,
    pub(crate) times: &'static str,
    pub(crate) scale: &'static str,
    pub(crate) scale_intro: &'static str,
    pub(crate) scale_columns: [&'static str; 3],
    pub(crate) sources: &'static str,
    pub(crate) source_columns: [&'static str; 6],
    pub(crate) passages: &'static str,
    pub(crate) passages_intro: &'static str,
    pub(crate) none: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) unlabelled: &'static str,
    pub(crate) open_quote: &'static str,
    pub(crate) close_quote: &'static str,
    pub(crate) speaker: &'static str,
    pub(crate) author: &'static str,
    pub(crate) unnamed: &'static str,
    pub(crate) wording: &'static str,
    pub(crate) no_direction: &'static str,
    pub(crate) hearsay: &'static str,
    pub(crate) names_whom: &'static str,
    pub(crate) in_place: &'static str,
    pub(crate) to_passage: &'static str,
    pub(crate) source: &'static str,
    pub(crate) silent_detail: &'static str,
    pub(crate) silent_open: &'static str,
    pub(crate) silent_what: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) reason_listed: &'static str,
    pub(crate) further: &'static str,
    pub(crate) no_concern: &'static str,
    pub(crate) no_estate: &'static str,
    pub(crate) flash_labels: [&'static str; 6],
    pub(crate) flash_since_unknown: &'static str,
    pub(crate) flash_checked: &'static str,
    pub(crate) flash_no_advice: &'static str,
    pub(crate) check_product: &'static str,
    pub(crate) check_supplier: &'static str,
    pub(crate) check_own: &'static str,
    pub(crate) check_package: &'static str,
    pub(crate) check_sector: &'static str,
    pub(crate) method_read: &'static str,
    pub(crate) method_quotes: &'static str,
    pub(crate) method_topics: &'static str,
    pub(crate) method_wording: &'static str,
    pub(crate) method_label: &'static str,
    pub(crate) bullets: [&'static str; 3],
    pub(crate) open_labels: [&'static str; 4],
    pub(crate) stances: [&'static str; 4],
    pub(crate) stance_columns: [&'static str; 4],
    pub(crate) stance_none: &'static str,
    pub(crate) absence: &'static str,
    pub(crate) reasoning: &'static str,
    pub(crate) attribution_levels: [&'static str; 5],
    pub(crate) levels: [&'static str; 3],
    pub(crate) surfaces: [&'static str; 6],
    pub(crate) roles: [&'static str; 6],
    pub(crate) subjects: [&'static str; 5],
    pub(crate) links: [&'static str; 9],
    pub(crate) mention_kinds: [&'static str; 25],
    /// Words for the rules of concerns; a rule that is not here shows itself.
    pub(crate) rules: &'static [(&'static str, &'static str)],
}

impl Words {
    /// The words of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::Ja => &ja::WORDS,
            Language::En => &en::WORDS,
        }
    }

    pub(crate) fn kind(&self, kind: Kind) -> &'static str {
        self.kinds[match kind {
            Kind::Monthly => 0,
            Kind::OnePage => 1,
            Kind::Flash => 2,
        }]
    }

    pub(crate) fn bullet(&self, role: BulletRole) -> &'static str {
        self.bullets[match role {
            BulletRole::What => 0,
            BulletRole::Detail => 1,
            BulletRole::Open => 2,
        }]
    }

    /// What an open bullet is: speculation, denial, silence, or nothing found.
    pub(crate) fn open_label(&self, stance: Option<Stance>, kind: ClaimKind) -> &'static str {
        match (kind, stance) {
            (ClaimKind::AbsenceOfEvidence, _) => self.open_labels[3],
            (_, Some(Stance::Speculates)) => self.open_labels[0],
            (_, Some(Stance::Denies)) => self.open_labels[1],
            (_, Some(Stance::Declines)) => self.open_labels[2],
            _ => self.bullets[2],
        }
    }

    pub(crate) fn stance(&self, stance: Option<Stance>, kind: ClaimKind) -> &'static str {
        match (stance, kind) {
            (_, ClaimKind::AbsenceOfEvidence) => self.absence,
            (Some(Stance::Asserts), ClaimKind::Reasoning) => self.reasoning,
            (Some(stance), _) => self.stances[stance as usize],
            (None, _) => self.stance_none,
        }
    }

    pub(crate) fn attitude(&self, attitude: Attitude) -> &'static str {
        match attitude {
            Attitude::Asserts => self.stances[0],
            Attitude::Speculates => self.stances[1],
            Attitude::Denies => self.stances[2],
            Attitude::Declines => self.stances[3],
            Attitude::FoundNothing => self.absence,
        }
    }

    pub(crate) fn attribution_level(&self, level: AttributionLevel) -> &'static str {
        self.attribution_levels[level as usize]
    }

    pub(crate) fn level(&self, level: Level) -> &'static str {
        self.levels[level as usize]
    }

    pub(crate) fn matter(&self, matter: &Matter) -> &'static str {
        self.matters[*matter as usize]
    }

    pub(crate) fn finding(&self, kind: FindingKind) -> &'static str {
        self.findings[kind as usize]
    }

    pub(crate) fn surface(&self, surface: Surface) -> &'static str {
        self.surfaces[surface as usize]
    }

    pub(crate) fn role(&self, role: Role) -> &'static str {
        self.roles[role as usize]
    }

    pub(crate) fn subject(&self, subject: Subject) -> &'static str {
        self.subjects[subject as usize]
    }

    pub(crate) fn link(&self, link: LinkKind) -> &'static str {
        self.links[link as usize]
    }

    pub(crate) fn mention(&self, kind: MentionKind) -> &'static str {
        self.mention_kinds[kind as usize]
    }

    pub(crate) fn rule(&self, rule: &'static str) -> &'static str {
        self.rules.iter().find(|(known, _)| *known == rule).map_or(rule, |(_, words)| words)
    }
}

/// The term of a step of the scale.
pub(crate) fn step(language: Language, step: ScaleStep) -> &'static str {
    match language {
        Language::Ja => step.japanese(),
        Language::En => step.english(),
    }
}

/// Puts values in place of `{name}`; each value is put in once, so braces inside a value
/// stay as they are.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((head, tail)) = rest.split_once('{') {
        out.push_str(head);
        let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        out.push_str(value.map_or(name, |(_, value)| value));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_inside_a_value_stay_as_they_are() {
        assert_eq!(fill("「{a}」と{b}", &[("a", "{b}"), ("b", "乙")]), "「{b}」と乙");
    }

    #[test]
    fn no_word_is_empty_and_no_two_languages_share_a_sentence() {
        let (ja, en) = (format!("{:?}", ja::WORDS), format!("{:?}", en::WORDS));
        for (words, table) in [("ja", &ja), ("en", &en)] {
            assert!(!table.contains("\"\""), "{words} has an empty word");
        }
        assert!(en.is_ascii() || en.chars().all(|char| !('\u{3040}'..'\u{9fff}').contains(&char)));
    }

    #[test]
    fn both_languages_name_the_same_rules_and_placeholders() {
        let rules = |words: &Words| words.rules.iter().map(|(rule, _)| *rule).collect::<Vec<_>>();
        assert_eq!(rules(&ja::WORDS), rules(&en::WORDS));
        let holes = |table: String| {
            let mut holes: Vec<String> = table
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect();
            holes.retain(|name| name.bytes().all(|byte| byte.is_ascii_lowercase()));
            holes.sort();
            holes
        };
        assert_eq!(holes(format!("{:?}", ja::WORDS)), holes(format!("{:?}", en::WORDS)));
    }
}
