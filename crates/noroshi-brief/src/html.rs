//! The brief as one self-contained HTML file: no script, no outside request.

use askama::Template;
use noroshi_model::{
    Attitude, FindingKind, Level, LinkKind, MentionKind, Moment, Role, ScaleStep, Stance, Subject,
    Tlp,
};

use crate::assemble::SUMMARY;
use crate::material::{Kind, Language};
use crate::view::{
    About, Actor, Basis, Brief, Bullet, BulletRole, Citation, ConcernItem, EstateItem,
    EstateTheirs, Heading, HostLog, LogRow, LookedItem, Passage, Question, Quote, RoleGroup,
    SourceEntry, Statement, Topic, Wording,
};
use crate::words::{Words, fill, step};
use crate::{observables, settings, show, svg};

/// The brief as one HTML file.
pub fn html(brief: &Brief) -> String {
    let words = Words::of(brief.language);
    let show = Show { brief, w: words, lang: brief.language.code() };
    // Writing into a string fails only when a `Display` does, and none of ours does.
    Page { brief, show }.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "brief.html")]
struct Page<'a> {
    brief: &'a Brief,
    show: Show<'a>,
}

/// How the parts of a brief are put into words for the page.
struct Show<'a> {
    brief: &'a Brief,
    w: &'static Words,
    lang: &'static str,
}

/// A cited sentence split at the cited words.
struct Part<'a> {
    lang: &'static str,
    anchor: String,
    before: &'a str,
    head: String,
    words: String,
    tail: String,
    after: &'a str,
}

impl<'a> Show<'a> {
    fn title(&self) -> String {
        format!("{} {}", self.w.kind(self.brief.kind), self.month())
    }

    fn month(&self) -> String {
        show::month(self.brief.language, self.brief.period)
    }

    fn kind(&self) -> &'static str {
        self.w.kind(self.brief.kind)
    }

    fn level(&self, level: &Level) -> &'static str {
        self.w.level(*level)
    }

    fn bullet_role(&self, role: &BulletRole) -> &'static str {
        self.w.bullet(*role)
    }

    fn mention(&self, kind: &MentionKind) -> &'static str {
        self.w.mention(*kind)
    }

    fn subject(&self, subject: &Subject) -> &'static str {
        self.w.subject(*subject)
    }

    fn link(&self, link: &LinkKind) -> &'static str {
        self.w.link(*link)
    }

    fn role(&self, role: &Role) -> &'static str {
        self.w.role(*role)
    }

    fn audience(&self) -> String {
        fill(self.w.for_audience, &[("name", &self.brief.audience)])
    }

    fn tlp_class(&self) -> &'static str {
        match self.brief.tlp {
            Tlp::Red => "red",
            Tlp::Amber | Tlp::AmberStrict => "amber",
            Tlp::Green => "green",
            Tlp::Clear => "clear",
        }
    }

    fn full(&self) -> bool {
        self.brief.kind == Kind::Monthly
    }

    fn strip(&self) -> Vec<(&'static str, String)> {
        let (w, counts) = (self.w, self.brief.counts);
        vec![
            (w.cut_off, show::day(self.brief.language, self.brief.cut_off)),
            (w.documents, counts.documents.to_string()),
            (w.publishers, counts.publishers.to_string()),
            (w.claims, counts.claims.to_string()),
            (w.concern_count, counts.concerns.to_string()),
            (w.unread_count, counts.unread.to_string()),
        ]
    }

    fn summary(&self) -> impl Iterator<Item = &'a Topic> {
        self.brief.topics.iter().take(SUMMARY)
    }

    fn contents(&self) -> Vec<(&'static str, &'static str)> {
        let w = self.w;
        let mut parts = Vec::new();
        if !self.brief.logs.hosts.is_empty() {
            parts.push(("logs", w.logs));
        }
        parts.push(("topics", w.topics));
        if !self.brief.timeline.marks.is_empty() {
            parts.push(("timeline", w.timeline));
        }
        if self.brief.settings.is_some() {
            parts.push(("settings", self.settings().title));
        }
        parts.extend([
            ("actors", w.actors),
            ("observables", w.observables),
            ("unread", w.unread),
            ("scale", w.scale),
            ("sources", w.sources),
            ("passages", w.passages),
        ]);
        parts
    }

    fn settings(&self) -> &'static settings::Words {
        settings::Words::of(self.brief.language)
    }

    fn more(&self, count: &usize) -> String {
        fill(self.settings().further, &[("count", &count.to_string())])
    }

    fn topic_meta(&self, topic: &Topic) -> String {
        let (documents, publishers) = (topic.documents.to_string(), topic.publishers.to_string());
        fill(self.w.topic_meta, &[("documents", &documents), ("publishers", &publishers)])
    }

    fn part(&self, citation: &Citation) -> Option<Part<'a>> {
        let passage = self.brief.passage(citation)?;
        let from = citation.span.start().checked_sub(passage.sentence.start())?;
        let to = from + citation.span.bytes();
        Some(Part {
            lang: passage.language.code(),
            anchor: passage.anchor(),
            before: &passage.before,
            head: show::flow(passage.text.get(..from)?),
            words: show::flow(passage.text.get(from..to)?),
            tail: show::flow(passage.text.get(to..)?),
            after: &passage.after,
        })
    }

    fn to_passage(&self, citation: &Citation) -> String {
        fill(self.w.to_passage, &[("number", &citation.source.to_string())])
    }

    fn source_line(&self, citation: &Citation) -> String {
        self.brief.source(citation.source).map(|it| self.line(it)).unwrap_or_default()
    }

    fn line(&self, source: &SourceEntry) -> String {
        let parts = [source.publisher.clone(), source.published.map(|day| day.to_string())];
        let known: Vec<String> = parts.into_iter().flatten().collect();
        format!("{} {}", source.title, known.join(", "))
    }

    fn quoted(&self, quote: &Quote) -> String {
        quoted(self.brief, quote)
    }

    fn stance(&self, quote: &Quote) -> &'static str {
        self.w.stance(quote.stance, quote.kind)
    }

    fn stance_class(&self, quote: &Quote) -> &'static str {
        match (quote.kind, quote.stance) {
            (noroshi_model::ClaimKind::AbsenceOfEvidence, _) => "declines",
            (_, stance) => stance.map_or("plain", Stance::word),
        }
    }

    fn speakers(&self, quote: &Quote) -> String {
        quote.speakers.join(" > ")
    }

    fn notes(&self, quote: &Quote) -> Vec<String> {
        notes(self.brief, quote)
    }

    fn bullet(&self, role: &BulletRole, quote: &Quote) -> &'static str {
        bullet_label(self.w, *role, quote)
    }

    fn cited(&self, statement: &Statement) -> Vec<Citation> {
        match &statement.basis {
            Basis::Cited(citations) => citations.clone(),
            Basis::Counted => Vec::new(),
        }
    }

    fn by_level(&self) -> Vec<(Level, Vec<&'a ConcernItem>)> {
        let of = |level| {
            let items = self.brief.concerns.iter().filter(move |item| item.level == level);
            (level, items.collect::<Vec<_>>())
        };
        let levels = [Level::Now, Level::Soon, Level::Know].into_iter().map(of);
        levels.filter(|(_, items)| !items.is_empty()).collect()
    }

    fn estate_by_level(&self) -> Vec<(Level, Vec<&'a EstateItem>)> {
        let of = |level| {
            let items = self.brief.estate.iter().filter(move |item| item.level == level);
            (level, items.collect::<Vec<_>>())
        };
        let levels = [Level::Now, Level::Soon, Level::Know].into_iter().map(of);
        levels.filter(|(_, items)| !items.is_empty()).collect()
    }

    fn estate_kind(&self, kind: &FindingKind) -> &'static str {
        self.w.finding(*kind)
    }

    fn estate_subjects(&self, item: &EstateItem) -> String {
        show::some_of(&item.subjects, self.w.further)
    }

    /// Those on the other side that are statements of reports, not rules or records.
    fn statements<'i>(&self, item: &'i EstateItem) -> Vec<&'i EstateTheirs> {
        item.theirs.iter().filter(|one| one.is_statement).collect()
    }

    fn attitude(&self, attitude: &Attitude) -> &'static str {
        self.w.attitude(*attitude)
    }

    fn host<'h>(&self, host: &'h HostLog) -> &'h str {
        if host.host.is_empty() { self.w.no_host } else { &host.host }
    }

    fn when(&self, row: &LogRow) -> String {
        show::between(row.when).unwrap_or_else(|| self.w.no_time.to_owned())
    }

    fn further_hosts(&self) -> String {
        fill(self.w.further_hosts, &[("count", &self.brief.logs.further.to_string())])
    }

    fn looked(&self, item: &LookedItem) -> String {
        show::looked(self.w, item)
    }

    fn further(&self, count: &usize) -> String {
        fill(self.w.further, &[("count", &count.to_string())])
    }

    fn unshown(&self, count: &usize) -> String {
        fill(self.w.unshown, &[("count", &count.to_string())])
    }

    fn times(&self, count: &usize) -> String {
        fill(self.w.times, &[("count", &count.to_string())])
    }

    fn unread_none(&self) -> String {
        let documents = self.brief.counts.documents.to_string();
        fill(self.w.unread_none, &[("documents", &documents)])
    }

    fn timeline_further(&self) -> String {
        let further = self.brief.timeline.further.to_string();
        fill(self.w.timeline_further, &[("count", &further)])
    }

    fn columns<'q>(
        &self,
        question: &'q Question,
    ) -> Vec<(&'static str, &'static str, &'q Vec<Quote>)> {
        let [asserts, speculates, denies, declines] = self.w.stance_columns;
        let all = [
            (asserts, "asserts", &question.asserts),
            (speculates, "speculates", &question.speculates),
            (denies, "denies", &question.denies),
            (declines, "declines", &question.declines),
        ];
        all.into_iter().filter(|(_, _, quotes)| !quotes.is_empty()).collect()
    }

    fn moment(&self, when: &Moment) -> String {
        show::moment(*when)
    }

    fn svg(&self) -> String {
        svg::svg(&self.brief.timeline, self.brief.language)
    }

    fn legend(&self) -> Vec<(&'static str, &'static str)> {
        let all = [
            Subject::Occurrence,
            Subject::Discovery,
            Subject::Report,
            Subject::Deadline,
            Subject::Unclear,
        ];
        let used = all
            .into_iter()
            .filter(|it| self.brief.timeline.marks.iter().any(|mark| mark.subject == *it));
        used.map(|it| (svg::class(it), self.w.subject(it))).collect()
    }

    /// Names that one body uses, together.
    fn aliases(&self, actor: &Actor) -> Vec<(String, String)> {
        let mut grouped: Vec<(String, Vec<&str>)> = Vec::new();
        for alias in &actor.aliases {
            match grouped.iter_mut().find(|(by, _)| *by == alias.by) {
                Some((_, names)) => names.push(&alias.name),
                None => grouped.push((alias.by.clone(), vec![&alias.name])),
            }
        }
        grouped.into_iter().map(|(by, names)| (by, names.join(", "))).collect()
    }

    fn is_listed(&self, group: &RoleGroup) -> bool {
        observables::is_listed(group.role)
    }

    fn steps(&self) -> [ScaleStep; 7] {
        ScaleStep::ALL
    }

    fn per_cent(&self, step: &ScaleStep) -> String {
        per_cent(*step)
    }

    fn or_unknown(&self, text: &Option<String>) -> String {
        text.clone().unwrap_or_else(|| self.w.unknown.to_owned())
    }

    fn published(&self, source: &SourceEntry) -> String {
        source.published.map_or_else(|| self.w.unknown.to_owned(), |day| day.to_string())
    }

    fn label(&self, source: &SourceEntry) -> String {
        source.tlp.map_or_else(|| self.w.unlabelled.to_owned(), |tlp| tlp.to_string())
    }

    fn by_source(&self) -> Vec<(usize, Vec<&'a Passage>)> {
        let chunks = self.brief.passages.chunk_by(|one, other| one.source == other.source);
        chunks.map(|own| (own[0].source, own.iter().collect())).collect()
    }

    fn source_title(&self, number: &usize) -> String {
        self.brief.source(*number).map(|source| source.title.clone()).unwrap_or_default()
    }

    fn flow(&self, text: &str) -> String {
        show::flow(text)
    }
}

/// The words of a quote in one line, with `…` where its sentence goes on.
pub(crate) fn quoted(brief: &Brief, quote: &Quote) -> String {
    let passage = brief.passage(&quote.citation);
    let starts = passage.is_none_or(|it| it.sentence.start() == quote.citation.span.start());
    let head = if quote.shortened && !starts { "…" } else { "" };
    let ends = passage.is_none_or(|it| it.sentence.end() == quote.citation.span.end());
    let tail = if quote.shortened && !ends { "…" } else { "" };
    format!("{head}{}{tail}", show::flow(&quote.text))
}

/// Likelihood, attribution and hearsay of a quote, each in words.
pub(crate) fn notes(brief: &Brief, quote: &Quote) -> Vec<String> {
    let words = Words::of(brief.language);
    let wording = quote.wording.as_ref().map(|it| gloss(brief.language, it));
    let attribution = quote.attribution.as_ref().map(|(level, candidate)| {
        let (name, whom) = (words.names_whom, show::flow(candidate));
        format!("{name}: {whom} ({})", words.attribution_level(*level))
    });
    let depth = quote.hearsay.to_string();
    let hearsay = (quote.hearsay > 0).then(|| fill(words.hearsay, &[("depth", &depth)]));
    [wording, attribution, hearsay].into_iter().flatten().collect()
}

/// Words of likelihood with their interval, and the step of the scale if they have one.
fn gloss(language: Language, wording: &Wording) -> String {
    let words = Words::of(language);
    let (open, close) = (words.open_quote, words.close_quote);
    let as_written = show::flow(&wording.words);
    let likelihood = wording.likelihood;
    let interval = percent(likelihood.low(), likelihood.high());
    let term = wording.step().map_or(words.no_direction, |it| step(language, it));
    format!("{}: {open}{as_written}{close} {interval} ≈ {term}", words.wording)
}

/// What a bullet is called; an open one after what its speaker does.
pub(crate) fn bullet_label(words: &'static Words, role: BulletRole, quote: &Quote) -> &'static str {
    match role {
        BulletRole::Open => words.open_label(quote.stance, quote.kind),
        other => words.bullet(other),
    }
}

fn per_cent(step: ScaleStep) -> String {
    let (low, high) = step.range();
    percent(low, high)
}

fn percent(low: f32, high: f32) -> String {
    format!("{:.0}–{:.0} %", low * 100.0, high * 100.0)
}
