//! Which language a line is in.

use noroshi_model::{Document, Language};

use crate::signs::Signs;

/// How much of each script a stretch of text has.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scripts {
    kana: u32,
    han: u32,
    latin: u32,
    /// Ideographs that only simplified Chinese has.
    simplified: u32,
}

/// Frequent characters of simplified Chinese that Japanese does not write.
const SIMPLIFIED: &str = "这们为对发说时进过还应该络击据漏击软马门网关联东务并样头让钓链传单员测报导线统级签运营护险维实现认证书请账户货币银业组织标识严违议论调查专变动态术资产设备环节码钥开启获项点击盗窃";

static SIMPLIFIED_SIGNS: Signs = Signs::of(SIMPLIFIED);

fn is_simplified(sign: char) -> bool {
    SIMPLIFIED_SIGNS.may_hold(sign) && SIMPLIFIED.contains(sign)
}

impl Scripts {
    /// Counts the scripts of a text in one pass.
    pub(crate) fn of(text: &str) -> Self {
        let mut scripts = Self::default();
        if text.is_ascii() {
            scripts.latin = text.bytes().map(|byte| u32::from(byte.is_ascii_alphabetic())).sum();
            return scripts;
        }
        for sign in text.chars() {
            match sign {
                'a'..='z' | 'A'..='Z' => scripts.latin += 1,
                '\u{3041}'..='\u{30ff}' => scripts.kana += 1,
                '\u{3400}'..='\u{9fff}' => scripts.han += 1,
                _ => {}
            }
        }
        if scripts.han > scripts.kana * 3 {
            scripts.simplified =
                text.chars().filter(|sign| is_simplified(*sign)).take(1000).count() as u32;
        }
        scripts
    }

    /// Adds the counts of another stretch.
    pub(crate) fn add(&mut self, other: Self) {
        self.kana += other.kana;
        self.han += other.han;
        self.latin += other.latin;
        self.simplified += other.simplified;
    }

    /// The language, when the scripts decide it; `main` is the language of the document.
    pub(crate) fn language(self, main: Language) -> Language {
        let names_only = main == Language::Zh && self.simplified * 12 >= self.han;
        if self.kana > 0 && self.kana * 12 >= self.han && !(names_only && self.kana * 3 < self.han)
        {
            return Language::Ja;
        }
        if self.han > 0 && self.han * 8 >= self.latin {
            let chinese =
                self.simplified > 0 && (main == Language::Zh || self.simplified * 12 >= self.han);
            return if chinese || main == Language::Zh { Language::Zh } else { Language::Ja };
        }
        match (self.latin, main) {
            (0, main) => main,
            (_, Language::Unknown) => Language::Unknown,
            _ => Language::En,
        }
    }
}

/// The main language of a document: by its scripts, and for Latin script by its words.
///
/// Identifiers of language call Japanese without kana Chinese, so the scripts come first.
pub(crate) fn main(document: &Document, text: &str, scripts: Scripts) -> Language {
    if scripts.kana + scripts.han == 0 || (scripts.kana + scripts.han) * 20 < scripts.latin {
        return latin(document, text);
    }
    if scripts.kana * 12 >= scripts.han {
        return Language::Ja;
    }
    let simplified = scripts.simplified * 50 >= scripts.han && scripts.simplified > 0;
    let declared = document.declared_language == Some(Language::Zh);
    if simplified || declared { Language::Zh } else { Language::Ja }
}

fn latin(document: &Document, text: &str) -> Language {
    let end = text.char_indices().take(600).last().map_or(0, |(at, sign)| at + sign.len_utf8());
    if end < 200 || document.declared_language == Some(Language::En) {
        return Language::En;
    }
    match whichlang::detect_language(&text[..end]) {
        whichlang::Lang::Eng => Language::En,
        _ => Language::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, main: Language, expected: Language) {
        assert_eq!(Scripts::of(text).language(main), expected, "{text}");
    }

    #[test]
    fn japanese_without_kana_stays_japanese() {
        check("公安調査庁", Language::Ja, Language::Ja);
        check("注意喚起", Language::Unknown, Language::Ja);
        check("国家安全部否认了这一指控", Language::Ja, Language::Zh);
        check("攻撃者はCobalt Strikeを使った", Language::Ja, Language::Ja);
        check("The group used malware", Language::Ja, Language::En);
    }
}
