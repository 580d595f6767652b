//! What is wrong with a command line, in Japanese. In English `clap` says it.

use std::error::Error as _;

use clap::Error;
use clap::error::{ContextKind, ErrorKind};

use crate::style::safe;

/// What is wrong, what was perhaps meant, how it is used. `None` when there are no words for it.
pub(crate) fn japanese(error: &Error) -> Option<String> {
    let part = |kind| error.get(kind).map(|value| safe(&value.to_string()));
    let arg = part(ContextKind::InvalidArg).unwrap_or_default();
    let value = part(ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("`{arg}` という引数はありません"),
        ErrorKind::InvalidSubcommand => {
            format!("`{}` というコマンドはありません", part(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingRequiredArgument => format!("必要な引数がありません: {arg}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("`{arg}` には値が必要です"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let why = error.source().map(|why| format!("（{}）", safe(&why.to_string())));
            format!("`{arg}` に `{value}` は指定できません{}", why.unwrap_or_default())
        }
        ErrorKind::TooManyValues => format!("`{arg}` に余分な値があります: {value}"),
        ErrorKind::ArgumentConflict => match part(ContextKind::PriorArg) {
            Some(prior) if prior != arg => format!("`{arg}` と `{prior}` は同時に指定できません"),
            _ => format!("`{arg}` は1回だけ指定できます"),
        },
        _ => return None,
    };
    let hints = [
        (ContextKind::ValidValue, "指定できる値"),
        (ContextKind::SuggestedArg, "似た引数"),
        (ContextKind::SuggestedSubcommand, "似たコマンド"),
        (ContextKind::SuggestedValue, "似た値"),
    ];
    let hints = hints.into_iter().filter_map(|(kind, words)| Some((words, part(kind)?)));
    let mut lines = vec![format!("error: {what}")];
    lines.extend(hints.map(|(words, hint)| format!("  {words}: {hint}")));
    lines.push(String::new());
    if let Some(usage) = error.get(ContextKind::Usage) {
        lines.extend([usage.to_string(), String::new()]);
    }
    lines.push("詳しくは '--help' を付けて実行してください\n".to_owned());
    Some(lines.join("\n"))
}
