//! Invents records of reported packages, or a bill of materials, for measuring.
//!
//! ```text
//! cargo run --release -p noroshi-packages --example invent -- records 240000 > records.jsonl
//! cargo run --release -p noroshi-packages --example invent -- sbom 10000 > bom.cdx.json
//! ```
//!
//! The shares of ecosystems, of named versions and of records that were taken back are those of
//! the real collection, roughly; names are numbers in words and belong to nobody.

#![expect(clippy::disallowed_methods, reason = "an example takes its arguments")]

use std::io::{self, BufWriter, Write};

const WORDS: [&str; 24] = [
    "amber", "brisk", "cedar", "delta", "ember", "fjord", "grove", "heron", "indigo", "juniper",
    "kelp", "lumen", "maple", "noctua", "onyx", "plume", "quartz", "raven", "slate", "tidal",
    "umbra", "vesper", "willow", "zephyr",
];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.get(1).and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.first().map(String::as_str) {
        Some("records") => (0..count).try_for_each(|number| record(number, &mut out))?,
        Some("sbom") => bill(count, &mut out)?,
        _ => writeln!(out, "say `records COUNT` or `sbom COUNT`")?,
    }
    out.flush()
}

fn name(number: usize) -> String {
    let word = |at: usize| WORDS[at % WORDS.len()];
    format!("{}-{}-{number}", word(number), word(number / WORDS.len()))
}

/// Of 100 packages 93 are of npm, 5 of `PyPI`, 2 of `RubyGems`.
fn ecosystem(number: usize) -> (&'static str, &'static str) {
    match number % 100 {
        0..93 => ("npm", "npm"),
        93..98 => ("PyPI", "pypi"),
        _ => ("RubyGems", "gem"),
    }
}

fn record(number: usize, out: &mut impl Write) -> io::Result<()> {
    let (ecosystem, _) = ecosystem(number);
    let name = name(number);
    let day = 1 + number % 28;
    let everything = r#""ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]"#;
    let versions = format!(r#""versions":["1.0.{}","1.0.{}"]"#, number % 7, number % 7 + 1);
    let affected = match number % 10 {
        0..6 => versions,
        6..9 => everything.to_owned(),
        _ => format!("{versions},{everything}"),
    };
    let withdrawn =
        if number.is_multiple_of(400) { r#""withdrawn":"2098-03-01T00:00:00Z","# } else { "" };
    let words = "The package runs a script while it is installed, reads the environment and sends \
                 it to an address that was made for it. It has no other function. The author has \
                 no other packages, and the account is one day old. "
        .repeat(3);
    writeln!(
        out,
        r#"{{"schema_version":"1.5.0","id":"MAL-2098-{number:06}","summary":"Malicious code in {name} ({ecosystem})","details":"\n---\n_-= Per source details. Do not edit below this line.=-_\n\n## Source: first-lab (aa)\n{words}\n\n## Source: second-lab (bb)\n{words}\n",{withdrawn}"published":"2098-01-{day:02}T08:00:00Z","modified":"2098-02-{day:02}T08:00:00Z","affected":[{{"package":{{"ecosystem":"{ecosystem}","name":"{name}"}},{affected}}}],"references":[{{"type":"WEB","url":"https://reports.example/{number}"}}],"credits":[{{"name":"First Lab","type":"FINDER"}}],"database_specific":{{"malicious-packages-origins":[{{"source":"first-lab","sha256":"{number:064x}","import_time":"2098-01-{day:02}T09:00:00Z","modified_time":"2098-01-{day:02}T08:00:00Z","versions":["1.0.{}"]}}]}}}}"#,
        number % 7
    )
}

/// A bill of materials of which one package in a hundred is a reported one.
fn bill(count: usize, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "{{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.6\",\n  \"components\": ["
    )?;
    for number in 0..count {
        let (_, kind) = ecosystem(number);
        let name = if number.is_multiple_of(100) { name(number) } else { format!("used-{number}") };
        let comma = if number + 1 < count { "," } else { "" };
        writeln!(
            out,
            "    {{\n      \"type\": \"library\",\n      \"bom-ref\": \"c{number}\",\n      \"name\": \"{name}\",\n      \"version\": \"1.0.{}\",\n      \"purl\": \"pkg:{kind}/{name}@1.0.{}\"\n    }}{comma}",
            number % 7,
            number % 7
        )?;
    }
    writeln!(out, "  ]\n}}")
}
