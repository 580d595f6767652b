//! What sentences of reports mean for packages in use.

use noroshi_model::{
    Claim, ClaimKind, Document, DocumentId, Language, Media, Reading, Sentence, Span, Speaker,
    SpeakerChain, Stance,
};
use noroshi_packages::inventory::{Dependency, read};
use noroshi_packages::report::{Book, Hit, Part, Said, Verdict, Voice, said};

/// A report of which every line is a sentence and a claim by the named speaker.
fn report(lines: &[(&str, &str)]) -> (Document, Reading) {
    let text: String = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
    let document = Document {
        id: DocumentId::of(text.as_bytes()),
        path: "reports/made-up.txt".to_owned(),
        media: Media::Text,
        title: None,
        publisher: Some("甲新聞".to_owned()),
        text,
        blocks: Vec::new(),
        links: Vec::new(),
        published: None,
        fetched: None,
        declared_language: None,
        tlp: None,
    };
    let mut reading = Reading::nothing(Language::Ja);
    let mut start = 0;
    for (who, line) in lines {
        let span = Span::new(start, start + line.len()).expect("in order");
        start += line.len() + 1;
        reading.sentences.push(Sentence { span, language: Language::Ja, boilerplate: false });
        let speaker = match *who {
            "" => Speaker::Author,
            name => Speaker::Named { name: name.to_owned(), span: None },
        };
        reading.claims.push(Claim {
            span,
            sentence: span,
            speakers: SpeakerChain::new(speaker, Vec::new()),
            stance: Stance::Asserts,
            kind: ClaimKind::Statement,
            likelihood: None,
            hearsay_marks: 0,
            attribution: None,
            about: String::new(),
            roots: Vec::new(),
        });
    }
    (document, reading)
}

fn used(path: &str, text: &str) -> Dependency {
    let (inventory, _) = read(path, text.as_bytes(), &mut |_, _| None).expect("a known kind");
    inventory.dependencies.into_iter().next().expect("one package")
}

fn of(lines: &[(&str, &str)], name: &str) -> Said {
    let (document, reading) = report(lines);
    said(&document, &reading, &[name.to_owned()].into())
}

/// The verdict on `fares` of npm, and its level, by what a report says.
#[track_caller]
fn check(lines: &[(&str, &str)], version: &str, expected: Option<(Verdict, &str)>) {
    let text = format!(
        "{{\"lockfileVersion\":1,\"dependencies\":{{\"fares\":{{\"version\":\"{version}\"}}}}}}"
    );
    let one = used("package-lock.json", &text);
    let book = Book::new(Vec::new(), vec![of(lines, "fares")]);
    let got = book.judge(&one).map(|hit: Hit<'_>| (hit.verdict, hit.level.word()));
    assert_eq!(got, expected, "{lines:?}");
}

#[test]
fn a_version_that_a_report_names_decides() {
    let harmful = ("", "npmのパッケージ「fares」は環境変数を窃取する。");
    let list = ("", "npm: fares（1.0.1）");
    check(&[harmful, list], "1.0.1", Some((Verdict::Confirmed, "now")));
    check(&[list], "1.0.1", Some((Verdict::Confirmed, "soon")));
    check(&[harmful, list], "1.0.2", Some((Verdict::OtherVersion, "know")));
    check(&[harmful, ("", "npm: fares（1.0.1 など）")], "1.0.2", Some((Verdict::Named, "soon")));
    check(&[harmful], "1.0.2", Some((Verdict::Named, "soon")));
    check(&[("", "npmで「fares」が使われている。")], "1.0.2", Some((Verdict::Named, "know")));
}

#[test]
fn another_registry_or_a_longer_name_is_another_package() {
    check(&[("", "PyPIのパッケージ「fares」は窃取する。")], "1.0.1", None);
    check(&[("", "npmのパッケージ「kazemori-fares」は窃取する。")], "1.0.1", None);
    check(&[("", "「fares」という語は多義である。")], "1.0.1", None);
    check(&[("", "npmのfares.pyは例である。")], "1.0.1", None);
}

#[test]
fn the_one_that_is_imitated_is_not_accused() {
    let lines = [("ミズナラ解析室", "npmで「fares」に似せた「faress」が環境変数を窃取していた。")];
    check(&lines, "1.0.1", Some((Verdict::Named, "know")));
    let said = of(&lines, "fares");
    assert_eq!(
        (said.statements[0].part, said.statements[0].who.as_str()),
        (Part::Imitated, "ミズナラ解析室")
    );
}

#[test]
fn two_explanations_of_one_report_are_two_sides() {
    let lines = [
        ("", "npmのパッケージ「fares」が見つかった。"),
        ("甲社", "情報窃取を目的とした攻撃である。"),
        ("乙社", "侵入テストの担当者が置いた可能性もある。"),
        ("", "別のパッケージ「other-one」もnpmにあった。"),
    ];
    let one = used("yarn.lock", "# yarn lockfile v1\nfares@1:\n  version \"1.0.1\"\n");
    let book = Book::new(Vec::new(), vec![of(&lines, "fares")]);
    let hit = book.judge(&one).expect("named");
    let sides: Vec<(&str, &str)> = hit.disagreements[0]
        .sides
        .iter()
        .map(|side| (side.who.as_str(), side.holds.as_str()))
        .collect();
    assert_eq!(sides, [("甲社", "harmful"), ("乙社", "test")]);
    let finding = hit.finding().expect("a finding");
    assert!(finding.theirs.iter().all(|citation| citation.place.is_some()));
    assert!(finding.unknown.iter().any(|it| it.en.contains("disagree")));
    assert!(matches!(hit.evidence[0].voice, Voice::Sentence(it) if it.who == "甲新聞"));
}
