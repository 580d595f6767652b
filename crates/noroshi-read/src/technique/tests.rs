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
    let text = "It deletes its own file after the first run.";
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

/// Techniques that a whole document names, by id or name, sorted.
#[track_caller]
fn named(text: &str, expected: &[&str]) {
    let (knowledge, _) = noroshi_know::pack();
    let reading = crate::Reader::new(&knowledge).read(&noroshi_testkit::document(text));
    let named = reading.techniques.iter().filter(|tag| tag.basis == TagBasis::Named);
    let mut ids: Vec<&str> = named.map(|tag| tag.technique.slug()).collect();
    ids.sort_unstable();
    assert_eq!(ids, expected, "{text}");
}

#[test]
fn a_name_of_two_matrices_is_settled_by_the_document() {
    named("The operators relied on Process Discovery.", &["T1057"]);
    named(
        "T1636.003 was seen.\n\nThe operators relied on Process Discovery.",
        &["T1424", "T1636.003"],
    );
    named("The implant runs on Android.\n\nThe operators relied on Process Discovery.", &["T1424"]);
    named(
        "The implant runs on Windows, its twin on Android.\n\nThey relied on Process Discovery.",
        &["T1057"],
    );
    named("T0801 was seen.\n\nThe table lists Network Sniffing.", &["T0801", "T0842"]);
}

#[test]
fn a_sub_technique_stands_for_its_technique_whatever_told_either() {
    let (knowledge, _) = noroshi_know::pack();
    let text = "Process Injection: the loader starts the program in a suspended state.";
    let reading = crate::Reader::new(&knowledge).read(&noroshi_testkit::document(text));
    let ids: Vec<&str> = reading.techniques.iter().map(|tag| tag.technique.slug()).collect();
    assert_eq!(ids, ["T1055.012"]);
}

#[test]
fn two_techniques_of_one_matrix_with_one_name_stay_open() {
    named("The report lists Spearphishing Link among the methods.", &[]);
}

#[test]
fn a_former_name_leads_to_the_technique_of_today() {
    named("The table lists Network Service Scanning.", &["T1046"]);
    named("The table lists Match Legitimate Name or Location.", &["T1036.005"]);
}

#[test]
fn flooding_is_both_denials_of_service_and_ransomware_encrypts() {
    check(Language::En, "A DDoS hit the portal of the city.", &["T1498", "T1499"]);
    check(Language::En, "The denial of service lasted an hour.", &["T1499"]);
    check(Language::En, "Two clinics were struck by ransomware.", &["T1486"]);
    check(Language::En, "We found no evidence of ransomware.", &[]);
}

#[test]
fn what_reports_seldom_tell_needs_surer_words() {
    let classes = weights::Weights::read(include_bytes!("weights.bin")).expect("a file").classes;
    let floor = |id: &str| classes.iter().find(|class| class.id == id).map(|class| class.floor);
    assert!(floor("T1059") < floor("T1082"), "most often told");
    assert!(floor("T1082") < floor("T1557"), "seldom told");
    assert_eq!(floor("T1059"), floor("T1059.001"), "as usual as its technique");
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
