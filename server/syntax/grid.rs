//! A table as rows of texts: to be changed, and written anew with its pipes below one another.

use super::{Parse, Row, Table};
use crate::text::TextRange;
use unicode_width::UnicodeWidthStr;

/// The texts of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// What stands before each row but the first.
    indent: String,
    /// How each column lies.
    sides: Vec<Side>,
    /// The header and the rows; each has a text for every column.
    rows: Vec<Vec<String>>,
}

/// How a column lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// `---`
    Unsaid,
    /// `:---`
    Left,
    /// `:---:`
    Middle,
    /// `---:`
    Right,
}

/// The narrowest column that its line of dashes can be written in.
const NARROWEST: usize = 3;

impl Grid {
    /// The texts of `table`; `None` for one that is quoted, or has rows with more cells than its header.
    #[must_use]
    pub fn of(parse: &Parse, table: &Table) -> Option<Self> {
        let (text, lines) = (parse.text(), parse.lines());
        let indent = |row: TextRange| TextRange::new(lines.start(lines.line(row.start)), row.start).of(text);
        let below = table.rows.first().map_or(table.range.end, |row| row.range.start);
        let dashes = TextRange::new(table.header.range.end, below).trim(text).of(text);
        let sides: Vec<Side> = dashes.trim_matches('|').split('|').map(|dashes| Side::of(dashes.trim())).collect();
        let all = || std::iter::once(&table.header).chain(&table.rows);
        let own = table.rows.first().map_or("", |row| indent(row.range));
        let is_plain = table.rows.iter().all(|row| indent(row.range) == own) && own.trim().is_empty();
        let fits = all().all(|row| row.cells.len() <= sides.len()) && !dashes.contains(['\n', '\r', '>']);
        let cells = |row: &Row| {
            let mut cells: Vec<String> = row.cells.iter().map(|cell| cell.range.of(text).to_owned()).collect();
            cells.resize(sides.len(), String::new());
            cells
        };
        let rows = all().map(cells).collect();
        (is_plain && fits).then(|| Self { indent: own.to_owned(), rows, sides })
    }

    /// A table of these texts, the header first; each row has as many as the header.
    #[must_use]
    pub fn new(rows: Vec<Vec<String>>) -> Self {
        let sides = vec![Side::Unsaid; rows.first().map_or(0, Vec::len)];
        Self { indent: String::new(), sides, rows }
    }

    /// How many columns there are.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.sides.len()
    }

    /// How many rows there are, the header not counted.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    /// The same with its columns in this order: places of columns as they are now, each once.
    #[must_use]
    pub fn with_columns(&self, order: &[usize]) -> Self {
        let rows = self.rows.iter().map(|row| order.iter().filter_map(|at| row.get(*at).cloned()).collect());
        let sides = order.iter().filter_map(|at| self.sides.get(*at).copied());
        Self { indent: self.indent.clone(), sides: sides.collect(), rows: rows.collect() }
    }

    /// The same with the rows below the header in this order: places of rows as they are now, each once.
    #[must_use]
    pub fn with_rows(&self, order: &[usize]) -> Self {
        let below = order.iter().filter_map(|at| self.rows.get(at + 1));
        Self { rows: self.rows.first().into_iter().chain(below).cloned().collect(), ..self.clone() }
    }

    /// The same with an empty row before the row at `at`, the header not counted, that begins with `first`.
    #[must_use]
    pub fn with_row(&self, at: usize, first: &str) -> Self {
        let mut row = vec![String::new(); self.columns()];
        if let Some(cell) = row.first_mut() {
            first.clone_into(cell);
        }
        let mut rows = self.rows.clone();
        rows.insert((at + 1).min(rows.len()), row);
        Self { rows, ..self.clone() }
    }

    /// The same with an empty column before the column at `at`, headed `header`.
    #[must_use]
    pub fn with_column(&self, at: usize, header: &str) -> Self {
        let mut grid = self.clone();
        let at = at.min(grid.sides.len());
        let like = at.checked_sub(1).and_then(|before| grid.sides.get(before)).copied().unwrap_or(Side::Unsaid);
        grid.sides.insert(at, like);
        for (index, row) in grid.rows.iter_mut().enumerate() {
            row.insert(at.min(row.len()), if index == 0 { header.to_owned() } else { String::new() });
        }
        grid
    }

    /// The same with `text` in the cell at `row` (the header not counted) and `column`; a place that is not there keeps
    /// nothing.
    #[must_use]
    pub fn with_cell(&self, row: usize, column: usize, text: &str) -> Self {
        let mut grid = self.clone();
        if let Some(cell) = grid.rows.get_mut(row + 1).and_then(|row| row.get_mut(column)) {
            text.clone_into(cell);
        }
        grid
    }

    /// The table, written so that its pipes stand below one another.
    #[must_use]
    pub fn written(&self) -> String {
        let width = |column: usize| {
            let widths = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width());
            widths.max().unwrap_or(0).max(NARROWEST)
        };
        let widths: Vec<usize> = (0..self.columns()).map(width).collect();
        let columns = || self.sides.iter().zip(&widths);
        let row = |cells: &Vec<String>| {
            let cells = cells.iter().zip(columns()).map(|(cell, (side, width))| side.padded(cell, *width));
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let dashes = columns().map(|(side, width)| side.dashes(*width)).collect::<Vec<_>>().join(" | ");
        let mut lines: Vec<String> = self.rows.iter().map(row).collect();
        lines.insert(1.min(lines.len()), format!("| {dashes} |"));
        lines.join(&format!("\n{}", self.indent))
    }
}

impl Side {
    fn of(dashes: &str) -> Self {
        match (dashes.starts_with(':'), dashes.ends_with(':')) {
            (true, true) => Self::Middle,
            (true, false) => Self::Left,
            (false, true) => Self::Right,
            (false, false) => Self::Unsaid,
        }
    }

    fn padded(self, cell: &str, width: usize) -> String {
        let room = width.saturating_sub(cell.width());
        let before = match self {
            Self::Unsaid | Self::Left => 0,
            Self::Middle => room / 2,
            Self::Right => room,
        };
        format!("{}{cell}{}", " ".repeat(before), " ".repeat(room - before))
    }

    fn dashes(self, width: usize) -> String {
        match self {
            Self::Unsaid => "-".repeat(width),
            Self::Left => format!(":{}", "-".repeat(width - 1)),
            Self::Middle => format!(":{}:", "-".repeat(width - 2)),
            Self::Right => format!("{}:", "-".repeat(width - 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(text: &str) -> Option<Grid> {
        let parse = Parse::new(text.into());
        let (id, _) = parse.tree().iter().find(|(_, block)| block.kind == crate::syntax::BlockKind::Table)?;
        Grid::of(&parse, &Table::read(&parse, id)?)
    }

    #[test]
    fn pipes_stand_below_one_another() {
        let grid = grid("|a|größe ✅|\n|:-:|--:|\n| long name | 1\n|x|\n").unwrap();
        let expected =
            "|     a     | größe ✅ |\n| :-------: | -------: |\n| long name |        1 |\n|     x     |          |";
        assert_eq!(grid.written(), expected);
    }

    #[test]
    fn columns_and_rows_move_and_come() {
        let grid = grid("| a | b | c |\n|---|--:|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n").unwrap();
        let turned = grid.with_columns(&[0, 2, 1]).with_rows(&[1, 0]);
        assert_eq!(
            turned.written(),
            "| a   | c   |   b |\n| --- | --- | --: |\n| 4   | 6   |   5 |\n| 1   | 3   |   2 |"
        );
        let more = grid.with_row(1, "n").with_column(2, "d");
        let expected = "| a   |   b |   d | c   |\n| --- | --: | --: | --- |\n| 1   |   2 |     | 3   |\n\
                        | n   |     |     |     |\n| 4   |   5 |     | 6   |";
        assert_eq!(more.written(), expected);
    }

    #[test]
    fn what_is_quoted_or_has_too_many_cells_is_left_alone() {
        assert_eq!(grid("> | a | b |\n> |---|---|\n> | 1 | 2 |\n"), None);
        assert!(grid("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n").is_none());
    }
}
