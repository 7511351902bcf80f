//! Bytes, lines and edits. Knows no Markdown.
//!
//! Inside staffwork every place in a text is a byte offset. Lines and columns exist only for people and
//! protocols; [`LineIndex`] and [`Rope`] convert once, at the edge.

mod edit;
mod line_end;
mod line_index;
mod range;
mod rope;
mod sentences;

pub use edit::{TextEdit, apply};
pub use line_end::{keep_line_ends, line_end, up_to_line_end, with_line_ends};
pub use line_index::{LineColumn, LineIndex, PositionEncoding, line_starts};
pub use range::TextRange;
pub use rope::Rope;
pub use sentences::sentences;
