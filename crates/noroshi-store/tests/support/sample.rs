//! Invented documents, made by hand or by number. No real organisation is meant.

use noroshi_model::{
    Attribution, AttributionLevel, Basis, Claim, ClaimKind, Dated, Document, DocumentId, Language,
    Likelihood, Media, Mention, MentionKind, Moment, Reading, Reason, Role, Sentence, Span,
    Speaker, SpeakerChain, Stance, Value,
};
use noroshi_store::Kept;

/// A document with a text and nothing read in it.
pub(crate) fn plain(text: &str) -> Kept {
    let document = Document {
        id: DocumentId::of(text.as_bytes()),
        path: format!("reports/{}.txt", DocumentId::of(text.as_bytes()).short()),
        media: Media::Text,
        title: None,
        publisher: None,
        text: text.to_owned(),
        blocks: Vec::new(),
        links: Vec::new(),
        published: None,
        fetched: None,
        declared_language: None,
        tlp: None,
    };
    Kept { document, reading: nothing_read(), bytes: text.len() as u64 }
}

/// The same document, published on a day.
pub(crate) fn published(text: &str, year: i16, month: i8) -> Kept {
    let mut kept = plain(text);
    kept.reading.dates.published = Some(in_month(year, month));
    kept
}

/// A month, given by whoever gave the document.
pub(crate) fn in_month(year: i16, month: i8) -> Dated {
    let moment = Moment::month(year, month).expect("a month");
    Dated { moment, basis: Basis::Given }
}

fn nothing_read() -> Reading {
    Reading::nothing(Language::Ja)
}

/// Sentences that the numbered documents are made of; `{}` is where a number goes.
const SENTENCES: [&str; 8] = [
    "甲社は、攻撃者がVSCodeトンネルを悪用し、内部のネットワークに侵入したと発表した。",
    "関係者によると、ランサムウェアの被害は{}件に上る可能性がある。",
    "The operator of cluster UNC-{} is likely to have used a remote tunnel, researchers said.",
    "標的型攻撃のメールは、港湾と物流の事業者{}社に送られていた。",
    "通信先は198.51.100.{}であり、C2サーバとして使われたとみられる。",
    "CVE-2024-{}の修正は公開されているが、適用は進んでいないという。",
    "乙庁は関与を否定し、コメントを避けた。調査番号は{}である。",
    "Indicators include a loader named kagaribi{}.dll and scheduled tasks.",
];

/// The document of a number: at least `bytes` long, with about as many mentions and claims as
/// a report has, each number with words of its own.
pub(crate) fn numbered(number: u64, bytes: usize) -> Kept {
    let mut text = format!("報告書第{number}号 合言葉は{}\n\n", word(number));
    let mut sentences = Vec::new();
    let mut turn = number;
    while text.len() < bytes {
        turn = next(turn);
        let start = text.len();
        text.push_str(&if turn >> 63 == 0 { composed(turn) } else { varied(turn) });
        sentences.extend(Span::new(start, text.len()));
        text.push('\n');
    }
    let mut kept = plain(&text);
    kept.document.path = format!("reports/{number}.txt");
    kept.reading.title = text.lines().next().map(str::to_owned);
    kept.reading.dates.published =
        Some(in_month(2020 + (number % 5) as i16, 1 + (number % 12) as i8));
    kept.reading.sentences = sentences.iter().map(|span| sentence(*span)).collect();
    kept.reading.mentions =
        sentences.iter().zip(0..).flat_map(|(span, nth)| mentions(*span, number, nth)).collect();
    kept.reading.claims = sentences.iter().step_by(3).map(|span| claim(*span, number)).collect();
    kept
}

/// Another number that looks like chance. Source: Knuth's MMIX generator.
fn next(turn: u64) -> u64 {
    turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}

/// One of the sentences, with a number.
fn composed(turn: u64) -> String {
    let sentence = SENTENCES[(turn >> 33) as usize % SENTENCES.len()];
    sentence.replace("{}", &((turn >> 40) % 10_000).to_string())
}

/// A sentence of invented words of two kanji, of which there are some thousands, so that the
/// index has as many different entries as that of real reports.
fn varied(turn: u64) -> String {
    let kanji = |number: u64| char::from_u32(0x5000 + (number % 1_800) as u32).unwrap_or('字');
    let words = (0..10).scan(turn, |turn, _| {
        *turn = next(*turn);
        let word = (*turn >> 33) % 6_000;
        Some(format!("{}{}", kanji(word * 7), kanji(word / 3)))
    });
    words.collect::<Vec<_>>().join("の") + "。"
}

/// A made-up word of katakana that only the document of this number has.
pub(crate) fn word(number: u64) -> String {
    const KANA: [char; 10] = ['ア', 'キ', 'ス', 'テ', 'ノ', 'ハ', 'ミ', 'ユ', 'レ', 'ロ'];
    let digits = format!("{number:06}").into_bytes();
    digits.iter().map(|digit| KANA[usize::from(digit - b'0') % 10]).collect()
}

fn sentence(span: Span) -> Sentence {
    Sentence { span, language: Language::Ja, boilerplate: false }
}

fn mentions(span: Span, number: u64, nth: u64) -> [Mention; 2] {
    let mention = |kind, canonical: String, role, rule| Mention {
        kind,
        span,
        canonical,
        role,
        reason: Reason::with(rule, "調査"),
        candidates: Vec::new(),
        value: Value::Plain,
    };
    let address = format!("198.51.{}.{}", number % 200, nth % 200);
    let group = format!("UNC-{}", (number + nth) % 500);
    [
        mention(MentionKind::Ip, address, Some(Role::Indicator), "defanged"),
        mention(MentionKind::ThreatActor, group, None, "name"),
    ]
}

fn claim(span: Span, number: u64) -> Claim {
    let official = Speaker::Unnamed { as_written: "関係者".to_owned(), span: Some(span) };
    Claim {
        span,
        sentence: span,
        speakers: SpeakerChain::new(Speaker::Author, vec![official]),
        stance: Stance::Speculates,
        kind: ClaimKind::Statement,
        likelihood: Likelihood::new(0.55, 0.8).map(|likelihood| (likelihood, span)),
        hearsay_marks: 1,
        attribution: Some(Attribution {
            level: AttributionLevel::ActivityCluster,
            candidate: format!("UNC-{}", number % 500),
        }),
        about: "ランサムウェアの被害".to_owned(),
        roots: vec!["霞台新聞".to_owned()],
    }
}
