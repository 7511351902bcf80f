//! Edits, and putting them into a text.

use super::TextRange;

/// Replace the bytes of `range` by `text`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextEdit {
    /// What goes.
    pub range: TextRange,
    /// What comes.
    pub text: String,
}

impl TextEdit {
    /// Put `text` in at `offset`.
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self { range: TextRange::empty(offset), text: text.into() }
    }

    /// Put `text` where `range` is.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// Take `range` out.
    #[must_use]
    pub fn delete(range: TextRange) -> Self {
        Self { range, text: String::new() }
    }
}

/// `text` with all `edits` done at once; each names bytes of `text` as it is now. Of two that overlap the one
/// that begins first wins, and one that lies outside the text or splits a character is left out.
#[must_use]
pub fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in sorted {
        let Some(kept) = text.get(done..edit.range.start) else { continue };
        if !text.is_char_boundary(edit.range.end) {
            continue;
        }
        out.push_str(kept);
        out.push_str(&edit.text);
        done = edit.range.end;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_name_the_text_as_it_was() {
        let edits = [TextEdit::insert(5, "!"), TextEdit::replace(TextRange::new(0, 1), "J")];
        assert_eq!(apply("hello", &edits), "Jello!");
    }

    #[test]
    fn an_edit_that_splits_a_character_is_left_out() {
        assert_eq!(apply("é", &[TextEdit::insert(1, "x")]), "é");
    }
}
