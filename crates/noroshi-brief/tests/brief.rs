//! A brief made from hand-made reports: what people see, and what must always hold.

mod world;

use noroshi_brief::{
    About, Brief, BriefError, Bullet, Flaw, Kind, Language, Matter, brief, html, lint, terminal,
};
use noroshi_model::{Attitude, Diagnosis, Level, Stance, Tlp};
use noroshi_testkit::with_learned;
use world::{World, order};

const KINDS: [Kind; 3] = [Kind::Monthly, Kind::OnePage, Kind::Flash];
const LANGUAGES: [Language; 2] = [Language::Ja, Language::En];

/// Every brief that can be ordered from the example.
fn all(check: impl Fn(&Brief, &World)) {
    let world = World::new();
    for kind in KINDS {
        for language in LANGUAGES {
            let brief = brief(&world.material(), &order(kind, language)).expect("a brief");
            check(&brief, &world);
        }
    }
}

#[test]
fn the_terminal_shows_summary_concerns_and_disagreement() {
    let world = World::new();
    let brief = brief(&world.material(), &order(Kind::Monthly, Language::Ja)).expect("a brief");
    insta::assert_snapshot!(terminal(&brief, 90, false));
}

#[test]
fn the_terminal_speaks_english_around_original_words() {
    let world = World::new();
    let brief = brief(&world.material(), &order(Kind::OnePage, Language::En)).expect("a brief");
    insta::assert_snapshot!(terminal(&brief, 90, false));
}

#[test]
fn a_flash_names_what_since_when_and_what_to_do() {
    let world = World::new();
    let brief = brief(&world.material(), &order(Kind::Flash, Language::Ja)).expect("a brief");
    insta::assert_snapshot!(terminal(&brief, 90, false));
}

#[test]
fn reports_on_one_intrusion_are_one_topic() {
    let world = World::new();
    let brief = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    assert_eq!(brief.topics[0].documents, 3);
    assert_eq!(brief.topics[0].publishers, 3);
}

#[test]
fn what_a_model_alone_told_is_in_no_brief() {
    all(|brief, world| {
        let mut learned = World::new();
        for report in &mut learned.reports {
            report.reading = with_learned(report.reading.clone(), &report.document.text);
        }
        let again = noroshi_brief::brief(&learned.material(), &order(brief.kind, brief.language));
        assert_eq!(again.as_ref().ok(), Some(brief));
        assert!(world.reports.iter().all(|report| report.reading.relations.is_empty()));
    });
}

#[test]
fn a_denial_is_never_shown_as_an_assertion() {
    all(|brief, _| {
        for question in brief.topics.iter().flat_map(|topic| &topic.questions) {
            assert!(question.asserts.iter().all(|quote| quote.stance == Some(Stance::Asserts)));
            assert!(question.denies.iter().all(|quote| quote.stance == Some(Stance::Denies)));
        }
        let firsts = brief.topics.iter().filter_map(|topic| topic.bullets.first());
        for bullet in firsts {
            if let Bullet::Quoted(_, quote) = bullet {
                assert!(matches!(quote.stance, Some(Stance::Asserts) | None), "{}", quote.text);
            }
        }
    });
}

#[test]
fn who_asserts_and_who_denies_stand_side_by_side() {
    let world = World::new();
    let brief = brief(&world.material(), &order(Kind::Monthly, Language::Ja)).expect("a brief");
    let contested: Vec<_> = brief.topics[0].questions.iter().filter(|it| it.disagree).collect();
    assert!(contested.iter().any(|it| !it.asserts.is_empty() && !it.denies.is_empty()));
    assert!(
        contested.iter().any(|it| it.about == About::Matter(Matter::Attribution)),
        "rival attributions"
    );
}

#[test]
fn every_quote_is_what_stands_at_its_span() {
    all(|brief, world| {
        let page = html(brief);
        for passage in &brief.passages {
            let source = brief.source(passage.source).expect("a source");
            let report = world.reports.iter().find(|it| it.document.id == source.document);
            let text = &report.expect("a report").document.text;
            assert_eq!(passage.sentence.of(text), Some(passage.text.as_str()));
            assert!(page.contains(&format!("id=\"{}\"", passage.anchor())));
        }
    });
}

#[test]
fn the_page_asks_nothing_of_the_network() {
    all(|brief, _| {
        let page = html(brief);
        for outside in [
            "<link",
            "<img",
            "<script",
            "@import",
            "url(",
            "<iframe",
            "<object",
            "src=\"",
            "onerror=\"",
        ] {
            assert!(!page.contains(outside), "{outside}");
        }
        for href in page.split("href=\"").skip(1) {
            assert!(href.starts_with('#'), "{}", &href[..40]);
        }
    });
}

#[test]
fn every_link_leads_to_one_place_on_the_page() {
    all(|brief, _| {
        let page = html(brief);
        for href in page.split("href=\"#").skip(1) {
            let anchor = href.split('"').next().unwrap_or_default();
            assert_eq!(page.matches(&format!(" id=\"{anchor}\"")).count(), 1, "{anchor}");
        }
    });
}

#[test]
fn hostile_words_stay_words() {
    all(|brief, _| {
        let page = html(brief);
        assert!(!page.contains("<img src=x") && !page.contains("<b>Press"));
    });
}

#[test]
fn observables_are_defanged_outside_quotes() {
    let world = World::new();
    let brief = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    let page = html(&brief);
    assert!(page.contains("192[.]0[.]2[.]44") && page.contains("hxxps://files[.]example/drop"));
    assert!(page.contains("press[@]evil[.]example"));
}

#[test]
fn the_same_order_gives_the_same_bytes_whatever_the_order_of_the_sources() {
    let world = World::new();
    for kind in KINDS {
        let order = order(kind, Language::Ja);
        let one = brief(&world.material(), &order).expect("a brief");
        let mut turned = world.material();
        turned.sources.reverse();
        let other = brief(&turned, &order).expect("a brief");
        assert_eq!(html(&one), html(&other));
        assert_eq!(terminal(&one, 80, true), terminal(&other, 80, true));
    }
}

#[test]
fn both_languages_cite_the_same_places() {
    let world = World::new();
    for kind in KINDS {
        let [ja, en] = LANGUAGES
            .map(|language| brief(&world.material(), &order(kind, language)).expect("a brief"));
        assert_eq!(ja.passages, en.passages);
        assert_eq!(ja.sources, en.sources);
        assert_eq!(ja.tlp, en.tlp);
    }
}

#[test]
fn the_label_is_the_strictest_of_the_cited_sources() {
    let mut world = World::new();
    world.reports[2].document.tlp = Some(Tlp::Amber);
    world.reports[0].reading.tlp = Some(Tlp::Green);
    let made = brief(&world.material(), &order(Kind::Monthly, Language::Ja)).expect("a brief");
    assert_eq!(made.tlp, Tlp::Amber);
    let page = html(&made);
    assert_eq!(page.matches(">TLP:AMBER</span>").count(), 2, "header and footer");
}

#[test]
fn a_laxer_label_is_refused_and_names_the_sources() {
    let mut world = World::new();
    world.reports[2].document.tlp = Some(Tlp::AmberStrict);
    let wish = noroshi_brief::Order { tlp: Some(Tlp::Green), ..order(Kind::Monthly, Language::Ja) };
    let refused = brief(&world.material(), &wish).expect_err("too lax");
    assert_eq!(refused.code(), "NRS-BRIEF-002");
    let BriefError::TooLax { sources, .. } = refused else { panic!("another error") };
    assert_eq!(sources, vec!["北斗物流、顧客情報流出を否定 (TLP:AMBER+STRICT)"]);
}

#[test]
fn a_stricter_label_is_granted() {
    let world = World::new();
    let wish = noroshi_brief::Order { tlp: Some(Tlp::Red), ..order(Kind::OnePage, Language::En) };
    assert_eq!(brief(&world.material(), &wish).map(|it| it.tlp), Ok(Tlp::Red));
}

#[test]
fn a_month_without_documents_is_an_error_with_a_fix() {
    let mut world = World::new();
    world.reports.clear();
    world.concerns.clear();
    let error = brief(&world.material(), &order(Kind::Monthly, Language::Ja)).expect_err("empty");
    assert_eq!(error.code(), "NRS-BRIEF-001");
    assert!(error.to_string().contains("2024-12"));
}

#[test]
fn nothing_that_concerns_us_is_said_with_what_was_checked() {
    let mut world = World::new();
    world.concerns.clear();
    let made = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    let said = made.no_concern.expect("the negative form").text;
    assert_eq!(said, "5 documents were checked against the estate profile. Nothing was found.");
}

#[test]
fn a_finding_of_the_estate_shows_both_sides_and_leads_to_the_report() {
    all(|brief, _| {
        let item = brief.estate.first().expect("it is open");
        assert!(item.theirs[0].place.is_some(), "its words stand in a source");
        let page = html(brief);
        assert!(page.contains("code.exe tunnel &#60;script&#62;"), "{page}");
        assert!(page.contains("Noroshi project") && page.contains("T1572"));
        assert!(!page.contains("<script>"));
    });
}

#[test]
fn a_part_of_the_estate_that_nobody_looked_at_is_not_called_clean() {
    let mut world = World::new();
    world.found.clear();
    let brief = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    let shown = terminal(&brief, 90, false);
    assert!(shown.contains("cloud settings: never looked"), "{shown}");
    assert!(shown.contains("logs: found: 1"), "{shown}");
}

#[test]
fn a_finding_that_cites_a_stricter_report_makes_the_brief_stricter() {
    let mut world = World::new();
    world.found[0].tlp = Some(Tlp::Red);
    let order = order(Kind::Monthly, Language::En);
    assert_eq!(brief(&world.material(), &order).expect("a brief").tlp, Tlp::Red);
    let lax = noroshi_brief::Order { tlp: Some(Tlp::Green), ..order };
    let refused = brief(&world.material(), &lax).expect_err("too lax");
    assert!(
        matches!(&refused, BriefError::TooLax { sources, .. } if sources.iter().any(|it| it.contains("A tunnel"))),
        "{refused}"
    );
}

#[test]
fn the_editor_refuses_a_finding_with_one_side() {
    let world = World::new();
    let mut brief = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    brief.estate[0].ours.clear();
    let flaws = lint(&brief, &world.material().sources);
    assert_eq!(flaws, [Flaw::Uncited("A tunnel was opened".to_owned())]);
}

#[test]
fn an_ambiguous_name_shows_its_candidates() {
    let world = World::new();
    let made = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    let nami = made.actors.iter().find(|actor| actor.name == "Nami").expect("Nami");
    assert_eq!(nami.candidates, ["Marsh Otter", "Wave Seven"]);
    let heron = made.actors.iter().find(|actor| actor.name == "Gray Heron").expect("Gray Heron");
    assert_eq!(heron.related.len(), 1, "related is apart from same");
    assert!(heron.aliases.iter().all(|alias| alias.name != "Marsh Otter"));
}

#[test]
fn the_editor_refuses_a_changed_quote_a_lax_label_and_a_lost_passage() {
    let mut world = World::new();
    world.reports[0].document.tlp = Some(Tlp::Amber);
    let sources = world.material().sources;
    let good = brief(&world.material(), &order(Kind::Monthly, Language::Ja)).expect("a brief");
    assert_eq!(lint(&good, &sources), Vec::new());
    let mut changed = good.clone();
    changed.concerns[0].quotes[0].text.push('！');
    assert!(matches!(lint(&changed, &sources)[..], [Flaw::Misquoted(_)]));
    let lax = Brief { tlp: Tlp::Green, ..good.clone() };
    assert_eq!(lint(&lax, &sources), vec![Flaw::Label(Tlp::Green)]);
    let lost = Brief { passages: Vec::new(), ..good.clone() };
    assert!(lint(&lost, &sources).iter().all(|flaw| matches!(flaw, Flaw::Dangling(_))));
    let mut mute = good;
    mute.concerns[0].quotes[0].speakers.clear();
    assert!(matches!(lint(&mute, &sources)[..], [Flaw::NoSpeaker(_)]));
}

#[test]
fn words_that_may_go_either_way_give_no_step() {
    let world = World::new();
    let made = brief(&world.material(), &order(Kind::Monthly, Language::En)).expect("a brief");
    let page = html(&made);
    assert!(page.contains("“可能性がある” 20–60 % ≈ no direction"));
    assert!(page.contains("“likely” 55–80 % ≈ likely") || made.topics[0].unshown > 0);
}

/// A hundred reports of a month, most of them alone.
#[test]
fn a_hundred_reports_become_a_few_chapters_and_nothing_is_lost() {
    let mut world = World::new();
    for at in 0..100 {
        world.reports.push(world::crowd(at));
    }
    let made = brief(&world.material(), &order(Kind::Monthly, Language::Ja)).expect("a brief");
    let told: usize = made.topics.iter().map(|topic| topic.documents).sum();
    assert!(made.topics.len() <= 8 && told + made.other.len() <= 105, "{told}");
    assert_eq!(made.counts.documents, 105);
    assert!(made.topics.iter().any(|topic| topic.documents == 10), "one campaign, ten reports");
    assert!(!html(&made).is_empty());
}

/// A weekly letter that tells of the intrusion and of the port gives passages, no topic.
#[test]
fn a_round_up_heads_no_topic() {
    let mut world = World::new();
    world.reports.push(world::weekly());
    let made = brief(&world.material(), &order(Kind::Monthly, Language::Ja)).expect("a brief");
    assert!(made.topics.iter().all(|topic| !topic.title.text().contains("週刊")));
    assert!(made.other.iter().any(|it| it.title.text().contains("週刊")));
    assert_eq!(made.topics[0].documents, 3, "the guest is not counted");
}

/// Two papers on leaked files of a firm that the pack does not know.
#[test]
fn genuine_and_forged_are_a_disagreement() {
    let mut world = World::new();
    world.reports.extend(world::forgery());
    let made = brief(&world.material(), &order(Kind::Monthly, Language::Ja)).expect("a brief");
    let questions = made.topics.iter().flat_map(|topic| &topic.questions);
    let mut asked = questions.filter(|it| it.about == About::Matter(Matter::Authenticity));
    assert!(asked.any(|it| it.disagree && it.sources == 2));
}

#[test]
fn findings_in_logs_are_a_timeline_by_host() {
    let mut world = World::new();
    let mut later = world.found[0].clone();
    later.finding.time = jiff::Timestamp::from_second(1_734_000_060).ok();
    let mut earlier = later.clone();
    earlier.finding.key = "another event".to_owned();
    earlier.finding.time = jiff::Timestamp::from_second(1_734_000_000).ok();
    earlier.finding.theirs[0].attitude = Some(Attitude::Denies);
    let mut elsewhere = later.clone();
    elsewhere.finding.subject = "WS-08".to_owned();
    elsewhere.finding.level = Level::Soon;
    world.found = vec![elsewhere, later, earlier];
    for (language, denies) in [(Language::Ja, "否定"), (Language::En, "denies")] {
        let made = brief(&world.material(), &order(Kind::Monthly, language)).expect("a brief");
        let hosts: Vec<&str> = made.logs.hosts.iter().map(|host| host.host.as_str()).collect();
        assert_eq!(hosts, ["WS-07", "WS-08"]);
        let row = &made.logs.hosts[0].rows[0];
        assert_eq!((row.item.times, row.item.theirs[0].attitude), (2, Some(Attitude::Denies)));
        let page = html(&made);
        let chapter = page.split("<section class=\"logs\"").nth(1).expect("a chapter");
        let chapter = chapter.split("</section>").next().expect("its end");
        assert!(chapter.contains("2024-12-12 10:40:00 – 10:41:00"), "{chapter}");
        assert!(chapter.contains(&format!("<span class=\"stance denies\">{denies}</span>")));
        assert!(chapter.contains("code.exe tunnel &#60;script&#62;"), "{chapter}");
        assert!(page.contains("href=\"#logs\""));
    }
    let short = brief(&world.material(), &order(Kind::OnePage, Language::Ja)).expect("a brief");
    assert!(short.logs.hosts.is_empty() && !html(&short).contains("class=\"logs\""));
    world.found.clear();
    let none = brief(&world.material(), &order(Kind::Monthly, Language::Ja)).expect("a brief");
    assert!(!html(&none).contains("id=\"logs\""));
}

/// Writes the pages for a look by eye: `NOROSHI_BRIEF_PAGES=folder cargo test pages`.
#[test]
#[expect(clippy::disallowed_methods, reason = "a person asks for the files")]
fn pages_can_be_looked_at() {
    let Ok(folder) = std::env::var("NOROSHI_BRIEF_PAGES") else { return };
    all(|brief, _| {
        let name = format!("{folder}/{}-{}.html", brief.kind.word(), brief.language.code());
        std::fs::write(name, html(brief)).expect("written");
    });
}
