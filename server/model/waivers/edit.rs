//! Writing a waiver, and taking one out.

use super::{ALLOW, ALLOW_FILE, OURS, WaivedCode, Waiver, WaiverCarrier};
use crate::syntax::{BlockKind, Parse};
use crate::text::{TextEdit, TextRange};

/// What stands for the reason until somebody writes it.
pub const WAIVER_PROMPT: &str = "[why this is all right here]";

/// The edit that waives `code` where it is found at `range`; `reason` is put where the reason belongs.
#[must_use]
pub fn waiving(parse: &Parse, range: TextRange, code: &str, reason: &str) -> TextEdit {
    if let Some(front_matter) = parse.front_matter().filter(|found| found.range.contains(range.start)) {
        let comment = format!("<!-- {OURS}: {ALLOW_FILE} {code} -- {reason} -->");
        return TextEdit::insert(front_matter.range.end, format!("\n\n{comment}"));
    }
    let comment = format!("<!-- {OURS}: {ALLOW} {code} -- {reason} -->");
    let lines = parse.lines();
    let block = parse.tree().roots().map(|(_, block)| block).find(|block| block.range.touches(range.start));
    match block {
        Some(block) if matches!(block.kind, BlockKind::Heading { .. }) => {
            let next = lines.line(block.range.end) + 1;
            let is_tight = next < lines.lines() && !lines.text(parse.text(), next).trim().is_empty();
            TextEdit::insert(block.range.end, format!("\n\n{comment}{}", if is_tight { "\n" } else { "" }))
        }
        _ => {
            let at = lines.start(lines.line(block.map_or(range, |block| block.range).start));
            TextEdit::insert(at, format!("{comment}\n\n"))
        }
    }
}

impl Waiver {
    /// The edit that takes the rule `gone` out of it, with the whole where nothing else `stays`; `None` where the rest
    /// would have to be written anew.
    #[must_use]
    pub fn without(&self, parse: &Parse, gone: &WaivedCode, stays: impl Fn(&WaivedCode) -> bool) -> Option<TextEdit> {
        if !self.codes.iter().any(|code| code != gone && stays(code)) {
            return self.removal(parse);
        }
        let at = self.codes.iter().position(|code| code == gone)?;
        let before = self.codes.get(..at)?;
        let range = match before.iter().rposition(&stays) {
            Some(_) => TextRange::new(before.last()?.range.end, gone.range.end),
            None => TextRange::new(gone.range.start, self.codes.get(at + 1)?.range.start),
        };
        Some(TextEdit::delete(range))
    }

    /// The edit that takes it out.
    #[must_use]
    pub fn removal(&self, parse: &Parse) -> Option<TextEdit> {
        match self.carrier {
            WaiverCarrier::Comment => Some(TextEdit::delete(with_line(parse, self.range))),
            WaiverCarrier::FrontMatter => self.removal_of_entry(parse),
        }
    }

    /// The entry of front matter, where it holds nothing else the whole of what is ours.
    fn removal_of_entry(&self, parse: &Parse) -> Option<TextEdit> {
        let entry = parse.front_matter()?.get(OURS)?;
        let text = parse.text();
        let around = TextRange::new(entry.value_range.start, self.range.start).of(text);
        let behind = TextRange::new(self.range.end, entry.value_range.end).of(text);
        let is_ours = |written: &str| written.split(|c: char| !c.is_alphanumeric()).all(|w| w.is_empty() || w == ALLOW);
        if is_ours(around) && is_ours(behind) {
            return Some(TextEdit::delete(with_line(parse, entry.key_range.cover(entry.value_range))));
        }
        let lines = parse.lines();
        let line = lines.text(text, lines.line(self.range.start)).trim().trim_start_matches(['"', '\'']);
        line.starts_with(self.range.of(text)).then(|| TextEdit::delete(with_line(parse, self.range)))
    }
}

/// `range` with the lines it fills, and with one of the blank lines around it; in a line of other words, with the
/// blanks before it.
fn with_line(parse: &Parse, range: TextRange) -> TextRange {
    let (lines, text) = (parse.lines(), parse.text());
    let (first, last) = (lines.line(range.start), lines.line(range.end));
    let begin = lines.start(first);
    let before = TextRange::new(begin, range.start).of(text);
    let behind = TextRange::new(range.end, lines.start(last) + lines.text(text, last).len()).of(text);
    if !before.trim_matches([' ', '\t', '"', '\'']).is_empty() || !behind.trim().is_empty() {
        return TextRange::new(range.start - (before.len() - before.trim_end().len()), range.end);
    }
    let is_blank = |line: usize| lines.text(text, line).trim().is_empty();
    let is_blank_above = first.checked_sub(1).is_none_or(is_blank);
    let skipped = usize::from(is_blank_above && last + 1 < lines.lines() && is_blank(last + 1));
    let next = last + 1 + skipped;
    let end = if next < lines.lines() { lines.start(next) } else { text.len() };
    TextRange::new(begin, end)
}
