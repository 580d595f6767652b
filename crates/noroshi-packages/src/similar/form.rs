//! Forms of a name that make some operations disappear: delimiters, order of words, look-alike
//! signs, repeated letters, `py` before or after.

/// Signs between the words of a name. `/` and `@` are those of npm scopes.
pub(super) fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'-' | b'_' | b'.' | b'/' | b'@')
}

/// The words of a name.
pub(super) fn words(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    name.split(|byte| is_delimiter(*byte)).filter(|word| !word.is_empty())
}

/// Without delimiters.
pub(super) fn plain(name: &[u8]) -> Vec<u8> {
    name.iter().copied().filter(|byte| !is_delimiter(*byte)).collect()
}

/// Digits and groups that look like letters are those letters: `0` `o`, `1` `l`, `rn` `m`.
pub(super) fn glyphs(plain: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(plain.len());
    for byte in plain {
        let sign = look(*byte);
        match (out.last(), sign) {
            (Some(b'r'), b'n') => replace_last(&mut out, b'm'),
            (Some(b'v'), b'v') => replace_last(&mut out, b'w'),
            _ => out.push(sign),
        }
    }
    out
}

fn replace_last(out: &mut [u8], sign: u8) {
    if let Some(last) = out.last_mut() {
        *last = sign;
    }
}

/// The letter that a sign is drawn like. `i` and `l` are one, as in many fonts.
pub(super) fn look(byte: u8) -> u8 {
    match byte {
        b'0' => b'o',
        b'1' | b'i' => b'l',
        b'3' => b'e',
        b'4' => b'a',
        b'5' => b's',
        b'7' => b't',
        other => other,
    }
}

/// Runs of one letter are one letter.
pub(super) fn squeezed(plain: &[u8]) -> Vec<u8> {
    let mut out = plain.to_vec();
    out.dedup();
    out
}

/// Words in alphabetical order, joined.
pub(super) fn ordered(name: &[u8]) -> Vec<u8> {
    let mut words: Vec<&[u8]> = words(name).collect();
    words.sort_unstable();
    words.join(&b'-')
}

/// Without delimiters, and without `python` or `py` at either end.
pub(super) fn bare(name: &[u8]) -> Vec<u8> {
    let plain = plain(name);
    let mut rest = plain.as_slice();
    for affix in [b"python3".as_slice(), b"python", b"py3", b"py"] {
        if let Some(cut) = rest.strip_prefix(affix) {
            rest = cut;
            break;
        }
    }
    for affix in [b"python3".as_slice(), b"python", b"py3", b"py"] {
        if let Some(cut) = rest.strip_suffix(affix) {
            rest = cut;
            break;
        }
    }
    rest.to_vec()
}

/// A name as ASCII: signs of other scripts that look like a letter are that letter.
///
/// Returns the text and whether a sign was replaced. A sign that looks like none becomes `?`,
/// which is part of no protected name.
///
/// Source: Unicode UTS #39, `confusables.txt`, the rows for small Latin letters.
pub(super) fn folded(name: &str) -> (Vec<u8>, Script) {
    if name.is_ascii() {
        return (name.as_bytes().to_ascii_lowercase(), Script::Ascii);
    }
    (name.chars().map(foreign).collect(), Script::Foreign)
}

/// Whether all signs of a name are those that registries know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// ASCII throughout.
    Ascii,
    /// At least one sign of another script.
    Foreign,
}

fn foreign(sign: char) -> u8 {
    if let Some(wide) = (sign as u32).checked_sub(0xFEE0)
        && (0x21..=0x7E).contains(&wide)
    {
        return u8::try_from(wide).unwrap_or(b'?').to_ascii_lowercase();
    }
    match sign {
        'а' | 'А' | 'α' | 'Α' | 'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' => b'a',
        'с' | 'С' | 'ϲ' | 'ç' | 'ć' | 'č' => b'c',
        'ԁ' | 'đ' => b'd',
        'е' | 'Е' | 'Ε' | 'é' | 'è' | 'ê' | 'ë' | 'ė' => b'e',
        'ɡ' | 'ğ' => b'g',
        'һ' | 'Н' | 'Η' => b'h',
        'і' | 'І' | 'ι' | 'Ι' | 'í' | 'ì' | 'î' | 'ï' | 'ı' => b'i',
        'ј' | 'Ј' => b'j',
        'κ' | 'Κ' | 'К' | 'к' => b'k',
        'ӏ' | 'Ӏ' | 'ł' => b'l',
        'М' | 'Μ' => b'm',
        'п' | 'Ν' | 'ñ' | 'ń' => b'n',
        'о' | 'О' | 'ο' | 'Ο' | 'ó' | 'ò' | 'ö' | 'ô' | 'õ' | 'ø' => b'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => b'p',
        'ԛ' => b'q',
        'ѕ' | 'Ѕ' | 'ś' | 'š' => b's',
        'Т' | 'Τ' | 'τ' => b't',
        'υ' | 'ú' | 'ù' | 'ü' | 'û' => b'u',
        'ѵ' | 'ν' => b'v',
        'ѡ' | 'ω' => b'w',
        'х' | 'Х' | 'χ' | 'Χ' => b'x',
        'у' | 'У' | 'γ' | 'ý' | 'ÿ' => b'y',
        'ᴢ' | 'Ζ' | 'ž' => b'z',
        '‐' | '‑' | '–' | '—' => b'-',
        plain if plain.is_ascii() => plain.to_ascii_lowercase() as u8,
        _ => b'?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_make_their_operation_disappear() {
        assert_eq!(plain(b"prompt-tool_kit"), b"prompttoolkit");
        assert_eq!(glyphs(b"c0l0rarna"), glyphs(b"colorama"));
        assert_eq!(squeezed(b"requesttts"), b"requests");
        assert_eq!(ordered(b"python-nmap"), ordered(b"nmap-python"));
        assert_eq!(bare(b"python-nmap"), bare(b"nmap-py"));
        assert_eq!(bare(b"py3"), b"");
    }

    #[test]
    fn signs_of_other_scripts_are_the_letters_they_look_like() {
        assert_eq!(folded("rеquеsts"), (b"requests".to_vec(), Script::Foreign));
        assert_eq!(folded("ｎｕｍｐｙ"), (b"numpy".to_vec(), Script::Foreign));
        assert_eq!(folded("Flask"), (b"flask".to_vec(), Script::Ascii));
        assert_eq!(folded("狼煙").0, b"??");
    }
}
