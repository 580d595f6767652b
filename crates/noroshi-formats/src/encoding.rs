//! Which encoding bytes are in, and their text.
//!
//! UTF-8 stays as it is, byte for byte, so that spans count in the file itself. Everything
//! else is decoded, and the result has to look like text a person wrote: a guess that gives
//! private-use characters or a field of half-width katakana is refused.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};
use noroshi_model::Problem;

use crate::fault;

/// A text, and the stretches that had to be replaced in it.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) problems: Vec<Problem>,
}

/// Control characters that text may hold: tab, line feed, form feed, carriage return, escape.
const IN_TEXT: [char; 5] = ['\t', '\n', '\u{c}', '\r', '\u{1b}'];

/// The text of these bytes. `declared` is what the bytes say of themselves; it is believed
/// only when it fits.
///
/// # Errors
/// Bytes that are no text, or text in an encoding that cannot be told.
pub(crate) fn decode(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
) -> Result<Decoded, Problem> {
    if let Some(decoded) = marked(bytes).or_else(|| unmarked_utf16(bytes)) {
        return Ok(decoded);
    }
    let decoded = match std::str::from_utf8(bytes) {
        Ok(text) => iso_2022_jp(bytes).unwrap_or_else(|| whole(text.to_owned())),
        Err(_) => other(bytes, declared)?,
    };
    if is_binary(&decoded.text) { Err(fault::binary()) } else { Ok(decoded) }
}

fn whole(text: String) -> Decoded {
    Decoded { text, problems: Vec::new() }
}

/// UTF-16 with a byte order mark. (A UTF-8 mark needs nothing: it stays in the text.)
fn marked(bytes: &[u8]) -> Option<Decoded> {
    let (encoding, length) = Encoding::for_bom(bytes)?;
    (encoding != UTF_8).then(|| replacing(encoding, &bytes[length..], length))
}

/// UTF-16 without a mark, when nothing else can be meant: it has NUL bytes, and one byte
/// order gives ordinary text.
fn unmarked_utf16(bytes: &[u8]) -> Option<Decoded> {
    let candidate = bytes.contains(&0) && bytes.len().is_multiple_of(2);
    let orders = [UTF_16LE, UTF_16BE].into_iter().filter(|_| candidate);
    orders.filter_map(|order| clean(order, bytes)).find(|text| is_everyday(text)).map(whole)
}

/// ISO-2022-JP is ASCII with escapes, so it also is valid UTF-8.
fn iso_2022_jp(bytes: &[u8]) -> Option<Decoded> {
    let escapes: [&[u8]; 3] = [b"\x1b$B", b"\x1b$@", b"\x1b(J"];
    let shifted = bytes.windows(3).any(|window| escapes.contains(&window));
    shifted.then(|| clean(ISO_2022_JP, bytes)).flatten().map(whole)
}

/// Not UTF-8 as a whole: a damaged UTF-8 file, or one of the older encodings.
fn other(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, Problem> {
    let damaged = Damage::of(bytes);
    if damaged.is_slight() {
        return Ok(damaged.text(bytes));
    }
    let guess = guess(bytes);
    let candidates = declared.into_iter().chain([guess, SHIFT_JIS, EUC_JP, GB18030, BIG5]);
    let candidates = candidates.filter(|encoding| *encoding != UTF_8);
    let fitting = candidates.filter_map(|encoding| clean(encoding, bytes));
    if let Some(text) = fitting.into_iter().find(|text| is_plausible(text)) {
        return Ok(whole(text));
    }
    partly(bytes, declared.unwrap_or(guess), &damaged)
}

/// Nothing fits completely: the likeliest encoding, if it leaves few holes.
fn partly(
    bytes: &[u8],
    likeliest: &'static Encoding,
    damaged: &Damage,
) -> Result<Decoded, Problem> {
    if damaged.is_bearable(bytes.len()) {
        return Ok(damaged.text(bytes));
    }
    let decoded = replacing(likeliest, bytes, 0);
    let (holes, letters) = (holes(&decoded.text), decoded.text.chars().count());
    match holes * 50 <= letters && is_plausible(&decoded.text.replace('\u{fffd}', "")) {
        true => Ok(decoded),
        false if is_binary(&decoded.text) => Err(fault::binary()),
        false => Err(fault::unknown_encoding()),
    }
}

/// Where UTF-8 is broken, and how much of it is whole.
struct Damage {
    /// Stretches that are not UTF-8.
    broken: usize,
    /// Characters of more than one byte that are.
    whole: usize,
    /// First broken byte.
    first: usize,
}

impl Damage {
    fn of(bytes: &[u8]) -> Self {
        let mut damage = Self { broken: 0, whole: 0, first: 0 };
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            damage.whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                damage.first = if damage.broken == 0 { at } else { damage.first };
                damage.broken += 1;
            }
            at += chunk.invalid().len();
        }
        damage
    }

    /// Many whole characters for each broken stretch: this was UTF-8.
    fn is_slight(&self) -> bool {
        self.broken > 0 && self.whole >= 4 * self.broken
    }

    /// ASCII with a few stray bytes.
    fn is_bearable(&self, length: usize) -> bool {
        self.broken > 0 && self.broken * 50 <= length
    }

    fn text(&self, bytes: &[u8]) -> Decoded {
        let problem = fault::replaced(self.broken, self.first, "UTF-8");
        Decoded { text: String::from_utf8_lossy(bytes).into_owned(), problems: vec![problem] }
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The text, if every byte fits.
fn clean(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// The text with U+FFFD where bytes do not fit; `skipped` bytes came before these.
fn replacing(encoding: &'static Encoding, bytes: &[u8], skipped: usize) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let problem = broken.then(|| {
        let first = first_broken(encoding, bytes);
        fault::replaced(holes(&text), skipped + first, encoding.name())
    });
    Decoded { text: text.into_owned(), problems: problem.into_iter().collect() }
}

fn holes(text: &str) -> usize {
    text.chars().filter(|letter| *letter == '\u{fffd}').count()
}

/// The byte after which the decoder first stumbled.
fn first_broken(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0);
    let mut out = String::with_capacity(room);
    let (_, read) = decoder.decode_to_string_without_replacement(bytes, &mut out, true);
    read.saturating_sub(1)
}

/// More control characters than text has: one in a hundred, and at least one.
fn is_binary(text: &str) -> bool {
    let (mut controls, mut letters) = (0_usize, 0_usize);
    for letter in text.chars() {
        letters += 1;
        controls += usize::from(letter.is_ascii_control() && !IN_TEXT.contains(&letter));
    }
    controls * 100 > letters
}

/// Whether a decoded text looks as if a person wrote it.
fn is_plausible(text: &str) -> bool {
    let (mut foreign, mut odd, mut narrow) = (0_usize, 0_usize, 0_usize);
    for letter in text.chars().filter(|letter| !letter.is_ascii()) {
        foreign += 1;
        odd += usize::from(is_odd(letter));
        narrow += usize::from(matches!(letter, '\u{ff61}'..='\u{ff9f}'));
    }
    odd * 50 <= foreign && narrow * 3 <= foreign.max(3)
}

/// Characters that a wrong guess makes and a person hardly types.
fn is_odd(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | 'ÿ' | 'þ')
}

/// Text in the letters that Japanese, Chinese and English reports use.
fn is_everyday(text: &str) -> bool {
    let everyday = |letter: &char| {
        matches!(letter, ' '..='~' | '\t' | '\r' | '\n' | '\u{2010}'..='\u{2040}')
            || matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
            || matches!(letter, '\u{ff01}'..='\u{ff9f}')
    };
    let (known, all) = (text.chars().filter(everyday).count(), text.chars().count());
    let spaced = text.chars().any(|letter| letter.is_ascii() || is_kana(letter));
    spaced && known * 20 >= all * 19
}

fn is_kana(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3001}' | '\u{3002}')
}
