//! Any document and any reading, whatever the model allows.

use noroshi_model::{
    Attribution, AttributionLevel, Basis, Block, BlockKind, Chance, CitedSource, Claim, ClaimKind,
    Concern, ConcernReason, Currency, Dated, Document, DocumentDates, DocumentId, Drift, DriftKind,
    EntityId, EntityKind, Event, EventStatus, Grounds, Language, Level, Likelihood, Link, Media,
    Mention, MentionKind, Moment, Money, Place, Precision, Predicate, Problem, Reading, Reason,
    Relation, Role, Sentence, SourceKind, Span, Speaker, SpeakerChain, Stance, Subject, Surface,
    TagBasis, TechniqueTag, Tlp, Value,
};
use noroshi_store::Kept;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Some of them, the same in every run.
pub(crate) fn some_kept(count: usize) -> Vec<Kept> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| kept().new_tree(&mut runner).expect("no filter").current()).collect()
}

/// Any document with any reading.
pub(crate) fn kept() -> impl Strategy<Value = Kept> {
    (document(), reading(), 0..i64::MAX as u64).prop_map(|(document, reading, bytes)| Kept {
        document,
        reading,
        bytes,
    })
}

/// Any concern about a document.
pub(crate) fn concern(document: DocumentId) -> impl Strategy<Value = Concern> {
    let level = select(vec![Level::Know, Level::Soon, Level::Now]);
    let reason = (select(Surface::ALL.to_vec()), words(), words(), rule(), words());
    (level, span(), span(), reason).prop_map(move |(level, sentence, span, reason)| {
        let (surface, ours, theirs, rule, cue) = reason;
        let reason = ConcernReason { surface, ours, theirs, rule, cue };
        Concern { level, document, sentence, span, reason }
    })
}

/// Any problem.
pub(crate) fn problem() -> impl Strategy<Value = Problem> {
    let code = select(vec!["NRS-FORMAT-001", "NRS-READ-009"]);
    let facts = vec((select(vec!["path", "line"]), words()), 0..3);
    (code, of(words()), of(span()), facts).prop_map(|(code, path, span, facts)| Problem {
        code,
        place: Place { path, span },
        facts,
    })
}

/// Text with everything that text can have: NUL, surrogate-range neighbours, wide and narrow.
fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", "[ぁ-んァ-ヶ一-龠ｦ-ﾟＡ-Ｚ]{0,12}", "\\PC{0,8}", "[\0'\"\\\\\n]{0,4}"]
}

fn rule() -> impl Strategy<Value = &'static str> {
    select(vec!["defanged", "cue", "reserved-range", "exploited"])
}

fn span() -> impl Strategy<Value = Span> {
    (0_usize..100_000, 1_usize..500)
        .prop_map(|(start, length)| Span::new(start, start + length).expect("not empty"))
}

fn language() -> impl Strategy<Value = Language> {
    select(vec![Language::Ja, Language::En, Language::Zh, Language::Unknown])
}

fn tlp() -> impl Strategy<Value = Tlp> {
    select(Tlp::ALL.to_vec())
}

fn moment() -> impl Strategy<Value = Moment> {
    const ALL: [&str; 13] = [
        "instant",
        "minute",
        "hour",
        "part-of-day",
        "day",
        "week",
        "third-of-month",
        "month",
        "season",
        "quarter",
        "half-year",
        "year",
        "interval",
    ];
    let start = (1990_u16..2100, 1_u8..=12, 1_u8..=28, 0_u8..24, 0_u8..60, 0_u32..1_000_000_000);
    let end = (1_u16..3, 1_u8..=12);
    (start, end, select(ALL.to_vec()), of(-720_i16..=840)).prop_map(
        |((year, month, day, hour, minute, nano), (years, until), fine, zone)| {
            let start = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:07.{nano:09}");
            let end = format!("{:04}-{until:02}-28T23:59:59", year + years);
            let parsed = |text: &str| text.parse().expect("a date");
            let precision = Precision::from_word(fine).expect("a word");
            let moment = Moment::new(parsed(&start), parsed(&end), precision).expect("in order");
            zone.map_or(moment, |minutes| moment.in_zone(minutes))
        },
    )
}

fn dated() -> impl Strategy<Value = Dated> {
    let basis = prop_oneof![
        words().prop_map(Basis::Metadata),
        span().prop_map(Basis::Byline),
        Just(Basis::Title),
        Just(Basis::FileName),
        Just(Basis::Given),
        rule().prop_map(Basis::Rule),
    ];
    (moment(), basis).prop_map(|(moment, basis)| Dated { moment, basis })
}

fn dates() -> impl Strategy<Value = DocumentDates> {
    (of(dated()), of(dated()), of(dated()), of(dated()), of(dated())).prop_map(
        |(published, covers, rendered, fetched, anchor)| DocumentDates {
            published,
            covers,
            rendered,
            fetched,
            anchor,
        },
    )
}

fn block() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![
        (1_u8..7).prop_map(BlockKind::Heading),
        select(vec![
            BlockKind::Paragraph,
            BlockKind::Item,
            BlockKind::Row,
            BlockKind::Code,
            BlockKind::Quote,
            BlockKind::PageFurniture,
            BlockKind::Navigation,
            BlockKind::HeaderRow,
            BlockKind::Time,
            BlockKind::Sender,
            BlockKind::Recipient,
            BlockKind::Said,
        ]),
    ];
    (span(), kind).prop_map(|(span, kind)| Block { span, kind })
}

fn link() -> impl Strategy<Value = Link> {
    (span(), words()).prop_map(|(span, target)| Link { span, target })
}

fn document() -> impl Strategy<Value = Document> {
    let media = select(vec![
        Media::Text,
        Media::Markdown,
        Media::Html,
        Media::Mail,
        Media::Pdf,
        Media::Csv,
        Media::Xlsx,
        Media::ChatJson,
    ]);
    let heads = (any::<[u8; 16]>(), words(), media, of(words()), of(words()));
    let parts = (vec(words(), 0..20), vec(block(), 0..4), vec(link(), 0..3));
    let dates = (of(dated()), of(dated()), of(language()), of(tlp()));
    (heads, parts, dates).prop_map(|(heads, (text, blocks, links), dates)| {
        let (bytes, path, media, title, publisher) = heads;
        let (published, fetched, declared_language, tlp) = dates;
        Document {
            id: DocumentId::of(&bytes),
            path,
            media,
            title,
            publisher,
            text: text.concat(),
            blocks,
            links,
            published,
            fetched,
            declared_language,
            tlp,
        }
    })
}

fn subject() -> impl Strategy<Value = Subject> {
    select(vec![
        Subject::Occurrence,
        Subject::Discovery,
        Subject::Report,
        Subject::Deadline,
        Subject::Unclear,
    ])
}

fn value() -> impl Strategy<Value = Value> {
    let currency = select(vec![
        Currency::Jpy,
        Currency::Usd,
        Currency::Eur,
        Currency::Gbp,
        Currency::Cny,
        Currency::Krw,
        Currency::Rub,
        Currency::Twd,
        Currency::Btc,
        Currency::Usdt,
    ]);
    prop_oneof![
        Just(Value::Plain),
        (moment(), subject()).prop_map(|(moment, subject)| Value::Date(moment, subject)),
        ("[0-9]{1,6}", currency)
            .prop_map(|(amount, currency)| Value::Money(Money { amount, currency })),
        (any::<u64>(), words()).prop_map(|(number, of)| Value::Count(number, of)),
    ]
}

fn entity_id() -> impl Strategy<Value = EntityId> {
    (select(EntityKind::ALL.to_vec()), "[a-z0-9.-]{1,10}")
        .prop_map(|(kind, slug)| EntityId::new(kind, &slug).expect("fits"))
}

fn mention() -> impl Strategy<Value = Mention> {
    let role = select(vec![
        Role::Indicator,
        Role::Reference,
        Role::Victim,
        Role::Example,
        Role::Contact,
        Role::Abused,
    ]);
    let canonical = prop_oneof![9 => words(), 1 => "https://[a-z狼]{900,1200}"];
    let what = (select(MentionKind::ALL.to_vec()), span(), canonical, of(role));
    let why = (rule(), of(words()), vec(entity_id(), 0..3), value());
    (what, why).prop_map(|((kind, span, canonical, role), (rule, detail, candidates, value))| {
        Mention { kind, span, canonical, role, reason: Reason { rule, detail }, candidates, value }
    })
}

fn speaker() -> impl Strategy<Value = Speaker> {
    prop_oneof![
        (words(), of(span())).prop_map(|(name, span)| Speaker::Named { name, span }),
        (words(), of(span())).prop_map(|(as_written, span)| Speaker::Unnamed { as_written, span }),
        Just(Speaker::Author),
    ]
}

fn likelihood() -> impl Strategy<Value = Likelihood> {
    (0.0_f32..=1.0, 0.0_f32..=1.0)
        .prop_map(|(a, b)| Likelihood::new(a.min(b), a.max(b)).expect("in order"))
}

fn attribution() -> impl Strategy<Value = Attribution> {
    let level = select(vec![
        AttributionLevel::Infrastructure,
        AttributionLevel::ActivityCluster,
        AttributionLevel::NamedGroup,
        AttributionLevel::Sponsor,
        AttributionLevel::Persons,
    ]);
    (level, words()).prop_map(|(level, candidate)| Attribution { level, candidate })
}

fn claim() -> impl Strategy<Value = Claim> {
    let stance =
        select(vec![Stance::Asserts, Stance::Speculates, Stance::Denies, Stance::Declines]);
    let kind =
        select(vec![ClaimKind::Statement, ClaimKind::AbsenceOfEvidence, ClaimKind::Reasoning]);
    let who = (span(), span(), speaker(), vec(speaker(), 0..3), stance, kind);
    let what =
        (of((likelihood(), span())), 0_usize..4, of(attribution()), words(), vec(words(), 0..3));
    (who, what).prop_map(|(who, (likelihood, hearsay_marks, attribution, about, roots))| {
        let (span, sentence, outermost, further, stance, kind) = who;
        let speakers = SpeakerChain::new(outermost, further);
        Claim {
            span,
            sentence,
            speakers,
            stance,
            kind,
            likelihood,
            hearsay_marks,
            attribution,
            about,
            roots,
        }
    })
}

fn grounds() -> impl Strategy<Value = Grounds> {
    let reason = || {
        (select(vec!["cue", "brackets", "intrusion"]), of(words()))
            .prop_map(|(rule, detail)| Reason { rule, detail })
    };
    let chance = || (0_u8..=100).prop_map(|it| Chance::hundredths(it).expect("at most all"));
    prop_oneof![
        reason().prop_map(Grounds::Rule),
        chance().prop_map(Grounds::Learned),
        (reason(), chance()).prop_map(|(reason, chance)| Grounds::Both(reason, chance)),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let status = select(vec![EventStatus::Claimed, EventStatus::Observed, EventStatus::Both]);
    let people = (vec(words(), 0..3), vec(words(), 0..3), vec(words(), 0..3));
    let told = (vec(span(), 1..4), grounds());
    (words(), of((moment(), subject())), people, status, told).prop_map(
        |(what, when, (victims, actors, techniques), status, (spans, grounds))| Event {
            what,
            when,
            victims,
            actors,
            techniques,
            status,
            spans,
            grounds,
        },
    )
}

fn relation() -> impl Strategy<Value = Relation> {
    let predicate = select(vec![
        Predicate::SameAs,
        Predicate::RelatedTo,
        Predicate::Targets,
        Predicate::Uses,
        Predicate::Exploits,
        Predicate::Impersonates,
        Predicate::DistributedVia,
        Predicate::SponsoredBy,
        Predicate::PartOf,
        Predicate::LocatedIn,
        Predicate::OperatedBy,
        Predicate::Offers,
        Predicate::Steals,
        Predicate::DeadlineOf,
        Predicate::Requires,
        Predicate::Denies,
    ]);
    (words(), predicate, words(), span(), grounds()).prop_map(
        |(subject, predicate, object, span, grounds)| Relation {
            subject,
            predicate,
            object,
            span,
            grounds,
        },
    )
}

fn source() -> impl Strategy<Value = CitedSource> {
    (words(), select(SourceKind::ALL.to_vec()), words(), span())
        .prop_map(|(name, kind, via, span)| CitedSource { name, kind, via, span })
}

fn technique() -> impl Strategy<Value = TechniqueTag> {
    let basis = prop_oneof![
        Just(TagBasis::Named),
        Just(TagBasis::Cue),
        (-2.0_f32..2.0).prop_map(|score| TagBasis::Model { score }),
    ];
    (1000_u32..1700, span(), vec(span(), 0..3), basis).prop_map(|(number, span, cues, basis)| {
        let technique = EntityId::new(EntityKind::Technique, &format!("T{number}.001"));
        TechniqueTag { technique: technique.expect("an id"), span, cues, basis }
    })
}

fn drift() -> impl Strategy<Value = Drift> {
    (select(DriftKind::ALL.to_vec()), span(), span()).prop_map(|(kind, weaker, stronger)| Drift {
        kind,
        weaker,
        stronger,
    })
}

fn sentence() -> impl Strategy<Value = Sentence> {
    (span(), language(), any::<bool>()).prop_map(|(span, language, boilerplate)| Sentence {
        span,
        language,
        boilerplate,
    })
}

fn reading() -> impl Strategy<Value = Reading> {
    let heads = (language(), of(words()), dates(), of(tlp()));
    let said = (vec(mention(), 0..4), vec(claim(), 0..3), vec(event(), 0..3));
    let rest = (vec(sentence(), 0..4), vec(relation(), 0..3), vec(span(), 0..3));
    let rest = (rest, vec(source(), 0..3), vec(drift(), 0..2), vec(technique(), 0..3));
    (heads, said, rest, vec(problem(), 0..3)).prop_map(|(heads, said, rest, problems)| {
        let (language, title, dates, tlp) = heads;
        let (mentions, claims, events) = said;
        let ((sentences, relations, boilerplate), sources, drift, techniques) = rest;
        Reading {
            language,
            title,
            dates,
            tlp,
            sentences,
            mentions,
            claims,
            events,
            relations,
            techniques,
            sources,
            drift,
            boilerplate,
            problems,
        }
    })
}
