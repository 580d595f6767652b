//! The clause around one event word in Japanese: who suffers, who does it.

use noroshi_model::CueKind;

use super::Party;
use super::japanese::{Found, Word};
use super::kind::Kind;
use super::phrase::{Class, Particle, Phrase, Slot};
use super::tail::Voice;
use crate::said::Said;

/// One event word among the phrases of its sentence.
pub(super) struct Clause<'s, 'a, 'k> {
    pub(super) said: &'s Said<'a, 'k>,
    pub(super) slots: &'s [Slot],
    pub(super) cue: &'s Word<'k>,
    /// Where the event before it ends.
    pub(super) floor: usize,
}

impl Clause<'_, '_, '_> {
    /// What the word tells.
    pub(super) fn read(&self) -> Found {
        let mut by_relative = false;
        let mut victims = self.modifiers();
        if victims.is_empty() {
            victims = self.relative();
            by_relative = !victims.is_empty();
        }
        if victims.is_empty() {
            victims = self.arguments(true);
        }
        if victims.is_empty() && self.cue.tail.adnominal {
            victims = self.head();
        }
        if victims.is_empty() {
            victims = self.cleft();
        }
        if victims.is_empty() {
            victims = self.insider_body();
        }
        let actors = self.actors(&victims);
        let told = self.cue.tail.voice != Voice::Noun && !self.cue.tail.adnominal;
        if victims.is_empty() && told {
            victims = self.topic(&actors, true);
        }
        if victims.is_empty() {
            victims = self.arguments(false);
        }
        if victims.is_empty() && told {
            victims = self.topic(&actors, false);
        }
        Found {
            kind: self.cue.kind,
            cue: self.cue.range.clone(),
            end: self.cue.end(),
            start: self.start(),
            victims,
            actors,
            noun: (self.cue.tail.voice == Voice::Noun && !by_relative) || self.cue.tail.adnominal,
            weak: self.cue.weak,
            unproven: self.cue.tail.unproven,
        }
    }

    /// 甲社への攻撃, 甲社の情報流出, 甲社を狙った一連の攻撃: what stands right before the word.
    fn modifiers(&self) -> Vec<Party> {
        let at = self.cue.range.start;
        let mut victims = Vec::new();
        for slot in self.slots.iter().filter(|slot| slot.start <= at).rev().take(4) {
            if slot.start < self.floor {
                break;
            }
            let holds = slot.end > at || slot.phrases().any(|phrase| phrase.range.end > at);
            if holds {
                victims = self.owners(slot, at);
            } else if matches!(slot.particle, Particle::Against | Particle::Within)
                && self.is_near(slot.end)
            {
                victims = self.victims_of(slot);
            } else if !matches!(slot.particle, Particle::By | Particle::Other | Particle::Of) {
                break;
            }
            if !victims.is_empty() {
                break;
            }
        }
        victims
    }

    /// Whether only adjectives stand between a place and the word.
    fn is_near(&self, end: usize) -> bool {
        let Some(between) = self.said.text.get(end..self.cue.range.start) else { return false };
        between.chars().count() <= 16 && !between.contains(['、', '。', 'を', 'は'])
    }

    /// Phrases before the word in its own chain, and the front of its own run.
    fn owners(&self, slot: &Slot, at: usize) -> Vec<Party> {
        let Some(item) = slot.items.iter().find(|item| {
            item.last().is_some_and(|last| last.range.end > at || slot.end > at)
                && item.iter().any(|one| one.range.end > at)
        }) else {
            return Vec::new();
        };
        let before: Vec<Phrase> =
            item.iter().take_while(|one| one.range.end <= at).cloned().collect();
        if self.cue.kind == Kind::Attack || self.said.text[self.cue.range.clone()] == *"侵入" {
            return Vec::new();
        }
        if let Some(best) = best(&before) {
            return self.party(best).into_iter().collect();
        }
        let front = item.iter().find(|one| one.range.start < at && one.range.end > at);
        let front = front.map(|one| one.range.start..at).filter(|front| {
            self.said.parties.class(&self.said.text[front.clone()]) == Class::Organization
        });
        let front = front.map(|range| Phrase { range, class: Class::Organization });
        front.and_then(|one| self.party(&one)).into_iter().collect()
    }

    /// 甲社が先月受けたサイバー攻撃, 甲社で起きた障害.
    pub(super) fn relative(&self) -> Vec<Party> {
        let before = &self.said.text[self.floor..self.cue.range.start];
        let run = self.slots.iter().rev().find(|slot| slot.start <= self.cue.range.start);
        let start = run.map_or(self.cue.range.start, |slot| slot.start).max(self.floor);
        let head = before.get(..start - self.floor).unwrap_or(before);
        let relatives: &[(&str, &[Particle])] = &[
            ("受けた", &[Particle::Subject, Particle::To, Particle::Of]),
            ("見舞われた", &[Particle::Subject]),
            ("遭った", &[Particle::Subject]),
            ("襲った", &[Particle::Object]),
            ("狙った", &[Particle::Object]),
            ("起きた", &[Particle::At, Particle::To]),
            ("発生した", &[Particle::At, Particle::To]),
            ("あった", &[Particle::At, Particle::To]),
            ("見つかった", &[Particle::At, Particle::From]),
            ("確認された", &[Particle::At]),
            ("相次いだ", &[Particle::At, Particle::To]),
            ("被った", &[Particle::Subject]),
            ("こうむった", &[Particle::Subject]),
            ("発覚した", &[Particle::At]),
            ("から出た", &[Particle::From]),
        ];
        let head = head.trim_end_matches("一連の").trim_end_matches("大規模な");
        let Some((verb, particles)) = relatives.iter().find(|(verb, _)| head.ends_with(verb))
        else {
            return Vec::new();
        };
        let start = self.floor + head.len();
        let limit = start - verb.len();
        let mut slots = self.slots.iter().rev().filter(|slot| {
            slot.start >= self.floor && slot.end <= limit && particles.contains(&slot.particle)
        });
        let near =
            slots.find_map(|slot| Some(self.victims_of(slot)).filter(|found| !found.is_empty()));
        let topic = || {
            let topics = self
                .slots
                .iter()
                .filter(|slot| slot.end <= limit && slot.particle == Particle::Topic);
            topics.map(|slot| self.victims_of(slot)).find(|found| !found.is_empty())
        };
        near.or_else(|| if *verb == "受けた" { topic() } else { None }).unwrap_or_default()
    }

    /// 甲金庫の現金自動預け払い機が: kana inside the thing hide its particle.
    fn is_broken_off(&self, slot: &Slot) -> bool {
        let suffers = matches!(self.cue.tail.voice, Voice::Suffered | Voice::Passive);
        let word = self.said.text[slot.end..].starts_with(['と', 'で', 'な']);
        let owned = slot.items.iter().any(|item| item.len() >= 2);
        suffers && slot.particle == Particle::Other && owned && !word
    }

    /// Particles whose phrase suffers, by voice.
    fn may_suffer(&self, particle: Particle) -> bool {
        use Particle::{About, Against, Also, At, From, Object, Of, Subject, To, Topic, Within};
        match self.cue.tail.voice {
            Voice::Noun => false,
            _ if self.cue.kind == Kind::Discovery => {
                matches!(particle, At | From | To | Of | Within)
            }
            Voice::Suffered if particle == From && self.is_received() => false,
            Voice::Active if self.by_victim() => {
                matches!(particle, Subject | Topic | Also | At | From | Object)
            }
            Voice::Active if particle == Also => self.has_doer(),
            Voice::Active => matches!(particle, Object | To | From | Against | At | Within),
            Voice::Passive | Voice::Suffered => {
                matches!(
                    particle,
                    Subject | Also | At | From | Object | Of | Against | Within | About
                ) || (particle == Topic && !self.cue.tail.adnominal)
                    || (particle == To && self.cue.kind.is_placed())
            }
        }
    }

    /// 甲は乙社のサイトも改ざんした: also marks an object when somebody else does it.
    fn has_doer(&self) -> bool {
        self.slots.iter().any(|slot| {
            matches!(slot.particle, Particle::Topic | Particle::Subject)
                && slot.end <= self.cue.range.start
        })
    }

    /// The subject is the one it happened to, though it acts: it pays, it stops its line.
    fn by_victim(&self) -> bool {
        self.cue.kind.by_victim() && !self.said.text[self.cue.range.end..].starts_with("させ")
    }

    /// を受けた: what stands with から is who did it.
    fn is_received(&self) -> bool {
        self.said.text[self.cue.range.end..].starts_with("を受け")
    }

    /// The nearest phrase in the clause that can suffer.
    fn arguments(&self, certain: bool) -> Vec<Party> {
        let slots = self.slots.iter().rev().filter(|slot| {
            slot.start >= self.floor
                && slot.stands_before(self.cue.range.start)
                && (self.may_suffer(slot.particle) || self.is_broken_off(slot))
        });
        let slots = slots.filter(|slot| !self.is_told_by(slot) && slot.has_certain() == certain);
        slots.map(|slot| self.victims_of(slot)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// 甲社の元従業員が図面を持ち出した: the body of the one who did it.
    fn insider_body(&self) -> Vec<Party> {
        if self.cue.tail.voice != Voice::Active || !self.cue.kind.is_taking() {
            return Vec::new();
        }
        let subjects = self.slots.iter().filter(|slot| {
            matches!(slot.particle, Particle::Subject | Particle::Topic)
                && slot.start >= self.floor
                && slot.stands_before(self.cue.range.start)
        });
        let belongs = |item: &&Vec<Phrase>| {
            item.len() >= 2 && item.last().is_some_and(|last| last.class == Class::Thing)
        };
        let owner = |slot: &Slot| {
            let item = slot.items.iter().find(belongs)?;
            best(item)
                .filter(|one| one.class == Class::Organization)
                .and_then(|one| self.party(one))
        };
        subjects.filter_map(owner).take(1).collect()
    }

    /// 攻撃を受けた甲社は: the noun behind the predicate.
    fn head(&self) -> Vec<Party> {
        if self.cue.tail.voice == Voice::Active {
            return Vec::new();
        }
        let end = self.cue.end();
        let slot = self.slots.iter().find(|slot| slot.start >= end);
        let near = slot.filter(|slot| slot.start <= end + "とされる".len());
        near.map(|slot| self.victims_of(slot)).unwrap_or_default()
    }

    /// 攻撃を受けたのは甲社だった: the noun that the sentence is built to name.
    fn cleft(&self) -> Vec<Party> {
        let behind = &self.said.text[self.cue.end()..self.said.range.end];
        if !behind.starts_with("のは") || self.cue.tail.voice == Voice::Active {
            return Vec::new();
        }
        let end = self.cue.end() + "のは".len();
        let slot = self.slots.iter().find(|slot| slot.start >= end);
        let near = slot.filter(|slot| slot.start <= end + '、'.len_utf8());
        near.map(|slot| self.victims_of(slot)).unwrap_or_default()
    }

    /// 攻撃を観測している: the speaker watches attacks on others.
    fn is_watched(&self) -> bool {
        let behind = &self.said.text[self.cue.range.end..self.said.range.end];
        matches!(self.cue.kind, Kind::Attack | Kind::Exploitation | Kind::Distribution)
            && ["が続い", "を観測", "も観測", "を確認してい"]
                .iter()
                .any(|it| behind.starts_with(it))
    }

    /// The topic or subject before the clause; the speaker when it can be the one.
    fn topic(&self, actors: &[Party], certain: bool) -> Vec<Party> {
        if matches!(self.cue.kind, Kind::Claim | Kind::Discovery)
            || (self.cue.tail.voice == Voice::Active && !self.by_victim())
        {
            return Vec::new();
        }
        let slots = self.slots.iter().filter(|slot| {
            let leads =
                matches!(slot.particle, Particle::Topic | Particle::Subject | Particle::Source);
            slot.stands_before(self.cue.range.start) && (leads || self.is_bare_topic(slot))
        });
        for slot in slots.filter(|slot| slot.has_certain() == certain) {
            if (self.is_speaker(slot) || self.is_told_by(slot)) && !self.speaker_suffers(slot) {
                continue;
            }
            let mut found = self.victims_of(slot);
            found.retain(|one| !actors.contains(one));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// 甲社、不正アクセスを受けサービス停止: the particle is left out in a line.
    fn is_bare_topic(&self, slot: &Slot) -> bool {
        let comma = self.said.text[slot.end..].starts_with('、');
        let line = !self.said.shown().ends_with('。');
        slot.particle == Particle::Other && comma && line && slot.has_certain()
    }

    /// Whether the slot is the one who says the sentence.
    fn is_speaker(&self, slot: &Slot) -> bool {
        let behind = &self.said.text[self.cue.end()..self.said.range.end];
        let saying = self.said.hits.iter().any(|hit| {
            matches!(hit.cue.kind, CueKind::Speech) && hit.range.start >= self.cue.end()
        });
        if slot.particle == Particle::Source {
            return true;
        }
        let topic = slot.particle == Particle::Topic || slot.end < self.floor + 1;
        topic && (saying || behind.contains("という。") || behind.contains("と報"))
    }

    /// The speaker, or a medium that writes of it.
    fn is_told_by(&self, slot: &Slot) -> bool {
        let leads = matches!(slot.particle, Particle::Topic | Particle::Subject);
        let medium = || {
            let last = slot.items.iter().filter_map(|item| item.last());
            last.map(|one| &self.said.text[one.range.clone()]).any(is_medium)
        };
        let writes = || {
            ["伝え", "報じ", "見方", "断じ", "書い", "書く", "記事", "紙面"]
                .iter()
                .any(|word| self.said.shown().contains(word))
        };
        (slot.particle == Particle::Topic && self.is_speaker(slot))
            || (leads && medium() && writes())
    }

    /// A paper, the police or a vendor that tells of an event is not the one it happened to.
    fn speaker_suffers(&self, slot: &Slot) -> bool {
        let cited = slot.particle == Particle::Source;
        let observer = slot.phrases().any(|one| {
            let shown = &self.said.text[one.range.clone()];
            is_observer(shown) || (cited && shown.ends_with(['省', '庁']))
        });
        let passed_on = ["報じ", "報道", "伝え", "指摘し", "分析し", "注意"]
            .iter()
            .any(|word| self.said.text[self.cue.end()..self.said.range.end].contains(word));
        !observer && !passed_on && !self.is_watched()
    }

    /// Who does it: による, or the subject of an active verb.
    fn actors(&self, victims: &[Party]) -> Vec<Party> {
        let mut actors = Vec::new();
        for slot in self
            .slots
            .iter()
            .filter(|slot| slot.start >= self.floor && slot.end <= self.cue.end() + 3)
        {
            let does = match (self.cue.tail.voice, slot.particle) {
                (_, Particle::By) => true,
                (Voice::Suffered, Particle::From) => self.is_received(),
                (Voice::Active, Particle::Subject | Particle::Topic | Particle::Also) => {
                    !self.by_victim()
                }
                (Voice::Passive, Particle::To) => true,
                _ => false,
            };
            let able = |class| match slot.particle {
                Particle::By | Particle::From => matches!(
                    class,
                    Class::Actor | Class::Place | Class::Person | Class::Name | Class::Organization
                ),
                Particle::To => matches!(class, Class::Actor | Class::Person | Class::Organization),
                _ => {
                    matches!(class, Class::Actor | Class::Place | Class::Person)
                        || (class == Class::Name && !victims.is_empty())
                        || (self.cue.kind.by_office() && class == Class::Organization)
                }
            };
            if does {
                let phrases = slot
                    .items
                    .iter()
                    .filter_map(|item| item.iter().rev().find(|one| able(one.class)));
                actors.extend(phrases.filter_map(|one| self.party(one)));
            }
        }
        if actors.is_empty() {
            actors.extend(self.named_actor());
        }
        actors.retain(|one| !victims.contains(one));
        actors.dedup();
        actors
    }

    /// A group at the front of the sentence that claims or does it.
    fn named_actor(&self) -> Option<Party> {
        let active = self.cue.tail.voice == Voice::Active && !self.by_victim();
        let claims = self.cue.kind == Kind::Claim || self.cue.tail.unproven;
        let slot = self.slots.iter().find(|slot| {
            matches!(slot.particle, Particle::Topic | Particle::Subject)
                && slot.end <= self.cue.range.start
        })?;
        let able = |one: &&Phrase| {
            one.class == Class::Actor
                || (self.cue.kind.by_office() && one.class == Class::Organization)
        };
        let one = slot.phrases().find(able)?;
        (active || claims).then(|| self.party(one)).flatten()
    }

    fn victims_of(&self, slot: &Slot) -> Vec<Party> {
        if self.cue.kind.is_of_persons() {
            let named = self.persons_named();
            if !named.is_empty() {
                return named;
            }
            let persons = slot.phrases().filter(|one| self.is_person(one));
            return persons.filter_map(|one| self.person(one)).collect();
        }
        if self.cue.kind == Kind::Fraud
            && let Some(person) = self.cheated(slot)
        {
            return vec![person];
        }
        slot.items.iter().filter_map(|item| self.member(item)).collect()
    }

    /// The one of a chain; 甲社の海外子会社 is named with its parent.
    fn member(&self, item: &[Phrase]) -> Option<Party> {
        let item = self.without_place(item);
        let found = best(item)?;
        let at = item.iter().position(|one| one == found)?;
        let named = matches!(found.class, Class::Name | Class::Organization);
        let behind = item.get(at + 1).filter(|one| named && self.is_dependent(one));
        match behind {
            Some(behind) => {
                Some(Party::Named(self.said.text[found.range.start..behind.range.end].to_owned()))
            }
            None => self.party(found),
        }
    }

    /// 愛知県の北斗機工: the prefecture only says where the body is.
    fn without_place<'i>(&self, item: &'i [Phrase]) -> &'i [Phrase] {
        let ([first, rest @ ..], Some(last)) = (item, item.last()) else { return item };
        let shown = &self.said.text[first.range.clone()];
        let place = shown.ends_with(['県', '都', '府', '市', '州', '道', '町']);
        let named = matches!(last.class, Class::Name | Class::Organization);
        if place && named && !rest.is_empty() { rest } else { item }
    }

    /// 海外子会社, 関連会社: an organisation that belongs to another.
    fn is_dependent(&self, one: &Phrase) -> bool {
        let shown = &self.said.text[one.range.clone()];
        one.class == Class::Generic
            && ["子会社", "関連会社", "現地法人"].iter().any(|end| shown.ends_with(end))
    }

    fn party(&self, one: &Phrase) -> Option<Party> {
        let shown = self.said.text[one.range.clone()].trim();
        let name = match one.class {
            Class::Own if shown.starts_with('自') => return self.first_topic(),
            Class::Own => return Some(Party::Own(shown.to_owned())),
            Class::Again => {
                let known = || self.said.anaphor(shown).map(|(name, _)| name);
                let known = || known().filter(|name| !is_observer(name));
                let company = matches!(shown, "同社" | "該社");
                let here = self.named_before(one.range.start).filter(|_| company);
                let named = here.or_else(known).or_else(|| self.named_before(one.range.start));
                match named {
                    Some(name) => name,
                    None => return Some(Party::Again(shown.to_owned())),
                }
            }
            Class::Nobody | Class::Thing => return None,
            Class::Generic | Class::Sector => return Some(Party::Some(shown.to_owned())),
            _ => shown.to_owned(),
        };
        Some(Party::Named(name))
    }

    /// 乙社より、同社のサーバーが: the organisation named last in the sentence itself.
    fn named_before(&self, at: usize) -> Option<String> {
        let mut before = self.slots.iter().rev().filter(|slot| slot.end <= at);
        let named = |one: &&Phrase| {
            one.class == Class::Organization && !is_observer(&self.said.text[one.range.clone()])
        };
        let one = before.find_map(|slot| slot.items.iter().flatten().rev().find(named))?;
        Some(self.said.text[one.range.clone()].trim().to_owned())
    }

    /// 自社: the topic of the sentence.
    fn first_topic(&self) -> Option<Party> {
        let topics = self
            .slots
            .iter()
            .filter(|slot| slot.particle == Particle::Topic && slot.end <= self.cue.range.start);
        let item = topics.flat_map(|slot| &slot.items).next()?;
        let one = best(item).filter(|one| one.class != Class::Own)?;
        self.party(one)
    }

    /// Where the words of what happened begin: behind the last comma, topic or event.
    fn start(&self) -> usize {
        let from = self.floor.max(self.said.range.start).min(self.cue.range.start);
        let before = &self.said.text[from..self.cue.range.start];
        let cut = before.rfind(['、', '。', '「', '」']).map_or(0, |at| at + '、'.len_utf8());
        from + cut
    }
}

/// A paper, an agency, a station.
fn is_medium(shown: &str) -> bool {
    ["新聞", "通信", "放送", "テレビ", "タイムズ", "週刊", "NHK", "ロイター", "紙", "誌"]
        .iter()
        .any(|word| shown.ends_with(word) || shown.starts_with("週刊"))
}

/// Who tells of events that happen to others.
fn is_observer(shown: &str) -> bool {
    let words = [
        "新聞",
        "通信",
        "放送",
        "テレビ",
        "タイムズ",
        "ロイター",
        "ブルームバーグ",
        "NHK",
        "警察",
        "県警",
        "警視庁",
        "府警",
        "道警",
        "検察",
        "セキュリティ",
        "セキュリティー",
        "サイバー",
        "CERT",
        "CISA",
        "FBI",
        "NISC",
        "IPA",
        "内閣",
        "統括室",
        "研究者",
        "専門家",
        "関係者",
        "捜査",
        "当局",
        "個人情報保護委員会",
        "消防",
        "アナリスト",
        "調査会社",
    ];
    words.iter().any(|word| shown.contains(word))
}

/// The phrase of a chain that suffers: the last organisation, else the first other name.
fn best(item: &[Phrase]) -> Option<&Phrase> {
    let last = |wanted: &dyn Fn(Class) -> bool| item.iter().rev().find(|one| wanted(one.class));
    let certain = |class| matches!(class, Class::Own | Class::Again | Class::Organization);
    let owner = || {
        let first = item.iter().find(|one| one.class == Class::Name)?;
        item.last().filter(|last| last.class == Class::Generic && item.len() > 1).map(|_| first)
    };
    last(&certain)
        .or_else(owner)
        .or_else(|| item.last().filter(|one| one.class == Class::Name && item.len() > 1))
        .or_else(|| last(&|class| class == Class::Generic))
        .or_else(|| last(&|class| class == Class::Sector))
        .or_else(|| last(&|class| class == Class::Name))
        .filter(|one| one.class.suffers())
}
