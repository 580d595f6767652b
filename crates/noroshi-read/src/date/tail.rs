//! What behind a date still belongs to it: 以降, 中, の連休明け.

use super::cursor::Cursor;
use super::form::Form;

/// Words that set an open end; they are part of the expression.
const OPEN: &[&str] = &["以降", "以来", "以前", "以後"];

/// Holidays that are named by their month.
const HOLIDAYS: &[&str] =
    &["大型連休", "三連休", "連休", "盆休み", "夏休み", "冬休み", "春休み", "休業"];

/// The place where the expression ends that has a date up to `cursor`.
pub(super) fn end(cursor: Cursor, form: &Form) -> usize {
    let mut ahead = cursor;
    if form.time.is_none() && form.day.is_none() && form.part.is_none() {
        holidays(&mut ahead);
    }
    if form.time.is_none() {
        within(&mut ahead);
    }
    ahead.eat_any(OPEN);
    ahead.at()
}

/// 5月の連休明け, お盆の休業中.
fn holidays(cursor: &mut Cursor) {
    let mut ahead = *cursor;
    ahead.eat("の");
    if ahead.eat_any(HOLIDAYS) {
        ahead.eat_any(&["明け", "中"]);
        *cursor = ahead;
    }
}

/// 来月中に, 令和6年中の.
fn within(cursor: &mut Cursor) {
    let mut ahead = *cursor;
    let closes = ["に", "の", "、", "は", "も", "。", "で", "へ", "を"];
    if ahead.eat("中") && (ahead.rest().is_empty() || ahead.sees_any(&closes)) {
        *cursor = ahead;
    }
}
