//! Who was robbed or entered, named beside what was taken or brought in.

use std::ops::Range;

use noroshi_model::{MentionKind, Predicate};

use super::Found;
use super::filling::Cue;
use super::frame::Shape;
use super::term::{self, Term};

impl Cue<'_, '_, '_, '_> {
    /// 甲銀行から顧客情報を盗んだ, 甲社に検体を送り込んだ: a target too.
    pub(super) fn victim(&self, subjects: &[Option<usize>], found: &mut Vec<Found>) {
        let source = match (self.frame.predicate, self.frame.shape) {
            (Predicate::Steals, _) => self.arguments.source,
            (Predicate::Uses, Shape::Object) => self.arguments.goal,
            _ => None,
        };
        let Some(source) = source else { return };
        let said = self.clause.said;
        for item in self.clause.items(source) {
            let victims = term::mentions(said, &item, |kind| {
                matches!(
                    kind,
                    MentionKind::Organization | MentionKind::Sector | MentionKind::Country
                )
            });
            let mut victims: Vec<Term> = victims.collect();
            if victims.is_empty() && self.frame.predicate == Predicate::Steals {
                victims.extend(self.unlisted(&item));
            }
            for victim in victims {
                for subject in self.subjects(subjects) {
                    found.push(Found {
                        subject,
                        predicate: Predicate::Targets,
                        object: victim.clone(),
                        place: self.place(),
                        reason: self.reason(),
                    });
                }
            }
        }
    }

    /// メーカー・乙機工から盗んだ: a victim whose name is no mention.
    fn unlisted(&self, item: &Range<usize>) -> Option<Term> {
        let shown = self.clause.text(item);
        let class = ["メーカー", "大手", "会社", "企業", "業者", "銀行", "病院", "商社"];
        let (at, _) = shown.rmatch_indices(['・', '「']).next()?;
        let sign = shown[at..].chars().next()?;
        let kept = shown[at + sign.len_utf8()..].trim_end_matches('」');
        let start = item.start + at + sign.len_utf8();
        let named = class.iter().any(|noun| shown[..at].ends_with(noun));
        (named && kept.chars().count() >= 2)
            .then(|| Term::words(self.clause.said, start..start + kept.len()))
    }
}
