//! What somebody takes a package for, by their words.

/// What somebody takes a package for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Judgement {
    /// Made to do harm: to steal, to open a way in, to deceive.
    Harmful,
    /// Made to test or to study: a penetration test, research, a proof.
    Test,
    /// The words do not say.
    Unclear,
}

impl Judgement {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Harmful => "harmful",
            Self::Test => "test",
            Self::Unclear => "unclear",
        }
    }
}

/// The line by which kam193, a source of ossf/malicious-packages, says it outright.
const CATEGORY: &str = "category: ";

/// Words that take a package for a test, lower case.
const TEST: &[&str] = &[
    "pentest",
    "penetration test",
    "security research",
    "researcher",
    "bug bounty",
    "bugbounty",
    "proof of concept",
    "proof-of-concept",
    "red team",
    "low-harm",
    "dependency confusion test",
    "侵入テスト",
    "ペネトレーションテスト",
    "ペンテスト",
    "研究者",
    "研究目的",
    "概念実証",
    "検証目的",
    "渗透测试",
    "研究人员",
    "研究用途",
    "滲透測試",
    "研究人員",
];

/// Words that take a package for harmful, lower case.
const HARM: &[&str] = &[
    "infostealer",
    "info stealer",
    "stealer",
    "steals",
    "stealing",
    "exfiltrat",
    "malicious intent",
    "clearly malicious",
    "malware",
    "backdoor",
    "reverse shell",
    "remote access",
    "trojan",
    "ransom",
    "cryptominer",
    "crypto miner",
    "keylogger",
    "credential",
    "wallet",
    "情報窃取",
    "窃取",
    "盗む",
    "盗み",
    "盗まれ",
    "マルウェア",
    "悪性",
    "悪意のある",
    "偽パッケージ",
    "不正なパッケージ",
    "バックドア",
    "遠隔操作",
    "信息窃取",
    "窃密",
    "恶意",
    "惡意",
    "后门",
    "後門",
    "木马",
];

/// What follows a word closely and turns it into its opposite.
const DENIED: &[&str] = &[
    "可能性不大",
    "可能性は低い",
    "可能性は小さい",
    "とは考えにくい",
    "とは考えられない",
    "ではない",
    "ではなかった",
    "is unlikely",
    "seems unlikely",
    "was ruled out",
    "并非",
    "不太可能",
];

/// How far behind a word it is looked for what turns it around, in bytes.
const REACH: usize = 60;

/// What the words take a package for. Testers are named more rarely than harm, so their words
/// decide when both stand in one text: "probably a pentest that steals nothing".
pub fn judgement(text: &str) -> Judgement {
    let text = text.to_lowercase();
    if let Some((_, category)) = text.split_once(CATEGORY) {
        match category.split([' ', '-']).next().unwrap_or_default() {
            "probably_pentest" => return Judgement::Test,
            "malicious" => return Judgement::Harmful,
            _ => {}
        }
    }
    if says(&text, TEST) {
        Judgement::Test
    } else if says(&text, HARM) {
        Judgement::Harmful
    } else {
        Judgement::Unclear
    }
}

fn says(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        text.match_indices(word).any(|(at, word)| {
            let after = &text[at + word.len()..];
            let near = &after[..after.floor_char_boundary(REACH)];
            !DENIED.iter().any(|denied| near.contains(denied))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Judgement) {
        assert_eq!(judgement(text), expected, "{text}");
    }

    #[test]
    fn words_of_three_languages_tell_what_it_is_taken_for() {
        check("An infostealer that takes API keys.", Judgement::Harmful);
        check("Category: PROBABLY_PENTEST - typical pentest packages", Judgement::Test);
        check(
            "Category: MALICIOUS - clearly malicious intent, like infostealers",
            Judgement::Harmful,
        );
        check("同社は情報窃取を目的とした攻撃と判断した", Judgement::Harmful);
        check("研究者や侵入テストの担当者が置いた可能性もある", Judgement::Test);
        check("不排除是研究人员或渗透测试人员所为", Judgement::Test);
        check("研究用途的可能性不大", Judgement::Unclear);
        check("The package prints a greeting.", Judgement::Unclear);
    }
}
