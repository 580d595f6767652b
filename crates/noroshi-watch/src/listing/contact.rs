//! Contacts and secrets of a posting: told by kind, never kept.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use regex::Regex;

/// What is masked, in order: its kind, its pattern, and whether it is a way to reach the seller.
const MASKED: &[(&str, &str, bool)] = &[
    (
        "private-key",
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
        false,
    ),
    ("url-login", r"(?i)\b[a-z][a-z0-9+.-]{1,12}://[^\s/:@]{1,64}:[^\s/@]{1,128}@", false),
    (
        "login",
        r"(?i)[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,120}\.[a-z]{2,24}\s?[:;|,/]\s?(?:\[[^\]\s]{2,60}\]|[^\s:;|,]{4,64})",
        false,
    ),
    (
        "token",
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{16,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}[A-Za-z0-9_.-]*)",
        false,
    ),
    (
        "password",
        r"(?i)(?:パスワード|暗証番号|密码|口令|\bpassword|\bpasswd|\bpass|\bpwd|\bpw|\bpin)\s?(?:は|is)?\s?[:：=＝]\s?[^\s,、。;，|]{2,64}",
        false,
    ),
    (
        "telegram",
        r"(?i)(?:https?://)?(?:t\.me|telegram\.me|telegra\.ph)/[A-Za-z0-9_+/-]{2,64}",
        true,
    ),
    (
        "telegram",
        r"(?i)(?:telegram|テレグラム|電報|电报|飞机|纸飞机|\btg|\btele)\s?(?:号|群|id|は)?\s?[:：=@]?\s?@[A-Za-z0-9_]{2,32}",
        true,
    ),
    (
        "telegram",
        r"(?i)(?:telegram|テレグラム|电报|飞机|纸飞机|\btg)\s?(?:号|id)?\s?[:：=]\s?[A-Za-z0-9_]{3,32}",
        true,
    ),
    (
        "mail",
        r"(?i)[a-z0-9._%+-]{1,64}\s?(?:@|\[at\]|\(at\))\s?[a-z0-9-]{1,63}(?:(?:\.|\[\.\]|\[dot\])[a-z0-9-]{1,63}){1,5}",
        true,
    ),
    (
        "onion-chat",
        r"(?i)\b(?:tox|session|jabber|xmpp|wickr|threema|icq|simplex|matrix|element)\s?(?:id)?\s?[:：=]\s?[A-Za-z0-9@._/#-]{3,90}",
        true,
    ),
    (
        "onion-chat",
        r"(?i)\b(?:jabber|xmpp|wickr|threema|icq|simplex|session id|tox id)\s(?:me\s)?[A-Za-z0-9@._/#-]{4,90}",
        true,
    ),
    (
        "seller",
        r"(?i)(?:投稿者|出品者|販売者|卖家|賣家|发布者|發布者|楼主)(?:\s?[:：]\s?|\s)[A-Za-z][A-Za-z0-9_.-]{2,31}|\b(?:seller|user|vendor|poster)\s?[:：]\s?[\p{L}\p{N}_.-]{2,32}",
        true,
    ),
    ("tox", r"\b[0-9A-Fa-f]{64,76}\b", true),
    ("line", r"(?i)\bline\s?(?:id)?\s?[:：=]\s?@?[a-z0-9._-]{2,32}", true),
    (
        "wechat",
        r"(?i)(?:微信|薇信|\bvx|\bwx|wechat|威信|薇)\s?(?:号|id)?\s?[:：=]\s?[a-z0-9_-]{4,32}",
        true,
    ),
    ("qq", r"(?i)(?:\bqq|扣扣|企鹅)\s?(?:号|群)?\s?[:：=]?\s?\d{5,11}", true),
    (
        "chat",
        r"(?i)\b(?:discord|whatsapp|signal|skype|kakao|カカオ|インスタ|instagram|twitter|x)\s?(?:id)?\s?[:：=]\s?[@+]?[A-Za-z0-9._#-]{2,40}",
        true,
    ),
    (
        "wallet",
        r"\b(?:bc1[a-z0-9]{20,80}|[13][A-HJ-NP-Za-km-z1-9]{25,39}|0x[0-9a-fA-F]{40}|T[A-HJ-NP-Za-km-z1-9]{33}|4[0-9AB][A-HJ-NP-Za-km-z1-9]{90,104})\b",
        false,
    ),
    ("card", r"\b\d(?:[ -]?\d){12,18}\b", false),
    (
        "phone",
        r"(?:\+\d{1,3}[ -]?\d{1,4}[ -]\d{2,4}[ -]?\d{2,4}|\+\d{10,14}|\b0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}|\b0[789]0\d{8}\b|\b1[3-9]\d{9}\b)",
        true,
    ),
    (
        "handle",
        r"(?:^|[^A-Za-z0-9._%+-])@(?:[A-Za-z_][A-Za-z0-9_.]{2,31}|\d{1,6}[A-Za-z_][A-Za-z0-9_.]{1,31})",
        true,
    ),
];

struct Pattern {
    kind: &'static str,
    pattern: Regex,
    reaches: bool,
}

fn patterns() -> &'static [Pattern] {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let built = MASKED.iter().filter_map(|(kind, pattern, reaches)| {
            Some(Pattern { kind, pattern: Regex::new(pattern).ok()?, reaches: *reaches })
        });
        built.collect()
    })
}

/// A text with contacts and secrets masked, and the kinds of contact that it had.
pub fn masked(text: &str) -> (String, Vec<String>) {
    let Masked { text, kinds, .. } = Masked::of(text);
    (text, kinds)
}

/// A text with contacts and secrets masked, and what is known of the contacts.
#[derive(Debug, Clone, Default)]
pub(super) struct Masked {
    pub(super) text: String,
    /// The kinds of contact that it had.
    pub(super) kinds: Vec<String>,
    /// Marks by which the same contact is known again. Whoever guesses a contact can make its mark.
    pub(super) reach: BTreeSet<u64>,
}

impl Masked {
    pub(super) fn of(text: &str) -> Self {
        let (mut kinds, mut reach) = (BTreeSet::new(), BTreeSet::new());
        let mut text = Cow::Borrowed(text);
        for one in patterns() {
            if !one.pattern.is_match(&text) {
                continue;
            }
            let replaced = one.pattern.replace_all(&text, |found: &regex::Captures<'_>| {
                let whole = found.get(0).map_or("", |it| it.as_str());
                if one.kind == "card" && !is_card_or_id(whole) {
                    return whole.to_owned();
                }
                if one.reaches {
                    kinds.insert(one.kind.to_owned());
                    reach.extend(reach_of(whole));
                }
                let head: String = match one.kind {
                    "handle" => whole.chars().take_while(|sign| *sign != '@').collect(),
                    _ => whole.chars().take_while(|sign| is_front(*sign)).collect(),
                };
                format!("{head}[{}]", one.kind)
            });
            text = Cow::Owned(replaced.into_owned());
        }
        Self { text: text.into_owned(), kinds: kinds.into_iter().collect(), reach }
    }
}

fn is_front(sign: char) -> bool {
    sign.is_whitespace() || "(（:：".contains(sign)
}

/// The mark of a contact: of its last run of Latin signs, in small letters, so that `tg: @Kite_1` and `t.me/kite_1`
/// are one.
pub(super) fn reach_of(contact: &str) -> Option<u64> {
    let latin =
        |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '.' | '#' | '-' | '@');
    let any = |sign: char| sign.is_alphanumeric() || sign == '_';
    let run = |is_part: &dyn Fn(char) -> bool, least: usize| {
        let mut parts = contact.trim().rsplit(|sign| !is_part(sign));
        parts.find(|part| !part.is_empty()).filter(|part| part.chars().count() >= least)
    };
    let last = run(&latin, 3).or_else(|| run(&any, 2))?;
    let last = last.trim_matches(|sign| matches!(sign, '@' | '.' | '-')).to_lowercase();
    Some(last.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }))
}

/// A number that passes the check of cards, or is as long as an identity number (18 digits of China, 12 of Japan).
fn is_card_or_id(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|sign| sign.to_digit(10)).collect();
    let sum: u32 = digits.iter().rev().enumerate().map(|(at, digit)| luhn(at, *digit)).sum();
    digits.len() == 18 || sum.is_multiple_of(10)
}

fn luhn(at: usize, digit: u32) -> u32 {
    match (at % 2, digit * 2) {
        (0, _) => digit,
        (_, doubled) => doubled / 10 + doubled % 10,
    }
}

/// A handle of a seller with all but its first two signs left out.
pub fn masked_handle(handle: &str) -> String {
    let handle = handle.trim();
    let head: String = handle.trim_start_matches('@').chars().take(2).collect();
    format!("{head}***")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_and_secrets_are_gone_and_their_kind_is_told() {
        for (text, secret, kind) in [
            ("連絡は Telegram: @mock_seller_77 まで", "mock_seller_77", "telegram"),
            ("飞机 @mockfeiji88", "mockfeiji88", "telegram"),
            ("https://t.me/mock_channel", "mock_channel", "telegram"),
            ("mail me: seller.mock@mail.example", "seller.mock", "mail"),
            ("QQ：123456789", "123456789", "qq"),
            ("微信号：mock_wx_01", "mock_wx_01", "wechat"),
            ("LINE ID: mockline", "mockline", "line"),
            ("電話 090-0000-1111", "0000-1111", "phone"),
        ] {
            let (masked, kinds) = masked(text);
            assert!(!masked.contains(secret), "{masked}");
            assert!(kinds.contains(&kind.to_owned()), "{text}: {kinds:?}");
        }
        for (text, secret) in [
            ("sample: taro@mail.example:hunter2024", "hunter2024"),
            ("password: Mock-Pass-1", "Mock-Pass-1"),
            ("パスワード：もけら1234", "もけら1234"),
            ("card 4111 1111 1111 1111 12/27", "4111 1111"),
            ("AKIAMOCKMOCKMOCK1234", "AKIAMOCK"),
        ] {
            assert!(!masked(text).0.contains(secret), "{text}");
        }
    }

    #[test]
    fn counts_and_dates_stay() {
        for text in
            ["2,400,000 rows, 2024-11-25, 1200 USD", "12万件 150ドル", "CVE-2024-3400 exploit"]
        {
            assert_eq!(masked(text).0, text);
        }
    }
}
