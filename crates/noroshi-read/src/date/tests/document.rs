//! The five dates of a document.

use noroshi_model::{
    Basis, Dated, Document, DocumentDates, DocumentId, Language, Media, Moment, Span,
};

use super::lines_of;
use crate::date::{document_dates, scan};

fn document(title: Option<&str>, path: &str, text: &str) -> Document {
    Document {
        id: DocumentId::of(text.as_bytes()),
        path: path.to_owned(),
        media: Media::Text,
        title: title.map(str::to_owned),
        publisher: None,
        text: text.to_owned(),
        blocks: Vec::new(),
        links: Vec::new(),
        published: None,
        fetched: None,
        declared_language: None,
        tlp: None,
    }
}

fn dates(document: &Document) -> DocumentDates {
    let text = &document.text;
    let lines = lines_of(text, Language::Ja);
    let absolute = scan(text, &lines, None, None);
    let to_span = |range: std::ops::Range<usize>| Span::new(range.start, range.end);
    document_dates(document, text, &lines, &absolute, &to_span)
}

fn shown(dated: Option<&Dated>) -> String {
    dated.map_or_else(
        || "-".to_owned(),
        |dated| format!("{} {}", dated.moment.edtf(), dated.basis.shown()),
    )
}

fn check(title: Option<&str>, path: &str, text: &str, expected: [&str; 4]) {
    let dates = dates(&document(title, path, text));
    let got = [&dates.published, &dates.covers, &dates.rendered, &dates.anchor]
        .map(|dated| shown(dated.as_ref()));
    assert_eq!(got, expected, "published, covers, rendered, anchor of {title:?} {text:?}");
}

#[test]
fn a_labelled_date_line_is_the_publication() {
    let text = "注意喚起\n公開日: 2024年12月26日 最終更新: 2024年12月28日\n\n本文。";
    check(None, "a.txt", text, ["2024-12-26 byline", "-", "-", "2024-12-26 rule:published"]);
    let text = "Alert\nPublished: December 26, 2024\n\nOn January 3, 2025 it was seen again.";
    check(None, "a.txt", text, ["2024-12-26 byline", "-", "-", "2024-12-26 rule:published"]);
}

#[test]
fn a_lone_date_line_is_the_publication_but_a_date_in_a_sentence_is_not() {
    check(
        None,
        "a",
        "甲社\n2024年12月26日\n",
        ["2024-12-26 byline", "-", "-", "2024-12-26 rule:published"],
    );
    check(
        None,
        "a",
        "甲社は2024年12月26日に不正アクセスを受けたことを明らかにした。影響を調べているところである。",
        ["-", "-", "-", "-"],
    );
}

#[test]
fn title_and_file_name_come_last() {
    check(
        Some("日報 2024年12月26日"),
        "a",
        "本文",
        ["2024-12-26 title", "-", "-", "2024-12-26 rule:published"],
    );
    check(
        None,
        "x/2024-12-27-a.md",
        "本文",
        ["2024-12-27 file-name", "-", "-", "2024-12-27 rule:published"],
    );
    check(
        None,
        "x/report_20241227.txt",
        "本文",
        ["2024-12-27 file-name", "-", "-", "2024-12-27 rule:published"],
    );
    check(
        None,
        "https://example.com/2024/12/27/a",
        "本文",
        ["2024-12-27 file-name", "-", "-", "2024-12-27 rule:published"],
    );
    check(None, "x/202412271.txt", "本文", ["-", "-", "-", "-"]);
}

#[test]
fn a_label_of_something_else_is_no_byline() {
    let text = "A stealer\nCreation Date: 2020-06-05\nDate: 26 June 2020\n";
    check(None, "a", text, ["2020-06-26 byline", "-", "-", "2020-06-26 rule:published"]);
    let text = "A stealer\nCreation Date: 2020-06-05\n";
    check(None, "a", text, ["-", "-", "-", "-"]);
}

#[test]
fn metadata_wins_over_the_text() {
    let mut document = document(None, "a", "2024年12月26日\n本文");
    let moment = Moment::day(jiff::civil::Date::constant(2024, 12, 25)).expect("a day");
    let basis = Basis::Metadata("article:published_time".to_owned());
    document.published = Some(Dated { moment, basis });
    assert_eq!(
        shown(dates(&document).published.as_ref()),
        "2024-12-25 metadata:article:published_time"
    );
}

#[test]
fn a_periodical_covers_its_period_and_is_written_after_it() {
    check(
        Some("月次レポート 2024年11月号"),
        "a",
        "本文",
        ["-", "2024-11 title", "-", "2024-12 rule:after-covers"],
    );
    check(
        Some("Monthly report for November 2024"),
        "a",
        "text",
        ["-", "2024-11 title", "-", "2024-12 rule:after-covers"],
    );
    check(
        Some("2024年第4四半期の動向"),
        "a",
        "本文",
        ["-", "2024-10-01/2024-12-31 title", "-", "2025-01 rule:after-covers"],
    );
    check(
        None,
        "a",
        "動向レポート\n対象期間: 2024年10月1日~2024年12月31日\n本文",
        ["-", "2024-10-01/2024-12-31 byline", "-", "2025-01 rule:after-covers"],
    );
}

#[test]
fn a_later_date_cited_moves_the_anchor_and_a_deadline_does_not() {
    check(
        Some("2024年11月号 月次レポート"),
        "a",
        "本文では2025年1月15日に確認された事案を述べる。2025年3月31日までに提出すること。",
        ["-", "2024-11 title", "-", "2025-01-15 rule:latest-cited"],
    );
}

#[test]
fn a_month_without_a_year_counts_from_publication() {
    check(
        Some("11月度月次レポート"),
        "a",
        "公開日: 2024年12月10日\n本文",
        ["2024-12-10 byline", "2024-11 title", "-", "2024-12-10 rule:published"],
    );
}

#[test]
fn a_clock_of_the_page_is_never_the_publication() {
    check(
        None,
        "a",
        "本日は2025年2月3日(月)\n記事の題\n掲載日 2024年12月26日\n本文",
        ["2024-12-26 byline", "-", "2025-02-03 byline", "2024-12-26 rule:published"],
    );
    check(
        None,
        "a",
        "2025年2月3日(月)\n東京 晴 8℃\n記事の題\n掲載日 2024年12月26日\n本文",
        ["2024-12-26 byline", "-", "2025-02-03 byline", "2024-12-26 rule:published"],
    );
}

#[test]
fn without_any_other_date_relative_words_count_from_the_day_of_taking() {
    let mut document = document(None, "a", "本文");
    let moment = Moment::day(jiff::civil::Date::constant(2025, 1, 5)).expect("a day");
    document.fetched = Some(Dated { moment, basis: Basis::Given });
    let dates = dates(&document);
    assert_eq!(shown(dates.fetched.as_ref()), "2025-01-05 given");
    assert_eq!(shown(dates.anchor.as_ref()), "2025-01-05 rule:fetched");
}
