//! A run as one self-contained HTML page, or as a chapter of another one.

use askama::Template;
use noroshi_model::{Finding, Language};

use super::{Material, Yardstick};
use crate::{ExceptionState, PolicyResult, Verdict};

/// The report of some runs as one HTML file without outside requests.
pub fn html(materials: &[Material<'_>], language: Language) -> String {
    let page = Page {
        lang: if language == Language::Ja { "ja" } else { "en" },
        w: Words::of(language),
        runs: materials.iter().map(|material| section(material, language)).collect(),
        sources: sources(materials),
    };
    // The template is compiled in; writing to a string does not fail.
    page.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "posture.html")]
struct Page<'a> {
    lang: &'static str,
    w: Words,
    runs: Vec<Section<'a>>,
    sources: Vec<String>,
}

struct Section<'a> {
    head: String,
    about: String,
    counts: Vec<(String, usize, &'static str)>,
    findings: Vec<Pressing>,
    products: Vec<(&'a str, Vec<Row>)>,
}

struct Pressing {
    level: &'static str,
    title: String,
    reason: String,
    cited: Vec<String>,
    next: Vec<String>,
}

struct Row {
    policy: String,
    title: String,
    requirement: String,
    verdict: String,
    class: &'static str,
    criticality: &'static str,
    bod: bool,
    techniques: String,
    details: Vec<String>,
    exception: String,
    comments: Vec<String>,
}

struct Words {
    heading: &'static str,
    pressing: &'static str,
    policy: &'static str,
    result: &'static str,
    details: &'static str,
    exception: &'static str,
    comment: &'static str,
    next: &'static str,
    yardstick: &'static str,
    sources: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        if language == Language::Ja {
            return Self {
                heading: "クラウド設定の判定",
                pressing: "不適合で、かつ攻撃での利用が報告されている項目",
                policy: "項目",
                result: "結果",
                details: "内容",
                exception: "例外",
                comment: "組織の注記",
                next: "次にすること",
                yardstick: "BOD は、米国連邦文民機関だけに義務を課す BOD 25-01 の対象項目を示す。それ以外の読者には目安である。",
                sources: "出典",
            };
        }
        Self {
            heading: "Cloud settings",
            pressing: "Failing, and reported as used by attackers",
            policy: "Policy",
            result: "Result",
            details: "Details",
            exception: "Exception",
            comment: "Comment of the organisation",
            next: "Next",
            yardstick: "BOD marks policies of BOD 25-01, a duty of US federal civilian agencies only; to all others it is a yardstick.",
            sources: "Sources",
        }
    }
}

fn section<'a>(material: &Material<'a>, language: Language) -> Section<'a> {
    let run = material.run;
    let summary = run.summary();
    let counts = Verdict::ALL.into_iter().filter(|it| summary.of(*it) > 0);
    let counts =
        counts.map(|it| (super::verdict(it).pick(language).to_owned(), summary.of(it), class(it)));
    let exported = run.exported.map(|it| it.strftime("%Y-%m-%d").to_string());
    let about = [
        run.suite.title().to_owned(),
        run.tenant.domain.clone(),
        run.tenant.id.clone(),
        format!("{} {}", run.tool, run.tool_version).trim().to_owned(),
        exported.unwrap_or_default(),
    ];
    let about: Vec<String> = about.into_iter().filter(|it| !it.is_empty()).collect();
    let rows = |product: &str| {
        let own = run.results.iter().filter(|one| one.product == product);
        own.map(|one| row(material, one, language)).collect()
    };
    Section {
        head: run.tenant.title().to_owned(),
        about: about.join(" · "),
        counts: counts.collect(),
        findings: material.findings.iter().map(|one| pressing(one, language)).collect(),
        products: run.products().into_iter().map(|product| (product, rows(product))).collect(),
    }
}

fn pressing(one: &Finding, language: Language) -> Pressing {
    let cited = one.theirs.iter().map(|it| format!("{}: {}「{}」", it.who, it.what, it.text));
    Pressing {
        level: one.level.word(),
        title: one.title.pick(language).to_owned(),
        reason: one.reason.pick(language).to_owned(),
        cited: cited.collect(),
        next: one.next.iter().map(|it| it.pick(language).to_owned()).collect(),
    }
}

fn row(material: &Material<'_>, one: &PolicyResult, language: Language) -> Row {
    let exception = one.exception.as_ref().map(|it| {
        let state = match (it.state, language) {
            (ExceptionState::Active, Language::Ja) => "有効",
            (ExceptionState::Expired, Language::Ja) => "期限切れ",
            (state, _) => state.word(),
        };
        let until = it.until.map(|it| it.to_string()).unwrap_or_default();
        let parts = [state, it.owner.as_str(), it.approver.as_str(), it.reason.as_str(), &until];
        parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
    });
    Row {
        policy: one.policy.to_string(),
        title: material.title(one, language).to_owned(),
        requirement: one.requirement.clone(),
        verdict: super::verdict(one.verdict).pick(language).to_owned(),
        class: class(one.verdict),
        criticality: one.criticality.word(),
        bod: material.bod == Yardstick::Shown && material.bod(one),
        techniques: material.techniques(one).join(" "),
        details: one.details.lines().map(str::to_owned).collect(),
        exception: exception.unwrap_or_default(),
        comments: one.comments.clone(),
    }
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Warning => "warning",
        Verdict::Error => "error",
        Verdict::NotApplicable | Verdict::NoEvents => "hand",
        Verdict::Omitted | Verdict::Incorrect => "aside",
    }
}

/// Where the titles and flags come from: their attribution is shown wherever they are.
fn sources(materials: &[Material<'_>]) -> Vec<String> {
    let facts = materials.first().map(|material| material.facts);
    let sources = facts.into_iter().flat_map(|facts| facts.sources());
    sources
        .map(|it| format!("{} ({}, {}) {}", it.title, it.publisher, it.licence, it.url))
        .collect()
}
