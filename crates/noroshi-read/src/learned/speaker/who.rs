//! Who may be the speaker of a statement, and what speaks for each. Shared with the command that trains the model.

use std::ops::Range;

use noroshi_model::{MentionKind, Speaker};

use super::super::feature::{Key, class, word};
use super::cut::{first, last, step};
use super::role;
use super::scene::{Named, Past, Scene, Trail, is_body, is_same};

/// Candidates of a sentence that are looked at, and of those before.
const HERE: usize = 6;
const NAMELESS: usize = 4;
const SPOKEN: usize = 2;
const BEFORE: usize = 3;

/// Where a candidate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Author,
    Rule,
    Here,
    Spoken,
    Before,
}

/// Somebody who may have said it.
pub(crate) struct Candidate {
    pub(crate) speaker: Speaker,
    /// Where the name stands in the text, when it is not the rules' or the author.
    pub(crate) place: Option<Range<usize>>,
    source: Source,
    /// What it is: a kind of names, or one of the numbers behind them.
    kind: u64,
    /// Where it stands in the sentence, with its kind.
    here: Vec<(Range<usize>, u64)>,
    /// All it comes from.
    sources: u64,
    /// How many sentences ago it was named, in which place counted from here, and the letter behind it.
    before: Option<(usize, usize, char)>,
}

/// What a candidate is that is no name of a kind.
const NAMED: u64 = 100;
const UNNAMED: u64 = 101;
const AUTHOR: u64 = 102;

/// A statement whose speaker is asked for.
pub(crate) struct Asked<'s> {
    pub(crate) scene: &'s Scene,
    pub(crate) trail: &'s Trail,
    /// The letters of the statement.
    pub(crate) range: Range<usize>,
}

impl Candidate {
    fn new(speaker: Speaker, source: Source, kind: u64) -> Self {
        let sources = 1 << source as u64;
        Self { speaker, place: None, source, kind, here: Vec::new(), sources, before: None }
    }

    fn of(speaker: &Speaker, source: Source) -> Self {
        let kind = if matches!(speaker, Speaker::Unnamed { .. }) { UNNAMED } else { NAMED };
        Self::new(speaker.clone(), source, kind)
    }

    /// Whether the rules take this one, who is not the author, for the speaker.
    pub(crate) fn is_ruled(&self) -> bool {
        self.sources >> (Source::Rule as u64) & 1 == 1
    }

    fn is_here(&self) -> bool {
        !self.here.is_empty()
    }
}

/// Those who may have said it; the author is the first.
pub(crate) fn candidates(asked: &Asked<'_>) -> Vec<Candidate> {
    let Asked { scene, trail, range } = asked;
    let mut all = vec![Candidate::new(Speaker::Author, Source::Author, AUTHOR)];
    if let Some((rule, _)) = scene.ruled(range).filter(|(it, _)| it.speaker != Speaker::Author) {
        add(&mut all, Candidate::of(&rule.speaker, Source::Rule));
    }
    let able = |kind: MentionKind| is_body(kind) || kind == MentionKind::Country;
    let able = |named: &&Named| able(named.kind) && !is_aim(&scene.letters()[named.range.end..]);
    for named in scene.names.iter().filter(able).take(HERE) {
        let speaker = Speaker::Named { name: scene.shown(named.range.clone()), span: None };
        let one = Candidate::new(speaker, Source::Here, named.kind as u64);
        add(&mut all, at(one, scene, named.range.clone()));
    }
    for range in nameless(scene).into_iter().take(NAMELESS) {
        add(&mut all, resolved(scene, trail, range));
    }
    for (past, range) in role::meant(scene, trail) {
        add(&mut all, of_past(scene, past, range));
    }
    let spoken = trail.spoken.iter().rev().filter(|(one, _)| *one != Speaker::Author);
    for (speaker, _) in spoken.take(SPOKEN) {
        add(&mut all, Candidate::of(speaker, Source::Spoken));
    }
    for (rank, past) in trail.names.iter().rev().take(BEFORE).enumerate() {
        let speaker = Speaker::Named { name: past.name.clone(), span: None };
        let mut one = Candidate::new(speaker, Source::Before, past.kind as u64);
        one.place = Some(past.place.clone());
        one.before = Some((trail.sentence - past.sentence, rank, past.particle));
        add(&mut all, one);
    }
    all
}

/// 甲社への侵入: who is aimed at does not speak; 甲社への取材 does.
fn is_aim(behind: &[char]) -> bool {
    let asked = ["への取材", "への問い合わせ", "への質問", "への聞き取り"];
    starts_with(behind, "への") && !asked.iter().any(|word| starts_with(behind, word))
}

/// Adds a candidate, or what it adds to one of the same name.
fn add(all: &mut Vec<Candidate>, one: Candidate) {
    let shown = one.speaker.shown();
    if shown.is_empty() || OWN.iter().any(|own| shown.starts_with(own)) {
        return;
    }
    let known =
        all.iter_mut().find(|it| it.source != Source::Author && it.speaker.shown() == shown);
    match known {
        None => all.push(one),
        Some(known) => {
            known.here.extend(one.here);
            known.sources |= one.sources;
            known.before = known.before.or(one.before);
            known.place = known.place.take().or(one.place);
        }
    }
}

fn at(mut one: Candidate, scene: &Scene, range: Range<usize>) -> Candidate {
    one.place = Some(scene.line.bytes(&range));
    one.here = vec![(range, one.kind)];
    one
}

/// Words by which an author speaks of the own house.
const OWN: &[&str] = &[
    "当社",
    "弊社",
    "当行",
    "当院",
    "当館",
    "当校",
    "当方",
    "当組合",
    "当協会",
    "当研究所",
    "当センター",
    "本学",
    "本市",
    "本県",
    "本校",
    "本会",
    "本誌",
    "本紙",
    "本稿",
    "我々",
    "われわれ",
    "私たち",
    "私ども",
    "筆者",
    "編集部",
    "わたしたち",
];

/// Particles behind somebody who says something.
const PARTICLES: &[&str] = &[
    "によると",
    "によれば",
    "への取材",
    "に対し",
    "では",
    "には",
    "から",
    "は",
    "が",
    "も",
    "の",
    "を",
    "に",
    "と",
    "、",
    "氏",
    "さん",
];

/// How words end that stand for somebody without a name, or for what somebody wrote.
const PEOPLE: &[&str] = &[
    "者",
    "人",
    "筋",
    "ら",
    "側",
    "担当",
    "員",
    "幹部",
    "長",
    "署",
    "官",
    "家",
    "社",
    "庁",
    "省",
    "市",
    "県",
    "町",
    "警",
    "会",
    "院",
    "校",
    "局",
    "部",
    "紙",
    "誌",
    "書",
    "声明",
    "資料",
    "文書",
    "記録",
    "メモ",
    "メール",
    "投稿",
    "広報",
    "報道",
    "代表",
    "教授",
    "政府",
    "当局",
    "検察",
    "弁護士",
    "男",
    "女",
    "被告",
    "窓口",
    "通知",
    "文",
    "状",
];

/// Words behind which somebody without a name is looked for.
pub(super) const BEHIND: &[&str] =
    &["は", "が", "も", "によると", "によれば", "への取材", "から", "に対し"];

/// Letters of the longest words for somebody.
const LONGEST: usize = 20;

/// Words for somebody without a name in front of a particle.
fn nameless(scene: &Scene) -> Vec<Range<usize>> {
    let letters = scene.letters();
    let mut found = Vec::new();
    for end in 2..letters.len() {
        if !BEHIND.iter().any(|word| starts_with(&letters[end..], word)) {
            continue;
        }
        let stops = |letter: &char| "、。「」『』() ・:で\n".contains(*letter);
        let low = end.saturating_sub(24);
        let from = letters[low..end].iter().rposition(stops).map_or(low, |at| low + at + 1);
        let inner = |letter: &char| matches!(letter, 'は' | 'が' | 'を');
        let from = letters[from..end].iter().rposition(inner).map_or(from, |at| from + at + 1);
        let words = &letters[from..end];
        let people = PEOPLE.iter().any(|word| ends_with(words, word));
        let named = scene.names.iter().any(|named| named.range.contains(&(end - 1)));
        if (2..=LONGEST).contains(&words.len()) && people && !named {
            found.push(from..end);
        }
    }
    found
}

pub(super) fn starts_with(letters: &[char], word: &str) -> bool {
    let mut rest = letters.iter();
    word.chars().all(|letter| rest.next() == Some(&letter))
}

fn ends_with(letters: &[char], word: &str) -> bool {
    let mut rest = letters.iter().rev();
    word.chars().rev().all(|letter| rest.next() == Some(&letter))
}

/// 同社, 同署: the name before that ends so; else somebody without a name.
fn resolved(scene: &Scene, trail: &Trail, range: Range<usize>) -> Candidate {
    let shown = scene.shown(range.clone());
    let office = |name: &str| "省庁府局警察会院学署部".chars().any(|end| name.ends_with(end));
    let meant = shown.strip_prefix('同').and_then(|ending| {
        trail.names.iter().rev().find(|past| match ending {
            "社" => past.kind == MentionKind::Organization && !office(&past.name),
            "氏" | "容疑者" | "被告" => past.kind == MentionKind::Person,
            "集団" | "グループ" | "組織" => past.kind == MentionKind::ThreatActor,
            _ => past.name.ends_with(ending),
        })
    });
    let Some(past) = meant else {
        let speaker = Speaker::Unnamed { as_written: shown, span: None };
        return at(Candidate::new(speaker, Source::Here, UNNAMED), scene, range);
    };
    of_past(scene, past, range)
}

/// Somebody who was named before and is meant by letters of the sentence.
fn of_past(scene: &Scene, past: &Past, range: Range<usize>) -> Candidate {
    let speaker = Speaker::Named { name: past.name.clone(), span: None };
    let mut one = at(Candidate::new(speaker, Source::Here, past.kind as u64), scene, range);
    one.place = Some(past.place.clone());
    one
}

/// What stands around a statement.
struct Around {
    /// Mixed with where a candidate comes from and what it is.
    all: Vec<u64>,
    /// Mixed with how a candidate stands to the statement, too.
    shape: Vec<u64>,
    /// Whom the rules take: 0 nobody, 1 the author, 2 somebody.
    ruled: u64,
    /// The first letters behind the statement, and the last of the sentence.
    behind: u64,
    tail: u64,
    /// Who spoke last, and how many sentences ago.
    spoke: u64,
    /// What stands behind the sentence.
    next: String,
}

impl Around {
    fn new(asked: &Asked<'_>) -> Self {
        let Asked { scene, trail, range } = asked;
        let letters = scene.letters();
        let (head, after) = (&letters[..range.start], &letters[range.end..]);
        let marks = |letter: &&char| "」』。、".contains(**letter);
        let bare = &after[after.iter().take_while(marks).count()..];
        let statement = &letters[range.clone()];
        let told = statement.iter().rposition(|letter| !"」』。、".contains(*letter));
        let told = &statement[..told.map_or(0, |at| at + 1)];
        let rule = scene.ruled(range);
        let author = |speaker: &Speaker| *speaker == Speaker::Author;
        let ruled = rule.map_or(0, |(it, _)| if author(&it.speaker) { 1 } else { 2 });
        let last_one = trail.spoken.back();
        let spoke = last_one.map_or(0, |(one, sentence)| {
            1 + (trail.sentence - sentence).min(2) as u64 + if author(one) { 10 } else { 0 }
        });
        let key = |number: u64, part: u64| Key::new(number).with(part).part();
        let mut all = vec![
            key(1, ruled),
            key(2, rule.map_or(9, |(it, _)| it.stance as u64)),
            key(3, u64::from(trail.sentence == 0)),
            key(4, u64::from(head.last().is_some_and(|it| matches!(it, '「' | '『')))),
            key(5, first(letters, 1)),
            key(6, first(letters, 2)),
            key(7, spoke),
            key(8, u64::from(speaks_of_same(letters))),
            key(9, u64::from(own(letters))),
            key(11, u64::from(scene.quoted)),
            key(12, u64::from(scene.before.is_none_or(|letter| letter == '\n'))),
            key(10, u64::from(head.iter().chain(after).any(|it| matches!(it, 'は' | 'が')))),
        ];
        for count in 2..=4 {
            all.push(key(20 + count as u64, last(scene.told(), count)));
            all.push(key(30 + count as u64, last(told, count)));
        }
        for count in 1..=4 {
            all.push(key(40 + count as u64, first(bare, count)));
        }
        let next = scene.behind.iter().collect();
        let shape = shape(asked, head, after);
        all.extend(&shape);
        Self { all, shape, ruled, behind: first(bare, 3), tail: last(scene.told(), 3), spoke, next }
    }
}

/// 同社は, 、同庁が: whether somebody named before is spoken of.
fn speaks_of_same(letters: &[char]) -> bool {
    let starts = |at: usize| at == 0 || letters[at - 1] == '、';
    let near =
        |at: usize| letters[at..].iter().skip(2).take(4).any(|it| matches!(it, 'は' | 'が' | 'も'));
    (0..letters.len()).any(|at| letters[at] == '同' && starts(at) && near(at))
}

/// Whether the author speaks of the own house.
fn own(letters: &[char]) -> bool {
    let first = |at: usize| matches!(letters[at], '当' | '弊' | '本' | '我' | '私' | '筆' | '編');
    (0..letters.len())
        .filter(|at| first(*at))
        .any(|at| OWN.iter().any(|word| starts_with(&letters[at..], word)))
}

/// How the statement lies in its sentence.
fn shape(asked: &Asked<'_>, head: &[char], after: &[char]) -> Vec<u64> {
    let rest: Vec<char> = after.iter().copied().filter(|it| !"」』。".contains(*it)).collect();
    let link = match rest.first() {
        None => 0,
        Some('と') => 1,
        Some('、') => 2,
        Some('こ') => 3,
        Some('を') => 4,
        Some(_) => 5,
    };
    let share = asked.scene.ruled(&asked.range).map_or(0, |(_, share)| (share * 4.0) as u64);
    let topic = |letters: &[char]| u64::from(letters.contains(&'は'));
    let key = |number: u64, part: u64| Key::new(number).with(part).part();
    vec![
        key(50, link),
        key(51, link * 10 + (rest.len() / 4).min(4) as u64),
        key(52, (head.len() / 4).min(4) as u64),
        key(53, share),
        key(54, link * 2 + u64::from(head.is_empty())),
        key(55, topic(after)),
        key(56, topic(head)),
        key(57, asked.scene.rules.len().min(3) as u64),
    ]
}

/// What speaks for each candidate.
pub(crate) fn features(asked: &Asked<'_>, all: &[Candidate]) -> Vec<Vec<u32>> {
    let around = Around::new(asked);
    all.iter().map(|one| of_candidate(asked, &around, one, all)).collect()
}

fn of_candidate(
    asked: &Asked<'_>,
    around: &Around,
    one: &Candidate,
    all: &[Candidate],
) -> Vec<u32> {
    let mut features = Vec::with_capacity(96);
    let mut add = |key: Key| features.push(key.number());
    let sort = (one.source as u64) * 200 + one.kind;
    add(Key::new(200).with(sort));
    around.all.iter().for_each(|part| add(Key::new(201).with(sort).with(*part)));
    let coarse = if one.source == Source::Author { 0 } else { 1 + u64::from(one.is_here()) };
    around.shape.iter().for_each(|part| add(Key::new(202).with(coarse).with(*part)));
    add(Key::new(203).with(one.sources));
    let rule = asked.scene.ruled(&asked.range).map(|(rule, _)| &rule.speaker);
    let ruled = u64::from(rule.is_some_and(|rule| is_same(rule, &one.speaker)));
    add(Key::new(204).with(ruled));
    add(Key::new(205).with(ruled).with(around.ruled).with(one.source as u64));
    for (range, kind) in one.here.iter().take(2) {
        here(asked, around, (range, *kind), all, &mut add);
    }
    if !one.is_here() {
        let shown: Vec<char> = one.speaker.shown().chars().collect();
        add(Key::new(240).with(last(&shown, 1)));
        add(Key::new(241).with(last(&shown, 2)));
    }
    if let Some((ago, rank, particle)) = one.before {
        let source = one.source as u64;
        add(Key::new(242).with(source).with(ago.min(5) as u64));
        add(Key::new(243).with(source).with(ago.min(3) as u64).with(around.tail));
        add(Key::new(244).with(rank as u64).with(one.kind));
        add(Key::new(245).letter(particle).with(ago.min(3) as u64));
    }
    spoken(asked, around, one, &mut add);
    features
}

/// What speaks for one who stands in the sentence.
fn here(
    asked: &Asked<'_>,
    around: &Around,
    (name, kind): (&Range<usize>, u64),
    all: &[Candidate],
    add: &mut impl FnMut(Key),
) {
    let letters = asked.scene.letters();
    let statement = &asked.range;
    let side = if statement.contains(&name.start) {
        1
    } else {
        2 * u64::from(name.start < statement.start)
    };
    let masked = &asked.scene.masked;
    let behind = &masked[name.end..];
    let particle = PARTICLES.iter().position(|word| starts_with(behind, word));
    let particle = particle.map_or(99, |at| at as u64);
    add(Key::new(210).with(side));
    add(Key::new(211).with(side).with(kind));
    add(Key::new(212).with(particle));
    let stands = |number: u64| Key::new(number).with(particle).with(side);
    add(stands(213));
    add(stands(214).with(kind));
    add(stands(215).with(around.tail));
    add(stands(216).with(around.behind));
    add(stands(217).with(around.ruled));
    around.shape.iter().for_each(|part| add(stands(218).with(*part)));
    for count in 2..=4 {
        add(Key::new(219).with(side).with(count as u64).with(first(behind, count)));
    }
    for count in 1..=2 {
        add(Key::new(220).with(side).with(count as u64).with(last(&masked[..name.start], count)));
    }
    let shown = &letters[name.clone()];
    add(Key::new(221).with(last(shown, 1)));
    add(Key::new(222).with(last(shown, 2)));
    add(Key::new(223).with((name.start / 4).min(6) as u64));
    if side == 1 {
        add(Key::new(224).with(((name.start - statement.start) / 4).min(8) as u64));
    }
    if side == 2 && name.end <= statement.start {
        let between = &letters[name.end..statement.start];
        let count = |sign: char| between.iter().skip(1).filter(|it| **it == sign).count() as u64;
        add(Key::new(225).with((between.len() / 4).min(8) as u64));
        add(Key::new(226).with(particle).with((between.len() / 6).min(4) as u64));
        add(Key::new(227).with(u64::from(count('は') > 0)));
        add(Key::new(228).with(particle).with(u64::from(count('が') > 0)));
        add(Key::new(229).with(count('、').min(3)));
        add(Key::new(230).with(particle).with(u64::from(between.len() <= 3)));
    }
    let later = |one: &&Candidate| {
        one.here.iter().any(|(it, _)| it.start > name.start && it.start < statement.start)
    };
    add(stands(231).with(all.iter().filter(later).count().min(2) as u64));
}

/// What speaks for one who has spoken before, or whom the next sentence names.
fn spoken(asked: &Asked<'_>, around: &Around, one: &Candidate, add: &mut impl FnMut(Key)) {
    if one.speaker == Speaker::Author {
        return;
    }
    let shown = one.speaker.shown();
    if let Some((_, sentence)) =
        asked.trail.spoken.back().filter(|(last, _)| is_same(last, &one.speaker))
    {
        let ago = (asked.trail.sentence - sentence).min(3) as u64;
        add(Key::new(250));
        add(Key::new(251).with(ago));
        add(Key::new(252).with(around.tail));
        add(Key::new(253).with(around.ruled));
        add(Key::new(254).with(around.spoke));
    }
    if asked.trail.spoken.iter().any(|(past, _)| is_same(past, &one.speaker)) {
        add(Key::new(255));
    }
    if let Some(at) = around.next.find(shown) {
        add(Key::new(256).with(step(at)));
    }
    let known = asked.trail.names.iter().any(|past| past.name == shown);
    add(Key::new(257).with(u64::from(known)));
    let latin = shown.chars().next().is_some_and(|letter| class(letter) == 'A');
    add(Key::new(258).with(u64::from(latin)).with(word(if one.is_here() { "here" } else { "" })));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, trail: &Trail, named: &[(&str, MentionKind)]) -> Vec<String> {
        let mut scene = Scene::new(text, &(0..text.len())).expect("a sentence");
        for (name, kind) in named {
            let at = text.find(name).expect("in the text");
            scene.name(&(at..at + name.len()), *kind);
        }
        let range = 0..scene.letters().len();
        let asked = Asked { scene: &scene, trail, range };
        candidates(&asked).iter().map(|one| one.speaker.shown().to_owned()).collect()
    }

    #[test]
    fn the_author_names_and_people_without_one_may_have_said_it() {
        let text = "県警の捜査幹部は、乙社への侵入が甲社で続いたと話す。";
        let named = [("乙社", MentionKind::Organization), ("甲社", MentionKind::Organization)];
        let found = names(text, &Trail::default(), &named);
        assert_eq!(found, ["author", "甲社", "県警の捜査幹部"]);
    }

    #[test]
    fn who_was_named_before_may_go_on_and_is_meant_by_a_word() {
        let mut trail = Trail::default();
        let before = "福良署が甲社を調べた。";
        let mut scene = Scene::new(before, &(0..before.len())).expect("a sentence");
        scene.name(&(0..9), MentionKind::Organization);
        scene.name(&(12..18), MentionKind::Organization);
        trail.pass(&scene);
        let found = names("同署は、侵入は続いたという。", &trail, &[]);
        assert_eq!(found, ["author", "福良署", "甲社"]);
    }

    #[test]
    fn the_own_house_is_the_author() {
        let found = names("当社関係者は侵入を認めた。", &Trail::default(), &[]);
        assert_eq!(found, ["author"]);
    }

    #[test]
    fn each_candidate_has_features_of_its_own() {
        let text = "甲社は侵入が続いたと話す。";
        let mut scene = Scene::new(text, &(0..text.len())).expect("a sentence");
        scene.name(&(0..6), MentionKind::Organization);
        let trail = Trail::default();
        let asked = Asked { scene: &scene, trail: &trail, range: 3..9 };
        let all = features(&asked, &candidates(&asked));
        assert_eq!(all.len(), 2);
        assert_ne!(all[0], all[1]);
    }
}
