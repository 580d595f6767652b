//! Colours, and whether there are any.

use std::io::{IsTerminal as _, stderr, stdout};

use noroshi_flow::Colour;
use noroshi_model::Level;

/// Columns of a line where no terminal tells.
const WIDTH: usize = 80;

/// A way to show words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Bold,
    Faint,
    Error,
    Warning,
    Good,
    Accent,
}

impl Tone {
    /// How a level is shown: the same colours for every kind of finding.
    pub(crate) fn of(level: Level) -> Self {
        match level {
            Level::Now => Self::Error,
            Level::Soon => Self::Warning,
            Level::Know => Self::Accent,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Faint => "2",
            Self::Error => "1;31",
            Self::Warning => "1;33",
            Self::Good => "32",
            Self::Accent => "36",
        }
    }
}

/// What one of our streams can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// Whether it shows colours.
    pub(crate) colour: Colour,
    /// Whether a person sits behind it.
    pub(crate) terminal: bool,
    /// Columns of a line.
    pub(crate) width: usize,
}

impl Style {
    /// A stream without a person behind it.
    #[cfg(test)]
    pub(crate) const PLAIN: Self = Self { colour: Colour::Off, terminal: false, width: WIDTH };

    /// Words in a tone.
    pub(crate) fn paint(self, tone: Tone, words: &str) -> String {
        match self.colour {
            Colour::On => format!("\u{1b}[{}m{words}\u{1b}[0m", tone.code()),
            Colour::Off => words.to_owned(),
        }
    }

    fn of(terminal: bool) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = if terminal && !set("NO_COLOR") && !dumb { Colour::On } else { Colour::Off };
        Self { colour, terminal, width: if terminal { width() } else { WIDTH } }
    }
}

/// Columns of the terminal, or of the readable part of a wide one.
fn width() -> usize {
    let known = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    known.unwrap_or(WIDTH).clamp(40, 2 * WIDTH)
}

/// Both streams.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Streams {
    /// Standard output.
    pub(crate) data: Style,
    /// Standard error.
    pub(crate) talk: Style,
}

impl Streams {
    /// Those of this process.
    pub(crate) fn ours() -> Self {
        Self { data: Style::of(stdout().is_terminal()), talk: Style::of(stderr().is_terminal()) }
    }
}

/// Text of a foreign document, fit for a terminal: control signs, which could move the cursor
/// or change colours, are shown as `?`; line ends become spaces.
pub(crate) fn safe(text: &str) -> String {
    let shown = |sign: char| match sign {
        '\n' | '\r' | '\t' => ' ',
        sign if sign.is_control() || is_bidi(sign) => '?',
        sign => sign,
    };
    text.chars().map(shown).collect()
}

/// Signs that turn the direction of writing around.
fn is_bidi(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_command_the_terminal() {
        assert_eq!(safe("a\u{1b}[2Jb\nc\u{202e}"), "a?[2Jb c?");
    }

    #[test]
    fn without_colour_words_stay_as_they_are() {
        assert_eq!(Style::PLAIN.paint(Tone::Error, "x"), "x");
        let colourful = Style { colour: Colour::On, terminal: true, width: WIDTH };
        assert_eq!(colourful.paint(Tone::Good, "x"), "\u{1b}[32mx\u{1b}[0m");
    }
}
