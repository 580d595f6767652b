//! Names of organisations and brands across scripts.
//!
//! One automaton over folded text finds every spelling; rules then decide whether a find is a name: where it
//! begins and ends, whether a short or ordinary word stands in the right company, which signs were left out.
//! A domain is found by registered domain and subdomain only, never inside another word.

mod domain;
mod known;
mod mask;
mod rule;
mod spelling;
mod words;

use std::collections::HashMap;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use noroshi_model::{EntityKind, Knowledge, NameRule, Problem, Span};

use crate::fold::{Folded, fold};

/// One organisation or brand to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    /// The name to show, and the key of results.
    pub canonical: String,
    /// Further spellings in any script, abbreviations and former names among them.
    pub aliases: Vec<String>,
    /// Own domains. Subdomains count too.
    pub domains: Vec<String>,
    /// Domains of others that look like own ones, from a list that the user gives.
    pub lookalikes: Vec<String>,
}

/// How sure a sighting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sureness {
    /// The visible signs fit, and fit others too: a person decides.
    Possible,
    /// A spelling stands there whole, or with few signs left out.
    Certain,
}

impl Sureness {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Certain => "certain",
        }
    }
}

/// A place where a watched name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Which of the watched, by position.
    pub watched: usize,
    /// The place in the text that was given.
    pub span: Span,
    /// The spelling that matched, as given.
    pub spelling: String,
    /// Which rule found it: `name`, `variant`, `masked`, `domain`, `subdomain`, `lookalike`; `same` for
    /// 同社 behind the name.
    pub rule: &'static str,
    /// How sure it is.
    pub sureness: Sureness,
}

/// A spelling that is searched, and whose it is.
#[derive(Debug, Clone)]
struct Spelling {
    watched: usize,
    written: String,
}

/// Finds watched names in texts.
pub struct Watcher {
    watched: Vec<Watched>,
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// Folded spellings, in the order of the automaton's values, and who has them.
    forms: Vec<(String, Vec<Spelling>)>,
    masks: mask::Index,
    hosts: domain::Hosts,
}

impl std::fmt::Debug for Watcher {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Watcher").field("watched", &self.watched).finish_non_exhaustive()
    }
}

impl Watcher {
    /// The most spellings that are searched; further ones are left out, which a problem tells.
    pub const MOST_SPELLINGS: usize = 500_000;

    /// A finder of these names.
    pub fn new(watched: Vec<Watched>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut forms = forms(&watched);
        if forms.len() > Self::MOST_SPELLINGS {
            problems.push(Problem::new("NRS-WATCH-001").fact("most", Self::MOST_SPELLINGS));
            forms.truncate(Self::MOST_SPELLINGS);
        }
        let numbered = forms.iter().zip(0_u32..).map(|(form, nth)| (form.0.as_str(), nth));
        let automaton = CharwiseDoubleArrayAhoCorasick::with_values(numbered).ok();
        if automaton.is_none() && !forms.is_empty() {
            problems.push(Problem::new("NRS-WATCH-002"));
        }
        let masks = mask::Index::new(&forms);
        let hosts = domain::Hosts::new(&watched);
        (Self { watched, automaton, forms, masks, hosts }, problems)
    }

    /// What is looked for, in the order of [`Sighting::watched`].
    pub fn watched(&self) -> &[Watched] {
        &self.watched
    }

    /// All places where a watched name stands, by place. Linear in the length of the text.
    pub fn sightings(&self, text: &str) -> Vec<Sighting> {
        let folded = Folded::of(text);
        let mut found = self.named(text, &folded);
        found.extend(self.masks.sightings(text, &folded, &self.forms));
        found.extend(self.hosts.sightings(text));
        found.sort_by(|one, other| {
            let long = |it: &Sighting| (it.span.start(), usize::MAX - it.span.end(), it.watched);
            long(one).cmp(&long(other)).then(other.sureness.cmp(&one.sureness))
        });
        outermost(found)
    }

    fn named(&self, text: &str, folded: &Folded) -> Vec<Sighting> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut found = Vec::new();
        for hit in automaton.find_overlapping_iter(folded.text()) {
            let Some(span) = folded.original(hit.start(), hit.end()) else { continue };
            let Some((form, holders)) = self.forms.get(hit.value() as usize) else { continue };
            for holder in holders {
                if rule::is_name(
                    text,
                    folded.text(),
                    (hit.start(), hit.end()),
                    span,
                    form,
                    &holder.written,
                ) {
                    found.push(sighting(text, span, holder));
                }
            }
        }
        found
    }
}

fn sighting(text: &str, span: Span, holder: &Spelling) -> Sighting {
    let same = span.of(text) == Some(holder.written.as_str());
    Sighting {
        watched: holder.watched,
        span,
        spelling: holder.written.clone(),
        rule: if same { "name" } else { "variant" },
        sureness: Sureness::Certain,
    }
}

/// Of sightings in order of place, those that lie in no longer one.
fn outermost(found: Vec<Sighting>) -> Vec<Sighting> {
    let mut kept: Vec<Sighting> = Vec::new();
    for next in found {
        let Some(last) = kept.last() else {
            kept.push(next);
            continue;
        };
        let same = last.span == next.span;
        let twice = kept
            .iter()
            .rev()
            .take_while(|one| one.span == next.span)
            .any(|one| one.watched == next.watched);
        if !twice && (same || next.span.start() >= last.span.end()) {
            kept.push(next);
        }
    }
    kept
}

fn forms(watched: &[Watched]) -> Vec<(String, Vec<Spelling>)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut forms: Vec<(String, Vec<Spelling>)> = Vec::new();
    for (nth, one) in watched.iter().enumerate() {
        let given: Vec<&str> =
            std::iter::once(&one.canonical).chain(&one.aliases).map(String::as_str).collect();
        let known: Vec<&str> = given.iter().flat_map(|name| known::known(name)).copied().collect();
        for written in given.into_iter().chain(known) {
            for spelling in spelling::spellings(written) {
                let folded = fold(&spelling);
                if folded.chars().count() < 2 {
                    continue;
                }
                let at = *places.entry(folded.clone()).or_insert_with(|| {
                    forms.push((folded, Vec::new()));
                    forms.len() - 1
                });
                let holders = &mut forms[at].1;
                if holders.iter().all(|holder| holder.watched != nth) {
                    holders.push(Spelling { watched: nth, written: spelling });
                }
            }
        }
    }
    forms
}

/// The organisations of a knowledge pack as names to look for; those that must never be searched are left out.
pub fn organizations(knowledge: &Knowledge) -> Vec<Watched> {
    let of_interest = |kind| matches!(kind, EntityKind::Organization | EntityKind::Product);
    let found = knowledge.entities.iter().filter(|entity| of_interest(entity.id.kind));
    found
        .map(|entity| {
            let names = entity
                .names
                .iter()
                .filter(|name| matches!(name.rule, NameRule::Word | NameRule::Case));
            Watched {
                canonical: entity.name().to_owned(),
                aliases: names.map(|name| name.text.clone()).collect(),
                domains: entity
                    .facts
                    .iter()
                    .filter(|fact| fact.key == "domain")
                    .map(|fact| fact.value.clone())
                    .collect(),
                lookalikes: Vec::new(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watcher() -> Watcher {
        let of = |canonical: &str, aliases: &[&str], domains: &[&str]| Watched {
            canonical: canonical.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
            lookalikes: Vec::new(),
        };
        Watcher::new(vec![
            of("風守ペイ", &["Kazemori Pay", "KZM"], &["kazemori.example"]),
            of("防衛省", &["Ministry of Defense"], &[]),
            of("楽天", &["Rakuten"], &[]),
            of("本田技研工業", &["本田", "Honda"], &[]),
            of("京都大学", &[], &[]),
            of("LINE", &[], &[]),
            of("全日本空輸", &["ANA"], &[]),
        ])
        .0
    }

    /// The only place that touches what is tested: canonical names found in a text, with the words there.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let watcher = watcher();
        let found = watcher.sightings(text);
        let found: Vec<_> = found
            .iter()
            .map(|one| {
                (
                    watcher.watched()[one.watched].canonical.as_str(),
                    one.span.of(text).unwrap_or("?"),
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_name_is_found_in_every_script() {
        check("出售风守支付客户数据", &[("風守ペイ", "风守支付")]);
        check("出售風守支付客戶資料", &[("風守ペイ", "風守支付")]);
        check("selling KAZEMORI-PAY users", &[("風守ペイ", "KAZEMORI-PAY")]);
        check("日本防卫省内部文件", &[("防衛省", "防卫省")]);
        check("防 衞 省の資料", &[("防衛省", "防 衞 省")]);
    }

    #[test]
    fn signs_left_out_are_filled_in() {
        check("防●省の職員名簿", &[("防衛省", "防●省")]);
        check("○○省の職員名簿", &[("防衛省", "○○省")]);
        check("K******i Pay accounts", &[("風守ペイ", "K******i Pay")]);
    }

    #[test]
    fn an_ordinary_word_needs_company() {
        check("楽天家の性格", &[]);
        check("彼は楽天的だ", &[]);
        check("楽天アカウント 100個", &[("楽天", "楽天")]);
        check("本田さんは話した", &[]);
        check("本田選手のデータ", &[]);
        check("本田の顧客データ", &[("本田技研工業", "本田")]);
        check("東京都大学生協", &[]);
        check("read the line below", &[]);
        check("LINEアカウント販売", &[("LINE", "LINE")]);
        check("LINE accounts for sale", &[("LINE", "LINE")]);
        check("banana ana Anabelle", &[]);
        check("ANA会員データ", &[("全日本空輸", "ANA")]);
    }

    #[test]
    fn a_domain_is_never_a_part_of_another() {
        check("sso.kazemori.example にログイン", &[("風守ペイ", "sso.kazemori.example")]);
        check("https://kazemori[.]example/login", &[("風守ペイ", "kazemori[.]example")]);
        check("notkazemori.example kazemori.example.com", &[]);
    }
}
