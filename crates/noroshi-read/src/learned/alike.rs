//! Whether two names mean the same. Shared with the command that trains the models.

/// A name as it is compared: small letters, without spaces, quotation marks and brackets.
pub(crate) fn bare(name: &str) -> String {
    let kept = |sign: &char| !sign.is_whitespace() && !"「」『』\"'()（）".contains(*sign);
    name.chars().filter(kept).flat_map(char::to_lowercase).collect()
}

/// Whether two names mean the same: one holds the other.
pub(crate) fn same(one: &str, two: &str) -> bool {
    !one.is_empty() && !two.is_empty() && (one.contains(two) || two.contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_as_one_that_holds_it() {
        assert!(same(&bare("株式会社 緑川製作所"), &bare("緑川製作所")));
        assert!(same(&bare("「夜鴉」"), &bare("夜鴉グループ")));
        assert!(!same("夜鴉", "白鷺") && !same("", "緑川"));
    }
}
