//! PDF: fonts that are not embedded, running lines, and files that cannot be read.

use std::fmt::Write as _;

use encoding_rs::SHIFT_JIS;
use noroshi_formats::{Limits, Received, document};
use noroshi_model::{BlockKind, Document, Problem};

/// A PDF whose pages show lines in a Japanese font that is not embedded.
struct Pdf {
    objects: Vec<String>,
    /// Points from one line to the next; the letters are 11 points high.
    leading: usize,
}

impl Pdf {
    /// `encoding` is a predefined CMap, and `bytes` makes its codes.
    fn new(encoding: &str, bytes: fn(&str) -> Vec<u8>, pages: &[&[&str]]) -> Self {
        Self::set(14, encoding, bytes, pages)
    }

    /// The same with lines so many points apart; an empty line leaves half of that more.
    fn set(leading: usize, encoding: &str, bytes: fn(&str) -> Vec<u8>, pages: &[&[&str]]) -> Self {
        let mut pdf = Self { objects: vec![String::new(); 2], leading };
        let font = pdf.add(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /DW 1000 /CIDSystemInfo \
             << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>",
        );
        let font = pdf.add(&format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3-{encoding} /Encoding /{encoding} \
             /DescendantFonts [{font} 0 R] >>"
        ));
        let kids: Vec<String> = pages.iter().map(|lines| pdf.page(font, lines, bytes)).collect();
        pdf.objects[0] = "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
        let count = kids.len();
        pdf.objects[1] = format!("<< /Type /Pages /Count {count} /Kids [{}] >>", kids.join(" "));
        pdf
    }

    fn add(&mut self, object: &str) -> usize {
        self.objects.push(object.to_owned());
        self.objects.len()
    }

    fn page(&mut self, font: usize, lines: &[&str], bytes: fn(&str) -> Vec<u8>) -> String {
        let mut drawn = "BT /F1 11 Tf ".to_owned();
        let mut y = 740;
        for line in lines {
            for (cell, words) in line.split('\t').enumerate() {
                let hex: String = bytes(words).iter().map(|byte| format!("{byte:02x}")).collect();
                let x = 60 + 160 * cell;
                let _ = write!(drawn, "1 0 0 1 {x} {y} Tm <{hex}> Tj ");
            }
            y -= if line.is_empty() { self.leading / 2 } else { self.leading };
        }
        drawn.push_str("ET");
        let content =
            self.add(&format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()));
        let page = self.add(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
             /Resources << /Font << /F1 {font} 0 R >> >> >>"
        ));
        format!("{page} 0 R")
    }

    fn bytes(&self) -> Vec<u8> {
        let mut file = "%PDF-1.4\n".to_owned();
        let mut table = "0000000000 65535 f \n".to_owned();
        for (number, object) in self.objects.iter().enumerate() {
            let _ = writeln!(table, "{:010} 00000 n ", file.len());
            let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", number + 1);
        }
        let (start, size) = (file.len(), self.objects.len() + 1);
        let _ = write!(file, "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R ");
        let _ =
            write!(file, "/Info << /Title (Invented) /CreationDate (D:20241226072400+09'00') >> ");
        let _ = write!(file, ">>\nstartxref\n{start}\n%%EOF\n");
        file.into_bytes()
    }
}

fn ucs2(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn shift_jis(text: &str) -> Vec<u8> {
    SHIFT_JIS.encode(text).0.into_owned()
}

fn read(bytes: &[u8]) -> Result<(Document, Vec<Problem>), Problem> {
    document(&Received { path: "a.pdf", bytes, fetched: None }, &Limits::default())
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code).collect()
}

const LINES: [&str; 2] = ["架空港運への不正侵入", "攻撃者はCVE-2024-0001を悪用した。"];

#[test]
fn fonts_that_are_not_embedded_are_read() {
    for (encoding, bytes) in
        [("UniJIS-UCS2-H", ucs2 as fn(&str) -> Vec<u8>), ("90ms-RKSJ-H", shift_jis)]
    {
        let (document, problems) =
            read(&Pdf::new(encoding, bytes, &[&LINES]).bytes()).expect("readable");
        assert_eq!(document.text, LINES.join("\n"), "{encoding}");
        assert_eq!(codes(&problems), [""; 0]);
        assert_eq!(document.title.as_deref(), Some("Invented"));
        let published = document.published.expect("a date");
        assert_eq!(published.moment.edtf(), "2024-12-26T07:24:00+09:00");
        assert_eq!(published.basis.shown(), "metadata:pdf:CreationDate");
    }
}

#[test]
fn lines_that_are_set_wide_are_one_paragraph() {
    let lines = [
        "架空港運の基幹システムで十二月に起きた障害について、同社は外部からの侵",
        "入によるものだったと発表した。攻撃者は保守用の回線を通って社内の網に入",
        "り、受発注の記録を書き換えたとみられる。復旧には三日を要し、その間の荷",
        "役は手作業で続けられた。",
        "",
        "国の機関は詳しい手口を調べている。",
    ];
    for leading in [15, 24] {
        let bytes = Pdf::set(leading, "UniJIS-UCS2-H", ucs2, &[&lines]).bytes();
        let text = read(&bytes).expect("readable").0.text;
        let paragraphs: Vec<String> = text.split("\n\n").map(|one| one.replace('\n', "")).collect();
        let expected = [lines[..4].concat(), lines[5].to_owned()];
        assert_eq!(paragraphs, expected, "{leading} points");
    }
}

#[test]
fn a_row_of_a_table_stays_a_row() {
    let lines =
        ["表の前の文。", "番号\t内容\t価格", "1\t加盟店の一覧\t480,000", "2\t通話記録\t35,000"];
    let bytes = Pdf::new("UniJIS-UCS2-H", ucs2, &[&lines]).bytes();
    assert_eq!(read(&bytes).expect("readable").0.text, lines.join("\n"));
}

#[test]
fn running_lines_are_marked_and_stay_in_the_text() {
    let pages: [&[&str]; 3] = [
        &["架空月報", "一頁目の文が次の", "- 1 -"],
        &["架空月報", "頁へ続く。", "- 2 -"],
        &["架空月報", "三頁目。", "- 3 -"],
    ];
    let (document, _) = read(&Pdf::new("UniJIS-UCS2-H", ucs2, &pages).bytes()).expect("readable");
    assert_eq!(document.text.matches('\u{c}').count(), 2);
    let running = document.blocks.iter().filter(|block| block.kind == BlockKind::PageFurniture);
    let words: Vec<&str> = running.filter_map(|block| block.span.of(&document.text)).collect();
    assert_eq!(words, ["架空月報", "- 1 -", "架空月報", "- 2 -", "架空月報", "- 3 -"]);
}

#[test]
fn a_page_without_text_is_named() {
    let pages: [&[&str]; 2] = [&["本文"], &[]];
    let (_, problems) = read(&Pdf::new("UniJIS-UCS2-H", ucs2, &pages).bytes()).expect("readable");
    assert_eq!(codes(&problems), ["NRS-FORMAT-013"]);
    assert!(problems[0].facts.contains(&("pages", "2".to_owned())));
}

#[test]
fn a_document_without_any_text_is_refused() {
    let problem = read(&Pdf::new("UniJIS-UCS2-H", ucs2, &[&[], &[]]).bytes()).expect_err("refused");
    assert_eq!(problem.code, "NRS-FORMAT-007");
}

#[test]
fn a_password_is_asked_for_in_the_refusal() {
    let problem = read(include_bytes!("files/encrypted.pdf")).expect_err("refused");
    assert_eq!(problem.code, "NRS-FORMAT-005");
}

#[test]
fn a_file_that_was_cut_off_is_refused_or_read_in_part() {
    let whole = Pdf::new("UniJIS-UCS2-H", ucs2, &[&LINES, &LINES]).bytes();
    for length in (10..whole.len() - 6).step_by(97) {
        match read(&whole[..length]) {
            Ok((_, problems)) => assert!(codes(&problems).contains(&"NRS-FORMAT-017"), "{length}"),
            Err(problem) => assert_eq!(problem.code, "NRS-FORMAT-006", "{length}"),
        }
    }
}

#[test]
fn pages_beyond_the_limit_are_named() {
    let pages: [&[&str]; 3] = [&["一"], &["二"], &["三"]];
    let bytes = Pdf::new("UniJIS-UCS2-H", ucs2, &pages).bytes();
    let limits = Limits { pages: 2, ..Limits::default() };
    let received = Received { path: "a.pdf", bytes: &bytes, fetched: None };
    let (_, problems) = document(&received, &limits).expect("readable");
    assert_eq!(codes(&problems), ["NRS-FORMAT-016"]);
}
