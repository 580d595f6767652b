//! A hunt for people: levels, then each host in order of time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use noroshi_flow::hunt::{Group, Hunted, RuleLevel, Said, Timeline, Timestamp, reason};
use noroshi_model::{Attitude, Problem};

use crate::console::Console;
use crate::failure::CliError;
use crate::label::Labels;
use crate::style::{Style, Tone, safe};

/// Rows shown of one host; `--verbose` shows all.
const ROWS: usize = 25;
/// Fields shown of one hit.
const FIELDS: usize = 3;
/// Hosts named for one rule.
const HOSTS: usize = 5;
/// Problems shown of one kind; `--verbose` shows all.
const ALIKE: usize = 3;

pub(super) fn timeline(
    timeline: &Timeline,
    hunted: &Hunted,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let (labels, style) = (Labels(console.language()), console.streams().data);
    match nothing_known(hunted, labels) {
        Some(word) => writeln!(out, "{word}")?,
        None => levels(timeline, labels, style, out)?,
    }
    for (host, groups) in timeline.hosts() {
        let name = labels.pick("(no host named)", "(ホスト名なし)");
        let host = if host.is_empty() { name.to_owned() } else { safe(host) };
        writeln!(out, "\n{}", style.paint(Tone::Bold, &host))?;
        let most = if console.is_verbose() { usize::MAX } else { ROWS };
        for group in groups.iter().take(most) {
            row(group, labels, style, out)?;
        }
        if groups.len() > most {
            let word = labels
                .pick("further rules; `--verbose` shows them", "件のルール。`--verbose` で表示");
            writeln!(out, "  … {} {word}", groups.len() - most)?;
        }
    }
    foot(timeline, hunted, console, out)
}

/// Silence that says nothing, in words.
fn nothing_known(hunted: &Hunted, labels: Labels) -> Option<&'static str> {
    if hunted.outcome.events == 0 {
        let ja = "記録を1件も読めず、判定できません。";
        return Some(labels.pick("No event was read: nothing is known.", ja));
    }
    let ja = "これらのログで判定できるルールがありません。";
    let blind = hunted.not_evaluable.len() == hunted.rules_loaded;
    blind.then(|| labels.pick("No rule could be answered on these logs: nothing is known.", ja))
}

fn levels(
    timeline: &Timeline,
    labels: Labels,
    style: Style,
    out: &mut impl Write,
) -> Result<(), CliError> {
    if timeline.is_empty() {
        return Ok(writeln!(out, "{}", labels.pick("No hit.", "一致なし。"))?);
    }
    for (level, hits, rules, hosts) in timeline.levels() {
        let word = style.paint(tone(level), &format!("{:13}", level.word()));
        let (hit, rule) = (labels.pick("hits", "件"), labels.pick("rules", "ルール"));
        let host = labels.pick("hosts", "ホスト");
        writeln!(out, "{word} {hits:>7} {hit} {rules:>4} {rule} {hosts:>4} {host}")?;
    }
    Ok(())
}

fn row(group: &Group, labels: Labels, style: Style, out: &mut impl Write) -> Result<(), CliError> {
    let hit = &group.example.hit;
    let level = style.paint(tone(group.level), &format!("{:8}", short(group.level)));
    let times = if group.count > 1 { format!(" ×{}", group.count) } else { String::new() };
    writeln!(out, "  {}  {level}  {}{times}", when(group), safe(&group.rule.title))?;
    for matched in hit.matched.iter().take(FIELDS) {
        let value = cut(&safe(&matched.value), style.width.saturating_sub(24).max(40));
        let field = if matched.field.is_empty() { "*" } else { &matched.field };
        writeln!(out, "      {}: {value}", safe(field))?;
    }
    let by = labels.pick("rule by", "ルール作成:");
    let place = format!("{} {} · {by} {}", hit.log, hit.at(), group.rule.author);
    writeln!(out, "      {}", style.paint(Tone::Faint, &safe(&place)))?;
    if let Some(said) = group.example.said.first() {
        sentence(said, labels, style, out)?;
    }
    Ok(())
}

fn sentence(
    said: &Said,
    labels: Labels,
    style: Style,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let words = cut(&safe(&said.sentence), 2 * style.width.saturating_sub(10).max(40));
    let mark = match said.attitude {
        None | Some(Attitude::Asserts) => labels.pick("reported", "報告"),
        Some(other) => labels.attitude(other),
    };
    let tone = if said.supports() { Tone::Accent } else { Tone::Warning };
    writeln!(out, "      {}: “{words}”", style.paint(tone, mark))?;
    let published = said.published.as_deref().unwrap_or_default();
    let from = format!("— {}, {} {published}", said.speaker, said.report());
    Ok(writeln!(out, "        {}", style.paint(Tone::Faint, safe(&from).trim_end()))?)
}

fn foot(
    timeline: &Timeline,
    hunted: &Hunted,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let labels = Labels(console.language());
    if timeline.further > 0 {
        let word = labels.pick("further hits were only counted", "件は件数のみ");
        writeln!(out, "\n{} {word}", timeline.further)?;
    }
    writeln!(out, "\n{}", summary(hunted, labels))?;
    let blind = &hunted.not_evaluable;
    if !blind.is_empty() {
        writeln!(out, "{}", blinds(hunted, labels))?;
    }
    if console.is_verbose() {
        for (id, title, verdict) in blind {
            let why = safe(&reason(verdict, console.language()));
            writeln!(out, "  {} ({}): {why}", safe(title), safe(id))?;
        }
    }
    partly(hunted, console, out)
}

/// Rules whose silence holds for some hosts only.
fn partly(hunted: &Hunted, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let labels = Labels(console.language());
    let rules: BTreeSet<&str> = hunted.partly().map(|row| row.rule.id.as_str()).collect();
    if !rules.is_empty() {
        let word = labels.pick(
            "rules could be answered on some hosts only",
            "件のルールは一部のホストでのみ判定",
        );
        writeln!(out, "{} {word}", rules.len())?;
    }
    for row in hunted.partly().filter(|_| console.is_verbose()) {
        let why = safe(&reason(&row.verdict, console.language()));
        let hosts: Vec<String> = row.hosts.iter().take(HOSTS).map(|host| safe(host)).collect();
        let more = if row.hosts.len() > HOSTS { ", …" } else { "" };
        let title = safe(&row.rule.title);
        writeln!(out, "  {title}: {why} ({}: {}{more})", row.hosts.len(), hosts.join(", "))?;
    }
    Ok(())
}

fn summary(hunted: &Hunted, labels: Labels) -> String {
    let events = hunted.outcome.events;
    let rate = events as f64 / hunted.seconds.max(0.001);
    let mut parts = vec![
        format!("{events} {}", labels.pick("events", "件の記録")),
        format!("{} {}", hunted.logs, labels.pick("logs", "ログ")),
        format!("{} {}", hunted.rules_loaded, labels.pick("rules", "ルール")),
        format!("{:.1} s ({rate:.0}/s)", hunted.seconds),
    ];
    for (count, en, ja) in [
        (hunted.rules_failed as u64, "rules failed to load", "ルール読込失敗"),
        (hunted.outcome.skipped, "records skipped", "記録を読めず"),
        (hunted.unread as u64, "logs unread", "ログを開けず"),
        (hunted.excluded, "hits excluded by tuning", "件を除外設定により除外"),
        (
            hunted.not_searched as u64,
            "observables not stated to be the attacker's, not searched",
            "件は攻撃者の値と述べられておらず検索せず",
        ),
    ] {
        if count > 0 {
            parts.push(format!("{count} {}", labels.pick(en, ja)));
        }
    }
    if let Some(kept) = hunted.kept {
        let word = labels.pick("kept", "保存");
        let (new, known) = (labels.pick("new", "新規"), labels.pick("known", "既知"));
        parts.push(format!("{word}: {} {new}, {} {known}", kept.new + kept.changed, kept.same));
    }
    parts.join(" · ")
}

/// What the absence of hits does not say.
fn blinds(hunted: &Hunted, labels: Labels) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, verdict) in &hunted.not_evaluable {
        *counts.entry(verdict.word()).or_default() += 1;
    }
    let word = |word: &str| match word {
        "source-absent" => labels.pick("no log of their source", "対象ログなし"),
        "field-absent" => labels.pick("a field is missing", "項目なし"),
        _ => labels.pick("not supported", "未対応"),
    };
    let counts: Vec<String> =
        counts.iter().map(|(key, count)| format!("{count} {}", word(key))).collect();
    let head = labels.pick("rules not evaluable", "ルールは判定不能");
    let hint = labels.pick("`--verbose` lists them", "`--verbose` で一覧");
    format!("{} {head}: {} ({hint})", hunted.not_evaluable.len(), counts.join(", "))
}

/// Problems on standard error; many of one kind are counted.
pub(super) fn problems(hunted: &Hunted, console: &Console) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shown: Vec<Problem> = Vec::new();
    for problem in &hunted.problems {
        let count = seen.entry(problem.code).or_default();
        *count += 1;
        if console.is_verbose() || *count <= ALIKE {
            shown.push(problem.clone());
        }
    }
    console.problems(&shown);
    let labels = Labels(console.language());
    let hidden = hunted.problems.len() - shown.len();
    if hidden > 0 {
        let word = labels.pick(
            "further problems of these kinds; `--verbose` shows them",
            "件の同種の問題。`--verbose` で表示",
        );
        console.talk(&format!("… {hidden} {word}"));
    }
}

fn tone(level: RuleLevel) -> Tone {
    match level {
        RuleLevel::Critical | RuleLevel::High => Tone::Error,
        RuleLevel::Medium => Tone::Warning,
        RuleLevel::Low | RuleLevel::Informational => Tone::Faint,
    }
}

fn short(level: RuleLevel) -> &'static str {
    match level {
        RuleLevel::Informational => "info",
        other => other.word(),
    }
}

fn when(group: &Group) -> String {
    let shown = |time: Timestamp| time.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
    match group.first {
        Some(first) => shown(first),
        None => format!("{:20}", "—"),
    }
}

/// The beginning of a text of at most so many characters.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
