//! The error reference: a page per code and language, and an index.

use crate::fault::Fault;
use crate::generate::Pages;
use crate::repository::Repository;
use crate::rule::error_code::{Messages, Words, messages};

/// Where the pages lie.
pub const FOLDER: &str = "docs/reference/errors";

/// The fixed words of a page.
struct Frame {
    language: &'static str,
    other: &'static str,
    other_name: &'static str,
    index: &'static str,
    title: &'static str,
    intro: &'static str,
    all: &'static str,
    braces: &'static str,
    why: &'static str,
    fix: &'static str,
    code: &'static str,
    what: &'static str,
}

const ENGLISH: Frame = Frame {
    language: "en",
    other: "ja",
    other_name: "日本語",
    index: "README.md",
    title: "Error reference",
    intro: "Codes are stable: the same in every language and version. Each page says what \
            happened, why, and what to do.",
    all: "All codes",
    braces: "Words in braces stand for the facts of the case.",
    why: "Why",
    fix: "What to do",
    code: "Code",
    what: "What happened",
};

const JAPANESE: Frame = Frame {
    language: "ja",
    other: "en",
    other_name: "English",
    index: "README.ja.md",
    title: "エラー一覧",
    intro: "コードは言語や版が変わっても同じです。各ページに、何が起きたか、なぜか、どうすればよいかを記します。",
    all: "コード一覧",
    braces: "波括弧の語は、その場の値に置き換わります。",
    why: "なぜか",
    fix: "対処",
    code: "コード",
    what: "何が起きたか",
};

/// Whether a path is a page that this module makes.
pub fn is_page(path: &str) -> bool {
    let inside = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
    inside.is_some_and(|name| name.starts_with("NRS-"))
}

/// All pages of the error reference.
///
/// # Errors
/// When the messages do not parse.
pub fn pages(repository: &Repository) -> Result<Pages, Fault> {
    let mut pages = Pages::new();
    for frame in [&ENGLISH, &JAPANESE] {
        let messages = messages(repository, frame.language)?;
        pages.insert(format!("{FOLDER}/{}", frame.index), index(frame, &messages));
        for (code, words) in &messages {
            let name = format!("{code}.{}.md", frame.language);
            let about = repository.text(&format!("{FOLDER}/about/{name}"));
            pages.insert(format!("{FOLDER}/{name}"), page(frame, code, words, about));
        }
    }
    Ok(pages)
}

fn origin(frame: &Frame) -> String {
    format!(
        "<!-- Made by `cargo run -p xtask -- generate` from crates/noroshi-model/messages/{}.toml. -->",
        frame.language
    )
}

fn index(frame: &Frame, messages: &Messages) -> String {
    let other = if frame.language == "en" { JAPANESE.index } else { ENGLISH.index };
    let mut text = format!(
        "{}\n\n# {}\n\n{} · [{}]({other})\n\n| {} | {} |\n|---|---|\n",
        origin(frame),
        frame.title,
        frame.intro,
        frame.other_name,
        frame.code,
        frame.what
    );
    for (code, words) in messages {
        let what = words.what.replace('|', "\\|");
        text.push_str(&format!("| [{code}]({code}.{}.md) | {what} |\n", frame.language));
    }
    text
}

fn page(frame: &Frame, code: &str, words: &Words, about: Option<&str>) -> String {
    let mut text = format!("{}\n\n# {code}\n\n{}\n", origin(frame), words.what);
    if !words.why.is_empty() {
        text.push_str(&format!("\n## {}\n\n{}\n", frame.why, words.why));
    }
    text.push_str(&format!("\n## {}\n\n", frame.fix));
    text.extend(words.fix.iter().map(|line| format!("- {line}\n")));
    if let Some(about) = about {
        text.push_str(&format!("\n{}\n", about.trim_end()));
    }
    let braces = if text.contains('{') { format!("{}\n", frame.braces) } else { String::new() };
    text.push_str(&format!(
        "\n---\n{braces}[{}]({}) · [{}]({code}.{}.md)\n",
        frame.all, frame.index, frame.other_name, frame.other
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_what_why_and_fix() {
        let words = Words {
            what: "cannot read `{path}`".to_owned(),
            why: "it is empty".to_owned(),
            fix: vec!["save it again".to_owned()],
        };
        let page = page(&ENGLISH, "NRS-A-001", &words, Some("More.\n"));
        for part in
            ["# NRS-A-001", "cannot read `{path}`", "it is empty", "- save it again", "More."]
        {
            assert!(page.contains(part), "{part}");
        }
        assert!(page.contains(ENGLISH.braces));
    }
}
