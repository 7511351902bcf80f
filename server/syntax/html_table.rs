//! Tables that are written in HTML: rows and cells, and where each stands.

use super::{BlockId, BlockKind, Cell, Parse, Row, Table};
use crate::text::TextRange;
use html5gum::{DefaultEmitter, EndTag, Span, StartTag, Token, Tokenizer};

/// The tables of the HTML that `block` is, read as those of pipes are: the first row is the header. One whose cells reach over
/// several rows or columns is left out, as is one that another table lies in.
#[must_use]
pub fn html_tables(parse: &Parse, block: BlockId) -> Vec<Table> {
    let Some(range) = parse.tree().get(block).filter(|found| found.kind == BlockKind::Html).map(|found| found.range)
    else {
        return Vec::new();
    };
    let written = range.of(parse.text());
    if !written.as_bytes().windows(OPENING.len()).any(|bytes| bytes.eq_ignore_ascii_case(OPENING)) {
        return Vec::new();
    }
    let mut reader = Reader { text: parse.text(), start: range.start, block, open: None, found: Vec::new() };
    for Ok(token) in Tokenizer::new_with_emitter(written, DefaultEmitter::new_with_span()) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag),
            _ => {}
        }
    }
    reader.found
}

const OPENING: &[u8] = b"<table";

struct Reader<'t> {
    text: &'t str,
    /// Where the block begins in the text.
    start: usize,
    block: BlockId,
    open: Option<Open>,
    found: Vec<Table>,
}

/// A table whose end was not seen yet.
struct Open {
    start: usize,
    rows: Vec<Row>,
    /// Where the cell that is being read begins, behind its tag.
    cell: Option<usize>,
    /// Whether every cell is one cell.
    is_plain: bool,
    /// How many tables lie in it.
    inner: usize,
}

impl Reader<'_> {
    fn place(&self, span: Span<usize>) -> TextRange {
        TextRange::new(self.start + span.start, self.start + span.end)
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let place = self.place(tag.span);
        let name: &[u8] = &tag.name;
        let Some(open) = &mut self.open else {
            if name == b"table" {
                self.open = Some(Open { start: place.start, rows: Vec::new(), cell: None, is_plain: true, inner: 0 });
            }
            return;
        };
        match name {
            b"table" => (open.inner, open.is_plain) = (open.inner + 1, false),
            b"tr" => {
                open.close_cell(self.text, place.start);
                open.rows.push(Row { range: place, cells: Vec::new() });
            }
            b"td" | b"th" => {
                open.close_cell(self.text, place.start);
                let reaches =
                    |name: &[u8]| tag.attributes.get(name).is_some_and(|count| count.value.as_slice() != b"1");
                if reaches(b"rowspan")
                    || reaches(b"colspan") && open.rows.last().is_some_and(|row| !row.cells.is_empty())
                {
                    open.is_plain = false;
                }
                open.cell = Some(place.end);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let place = self.place(tag.span);
        let Some(open) = &mut self.open else { return };
        match &tag.name[..] {
            b"td" | b"th" => open.close_cell(self.text, place.start),
            b"tr" | b"thead" | b"tbody" | b"tfoot" => {
                open.close_cell(self.text, place.start);
                if let Some(row) = open.rows.last_mut().filter(|_| &tag.name[..] == b"tr") {
                    row.range = row.range.cover(place);
                }
            }
            b"table" if open.inner > 0 => open.inner -= 1,
            b"table" => {
                open.close_cell(self.text, place.start);
                let range = TextRange::new(open.start, place.end);
                self.found.extend(self.open.take().and_then(|open| open.table(self.block, range)));
            }
            _ => {}
        }
    }
}

impl Open {
    fn close_cell(&mut self, text: &str, end: usize) {
        let (Some(start), Some(row)) = (self.cell.take(), self.rows.last_mut()) else { return };
        let gap = TextRange::new(start, end.max(start));
        let inner = gap.trim(text);
        let range = if inner.is_empty() { TextRange::empty(gap.start) } else { inner };
        row.range = row.range.cover(gap);
        row.cells.push(Cell { range, gap });
    }

    /// The table that it is; a row of one cell is a title over the rows below it.
    fn table(self, block: BlockId, range: TextRange) -> Option<Table> {
        let mut rows = self.rows.into_iter().filter(|row| row.cells.len() > 1);
        let header = rows.next().filter(|_| self.is_plain)?;
        let rows: Vec<Row> = rows.collect();
        // cells that are left out, or too many, are some other form
        let fits = rows.iter().all(|row| row.cells.len() == header.cells.len());
        (fits && !rows.is_empty()).then_some(Table { block, range, header, rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of each table, by row.
    fn words(text: &str) -> Vec<Vec<Vec<String>>> {
        let parse = Parse::new(text.into());
        let blocks = parse.tree().iter().filter(|(_, block)| block.kind == BlockKind::Html);
        let tables = blocks.flat_map(|(id, _)| html_tables(&parse, id));
        let row = |row: &Row| row.cells.iter().map(|cell| cell.range.of(text).to_owned()).collect();
        tables.map(|table| std::iter::once(&table.header).chain(&table.rows).map(row).collect()).collect()
    }

    #[test]
    fn rows_and_cells_stand_where_their_tags_are() {
        let text = "# T\n\n<TABLE class=\"x\">\n  <thead><tr><th>Criterion</th><th>A &amp; B</th></tr></thead>\n\
                    <tr><td colspan=\"2\">Group</td></tr>\n  <tr>\n    <td> <b>Cost</b>\n    <td></td>\n  </tr>\n</TABLE>\n";
        assert_eq!(words(text), [[["Criterion", "A &amp; B"], ["<b>Cost</b>", ""]]]);
        let parse = Parse::new(text.into());
        let (id, _) = parse.tree().iter().find(|(_, block)| block.kind == BlockKind::Html).unwrap();
        let table = html_tables(&parse, id).remove(0);
        assert!(table.range.of(text).starts_with("<TABLE") && table.range.of(text).ends_with("</TABLE>"));
        assert!(table.rows[0].range.of(text).starts_with("<tr>\n    <td> <b>"));
        assert!(table.rows[0].range.contains_range(table.rows[0].cells[1].range));
    }

    #[test]
    fn other_forms_are_left_alone() {
        for text in [
            "<table><tr><th>A</th><th>B</th></tr></table>\n",
            "<table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>1</td><td>2</td></tr></table>\n",
            "<table><tr><th>A</th><th colspan=2>B</th></tr><tr><td>1</td><td>2</td></tr></table>\n",
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>\n",
            "<table><tr><td>a</td><td><table><tr><td>1</td><td>2</td></tr></table></td></tr><tr><td>1</td><td>2</td></tr></table>\n",
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td>\n",
            "<!-- <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table> -->\n",
        ] {
            assert_eq!(words(text), Vec::<Vec<Vec<String>>>::new(), "{text}");
        }
    }
}
