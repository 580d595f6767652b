//! Leaked material: nothing planted stays in clear, and its structure is told.

use noroshi_formats::{Limits, MaskKey, Material, Received, document_with_key};
use noroshi_model::{BlockKind, Document, Problem};
use noroshi_testkit::{Leaked, leaked};

fn read(file: &Leaked) -> (Document, Vec<Problem>) {
    let received = Received { path: &file.path, bytes: &file.bytes, fetched: None };
    let key = MaskKey::new(b"a key of at least sixteen bytes");
    document_with_key(&received, &Limits::default(), key.as_ref()).expect("readable")
}

#[test]
fn no_planted_secret_stays() {
    let mut missed = Vec::new();
    for file in leaked(2_024, 600) {
        let (document, problems) = read(&file);
        let shown = format!("{document:?} {problems:?}");
        for secret in file.secrets.iter().filter(|secret| shown.contains(secret.as_str())) {
            let at = document.text.find(secret.as_str()).unwrap_or(0);
            let start = document.text[..at].rfind('\n').map_or(0, |end| end + 1);
            missed.push(format!(
                "{}: {}",
                file.path,
                document.text[start..].lines().next().unwrap_or_default()
            ));
        }
    }
    assert!(missed.is_empty(), "{}: {:#?}", missed.len(), &missed[..missed.len().min(20)]);
}

#[test]
fn each_kind_is_recognised() {
    use Material::{Chat, Configuration, Contract, Table, WorkLog};
    let expected = [
        Chat,
        Chat,
        Chat,
        Chat,
        Table,
        Table,
        Table,
        WorkLog,
        Contract,
        Configuration,
        Configuration,
        Configuration,
    ];
    for (nth, file) in leaked(3, 48).iter().enumerate() {
        assert_eq!(Material::of_document(&read(file).0), expected[nth % 12], "{}", file.path);
    }
}

#[test]
fn conversations_keep_who_wrote_to_whom() {
    for file in leaked(4, 12).iter().take(4) {
        let (document, _) = read(file);
        let messages = document.messages();
        assert_eq!(messages.len(), 60, "{}", file.path);
        for message in &messages {
            assert!(message.when.is_some() && message.said.is_some(), "{}", file.path);
            assert!(!message.from.of(&document.text).expect("inside").contains(['[', ':', ' ']));
        }
    }
    let (arrows, _) = read(&leaked(4, 1)[0]);
    assert!(arrows.messages().iter().all(|message| message.to.len() == 1));
}

#[test]
fn tables_keep_the_column_of_each_value() {
    for file in [4, 5, 6].map(|nth| leaked(5, 12).swap_remove(nth)) {
        let (document, _) = read(&file);
        let rows: Vec<_> = document.rows().collect();
        assert!(rows.len() >= 80, "{}", file.path);
        for cell in rows.iter().flat_map(|row| &row.cells) {
            assert_eq!(document.column_of(cell.span), cell.column, "{}", file.path);
            assert!(cell.column.is_some());
        }
    }
    let (book, _) = read(&leaked(5, 7)[6]);
    let sheets = book.blocks.iter().filter(|block| block.kind == BlockKind::Heading(2));
    let sheets: Vec<&str> = sheets.filter_map(|block| block.span.of(&book.text)).collect();
    assert_eq!(sheets, ["台帳", "logins"]);
    assert!(book.text.starts_with("台帳\ndate\titem\tcustomer\tcountry\tprice\tcurrency\n202"));
}
