//! Persons in an event: who is arrested, who was cheated.

use noroshi_model::MentionKind;

use super::Party;
use super::clause::Clause;
use super::phrase::{Class, Particle, Phrase, Slot};

impl Clause<'_, '_, '_> {
    pub(super) fn is_person(&self, one: &Phrase) -> bool {
        let shown = &self.said.text[one.range.clone()];
        let people = ["男", "女", "男性", "女性", "少年", "少女", "幹部", "メンバー", "者", "員"];
        one.class == Class::Person || people.iter().any(|end| shown.ends_with(end))
    }

    /// 甲(22)、乙(20)両容疑者を: the persons whom the clause names.
    pub(super) fn persons_named(&self) -> Vec<Party> {
        let within = self.floor..self.cue.range.start;
        let persons = self.said.mentions.iter().filter(|(place, mention)| {
            mention.kind == MentionKind::Person && within.contains(&place.start)
        });
        persons.map(|(place, _)| Party::Named(self.said.text[place.clone()].to_owned())).collect()
    }

    /// 甲市の70代女性が…をだまし取られた: who was cheated, not where.
    pub(super) fn cheated(&self, slot: &Slot) -> Option<Party> {
        let people = [
            "女性",
            "男性",
            "女",
            "男",
            "夫婦",
            "高齢者",
            "会社員",
            "住民",
            "人",
            "名",
            "主婦",
            "学生",
        ];
        let last = slot.items.last()?.last()?;
        let shown = &self.said.text[last.range.clone()];
        let suffers = matches!(slot.particle, Particle::Subject | Particle::Topic | Particle::From);
        (suffers && people.iter().any(|end| shown.ends_with(end)))
            .then(|| Party::Some(shown.to_owned()))
    }

    pub(super) fn person(&self, one: &Phrase) -> Option<Party> {
        let shown = &self.said.text[one.range.clone()];
        let meant = self.said.anaphor(shown).map(|(name, _)| name);
        Some(Party::Named(meant.unwrap_or_else(|| shown.to_owned())))
    }
}
