//! Plain text: the file itself. It names no title and no blocks; reading finds them.

use noroshi_model::Media;

use crate::draft::Draft;

/// A text as it is.
pub(crate) fn read(text: String) -> Draft {
    Draft::new(Media::Text, text)
}
