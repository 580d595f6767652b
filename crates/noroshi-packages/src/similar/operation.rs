//! What was done to a name.

use noroshi_model::Bilingual;

/// The operation that leads from a protected name to one that looks like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Delimiters added, dropped, changed.
    Delimiter,
    /// Words in another order.
    Order,
    /// Signs that look alike.
    Glyph,
    /// Signs of another script that look like letters.
    Foreign,
    /// `py` or `python` before or after.
    Python,
    /// A letter repeated, or a repeated one single.
    Repeated,
    /// A letter missing.
    Dropped,
    /// A letter added.
    Added,
    /// A letter for another.
    Replaced,
    /// Two neighbours swapped.
    Swapped,
    /// Two edits.
    Two,
    /// Something before the whole name.
    Front,
    /// Something after the whole name.
    Back,
}

impl Operation {
    /// All operations.
    pub const ALL: [Self; 13] = [
        Self::Delimiter,
        Self::Order,
        Self::Glyph,
        Self::Foreign,
        Self::Python,
        Self::Repeated,
        Self::Dropped,
        Self::Added,
        Self::Replaced,
        Self::Swapped,
        Self::Two,
        Self::Front,
        Self::Back,
    ];

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Delimiter => "delimiter",
            Self::Order => "word-order",
            Self::Glyph => "homoglyph",
            Self::Foreign => "foreign-script",
            Self::Python => "python-affix",
            Self::Repeated => "repeated-letter",
            Self::Dropped => "dropped-letter",
            Self::Added => "added-letter",
            Self::Replaced => "replaced-letter",
            Self::Swapped => "swapped-letters",
            Self::Two => "two-edits",
            Self::Front => "prefix",
            Self::Back => "suffix",
        }
    }

    /// The same for a person.
    pub fn says(self) -> Bilingual {
        let (en, ja) = match self {
            Self::Delimiter => ("only delimiters differ", "区切り文字だけが違う"),
            Self::Order => ("the words stand in another order", "語の順序が違う"),
            Self::Glyph => {
                ("signs that look alike stand for letters", "見た目の似た文字が使われている")
            }
            Self::Foreign => (
                "signs of another script stand for letters",
                "別の文字体系の似た文字が使われている",
            ),
            Self::Python => {
                ("`py` or `python` was added, dropped or moved", "`py`や`python`の付け外しや移動")
            }
            Self::Repeated => ("a letter is repeated", "文字が重ねられている"),
            Self::Dropped => ("a letter is missing", "文字が抜けている"),
            Self::Added => ("a letter is added", "文字が加えられている"),
            Self::Replaced => ("a letter stands for another", "文字が置き換えられている"),
            Self::Swapped => ("two letters are swapped", "隣り合う文字が入れ替わっている"),
            Self::Two => ("two letters differ", "二か所が違う"),
            Self::Front => ("a word stands before the whole name", "名前全体の前に語が付いている"),
            Self::Back => ("a word stands after the whole name", "名前全体の後に語が付いている"),
        };
        Bilingual::new(en, ja)
    }
}
