//! Who says what in a Japanese sentence, clause by clause.
//!
//! The sentence is cut behind each predicate of saying (…と述べたが、…). A clause has its own
//! speaker, or goes on with the one before it, or with the one who spoke last in the paragraph.

mod phrase;
mod report;
mod scene;
mod words;

use std::ops::Range;

use noroshi_model::{CueKind, Speaker};

use self::phrase::{fits, is_body, particles, phrase_before, speaker, speakers};
use self::report::{Goes, Predicate, Takes, predicates};
use self::scene::Scene;
use super::Voice;
use crate::cue::Hit;
use crate::said::Said;

/// The statements of a sentence with their speakers, in order of place.
pub(super) fn voices(said: &Said<'_, '_>) -> Vec<Voice> {
    let scene = Scene::new(said);
    let all = predicates(&scene);
    let mut voices = Vec::new();
    let mut from = said.range.start;
    let mut before: Option<Vec<Speaker>> = None;
    voices.extend(
        all.iter().filter(|one| one.goes == Goes::Embedded).filter_map(|one| embedded(&scene, one)),
    );
    if let Some((voice, after)) = problem(&scene) {
        voices.push(voice);
        from = after;
    }
    for predicate in all.iter().filter(|one| one.goes == Goes::On) {
        if predicate.range.start < from {
            continue;
        }
        let end = clause_end(&scene, predicate.range.end);
        let inner = all.iter().rev().find(|one| {
            one.goes == Goes::Nested && (from..predicate.range.start).contains(&one.range.start)
        });
        let clause = Clause { range: from..end, predicate, inner, before: before.as_deref() };
        let told = clause.voices(&scene);
        if let Some(first) = told.first() {
            before = Some(first.speakers.clone());
        }
        voices.extend(told);
        from = end;
    }
    let rest = scene.rest(from).trim_matches(['。', '、', ' ', '」', ')', '）']);
    if from == said.range.start && is_all_quoted(&scene) {
        voices.extend(alone(&scene));
    } else if rest.chars().count() >= 8 {
        voices.extend(plain(&scene, from));
    }
    voices.sort_by_key(|voice| (voice.statement.start, voice.statement.end));
    voices
}

/// A clause that ends in a predicate of saying.
struct Clause<'p> {
    range: Range<usize>,
    predicate: &'p Predicate,
    /// A predicate that this one takes up: を認めたと報じた.
    inner: Option<&'p Predicate>,
    /// Who spoke in the clause before.
    before: Option<&'p [Speaker]>,
}

/// Who speaks in a clause, and where what is said begins.
struct Heard {
    speakers: Vec<Speaker>,
    /// Others who say the same: 甲庁と乙庁は.
    also: Option<Speaker>,
    from: usize,
}

impl Clause<'_> {
    fn voices(&self, scene: &Scene<'_, '_, '_>) -> Vec<Voice> {
        let heard = self.heard(scene);
        let whole = self.range.start..self.range.end;
        if self.predicate.takes == Takes::Thing
            && !heard.speakers.is_empty()
            && !passes_on(scene, &whole)
        {
            return vec![Voice::new(Vec::new(), whole.clone(), whole)];
        }
        let mut voices: Vec<Voice> = Vec::new();
        for statement in self.statements(scene, heard.from) {
            let alone =
                Voice::new(heard.speakers.clone(), statement.clone(), self.scope(&statement));
            if let Some(also) = &heard.also {
                voices.push(Voice { speakers: vec![also.clone()], ..alone.clone() });
            }
            voices.push(alone);
        }
        voices
    }

    /// Cues that decide how a statement is meant: its own, and those of the predicate behind it.
    fn scope(&self, statement: &Range<usize>) -> Range<usize> {
        let last = self.predicate.range.start <= statement.end + 6;
        statement.start..if last {
            self.predicate.range.end.max(statement.end)
        } else {
            statement.end
        }
    }

    fn heard(&self, scene: &Scene<'_, '_, '_>) -> Heard {
        let Range { start, .. } = self.range;
        let mut heard = Heard { speakers: Vec::new(), also: None, from: start };
        if let Some((speaker, front, after)) = cited(scene, &(start..self.predicate.range.start)) {
            heard.speakers.extend(front);
            heard.speakers.push(speaker);
            heard.from = after;
        }
        if let Some(phrase) = &self.predicate.speaker {
            heard.speakers.push(speaker(scene, phrase.clone()));
        } else if let Some((phrase, after)) = topic(scene, heard.from, self.predicate) {
            let mut all = speakers(scene, phrase).into_iter();
            heard.speakers.extend(all.next());
            heard.also = all.next();
            heard.from = after;
        }
        heard.speakers.extend(self.inner.and_then(|inner| passed_on(scene, heard.from, inner)));
        if heard.speakers.is_empty() {
            heard.speakers = self
                .asked(scene, heard.from)
                .map_or_else(|| self.carried(scene), |asked| vec![asked]);
        }
        heard.speakers.retain(|speaker| *speaker != Speaker::Author);
        heard.speakers.truncate(3);
        heard
    }

    /// 甲社からの返答はなかった, 甲社に質問を送ったが回答は得られなかった: who was asked.
    fn asked(&self, scene: &Scene<'_, '_, '_>, from: usize) -> Option<Speaker> {
        let range = from..self.predicate.range.end;
        let text = scene.text(range.clone());
        if !["回答", "返答", "応答", "返事"].iter().any(|word| text.contains(word)) {
            return None;
        }
        ["から", "に"].iter().find_map(|particle| {
            particles(scene, range.clone(), particle).find_map(|at| {
                let phrase = phrase_before(scene, from, at)?;
                is_body(scene, &phrase).then(|| speaker(scene, phrase))
            })
        })
    }

    /// Who goes on speaking: the one of the clause before, or of the paragraph. 可能性が高いとみている
    /// without anybody is the author's own.
    fn carried(&self, scene: &Scene<'_, '_, '_>) -> Vec<Speaker> {
        if let Some(before) = self.before {
            return before.to_vec();
        }
        scene.said.memory.speaking().map(<[Speaker]>::to_vec).unwrap_or_default()
    }

    /// What is said: the quotation, the clause before と, the noun phrase before を.
    fn statements(&self, scene: &Scene<'_, '_, '_>, from: usize) -> Vec<Range<usize>> {
        let verb = &self.predicate.range;
        let from = from.min(verb.start);
        match self.predicate.takes {
            Takes::Whole | Takes::Thing => vec![from..self.range.end],
            Takes::Noun => vec![from..verb.start],
            Takes::Clause => match scene.quote_before(verb.start) {
                Some(quote) if quote.start >= from => quoted(scene, from, &quote),
                _ => parts(scene, from..verb.start),
            },
        }
        .into_iter()
        .filter(|range| !range.is_empty())
        .collect()
    }
}

/// 関与を否定した声明を公表した: what is made public denies or stays silent, and so does who does it.
fn passes_on(scene: &Scene<'_, '_, '_>, range: &Range<usize>) -> bool {
    let silent = |hit: &Hit<'_>| hit.cue.kind == CueKind::Speech && hit.cue.value != "asserts";
    scene.hits(range).iter().any(silent)
}

/// A quotation sentence by sentence; with the words before it when it is a piece of their clause:
/// 外国の関与は「考えにくい」.
fn quoted(scene: &Scene<'_, '_, '_>, from: usize, quote: &Range<usize>) -> Vec<Range<usize>> {
    let inside = quote.start + '「'.len_utf8()..quote.end - '」'.len_utf8();
    let lead = scene.text(from..quote.start);
    let piece = !lead.trim().is_empty()
        && lead.ends_with(['の', 'は', 'も', 'が'])
        && !["では", "には", "ついては", "関しては"].iter().any(|end| lead.ends_with(end))
        && scene.text(inside.clone()).chars().count() <= 16;
    if piece {
        return vec![from..inside.end];
    }
    let mut found = Vec::new();
    let mut start = inside.start;
    for (at, sign) in scene.text(inside.clone()).match_indices('。') {
        let end = inside.start + at + sign.len();
        found.push(start..end);
        start = end;
    }
    found.push(start..inside.end);
    found.retain(|range| scene.text(range.clone()).trim_matches(['。', ' ']).chars().count() >= 2);
    found
}

/// Words behind which a clause goes on to another.
const JOINTS: &[&str] = &[
    "が、",
    "ものの、",
    "一方、",
    "一方で、",
    "し、",
    "おり、",
    "あり、",
    "て、",
    "ず、",
    "く、",
    "れ、",
];

/// The parts of a clause that are meant differently: …が感染し、…はほぼ確実だ.
fn parts(scene: &Scene<'_, '_, '_>, range: Range<usize>) -> Vec<Range<usize>> {
    let text = scene.text(range.clone());
    let hedges: Vec<usize> = scene
        .hits(&range)
        .iter()
        .filter(|hit| hit.cue.kind == CueKind::Hedge && scene.is_open(hit.range.start))
        .map(|hit| hit.range.start)
        .collect();
    let cut =
        text.match_indices('、').map(|(at, comma)| range.start + at + comma.len()).find(|at| {
            let before = scene.text(range.start..*at);
            let joint = JOINTS.iter().any(|joint| before.ends_with(joint));
            let differ =
                hedges.iter().any(|hedge| hedge < at) != hedges.iter().any(|hedge| hedge >= at);
            let long =
                before.chars().count() >= 10 && scene.text(*at..range.end).chars().count() >= 10;
            joint && differ && long && scene.is_open(*at) && !before.ends_with("ことから、")
        });
    match cut {
        Some(at) => vec![range.start..at, at..range.end],
        None => vec![range],
    }
}

/// What the author tells from a place on; in two parts when they are meant differently.
fn plain(scene: &Scene<'_, '_, '_>, from: usize) -> Vec<Voice> {
    let mut start = from;
    let mut speakers = Vec::new();
    if let Some((speaker, front, after)) = cited(scene, &(from..scene.said.range.end)) {
        speakers.extend(front);
        speakers.push(speaker);
        start = after;
    }
    speakers.retain(|speaker| *speaker != Speaker::Author);
    let parts = parts(scene, start..scene.said.range.end);
    parts.into_iter().map(|part| Voice::new(speakers.clone(), part.clone(), part)).collect()
}

/// Whether the sentence is nothing but a quotation.
fn is_all_quoted(scene: &Scene<'_, '_, '_>) -> bool {
    let shown = scene.said.shown().trim_end_matches(['。', ' ']);
    let start = scene.said.range.start;
    scene.quote_before(start + shown.len()).is_some_and(|quote| quote.start == start)
}

/// A quotation that stands alone: the sentence behind it says who speaks (技術者は振り返る。), or
/// the one who spoke before goes on.
fn alone(scene: &Scene<'_, '_, '_>) -> Vec<Voice> {
    let said = scene.said;
    let shown = said.shown().trim_end_matches(['。', ' ']);
    let quote = said.range.start..said.range.start + shown.len();
    let speakers = said.who_follows().map_or_else(
        || said.memory.speaking().map(<[Speaker]>::to_vec).unwrap_or_default(),
        |(name, span)| vec![Speaker::Named { name, span: Some(span) }],
    );
    let sentences = quoted(scene, quote.start, &quote).into_iter();
    sentences.map(|part| Voice::new(speakers.clone(), part.clone(), part)).collect()
}

/// Where the clause of a predicate ends: behind its connective and comma.
fn clause_end(scene: &Scene<'_, '_, '_>, at: usize) -> usize {
    let rest = scene.rest(at);
    let near = rest.char_indices().take(8).find(|(_, sign)| matches!(sign, '、' | '。'));
    near.map_or(
        if rest.chars().count() <= 8 { scene.said.range.end } else { at },
        |(offset, sign)| at + offset + sign.len_utf8(),
    )
}

/// 甲省が関与を否定したことについて: what a noun takes up has a speaker of its own.
fn embedded(scene: &Scene<'_, '_, '_>, predicate: &Predicate) -> Option<Voice> {
    let behind = scene.rest(predicate.range.end);
    let taken = ["こと", "件", "問題"].iter().any(|noun| behind.starts_with(noun));
    let start = scene.said.range.start;
    let at = particles(scene, start..predicate.range.start, "が").last().filter(|_| taken)?;
    let phrase = phrase_before(scene, start, at).filter(|phrase| is_body(scene, phrase))?;
    let from = at + "が".len();
    let statement = match predicate.takes {
        Takes::Clause | Takes::Noun => from..predicate.range.start,
        Takes::Whole => from..predicate.range.end,
        Takes::Thing => return None,
    };
    Some(Voice::new(vec![speaker(scene, phrase)], statement, from..predicate.range.end))
}

/// …が売却された問題で、: what the sentence starts from is told by the author.
fn problem(scene: &Scene<'_, '_, '_>) -> Option<(Voice, usize)> {
    let start = scene.said.range.start;
    let shown = scene.said.shown();
    ["問題で、", "事件で、", "問題をめぐり、", "問題を巡り、", "事件をめぐり、"].iter().find_map(
        |words| {
            let at = shown.find(words).filter(|at| scene.is_open(start + at))?;
            let told =
                shown[..at].ends_with(['た', 'る', 'い']) && shown[..at].chars().count() >= 10;
            let statement = start..start + at;
            told.then(|| {
                (Voice::new(Vec::new(), statement.clone(), statement), start + at + words.len())
            })
        },
    )
}

/// The speaker of によると, who passes it on before it, and where the statement goes on.
fn cited(
    scene: &Scene<'_, '_, '_>,
    range: &Range<usize>,
) -> Option<(Speaker, Vec<Speaker>, usize)> {
    let hit = scene
        .hits(range)
        .iter()
        .find(|hit| hit.cue.kind == CueKind::Attribution && scene.is_open(hit.range.start))?;
    let phrase = phrase_before(scene, range.start, hit.range.start)?;
    let rest = scene.rest(hit.range.end);
    let gap = rest.len() - rest.trim_start_matches(['、', ',', ' ', 'と']).len();
    let after =
        if hit.range.end + gap < scene.said.range.end { hit.range.end + gap } else { range.start };
    let front = particles(scene, range.start..phrase.start, "は").next();
    let front = front
        .and_then(|at| phrase_before(scene, range.start, at))
        .filter(|front| fits(scene, front));
    Some((
        speaker(scene, phrase),
        front.map(|front| speaker(scene, front)).into_iter().collect(),
        after,
    ))
}

/// The topic of a verb of saying (甲社は…と発表した) and the place behind it. A topic right before a
/// quotation is the one who is quoted; else the first that can speak; a subject with が only when it
/// is known to be somebody.
fn topic(
    scene: &Scene<'_, '_, '_>,
    from: usize,
    verb: &Predicate,
) -> Option<(Range<usize>, usize)> {
    let end = verb.range.start;
    let able = |at: usize| phrase_before(scene, from, at).filter(|phrase| fits(scene, phrase));
    let tops: Vec<(Range<usize>, usize)> =
        particles(scene, from..end, "は").filter_map(|at| Some((able(at)?, at))).collect();
    let quoted = tops.iter().rev().find(|(phrase, at)| {
        is_quoted(scene, *at, end) && (tops.len() == 1 || is_body(scene, phrase))
    });
    let body = tops.iter().find(|(phrase, _)| is_body(scene, phrase));
    let first = || tops.first().filter(|_| !verb.hearsay);
    let subject = || {
        ["が", "も"].iter().find_map(|particle| {
            particles(scene, from..end, particle)
                .filter(|at| is_apart(scene.text(at + particle.len()..end)))
                .find_map(|at| Some((able(at).filter(|phrase| is_body(scene, phrase))?, at)))
        })
    };
    let (phrase, at) = quoted.or(body).or_else(first).cloned().or_else(subject)?;
    let rest = scene.rest(at + "は".len());
    let gap = rest.len() - rest.trim_start_matches(['、', ',', ' ']).len();
    Some((phrase, at + "は".len() + gap))
}

/// Whether a quotation starts close behind a topic.
fn is_quoted(scene: &Scene<'_, '_, '_>, at: usize, end: usize) -> bool {
    let quote = scene.quote_in(&(at..end));
    quote.is_some_and(|quote| scene.text(at..quote.start).chars().count() <= 15)
}

/// Whether a subject is set apart from what follows: 甲社が20日、…, not 甲社が管理する端末.
fn is_apart(behind: &str) -> bool {
    behind.chars().take(14).any(|sign| matches!(sign, '、' | '「' | ','))
}

/// 甲紙は…乙が…を認めたと報じた: who says inside what is passed on.
fn passed_on(scene: &Scene<'_, '_, '_>, from: usize, inner: &Predicate) -> Option<Speaker> {
    let subject = particles(scene, from..inner.range.start, "が").find_map(|at| {
        let phrase = phrase_before(scene, from, at)?;
        is_body(scene, &phrase).then_some(phrase)
    })?;
    Some(speaker(scene, subject))
}
