//! Filling the frame of a cue from the phrases around it.

use std::ops::Range;

use noroshi_model::{CueKind, MentionKind, Predicate, Reason};

use super::clause::{Arguments, Clause, kana_of};
use super::fit::{self, is_attack, is_fit_object, is_fit_subject, refine};
use super::frame::{Frame, Shape};
use super::phrase::{Case, Kind, is_hiragana};
use super::term::{self, Term};
use super::{Found, denial};
use crate::said::Said;

/// One cue with what stands around it.
pub(super) struct Cue<'c, 's, 'a, 'k> {
    pub(super) clause: &'c Clause<'s, 'a, 'k>,
    pub(super) at: usize,
    pub(super) frame: Frame,
    pub(super) arguments: Arguments,
    pub(super) passive: bool,
    /// The noun that the verb describes.
    pub(super) head: Option<usize>,
}

impl Cue<'_, '_, '_, '_> {
    /// Adds the relations that the cue states.
    pub(super) fn fill(&self, found: &mut Vec<Found>) {
        match self.frame.shape {
            Shape::Object
                if self.frame.predicate == Predicate::Denies && self.arguments.object.is_none() =>
            {
                self.denies_words(found);
            }
            Shape::Object => self.acts_on(self.arguments.object, found),
            Shape::Goal => {
                let noun = self.clause.directly_before(self.at, &[Case::OfGoal]);
                self.acts_on(noun.or(self.arguments.goal), found);
            }
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

    /// 「停止ではない」と否定する.
    fn denies_words(&self, found: &mut Vec<Found>) {
        let said = self.clause.said;
        let Some(quoted) = self.arguments.partner else { return };
        let core = self.clause.pieces[quoted].core.clone();
        let Some(inner) = self.clause.text(&core).strip_prefix('「') else { return };
        let Some(length) = denial::denied_part(inner) else { return };
        let start = core.start + '「'.len_utf8();
        let object = Term::words(said, start..start + length);
        for subject in self.subjects(&[self.arguments.topic, self.arguments.subject]) {
            self.push(subject, object.clone(), found);
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
        let denies = self.frame.predicate == Predicate::Denies;
        let head = self
            .head
            .filter(|head| !denies && (!self.clause.is_deed(*head) || self.is_lure(*head)));
        if self.passive {
            let patient =
                head.or(arguments.subject).or(arguments.topic).filter(|one| Some(*one) != object);
            let agent = arguments
                .agent
                .or(arguments.goal.filter(|_| self.frame.shape != Shape::Goal || object.is_some()));
            let agent = agent
                .or(arguments.source)
                .filter(|_| is_attack(self.frame.predicate) || self.frame.reversed);
            let agent = agent.or(arguments.agent);
            let patient = patient.or(arguments.topic);
            return self.add(&[agent], patient, found);
        }
        let own = if denies {
            [arguments.topic, arguments.subject]
        } else {
            [arguments.subject, arguments.topic]
        };
        let ending = self.clause.text(&self.clause.pieces[self.at].core);
        let object = object.or_else(|| self.named_behind(ending)).or_else(|| self.shared(head));
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

    /// 国税庁をかたるフィッシング: the deed itself imitates.
    fn is_lure(&self, head: usize) -> bool {
        let shown = self.clause.text(&self.clause.pieces[head].core);
        self.frame.predicate == Predicate::Impersonates
            && ["フィッシング", "詐欺"].iter().any(|noun| shown.ends_with(noun))
    }

    /// 標的として乙を挙げた.
    fn named_behind(&self, ending: &str) -> Option<usize> {
        let named =
            ["標的", "ターゲット", "攻撃対象", "狙い"].iter().any(|noun| ending.starts_with(noun));
        if !named || !ending.ends_with("として") {
            return None;
        }
        let mut behind = (self.at + 1..self.clause.pieces.len()).take(4);
        behind.find(|at| self.clause.pieces[*at].kind == Kind::Phrase(Case::Object))
    }

    /// 図面を盗み、販売する: the object of the verb before.
    fn shared(&self, head: Option<usize>) -> Option<usize> {
        let open = head.is_none()
            && self.frame.shape == Shape::Object
            && matches!(self.frame.predicate, Predicate::Offers | Predicate::Steals);
        let before = |at: &usize| !matches!(self.clause.pieces[*at].kind, Kind::Phrase(_));
        let verb = (0..self.at).rev().find(before).filter(|_| open)?;
        let shown = self.clause.text(&self.clause.pieces[verb].core);
        let means = ["使", "用い", "利用", "悪用"].iter().any(|word| shown.starts_with(word));
        self.clause.arguments(verb).object.filter(|_| !means)
    }

    /// 乙の傘下, 乙傘下の甲.
    fn owned(&self, found: &mut Vec<Found>) {
        let object = self
            .clause
            .directly_before(self.at, &[Case::Of, Case::Bare, Case::Source, Case::OfAgent]);
        let piece = &self.clause.pieces[self.at];
        let ending = self.clause.text(&piece.core);
        let next =
            self.clause.pieces.get(self.at + 1).filter(|next| {
                next.core.start == piece.end && matches!(next.kind, Kind::Phrase(_))
            });
        let joins = ending.ends_with("の") || self.head.is_some();
        let named = matches!(self.frame.predicate, Predicate::SameAs | Predicate::LocatedIn);
        let verb = self.clause.said.text[..self.cue_end()].ends_with(is_hiragana);
        if !joins && !named && !verb && !is_copula(ending, self.clause.said, piece.core.end) {
            return;
        }
        let head = next.filter(|_| joins).map(|_| self.at + 1);
        let mut subject = [
            head.filter(|head| !self.clause.is_deed(*head)),
            self.arguments.subject,
            self.arguments.topic,
        ];
        if self.frame.predicate == Predicate::SameAs && self.arguments.subject.is_some() {
            // 甲社が乙の名で追跡する…: 甲社 only gives the name.
            subject = [self.arguments.object, None, None];
        }
        self.add(&subject, object, found);
    }

    /// マルウェアをメールで配布.
    fn by_means(&self, found: &mut Vec<Found>) {
        let arguments = &self.arguments;
        let shown = self.clause.text(&self.clause.pieces[self.at].core);
        let put = ["公開", "登録", "アップロード", "投稿", "掲載", "添付", "混入"];
        let goal = arguments.goal.filter(|_| put.iter().any(|verb| shown.starts_with(verb)));
        let means = arguments.via.or(arguments.means).or(goal);
        let head = self.head.filter(|head| !self.clause.is_deed(*head));
        let patient = if self.passive { arguments.subject.or(arguments.topic) } else { None };
        let own = if arguments.object.is_none() {
            [arguments.subject, arguments.topic]
        } else {
            [None; 2]
        };
        if arguments.object.is_some_and(|object| self.tells_of(object)) {
            return;
        }
        let thing = [arguments.object, head, patient, own[0], own[1]];
        self.add(&thing, means, found);
    }

    /// マルウェアの分析結果を公開した: the report is spread, not the malware.
    fn tells_of(&self, object: usize) -> bool {
        let shown = self.clause.text(&self.clause.pieces[object].core);
        let ends = [
            "結果",
            "報告",
            "報告書",
            "詳細",
            "分析",
            "解析",
            "レポート",
            "記事",
            "情報",
            "指標",
            "動向",
            "声明",
        ];
        ends.iter().any(|end| shown.ends_with(end))
    }

    /// 甲を乙と呼ぶ, 乙として知られる甲.
    fn named(&self, found: &mut Vec<Found>) {
        let arguments = &self.arguments;
        let name = arguments.role.or(arguments.partner);
        let head = self.head.filter(|head| !self.clause.is_deed(*head));
        let patient =
            if self.passive { head.or(arguments.subject).or(arguments.topic) } else { None };
        self.add(&[arguments.object, patient], name, found);
    }

    /// 甲、別名乙; 甲の別名は乙; 甲は乙の別名.
    fn alias(&self, found: &mut Vec<Found>) {
        let piece = &self.clause.pieces[self.at];
        let owner = self.clause.directly_before(self.at, &[Case::Of]);
        let ending = &self.clause.text(&piece.core);
        let behind =
            self.clause.pieces.get(self.at + 1).filter(|next| {
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
                    matches!(
                        self.clause.pieces[*at].kind,
                        Kind::Phrase(Case::Bare | Case::Topic | Case::Subject)
                    )
                });
                let own = [before, self.arguments.subject, self.arguments.topic];
                for name in self.names_behind() {
                    self.add(&own, Some(name), found);
                }
            }
            (None, None) => {}
        }
    }

    /// The phrases of 乙、丙 in 別名乙、丙.
    fn names_behind(&self) -> Vec<usize> {
        let mut names = Vec::new();
        for at in self.at + 1..self.clause.pieces.len().min(self.at + 8) {
            let Kind::Phrase(case) = self.clause.pieces[at].kind else { break };
            names.push(at);
            if !(case == Case::And || (case == Case::Bare && self.clause.pieces[at].comma)) {
                break;
            }
        }
        names
    }

    /// 甲による乙への攻撃; 乙への攻撃は甲によるもの.
    fn deed(&self, found: &mut Vec<Found>) {
        let (mut goal, mut agent) = (None, None);
        let mut at = self.at;
        while let Some(before) = self
            .clause
            .directly_before(at, &[Case::OfGoal, Case::OfAgent, Case::Of, Case::And, Case::Bare])
        {
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
        let named = |at: &usize| {
            let item = self.clause.items(*at).into_iter().next();
            item.and_then(|item| {
                term::head(self.clause.said, &item, |kind| kind == MentionKind::ThreatActor)
            })
            .is_some_and(|term| term.kind == Some(MentionKind::ThreatActor))
        };
        let whose =
            || [self.arguments.subject, self.arguments.topic].into_iter().flatten().find(named);
        let Some(agent) = agent.or_else(later).or_else(whose) else { return };
        self.add(&[Some(agent)], Some(goal), found);
    }

    /// 修正を求めた; 適用するよう求めた; 報告が義務付けられる.
    fn demand(&self, found: &mut Vec<Found>) {
        let arguments = &self.arguments;
        let by_rule = [
            arguments.ground,
            arguments.agent,
            arguments.means,
            arguments.topic,
            arguments.subject,
        ];
        let patient =
            if self.passive { arguments.subject.or(arguments.topic) } else { arguments.object };
        if self.passive {
            let subjects = by_rule.map(|one| one.filter(|one| Some(*one) != patient));
            return self.add(&subjects, patient, found);
        }
        let who = [arguments.subject, arguments.topic, arguments.ground];
        if let Some(object) = patient {
            self.due(object, found);
            return self.add(&who, Some(object), found);
        }
        let Some(place) = self.clause_before() else { return };
        let Some(subject) = self.subjects(&who).into_iter().next() else { return };
        self.push(subject, Term::words(self.clause.said, place), found);
    }

    /// 10月31日までに報告を求めた.
    fn due(&self, object: usize, found: &mut Vec<Found>) {
        let said = self.clause.said;
        let Some(until) = self.arguments.until else { return };
        let core = &self.clause.pieces[until].core;
        let date = term::mentions(said, core, |kind| kind == MentionKind::Date).last();
        let item = self.clause.items(object).into_iter().next();
        let (Some(object), Some(item)) = (date, item) else { return };
        let subject = Term::words(said, item);
        found.push(Found {
            subject,
            predicate: Predicate::DeadlineOf,
            object,
            place: self.place(),
            reason: self.reason(),
        });
    }

    /// 修正版を適用 before するよう or することを.
    fn clause_before(&self) -> Option<Range<usize>> {
        let verb = (0..self.at)
            .rev()
            .find(|at| !matches!(self.clause.pieces[*at].kind, Kind::Phrase(_)))?;
        let piece = &self.clause.pieces[verb];
        let shown = self.clause.text(&piece.core);
        let cut = ["するよう", "するこ", "よう", "こと"]
            .iter()
            .filter_map(|kana| shown.find(kana))
            .min()?;
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
        self.victim(&chosen, found);
    }

    fn objects(&self, at: usize) -> Vec<Term> {
        let (said, predicate) = (self.clause.said, self.frame.predicate);
        let mut terms = Vec::new();
        let mut items = self.clause.items(at);
        // 甲社と乙社傘下の丙社: only 乙社 owns.
        if self.frame.shape == Shape::Owner
            && matches!(self.frame.predicate, Predicate::PartOf | Predicate::SponsoredBy)
        {
            items.truncate(1);
        }
        // 安全保障や先端技術の情報 is one thing.
        let whole = self.frame.predicate == Predicate::Steals
            && items.len() > 1
            && items.first().is_some_and(|last| *last != self.clause.pieces[at].core);
        if let Some(first) = items.last().cloned().filter(|_| whole) {
            let whole = first.start..self.clause.pieces[at].core.end;
            items = Vec::from([whole]);
        }
        if let Some(last) =
            items.first_mut().filter(|_| self.frame.predicate == Predicate::Requires)
        {
            last.start = self.clause.behind_until(at).unwrap_or(last.start);
        }
        for item in items.into_iter().rev() {
            if predicate == Predicate::Targets {
                let all = term::mentions(said, &item, |kind| fit::is_object(predicate, kind));
                let before = terms.len();
                terms.extend(all);
                if terms.len() > before {
                    continue;
                }
            }
            if let Some(hole) = self.hole(&item) {
                terms.push(hole);
                continue;
            }
            let called = self.called(at, &item);
            let place = called.as_ref().unwrap_or(&item);
            terms.extend(
                term::head(said, place, |kind| self.takes(kind))
                    .filter(|term| self.is_object(term)),
            );
        }
        terms
    }

    /// 甲の脆弱性（CVE-2024-3400）: the number in the phrase or in the bracket behind it.
    fn hole(&self, item: &Range<usize>) -> Option<Term> {
        let said = self.clause.said;
        let shown = self.clause.text(item);
        let uses = matches!(self.frame.predicate, Predicate::Uses | Predicate::Exploits);
        if !uses || !["脆弱性", "欠陥", "不具合"].iter().any(|noun| shown.ends_with(noun)) {
            return None;
        }
        let number = |kind: MentionKind| kind == MentionKind::Vulnerability;
        let bracket = said.text[item.end..].starts_with('(');
        let behind = said.mentions.iter().find(|(at, mention)| {
            bracket && number(mention.kind) && at.start > item.end && at.start <= item.end + 4
        });
        let inside = term::mentions(said, item, number).last();
        let known = inside.or_else(|| behind.map(|one| Term::mention(said, one)));
        let known = known.or_else(|| term::head(said, item, number))?;
        Some(Term { kind: Some(MentionKind::Vulnerability), ..known })
    }

    /// The name of 「乙」と呼ばれる集団, for the item that this phrase ends.
    fn called(&self, at: usize, item: &Range<usize>) -> Option<Range<usize>> {
        let own = self.clause.pieces[at].core == *item;
        let named =
            term::mentions(self.clause.said, item, |kind| kind != MentionKind::Count).next();
        if own && named.is_none() { self.clause.named_by(at) } else { None }
    }

    /// Whether a kind can stand where the cue has its object.
    fn takes(&self, kind: MentionKind) -> bool {
        if self.frame.reversed {
            fit::is_subject(self.frame.predicate, kind)
        } else {
            fit::is_object(self.frame.predicate, kind)
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
    pub(super) fn subjects(&self, phrases: &[Option<usize>]) -> Vec<Term> {
        let (said, predicate, reversed) =
            (self.clause.said, self.frame.predicate, self.frame.reversed);
        let fits = |term: &Term| {
            if reversed { is_fit_object(predicate, term) } else { is_fit_subject(predicate, term) }
        };
        let wanted = |kind: MentionKind| {
            if reversed {
                fit::is_object(predicate, kind)
            } else {
                fit::is_subject(predicate, kind)
            }
        };
        let mut blocked = false;
        for phrase in phrases.iter().flatten() {
            let items = self.clause.items(*phrase);
            let items = items.into_iter();
            let called = |item: Range<usize>| self.called(*phrase, &item).unwrap_or(item);
            let terms: Vec<Term> = items
                .filter_map(|item| term::head(said, &called(item), wanted))
                .filter(|term| fits(term))
                .collect();
            if !terms.is_empty() {
                return terms;
            }
            let shown = self.clause.text(&self.clause.pieces[*phrase].core);
            blocked |= !self.clause.is_deed(*phrase)
                && !term::is_unnamed_actor(shown)
                && !is_carrier(shown);
        }
        // 甲は、乙を狙う攻撃を…: 甲 only tells of it.
        let deed = self.head.is_some_and(|head| self.clause.is_deed(head))
            && self.arguments.subject.is_none();
        let implied = !reversed && (!blocked || deed) && is_attack(predicate);
        let bare = self.passive && predicate != Predicate::Uses;
        let used =
            self.clause.text(&self.clause.pieces[self.at].core).starts_with(['悪', '配', '拡']);
        let bare = (bare && predicate != Predicate::DistributedVia) || (self.passive && used);
        let own = matches!(predicate, Predicate::Steals | Predicate::DistributedVia);
        let fits = |term: &Term| fits(term) && (own || term.kind == Some(MentionKind::ThreatActor));
        let term = (implied && !bare).then(|| term::implied(said, predicate, fits)).flatten();
        term.into_iter().collect()
    }

    /// Where the cue's own words end.
    fn cue_end(&self) -> usize {
        let start = self.clause.pieces[self.at].core.start;
        let own = self
            .clause
            .said
            .hits
            .iter()
            .filter(|hit| hit.cue.kind == CueKind::Relation && hit.range.start == start);
        own.map(|hit| hit.range.end).max().unwrap_or(start)
    }

    /// The words of the cue as they stand in the text.
    pub(super) fn reason(&self) -> Reason {
        let start = self.clause.pieces[self.at].core.start;
        Reason::with("cue", self.clause.text(&(start..self.cue_end())))
    }

    pub(super) fn place(&self) -> Range<usize> {
        self.clause.said.range.clone()
    }

    fn push(&self, subject: Term, object: Term, found: &mut Vec<Found>) {
        let attacker = matches!(
            subject.kind,
            Some(MentionKind::ThreatActor | MentionKind::Person | MentionKind::Malware)
        );
        if self.frame.hostile && !attacker {
            return;
        }
        let (subject, object) =
            if self.frame.reversed { (object, subject) } else { (subject, object) };
        let predicate = refine(self.frame.predicate, &subject, &object);
        let Some(predicate) = predicate else { return };
        let (place, reason) = (self.place(), self.reason());
        found.push(Found { subject, predicate, object, place, reason });
    }
}

/// 乙の一部である, 乙の傘下にあり: the noun closes the clause.
fn is_copula(core: &str, said: &Said<'_, '_>, end: usize) -> bool {
    let kana = kana_of(core);
    let closes =
        said.text[end..said.range.end].chars().next().is_none_or(|sign| "。、」".contains(sign));
    let copula =
        ["だ", "である", "であり", "で、", "です", "に", "と", "を受け", "となっ", "とさ", "とし"]
            .iter()
            .any(|word| kana.starts_with(word));
    copula
        || (closes && (kana.is_empty() || kana == "で"))
        || kana.ends_with(['て', 'た', 'る', 'け', 'っ'])
}

/// Things of an attack that act only as somebody's means.
fn is_carrier(shown: &str) -> bool {
    ["メール", "文書", "検体", "通信", "コード", "ファイル", "亜種"]
        .iter()
        .any(|end| shown.ends_with(end))
}
