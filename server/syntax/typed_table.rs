//! A table of pipes while it is typed: the lines that begin with one, whether or not they make a table already.

use super::table::cells;
use super::{Parse, Row};
use crate::text::TextRange;
use unicode_width::UnicodeWidthStr;

/// Lines that begin with a pipe and follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedTable {
    /// The first of them.
    pub header: Row,
    /// The line of dashes, where the second is one.
    pub dashes: Option<Row>,
    /// All others.
    pub rows: Vec<Row>,
}

impl TypedTable {
    /// The lines around the one of `offset`, which may itself be blank below others.
    #[must_use]
    pub fn around(parse: &Parse, offset: usize) -> Option<Self> {
        let own = parse.lines().line(offset);
        let is_row = |number: &usize| line(parse, *number).is_some();
        let above = (0..own).rev().take_while(is_row).count();
        let below = (own + 1..parse.lines().lines()).take_while(is_row).count();
        let is_typed = is_row(&own) || above > 0 && own_is_blank(parse, own);
        let all = (own - above..=own + below).filter_map(|number| line(parse, number)).filter(|_| is_typed);
        let mut rows = all.map(|range| Row { range, cells: cells(parse.text(), range) });
        let header = rows.next()?;
        let mut rows: Vec<Row> = rows.collect();
        let is_ruled = rows.first().is_some_and(|row| is_dashes(parse.text(), row));
        let dashes = is_ruled.then(|| rows.remove(0));
        Some(Self { header, dashes, rows })
    }

    /// From the first of its lines to the last.
    #[must_use]
    pub fn range(&self) -> TextRange {
        let last = self.rows.last().or(self.dashes.as_ref()).unwrap_or(&self.header);
        TextRange::new(self.header.range.start, last.range.end)
    }

    /// How wide each column is between its pipes, where these stand below one another; the line at `but` is not looked at.
    #[must_use]
    pub fn widths(&self, text: &str, but: TextRange) -> Option<Vec<usize>> {
        let lines = std::iter::once(&self.header).chain(&self.dashes).chain(&self.rows);
        let widths = |row: &Row| row.cells.iter().map(|cell| cell.gap.of(text).width()).collect::<Vec<_>>();
        let mut all = lines.filter(|row| !but.touches(row.range.start)).map(widths);
        let first = all.next()?;
        let mut others = all.peekable();
        (others.peek().is_some() && others.all(|other| other == first)).then_some(first)
    }

    /// Whether what stands in `column` lies at its right end.
    #[must_use]
    pub fn is_right(&self, text: &str, column: usize) -> bool {
        let dashes = self.dashes.as_ref().and_then(|row| row.cells.get(column)).map(|cell| cell.range.of(text));
        dashes.is_some_and(|dashes| dashes.ends_with(':') && !dashes.starts_with(':'))
    }
}

/// The line with this number without the white space around it, where it begins with a pipe.
fn line(parse: &Parse, number: usize) -> Option<TextRange> {
    let start = parse.lines().start(number);
    let written = parse.lines().text(parse.text(), number);
    let range = TextRange::new(start, start + written.len()).trim(parse.text());
    range.of(parse.text()).starts_with('|').then_some(range)
}

fn own_is_blank(parse: &Parse, number: usize) -> bool {
    parse.lines().text(parse.text(), number).trim().is_empty()
}

fn is_dashes(text: &str, row: &Row) -> bool {
    let is_dashes = |cell: &str| cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':'));
    !row.cells.is_empty() && row.cells.iter().all(|cell| is_dashes(cell.range.of(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Option<(TypedTable, String)> {
        let offset = text.find('‸').unwrap();
        let text = text.replace('‸', "");
        let table = TypedTable::around(&Parse::new(text.as_str().into()), offset)?;
        Some((table, text))
    }

    #[test]
    fn lines_with_pipes_are_a_table_to_be() {
        let (typed, text) = table("Prose.\n\n| a | b‸\n|--|\n| 1 |\n\nMore.\n").unwrap();
        assert_eq!(typed.header.range.of(&text), "| a | b");
        assert_eq!((typed.dashes.is_some(), typed.rows.len()), (true, 1));
        assert_eq!(typed.range().of(&text), "| a | b\n|--|\n| 1 |");
    }

    #[test]
    fn a_blank_line_below_rows_belongs_to_them() {
        let (typed, text) = table("| a |\n|---|\n‸\n| 2 |\n").unwrap();
        assert_eq!(typed.rows.iter().map(|row| row.range.of(&text)).collect::<Vec<_>>(), ["| 2 |"]);
        assert_eq!(table("Prose.\n‸\n| a |\n"), None);
        assert_eq!(table("| a |\n|---|\nProse‸\n"), None);
    }

    #[test]
    fn pipes_below_one_another_have_widths() {
        let (typed, text) = table("| a   | b |\n|-----|--:|\n| größ | 1 |\n‸\n").unwrap();
        assert_eq!(typed.widths(&text, TextRange::empty(text.len())), None);
        let (typed, text) = table("| a   | b |\n|-----|--:|\n| grö | 1 |\n‸\n").unwrap();
        assert_eq!(typed.widths(&text, TextRange::empty(text.len())), Some(vec![5, 3]));
        assert!(typed.is_right(&text, 1) && !typed.is_right(&text, 0));
    }
}
