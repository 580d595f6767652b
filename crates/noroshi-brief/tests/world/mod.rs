//! Hand-made material: invented organisations, sentences read by simple rules.
#![expect(dead_code, reason = "each test uses its own part of the builder")]

use jiff::civil::Date;
use noroshi_brief::{Found, Kind, Language, Material, Order, Settings, Source};
use noroshi_model::{
    Artefact, Attribution, AttributionLevel, Basis, Bilingual, Check, Citation, Claim, ClaimKind,
    Concern, ConcernReason, Dated, Document, DocumentDates, DocumentId, Entity, EntityId,
    EntityKind, Estate, Finding, FindingKind, Knowledge, Level, Likelihood, Media, Mention,
    MentionKind, Moment, Name, NameRule, Problem, Reading, Reason, Role, Sentence, Span, Speaker,
    SpeakerChain, Stance, Subject, Surface, Tlp, Value,
};

/// A document and its reading, built together.
pub(crate) struct Report {
    pub(crate) document: Document,
    pub(crate) reading: Reading,
}

impl Report {
    pub(crate) fn new(
        title: &str,
        publisher: &str,
        day: (i16, i8, i8),
        language: noroshi_model::Language,
        body: &str,
    ) -> Self {
        let text = format!("{title}\n{body}");
        let published = Moment::day(Date::constant(day.0, day.1, day.2))
            .map(|moment| Dated { moment, basis: Basis::Given });
        let document = Document {
            id: DocumentId::of(text.as_bytes()),
            path: format!("reports/{publisher}.txt"),
            media: Media::Text,
            title: Some(title.to_owned()),
            publisher: Some(publisher.to_owned()),
            text,
            blocks: Vec::new(),
            links: Vec::new(),
            published: published.clone(),
            fetched: None,
            declared_language: None,
            tlp: None,
        };
        let sentences = sentences(&document.text, language);
        let reading = Reading {
            title: Some(title.to_owned()),
            dates: DocumentDates { published, ..DocumentDates::default() },
            sentences,
            ..Reading::nothing(language)
        };
        Self { document, reading }
    }

    pub(crate) fn tlp(mut self, tlp: Tlp) -> Self {
        self.document.tlp = Some(tlp);
        self
    }

    /// Every place of `words`, as a mention.
    pub(crate) fn mention(self, kind: MentionKind, words: &str) -> Self {
        self.mentions(kind, words, words, None, &[])
    }

    pub(crate) fn observable(
        self,
        kind: MentionKind,
        words: &str,
        canonical: &str,
        role: Role,
    ) -> Self {
        self.mentions(kind, words, canonical, Some(role), &[])
    }

    pub(crate) fn entity(self, kind: MentionKind, words: &str, ids: &[&str]) -> Self {
        self.mentions(kind, words, words, None, ids)
    }

    fn mentions(
        mut self,
        kind: MentionKind,
        words: &str,
        canonical: &str,
        role: Option<Role>,
        ids: &[&str],
    ) -> Self {
        let candidates: Vec<EntityId> = ids.iter().map(|id| id.parse().expect("an id")).collect();
        for (at, found) in self.document.text.match_indices(words) {
            let span = Span::new(at, at + found.len()).expect("not empty");
            self.reading.mentions.push(Mention {
                kind,
                span,
                canonical: canonical.to_owned(),
                role,
                reason: Reason::with("cue", "test"),
                candidates: candidates.clone(),
                value: Value::Plain,
            });
        }
        self.reading.mentions.sort_by_key(|mention| mention.span);
        self
    }

    pub(crate) fn date(mut self, words: &str, when: Moment, subject: Subject) -> Self {
        let span = self.find(words);
        self.reading.mentions.push(Mention {
            kind: MentionKind::Date,
            span,
            canonical: when.edtf(),
            role: None,
            reason: Reason::rule("date"),
            candidates: Vec::new(),
            value: Value::Date(when, subject),
        });
        self.reading.mentions.sort_by_key(|mention| mention.span);
        self
    }

    pub(crate) fn count(mut self, words: &str, number: u64) -> Self {
        let span = self.find(words);
        self.reading.mentions.push(Mention {
            kind: MentionKind::Count,
            span,
            canonical: number.to_string(),
            role: None,
            reason: Reason::rule("count"),
            candidates: Vec::new(),
            value: Value::Count(number, words.to_owned()),
        });
        self.reading.mentions.sort_by_key(|mention| mention.span);
        self
    }

    /// The sentence that starts with `words` as a claim.
    pub(crate) fn claim(mut self, words: &str, speakers: &[&str], stance: Stance) -> Self {
        let sentence = self.sentence(words);
        let mut chain = speakers.iter().map(|name| speaker(name));
        let first = chain.next().unwrap_or(Speaker::Author);
        self.reading.claims.push(Claim {
            span: sentence,
            sentence,
            speakers: SpeakerChain::new(first, chain.collect()),
            stance,
            kind: ClaimKind::Statement,
            likelihood: None,
            hearsay_marks: 0,
            attribution: None,
            about: String::new(),
            roots: Vec::new(),
        });
        self
    }

    pub(crate) fn absence(mut self) -> Self {
        self.last().kind = ClaimKind::AbsenceOfEvidence;
        self
    }

    pub(crate) fn likelihood(mut self, words: &str, low: f32, high: f32) -> Self {
        let span = self.find(words);
        self.last().likelihood = Likelihood::new(low, high).map(|likelihood| (likelihood, span));
        self
    }

    pub(crate) fn blames(mut self, level: AttributionLevel, candidate: &str) -> Self {
        self.last().attribution = Some(Attribution { level, candidate: candidate.to_owned() });
        self
    }

    fn last(&mut self) -> &mut Claim {
        self.reading.claims.last_mut().expect("a claim")
    }

    pub(crate) fn find(&self, words: &str) -> Span {
        let at = self.document.text.find(words).unwrap_or_else(|| panic!("no `{words}`"));
        Span::new(at, at + words.len()).expect("not empty")
    }

    pub(crate) fn sentence(&self, words: &str) -> Span {
        let span = self.find(words);
        let found = self.reading.sentences.iter().find(|it| it.span.covers(span));
        found.expect("a sentence").span
    }

    pub(crate) fn concern(
        &self,
        level: Level,
        surface: Surface,
        ours: &str,
        rule: &'static str,
        cue: &str,
    ) -> Concern {
        let span = self.find(ours);
        let reason = ConcernReason {
            surface,
            ours: ours.to_owned(),
            theirs: ours.to_owned(),
            rule,
            cue: cue.to_owned(),
        };
        Concern { level, document: self.document.id, sentence: self.sentence(ours), span, reason }
    }

    /// A log event that matches what the report says of a supplier.
    pub(crate) fn found(&self) -> Found {
        let span = self.find("北斗物流");
        let text = span.of(&self.document.text).expect("a name").to_owned();
        let cited = Citation {
            who: "Noroshi project".to_owned(),
            what: "a rule <b>".to_owned(),
            text,
            place: Some((self.document.id, span)),
            link: None,
            attitude: None,
        };
        let artefact = |text: &str| Artefact {
            path: "logs/ws-07.jsonl".to_owned(),
            at: "line 4".to_owned(),
            text: text.to_owned(),
        };
        let finding = Finding {
            kind: FindingKind::Log,
            key: "rule event".to_owned(),
            level: Level::Now,
            subject: "WS-07".to_owned(),
            title: Bilingual::new("A tunnel was opened", "トンネルが開かれた"),
            reason: Bilingual::new("the rule matched CommandLine", "CommandLine が一致した"),
            ours: vec![artefact("code.exe tunnel <script>")],
            theirs: vec![cited],
            time: None,
            techniques: vec!["T1572".parse().expect("an id")],
            unknown: vec![Bilingual::new("who opened it", "誰が開いたか")],
            next: vec![Bilingual::new("ask the owner", "所有者に確認する")],
        };
        Found { finding, tlp: None }
    }
}

fn check() -> Check {
    Check {
        kind: FindingKind::Log,
        scope: Bilingual::new("31 rules in 3 logs", "ルール 31 件をログ 3 件で"),
        document: None,
        at: jiff::Timestamp::from_second(1_735_000_000).expect("in range"),
        looked_at: 120,
        found: 1,
        gaps: vec![Bilingual::new("no Sysmon", "Sysmon がない")],
    }
}

fn speaker(name: &str) -> Speaker {
    match name.split_once(':') {
        Some(("unnamed", words)) => Speaker::Unnamed { as_written: words.to_owned(), span: None },
        _ if name == "author" => Speaker::Author,
        _ => Speaker::Named { name: name.to_owned(), span: None },
    }
}

fn sentences(text: &str, language: noroshi_model::Language) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, char) in text.char_indices() {
        let next = text[at + char.len_utf8()..].chars().next();
        let stop = char == '。'
            || char == '\n'
            || (char == '.' && matches!(next, Some(' ' | '\n') | None));
        if stop {
            let end = if char == '\n' { at } else { at + char.len_utf8() };
            let from = start + (text[start..end].len() - text[start..end].trim_start().len());
            found.extend(Span::new(from, end).map(|span| Sentence {
                span,
                language,
                boilerplate: false,
            }));
            start = at + char.len_utf8();
        }
    }
    found.extend(Span::new(start, text.len()).map(|span| Sentence {
        span,
        language,
        boilerplate: false,
    }));
    found
}

pub(crate) fn day(day: (i16, i8, i8)) -> Moment {
    Moment::day(Date::constant(day.0, day.1, day.2)).expect("a day")
}

/// A small pack: one actor with aliases, two that share a name.
pub(crate) fn knowledge() -> Knowledge {
    let name = |text: &str, by: &str| Name {
        text: text.to_owned(),
        language: noroshi_model::Language::Unknown,
        by: Some(by.to_owned()),
        rule: NameRule::Word,
        source: "made-up".to_owned(),
        seen: "2024-12-01".to_owned(),
    };
    let actor = |slug: &str, names: Vec<Name>| Entity {
        id: EntityId::new(EntityKind::ThreatActor, slug).expect("an id"),
        names,
        links: Vec::new(),
        facts: Vec::new(),
    };
    let mut heron = actor(
        "gray-heron",
        vec![
            name("Gray Heron", "Hoshi Labs"),
            name("UNX-77", "Kita Research"),
            name("灰鷺", "Kita Research"),
        ],
    );
    heron.links.push(noroshi_model::EntityLink {
        kind: noroshi_model::LinkKind::RelatedTo,
        to: EntityId::new(EntityKind::ThreatActor, "marsh-otter").expect("an id"),
        source: "made-up".to_owned(),
        seen: "2024-12-01".to_owned(),
    });
    let otter =
        actor("marsh-otter", vec![name("Marsh Otter", "Hoshi Labs"), name("Nami", "Hoshi Labs")]);
    let wave = actor(
        "wave-seven",
        vec![name("Wave Seven", "Kita Research"), name("Nami", "Kita Research")],
    );
    let sources = vec![noroshi_model::Source {
        id: "made-up".to_owned(),
        title: "Made-up names".to_owned(),
        publisher: "Noroshi tests".to_owned(),
        url: String::new(),
        licence: String::new(),
    }];
    Knowledge { entities: vec![heron, otter, wave], sources, ..Knowledge::default() }
}

pub(crate) fn estate() -> Estate {
    Estate {
        name: "架空商事".to_owned(),
        products: vec!["GateKeep VPN".to_owned()],
        suppliers: vec!["北斗物流".to_owned()],
        ..Estate::default()
    }
}

/// Six reports: four on one intrusion, one on another matter, one alone.
pub(crate) fn reports() -> Vec<Report> {
    use noroshi_model::Language::{En, Ja};
    let hokuto = "北斗物流は2024年12月20日、社内システムが不正アクセスを受け、顧客情報1万2,000件が流出したと発表した。侵入には GateKeep VPN の脆弱性 CVE-2024-90001 が悪用されたという。同社は金銭の要求について明らかにしていない。攻撃は12月18日に始まった。利用者は修正版への更新を推奨する。";
    let first = Report::new(
        "北斗物流への不正アクセスで顧客情報が流出",
        "架空新聞",
        (2024, 12, 21),
        Ja,
        hokuto,
    )
    .mention(MentionKind::Organization, "北斗物流")
    .mention(MentionKind::Vulnerability, "CVE-2024-90001")
    .mention(MentionKind::Product, "GateKeep VPN")
    .date("2024年12月20日", day((2024, 12, 20)), Subject::Report)
    .date("12月18日", day((2024, 12, 18)), Subject::Occurrence)
    .count("1万2,000件", 12000)
    .claim("北斗物流は2024年", &["北斗物流"], Stance::Asserts)
    .claim("侵入には", &["author", "unnamed:関係者"], Stance::Asserts)
    .claim("同社は金銭", &["北斗物流"], Stance::Declines)
    .claim("攻撃は", &["author"], Stance::Asserts)
    .claim("利用者は", &["author"], Stance::Asserts);
    let lab = "Gray Heron exploited CVE-2024-90001 in GateKeep VPN against 北斗物流, Hoshi Labs says. The group has been active since 10 December 2024 and hit 14 organisations. The intruders used 192.0.2.44 and https://files.example/drop as staging. We assess that Gray Heron is likely acting for financial gain.";
    let second = Report::new(
        "Gray Heron exploits GateKeep VPN flaw CVE-2024-90001",
        "Hoshi Labs",
        (2024, 12, 23),
        En,
        lab,
    )
    .entity(MentionKind::ThreatActor, "Gray Heron", &["threat-actor/gray-heron"])
    .mention(MentionKind::Vulnerability, "CVE-2024-90001")
    .mention(MentionKind::Product, "GateKeep VPN")
    .mention(MentionKind::Organization, "北斗物流")
    .observable(MentionKind::Ip, "192.0.2.44", "192.0.2.44", Role::Indicator)
    .observable(
        MentionKind::Url,
        "https://files.example/drop",
        "https://files.example/drop",
        Role::Abused,
    )
    .date("10 December 2024", day((2024, 12, 10)), Subject::Occurrence)
    .count("14 organisations", 14)
    .claim("Gray Heron exploited", &["Hoshi Labs"], Stance::Asserts)
    .blames(AttributionLevel::NamedGroup, "Gray Heron")
    .claim("The group has been", &["author"], Stance::Asserts)
    .claim("The intruders", &["author"], Stance::Asserts)
    .claim("We assess", &["author"], Stance::Speculates)
    .likelihood("likely", 0.55, 0.8);
    let denial = "北斗物流の広報は12月24日、顧客情報の流出は確認されていないと述べ、流出を否定した。Nami と名乗る集団が犯行を主張している。捜査関係者は Nami の関与の可能性があるとみている。";
    let third = Report::new("北斗物流、顧客情報流出を否定", "北都通信", (2024, 12, 24), Ja, denial)
        .mention(MentionKind::Organization, "北斗物流")
        .entity(
            MentionKind::ThreatActor,
            "Nami",
            &["threat-actor/marsh-otter", "threat-actor/wave-seven"],
        )
        .date("12月24日", day((2024, 12, 24)), Subject::Report)
        .claim("北斗物流の広報は", &["北斗物流の広報"], Stance::Denies)
        .claim("Nami と名乗る", &["author", "Nami"], Stance::Asserts)
        .blames(AttributionLevel::NamedGroup, "Nami")
        .claim("捜査関係者は", &["author", "unnamed:捜査関係者"], Stance::Speculates)
        .likelihood("可能性がある", 0.2, 0.6)
        .blames(AttributionLevel::NamedGroup, "Nami");
    let other = Report::new("港湾システムの障害、原因は設定の誤り", "架空新聞", (2024, 12, 11), Ja, "南港ターミナルは12月10日の障害について、サイバー攻撃ではないと説明した。復旧までに8時間を要した。再発防止策は検討中である。")
        .mention(MentionKind::Organization, "南港ターミナル")
        .date("12月10日", day((2024, 12, 10)), Subject::Occurrence)
        .count("8時間", 8)
        .claim("南港ターミナルは", &["南港ターミナル"], Stance::Denies)
        .claim("復旧まで", &["author"], Stance::Asserts);
    let hostile = Report::new("<script>alert(1)</script> \"quoted\" & more", "Evil <b>Press</b>", (2024, 12, 5), En, "The <img src=x onerror=alert(1)> library steals tokens from 300 builds, ACME says. Contact us at press@evil.example.")
        .mention(MentionKind::Organization, "ACME")
        .observable(MentionKind::Email, "press@evil.example", "press@evil.example", Role::Contact)
        .count("300 builds", 300)
        .claim("The <img", &["ACME"], Stance::Asserts);
    vec![first, second, third, other, hostile]
}

/// One of many reports: every tenth is on one campaign, the others each on their own matter.
pub(crate) fn crowd(at: usize) -> Report {
    let campaign = at.is_multiple_of(10);
    let (name, cve) = if campaign {
        ("Silent Kiln".to_owned(), "CVE-2024-80000".to_owned())
    } else {
        (format!("Group{at:03}"), format!("CVE-2024-7{at:04}"))
    };
    let title = format!("{name} の活動、第{at}報");
    let mut body = format!("{name} は第{at}工場の生産管理システムに侵入し、{cve} を悪用した。");
    for line in 0..200 {
        body += &format!(
            "第{at}報の補足{line}: 担当者は{line}台の端末を調べ、設定{at}-{line}を確認した。"
        );
    }
    let day = (2024, 12, i8::try_from(at % 28).unwrap_or(0) + 1);
    let victim = format!("第{at}工場");
    Report::new(&title, &format!("通信社{}", at % 7), day, noroshi_model::Language::Ja, &body)
        .mention(MentionKind::Campaign, &name)
        .mention(MentionKind::Vulnerability, &cve)
        .mention(MentionKind::Organization, &victim)
        .claim(&format!("{name} は第"), &["author"], Stance::Asserts)
}

/// A letter on many matters, the intrusion among them.
pub(crate) fn weekly() -> Report {
    let body = "北斗物流は CVE-2024-90001 を悪用され、顧客情報を失ったと述べた。南港ターミナルは攻撃ではないとした。";
    let ja = noroshi_model::Language::Ja;
    Report::new("週刊 沖の灯 第7号", "沖の灯", (2024, 12, 28), ja, body)
        .mention(MentionKind::Organization, "北斗物流")
        .mention(MentionKind::Organization, "南港ターミナル")
        .mention(MentionKind::Vulnerability, "CVE-2024-90001")
        .claim("北斗物流は", &["北斗物流"], Stance::Asserts)
        .claim("南港ターミナルは", &["南港ターミナル"], Stance::Denies)
}

/// Two papers that answer differently whether the files of a firm are genuine.
pub(crate) fn forgery() -> [Report; 2] {
    let ja = noroshi_model::Language::Ja;
    let one = "雲居計算の内部文書が投稿された。元社員は、雲居計算の文書は本物だと話した。";
    let two = "雲居計算の文書について調べた。雲居計算の代表は、文書は偽造だと述べた。";
    [
        Report::new("雲居計算の内部文書が流出か", "東港新報", (2024, 12, 9), ja, one).claim(
            "元社員は",
            &["unnamed:元社員"],
            Stance::Asserts,
        ),
        Report::new("雲居計算「内部文書は知らない」", "北都通信", (2024, 12, 10), ja, two).claim(
            "雲居計算の代表は",
            &["雲居計算の代表"],
            Stance::Asserts,
        ),
    ]
}

/// Everything at once, for tests that borrow it.
pub(crate) struct World {
    pub(crate) reports: Vec<Report>,
    pub(crate) knowledge: Knowledge,
    pub(crate) estate: Estate,
    pub(crate) concerns: Vec<Concern>,
    pub(crate) found: Vec<Found>,
    pub(crate) checks: Vec<Check>,
    pub(crate) settings: Settings,
    pub(crate) unread: Vec<Problem>,
}

impl World {
    pub(crate) fn new() -> Self {
        let reports = reports();
        let concerns = vec![
            reports[0].concern(Level::Now, Surface::Supplier, "北斗物流", "leaked", "流出"),
            reports[1].concern(
                Level::Soon,
                Surface::Product,
                "GateKeep VPN",
                "exploited",
                "exploited",
            ),
        ];
        let unread = vec![Problem::new("NRS-CONCERN-001").fact("country", "XQ")];
        let found = vec![reports[0].found()];
        let checks = vec![check()];
        let (knowledge, estate, settings) = (knowledge(), estate(), Settings::default());
        Self { reports, knowledge, estate, concerns, found, checks, settings, unread }
    }

    pub(crate) fn material(&self) -> Material<'_> {
        Material {
            sources: self
                .reports
                .iter()
                .map(|it| Source { document: &it.document, reading: &it.reading })
                .collect(),
            knowledge: &self.knowledge,
            estate: &self.estate,
            concerns: &self.concerns,
            found: &self.found,
            checks: &self.checks,
            settings: &self.settings,
            unread: &self.unread,
        }
    }
}

pub(crate) fn order(kind: Kind, language: Language) -> Order {
    Order { kind, language, period: (2024, 12), cut_off: Date::constant(2025, 1, 6), tlp: None }
}
