//! The next column of a matrix, in its header: an option or a criterion that it lacks, or its totals. The line of dashes
//! and the rows below get theirs with it.

use super::cell::as_total;
use super::{CompletionItemKind, Here, Offer, Place, cell_at, in_cell, padded};
use crate::model::{MatrixPart, escaped};
use crate::syntax::Row;
use crate::text::{TextEdit, TextRange};
use unicode_width::UnicodeWidthStr;

/// What may head the column in `place`.
pub(super) fn offers(here: &Here<'_, '_>, place: &Place) -> Vec<Offer> {
    let written = place.content.of(here.text());
    if place.column == 0 || place.content != place.typed || written.ends_with(char::is_whitespace) {
        return Vec::new();
    }
    let but = place.content;
    if here.matrix.is_by_columns {
        let names = here.missing_options(but);
        return names
            .into_iter()
            .map(|name| offer(here, place, CompletionItemKind::Option, name, |_| String::new()))
            .collect();
    }
    let criteria = here.missing_criteria(but);
    let of_criteria = criteria.into_iter().map(|criterion| {
        let offer = offer(here, place, CompletionItemKind::Criterion, &criterion.label, |_| String::new());
        let documentation = criterion.item.map(|item| item.guidance.trim().to_owned());
        Offer { detail: Some("criterion".to_owned()), documentation, ..offer }
    });
    of_criteria.chain(totals(here, place)).collect()
}

/// A column headed `name`; `cell` says what stands in it in each row.
fn offer(
    here: &Here<'_, '_>,
    place: &Place,
    kind: CompletionItemKind,
    name: &str,
    cell: impl Fn(usize) -> String,
) -> Offer {
    let name = in_cell(name);
    let end = if place.is_closed { place.content.end } else { here.cursor.line.end };
    let range = TextRange::new(place.content.start, end);
    let snippet = place.apart(here.text(), &escaped(&name));
    let elsewhere = elsewhere(here, place.column, &name, cell);
    let detail = Some("option".to_owned());
    let offer = here.offer(kind, name.clone(), range, snippet);
    Offer { filter: name, detail, elsewhere, ..offer }
}

/// A cell more in the line of dashes and in each row, where they have none for the column yet.
fn elsewhere(here: &Here<'_, '_>, column: usize, name: &str, cell: impl Fn(usize) -> String) -> Vec<TextEdit> {
    let (text, table) = (here.text(), &here.matrix.table);
    let Some(dashes) = &table.dashes else { return Vec::new() };
    let count = table.header.cells.len().max(column + 1);
    if dashes.cells.len() >= count {
        return Vec::new();
    }
    let width = table.widths(text, here.cursor.line).map(|_| name.width() + 2);
    let ruled = rule(text, dashes, width);
    let mut edits = vec![added(text, dashes, column, &ruled)];
    let short = table.rows.iter().enumerate().filter(|(_, row)| (column..count).contains(&row.cells.len()));
    edits.extend(short.map(|(at, row)| {
        let cell = cell(at);
        added(text, row, column, &padded(&cell, cell.width(), width, false))
    }));
    edits
}

/// A cell of dashes like the last one of `dashes`, `width` wide.
fn rule(text: &str, dashes: &Row, width: Option<usize>) -> String {
    let like = dashes.cells.last().map_or(" --- ", |cell| cell.gap.of(text));
    let is_spaced = like.starts_with(' ');
    match width {
        None if is_spaced => " --- |".to_owned(),
        None => "---|".to_owned(),
        Some(width) if is_spaced => format!(" {} |", "-".repeat(width.saturating_sub(2))),
        Some(width) => format!("{}|", "-".repeat(width)),
    }
}

/// The edit that puts `cell`, which a pipe ends, into `row` before the cell at `column`.
fn added(text: &str, row: &Row, column: usize, cell: &str) -> TextEdit {
    match cell_at(row, column) {
        Some(next) => TextEdit::insert(next.gap.start, cell),
        None if row.range.of(text).ends_with('|') => TextEdit::insert(row.range.end, cell),
        None => TextEdit::insert(row.range.end, format!(" |{cell}")),
    }
}

/// A column of totals, where the matrix scores, has none, and every option has all scores.
fn totals(here: &Here<'_, '_>, place: &Place) -> Option<Offer> {
    let matrix = here.summed()?;
    let totals = here.matrix.totals(None);
    let is_whole = !totals.is_empty() && totals.iter().all(|(_, total)| total.is_some());
    if here.matrix.columns.contains(&MatrixPart::Total) || !is_whole {
        return None;
    }
    let cell = |at: usize| {
        let row = here.matrix.table.rows.get(at).map(|row| row.range);
        let own = totals.iter().find(|(range, _)| row.is_some_and(|row| row.contains_range(*range)));
        own.and_then(|(_, total)| *total).map(|total| as_total(here, total)).unwrap_or_default()
    };
    let name = &here.cursor.document.grammars().vocabulary.matrix.total;
    Some(Here::as_totals(matrix, offer(here, place, CompletionItemKind::Criterion, name, cell)))
}
