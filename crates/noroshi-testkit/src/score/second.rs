//! An annotation in the place of a reading: how well two annotators of the same passages agree.

use jiff::civil::DateTime;
use jiff::{Span as Length, ToSpan};
use noroshi_model::{
    Attribution, AttributionLevel, CitedSource, Claim, ClaimKind, Drift, DriftKind, Event,
    EventStatus, Grounds, Language, Likelihood, Mention, MentionKind, Moment, Precision, Predicate,
    Reading, Reason, Relation, ScaleStep, SourceKind, Span, Speaker, SpeakerChain, Stance, Subject,
    Value,
};

use super::gold::{self, Bytes, Passage};
use super::same::{scale_place, stretch};

impl Passage {
    /// What is annotated, as if the program had read it. What the scorer compares is as annotated;
    /// what it does not compare (the kind of a claim or source, the places of events and relations)
    /// is the plainest there is.
    ///
    /// # Errors
    ///
    /// When a word, a span or a date of the annotation is none that a reading can hold; names the
    /// passage and the word, never the text.
    pub fn reading(&self) -> Result<Reading, String> {
        let reading = self.converted();
        reading.map_err(|wrong| format!("{}: a reading holds no {wrong}", self.id))
    }

    fn converted(&self) -> Result<Reading, String> {
        let whole = span((0, self.text.len()))?;
        Ok(Reading {
            mentions: all(&self.mentions, mention)?,
            claims: all(&self.claims, claim)?,
            events: all(&self.events, |it| event(it, whole))?,
            relations: all(&self.relations, |it| relation(it, whole))?,
            sources: self.sources.iter().map(|it| source(it, whole)).collect(),
            drift: all(&self.drift, drift)?,
            ..Reading::nothing(Language::Ja)
        })
    }
}

fn all<A, B>(all: &[A], one: impl Fn(&A) -> Result<B, String>) -> Result<Vec<B>, String> {
    all.iter().map(one).collect()
}

fn known<T>(what: &str, word: &str, found: Option<T>) -> Result<T, String> {
    found.ok_or_else(|| format!("{what} `{word}`"))
}

fn span((start, end): Bytes) -> Result<Span, String> {
    Span::new(start, end).ok_or_else(|| format!("span {start}..{end}"))
}

fn mention(it: &gold::Mention) -> Result<Mention, String> {
    Ok(Mention {
        kind: known("kind of mention", &it.kind, MentionKind::from_word(&it.kind))?,
        span: span(it.span)?,
        canonical: it.text.clone(),
        role: None,
        reason: Reason::rule("annotated"),
        candidates: Vec::new(),
        value: Value::Plain,
    })
}

fn claim(it: &gold::Claim) -> Result<Claim, String> {
    let span = span(it.span)?;
    let likelihood = it.level.as_deref().map(likelihood).transpose()?;
    Ok(Claim {
        span,
        sentence: span,
        speakers: speakers(&it.speaker)?,
        stance: known("stance", &it.stance, Stance::from_word(&it.stance))?,
        kind: ClaimKind::Statement,
        likelihood: likelihood.map(|likelihood| (likelihood, span)),
        hearsay_marks: 0,
        attribution: it.attribution.as_ref().map(attribution).transpose()?,
        about: String::new(),
        roots: Vec::new(),
    })
}

fn speakers(chain: &[String]) -> Result<SpeakerChain, String> {
    let (outermost, further) = chain.split_first().ok_or("claim without a speaker")?;
    Ok(SpeakerChain::new(speaker(outermost), further.iter().map(|it| speaker(it)).collect()))
}

fn speaker(word: &str) -> Speaker {
    match word.strip_prefix("unnamed:") {
        Some(words) => Speaker::Unnamed { as_written: words.to_owned(), span: None },
        None if word == "author" => Speaker::Author,
        None => Speaker::Named { name: word.to_owned(), span: None },
    }
}

fn likelihood(level: &str) -> Result<Likelihood, String> {
    let step = scale_place(level).and_then(|place| ScaleStep::ALL.get(place));
    let range = step.map(|step| step.range());
    known("level", level, range.and_then(|(low, high)| Likelihood::new(low, high)))
}

fn attribution(it: &gold::Attribution) -> Result<Attribution, String> {
    let levels = [
        AttributionLevel::Infrastructure,
        AttributionLevel::ActivityCluster,
        AttributionLevel::NamedGroup,
        AttributionLevel::Sponsor,
        AttributionLevel::Persons,
    ];
    let level = levels.into_iter().find(|level| level.word() == it.level);
    let level = known("level of attribution", &it.level, level)?;
    Ok(Attribution { level, candidate: it.candidate.clone() })
}

fn event(it: &gold::Event, whole: Span) -> Result<Event, String> {
    let when = |date: &gold::Date| {
        let moment = known(&format!("date with {}", date.precision), &date.value, moment(date))?;
        Ok::<_, String>((moment, Subject::Occurrence))
    };
    Ok(Event {
        what: it.what.clone(),
        when: it.date.as_ref().map(when).transpose()?,
        victims: it.victims.clone(),
        actors: Vec::new(),
        techniques: Vec::new(),
        status: EventStatus::Observed,
        spans: vec![whole],
        grounds: by_hand(),
    })
}

/// From the first to the last day, hour or minute that the EDTF value names.
fn moment(date: &gold::Date) -> Option<Moment> {
    let precision = Precision::from_word(&date.precision)?;
    let (first, last) = stretch(&date.value);
    let (start, _) = ends(&first)?;
    let end = if last == ".." { DateTime::MAX } else { ends(&last)?.1 };
    Moment::new(start, end, precision)
}

/// Where a day, an hour (`2024-12-26T07`) or a minute starts, and where the next one does.
fn ends(one: &str) -> Option<(DateTime, DateTime)> {
    let (start, length): (String, Length) = match one.split_once('T') {
        None => (format!("{one}T00:00"), 1.day()),
        Some((_, hour)) if hour.len() == 2 => (format!("{one}:00"), 1.hour()),
        Some(_) => (one.to_owned(), 1.minute()),
    };
    let start: DateTime = start.parse().ok()?;
    Some((start, start.checked_add(length).ok()?))
}

fn relation(it: &gold::Relation, whole: Span) -> Result<Relation, String> {
    Ok(Relation {
        subject: it.subject.clone(),
        predicate: known("predicate", &it.predicate, Predicate::from_word(&it.predicate))?,
        object: it.object.clone(),
        span: whole,
        grounds: by_hand(),
    })
}

/// An annotator told it.
fn by_hand() -> Grounds {
    Grounds::Rule(Reason::rule("annotated"))
}

fn source(it: &gold::Source, whole: Span) -> CitedSource {
    let (kind, via) = (SourceKind::Publication, String::new());
    CitedSource { name: it.name.clone(), kind, via, span: whole }
}

fn drift(it: &gold::Drift) -> Result<Drift, String> {
    let [weaker, stronger] = it.spans;
    Ok(Drift {
        kind: known("kind of drift", &it.kind, DriftKind::from_word(&it.kind))?,
        weaker: span(weaker)?,
        stronger: span(stronger)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Score;
    use super::*;

    const LINE: &str = r#"{"id":"T000","published":null,"text":"甲社は乙による攻撃の可能性が高いと述べた。丙は関与を否定した。",
        "mentions":[{"kind":"organization","text":"甲社","span":[0,6]}],
        "claims":[
            {"speaker":["author","unnamed:甲社"],"stance":"speculates","level":"likely","attribution":{"level":"named-group","candidate":"乙"},"text":"乙による攻撃の可能性が高い","span":[9,48]},
            {"speaker":["author"],"stance":"asserts","level":"cannot-exclude","attribution":null,"text":"述べた。","span":[51,63]},
            {"speaker":["丙"],"stance":"denies","level":null,"attribution":null,"text":"関与を否定した。","span":[69,93]}],
        "events":[
            {"what":"一","date":null,"victims":["甲社"]},
            {"what":"二","date":{"value":"2024-12-26","precision":"day"},"victims":[]},
            {"what":"三","date":{"value":"2024-12-26T07","precision":"hour"},"victims":[]},
            {"what":"四","date":{"value":"2024-12-26T07:24","precision":"minute"},"victims":[]},
            {"what":"五","date":{"value":"2024-24","precision":"season"},"victims":[]},
            {"what":"六","date":{"value":"2022/..","precision":"interval"},"victims":[]},
            {"what":"七","date":{"value":"2024-08/2024-11","precision":"interval"},"victims":[]},
            {"what":"八","date":{"value":"2024-Q2","precision":"quarter"},"victims":[]},
            {"what":"九","date":{"value":"2024~","precision":"year"},"victims":[]}],
        "relations":[{"subject":"乙","predicate":"targets","object":"甲社"}],
        "sources":[{"name":"甲社"}],
        "drift":[{"kind":"hedge-lost","spans":[[0,63],[63,93]]}]}"#;

    fn passage(line: &str) -> Passage {
        Passage::parse(&line.replace('\n', "")).expect("a passage")
    }

    #[test]
    fn a_passage_agrees_with_itself_in_everything() {
        let passage = passage(LINE);
        let mut score = Score::default();
        score.add(&passage, &passage.reading().expect("a reading"));
        for (name, figure) in score.figures() {
            let right = if name == "denials read as assertions" { 0.0 } else { 1.0 };
            assert_eq!(figure, right, "{name}: {:?}", score.differences);
        }
        assert_eq!(score.differences.len(), 0);
    }

    #[test]
    fn another_annotation_does_not_agree() {
        let (first, second) = (passage(LINE), LINE.replace("2024-Q2", "2024-Q3"));
        let second = passage(&second.replace("denies", "asserts").replace("likely", "remote"));
        let mut score = Score::default();
        score.add(&first, &second.reading().expect("a reading"));
        let figures = score.figures();
        assert_eq!(figures["denials read as assertions"], 1.0);
        assert_eq!(figures["level within one step"], 0.5);
        assert_eq!(figures["events F1"], 8.0 / 9.0);
        assert_eq!(figures["attribution recall"], 1.0);
    }

    #[test]
    fn a_word_that_no_reading_holds_is_refused_by_name() {
        for (right, wrong) in
            [("speculates", "doubts"), ("targets", "hits"), ("2024-24", "2024-25")]
        {
            let said = passage(&LINE.replace(right, wrong)).reading().expect_err("not a word");
            assert!(said.starts_with("T000: ") && said.contains(wrong), "{said}");
        }
    }
}
