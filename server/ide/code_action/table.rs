//! What can be done with the table under the cursor, and with the matrix that it is.

use super::{CodeAction, refactoring};
use crate::model::{Matrix, MatrixLayout, WeightShares, added_option, cell_text, written_name};
use crate::syntax::{BlockKind, Grid, Table};
use crate::text::{TextEdit, TextRange};
use crate::workspace::Document;

/// What can be done with the matrix, and with the table, that `range` lies in.
pub(super) fn actions(document: &Document, range: TextRange) -> Vec<CodeAction> {
    if document.kind().is_none() || document.model().is_template {
        return Vec::new();
    }
    let matrices = || document.model().matrices.iter();
    let mut actions: Vec<CodeAction> = Vec::new();
    if let Some(matrix) = matrices().find(|matrix| weighs_at(matrix, range.start)) {
        actions.extend(numbers(document, matrix));
    }
    if let Some(matrix) = matrices().find(|matrix| matrix.range.touches(range.start))
        && let Some(layout) = MatrixLayout::of(document.parse(), matrix)
    {
        actions.extend(totals(document, &layout));
        actions.extend(missing(document, matrix, &layout));
        actions.extend(more(document, matrix, &layout));
    }
    if let Some(matrix) = matrices().find(|matrix| matrix.range.touches(range.start)) {
        actions.extend(turned(document, matrix));
    }
    actions.extend(aligned(document, range));
    actions
}

/// Whether `offset` is in a matrix, or on a weight that it has elsewhere.
fn weighs_at(matrix: &Matrix, offset: usize) -> bool {
    let mut weights = matrix.criteria.iter().filter_map(|criterion| criterion.weight_range);
    matrix.range.touches(offset) || weights.any(|range| range.touches(offset))
}

/// What can be computed: totals that are not what the scores make, weights that are not a whole.
fn numbers(document: &Document, matrix: &Matrix) -> Vec<CodeAction> {
    let (parse, text) = (document.parse(), document.text());
    let totals = matrix.recounted(parse, document.grammars());
    let shares =
        WeightShares::of(text, matrix).filter(|shares| shares.sum != shares.whole && !shares.are_factors(text));
    let weights = shares.and_then(|shares| {
        let title = format!("Normalise the weights to {}{}", shares.whole, if shares.is_percent { " %" } else { "" });
        Some((title, shares.normalised(parse, &document.model().matrices)?))
    });
    let all = std::iter::once(("Recompute the totals".to_owned(), totals)).chain(weights);
    all.filter(|(_, edits)| !edits.is_empty()).map(|(title, edits)| refactoring(document, title, edits)).collect()
}

fn totals(document: &Document, layout: &MatrixLayout<'_>) -> Option<CodeAction> {
    let grid = layout.with_totals(document.parse(), document.grammars())?;
    Some(rewritten(document, "Add the totals to the matrix", &layout.table, &grid))
}

/// What the document has and the matrix lacks.
fn missing(document: &Document, matrix: &Matrix, layout: &MatrixLayout<'_>) -> Vec<CodeAction> {
    let (model, grammars, parse) = (document.model(), document.grammars(), document.parse());
    let options = model.unweighed_options(grammars, document.text(), matrix).into_iter();
    let options: Vec<String> = options.map(|item| cell_text(&written_name(grammars, parse, item))).collect();
    let criteria = model.unweighed_criteria(grammars, parse, document.outline(), matrix).into_iter();
    let criteria: Vec<String> = criteria.map(|criterion| cell_text(&criterion.name)).collect();
    let mut actions = Vec::new();
    if !options.is_empty() {
        let title = added_title(&options, |count| format!("Add the {count} missing options to the matrix"));
        actions.push(rewritten(document, &title, &layout.table, &layout.with_options(&options)));
    }
    if !criteria.is_empty() {
        let title = added_title(&criteria, |count| format!("Add the {count} missing criteria to the matrix"));
        actions.push(rewritten(document, &title, &layout.table, &layout.with_criteria(&criteria)));
    }
    actions
}

fn added_title(names: &[String], of_several: impl Fn(usize) -> String) -> String {
    match names {
        [only] => format!("Add `{}` to the matrix", only.replace('`', "")),
        _ => of_several(names.len()),
    }
}

/// One more criterion, one more option, and the options in the order of their totals.
fn more(document: &Document, matrix: &Matrix, layout: &MatrixLayout<'_>) -> Vec<CodeAction> {
    let words = &document.grammars().vocabulary.matrix;
    let criterion = layout.with_criteria(std::slice::from_ref(&words.new_criterion));
    let option = layout.with_options(std::slice::from_ref(&words.new_option));
    let mut actions = vec![
        rewritten(document, "Add a criterion to the matrix", &layout.table, &criterion),
        with_listed(document, matrix, table_edit(&layout.table, &option)),
    ];
    let sorted = layout.sorted();
    actions.extend(sorted.map(|grid| rewritten(document, "Sort the options by their totals", &layout.table, &grid)));
    actions
}

/// One more option in a matrix, and in the list of those that it weighs.
fn with_listed(document: &Document, matrix: &Matrix, edit: TextEdit) -> CodeAction {
    let (parse, outline, options) = (document.parse(), document.outline(), &document.model().options);
    let mut groups = options.groups.iter().filter(|group| group.area.contains_range(matrix.range));
    let group = groups.next().filter(|group| !group.body.meets(edit.range));
    let prompt = document.kind().map(|kind| kind.spec.option_prompt.as_str());
    match group.zip(prompt) {
        Some((group, prompt)) => {
            let listed = added_option(parse, outline, group, options, prompt);
            refactoring(document, "Add an option to the list and the matrix".to_owned(), vec![listed, edit])
        }
        None => refactoring(document, "Add an option to the matrix".to_owned(), vec![edit]),
    }
}

/// A list as a table, a table as a list.
fn turned(document: &Document, matrix: &Matrix) -> Option<CodeAction> {
    let (model, grammars, parse, outline) =
        (document.model(), document.grammars(), document.parse(), document.outline());
    let table = model.as_table(grammars, parse, outline, matrix).map(|edits| ("Write the list as a table", edits));
    let turned =
        table.or_else(|| Some(("Write the matrix as a list", vec![model.as_list(grammars, parse, outline, matrix)?])));
    turned.map(|(title, edits)| refactoring(document, title.to_owned(), edits))
}

/// The table that `range` lies in with its pipes below one another.
fn aligned(document: &Document, range: TextRange) -> Option<CodeAction> {
    let parse = document.parse();
    let at = parse.tree().at(range.start)?;
    let mut blocks = std::iter::once((at, parse.tree().get(at)?)).chain(parse.tree().ancestors(at));
    let (id, _) = blocks.find(|(_, block)| block.kind == BlockKind::Table)?;
    let table = Table::read(parse, id)?;
    let edit = table_edit(&table, &Grid::of(parse, &table)?);
    let is_changed = edit.text != table.range.of(document.text());
    is_changed.then(|| refactoring(document, "Align the table".to_owned(), vec![edit]))
}

fn rewritten(document: &Document, title: &str, table: &Table, grid: &Grid) -> CodeAction {
    refactoring(document, title.to_owned(), vec![table_edit(table, grid)])
}

fn table_edit(table: &Table, grid: &Grid) -> TextEdit {
    TextEdit::replace(table.range, grid.written())
}
