//! The words of the chapter on settings.

use crate::material::Language;

/// The words of one language. Braces are filled by [`crate::words::fill`].
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) title: &'static str,
    pub(crate) intro: &'static str,
    pub(crate) product: &'static str,
    pub(crate) columns: [&'static str; 6],
    pub(crate) sum: &'static str,
    pub(crate) judged: &'static str,
    pub(crate) since: &'static str,
    pub(crate) first: &'static str,
    pub(crate) changes: &'static str,
    pub(crate) no_change: &'static str,
    pub(crate) pressing: &'static str,
    pub(crate) no_pressing: &'static str,
    pub(crate) roots: &'static str,
    pub(crate) dates: &'static str,
    pub(crate) due: &'static str,
    pub(crate) over: &'static str,
    pub(crate) further: &'static str,
}

impl Words {
    /// The words of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::Ja => &JA,
            Language::En => &EN,
        }
    }
}

const EN: Words = Words {
    title: "Cloud settings",
    intro: "From the last kept run of each tenant. What could not be assessed is never counted as met.",
    product: "Product",
    columns: ["Pass", "Fail", "Warning", "By hand", "Not assessed", "Excepted"],
    sum: "All",
    judged: "Judged by {baseline} on {day}.",
    since: " Changes since {day}.",
    first: " No earlier run is kept, so nothing is known of changes.",
    changes: "Changes",
    no_change: "Nothing changed.",
    pressing: "Failing, and reported as used in the documents of this brief",
    no_pressing: "No document of this brief tells of a technique against which a failing policy stands.",
    roots: "independent sources: {count}",
    dates: "What is due",
    due: "due",
    over: "over",
    further: "{count} more",
};

const JA: Words = Words {
    title: "クラウド設定",
    intro: "テナントごとに、保存された直近の判定による。判定できなかった項目を適合に数えることはない。",
    product: "製品",
    columns: ["適合", "不適合", "警告", "手動確認", "判定できず", "例外"],
    sum: "計",
    judged: "{baseline} で{day}に判定。",
    since: "変化は{day}の判定と比べた。",
    first: "前回の判定は保存されておらず、変化は分からない。",
    changes: "変化",
    no_change: "変化はない。",
    pressing: "不適合で、この号の文書が利用を報告しているもの",
    no_pressing: "不適合の項目が防ぐ手法に触れる文書は、この号にはない。",
    roots: "独立した情報源 {count} 件",
    dates: "期限",
    due: "期限",
    over: "超過",
    further: "ほか {count} 件",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_placeholders() {
        let holes = |words: &Words| {
            let table = format!("{words:?}");
            let parts = table.split('{').skip(1).filter_map(|part| part.split_once('}'));
            let mut holes: Vec<String> = parts.map(|(name, _)| name.to_owned()).collect();
            holes.retain(|name| name.bytes().all(|byte| byte.is_ascii_lowercase()));
            holes
        };
        assert_eq!(holes(&JA), holes(&EN));
        assert!(!holes(&EN).is_empty());
    }
}
