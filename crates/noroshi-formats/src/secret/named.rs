//! Secrets behind their names: `password = …`, パスワードは「…」, `"token": "…"`, 密码 ….

use std::ops::Range;

use super::Found;
use super::place::{Mode, Page};
use super::value;
use crate::leaked::words;

/// How surely a name means a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// Nothing else is meant.
    Strong,
    /// Other things have this name too.
    Weak,
}

/// What stands between a name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    /// `=`, `:` and the like.
    Sign,
    /// `is`, は, 是.
    Verb,
    /// `<password>`.
    Tag,
    /// を, `to`: what the value is for stands behind it.
    Particle,
    /// White space, or nothing but a quotation mark.
    Space,
}

/// Longest remark in brackets between a name and its value: `password (root): …`.
const REMARK: usize = 60;
/// How far behind a name a random value may stand without a sign between.
const NEAR: usize = 60;

/// The secret that the name at `hit` announces.
pub(super) fn secret(page: &Page<'_>, hit: Range<usize>, strength: Strength) -> Option<Found> {
    if page.text[..hit.start].ends_with(super::mark::START) {
        return None;
    }
    let name = whole_name(page, &hit, strength)?;
    let kind = kind(page, &hit, &name);
    let strength = in_place(page, &hit, strength);
    let range = value_of(page, &name, strength).or_else(|| random(page, &name));
    let range = range.or_else(|| later(page, &name, strength))?;
    Some(Found { range, kind })
}

/// How sure a name is where it stands: among settings and between people `pass` means nothing
/// else.
fn in_place(page: &Page<'_>, hit: &Range<usize>, strength: Strength) -> Strength {
    const SHORT: [&str; 12] = [
        "pass",
        "pw",
        "psw",
        "creds",
        "ｐｗ",
        "ＰＷ",
        "ｐａｓｓ",
        "パスは",
        "パス：",
        "パス:",
        "账号密码",
        "账密",
    ];
    let word = page.text[hit.clone()].to_ascii_lowercase();
    let short = SHORT.contains(&word.as_str()) && page.mode(hit.start) != Mode::Prose;
    if short { Strength::Strong } else { strength }
}

/// The identifier around a name; `None` when it names something else.
fn whole_name(page: &Page<'_>, hit: &Range<usize>, strength: Strength) -> Option<Range<usize>> {
    let text = page.text;
    let word = &text[hit.clone()];
    let latin = word.starts_with(|sign: char| sign.is_ascii());
    let long = strength == Strength::Strong && word.len() >= 6;
    if latin && !long && page.before(hit.start).is_some_and(|sign| sign.is_ascii_alphanumeric()) {
        let camel = word.starts_with(|sign: char| sign.is_ascii_uppercase());
        let lower = page.before(hit.start).is_some_and(|sign| sign.is_ascii_lowercase());
        (camel && lower).then_some(())?;
    }
    // `pw` and `pass` end names of hosts and files too.
    let short = latin && strength == Strength::Weak && word.len() <= 4;
    if short
        && page.before(hit.start).is_some_and(|sign| matches!(sign, '.' | ']' | '/'))
        && page.mode(hit.start) != Mode::Setting
        && !text[..hit.start].ends_with("ID/")
        && !text[..hit.start].ends_with("id/")
    {
        return None;
    }
    let rest = &text[hit.end..page.rest_of_line(hit.end).end];
    let further = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let length = rest.bytes().take_while(|byte| further(*byte)).count();
    if !latin || length == 0 {
        return Some(hit.clone());
    }
    suffix(&rest[..length]).then(|| hit.start..hit.end + length)
}

/// Whether the rest of an identifier leaves it the name of a secret: `_prod`, `2`, `Hash`.
fn suffix(rest: &str) -> bool {
    let word = rest.trim_matches(['_', '-']);
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    let apart =
        rest.starts_with(['_', '-']) || rest.starts_with(|sign: char| sign.is_ascii_uppercase());
    let lower = word.to_ascii_lowercase();
    digits
        || apart
            && lower
                .split(['_', '-'])
                .all(|part| words().secrets.suffixes.iter().any(|known| known == part))
}

/// What a secret is, by its name.
fn kind(page: &Page<'_>, hit: &Range<usize>, name: &Range<usize>) -> &'static str {
    let word = page.text[hit.clone()].to_lowercase();
    let whole =
        format!("{}{}", tail(page.line_before(hit.start)), &page.text[name.clone()]).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|it| word.contains(it));
    if whole.contains("aws") {
        "aws-key"
    } else if has(&["accountkey", "sharedaccess", "storage key", "storage_key"]) {
        "azure-key"
    } else if whole.contains("hash") {
        "password-hash"
    } else if has(&[
        "pass",
        "pw",
        "psw",
        "パス",
        "ﾊﾟｽ",
        "暗証",
        "合言葉",
        "密码",
        "密碼",
        "口令",
        "pin",
        "ｐ",
        "Ｐ",
    ]) {
        "password"
    } else if has(&["token", "bearer", "トークン", "令牌", "授权码"]) {
        "token"
    } else if has(&["key", "キー", "鍵", "钥", "鑰", "psk"]) {
        "key"
    } else {
        "secret"
    }
}

/// The last few bytes of what stands before a name in its line.
fn tail(before: &str) -> &str {
    let start = before.floor_char_boundary(before.len().saturating_sub(24));
    let start = before[start..].rfind(char::is_whitespace).map_or(start, |at| start + at);
    &before[start..]
}

/// The value behind a name, if it is taken for a secret.
fn value_of(page: &Page<'_>, name: &Range<usize>, strength: Strength) -> Option<Range<usize>> {
    let line = page.rest_of_line(name.end);
    if page.text[line.clone()].trim_matches(['"', '\'', ' ', ',']).is_empty() {
        return below(page, line.end, Between::Space);
    }
    let (between, start) = between(page, name, line.end)?;
    let rest = &page.text[start..line.end];
    if rest.trim().is_empty() {
        return below(page, line.end, between);
    }
    let given = Given { page, name, between, strength, mode: mode(page, name, between) };
    if let Some(inside) = value::quoted(rest) {
        let range = start + inside.start..start + inside.end;
        return given.accepts_quoted(&page.text[range.clone()]).then_some(range);
    }
    given.unquoted(start, rest)
}

/// How readily the value is taken: `db_pass=…` is a setting wherever it stands, unless it is a
/// part of an address.
fn mode(page: &Page<'_>, name: &Range<usize>, between: Between) -> Mode {
    let written = page.mode(name.start);
    let before = page.line_before(name.start);
    let part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let own = before.trim_end_matches(part);
    let prefixed = before.len() > own.len() && before.ends_with('_');
    let address = own.ends_with(['?', '&', ';', '/']) || own.contains("://");
    let joined = page.text[name.end..].starts_with('=') && between == Between::Sign;
    if written == Mode::Prose && prefixed && joined && !address { Mode::Setting } else { written }
}

/// The value alone in the next line: `Password:` and below it what it is.
fn below(page: &Page<'_>, end: usize, between: Between) -> Option<Range<usize>> {
    let rest = &page.text[end..];
    let start = end + rest.starts_with('\r') as usize;
    let start = start + page.text[start..].starts_with('\n') as usize;
    let line = page.rest_of_line(start);
    let words = &page.text[line.clone()];
    let range = start + words.len() - words.trim_start().len()..start + words.trim_end().len();
    let value = page.text.get(range.clone())?;
    if let Some(found) = paired(page, end, &range, value) {
        return Some(found);
    }
    let colon = page.text[..end].trim_end_matches([' ', '\t']).ends_with([':', '：']);
    let plain = !value.contains(['=', '(', '[', ';', ' ']);
    (between == Between::Sign && colon && plain && start > end && value::is_shaped(value))
        .then_some(range)
}

/// `value: …` below `name: DB_PASSWORD`, as lists of variables have it.
fn paired(page: &Page<'_>, end: usize, range: &Range<usize>, line: &str) -> Option<Range<usize>> {
    let named = page.line_before(end).trim_start_matches([' ', '-', '"']).starts_with("name");
    let rest = line.trim_start_matches('"').strip_prefix("value")?;
    let rest = rest.trim_start_matches(['"', ' ']).strip_prefix(':')?.trim_start();
    let inside = value::quoted(rest).unwrap_or_else(|| value::whole(rest));
    let start = range.end - rest.len();
    let value = &rest[inside.clone()];
    let secret = named && page.mode(end) == Mode::Setting && !value::is_placeholder(value);
    secret.then(|| start + inside.start..start + inside.end)
}

/// What stands between a name and its value, and where the value starts.
fn between(page: &Page<'_>, name: &Range<usize>, end: usize) -> Option<(Between, usize)> {
    let text = page.text;
    let behind = &text[name.end..end];
    let closed = behind.trim_start_matches(['"', '\'', '`', '*', ']', '」', '_']);
    let tag = closed.starts_with('>') && !closed.starts_with(">>");
    if tag && tail(page.line_before(name.start)).contains('<') {
        return Some((Between::Tag, end - closed.len() + 1));
    }
    let blank = |sign: char| matches!(sign, ' ' | '\t' | '\u{3000}' | '\u{a0}');
    let remarked = remark(closed.trim_start_matches(blank)).trim_start_matches(blank);
    if let Some(rest) = argument(page, name, behind) {
        return Some((Between::Sign, end - rest.len()));
    }
    let remarked = typed(remarked).unwrap_or(remarked);
    let (between, rest) = match sign(remarked) {
        Some((between, rest)) => (between, rest),
        None => spaced(behind, remarked)?,
    };
    let rest = rest.trim_start_matches(blank);
    Some((between, end - rest.len()))
}

/// `define('DB_PASSWORD', '…')`: the next argument of a call.
fn argument<'a>(page: &Page<'_>, name: &Range<usize>, behind: &'a str) -> Option<&'a str> {
    let before = page
        .line_before(name.start)
        .trim_end_matches(|sign: char| sign.is_ascii_alphanumeric() || sign == '_');
    let call = before.ends_with("('") || before.ends_with("(\"");
    let rest = behind.strip_prefix(['\'', '"']).filter(|_| call)?;
    let rest = rest.trim_start().strip_prefix(',')?.trim_start();
    value::quoted(rest).map(|_| rest)
}

/// Without the number that network devices write before a password: `password 7 …`.
fn typed(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['0', '5', '7', '8', '9'])?.strip_prefix(' ')?;
    rest.starts_with(|sign: char| sign.is_ascii_graphic()).then_some(rest)
}

/// Without a remark in brackets.
fn remark(text: &str) -> &str {
    let close = match text.chars().next() {
        Some('(') => ')',
        Some('（') => '）',
        _ => return text,
    };
    let inside = &text[..text.floor_char_boundary(REMARK.min(text.len()))];
    inside.find(close).map_or(text, |at| &text[at + close.len_utf8()..])
}

fn sign(text: &str) -> Option<(Between, &str)> {
    const SIGNS: [&str; 9] = [":=", "=>", "==", "=", "＝", "：", "→", "->", ":"];
    const VERBS: [&str; 6] = ["は", "is ", "was ", "为", "是", "為"];
    let signs = SIGNS.iter().find_map(|sign| text.strip_prefix(sign));
    if let Some(rest) = signs {
        let path = text.starts_with("::") || rest.starts_with("//");
        return (!path).then_some((Between::Sign, rest));
    }
    const PARTICLES: [&str; 9] =
        ["を", "が", "に", "to ", "改为", "改成", "改為", "設定为", "变更为"];
    let verb = VERBS.iter().find_map(|verb| text.strip_prefix(verb));
    let particle = || PARTICLES.iter().find_map(|word| text.strip_prefix(word));
    verb.map(|rest| (Between::Verb, rest)).or_else(|| Some((Between::Particle, particle()?)))
}

/// White space, a quotation mark, or the change from Japanese or Chinese to Latin letters.
fn spaced<'a>(behind: &str, rest: &'a str) -> Option<(Between, &'a str)> {
    let blank = behind.starts_with([' ', '\t', '\u{3000}', '\u{a0}']);
    let quote = value::quoted(rest).is_some();
    let latin = rest.starts_with(|sign: char| sign.is_ascii_graphic());
    (blank || quote || latin).then_some((Between::Space, rest))
}

/// A name with all that decides about its value.
struct Given<'a> {
    page: &'a Page<'a>,
    name: &'a Range<usize>,
    between: Between,
    strength: Strength,
    mode: Mode,
}

impl Given<'_> {
    fn accepts_quoted(&self, value: &str) -> bool {
        if value::is_placeholder(value) {
            return false;
        }
        let named = !matches!(self.between, Between::Space | Between::Particle);
        match (self.mode, self.strength) {
            (Mode::Setting, Strength::Strong) => true,
            (Mode::Setting, Strength::Weak) => named && is_set(value),
            (Mode::Spoken, Strength::Strong) => named || value::is_graphic(value),
            (_, Strength::Weak) => value::is_graphic(value) && is_weighty(value),
            (Mode::Prose, Strength::Strong) => {
                let graphic = value::is_graphic(value) && value.len() >= 3;
                let word = value::is_prose(value) || is_name(value);
                graphic && (named && !word || value::is_shaped(value))
            }
        }
    }

    /// The value without quotation marks that starts at `start`; `rest` is its line.
    fn unquoted(&self, start: usize, rest: &str) -> Option<Range<usize>> {
        if self.mode == Mode::Setting && self.between == Between::Sign && self.opens_line() {
            let whole = self.setting(rest);
            return self.accepts_setting(&rest[whole.clone()]).then(|| start..start + whole.end);
        }
        let run = self.pair(rest);
        let value = &rest[run.clone()];
        let alone = rest[run.end..]
            .trim()
            .trim_matches(['.', ',', ';', '。', '、', ')', '"', '\'', '）'])
            .is_empty();
        self.accepts(value, alone).then(|| start + run.start..start + run.end)
    }

    /// A setting goes to the end of its line, a variable of a command to the next space.
    fn setting(&self, rest: &str) -> Range<usize> {
        let whole = value::whole(rest);
        let spaced = rest[whole.clone()].find(char::is_whitespace);
        let command = |tail: &str| {
            let words = tail.split_whitespace();
            words.into_iter().any(|word| {
                word.starts_with(['-', '/', '|', '&', ';', '"', '\'']) || word.contains('=')
            })
        };
        match spaced {
            Some(at) if command(&rest[at..whole.end]) => value::run(&rest[..at]),
            _ => whole,
        }
    }

    /// Whether nothing but the name of a setting stands before in the line.
    fn opens_line(&self) -> bool {
        let before = self.page.line_before(self.name.start).trim_start();
        let words = before.split_whitespace().count();
        let starts = [
            "export", "set", "-", "ENV", "ARG", "declare", "local", "SET", "$env:", "{", ",", "#",
            "//", "val", "let", "const", "var",
        ];
        let known = |word: &str| starts.contains(&word);
        let part = |sign: char| sign.is_ascii_alphanumeric() || "_.-\"'<[$:/@{%".contains(sign);
        let name = |word: &str| word.chars().all(part);
        words <= 3 && before.split_whitespace().all(|word| known(word) || name(word))
    }

    /// `admin / hunter2` behind `ID/PW`.
    fn pair(&self, rest: &str) -> Range<usize> {
        let first = value::run(rest);
        let behind = rest[first.end..].trim_start();
        let slash = behind.strip_prefix(['/', '／']).filter(|_| {
            self.page.before(self.name.start).is_some_and(|it| matches!(it, '/' | '／' | '・'))
        });
        let Some(second) = slash.map(str::trim_start) else { return first };
        let start = rest.len() - second.len();
        start..start + value::run(second).end
    }

    fn accepts_setting(&self, value: &str) -> bool {
        !value::is_placeholder(value) && (self.strength == Strength::Strong || is_set(value))
    }

    fn accepts(&self, value: &str, alone: bool) -> bool {
        if value::is_placeholder(value)
            || value.starts_with(['{', '[', '|', '>', '(']) && value.len() < 4
        {
            return false;
        }
        let signed = matches!(self.between, Between::Sign | Between::Tag);
        let word = value.len() >= 3 && value::is_graphic(value) && !value::is_prose(value);
        match (self.mode, self.strength) {
            (Mode::Setting, Strength::Strong) if signed => true,
            (Mode::Setting, Strength::Weak) if signed => is_set(value),
            (Mode::Spoken, Strength::Strong) if signed || self.between == Between::Verb => word,
            (Mode::Spoken, Strength::Weak) if signed => {
                word && (value::is_shaped(value) || alone && value.len() >= 6)
            }
            (_, Strength::Strong) if signed && alone => {
                word && value.len() >= 4 && !is_address(value) && !is_name(value)
            }
            (Mode::Prose, Strength::Strong) if self.between == Between::Particle => {
                word && value::is_shaped(value) && value::is_odd(value)
            }
            (_, Strength::Strong) => word && (value::is_shaped(value) || self.is_number(value)),
            (_, Strength::Weak) => signed && word && is_weighty(value),
        }
    }

    /// A password of digits, where a sentence says that it is one.
    fn is_number(&self, value: &str) -> bool {
        let digits = value.len() >= 4 && value.bytes().all(|byte| byte.is_ascii_digit());
        digits && !matches!(self.between, Between::Space | Between::Particle)
    }
}

/// A value of a setting that is more than a switch, a number or a path.
fn is_set(value: &str) -> bool {
    let number = value.len() < 6 && value.bytes().all(|byte| byte.is_ascii_digit());
    let path = value.starts_with(['/', '.', '~'])
        && value.contains('/')
        && !value.contains('=')
        && !value::is_random(value);
    value.len() >= 4 && !number && !path && !value.contains("://") && !value.contains(' ')
}

/// A long mixed value that is no hash or address, for names that mean other things too.
fn is_weighty(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count() >= 3;
    value::is_random(value)
        || value.len() >= 12 && digits && !value.contains('/') && value::is_shaped(value)
}

/// The name of a secret in place of its value, as forms and field lists have it.
fn is_name(value: &str) -> bool {
    let lower = value.to_lowercase();
    words().secrets.strong.iter().chain(&words().secrets.weak).any(|name| *name == lower)
}

fn is_address(value: &str) -> bool {
    value.contains("://") || value.starts_with(['/', '\\'])
}

/// A random value a few words behind a name, without any sign between.
fn random(page: &Page<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let line = page.rest_of_line(name.end);
    let most = page.text.floor_char_boundary(line.end.min(name.end + NEAR));
    let near = &page.text[name.end..most];
    let spaces = near.match_indices(char::is_whitespace).take(6);
    spaces.into_iter().find_map(|(at, space)| {
        let rest = &page.text[name.end + at + space.len()..line.end];
        let first = rest.char_indices().take(4).find(|(_, sign)| sign.is_ascii_alphanumeric());
        let front = first.map(|(front, _)| front)?;
        let run = value::run(&rest[front..]);
        let start = line.end - rest.len() + front;
        let range = start..start + run.end;
        value::is_random(&page.text[range.clone()]).then_some(range)
    })
}

/// A value that a sentence gives a few words later: `the password for the mirror is …`.
fn later(page: &Page<'_>, name: &Range<usize>, strength: Strength) -> Option<Range<usize>> {
    const SIGNS: [&str; 6] = [" is ", " -> ", " → ", "は", "：", ": "];
    let mode = page.mode(name.start);
    let line = page.rest_of_line(name.end);
    let most = page.text.floor_char_boundary(line.end.min(name.end + NEAR));
    let near = &page.text[name.end..most];
    let sentence =
        near.find(['.', '。', '!', '?', '、', ',', ';']).map_or(near, |end| &near[..end]);
    let starts = SIGNS.iter().filter_map(|sign| sentence.find(sign).map(|at| at + sign.len()));
    let start = name.end + starts.min()?;
    let rest = &page.text[start..line.end];
    let front = rest.len() - rest.trim_start().len();
    let inside = value::quoted(rest.trim_start()).unwrap_or_else(|| value::run(rest.trim_start()));
    let range = start + front + inside.start..start + front + inside.end;
    let value = &page.text[range.clone()];
    let shaped =
        value::is_shaped(value) && !value::is_placeholder(value) && !value::is_prose(value);
    let enough = mode != Mode::Prose || value::is_odd(value);
    (strength == Strength::Strong && shaped && enough).then_some(range)
}
