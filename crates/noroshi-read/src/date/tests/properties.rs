//! What holds for every text.

use noroshi_model::Language;
use proptest::prelude::*;

use super::{lines_of, written_on};
use crate::date::{FoundDate, scan};

/// Pieces that dates are made of, in any order.
const PIECES: &[&str] = &[
    "2024",
    "年",
    "12",
    "月",
    "26",
    "日",
    "-",
    "/",
    ".",
    ":",
    "07",
    "午前",
    "時",
    "分",
    "から",
    "~",
    "令和",
    "元",
    "昨年",
    "翌",
    "翌月",
    "の",
    "3日前",
    "その",
    "December",
    " ",
    "Dec.",
    "May",
    "last ",
    "week of ",
    "Tuesday",
    "in ",
    "Q3",
    "R6",
    "T",
    "Z",
    "+09:00",
    "。",
    "\n",
    "、",
    "第",
    "四半期",
    "年末年始",
    "度",
    "上旬",
    "(木)",
    "first half",
    " of ",
    "two ",
    "days later",
    "to ",
    "9999",
    "0",
    "ü",
    "狼",
    "between ",
    "and ",
    "end of ",
    "pm",
    "UTC",
    "週",
    "末",
];

fn assert_orderly(text: &str, found: &[FoundDate]) {
    let mut floor = 0;
    for date in found {
        assert!(text.get(date.range.clone()).is_some_and(|surface| !surface.is_empty()));
        assert!(date.range.start >= floor, "{text:?} overlaps at {:?}", date.range);
        floor = date.range.end;
    }
}

fn languages() -> impl Strategy<Value = Language> {
    prop::sample::select(vec![Language::Ja, Language::En, Language::Zh, Language::Unknown])
}

proptest! {
    #[test]
    fn any_text_gives_dates_in_order(text in "\\PC{0,200}", language in languages()) {
        assert_orderly(&text, &scan(&text, &lines_of(&text, language), written_on(), None));
    }

    #[test]
    fn any_pieces_of_dates_give_dates_in_order(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
        language in languages(),
    ) {
        let text = pieces.concat();
        assert_orderly(&text, &scan(&text, &lines_of(&text, language), written_on(), Some(540)));
        assert_orderly(&text, &scan(&text, &lines_of(&text, language), None, None));
    }

    #[test]
    fn a_written_day_is_read_back(
        year in 1990_i16..2090, month in 1_i8..=12, day in 1_i8..=28,
    ) {
        let date = jiff::civil::Date::new(year, month, day).expect("a day");
        for text in [
            format!("{year}年{month}月{day}日"),
            format!("{year:04}-{month:02}-{day:02}"),
            format!("{year}/{month}/{day}"),
        ] {
            let found = scan(&text, &lines_of(&text, Language::Ja), None, None);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(&found[0].range, &(0..text.len()));
            prop_assert_eq!(found[0].moment, noroshi_model::Moment::day(date));
        }
    }
}

/// Ten times the text gives ten times the dates: sentences do not disturb each other across
/// paragraphs.
#[test]
fn dates_grow_with_the_text() {
    let once = "2024年12月26日に検知し、翌日公表した。On March 1, 2023 it began.\n";
    let count = |text: &str| scan(text, &lines_of(text, Language::Ja), None, None).len();
    assert_eq!(count(&once.repeat(10)), 10 * count(once));
}
