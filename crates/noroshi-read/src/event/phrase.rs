//! Noun phrases of a Japanese sentence with the particle behind each: the places that a
//! victim, an actor or an object can stand in.

use std::ops::Range;

use noroshi_model::{Mention, MentionKind};

use super::words;
use crate::said::Said;
use crate::word;

/// What follows a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Particle {
    /// は
    Topic,
    /// が
    Subject,
    /// も
    Also,
    /// を
    Object,
    /// に, へ, には
    To,
    /// で, では
    At,
    /// から, より
    From,
    /// の: the phrase belongs to what stands behind.
    Of,
    /// への, に対する, を狙った: whom something is directed at.
    Against,
    /// での, における: where something is.
    Within,
    /// による, によって: who does it.
    By,
    /// によると: who says it.
    Source,
    /// をめぐり, について: what is spoken of.
    About,
    /// Something else, or nothing.
    Other,
}

/// Particles, the longer ones first.
const PARTICLES: &[(&str, Particle)] = &[
    ("に対しての", Particle::Against),
    ("に対して", Particle::Against),
    ("に対する", Particle::Against),
    ("に対し", Particle::Against),
    ("に向けた", Particle::Against),
    ("に向けられた", Particle::Against),
    ("を標的とした", Particle::Against),
    ("を標的にした", Particle::Against),
    ("を標的とする", Particle::Against),
    ("を標的にする", Particle::Against),
    ("を対象とした", Particle::Against),
    ("を対象とする", Particle::Against),
    ("を狙った", Particle::Against),
    ("をねらった", Particle::Against),
    ("を狙う", Particle::Against),
    ("を襲った", Particle::Against),
    ("を見舞った", Particle::Against),
    ("において", Particle::At),
    ("における", Particle::Within),
    ("をめぐる", Particle::Within),
    ("をめぐり", Particle::About),
    ("をめぐって", Particle::About),
    ("を巡る", Particle::Within),
    ("を巡り", Particle::About),
    ("について", Particle::About),
    ("によると", Particle::Source),
    ("によれば", Particle::Source),
    ("による", Particle::By),
    ("によって", Particle::By),
    ("により", Particle::By),
    ("からの", Particle::By),
    ("からは", Particle::From),
    ("から", Particle::From),
    ("での", Particle::Within),
    ("では", Particle::At),
    ("でも", Particle::At),
    ("で", Particle::At),
    ("への", Particle::Against),
    ("へは", Particle::To),
    ("へ", Particle::To),
    ("には", Particle::To),
    ("にも", Particle::To),
    ("にある", Particle::Of),
    ("が運営する", Particle::Of),
    ("が運用する", Particle::Of),
    ("が管理する", Particle::Of),
    ("が提供する", Particle::Of),
    ("が保有する", Particle::Of),
    ("が利用する", Particle::Of),
    ("が使用する", Particle::Of),
    ("が開発する", Particle::Of),
    ("に", Particle::To),
    ("が", Particle::Subject),
    ("は", Particle::Topic),
    ("も", Particle::Also),
    ("を", Particle::Object),
    ("の", Particle::Of),
];

/// What a phrase can be in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// 当社: the organisation that writes.
    Own,
    /// 同社: somebody spoken of before.
    Again,
    /// A name of an organisation, or a word that only organisations end in.
    Organization,
    /// An organisation without a name: 委託先, 関連会社.
    Generic,
    /// A person.
    Person,
    /// A branch: 医療機関.
    Sector,
    /// A group, a malware, 攻撃者: who does it.
    Actor,
    /// An actor without a name: 攻撃者, 第三者.
    Nobody,
    /// A country.
    Place,
    /// A word that could be a name that nobody knows.
    Name,
    /// A thing, a date, a number.
    Thing,
}

impl Class {
    /// Whether something can happen to it.
    pub(super) fn suffers(self) -> bool {
        matches!(
            self,
            Self::Own
                | Self::Again
                | Self::Organization
                | Self::Generic
                | Self::Person
                | Self::Sector
                | Self::Name
        )
    }
}

/// One noun phrase without particles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The name in it, without titles and brackets.
    pub(super) range: Range<usize>,
    pub(super) class: Class,
}

/// Phrases that share a particle: 甲社の端末 is one item of two phrases, 甲社や乙社 two items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) items: Vec<Vec<Phrase>>,
    pub(super) particle: Particle,
    pub(super) start: usize,
    /// Where the particle ends.
    pub(super) end: usize,
}

impl Slot {
    /// Whether its phrases, if not its particle, stand before a place.
    pub(super) fn stands_before(&self, at: usize) -> bool {
        self.phrases().all(|phrase| phrase.range.end <= at)
    }

    /// Whether somebody in it is known to be an organisation or a person.
    pub(super) fn has_certain(&self) -> bool {
        self.phrases().any(|phrase| phrase.class.suffers() && phrase.class != Class::Name)
    }

    /// All phrases in it.
    pub(super) fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.items.iter().flatten()
    }
}

/// All slots of a sentence, in order.
pub(super) fn slots(said: &Said<'_, '_>) -> Vec<Slot> {
    let mut walk = Walk { said, at: said.range.start, next: 0, slots: Vec::new(), open: None };
    while walk.at < said.range.end {
        walk.step();
    }
    walk.close(Particle::Other, said.range.end);
    walk.slots
}

struct Walk<'s, 'a, 'k> {
    said: &'s Said<'a, 'k>,
    at: usize,
    /// First mention that may still begin.
    next: usize,
    slots: Vec<Slot>,
    /// A slot that waits for its particle.
    open: Option<Slot>,
}

impl Walk<'_, '_, '_> {
    fn rest(&self) -> &str {
        &self.said.text[self.at..self.said.range.end]
    }

    fn step(&mut self) {
        let Some(run) = self.run() else {
            let step = self.rest().chars().next().map_or(1, char::len_utf8);
            self.close(Particle::Other, self.at);
            self.at += step;
            return;
        };
        let phrase = words::phrase(self.said, run.clone());
        self.at = run.end;
        // 政府機関2つで: the counter is written in kana.
        if self.said.text[..self.at].ends_with(|sign: char| sign.is_ascii_digit())
            && self.rest().starts_with('つ')
        {
            self.at += 'つ'.len_utf8();
        }
        self.skip_brackets();
        let continues = self.open.take();
        let mut slot = continues.unwrap_or(Slot {
            items: vec![Vec::new()],
            particle: Particle::Other,
            start: run.start,
            end: run.end,
        });
        if let Some(item) = slot.items.last_mut() {
            match item.last_mut() {
                Some(last) if words::is_title(&self.said.text[phrase.range.clone()]) => {
                    last.class = Class::Person;
                }
                _ => item.push(phrase),
            }
        }
        self.open = Some(slot);
        self.particle();
    }

    /// Reads what follows a phrase.
    fn particle(&mut self) {
        let more = self.rest().strip_prefix("ら").is_some_and(|behind| {
            behind
                .starts_with(|sign: char| words::is_noun_sign(sign) || "がはをにの".contains(sign))
        });
        if more {
            self.at += "ら".len();
        }
        // 韓国外務省などに: the particle stands behind など.
        let others = ["など", "等"].iter().find(|word| {
            let behind = self.rest().strip_prefix(**word);
            behind.is_some_and(|behind| {
                behind.starts_with(['が', 'は', 'を', 'に', 'で', 'の', 'へ', 'か'])
            })
        });
        self.at += others.map_or(0, |word| word.len());
        let rest = self.rest();
        let joined = ["や", "と", "および", "及び", "ならびに", "並びに"].iter().find(|word| {
            rest.strip_prefix(**word).is_some_and(|behind| behind.starts_with(words::is_noun_sign))
        });
        if let Some(word) = joined {
            self.at += word.len();
            if let Some(open) = &mut self.open {
                open.items.push(Vec::new());
            }
            return;
        }
        if self.counted() {
            return;
        }
        let rest = self.rest();
        let found = PARTICLES.iter().find(|(word, _)| word::starts(rest, word));
        let Some((word, particle)) = found else {
            self.close(Particle::Other, self.at);
            return;
        };
        self.at += word.len();
        let chain = *particle == Particle::Of
            && self.rest().starts_with(|sign| words::is_noun_sign(sign) || sign == '「');
        if chain {
            let end = self.at;
            if let Some(open) = &mut self.open {
                open.end = end;
                open.particle = Particle::Of;
            }
        } else {
            self.close(*particle, self.at);
        }
    }

    /// 自治体14団体で: a number right behind a noun belongs to it; the length of 執行猶予4年 does not.
    fn counted(&mut self) -> bool {
        let at = self.at;
        if self.said.text[..at].ends_with([')', '）', 'ら'])
            && self.rest().starts_with(words::is_noun_sign)
        {
            return true;
        }
        let text = self.said.text;
        let length = ['年', '月', '日', '間', '分', '秒', '半'];
        self.mention(at).is_some_and(|(range, mention)| {
            mention.kind == MentionKind::Count && !text[range.clone()].ends_with(length)
        })
    }

    fn close(&mut self, particle: Particle, end: usize) {
        if let Some(mut slot) = self.open.take() {
            slot.particle = particle;
            slot.end = end;
            slot.items.retain(|item| !item.is_empty());
            self.slots.push(slot);
        }
    }

    /// (34), (本社・霞台市): what stands in brackets behind a name.
    fn skip_brackets(&mut self) {
        let rest = self.rest();
        let open = rest.starts_with(['(', '（']);
        let end = rest.find([')', '）']).filter(|end| open && *end <= 90);
        if let Some(end) = end {
            self.at += end + rest[end..].chars().next().map_or(1, char::len_utf8);
        }
        // (44)=湖東市=を: where somebody lives.
        let rest = self.rest();
        let lives = rest.strip_prefix('=').and_then(|inner| inner.find('='));
        if let Some(end) = lives.filter(|end| *end <= 60) {
            self.at += end + "==".len();
        }
    }

    /// The run of a noun that begins here.
    fn run(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let mut end = start;
        while end < self.said.range.end {
            if let Some((place, mention)) = self.mention(end) {
                let alone = matches!(
                    mention.kind,
                    MentionKind::Date | MentionKind::Count | MentionKind::Money
                );
                if alone && end > start {
                    break;
                }
                end = place.end.min(self.said.range.end);
                if alone {
                    break;
                }
                continue;
            }
            let rest = &self.said.text[end..self.said.range.end];
            let Some(sign) = rest.chars().next() else { break };
            if sign == '「' || sign == '『' {
                let quoted = quoted(rest).filter(|_| self.may_be_named(end));
                let Some(length) = quoted else { break };
                end += length;
                break;
            }
            let inner = sign == ' ' && end > start && joins(rest);
            let dash = sign == '-' && end == start;
            if dash || (!words::is_noun_sign(sign) && !inner) {
                break;
            }
            end += sign.len_utf8();
        }
        (end > start).then_some(start..end)
    }

    /// Quotation marks hold a name right behind a noun, or at the start of a phrase.
    fn may_be_named(&self, at: usize) -> bool {
        let before = self.said.text[self.said.range.start..at].chars().next_back();
        before.is_none_or(|sign| words::is_noun_sign(sign) || matches!(sign, '、' | 'の' | 'は'))
    }

    fn mention(&mut self, at: usize) -> Option<(Range<usize>, &Mention)> {
        while self.said.mentions.get(self.next).is_some_and(|(place, _)| place.start < at) {
            self.next += 1;
        }
        let (place, mention) = self.said.mentions.get(self.next)?;
        (place.start == at).then(|| (place.clone(), mention))
    }
}

/// A space inside a name: between two Latin words, or between kanji.
fn joins(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|sign| sign != ' ' && words::is_noun_sign(sign))
}

/// Length of a short name in quotation marks.
fn quoted(rest: &str) -> Option<usize> {
    let end = rest.find(['」', '』'])?;
    let inner = rest.get('「'.len_utf8()..end)?;
    let short = inner.chars().count() <= 24 && !inner.contains(['。', '、', '「', '『']);
    (short && !inner.is_empty()).then_some(end + '」'.len_utf8())
}
