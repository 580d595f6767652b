//! What is shown of a line of foreign source: short, and without its secrets.

use noroshi_model::without_secrets;

/// The most characters that are shown.
const SHOWN: usize = 160;
/// Runs of letters and digits from this length on are keys or payloads, not words.
const RUN: usize = 20;

/// A line for people: trimmed, cut, long runs of letters and digits masked.
pub(super) fn shown(line: &str) -> String {
    let line: String = line.trim().chars().take(4 * SHOWN).collect();
    let line = without_secrets(&line);
    let mut out = String::with_capacity(line.len());
    let mut run = String::new();
    for sign in line.chars().chain(std::iter::once('\n')) {
        if sign.is_ascii_alphanumeric() || matches!(sign, '+' | '=' | '-' | '_') {
            run.push(sign);
            continue;
        }
        flush(&mut run, &mut out);
        if sign != '\n' {
            out.push(if sign.is_control() { ' ' } else { sign });
        }
    }
    if out.chars().count() > SHOWN {
        out = out.chars().take(SHOWN).collect();
        out.push('…');
    }
    out
}

fn flush(run: &mut String, out: &mut String) {
    if is_secret(run) {
        out.extend(run.chars().take(4));
        out.push_str("***");
    } else {
        out.push_str(run);
    }
    run.clear();
}

/// A long run with letters and digits mixed; a long name in one case with `_` is none.
fn is_secret(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let upper = run.bytes().any(|byte| byte.is_ascii_uppercase());
    let lower = run.bytes().any(|byte| byte.is_ascii_lowercase());
    run.len() >= RUN && (digits >= 3 || run.len() >= 2 * RUN && upper && lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_payloads_are_masked_and_names_are_not() {
        assert_eq!(shown("key = 'AKIA2222333344445555'"), "key = 'AKIA***'");
        assert_eq!(
            shown("exec(decode('aGVsbG8gd29ybGQgMTIzNDU2Nzg5MA=='))"),
            "exec(decode('aGVs***'))"
        );
        assert_eq!(shown("  a_function_with_a_long_name(x)"), "a_function_with_a_long_name(x)");
        assert_eq!(shown("\u{1b}[2Jx"), " [2Jx");
        assert!(shown(&"y ".repeat(4000)).chars().count() <= SHOWN + 1);
    }
}
