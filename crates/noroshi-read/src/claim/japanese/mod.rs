//! Who says what in a Japanese sentence, clause by clause.
//!
//! The sentence is cut behind each predicate of saying (…と述べたが、…). A clause has its own
//! speaker, or goes on with the one before it, or with the one who spoke last in the paragraph.

mod holder;
mod omitted;
mod phrase;
mod report;
mod scene;
mod statement;
mod words;

use std::ops::Range;

use noroshi_model::{CueKind, Speaker};

use self::holder::{cited, passed_on, topic};
use self::phrase::{is_body, particles, phrase_before, speaker, speakers};
use self::report::{Goes, Predicate, Takes, predicates};
use self::scene::Scene;
use self::statement::{learned, only, parts, quoted};
use super::Voice;
use crate::cue::Hit;
use crate::said::Said;
use crate::several::Several;

/// Bytes of the longest sentence that is cut into clauses. What is longer is a table or a dump, and
/// looking at each of its phrases beside each of its names would cost more than linear time.
const LONGEST: usize = 6_000;

/// The statements of a sentence with their speakers, in order of place.
pub(super) fn voices(said: &Said<'_, '_>) -> Vec<Voice> {
    if said.range.len() > LONGEST {
        return vec![Voice::new(Vec::new(), said.range.clone(), said.range.clone())];
    }
    let scene = Scene::new(said);
    let all = predicates(&scene);
    let mut voices = Vec::new();
    let mut from = said.range.start;
    let mut before: Option<Vec<Speaker>> = None;
    voices.extend(
        all.iter().filter(|one| one.goes == Goes::Embedded).filter_map(|one| embedded(&scene, one)),
    );
    let thought = all.iter().find(|one| one.goes == Goes::Embedded && one.takes == Takes::Clause);
    if let Some((held, end)) =
        thought.and_then(|one| Some((held_by(&scene, one, from)?, one.range.end)))
    {
        voices.push(held);
        from = scene.rest(end).find('、').map_or(said.range.end, |at| end + at + '、'.len_utf8());
    }
    if is_lead(&scene) || said.is_announcement() {
        return voices;
    }
    let label = labelled(&scene).or_else(|| turn(&scene));
    if let Some((_, end)) = &label {
        from = from.max(*end);
    }
    if let Some(voice) = charge(&scene) {
        return vec![voice];
    }
    if let Some(voice) = all.iter().find_map(|one| made_public(&scene, one)) {
        return vec![voice];
    }
    if let Some(voice) = whose_view(&scene) {
        return vec![voice];
    }
    from = from.max(problem(&scene).unwrap_or(from));
    let going_on: Vec<&Predicate> = all.iter().filter(|one| one.goes == Goes::On).collect();
    for (at, predicate) in going_on.iter().copied().enumerate() {
        let refused = going_on.get(at + 1).is_some_and(|next| is_led_in(&scene, predicate, next));
        let done = scene.text(from..predicate.range.end.max(from));
        if predicate.range.start < from || refused || is_follow_up(&scene, from, done) {
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
    let rest = if is_follow_up(&scene, from, rest) { "" } else { rest };
    if from == said.range.start && is_all_quoted(&scene) {
        voices.extend(alone(&scene));
    } else if rest.chars().count() >= 8 {
        let shared = scene.text(said.range.start..from);
        let shared = ["つつ", "つつも、", "つつ、", "ながら、", "ながらも、", "一方で、"]
            .iter()
            .any(|joint| shared.ends_with(joint));
        let topic = particles(&scene, from..said.range.end, "は").next().is_some();
        let go_on = before.filter(|_| shared && !topic).unwrap_or_default();
        let told = plain(&scene, from).into_iter();
        voices.extend(told.map(|voice| {
            if voice.speakers.is_empty() {
                Voice { speakers: go_on.clone(), ..voice }
            } else {
                voice
            }
        }));
    }
    if let Some((speaker, _)) = label {
        let turn = |voice: Voice| match voice.speakers.is_empty() {
            true => Voice { speakers: vec![speaker.clone()], ..voice },
            false => voice,
        };
        voices = voices.into_iter().map(turn).collect();
    } else if let Some(speakers) = announced(&scene, &voices) {
        voices.iter_mut().for_each(|voice| voice.speakers.clone_from(&speakers));
    }
    voices.sort_by_key(|voice| (voice.statement.start, voice.statement.end));
    voices
}

/// …が起きた。甲署が6日発表した。: the next sentence only says who tells this one.
fn announced(scene: &Scene<'_, '_, '_>, voices: &[Voice]) -> Option<Vec<Speaker>> {
    let heard = scene.said.shown().ends_with("という。");
    let nobody =
        !voices.is_empty() && voices.iter().all(|voice| heard || voice.speakers.is_empty());
    let (name, span) = scene.said.announced_by().filter(|_| nobody)?;
    Some(vec![Speaker::Named { name, span: Some(span) }])
}

/// Whose turn it is in the minutes of a sitting: the label stands before the first sentence.
fn turn(scene: &Scene<'_, '_, '_>) -> Option<(Speaker, usize)> {
    let (name, span) = scene.said.memory.turn()?;
    Some((Speaker::Named { name, span: Some(span) }, scene.said.range.start))
}

/// ○委員(甲野乙子君) …, 町長「…」: who speaks stands before what is said, and where that begins.
fn labelled(scene: &Scene<'_, '_, '_>) -> Option<(Speaker, usize)> {
    let said = scene.said;
    let shown = said.shown();
    if shown.starts_with(['○', '◯', '●']) {
        let open = shown.find('(').filter(|at| *at <= 60)?;
        let close = open + shown[open..].find("君)").filter(|at| *at <= 60)?;
        let name = said.range.start + open + 1..said.range.start + close;
        let end = said.range.start + close + "君)".len();
        return Some((speaker(scene, name), end));
    }
    let open = shown.find('「').filter(|at| (3..=36).contains(at))?;
    let quote = scene.quotes().first().filter(|quote| quote.start == said.range.start + open)?;
    let name = said.range.start..quote.start;
    let alone = scene.rest(quote.end).trim_matches(['。', ' ']).is_empty();
    (alone && shown[..open].ends_with(phrase::ends_noun) && is_body(scene, &name))
        .then(|| (speaker(scene, name), quote.start + '「'.len_utf8()))
}

/// …とみて、裏付けを急いでいる: what the speaker does about it is no statement.
fn is_follow_up(scene: &Scene<'_, '_, '_>, from: usize, rest: &str) -> bool {
    let led = scene.text(scene.said.range.start..from).ends_with("て、");
    let works = [
        "調べ",
        "捜査",
        "急",
        "進め",
        "追",
        "裏付け",
        "警戒",
        "分析",
        "呼びかけ",
        "呼び掛け",
        "注意",
    ];
    let short = rest.chars().count() <= 22 && !rest.contains(['は', 'が']);
    led && short && works.iter().any(|word| rest.contains(word))
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
        let mut voices: Vec<Voice> = self.told_before(scene, heard.from);
        let whole = self.preamble(scene, heard.from).or_else(|| self.silence(scene, heard.from));
        let statements = whole.map_or_else(
            || self.statements(scene, heard.from, heard.speakers.is_empty()),
            |from| only(from..self.predicate.range.start),
        );
        for statement in statements {
            let alone =
                Voice::new(heard.speakers.clone(), statement.clone(), self.scope(&statement));
            if let Some(also) = &heard.also {
                voices.push(Voice { speakers: vec![also.clone()], ..alone.clone() });
            }
            voices.push(alone);
        }
        voices
    }

    /// 乙への攻撃について、甲庁は…と発表した: what it is about belongs to what is said, when that stands
    /// in no quotation or in a short one.
    fn preamble(&self, scene: &Scene<'_, '_, '_>, from: usize) -> Option<usize> {
        let lead = scene.text(self.range.start..from);
        let about = lead.find("について、").filter(|at| scene.is_open(self.range.start + at))?;
        // 否定したことについて、甲は「…」と語った: that has a speaker of its own.
        if lead[..about].ends_with("こと") {
            return None;
        }
        let topic = &lead[about + "について、".len()..];
        let quote = scene.quote_before(self.predicate.range.start);
        let short = |quote: Range<usize>| quote.len() <= 90;
        let clause = self.predicate.takes == Takes::Clause;
        let plain = !lead[..about].contains('は') && topic.chars().count() <= 30;
        (clause && plain && quote.is_none_or(short)).then_some(self.range.start)
    }

    /// …したが、甲社は…と述べた: what stands before the speaker is told by the author.
    fn told_before(&self, scene: &Scene<'_, '_, '_>, from: usize) -> Vec<Voice> {
        let lead = scene.text(self.range.start..from.max(self.range.start));
        if !lead.contains("が、") && !lead.contains("ものの、") {
            return Vec::new();
        }
        let cut = [
            "たが、",
            "るが、",
            "ているが、",
            "であるが、",
            "だが、",
            "たものの、",
            "いるものの、",
        ]
        .iter()
        .filter_map(|joint| Some(lead.find(joint)? + joint.len()))
        .min();
        let told = cut.map(|cut| self.range.start..self.range.start + cut).filter(|told| {
            told.len() >= 45 && scene.is_open(told.end) && scene.quote_in(told).is_none()
        });
        told.map(|told| Voice::new(Vec::new(), told.clone(), told)).into_iter().collect()
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
        let before = heard.from..self.predicate.range.start;
        heard.speakers.extend(learned(scene, &before).and_then(|(from_whom, _)| from_whom));
        if heard.speakers.is_empty() && !self.is_passive_silence(scene) {
            heard.speakers = self
                .asked(scene, heard.from)
                .map_or_else(|| self.carried(scene), |asked| vec![asked]);
        }
        heard.speakers.retain(|speaker| *speaker != Speaker::Author);
        heard.speakers.truncate(3);
        heard
    }

    /// 氏名は公表されていない: nobody is said to be silent.
    fn is_passive_silence(&self, scene: &Scene<'_, '_, '_>) -> bool {
        let verb = scene.text(self.predicate.range.clone());
        let passive =
            ["されて", "られて", "されなかっ", "られなかっ"].iter().any(|end| verb.contains(end));
        self.predicate.takes == Takes::Whole && passive && !verb.contains("得られ")
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

    /// 「答えを控える」と話した: a silence with its quotation is one.
    fn silence(&self, scene: &Scene<'_, '_, '_>, from: usize) -> Option<usize> {
        let quote = scene.quote_before(self.predicate.range.start)?;
        let silent = scene
            .hits(&quote)
            .iter()
            .any(|hit| hit.cue.kind == CueKind::Speech && hit.cue.value == "declines");
        let lead = scene.text(from..quote.start.max(from)).chars().count() >= 4;
        (silent && lead && self.predicate.takes == Takes::Clause && from <= quote.start)
            .then_some(from)
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
    fn statements(
        &self,
        scene: &Scene<'_, '_, '_>,
        from: usize,
        nobody: bool,
    ) -> Vec<Range<usize>> {
        let verb = &self.predicate.range;
        let from = from.min(verb.start);
        match self.predicate.takes {
            Takes::Whole if nobody => parts(scene, from..self.range.end),
            Takes::Whole | Takes::Thing => {
                only(behind_lead(scene, from, verb.start)..self.range.end)
            }
            // 犯行を主張した: too short to be cut off.
            Takes::Noun if scene.text(from..verb.start).chars().count() <= 4 => {
                only(from..verb.end)
            }
            Takes::Noun => only(from..verb.start),
            Takes::Clause => match scene.quote_before(verb.start) {
                Some(quote) if quote.start >= from => quoted(scene, from, &quote),
                _ => {
                    let told = learned(scene, &(from..verb.start));
                    parts(scene, told.map_or(from..verb.start, |(_, told)| told))
                }
            },
        }
        .into_iter()
        .filter(|range| !range.is_empty())
        .collect()
    }
}

/// Words that lead in what is quoted next.
static LEADING_IN: Several =
    Several::of(&["こう語り、", "こう述べ、", "こう話し、", "こう説明し、", "こう強調し、"]);

/// …についてこう語り、機密の流出を否定した: where the denial begins.
fn behind_lead(scene: &Scene<'_, '_, '_>, from: usize, verb: usize) -> usize {
    let lead = scene.text(from..verb.max(from));
    from + LEADING_IN.last_end(lead).unwrap_or(0)
}

/// 関与を否定した声明を公表した: what is made public denies or stays silent, and so does who does it.
fn passes_on(scene: &Scene<'_, '_, '_>, range: &Range<usize>) -> bool {
    let silent = |hit: &Hit<'_>| hit.cue.kind == CueKind::Speech && hit.cue.value != "asserts";
    scene.hits(range).iter().any(silent)
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
    let mut end = scene.said.range.end;
    if let Some((from_whom, told)) = learned(scene, &(start..end)) {
        speakers.extend(from_whom);
        end = told.end;
    }
    speakers.retain(|speaker| *speaker != Speaker::Author);
    let parts = parts(scene, start..end);
    parts.into_iter().map(|part| Voice::new(speakers.clone(), part.clone(), part)).collect()
}

/// How sentences end that only say who speaks in the quotation beside them.
const LEADS: &[&str] = &[
    "振り返る。",
    "こう語る。",
    "こう話す。",
    "こう述べた。",
    "こう語った。",
    "こう話した。",
    "次のように述べた。",
    "次のように語った。",
    "が伝えた。",
    "が報じた。",
    "こう説明する。",
];

/// 技術者はこう振り返る。
fn is_lead(scene: &Scene<'_, '_, '_>) -> bool {
    let shown = scene.said.shown();
    let cleft =
        shown.starts_with(['そ', 'こ']) && shown.contains("のは") && shown.ends_with("だ。");
    let cleft = cleft && ["そう", "こう"].iter().any(|word| shown.starts_with(word));
    if cleft {
        return true;
    }
    LEADS.iter().any(|lead| shown.ends_with(lead))
        && !shown.contains(['「', 'と'])
        && shown.chars().count() <= 80
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
        || said.memory.quoted().to_vec(),
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

/// 甲社は、関与を否定した声明を公表した: who makes it public denies.
fn made_public(scene: &Scene<'_, '_, '_>, predicate: &Predicate) -> Option<Voice> {
    let behind = scene.rest(predicate.range.end);
    let works = ["声明", "コメント", "談話", "見解", "文書", "投稿"];
    let work = works.iter().any(|work| behind.starts_with(work));
    let silent = predicate.takes == Takes::Whole && predicate.goes == Goes::Embedded;
    let public = ["公表し", "発表し", "出し", "公開し", "投稿し", "寄せ"];
    let told = public.iter().any(|verb| behind.contains(verb));
    if !(work && silent && told) {
        return None;
    }
    let (phrase, from) = topic(scene, scene.said.range.start, predicate)?;
    let statement = from..scene.said.range.end;
    Some(Voice::new(vec![speaker(scene, phrase)], statement.clone(), statement))
}

/// Words by which a sentence tells what somebody was charged with.
pub(super) const CHARGES: &[&str] =
    &["逮捕容疑は", "送検容疑は", "書類送検容疑は", "起訴内容は", "再逮捕容疑は"];

/// 逮捕容疑は…というもの: what those say who charged somebody in the sentence before.
fn charge(scene: &Scene<'_, '_, '_>) -> Option<Voice> {
    let said = scene.said;
    let shown = said.shown();
    let lead = CHARGES.iter().find(|lead| shown.starts_with(**lead))?;
    let (speakers, _) = said.memory.charged()?;
    let body = shown[lead.len()..].trim_start_matches('、');
    let start = said.range.end - body.len();
    let ends = ["というもの。", "というものだ。", "というもの", "疑い。", "疑いだ。", "とされる。"];
    let end = ends.iter().find_map(|end| body.strip_suffix(end)).unwrap_or(body).len();
    Some(Voice::new(speakers.clone(), start..start + end, start..start + end))
}

/// …というのが県の見方だ: whose view it is.
fn whose_view(scene: &Scene<'_, '_, '_>) -> Option<Voice> {
    let said = scene.said;
    let shown = said.shown();
    let at = shown.find("というのが").filter(|at| scene.is_open(said.range.start + at))?;
    let rest = &shown[at + "というのが".len()..];
    let views = [
        "の推測",
        "の見立て",
        "の見解",
        "の見方",
        "の考え",
        "の説明",
        "の主張",
        "の立場",
        "の話",
        "の認識",
        "の結論",
        "の分析",
    ];
    let end = views.iter().find_map(|view| rest.find(view))?;
    let from = said.range.start + at + "というのが".len();
    let statement = said.range.start..said.range.start + at;
    let holder = speaker(scene, from..from + end);
    let speakers = Some(holder).filter(|holder| *holder != Speaker::Author);
    Some(Voice::new(speakers.into_iter().collect(), statement.clone(), statement))
}

/// …とみる研究者が多い: who holds it stands behind it.
fn held_by(scene: &Scene<'_, '_, '_>, predicate: &Predicate, from: usize) -> Option<Voice> {
    let behind = predicate.range.end..scene.said.range.end;
    let hit = scene
        .hits(&behind)
        .iter()
        .find(|hit| hit.cue.kind == CueKind::Unnamed && hit.range.start <= behind.start + 12)?;
    let followed = scene.rest(hit.range.end).starts_with(['が', 'も', 'は']);
    let speaker = speaker(scene, predicate.range.end..hit.range.end);
    let statement = from..predicate.range.start;
    followed.then(|| Voice::new(vec![speaker], statement, from..predicate.range.end))
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

/// What a sentence may start from.
static PROBLEMS: Several = Several::of(&["問題", "事件"]);

/// …が売却された問題で、: what the sentence starts from is known already; where the news begins.
fn problem(scene: &Scene<'_, '_, '_>) -> Option<usize> {
    let start = scene.said.range.start;
    let shown = scene.said.shown();
    if !PROBLEMS.is_in(shown) {
        return None;
    }
    ["問題で、", "事件で、", "問題をめぐり、", "問題を巡り、", "事件をめぐり、"].iter().find_map(
        |words| {
            let at = shown.find(words).filter(|at| scene.is_open(start + at))?;
            let told =
                shown[..at].ends_with(['た', 'る', 'い']) && shown[..at].chars().count() >= 10;
            let topic = particles(scene, start..start + at, "は").next().is_some();
            (told && !topic).then_some(start + at + words.len())
        },
    )
}

/// 「…」と述べ、関与を否定した: the quotation leads in the denial of the same speaker.
fn is_led_in(scene: &Scene<'_, '_, '_>, quoting: &Predicate, next: &Predicate) -> bool {
    let quoted = scene.quote_before(quoting.range.start).is_some();
    let hits = scene.hits(&next.range).iter();
    let mut refusing =
        hits.filter(|hit| hit.cue.kind == CueKind::Speech && hit.cue.value != "asserts");
    let between = quoting.range.end..next.range.start;
    let apart = scene.text(between.clone()).contains(['は', '「']) || between.len() > 60;
    quoted && next.takes == Takes::Whole && refusing.next().is_some() && !apart
}
