//! What is written: sheet, picture, terminal, table, bundle, log, ratings.

use std::collections::BTreeSet;

use noroshi_assess::{
    Log, Question, Resolved, Setting, Status, Tongue, Voice, assess, blank, csv, decide, from_csv,
    from_stix, label, parse, sheet, stix, svg, table, team, terminal,
};
use noroshi_model::Tlp;

const DDOS: &str = include_str!("../../../samples/questions/yearend-ddos.toml");

fn good(text: &str) -> Question {
    parse(text, "q.toml").unwrap_or_else(|problems| panic!("{}\n{text}", problems[0]))
}

fn today() -> jiff::civil::Date {
    jiff::civil::Date::constant(2025, 1, 31)
}

/// What stands between two marks, each time.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).filter_map(|rest| Some(rest.split_once(to)?.0)).collect()
}

#[test]
fn every_sentence_of_the_sheet_leads_to_its_source() {
    let question = good(DDOS);
    for tongue in [Tongue::Ja, Tongue::En] {
        let html = sheet(&assess(&question, None), &Setting::default(), tongue);
        let anchors: BTreeSet<&str> = between(&html, " id=\"", "\"").into_iter().collect();
        for link in between(&html, "href=\"#", "\"") {
            assert!(anchors.contains(link), "{link} leads nowhere");
        }
        for class in ["fact", "judged"] {
            let all = between(&html, &format!("<p class=\"{class}\">"), "</p>");
            assert!(!all.is_empty());
            assert!(all.iter().all(|one| one.contains("href=\"#")), "{class} without a link");
        }
        for judged in between(&html, "<p class=\"judged\">", "</p>") {
            assert!(judged.contains(tongue.pick(">assessment<", ">評価<")), "{judged}");
        }
        let cited = question.rows.iter().map(|row| row.sources.len()).sum::<usize>();
        assert_eq!(between(&html, "class=\"source\" id=\"", "\"").len(), cited);
        assert!(!html.contains("http://") && !html.contains("src="), "no outside request");
    }
}

#[test]
fn a_hostile_text_stays_text() {
    let text = DDOS.replace("by one paper", "x").replacen(
        "The traffic came from more than 40 countries and regions.",
        "<script>alert(1)</script>",
        1,
    );
    let question = good(&text);
    let made = assess(&question, None);
    for out in [
        sheet(&made, &Setting::default(), Tongue::En),
        svg(&made, Tongue::En),
        table(&made, Tongue::En),
    ] {
        assert!(!out.contains("<script>"));
    }
    assert!(!terminal(&made, Tongue::En, 80).contains('\u{1b}'));
}

#[test]
fn the_label_is_the_strictest_of_what_is_cited() {
    let question = good(DDOS);
    let made = assess(&question, None);
    let source = |row, tlp| Resolved {
        row,
        source: 0,
        words: Default::default(),
        title: None,
        publisher: None,
        published: None,
        path: String::new(),
        tlp,
        document: "0".repeat(64),
    };
    let setting = Setting {
        resolved: vec![source(0, Some(Tlp::Green)), source(1, Some(Tlp::Amber)), source(2, None)],
        ..Setting::default()
    };
    assert_eq!(label(&made, &setting), Tlp::Amber);
    assert!(sheet(&made, &setting, Tongue::Ja).contains("TLP:AMBER"));
    let stricter = good(&DDOS.replacen("confidence =", "tlp = \"TLP:RED\"\nconfidence =", 1));
    assert_eq!(label(&assess(&stricter, None), &setting), Tlp::Red);
}

#[test]
fn a_matrix_of_eight_by_forty_fits_a_terminal_and_a_picture() {
    let mut text = "id = \"q\"\nquestion = \"?\"\nasked = 2024-12-27\n".to_owned();
    for at in 0..6 {
        text += &format!(
            "[[hypothesis]]\nid = \"h{at}\"\ntitle = \"a rather long title of hypothesis {at}\"\n"
        );
    }
    for at in 0..40 {
        text += &format!(
            "[[row]]\nid = \"E{at}\"\ntext = \"とても長い証拠の文がここに入り、端末の幅を超えてしまう {at}\"\nknown = 2024-12-27\nfacet = \"malware\"\n\
             ratings = {{ h0 = \"CC\", h1 = \"I\", h2 = \"II\", h3 = \"N\", h4 = \"C\", h5 = \"NA\" }}\n\
             sources = [{{ document = \"0123456789ab\", span = [0, 4] }}]\n"
        );
    }
    let question = good(&text);
    let made = assess(&question, None);
    let shown = terminal(&made, Tongue::Ja, 80);
    let rows: Vec<&str> = shown.lines().filter(|line| line.starts_with('E')).collect();
    assert_eq!(rows.len(), 40);
    for row in rows {
        assert!(unicode_width::UnicodeWidthStr::width(row) <= 80, "{row}");
    }
    let picture = svg(&made, Tongue::Ja);
    assert_eq!(picture.matches("<rect").count(), 1 + 8 * 40);
    assert_eq!(table(&made, Tongue::Ja).matches("<tr>").count(), 41);
}

#[test]
fn the_table_of_classic_tools_comes_back() {
    let question = good(DDOS);
    let out = csv(&assess(&question, None), Tongue::En);
    let back = good(&from_csv(&out, "m.csv", "back", today()).expect("taken"));
    assert_eq!(back.rows.len(), question.rows.len());
    assert!(back.rows.iter().all(|row| row.status == Status::Suggested));
    for (row, own) in back.rows.iter().zip(&question.rows) {
        assert_eq!(row.ratings[..6], own.ratings[..]);
        assert_eq!(row.text.en, own.text.en);
    }
}

#[test]
fn a_cell_is_no_formula_and_a_bad_cell_has_its_place() {
    let text = DDOS.replacen("The traffic came", "=HYPERLINK(1)", 1);
    assert!(csv(&assess(&good(&text), None), Tongue::En).contains("'=HYPERLINK"));
    let bad = from_csv("Evidence,A,B\nx,C,I\ny,C,maybe\n", "m.csv", "q", today());
    let bad = bad.expect_err("refused");
    let fact = |name| bad.facts.iter().find(|it| it.0 == name).map(|it| it.1.clone());
    assert_eq!(
        (bad.code, fact("line"), fact("column")),
        ("NRS-ASSESS-015", Some("3".into()), Some("3".into()))
    );
    for wrong in ["", "A,B\n", "Evidence\n", "Evidence,A,B\n\"x"] {
        assert!(from_csv(wrong, "m.csv", "q", today()).is_err(), "{wrong:?}");
    }
}

#[test]
fn the_bundle_has_stable_ids_whole_references_and_comes_back() {
    let question = good(DDOS);
    let bundle = stix(&question, Tlp::Clear, Tongue::En);
    assert_eq!(bundle, stix(&question, Tlp::Clear, Tongue::En));
    let objects = bundle["objects"].as_array().expect("a list");
    let ids: BTreeSet<&str> = objects.iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(ids.len(), objects.len());
    for object in objects {
        for reference in object["object_refs"].as_array().expect("a list") {
            assert!(ids.contains(reference.as_str().expect("an id")));
        }
        let (kind, uuid) = object["id"].as_str().and_then(|id| id.split_once("--")).expect("an id");
        assert_eq!(object["type"], kind);
        assert_eq!((&uuid[14..15], uuid.len()), ("5", 36));
    }
    let back = good(&from_stix(&bundle.to_string(), "b.json", today()).expect("taken"));
    assert_eq!(back.hypotheses.len(), question.hypotheses.len());
    for (row, own) in back.rows.iter().zip(&question.rows) {
        assert_eq!((&row.id, &row.ratings), (&own.id, &own.ratings));
    }
    for wrong in ["{}", "[", "{\"objects\": []}"] {
        assert_eq!(from_stix(wrong, "b", today()).map_err(|it| it.code), Err("NRS-ASSESS-012"));
    }
}

#[test]
fn the_log_holds_every_change_and_finds_an_altered_entry() {
    let (mut log, question) = (Log::default(), good(DDOS));
    let first = log.record(&question, "2025-01-22T00:00:00Z", "aiko", "start").expect("changes");
    assert_eq!(log.record(&question, "2025-01-22T00:00:01Z", "aiko", ""), None);
    let changed = good(&DDOS.replacen("hacktivists = \"CC\"", "hacktivists = \"C\"", 1));
    let second =
        log.record(&changed, "2025-01-23T00:00:00Z", "ben", "too strong").expect("changes");
    let entry = &log.entries[1];
    assert_eq!(entry.changes.len(), 1);
    assert_eq!(entry.changes[0].what, "row.E4.rating.hacktivists");
    assert_eq!(entry.changes[0].to.as_deref(), Some("C"));
    let text = first + &second;
    let read = Log::parse(&text, "q.log").expect("whole");
    assert_eq!((&read, read.difference(&changed).len()), (&log, 0));
    assert_eq!(read.difference(&question).len(), 1);
    let altered = text.replacen("\"aiko\"", "\"eve\"", 1);
    assert_eq!(Log::parse(&altered, "q.log").map_err(|it| it.code), Err("NRS-ASSESS-013"));
    let shortened: String = text.lines().skip(1).collect();
    assert!(Log::parse(&shortened, "q.log").is_err());
}

#[test]
fn accepting_changes_the_status_and_nothing_else() {
    let waiting =
        DDOS.replacen("id = \"E4\"", "id = \"E4\"\nstatus = \"suggested\" # of a machine", 1);
    let decided = decide(&waiting, "q", &["E4".to_owned()], Status::Accepted).expect("decided");
    assert_eq!(decided, waiting.replace("status = \"suggested\"", "status = \"accepted\""));
    for wrong in ["E1", "E99"] {
        let refused = decide(&waiting, "q", &[wrong.to_owned()], Status::Refused);
        assert_eq!(refused.map_err(|it| it.code), Err("NRS-ASSESS-016"));
    }
}

#[test]
fn a_rating_file_shows_nobody_elses_ratings_and_a_team_keeps_its_dissent() {
    let question = good(DDOS);
    let sheet = blank(&question, "aiko", Tongue::Ja);
    assert!(!sheet.contains("\"CC\"") && sheet.contains("[ratings.\"E1\"]"));
    let empty = Voice::parse(&sheet, "a", &question).expect("a blank file is a file");
    assert!(empty.ratings.iter().flatten().all(Option::is_none) && empty.belief.is_none());
    let voice = |name: &str, belief: [f64; 6], rating: &str| {
        let ids = ["hacktivists", "extortion", "thrill", "state", "other", "deception"];
        let belief: String =
            ids.iter().zip(belief).map(|(id, share)| format!("{id} = {share:.2}\n")).collect();
        let text = format!(
            "question = \"yearend-ddos\"\nanalyst = \"{name}\"\ndissent = \"the motive is no evidence\"\n[belief]\n{belief}[ratings.E4]\nhacktivists = \"{rating}\"\n"
        );
        Voice::parse(&text, name, &question).expect("parses")
    };
    let voices = [
        voice("aiko", [0.7, 0.1, 0.1, 0.1, 0.1, 0.1], "CC"),
        voice("ben", [0.5, 0.1, 0.1, 0.1, 0.1, 0.1], "C"),
        voice("chie", [0.1, 0.1, 0.6, 0.1, 0.05, 0.05], "II"),
    ];
    let team = team(&question, &voices);
    let belief = team.belief.expect("stated");
    assert!((belief.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    // aiko states 1.2: .2 too much over six, each less by .0333. ben and chie state 1.0.
    assert!((belief[0] - (0.7 - 0.2 / 6.0 + 0.5 + 0.1) / 3.0).abs() < 1e-9);
    assert_eq!(
        team.voices.iter().map(|one| one.dissents).collect::<Vec<_>>(),
        [false, false, true]
    );
    assert_eq!(team.voices[2].dissent.as_deref(), Some("the motive is no evidence"));
    // Values 2, 1, -2: mean 1/3, variance (25/9 + 4/9 + 49/9) / 3 = 26/9.
    let row = question.rows.iter().position(|row| row.id == "E4").expect("there");
    let cell = team.disagreement[row][0].expect("three rated");
    assert!((cell - (26.0_f64 / 9.0).sqrt()).abs() < 1e-9);
    let other = Voice::parse("question = \"x\"\nanalyst = \"a\"\n", "a", &question);
    assert_eq!(other.map_err(|all| all[0].code), Err("NRS-ASSESS-014"));
}
