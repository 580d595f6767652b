//! A hit as a finding of the own estate.

use noroshi_model::{Artefact, Bilingual, Citation, Finding, FindingKind, Level, TechniqueId};

use crate::{Hit, RuleKind, RuleLevel};

/// A hit as a finding: ours is the record, theirs the rule with its author.
///
/// The key is the rule's id and the identity of the event, so the same event and rule found in
/// two copies of a log is one finding. `critical` and `high` press now, `medium` soon, the rest
/// is good to know.
pub fn finding(hit: &Hit) -> Finding {
    Finding {
        kind: FindingKind::Log,
        key: format!("{} {}", hit.rule.id, hit.identity),
        level: level(hit.level),
        subject: hit.host.clone(),
        title: Bilingual::same(hit.rule.title.clone()),
        reason: reason(hit),
        ours: ours(hit),
        theirs: vec![Citation {
            who: hit.rule.author.clone(),
            what: hit.rule.id.clone(),
            text: words(hit),
            place: None,
            link: hit.rule.references.first().cloned(),
            attitude: None,
        }],
        time: hit.time,
        techniques: techniques(&hit.rule.tags),
        unknown: unknown(hit),
        next: next(hit),
    }
}

fn level(level: RuleLevel) -> Level {
    match level {
        RuleLevel::Critical | RuleLevel::High => Level::Now,
        RuleLevel::Medium => Level::Soon,
        RuleLevel::Low | RuleLevel::Informational => Level::Know,
    }
}

/// What stands there: the fields that matched.
fn matched(hit: &Hit) -> String {
    let part = |one: &crate::Matched| {
        if one.field.is_empty() {
            one.value.clone()
        } else {
            format!("{}: {}", one.field, one.value)
        }
    };
    hit.matched.iter().map(part).collect::<Vec<_>>().join("\n")
}

fn ours(hit: &Hit) -> Vec<Artefact> {
    let word = if hit.line { "line" } else { "record" };
    let mut ours = vec![Artefact { path: hit.log.to_string(), at: hit.at(), text: matched(hit) }];
    for (log, record) in hit.events.iter().take(20) {
        let at = format!("{word} {record}");
        if (log.as_ref(), at.as_str()) != (hit.log.as_ref(), hit.at().as_str()) {
            ours.push(Artefact { path: log.to_string(), at, text: String::new() });
        }
    }
    ours
}

/// The rule's own words: its description, or its title.
fn words(hit: &Hit) -> String {
    let description = hit.rule.description.trim();
    if description.is_empty() { hit.rule.title.clone() } else { description.to_owned() }
}

fn reason(hit: &Hit) -> Bilingual {
    let (title, author, level) = (&hit.rule.title, &hit.rule.author, hit.level.word());
    if hit.rule.kind == RuleKind::Correlation {
        let count = hit.events.len();
        return Bilingual::new(
            format!(
                "{count} events together match the rule \"{title}\" by {author} (level {level})"
            ),
            format!(
                "{count}件の事象が合わせてルール「{title}」に一致しました(作者: {author}、レベル: {level})"
            ),
        );
    }
    Bilingual::new(
        format!("an event matches the rule \"{title}\" by {author} (level {level})"),
        format!("事象がルール「{title}」に一致しました(作者: {author}、レベル: {level})"),
    )
}

fn techniques(tags: &[String]) -> Vec<TechniqueId> {
    let ids = tags.iter().filter_map(|tag| tag.strip_prefix("attack."));
    let ids = ids.filter_map(|id| id.to_uppercase().parse().ok());
    let mut found: Vec<TechniqueId> = Vec::new();
    for id in ids {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

fn unknown(hit: &Hit) -> Vec<Bilingual> {
    let mut unknown = Vec::new();
    if hit.time.is_none() {
        unknown.push(Bilingual::new(
            "when it happened: the record has no moment that can be read",
            "いつ起きたか: レコードに読み取れる時刻がありません",
        ));
    }
    if hit.host.is_empty() {
        unknown.push(Bilingual::new("on which host", "どのホストか"));
    }
    for harmless in hit.rule.falsepositives.iter().filter(|one| speaks(one)).take(3) {
        unknown.push(Bilingual::new(
            format!("whether it is harmless; the rule's author names: {harmless}"),
            format!("無害なものかどうか。ルールの作者が挙げる例: {harmless}"),
        ));
    }
    unknown
}

/// "Unknown" and "unlikely" say nothing to look for.
fn speaks(falsepositive: &str) -> bool {
    let words = falsepositive.trim().trim_end_matches('.').to_lowercase();
    !matches!(words.as_str(), "" | "unknown" | "unlikely" | "none" | "n/a")
}

fn next(hit: &Hit) -> Vec<Bilingual> {
    let who = if hit.user.is_empty() { &hit.host } else { &hit.user };
    vec![
        Bilingual::new(
            format!("look at the events of {who} shortly before and after"),
            format!("{who}の前後の事象を確かめる"),
        ),
        Bilingual::new(
            "if it is expected here, exclude it in the tuning file with a reason and an expiry",
            "自組織で想定される動作なら、理由と期限を付けて調整ファイルで除外する",
        ),
    ]
}
