//! Events in Japanese sentences.

use std::ops::Range;

use noroshi_model::{CueKind, MentionKind};

use super::kind::Kind;
use super::phrase::{self, Class, Particle, Phrase, Slot};
use super::tail::{self, Tail, Voice};
use super::{Party, Told, when, words};
use crate::cue::Hit;
use crate::said::Said;

/// What a sentence tells, in order of place.
pub(super) fn events(said: &Said<'_, '_>) -> Vec<Told> {
    if is_drill(said.shown()) {
        return Vec::new();
    }
    let cues = cues(said);
    if cues.is_empty() {
        return Vec::new();
    }
    let slots = phrase::slots(said);
    let timeless = is_timeless(said.shown());
    let mut found: Vec<Found> = Vec::new();
    for cue in cues {
        let floor = found.last().map_or(said.range.start, |last| last.end);
        let clause = Clause { said, slots: &slots, cue: &cue, floor };
        let chained = cue.tail.voice != Voice::Noun && !cue.is_past(said);
        if timeless && chained && clause.relative().is_empty() {
            continue;
        }
        if found.last().is_some_and(|last| cue.follows(said, last.end)) {
            continue;
        }
        let mut one = clause.read();
        if one.victims.is_empty() && !one.noun {
            let before = found
                .last()
                .filter(|last| !last.noun && !last.kind.is_of_persons())
                .map(|last| last.victims.clone());
            one.victims = before.unwrap_or_default();
        }
        if one.is_worth_telling(said) {
            found.push(one);
        }
    }
    lend(&mut found);
    let dates = dates(said, &found);
    found.into_iter().zip(dates).map(|(one, when)| one.told(said, when)).collect()
}

/// Dates go to what is told; to what is only spoken of when nothing is told.
fn dates(said: &Said<'_, '_>, found: &[Found]) -> Vec<when::Dates> {
    let told = |one: &&Found| !one.noun || !one.victims.is_empty();
    let any = found.iter().any(|one| told(&one));
    let taking: Vec<bool> = found.iter().map(|one| !any || told(&one)).collect();
    let places: Vec<Range<usize>> = found
        .iter()
        .zip(&taking)
        .filter(|(_, taking)| **taking)
        .map(|(one, _)| one.cue.clone())
        .collect();
    let mut dates = when::dates(said, &places).into_iter();
    taking
        .into_iter()
        .map(
            |taking| if taking { dates.next().unwrap_or_default() } else { when::Dates::default() },
        )
        .collect()
}

/// A drill, a seminar, a story: nothing happened.
fn is_drill(shown: &str) -> bool {
    ["訓練", "演習", "シナリオ", "を想定し", "セミナー", "講演", "架空の", "仮に", "もし"]
        .iter()
        .any(|word| shown.contains(word))
}

/// The sentence closes in the present: it says what something does, not what happened.
fn is_timeless(shown: &str) -> bool {
    let bare = shown.trim_end_matches(['。', '」', ')', ' ']);
    let told = [
        "います",
        "おります",
        "とされる",
        "みられる",
        "という",
        "考えられる",
        "思われる",
        "ている",
        "である",
        "によると",
    ];
    let present = [
        "する",
        "される",
        "れる",
        "せる",
        "出す",
        "行う",
        "ける",
        "盗む",
        "します",
        "されます",
        "えます",
        "ります",
        "きます",
        "う",
        "す",
        "つ",
        "ください",
        "しよう",
        "ましょう",
        "べきだ",
        "必要だ",
    ];
    !told.iter().any(|word| bare.ends_with(word)) && present.iter().any(|word| bare.ends_with(word))
}

/// An event word of a sentence with what stands behind it.
struct Word<'k> {
    range: Range<usize>,
    kind: Kind,
    weak: bool,
    tail: Tail,
    /// The word itself, for what is told.
    text: &'k str,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.range.end + self.tail.length
    }

    /// 攻撃を受けて停止した: the second only says how the first went on.
    fn follows(&self, said: &Said<'_, '_>, end: usize) -> bool {
        let between = said.text.get(end..self.range.start);
        self.kind.is_effect() && said.text[..end].ends_with('て') && between == Some("")
    }

    /// Its own predicate is in the past.
    fn is_past(&self, said: &Said<'_, '_>) -> bool {
        said.text[self.range.end..self.end()].ends_with(['た', 'だ'])
            || self.text.ends_with(['た', 'だ'])
    }
}

/// The event words that tell or speak of something; of two that overlap the longer one.
fn cues<'k>(said: &Said<'_, 'k>) -> Vec<Word<'k>> {
    let mut words: Vec<Word<'k>> = Vec::new();
    for hit in said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Event) {
        if words.last().is_some_and(|last| hit.range.start < last.range.end) {
            continue;
        }
        words.extend(word(said, hit));
    }
    drop_relatives(said, &mut words);
    words
}

/// 甲社を襲った攻撃: the noun tells it, the verb before it is a part of that.
fn drop_relatives(said: &Said<'_, '_>, words: &mut Vec<Word<'_>>) {
    let starts: Vec<usize> = words.iter().map(|word| word.range.start).collect();
    words.retain(|word| {
        let next = starts.iter().find(|start| **start >= word.end());
        let between = next.and_then(|next| said.text.get(word.end()..*next));
        !(word.tail.adnominal
            && between.is_some_and(|between| ["", "サイバー", "一連の"].contains(&between)))
    });
}

fn word<'k>(said: &Said<'_, 'k>, hit: &Hit<'k>) -> Option<Word<'k>> {
    let (kind, form) = hit.cue.value.split_once('.').unwrap_or((&hit.cue.value, ""));
    let kind = Kind::from_word(kind)?;
    let voice = match form {
        "passive" => Some(Voice::Passive),
        "active" | "weak-active" => Some(Voice::Active),
        "suffered" => Some(Voice::Suffered),
        _ => None,
    };
    let rest = &said.text[hit.range.end..said.range.end];
    let tail = tail::read(rest, voice, kind.falls(), hit.cue.text.ends_with(['た', 'だ']))?;
    Some(Word {
        range: hit.range.clone(),
        kind,
        weak: form.starts_with("weak"),
        tail,
        text: &hit.cue.text,
    })
}

/// One event word among the phrases of its sentence.
struct Clause<'s, 'a, 'k> {
    said: &'s Said<'a, 'k>,
    slots: &'s [Slot],
    cue: &'s Word<'k>,
    /// Where the event before it ends.
    floor: usize,
}

/// What one event word tells.
struct Found {
    kind: Kind,
    cue: Range<usize>,
    end: usize,
    start: usize,
    victims: Vec<Party>,
    actors: Vec<Party>,
    noun: bool,
    weak: bool,
    unproven: bool,
}

impl Clause<'_, '_, '_> {
    fn read(&self) -> Found {
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
        let front = front
            .map(|one| one.range.start..at)
            .filter(|front| words::class(&self.said.text[front.clone()]) == Class::Organization);
        let front = front.map(|range| Phrase { range, class: Class::Organization });
        front.and_then(|one| self.party(&one)).into_iter().collect()
    }

    /// 甲社が先月受けたサイバー攻撃, 甲社で起きた障害.
    fn relative(&self) -> Vec<Party> {
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
        suffers && slot.particle == Particle::Other && slot.items.iter().any(|item| item.len() >= 2)
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
            Voice::Active => matches!(particle, Object | To | From | Against | At | Within),
            Voice::Passive | Voice::Suffered => {
                matches!(
                    particle,
                    Subject | Also | At | From | Object | Of | Against | Within | About
                ) || (particle == Topic && !self.cue.tail.adnominal)
                    || (particle == To && self.cue.kind.is_loss())
            }
        }
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

    /// The topic or subject before the clause; the speaker when it can be the one.
    fn topic(&self, actors: &[Party], certain: bool) -> Vec<Party> {
        if matches!(self.cue.kind, Kind::Claim | Kind::Discovery)
            || (self.cue.tail.voice == Voice::Active && !self.by_victim())
        {
            return Vec::new();
        }
        let slots = self.slots.iter().filter(|slot| {
            slot.stands_before(self.cue.range.start)
                && matches!(slot.particle, Particle::Topic | Particle::Subject)
        });
        for slot in slots.filter(|slot| slot.has_certain() == certain) {
            if self.is_speaker(slot) && !self.speaker_suffers(slot) {
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

    /// Whether the slot is the one who says the sentence.
    fn is_speaker(&self, slot: &Slot) -> bool {
        let behind = &self.said.text[self.cue.end()..self.said.range.end];
        let saying = self.said.hits.iter().any(|hit| {
            matches!(hit.cue.kind, CueKind::Speech) && hit.range.start >= self.cue.end()
        });
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
        let observer = slot.phrases().any(|one| is_observer(&self.said.text[one.range.clone()]));
        let passed_on = ["報じ", "報道", "伝え", "指摘し", "分析し", "注意"]
            .iter()
            .any(|word| self.said.text[self.cue.end()..self.said.range.end].contains(word));
        !observer && !passed_on
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
            let persons = slot.phrases().filter(|one| self.is_person(one));
            return persons.filter_map(|one| self.person(one)).collect();
        }
        slot.items.iter().filter_map(|item| self.member(item)).collect()
    }

    /// The one of a chain; 甲社の海外子会社 is named with its parent.
    fn member(&self, item: &[Phrase]) -> Option<Party> {
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

    /// 海外子会社, 関連会社: an organisation that belongs to another.
    fn is_dependent(&self, one: &Phrase) -> bool {
        let shown = &self.said.text[one.range.clone()];
        one.class == Class::Generic
            && ["子会社", "関連会社", "現地法人"].iter().any(|end| shown.ends_with(end))
    }

    fn is_person(&self, one: &Phrase) -> bool {
        let shown = &self.said.text[one.range.clone()];
        one.class == Class::Person
            || ["男", "女", "男性", "女性", "少年", "少女", "幹部", "メンバー", "構成員"]
                .contains(&shown)
    }

    fn person(&self, one: &Phrase) -> Option<Party> {
        Some(Party::Named(self.said.text[one.range.clone()].to_owned()))
    }

    fn party(&self, one: &Phrase) -> Option<Party> {
        let shown = self.said.text[one.range.clone()].trim();
        let name = match one.class {
            Class::Own if shown.starts_with('自') => return self.first_topic(),
            Class::Own => return Some(Party::Own(shown.to_owned())),
            Class::Again => match self.said.anaphor(shown) {
                Some((name, _)) if !is_observer(&name) => name,
                _ => return Some(Party::Again(shown.to_owned())),
            },
            Class::Nobody | Class::Thing => return None,
            Class::Generic | Class::Sector => return Some(Party::Some(shown.to_owned())),
            _ => shown.to_owned(),
        };
        Some(Party::Named(name))
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
    ];
    words.iter().any(|word| shown.contains(word))
}

/// Whether the sentence is only the word of somebody who boasts of it.
fn is_claimed(said: &Said<'_, '_>) -> bool {
    let shown = said.shown();
    let group = ["集団", "グループ", "を名乗る", "ハクティビスト", "投稿者", "販売者", "出品者"]
        .iter()
        .any(|word| shown.contains(word));
    let boasts = ["と主張", "と投稿", "に投稿", "と書き込", "と宣言", "と名乗", "と述べ", "と称"]
        .iter()
        .any(|word| shown.contains(word));
    (group && boasts) || shown.contains("とする犯行声明")
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
        .or_else(|| last(&|class| class == Class::Generic))
        .or_else(|| last(&|class| matches!(class, Class::Sector | Class::Person)))
        .or_else(|| item.iter().find(|one| one.class == Class::Name))
        .filter(|one| one.class.suffers())
}

/// A predicate without its own actor has that of the one before it.
fn lend(found: &mut [Found]) {
    for at in 1..found.len() {
        if found[at].actors.is_empty()
            && !found[at].noun
            && found[at].kind.family() == found[at - 1].kind.family()
        {
            found[at].actors = found[at - 1].actors.clone();
        }
    }
}

impl Found {
    fn is_worth_telling(&self, said: &Said<'_, '_>) -> bool {
        let shown = said.shown();
        match self.kind {
            Kind::Release if self.weak => {
                if said.text[self.start..self.cue.start].ends_with("声明を") {
                    return false;
                }
                let stolen = [
                    "リークサイト",
                    "闇サイト",
                    "ダークウェブ",
                    "暴露",
                    "盗ん",
                    "窃取",
                    "犯行",
                    "悪性",
                    "ハッキングフォーラム",
                ];
                let data = [
                    "データ",
                    "文書",
                    "情報",
                    "ファイル",
                    "パッケージ",
                    "検体",
                    "名簿",
                    "資料",
                    "図面",
                ];
                let before = &said.text[self.start..self.cue.start];
                let objects =
                    data.iter().any(|word| before.contains(word)) || before.contains("リスト");
                let state = said.text[self.cue.end..].starts_with("してい")
                    || said.text[self.cue.end..].starts_with("されてい");
                let objects = objects && !state;
                let bad = !self.actors.is_empty() || stolen.iter().any(|word| shown.contains(word));
                !self.noun && (bad || objects)
            }
            Kind::Arrest => !self.noun,
            Kind::Takedown => !self.noun && self.is_about_crime(said),
            Kind::Claim => true,
            Kind::Sale | Kind::Distribution => !self.noun && self.is_of_crime(said),
            Kind::Recovery | Kind::Isolation => !self.noun,
            Kind::Intrusion if self.weak => {
                !self.noun
                    && ["第三者", "他人", "攻撃者", "不正", "無断", "何者か"]
                        .iter()
                        .any(|word| shown.contains(word))
            }
            Kind::Exploitation => !self.noun && shown.contains("脆弱性"),
            _ => true,
        }
    }

    fn is_about_crime(&self, said: &Said<'_, '_>) -> bool {
        let crime = [
            "警察",
            "県警",
            "府警",
            "警視庁",
            "検察",
            "FBI",
            "ユーロポール",
            "捜査",
            "容疑",
            "当局",
            "司法省",
            "Europol",
            "インターポール",
            "被告",
            "国際",
            "マルウェア",
            "ボットネット",
            "サイト",
            "サーバー",
            "攻撃",
        ];
        crime.iter().any(|word| said.shown().contains(word))
    }

    /// What was sold or spread is stolen or harmful.
    fn is_of_crime(&self, said: &Said<'_, '_>) -> bool {
        let bad = [
            "マルウェア",
            "ランサムウェア",
            "ウイルス",
            "フィッシング",
            "不審",
            "偽",
            "盗",
            "流出",
            "名簿",
            "顧客情報",
            "契約者情報",
            "個人情報",
            "認証情報",
            "文書",
            "データ",
            "闇",
            "ダークウェブ",
            "アカウント",
            "なりすま",
            "装った",
            "かたる",
            "設計",
            "カード情報",
            "アクセス権",
            "亜種",
            "悪性",
            "標的型",
        ];
        let malware = said
            .mentions
            .iter()
            .any(|(_, one)| matches!(one.kind, MentionKind::Malware | MentionKind::Package));
        malware || bad.iter().any(|word| said.shown().contains(word))
    }

    fn told(self, said: &Said<'_, '_>, when: when::Dates) -> Told {
        Told {
            kind: self.kind,
            what: self.what(said),
            when,
            victims: self.victims,
            actors: self.actors,
            techniques: techniques(said),
            claimed: self.unproven || is_claimed(said),
            refers: self.noun || self.kind == Kind::Mention,

            span: said.span(),
        }
    }

    /// The clause, at most forty characters; what is cut is cut at its front.
    fn what(&self, said: &Said<'_, '_>) -> String {
        let shown = said.text[self.start..self.end].trim_start_matches(['、', ' ', 'は', '「']);
        let length = shown.chars().count();
        shown.chars().skip(length.saturating_sub(40)).collect()
    }
}

/// ATT&CK ids that stand in the sentence.
pub(super) fn techniques(said: &Said<'_, '_>) -> Vec<String> {
    let ids = said.mentions.iter().filter(|(_, mention)| mention.kind == MentionKind::Technique);
    let ids = ids
        .filter(|(range, mention)| said.text[range.clone()].contains(mention.canonical.as_str()));
    ids.map(|(_, mention)| mention.canonical.clone()).collect()
}
