//! The own rules, as they are built into the program.

use std::io::Read as _;

use flate2::read::GzDecoder;

/// The rules of `rules/sigma`, compressed by the build script.
static PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.gz"));

/// The own rules: path below `rules/sigma` and text, in the order of paths.
///
/// They are unpacked into memory only: rule texts hold words that virus scanners look for.
pub fn pack() -> Vec<(String, String)> {
    let mut bytes = Vec::new();
    let whole = GzDecoder::new(PACK).read_to_end(&mut bytes);
    let mut rest = bytes.as_slice();
    let mut rules = Vec::new();
    while let (Ok(_), Some(name)) = (&whole, part(&mut rest)) {
        let Some(text) = part(&mut rest) else { break };
        rules.push((name, text));
    }
    rules
}

fn part(rest: &mut &[u8]) -> Option<String> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (text, after) = after.split_at_checked(length)?;
    *rest = after;
    String::from_utf8(text.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pack_is_whole_and_holds_no_cases() {
        let rules = pack();
        assert!(rules.len() >= 30, "{}", rules.len());
        assert!(rules.iter().all(|(name, text)| {
            name.ends_with(".yml") && !name.ends_with(".case.yml") && text.starts_with("title:")
        }));
        assert!(rules.is_sorted_by(|a, b| a.0 < b.0));
    }
}
