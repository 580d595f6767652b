//! Messages of the domain name system, as far as text records need it.
//!
//! Source: RFC 1035 section 4, RFC 6891 (larger answers).

use std::collections::BTreeSet;

/// Text records.
const TXT: u16 = 16;
const ALIAS: u16 = 5;
const INTERNET: u16 = 1;
/// Larger than this no answer comes by UDP; what does not fit is asked for by TCP.
const PAYLOAD: u16 = 1_232;
/// A name that jumps more often runs in a circle.
const MOST_JUMPS: usize = 32;
/// More records than this is no answer to a question about one name.
const MOST_RECORDS: u16 = 500;

/// What a server says about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Its text records, each whole; none when the name has others only.
    Texts(Vec<String>),
    /// There is no such name.
    NoName,
    /// The answer does not fit and has to be asked for by TCP.
    Truncated,
    /// The server could not say; its code of RFC 1035.
    Failed(u8),
}

/// The question for the text records of a name; `None` when it is no name of hosts.
pub(crate) fn question(id: u16, name: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(64 + name.len());
    out.extend(id.to_be_bytes());
    // Recursion desired; one question, one additional record.
    out.extend([1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
    out.extend(encoded(name)?);
    out.extend(TXT.to_be_bytes());
    out.extend(INTERNET.to_be_bytes());
    // EDNS: root name, type 41, payload, no flags, no data.
    out.extend([0, 0, 41]);
    out.extend(PAYLOAD.to_be_bytes());
    out.extend([0; 6]);
    Some(out)
}

fn encoded(name: &str) -> Option<Vec<u8>> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let mut out = Vec::with_capacity(name.len() + 2);
    for label in name.split('.') {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let length = u8::try_from(label.len()).ok().filter(|it| (1..=63).contains(it))?;
        if !label.bytes().all(fits) {
            return None;
        }
        out.push(length);
        out.extend(label.bytes());
    }
    out.push(0);
    (out.len() <= 255).then_some(out)
}

/// What a message says to a question with this id and name; `None` when it is no answer to it.
///
/// Records of other names are passed over, but for those to which aliases of the name lead.
pub fn reply(message: &[u8], id: u16, name: &str) -> Option<Reply> {
    let mut read = Reader { message, at: 0 };
    let own = read.short()? == id;
    let flags = read.short()?;
    let counts = [read.short()?, read.short()?, read.short()?, read.short()?];
    let answers = flags & 0x8000 != 0 && flags & 0x7800 == 0;
    if !own || !answers || counts[0] != 1 || counts[1] > MOST_RECORDS {
        return None;
    }
    let asked = read.name()?;
    let wanted = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    if asked != wanted || read.short()? != TXT || read.short()? != INTERNET {
        return None;
    }
    if flags & 0x0200 != 0 {
        return Some(Reply::Truncated);
    }
    match flags & 0x000f {
        0 => texts(&mut read, counts[1], wanted).map(Reply::Texts),
        3 => Some(Reply::NoName),
        code => Some(Reply::Failed(u8::try_from(code).unwrap_or(u8::MAX))),
    }
}

/// Text records of a name and of its aliases, in the order of the message.
fn texts(read: &mut Reader<'_>, number: u16, wanted: String) -> Option<Vec<String>> {
    let (mut found, mut aliases) = (Vec::new(), Vec::new());
    for _ in 0..number {
        let owner = read.name()?;
        let (kind, class) = (read.short()?, read.short()?);
        // The time to live says nothing here.
        read.take(4)?;
        let length = usize::from(read.short()?);
        let from = read.at;
        let data = read.take(length)?;
        match (kind, class) {
            (TXT, INTERNET) => found.push((owner, joined(data)?)),
            (ALIAS, INTERNET) => {
                aliases.push((owner, Reader { message: read.message, at: from }.name()?));
            }
            _ => {}
        }
    }
    let names = reached(wanted, &aliases);
    Some(found.into_iter().filter(|(owner, _)| names.contains(owner)).map(|it| it.1).collect())
}

/// A name and all to which its aliases lead.
fn reached(wanted: String, aliases: &[(String, String)]) -> BTreeSet<String> {
    let mut names = BTreeSet::from([wanted.clone()]);
    let mut last = wanted;
    while let Some((_, to)) = aliases.iter().find(|(from, _)| *from == last) {
        if !names.insert(to.clone()) {
            break;
        }
        last.clone_from(to);
    }
    names
}

/// The strings of a record put together without anything between them (RFC 7208 section 3.3).
fn joined(mut data: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(data.len());
    while let Some((length, rest)) = data.split_first() {
        let (text, after) = rest.split_at_checked(usize::from(*length))?;
        bytes.extend(text);
        data = after;
    }
    let safe = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    Some(String::from_utf8_lossy(&bytes).chars().map(safe).collect())
}

struct Reader<'a> {
    message: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(length)?;
        let taken = self.message.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn short(&mut self) -> Option<u16> {
        let taken = self.take(2)?;
        Some(u16::from_be_bytes([taken[0], taken[1]]))
    }

    /// A name in lower case with dots. What is no letter of a host name becomes `?`.
    fn name(&mut self) -> Option<String> {
        let mut labels = String::new();
        let mut after = None;
        for _ in 0..=MOST_JUMPS + 128 {
            let length = *self.take(1)?.first()?;
            match length {
                0 => {
                    self.at = after.unwrap_or(self.at);
                    return Some(labels);
                }
                1..=63 => {
                    if !labels.is_empty() {
                        labels.push('.');
                    }
                    let plain = |byte: &u8| match byte.to_ascii_lowercase() {
                        byte if byte.is_ascii_alphanumeric() || b"-_".contains(&byte) => {
                            char::from(byte)
                        }
                        _ => '?',
                    };
                    labels.extend(self.take(usize::from(length))?.iter().map(plain));
                    if labels.len() > 255 {
                        return None;
                    }
                }
                192.. => {
                    let low = *self.take(1)?.first()?;
                    after.get_or_insert(self.at);
                    self.at = usize::from(u16::from_be_bytes([length & 0x3f, low]));
                }
                _ => return None,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer: the question with the flags of a reply, then records.
    fn answer(name: &str, flags: u16, records: &[(&str, u16, Vec<u8>)]) -> Vec<u8> {
        let mut out = question(7, name).expect("a name");
        out.truncate(out.len() - 11);
        out[2..4].copy_from_slice(&flags.to_be_bytes());
        out[7] = u8::try_from(records.len()).expect("few");
        out[11] = 0;
        for (owner, kind, data) in records {
            out.extend(encoded(owner).expect("a name"));
            out.extend(kind.to_be_bytes());
            out.extend([0, 1, 0, 0, 0, 60]);
            out.extend(u16::try_from(data.len()).expect("short").to_be_bytes());
            out.extend(data);
        }
        out
    }

    fn text(parts: &[&str]) -> Vec<u8> {
        let part = |part: &&str| {
            let length = u8::try_from(part.len()).expect("short");
            [&[length], part.as_bytes()].concat()
        };
        parts.iter().flat_map(part).collect()
    }

    #[test]
    fn strings_of_a_record_are_joined_and_aliases_followed() {
        let name = "kazemori.example";
        let records = [
            (name, ALIAS, encoded("mail.example").expect("a name")),
            ("mail.example", TXT, text(&["v=spf1 include:a.example ", "-all"])),
            ("other.example", TXT, text(&["v=spf1 +all"])),
            (name, 2, vec![0]),
        ];
        let told = reply(&answer("KAZEMORI.example", 0x8180, &records), 7, name);
        assert_eq!(told, Some(Reply::Texts(vec!["v=spf1 include:a.example -all".to_owned()])));
    }

    #[test]
    fn no_name_failure_and_truncation_are_told_apart() {
        let of = |flags| reply(&answer("a.example", flags, &[]), 7, "a.example");
        assert_eq!(of(0x8180), Some(Reply::Texts(Vec::new())));
        assert_eq!(of(0x8183), Some(Reply::NoName));
        assert_eq!(of(0x8182), Some(Reply::Failed(2)));
        assert_eq!(of(0x8380), Some(Reply::Truncated));
    }

    #[test]
    fn what_answers_another_question_is_no_answer() {
        let good = answer("a.example", 0x8180, &[("a.example", TXT, text(&["x"]))]);
        assert!(reply(&good, 7, "a.example").is_some());
        assert_eq!(reply(&good, 8, "a.example"), None);
        assert_eq!(reply(&good, 7, "b.example"), None);
        let mut question = good.clone();
        question[2] = 1;
        assert_eq!(reply(&question, 7, "a.example"), None);
    }

    #[test]
    fn damaged_messages_end_and_circles_too() {
        let good = answer("a.example", 0x8180, &[("a.example", TXT, text(&["v=spf1 -all"]))]);
        for end in 0..good.len() {
            assert_eq!(reply(&good[..end], 7, "a.example"), None, "{end}");
        }
        let mut circle = good.clone();
        circle[12..14].copy_from_slice(&[192, 12]);
        assert_eq!(reply(&circle, 7, "a.example"), None);
        let mut many = good;
        many[6..8].copy_from_slice(&u16::MAX.to_be_bytes());
        assert_eq!(reply(&many, 7, "a.example"), None);
    }

    #[test]
    fn only_names_of_hosts_are_asked_for() {
        for name in ["", ".", "a..b", "a b.example", "日本.example", &"a.".repeat(200)] {
            assert_eq!(question(1, name), None, "{name}");
        }
        assert!(question(1, &format!("{}.example", "a".repeat(64))).is_none());
        assert!(question(1, "_dmarc.kazemori.example.").is_some());
    }
}
