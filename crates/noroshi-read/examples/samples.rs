//! Measures reading on a folder of sample reports with a truth file beside it.
//!
//! `cargo run --release -p noroshi-read --example samples -- TRUTH.toml REPORTS-DIR [FILE]`
//! prints how many of the stated observables (with their roles) and facts (with speaker and
//! stance) are read, and lists what is missed. With a file's name it prints that file's
//! reading in full.
#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program reads files, arguments and the clock"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;

use noroshi_formats::{Limits, Received};
use noroshi_model::{Claim, Document, MentionKind, Reading, Span, Speaker};
use noroshi_read::Reader;
use serde::Deserialize;

#[derive(Deserialize)]
struct Truth {
    document: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    file: String,
    #[serde(default)]
    fact: Vec<Fact>,
    #[serde(default)]
    observable: Vec<Observable>,
}

#[derive(Deserialize)]
struct Fact {
    speaker: String,
    stance: String,
    text: String,
    level: Option<String>,
}

#[derive(Deserialize)]
struct Observable {
    #[serde(rename = "type")]
    kind: String,
    value: String,
    role: String,
}

/// Hits and totals by name.
#[derive(Default)]
struct Score(BTreeMap<String, (usize, usize)>);

impl Score {
    fn add(&mut self, name: &str, hit: bool) -> bool {
        let (hits, total) = self.0.entry(name.to_owned()).or_default();
        *hits += usize::from(hit);
        *total += 1;
        hit
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [truth, folder, file @ ..] = arguments.as_slice() else {
        return Err("give the truth file and the folder of reports".into());
    };
    let truth: Truth = toml::from_str(&std::fs::read_to_string(truth)?)?;
    let (knowledge, _) = noroshi_know::pack();
    let reader = Reader::new(&knowledge);
    let mut score = Score::default();
    for expected in &truth.document {
        let document = open(&Path::new(folder).join(&expected.file))?;
        let reading = reader.read(&document);
        if let Some(wanted) = file.first() {
            if expected.file.contains(wanted.as_str()) {
                show(&mut out, &document, &reading)?;
            }
            continue;
        }
        writeln!(out, "== {}", expected.file)?;
        for one in &expected.observable {
            observable(&mut out, one, &reading, &mut score)?;
        }
        for one in &expected.fact {
            fact(&mut out, one, &document, &reading, &mut score)?;
        }
        extra(&mut out, expected, &reading, &mut score)?;
    }
    for (name, (hits, total)) in &score.0 {
        let share = 100.0 * *hits as f64 / (*total).max(1) as f64;
        writeln!(out, "{name}: {hits}/{total} ({share:.1} %)")?;
    }
    Ok(())
}

fn open(path: &Path) -> Result<Document, Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    let shown = path.display().to_string();
    let received = Received { path: &shown, bytes: &bytes, fetched: None };
    match noroshi_formats::document(&received, &Limits::default()) {
        Ok((document, _)) => Ok(document),
        Err(problem) => Err(format!("{shown}: {problem:?}").into()),
    }
}

fn kind_fits(word: &str, kind: MentionKind) -> bool {
    match word {
        "ipv4" | "ipv6" => kind == MentionKind::Ip,
        "md5" | "sha1" | "sha256" => kind == MentionKind::Hash,
        "cve" | "jvn" | "jpcert" => kind == MentionKind::Vulnerability,
        word => kind.word() == word,
    }
}

fn observable(
    out: &mut impl Write,
    expected: &Observable,
    reading: &Reading,
    score: &mut Score,
) -> std::io::Result<()> {
    let found: Vec<_> = reading
        .mentions
        .iter()
        .filter(|one| {
            kind_fits(&expected.kind, one.kind)
                && expected.value.strip_suffix(one.canonical.as_str()).is_some_and(|rest| {
                    rest.is_empty() || (expected.kind == "package" && rest.ends_with(':'))
                })
        })
        .collect();
    if !score.add("observable found", !found.is_empty()) {
        return writeln!(out, "  no {} {}", expected.kind, expected.value);
    }
    if found.iter().all(|one| one.role.is_none()) {
        return Ok(());
    }
    let has = |role: &str| found.iter().any(|one| one.role.is_some_and(|got| got.word() == role));
    if !score.add(&format!("role {}", expected.role), has(&expected.role)) {
        let got: Vec<String> = found
            .iter()
            .map(|one| format!("{} ({})", one.role.map_or("-", |role| role.word()), one.reason))
            .collect();
        writeln!(out, "  role {} of {}: {}", expected.role, expected.value, got.join(", "))?;
    }
    Ok(())
}

/// Observables read as indicators that the truth does not call so.
fn extra(
    out: &mut impl Write,
    expected: &Expected,
    reading: &Reading,
    score: &mut Score,
) -> std::io::Result<()> {
    for one in
        reading.mentions.iter().filter(|one| one.role.map(|role| role.word()) == Some("indicator"))
    {
        let stated = expected
            .observable
            .iter()
            .any(|known| known.value == one.canonical && known.role == "indicator");
        if !score.add("indicator precision", stated) {
            writeln!(out, "  indicator too many: {} ({})", one.canonical, one.reason)?;
        }
    }
    Ok(())
}

fn fact(
    out: &mut impl Write,
    expected: &Fact,
    document: &Document,
    reading: &Reading,
    score: &mut Score,
) -> std::io::Result<()> {
    let Some(place) = locate(&document.text, &expected.text) else {
        return writeln!(out, "  not in the text: {}", expected.text);
    };
    let near: Vec<&Claim> =
        reading.claims.iter().filter(|claim| claim.sentence.overlaps(place)).collect();
    let shared = |claim: &Claim| {
        claim.span.end().min(place.end()).saturating_sub(claim.span.start().max(place.start()))
    };
    let Some(best) = near.iter().max_by_key(|claim| shared(claim)) else {
        score.add("claim found", false);
        return writeln!(out, "  no claim: {}", expected.text);
    };
    score.add("claim found", true);
    let speaker = score.add("speaker", speaker_fits(expected, best, &document.text));
    let stance =
        score.add(&format!("stance {}", expected.stance), best.stance.word() == expected.stance);
    let level = expected.level.as_deref() != Some("absence")
        || score.add("absence", best.kind == noroshi_model::ClaimKind::AbsenceOfEvidence);
    if !(speaker && stance && level) {
        let chain: Vec<&str> = best.speakers.iter().map(Speaker::shown).collect();
        let wording =
            best.likelihood.map_or("-", |(_, span)| span.of(&document.text).unwrap_or("-"));
        writeln!(
            out,
            "  {} {}{}: {}\n    got {:?} {} {:?} wording {wording}: {}",
            expected.speaker,
            expected.stance,
            expected.level.as_deref().map_or(String::new(), |level| format!(" [{level}]")),
            expected.text,
            chain,
            best.stance.word(),
            best.kind,
            best.span.of(&document.text).unwrap_or_default().replace('\n', "⏎")
        )?;
    }
    Ok(())
}

/// The truth names the publisher; a reading says `author`. So the author fits whenever the
/// expected speaker is not named in the sentence.
fn speaker_fits(expected: &Fact, claim: &Claim, text: &str) -> bool {
    let got = claim.speakers.innermost();
    let wanted = squeeze(&expected.speaker);
    let wanted = wanted.split(['(', '（']).next().unwrap_or_default();
    if *got == Speaker::Author {
        let sentence = squeeze(claim.sentence.of(text).unwrap_or_default());
        return wanted == "author" || !sentence.contains(wanted);
    }
    let got = squeeze(got.shown());
    got.contains(wanted) || wanted.contains(&got)
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_lowercase()
}

/// Where a fact stands; white space may differ, and a page break may stand inside it.
fn locate(text: &str, fact: &str) -> Option<Span> {
    if let Some(at) = text.find(fact) {
        return Span::new(at, at + fact.len());
    }
    let places: Vec<(usize, char)> =
        text.char_indices().filter(|(_, sign)| !sign.is_whitespace()).collect();
    let wanted: Vec<char> = fact.chars().filter(|sign| !sign.is_whitespace()).collect();
    let fits = |wanted: &[char]| {
        places
            .windows(wanted.len())
            .position(|window| window.iter().map(|(_, sign)| *sign).eq(wanted.iter().copied()))
    };
    let (at, length) = fits(&wanted)
        .map(|at| (at, wanted.len()))
        .or_else(|| fits(&wanted[..wanted.len() / 3]).map(|at| (at, wanted.len() / 3)))?;
    let (last, sign) = places[at + length - 1];
    Span::new(places[at].0, last + sign.len_utf8())
}

fn show(out: &mut impl Write, document: &Document, reading: &Reading) -> std::io::Result<()> {
    let of = |span: Span| span.of(&document.text).unwrap_or_default().replace('\n', "⏎");
    writeln!(out, "title {:?} dates {:?}", reading.title, reading.dates)?;
    for span in &reading.boilerplate {
        writeln!(out, "boilerplate {}", of(*span))?;
    }
    for one in &reading.mentions {
        writeln!(
            out,
            "{} [{}] {} {} ({})",
            one.kind.word(),
            of(one.span),
            one.canonical,
            one.role.map_or("", |role| role.word()),
            one.reason
        )?;
    }
    for claim in &reading.claims {
        let chain: Vec<String> =
            claim.speakers.iter().map(|one| format!("{}:{}", one.word(), one.shown())).collect();
        writeln!(
            out,
            "claim {} {} {:?} level {} hearsay {} attribution {:?} about [{}]\n      {}",
            chain.join(" > "),
            claim.stance.word(),
            claim.kind,
            claim.likelihood.map_or("-".to_owned(), |(_, span)| of(span)),
            claim.hearsay_marks,
            claim.attribution,
            claim.about,
            of(claim.span)
        )?;
    }
    Ok(())
}
