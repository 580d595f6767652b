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

/// Takes the bytes for everything that `noroshi watch` reads.
pub fn watch(bytes: &[u8]) {
    use noroshi_watch::kev::{Records, assets, bill_assets, catalogue, epss, join, records};
    use noroshi_watch::listing::{json_postings, postings, read, threads};
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
    let (mut found, _) = json_postings(bytes, "fuzz.json");
    let received = Received { path: "fuzz.csv", bytes, fetched: None };
    let mut own = bill_assets(bytes, "fuzz.json").0;
    if let Ok((document, _)) = document(&received, &Limits::default()) {
        found.extend(postings(&document).0);
        own.extend(assets(&document).0);
    }
    let listings: Vec<_> = found.iter().take(200).map(|posting| read(posting, &WATCHER)).collect();
    for listing in &listings {
        assert!(listing.watched.iter().all(|one| one.span.of(&listing.text).is_some()), "a name outside the posting");
    }
    let joined: usize = threads(&listings).iter().map(|thread| thread.listings.len()).sum();
    assert!(joined <= listings.len(), "a posting in two offers");
    let (read, _) = catalogue(bytes, "fuzz.json");
    let mut known = Records::new();
    records(bytes, "fuzz.json", &mut known);
    epss(&text);
    join(&read, &known, &own);
}
