//! One more criterion, in the form that the others have.

use super::{Matrix, Orientation};
use crate::grammar::ItemSpec;
use crate::model::{cell_text, without_tab_stops};
use crate::syntax::{BlockKind, Parse, Row, Table};
use crate::text::{TextEdit, TextRange};

/// The edits that add the criterion `item` to `matrix`, with a prompt in every cell: a row, a column, or an item under
/// each option. Empty where its layout leaves no plain place for one.
#[must_use]
pub fn added_criterion(parse: &Parse, matrix: &Matrix, item: &ItemSpec) -> Vec<TextEdit> {
    added_named_criterion(parse, matrix, &item.title, &without_tab_stops(&item.skeleton))
}

/// The same for a criterion that is called `name`, with `prompt` in every cell.
#[must_use]
pub fn added_named_criterion(parse: &Parse, matrix: &Matrix, name: &str, prompt: &str) -> Vec<TextEdit> {
    match matrix.orientation {
        Orientation::OptionsAsColumns => row(parse, matrix, name, prompt).into_iter().collect(),
        Orientation::OptionsAsRows => column(parse, matrix, name, prompt),
        Orientation::Bullets => items(parse, matrix, name, prompt),
        Orientation::PerOption => Vec::new(),
    }
}

/// The edits that add the option `name` to `matrix`, with blank cells: a column behind the last option, or a row. Empty
/// where its layout leaves no plain place for one.
#[must_use]
pub fn added_option_to_matrix(parse: &Parse, matrix: &Matrix, name: &str) -> Vec<TextEdit> {
    let (Some(table), Some(last)) = (matrix.table(parse), matrix.options.last()) else { return Vec::new() };
    match matrix.orientation {
        Orientation::OptionsAsColumns => {
            let at = table.header.cells.iter().position(|cell| cell.range == last.range);
            at.map_or_else(Vec::new, |at| column_of(parse, &table, at, name, |_| ""))
        }
        Orientation::OptionsAsRows => {
            let Some(above) = table.rows.iter().find(|row| row.range.contains_range(last.range)) else {
                return Vec::new();
            };
            let cells = "  |".repeat(table.header.cells.len().saturating_sub(1));
            let indent = indent_of(parse, above.range.start);
            vec![TextEdit::insert(above.range.end, format!("\n{indent}| {} |{cells}", cell_text(name)))]
        }
        Orientation::PerOption | Orientation::Bullets => Vec::new(),
    }
}

impl Matrix {
    /// The table that it is, where it is one.
    #[must_use]
    pub fn table(&self, parse: &Parse) -> Option<Table> {
        Table::at(parse, self.range)
    }
}

/// A row behind the last criterion, before totals.
fn row(parse: &Parse, matrix: &Matrix, name: &str, prompt: &str) -> Option<TextEdit> {
    let table = matrix.table(parse)?;
    let last = matrix.criteria.last()?.range;
    let above = table.rows.iter().find(|row| row.range.contains_range(last))?;
    let is_option = |column: TextRange| matrix.options.iter().any(|option| option.range == column);
    let cells = table.header.cells.iter().skip(1).map(|cell| if is_option(cell.range) { prompt } else { "" });
    let cells = cells.fold(String::new(), |line, cell| line + " " + cell + " |");
    let indent = indent_of(parse, above.range.start);
    Some(TextEdit::insert(above.range.end, format!("\n{indent}| {} |{cells}", cell_text(name))))
}

/// A column behind the last criterion, in every row and in the line of dashes.
fn column(parse: &Parse, matrix: &Matrix, name: &str, prompt: &str) -> Vec<TextEdit> {
    let Some(table) = matrix.table(parse) else { return Vec::new() };
    let wanted = |range: TextRange| matrix.criteria.last().is_some_and(|criterion| criterion.range == range);
    let Some(at) = table.header.cells.iter().position(|cell| wanted(cell.range)) else { return Vec::new() };
    let is_option = |row: &Row| matrix.options.iter().any(|option| row.range.contains_range(option.range));
    column_of(parse, &table, at, name, |row| if is_option(row) { prompt } else { "" })
}

/// A column headed by `name` behind the one at index `at`; `cell` says what stands in it.
fn column_of<'c>(parse: &Parse, table: &Table, at: usize, name: &str, cell: impl Fn(&Row) -> &'c str) -> Vec<TextEdit> {
    let Some(first) = table.rows.first() else { return Vec::new() };
    let between = TextRange::new(table.header.range.end, first.range.start);
    let Some(dashes) = end_of_column(parse.text(), between.trim(parse.text()), at) else { return Vec::new() };
    let mut edits = Vec::new();
    if let Some(head) = table.header.cells.get(at) {
        edits.push(TextEdit::insert(head.gap.end, format!("| {} ", cell_text(name))));
    }
    edits.push(TextEdit::insert(dashes, "|---"));
    for row in &table.rows {
        let Some(above) = row.cells.get(at) else { return Vec::new() };
        edits.push(TextEdit::insert(above.gap.end, format!("| {} ", cell(row))));
    }
    edits
}

/// Where the column at index `at` ends in the line of dashes.
fn end_of_column(text: &str, line: TextRange, at: usize) -> Option<usize> {
    let written = line.of(text);
    let leads = usize::from(written.starts_with('|'));
    let mut borders = written.match_indices('|').map(|(place, _)| line.start + place);
    borders.nth(at + leads).or(Some(line.end))
}

/// An item behind the last one under each option.
fn items(parse: &Parse, matrix: &Matrix, name: &str, prompt: &str) -> Vec<TextEdit> {
    let tree = parse.tree();
    let last_items = matrix.options.iter().filter_map(|option| {
        let last = option.scores.iter().filter(|score| !score.raw.is_empty()).max_by_key(|score| score.range.start)?;
        let at = tree.at(last.range.start)?;
        let own = std::iter::once((at, tree.get(at)?)).chain(tree.ancestors(at));
        let (_, block) = own.into_iter().find(|(_, block)| matches!(block.kind, BlockKind::Item { .. }))?;
        Some((block.parent, block.range))
    });
    let (mut lists, places): (Vec<_>, Vec<TextRange>) = last_items.unzip();
    // one list of all options is a list under a criterion
    lists.dedup();
    if lists.len() != matrix.options.len() {
        return Vec::new();
    }
    let edit = |place: TextRange| {
        let indent = indent_of(parse, place.start);
        let marker = place.of(parse.text()).chars().next().filter(|c| matches!(c, '-' | '*' | '+')).unwrap_or('-');
        TextEdit::insert(place.end, format!("\n{indent}{marker} {name}: {prompt}"))
    };
    places.into_iter().map(edit).collect()
}

/// The white space that the line of `offset` begins with.
fn indent_of(parse: &Parse, offset: usize) -> &str {
    let start = parse.lines().start(parse.lines().line(offset));
    let line = TextRange::new(start, offset).of(parse.text());
    line.get(..line.len() - line.trim_start().len()).unwrap_or("")
}
