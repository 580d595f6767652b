//! The encodings of Sigma: UTF-16 in three ways, Base64, and Base64 at any offset.

use rsigma_ir::IrEncoding;

/// The texts that a value becomes; several for `base64offset`.
pub(crate) fn all(encodings: &[IrEncoding], value: &str) -> Vec<String> {
    let mut bytes = value.as_bytes().to_vec();
    for encoding in encodings {
        match encoding {
            IrEncoding::Wide => bytes = utf16(&bytes, u16::to_le_bytes),
            IrEncoding::Utf16Be => bytes = utf16(&bytes, u16::to_be_bytes),
            IrEncoding::Utf16 => {
                bytes = [vec![0xff, 0xfe], utf16(&bytes, u16::to_le_bytes)].concat();
            }
            IrEncoding::Base64 => return vec![base64(&bytes)],
            IrEncoding::Base64Offset => return offsets(&bytes),
            IrEncoding::Windash => {}
        }
    }
    vec![String::from_utf8_lossy(&bytes).into_owned()]
}

fn utf16(bytes: &[u8], order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    String::from_utf8_lossy(bytes).encode_utf16().flat_map(order).collect()
}

/// The parts of the three shifts that do not depend on what stands before and after.
fn offsets(bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    for offset in 0..3_usize {
        let shifted = [vec![b' '; offset], bytes.to_vec()].concat();
        let encoded = base64(&shifted);
        let start = [0, 2, 3][offset];
        let cut = [0, 3, 2][shifted.len() % 3];
        let end = encoded.len().saturating_sub(cut);
        if let Some(stable) = encoded.get(start..end).filter(|stable| !stable.is_empty()) {
            texts.push(stable.to_owned());
        }
    }
    texts
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |place: usize| u32::from(group.get(place).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4_usize {
            let six = (bits >> (18 - 6 * place)) & 63;
            let padded = place > group.len();
            text.push(if padded { '=' } else { char::from(ALPHABET[six as usize]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_as_in_rfc_4648() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    /// The example of the Sigma specification, appendix modifiers.
    #[test]
    fn the_offsets_of_foobar_are_stable() {
        assert_eq!(all(&[IrEncoding::Base64Offset], "foobar"), ["Zm9vYmFy", "Zvb2Jhc", "mb29iYX"]);
    }

    #[test]
    fn every_offset_is_found_in_a_longer_text() {
        let parts = all(&[IrEncoding::Wide, IrEncoding::Base64Offset], "IEX");
        for before in ["", "a", "ab", "abc"] {
            let plain = format!("{before}IEX tail");
            let coded = base64(&utf16(plain.as_bytes(), u16::to_le_bytes));
            assert!(parts.iter().any(|part| coded.contains(part)), "{before}");
        }
    }
}
