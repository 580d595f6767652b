//! A hit as a finding: our line of a lockfile, and who says that it matters.

use jiff::Timestamp;
use noroshi_model::{
    Artefact, Bilingual, Citation, Finding, FindingKind, KnownReport, Level, ReportKind,
};

use super::hit::{Evidence, Hit, Matter, Voice, shown};
use super::statement::Part;
use super::verdict::Verdict;
use crate::inventory::{Origin, Relation, Scope};

/// The most words of one citation, in bytes.
const LONGEST: usize = 600;

impl Hit<'_> {
    /// The finding, or nothing when all that is said is information.
    ///
    /// Its key is the file and the package URL: found on another line of the same file, it is the
    /// same finding.
    pub fn finding(&self) -> Option<Finding> {
        if !self.is_finding() {
            return None;
        }
        let dependency = self.dependency;
        let purl = dependency.purl();
        Some(Finding {
            kind: FindingKind::Package,
            key: format!("{}: {purl}", dependency.path),
            level: self.level,
            title: self.title(&purl),
            reason: self.reason(),
            ours: vec![Artefact {
                path: dependency.path.clone(),
                at: format!("line {}", dependency.line),
                text: dependency.text.clone(),
            }],
            theirs: self.evidence.iter().flat_map(citations).collect(),
            time: self.evidence.iter().filter_map(published).min(),
            techniques: Vec::new(),
            unknown: self.unknown(),
            next: self.next(),
            subject: purl,
        })
    }

    fn title(&self, purl: &str) -> Bilingual {
        let vulnerable = self.evidence.iter().filter(|one| one.verdict.is_hit()).all(|one| {
            matches!(one.voice, Voice::Record(known) if known.report.kind == ReportKind::Vulnerable)
        });
        if vulnerable {
            return Bilingual::new(
                format!("{purl} has a reported weakness"),
                format!("{purl} に脆弱性の報告がある"),
            );
        }
        let (en, ja) = match self.verdict {
            Verdict::Possible => (
                "may be a release that is reported as malicious",
                "は悪性と報告された版の可能性がある",
            ),
            Verdict::Disputed => (
                "is reported as malicious; whether this version is meant is disputed",
                "は悪性と報告されているが、このバージョンを指すかには争いがある",
            ),
            Verdict::Named => ("is named in a report", "がレポートに挙げられている"),
            _ => ("is reported as malicious", "は悪性と報告されている"),
        };
        Bilingual::new(format!("{purl} {en}"), format!("{purl} {ja}"))
    }

    /// Why it is one: the strongest verdict in words.
    pub fn reason(&self) -> Bilingual {
        let who = self.evidence.first().map(|one| source(one)).unwrap_or_default();
        let used = self.dependency.version.as_deref().unwrap_or("-");
        let named = self.versions().into_iter().take(6).collect::<Vec<_>>().join(", ");
        let (en, ja) = match self.verdict {
            Verdict::Confirmed => (
                format!("{who} names this very version, {used}"),
                format!("{who} が、使用中のバージョン {used} そのものを挙げている"),
            ),
            Verdict::Range => (
                format!("{who} draws a range of versions that holds {used}"),
                format!("{who} が示すバージョンの範囲に {used} が入る"),
            ),
            Verdict::AllVersions => (
                format!("{who} reports all versions; no single version was named"),
                format!("{who} は全バージョンを報告している（個別のバージョンは挙げていない）"),
            ),
            Verdict::Possible => (
                format!(
                    "which version is used cannot be told; {who} names {named}, which may be taken"
                ),
                format!("使用中のバージョンを確定できない。{who} が挙げる {named} が入りうる"),
            ),
            Verdict::Disputed => (
                format!(
                    "{who} names {named} and beside them a range without end that holds {used}: a disputed claim"
                ),
                format!(
                    "{who} は {named} を挙げるが、{used} を含む終わりのない範囲も併記している（争いのある主張）"
                ),
            ),
            Verdict::Named if self.is_imitated() => (
                format!("{who} names it as the one that another package imitates"),
                format!("{who} は、別のパッケージに模倣された側として名前を挙げている"),
            ),
            Verdict::Named => (
                format!("{who} names the package and no version"),
                format!("{who} がパッケージ名を挙げている（バージョンの記載なし）"),
            ),
            Verdict::OtherVersion | Verdict::Withdrawn => (
                format!("{who} speaks of other versions"),
                format!("{who} は別のバージョンについて述べている"),
            ),
        };
        Bilingual::new(en, ja)
    }

    fn unknown(&self) -> Vec<Bilingual> {
        let mut unknown = Vec::new();
        let add = |unknown: &mut Vec<Bilingual>, en: &str, ja: &str| {
            unknown.push(Bilingual::new(en, ja));
        };
        match self.verdict {
            Verdict::AllVersions => add(
                &mut unknown,
                "whether every version was harmful: the record names none",
                "すべてのバージョンが有害だったか（記録は個別のバージョンを挙げていない）",
            ),
            Verdict::Possible => {
                add(&mut unknown, "which version is installed", "実際に導入されたバージョン")
            }
            Verdict::Disputed => add(
                &mut unknown,
                "whether the open range was meant, or written by default",
                "終わりのない範囲が意図したものか、既定値か",
            ),
            Verdict::Named => {
                add(&mut unknown, "which versions are meant", "どのバージョンを指すか")
            }
            _ => {}
        }
        if let Origin::Registry(Some(host)) = &self.dependency.origin {
            unknown.push(Bilingual::new(
                format!("whether `{host}` gives the same package as the public registry that the reports speak of"),
                format!("`{host}` のパッケージが、報告の対象である公開レジストリのものと同じか"),
            ));
        }
        if self.disagreements.iter().any(|one| one.matter == Matter::Purpose) {
            add(
                &mut unknown,
                "what it was made for: the sources disagree",
                "作成の目的（情報源の見解が分かれている）",
            );
        }
        match self.dependency.scope {
            Scope::Development => add(
                &mut unknown,
                "on whose machines it was installed: it is a development dependency",
                "どの端末に導入されたか（開発用の依存である）",
            ),
            _ => add(&mut unknown, "whether it was installed and run", "導入され、実行されたか"),
        }
        unknown
    }

    fn next(&self) -> Vec<Bilingual> {
        let line = (&self.dependency.path, self.dependency.line);
        let mut next = Vec::new();
        if self.level == Level::Now {
            next.push(Bilingual::new(
                "stop builds that use it, and find the machines that installed it",
                "これを使うビルドを止め、導入した端末を特定する",
            ));
            next.push(Bilingual::new(
                "replace every secret that its environment could read",
                "導入環境から読めた秘密情報をすべて取り替える",
            ));
        }
        next.push(Bilingual::new(
            format!("remove or replace it in {} (line {})", line.0, line.1),
            format!("{}（{} 行目）から外すか、置き換える", line.0, line.1),
        ));
        if self.dependency.relation == Relation::Transitive {
            next.push(Bilingual::new(
                "find which of your packages asks for it",
                "どの依存がこれを要求しているかを調べる",
            ));
        }
        next
    }
}

/// The record or report of evidence, by its id or path.
fn source(evidence: &Evidence<'_>) -> String {
    match evidence.voice {
        Voice::Record(known) => known.report.id.clone(),
        Voice::Sentence(statement) => statement.path.clone(),
    }
}

fn published(evidence: &Evidence<'_>) -> Option<Timestamp> {
    match evidence.voice {
        Voice::Record(known) if evidence.verdict.is_hit() => known.report.published,
        _ => None,
    }
}

fn citations(evidence: &Evidence<'_>) -> Vec<Citation> {
    match evidence.voice {
        Voice::Record(known) => of_record(known),
        Voice::Sentence(statement) => {
            let imitated = statement.part == Part::Imitated;
            let mark = if imitated { " (as the one that is imitated)" } else { "" };
            let title = statement.title.as_deref().unwrap_or(&statement.path);
            vec![Citation {
                who: statement.who.clone(),
                what: format!("{title}{mark}"),
                text: statement.text.clone(),
                place: Some((statement.document, statement.span)),
                link: Some(statement.path.clone()),
                attitude: Some(statement.stance.into()),
            }]
        }
    }
}

/// Each source of a record speaks for itself.
fn of_record(known: &KnownReport) -> Vec<Citation> {
    let report = &known.report;
    let mut versions: Vec<String> = report.versions.iter().take(8).cloned().collect();
    versions.extend(report.ranges.iter().take(4).map(shown));
    let what = match versions.is_empty() {
        true => report.id.clone(),
        false => format!("{} ({})", report.id, versions.join(", ")),
    };
    let link = report.links.first().cloned();
    let cite = |who: &str, text: &str| Citation {
        who: who.to_owned(),
        what: what.clone(),
        text: text[..text.floor_char_boundary(LONGEST)].to_owned(),
        place: None,
        link: link.clone(),
        attitude: None,
    };
    if report.claims.is_empty() {
        let who =
            if report.finders.is_empty() { report.id.clone() } else { report.finders.join(", ") };
        return vec![cite(&who, &report.summary)];
    }
    report.claims.iter().map(|claim| cite(&claim.who, &claim.text)).collect()
}
