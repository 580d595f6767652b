//! Price lists, staff lists and ledgers.

use std::fmt::Write as _;

use super::Draft;
use super::zip::Archive;

/// Rows of a table.
const ROWS: u64 = 80;

/// A price list with quotation marks and separators in its cells, after a byte order mark.
pub(super) fn prices(draft: &mut Draft) -> String {
    let mut text = "\u{feff}日付,品目,顧客,数量,金額（円）,備考\r\n".to_owned();
    for row in 0..ROWS {
        let (day, what, who, price) =
            (draft.day(), draft.goods(), draft.organisation(), draft.price());
        let note = if row % 20 == 5 {
            format!("\"送付用パスワード: {}\"", draft.password())
        } else {
            "\"至急, 要確認\"".to_owned()
        };
        let _ = write!(
            text,
            "{},\"{what}\",{who},{},\"{price}\",{note}\r\n",
            day.replace('-', "/"),
            draft.random.below(9) + 1
        );
    }
    text
}

/// A staff list with a column of passwords.
pub(super) fn staff(draft: &mut Draft) -> String {
    let mut text = "氏名\t部署\tメール\t初期パスワード\tAPIキー\n".to_owned();
    for row in 0..ROWS {
        let name = draft.person();
        let (password, key) = (draft.password(), draft.value(24));
        let _ =
            writeln!(text, "{name}\t営業{}課\tu{row}@corp.example\t{password}\t{key}", row % 3 + 1);
    }
    text
}

/// A workbook of two sheets: a ledger, and logins.
pub(super) fn workbook(draft: &mut Draft) -> Vec<u8> {
    let mut ledger = vec![
        ["date", "item", "customer", "country", "price", "currency"]
            .map(|it| Cell::Words(it.to_owned()))
            .to_vec(),
    ];
    for _ in 0..ROWS {
        let country = draft.random.one(&["日本", "Mongolia", "越南", "India"]);
        let day = Cell::Day(45_000 + draft.random.below(600));
        let words = |words: &str| Cell::Words(words.to_owned());
        let (what, who, price) = (draft.goods(), draft.organisation(), draft.price());
        ledger.push(vec![
            day,
            words(what),
            words(who),
            words(country),
            Cell::Number(price),
            words("CNY"),
        ]);
    }
    let mut logins =
        vec![["host", "user", "password"].map(|it| Cell::Words(it.to_owned())).to_vec()];
    for number in 0..20 {
        let host = format!("h{number}.corp.example");
        logins.push(vec![
            Cell::Words(host),
            Cell::Words("root".to_owned()),
            Cell::Words(draft.password()),
        ]);
    }
    book(&[("台帳", &ledger), ("logins", &logins)])
}

#[derive(Clone)]
enum Cell {
    Words(String),
    Number(u64),
    /// Days since 1899-12-30.
    Day(u64),
}

/// The smallest workbook that spreadsheet programs open.
///
/// Source: ECMA-376, part 1, 18 (SpreadsheetML) and part 2, 9 (packages).
fn book(sheets: &[(&str, &[Vec<Cell>])]) -> Vec<u8> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut archive = Archive::default();
    let (mut types, mut names, mut links) = (String::new(), String::new(), String::new());
    for (nth, (name, _)) in sheets.iter().enumerate() {
        let id = nth + 1;
        let _ = write!(
            types,
            "<Override PartName=\"/xl/worksheets/sheet{id}.xml\" ContentType=\"{kind}.worksheet+xml\"/>"
        );
        let _ = write!(names, "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>");
        let _ = write!(
            links,
            "<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        );
    }
    archive.add("[Content_Types].xml", &format!("{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{kind}.styles+xml\"/>{types}</Types>"));
    archive.add("_rels/.rels", &format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
    archive.add("xl/workbook.xml", &format!("{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"));
    archive.add("xl/_rels/workbook.xml.rels", &format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{links}<Relationship Id=\"rId99\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"));
    archive.add("xl/styles.xml", &format!("{HEAD}<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"));
    for (nth, (_, rows)) in sheets.iter().enumerate() {
        let rows: String = rows.iter().enumerate().map(|(at, row)| line(at + 1, row)).collect();
        archive.add(
            &format!("xl/worksheets/sheet{}.xml", nth + 1),
            &format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        );
    }
    archive.finish()
}

fn line(number: usize, row: &[Cell]) -> String {
    let cells: String = row
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            let place = format!("{}{number}", char::from(b'A' + u8::try_from(at).unwrap_or(25)));
            match cell {
                Cell::Words(words) => {
                    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
                }
                Cell::Number(value) => format!("<c r=\"{place}\"><v>{value}</v></c>"),
                Cell::Day(value) => format!("<c r=\"{place}\" s=\"1\"><v>{value}</v></c>"),
            }
        })
        .collect();
    format!("<row r=\"{number}\">{cells}</row>")
}
