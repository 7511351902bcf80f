//! The text of an open document: logarithmic edits, clones that share.

use super::{LineColumn, PositionEncoding, TextRange};
use std::sync::Arc;

/// A text that is edited in place and cloned for nothing.
#[derive(Clone, Debug, Default)]
pub struct Rope(ropey::Rope);

impl Rope {
    /// A rope over `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(ropey::Rope::from_str(text))
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len_bytes()
    }

    /// Whether there is no byte.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Replaces the bytes of `range` by `text`. Ends outside the rope, or inside a character, are brought to the
    /// nearest border before them.
    pub fn edit(&mut self, range: TextRange, text: &str) {
        let start = self.0.byte_to_char(range.start.min(self.len()));
        let end = self.0.byte_to_char(range.end.min(self.len()));
        if start < end {
            self.0.remove(start..end);
        }
        if !text.is_empty() {
            self.0.insert(start, text);
        }
    }

    /// The byte offset of `place`; a place outside the text is brought to the nearest inside.
    #[must_use]
    pub fn offset(&self, place: LineColumn, encoding: PositionEncoding) -> usize {
        if place.line >= self.0.len_lines() {
            return self.len();
        }
        let start = self.0.line_to_byte(place.line);
        let line = self.0.line(place.line);
        let mut left = place.column;
        let mut offset = start;
        for character in line.chars() {
            let width = encoding.width(character);
            if left < width || character == '\n' || character == '\r' {
                break;
            }
            left -= width;
            offset += character.len_utf8();
        }
        offset
    }

    /// The bytes from `offset` to the end of the piece that holds it; empty at the end.
    #[must_use]
    pub fn chunk(&self, offset: usize) -> &[u8] {
        if offset >= self.len() {
            return &[];
        }
        let (chunk, start, _, _) = self.0.chunk_at_byte(offset);
        chunk.as_bytes().get(offset - start..).unwrap_or(&[])
    }

    /// The whole text in one piece.
    #[must_use]
    pub fn text(&self) -> Arc<str> {
        Arc::from(self.0.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LineIndex;

    #[test]
    fn lines_break_as_the_protocol_says() {
        // Cargo unifies features: should a dependency turn ropey's defaults on, U+2028 and VT would break lines.
        let text = "a\r\nb\rc\nd\u{2028}e\u{0b}f\u{85}g";
        assert_eq!(ropey::Rope::from_str(text).len_lines(), 4);
        assert_eq!(LineIndex::new(text).lines(), 4);
    }

    #[test]
    fn rope_and_index_agree_on_every_place() {
        let text = "a\r\nbç𝄞\r\rx\n";
        let (rope, index) = (Rope::new(text), LineIndex::new(text));
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
            for line in 0..7 {
                for column in 0..9 {
                    let place = LineColumn { line, column };
                    assert_eq!(rope.offset(place, encoding), index.offset(text, place, encoding), "{place:?}");
                }
            }
        }
    }

    #[test]
    fn edits_outside_are_brought_inside() {
        let mut rope = Rope::new("abc");
        rope.edit(TextRange::new(2, 99), "xyz");
        assert_eq!(&*rope.text(), "abxyz");
    }
}
