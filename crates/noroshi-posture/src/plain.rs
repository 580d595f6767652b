//! Foreign HTML as plain text.

/// A text is at most so long; the rest is cut and marked.
pub(crate) const MOST_TEXT: usize = 64 << 10;

/// The text of a field that may hold HTML: breaks and items become lines, scripts and styles
/// vanish, other tags vanish without their text, entities are resolved once, control characters
/// become blanks. The result is text: whoever puts it into HTML has to escape it.
pub(crate) fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len().min(MOST_TEXT));
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&rest[..at], &mut out);
        rest = &rest[at..];
        let Some((name, after)) = tag(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = after;
        match name.as_str() {
            "br" | "/p" | "/div" | "/tr" | "/dd" | "/h2" | "/h3" | "/ul" | "/ol" => line(&mut out),
            "/dt" => out.push_str(": "),
            "li" => {
                line(&mut out);
                out.push_str("- ");
            }
            "script" | "style" => rest = beyond(rest, &name),
            _ => {}
        }
        if out.len() > MOST_TEXT {
            break;
        }
    }
    if out.len() <= MOST_TEXT {
        text(rest, &mut out);
    }
    tidy(&out)
}

/// The name of a tag that begins here, with its slash, and what follows the tag. `None` when it
/// is a `<` of the text.
fn tag(rest: &str) -> Option<(String, &str)> {
    if let Some(comment) = rest.strip_prefix("<!--") {
        let after = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        return Some((String::new(), after));
    }
    let inner = &rest[1..];
    let begins = inner.strip_prefix('/').unwrap_or(inner);
    if !begins.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '!' || sign == '?') {
        return None;
    }
    let close = begins.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(begins.len());
    let slash = if inner.len() == begins.len() { "" } else { "/" };
    let name = format!("{slash}{}", begins[..close.min(16)].to_ascii_lowercase());
    // A `>` inside quotes does not end the tag.
    let mut quote = None;
    for (at, sign) in inner.char_indices() {
        match (quote, sign) {
            (None, '>') => return Some((name, &inner[at + 1..])),
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    Some((name, ""))
}

/// What follows the end tag of a script or style.
fn beyond<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let after = &rest[from + at + 2..];
        if after.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name)) {
            return after.find('>').map_or("", |end| &after[end + 1..]);
        }
        from += at + 2;
    }
    ""
}

fn line(out: &mut String) {
    while out.ends_with(' ') {
        out.pop();
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn text(part: &str, out: &mut String) {
    let mut rest = part;
    while let Some(at) = rest.find('&') {
        push(&rest[..at], out);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| entity(&rest[1..end]).map(|sign| (sign, end))) {
            Some((sign, end)) => {
                push(sign.encode_utf8(&mut [0; 4]), out);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    push(rest, out);
}

fn push(part: &str, out: &mut String) {
    for sign in part.chars() {
        let sign = if sign.is_control() || is_direction(sign) { ' ' } else { sign };
        if !(sign == ' ' && out.ends_with([' ', '\n'])) {
            out.push(sign);
        }
    }
}

/// Marks that turn the direction of writing, which can make a text look like another.
fn is_direction(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

fn tidy(text: &str) -> String {
    let mut text = text.trim().to_owned();
    if text.len() > MOST_TEXT {
        let cut = (0..=MOST_TEXT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(cut);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_and_items_become_lines() {
        assert_eq!(
            plain("2 found:<br/>one, <b>two</b>. <a href='#caps'>View all</a>."),
            "2 found:\none, two. View all."
        );
        assert_eq!(
            plain("The following:<ul><li>a</li><li>b</li></ul>end"),
            "The following:\n- a\n- b\nend"
        );
    }

    #[test]
    fn hostile_markup_leaves_no_tag() {
        assert_eq!(plain("<script>alert(1)</script>ok"), "ok");
        assert_eq!(plain("<img src=x onerror=\"a>b\">ok"), "ok");
        assert_eq!(plain("<ScRiPt >x</sCrIpT\n>ok<style>y"), "ok");
        assert_eq!(plain("<!-- <b> -->ok<!-- open"), "ok");
        assert_eq!(plain("<svg/onload=x"), "");
        assert_eq!(plain("a &lt;script&gt; b &#60;c"), "a <script> b <c");
        assert_eq!(plain("1 < 2 && 3 > 2"), "1 < 2 && 3 > 2");
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c"), "a [31mb c");
    }

    #[test]
    fn a_text_has_an_end() {
        assert!(plain(&"x".repeat(MOST_TEXT * 2)).len() <= MOST_TEXT + 4);
        assert!(plain(&"<b".repeat(100_000)).len() <= MOST_TEXT + 4);
    }
}
