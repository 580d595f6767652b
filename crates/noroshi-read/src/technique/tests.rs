//! Which techniques a sentence is read to tell of, and which it is not.

use noroshi_model::Language;

use super::*;

/// Techniques by cue and by model that a sentence implies, sorted.
fn implied(text: &str, language: Language) -> Vec<String> {
    let (knowledge, _) = noroshi_know::pack();
    let techniques = Techniques::new(&knowledge);
    let mut words = Vec::new();
    crate::word::places(text, &(0..text.len()), &mut words);
    let found =
        techniques.implied(text, &(0..text.len()), (language, &words), &mut Memo::default());
    let mut ids: Vec<String> = found.iter().map(|one| one.technique.slug().to_owned()).collect();
    for one in &found {
        assert!(one.words.iter().all(|range| text.get(range.clone()).is_some()), "{text}");
    }
    ids.sort();
    ids
}

#[track_caller]
fn check(language: Language, text: &str, expected: &[&str]) {
    assert_eq!(implied(text, language), expected, "{text}");
}

#[track_caller]
fn tells(text: &str, technique: &str) {
    let found = implied(text, Language::En);
    assert!(found.iter().any(|id| id == technique), "{text}: {found:?}");
}

#[test]
fn japanese_phrases_tell_techniques() {
    let check = |text: &str, expected: &[&str]| check(Language::Ja, text, expected);
    check("標的型メールが役員に届いた。", &["T1566"]);
    check("攻撃者は添付ファイルを開かせて感染させた。", &["T1204.002", "T1566.001"]);
    check("攻撃者はVS Codeのトンネル機能で端末を操作した。", &["T1219.001"]);
    check("多要素認証の要求を繰り返し、承認させていた。", &["T1621"]);
    check("攻撃者はLSASSのメモリから認証情報を取り出した。", &["T1003.001"]);
    check("正規の実行ファイルに悪性のDLLを読み込ませた。", &["T1574.001"]);
    check("攻撃者はVPN装置の脆弱性を悪用して侵入した。", &["T1190"]);
    check("サーバにWebシェルが設置されていた。", &["T1505.003"]);
}

#[test]
fn a_phrase_of_everyday_work_needs_a_word_of_attacks() {
    check(Language::Ja, "運用担当者は毎朝プロセス一覧を取得する。", &[]);
    check(Language::Ja, "このマルウェアはプロセス一覧を取得する。", &["T1057"]);
    check(Language::Ja, "バックアップを削除して容量を空けた。", &[]);
    check(Language::Ja, "侵入後、バックアップを削除していた。", &["T1490"]);
}

#[test]
fn advice_and_denial_tell_of_nothing() {
    check(Language::Ja, "不審な添付ファイルを開かせるメールに注意してください。", &[]);
    check(Language::Ja, "VPN装置の脆弱性が悪用された形跡はない。", &[]);
    check(Language::En, "Users should not enable macros in phishing emails.", &[]);
    check(Language::En, "We found no evidence of a web shell on the server.", &[]);
}

#[test]
fn parts_of_a_cue_stand_in_one_sentence() {
    check(Language::Ja, "開発者はVS Codeを使う。", &[]);
    check(Language::Ja, "トンネルの工事が始まった。", &[]);
}

#[test]
fn the_model_reads_wordings_that_no_phrase_holds() {
    tells("It deletes its own file after the first run to remove traces.", "T1070.004");
    tells("The service lists all running processes and compares their names.", "T1057");
    tells("It then collects the computer name, OS version and amount of memory.", "T1082");
    tells("The loader downloads another executable from the server and saves it.", "T1105");
    check(Language::En, "The company was founded in 1998 and has offices in three cities.", &[]);
    check(Language::En, "Our quarterly webinar takes place next Thursday at noon.", &[]);
}

#[test]
fn english_is_no_matter_of_the_model_in_other_languages() {
    let text = "It deletes its own file after the first run to remove traces.";
    check(Language::Ja, text, &[]);
    check(Language::Zh, text, &[]);
}

#[test]
fn a_sentence_as_long_as_a_dump_is_read() {
    let dump = "processes running 4444 executable ".repeat(10_000);
    let implied = implied(&dump, Language::En);
    assert!(implied.len() <= 3, "{implied:?}");
}

#[test]
fn a_withdrawn_number_leads_to_its_successor() {
    check(Language::En, "Persistence: T1060", &["T1547.001"]);
    check(Language::Ja, "永続化の手法（T1060）", &["T1547.001"]);
}

#[test]
fn every_cue_names_a_technique_of_the_pack() {
    let (knowledge, _) = noroshi_know::pack();
    let cues = knowledge.lexicon.cues.iter();
    let cues = cues.filter(|cue| cue.kind == noroshi_model::CueKind::Technique);
    let special = ["advice", "denied", "second"];
    let mut japanese = std::collections::BTreeSet::new();
    for cue in cues.filter(|cue| !special.contains(&cue.value.as_str())) {
        let number = cue.value.trim_end_matches('?');
        let id = EntityId::new(EntityKind::Technique, number).expect("an id");
        assert!(knowledge.entity(&id).is_some(), "{number}: {}", cue.text);
        if cue.language == Language::Ja {
            japanese.insert(id);
        }
    }
    assert!(japanese.len() >= 80, "{} techniques have Japanese cues", japanese.len());
}
