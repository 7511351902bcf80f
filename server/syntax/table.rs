//! Tables of pipes: rows, cells, and where each stands.

use super::{BlockId, BlockKind, Fact, Moved, Parse, Said, html_tables};
use crate::text::TextRange;

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its block.
    pub block: BlockId,
    /// From the first character of the header to the last of the last row.
    pub range: TextRange,
    /// The header.
    pub header: Row,
    /// The rows below the line of dashes.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The row without line end.
    pub range: TextRange,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell: what stands between two pipes, without the white space at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is written; empty in the middle of the gap where nothing is.
    pub range: TextRange,
    /// All that lies between the pipes.
    pub gap: TextRange,
}

static TABLES: Fact<Vec<Table>> = Fact::new();

static HTML_TABLES: Fact<Vec<Table>> = Fact::new();

impl Table {
    /// The tables of pipes that are not quoted from somewhere else, in document order.
    #[must_use]
    pub fn own(parse: &Parse) -> Vec<Said<'_, Vec<Self>>> {
        parse.facts(&TABLES, 0, |piece| of_kind(piece, BlockKind::Table))
    }

    /// The same of those in HTML.
    #[must_use]
    pub fn own_html(parse: &Parse) -> Vec<Said<'_, Vec<Self>>> {
        parse.facts(&HTML_TABLES, 0, |piece| of_kind(piece, BlockKind::Html))
    }

    /// The table of pipes at `range`, unless it is quoted from somewhere else.
    #[must_use]
    pub fn at(parse: &Parse, range: TextRange) -> Option<Self> {
        let near = parse.facts_near(&TABLES, 0, range, |piece| of_kind(piece, BlockKind::Table));
        near.iter().find_map(|said| {
            let own = said.value.iter().find(|table| table.range.moved(said.start) == range)?;
            Some(own.moved(said))
        })
    }

    /// The same in the document that the piece is of.
    fn moved<T>(&self, said: &Said<'_, T>) -> Self {
        let cell = |cell: &Cell| Cell { range: cell.range.moved(said.start), gap: cell.gap.moved(said.start) };
        let row = |row: &Row| Row { range: row.range.moved(said.start), cells: row.cells.iter().map(cell).collect() };
        Self {
            block: self.block.moved(said.first_block),
            range: self.range.moved(said.start),
            header: row(&self.header),
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// Reads the table that `block` is.
    #[must_use]
    pub fn read(parse: &Parse, block: BlockId) -> Option<Self> {
        let table = parse.tree().get(block).filter(|found| found.kind == BlockKind::Table)?;
        let mut rows = parse
            .tree()
            .children(block)
            .filter(|(_, row)| row.kind == BlockKind::Row)
            .map(|(_, row)| Row { range: row.range, cells: cells(parse.text(), row.range) });
        Some(Self { block, range: table.range, header: rows.next()?, rows: rows.collect() })
    }

    /// The tables that `block` holds, of pipes or of HTML.
    #[must_use]
    pub fn of_block(parse: &Parse, block: BlockId) -> Vec<Self> {
        match parse.tree().get(block).map(|found| found.kind) {
            Some(BlockKind::Table) => Self::read(parse, block).into_iter().collect(),
            Some(BlockKind::Html) => html_tables(parse, block),
            _ => Vec::new(),
        }
    }

    /// The cell in `column` (from 0) of `row`; ragged rows have none there.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        self.rows.get(row)?.cells.get(column).copied()
    }
}

fn of_kind(piece: &Parse, kind: BlockKind) -> Vec<Table> {
    let tables = piece.tree().iter().filter(|(_, block)| block.kind == kind);
    let own = tables.filter(|(id, _)| !piece.tree().is_quoted(*id));
    own.flat_map(|(id, _)| Table::of_block(piece, id)).collect()
}

/// The cells of the row at `range`. A pipe behind a backslash is text, in code too, as GitHub has it.
pub(super) fn cells(text: &str, range: TextRange) -> Vec<Cell> {
    let row = range.of(text);
    let mut borders = Vec::new();
    let mut escaped = false;
    for (at, byte) in row.bytes().enumerate() {
        if byte == b'|' && !escaped {
            borders.push(at);
        }
        escaped = byte == b'\\' && !escaped;
    }
    let mut at = 0;
    if borders.first() == Some(&0) {
        borders.remove(0);
        at = 1;
    }
    if borders.last().is_none_or(|last| last + 1 < row.len()) {
        borders.push(row.len());
    }
    let mut cells = Vec::with_capacity(borders.len());
    for border in borders {
        let gap = TextRange::new(range.start + at, range.start + border);
        let inner = gap.trim(text);
        let range = if inner.is_empty() { TextRange::empty(gap.start + gap.len().min(1)) } else { inner };
        cells.push(Cell { range, gap });
        at = border + 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_what_stands_between_pipes() {
        let text = "| a | b \\| c |\n|---|---|\n|  | `x` | y\n";
        let parse = Parse::new(text.into());
        let (id, _) = parse.tree().roots().next().unwrap();
        let table = Table::read(&parse, id).unwrap();
        let words = |row: &Row| row.cells.iter().map(|cell| cell.range.of(text)).collect::<Vec<_>>();
        assert_eq!(words(&table.header), ["a", "b \\| c"]);
        assert_eq!(words(&table.rows[0]), ["", "`x`", "y"]);
    }
}
