//! From the words before or behind a citing word to a name and its kind.

use noroshi_model::{Language, Mention, SourceKind};

use super::words::{Words, ends_in};

/// A name that is cited, and its place in the shadow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) kind: SourceKind,
    /// Where the phrase starts and ends in the shadow.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What surrounds a phrase.
pub(super) struct Around<'a> {
    pub(super) words: &'a Words<'a>,
    /// The whole shadow text.
    pub(super) text: &'a str,
    pub(super) language: Language,
}

impl Around<'_> {
    /// The Japanese phrase that ends at `end`, back to a comma, a bracket or `from`.
    pub(super) fn before(&self, from: usize, end: usize) -> Option<Named> {
        let head = self.text.get(from..end)?.trim_end();
        let mut start = back(head);
        for particle in ['は', 'が', 'で', 'を', 'も'] {
            start = start.max(behind(head, start, particle).unwrap_or(start));
        }
        start = start.max(behind_verb(head, start).unwrap_or(start));
        start = start.max(behind_quote(head, start).unwrap_or(start));
        let shown = &head[start..];
        let kept = shown.trim();
        let at = from + start + (shown.len() - shown.trim_start().len());
        self.name(kept, at)
    }

    /// A phrase as a name: 霜月セキュリティの調査 is 霜月セキュリティ. `None` when it names nobody, or
    /// the author.
    pub(super) fn name(&self, phrase: &str, at: usize) -> Option<Named> {
        let phrase = phrase.trim_end_matches([' ', '、', '。', '.', ',', ':']);
        let shown = without_date(phrase);
        let cut = (self.language == Language::Ja).then(|| behind_verb(shown, 0)).flatten();
        let shown = cut.map_or(shown, |at| without_date(&shown[at..]));
        if shown.is_empty() || shown.chars().count() > 48 {
            return None;
        }
        let start = at + (phrase.len() - shown.len());
        let shown = without_particle(without_day(shown));
        let made = |name: &str, kind: SourceKind| {
            let offset = shown.find(name).unwrap_or(0);
            (!name.is_empty()).then(|| Named {
                name: name.to_owned(),
                kind,
                start: start + offset,
                end: start + offset + name.len(),
            })
        };
        if let Some((head, title)) = bracketed(shown) {
            return self.of_title(head, title).and_then(|(name, kind)| made(name, kind));
        }
        if self.words.is(shown, "press") {
            return made(shown, SourceKind::Publication);
        }
        let (name, document) = self.without_work(shown);
        let kind = if document { SourceKind::Document } else { self.kind(name)? };
        let name = if kind == SourceKind::Person { self.without_title(name) } else { name };
        made(name, kind)
    }

    /// `まとめサイト「…」` is what stands in the brackets.
    fn of_title<'t>(&self, head: &'t str, title: &'t str) -> Option<(&'t str, SourceKind)> {
        if head.is_empty() {
            return None;
        }
        let last = head.rsplit('の').next().unwrap_or(head);
        if self.words.ends(last, "publication") || last.ends_with("サイト") {
            return Some((title, SourceKind::Publication));
        }
        if self.words.ends(last, "document") || self.words.ends(last, "work") {
            return Some((title, SourceKind::Document));
        }
        let person = self.words.ends(last, "nameless");
        Some(if person { (title, SourceKind::Unnamed) } else { (title, SourceKind::Organization) })
    }

    /// A name without what it made (の調査, の報告書); and whether only the work is left.
    fn without_work<'t>(&self, shown: &'t str) -> (&'t str, bool) {
        let made = |value: &str| self.words.ends(shown, value);
        if self.words.is(shown, "document") {
            return (shown, true);
        }
        if made("tail") || made("work") || made("document") {
            let cut = shown.find("の").or_else(|| shown.find("への")).filter(|at| *at > 0);
            if let Some(at) = cut {
                let name = &shown[..at];
                return (name.strip_suffix('へ').unwrap_or(name), false);
            }
            if let Some((name, _)) = shown.split_once("が公表した") {
                return (name, false);
            }
        }
        (shown, false)
    }

    /// 山田太郎氏 is 山田太郎; 甲社の山田太郎氏 too.
    fn without_title<'t>(&self, name: &'t str) -> &'t str {
        let bare = self
            .words
            .ending(name, "person")
            .map_or(name, |title| &name[..name.len() - title.len()]);
        let bare = bare.rsplit('の').next().unwrap_or(bare).trim();
        if bare.is_empty() { name } else { bare }
    }

    /// What a name is; `None` when it is nobody's or the author's.
    pub(super) fn kind(&self, name: &str) -> Option<SourceKind> {
        if self.words.citing("own").iter().any(|own| is_own(name, own))
            || self.words.is(name, "stop")
        {
            return None;
        }
        if ["これ", "それ", "この", "その", "あの", "どの"]
            .iter()
            .any(|word| name.starts_with(word))
        {
            return None;
        }
        let last = name.rsplit('の').next().unwrap_or(name);
        if self.is_press(name) {
            return Some(SourceKind::Publication);
        }
        if self.words.ends(name, "nameless") || is_people(name) {
            return Some(SourceKind::Unnamed);
        }
        if self.is_publication(name) {
            return Some(SourceKind::Publication);
        }
        if self.words.ends(last, "person") && !self.words.is(last, "person") {
            return Some(SourceKind::Person);
        }
        if self.words.ends(last, "document") && self.language == Language::Ja && last.len() < 24 {
            return Some(SourceKind::Document);
        }
        is_name(name).then_some(SourceKind::Organization)
    }

    fn is_press(&self, name: &str) -> bool {
        let some = ["一部", "複数", "各社", "現地", "地元", "海外"]
            .iter()
            .any(|word| name.starts_with(word));
        self.words.is(name, "press")
            || (some && (name.ends_with("報道") || name.ends_with("メディア")))
    }

    /// Whether a name is written like that of a publication.
    pub(super) fn is_publication(&self, name: &str) -> bool {
        let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
        let alone = self.words.is(bare, "publication") && bare.chars().count() <= 2;
        let front =
            self.words.citing("publication-front").iter().any(|word| bare.starts_with(word));
        let shaped = bare.chars().count() >= 3 && self.words.ends(bare, "publication");
        let known = ["NHK", "ロイター", "時事", "共同", "Reuters"].contains(&bare);
        !alone && (front || shaped || known) && !bare.contains("の")
    }

    /// Whether a mention that ends at the place is a publication of the pack.
    pub(super) fn is_medium(
        &self,
        mentions: &[(std::ops::Range<usize>, Mention)],
        named: &Named,
    ) -> bool {
        let same =
            |range: &std::ops::Range<usize>| range.start == named.start && range.end == named.end;
        mentions.iter().any(|(range, mention)| same(range) && self.words.is_medium(mention))
    }
}

fn is_own(name: &str, own: &str) -> bool {
    if own.is_ascii() {
        return name.eq_ignore_ascii_case(own)
            || (name.len() > own.len()
                && name.as_bytes()[own.len()] == b' '
                && name.get(..own.len()).is_some_and(|head| head.eq_ignore_ascii_case(own)));
    }
    name.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('の'))
}

/// Where the last phrase of `head` starts: behind a comma, a full stop or an open bracket.
fn back(head: &str) -> usize {
    let mut depth = 0_u32;
    for (at, sign) in head.char_indices().rev() {
        match sign {
            '」' | '』' => depth += 1,
            '「' | '『' if depth > 0 => depth -= 1,
            '、' | '。' | ',' | '\t' | '\n' | '「' | '『' | '(' | ')' | ':' | '●' | '■' | '※'
            | ']'
                if depth == 0 =>
            {
                return at + sign.len_utf8();
            }
            _ => {}
        }
    }
    0
}

/// Where a phrase goes on behind a particle that follows a noun.
fn behind(head: &str, start: usize, particle: char) -> Option<usize> {
    let at = start + head[start..].rfind(particle)?;
    let noun = head[start..at].chars().next_back().is_some_and(|sign| !is_hiragana(sign));
    let end = at + particle.len_utf8();
    let rest = &head[end..];
    let goes_on = rest.chars().next().is_some_and(|sign| !is_hiragana(sign));
    (noun && goes_on && rest.chars().count() >= 2).then_some(end)
}

/// Where a noun follows a verb: 引用した甲紙.
fn behind_verb(head: &str, start: usize) -> Option<usize> {
    let signs: Vec<(usize, char)> = head[start..].char_indices().collect();
    let verb = |sign: char| matches!(sign, 'る' | 'た' | 'う' | 'い' | 'く' | 'す');
    let found = signs.windows(3).rev().find(|three| {
        verb(three[1].1)
            && is_hiragana(three[0].1)
            && three[2].1.is_alphanumeric()
            && !is_hiragana(three[2].1)
    })?;
    Some(start + found[2].0)
}

/// Where a noun follows what is quoted: …の犯行だと甲紙.
fn behind_quote(head: &str, start: usize) -> Option<usize> {
    // All of them close with the same sign.
    if !head[start..].contains('と') {
        return None;
    }
    let ends = ["だと", "たと", "ると", "いと", "」と", "』と"].iter().filter_map(|word| {
        let end = start + head[start..].rfind(word)? + word.len();
        let noun =
            head[end..].starts_with(|sign: char| sign.is_alphanumeric() && !is_hiragana(sign));
        noun.then_some(end)
    });
    ends.max()
}

pub(super) fn is_hiragana(sign: char) -> bool {
    ('ぁ'..='ゖ').contains(&sign)
}

/// `翌6日の霞台新聞` is 霞台新聞, `5日付の甲紙` is 甲紙.
fn without_date(phrase: &str) -> &str {
    let cut = ["日の", "日付の", "月の", "年の", "付の", "時点の"].iter().filter_map(|word| {
        let at = phrase.find(word)?;
        let sign = |sign: char| sign.is_ascii_digit() || "年月日同翌前昨今付時点".contains(sign);
        let dated = at > 0 && at <= 40 && phrase[..at].chars().all(sign);
        dated.then_some(at + word.len())
    });
    let rest = cut.max().map_or(phrase, |at| &phrase[at..]);
    let rest = [
        "また",
        "なお",
        "一方",
        "さらに",
        "ただし",
        "ただ",
        "しかし",
        "その後",
        "これに対し",
        "同日",
        "翌日",
    ]
    .iter()
    .find_map(|word| rest.strip_prefix(word))
    .unwrap_or(rest);
    rest.trim_start_matches(['、', ' ', '・', '*', '#'])
}

/// CISAほか is CISA, 甲社は is 甲社.
fn without_particle(shown: &str) -> &str {
    let bare =
        ["ほか", "など", "は", "が", "に", "を"].iter().find_map(|word| shown.strip_suffix(word));
    bare.filter(|bare| bare.ends_with(|sign: char| !is_hiragana(sign))).unwrap_or(shown)
}

/// `週刊波濤の5日` is 週刊波濤.
fn without_day(shown: &str) -> &str {
    let bare = shown.strip_suffix("付").unwrap_or(shown);
    let head = bare
        .strip_suffix('日')
        .map(|rest| rest.trim_end_matches(|sign: char| sign.is_ascii_digit()));
    head.and_then(|head| head.strip_suffix('の')).filter(|head| !head.is_empty()).unwrap_or(shown)
}

/// `X「Y」`: X and Y, when the phrase ends with the bracket.
pub(super) fn bracketed(shown: &str) -> Option<(&str, &str)> {
    let (open, close) =
        [('「', '」'), ('『', '』')].into_iter().find(|(_, close)| shown.ends_with(*close))?;
    let start = shown.find(open)?;
    let title = &shown[start + open.len_utf8()..shown.len() - close.len_utf8()];
    Some((shown[..start].trim(), title.trim()))
}

/// Somebody, by the last word: 者, 人, 筋.
fn is_people(name: &str) -> bool {
    let counted = name.strip_suffix(['人', '名']);
    let counted = counted.is_some_and(|rest| rest.ends_with(|sign: char| sign.is_ascii_digit()));
    let some = counted || ["ある", "匿名の", "別の"].iter().any(|word| name.starts_with(word));
    some || ["者", "者ら", "筋", "幹部ら", "一人", "人物"].iter().any(|word| ends_in(name, word))
}

/// Something that can be a name: has a letter that is not hiragana, and no clause in it.
fn is_name(name: &str) -> bool {
    if name.contains([':', '©', 'を', '→', '●']) {
        return false;
    }
    let signs = name.chars().filter(|sign| sign.is_alphanumeric());
    let (mut all, mut soft) = (0, 0);
    for sign in signs {
        all += 1;
        soft += usize::from(is_hiragana(sign));
    }
    all >= 2 && soft * 2 < all && name.chars().any(|sign| sign.is_alphabetic())
}

/// The longer name that `word` is the end of, in the text before `at`: 霞台年金機構 for 機構.
pub(super) fn longer<'t>(text: &'t str, at: usize, word: &str) -> Option<&'t str> {
    let mut from = at.saturating_sub(3000);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = &text[from..at];
    window.rmatch_indices(word).take(6).find_map(|(found, _)| {
        let head = &window[..found];
        let part = |sign: &char| {
            sign.is_alphanumeric() && !is_hiragana(*sign) || *sign == 'ー' || *sign == '・'
        };
        let length: usize = head.chars().rev().take_while(part).take(20).map(char::len_utf8).sum();
        (length >= 4).then(|| &window[found - length..found + word.len()])
    })
}
