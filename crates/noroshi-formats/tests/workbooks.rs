//! Workbooks: what is read, and what hostile or damaged ones are refused for.

use std::io::{Cursor, Write as _};

use noroshi_formats::{Limits, Received, document};
use noroshi_model::{BlockKind, Document, Problem};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A workbook of these sheets and shared strings.
fn book(sheets: &[&str], strings: Option<&str>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut add = |name: &str, text: &str| {
        archive.start_file(name, deflated).expect("started");
        archive.write_all(text.as_bytes()).expect("written");
    };
    let (mut names, mut links) = (String::new(), String::new());
    for id in 1..=sheets.len() {
        names += &format!("<sheet name=\"s{id}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>");
        links += &format!(
            "<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        );
    }
    add(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    add(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"
        ),
    );
    add(
        "xl/_rels/workbook.xml.rels",
        &format!("<Relationships xmlns=\"{PACKAGE}\">{links}</Relationships>"),
    );
    for (nth, rows) in sheets.iter().enumerate() {
        add(
            &format!("xl/worksheets/sheet{}.xml", nth + 1),
            &format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        );
    }
    if let Some(strings) = strings {
        add("xl/sharedStrings.xml", strings);
    }
    archive.finish().expect("finished").into_inner()
}

fn words(place: &str, words: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

fn read_with(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Problem>), Problem> {
    document(&Received { path: "a.xlsx", bytes, fetched: None }, limits)
}

fn read(bytes: &[u8]) -> Result<(Document, Vec<Problem>), Problem> {
    read_with(bytes, &Limits::default())
}

#[track_caller]
fn refused(bytes: &[u8], code: &str) {
    assert_eq!(read(bytes).expect_err("refused").code, code);
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn rows_are_lines_and_sheets_have_their_names_above() {
    let first = format!(
        "<row r=\"1\">{}{}</row><row r=\"3\">{}<c r=\"C3\"><v>480000</v></c></row>",
        words("A1", "品目"),
        words("C1", "金額"),
        words("A3", "一\n覧")
    );
    let second = format!("<row r=\"2\">{}</row>", words("B2", "単独"));
    let (document, problems) = read(&book(&[&first, &second], None)).expect("readable");
    assert_eq!(document.text, "s1\n品目\t\t金額\n一 覧\t\t480000\n\ns2\n\t単独\n");
    assert_eq!(codes(&problems), [""; 0]);
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(
        kinds,
        [
            BlockKind::Heading(2),
            BlockKind::HeaderRow,
            BlockKind::Row,
            BlockKind::Heading(2),
            BlockKind::Row
        ]
    );
}

#[test]
fn a_cell_in_the_last_corner_takes_no_memory() {
    let rows = format!("<row r=\"1048576\">{}</row>", words("XFD1048576", "x"));
    let (document, problems) = read(&book(&[&rows], None)).expect("readable");
    assert_eq!(codes(&problems), ["NRS-FORMAT-016"]);
    assert!(document.text.len() < 2_000);
}

#[test]
fn limits_end_a_workbook_and_are_named() {
    let row = |nth: usize| {
        format!(
            "<row r=\"{nth}\">{}{}</row>",
            words(&format!("A{nth}"), "x"),
            words(&format!("B{nth}"), "y")
        )
    };
    let rows: String = (1..=100).map(row).collect();
    let limits = Limits { rows: 10, ..Limits::default() };
    let (document, problems) = read_with(&book(&[&rows], None), &limits).expect("readable");
    assert_eq!((document.rows().count(), codes(&problems)), (10, vec!["NRS-FORMAT-016"]));
    let limits = Limits { sheets: 1, ..Limits::default() };
    let (_, problems) = read_with(&book(&[&rows, &rows], None), &limits).expect("readable");
    assert_eq!(codes(&problems), ["NRS-FORMAT-016"]);
}

#[test]
fn an_archive_that_unfolds_without_end_is_refused() {
    let zeros = format!("<row r=\"1\">{}</row>", words("A1", &"0".repeat(64 << 20)));
    let bytes = book(&[&zeros], None);
    assert!(bytes.len() < 1 << 20);
    refused(&bytes, "NRS-FORMAT-027");
}

#[test]
fn a_lie_about_the_number_of_strings_is_refused() {
    let strings =
        format!("<sst xmlns=\"{MAIN}\" uniqueCount=\"99999999999\"><si><t>x</t></si></sst>");
    refused(&book(&["<row r=\"1\"/>"], Some(&strings)), "NRS-FORMAT-006");
}

#[test]
fn damaged_and_empty_workbooks_are_refused() {
    let whole = book(&[&format!("<row r=\"1\">{}</row>", words("A1", "x"))], None);
    for length in [60, whole.len() / 2, whole.len() - 30] {
        let code = read(&whole[..length]).expect_err("refused").code;
        assert!(["NRS-FORMAT-002", "NRS-FORMAT-006"].contains(&code), "{length}: {code}");
    }
    refused(&book(&["<row r=\"1\"><c r=\"A1\"><v>1"], None), "NRS-FORMAT-006");
    refused(&book(&[""], None), "NRS-FORMAT-007");
}

#[test]
fn a_damaged_sheet_is_named_and_the_others_are_read() {
    let good = format!("<row r=\"1\">{}</row>", words("A1", "x"));
    let (document, problems) =
        read(&book(&["<row r=\"1\"><c r=\"A1\"><v>1", &good], None)).expect("readable");
    assert_eq!((document.text.as_str(), codes(&problems)), ("s2\nx\n", vec!["NRS-FORMAT-030"]));
}

#[test]
fn an_encrypted_workbook_asks_for_its_password_in_the_refusal() {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1_024, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    refused(&bytes, "NRS-FORMAT-005");
}

#[test]
fn deep_xml_and_entities_do_not_hurt() {
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    let rows = format!("<row r=\"1\">{deep}{}</row>", words("A1", "x"));
    assert_eq!(read(&book(&[&rows], None)).expect("readable").0.text, "s1\nx\n");
    let entity = format!("<row r=\"1\">{}</row>", words("A1", "&lol;"));
    assert!(read(&book(&[&entity], None)).is_err());
}
