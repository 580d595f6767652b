//! Each form of Rego that the engine would refuse or misread, in Rego of our own.

use jiff::Timestamp;
use regorus::Value;

use super::super::Engine;

/// What rule `answer` says about an input after fitting, as JSON on one line.
fn answer(rego: &str, input: &str) -> String {
    let mut engine = Engine::new().expect("works");
    let text = format!("package own\nimport rego.v1\n{rego}\n");
    assert_eq!(engine.add(&[("own.rego", &text)]), []);
    engine.pin(Timestamp::from_second(1_700_000_000).expect("fits")).expect("pinned");
    let input = Value::from_json_str(input).expect("JSON");
    let value = engine.ask("data.own.answer", &input).expect("an answer");
    value.to_json_str().expect("JSON").split_whitespace().collect()
}

#[test]
fn a_line_may_be_long() {
    let long = "x".repeat(5_000);
    assert_eq!(answer(&format!("answer := count(\"{long}\")"), "{}"), "5000");
}

#[test]
fn a_head_without_a_body_is_true() {
    let rego = "empty(null)\n\nempty(it) if {\n    count(it) == 0\n}\n\nanswer := [empty(null), empty([])]";
    assert_eq!(answer(rego, "{}"), "[true,true]");
}

#[test]
fn a_variable_may_have_the_name_of_what_it_makes() {
    let rego = "answer := door if {\n    door := [\n    door |\n        some door in input.doors\n        door.open\n    ][0]\n}";
    assert_eq!(answer(rego, r#"{"doors":[{"open":false},{"open":true}]}"#), r#"{"open":true}"#);
}

#[test]
fn a_variable_may_have_the_name_of_a_rule() {
    let rego = "doors := {1}\n\nanswer contains {\"is\": doors.open} if {\n    some doors in input.doors\n    doors.open\n}";
    assert_eq!(answer(rego, r#"{"doors":[{"open":false},{"open":true}]}"#), r#"[{"is":true}]"#);
    let rego = "doors := {1}\n\nanswer := [[doors.n | some doors in input.doors], doors]";
    assert_eq!(answer(rego, r#"{"doors":[{"n":7}]}"#), "[[7],[1]]");
}

#[test]
fn a_key_may_be_declared_inside_another_loop() {
    let rego = "places := {\"a\": \"A\", \"b\": \"B\"}\n\n\
        covered contains place if {\n    some one in input.all\n    some place, field in places\n    \"x\" in one[field]\n}\n\n\
        answer contains place if {\n    some place, _ in places\n    not place in covered\n}";
    assert_eq!(answer(rego, r#"{"all":[{"A":["x"]},{"B":["y"]}]}"#), r#"["b"]"#);
    assert_eq!(answer(rego, "{}"), r#"["a","b"]"#);
}

#[test]
fn nothing_has_no_members() {
    for missing in ["{}", r#"{"a":null}"#, r#"{"a":"text"}"#, r#"{"a":4}"#] {
        assert_eq!(answer("answer := [x | some x in input.a]", missing), "[]", "{missing}");
        assert_eq!(answer("answer := [k | some k, x in input.a]", missing), "[]", "{missing}");
        assert_eq!(answer("answer := [1 | some _ in input.a]", missing), "[]", "{missing}");
    }
    let there = r#"{"a":[false,7]}"#;
    assert_eq!(answer("answer := [x | some x in input.a]", there), "[false,7]");
    assert_eq!(answer("answer := [[k, x] | some k, x in input.a]", there), "[[0,false],[1,7]]");
    assert_eq!(answer("answer := [1 | some _ in input.a]", there), "[1,1]");
    let nested =
        "answer := [x | some x in array.concat([y | some y in input.a], [y | some y in input.b])]";
    assert_eq!(answer(nested, r#"{"a":[1],"b":null}"#), "[1]");
}

#[test]
fn a_failing_call_leaves_one_value_out_and_goes_on() {
    let rego = "answer := [x | some a in input.a; x := to_number(a)]";
    assert_eq!(answer(rego, r#"{"a":["1","no","3"]}"#), "[1,3]");
}

#[test]
fn a_pattern_may_ignore_case() {
    assert_eq!(
        answer("answer := regex.match(`(?i)strict preset`, \"Strict Preset\")", "{}"),
        "true"
    );
    assert_eq!(answer("answer := regex.match(\"(?i)é\", \"É\")", "{}"), "true");
}

#[test]
fn one_missing_value_does_not_empty_the_set() {
    let input = r#"{"a":[{"n":1,"v":{"w":5}},{"n":2}]}"#;
    let body = " if {\n    some it in input.a\n}";
    for (head, expected) in [
        (r#"answer contains {"is": it.v.w}"#, r#"[{"is":5}]"#),
        (r#"answer contains sprintf("%d", [it.v.w])"#, r#"["5"]"#),
        ("answer contains it.v.w", "[5]"),
        (r#"answer[sprintf("%d", [it.n])] := it.v.w"#, r#"{"1":5}"#),
        ("answer[it.v.w] := 1", r#"{"5":1}"#),
    ] {
        assert_eq!(answer(&format!("{head}{body}"), input), expected, "{head}");
    }
    let unbraced = "answer contains {\"is\": input.b.c} if input.a";
    assert_eq!(answer(unbraced, input), "[]");
    let next_line =
        "answer contains {\n    \"is\": it.v.w, # a comment }\n}\nif {\n    some it in input.a\n}";
    assert_eq!(answer(next_line, input), r#"[{"is":5}]"#);
}

#[test]
fn an_evaluation_leaves_nothing_behind() {
    let mut engine = Engine::new().expect("works");
    let text = "package own\nimport rego.v1\nanswer contains x if {\n    some x in input.a\n}\n";
    assert_eq!(engine.add(&[("own.rego", text)]), []);
    for (input, expected) in [(r#"{"a":[1]}"#, "[1]"), ("{}", "[]"), (r#"{"a":[2]}"#, "[2]")] {
        let input = Value::from_json_str(input).expect("JSON");
        let value = engine.ask("data.own.answer", &input).expect("an answer");
        let words: String = value.to_json_str().expect("JSON").split_whitespace().collect();
        assert_eq!(words, expected);
    }
}

#[test]
fn a_rule_value_given_as_input_is_what_the_same_data_is() {
    let rego = "given := {\"a\": [{\"n\": 1}]}\nanswer := [x.n | some x in input.a]";
    assert_eq!(answer(rego, r#"{"a":[{"n":1}]}"#), "[1]");
}

#[test]
fn the_clock_shows_the_moment_that_was_given() {
    assert_eq!(answer("answer := time.now_ns()", "{}"), "1700000000000000000");
    assert_eq!(answer("today := time.now_ns()\nanswer := time.clock(today)", "{}"), "[22,13,20]");
}

#[test]
fn what_needs_no_fitting_stays_byte_for_byte() {
    let text = "package p\nimport rego.v1\n\nx := 1 # some y in z\ny contains v if {\n    v := input.a[_]\n}\n";
    assert_eq!(super::fit(text, &super::rules(text)), text);
}
