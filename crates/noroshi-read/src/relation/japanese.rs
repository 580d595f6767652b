//! Relations of Japanese sentences: frames filled by particles.

use std::ops::Range;

use noroshi_model::{Claim, CueKind, MentionKind, Predicate};

use super::assertion::{self, Place};
use super::clause::{Arguments, Clause};
use super::frame::{Frame, Shape, frame};
use super::phrase::{Case, Kind, Scanner};
use super::term::{self, Term};
use super::{Found, deadline, denial};
use crate::said::Said;

/// The relations of a sentence and of what is quoted in it.
pub(super) fn relations(said: &Said<'_, '_>, claims: &[Claim]) -> Vec<Found> {
    let cues = cue_places(said);
    let mut found = Vec::new();
    for range in ranges(said) {
        let pieces = Scanner::pieces(said, &cues, &range);
        let clause = Clause { said, pieces };
        for at in 0..clause.pieces.len() {
            if let Kind::Cue(number) = clause.pieces[at].kind {
                stated(&clause, at, &cues[number], &mut found);
            }
        }
        by_tool(&clause, &mut found);
        country_of(&clause, &mut found);
        deadline::japanese(&clause, &cues, &mut found);
    }
    found.extend(denial::relations(said, claims));
    found
}

/// Places of cues, in order, none inside another.
fn cue_places(said: &Said<'_, '_>) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for hit in said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Relation) {
        if places.last().is_none_or(|last| last.end <= hit.range.start) {
            places.push(hit.range.clone());
        }
    }
    places
}

/// The sentence, and each quotation in it that may hold a sentence of its own.
fn ranges(said: &Said<'_, '_>) -> Vec<Range<usize>> {
    let mut ranges = vec![said.range.clone()];
    let text = said.shown();
    let mut from = 0;
    while let Some(open) = text[from..].find('「').map(|open| from + open + '「'.len_utf8()) {
        let Some(length) = text[open..].find('」') else { break };
        if length >= 36 && ranges.len() < 8 {
            ranges.push(said.range.start + open..said.range.start + open + length);
        }
        from = open + length;
    }
    ranges
}

/// One cue with what stands around it.
struct Cue<'c, 's, 'a, 'k> {
    clause: &'c Clause<'s, 'a, 'k>,
    at: usize,
    frame: Frame,
    arguments: Arguments,
    passive: bool,
    /// The noun that the verb describes.
    head: Option<usize>,
}

fn stated(clause: &Clause<'_, '_, '_>, at: usize, place: &Range<usize>, found: &mut Vec<Found>) {
    let said = clause.said;
    let hits = said.hits.iter().filter(|hit| {
        hit.cue.kind == CueKind::Relation && hit.range == *place
    });
    for hit in hits {
        let Some(frame) = frame(&hit.cue.value) else { continue };
        let head = clause.described(at);
        let deed = head.is_some_and(|head| clause.is_deed(head));
        let how = if head.is_some() && !deed { Place::Modifier } else { Place::Clause };
        let piece = &clause.pieces[at];
        if !assertion::is_stated(said, place, piece.core.end, how, frame.predicate) {
            continue;
        }
        let ending = &said.text[place.end..piece.core.end];
        let cue = Cue {
            clause,
            at,
            frame,
            arguments: clause.arguments(at),
            passive: is_passive(ending),
            head,
        };
        cue.fill(found);
    }
}

/// された, 狙われた, 標的となった.
fn is_passive(ending: &str) -> bool {
    let start: String = ending.chars().take(5).collect();
    ["され", "われ", "まれ", "られ", "ばれ", "かれ", "れ", "けられ", "となっ", "となる", "になっ", "になる"]
        .iter()
        .any(|kana| start.starts_with(kana))
}

impl Cue<'_, '_, '_, '_> {
    fn fill(&self, found: &mut Vec<Found>) {
        match self.frame.shape {
            Shape::Object => self.acts_on(self.arguments.object, found),
            Shape::Goal => self.acts_on(self.arguments.goal, found),
            Shape::Source => self.acts_on(self.arguments.source, found),
            Shape::Partner => self.acts_on(self.partner(), found),
            Shape::Owner => self.owned(found),
            Shape::Means => self.by_means(found),
            Shape::Naming => self.named(found),
            Shape::Alias | Shape::After => self.alias(found),
            Shape::Deed => self.deed(found),
            Shape::Demand => self.demand(found),
            Shape::Until => {}
        }
    }

    fn partner(&self) -> Option<usize> {
        let before = self.clause.directly_before(self.at, &[Case::OfPartner]);
        before.or(self.arguments.partner).or_else(|| {
            let noun = self.clause.directly_before(self.at, &[Case::Bare])?;
            self.clause.directly_before(noun, &[Case::OfPartner])
        })
    }

    /// Somebody does something to somebody: the frame of most verbs.
    fn acts_on(&self, object: Option<usize>, found: &mut Vec<Found>) {
        let arguments = &self.arguments;
        let head = self.head.filter(|head| !self.clause.is_deed(*head));
        if self.passive {
            let patient = head.or(arguments.subject).or(arguments.topic).filter(|one| Some(*one) != object);
            let agent = arguments.agent.or(arguments.goal.filter(|_| self.frame.shape != Shape::Goal || object.is_some()));
            let agent = agent.or(arguments.source);
            let patient = patient.or(arguments.topic);
            return self.add(&[agent], patient, found);
        }
        let own = [arguments.subject, arguments.topic];
        match (object, head) {
            (Some(object), Some(head)) if arguments.subject.is_none() => {
                self.add(&[Some(head)], Some(object), found);
            }
            (Some(object), _) => self.add(&own, Some(object), found),
            (None, Some(head)) => self.add(&[arguments.subject], Some(head), found),
            (None, None) if self.frame.shape == Shape::Object && arguments.subject.is_some() => {
                self.add(&[arguments.subject], arguments.topic, found);
            }
            (None, None) => {}
        }
    }

    /// 乙の傘下, 乙傘下の甲.
    fn owned(&self, found: &mut Vec<Found>) {
        let object = self.clause.directly_before(self.at, &[Case::Of, Case::Bare, Case::Source, Case::OfAgent]);
        let piece = &self.clause.pieces[self.at];
        let ending = self.clause.text(&piece.core);
        let next = self.clause.pieces.get(self.at + 1).filter(|next| {
            next.core.start == piece.end && matches!(next.kind, Kind::Phrase(_))
        });
        let joins = ending.ends_with("の") || self.head.is_some();
        let head = next.filter(|_| joins).map(|_| self.at + 1);
        let subject = [head.filter(|head| !self.clause.is_deed(*head)), self.arguments.subject, self.arguments.topic];
        self.add(&subject, object, found);
    }

    /// マルウェアをメールで配布.
    fn by_means(&self, found: &mut Vec<Found>) {
        let arguments = &self.arguments;
        let means = arguments.via.or(arguments.means).or(arguments.goal);
        let head = self.head.filter(|head| !self.clause.is_deed(*head));
        let patient = if self.passive { arguments.subject.or(arguments.topic) } else { None };
        let thing = [arguments.object, head, patient];
        self.add(&thing, means, found);
    }

    /// 甲を乙と呼ぶ, 乙として知られる甲.
    fn named(&self, found: &mut Vec<Found>) {
        let arguments = &self.arguments;
        let name = arguments.role.or(arguments.partner);
        let head = self.head.filter(|head| !self.clause.is_deed(*head));
        let patient = if self.passive { head.or(arguments.subject).or(arguments.topic) } else { None };
        self.add(&[arguments.object, patient], name, found);
    }

    /// 甲、別名乙; 甲の別名は乙; 甲は乙の別名.
    fn alias(&self, found: &mut Vec<Found>) {
        let piece = &self.clause.pieces[self.at];
        let owner = self.clause.directly_before(self.at, &[Case::Of]);
        let ending = &self.clause.text(&piece.core);
        let behind = self.clause.pieces.get(self.at + 1).filter(|next| {
            next.core.start == piece.end && matches!(next.kind, Kind::Phrase(_))
        });
        match (owner, behind) {
            (Some(owner), Some(_)) if ending.ends_with(['は', 'が', 'に', 'も']) => {
                self.add(&[Some(owner)], Some(self.at + 1), found);
            }
            (Some(owner), _) => {
                self.add(&[self.arguments.subject, self.arguments.topic], Some(owner), found);
            }
            (None, Some(_)) => {
                let before = self.at.checked_sub(1).filter(|at| {
                    matches!(self.clause.pieces[*at].kind, Kind::Phrase(Case::Bare | Case::Topic | Case::Subject))
                });
                let own = [before, self.arguments.subject, self.arguments.topic];
                self.add(&own, Some(self.at + 1), found);
            }
            (None, None) => {}
        }
    }

    /// 甲による乙への攻撃; 乙への攻撃は甲によるもの.
    fn deed(&self, found: &mut Vec<Found>) {
        let (mut goal, mut agent) = (None, None);
        let mut at = self.at;
        while let Some(before) = self.clause.directly_before(
            at,
            &[Case::OfGoal, Case::OfAgent, Case::Of, Case::And, Case::Bare],
        ) {
            match self.clause.pieces[before].kind {
                Kind::Phrase(Case::OfGoal) => goal = goal.or(Some(before)),
                Kind::Phrase(Case::OfAgent) => agent = agent.or(Some(before)),
                _ => {}
            }
            at = before;
        }
        let later = || {
            let mut behind = self.clause.pieces[self.at..].iter().take(6);
            behind.position(|piece| piece.kind == Kind::Phrase(Case::Agent)).map(|by| self.at + by)
        };
        let Some(goal) = goal else { return };
        let Some(agent) = agent.or_else(later) else { return };
        self.add(&[Some(agent)], Some(goal), found);
    }

    /// 修正を求めた; 適用するよう求めた; 報告が義務付けられる.
    fn demand(&self, found: &mut Vec<Found>) {
        let arguments = &self.arguments;
        let by_rule = [arguments.ground, arguments.agent, arguments.means, arguments.topic, arguments.subject];
        let patient = if self.passive { arguments.subject.or(arguments.topic) } else { arguments.object };
        if self.passive {
            let subjects = by_rule.map(|one| one.filter(|one| Some(*one) != patient));
            return self.add(&subjects, patient, found);
        }
        let who = [arguments.subject, arguments.topic, arguments.ground];
        if let Some(object) = patient {
            return self.add(&who, Some(object), found);
        }
        let Some(place) = self.clause_before() else { return };
        let Some(subject) = self.subjects(&who).into_iter().next() else { return };
        self.push(subject, Term::words(self.clause.said, place), found);
    }

    /// 修正版を適用 before するよう or することを.
    fn clause_before(&self) -> Option<Range<usize>> {
        let verb = (0..self.at).rev().find(|at| !matches!(self.clause.pieces[*at].kind, Kind::Phrase(_)))?;
        let piece = &self.clause.pieces[verb];
        let shown = self.clause.text(&piece.core);
        let cut = ["するよう", "するこ", "よう", "こと"].iter().filter_map(|kana| shown.find(kana)).min()?;
        let object = self.clause.arguments(verb).object;
        let start = object.map_or(piece.core.start, |object| {
            self.clause.items(object).last().map_or(piece.core.start, |item| item.start)
        });
        (start < piece.core.start + cut).then_some(start..piece.core.start + cut)
    }

    /// Adds what the phrases of both sides name.
    fn add(&self, subjects: &[Option<usize>], object: Option<usize>, found: &mut Vec<Found>) {
        let Some(object) = object else { return };
        let objects = self.objects(object);
        if objects.is_empty() {
            return;
        }
        let chosen: Vec<Option<usize>> =
            subjects.iter().map(|one| one.filter(|one| *one != object)).collect();
        for subject in self.subjects(&chosen) {
            for object in &objects {
                self.push(subject.clone(), object.clone(), found);
            }
        }
        self.victim_of_theft(&chosen, found);
    }

    /// 甲銀行から顧客情報を盗んだ: the bank is a target too.
    fn victim_of_theft(&self, subjects: &[Option<usize>], found: &mut Vec<Found>) {
        let Some(source) = self.arguments.source.filter(|_| self.frame.predicate == Predicate::Steals)
        else {
            return;
        };
        let said = self.clause.said;
        for item in self.clause.items(source) {
            let victims = term::mentions(said, &item, |kind| {
                matches!(kind, MentionKind::Organization | MentionKind::Sector)
            });
            for victim in victims {
                for subject in self.subjects(subjects) {
                    found.push(Found { subject, predicate: Predicate::Targets, object: victim.clone(), place: self.place() });
                }
            }
        }
    }

    fn objects(&self, at: usize) -> Vec<Term> {
        let (said, predicate) = (self.clause.said, self.frame.predicate);
        let mut terms = Vec::new();
        for item in self.clause.items(at).into_iter().rev() {
            if predicate == Predicate::Targets {
                let all = term::mentions(said, &item, |kind| term::is_object(predicate, kind));
                let before = terms.len();
                terms.extend(all);
                if terms.len() > before {
                    continue;
                }
            }
            terms.extend(term::head(said, &item, |kind| self.takes(kind)).filter(|term| self.is_object(term)));
        }
        terms
    }

    /// Whether a kind can stand where the cue has its object.
    fn takes(&self, kind: MentionKind) -> bool {
        if self.frame.reversed {
            term::is_subject(self.frame.predicate, kind)
        } else {
            term::is_object(self.frame.predicate, kind)
        }
    }

    fn is_object(&self, term: &Term) -> bool {
        if self.frame.reversed {
            return is_fit_subject(self.frame.predicate, term);
        }
        is_fit_object(self.frame.predicate, term)
    }

    /// What the first phrase that fits names; the actor that is spoken of when a verb of an
    /// attack has no subject, or a deed for one.
    fn subjects(&self, phrases: &[Option<usize>]) -> Vec<Term> {
        let (said, predicate, reversed) = (self.clause.said, self.frame.predicate, self.frame.reversed);
        let fits = |term: &Term| {
            if reversed { is_fit_object(predicate, term) } else { is_fit_subject(predicate, term) }
        };
        let wanted = |kind: MentionKind| {
            if reversed { term::is_object(predicate, kind) } else { term::is_subject(predicate, kind) }
        };
        let mut blocked = false;
        for phrase in phrases.iter().flatten() {
            let items = self.clause.items(*phrase).into_iter();
            let terms: Vec<Term> =
                items.filter_map(|item| term::head(said, &item, wanted)).filter(|term| fits(term)).collect();
            if !terms.is_empty() {
                return terms;
            }
            let shown = self.clause.text(&self.clause.pieces[*phrase].core);
            blocked |= !self.clause.is_deed(*phrase) && !term::is_unnamed_actor(shown);
        }
        let implied = !reversed && !blocked && is_attack(predicate);
        implied.then(|| term::actor(said)).flatten().into_iter().collect()
    }

    fn place(&self) -> Range<usize> {
        self.clause.said.range.clone()
    }

    fn push(&self, subject: Term, object: Term, found: &mut Vec<Found>) {
        let (subject, object) = if self.frame.reversed { (object, subject) } else { (subject, object) };
        let predicate = refine(self.frame.predicate, &subject, &object);
        let Some(predicate) = predicate else { return };
        found.push(Found { subject, predicate, object, place: self.place() });
    }
}

/// Verbs of which an attacker who was named before is the subject.
fn is_attack(predicate: Predicate) -> bool {
    matches!(
        predicate,
        Predicate::Targets | Predicate::Uses | Predicate::Exploits | Predicate::Steals
    )
}

/// Use of a vulnerability is an exploit; a part of a state's service is sponsored by it.
pub(super) fn refine(predicate: Predicate, subject: &Term, object: &Term) -> Option<Predicate> {
    let actor = subject.kind == Some(MentionKind::ThreatActor);
    let state = object.kind == Some(MentionKind::Country)
        || ["軍", "政府", "情報総局", "情報局", "国家", "総参謀", "連邦保安庁", "省", "国防", "警察", "intelligence", "government", "military"]
            .iter()
            .any(|word| object.text.contains(word));
    match predicate {
        Predicate::Uses | Predicate::Exploits => {
            let hole = object.kind == Some(MentionKind::Vulnerability)
                || object.text.ends_with("脆弱性")
                || object.text.contains("vulnerabilit");
            Some(if hole { Predicate::Exploits } else { Predicate::Uses })
        }
        Predicate::PartOf if actor && state => Some(Predicate::SponsoredBy),
        Predicate::SameAs => same_kind(subject, object).then_some(predicate),
        _ => Some(predicate),
    }
}

/// Two names can be of one thing only when nothing says that they are of two kinds.
fn same_kind(subject: &Term, object: &Term) -> bool {
    match (subject.kind, object.kind) {
        (Some(one), Some(two)) => one == two || (soft(one) && soft(two)),
        _ => true,
    }
}

/// Names of gangs and of their malware are mixed in practice.
fn soft(kind: MentionKind) -> bool {
    matches!(
        kind,
        MentionKind::ThreatActor | MentionKind::Malware | MentionKind::Tool | MentionKind::Campaign
    )
}

/// Whether a term can be the subject of a predicate.
pub(super) fn is_fit_subject(predicate: Predicate, term: &Term) -> bool {
    match (predicate, term.kind) {
        (Predicate::Offers | Predicate::LocatedIn | Predicate::Requires, None) => true,
        (Predicate::OperatedBy | Predicate::PartOf | Predicate::SponsoredBy, None) => true,
        (Predicate::SameAs | Predicate::RelatedTo | Predicate::Impersonates, None) => true,
        (Predicate::DistributedVia, None) => is_harmful(&term.text),
        (_, None) => false,
        (predicate, Some(kind)) => term::is_subject(predicate, kind),
    }
}

/// Whether a term can be the object of a predicate.
pub(super) fn is_fit_object(predicate: Predicate, term: &Term) -> bool {
    match (predicate, term.kind) {
        (Predicate::Exploits, _) => true,
        (Predicate::DeadlineOf | Predicate::SameAs, None) => !term.text.is_empty(),
        (Predicate::LocatedIn, None) => false,
        (_, None) => true,
        (Predicate::Steals | Predicate::Requires | Predicate::Offers, Some(_)) => true,
        (Predicate::Uses, Some(MentionKind::Vulnerability)) => true,
        (predicate, Some(kind)) => term::is_object(predicate, kind),
    }
}

/// Words for something that harms: only that is said to be distributed.
fn is_harmful(shown: &str) -> bool {
    [
        "マルウェア", "ウイルス", "ランサム", "トロイ", "パッケージ", "不正", "悪性", "悪意", "偽", "ローダ",
        "バックドア", "スティーラ", "RAT", "ボット", "検体", "malware", "payload", "package", "恶意",
    ]
    .iter()
    .any(|word| shown.contains(word))
}

/// Mimikatzで認証情報を集めた: a tool as the means of any verb.
fn by_tool(clause: &Clause<'_, '_, '_>, found: &mut Vec<Found>) {
    let said = clause.said;
    for at in 0..clause.pieces.len() {
        let piece = &clause.pieces[at];
        if piece.kind != Kind::Phrase(Case::Means) {
            continue;
        }
        let tool = term::mentions(said, &piece.core, |kind| {
            matches!(kind, MentionKind::Tool | MentionKind::Malware)
        });
        let Some(tool) = tool.last() else { continue };
        let Some(verb) = (at + 1..clause.pieces.len())
            .find(|next| !matches!(clause.pieces[*next].kind, Kind::Phrase(_)))
        else {
            continue;
        };
        let place = &clause.pieces[verb].core;
        let start = place.start..place.start;
        if !assertion::is_stated(said, &start, place.end, Place::Clause, Predicate::Uses) {
            continue;
        }
        let arguments = clause.arguments(verb);
        let named = [arguments.subject, arguments.topic].into_iter().flatten().find_map(|one| {
            let item = clause.items(one).into_iter().next()?;
            term::head(said, &item, |kind| kind == MentionKind::ThreatActor)
        });
        let known = arguments.subject.or(arguments.topic).is_some();
        let actor = if known { named } else { term::actor(said) };
        let Some(subject) = actor.filter(|term| term.kind == Some(MentionKind::ThreatActor)) else { continue };
        found.push(Found { subject, predicate: Predicate::Uses, object: tool, place: said.range.clone() });
    }
}

/// チェコの乙公社: a country directly before an organisation.
fn country_of(clause: &Clause<'_, '_, '_>, found: &mut Vec<Found>) {
    let said = clause.said;
    for pair in said.mentions.windows(2) {
        let [(first, country), (second, body)] = pair else { continue };
        let joined = said.text.get(first.end..second.start) == Some("の");
        if joined && country.kind == MentionKind::Country && body.kind == MentionKind::Organization {
            found.push(Found {
                subject: Term::mention(said, &pair[1]),
                predicate: Predicate::LocatedIn,
                object: Term::mention(said, &pair[0]),
                place: first.start..second.end,
            });
        }
    }
}
