//! What goes with something that is taken out of a document, so that no gap is left.

use crate::syntax::Section;
use crate::text::{TextRange, up_to_line_end};

/// All of `section`, and at the end of the document the blank line before it.
#[must_use]
pub fn without_section(text: &str, section: &Section) -> TextRange {
    let before = text.get(..section.range.start).unwrap_or("");
    match text.get(section.range.end..) {
        Some("") => TextRange::new(up_to_line_end(before).len(), section.range.end),
        _ => section.range,
    }
}
