//! The chapter on cloud settings, over hand-made runs.

mod world;

use jiff::civil::Date;
use noroshi_brief::{
    Kind, Language, PressingSetting, SettingChange, SettingCounts, SettingDate, Settings,
    TenantSettings, brief, html, lint, terminal,
};
use noroshi_model::{Bilingual, Finding, FindingKind};
use world::{World, order};

fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

fn pressing(world: &World, at: usize) -> PressingSetting {
    let finding = Finding {
        kind: FindingKind::Setting,
        key: format!("tenant MS.AAD.3.{at} "),
        subject: "kazemori.example".to_owned(),
        title: Bilingual::new(
            format!("Phishing-resistant <{at}>"),
            format!("耐フィッシング <{at}>"),
        ),
        ..world.found[0].finding.clone()
    };
    PressingSetting { policy: format!("MS.AAD.3.{at}v1"), roots: 2, finding }
}

/// A tenant that was judged twice, with many pressing policies.
fn settings(world: &World) -> Settings {
    let counts = |passed, failed| SettingCounts {
        passed,
        failed,
        warned: 1,
        by_hand: 2,
        not_assessed: 3,
        excepted: 4,
    };
    let title = Bilingual::new("Legacy sign-in is blocked", "旧式のサインインを遮断する");
    let change = |en: &str, ja: &str, number: usize| SettingChange {
        what: Bilingual::new(en, ja),
        policies: (0..number).map(|at| (format!("MS.AAD.1.{at}v1"), title.clone())).collect(),
    };
    let tenant = TenantSettings {
        tenant: "風守 <b>HD</b>".to_owned(),
        suite: "Microsoft 365".to_owned(),
        baseline: "ScubaGear 1.8.0".to_owned(),
        judged: day(2024, 12, 20),
        before: Some(day(2024, 11, 20)),
        products: vec![("aad".to_owned(), counts(10, 5)), ("exo".to_owned(), counts(20, 1))],
        changes: vec![change("Newly failing", "新たに不適合", 1), change("Fixed", "是正済み", 23)],
        pressing: (1..=14).map(|at| pressing(world, at)).collect(),
    };
    let date = |year, en: &str| SettingDate {
        day: day(year, 1, 31),
        what: Bilingual::new(en, "例外の期限"),
        basis: Bilingual::same("posture.toml"),
    };
    let dates = vec![date(2024, "An exception is over"), date(2025, "An exception ends")];
    Settings { tenants: vec![tenant], dates }
}

fn page(language: Language) -> String {
    let mut world = World::new();
    world.settings = settings(&world);
    html(&brief(&world.material(), &order(Kind::Monthly, language)).expect("a brief"))
}

#[test]
fn the_chapter_tells_counts_changes_ranks_and_dates() {
    let page = page(Language::En);
    let chapter = page.split("id=\"settings\"").nth(1).expect("a chapter");
    let chapter = chapter.split("</section>").next().expect("an end");
    for words in [
        "Judged by ScubaGear 1.8.0 on 20 Dec 2024. Changes since 20 Nov 2024.",
        "<th scope=\"row\">aad</th><td class=\"number\">10</td><td class=\"number\">5</td>",
        "<th scope=\"row\">All</th><td class=\"number\">30</td><td class=\"number\">6</td>",
        "Newly failing",
        "independent sources: 2",
        "Phishing-resistant &#60;1&#62;",
        "An exception ends",
        "<b class=\"warn\">over</b></td><td>An exception is over",
    ] {
        assert!(chapter.contains(words), "{words} in {chapter}");
    }
    // What is not shown is counted.
    assert!(chapter.contains("3 more") && chapter.contains("2 more"), "{chapter}");
    assert!(chapter.contains("<details class=\"place\">"), "the words lead to their source");
    assert!(!page.contains("<b>HD</b>"), "foreign words stay words");
}

#[test]
fn the_chapter_speaks_japanese() {
    let page = page(Language::Ja);
    for words in
        ["クラウド設定", "2024年12月20日に判定", "新たに不適合", "独立した情報源 2 件", "超過"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("<a href=\"#settings\">"), "it stands in the contents");
}

#[test]
fn without_a_kept_run_there_is_no_chapter_and_a_short_brief_has_none() {
    let mut world = World::new();
    let made = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    assert_eq!(made.settings, None);
    assert!(!html(&made).contains("id=\"settings\""));
    world.settings = settings(&world);
    for kind in [Kind::OnePage, Kind::Flash] {
        let made = brief(&world.material(), &order(kind, Language::En)).expect("a brief");
        assert_eq!(made.settings, None);
    }
}

#[test]
fn a_first_run_says_that_nothing_is_known_of_changes() {
    let mut world = World::new();
    let mut settings = settings(&world);
    settings.tenants[0].before = None;
    settings.tenants[0].changes.clear();
    world.settings = settings;
    let made = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    let page = html(&made);
    assert!(page.contains("No earlier run is kept"));
    assert!(!page.contains("Nothing changed."));
}

#[test]
fn the_terminal_tells_it_in_three_lines() {
    let mut world = World::new();
    world.settings = settings(&world);
    let made = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    let shown = terminal(&made, 200, false);
    assert!(shown.contains("Pass 30 · Fail 6 · Warning 2"), "{shown}");
    assert!(shown.contains("Changes: Newly failing 1 · Fixed 23"), "{shown}");
}

#[test]
fn the_editor_refuses_a_pressing_policy_that_cites_nobody_or_nowhere() {
    let mut world = World::new();
    world.settings = settings(&world);
    let made = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    assert_eq!(lint(&made, &world.material().sources), []);
    let mut bare = made.clone();
    let chapter = bare.settings.as_mut().expect("a chapter");
    chapter.tenants[0].pressing[0].theirs.clear();
    assert_eq!(lint(&bare, &world.material().sources).len(), 1);
    let mut lost = made;
    lost.passages.clear();
    lost.topics.clear();
    let place = lost.settings.as_ref().and_then(|it| it.tenants[0].pressing[0].theirs[0].place);
    let anchor = place.expect("a place").anchor();
    let flaws = lint(&lost, &world.material().sources);
    assert!(flaws.iter().any(|flaw| flaw.to_string().contains(&anchor)), "{flaws:?}");
}
