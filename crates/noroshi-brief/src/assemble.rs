//! From material to the view model, in the order in which it is read.

use std::collections::BTreeSet;

use noroshi_model::{Concern, Tlp};

use crate::desk::Desk;
use crate::error::BriefError;
use crate::material::{Kind, Material, Order};
use crate::similarity::Ties;
use crate::summary::{self, Room};
use crate::topics::{self, Plan};
use crate::view::{
    Brief, Bullet, Counts, Flash, LogTimeline, OtherDocument, Statement, Timeline, Topic, TopicName,
};
use crate::words::{Words, fill};
use crate::{
    actors, advice, concerns, estate, lint, logs, observables, positions, settings, show, timeline,
    unread,
};

/// Chapters of a monthly brief.
const CHAPTERS: usize = 8;
/// Topics of a summary.
pub(crate) const SUMMARY: usize = 3;
/// Matters that concern us on one page.
const ONE_PAGE_CONCERNS: usize = 4;

/// Writes a brief.
///
/// # Errors
/// [`BriefError::NoDocuments`] without a document, [`BriefError::TooLax`] when the wished
/// label is laxer than a cited source's, [`BriefError::Refused`] when the strict editor
/// finds a flaw, which would be a defect of this crate.
pub fn brief(material: &Material<'_>, order: &Order) -> Result<Brief, BriefError> {
    if material.sources.is_empty() {
        let (year, month) = order.period;
        return Err(BriefError::NoDocuments { period: format!("{year:04}-{month:02}") });
    }
    let mut brief = assemble(material, order);
    brief.tlp = label(&brief, order.tlp)?;
    let flaws = lint::lint(&brief, &material.sources);
    if flaws.is_empty() { Ok(brief) } else { Err(BriefError::Refused { flaws }) }
}

/// The wished label, or the strictest of the cited sources.
fn label(brief: &Brief, wished: Option<Tlp>) -> Result<Tlp, BriefError> {
    let strictest = brief.strictest();
    let wished = wished.unwrap_or(strictest);
    if wished >= strictest {
        return Ok(wished);
    }
    let forbid = brief.sources.iter().filter(|source| source.tlp > Some(wished));
    let named = |source: &crate::view::SourceEntry| {
        source.tlp.map(|tlp| format!("{} ({tlp})", source.title))
    };
    let found = brief.estate.iter().filter(|item| item.tlp > Some(wished));
    let found = found.filter_map(|item| item.tlp.map(|tlp| format!("{} ({tlp})", item.title)));
    let sources = forbid.filter_map(named).chain(found).collect();
    Err(BriefError::TooLax { wished, strictest, sources })
}

/// What all parts draw on.
struct Draft<'m, 'a> {
    material: &'m Material<'a>,
    order: &'m Order,
    desk: Desk<'a>,
    ties: Ties,
    plans: Vec<Plan>,
    own: Vec<(usize, &'a Concern)>,
}

fn assemble(material: &Material<'_>, order: &Order) -> Brief {
    let desk = Desk::new(&material.sources, Words::of(order.language));
    let ties = Ties::of(&desk.sources);
    let own = concerns::own(&desk, material.concerns);
    let plans = topics::topics(&desk.sources, &ties);
    let plans = topics::rank(plans, &desk.sources, |plan| {
        let touching = own.iter().filter(|(at, _)| plan.documents.contains(at));
        topics::Weight {
            contested: positions::is_contested(&desk.sources, plan, material.knowledge),
            concern: touching.map(|(_, concern)| concern.level).max(),
        }
    });
    Draft { material, order, desk, ties, plans, own }.write()
}

impl Draft<'_, '_> {
    fn write(mut self) -> Brief {
        let counts = self.counts();
        let method = self.method(counts);
        let (chapters, rest) = self.split();
        let flash = self.flash();
        let mut topics: Vec<Topic> = chapters.iter().map(|plan| self.topic(plan)).collect();
        let room = self.concern_room();
        let concerns = concerns::items(&mut self.desk, &self.own, room);
        let no_concern =
            concerns.is_empty().then(|| concerns::nothing(&self.desk, self.material.estate));
        let language = self.order.language;
        let estate = estate::items(&mut self.desk, self.material.found, language, room.items);
        let looked = estate::looked(self.material.checks, language);
        let full = self.order.kind == Kind::Monthly;
        let logs = if full {
            logs::timeline(&mut self.desk, self.material.found, language)
        } else {
            LogTimeline::default()
        };
        if full {
            chapters.iter().zip(&mut topics).for_each(|(plan, topic)| self.deepen(plan, topic));
        }
        let timeline = self.timeline(&chapters, &topics, full);
        let other = rest.iter().map(|plan| self.other(plan)).collect();
        let knowledge = self.material.knowledge;
        let actors = if full { actors::actors(&mut self.desk, knowledge) } else { Vec::new() };
        let observables = if full { observables::observables(&mut self.desk) } else { Vec::new() };
        let settings = if full { self.settings() } else { None };
        let unread = unread::unread(self.material, self.order.language);
        let (sources, passages) = self.desk.close();
        Brief {
            kind: self.order.kind,
            language: self.order.language,
            period: self.order.period,
            cut_off: self.order.cut_off,
            tlp: Tlp::Red,
            audience: self.material.estate.name.clone(),
            counts,
            method,
            flash,
            topics,
            other,
            concerns,
            no_concern,
            estate,
            looked,
            logs,
            settings,
            timeline,
            actors,
            observables,
            unread,
            sources,
            passages,
        }
    }

    fn counts(&self) -> Counts {
        let all: Vec<usize> = (0..self.desk.sources.len()).collect();
        let readings = || self.desk.sources.iter().map(|source| source.reading);
        Counts {
            documents: all.len(),
            publishers: topics::publishers(&self.desk.sources, &all),
            sentences: readings()
                .map(|reading| reading.sentences.iter().filter(|it| !it.boilerplate).count())
                .sum(),
            claims: readings().map(|reading| reading.claims.len()).sum(),
            concerns: self.own.len(),
            unread: self.material.unread.len(),
        }
    }

    fn method(&self, counts: Counts) -> Vec<Statement> {
        let words = self.desk.words;
        let language = self.order.language;
        let (period, cutoff) =
            (show::month(language, self.order.period), show::day(language, self.order.cut_off));
        let (documents, publishers) = (counts.documents.to_string(), counts.publishers.to_string());
        let values = [
            ("period", period.as_str()),
            ("cutoff", &cutoff),
            ("documents", &documents),
            ("publishers", &publishers),
        ];
        let all = [
            words.method_read,
            words.method_quotes,
            words.method_topics,
            words.method_wording,
            words.method_label,
        ];
        let shown = if self.order.kind == Kind::Monthly { all.len() } else { 2 };
        all.into_iter().take(shown).map(|it| Statement::counted(fill(it, &values))).collect()
    }

    /// Topics that are told, and the rest. Single documents become chapters only when they
    /// concern us, or when there is room in the summary.
    fn split(&self) -> (Vec<Plan>, Vec<Plan>) {
        let touched: BTreeSet<usize> = self.own.iter().map(|(document, _)| *document).collect();
        let limit = match self.order.kind {
            Kind::Monthly => CHAPTERS,
            Kind::OnePage => SUMMARY,
            Kind::Flash => 0,
        };
        let mut chapters = Vec::new();
        let mut rest = Vec::new();
        for plan in &self.plans {
            let weighty = plan.documents.len() + plan.guests.len() > 1
                || plan.documents.iter().any(|it| touched.contains(it))
                || chapters.len() < SUMMARY;
            let home = if weighty && !plan.roundup && chapters.len() < limit {
                &mut chapters
            } else {
                &mut rest
            };
            home.push(plan.clone());
        }
        if self.order.kind != Kind::Monthly {
            rest.clear();
        }
        (chapters, rest)
    }

    fn topic(&mut self, plan: &Plan) -> Topic {
        let full = self.order.kind == Kind::Monthly;
        let room = if full {
            Room { bullet: 160, statements: 5 }
        } else {
            Room { bullet: 120, statements: 0 }
        };
        let untitled = !summary::is_titled(&self.desk, plan);
        let early = if untitled { self.names(plan, 2) } else { Vec::new() };
        let title = summary::heading(&mut self.desk, plan, &early);
        let told = summary::tell(&mut self.desk, plan, room);
        let names = if full { self.names(plan, 10) } else { Vec::new() };
        let documents = &plan.documents;
        Topic {
            title,
            documents: documents.len(),
            publishers: topics::publishers(&self.desk.sources, documents),
            bullets: told.bullets,
            statements: told.statements,
            names,
            questions: Vec::new(),
            unshown: 0,
            concerns: self.own.iter().filter(|(at, _)| documents.contains(at)).count(),
            sources: Vec::new(),
        }
    }

    fn names(&mut self, plan: &Plan, count: usize) -> Vec<TopicName> {
        summary::names(&mut self.desk, &self.ties, plan, count)
    }

    /// What only a chapter has: who says what, and all sources.
    fn deepen(&mut self, plan: &Plan, topic: &mut Topic) {
        let knowledge = self.material.knowledge;
        (topic.questions, topic.unshown) = positions::questions(&mut self.desk, plan, knowledge);
        let quoted = topic.bullets.iter().filter(|it| matches!(it, Bullet::Quoted(..))).count();
        topic.unshown = topic.unshown.saturating_sub(quoted + topic.statements.len());
        topic.sources = plan.all().map(|at| self.desk.number(at)).collect();
        topic.sources.sort_unstable();
    }

    fn concern_room(&self) -> concerns::Room {
        match self.order.kind {
            Kind::Monthly => concerns::Room { items: usize::MAX, quotes: 3, limit: 200 },
            Kind::Flash => concerns::Room { items: ONE_PAGE_CONCERNS, quotes: 2, limit: 160 },
            Kind::OnePage => concerns::Room { items: ONE_PAGE_CONCERNS, quotes: 1, limit: 100 },
        }
    }

    fn timeline(&mut self, chapters: &[Plan], topics: &[Topic], full: bool) -> Timeline {
        if full {
            timeline::timeline(&mut self.desk, chapters, topics, self.order.period)
        } else {
            Timeline::default()
        }
    }

    fn settings(&mut self) -> Option<settings::SettingsChapter> {
        let (language, cut_off) = (self.order.language, self.order.cut_off);
        settings::chapter(&mut self.desk, self.material.settings, language, cut_off)
    }

    fn other(&mut self, plan: &Plan) -> OtherDocument {
        let title = summary::heading(&mut self.desk, plan, &[]);
        OtherDocument { title, what: summary::what(&mut self.desk, plan, 120) }
    }

    fn flash(&mut self) -> Option<Flash> {
        if self.order.kind != Kind::Flash {
            return None;
        }
        let plan = advice::subject(&self.desk, &self.plans, &self.own)?.clone();
        let title = summary::heading(&mut self.desk, &plan, &[]);
        let told = summary::tell(&mut self.desk, &plan, Room { bullet: 200, statements: 0 });
        let what = told.bullets.into_iter().filter_map(|bullet| match bullet {
            Bullet::Quoted(_, quote) => Some(quote),
            Bullet::Silent(..) => None,
        });
        let what = what.collect();
        Some(advice::flash(&mut self.desk, &plan, title, what, &self.own))
    }
}
