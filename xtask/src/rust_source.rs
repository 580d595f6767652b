//! Rust source with comments or strings blanked, so that rules look at code only.
//!
//! Blanked signs become spaces and line breaks stay, so places remain what they were.

/// What a stretch of source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Code,
    Comment,
    Text,
}

/// The source without comments and without the inside of strings.
pub fn code(source: &str) -> String {
    keep(source, &[Part::Code])
}

/// The source without comments.
pub fn without_comments(source: &str) -> String {
    keep(source, &[Part::Code, Part::Text])
}

/// The source without comments and without items under `#[cfg(test)]`.
pub fn shipped(source: &str) -> String {
    let code = code(source);
    let mut kept = without_comments(source).into_bytes();
    for (at, _) in code.match_indices("#[cfg(test)]") {
        for byte in &mut kept[at..item_end(&code, at)] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(kept).unwrap_or_default()
}

/// Where the item that starts at `at` ends: its closing brace, or the semicolon before one.
fn item_end(code: &str, at: usize) -> usize {
    let mut depth = 0usize;
    for (step, byte) in code[at..].bytes().enumerate() {
        match byte {
            b';' if depth == 0 => return at + step + 1,
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + step + 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    code.len()
}

/// The line of a place, counted from 1.
pub fn line_of(source: &str, at: usize) -> usize {
    source[..at].matches('\n').count() + 1
}

fn keep(source: &str, wanted: &[Part]) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (part, length) = stretch(rest, kept.chars().next_back());
        let length = length.max(first.len_utf8()).min(rest.len());
        let (text, further) = rest.split_at(length);
        if wanted.contains(&part) {
            kept.push_str(text);
        } else {
            kept.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        }
        rest = further;
    }
    kept
}

/// The stretch that `rest` starts with: what it is and how many bytes it has.
fn stretch(rest: &str, before: Option<char>) -> (Part, usize) {
    if rest.starts_with("//") {
        return (Part::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Part::Comment, block_comment(rest));
    }
    let inside_word = before.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
    if let Some(length) = (!inside_word).then(|| raw_string(rest)).flatten() {
        return (Part::Text, length);
    }
    match rest.as_bytes()[0] {
        b'"' => (Part::Text, string(rest)),
        b'\'' => (Part::Code, character(rest)),
        _ => (Part::Code, 0),
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while at < rest.len() {
        let tail = &rest.as_bytes()[at..];
        if tail.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Length of `r"…"`, `r#"…"#`, `br"…"` and the like.
fn raw_string(rest: &str) -> Option<usize> {
    let head = rest.strip_prefix('b').or_else(|| rest.strip_prefix('c')).unwrap_or(rest);
    let hashes = head.strip_prefix('r')?;
    let count = hashes.bytes().take_while(|byte| *byte == b'#').count();
    let text = hashes[count..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(count));
    let end = text.find(&close).map_or(text.len(), |at| at + close.len());
    Some(rest.len() - text.len() + end)
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// Length of a character literal; 1 for the tick of a lifetime.
fn character(rest: &str) -> usize {
    let mut signs = rest.char_indices().skip(1);
    match signs.next() {
        Some((_, '\\')) => rest[3.min(rest.len())..].find('\'').map_or(1, |at| at + 4),
        Some(_) => match signs.next() {
            Some((at, '\'')) => at + 1,
            _ => 1,
        },
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked_in_place() {
        let source = "let a = \"x // y\"; // z\nlet b = 'a'; /* \" */ let c = r#\"q\"#;";
        let code = code(source);
        assert_eq!(code.len(), source.len());
        assert_eq!(
            code.split_whitespace().collect::<Vec<_>>().join(" "),
            "let a = ; let b = 'a'; let c = ;"
        );
        assert!(without_comments(source).contains("x // y"));
    }

    #[test]
    fn quotes_as_characters_open_no_string() {
        assert!(
            code("match x { '\"' => 1, '\\'' => 2, '\\\\' => 3 } // end").ends_with("3 }       ")
        );
        assert!(code("fn f<'a>(x: &'a str) {} \"text\"").starts_with("fn f<'a>(x: &'a str) {}"));
    }

    #[test]
    fn test_modules_are_not_shipped() {
        let shipped =
            shipped("fn a() {}\n#[cfg(test)]\nmod tests { fn b() { c(\"}\") } }\nfn d() {}");
        assert!(shipped.contains("fn a") && shipped.contains("fn d") && !shipped.contains("fn b"));
    }
}
