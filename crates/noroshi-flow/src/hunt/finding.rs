//! A hit as a finding of the own estate, with words for people.

use noroshi_hunt::Hit;
use noroshi_model::{Bilingual, Finding};

use super::library::techniques;
use super::said::one_line;
use super::timeline::Found;

/// Fields that the artefact of a finding shows.
const FIELDS: usize = 8;

impl Found {
    /// The hit as a finding of the own estate; the sentences stand on its other side, after
    /// the rule with its author.
    pub fn finding(&self) -> Finding {
        let mut finding = noroshi_hunt::finding(&self.hit);
        finding.theirs.extend(self.said.iter().map(|said| said.citation()));
        if finding.techniques.is_empty() {
            let ids = techniques(&self.hit.rule.tags);
            finding.techniques = ids.filter_map(|id| id.parse().ok()).collect();
        }
        if let Some(ours) = finding.ours.first_mut().filter(|ours| ours.text.is_empty()) {
            ours.text = matched(&self.hit);
        }
        if finding.reason == Bilingual::default() {
            finding.reason = reason(self);
        }
        if finding.unknown.is_empty() {
            finding.unknown = unknown(&self.hit);
        }
        if finding.next.is_empty() {
            finding.next = next(&self.hit);
        }
        finding
    }
}

/// What matched, in one line.
fn matched(hit: &Hit) -> String {
    let shown = hit.matched.iter().take(FIELDS).map(|one| match one.field.as_str() {
        "" => one.value.clone(),
        field => format!("{field}: {}", one.value),
    });
    let shown: Vec<String> = shown.collect();
    match shown.is_empty() {
        true => hit
            .events
            .iter()
            .map(|(log, at)| format!("{log}:{at}"))
            .take(FIELDS)
            .collect::<Vec<_>>()
            .join(", "),
        false => one_line(&shown.join(" | ")),
    }
}

fn reason(found: &Found) -> Bilingual {
    let rule = &found.hit.rule;
    let (title, author) = (&rule.title, &rule.author);
    let level = found.hit.level.word();
    let mut reason = Bilingual::new(
        format!("The rule \"{title}\" by {author} (level {level}) matched."),
        format!("{author} 作成のルール「{title}」(重要度 {level})に一致した。"),
    );
    if let Some(said) = found.said.first() {
        reason.en += &format!(" {} reported it: {}", said.speaker, said.report());
        reason.ja += &format!("{} が報告している: {}", said.speaker, said.report());
    }
    reason
}

fn unknown(hit: &Hit) -> Vec<Bilingual> {
    let lawful = hit.rule.falsepositives.iter().map(|it| one_line(it));
    let lawful = lawful.filter(|it| !it.is_empty() && !it.eq_ignore_ascii_case("unknown"));
    let told = lawful.map(|it| {
        Bilingual::new(
            format!("Whether this explains it: {it}"),
            format!("次の事情によるものか(ルール作成者による): {it}"),
        )
    });
    let user = match hit.user.is_empty() {
        true => Bilingual::new(
            "Who did it: the record names no user.",
            "誰の操作か(記録に利用者名がない)。",
        ),
        false => Bilingual::new(
            format!("Whether {} did it, or somebody with that account.", hit.user),
            format!("{} 本人の操作か、そのアカウントを使った別人の操作か。", hit.user),
        ),
    };
    told.chain([user]).collect()
}

fn next(hit: &Hit) -> Vec<Bilingual> {
    let (log, at) = (&hit.log, hit.at());
    let host = if hit.host.is_empty() { "?" } else { &hit.host };
    vec![
        Bilingual::new(
            format!("Look at {at} of {log} and at what {host} did before and after."),
            format!("{log} の {at} と、その前後の {host} の動きを確かめる。"),
        ),
        Bilingual::new(
            "Ask the owner of the host or account whether it was permitted; if it was, exclude it with reason, owner and expiry.",
            "ホストやアカウントの責任者に許可の有無を確かめ、許可済みなら理由・責任者・期限を付けて除外する。",
        ),
    ]
}
