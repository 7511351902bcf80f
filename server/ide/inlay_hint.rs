//! What the numbers of a matrix say, beside them: total and rank of each option, and what is open in each row.

use crate::model::{Matrix, MatrixCriterion, MatrixForm, MatrixOption, Orientation};
use crate::text::TextRange;
use crate::workspace::{Document, DocumentId, Snapshot};

/// A few words that are shown in the text and do not stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// Where, in bytes: behind what stands before.
    pub offset: usize,
    /// The words.
    pub label: String,
    /// Markdown: what more there is to say of them.
    pub tooltip: Option<String>,
}

/// More open cells than these are counted, not named.
const MOST_NAMED: usize = 3;

/// The hints of the open document `id` in `range`, in document order. Templates have none.
#[must_use]
pub fn inlay_hint(snapshot: &Snapshot, id: &DocumentId, range: TextRange) -> Vec<InlayHint> {
    let Some(document) = snapshot.document(id).filter(|document| !document.model().is_template) else {
        return Vec::new();
    };
    let settled = document.config().hints;
    let mut hints = Vec::new();
    for matrix in &document.model().matrices {
        if settled.totals && matrix.form == MatrixForm::Scoring {
            hints.extend(totals(matrix));
        }
        if settled.open_cells {
            hints.extend(open_cells(document, matrix));
        }
    }
    hints.retain(|hint| range.touches(hint.offset));
    hints.sort_by_key(|hint| hint.offset);
    hints
}

/// Total and rank behind each option's header. An option that is named in many places has them where it is scored.
fn totals(matrix: &Matrix) -> Vec<InlayHint> {
    let sentences = matrix.lead_told().into_iter().chain(matrix.sensitivity_told());
    let tooltip: Vec<String> = sentences.map(|sentence| format!("- {sentence}")).collect();
    let tooltip = (!tooltip.is_empty()).then(|| tooltip.join("\n"));
    let hint = |option: &MatrixOption| {
        let label = option.standing_told()?;
        Some(InlayHint { offset: option.range.end, label, tooltip: tooltip.clone() })
    };
    matrix.options.iter().filter_map(hint).collect()
}

/// What is open, behind the end of each row of a table.
fn open_cells(document: &Document, matrix: &Matrix) -> Vec<InlayHint> {
    let rows: Vec<(TextRange, Vec<&str>)> = match matrix.orientation {
        Orientation::OptionsAsColumns => {
            let row = |(index, criterion): (usize, &MatrixCriterion)| {
                let open = matrix.row(index).filter(|(_, score)| score.is_open).map(|(option, _)| option.name.as_str());
                (criterion.range, open.collect())
            };
            matrix.criteria.iter().enumerate().map(row).collect()
        }
        Orientation::OptionsAsRows => {
            let row = |option: &MatrixOption| {
                let cells = matrix.criteria.iter().zip(&option.scores).filter(|(_, score)| score.is_open);
                (option.range, cells.map(|(criterion, _)| criterion.name.as_str()).collect())
            };
            matrix.options.iter().map(row).collect()
        }
        Orientation::PerOption | Orientation::Bullets => Vec::new(),
    };
    let hint = |(place, open): (TextRange, Vec<&str>)| {
        let label = match open.len() {
            0 => return None,
            1..=MOST_NAMED => format!("open: {}", open.join(", ")),
            count => format!("{count} open"),
        };
        Some(InlayHint { offset: end_of_line(document, place.end), label, tooltip: None })
    };
    rows.into_iter().filter_map(hint).collect()
}

/// The end of the line that holds `offset`, blanks apart.
fn end_of_line(document: &Document, offset: usize) -> usize {
    let rest = document.text().get(offset..).unwrap_or("");
    let line = rest.split(['\n', '\r']).next().unwrap_or("");
    offset + line.trim_end().len()
}
