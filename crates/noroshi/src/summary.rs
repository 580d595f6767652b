//! What many files hold together, for people: `noroshi read --summary`.

use std::io::Write;

use noroshi_flow::wire::SummaryLine;
use noroshi_flow::{
    Material, MessageLanguage, Named, Person, Place, Price, Range, Summary, Target,
};

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::mentions::Amount;
use crate::style::{Style, Tone, safe};

/// Lines of one heading, unless all are asked for.
const MOST: usize = 10;
/// Recipients shown of one person.
const RECIPIENTS: usize = 3;

/// Prints a summary in the form that was asked for.
pub(crate) fn print(
    summary: &Summary,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    if console.format() == Format::Json {
        let line = SummaryLine::new(summary);
        return json::line(&line, out);
    }
    let amount = if console.is_verbose() { Amount::All } else { Amount::Some };
    let page = Page { labels: Labels(console.language()), style: console.streams().data, amount };
    Ok(writeln!(out, "{}", page.lines(summary).join("\n"))?)
}

struct Page {
    labels: Labels,
    style: Style,
    amount: Amount,
}

impl Page {
    fn lines(&self, summary: &Summary) -> Vec<String> {
        let mut lines = vec![self.style.paint(Tone::Bold, &self.files(summary))];
        lines.extend(self.dates(summary));
        let people = summary.people();
        lines.extend(self.list("people", "人物", &people, |it| self.person(it)));
        let named = summary.organisations_named();
        lines.extend(self.list("organizations", "組織", &named, |it| self.named(it)));
        let targets = summary.targets();
        lines.extend(
            self.list("targets and customers", "標的・顧客", &targets, |it| self.target(it)),
        );
        lines.extend(self.list("prices", "価格", summary.prices(), |it| self.price(it)));
        lines.extend(self.further(summary.further_prices()));
        lines.extend(self.masked(summary));
        let shared = summary.shared_secrets();
        lines.extend(self.list(
            "same secret in several files",
            "複数のファイルにある同じ秘密情報",
            &shared,
            |it| self.named(it),
        ));
        lines
    }

    fn list<T>(
        &self,
        en: &'static str,
        ja: &'static str,
        all: &[T],
        line: impl Fn(&T) -> String,
    ) -> Vec<String> {
        if all.is_empty() {
            return Vec::new();
        }
        let heading = self.style.paint(Tone::Accent, self.labels.pick(en, ja));
        let mut lines = vec![format!("  {heading} ({})", all.len())];
        let shown = self.amount.lines(MOST);
        lines.extend(all.iter().take(shown).map(|one| format!("    {}", line(one))));
        if all.len() > shown {
            let more = self.labels.pick("more, all with -v", "件、-v ですべて表示");
            lines.push(
                self.style.paint(Tone::Faint, &format!("    … {} {more}", all.len() - shown)),
            );
        }
        lines
    }

    fn files(&self, summary: &Summary) -> String {
        let read: usize = summary.materials().map(|(_, files)| files).sum();
        let kinds: Vec<String> = summary
            .materials()
            .map(|(it, files)| format!("{} {files}", self.material(it)))
            .collect();
        let (unread, messages) = (summary.unread(), summary.messages());
        match self.labels.0 {
            MessageLanguage::En => {
                format!(
                    "{read} files read, {unread} unread; {}; {messages} messages",
                    kinds.join(", ")
                )
            }
            MessageLanguage::Ja => {
                format!(
                    "{read} 件を読み、{unread} 件は読めず。{}。メッセージ {messages} 件",
                    kinds.join("、")
                )
            }
        }
    }

    fn material(&self, material: Material) -> &'static str {
        match material {
            Material::Chat => self.labels.pick("chats", "チャット"),
            Material::Table => self.labels.pick("tables", "表"),
            Material::WorkLog => self.labels.pick("work logs", "作業記録"),
            Material::Contract => self.labels.pick("contracts", "契約書"),
            Material::Configuration => self.labels.pick("configurations", "設定"),
            Material::Document => self.labels.pick("documents", "文書"),
        }
    }

    fn dates(&self, summary: &Summary) -> Vec<String> {
        let shown = |name: &str, range: Option<Range>| {
            range.map(|range| format!("  {name}: {} – {}", range.from, range.until))
        };
        let stamped = shown(self.labels.pick("time stamps", "時刻の記録"), summary.stamped());
        let mentioned =
            shown(self.labels.pick("days mentioned", "本文の日付"), summary.mentioned());
        stamped.into_iter().chain(mentioned).collect()
    }

    fn person(&self, person: &Person) -> String {
        let Person { wrote, received, named, .. } = person;
        let to = person
            .to
            .iter()
            .take(RECIPIENTS)
            .map(|(name, count)| format!("{} {count}", safe(name)));
        let to: Vec<String> = to.collect();
        let to = if to.is_empty() { String::new() } else { format!(" → {}", to.join(", ")) };
        let counts = match self.labels.0 {
            MessageLanguage::En => format!("wrote {wrote}, received {received}, named {named}"),
            MessageLanguage::Ja => format!("送信 {wrote}、受信 {received}、言及 {named}"),
        };
        format!("{}  {counts}{to}  {}", safe(&person.name), self.place(&person.first))
    }

    fn named(&self, named: &Named) -> String {
        format!(
            "{} ×{}  {}  {}",
            safe(&named.name),
            named.times,
            self.in_files(named.files),
            self.place(&named.first)
        )
    }

    fn target(&self, target: &Target) -> String {
        let called = self.style.paint(Tone::Faint, &format!("[{}]", safe(&target.called)));
        format!(
            "{} ×{}  {called}  {}  {}",
            safe(&target.name),
            target.times,
            self.in_files(target.files),
            self.place(&target.first)
        )
    }

    fn price(&self, price: &Price) -> String {
        let currency = price.currency.unwrap_or("-");
        format!(
            "{} {currency}  {}  {}",
            safe(&price.amount),
            safe(&price.item),
            self.place(&price.place)
        )
    }

    fn in_files(&self, files: usize) -> String {
        match self.labels.0 {
            MessageLanguage::En => format!("in {files} files"),
            MessageLanguage::Ja => format!("{files} ファイル"),
        }
    }

    /// Where something stands: `a.txt:120`, the number being the byte of the text.
    fn place(&self, place: &Place) -> String {
        self.style.paint(Tone::Faint, &format!("{}:{}", safe(&place.path), place.span.start()))
    }

    /// Prices that were counted and not kept.
    fn further(&self, prices: usize) -> Option<String> {
        let words = self.labels.pick("further prices, counted only", "件の価格は、数だけを数えた");
        (prices > 0).then(|| self.style.paint(Tone::Faint, &format!("    … {prices} {words}")))
    }

    fn masked(&self, summary: &Summary) -> Option<String> {
        let kinds: Vec<String> = summary
            .secrets_by_kind()
            .map(|(kind, count)| format!("{} {count}", safe(kind)))
            .collect();
        let name =
            self.style.paint(Tone::Accent, self.labels.pick("masked secrets", "伏せた秘密情報"));
        (!kinds.is_empty()).then(|| format!("  {name}: {}", kinds.join(", ")))
    }
}
