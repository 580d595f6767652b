//! A concern for a person to read: what, both sides, what is not known, what to do.

use jiff::Timestamp;
use noroshi_flow::concern::{Compared, Decided, Looked, LookedFor, Matter};
use noroshi_model::{Attitude, Bilingual, Citation, FindingKind, FindingState};

use crate::console::Console;
use crate::label::Labels;
use crate::style::{Style, Tone, safe};

/// Pieces of evidence shown of each side.
const SHOWN: usize = 3;

pub(super) fn matter(matter: &Matter, console: &Console) -> Vec<String> {
    let (labels, style) = (Labels(console.language()), console.streams().data);
    let language = console.language().language();
    let (kept, finding) = (&matter.kept, &matter.kept.finding);
    let level = style.paint(Tone::of(finding.level), labels.level(finding.level));
    let title = style.paint(Tone::Bold, &safe(finding.title.pick(language)));
    let id = finding.id();
    let id = style.paint(Tone::Faint, id.as_str().get(..8).unwrap_or_default());
    let kind = labels.finding_kind(finding.kind);
    let mut lines = vec![format!("{level} | {kind} | {title} | {id}{}", state(kept.state, labels))];
    lines.push(format!("  {}", safe(finding.reason.pick(language))));
    for one in finding.theirs.iter().take(SHOWN) {
        let head = format!("{}: {}", labels.pick("they", "先方"), safe(&labels.voice(&one.who)));
        let source = style.paint(Tone::Faint, &format!("({})", safe(&labels.voice(&one.what))));
        let attitude = attitude(one, labels, style);
        lines.push(format!("  {head} {source}{attitude}"));
        if !one.text.is_empty() {
            lines.push(format!("    {}", safe(one.text.trim())));
        }
    }
    for one in finding.ours.iter().take(SHOWN) {
        let place = style
            .paint(Tone::Faint, &format!("({} {})", safe(&one.path), safe(&labels.place(&one.at))));
        lines.push(format!("  {}: {} {place}", labels.pick("we", "当方"), safe(&one.text)));
    }
    let more =
        finding.theirs.len().saturating_sub(SHOWN) + finding.ours.len().saturating_sub(SHOWN);
    if more > 0 {
        let words = labels.pick("further pieces of evidence", "件の証跡が他にあります");
        lines.push(style.paint(Tone::Faint, &format!("  + {more} {words}")));
    }
    let told = |label: &str, text: &Bilingual| format!("  {label}: {}", safe(text.pick(language)));
    let unknown = labels.pick("not known", "不明");
    lines.extend(finding.unknown.iter().map(|text| told(unknown, text)));
    lines.extend(finding.next.iter().map(|text| told(labels.pick("next", "次に"), text)));
    lines
}

/// What they do with the sentence, when it is not simply stated.
fn attitude(one: &Citation, labels: Labels, style: Style) -> String {
    let told = one.attitude.filter(|it| *it != Attitude::Asserts);
    told.map_or_else(String::new, |attitude| {
        let tone = if attitude.supports() { Tone::Faint } else { Tone::Warning };
        format!(" {}", style.paint(tone, &format!("[{}]", labels.attitude(attitude))))
    })
}

fn state(state: FindingState, labels: Labels) -> String {
    match state {
        FindingState::New => String::new(),
        other => format!(" [{}]", labels.finding_state(other)),
    }
}

/// What was looked at, so that "nothing" can be told from "never looked".
pub(super) fn looked(compared: &Compared, console: &Console) -> Vec<String> {
    let (labels, style) = (Labels(console.language()), console.streams().data);
    let head = labels.pick("Looked at:", "確認した範囲:");
    let mut lines = vec![style.paint(Tone::Bold, head)];
    lines.extend(compared.looked.iter().flat_map(|one| of(one, labels, console)));
    lines
}

fn of(one: &Looked, labels: Labels, console: &Console) -> Vec<String> {
    let language = console.language().language();
    let what = match one.wanted {
        LookedFor::Profile(surface) => labels.surface(surface),
        LookedFor::Estate(kind) => labels.finding_kind(kind),
    };
    let Some(at) = one.at else {
        let how = console.streams().data.paint(Tone::Faint, &format!("({})", verb(one.wanted)));
        return vec![format!("  {what}: {} {how}", labels.pick("never looked", "未確認"))];
    };
    let found = match one.found {
        0 => labels.pick("nothing found", "該当なし").to_owned(),
        some => format!("{}: {some}", labels.pick("found", "該当")),
    };
    let (scope, at) = (safe(one.scope.pick(language)), shown(at));
    let mut lines = vec![format!("  {what}: {found} | {scope} | {at}")];
    let gap = labels.pick("not looked at", "確認できず");
    lines.extend(one.gaps.iter().map(|text| format!("    {gap}: {}", safe(text.pick(language)))));
    lines
}

fn shown(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The verb that looks there.
fn verb(wanted: LookedFor) -> &'static str {
    match wanted {
        LookedFor::Profile(_) | LookedFor::Estate(FindingKind::Report) => "noroshi read --keep",
        LookedFor::Estate(FindingKind::Log) => "noroshi hunt",
        LookedFor::Estate(FindingKind::Setting) => "noroshi posture run",
        LookedFor::Estate(FindingKind::Package) => "noroshi packages check",
        LookedFor::Estate(FindingKind::Listing) => "noroshi watch listings",
        LookedFor::Estate(FindingKind::Asset) => "noroshi watch kev",
    }
}

pub(super) fn decided(decided: &Decided, console: &Console) -> String {
    let labels = Labels(console.language());
    let finding = &decided.kept.finding;
    let title = safe(finding.title.pick(console.language().language()));
    format!("{} | {} | {title}", decided.id, labels.finding_state(decided.kept.state))
}
