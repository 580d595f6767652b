//! Suggestions from reports, and signs that a hypothesis expected.

use noroshi_assess::{
    Facet, Known, Question, Suggestion, Tag, expected, parse, suggest, suggested_blocks,
};
use noroshi_model::{
    Attribution, AttributionLevel, Basis, Claim, ClaimKind, Dated, Document, DocumentDates,
    Language, Moment, Reading, Sentence, Span, Speaker, SpeakerChain, Stance,
};
use noroshi_testkit::with_learned;

const QUESTION: &str = "id = \"q\"\nquestion = \"?\"\nasked = 2024-12-27\nsubject = [\"甲航空\", \"DDoS\"]\n\
[[hypothesis]]\nid = \"a\"\ntitle = \"A\"\n\
expects = [{ id = \"X1\", text = \"claim\", all = [\"犯行声明\"], any = [\"掲載した\"], until = 2025-01-31 }]\n\
[[hypothesis]]\nid = \"b\"\ntitle = \"B\"\n";

fn question(more: &str) -> Question {
    parse(&format!("{QUESTION}{more}"), "q").unwrap_or_else(|all| panic!("{}", all[0]))
}

fn day(text: &str) -> Option<Dated> {
    let moment = text.parse().ok().and_then(Moment::day)?;
    Some(Dated { moment, basis: Basis::Given })
}

/// A text whose sentences end with `。`, with a claim for each.
struct Report {
    document: Document,
    reading: Reading,
}

fn report(text: &str, published: &str) -> Report {
    let document = noroshi_testkit::document(text);
    let mut from = 0;
    let mut sentences = Vec::new();
    for sentence in text.split_inclusive('。') {
        let span = Span::new(from, from + sentence.len()).expect("not empty");
        sentences.push(Sentence { span, language: Language::Ja, boilerplate: false });
        from += sentence.len();
    }
    let claims = sentences.iter().map(|one| claim(one.span, text)).collect();
    let dates = DocumentDates { published: day(published), ..DocumentDates::default() };
    let reading = Reading {
        title: Some("題".to_owned()),
        dates,
        sentences,
        claims,
        ..Reading::nothing(Language::Ja)
    };
    Report { document, reading }
}

/// Who speaks and how, from a few words of the sentence.
fn claim(span: Span, text: &str) -> Claim {
    let words = span.of(text).expect("inside");
    let has = |word: &str| words.contains(word);
    let unnamed = Speaker::Unnamed { as_written: "関係者".to_owned(), span: None };
    let named = Speaker::Named { name: "乙社".to_owned(), span: None };
    let further = match (has("乙社"), has("関係者")) {
        (true, true) => vec![named, unnamed],
        (true, false) => vec![named],
        (false, true) => vec![unnamed],
        (false, false) => Vec::new(),
    };
    let candidate = has("ロシア").then(|| "ロシア".to_owned());
    Claim {
        span,
        sentence: span,
        speakers: SpeakerChain::new(Speaker::Author, further),
        stance: if has("否定") { Stance::Denies } else { Stance::Asserts },
        kind: if has("確認されていない") {
            ClaimKind::AbsenceOfEvidence
        } else {
            ClaimKind::Statement
        },
        likelihood: None,
        hearsay_marks: 0,
        attribution: candidate
            .map(|candidate| Attribution { level: AttributionLevel::Sponsor, candidate }),
        about: String::new(),
        roots: Vec::new(),
    }
}

fn offered(question: &Question, reports: &[Report]) -> Suggestion {
    let known: Vec<Known<'_>> =
        reports.iter().map(|it| Known { document: &it.document, reading: &it.reading }).collect();
    suggest(question, &known)
}

/// Texts of the rows that are offered for one report.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let rows = offered(&question(""), &[report(text, "2024-12-28")]).rows;
    let texts: Vec<&str> = rows.iter().map(|row| row.text.en.as_str()).collect();
    assert_eq!(texts, expected);
}

#[test]
fn claims_with_a_word_of_the_subject_are_offered() {
    check("甲航空が攻撃された。降雪で遅れた。", &["author: 甲航空が攻撃された。"]);
    check("ＤＤｏＳだった。", &["author: ＤＤｏＳだった。"]);
    check("降雪で遅れた。", &[]);
}

#[test]
fn denials_and_attributions_of_a_report_about_the_subject_are_offered_too() {
    let both = "甲航空がDDoSを受けた。ロシアの関与だ。乙社は否定した。晴れだった。";
    let expected = [
        "author: 甲航空がDDoSを受けた。",
        "author: ロシアの関与だ。",
        "author > 乙社: 乙社は否定した。",
    ];
    check(both, &expected);
    // One word of two is not enough to make the report one about the subject.
    check("甲航空が止まった。ロシアの関与だ。", &["author: 甲航空が止まった。"]);
}

#[test]
fn what_a_model_alone_told_is_offered_to_nobody() {
    let text = "甲航空がDDoSを受けた。ロシアの関与だ。晴れだった。";
    let own = report(text, "2024-12-28");
    let reading = with_learned(own.reading.clone(), text);
    let learned = Report { document: own.document.clone(), reading };
    let rows = |report: Report| offered(&question(""), &[report]).rows;
    assert_eq!(rows(learned), rows(own));
}

#[test]
fn root_facet_tags_and_date_come_from_the_claim() {
    let text = "乙社の関係者は甲航空への攻撃のボットネットを見た。乙社は甲航空への関与を否定した。甲航空の漏えいは確認されていない。";
    let rows = offered(&question(""), &[report(text, "2024-12-28")]).rows;
    let roots: Vec<&str> = rows.iter().map(|row| row.cluster.as_str()).collect();
    assert_eq!(roots, ["乙社", "乙社", "case"]);
    assert_eq!(rows[0].facet, Facet::Infrastructure);
    assert_eq!(rows[0].tags, [Tag::SecondHand]);
    assert_eq!((&rows[1].tags[..], &rows[2].tags[..]), (&[Tag::Denial][..], &[Tag::Absence][..]));
    assert!(rows.iter().all(|row| row.known.to_string() == "2024-12-28"));
    for row in &rows {
        assert_eq!(row.source.quote.as_deref(), row.source.span.of(text));
    }
}

#[test]
fn what_is_cited_already_is_not_offered_again_and_ids_are_new() {
    let text = "甲航空が攻撃された。";
    let reports = [report(text, "2024-12-28"), report("甲航空は復旧した。", "2024-12-29")];
    let id = reports[0].document.id.to_string();
    let row = format!(
        "[[row]]\nid = \"S1\"\ntext = \"t\"\nknown = 2024-12-28\nfacet = \"telemetry\"\nsources = [{{ document = \"{}\", span = [0, 9] }}]\n",
        &id[..12]
    );
    let rows = offered(&question(&row), &reports).rows;
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["S2"]);
    assert!(rows[0].text.en.contains("復旧"));
}

#[test]
fn offered_blocks_are_read_back_as_suggestions() {
    let reports = [report("甲航空の\"引用\"と\\が\nある。ロシアの甲航空への関与。", "2024-12-28")];
    let question_now = question("");
    let made = offered(&question_now, &reports);
    assert_eq!(made.hypotheses[0].title, "ロシア");
    let blocks = suggested_blocks(&made);
    let read = question(&blocks);
    assert_eq!(read.rows.len(), made.rows.len());
    for (row, own) in read.rows.iter().zip(&made.rows) {
        assert_eq!(
            (row.status.word(), &row.text, &row.sources[0]),
            ("suggested", &own.text, &own.source)
        );
        assert!(row.ratings.iter().all(Option::is_none));
    }
    // A hypothesis that is offered stays a comment.
    assert_eq!(read.hypotheses.len(), question_now.hypotheses.len());
}

/// Whether a report meets the expectation of the question.
#[track_caller]
fn meets(text: &str, published: &str, wanted: bool) {
    let report = report(text, published);
    let found = expected(&question(""), &report.document, &report.reading);
    assert_eq!(!found.is_empty(), wanted, "{text} {published}");
}

#[test]
fn an_expected_sentence_raises_a_notice() {
    meets("丙は犯行声明を掲載した。", "2025-01-10", true);
    meets("丙は犯行声明を出していない。", "2025-01-10", false);
    meets("犯行声明があった。写真を掲載した。", "2025-01-10", false);
    meets("丙は犯行声明を掲載した。", "2024-12-01", false);
    meets("丙は犯行声明を掲載した。", "2025-02-01", false);
}
