//! From the protocol's words to ours.

use crate::text::{LineColumn, TextRange};
use crate::workspace::{Document, Edit};
use tower_lsp::gen_lsp_types::{Position, Range, TextDocumentContentChangeEvent};

use super::support::Support;

/// A place; what its column counts was agreed on.
pub(super) const fn line_column(position: Position) -> LineColumn {
    LineColumn { line: position.line as usize, column: position.character as usize }
}

/// A place in a document, in bytes; outside the text, the nearest inside.
pub(super) fn offset(support: &Support, document: &Document, position: Position) -> usize {
    document.offset(line_column(position), support.encoding)
}

/// A range in a document, in bytes.
pub(super) fn range(support: &Support, document: &Document, range: Range) -> TextRange {
    TextRange::new(offset(support, document, range.start), offset(support, document, range.end))
}

/// An edit as the client did it.
pub(super) fn edit(change: TextDocumentContentChangeEvent) -> Edit {
    match change {
        TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
            Edit { range: Some((line_column(change.range.start), line_column(change.range.end))), text: change.text }
        }
        TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => {
            Edit { range: None, text: change.text }
        }
    }
}
