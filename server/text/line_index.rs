//! Lines and columns of a byte offset, in the encoding that the other side counts in.

use memchr::{memchr_iter, memchr2_iter};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what the protocol falls back to.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl PositionEncoding {
    /// How many columns `character` takes.
    #[must_use]
    pub const fn width(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// How many columns `text` takes.
    #[must_use]
    pub fn measure(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf32 => text.chars().count(),
        }
    }

    /// The byte offset within `line` of `column`; past the end it is the end, and inside a character (the
    /// middle of a surrogate pair) its beginning.
    #[must_use]
    pub fn offset_in(self, line: &str, column: usize) -> usize {
        let mut left = column;
        for (offset, character) in line.char_indices() {
            let width = self.width(character);
            if left < width {
                return offset;
            }
            left -= width;
        }
        line.len()
    }
}

/// A place as people and protocols name it. Both numbers count from 0; what `column` counts is said by the
/// [`PositionEncoding`] it was made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct LineColumn {
    /// The line, from 0.
    pub line: usize,
    /// The column, from 0.
    pub column: usize,
}

/// Where the lines of a text begin. `\n`, `\r\n` and `\r` end a line, as the protocol says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
}

/// Byte offsets at which the lines of `text` begin; the first is always 0.
#[must_use]
pub fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_whole = |end: &usize| bytes.get(*end) == Some(&b'\n') || bytes.get(end + 1) != Some(&b'\n');
    let mut starts = Vec::with_capacity(1 + memchr_iter(b'\n', bytes).count());
    starts.push(0);
    starts.extend(memchr2_iter(b'\n', b'\r', bytes).filter(is_whole).map(|end| end + 1));
    starts
}

impl LineIndex {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { starts: line_starts(text) }
    }

    /// Puts the lines of `other` behind these, those of a text that begins at byte `offset`: its first line goes on with
    /// the last one, which is empty where that ends with a line end.
    pub fn append(&mut self, other: &Self, offset: usize) {
        self.starts.extend(other.starts.iter().skip(1).map(|start| start + offset));
    }

    /// How many lines there are; a text that ends with a line end has an empty last line.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that holds `offset`.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Where line `line` (from 0) begins; past the last line, where the last begins.
    #[must_use]
    pub fn start(&self, line: usize) -> usize {
        self.starts.get(line).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// The bytes of line `line` (from 0) of `text`, without its end.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let Some(&start) = self.starts.get(line) else { return "" };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// Line and column of `offset` in `text`, the text this index was made from.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize, encoding: PositionEncoding) -> LineColumn {
        let line = self.line(offset);
        let before = text.get(self.start(line)..offset).unwrap_or("");
        LineColumn { line, column: encoding.measure(before) }
    }

    /// The byte offset of `place` in `text`; a place outside the text is brought to the nearest inside.
    #[must_use]
    pub fn offset(&self, text: &str, place: LineColumn, encoding: PositionEncoding) -> usize {
        if place.line >= self.starts.len() {
            return text.len();
        }
        self.start(place.line) + encoding.offset_in(self.text(text, place.line), place.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\r\nb\rç𝄞d\n\u{2028}e\u{0b}f";

    #[test]
    fn only_the_protocols_line_ends_end_a_line() {
        assert_eq!(LineIndex::new(TEXT).lines(), 4);
        assert_eq!(LineIndex::new("a\n").lines(), 2);
        assert_eq!(LineIndex::new("").lines(), 1);
    }

    #[test]
    fn columns_count_what_was_agreed() {
        let index = LineIndex::new(TEXT);
        let at = TEXT.find('d').unwrap();
        let columns = [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32]
            .map(|encoding| index.line_column(TEXT, at, encoding).column);
        assert_eq!(columns, [6, 3, 2]);
    }

    #[test]
    fn every_offset_comes_back() {
        let index = LineIndex::new(TEXT);
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
            for (offset, character) in TEXT.char_indices() {
                if character == '\n' && TEXT[..offset].ends_with('\r') {
                    continue; // inside a line end
                }
                let place = index.line_column(TEXT, offset, encoding);
                assert_eq!(index.offset(TEXT, place, encoding), offset, "{encoding:?} {place:?}");
            }
        }
    }

    #[test]
    fn places_outside_are_brought_inside() {
        let index = LineIndex::new("ab\n𝄞");
        let utf16 = PositionEncoding::Utf16;
        assert_eq!(index.offset("ab\n𝄞", LineColumn { line: 0, column: 9 }, utf16), 2);
        assert_eq!(index.offset("ab\n𝄞", LineColumn { line: 9, column: 9 }, utf16), 7);
        assert_eq!(index.offset("ab\n𝄞", LineColumn { line: 1, column: 1 }, utf16), 3);
    }
}
