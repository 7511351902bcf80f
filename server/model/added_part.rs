//! Where one more labelled part of an entry goes, in the form that its other parts have.

use super::{Entry, EntryForm};
use crate::syntax::{BlockId, BlockKind, Parse};
use crate::text::{TextEdit, TextRange};

/// The edit that gives `entry` the part `label: value`: as one more item below its other parts, else on its last line.
/// A row has no place for a part that is no column.
#[must_use]
pub fn added_part(parse: &Parse, entry: &Entry, label: &str, value: &str) -> Option<TextEdit> {
    let text = parse.text();
    let part = format!("{label}: {value}");
    let end = entry.range.trim(text).end;
    let below = last_item(parse, entry).and_then(|item| added_item(parse, item, &part));
    match entry.form {
        EntryForm::Row => None,
        _ if below.is_some() => below,
        EntryForm::Heading => Some(TextEdit::insert(end, format!("\n\n{part}"))),
        EntryForm::Item { .. } | EntryForm::Lead => {
            let ends = text.get(..end).is_some_and(|before| before.ends_with(['.', '!', '?']));
            Some(TextEdit::insert(end, format!("{}{part}", if ends { " " } else { " - " })))
        }
    }
}

/// The last of the items below an entry, with which it ends.
fn last_item(parse: &Parse, entry: &Entry) -> Option<BlockId> {
    let end = entry.range.trim(parse.text()).end;
    let is_last = |range: TextRange| range.start > entry.range.start && range.end >= end;
    let mut items = parse.tree().inside(entry.range).filter(|(_, block)| matches!(block.kind, BlockKind::Item { .. }));
    items.find(|(_, block)| is_last(block.range)).map(|(id, _)| id)
}

/// The edit that writes `text` as one more item behind `item`, marked like it.
#[must_use]
pub fn added_item(parse: &Parse, item: BlockId, text: &str) -> Option<TextEdit> {
    let tree = parse.tree();
    let block = tree.get(item)?;
    let (_, first) = tree.children(item).next()?;
    let marker = TextRange::new(block.range.start, first.range.start).of(parse.text());
    let line = parse.lines().start(parse.lines().line(block.range.start));
    let indent = TextRange::new(line, block.range.start).of(parse.text());
    let marker = next_marker(marker.split('[').next().unwrap_or(marker));
    Some(TextEdit::insert(block.range.end, format!("\n{indent}{marker}{text}")))
}

/// `3. ` goes on with `4. `; a bullet stays what it is.
fn next_marker(marker: &str) -> String {
    let digits = marker.len() - marker.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match marker.get(..digits).and_then(|number| number.parse::<u64>().ok()) {
        Some(number) => format!("{}{}", number + 1, marker.get(digits..).unwrap_or(". ")),
        None => marker.to_owned(),
    }
}

/// The edit that writes `value` into the cell at `range`, apart from the pipes around it.
#[must_use]
pub fn in_cell(text: &str, range: TextRange, value: &str) -> TextEdit {
    let before = if text.get(..range.start).is_some_and(|before| before.ends_with('|')) { " " } else { "" };
    let behind = if text.get(range.end..).is_some_and(|behind| behind.starts_with('|')) { " " } else { "" };
    TextEdit::replace(range, format!("{before}{value}{behind}"))
}

/// `text` as a cell may hold it: in one line, its pipes behind backslashes.
#[must_use]
pub fn cell_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_escaped = false;
    for character in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if character == '|' && !is_escaped {
            out.push('\\');
        }
        is_escaped = character == '\\' && !is_escaped;
        out.push(character);
    }
    out
}

/// Words that a reader sees, as Markdown that shows them and nothing else.
#[must_use]
pub fn as_markdown(plain: &str) -> String {
    let characters: Vec<char> = plain.chars().collect();
    let is_word = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|c| c.is_alphanumeric());
    let mut out = String::with_capacity(plain.len());
    for (at, character) in characters.iter().enumerate() {
        let joins = *character == '_' && is_word(at.checked_sub(1)) && is_word(Some(at + 1));
        if matches!(character, '\\' | '`' | '*' | '[' | '<' | '_') && !joins {
            out.push('\\');
        }
        out.push(*character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_any_text() {
        assert_eq!(cell_text("a | b\n c"), "a \\| b c");
        assert_eq!(cell_text("a \\| b \\\\| c"), "a \\| b \\\\\\| c");
        assert_eq!(as_markdown("a_b *c* `d` _e"), "a_b \\*c\\* \\`d\\` \\_e");
    }

    #[test]
    fn numbers_go_on_and_bullets_stay() {
        assert_eq!(next_marker("3. "), "4. ");
        assert_eq!(next_marker("* "), "* ");
        assert_eq!(next_marker("10) "), "11) ");
    }
}
