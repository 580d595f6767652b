//! stub
use crate::view::Brief;
/// The brief for a terminal.
pub fn terminal(_brief: &Brief, _width: usize, _colour: bool) -> String { String::new() }
