//! The open cells of a matrix, to be filled in one after the other.

use super::{CodeAction, CodeActionKind, SourceChange};
use crate::model::{MatrixForm, TypedCell, TypedMatrix, escaped, without_tab_stops};
use crate::text::{TextEdit, TextRange};
use crate::workspace::Document;

/// A place to fill in for each open cell of the matrix that `range` begins in. Where a client knows no such places, the
/// template's prompts stand in the cells of its criteria.
pub(super) fn action(document: &Document, range: TextRange) -> Option<CodeAction> {
    let (grammars, parse, model) = (document.grammars(), document.parse(), document.model());
    document.kind().filter(|_| !model.is_template)?;
    let matrix = TypedMatrix::at(grammars, parse, document.outline(), model, range.start)?;
    // what is fenced or quoted is none of the document's matrices
    let form = matrix.matrix?.form;
    let open: Vec<OpenCell> = open_cells(document, &matrix);
    let all = open.first()?.range.cover(open.last()?.range);
    let (mut snippet, mut text, mut at) = (String::new(), String::new(), all.start);
    for (index, cell) in open.iter().enumerate() {
        let kept = TextRange::new(at, cell.range.start).of(document.text());
        let written = cell.range.of(document.text());
        let stop = index + 1;
        let place = if written.is_empty() { format!("${stop}") } else { format!("${{{stop}:{}}}", escaped(written)) };
        snippet.extend([&escaped(kept), cell.before, &place, cell.behind]);
        let prompt = prompt(document, cell.criterion).filter(|_| form == MatrixForm::Comparison);
        text.push_str(kept);
        match prompt.filter(|_| written.is_empty()) {
            Some(prompt) => text.extend([cell.before, &prompt, cell.behind]),
            None => text.push_str(written),
        }
        at = cell.range.end;
    }
    let edits = vec![(document.id().clone(), vec![TextEdit::replace(all, text)])];
    Some(CodeAction {
        title: "Fill in the open cells".to_owned(),
        kind: CodeActionKind::Refactor,
        edit: SourceChange { edits, snippet: Some(snippet) },
        fixes: None,
        is_preferred: false,
    })
}

/// A cell that nothing is written in, or a word for what is to come.
struct OpenCell {
    range: TextRange,
    /// What parts a value from what stands before.
    before: &'static str,
    /// What parts it from what follows.
    behind: &'static str,
    /// Where the name of its criterion stands.
    criterion: Option<TextRange>,
}

/// The open scores and weights, in the order of the text.
fn open_cells(document: &Document, matrix: &TypedMatrix<'_>) -> Vec<OpenCell> {
    let text = document.text();
    let mut open = Vec::new();
    for (row, line) in matrix.table.rows.iter().enumerate() {
        for column in 1..matrix.table.header.cells.len() {
            let is_filled_in = matches!(matrix.cell(row, column), TypedCell::Score | TypedCell::Weight);
            let own = line.cells.get(column).map(|cell| cell.range);
            let range = own.unwrap_or(TextRange::empty(line.range.end));
            if !is_filled_in || !TypedMatrix::is_open(document.grammars(), range.of(text)) {
                continue;
            }
            let is_apart = |before: bool| {
                let beside = if before { text.get(..range.start) } else { text.get(range.end..) };
                beside.is_some_and(|beside| if before { !beside.ends_with('|') } else { !beside.starts_with('|') })
            };
            let is_closed = line.range.of(text).ends_with('|');
            let (before, behind) = match own {
                Some(_) => (if is_apart(true) { "" } else { " " }, if is_apart(false) { "" } else { " " }),
                None if is_closed || column > line.cells.len() => (" ", " |"),
                None => (" | ", " |"),
            };
            open.push(OpenCell { range, before, behind, criterion: matrix.criterion_label(row, column) });
        }
    }
    open
}

/// What the template has for the criterion whose name stands at `label`.
fn prompt(document: &Document, label: Option<TextRange>) -> Option<String> {
    let spec = document.model().demanded_criteria(document.grammars())?;
    let label = label?.of(document.text()).trim_matches(['*', '_', '`', ' ']);
    let item = spec.items.iter().find(|item| item.is_called(label))?;
    Some(without_tab_stops(item.skeleton.trim())).filter(|prompt| !prompt.is_empty())
}
