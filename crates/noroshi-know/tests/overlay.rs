//! An own lexicon over that of the pack: what it adds, replaces, takes away, and refuses.

use noroshi_know::{LexiconFile, with_lexicon};
use noroshi_model::{Cue, CueKind, Knowledge, Language, Lexicon, Likelihood};

fn cue(kind: CueKind, value: &str, text: &str) -> Cue {
    let likelihood = Likelihood::new(0.5, 0.8).filter(|_| kind == CueKind::Hedge);
    Cue { text: text.to_owned(), language: Language::Ja, kind, value: value.to_owned(), likelihood }
}

fn pack() -> Knowledge {
    let cues = vec![
        cue(CueKind::Hedge, "seems", "模様だ"),
        cue(CueKind::Hedge, "likely", "可能性が高い"),
        cue(CueKind::Speech, "asserts", "と発表した"),
        cue(CueKind::Speech, "denies", "と発表した"),
        cue(CueKind::Stop, "", "甲"),
    ];
    Knowledge { lexicon: Lexicon { cues }, ..Knowledge::default() }
}

/// The cues after a file, as `kind/value/text low`, and what was wrong as `code line`.
fn check(path: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let (knowledge, problems) = with_lexicon(pack(), [LexiconFile { path, text }]);
    let shown = |cue: &Cue| {
        let low = cue.likelihood.map(|it| format!(" {:.1}", it.low())).unwrap_or_default();
        format!("{}/{}/{}{low}", cue.kind.word(), cue.value, cue.text)
    };
    let wrong = problems.iter().map(|problem| {
        let fact = |name| problem.facts.iter().find(|fact| fact.0 == name).map(|it| it.1.clone());
        assert_eq!(problem.place.path.as_deref(), Some(path));
        assert!(fact("why").is_some_and(|why| !why.is_empty()));
        format!("{} {}", problem.code, fact("line").unwrap_or_default())
    });
    (knowledge.lexicon.cues.iter().map(shown).collect(), wrong.collect())
}

fn unchanged() -> Vec<String> {
    check("ja.toml", "").0
}

#[test]
fn new_words_stand_beside_those_of_the_pack() {
    let own = "[[group]]\nkind = \"speech\"\nvalue = \"asserts\"\ntexts = [\"とつぶやいた\"]\n";
    let (cues, wrong) = check("lexicon/ja-own.toml", own);
    assert_eq!(wrong, [""; 0]);
    assert_eq!(cues[..5], unchanged());
    assert_eq!(cues[5], "speech/asserts/とつぶやいた");
}

#[test]
fn the_same_words_take_the_place_of_those_of_the_pack() {
    let own = "[[group]]\nkind = \"hedge\"\nvalue = \"likely\"\nlow = 0.9\nhigh = 0.95\ntexts = [\"模様だ\"]\n";
    let (cues, wrong) = check("ja.toml", own);
    assert_eq!(wrong, [""; 0]);
    let about: Vec<&String> = cues.iter().filter(|cue| cue.contains("模様だ")).collect();
    assert_eq!(about, ["hedge/likely/模様だ 0.9"]);
}

#[test]
fn words_are_normalised_as_the_text_is() {
    let own = "[[group]]\nkind = \"speech\"\nvalue = \"asserts\"\ntexts = [\"とＰＲした\"]\n";
    assert!(check("ja.toml", own).0.contains(&"speech/asserts/とPRした".to_owned()));
}

#[test]
fn a_group_takes_words_away_with_one_value_or_all() {
    let one = "[[group]]\nkind = \"speech\"\nvalue = \"denies\"\nremove = true\ntexts = [\"と発表した\"]\n";
    let (cues, wrong) = check("ja.toml", one);
    assert_eq!((cues.len(), wrong.len()), (4, 0));
    assert!(cues.contains(&"speech/asserts/と発表した".to_owned()));
    let all = one.replace("value = \"denies\"\n", "");
    assert_eq!(check("ja.toml", &all).0.len(), 3);
}

#[test]
fn a_wrong_group_is_left_out_with_its_line_and_the_rest_is_used() {
    let good = "[[group]]\nkind = \"speech\"\nvalue = \"asserts\"\ntexts = [\"とつぶやいた\"]\n";
    let wrong = [
        "kind = \"speach\"\nvalue = \"asserts\"\ntexts = [\"x\"]",
        "kind = \"speech\"\nvalue = \"says\"\ntexts = [\"x\"]",
        "kind = \"speech\"\nvalue = \"asserts\"\ntexts = []",
        "kind = \"hedge\"\nvalue = \"likely\"\ntexts = [\"x\"]",
        "kind = \"hedge\"\nvalue = \"likely\"\nlow = 0.9\nhigh = 0.1\ntexts = [\"x\"]",
        "kind = \"hedge\"\nvalue = \"likely\"\nlow = 0.9\ntexts = [\"x\"]",
        "kind = \"hedge\"\nremove = true\ntexts = [\"無い語\"]",
    ];
    for group in wrong {
        let (cues, problems) = check("ja.toml", &format!("{good}\n[[group]]\n{group}\n"));
        assert_eq!(problems, ["NRS-KNOW-005 6"], "{group}");
        assert_eq!(cues.len(), unchanged().len() + 1, "{group}");
    }
}

#[test]
fn a_file_that_is_no_lexicon_is_left_out_as_a_whole() {
    let broken = "[[group]]\nkind = \"speech\"\nvalue = \n";
    assert_eq!(check("ja.toml", broken), (unchanged(), vec!["NRS-KNOW-004 3".to_owned()]));
    let unknown = "[[group]]\nkind = \"speech\"\ntexts = [\"x\"]\nweight = 3\n";
    assert_eq!(check("ja.toml", unknown).1, ["NRS-KNOW-004 4"]);
    assert_eq!(check("own.toml", "").1, ["NRS-KNOW-004 1"]);
}
