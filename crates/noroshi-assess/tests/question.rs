//! Question files: what is refused, with line and column, and what the worked questions give.

use noroshi_assess::{
    Question, Rule, Status, Tongue, Weighing, assess, json, leaders, parse, posterior,
};

const OLYMPIC: &str = include_str!("../../../samples/questions/olympic-destroyer.toml");
const DDOS: &str = include_str!("../../../samples/questions/yearend-ddos.toml");

const HEAD: &str = "id = \"q\"\nquestion = \"Who?\"\nasked = 2024-12-27\n\
[[hypothesis]]\nid = \"a\"\ntitle = \"A\"\n[[hypothesis]]\nid = \"b\"\ntitle = \"B\"\n";
const ROW: &str = "[[row]]\nid = \"E1\"\ntext = \"t\"\nknown = 2024-12-27\nfacet = \"malware\"\n\
sources = [{ document = \"0123456789ab\", span = [0, 4], root = \"r\" }]\n";

fn good(text: &str) -> Question {
    parse(text, "q.toml").unwrap_or_else(|problems| panic!("{}", problems[0]))
}

/// The code, line and column of the first fault of a file.
#[track_caller]
fn check(text: &str, code: &str, line: &str, column: &str) {
    let problems = parse(text, "q.toml").expect_err("refused");
    let first = &problems[0];
    let fact = |name| first.facts.iter().find(|it| it.0 == name).map_or("", |it| &it.1);
    assert_eq!((first.code, fact("line"), fact("column")), (code, line, column), "{first}");
    let words = noroshi_model::words(first.code, noroshi_model::Language::Ja);
    let shown = words.what(&first.all_facts()) + &words.why(&first.all_facts());
    assert!(!shown.contains('{'), "every placeholder is filled: {shown}");
    assert!(!words.fix(&first.all_facts()).is_empty());
}

#[test]
fn a_small_question_has_the_two_that_are_always_there() {
    let question = good(&format!("{HEAD}{ROW}"));
    let ids: Vec<&str> = question.hypotheses.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "other", "deception"]);
    assert!(question.hypotheses.iter().all(|one| (one.prior.point - 0.25).abs() < 1e-12));
    assert_eq!(question.rows[0].cluster, "r");
}

#[test]
fn a_broken_file_is_refused_with_its_place() {
    check("id = \"q\"\nquestion = \n", "NRS-ASSESS-001", "2", "12");
    check(&format!("{HEAD}colour = \"red\"\n"), "NRS-ASSESS-001", "10", "1");
    check("id = \"q\"\nquestion = \"Who?\"\nasked = \"today\"\n", "NRS-ASSESS-001", "3", "9");
}

#[test]
fn a_row_without_a_source_is_refused() {
    let bare = "[[row]]\nid = \"E1\"\ntext = \"t\"\nknown = 2024-12-27\nfacet = \"malware\"\n";
    check(&format!("{HEAD}{bare}"), "NRS-ASSESS-002", "11", "6");
    let suggested = good(&format!("{HEAD}{bare}status = \"suggested\"\n"));
    assert_eq!(suggested.rows[0].status, Status::Suggested);
}

#[test]
fn what_is_not_there_cannot_be_named() {
    check(
        &format!("{HEAD}{ROW}ratings = {{ a = \"C\", z = \"I\" }}\n"),
        "NRS-ASSESS-003",
        "16",
        "22",
    );
    check(&format!("{HEAD}{ROW}replaces = [\"E9\"]\n"), "NRS-ASSESS-003", "16", "13");
    check(&format!("{HEAD}{ROW}{ROW}"), "NRS-ASSESS-004", "17", "6");
}

#[test]
fn values_outside_their_set_or_range_are_refused() {
    check(&format!("{HEAD}{ROW}ratings = {{ a = \"CCC\" }}\n"), "NRS-ASSESS-005", "16", "17");
    check(&format!("{HEAD}{ROW}information-grade = 7\n"), "NRS-ASSESS-005", "16", "21");
    check(&format!("{HEAD}{ROW}source-grade = \"G\"\n"), "NRS-ASSESS-005", "16", "16");
    check(&format!("{HEAD}{ROW}forgeability = 90.0\n"), "NRS-ASSESS-006", "16", "16");
    check(&format!("{HEAD}{ROW}likelihood = {{ a = 0.0 }}\n"), "NRS-ASSESS-006", "16", "20");
    check(&format!("{HEAD}{ROW}likelihood = {{ a = [0.8, 0.2] }}\n"), "NRS-ASSESS-007", "16", "20");
    let reversed = ROW.replace("[0, 4]", "[4, 0]");
    check(&format!("{HEAD}{reversed}"), "NRS-ASSESS-005", "15", "48");
}

#[test]
fn priors_must_leave_room_for_what_is_not_given() {
    let given = HEAD.replace("title = \"A\"\n", "title = \"A\"\nprior = 0.7\n");
    let given = given.replace("title = \"B\"\n", "title = \"B\"\nprior = 0.4\n");
    check(&given, "NRS-ASSESS-011", "11", "9");
}

#[test]
fn a_standing_hypothesis_is_switched_off_only_with_a_reason() {
    let without = HEAD.replace("asked", "without-other = \" \"\nasked");
    check(&without, "NRS-ASSESS-010", "3", "17");
    let lonely = "id = \"q\"\nquestion = \"?\"\nasked = 2024-12-27\nwithout-other = \"x\"\nwithout-deception = \"y\"\n";
    check(lonely, "NRS-ASSESS-009", "1", "6");
}

#[test]
fn all_faults_are_told_at_once() {
    let text = format!("{HEAD}{ROW}weight = 2.0\nratings = {{ z = \"X\" }}\n");
    assert_eq!(parse(&text, "q.toml").map_err(|all| all.len()), Err(3));
}

/// Posterior of each hypothesis of a question on a day.
fn on(question: &Question, day: &str) -> Vec<f64> {
    let day = day.parse().expect("a day");
    assess(question, Some(day)).parts.scores.iter().map(|one| one.bayes.point).collect()
}

#[track_caller]
fn near(got: &[f64], expected: &[f64]) {
    for (got, expected) in got.iter().zip(expected) {
        assert!((got - expected).abs() < 0.001, "{got:.4} instead of {expected}");
    }
}

#[test]
fn olympic_destroyer_is_replayed_over_time() {
    let question = good(OLYMPIC);
    // Products of .9 (CC), .7 (C), .5 (N), .3 (I), .1 (II), equal priors.
    // Rows 1-3: .9 x .5 x .5 = .225; .3 x .7 x .5 = .105; .3 x .5 x .7 = .105; .3 x .5 x .5 = .075.
    near(&on(&question, "2018-02-13"), &[0.441, 0.206, 0.206, 0.147]);
    // Rows 4, 5: x .3 x .3; x .5 x .3; x .5 x .7; x .5 x .5.
    near(&on(&question, "2018-02-28"), &[0.221, 0.172, 0.402, 0.205]);
    // Row 6 in place of row 1: .1; .7; .7; .7.
    near(&on(&question, "2018-03-08"), &[0.013, 0.218, 0.509, 0.260]);
    // Nothing is known before.
    near(&on(&question, "2018-02-12"), &[0.25; 4]);
}

#[test]
fn evidence_that_is_easily_forged_counts_less_in_the_view_beside() {
    let question = good(OLYMPIC);
    let day = "2018-02-28".parse().expect("a day");
    let made = assess(&question, Some(day));
    let unforged: Vec<f64> =
        posterior(&made.parts.matrix, Weighing::Unforged).iter().map(|one| one.point).collect();
    near(&unforged, &[0.122, 0.188, 0.431, 0.260]);
}

#[test]
fn the_two_decisive_inputs_of_the_public_case_are_named() {
    let question = good(OLYMPIC);
    let made = assess(&question, None);
    let rests = made.sensitivity.rests.as_ref().expect("named");
    assert_eq!((rests.row.as_str(), rests.cluster.as_deref()), ("E5", Some("behaviour")));
    assert!(rests.lead < 0.0 && made.sensitivity.lead > 0.2);
}

#[test]
fn the_json_has_the_keys_of_the_interface() {
    let question = good(DDOS);
    let json = json(&assess(&question, None), Tongue::En);
    for key in
        ["hypotheses", "agreement", "diagnosticity", "sensitivity", "warnings", "empty_facets"]
    {
        assert!(!json[key].is_null(), "{key}");
    }
    for one in json["hypotheses"].as_array().expect("a list") {
        for rule in Rule::ALL {
            assert!(one["rank"][rule.word()].is_u64() && !one["scores"][rule.word()].is_null());
        }
        assert!(["point", "low", "high"].iter().all(|key| one["scores"]["bayes"][key].is_f64()));
    }
    for key in ["rows", "roots", "facets", "clusters"] {
        assert!(json["sensitivity"][key].is_array(), "{key}");
    }
    assert!(
        json["sensitivity"]["flip"]["size"].is_u64()
            && json["sensitivity"]["flip"]["sets"].is_array()
    );
    assert_eq!(json["empty_facets"], serde_json::json!(["malware", "control-server"]));
}

#[test]
fn suggestions_and_suspended_rows_do_not_count() {
    let all = good(DDOS);
    let waiting = good(&DDOS.replacen("id = \"E4\"", "id = \"E4\"\nstatus = \"suggested\"", 1));
    let suspended = good(&DDOS.replacen("id = \"E4\"", "id = \"E4\"\nsuspended = \"doubted\"", 1));
    let points = |question: &Question| {
        assess(question, None).parts.scores.iter().map(|one| one.bayes.point).collect::<Vec<_>>()
    };
    assert_ne!(points(&all), points(&waiting));
    assert_eq!(points(&waiting), points(&suspended));
    assert_eq!(leaders(&assess(&waiting, None).parts.scores, Rule::Bayes).len(), 1);
}
