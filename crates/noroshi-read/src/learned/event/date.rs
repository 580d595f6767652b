//! The dates that a clause may have, and what the model of events looks at to choose one. Shared with the command that
//! trains it.

use noroshi_model::{Mention, Moment, Subject, Value};

use super::super::feature::word;
use super::clause::{Deed, Features, subject};
use super::page::{Clause, Page, first, last};

/// Dates of earlier sentences that are looked at.
const SOONER: usize = 4;

/// A date that something may have happened on.
pub(crate) struct Dated<'a> {
    pub(crate) mention: &'a Mention,
    pub(crate) when: (Moment, Subject),
    /// 2022年から: without an end.
    since: bool,
}

/// How fine a date is, as a part of a feature.
pub(crate) fn precision(mention: &Mention) -> u64 {
    match mention.value {
        Value::Date(moment, _) => word(moment.precision().word()),
        _ => 0,
    }
}

/// The dates of the sentence of a clause, those before it and the next one.
pub(crate) fn candidates<'a>(page: &Page<'a>, clause: &Clause) -> Vec<Dated<'a>> {
    let mut dates: Vec<&'a Mention> = page.dates(clause.sentence).collect();
    let sooner = (0..clause.sentence).rev().flat_map(|at| page.dates(at).rev());
    dates.extend(sooner.take(SOONER));
    let later = clause.sentence + 1..page.sentences.len();
    dates.extend(later.take(SOONER).flat_map(|at| page.dates(at)).take(1));
    dates.into_iter().flat_map(|mention| readings(page, mention)).collect()
}

/// A date as it stands, and as the start of something.
fn readings<'a>(page: &Page<'a>, mention: &'a Mention) -> Vec<Dated<'a>> {
    let Value::Date(moment, subject) = mention.value else { return Vec::new() };
    let mut readings = vec![Dated { mention, when: (moment, subject), since: false }];
    let behind = &page.text[mention.span.end()..];
    let about = ["ごろ", "頃", "ころ", "あたり"].iter().find_map(|word| behind.strip_prefix(word));
    let starts = ["から", "以降", "以来", "より"];
    let behind = about.unwrap_or(behind);
    let shown = mention.span.of(page.text).unwrap_or_default();
    let since = starts.iter().any(|word| behind.starts_with(word))
        || starts[..3].iter().any(|word| shown.ends_with(word));
    if since && !moment.is_open() {
        readings.push(Dated { mention, when: (moment.since(), subject), since: true });
    }
    readings
}

/// The features of a clause without a date.
pub(crate) fn none(page: &Page<'_>, clause: &Clause) -> Vec<u32> {
    let mut said = Features::default();
    let deed = Deed::new(page, clause);
    let sentence = page.sentence(clause);
    let shown = &page.text[sentence.range.clone()];
    let all = page.dates(clause.sentence).take(3).count() as u64;
    let sooner = |one: &&Mention| one.span.start() < clause.range.start;
    let before = page.dates(clause.sentence).filter(sooner).take(3).count() as u64;
    let (some, two) = (all.min(1), all.min(2));
    said.add(200, &[]);
    said.add(201, &[all]);
    said.add(202, &[before]);
    said.add(203, &[before.min(2), two, deed.closes]);
    said.add(204, &[deed.ends]);
    said.add(205, &[deed.opens]);
    said.add(206, &[deed.closes, two]);
    said.add(207, &[word(last(shown.trim_end_matches(['。', '」', ' ']), 3)), some]);
    said.add(209, &[deed.voice, some]);
    said.add(210, &[clause.number.min(3) as u64, two]);
    said.add(211, &[word(first(shown, 2)), some]);
    said.add(212, &[word(last(deed.tail, 2)), before.min(1)]);
    if let Some((event, here)) = page.rule(clause) {
        said.add(213, &[u64::from(here), u64::from(event.when.is_some())]);
    }
    said.0
}

/// The features of a clause with a date.
pub(crate) fn features(page: &Page<'_>, clause: &Clause, dated: &Dated<'_>) -> Vec<u32> {
    let mut said = Features::default();
    let deed = Deed::new(page, clause);
    let place = dated.mention.span;
    let behind = &page.text[place.end()..];
    let since = u64::from(dated.since);
    let two = word(first(behind, 2));
    let end = word(last(deed.tail, 3));
    said.add(215, &[since]);
    said.word(216, first(behind, 1));
    said.add(217, &[two]);
    said.add(218, &[since, two]);
    said.add(219, &[since, end]);
    said.add(221, &[since, deed.ends]);
    said.add(222, &[since, two, end]);
    said.add(223, &[deed.ends]);
    said.add(224, &[precision(dated.mention)]);
    said.add(225, &[subject(dated.mention)]);
    said.add(226, &[subject(dated.mention), since]);
    said.add(227, &[precision(dated.mention), since]);
    said.word(228, dated.mention.reason.rule);
    let sentence = &page.sentence(clause).range;
    if sentence.start <= place.start() && place.start() < sentence.end {
        order(&mut said, page, clause, dated, &deed);
        words(&mut said, page, clause, dated, &deed);
    } else {
        elsewhere(&mut said, page, clause, dated, &deed);
    }
    by_rules(&mut said, page, clause, dated);
    said.0
}

/// Where a date of the same sentence stands among its predicates and dates.
fn order(
    said: &mut Features,
    page: &Page<'_>,
    clause: &Clause,
    dated: &Dated<'_>,
    deed: &Deed<'_>,
) {
    let place = dated.mention.span;
    let before = place.end() <= clause.range.start;
    let side = u64::from(before);
    let gap =
        if before { place.end()..clause.range.start } else { clause.range.end..place.start() };
    let crossed = page.between(clause, &gap);
    let sign = word(first(&page.text[place.end()..], 1));
    said.add(230, &[side]);
    said.add(231, &[side, crossed]);
    said.add(232, &[side, crossed, sign]);
    said.add(233, &[side, crossed, deed.closes]);
    said.add(235, &[side, crossed, deed.voice]);
    let dates: Vec<&Mention> = page.dates(clause.sentence).collect();
    let at = dates.iter().position(|one| one.span == place).unwrap_or(0).min(3) as u64;
    let count = dates.len().min(4) as u64;
    said.add(236, &[at, count]);
    said.add(237, &[at, count, clause.number.min(3) as u64]);
    let gap = |one: &&&Mention| {
        let start = one.span.end().abs_diff(clause.range.start);
        start.min(one.span.start().abs_diff(clause.range.end))
    };
    let closest = dates.iter().min_by_key(gap).is_some_and(|one| one.span == place);
    said.add(238, &[u64::from(closest), side]);
    said.add(239, &[u64::from(closest), side, sign]);
    let sooner = dates.iter().rev().find(|one| one.span.end() <= clause.range.start);
    if let Some(latest) = sooner {
        said.add(240, &[u64::from(latest.span == place)]);
    }
    let next = page.beside(clause).iter().find(|one| one.range.start >= place.end());
    if let Some(next) = next {
        let other = Deed::new(page, next);
        said.add(241, &[other.ends, other.opens]);
        said.add(242, &[u64::from(next.number == clause.number), sign]);
    }
}

/// Words of telling.
const TOLD: &[&str] =
    &["発表", "公表", "明らか", "報じ", "会見", "逮捕", "述べ", "によると", "取材", "付"];

/// What stands around a date of the same sentence.
fn words(
    said: &mut Features,
    page: &Page<'_>,
    clause: &Clause,
    dated: &Dated<'_>,
    deed: &Deed<'_>,
) {
    let sentence = &page.sentence(clause).range;
    let place = dated.mention.span;
    let before = place.end() <= clause.range.start;
    let side = u64::from(before);
    let head = &page.text[sentence.start..place.start()];
    let front = u64::from(head.is_empty() || head.ends_with(['は', '、', 'が']));
    let opens = if head.chars().count() < 2 { 2 } else { front };
    said.add(245, &[opens]);
    said.add(246, &[word(last(head, 2)), word(first(&page.text[place.end()..], 1))]);
    let shown = page.text[sentence.clone()].trim_end_matches(['。', '」', ' ']);
    said.add(247, &[word(first(last(shown, 4), 2)), front, deed.closes]);
    said.add(248, &[word(last(shown, 3)), front, deed.closes, side]);
    let gap =
        if before { place.end()..clause.range.start } else { clause.range.end..place.start() };
    let between = page.text.get(gap).unwrap_or("");
    for told in TOLD {
        if between.contains(told) {
            said.word(249, told);
        }
        if last(shown, 12).contains(told) {
            said.add(250, &[word(told), front, deed.closes]);
        }
    }
    said.add(251, &[between.matches('、').count().min(3) as u64, side]);
    said.add(252, &[(between.chars().count() / 6).min(6) as u64, side]);
    said.word(253, first(between, 2));
    said.word(254, last(between, 2));
    if first(&page.text[clause.range.end..], 4).contains("として") {
        said.add(255, &[side]);
    }
}

/// A date of another sentence.
fn elsewhere(
    said: &mut Features,
    page: &Page<'_>,
    clause: &Clause,
    dated: &Dated<'_>,
    deed: &Deed<'_>,
) {
    let sentence = page.sentence(clause).range.clone();
    let place = dated.mention.span.start();
    let far = if place >= sentence.end {
        9
    } else {
        let at = page.sentences.partition_point(|one| one.range.end <= place);
        (clause.sentence.saturating_sub(at)).min(4) as u64
    };
    let later = (0..clause.sentence).rev().flat_map(|at| page.dates(at).rev());
    let sooner = later.take(SOONER).position(|one| one.span == dated.mention.span);
    let sooner = sooner.map_or(9, |at| at as u64);
    let dated_here = u64::from(page.dates(clause.sentence).next().is_some());
    let shown = &page.text[sentence];
    let opens = word(first(shown, 3));
    said.add(260, &[sooner]);
    said.add(261, &[far]);
    said.add(262, &[sooner, dated_here]);
    said.add(263, &[deed.ends, far]);
    said.add(264, &[opens]);
    said.add(265, &[opens, dated_here, far]);
    said.add(266, &[subject(dated.mention), dated_here, far]);
    said.add(268, &[deed.voice, deed.closes, dated_here, far]);
    if shown.contains('同') {
        said.add(269, &[dated_here]);
    }
}

/// Whether the rules gave the clause this date.
fn by_rules(said: &mut Features, page: &Page<'_>, clause: &Clause, dated: &Dated<'_>) {
    let Some((event, here)) = page.rule(clause) else { return };
    let same = match event.when {
        None => 0,
        Some((moment, _)) if moment == dated.when.0 => 1,
        Some(_) => 2,
    };
    said.add(270, &[u64::from(here), same]);
}

#[cfg(test)]
mod tests {
    use noroshi_model::MentionKind;

    use super::super::page::tests::seen;
    use super::*;

    #[test]
    fn a_date_with_since_behind_it_may_be_a_start() {
        let month = Moment::month(2025, 3).expect("a month");
        let date = |text: &str| {
            let value = Value::Date(month, Subject::Occurrence);
            let (sentence, mentions) = seen(text, &[("3月", MentionKind::Date, value)]);
            let page = Page::all(text, &[sentence], &mentions, &[]).next().expect("a page");
            let dates = candidates(&page, &page.clauses[0]);
            dates.iter().map(|one| one.when.0.is_open()).collect::<Vec<bool>>()
        };
        assert_eq!(date("甲社は3月に侵入された。"), [false]);
        assert_eq!(date("甲社は3月ごろから侵入されていた。"), [false, true]);
    }
}
