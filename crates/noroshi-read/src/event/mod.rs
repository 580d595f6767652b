//! What happened to whom, by whom, when; one event for all the places that tell it.

mod chinese;
mod clause;
mod english;
mod japanese;
mod kind;
mod person;
mod phrase;
mod tail;
mod when;
mod words;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use noroshi_model::{
    Claim, CueKind, Document, Event, EventStatus, Grounds, Language, MentionKind, Moment, Reason,
    Relation, Span, Stance, Subject,
};

use crate::said::Said;
use kind::{Family, Kind};
use when::{Dates, When};
pub(crate) use words::Parties;

/// Somebody in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Party {
    /// As written, or the name that 同社 stands for.
    Named(String),
    /// Somebody without a name: 委託先, 医療機関.
    Some(String),
    /// 当社: the organisation that writes.
    Own(String),
    /// 同社, when nobody knows which.
    Again(String),
}

/// What one sentence tells of one event.
#[derive(Debug)]
struct Told {
    kind: Kind,
    what: String,
    when: Dates,
    victims: Vec<Party>,
    actors: Vec<Party>,
    techniques: Vec<String>,
    /// Only somebody's word.
    claimed: bool,
    /// It only speaks of an event: the intrusion, 今回の被害.
    refers: bool,
    span: Option<Span>,
    /// The kind, and the words that told it.
    reason: Reason,
}

/// An event as it is collected.
#[derive(Debug)]
struct Kept {
    kind: Kind,
    what: String,
    when: Option<When>,
    victims: Vec<Party>,
    actors: Vec<Party>,
    techniques: Vec<String>,
    status: EventStatus,
    spans: Vec<Span>,
    reason: Reason,
}

/// Events of one family and one victim that are still looked at: the latest ones.
const LOOKED_AT: usize = 8;

/// A longer sentence, in bytes, is none: a row of a table, a dump.
const LONGEST: usize = 6_000;

/// Upper end of the likelihood of what is told as doubtful: that of 否定できない.
const DOUBTED: f32 = 0.40;

/// Organisations that a short form can mean: the latest ones.
const RECENT: usize = 32;

/// Names whose longest form is remembered.
const NAMES: usize = 4096;

/// Collects events sentence by sentence.
#[derive(Debug, Default)]
pub(crate) struct Events {
    kept: Vec<Kept>,
    /// By family and victim, the latest last.
    known: HashMap<(Family, String), Vec<usize>>,
    /// The latest event, and its paragraph.
    last: Option<(usize, u32)>,
    /// The longest form of each name, by what is left without its legal form.
    names: HashMap<String, String>,
    /// The organisations named last: 企業団 is the one whose name ends so.
    recent: VecDeque<String>,
}

impl Events {
    /// Takes in what a sentence tells; `claims` and `relations` are those of the sentence.
    pub(crate) fn tell(&mut self, said: &Said<'_, '_>, claims: &[Claim], _relations: &[Relation]) {
        self.learn(said);
        let told = said.hits.iter().any(|hit| hit.cue.kind == CueKind::Event);
        if !told || said.range.len() > LONGEST {
            return;
        }
        let told = match said.language {
            Language::Ja => japanese::events(said),
            Language::Zh => chinese::events(said),
            _ => english::events(said),
        };
        // 警察は侵入を確認したが、会社は流出を否定した: what another one tells stays.
        let denied =
            !claims.is_empty() && claims.iter().all(|claim| claim.stance == Stance::Denies);
        // 持ち出された可能性を否定できない: what is no more than not excluded did not happen.
        let doubted = |claim: &Claim| claim.likelihood.is_some_and(|(it, _)| it.high() <= DOUBTED);
        let doubted = !claims.is_empty() && claims.iter().all(doubted);
        for one in told {
            let nothing = (denied && one.refers) || (doubted && one.when.own.is_none());
            if !nothing {
                self.take(one, said.paragraph);
            }
        }
    }

    /// All events, in order of place.
    pub(crate) fn finish(self, document: &Document) -> Vec<Event> {
        let own =
            self.kept.iter().any(|one| one.victims.iter().any(|who| matches!(who, Party::Own(_))));
        let publisher = own.then(|| publisher(document)).flatten();
        let names = self.names;
        let name = |party: Party| match party {
            Party::Named(name) => names.get(&bare(&name)).cloned().unwrap_or(name),
            Party::Some(shown) => shown,
            Party::Own(shown) => publisher.clone().unwrap_or(shown),
            Party::Again(shown) => shown,
        };
        let mut events: Vec<Event> = self.kept.into_iter().map(|one| one.event(&name)).collect();
        events.sort_by_key(|event| event.spans.first().map(|span| span.start()));
        events
    }

    /// Remembers the longest form of each organisation.
    fn learn(&mut self, said: &Said<'_, '_>) {
        for (range, mention) in said.mentions {
            if mention.kind == MentionKind::Organization {
                self.remember(&said.text[range.clone()]);
            }
        }
    }

    fn remember(&mut self, name: &str) {
        self.keep_longest(name);
        if self.recent.iter().rev().take(4).all(|known| known != name) {
            self.recent.push_back(name.to_owned());
        }
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
    }

    /// 企業団 and 同病院 are the organisation named last whose name ends so.
    fn full(&self, party: Party) -> Party {
        let shown = match &party {
            Party::Named(name) | Party::Some(name) if (2..=4).contains(&name.chars().count()) => {
                name.as_str()
            }
            Party::Again(name) => name.trim_start_matches('同'),
            _ => return party,
        };
        // 同大, 同行: the short form of the word that the name ends in.
        let spelt =
            [("大", "大学"), ("行", "銀行"), ("院", "病院"), ("庫", "金庫"), ("校", "学校")];
        let again = matches!(party, Party::Again(_));
        let shown =
            spelt.iter().find(|(short, _)| again && *short == shown).map_or(shown, |it| it.1);
        let longer = |known: &&String| known.len() > shown.len() && known.ends_with(shown);
        let found = self.recent.iter().rev().find(longer).filter(|_| !shown.is_empty());
        found.map_or(party.clone(), |known| Party::Named(known.clone()))
    }

    fn keep_longest(&mut self, name: &str) {
        let key = bare(name);
        if key.len() == name.len() || self.names.len() >= NAMES {
            return;
        }
        match self.names.entry(key) {
            Entry::Vacant(place) => {
                place.insert(name.to_owned());
            }
            Entry::Occupied(mut place) if place.get().len() < name.len() => {
                place.insert(name.to_owned());
            }
            Entry::Occupied(_) => {}
        }
    }

    fn take(&mut self, mut told: Told, paragraph: u32) {
        told.victims = told.victims.into_iter().map(|party| self.full(party)).collect();
        for one in &told.victims {
            if let Party::Named(name) = one.clone() {
                self.remember(&name);
            }
        }
        let near = self.last.filter(|(_, of)| paragraph.abs_diff(*of) <= 1).map(|(at, _)| at);
        self.fill_in(&mut told, near);
        if told.when.own.is_none() && told.kind.is_public() {
            told.when.own = told.when.said.map(|moment| (moment, Subject::Occurrence));
        }
        let same = self.same(&told, near);
        let at = match same {
            Some(at) => {
                self.kept[at].join(told);
                at
            }
            None if is_event(&told) => self.keep(told),
            None => return,
        };
        self.last = Some((at, paragraph));
    }

    /// 同社 and nobody at all are those of the event told last.
    fn fill_in(&self, told: &mut Told, near: Option<usize>) {
        let Some(near) = near.and_then(|at| self.related(told.kind, at)) else { return };
        let open = |party: &Party| matches!(party, Party::Again(_));
        let other = matches!(told.kind, Kind::Arrest | Kind::Takedown | Kind::Mention);
        if told.victims.iter().any(open) || (told.victims.is_empty() && !told.refers && !other) {
            told.victims = near.victims.clone();
        }
    }

    /// Of the events told just before, the latest one of the family, else the latest one that
    /// is no arrest.
    fn related(&self, kind: Kind, near: usize) -> Option<&Kept> {
        let latest = &self.kept[near.saturating_sub(3)..=near];
        let named = |one: &&Kept| {
            one.victims.iter().any(|who| !matches!(who, Party::Some(_)))
                && !one.kind.is_of_persons()
        };
        let family =
            latest.iter().rev().filter(named).find(|one| one.kind.family() == kind.family());
        let other = || latest.iter().rev().find(named);
        let any = || latest.iter().rev().find(|one| !one.kind.is_of_persons());
        family.or_else(other).or_else(any)
    }

    /// The event that is told again.
    fn same(&self, told: &Told, near: Option<usize>) -> Option<usize> {
        let family = told.kind.family();
        if told.when.another {
            return None;
        }
        if told.victims.is_empty() {
            return near.filter(|at| self.kept[*at].fits(told));
        }
        if let Some(at) = near.filter(|at| self.brought(told, &self.kept[*at])) {
            return Some(at);
        }
        let keys = told.victims.iter().map(|party| (family, key(party)));
        let mut latest = keys.filter_map(|key| {
            let known = self.known.get(&key)?;
            known.iter().rev().find(|at| self.kept[**at].fits(told)).copied()
        });
        latest.next()
    }

    /// 攻撃を受け、サーバーが暗号化された: what the attack did at once is no second event.
    fn brought(&self, told: &Told, cause: &Kept) -> bool {
        let effect = matches!(told.kind, Kind::Encryption | Kind::Outage);
        let undated = told.when.own.is_none() && !told.refers;
        // 国内3工場の稼働が止まった: a part of the one who was attacked.
        let part = told.victims.iter().all(|one| matches!(one, Party::Some(_)));
        let same = part
            || told.victims.iter().any(|one| cause.victims.iter().any(|it| key(it) == key(one)));
        let here = cause.spans.last().copied() == told.span;
        effect && undated && same && here && cause.kind.family() == Family::Access
    }

    fn keep(&mut self, told: Told) -> usize {
        let at = self.kept.len();
        for party in &told.victims {
            let known = self.known.entry((told.kind.family(), key(party))).or_default();
            if known.len() >= LOOKED_AT {
                known.remove(0);
            }
            known.push(at);
        }
        self.kept.push(Kept {
            kind: told.kind,
            what: told.what,
            when: told.when.own,
            victims: told.victims,
            actors: told.actors,
            techniques: told.techniques,
            status: if told.claimed { EventStatus::Claimed } else { EventStatus::Observed },
            spans: told.span.into_iter().collect(),
            reason: told.reason,
        });
        at
    }
}

/// Somebody must be in it, or it must be dated and told as one.
fn is_event(told: &Told) -> bool {
    let somebody = !told.victims.is_empty() || !told.actors.is_empty();
    if told.refers || told.kind == Kind::Mention {
        return !told.victims.is_empty();
    }
    somebody || told.when.own.is_some()
}

impl Kept {
    /// Same family and a date that does not speak against it.
    fn fits(&self, told: &Told) -> bool {
        let dated = match (self.when, told.when.own) {
            (Some((_, Subject::Discovery)), _) | (_, Some((_, Subject::Discovery))) => true,
            (Some((known, _)), Some((other, _))) => known.overlaps(other),
            _ => true,
        };
        // Another thing stops on another day: only an undated word joins a dated outage.
        let stops = told.kind == Kind::Outage && !told.refers;
        let other = stops && self.when.is_none() && told.when.own.is_some();
        dated && !other && self.kind.family() == told.kind.family()
    }

    fn join(&mut self, told: Told) {
        self.when = finer(self.when, told.when.own);
        for party in told.victims {
            if !self.victims.iter().any(|known| key(known) == key(&party)) {
                self.victims.push(party);
            }
        }
        for party in told.actors {
            if !self.actors.contains(&party) {
                self.actors.push(party);
            }
        }
        for id in told.techniques {
            if !self.techniques.contains(&id) {
                self.techniques.push(id);
            }
        }
        let claimed = if told.claimed { EventStatus::Claimed } else { EventStatus::Observed };
        if !told.refers && self.status != claimed {
            self.status = EventStatus::Both;
        }
        if let Some(span) = told.span.filter(|span| self.spans.last() != Some(span)) {
            self.spans.push(span);
        }
    }

    fn event(self, name: &impl Fn(Party) -> String) -> Event {
        let named = |parties: Vec<Party>| {
            let mut names: Vec<String> = Vec::new();
            for shown in parties.into_iter().map(name) {
                if !names.contains(&shown) {
                    names.push(shown);
                }
            }
            names
        };
        Event {
            what: self.what,
            when: self.when,
            victims: named(self.victims),
            actors: named(self.actors),
            techniques: self.techniques,
            status: self.status,
            spans: self.spans,
            grounds: Grounds::Rule(self.reason),
        }
    }
}

/// The shorter of two stretches of time.
fn finer(known: Option<When>, other: Option<When>) -> Option<When> {
    let (Some(first), Some(second)) = (known, other) else { return known.or(other) };
    match (first.1, second.1) {
        (Subject::Discovery, Subject::Occurrence) => return Some(second),
        (Subject::Occurrence, Subject::Discovery) => return Some(first),
        _ => {}
    }
    let length = |moment: Moment| moment.start().duration_until(moment.end());
    Some(if length(second.0) < length(first.0) { second } else { first })
}

/// What stands for somebody when events are compared.
fn key(party: &Party) -> String {
    match party {
        Party::Named(name) | Party::Some(name) => bare(name),
        Party::Own(_) => "\u{1}".to_owned(),
        Party::Again(shown) => shown.clone(),
    }
}

/// A name without its legal form, spaces and case.
fn bare(name: &str) -> String {
    let mut kept: String = name.split_whitespace().collect();
    for form in [
        "株式会社",
        "(株)",
        "有限会社",
        "合同会社",
        "一般社団法人",
        "独立行政法人",
        "国立大学法人",
        "学校法人",
        "医療法人",
    ] {
        if let Some(rest) = kept.strip_prefix(form).or_else(|| kept.strip_suffix(form)) {
            kept = rest.to_owned();
        }
    }
    let lower = kept.to_lowercase();
    for form in
        [",inc.", "inc.", "inc", "co.,ltd.", "ltd.", "ltd", "corp.", "corporation", "gmbh", "llc"]
    {
        if let Some(rest) = lower.strip_suffix(form).filter(|rest| rest.len() >= 3) {
            return rest.trim_end_matches(',').to_owned();
        }
    }
    lower
}

/// The organisation that writes: the document's own word, or a line at its head or foot that
/// is only a name.
fn publisher(document: &Document) -> Option<String> {
    let text = document.text.as_str();
    let head = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(10);
    let foot = text.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(6);
    head.chain(foot)
        .find_map(name_line)
        .or_else(|| called_own(text))
        .or_else(|| document.publisher.clone())
        .filter(|name| !name.is_empty())
}

/// A line that is only the name of a body.
fn name_line(line: &str) -> Option<String> {
    let sentence = line.contains(['。', '、', '「', ':', '：', '【', 'は', 'を']);
    let short = (3..=30).contains(&line.chars().count());
    let addressed =
        ["各位", "御中", "様", "お知らせ", "について", "報"].iter().any(|end| line.ends_with(end));
    let legal = ["株式会社", "有限会社", "合同会社", "法人", "協会", "Inc.", "Corporation", "Ltd."];
    let body = legal.iter().any(|form| line.contains(form))
        || ["大学", "病院", "銀行", "市役所", "委員会", "機構", "組合", "学園"]
            .iter()
            .any(|form| line.ends_with(form));
    (short && body && !sentence && !addressed).then(|| line.to_owned())
}

/// 株式会社甲(以下「当社」): the name before the brackets.
fn called_own(text: &str) -> Option<String> {
    let at = [
        "(以下「当社」",
        "（以下「当社」",
        "(以下、「当社」",
        "（以下、「当社」",
        "(以下、当社",
        "（以下、当社",
        "（以下「弊社」",
        "(以下「弊社」",
    ]
    .iter()
    .find_map(|mark| text.find(mark))?;
    let before = &text[..at];
    let start = before.rfind(|sign: char| !words::is_noun_sign(sign) && sign != '・');
    let from = start.map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let name = before[from..].trim();
    (name.chars().count() >= 2).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: Kind, victim: &str, day: Option<i8>) -> Told {
        let date = day.and_then(|day| jiff::civil::Date::new(2025, 6, day).ok());
        let own = date.and_then(Moment::day).map(|moment| (moment, Subject::Occurrence));
        Told {
            kind,
            what: "what".to_owned(),
            when: Dates { own, ..Dates::default() },
            victims: vec![Party::Named(victim.to_owned())],
            actors: Vec::new(),
            techniques: Vec::new(),
            claimed: false,
            refers: false,
            span: Span::new(0, 4),
            reason: Reason::rule(kind.word()),
        }
    }

    #[test]
    fn one_victim_and_family_without_a_contrary_date_is_one_event() {
        let mut events = Events::default();
        events.take(told(Kind::Attack, "緑川製作所", None), 0);
        events.take(told(Kind::Intrusion, "株式会社緑川製作所", Some(2)), 1);
        events.take(told(Kind::Attack, "緑川製作所", Some(2)), 2);
        assert_eq!(events.kept.len(), 1);
        events.take(told(Kind::Attack, "緑川製作所", Some(9)), 3);
        events.take(told(Kind::Encryption, "緑川製作所", Some(2)), 4);
        events.take(told(Kind::Attack, "浜辺鉄道", Some(2)), 5);
        assert_eq!(events.kept.len(), 4);
    }

    #[test]
    fn what_is_looked_at_stays_bounded() {
        let mut events = Events::default();
        for paragraph in 0..400_u32 {
            let day = i8::try_from(paragraph % 28 + 1).unwrap_or(1);
            let mut one = told(Kind::Attack, "緑川製作所", Some(day));
            one.when.another = true;
            events.take(one, paragraph);
        }
        assert!(events.known.values().all(|known| known.len() <= LOOKED_AT));
        for name in 0..10_000 {
            events.remember(&format!("第{name}物産株式会社"));
        }
        assert!(events.recent.len() <= RECENT && events.names.len() <= NAMES);
    }
}
