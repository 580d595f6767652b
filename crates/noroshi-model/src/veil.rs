//! Secrets in short foreign texts: what engines quote from settings, records, logs and source is masked before it leaves
//! them.
//!
//! Documents are masked where they are read, by `noroshi-formats`, which knows far more forms. This is for single values:
//! logins in addresses, tokens with a known beginning, and values behind a word such as `password`.

/// What is put in the place of a secret.
const VEIL: &str = "***";

/// Beginnings of tokens, and how many further signs make one of it.
const TOKENS: &[(&str, usize)] = &[
    ("ghp_", 20),
    ("gho_", 20),
    ("ghu_", 20),
    ("ghs_", 20),
    ("ghr_", 20),
    ("github_pat_", 20),
    ("glpat-", 16),
    ("AKIA", 16),
    ("ASIA", 16),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxa-", 10),
    ("xoxs-", 10),
    ("sk-", 20),
    ("sk_live_", 16),
    ("AIza", 30),
    ("eyJ", 20),
    ("npm_", 30),
    ("pypi-", 30),
];
/// Words in front of a secret, in small letters, with `:` or `=` between.
const KEYS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "client_secret",
    "clientsecret",
    "token",
    "api_key",
    "apikey",
    "access_key",
    "secret_key",
    "パスワード",
    "暗証番号",
    "密码",
    "口令",
];
/// Words in front of a credential, with a blank between.
const SCHEMES: &[&str] = &["bearer", "basic"];
/// The fewest signs of a credential behind a scheme.
const LEAST: usize = 12;

/// A text whose secrets are masked. Linear in its length.
pub fn without_secrets(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let begins = !shown.chars().next_back().is_some_and(is_of_word);
        let veiled = login(rest).or_else(|| begins.then(|| secret(rest)).flatten());
        if let Some((head, length)) = veiled {
            shown.push_str(&rest[..head]);
            shown.push_str(VEIL);
            rest = &rest[length..];
        } else {
            shown.push(sign);
            rest = &rest[sign.len_utf8()..];
        }
    }
    shown
}

/// How much of the beginning stays, and how much in all is used up.
type Veiled = (usize, usize);

/// `://user:password@`: what stands before the last `@` of the authority.
fn login(rest: &str) -> Option<Veiled> {
    let after = rest.strip_prefix("://")?;
    let ends = |sign: char| matches!(sign, '/' | '"' | '\'' | '<' | '>') || sign.is_whitespace();
    let authority = &after[..after.find(ends).unwrap_or(after.len())];
    let at = authority.rfind('@')?;
    (at > 0).then_some(("://".len(), "://".len() + at))
}

/// A token, or a value behind a word that announces one. Called where a word begins.
fn secret(rest: &str) -> Option<Veiled> {
    token(rest).or_else(|| scheme(rest)).or_else(|| value(rest))
}

fn token(rest: &str) -> Option<Veiled> {
    let (prefix, least) = TOKENS.iter().find(|(prefix, _)| rest.starts_with(prefix))?;
    let run = run(&rest[prefix.len()..]);
    (run >= *least).then_some((prefix.len(), prefix.len() + run))
}

fn scheme(rest: &str) -> Option<Veiled> {
    let word = SCHEMES.iter().find(|word| starts(rest, word))?;
    let tail = rest[word.len()..].strip_prefix(' ')?;
    let (head, run) = (word.len() + 1, run(tail));
    (run >= LEAST).then_some((head, head + run))
}

fn value(rest: &str) -> Option<Veiled> {
    let word = KEYS.iter().filter(|word| starts(rest, word)).max_by_key(|word| word.len())?;
    let tail = &rest[word.len()..];
    let sign = tail.trim_start_matches(['"', '\'', ' ']);
    let open = sign.strip_prefix([':', '=', '：', '＝'])?.trim_start_matches(['"', '\'', ' ']);
    let ends = |sign: char| {
        sign.is_whitespace()
            || matches!(sign, '"' | '\'' | ',' | ';' | '&' | '、' | '。' | '<' | '|')
    };
    let value = &open[..open.find(ends).unwrap_or(open.len())];
    // A word in letters alone says what is asked of passwords more often than it is one.
    let is_word = value.chars().all(|sign| sign.is_alphabetic() || sign == '-' || sign == '.');
    let head = rest.len() - open.len();
    (value.chars().count() >= 4 && !is_word).then_some((head, head + value.len()))
}

fn starts(rest: &str, word: &str) -> bool {
    rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Bytes at the beginning that may be of a token.
fn run(rest: &str) -> usize {
    rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || "_-.~+/=".contains(sign)))
        .unwrap_or(rest.len())
}

fn is_of_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_and_the_words_around_them_stay() {
        for (text, shown) in [
            ("https://ci:hunter2@host.example/x", "https://***@host.example/x"),
            ("git+ssh://git@host.example/x", "git+ssh://***@host.example/x"),
            ("key AKIA2222333344445555.", "key AKIA***"),
            ("Authorization: Bearer abcdefabcdef123456", "Authorization: Bearer ***"),
            ("password: Hunter-2024, and more", "password: ***, and more"),
            ("client_secret=\"a~b~c~d1\"", "client_secret=\"***\""),
            ("パスワード：もけら1234。", "パスワード：***。"),
        ] {
            assert_eq!(without_secrets(text), shown);
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            "Password: required",
            "MFA is not required for 3 users",
            "https://host.example/a@b",
            "token=none",
            "a sky-high bill, basic auth is on",
            "secretary: 4711",
            "",
        ] {
            assert_eq!(without_secrets(text), text);
        }
    }
}
