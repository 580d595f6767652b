//! What every target checks: no panic, and every span belongs to the text; every link of
//! foreign knowledge has a source, and no entity stands twice; what is read stands in the text, in
//! order, and outside boilerplate.

use std::sync::{LazyLock, Once};

use noroshi_formats::{Limits, Received, document};
use noroshi_model::{Knowledge, Span};
use noroshi_read::Reader;

/// Reads `head` and `bytes` as one file; the head makes the file one of its format.
pub fn format(path: &str, head: &[u8], bytes: &[u8]) {
    keep_caught_panics();
    let file = [head, bytes].concat();
    let received = Received { path, bytes: &file, fetched: None };
    let Ok((document, _)) = document(&received, &Limits::default()) else { return };
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.of(&document.text).is_some(), "a block outside the text");
        assert!(block.span.start() >= end, "blocks overlap or are out of order");
        end = block.span.end();
    }
    assert!(document.links.iter().all(|link| link.span.of(&document.text).is_some()), "links");
}

/// Reads the bytes as a workbook, and as sheet and shared strings of one whose archive is sound.
pub fn workbook(bytes: &[u8]) {
    format("a.xlsx", b"PK\x03\x04", bytes);
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (sheet, strings) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if let Ok(archive) = archive(sheet, strings) {
        format("a.xlsx", b"", &archive);
    }
}

fn archive(sheet: &[u8], strings: &[u8]) -> std::io::Result<Vec<u8>> {
    let relations: &[u8] = b"<Relationships><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let package: &[u8] = b"<Relationships><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let names: &[u8] = b"<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>";
    let sheet = [b"<worksheet><sheetData>".as_slice(), sheet, b"</sheetData></worksheet>"].concat();
    let strings = [b"<sst>".as_slice(), strings, b"</sst>"].concat();
    let parts: [(&str, &[u8]); 5] = [
        ("_rels/.rels", package),
        ("xl/workbook.xml", names),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", &strings),
    ];
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        archive.start_file(name, stored)?;
        std::io::Write::write_all(&mut archive, bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Takes the bytes as foreign knowledge: as they are, and as the list of a bundle and of a
/// cluster, so that every run comes past the head of the file.
pub fn knowledge(bytes: &[u8]) {
    keep_caught_panics();
    taken(bytes);
    taken(&[b"{\"type\":\"bundle\",\"objects\":[", bytes, b"]}"].concat());
    taken(&[b"{\"type\":\"threat-actor\",\"version\":1,\"values\":[", bytes, b"]}"].concat());
}

fn taken(bytes: &[u8]) {
    let read = noroshi_formats::knowledge("a.json", bytes, &mut |done, of| assert!(done <= of));
    let Ok((imported, _)) = read else { return };
    let ids = imported.entities.windows(2).all(|pair| pair[0].id < pair[1].id);
    assert!(ids, "ids are not sorted, or stand twice");
    for entity in &imported.entities {
        assert!(entity.names.iter().all(|name| imported.sources[0].id == name.source), "names");
        assert!(entity.links.iter().all(|link| link.to != entity.id), "a link to itself");
    }
}

/// `libfuzzer-sys` aborts at every panic, also at one in a parser underneath that
/// `noroshi-formats` catches. Its hook is taken out; a panic that leaves us still aborts.
fn keep_caught_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(std::panic::take_hook()));
}

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| noroshi_know::pack().0);
static READER: LazyLock<Reader<'static>> = LazyLock::new(|| Reader::new(&KNOWLEDGE));

/// Reads the bytes as a text.
pub fn read(bytes: &[u8]) {
    let document = noroshi_testkit::document(&String::from_utf8_lossy(bytes));
    let reading = READER.read(&document);
    let shown = |span: Span| assert!(span.of(&document.text).is_some(), "a span outside the text");
    let mut end = 0;
    for mention in &reading.mentions {
        shown(mention.span);
        assert!(mention.span.start() >= end, "mentions overlap or are out of order");
        end = mention.span.end();
    }
    for claim in &reading.claims {
        shown(claim.span);
        shown(claim.sentence);
        let outside = |part: &Span| !part.overlaps(claim.sentence);
        assert!(reading.boilerplate.iter().all(outside), "a claim from boilerplate");
    }
    reading.events.iter().flat_map(|event| &event.spans).for_each(|span| shown(*span));
    reading.relations.iter().for_each(|relation| shown(relation.span));
    reading.sources.iter().for_each(|source| shown(source.span));
    for drift in &reading.drift {
        shown(drift.weaker);
        shown(drift.stronger);
    }
}

/// Reads the bytes as whatever `noroshi assess` takes; a question that is one is worked out.
pub fn question(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(question) = noroshi_assess::parse(text, "fuzz") {
        let small = question.rows.len() * question.hypotheses.len() < 500;
        let made = small.then(|| noroshi_assess::assess(&question, None));
        drop(made.map(|made| noroshi_assess::json(&made, noroshi_assess::Tongue::En)));
    }
    drop(noroshi_assess::from_csv(text, "fuzz", "q", Default::default()));
    drop(noroshi_assess::from_stix(text, "fuzz", Default::default()));
    drop(noroshi_assess::Log::parse(text, "fuzz"));
}

/// Names by which each kind of file that lists packages is told.
const LOCKFILES: [&str; 22] = [
    "requirements.txt", "pylock.toml", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json",
    "pnpm-lock.yaml", "yarn.lock", "berry.lock", "Cargo.lock", "go.mod", "go.sum", "Gemfile.lock", "a.cdx.json",
    "a.spdx.json", "a.spdx", "bun.lock", "gradle.lockfile", "composer.lock", "packages.lock.json", "a.cdx.xml",
];

/// Reads the bytes as each kind of file that lists packages, and as records of reported ones. What
/// is listed has a line of the file and a name, and is held against the records.
pub fn packages(bytes: &[u8]) {
    use noroshi_packages::{inventory, report};
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (file, records) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let first_seen = Default::default();
    let known = report::Records::new(records, "records.jsonl").flatten().flatten();
    let known = known.map(|report| noroshi_model::KnownReport { report, first_seen, changed: None, before: Vec::new() });
    let book = report::Book::new(known.take(500).collect(), Vec::new());
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 2;
    let mut include = |_: &str, _: &str| Some(("included.txt".to_owned(), b"a==1".to_vec()));
    for name in LOCKFILES {
        let head: &[u8] = match name {
            "berry.lock" => b"__metadata:\n",
            "a.cdx.json" => b"{\"bomFormat\":\"CycloneDX\",",
            "a.spdx.json" => b"{\"spdxVersion\":\"SPDX-2.3\",",
            "a.cdx.xml" => b"<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\">",
            _ => b"",
        };
        let whole = [head, file].concat();
        let Some((inventory, _)) = inventory::read(name, &whole, &mut include) else { continue };
        for one in &inventory.dependencies {
            assert!(one.line >= 1 && one.line <= lines, "a line outside the file");
            assert!(!one.name.trim().is_empty(), "a package without a name");
            drop((one.purl(), book.judge(one).map(|hit| hit.finding())));
        }
    }
    drop(report::Archive::open(std::io::Cursor::new(bytes), "a.zip").map(|archive| archive.take(50).count()));
}

/// Reads the bytes as an inventory of tenants and as results to be handed in. A table that was
/// read is written and read as the same, and no cell of it is a formula.
pub fn inventory(bytes: &[u8]) {
    use noroshi_posture::bod::{Inventory, Submission, bundle};
    keep_caught_panics();
    let (read, _) = Inventory::from_csv(bytes, "fuzz");
    let text = read.to_csv();
    let (again, problems) = Inventory::from_csv(text.as_bytes(), "fuzz");
    assert!(again == read && problems.is_empty(), "{text}");
    for line in text.trim_start_matches('\u{feff}').lines() {
        assert!(!line.starts_with(['=', '+', '-', '@']), "{line}");
    }
    const TENANT: &str = "Product,Tenant ID\nM365,00000000-0000-4000-8000-00000000face\n";
    let (one, _) = Inventory::from_csv(TENANT.as_bytes(), "one");
    drop(bundle("fuzz", &one, &[Submission { path: "fuzz", bytes }], Default::default()));
}

/// Reads the bytes as whatever `noroshi posture` takes. What can be judged passes only with a
/// record of the command that it needs.
pub fn posture(bytes: &[u8]) {
    use noroshi_posture::{Baseline, Config, Export, Verdict, evaluate, exceptions, import};
    keep_caught_panics();
    const RULES: &str = "package door\nimport rego.v1\n\
        tests contains {\"PolicyId\": \"OWN.DOOR.1.1v1\", \"Criticality\": \"Shall\", \"Commandlet\": [\"Get-Door\"], \
        \"ReportDetails\": sprintf(\"%v\", [input]), \"RequirementMet\": Status} if { Status := count([d | some d in input.doors; d.open]) == 0 }\n";
    static BASELINE: LazyLock<Baseline> = LazyLock::new(|| Baseline::load([("Door.rego", RULES)]).0);
    let moment = Default::default();
    drop(import("fuzz", bytes, moment));
    if let Ok(export) = Export::read("fuzz", bytes) {
        let (run, _) = evaluate(&BASELINE, &export, None, moment);
        for one in run.results.iter().filter(|one| one.verdict == Verdict::Pass) {
            assert!(one.missing.is_empty() && one.requirement_met == Some(true), "passed by mistake");
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        drop(Config::read("fuzz", text));
        drop(exceptions("fuzz", text));
        drop(Baseline::load([("fuzz.rego", text), ("baselines/fuzz.md", text)]));
    }
}

const HUNT_RULE: &str = "title: t\nlogsource: {product: windows}\ndetection:\n  sel: {CommandLine|contains: [a, '*b?c*']}\n  words: [x, 'y*z']\n  condition: sel or words\n";

/// Reads the bytes as a log of any format and hunts in it.
pub fn hunt_log(bytes: &[u8]) {
    let (rules, _) = noroshi_hunt::RuleSet::load([("fuzz.yml", HUNT_RULE)]);
    hunt(&rules, bytes);
}

/// Reads the bytes as a rule and, after a line of dashes, as a log that it is asked about.
pub fn hunt_rule(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (rule, log) = text.split_once("\n=====\n").unwrap_or((&text, "{\"EventID\":1,\"Channel\":\"Security\",\"CommandLine\":\"a\"}"));
    let (rules, _) = noroshi_hunt::RuleSet::load([("fuzz.yml", rule)]);
    hunt(&rules, log.as_bytes());
    drop(noroshi_hunt::Tuning::parse("fuzz.toml", &text, Default::default()));
}

fn hunt(rules: &noroshi_hunt::RuleSet, bytes: &[u8]) {
    let limits = noroshi_hunt::Limits { chunk: 4_096, record: 65_536, unpacked: 4 << 20, ..Default::default() };
    let Ok(mut log) = noroshi_hunt::Log::open("fuzz", bytes, limits) else { return };
    let mut hunter = noroshi_hunt::Hunter::new(rules, limits);
    while let Some(chunk) = log.chunk() {
        drop(hunter.chunk(&chunk));
    }
    drop(hunter.finish());
}

/// Reads the bytes as source of each language, as install hooks, as acceptances and as a name.
pub fn source(bytes: &[u8]) {
    use noroshi_packages::source::{Acceptances, Hooks, Reader};
    use noroshi_packages::{Ecosystem, similar};
    let text = String::from_utf8_lossy(bytes);
    let (accepted, _) = Acceptances::read("accept.toml", &text, Default::default());
    let reader = Reader::new(accepted);
    let mut hooks = Hooks::default();
    hooks.note("package.json", bytes);
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 2;
    for path in ["a.py", "setup.py", "a.js", "a.ts", "package.json", "a.pth", "a.sh"] {
        let (sightings, _) = reader.read(path, bytes, &hooks);
        for one in sightings {
            assert!(one.line >= 1 && one.line as usize <= lines, "a line outside the file");
            assert!(one.evidence.chars().count() < 200, "too much is shown");
            drop(one.finding());
        }
    }
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let (popular, brands) = (names(&["requests", "python-dateutil", "flask"]), names(&["noroshi"]));
    let protected = similar::Protected { popular, brands, ..Default::default() };
    let lookalikes = similar::Lookalikes::new(Ecosystem::Npm, &protected);
    for name in text.lines().take(20) {
        assert!(lookalikes.check(name).is_none_or(|one| (0.0..=1.0).contains(&one.score)), "a score");
    }
}

/// Rules of YARA, and the project's own held against the same bytes.
#[cfg(feature = "yara")]
pub fn yara(bytes: &[u8]) {
    use noroshi_packages::source::{Acceptances, RuleFile, YaraRules};
    let accepted = Acceptances::default();
    let file = RuleFile { path: "a.yar".to_owned(), bytes: bytes.to_vec() };
    let (given, _) = YaraRules::compile(&[file]);
    for (rules, text) in [(&given, b"import os\nos.system('id')\n".as_slice()), (own_rules(), bytes)] {
        let lines = text.iter().filter(|byte| **byte == b'\n').count() + 2;
        let (sightings, _) = rules.scanner().read("a.py", text, &accepted);
        for one in sightings {
            assert!(one.line >= 1 && one.line as usize <= lines, "a line outside the file");
            drop(one.finding());
        }
    }
}

#[cfg(feature = "yara")]
fn own_rules() -> &'static noroshi_packages::source::YaraRules {
    static OWN: std::sync::LazyLock<noroshi_packages::source::YaraRules> =
        std::sync::LazyLock::new(noroshi_packages::source::YaraRules::own);
    &OWN
}

/// Takes the bytes for everything that `noroshi watch` reads.
pub fn watch(bytes: &[u8]) {
    use noroshi_watch::kev::{Records, assets, bill_assets, catalogue, epss, join, records};
    use noroshi_watch::listing::{Jargon, JargonFile, json_postings, postings, read_all, threads};
    use noroshi_watch::name::{Watched, Watcher};
    keep_caught_panics();
    static WATCHER: LazyLock<Watcher> = LazyLock::new(|| {
        let own = Watched {
            canonical: "風守ホールディングス株式会社".to_owned(),
            aliases: vec!["Kazemori Pay".to_owned(), "風守".to_owned(), "KZM".to_owned()],
            domains: vec!["kazemori.example".to_owned()],
            lookalikes: vec!["kazem0ri.example".to_owned()],
        };
        Watcher::new(vec![own]).0
    });
    let text = String::from_utf8_lossy(bytes);
    for sighting in WATCHER.sightings(&text) {
        assert!(sighting.span.of(&text).is_some(), "a name outside the text");
    }
    Jargon::with([JargonFile { path: "fuzz.toml", text: &text }]);
    let (mut found, _) = json_postings(bytes, "fuzz.json");
    let received = Received { path: "fuzz.csv", bytes, fetched: None };
    let mut own = bill_assets(bytes, "fuzz.json").0;
    if let Ok((document, _)) = document(&received, &Limits::default()) {
        found.extend(postings(&document).0);
        own.extend(assets(&document).0);
    }
    let listings = read_all(&found[..found.len().min(200)], &WATCHER, Jargon::own());
    for listing in &listings {
        assert!(listing.watched.iter().all(|one| one.span.of(&listing.text).is_some()), "a name outside the posting");
    }
    let joined: usize = threads(&listings, Jargon::own()).iter().map(|thread| thread.listings.len()).sum();
    assert!(joined <= listings.len(), "a posting in two offers");
    let (read, _) = catalogue(bytes, "fuzz.json");
    let mut known = Records::new();
    records(bytes, "fuzz.json", &mut known);
    epss(&text);
    join(&read, &known, &own);
}

/// Takes the bytes as an answer of a name server: as they are, and as the records of an answer
/// whose head is sound.
pub fn dns(bytes: &[u8]) {
    use noroshi_collect::{DnsReply, dns_reply};
    const NAME: &str = "a.example";
    let head: &[u8] = b"\0\x07\x81\x80\0\x01\0\x08\0\0\0\0\x01a\x07example\0\0\x10\0\x01";
    for message in [bytes, &[head, bytes].concat()] {
        if let Some(DnsReply::Texts(texts)) = dns_reply(message, 7, NAME) {
            let size: usize = texts.iter().map(String::len).sum();
            // Three bytes of text for one that is none, at most.
            assert!(size <= 3 * message.len(), "more text than the message holds");
            assert!(texts.iter().all(|text| !text.contains(char::is_control)), "a control character");
        }
    }
}
