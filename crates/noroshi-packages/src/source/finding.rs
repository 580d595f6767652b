//! Sightings as findings.

use noroshi_model::{Artefact, Bilingual, Citation, Finding, FindingKind, Level};

use super::Sighting;
use super::rule::Grade;

impl Sighting {
    /// The finding, unless the sighting was accepted.
    ///
    /// A high one is `now`, a medium one `soon`, a low one `know`.
    pub fn finding(&self) -> Option<Finding> {
        if self.accepted.is_some() {
            return None;
        }
        let says = self.rule.says();
        Some(Finding {
            kind: FindingKind::Package,
            key: format!("source {} {} {}", self.rule.word(), self.path, self.sha256),
            level: match self.grade {
                Grade::High => Level::Now,
                Grade::Medium => Level::Soon,
                Grade::Low => Level::Know,
            },
            subject: self.path.clone(),
            reason: self.reason(&says),
            title: says.clone().into_owned(),
            ours: vec![Artefact {
                path: self.path.clone(),
                at: format!("line {}", self.line),
                text: self.evidence.clone(),
            }],
            theirs: vec![Citation {
                who: self.rule.author().to_owned(),
                what: self.rule.word().to_owned(),
                text: says.en.clone(),
                place: None,
                link: self.rule.link().map(str::to_owned),
                attitude: None,
            }],
            time: None,
            techniques: Vec::new(),
            unknown: vec![Bilingual::new(
                "whether that is what the package is for, and whether the line is ever reached",
                "それがパッケージの本来の働きか、その行が実際に実行されるか",
            )],
            next: vec![Bilingual::new(
                "read the line with the package's documentation; accept it with a reason, or take the package out",
                "パッケージの説明と照らして行を読み、理由を付けて容認するか、パッケージを外す",
            )],
        })
    }

    fn reason(&self, says: &Bilingual) -> Bilingual {
        match self.source_line {
            None => Bilingual::new(
                format!("line {}: {}", self.line, says.en),
                format!("{}行目: {}", self.line, says.ja),
            ),
            Some(source) => Bilingual::new(
                format!("read on line {source}, line {}: {}", self.line, says.en),
                format!("{source}行目で読み、{}行目: {}", self.line, says.ja),
            ),
        }
    }
}
