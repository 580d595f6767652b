//! Persons named with a title, and signatures of the form "Jane Doe, director".

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

/// Titles that only persons have: any name before them is one.
const PERSONAL: &[&str] = &["氏", "容疑者", "被告", "さん", "さま", "被告人", "受刑者"];

/// Titles that stand behind a name, a department or an organisation alike.
const OFFICES: &[&str] = &[
    "代表取締役社長",
    "代表取締役",
    "最高情報セキュリティ責任者",
    "最高経営責任者",
    "主任研究員",
    "上席研究員",
    "官房長官",
    "副大統領",
    "特別教授",
    "准教授",
    "理事長",
    "副総裁",
    "副社長",
    "副会長",
    "副知事",
    "副市長",
    "研究員",
    "大統領",
    "報道官",
    "取締役",
    "弁護士",
    "アナリスト",
    "編集委員",
    "編集長",
    "社長",
    "会長",
    "首相",
    "教授",
    "課長",
    "部長",
    "次長",
    "係長",
    "室長",
    "局長",
    "長官",
    "大臣",
    "記者",
    "博士",
    "署長",
    "院長",
    "学長",
    "市長",
    "町長",
    "村長",
    "知事",
    "議員",
    "代表",
    "専務",
    "常務",
    "理事",
    "所長",
    "主任",
    "主査",
    "館長",
    "総裁",
    "頭取",
    "校長",
    "園長",
    "支店長",
    "本部長",
    "参事",
    "課員",
];

/// Family names by which a name without a space is told from a department: the most common
/// of Japan, from the tables of frequent names that the name studies agree on.
const FAMILY: &str = "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邉 渡部 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 斉藤 齋藤 清水 山崎 森田 池田 橋本 阿部 石川 山下 中島 中嶋 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 太田 西村 藤井 金子 岡本 藤原 三浦 中野 中川 原田 松田 竹内 小野 田村 中山 和田 石田 森本 上田 横山 宮崎 柴田 酒井 宮本 内田 高木 安藤 谷口 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 増田 平野 大塚 千葉 久保 松井 小島 岩崎 桜井 野口 松尾 菊地 菊池 野村 新井 大西 杉本 木下 佐野 古川 浜田 市川 小山 小松 島田 水野 高野 西田 菅原 服部 北村 吉川 吉村 山内 西川 飯田 川口 川崎 岩田 久保田 平田 中田 山中 土屋 東 大久保 樋口 松下 岡崎 内藤 星野 荒木 本田 大島 石原 高山 関口 永井 秋山 福島 望月 矢野 松岡 馬場 河野 星 松浦 片山 須藤 森山 早川 大橋 黒田 菅野 北川 吉岡 沢田 小池 田口 荒井 浅野 岡部 牧野 高瀬 大森 北条 瀬戸 堀 堀田 堀内 桑原 飯塚 榎本 川村 川上 川島 西山 西尾 南 宮田 宮下 三宅 白石 篠原 成田 神田 広瀬 石橋 大谷 津田 栗原 安田 本間 奥村 町田 児玉 松村 根本 尾崎 小田 向井 関 辻 林 森 原 岡 谷 黒木 白川 天野 柏木 五十嵐 長田 大川 大石 田島 富田 上村 野田 戸田 福井 平井 岸 岸田 柳 柳田 工藤 三上 中西 小西 梅田 今村 泉 大竹 岩本 片岡 真田 水谷 石塚 相沢 松原 吉野 青山 若林 島 若松 桐生 有馬 氷室 朝倉 鷹野 雨宮 霧島";

/// Finds titles, once built.
pub(crate) struct Titles {
    search: Option<AhoCorasick>,
    family: Vec<&'static str>,
}

impl Titles {
    /// Builds the automaton of titles.
    pub(crate) fn new() -> Self {
        let words = PERSONAL.iter().chain(OFFICES);
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        Self { search: search.ok(), family: FAMILY.split(' ').collect() }
    }

    /// The names before the titles of a stretch of Japanese text, in order.
    pub(crate) fn scan(&self, text: &str, line: &Range<usize>, found: &mut Vec<Range<usize>>) {
        let Some(search) = &self.search else { return };
        for hit in search.find_iter(&text[line.clone()]) {
            let at = line.start + hit.start();
            let title = &text[at..line.start + hit.end()];
            let after = text[line.start + hit.end()..].chars().next();
            let inside = title == "氏"
                && after.is_some_and(|sign| matches!(sign, '名' | '族' | '素' | '子'));
            if inside {
                continue;
            }
            let at = without_reading(text, line.start, at);
            let personal = PERSONAL.contains(&title);
            found.extend(self.name_before(text, line.start, at, personal));
        }
    }

    /// The name that ends at `end`.
    fn name_before(
        &self,
        text: &str,
        from: usize,
        end: usize,
        personal: bool,
    ) -> Option<Range<usize>> {
        let before = &text[from..end];
        let last = before.chars().next_back()?;
        match last {
            '\u{30a1}'..='\u{30fc}' => katakana(text, from, end, personal),
            '\u{4e00}'..='\u{9fff}' | '々' => {
                spaced(text, from, end).or_else(|| self.kanji(text, from, end, personal))
            }
            '\u{3041}'..='\u{3096}' if personal => self.with_hiragana(text, from, end),
            _ => None,
        }
    }

    /// 山田太郎: two to five ideographs; before an office one that starts with a family name.
    fn kanji(&self, text: &str, from: usize, end: usize, personal: bool) -> Option<Range<usize>> {
        let start = run_start(text, from, end, is_kanji, 12);
        let shown = &text[start..end];
        let signs = shown.chars().count();
        let known = self.family_in(shown, 2);
        if let Some(at) = known {
            return Some(start + at..end);
        }
        let office = [
            "同社", "社", "副", "代表", "同", "元", "前", "首席", "主任", "担当", "国", "省", "庁",
            "団", "銀行", "大学", "課", "部", "局",
        ];
        let fits = (2..=5).contains(&signs) && !office.iter().any(|word| shown.ends_with(word));
        (personal && fits).then_some(start..end)
    }

    /// Where a family name starts from which one to three ideographs are left.
    fn family_in(&self, shown: &str, least: usize) -> Option<usize> {
        let fits = |at: usize| {
            self.family.iter().any(|name| {
                shown[at..].strip_prefix(name).is_some_and(|given| {
                    (1..=3).contains(&given.chars().count())
                        && name.chars().count() + given.chars().count() > least
                })
            })
        };
        shown.char_indices().map(|(at, _)| at).find(|at| fits(*at))
    }

    /// 瀬戸あかり: a family name and a given name in hiragana.
    fn with_hiragana(&self, text: &str, from: usize, end: usize) -> Option<Range<usize>> {
        let given = run_start(text, from, end, |sign| matches!(sign, '\u{3041}'..='\u{3096}'), 6);
        let start = run_start(text, from, given, is_kanji, 8);
        let family = &text[start..given];
        let known = self.family.iter().find(|name| family.ends_with(**name))?;
        let signs = text[given..end].chars().count();
        (2..=5).contains(&signs).then_some(given - known.len()..end)
    }
}

/// 佐藤花子(さとうはなこ)被告: the reading between a name and its title.
fn without_reading(text: &str, from: usize, at: usize) -> usize {
    let before = &text[from..at];
    let inner =
        before.strip_suffix(')').and_then(|inner| inner.rfind('(').map(|open| (inner, open)));
    let Some((inner, open)) = inner else { return at };
    let reading = inner[open + 1..]
        .chars()
        .all(|sign| matches!(sign, '\u{3041}'..='\u{30fc}' | ' ' | '=') || sign.is_ascii_digit());
    if reading && inner.len() > open + 1 { from + open } else { at }
}

fn katakana(text: &str, from: usize, end: usize, personal: bool) -> Option<Range<usize>> {
    let is_kana = |sign: char| matches!(sign, '\u{30a1}'..='\u{30fc}' | '=');
    let start = run_start(text, from, end, is_kana, 25);
    let shown = &text[start..end];
    let signs = shown.chars().count();
    let whole = personal || shown.contains('・') || shown.contains('=');
    let general =
        ["セキュリティ", "グループ", "センター", "アナリスト", "リーダー", "チーム", "マネージャ"];
    ((3..=24).contains(&signs) && whole && !general.iter().any(|word| shown.ends_with(word)))
        .then_some(start..end)
}

/// 山田 太郎: one to three ideographs on each side of a space.
fn spaced(text: &str, from: usize, end: usize) -> Option<Range<usize>> {
    let given = run_start(text, from, end, is_kanji, 4);
    let family = text[from..given].strip_suffix(' ')?;
    let start = run_start(text, from, from + family.len(), is_kanji, 4);
    let count = |range: Range<usize>| text[range].chars().count();
    let fits = (1..=3).contains(&count(given..end))
        && (1..=3).contains(&count(start..from + family.len()));
    fits.then_some(start..end)
}

fn is_kanji(sign: char) -> bool {
    matches!(sign, '\u{4e00}'..='\u{9fff}' | '々')
}

/// Where the run of fitting characters that ends at `end` starts.
fn run_start(
    text: &str,
    from: usize,
    end: usize,
    fits: impl Fn(char) -> bool,
    most: usize,
) -> usize {
    let run = text[from..end].char_indices().rev().take(most).take_while(|(_, sign)| fits(*sign));
    run.last().map_or(end, |(at, _)| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        Titles::new().scan(text, &(0..text.len()), &mut found);
        let got: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_title_makes_a_person() {
        check(
            "山田太郎氏とジョン・ドウ容疑者、氏名は不明。同社社長は",
            &["山田太郎", "ジョン・ドウ"],
        );
        check("総務課の山田太郎課長と北川 玲主任、総務課長", &["山田太郎", "北川 玲"]);
        check("佐藤花子(さとうはなこ)被告と著者の瀬戸あかり氏", &["佐藤花子", "瀬戸あかり"]);
        check("外務大臣、情報処理課長、セキュリティ主任、危機管理室長", &[]);
    }
}
