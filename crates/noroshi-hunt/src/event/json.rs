//! JSON to fields, in one pass and without a tree.
//!
//! Tolerant where nothing is lost by it: a comma too many, raw control characters in strings.

use memchr::memchr2;

use super::{Event, Field, Slot, narrow};
use crate::Limits;

/// Why a record could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It ends too early.
    Short,
    /// Something else stands there than JSON.
    Syntax,
    /// It is nested too deep.
    Deep,
}

impl Broken {
    /// In a few words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Short => "it ends too early",
            Self::Syntax => "it is no JSON",
            Self::Deep => "it is nested too deep",
        }
    }
}

/// Reads the object that starts at `at` into the event; gives the place behind it, or where
/// it breaks.
pub(crate) fn object(
    text: &str,
    at: usize,
    limits: &Limits,
    event: &mut Event,
) -> Result<usize, (Broken, usize)> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at,
        depth: 0,
        deepest: limits.depth,
        most: limits.fields,
        path: String::new(),
    };
    reader.space();
    if reader.peek() != Some(b'{') {
        let broken = if reader.peek().is_none() { Broken::Short } else { Broken::Syntax };
        return Err((broken, reader.at));
    }
    let read = reader.members(event);
    read.map(|()| reader.at).map_err(|broken| (broken, reader.at))
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    deepest: usize,
    most: usize,
    path: String,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn descend(&mut self) -> Result<(), Broken> {
        self.at += 1;
        self.depth += 1;
        if self.depth > self.deepest { Err(Broken::Deep) } else { Ok(()) }
    }

    fn members(&mut self, event: &mut Event) -> Result<(), Broken> {
        self.descend()?;
        loop {
            self.space();
            match self.peek().ok_or(Broken::Short)? {
                b'}' => {
                    self.at += 1;
                    self.depth -= 1;
                    return Ok(());
                }
                b',' => self.at += 1,
                b'"' => {
                    let mark = self.path.len();
                    if mark > 0 {
                        self.path.push('.');
                    }
                    let mut path = std::mem::take(&mut self.path);
                    let read = self.string(&mut path);
                    self.path = path;
                    read?;
                    self.space();
                    if self.peek().ok_or(Broken::Short)? != b':' {
                        return Err(Broken::Syntax);
                    }
                    self.at += 1;
                    self.value(event)?;
                    self.path.truncate(mark);
                }
                _ => return Err(Broken::Syntax),
            }
        }
    }

    fn members_of_list(&mut self, event: &mut Event) -> Result<(), Broken> {
        self.descend()?;
        loop {
            self.space();
            match self.peek().ok_or(Broken::Short)? {
                b']' => {
                    self.at += 1;
                    self.depth -= 1;
                    return Ok(());
                }
                b',' => self.at += 1,
                _ => self.value(event)?,
            }
        }
    }

    fn value(&mut self, event: &mut Event) -> Result<(), Broken> {
        self.space();
        match self.peek().ok_or(Broken::Short)? {
            b'{' => self.members(event),
            b'[' => self.members_of_list(event),
            b'"' => {
                let name = event.store(&self.path);
                let start = narrow(event.text.len());
                let mut text = std::mem::take(&mut event.text);
                let read = self.string(&mut text);
                event.text = text;
                read?;
                let end = narrow(event.text.len());
                self.add(event, name, Slot::Text(start, end));
                Ok(())
            }
            b't' => self.word(event, "true", Slot::Truth(true)),
            b'f' => self.word(event, "false", Slot::Truth(false)),
            b'n' => self.word(event, "null", Slot::Null),
            b'-' | b'0'..=b'9' => self.number(event),
            _ => Err(Broken::Syntax),
        }
    }

    fn add(&self, event: &mut Event, name: (u32, u32), slot: Slot) {
        if event.fields.len() < self.most {
            event.fields.push(Field { name, slot });
        }
    }

    fn word(&mut self, event: &mut Event, word: &str, slot: Slot) -> Result<(), Broken> {
        let end = self.at + word.len();
        match self.bytes.get(self.at..end) {
            Some(found) if found == word.as_bytes() => {
                self.at = end;
                let name = event.store(&self.path);
                self.add(event, name, slot);
                Ok(())
            }
            Some(_) => Err(Broken::Syntax),
            None => Err(Broken::Short),
        }
    }

    fn number(&mut self, event: &mut Event) -> Result<(), Broken> {
        let start = self.at;
        let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        while self.peek().is_some_and(digit) {
            self.at += 1;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        let name = event.store(&self.path);
        let slot = match text.parse::<i64>() {
            Ok(whole) => Slot::Whole(whole),
            // A whole number too large for 64 bits is an identifier: its digits count.
            Err(_) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                let (start, end) = event.store(text);
                Slot::Text(start, end)
            }
            Err(_) => Slot::Number(text.parse().map_err(|_| Broken::Syntax)?),
        };
        self.add(event, name, slot);
        Ok(())
    }

    /// Appends the string that starts here, without its escapes.
    fn string(&mut self, into: &mut String) -> Result<(), Broken> {
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..).ok_or(Broken::Short)?;
            let found = memchr2(b'"', b'\\', rest).ok_or(Broken::Short)?;
            let end = self.at + found;
            into.push_str(self.text.get(self.at..end).ok_or(Broken::Syntax)?);
            self.at = end + 1;
            if self.bytes.get(end) == Some(&b'"') {
                return Ok(());
            }
            into.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, Broken> {
        let byte = self.peek().ok_or(Broken::Short)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.unit()?;
                if (0xd800..0xdc00).contains(&high)
                    && self.bytes.get(self.at..self.at + 2) == Some(b"\\u")
                {
                    let back = self.at;
                    self.at += 2;
                    let low = self.unit()?;
                    if (0xdc00..0xe000).contains(&low) {
                        let both = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                        return Ok(char::from_u32(both).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    self.at = back;
                }
                char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(Broken::Syntax),
        })
    }

    fn unit(&mut self) -> Result<u32, Broken> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Broken::Short)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| Broken::Syntax)
    }
}

/// Objects at the top of a stream, by their brackets alone: how many end, and where the last
/// one ends.
pub(crate) fn ends(bytes: &[u8]) -> (u64, usize) {
    let (mut depth, mut count, mut last) = (0_usize, 0, 0);
    let mut place = 0;
    while let Some(byte) = bytes.get(place) {
        place += 1;
        match byte {
            b'"' if depth > 0 => match end_of_string(bytes, place) {
                Some(end) => place = end,
                None => break,
            },
            b'{' => depth += 1,
            b'[' if depth > 0 => depth += 1,
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    (count, last) = (count + 1, place);
                }
            }
            _ => {}
        }
    }
    (count, last)
}

fn end_of_string(bytes: &[u8], at: usize) -> Option<usize> {
    let mut place = at;
    loop {
        let found = place + memchr2(b'"', b'\\', bytes.get(place..)?)?;
        if bytes.get(found) == Some(&b'"') {
            return Some(found + 1);
        }
        place = found + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;

    fn read(text: &str) -> Result<Event, Broken> {
        let mut event = Event::default();
        let read = object(text, 0, &Limits::default(), &mut event);
        read.map(|_| event).map_err(|(broken, _)| broken)
    }

    #[test]
    fn members_of_objects_and_lists_stand_under_their_path() {
        let event =
            read(r#" {"a":1,"b":{"c":"x\n\u00e9\ud83d\ude00","d":[true,null,{"e":-1.5}]},"f":[]}"#);
        let event = event.expect("it is sound");
        let fields: Vec<(&str, Value<'_>)> = event.fields().collect();
        assert_eq!(
            fields,
            [
                ("a", Value::Whole(1)),
                ("b.c", Value::Text("x\né😀")),
                ("b.d", Value::Truth(true)),
                ("b.d", Value::Null),
                ("b.d.e", Value::Number(-1.5)),
            ]
        );
    }

    #[test]
    fn what_is_broken_says_how() {
        assert_eq!(read("").err(), Some(Broken::Short));
        assert_eq!(read(r#"{"a":"#).err(), Some(Broken::Short));
        assert_eq!(read(r#"{"a""#).err(), Some(Broken::Short));
        assert_eq!(read(r#"{"a":tru"#).err(), Some(Broken::Short));
        assert_eq!(read(r#"{"a":x}"#).err(), Some(Broken::Syntax));
        assert_eq!(read(r#"{"a":"\q"}"#).err(), Some(Broken::Syntax));
        assert_eq!(read(&"{\"a\":".repeat(100)).err(), Some(Broken::Deep));
    }

    #[test]
    fn large_identifiers_keep_their_digits() {
        let event = read(r#"{"id":18446744073709551615}"#).expect("it is sound");
        assert_eq!(event.fields().next(), Some(("id", Value::Text("18446744073709551615"))));
    }

    proptest::proptest! {
        #[test]
        fn strings_are_read_as_serde_reads_them(texts in proptest::collection::vec(".*", 0..5)) {
            let object: serde_json::Map<String, serde_json::Value> = texts
                .iter()
                .enumerate()
                .map(|(number, text)| (number.to_string(), text.clone().into()))
                .collect();
            let event = read(&serde_json::to_string(&object).unwrap()).unwrap();
            let found: Vec<String> = event.fields().map(|(_, value)| match value {
                Value::Text(text) => text.to_owned(),
                other => format!("{other:?}"),
            }).collect();
            proptest::prop_assert_eq!(found, texts);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[{}\\[\\]\",:a0\\\\u-]{0,40}") {
            let _ = read(&text);
            let _ = ends(text.as_bytes());
        }
    }
}
