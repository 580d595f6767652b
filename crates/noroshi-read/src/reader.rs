//! From a document to its reading.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::OnceLock;

use noroshi_model::{
    BlockKind, Claim, Document, DocumentDates, EntityKind, Knowledge, Language, Mention,
    MentionKind, Reading, Reason, Relation, Sentence, Span, TechniqueTag, Value,
};

use crate::brand::Brands;
use crate::cue::Cues;
use crate::date::FoundDate;
use crate::event::Events;
use crate::layout::{self, Line, LineKind};
use crate::looked::Looked;
use crate::memory::Memory;
use crate::name::Names;
use crate::newname;
use crate::observable::{self, Found};
use crate::person::Titles;
use crate::quantity::FoundQuantity;
use crate::role::{self, Section, Surroundings};
use crate::said::Said;
use crate::shadow::Shadow;
use crate::source::{self, Sources};
use crate::technique::Techniques;
use crate::{claim, date, learned, message, package, pattern, quantity, relation, sentence, title};

/// Reads documents by one knowledge pack. Making one builds the automata of names and cues:
/// make it once. It can be shared between threads.
pub struct Reader<'k> {
    pub(crate) cues: Cues<'k>,
    names: Names<'k>,
    brands: Brands<'k>,
    titles: Titles,
    words: source::Words<'k>,
    techniques: Techniques<'k>,
    /// The models that go over what the rules found, if any does; made ready when Japanese comes.
    models: OnceLock<Option<learned::Models>>,
}

/// A mention and its place in the shadow.
type Placed = (Range<usize>, Mention);

impl<'k> Reader<'k> {
    /// A reader that knows these names and cues.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self {
            cues: Cues::new(knowledge),
            names: Names::new(knowledge),
            brands: Brands::new(knowledge),
            titles: Titles::new(),
            words: source::Words::new(knowledge),
            techniques: Techniques::new(knowledge),
            models: OnceLock::new(),
        }
    }

    /// A reader that reads Japanese by its rules alone, as the passages are read that its models are trained on.
    pub fn by_rules(knowledge: &'k Knowledge) -> Self {
        Self { models: OnceLock::from(None), ..Self::new(knowledge) }
    }

    /// A reader with another model of names: what the next model is trained on must not know the names by heart.
    /// `None` when the file is no model.
    pub fn with_names(knowledge: &'k Knowledge, names: &[u8]) -> Option<Self> {
        let models = OnceLock::from(Some(learned::Models::with_names(names)?));
        Some(Self { models, ..Self::new(knowledge) })
    }

    /// A reader with other models of names and of who tells what, for what is trained on claims. `None` when one is no model.
    pub fn with_telling(knowledge: &'k Knowledge, files: [&'k [u8]; 2]) -> Option<Self> {
        let models = OnceLock::from(Some(learned::Models::with_telling(files)?));
        Some(Self { models, ..Self::new(knowledge) })
    }

    /// The models for a language: there are only those for Japanese.
    fn models(&self, language: Language) -> Option<&learned::Models> {
        let own = || self.models.get_or_init(learned::Models::own).as_ref();
        (language == Language::Ja).then(own).flatten()
    }

    /// What a document says. Same document and knowledge, same reading.
    ///
    /// Every mention and claim has a span in `document.text`; parts that yield nothing are
    /// listed as boilerplate.
    pub fn read(&self, document: &Document) -> Reading {
        let shadow = Shadow::new(&document.text, &furniture(document));
        let (lines, language) = layout::lines(document, &shadow, &self.cues);
        let page = Page { document, shadow: &shadow, lines: &lines };
        let sentences = page.sentences();
        let mut mentions = self.mentions(&page);
        if language == Language::Ja {
            self.brands.settle(shadow.text(), &mut mentions);
        }
        let dates = page.dates(&sentences, &mut mentions);
        if let Some(models) = self.models(language) {
            models.names(shadow.text(), &lines, &mut mentions, |range| page.shown(range));
        }
        let Told { mut claims, relations, events, sources, techniques, threatening } =
            self.told(&page, &sentences, &mentions);
        let whole = source::Whole { document, shadow: &shadow, lines: &lines };
        let sources = sources.finish(&whole, &mut claims);
        let models = self.models(language).filter(|_| threatening);
        let spoken: Vec<Sentence> = sentences.iter().filter_map(|one| page.sentence(one)).collect();
        if let Some(models) = models {
            let mentions = mentions.iter().map(|(_, mention)| mention).collect();
            models.blame(&document.text, &spoken, mentions, &mut claims);
        }
        let drift = source::drift(
            &source::Told {
                words: &self.words,
                shadow: &shadow,
                lines: &lines,
                sentences: &sentences,
                mentions: &mentions,
            },
            &claims,
        );
        let shown = || title::first(page.shadow.text(), page.lines, &sentences);
        let title = page.document.title.clone().or_else(shown);
        let mentions: Vec<Mention> = mentions.into_iter().map(|(_, mention)| mention).collect();
        let mut events = events.finish(document);
        if let Some(models) = models {
            events = models.events(&document.text, &spoken, &mentions, events);
        }
        let mut reading = Reading {
            language,
            title,
            dates,
            tlp: document.tlp,
            sentences: spoken,
            mentions,
            claims: message::spoken(document, claims),
            events,
            relations,
            techniques,
            sources,
            drift,
            boilerplate: page.boilerplate(),
            problems: Vec::new(),
        };
        if language == Language::Ja {
            add_relations(&mut reading, |it| {
                relation::denials(&document.text, &it.claims, &it.relations)
            });
        }
        if let Some(models) = models {
            add_relations(&mut reading, |it| models.relations(&document.text, it));
        }
        reading
    }

    /// Everything that is mentioned outside boilerplate, in order of place.
    fn mentions(&self, page: &Page<'_>) -> Vec<Placed> {
        let text = page.shadow.text();
        let observables =
            page.outside_boilerplate(observable::scan(text), |found| found.range.start);
        let taken: Vec<Range<usize>> =
            observables.iter().map(|found| found.range.clone()).collect();
        let named = self.names.scan(text, &taken, &self.cues);
        let named = page.outside_boilerplate(named, |named| named.range.start);
        let mut mentions: Vec<Placed> = self.observable_mentions(page, observables);
        mentions.extend(named.iter().filter_map(|named| {
            let span = page.shadow.span(named.range.clone())?;
            Some((
                named.range.clone(),
                self.names.mention(named, span, span.of(&page.document.text)?),
            ))
        }));
        mentions.sort_by_key(|(range, _)| range.start);
        keep_apart(&mut mentions);
        let new = newname::find(text, page.lines, &mentions);
        let new = page.outside_boilerplate(new, newname::New::start);
        newname::merge(text, &mut mentions, new, |range| page.shown(range));
        add_free(page, &mut mentions, schemes(page));
        let packages = package::scan(text);
        package::give_way(&mut mentions, &packages);
        let package = |range| (range, MentionKind::Package, "new-package");
        add_free(page, &mut mentions, packages.into_iter().map(package).collect());
        add_free(page, &mut mentions, self.persons(page));
        mentions
    }

    /// Persons with their titles, in Japanese lines.
    fn persons(&self, page: &Page<'_>) -> Vec<(Range<usize>, MentionKind, &'static str)> {
        let mut found = Vec::new();
        let japanese = |line: &&Line| !line.boilerplate && line.language == Language::Ja;
        for line in page.lines.iter().filter(japanese) {
            self.titles.scan(page.shadow.text(), &line.range, &mut found);
        }
        let person = |range| (range, MentionKind::Person, "new-person");
        found.into_iter().map(person).collect()
    }

    fn observable_mentions(&self, page: &Page<'_>, found: Vec<Found>) -> Vec<Placed> {
        let text = page.shadow.text();
        let technical = found.iter().any(|one| one.defanged);
        let mut placed = Vec::with_capacity(found.len());
        let mut section = Section::new();
        let mut found = found.into_iter().peekable();
        for line in page.lines.iter().filter(|line| !line.boilerplate) {
            section.enter(text, line, &self.cues);
            let Some(first) = found.peek() else { break };
            if first.range.start >= line.range.end {
                continue;
            }
            // Identifiers have no role: not every line is searched.
            let hits = LazyCell::new(|| self.cues.beside(text, &line.range));
            let around = Surroundings { text, line, section: &section, hits: &hits, technical };
            while let Some(one) = found.next_if(|one| one.range.start < line.range.end) {
                placed.extend(observable_mention(page, one, &around));
            }
        }
        placed
    }

    /// Goes through the sentences once: claims, relations, events and sources of each.
    fn told(
        &self,
        page: &Page<'_>,
        sentences: &[(Range<usize>, &Line)],
        mentions: &[Placed],
    ) -> Told<'_> {
        let text = page.shadow.text();
        let mut told = Told::new(&self.words);
        let mut memory = Memory::default();
        let mut trail = learned::Trail::default();
        let names = mentions.iter().filter(|(_, it)| is_threat(it.kind, false)).count();
        let threatening = names * NAME_ALONE >= text.len()
            || mentions.iter().any(|(_, it)| is_threat(it.kind, true))
            || self.cues.speaks_of_threat(text);
        told.threatening = threatening;
        let mut memo = self.techniques.memo();
        let matrix = self.techniques.matrix(mentions);
        let mut looked = Looked::default();
        let mut from = 0;
        for sentences in sentences.chunks(AT_ONCE) {
            looked.at(text, sentences, (mentions, &mut from));
            for (range, line, words, mentions) in looked.each(sentences, mentions) {
                if line.kind != LineKind::Code {
                    let found = (words, mentions);
                    let whose = (line.language, matrix);
                    let tags = self.techniques.tags(page.shadow, range, whose, found, &mut memo);
                    told.techniques.extend(tags);
                }
            }
            for (range, line, words, mentions) in looked.each(sentences, mentions) {
                if line.kind != LineKind::Text {
                    continue;
                }
                memory.enter(line.paragraph);
                let said = Said {
                    text,
                    shadow: page.shadow,
                    range: range.clone(),
                    language: line.language,
                    paragraph: line.paragraph,
                    hits: self.cues.claims(text, range, (line.language, words)),
                    mentions,
                    parties: &self.cues.parties,
                    threatening,
                    memory: &memory,
                };
                let before = told.claims.len();
                let models = self.models(line.language);
                let ruled =
                    told.claim(&said, models.and_then(|it| it.telling.as_ref()), &mut trail);
                // The models were trained beside the memory of the rules.
                let ruled = ruled.as_deref().unwrap_or(&told.claims[before..]);
                memory.learn(text, range, mentions, ruled);
            }
        }
        self.techniques.keep(memo);
        told
    }
}

/// So many sentences are looked at by one part of reading before the next part begins: what a part asks for stays
/// in the cache meanwhile.
const AT_ONCE: usize = 64;

/// Adds relations that are told by more than the words of one sentence, in order of place.
fn add_relations(reading: &mut Reading, further: impl FnOnce(&Reading) -> Vec<Relation>) {
    let further = further(reading);
    if !further.is_empty() {
        reading.relations.extend(further);
        reading.relations.sort_by_key(|one| (one.span.start(), one.span.end()));
    }
}

/// What the sentences of a document tell.
struct Told<'w> {
    claims: Vec<Claim>,
    relations: Vec<Relation>,
    events: Events,
    sources: Sources<'w>,
    techniques: Vec<TechniqueTag>,
    /// Whether the document is about threats at all.
    threatening: bool,
}

impl<'w> Told<'w> {
    fn new(words: &'w source::Words<'w>) -> Self {
        Self {
            claims: Vec::new(),
            relations: Vec::new(),
            events: Events::default(),
            sources: Sources::new(words),
            techniques: Vec::new(),
            threatening: false,
        }
    }

    /// Takes in a sentence; where a model says who tells what, gives the claims by the rules alone.
    fn claim(
        &mut self,
        said: &Said<'_, '_>,
        model: Option<&learned::Telling>,
        trail: &mut learned::Trail,
    ) -> Option<Vec<Claim>> {
        let ruled = claim::claims(said);
        let claims = model.map(|model| claim::retold(said, model, trail, &ruled));
        let ruled: Vec<Claim> = ruled.into_iter().map(|stated| stated.claim).collect();
        match claims {
            Some(claims) => {
                self.take_in(said, claims);
                Some(ruled)
            }
            None => {
                self.take_in(said, ruled);
                None
            }
        }
    }

    /// Takes in a sentence and its claims.
    fn take_in(&mut self, said: &Said<'_, '_>, mut claims: Vec<Claim>) {
        let relations = relation::relations(said, &claims);
        self.events.tell(said, &claims, &relations);
        self.sources.cite(said, &mut claims);
        self.relations.extend(relations);
        self.claims.extend(claims);
    }
}

/// What is being read.
struct Page<'a> {
    document: &'a Document,
    shadow: &'a Shadow<'a>,
    lines: &'a [Line],
}

impl<'a> Page<'a> {
    /// Sentences with their lines.
    fn sentences(&self) -> Vec<(Range<usize>, &'a Line)> {
        let text = self.shadow.text();
        let mut sentences = Vec::with_capacity(2 * self.lines.len());
        for line in self.lines {
            sentence::split(text, &line.range, |range| sentences.push((range, line)));
        }
        sentences
    }

    fn sentence(&self, (range, line): &(Range<usize>, &Line)) -> Option<Sentence> {
        Some(Sentence {
            span: self.shadow.span(range.clone())?,
            language: line.language,
            boilerplate: line.boilerplate,
        })
    }

    /// A range of the shadow in the canonical text, and what stands there.
    fn shown(&self, range: &Range<usize>) -> Option<(Span, String)> {
        let span = self.shadow.span(range.clone())?;
        Some((span, span.of(&self.document.text)?.to_owned()))
    }

    /// Keeps what starts outside boilerplate; both lists are in order.
    fn outside_boilerplate<T>(&self, items: Vec<T>, start: impl Fn(&T) -> usize) -> Vec<T> {
        let mut lines = self.lines.iter().peekable();
        let outside = |item: &T| {
            while lines.next_if(|line| line.range.end <= start(item)).is_some() {}
            lines.peek().is_some_and(|line| !line.boilerplate)
        };
        items.into_iter().filter(outside).collect()
    }

    /// Boilerplate as spans of the canonical text; neighbouring lines are one.
    fn boilerplate(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut open = false;
        for line in self.lines {
            let span = self.shadow.span(line.range.clone()).filter(|_| line.boilerplate);
            match (span, spans.last_mut()) {
                (Some(span), Some(last)) if open => *last = last.join(span),
                (Some(span), _) => spans.push(span),
                (None, _) => {}
            }
            open = line.boilerplate;
        }
        let furniture =
            self.document.blocks.iter().filter(|block| block.kind == BlockKind::PageFurniture);
        spans.extend(furniture.map(|block| block.span));
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// The five dates, and every date, amount and count as a mention. Dates are read twice
    /// when some of them count from the document's own.
    fn dates(
        &self,
        sentences: &[(Range<usize>, &Line)],
        mentions: &mut Vec<Placed>,
    ) -> DocumentDates {
        let text = self.shadow.text();
        let spoken = sentences.iter().filter(|(_, line)| !line.boilerplate);
        let line = |(range, line): &(Range<usize>, &Line)| date::Line {
            range: range.clone(),
            language: line.language,
            paragraph: line.paragraph,
        };
        let lines: Vec<date::Line> = spoken.map(line).collect();
        let dated = date::lines_with_dates(text, &lines);
        let found = date::scan(text, &dated, None, None);
        let dates = date::document_dates(self.document, text, &lines, &found, &|range| {
            self.shadow.span(range)
        });
        let open = found.iter().any(|date| date.moment.is_none());
        let anchor = dates.anchor.as_ref().map(|dated| dated.moment).filter(|_| open);
        let found = anchor.map_or(found, |anchor| date::scan(text, &dated, Some(anchor), None));
        add(mentions, found.into_iter().filter_map(|date| self.date_mention(date)).collect());
        let quantities = quantity::quantities(text, &lines);
        add(
            mentions,
            quantities.into_iter().filter_map(|quantity| self.quantity_mention(quantity)).collect(),
        );
        dates
    }

    fn date_mention(&self, found: FoundDate) -> Option<Placed> {
        let span = self.shadow.span(found.range.clone())?;
        let (canonical, value) = match found.moment {
            Some(moment) => (moment.edtf(), Value::Date(moment, found.subject)),
            None => (self.shadow.text()[found.range.clone()].to_owned(), Value::Plain),
        };
        let mention = Mention {
            kind: MentionKind::Date,
            span,
            canonical,
            role: None,
            reason: found.reason,
            candidates: Vec::new(),
            value,
        };
        Some((found.range, mention))
    }

    fn quantity_mention(&self, found: FoundQuantity) -> Option<Placed> {
        let span = self.shadow.span(found.range.clone())?;
        let kind = if matches!(found.value, Value::Money(_)) {
            MentionKind::Money
        } else {
            MentionKind::Count
        };
        let mention = Mention {
            kind,
            span,
            canonical: found.canonical,
            role: None,
            reason: Reason::rule("quantity"),
            candidates: Vec::new(),
            value: found.value,
        };
        Some((found.range, mention))
    }
}

fn observable_mention(
    page: &Page<'_>,
    found: Found,
    around: &Surroundings<'_, '_>,
) -> Option<Placed> {
    let span = page.shadow.span(found.range.clone())?;
    let (role, reason) = if found.kind.is_observable() {
        let (role, reason) = role::role(&found, around);
        (Some(role), reason)
    } else {
        (None, Reason::rule("identifier"))
    };
    let candidates = if found.kind == MentionKind::Technique {
        technique_id(&found.canonical)
    } else {
        Vec::new()
    };
    let mention = Mention {
        kind: found.kind,
        span,
        canonical: found.canonical,
        role,
        reason,
        candidates,
        value: Value::Plain,
    };
    Some((found.range, mention))
}

fn technique_id(id: &str) -> Vec<noroshi_model::EntityId> {
    let kind = if id.starts_with("TA") { EntityKind::Tactic } else { EntityKind::Technique };
    noroshi_model::EntityId::new(kind, id).into_iter().collect()
}

/// Of two mentions that share a byte the first stays.
fn keep_apart(mentions: &mut Vec<Placed>) {
    let mut end = 0;
    mentions.retain(|(range, _)| {
        let free = range.start >= end;
        end = if free { range.end } else { end };
        free
    });
}

/// Names of a scheme, as they would be added.
fn schemes(page: &Page<'_>) -> Vec<(Range<usize>, MentionKind, &'static str)> {
    pattern::scan(page.shadow.text())
        .into_iter()
        .map(|scheme| (scheme.range, MentionKind::ThreatActor, "new-scheme"))
        .collect()
}

/// Adds names that no table holds, outside boilerplate.
fn add_free(
    page: &Page<'_>,
    mentions: &mut Vec<Placed>,
    further: Vec<(Range<usize>, MentionKind, &'static str)>,
) {
    let text = page.shadow.text();
    let further = page.outside_boilerplate(further, |(range, _, _)| range.start);
    let placed = further.into_iter().filter_map(|(range, kind, rule)| {
        let span = page.shadow.span(range.clone())?;
        let canonical = text[range.clone()].to_owned();
        Some((
            range,
            Mention {
                kind,
                span,
                canonical,
                role: None,
                reason: Reason::rule(rule),
                candidates: Vec::new(),
                value: Value::Plain,
            },
        ))
    });
    add(mentions, placed.collect());
}

/// Adds mentions where nothing else was found; both lists are in order, and so is the result.
fn add(mentions: &mut Vec<Placed>, further: Vec<Placed>) {
    if further.is_empty() {
        return;
    }
    let mut busy = mentions.iter().map(|(range, _)| range.clone()).peekable();
    let mut free = Vec::with_capacity(further.len());
    for (range, mention) in further {
        while busy.next_if(|place| place.end <= range.start).is_some() {}
        if busy.peek().is_none_or(|place| place.start >= range.end) {
            free.push((range, mention));
        }
    }
    drop(busy);
    mentions.extend(free);
    mentions.sort_by_key(|(range, _)| range.start);
}

/// Bytes above which the name of a group or of malware alone does not make a text one about threats:
/// it is a restaurant's name as well, and a report says other words of threats.
const NAME_ALONE: usize = 400;

/// Kinds that only texts about threats name.
fn is_threat(kind: MentionKind, long: bool) -> bool {
    match kind {
        MentionKind::ThreatActor | MentionKind::Malware => !long,
        MentionKind::Vulnerability | MentionKind::Technique | MentionKind::Campaign => true,
        _ => false,
    }
}

/// Running headers and footers, which do not belong to the text.
pub(crate) fn furniture(document: &Document) -> Vec<Range<usize>> {
    let blocks = document.blocks.iter().filter(|block| block.kind == BlockKind::PageFurniture);
    blocks.map(|block| block.span.start()..block.span.end()).collect()
}
