//! The timeline as one self-contained page: no script, nothing from outside.

use std::fmt::Write as _;

use jiff::Timestamp;
use noroshi_model::Attitude;

use super::timeline::{Group, Timeline};
use super::{Hunted, Said};
use crate::MessageLanguage;

/// Rows of one page; the rest is counted.
const MOST_ROWS: usize = 5_000;
/// Fields shown of one hit.
const FIELDS: usize = 6;

const STYLE: &str = "body{font:15px/1.55 system-ui,'BIZ UDPGothic',sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c1c1c;background:#fff}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .4rem;border-bottom:1px solid #999}\
table{border-collapse:collapse}td,th{padding:.15rem .9rem .15rem 0;text-align:left;vertical-align:top}\
ol{list-style:none;margin:0;padding:0 0 0 1rem;border-left:2px solid #bbb}li{margin:.9rem 0}\
.when{font-variant-numeric:tabular-nums;color:#555}.level{display:inline-block;min-width:6.5em;font-weight:700}\
.critical,.high{color:#a40000}.medium{color:#8a5a00}.low,.informational{color:#444}\
.against{font-weight:700;color:#8a5a00}blockquote{margin:.3rem 0 .3rem 1rem;padding-left:.7rem;border-left:3px solid #2b5c8a}\
code{background:#f3f3f3;padding:0 .2em;overflow-wrap:anywhere}.quiet{color:#555;font-size:.9em}\
@media(prefers-color-scheme:dark){body{background:#161616;color:#e6e6e6}.critical,.high{color:#ff8a80}.medium,.against{color:#ffc766}.low,.informational,.quiet,.when{color:#aaa}code{background:#262626}}";

/// The page. Every value of a log or report is escaped.
pub fn page(timeline: &Timeline, hunted: &Hunted, language: MessageLanguage) -> String {
    let words = Words(language);
    let title = words.pick("Hunt: timeline", "ハント: 時系列");
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>{title}</title>\n<style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n",
        language.code()
    );
    html.push_str(&head(timeline, hunted, words));
    let mut rows = 0;
    for (host, groups) in timeline.hosts() {
        let host = if host.is_empty() {
            words.pick("(no host named)", "(ホスト名なし)")
        } else {
            host
        };
        push(&mut html, format_args!("<h2>{}</h2>\n<ol>\n", escaped(host)));
        for group in groups.iter().take(MOST_ROWS.saturating_sub(rows)) {
            html.push_str(&row(group, words));
        }
        rows += groups.len();
        html.push_str("</ol>\n");
    }
    if rows > MOST_ROWS || timeline.further > 0 {
        let further = rows.saturating_sub(MOST_ROWS) as u64 + timeline.further;
        let told = words.pick("further rows are not shown here", "行はここに示していません");
        push(&mut html, format_args!("<p class=\"quiet\">{further} {told}</p>\n"));
    }
    html.push_str(&blind(hunted, words));
    html.push_str("</body>\n</html>\n");
    html
}

fn head(timeline: &Timeline, hunted: &Hunted, words: Words) -> String {
    let span = timeline.span().map(|(from, to)| format!("{} – {}", shown(from), shown(to)));
    let mut html = format!(
        "<p>{} {} · {} {} · {} {} · {}</p>\n",
        hunted.outcome.events,
        words.pick("events", "件の記録"),
        hunted.logs,
        words.pick("logs", "件のログ"),
        hunted.rules_loaded,
        words.pick("rules", "件のルール"),
        span.unwrap_or_default(),
    );
    if timeline.is_empty() {
        push(&mut html, format_args!("<p>{}</p>\n", words.pick("No hit.", "一致なし。")));
        return html;
    }
    push(
        &mut html,
        format_args!(
            "<table><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr>\n",
            words.pick("level", "重要度"),
            words.pick("hits", "一致"),
            words.pick("rules", "ルール"),
            words.pick("hosts", "ホスト")
        ),
    );
    for (level, hits, rules, hosts) in timeline.levels() {
        let word = level.word();
        let cells = format_args!(
            "<tr><td class=\"{word}\">{word}</td><td>{hits}</td><td>{rules}</td><td>{hosts}</td></tr>\n"
        );
        push(&mut html, cells);
    }
    html.push_str("</table>\n");
    html
}

fn row(group: &Group, words: Words) -> String {
    let (hit, level) = (&group.example.hit, group.level.word());
    let mut html = format!(
        "<li><span class=\"when\">{}</span> <span class=\"level {level}\">{level}</span> <b>{}</b>{}\n",
        when(group),
        escaped(&group.rule.title),
        if group.count > 1 { format!(" ×{}", group.count) } else { String::new() },
    );
    for matched in hit.matched.iter().take(FIELDS) {
        let (field, value) = (escaped(&matched.field), escaped(&matched.value));
        push(
            &mut html,
            format_args!("<br><span class=\"quiet\">{field}</span> <code>{value}</code>\n"),
        );
    }
    let by = words.pick("rule by", "ルール作成:");
    push(
        &mut html,
        format_args!(
            "<br><span class=\"quiet\">{} · {by} {} · {}</span>\n",
            escaped(&format!("{} {}", hit.log, hit.at())),
            escaped(&group.rule.author),
            escaped(&group.rule.id)
        ),
    );
    group.example.said.iter().for_each(|said| html.push_str(&quote(said, words)));
    html.push_str("</li>\n");
    html
}

fn quote(said: &Said, words: Words) -> String {
    let published = said.published.as_deref().unwrap_or_default();
    let attitude = said.attitude.map_or(String::new(), |it| {
        let class = if it.supports() { "quiet" } else { "against" };
        format!("<span class=\"{class}\">{}</span> ", words.attitude(it))
    });
    format!(
        "<blockquote>{attitude}{}<br><span class=\"quiet\">— {} · {} {}</span></blockquote>\n",
        escaped(&said.sentence),
        escaped(&said.speaker),
        escaped(said.report()),
        escaped(published)
    )
}

fn blind(hunted: &Hunted, words: Words) -> String {
    if hunted.not_evaluable.is_empty() {
        return String::new();
    }
    let title = words.pick("Not evaluable", "判定できなかったルール");
    let mut html = format!("<h2>{title} ({})</h2>\n<ul>\n", hunted.not_evaluable.len());
    for (id, rule, verdict) in &hunted.not_evaluable {
        let reason = super::reason(verdict, words.0);
        let (rule, id, reason) = (escaped(rule), escaped(id), escaped(&reason));
        push(
            &mut html,
            format_args!("<li>{rule} <span class=\"quiet\">{id}: {reason}</span></li>\n"),
        );
    }
    html.push_str("</ul>\n");
    html
}

fn when(group: &Group) -> String {
    match (group.first, group.last) {
        (Some(first), Some(last)) if first != last => format!("{} – {}", shown(first), shown(last)),
        (Some(first), _) => shown(first),
        (None, _) => "—".to_owned(),
    }
}

/// A moment to the second, in UTC.
fn shown(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

fn push(html: &mut String, words: std::fmt::Arguments<'_>) {
    let written = html.write_fmt(words);
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
}

#[derive(Clone, Copy)]
struct Words(MessageLanguage);

impl Words {
    fn attitude(self, attitude: Attitude) -> &'static str {
        match attitude {
            Attitude::Asserts => self.pick("asserts:", "断定:"),
            Attitude::Speculates => self.pick("speculates:", "推測:"),
            Attitude::FoundNothing => self.pick("no evidence found:", "証拠は見つからず:"),
            Attitude::Declines => self.pick("declines to say:", "回答せず:"),
            Attitude::Denies => self.pick("denies:", "否定:"),
        }
    }

    fn pick<'a>(self, en: &'a str, ja: &'a str) -> &'a str {
        match self.0 {
            MessageLanguage::En => en,
            MessageLanguage::Ja => ja,
        }
    }
}

/// Text that stays text in a page.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            // Signs that turn the direction of writing, and controls, are shown as such.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => html.push('\u{fffd}'),
            sign if sign.is_control() => html.push(' '),
            sign => html.push(sign),
        }
    }
    html
}
