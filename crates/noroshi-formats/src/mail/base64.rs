//! What can be saved of a broken base64 part.
//!
//! Each line of base64 stands for whole bytes of its own (RFC 2045, 6.8: at most 76
//! characters, in groups of four). So a broken line costs its own letters, not the rest.

/// A byte that no encoding of mail knows: it becomes U+FFFD, so the hole can be seen.
const HOLE: u8 = 0xff;

/// The bytes of all lines; from the first broken character of a line on, a hole.
pub(super) fn salvaged(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    for line in body.split(|byte| *byte == b'\n') {
        add(line.trim_ascii(), &mut bytes);
    }
    bytes
}

fn add(line: &[u8], bytes: &mut Vec<u8>) {
    for group in line.chunks(4) {
        match decoded(group) {
            Some(group) => bytes.extend(group),
            None => return bytes.push(HOLE),
        }
    }
}

/// The one to three bytes of a group of four characters.
fn decoded(group: &[u8]) -> Option<Vec<u8>> {
    let padding = group.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = group.get(..group.len() - padding).filter(|_| group.len() == 4 && padding < 3)?;
    let mut bits = 0_u32;
    for digit in digits {
        bits = bits << 6 | u32::from(value(*digit)?);
    }
    let bits = bits << (6 * padding);
    Some(bits.to_be_bytes()[1..4 - padding].to_vec())
}

/// Source: RFC 4648, table 1.
fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_are_decoded() {
        assert_eq!(salvaged(b"VGhl\r\nIHBv\r\ncnQ=\r\n"), b"The port");
        assert_eq!(salvaged(b"QQ=="), b"A");
    }

    #[test]
    fn a_broken_line_costs_its_own_letters() {
        assert_eq!(salvaged(b"VGhlI!BvcnQ\r\nIHdhcw=="), b"The\xff was");
        assert_eq!(salvaged(b"VGhlIH"), b"The\xff");
    }
}
