//! What reports contend about, by the words of a statement in any of the languages read.

/// A question that reports answer differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Matter {
    /// Who is behind it.
    Attribution,
    /// Whether published material is genuine.
    Authenticity,
    /// Whether data was taken.
    Loss,
}

/// Which way a statement answers before its stance is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pole {
    /// It is so.
    Yes,
    /// It is not so: "forged" asserts that something is not genuine.
    No,
}

/// The words of a matter: those that affirm it, and those that name its contrary.
struct Table {
    matter: Matter,
    yes: &'static [&'static str],
    no: &'static [&'static str],
}

const TABLES: [Table; 3] = [
    Table {
        matter: Matter::Authenticity,
        yes: &["本物", "真正", "authentic", "genuine", "属实", "真实性"],
        no: &["偽造", "捏造", "書き換え", "forged", "fabricated", "doctored", "伪造", "捏造"],
    },
    Table {
        matter: Matter::Attribution,
        yes: &[
            "関与",
            "犯行",
            "仕業",
            "帰属",
            "結び付け",
            "結びつけ",
            "われわれではない",
            "我々ではない",
            "攻撃者の国",
            "攻撃者を特定",
            "responsible",
            "responsibility",
            "attribut",
            "involvement",
            "involved in",
            "behind the",
            "who did it",
            "link it to",
            "link this",
            "linked to",
            "幕后",
            "参与",
            "归因",
            "攻击者的身份",
            "锁定",
        ],
        no: &[],
    },
    Table {
        matter: Matter::Loss,
        yes: &[
            "流出",
            "漏えい",
            "漏洩",
            "窃取",
            "盗まれ",
            "持ち出",
            "leak",
            "exfiltrat",
            "stolen",
            "stole ",
            "left the network",
            "泄露",
            "外泄",
            "被窃",
        ],
        no: &[],
    },
];

/// The matter of a statement and which way it answers; the first of the table that fits.
pub(crate) fn matter(words: &str) -> Option<(Matter, Pole)> {
    let words = words.to_lowercase().replace("犯行声明", "");
    let holds = |cues: &[&str]| cues.iter().any(|cue| words.contains(cue));
    TABLES.iter().find_map(|table| match (holds(table.no), holds(table.yes)) {
        (true, _) => Some((table.matter, Pole::No)),
        (_, true) => Some((table.matter, Pole::Yes)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forged_answers_no_and_genuine_yes() {
        assert_eq!(matter("文書は本物だ"), Some((Matter::Authenticity, Pole::Yes)));
        assert_eq!(matter("The files were forged."), Some((Matter::Authenticity, Pole::No)));
        assert_eq!(matter("政府の関与を否定した"), Some((Matter::Attribution, Pole::Yes)));
        assert_eq!(matter("犯行声明は出ていない"), None);
    }
}
