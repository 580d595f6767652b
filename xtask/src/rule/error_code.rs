//! Error codes: each has words in both languages, one crate that raises it, and pages.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::fault::Fault;
use crate::repository::{Repository, is_given};
use crate::rust_source;

/// What a person sees of a code, with `{placeholders}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What happened.
    pub what: String,
    /// Why; empty when the message has no fixed reason.
    #[serde(default)]
    pub why: String,
    /// What to do.
    pub fix: Vec<String>,
}

/// Words by code.
pub type Messages = BTreeMap<String, Words>;

/// The messages of a language, `en` or `ja`.
///
/// # Errors
/// When the file is missing or does not parse.
pub fn messages(repository: &Repository, language: &str) -> Result<Messages, Fault> {
    let path = path(language);
    let text = repository.text(&path).unwrap_or_default();
    toml::from_str(text).map_err(|error| Fault::new(path, error.message(), "correct the table"))
}

fn path(language: &str) -> String {
    format!("crates/noroshi-model/messages/{language}.toml")
}

/// Codes that lack words, a crate or a language; words that nobody says.
pub fn faults(repository: &Repository) -> Vec<Fault> {
    let both = messages(repository, "en").and_then(|en| Ok((en, messages(repository, "ja")?)));
    let (english, japanese) = match both {
        Ok(both) => both,
        Err(fault) => return vec![fault],
    };
    let mut faults = compare(&english, &japanese);
    faults.extend(wording(&english, "en"));
    faults.extend(wording(&japanese, "ja"));
    let used = used(repository);
    faults.extend(use_of_words(&english, &used));
    faults.extend(areas(&used));
    faults.extend(in_pages(repository, &english));
    for messages in [&english, &japanese] {
        faults
            .extend(messages.iter().flat_map(|(code, words)| lost_pages(repository, code, words)));
    }
    faults
}

/// Pages that a message sends people to, and that are not there.
fn lost_pages(repository: &Repository, code: &str, words: &Words) -> Vec<Fault> {
    let texts = [&words.what, &words.why].into_iter().chain(&words.fix);
    let inside = |sign: char| sign.is_ascii_alphanumeric() || "/-_.".contains(sign);
    let pages = texts.flat_map(|text| text.match_indices("docs/").map(move |(at, _)| &text[at..]));
    let pages = pages.map(|text| text.split(|sign| !inside(sign)).next().unwrap_or(text));
    let lost = pages.map(|page| page.trim_end_matches('.')).filter(|page| !repository.has(page));
    lost.map(|page| {
        Fault::new(page, format!("`{code}` names this page"), "write it, or name another")
    })
    .collect()
}

fn compare(english: &Messages, japanese: &Messages) -> Vec<Fault> {
    let codes: BTreeSet<&String> = english.keys().chain(japanese.keys()).collect();
    let fault = |code: &String| match (english.get(code), japanese.get(code)) {
        (Some(_), None) => {
            Some(Fault::new(path("ja"), format!("`{code}` is missing"), "add its words"))
        }
        (None, Some(_)) => {
            Some(Fault::new(path("en"), format!("`{code}` is missing"), "add its words"))
        }
        (Some(en), Some(ja)) if placeholders(en) != placeholders(ja) => {
            let fix = "use the same `{placeholders}` in both languages";
            Some(Fault::new(path("ja"), format!("`{code}` has other facts than in English"), fix))
        }
        _ => None,
    };
    codes.into_iter().filter_map(fault).collect()
}

fn placeholders(words: &Words) -> BTreeSet<String> {
    let texts = [&words.what, &words.why].into_iter().chain(&words.fix);
    let found = texts.flat_map(|text| text.split('{').skip(1));
    found.filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
}

fn wording(messages: &Messages, language: &str) -> Vec<Fault> {
    let stop = |text: &str| text.ends_with('.') || text.ends_with('。');
    let fault = |(code, words): (&String, &Words)| {
        let what = if words.fix.iter().all(|line| line.trim().is_empty()) {
            "does not say what to do"
        } else if stop(&words.what) || stop(&words.why) || words.fix.iter().any(|line| stop(line)) {
            "ends a line with a full stop"
        } else {
            return None;
        };
        let fix = "write a fragment that fits after `error:`, and at least one line of `fix`";
        Some(Fault::new(path(language), format!("`{code}` {what}"), fix))
    };
    messages.iter().filter_map(fault).collect()
}

/// Crates that raise a code, by code. Tests and comments do not count.
fn used(repository: &Repository) -> BTreeMap<String, BTreeSet<String>> {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in repository.texts_in("crates", ".rs") {
        let Some((name, inside)) = path["crates/".len()..].split_once('/') else { continue };
        if !inside.starts_with("src/") || inside.ends_with("tests.rs") {
            continue;
        }
        for code in codes(&rust_source::shipped(text)) {
            used.entry(code).or_default().insert(name.to_owned());
        }
    }
    used
}

/// Codes of the form `NRS-AREA-000` in a text.
fn codes(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices("NRS-");
    starts.filter_map(|(at, _)| code_at(&text[at..])).map(str::to_owned).collect()
}

fn code_at(text: &str) -> Option<&str> {
    let area = text[4..].bytes().take_while(u8::is_ascii_uppercase).count();
    let end = 4 + area + 4;
    let digits = text.get(4 + area..end)?.strip_prefix('-')?;
    let whole = area > 0 && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| &text[..end])
}

fn use_of_words(english: &Messages, used: &BTreeMap<String, BTreeSet<String>>) -> Vec<Fault> {
    let silent = english.keys().filter(|code| !used.contains_key(*code)).map(|code| {
        let fix = "take its words out, or raise it";
        Fault::new(path("en"), format!("`{code}` is raised nowhere"), fix)
    });
    let wordless =
        used.iter().filter(|(code, _)| !english.contains_key(*code)).map(|(code, by)| {
            let what = format!("`{code}`, raised by {}, has no words", joined(by));
            Fault::new(path("en"), what, "add `what` and `fix` in both languages")
        });
    silent.chain(wordless).collect()
}

/// An area (`STORE` in `NRS-STORE-001`) belongs to one crate, and so does each of its codes.
fn areas(used: &BTreeMap<String, BTreeSet<String>>) -> Vec<Fault> {
    let mut areas: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (code, by) in used {
        let area = code.split('-').nth(1).unwrap_or_default();
        areas.entry(area).or_default().extend(by.iter().cloned());
    }
    let shared = areas.into_iter().filter(|(_, by)| by.len() > 1);
    let fault = |(area, by): (&str, BTreeSet<String>)| {
        let fix = "raise it in one crate; give the other a code of its own area";
        Fault::new("crates", format!("area `{area}` is raised by {}", joined(&by)), fix)
    };
    shared.map(fault).collect()
}

fn joined(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Codes that documents name but nothing raises. The changelog may name former ones.
fn in_pages(repository: &Repository, english: &Messages) -> Vec<Fault> {
    let pages =
        repository.texts(".md").filter(|(path, _)| *path != "CHANGELOG.md" && !is_given(path));
    let unknown = |(page, text): (&str, &str)| {
        let codes = codes(text).into_iter().filter(|code| !english.contains_key(code));
        let fault =
            |code| Fault::new(page, format!("`{code}` does not exist"), "name a code of messages/");
        codes.map(fault).collect::<Vec<_>>()
    };
    pages.flat_map(unknown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[NRS-A-001]\nwhat = \"no `{path}`\"\nfix = [\"give one\"]\n";

    #[track_caller]
    fn check(english: &str, japanese: &str, source: &str, expected: &[&str]) {
        let (en, ja) = (path("en"), path("ja"));
        let files =
            [(en.as_str(), english), (ja.as_str(), japanese), ("crates/a/src/lib.rs", source)];
        let got: Vec<String> =
            faults(&Repository::of(&files)).into_iter().map(|fault| fault.what).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn a_code_with_words_and_a_crate_is_fine() {
        check(GOOD, GOOD, "fn a() { f(\"NRS-A-001\") }", &[]);
    }

    #[test]
    fn words_and_uses_need_each_other() {
        check(GOOD, GOOD, "// NRS-A-001", &["`NRS-A-001` is raised nowhere"]);
        let wordless = "`NRS-B-002`, raised by a, has no words";
        check(GOOD, GOOD, "f(\"NRS-A-001\"); f(\"NRS-B-002\")", &[wordless]);
        check(GOOD, "", "f(\"NRS-A-001\")", &["`NRS-A-001` is missing"]);
    }

    #[test]
    fn both_languages_have_the_same_facts() {
        let other = GOOD.replace("{path}", "{file}");
        let what = "`NRS-A-001` has other facts than in English";
        check(GOOD, &other, "f(\"NRS-A-001\")", &[what]);
    }

    #[test]
    fn an_area_belongs_to_one_crate() {
        let by = |name: &str| BTreeSet::from([name.to_owned()]);
        let used =
            BTreeMap::from([("NRS-A-001".to_owned(), by("a")), ("NRS-A-002".to_owned(), by("b"))]);
        assert_eq!(areas(&used).len(), 1);
    }

    #[test]
    fn a_page_that_a_message_names_is_there() {
        let named = GOOD.replace("give one", "see docs/a.md and docs/b.ja.md.");
        let words = &toml::from_str::<Messages>(&named).expect("parses")["NRS-A-001"];
        let repository = Repository::of(&[("docs/a.md", "")]);
        assert_eq!(lost_pages(&repository, "NRS-A-001", words).len(), 1);
    }

    #[test]
    fn only_whole_codes_count() {
        assert_eq!(codes("NRS-A-001, NRS-A-01 NRS-001 NRS-AB-0021").len(), 2);
    }
}
