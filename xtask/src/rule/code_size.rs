//! Source files: how they start, how long they are, what they are called, which attributes they carry.

use crate::fault::Fault;
use crate::repository::Repository;
use crate::rust_source;

/// Lines of a source file, tests included.
const LONGEST: usize = 600;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "common", "helpers", "helper", "manager", "misc"];

/// Sources that break a rule about files or attributes.
pub fn faults(repository: &Repository) -> Vec<Fault> {
    repository.texts(".rs").flat_map(|(path, text)| source(path, text)).collect()
}

fn source(path: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !text.starts_with("//!") {
        let fix = "say in the first line what the file is for";
        faults.push(Fault::at_line(path, 1, "the file does not start with `//!`", fix));
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        let what = format!("{lines} lines, more than {LONGEST}");
        faults.push(Fault::new(path, what, "split the file by what its parts are about"));
    }
    if path.split('/').any(|part| EMPTY_NAMES.contains(&part.trim_end_matches(".rs"))) {
        faults.push(Fault::new(path, "the name says nothing", "name it after what is inside"));
    }
    faults.extend(attributes(path, text));
    faults
}

fn attributes(path: &str, text: &str) -> Vec<Fault> {
    let code = rust_source::code(text);
    let starts = code.match_indices("#[").chain(code.match_indices("#!["));
    let found = starts.filter_map(|(at, _)| {
        let body = attribute(&code[at..]);
        let line = rust_source::line_of(&code, at);
        if has_call(body, "allow") {
            let fix = "use `#[expect(..., reason = \"...\")]`";
            return Some(Fault::at_line(path, line, "an `allow` attribute", fix));
        }
        let bare = has_call(body, "expect") && !body.contains("reason");
        let fix = "add `reason = \"...\"`";
        bare.then(|| Fault::at_line(path, line, "an `expect` attribute without a reason", fix))
    });
    found.collect()
}

/// The attribute from its `#` to its closing bracket.
fn attribute(code: &str) -> &str {
    let mut depth = 0usize;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 1 => return &code[..=at],
            b']' => depth -= 1,
            _ => {}
        }
    }
    code
}

fn has_call(body: &str, name: &str) -> bool {
    body.match_indices(name).any(|(at, _)| {
        let inside_word = body[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '_');
        !inside_word && body[at + name.len()..].starts_with('(')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        let got: Vec<String> = source(path, text).into_iter().map(|fault| fault.what).collect();
        assert_eq!(got, expected, "{path}");
    }

    #[test]
    fn a_source_says_what_it_is_for() {
        check("a.rs", "//! Something.\n", &[]);
        check("a.rs", "fn a() {}\n", &["the file does not start with `//!`"]);
        check("x/utils.rs", "//! Things.\n", &["the name says nothing"]);
        check("x/common/mod.rs", "//! Things.\n", &["the name says nothing"]);
    }

    #[test]
    fn a_source_is_short() {
        check("a.rs", &"//! x\n".repeat(LONGEST), &[]);
        check("a.rs", &"//! x\n".repeat(LONGEST + 1), &["601 lines, more than 600"]);
    }

    #[test]
    fn exceptions_have_a_reason() {
        check("a.rs", "//! x\n#[expect(dead_code, reason = \"tables\")]\nfn a() {}", &[]);
        check("a.rs", "//! x\n#[allow(dead_code)]\nfn a() {}", &["an `allow` attribute"]);
        let bare = "an `expect` attribute without a reason";
        check("a.rs", "//! x\n#![expect(dead_code)]\n", &[bare]);
        check("a.rs", "//! x\nfn a() { b.expect(\"[allow(\"); } // #[allow(x)]", &[]);
        check("a.rs", "//! x\n#[cfg_attr(test, allow(dead_code))]\n", &["an `allow` attribute"]);
    }
}
