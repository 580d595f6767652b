//! The brief on a terminal: the same view model in about sixty lines.

use noroshi_model::Level;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::assemble::SUMMARY;
use crate::html::{bullet_label, notes, quoted};
use crate::view::{About, Brief, Bullet, Flash, Question, Quote, Topic};
use crate::words::{Words, fill};
use crate::{settings, show};

/// Concerns shown.
const CONCERNS: usize = 5;
/// Contested questions shown.
const CONTESTED: usize = 3;
/// Kinds of unread shown.
const UNREAD: usize = 3;
/// Columns below which nothing is wrapped further.
const NARROWEST: usize = 40;

/// The brief for a terminal of `width` columns, with ANSI colours when `colour` is set.
pub fn terminal(brief: &Brief, width: usize, colour: bool) -> String {
    let words = Words::of(brief.language);
    let mut page = Page { brief, words, width: width.max(NARROWEST), colour, out: String::new() };
    page.head();
    if let Some(flash) = &brief.flash {
        page.flash(flash);
    }
    page.topics();
    page.concerns();
    page.estate();
    page.settings();
    page.contested();
    page.unread();
    page.sources();
    page.out
}

/// ANSI styles in use.
#[derive(Debug, Clone, Copy)]
enum Style {
    Plain,
    Bold,
    Dim,
    Red,
    Yellow,
    Cyan,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Red => "1;31",
            Self::Yellow => "1;33",
            Self::Cyan => "36",
        }
    }
}

struct Page<'a> {
    brief: &'a Brief,
    words: &'static Words,
    width: usize,
    colour: bool,
    out: String,
}

impl<'a> Page<'a> {
    fn head(&mut self) {
        let title = format!(
            "{} {}",
            self.words.kind(self.brief.kind),
            show::month(self.brief.language, self.brief.period)
        );
        let label = self.brief.tlp.label();
        let gap = self.width.saturating_sub(title.width() + label.width()).max(1);
        let line = format!(
            "{}{}{}",
            self.paint(Style::Bold, &title),
            " ".repeat(gap),
            self.paint(Style::Bold, label)
        );
        self.line(&line);
        let counts = self.counts();
        self.wrapped(Style::Dim, "", "", &counts);
    }

    fn counts(&self) -> String {
        let (words, counts) = (self.words, self.brief.counts);
        let cut_off = show::day(self.brief.language, self.brief.cut_off);
        let parts = [
            (words.cut_off, cut_off),
            (words.documents, counts.documents.to_string()),
            (words.publishers, counts.publishers.to_string()),
            (words.concern_count, counts.concerns.to_string()),
            (words.unread_count, counts.unread.to_string()),
        ];
        parts.map(|(name, value)| format!("{name} {value}")).join("  ")
    }

    fn flash(&mut self, flash: &'a Flash) {
        let title = flash.title.text();
        self.heading(&title);
        let [what, since, _, act, ..] = self.words.flash_labels;
        for quote in &flash.what {
            self.quote(what, quote);
        }
        match &flash.since {
            Some((when, quote)) => {
                self.wrapped(Style::Bold, "  ", "  ", &format!("{since}: {}", show::moment(*when)));
                self.quote(since, quote);
            }
            None => self.wrapped(Style::Dim, "  ", "  ", self.words.flash_since_unknown),
        }
        self.wrapped(Style::Plain, "  ", "  ", &flash.checked.text);
        for quote in &flash.advice {
            self.quote(act, quote);
        }
        for check in &flash.checks {
            self.wrapped(Style::Plain, "  - ", "    ", &check.text);
        }
    }

    fn topics(&mut self) {
        for (topic, number) in self.brief.topics.iter().take(SUMMARY).zip(1..) {
            self.topic(topic, number);
        }
    }

    fn topic(&mut self, topic: &'a Topic, number: usize) {
        let (documents, publishers) = (topic.documents.to_string(), topic.publishers.to_string());
        let values = [("documents", documents.as_str()), ("publishers", publishers.as_str())];
        let meta = fill(self.words.topic_meta, &values);
        let title = format!("{number} {} ({meta})", topic.title.text());
        self.heading(&title);
        for bullet in &topic.bullets {
            match bullet {
                Bullet::Quoted(role, quote) => {
                    self.quote(bullet_label(self.words, *role, quote), quote);
                }
                Bullet::Silent(role, statement) => {
                    let text = format!("{}: {}", self.words.bullet(*role), statement.text);
                    self.wrapped(Style::Dim, "  - ", "    ", &text);
                }
            }
        }
    }

    /// Label, words, number; then speaker, stance and wording in a quieter line.
    fn quote(&mut self, label: &str, quote: &Quote) {
        let (open, close) = (self.words.open_quote, self.words.close_quote);
        let said = quoted(self.brief, quote);
        let text = format!("{label}: {open}{said}{close} [{}]", quote.citation.source);
        self.wrapped(Style::Plain, "  - ", "    ", &text);
        let stance = self.words.stance(quote.stance, quote.kind);
        let mut voice = vec![
            format!("{}: {}", self.words.speaker, quote.speakers.join(" > ")),
            stance.to_owned(),
        ];
        voice.extend(notes(self.brief, quote));
        self.wrapped(Style::Dim, "    ", "    ", &voice.join(" · "));
    }

    fn concerns(&mut self) {
        self.heading(self.words.concerns);
        if let Some(statement) = &self.brief.no_concern {
            self.wrapped(Style::Plain, "  ", "  ", &statement.text);
        }
        for item in self.brief.concerns.iter().take(CONCERNS) {
            let style = style(item.level);
            let numbers = numbers(&item.quotes);
            let text = format!("[{}] {} {numbers}", self.words.level(item.level), item.reason.text);
            self.wrapped(style, "  - ", "    ", &text);
        }
        self.rest(self.brief.concerns.len(), CONCERNS);
    }

    fn estate(&mut self) {
        self.heading(self.words.estate);
        if self.brief.estate.is_empty() {
            self.wrapped(Style::Plain, "  ", "  ", self.words.estate_none);
        }
        for item in self.brief.estate.iter().take(CONCERNS) {
            let kind = self.words.finding(item.kind);
            let subjects = show::some_of(&item.subjects, self.words.further);
            let level = self.words.level(item.level);
            let text = format!("[{level}] {kind}: {} ({subjects})", item.title);
            self.wrapped(style(item.level), "  - ", "    ", &text);
            if let (Some(theirs), Some(ours)) = (item.theirs.first(), item.ours.first()) {
                let told = theirs.attitude.map(|it| format!(" [{}]", self.words.attitude(it)));
                let (text, who) = (&theirs.text, &theirs.who);
                let told = told.unwrap_or_default();
                let text = format!("{}: {text} · {who}{told}", self.words.theirs);
                self.wrapped(Style::Plain, "      ", "      ", &text);
                let text = format!("{}: {} · {}", self.words.ours, ours.text, ours.place);
                self.wrapped(Style::Plain, "      ", "      ", &text);
            }
        }
        self.rest(self.brief.estate.len(), CONCERNS);
        for item in &self.brief.looked {
            let text = show::looked(self.words, item);
            self.wrapped(Style::Dim, "  ", "    ", &text);
        }
    }

    fn settings(&mut self) {
        let Some(chapter) = &self.brief.settings else { return };
        let language = self.brief.language;
        self.heading(settings::Words::of(language).title);
        for line in chapter.lines(language) {
            self.wrapped(Style::Plain, "  - ", "    ", &line);
        }
    }

    fn contested(&mut self) {
        let questions = self.brief.topics.iter().flat_map(|topic| &topic.questions);
        let contested: Vec<_> = questions.filter(|question| question.disagree).collect();
        if contested.is_empty() {
            return;
        }
        self.heading(self.words.disagree);
        for question in contested.iter().take(CONTESTED) {
            self.question(question);
        }
        self.rest(contested.len(), CONTESTED);
    }

    fn question(&mut self, question: &'a Question) {
        let about = match &question.about {
            About::Matter(matter) => self.words.matter(matter),
            About::Name(name, _) => name,
        };
        self.wrapped(Style::Bold, "  ", "  ", about);
        let sides = [&question.asserts, &question.speculates, &question.denies, &question.declines];
        for quote in sides.into_iter().filter_map(|side| side.first()) {
            self.quote(self.words.stance(quote.stance, quote.kind), quote);
        }
    }

    fn unread(&mut self) {
        if self.brief.unread.is_empty() {
            return;
        }
        self.heading(self.words.unread);
        for item in self.brief.unread.iter().take(UNREAD) {
            self.wrapped(Style::Plain, "  - ", "    ", &format!("{} [{}]", item.what, item.code));
        }
        self.rest(self.brief.unread.len(), UNREAD);
    }

    fn sources(&mut self) {
        let shown = self.cited();
        self.heading(self.words.sources);
        for number in shown {
            let Some(source) = self.brief.source(number) else { continue };
            let parts = [source.publisher.clone(), source.published.map(|day| day.to_string())];
            let known: Vec<String> = parts.into_iter().flatten().collect();
            let text = format!("[{number}] {} {}", source.title, known.join(", "));
            self.wrapped(Style::Dim, "  ", "      ", &text);
        }
    }

    /// Numbers that the printed part cites, ascending.
    fn cited(&self) -> std::collections::BTreeSet<usize> {
        let topics = self.brief.topics.iter().take(SUMMARY);
        let bullets = topics.flat_map(|topic| &topic.bullets).filter_map(|bullet| match bullet {
            Bullet::Quoted(_, quote) => Some(quote.citation.source),
            Bullet::Silent(..) => None,
        });
        let concerns = self.brief.concerns.iter().take(CONCERNS).flat_map(|item| &item.quotes);
        let flash = self.brief.flash.iter().flat_map(|it| it.what.iter().chain(&it.advice));
        let quoted = concerns.chain(flash).map(|quote| quote.citation.source);
        bullets.chain(quoted).collect()
    }

    fn rest(&mut self, all: usize, shown: usize) {
        if all > shown {
            let text = fill(self.words.further, &[("count", &(all - shown).to_string())]);
            self.wrapped(Style::Dim, "    ", "    ", &text);
        }
    }

    fn heading(&mut self, text: &str) {
        self.line("");
        self.wrapped(Style::Bold, "", "  ", text);
    }

    fn wrapped(&mut self, style: Style, first: &str, next: &str, text: &str) {
        let room = self.width.saturating_sub(first.width().max(next.width()));
        for (at, part) in wrap(&visible(text), room).iter().enumerate() {
            let lead = if at == 0 { first } else { next };
            let painted = self.paint(style, part);
            self.line(&format!("{lead}{painted}"));
        }
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.colour && !style.code().is_empty() {
            return format!("\u{1b}[{}m{text}\u{1b}[0m", style.code());
        }
        text.to_owned()
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }
}

fn style(level: Level) -> Style {
    match level {
        Level::Now => Style::Red,
        Level::Soon => Style::Yellow,
        Level::Know => Style::Cyan,
    }
}

fn numbers(quotes: &[Quote]) -> String {
    let numbers: std::collections::BTreeSet<usize> =
        quotes.iter().map(|quote| quote.citation.source).collect();
    numbers.iter().map(|number| format!("[{number}]")).collect()
}

/// Control and direction characters of a source must not steer the terminal.
fn visible(text: &str) -> String {
    let steers = |char: char| {
        char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|char| if steers(char) { '\u{fffd}' } else { char }).collect()
}

/// Lines of at most `room` columns: breaks at spaces and between wide characters, never
/// before a closing mark.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if !line.is_empty() && line.width() + piece.trim_end().width() > room {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(if line.is_empty() { piece.trim_start() } else { &piece });
    }
    lines.push(line);
    lines
}

/// Parts between which a line may break.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = ' ';
    for char in text.chars() {
        let fresh =
            last == ' ' || ((is_wide(char) || is_wide(last)) && !closes(char) && !opens(last));
        match pieces.last_mut() {
            Some(piece) if !fresh || char == ' ' => piece.push(char),
            _ => pieces.push(char.to_string()),
        }
        last = char;
    }
    pieces
}

fn is_wide(char: char) -> bool {
    char.width().unwrap_or(0) > 1
}

fn closes(char: char) -> bool {
    "、。，．」』）〉》】〕！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]…：；%”’".contains(char)
}

fn opens(char: char) -> bool {
    "「『（〈《【〔([“‘".contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_room_or_starts_with_a_full_stop() {
        let text = "甲社は2024年12月26日、不正アクセスを受けたと発表した。An attacker exploited CVE-2024-3400 there.";
        for line in wrap(text, 24) {
            assert!(line.trim_end().width() <= 24, "{line}");
            assert!(!line.starts_with(['。', '、', '」']), "{line}");
        }
        assert_eq!(wrap(text, 24).concat().replace(' ', ""), text.replace(' ', ""));
    }

    #[test]
    fn escape_sequences_of_a_source_do_not_reach_the_terminal() {
        assert_eq!(visible("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
    }
}
