//! The text of a page in the making: letters go in, white space follows the rules of HTML.
//!
//! White space is held back until the next letter, so no block starts or ends with it.

/// White space that is owed before the next letter, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// A line break of the source; it vanishes between two Japanese or Chinese letters.
    Wrapped,
    /// A space.
    Space,
    /// A line break of the page.
    Line,
    /// The next cell of a row.
    Cell,
    /// The next row or item: a block on the next line.
    Item,
    /// The next block, behind an empty line.
    Block,
}

/// A text being written.
#[derive(Debug)]
pub(super) struct Words {
    text: String,
    gap: Gap,
    /// Cells skipped since the last letter.
    cells: usize,
    /// Where the open block starts.
    start: usize,
    /// Letters of the open block that are linked, and all of them.
    linked: usize,
    letters: usize,
}

impl Words {
    pub(super) fn new() -> Self {
        Self { text: String::new(), gap: Gap::Block, cells: 0, start: 0, linked: 0, letters: 0 }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Bytes so far.
    pub(super) fn length(&self) -> usize {
        self.text.len()
    }

    /// Asks for white space before the next letter; the strongest wish counts.
    pub(super) fn gap(&mut self, gap: Gap) {
        self.cells += usize::from(gap == Gap::Cell);
        self.gap = self.gap.max(gap);
    }

    /// Words of running text.
    pub(super) fn running(&mut self, words: &str, linked: bool) {
        for letter in words.chars() {
            match letter {
                '\n' | '\r' => self.gap(Gap::Wrapped),
                ' ' | '\t' | '\u{c}' => self.gap(Gap::Space),
                '\u{ad}' => {}
                '\u{a0}' | '\u{3000}' if self.gap >= Gap::Item => {}
                _ => self.letter(letter, linked),
            }
        }
    }

    /// Words in which white space counts, as in `pre`.
    pub(super) fn literal(&mut self, words: &str, linked: bool) {
        for letter in words.chars() {
            match letter {
                '\n' if self.gap >= Gap::Line => {}
                '\r' => {}
                _ => self.letter(letter, linked),
            }
        }
    }

    fn letter(&mut self, letter: char, linked: bool) {
        self.pay(letter);
        self.text.push(letter);
        self.letters += 1;
        self.linked += usize::from(linked);
    }

    /// Writes the white space that is owed.
    fn pay(&mut self, next: char) {
        let last = self.text.chars().next_back();
        let wide = last.is_some_and(is_wide) && is_wide(next);
        match self.gap {
            Gap::None => {}
            Gap::Wrapped if wide => {}
            Gap::Wrapped | Gap::Space => self.text.push(' '),
            Gap::Line => self.text.push('\n'),
            Gap::Cell => self.text.extend(std::iter::repeat_n('\t', self.cells)),
            Gap::Item => self.open("\n"),
            Gap::Block => self.open("\n\n"),
        }
        (self.gap, self.cells) = (Gap::None, 0);
    }

    /// Starts a block behind `between`.
    fn open(&mut self, between: &str) {
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str(if self.text.is_empty() { "" } else { between });
        (self.start, self.linked, self.letters) = (self.text.len(), 0, 0);
    }

    /// Ends the open block: where it starts and ends, and the share of it that is linked.
    /// `None` when nothing was written. `before_next` is [`Gap::Item`] or [`Gap::Block`].
    pub(super) fn close(&mut self, before_next: Gap) -> Option<(usize, usize, f64)> {
        let open = self.gap < Gap::Item && self.text.len() > self.start;
        (self.gap, self.cells) = (self.gap.max(before_next), 0);
        let end = self.text.trim_end().len();
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 52 bits")]
        let share = self.linked as f64 / self.letters.max(1) as f64;
        (open && end > self.start).then_some((self.start, end, share))
    }
}

/// Letters that are written without spaces between words.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
        || matches!(letter, '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3134f}')
}
