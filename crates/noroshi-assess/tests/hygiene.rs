//! Warnings: each fires on a question that has the fault, and is silent on one that has not.

use noroshi_assess::{WarningKind as Kind, assess, parse};

/// A question without a fault, in parts that a test changes.
#[derive(Clone)]
struct Draft {
    head: String,
    hypotheses: String,
    rows: Vec<String>,
}

fn row(id: &str, facet: &str, root: &str, ratings: &str) -> String {
    format!(
        "[[row]]\nid = \"{id}\"\ntext = \"{id}\"\nknown = 2024-12-27\nevent = 2024-12-26\nfacet = \"{facet}\"\nlevel = \"sponsor\"\n\
         ratings = {{ {ratings} }}\nsources = [{{ document = \"0123456789ab\", span = [0, 4], root = \"{root}\" }}]\n"
    )
}

fn clean() -> Draft {
    let ratings =
        |a, b, o, d| format!("a = \"{a}\", b = \"{b}\", other = \"{o}\", deception = \"{d}\"");
    Draft {
        head: "id = \"q\"\nquestion = \"?\"\nasked = 2024-12-27\nevent = 2024-12-26\nconfidence = \"high\"\n\
               conclusion = \"It is likely that A did it. Confidence is high.\"\n"
            .to_owned(),
        hypotheses: "[[hypothesis]]\nid = \"a\"\ntitle = \"A\"\nlevel = \"sponsor\"\n\
                     [[hypothesis]]\nid = \"b\"\ntitle = \"B\"\n"
            .to_owned(),
        rows: vec![
            row("E1", "malware", "r1", &ratings("C", "I", "I", "C")),
            row("E2", "telemetry", "r2", &ratings("CC", "N", "I", "I")),
            row("E3", "infrastructure", "r3", &ratings("C", "I", "N", "I")),
        ],
    }
}

impl Draft {
    fn text(&self) -> String {
        format!("{}{}{}", self.head, self.hypotheses, self.rows.concat())
    }

    fn kinds(&self) -> Vec<Kind> {
        let text = self.text();
        let question = parse(&text, "q").unwrap_or_else(|all| panic!("{}\n{text}", all[0]));
        assess(&question, None).warnings.into_iter().map(|one| one.kind).collect()
    }

    fn head(mut self, line: &str) -> Self {
        self.head.push_str(line);
        self.head.push('\n');
        self
    }

    fn in_row(mut self, at: usize, line: &str) -> Self {
        self.rows[at] = self.rows[at].replacen("ratings", &format!("{line}\nratings"), 1);
        self
    }

    fn swap(mut self, from: &str, to: &str) -> Self {
        for part in [&mut self.head, &mut self.hypotheses].into_iter().chain(&mut self.rows) {
            *part = part.replace(from, to);
        }
        self
    }
}

#[track_caller]
fn fires(draft: &Draft, kind: Kind) {
    assert!(draft.kinds().contains(&kind), "{kind:?} is silent: {:?}", draft.kinds());
}

#[test]
fn a_clean_question_has_no_warning() {
    assert_eq!(clean().kinds(), []);
}

#[test]
fn rows_warn() {
    fires(&clean().in_row(0, "tags = [\"retracted\"]"), Kind::RetractedScored);
    fires(&clean().in_row(0, "tags = [\"disputed\"]"), Kind::RetractedScored);
    fires(&clean().in_row(0, "information-grade = 1"), Kind::Unconfirmed);
    fires(&clean().in_row(0, "tags = [\"absence\"]"), Kind::AbsenceWithoutCoverage);
    fires(&clean().in_row(0, "tags = [\"denial\"]"), Kind::RoutineStatement);
    fires(&clean().in_row(0, "tags = [\"routine\"]"), Kind::RoutineStatement);
    fires(&clean().swap("id = \"E1\"", "id = \"E1\"\nstatus = \"suggested\""), Kind::Undecided);
    fires(
        &clean().swap(
            "event = 2024-12-26\nfacet = \"malware\"",
            "event = 2024-12-27\nfacet = \"malware\"",
        ),
        Kind::AfterTheEvent,
    );
    fires(
        &clean().swap(
            "event = 2024-12-26\nfacet = \"malware\"",
            "event = 2024-12-28\nfacet = \"malware\"",
        ),
        Kind::KnownBeforeEvent,
    );
    let mut flat = clean();
    flat.rows.push(row(
        "E4",
        "cui-bono",
        "r4",
        "a = \"C\", b = \"C\", other = \"C\", deception = \"C\"",
    ));
    fires(&flat, Kind::ZeroDiagnostic);
}

#[test]
fn what_is_said_to_mend_a_row_mends_it() {
    let kinds = |draft: Draft| draft.kinds();
    let covered = "tags = [\"absence\"]\ncoverage = \"all channels, 26 to 31 December\"";
    assert_eq!(kinds(clean().in_row(0, covered)), []);
    assert_eq!(
        kinds(clean().in_row(0, "tags = [\"denial\"]\ncostly = \"it lost the contract\"")),
        []
    );
    let two = clean().in_row(0, "information-grade = 1").swap(
        "root = \"r1\" }]",
        "root = \"r1\" }, { document = \"0123456789ab\", span = [5, 9], root = \"r9\" }]",
    );
    assert_eq!(kinds(two), []);
    assert_eq!(kinds(clean().in_row(0, "tags = [\"second-hand\", \"preliminary\"]")), []);
}

#[test]
fn hypotheses_warn() {
    let open = clean().swap("title = \"B\"", "title = \"B\"\ncompatible = [\"a\"]");
    fires(&open, Kind::NotExclusive);
    let within = clean().swap("title = \"B\"", "title = \"B\"\nincludes = [\"a\"]");
    fires(&within, Kind::NotExclusive);
    let excluding = clean().swap("title = \"B\"", "title = \"B\"\nexcludes = [\"a\"]");
    assert_eq!(excluding.kinds(), []);
    let unrated = clean().swap(", other = \"I\"", "").swap(", other = \"N\"", "");
    fires(&unrated, Kind::UnratedHypothesis);
    let neutral = clean().swap("other = \"I\"", "other = \"N\"");
    fires(&neutral, Kind::OnlyNeutral);
    let no_other = clean()
        .head("without-other = \"a closed list\"")
        .swap(", other = \"I\"", "")
        .swap(", other = \"N\"", "");
    fires(&no_other, Kind::NoOther);
    let no_deception = clean()
        .head("without-deception = \"own logs\"")
        .swap(", deception = \"I\"", "")
        .swap(", deception = \"C\"", "");
    fires(&no_deception, Kind::NoDeception);
}

#[test]
fn columns_warn() {
    let mut same = clean();
    for at in 4..10 {
        same.rows.push(row(
            &format!("E{at}"),
            "telemetry",
            &format!("r{at}"),
            "a = \"C\", b = \"I\", other = \"I\", deception = \"N\"",
        ));
    }
    let same = same.swap("a = \"CC\"", "a = \"C\"");
    fires(&same, Kind::SameDownColumn);
    let mut copied = clean();
    copied.rows.clear();
    for (at, word) in ["C", "I", "C", "N", "I"].into_iter().enumerate() {
        let ratings = format!("a = \"{word}\", b = \"{word}\", other = \"N\", deception = \"C\"");
        copied.rows.push(row(&format!("E{at}"), "telemetry", &format!("r{at}"), &ratings));
    }
    fires(&copied, Kind::CopiedColumn);
}

#[test]
fn the_answer_warns() {
    let mut nothing = clean();
    nothing.rows.clear();
    fires(&nothing, Kind::NoEvidence);
    let mut refuted = clean();
    refuted.rows =
        vec![row("E1", "malware", "r1", "a = \"N\", b = \"I\", other = \"I\", deception = \"I\"")];
    fires(&refuted, Kind::WinnerWithoutSupport);
    let mut tie = clean();
    tie.rows =
        vec![row("E1", "malware", "r1", "a = \"C\", b = \"C\", other = \"I\", deception = \"I\"")];
    fires(&tie, Kind::NoSingleWinner);
    let mut severity = clean();
    severity.rows = vec![
        row("E1", "malware", "r1", "a = \"II\", b = \"C\", other = \"II\", deception = \"II\""),
        row("E2", "telemetry", "r2", "a = \"C\", b = \"I\", other = \"II\", deception = \"II\""),
        row(
            "E3",
            "infrastructure",
            "r3",
            "a = \"C\", b = \"I\", other = \"II\", deception = \"II\"",
        ),
    ];
    fires(&severity, Kind::RulesDisagree);
    let low = clean().swap("facet = \"malware\"\nlevel = \"sponsor\"", "facet = \"malware\"");
    assert_eq!(low.kinds(), []);
    fires(
        &clean().swap("level = \"sponsor\"\nratings", "level = \"infrastructure\"\nratings"),
        Kind::LevelAboveEvidence,
    );
}

#[test]
fn thin_evidence_warns() {
    let facets = clean()
        .swap("facet = \"telemetry\"", "facet = \"malware\"")
        .swap("facet = \"infrastructure\"", "facet = \"malware\"");
    fires(&facets, Kind::OneFacet);
    let roots =
        clean().swap("root = \"r2\"", "root = \"r1\"").swap("root = \"r3\"", "root = \"r1\"");
    fires(&roots, Kind::OneRoot);
    fires(&roots, Kind::ConfidenceAboveRoots);
    // Roots whose rows count as neutral support nothing.
    let silent = clean().in_row(0, "tags = [\"denial\"]");
    fires(&silent, Kind::ConfidenceAboveRoots);
    let medium = clean().swap("confidence = \"high\"", "confidence = \"medium\"");
    assert_eq!(medium.kinds(), []);
    let motive =
        ["malware", "telemetry", "infrastructure"].into_iter().fold(clean(), |draft, facet| {
            draft.swap(&format!("facet = \"{facet}\""), "facet = \"cui-bono\"")
        });
    fires(&motive, Kind::MotiveAndAbsence);
    let mixed = clean()
        .swap("root = \"r2\"", "root = \"r1\"")
        .swap("a = \"C\", b = \"I\", other = \"I\"", "a = \"I\", b = \"C\", other = \"I\"");
    fires(&mixed, Kind::MixedCluster);
}

#[test]
fn the_words_of_the_conclusion_warn() {
    let words = |conclusion: &str| {
        clean().swap("It is likely that A did it. Confidence is high.", conclusion)
    };
    fires(&words("It is almost certain that A did it."), Kind::WordingTooStrong);
    fires(&words("Aによることはほぼ確実である。"), Kind::WordingTooStrong);
    fires(
        &words("It is likely, with high confidence, that A did it."),
        Kind::LikelihoodWithConfidence,
    );
    fires(&words("Aによる可能性が高いと、高い確信度で評価する。"), Kind::LikelihoodWithConfidence);
    assert_eq!(words("Aによる可能性が高い。確信度は高い。").kinds(), []);
}

#[test]
fn every_kind_has_a_word_of_its_own_and_a_sentence_in_both_languages() {
    let mut words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Kind::ALL.len());
    assert!(Kind::ALL.iter().all(|kind| kind.words()[1].is_ascii() && !kind.words()[2].is_ascii()));
}
