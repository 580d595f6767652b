//! What can be said of a pair of names: the rows of the table of weights.

/// One thing that is said of a pair (name, protected name). Its value is 0 or 1, unless it is a
/// measure; then the unit is in its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The word by which the table of weights and the JSON name it.
    pub word: &'static str,
    /// What it says, in English, for a person.
    pub en: &'static str,
    /// The same in Japanese.
    pub ja: &'static str,
}

macro_rules! marks {
    ($($id:ident $word:literal $en:literal $ja:literal;)*) => {
        /// The number of a mark in [`MARKS`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum At { $($id),* }

        /// All marks, in the order of the table of weights.
        pub const MARKS: &[Mark] = &[$(Mark { word: $word, en: $en, ja: $ja }),*];
    };
}

marks! {
    Always "always" "the share of look-alikes among all names that have a candidate" "候補のある名前に占める類似名の割合";
    Delimiter "delimiter" "only delimiters differ" "区切り文字だけが違う";
    Order "order" "the words stand in another order" "語の順序が違う";
    Glyph "glyph" "signs that look alike stand for letters" "見た目の似た文字が使われている";
    Python "python" "`py` or `python` was added, dropped or moved" "`py`や`python`の付け外し・移動";
    Repeated "repeated" "a letter is repeated" "文字が重ねられている";
    Dropped "dropped" "a letter is missing" "文字が抜けている";
    Undoubled "undoubled" "a double letter is single" "重なった文字が一つになっている";
    Added "added" "a letter is added" "文字が加えられている";
    Replaced "replaced" "a letter stands for another" "文字が置き換えられている";
    Swapped "swapped" "two letters are swapped" "隣り合う文字が入れ替わっている";
    Two "two" "there are two edits" "二か所が違う";
    Plural "plural" "a final `s` was added or dropped" "末尾の`s`の有無だけが違う";
    Digit "digit" "a digit is added, dropped or replaced" "数字の有無・違い";
    LastDigit "last-digit" "the digit is at the end, like a version" "末尾の数字（版番号のよう）の違い";
    Front "front" "something stands before the whole protected name" "保護名の前に語が付いている";
    Back "back" "something stands after the whole protected name" "保護名の後に語が付いている";
    Joined "joined" "it is joined without a delimiter" "区切りなしでつながっている";
    First "first" "the edit is at the first letter" "先頭の文字が違う";
    Last "last" "the edit is at the last letter" "末尾の文字が違う";
    Near "near-key" "the key is beside the right one, or struck twice" "隣のキーの打ち間違い";
    Vowel "vowel" "a vowel stands for a vowel" "母音の置き換え";
    Length "length" "length of the protected name (natural logarithm of signs)" "保護名の長さ（字数の自然対数）";
    Short "short" "the protected name has at most four signs" "保護名が四字以下";
    Five "five" "the protected name has five signs" "保護名が五字";
    Six "six" "the protected name has six signs" "保護名が六字";
    Eight "eight" "the protected name has eight signs or more" "保護名が八字以上";
    Rank "rank" "how far down the list the protected name stands (natural logarithm of its place)" "保護名の順位（自然対数）";
    Top "top" "the protected name is among the first 300" "保護名が上位300以内";
    DroppedLong "dropped-long" "the same measure as `length`, when a letter is missing" "文字が抜けているときの長さ";
    TwoRank "two-rank" "the same measure as `rank`, when there are two edits" "二か所が違うときの順位";
    TwoLength "two-length" "the same measure as `length`, when there are two edits" "二か所が違うときの長さ";
    Odd "odd" "surprise of the spelling at the edit (nats)" "違う箇所の綴りの意外さ";
    Worse "worse" "by how much the spelling is stranger than the protected one (nats in all)" "保護名より綴りが不自然な度合い";
    Usual "usual" "mean surprise of the spelling of the name (nats a sign)" "名前全体の綴りの意外さ";
    Word "word" "the changed word is a word of protected names (logarithm of 1 + how often)" "変わった語が保護名で使われる語";
    Covered "covered" "share of the name that is made of known words" "既知の語でできている割合";
    CoveredLess "covered-less" "share of known words that was lost by the edit" "違いで失われた既知の語の割合";
    Crowd "crowd" "how many protected names are as near (natural logarithm)" "同じくらい近い保護名の数（自然対数）";
    Single "single" "the protected name is one word" "保護名が一語";
    Rest "rest" "length of what was added to the whole name (natural logarithm of signs)" "付け足しの長さ（字数の自然対数）";
    RestWord "rest-word" "what was added is a word of protected names (logarithm of 1 + how often)" "付け足しが保護名で使われる語";
    RestOdd "rest-odd" "mean surprise of what was added (nats a sign)" "付け足しの綴りの意外さ";
    PartRank "part-rank" "the same measure as `rank`, when something was added to the whole name" "付け足しのときの順位";
    PartLength "part-length" "the same measure as `length`, when something was added to the whole name" "付け足しのときの長さ";
    FormRank "form-rank" "the same measure as `rank`, when only delimiters, order, signs or `py` differ" "形だけの違いのときの順位";
    Ends "ends" "first and last letters are the same" "先頭と末尾の文字が同じ";
}

/// How many marks there are.
pub const MARK_COUNT: usize = MARKS.len();

/// The value of each mark for one pair.
pub type Values = [f64; MARK_COUNT];

impl At {
    /// Sets the value of this mark.
    pub(super) fn set(self, values: &mut Values, value: f64) {
        values[self as usize] = value;
    }
}
