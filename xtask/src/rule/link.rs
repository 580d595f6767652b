//! Links of documents lead somewhere.

use crate::fault::Fault;
use crate::repository::{Repository, is_given};

/// Relative links of Markdown files whose file or heading is missing.
pub fn faults(repository: &Repository) -> Vec<Fault> {
    let pages = repository.texts(".md").filter(|(path, _)| !is_given(path));
    pages.flat_map(|(path, text)| page(repository, path, text)).collect()
}

fn page(repository: &Repository, path: &str, text: &str) -> Vec<Fault> {
    let lines = prose(text);
    let targets =
        lines.iter().flat_map(|(at, line)| targets(line).into_iter().map(move |to| (*at, to)));
    let broken = targets.filter_map(|(at, target)| {
        let what = broken(repository, path, &target)?;
        Some(Fault::at_line(path, at, format!("link to `{target}`: {what}"), "correct the link"))
    });
    broken.collect()
}

/// Lines outside fenced blocks, counted from 1.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut fence = None;
    let mut lines = Vec::new();
    for (line, at) in text.lines().zip(1..) {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, None) => lines.push((at, line)),
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
    }
    lines
}

/// Targets of `[..](target)` outside of `code`.
fn targets(line: &str) -> Vec<String> {
    let clear: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
    let links = clear.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let targets = links.map(|(target, _)| target.split(' ').next().unwrap_or(target));
    targets.map(|target| target.trim_matches(['<', '>']).to_owned()).collect()
}

fn broken(repository: &Repository, page: &str, target: &str) -> Option<&'static str> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let path = if file.is_empty() { page.to_owned() } else { resolved(page, file) };
    if !repository.has(&path) {
        return Some("there is no such file");
    }
    let text = repository.text(&path).filter(|_| path.ends_with(".md") && !heading.is_empty())?;
    let found = prose(text).iter().any(|(_, line)| anchor(line).as_deref() == Some(heading));
    (!found).then_some("the file has no such heading")
}

/// A path beside a page, without `.` and `..`.
fn resolved(page: &str, target: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The anchor that GitHub gives a heading.
fn anchor(line: &str) -> Option<String> {
    let heading = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?.trim();
    let sign = |sign: char| match sign {
        ' ' => Some('-'),
        '-' | '_' => Some(sign),
        _ if sign.is_alphanumeric() => Some(sign),
        _ => None,
    };
    Some(heading.to_lowercase().chars().filter_map(sign).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, faults: usize) {
        let files = [("docs/a.md", text), ("docs/b.md", "# 用語 and `words`\n"), ("x/c.txt", "")];
        assert_eq!(page(&Repository::of(&files), "docs/a.md", text).len(), faults, "{text}");
    }

    #[test]
    fn links_that_lead_somewhere_are_fine() {
        check("[b](b.md) and [c](../x/c.txt), [x](../x), [web](https://a.example/)", 0);
        check("[b](b.md#用語-and-words) and [here](#top)\n# Top", 0);
        check("`[not](a-link)` and\n```text\n[no](link)\n```\n", 0);
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        check("[b](c.md)", 1);
        check("![picture](../p.png)", 1);
        check("[b](b.md#other) [here](#gone)", 2);
    }
}
