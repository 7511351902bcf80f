//! A half-open range of bytes.

use memchr::memchr2_iter;
use std::fmt;

/// A half-open range of byte offsets into a text: `start..end`, `start <= end`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TextRange {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl TextRange {
    /// The range from `start` to `end`; reversed ends are put in order.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        if start <= end { Self { start, end } } else { Self { start: end, end: start } }
    }

    /// The empty range at `offset`.
    #[must_use]
    pub const fn empty(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `offset` lies in the range; its end does not.
    #[must_use]
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether `offset` lies in the range or at its end, as a cursor does.
    #[must_use]
    pub const fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether all of `other` lies in this range.
    #[must_use]
    pub const fn contains_range(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte, or one is empty and lies in or at the border of the other.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text it stands for; empty where it lies outside `text` or off a character's border.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// The lines of it with their ends, of which `\r` and `\n` are one each.
    pub fn lines(self, text: &str) -> impl Iterator<Item = Self> {
        let bytes = self.of(text).as_bytes();
        let is_open = bytes.last().is_some_and(|last| !matches!(last, b'\n' | b'\r'));
        let ends = memchr2_iter(b'\n', b'\r', bytes).map(|end| end + 1);
        let mut start = self.start;
        ends.chain(is_open.then_some(bytes.len())).map(move |end| {
            let line = Self { start, end: self.start + end };
            start = line.end;
            line
        })
    }

    /// The same range without the white space at its ends.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Self::new(start, start + inner.trim().len())
    }
}

impl fmt::Debug for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_ends() {
        for text in ["", "a", "a\n", "a\r\nb", "\n\nc\rd", "é\nf"] {
            let whole = TextRange::new(0, text.len());
            let lines: Vec<&str> = whole.lines(text).map(|line| line.of(text)).collect();
            assert_eq!(lines, text.split_inclusive(['\n', '\r']).collect::<Vec<_>>(), "{text:?}");
        }
        let range = TextRange::new(2, 5);
        assert_eq!(range.lines("a\nb\ncd").map(|line| line.start).collect::<Vec<_>>(), [2, 4]);
    }
}
