//! Weights that stand in a table of their own: `| Criterion | Weight |`.

use super::source::Source;
use super::tables::{Line, line};
use super::{Exact, Matrix, evidence, labels, totals};
use crate::grammar::normal_name;
use crate::syntax::{BlockKind, Table};
use crate::text::TextRange;

/// Gives criteria without weight the one that a table of weights states for them.
pub(super) fn share(source: &Source<'_>, matrices: &mut [Matrix]) {
    let unweighted = |matrix: &Matrix| matrix.criteria.iter().all(|criterion| criterion.weight.is_none());
    if !matrices.iter().any(unweighted) {
        return;
    }
    let taken: Vec<TextRange> = matrices.iter().map(|matrix| matrix.range).collect();
    let stated: Vec<_> = source.of_criteria().flat_map(|slot| in_range(source, slot.body, &taken)).collect();
    for matrix in matrices.iter_mut().filter(|matrix| unweighted(matrix)) {
        for criterion in &mut matrix.criteria {
            let name = normal_name(&criterion.name);
            if let Some((_, weight, range)) = stated.iter().find(|(stated, _, _)| *stated == name) {
                criterion.weight = Some(*weight);
                criterion.weight_range = Some(*range);
            }
        }
        if !unweighted(matrix) {
            totals::compute(matrix);
        }
    }
}

fn in_range(source: &Source<'_>, range: TextRange, taken: &[TextRange]) -> Vec<(String, Exact, TextRange)> {
    let tables = source.parse.tree().inside(range).filter(|(_, block)| block.kind == BlockKind::Table);
    let free = tables.filter(|(_, block)| !taken.contains(&block.range));
    free.filter_map(|(id, _)| Table::read(source.parse, id)).flat_map(|table| of_table(source, &table)).collect()
}

fn of_table(source: &Source<'_>, table: &Table) -> Vec<(String, Exact, TextRange)> {
    let header: Vec<String> = table.header.cells.iter().map(|cell| source.plain(cell.range)).collect();
    let column = header.iter().position(|name| line(source, name) == Line::Weight);
    let is_headed = header.first().is_some_and(|name| evidence::heads_criteria(source, name));
    let Some(column) = column.filter(|_| is_headed) else { return Vec::new() };
    let rows = table.rows.iter().filter_map(|row| {
        let (label, cell) = (row.cells.first()?, row.cells.get(column)?);
        let name = source.plain(label.range);
        (line(source, &name) == Line::Named).then_some(())?;
        Some((normal_name(&name), labels::weight(&source.plain(cell.range))?, cell.range))
    });
    rows.collect()
}
