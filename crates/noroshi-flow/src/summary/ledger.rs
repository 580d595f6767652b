//! Prices: cells of columns of money, and amounts in sentences.

use noroshi_formats::{Column, column, currency};
use noroshi_model::{Cell, Mention, Span, TableRow, Value};

use super::{Place, Price, short};
use crate::Read;

/// Hands every price of a file to `found`, in order of place within tables and within text.
pub(super) fn add(path: &str, read: &Read, mut found: impl FnMut(Price)) {
    let mut rows: Vec<Span> = Vec::new();
    for row in read.document.rows() {
        let mut priced = false;
        for cell in row.cells.iter().filter(|cell| is_money(cell)) {
            priced = true;
            let (amount, currency) = (plain(cell.text), paid_in(cell, &row));
            let place = Place { path: path.to_owned(), span: cell.span };
            found(Price { amount, currency, item: item(&row, cell), place });
        }
        rows.extend(priced.then_some(row.span));
    }
    for mention in &read.reading.mentions {
        let Value::Money(money) = &mention.value else { continue };
        let row = rows.partition_point(|row| row.end() <= mention.span.start());
        if rows.get(row).is_some_and(|row| row.covers(mention.span)) {
            continue;
        }
        let place = Place { path: path.to_owned(), span: mention.span };
        let item = around(read, mention);
        found(Price {
            amount: money.amount.clone(),
            currency: Some(money.currency.code()),
            item,
            place,
        });
    }
}

fn is_money(cell: &Cell<'_>) -> bool {
    let money = cell.column.and_then(column) == Some(Column::Money);
    money && cell.text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The currency of the cell, of the column of currencies, or of the column's name.
fn paid_in(cell: &Cell<'_>, row: &TableRow<'_>) -> Option<&'static str> {
    let beside = row.cells.iter().find(|it| it.column.and_then(column) == Some(Column::Currency));
    let beside = beside.and_then(|cell| currency(cell.text));
    currency(cell.text).or(beside).or_else(|| cell.column.and_then(currency))
}

/// Plain digits of `¥480,000`; what holds units such as 万 stays as written.
fn plain(cell: &str) -> String {
    let signs = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',' | '，');
    let number = cell.trim_matches(|sign: char| !sign.is_ascii_digit());
    let units = cell.contains(['万', '億', '億', '亿', '千']) || !number.chars().all(signs);
    if units { short(cell) } else { number.replace([',', '，'], "") }
}

/// What a row is about: its item, else whom it is for, else its first words.
fn item(row: &TableRow<'_>, money: &Cell<'_>) -> String {
    let of =
        |wanted: Column| row.cells.iter().find(|it| it.column.and_then(column) == Some(wanted));
    let words = |cell: &&Cell<'_>| {
        cell.span != money.span && cell.text.chars().any(char::is_alphabetic) && !is_money(cell)
    };
    let cell =
        of(Column::Item).or_else(|| of(Column::Target)).or_else(|| row.cells.iter().find(words));
    short(cell.map_or("", |cell| cell.text))
}

/// The sentence around an amount.
fn around(read: &Read, mention: &Mention) -> String {
    let sentences = &read.reading.sentences;
    let after = sentences.partition_point(|it| it.span.end() <= mention.span.start());
    let sentence = sentences.get(after).filter(|it| it.span.covers(mention.span));
    short(sentence.and_then(|it| it.span.of(&read.document.text)).unwrap_or_default())
}
