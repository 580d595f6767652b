//! Look-alikes and confusions as findings.

use noroshi_model::{Artefact, Bilingual, Citation, Finding, FindingKind, Level};

use super::confusion::{Confusion, ConfusionKind};
use super::{Likeness, STRICT, Why};
use crate::inventory::Dependency;

impl Likeness {
    /// The finding that a package in use has such a name.
    ///
    /// `soon` from [`STRICT`] on, else `know`; never `now`: a name alone is no report.
    /// `list` says where the protected name stands, for people.
    pub fn finding(&self, dependency: &Dependency, list: &str) -> Finding {
        let says = self.operation.says();
        let (name, of, score) = (&self.name, &self.of, self.score);
        Finding {
            kind: FindingKind::Package,
            key: format!("look-alike {} {}", dependency.purl(), self.of),
            level: if self.score >= STRICT { Level::Soon } else { Level::Know },
            subject: dependency.purl(),
            title: Bilingual::new(
                format!("the name looks like `{of}`"),
                format!("`{of}`に似た名前"),
            ),
            reason: Bilingual::new(
                format!("`{name}` against `{of}`: {} (score {score:.2})", says.en),
                format!("`{name}`と`{of}`: {}（スコア{score:.2}）", says.ja),
            ),
            ours: vec![artefact(dependency)],
            theirs: vec![self.citation(list)],
            time: None,
            techniques: Vec::new(),
            unknown: vec![Bilingual::new(
                "what the package does, and whether it was meant: most unusual names are honest",
                "パッケージの中身と、意図した指定かどうか（珍しい名前の多くは無害）",
            )],
            next: vec![Bilingual::new(
                format!(
                    "compare with `{of}`: who publishes it, since when; then correct the line or accept it"
                ),
                format!("`{of}`と公開者・公開日を比べ、指定を直すか、容認として記録する"),
            )],
        }
    }

    fn citation(&self, list: &str) -> Citation {
        let marks = self.reasons.iter().map(|(mark, part)| format!("{} {part:+.2}", mark.word));
        let why = match self.why {
            Why::Brand => "brand word",
            Why::Own => "package in use",
            Why::Popular => "popular package",
        };
        Citation {
            who: list.to_owned(),
            what: format!("look-alike of `{}` ({why})", self.of),
            text: marks.collect::<Vec<_>>().join(", "),
            place: None,
            link: None,
            attitude: None,
        }
    }
}

impl Confusion {
    /// The finding that a private name may be served by a public registry.
    ///
    /// `now` when the version is far above ours or made of nines; `soon` when the same name comes
    /// from two places; `know` when the file only names no registry of ours.
    pub fn finding(&self) -> Finding {
        let name = &self.dependency.name;
        Finding {
            kind: FindingKind::Package,
            key: format!("confusion {}", self.dependency.purl()),
            level: self.level(),
            subject: self.dependency.purl(),
            title: Bilingual::new(
                format!("`{name}` is a name of ours, taken from a public registry"),
                format!("自組織の名前`{name}`が公開レジストリから取られている"),
            ),
            reason: self.reason(),
            ours: std::iter::once(&self.dependency).chain(&self.ours).map(artefact).collect(),
            theirs: vec![self.citation()],
            time: None,
            techniques: Vec::new(),
            unknown: vec![Bilingual::new(
                "whether the name is taken on the public registry, and by whom",
                "公開レジストリにその名前があるか、誰が公開したか",
            )],
            next: vec![Bilingual::new(
                "bind the scope or name to your own registry, and look at machines that installed this version",
                "スコープや名前を自組織のレジストリに固定し、この版を入れた端末を調べる",
            )],
        }
    }

    fn level(&self) -> Level {
        match self.kinds.iter().max() {
            Some(ConfusionKind::FarAbove | ConfusionKind::Nines) => Level::Now,
            Some(ConfusionKind::TwoOrigins) => Level::Soon,
            _ => Level::Know,
        }
    }

    fn reason(&self) -> Bilingual {
        let texts: Vec<Bilingual> = self.kinds.iter().map(|kind| self.says(*kind)).collect();
        let join = |pick: fn(&Bilingual) -> &str, by: &str| {
            texts.iter().map(pick).collect::<Vec<_>>().join(by)
        };
        Bilingual::new(join(|text| &text.en, "; "), join(|text| &text.ja, "。"))
    }

    fn says(&self, kind: ConfusionKind) -> Bilingual {
        let version = self.dependency.version.as_deref().unwrap_or("?");
        let ours = self.ours.as_ref().and_then(|ours| ours.version.as_deref()).unwrap_or("?");
        match kind {
            ConfusionKind::Public => Bilingual::new(
                "it has a scope or prefix of ours, and no registry of ours is named",
                "自組織のスコープか接頭辞だが、自組織のレジストリの指定がない",
            ),
            ConfusionKind::TwoOrigins => Bilingual::new(
                "the same name comes from a place of our own elsewhere",
                "同じ名前が別の箇所では自組織の場所から取られている",
            ),
            ConfusionKind::Nines => Bilingual::new(
                format!("version {version} is higher than real ones are"),
                format!("版{version}は実在の版より高く作られている"),
            ),
            ConfusionKind::FarAbove => Bilingual::new(
                format!("version {version} is far above our {ours}"),
                format!("版{version}は自組織の{ours}よりはるかに高い"),
            ),
        }
    }

    fn citation(&self) -> Citation {
        let words: Vec<&str> = self.kinds.iter().map(|kind| kind.word()).collect();
        Citation {
            who: "Noroshi".to_owned(),
            what: "dependency confusion".to_owned(),
            text: words.join(", "),
            place: None,
            link: None,
            attitude: None,
        }
    }
}

fn artefact(dependency: &Dependency) -> Artefact {
    Artefact {
        path: dependency.path.clone(),
        at: format!("line {}", dependency.line),
        text: dependency.text.clone(),
    }
}
