//! The smallest zip archive: parts as they are, without compression.
//!
//! Source: PKWARE, APPNOTE.TXT, 4.3.

/// An archive in the making.
#[derive(Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    parts: u16,
}

impl Archive {
    /// Adds a part.
    pub(super) fn add(&mut self, name: &str, text: &str) {
        let start = length(self.bytes.len());
        let common = common(name, text.as_bytes());
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&common);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(text.as_bytes());
        self.directory.extend(b"PK\x01\x02\x14\0");
        self.directory.extend(&common);
        // Comment, disk, attributes within and outside: none.
        self.directory.extend([0; 10]);
        self.directory.extend(start);
        self.directory.extend(name.as_bytes());
        self.parts += 1;
    }

    /// The whole archive.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let (start, size) = (length(self.bytes.len()), length(self.directory.len()));
        self.bytes.extend(self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend(self.parts.to_le_bytes());
        self.bytes.extend(self.parts.to_le_bytes());
        self.bytes.extend(size);
        self.bytes.extend(start);
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

/// What both headers of a part have in common: version 2.0, UTF-8 names, stored, 1980-01-01.
fn common(name: &str, bytes: &[u8]) -> Vec<u8> {
    let size = length(bytes.len());
    let mut common = vec![0x14, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
    common.extend(crc(bytes).to_le_bytes());
    common.extend(size);
    common.extend(size);
    common.extend(&length(name.len())[..2]);
    common.extend([0; 2]);
    common
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}

/// CRC-32 of ISO 3309, bit by bit: the files are small.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    /// Source: the check value of CRC-32/ISO-HDLC.
    #[test]
    fn the_checksum_is_that_of_zip() {
        assert_eq!(super::crc(b"123456789"), 0xcbf4_3926);
    }
}
