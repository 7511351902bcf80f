//! The next row of a matrix: a criterion or an option that it lacks, or its totals.

use super::cell::{as_total, weight_total};
use super::{CompletionItemKind, Here, Offer, Place, in_cell, padded};
use crate::grammar::ItemSpec;
use crate::model::{MatrixPart, escaped};
use crate::text::TextRange;
use unicode_width::UnicodeWidthStr;

/// The rows that may stand at the cursor: on a line of its own, or where the one at `typed` is begun.
pub(super) fn offers(here: &Here<'_, '_>, typed: Option<(usize, &Place)>) -> Vec<Offer> {
    let line = here.cursor.line;
    let is_above = |range: TextRange| range.end < line.start;
    let parts = || here.matrix.table.rows.iter().zip(&here.matrix.rows);
    // criteria stand above the totals
    if parts().any(|(row, part)| *part == MatrixPart::Total && is_above(row.range)) {
        return Vec::new();
    }
    let but = typed.map_or(TextRange::empty(here.cursor.offset), |(_, place)| place.content);
    let mut offers: Vec<Offer> = if here.matrix.is_by_columns {
        let criteria = here.missing_criteria(but);
        criteria.into_iter().map(|one| of_criterion(here, typed, &one.label, one.item)).collect()
    } else {
        let named = |name: &&str| offer(here, typed, CompletionItemKind::Option, name, blank);
        let detail = |offer| Offer { detail: Some("option".to_owned()), ..offer };
        here.missing_options(but).iter().map(named).map(detail).collect()
    };
    offers.extend(totals(here, typed));
    offers
}

fn of_criterion(here: &Here<'_, '_>, typed: Option<(usize, &Place)>, label: &str, item: Option<&ItemSpec>) -> Offer {
    let offer = offer(here, typed, CompletionItemKind::Criterion, label, blank);
    Offer {
        detail: item.and_then(|item| item.form.words()).map(str::to_owned).or(Some("criterion".to_owned())),
        documentation: item.map(|item| item.guidance.trim().to_owned()),
        ..offer
    }
}

/// A place to fill in where a score or a weight belongs.
fn blank(here: &Here<'_, '_>, column: usize) -> Option<String> {
    let part = here.matrix.columns.get(column);
    let is_open = matches!(part, Some(MatrixPart::Option | MatrixPart::Criterion | MatrixPart::Weight));
    (!is_open).then(String::new)
}

/// A row named `name`; `cell` says what stands in each column, where that is known.
fn offer(
    here: &Here<'_, '_>,
    typed: Option<(usize, &Place)>,
    kind: CompletionItemKind,
    name: &str,
    cell: impl Fn(&Here<'_, '_>, usize) -> Option<String>,
) -> Offer {
    let (text, cursor, table) = (here.text(), here.cursor, &here.matrix.table);
    let name = in_cell(name);
    let has_cells = typed.and_then(|(row, _)| table.rows.get(row)).is_some_and(|row| row.cells.len() > 1);
    if let Some((_, place)) = typed.filter(|_| has_cells) {
        let snippet = place.apart(text, &escaped(&name));
        let filter = name.clone();
        return Offer { filter, ..here.offer(kind, name, place.content, snippet) };
    }
    let filter = format!("| {name}");
    let widths = table.widths(text, cursor.line);
    let mut snippet = String::from("|");
    let mut stop = 0;
    for column in 0..table.header.cells.len() {
        let width = widths.as_ref().and_then(|widths| widths.get(column)).copied();
        let known = if column == 0 { Some(name.clone()) } else { cell(here, column) };
        let shown = known.as_deref().map_or(0, UnicodeWidthStr::width);
        let written = known.map_or_else(
            || {
                stop += 1;
                format!("${stop}")
            },
            |known| escaped(&known),
        );
        snippet.push_str(&padded(&written, shown, width, table.is_right(text, column)));
    }
    let indent = if typed.is_none() { indent(here) } else { "" };
    Offer { filter, ..here.offer(kind, name, cursor.replaced(), format!("{indent}{snippet}")) }
}

/// What the header begins its line with.
fn indent<'d>(here: &Here<'_, 'd>) -> &'d str {
    let above = here.text().get(..here.matrix.table.header.range.start).unwrap_or("");
    let line = above.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    above.get(line..).unwrap_or("")
}

/// A row of totals, where the matrix scores, has none, and every option has all scores.
fn totals(here: &Here<'_, '_>, typed: Option<(usize, &Place)>) -> Option<Offer> {
    let matrix = here.summed().filter(|_| here.matrix.is_by_columns)?;
    let has_totals = here.matrix.rows.contains(&MatrixPart::Total);
    let is_last = here.matrix.table.rows.iter().all(|row| row.range.start <= here.cursor.line.end);
    let totals = here.matrix.totals(typed.map(|(row, _)| row));
    if has_totals || !is_last || totals.is_empty() || totals.iter().any(|(_, total)| total.is_none()) {
        return None;
    }
    let heads = &here.matrix.table.header.cells;
    let cell = |here: &Here<'_, '_>, column: usize| {
        let head = heads.get(column)?.range;
        let total = totals.iter().find(|(range, _)| *range == head).and_then(|(_, total)| *total);
        let is_weight = here.matrix.columns.get(column) == Some(&MatrixPart::Weight);
        let weights = || weight_total(here).filter(|_| is_weight).map(|value| value.label);
        Some(total.map(|total| as_total(here, total)).or_else(weights).unwrap_or_default())
    };
    let name = &here.cursor.document.grammars().vocabulary.matrix.total;
    Some(Here::as_totals(matrix, offer(here, typed, CompletionItemKind::Criterion, name, cell)))
}
