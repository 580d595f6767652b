//! Relations by the order of words: English and simple Chinese sentences.

use std::ops::Range;

use noroshi_model::{Claim, CueKind, Language, Mention, MentionKind, Predicate, Reason};

use super::assertion;
use super::frame::{Frame, Shape, frame};
use super::term::{self, Term};
use super::{Found, denial, fit};
use crate::cue::Hit;
use crate::said::Said;
use crate::several::Several;

/// How far behind a verb its object may start.
const REACH: usize = 120;

/// Words after which a new clause with its own subject starts.
static BREAKS: Several = Several::of(&[
    "; ",
    " while ",
    " whereas ",
    " but ",
    " although ",
    " said ",
    " says ",
    " that ",
    " reported ",
    "，但",
    "；",
    "，而",
]);

/// Words behind which a contrary clause starts.
static CONTRASTS: Several = Several::of(&["; ", " but ", "，但"]);

/// Signs between Chinese clauses.
static CHINESE_STOPS: Several = Several::of(&["，", "；"]);

/// What may stand between a name and the words that describe it.
const RELATIVE: &[&str] = &[
    " ",
    ", ",
    ", which is ",
    ", which was ",
    " which is ",
    " that is ",
    " that was ",
    ", who is ",
    ", a ",
    ", an ",
    ", the ",
];

/// Words that end a noun phrase without a name.
static ENDS: Several = Several::of(&[
    " from ",
    " via ",
    " using ",
    " by ",
    " to ",
    " in ",
    " on ",
    " with ",
    " before ",
    " after ",
    " and then ",
    " for ",
    " through ",
    " during ",
    " at ",
    " which ",
    " that ",
    " as ",
    " within ",
    " no later ",
]);

/// The relations of a sentence.
pub(super) fn relations(said: &Said<'_, '_>, claims: &[Claim]) -> Vec<Found> {
    let cues: Vec<&Hit<'_>> =
        said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Relation).collect();
    let mut found = Vec::new();
    for (at, hit) in cues.iter().enumerate() {
        let Some(frame) = frame(&hit.cue.value) else { continue };
        let next =
            cues[at + 1..].iter().map(|next| next.range.start).find(|next| *next >= hit.range.end);
        let verb =
            Verb { said, frame, cue: hit.range.clone(), next: next.unwrap_or(said.range.end) };
        if verb.is_stated() {
            verb.fill(&mut found);
        }
    }
    found.extend(denial::relations(said, claims));
    found
}

struct Verb<'v, 'a, 'k> {
    said: &'v Said<'a, 'k>,
    frame: Frame,
    cue: Range<usize>,
    /// Where the next cue starts.
    next: usize,
}

impl Verb<'_, '_, '_> {
    /// The words of the cue as they stand in the text.
    fn reason(&self) -> Reason {
        Reason::with("cue", &self.said.text[self.cue.clone()])
    }

    fn before(&self) -> &str {
        &self.said.text[self.said.range.start..self.cue.start]
    }

    fn behind(&self) -> &str {
        &self.said.text[self.cue.end..self.said.range.end]
    }

    fn is_chinese(&self) -> bool {
        self.said.language == Language::Zh
    }

    /// Neither turned round, nor asked, nor doubted, nor denied.
    fn is_stated(&self) -> bool {
        static NOT: Several =
            Several::of(&["未", "没有", "沒有", "并非", "並非", "不", "无", "否认", "否認"]);
        static ENGLISH_NOT: Several = Several::of(&[
            " not ",
            "n't ",
            " never ",
            " no ",
            " without ",
            " nor ",
            "failed to ",
            "unable to ",
            " if ",
            "whether ",
            "to avoid ",
            " can ",
            " could ",
            " should ",
            " would ",
        ]);
        let before = self.before();
        let near_start = before.char_indices().rev().nth(if self.is_chinese() { 5 } else { 26 });
        let near = || before[near_start.map_or(0, |(at, _)| at)..].to_lowercase();
        let not = if self.is_chinese() { &NOT } else { &ENGLISH_NOT };
        let denied = self.said.hits.iter().any(|hit| {
            hit.cue.kind == CueKind::Speech
                && matches!(hit.cue.value.as_str(), "denies" | "declines")
                && (hit.range.end <= self.cue.start || self.is_chinese())
        });
        let nothing =
            [" no ", " nothing", " any "].iter().any(|word| self.behind().starts_with(word));
        let absent = self.said.hits.iter().any(|hit| hit.cue.kind == CueKind::Absence);
        let asked = self.said.shown().ends_with(['?', '？']);
        let refused = nothing || absent || denied || asked || self.is_doubted();
        !refused && !not.is_in(&format!(" {}", near()))
    }

    fn is_doubted(&self) -> bool {
        let predicate = self.frame.predicate;
        let behind = assertion::is_attribution(predicate);
        let start = self.clause_start(&CONTRASTS);
        self.said.hits.iter().any(|hit| {
            hit.cue.kind == CueKind::Hedge
                && start <= hit.range.start
                && hit.range.end <= self.cue.start
                && !self.said.text[hit.range.clone()].starts_with("May")
                && (behind || hit.cue.likelihood.is_none_or(|wording| wording.low() < 0.5))
        })
    }

    fn clause_start(&self, breaks: &Several) -> usize {
        let before = self.before();
        self.said.range.start + breaks.last_end(before).unwrap_or(0)
    }

    fn fill(&self, found: &mut Vec<Found>) {
        if self.frame.shape == Shape::Demand {
            return self.demand(found);
        }
        let (subjects, objects) = match self.passive() {
            Some(by) => (self.objects(by, true), self.subjects(self.cue.start, true)),
            None if self.is_bare_passive() => return,
            None => {
                let objects = self.objects(self.cue.end, false);
                if objects.is_empty() && self.frame.predicate != Predicate::Steals {
                    return;
                }
                (self.subjects(self.cue.start, false), objects)
            }
        };
        for subject in &subjects {
            for object in &objects {
                self.push(subject.clone(), object.clone(), found);
            }
            self.victim_of_theft(subject, found);
        }
    }

    /// Where the agent of a passive starts: `was attacked by`, 被APT41攻击.
    fn passive(&self) -> Option<usize> {
        if self.frame.shape != Shape::Object {
            return None;
        }
        if self.is_chinese() {
            let start = self.clause_start(&CHINESE_STOPS);
            let before = &self.said.text[start..self.cue.start];
            let mark = ["遭到", "被", "遭"]
                .iter()
                .find_map(|mark| Some(before.rfind(mark)? + mark.len()))?;
            return Some(start + mark);
        }
        let by = self.behind().strip_prefix(" by ").map(|_| self.cue.end + " by ".len());
        by.filter(|_| self.is_participle())
    }

    fn is_participle(&self) -> bool {
        let before = self.before().trim_end();
        let word = before.rsplit(' ').find(|word| !word.ends_with("ly")).unwrap_or_default();
        let be = ["was", "were", "is", "are", "been", "being", "be", "got"];
        let verb = &self.said.text[self.cue.clone()];
        be.contains(&word) || verb.ends_with("ed") || verb.ends_with("en")
    }

    /// `was attacked` without an agent.
    fn is_bare_passive(&self) -> bool {
        let before = self.before().trim_end();
        let word = before.rsplit(' ').next().unwrap_or_default();
        self.frame.shape == Shape::Object
            && ["was", "were", "is", "are", "been", "being", "be"].contains(&word)
    }

    /// Whether a kind can be the subject, or the object when `object` is asked for.
    fn fits(&self, kind: MentionKind, object: bool) -> bool {
        if object == self.frame.reversed {
            fit::is_subject(self.frame.predicate, kind)
        } else {
            fit::is_object(self.frame.predicate, kind)
        }
    }

    /// What stands before the verb: the name directly before it, else the first of the clause.
    fn subjects(&self, to: usize, object: bool) -> Vec<Term> {
        let start = self.clause_start(&BREAKS);
        let inside: Vec<&(Range<usize>, Mention)> = self
            .said
            .mentions
            .iter()
            .filter(|(place, mention)| {
                start <= place.start && place.end <= to && self.fits(mention.kind, object)
            })
            .collect();
        let direct = inside.iter().rev().find(|(place, _)| {
            let between = &self.said.text[place.end..to];
            RELATIVE.contains(&between)
        });
        let free = inside.iter().find(|(place, _)| !self.is_governed(place.start));
        let chosen = direct.filter(|_| self.frame.shape == Shape::After).or(free).or(inside.last());
        if self.frame.predicate == Predicate::SameAs {
            // The name stands directly before: "X is also tracked as", X又称.
            let near = inside.last().filter(|(place, _)| to - place.end <= 24);
            return near.map(|one| Term::mention(self.said, one)).into_iter().collect();
        }
        if self.frame.predicate == Predicate::Targets && object && !inside.is_empty() {
            return inside.into_iter().map(|one| Term::mention(self.said, one)).collect();
        }
        if let Some(one) = chosen {
            return vec![Term::mention(self.said, one)];
        }
        let shown = self.said.text[start..to].trim();
        let first = shown.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let pronoun = matches!(first.split(' ').next(), Some("It" | "They" | "it" | "they"));
        let unnamed = term::is_unnamed_actor(&first) || shown.starts_with("该组织") || pronoun;
        if unnamed && !object && self.fits(MentionKind::ThreatActor, false) {
            return term::actor(self.said).into_iter().collect();
        }
        self.words_before(start, to, object).into_iter().collect()
    }

    /// The words before the verb when no name stands there.
    fn words_before(&self, start: usize, to: usize, object: bool) -> Option<Term> {
        let raw = &self.said.text[start..to];
        let shown = raw.trim();
        let shown = ["has ", "have ", "had "].iter().fold(shown, |text, _| text);
        let shown = [" has", " have", " is", " are", " was", " were", " also"]
            .iter()
            .fold(shown, |text, word| text.strip_suffix(word).unwrap_or(text));
        let words = shown.split(' ').count();
        let front = start + (raw.len() - raw.trim_start().len());
        let term = term::head(self.said, &(front..front + shown.len()), |_| false)?;
        let fit = if object == self.frame.reversed {
            fit::is_fit_subject(self.frame.predicate, &term)
        } else {
            fit::is_fit_object(self.frame.predicate, &term)
        };
        (words <= 6 && fit && !shown.contains(',')).then_some(term)
    }

    /// Whether a preposition stands before a place: `by APT41` is no subject.
    fn is_governed(&self, at: usize) -> bool {
        let before = self.said.text[self.said.range.start..at].trim_end();
        let before = before.strip_suffix(" the").unwrap_or(before);
        let word = before.rsplit(' ').next().unwrap_or_default();
        [
            "by", "against", "from", "in", "of", "to", "at", "on", "with", "for", "In", "On",
            "Against", "By",
        ]
        .contains(&word)
    }

    /// What stands behind a place: the first fitting name and those of its list.
    fn objects(&self, from: usize, agent: bool) -> Vec<Term> {
        let end = self.object_end(from);
        let wanted = |kind: MentionKind| self.fits(kind, !agent);
        let inside: Vec<&(Range<usize>, Mention)> = self
            .said
            .mentions
            .iter()
            .filter(|(place, mention)| {
                from <= place.start && place.end <= end && wanted(mention.kind)
            })
            .collect();
        let all = self.frame.predicate == Predicate::Targets && !agent;
        let mut taken: Vec<Term> = Vec::new();
        for one in inside {
            let joined = taken
                .last()
                .is_none_or(|last| all || is_joint(&self.said.text[last.place.end..one.0.start]));
            if !joined || taken.len() > 12 {
                break;
            }
            taken.push(Term::mention(self.said, one));
        }
        if taken.is_empty() && !agent {
            taken.extend(self.words_behind(from, end));
        }
        taken
    }

    fn object_end(&self, from: usize) -> usize {
        static STOPS: Several = Several::of(&["; ", "; ", " but ", " while ", "。", "；", ". "]);
        let limit = if from < self.next { self.next } else { self.said.range.end };
        let limit = if from > self.cue.start { limit.min(from + REACH) } else { self.cue.start };
        let limit = (from..=limit.min(self.said.range.end))
            .rev()
            .find(|at| self.said.text.is_char_boundary(*at))
            .unwrap_or(from);
        let text = &self.said.text[from..limit];
        from + STOPS.first_start(text).unwrap_or(text.len())
    }

    /// The noun phrase behind the verb when it holds no name.
    fn words_behind(&self, from: usize, end: usize) -> Option<Term> {
        let predicate = self.frame.predicate;
        let free = matches!(
            predicate,
            Predicate::Steals
                | Predicate::Offers
                | Predicate::Impersonates
                | Predicate::SameAs
                | Predicate::Uses
                | Predicate::Exploits
                | Predicate::Targets
                | Predicate::DistributedVia
        );
        if !free || self.frame.reversed {
            return None;
        }
        let raw = &self.said.text[from..end];
        let lead = raw.trim_start_matches([' ', ':', '了', '"']);
        let stop = lead.find([',', '.', '(', '，', '。', '、', '"']).unwrap_or(lead.len());
        let stop = ENDS.first_start(&lead[..stop]).unwrap_or(stop);
        let kept = lead[..stop].trim();
        let start = end - lead.len();
        let words = kept.split(' ').count();
        let short = words <= 8 && kept.chars().count() <= if self.is_chinese() { 20 } else { 80 };
        let clause = ["to ", "that ", "by ", "in ", "on ", "for ", "as ", "when "]
            .iter()
            .any(|word| kept.starts_with(word));
        if !short || clause {
            return None;
        }
        let term = term::head(self.said, &(start..start + kept.len()), |_| false)?;
        fit::is_fit_object(predicate, &term).then_some(term)
    }

    /// `required agencies to patch by 5 August`.
    fn demand(&self, found: &mut Vec<Found>) {
        static STOPS: Several =
            Several::of(&[" by ", " before ", " no later ", " within ", " until ", ", "]);
        let Some(subject) = self.subjects(self.cue.start, false).into_iter().next() else { return };
        let behind = self.behind();
        let Some(to) = behind.find(" to ").filter(|to| *to <= 80) else { return };
        let start = self.cue.end + to + " to ".len();
        let rest = &self.said.text[start..self.said.range.end];
        let date = self.said.mentions.iter().find(|(place, mention)| {
            mention.kind == MentionKind::Date
                && place.start > start
                && [" by", " before", " until", " than"]
                    .iter()
                    .any(|word| self.said.text[start..place.start].trim_end().ends_with(word))
        });
        let stop = STOPS.first_start(rest);
        let kept = rest[..stop.unwrap_or(rest.len())].trim_end_matches('.');
        if kept.is_empty()
            || kept.starts_with("be ")
            || kept.starts_with("not ")
            || self.before().ends_with(" not")
        {
            return;
        }
        let task = Term::words(self.said, start..start + kept.len());
        self.push(subject, task.clone(), found);
        if let Some(date) = date {
            let object = Term::mention(self.said, date);
            found.push(Found {
                subject: task,
                predicate: Predicate::DeadlineOf,
                object,
                place: self.said.range.clone(),
                reason: self.reason(),
            });
        }
    }

    /// `stole records from the bank`.
    fn victim_of_theft(&self, subject: &Term, found: &mut Vec<Found>) {
        if self.frame.predicate != Predicate::Steals || subject.kind.is_none() {
            return;
        }
        let end = self.object_end(self.cue.end);
        let victim = self.said.mentions.iter().find(|(place, mention)| {
            self.cue.end <= place.start
                && place.end <= end
                && mention.kind == MentionKind::Organization
                && self.said.text[self.cue.end..place.start]
                    .trim_end()
                    .trim_end_matches(" the")
                    .ends_with(" from")
        });
        if let Some(victim) = victim {
            let object = Term::mention(self.said, victim);
            found.push(Found {
                subject: subject.clone(),
                predicate: Predicate::Targets,
                object,
                place: self.said.range.clone(),
                reason: self.reason(),
            });
        }
    }

    fn push(&self, subject: Term, object: Term, found: &mut Vec<Found>) {
        let (subject, object) =
            if self.frame.reversed { (object, subject) } else { (subject, object) };
        let Some(predicate) = fit::refine(self.frame.predicate, &subject, &object) else { return };
        let (place, reason) = (self.said.range.clone(), self.reason());
        found.push(Found { subject, predicate, object, place, reason });
    }
}

/// What stands between the names of a list.
fn is_joint(between: &str) -> bool {
    let words = between.trim_matches([' ', ',', '、', '，', '/', '"']);
    matches!(
        words,
        "" | "and" | "or" | "as well as" | "和" | "与" | "及" | "以及" | "或" | "the" | "and the"
    )
}
