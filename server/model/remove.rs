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

/// `remark` with the lines it has to itself and the blank line behind them; else with the white space before it.
#[must_use]
pub fn without_remark(text: &str, remark: TextRange) -> TextRange {
    let before = text.get(..remark.start).unwrap_or("");
    let lead = before.trim_end_matches([' ', '\t']);
    let rest = text.get(remark.end..).unwrap_or("");
    let behind = without_line_end(rest);
    let begins_line = lead.is_empty() || lead.ends_with(['\n', '\r']);
    let (true, Some(behind)) = (begins_line, behind) else {
        return TextRange::new(lead.len(), remark.end);
    };
    if behind.trim().is_empty() {
        return TextRange::new(up_to_line_end(before).len(), text.len());
    }
    let is_after_blank = lead.is_empty() || ["\n\n", "\r\n\r\n", "\r\r"].iter().any(|end| lead.ends_with(end));
    let behind = without_line_end(behind).filter(|_| is_after_blank).unwrap_or(behind);
    TextRange::new(lead.len(), text.len() - behind.len())
}

/// What stands behind the end of a line of which `rest` is white space only.
fn without_line_end(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches([' ', '\t']);
    ["\r\n", "\n", "\r"].iter().find_map(|end| rest.strip_prefix(end)).or_else(|| rest.is_empty().then_some(rest))
}
