//! An organisation's own lexicon over that of the pack.

use std::collections::HashSet;

use noroshi_model::{Cue, CueKind, Knowledge, Language, Likelihood, Problem};
use serde::Deserialize;
use toml::Spanned;
use unicode_normalization::UnicodeNormalization as _;

use crate::pack::index;

/// Values named in an error.
const SHOWN: usize = 12;

/// A TOML file of cues.
#[derive(Debug, Clone, Copy)]
pub struct LexiconFile<'a> {
    /// Where it is, for people. Its name without `.toml`, up to a hyphen, is the language.
    pub path: &'a str,
    /// Content.
    pub text: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    #[serde(default)]
    group: Vec<Spanned<Group>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    kind: String,
    /// For a group that removes: `None` for every value.
    value: Option<String>,
    low: Option<f32>,
    high: Option<f32>,
    #[serde(default, rename = "note")]
    _note: String,
    #[serde(default)]
    remove: bool,
    texts: Vec<String>,
}

/// What makes two cues the same word of the lexicon.
type Key = (Language, CueKind, String);

/// What the files change.
#[derive(Default)]
struct Changes {
    added: Vec<Cue>,
    replaced: HashSet<Key>,
    removed: HashSet<Key>,
    /// Only with this value.
    removed_value: HashSet<(Key, String)>,
}

/// Knowledge whose lexicon is changed by these files, in their order. A cue of theirs takes the
/// place of all cues of the pack with the same words, kind and language; a group with
/// `remove = true` takes cues of the pack away. What is wrong is named and left out.
pub fn with_lexicon<'a>(
    mut knowledge: Knowledge,
    files: impl IntoIterator<Item = LexiconFile<'a>>,
) -> (Knowledge, Vec<Problem>) {
    let (mut changes, mut problems) = (Changes::default(), Vec::new());
    let known = Known::new(&knowledge);
    for file in files {
        match groups(file) {
            Ok((language, groups)) => {
                for group in groups {
                    let line = line(file.text, group.span().start);
                    let taken = known.take(language, group.into_inner(), &mut changes);
                    problems.extend(taken.err().map(|why| left_out(file.path, line, &why)));
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    let stops = changes.touch(CueKind::Stop);
    changes.apply(&mut knowledge);
    if stops {
        index(&mut knowledge);
    }
    (knowledge, problems)
}

fn groups(file: LexiconFile<'_>) -> Result<(Language, Vec<Spanned<Group>>), Problem> {
    let name = file.path.rsplit(['/', '\\']).next().unwrap_or(file.path);
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    let code = stem.split('-').next().unwrap_or(stem);
    let unread = |line: usize, why: &str| {
        Problem::new("NRS-KNOW-004").at(file.path).fact("line", line).fact("why", why)
    };
    let language = Language::from_code(code).filter(|it| *it != Language::Unknown);
    let language =
        language.ok_or_else(|| unread(1, "the name starts with none of `ja`, `en`, `zh`"))?;
    let groups: Groups = toml::from_str(file.text).map_err(|error| {
        unread(line(file.text, error.span().map_or(0, |span| span.start)), error.message())
    })?;
    Ok((language, groups.group))
}

/// The line of a byte, from 1.
fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}

fn left_out(path: &str, line: usize, why: &str) -> Problem {
    Problem::new("NRS-KNOW-005").at(path).fact("line", line).fact("why", why)
}

/// What the pack holds.
struct Known {
    cues: HashSet<Key>,
    values: HashSet<(CueKind, String)>,
}

impl Known {
    fn new(knowledge: &Knowledge) -> Self {
        let cues = || knowledge.lexicon.cues.iter();
        Self {
            cues: cues().map(|cue| (cue.language, cue.kind, cue.text.clone())).collect(),
            values: cues().map(|cue| (cue.kind, value_family(cue).to_owned())).collect(),
        }
    }

    /// Takes a group over; or why not, and then nothing of it.
    fn take(&self, language: Language, group: Group, changes: &mut Changes) -> Result<(), String> {
        let kind = CueKind::from_word(&group.kind).ok_or_else(|| {
            let kinds: Vec<&str> = CueKind::ALL.into_iter().map(CueKind::word).collect();
            format!("there is no kind `{}`; kinds are {}", group.kind, kinds.join(", "))
        })?;
        let texts: Vec<String> = group.texts.iter().map(|text| text.nfkc().collect()).collect();
        if texts.is_empty() || texts.iter().any(|text| text.trim().is_empty()) {
            return Err("`texts` is empty or holds an empty text".to_owned());
        }
        if group.remove {
            return self.remove(language, kind, group.value.as_deref(), texts, changes);
        }
        let likelihood = interval(kind, group.low, group.high)?;
        let value = group.value.unwrap_or_default();
        let cue = |text| Cue { text, language, kind, value: value.clone(), likelihood };
        let cues: Vec<Cue> = texts.into_iter().map(cue).collect();
        cues.first().map_or(Ok(()), |cue| self.check_value(cue))?;
        changes.replaced.extend(cues.iter().map(|cue| (language, kind, cue.text.clone())));
        changes.added.extend(cues);
        Ok(())
    }

    fn remove(
        &self,
        language: Language,
        kind: CueKind,
        value: Option<&str>,
        texts: Vec<String>,
        changes: &mut Changes,
    ) -> Result<(), String> {
        let keys: Vec<Key> = texts.into_iter().map(|text| (language, kind, text)).collect();
        if let Some((.., text)) = keys.iter().find(|key| !self.cues.contains(*key)) {
            let (kind, code) = (kind.word(), language.code());
            return Err(format!("the pack has no `{kind}` cue `{text}` in `{code}` to remove"));
        }
        match value {
            Some(value) => {
                changes.removed_value.extend(keys.into_iter().map(|key| (key, value.to_owned())));
            }
            None => changes.removed.extend(keys),
        }
        Ok(())
    }

    /// A value that no cue of the kind has would be looked at by no rule.
    fn check_value(&self, cue: &Cue) -> Result<(), String> {
        let mut values: Vec<&str> = self
            .values
            .iter()
            .filter(|(kind, _)| *kind == cue.kind)
            .map(|(_, value)| value.as_str())
            .collect();
        let free = cue.kind == CueKind::Technique || values.is_empty();
        if free || values.contains(&value_family(cue)) {
            return Ok(());
        }
        values.sort_unstable();
        let more = if values.len() > SHOWN { ", …" } else { "" };
        values.truncate(SHOWN);
        let (kind, values) = (cue.kind.word(), values.join("`, `"));
        Err(format!("`{kind}` knows no value `{}`; values are `{values}`{more}", cue.value))
    }
}

/// The kind of event without the frame of its sentence; for others the value.
fn value_family(cue: &Cue) -> &str {
    match (cue.kind, cue.value.split_once('.')) {
        (CueKind::Event, Some((family, _))) => family,
        _ => &cue.value,
    }
}

fn interval(
    kind: CueKind,
    low: Option<f32>,
    high: Option<f32>,
) -> Result<Option<Likelihood>, String> {
    match (low, high) {
        (None, None) if kind == CueKind::Hedge => {
            Err("a hedge needs `low` and `high`, from 0.0 to 1.0".to_owned())
        }
        (None, None) => Ok(None),
        (Some(low), Some(high)) => Likelihood::new(low, high)
            .map(Some)
            .ok_or_else(|| format!("`low` {low} and `high` {high} are no interval in 0.0 to 1.0")),
        _ => Err("one of `low` and `high` is missing".to_owned()),
    }
}

impl Changes {
    fn touch(&self, kind: CueKind) -> bool {
        let keys = self.replaced.iter().chain(&self.removed);
        let keys = keys.chain(self.removed_value.iter().map(|(key, _)| key));
        keys.into_iter().any(|key| key.1 == kind)
    }

    fn apply(self, knowledge: &mut Knowledge) {
        knowledge.lexicon.cues.retain(|cue| {
            let key = (cue.language, cue.kind, cue.text.clone());
            let gone = self.replaced.contains(&key) || self.removed.contains(&key);
            !gone && !self.removed_value.contains(&(key, cue.value.clone()))
        });
        knowledge.lexicon.cues.extend(self.added);
    }
}
