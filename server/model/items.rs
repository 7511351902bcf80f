//! The labelled parts of a section: criteria, and lines such as `Teams affected: …`.

use crate::grammar::{ItemSpec, SectionSpec, normal_name};
use crate::syntax::{BlockId, BlockKind, ByRange, Fact, Moved, Parse, Table};
use crate::text::TextRange;

/// A labelled part of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its place in the section's items.
    pub spec: usize,
    /// Where its label stands, without markup.
    pub label: TextRange,
    /// What stands behind the label on its line or row; empty where it belongs when there is nothing.
    pub value: TextRange,
}

/// The labelled parts that `spec` knows and that stand in `body`, in document order: bullets and lines with a colon,
/// bold lead-ins, headings, and the first row and column of tables.
#[must_use]
pub fn items(parse: &Parse, spec: &SectionSpec, body: TextRange) -> Vec<Item> {
    if spec.items.is_empty() {
        return Vec::new();
    }
    // specs are of grammars that outlive every document they are asked for
    let given = std::ptr::from_ref(spec).addr() as u64;
    parse.gather_in(&ITEMS, given, body, |piece, body| in_piece(piece, spec, body))
}

static ITEMS: Fact<ByRange<Vec<Item>>> = Fact::new();

fn in_piece(parse: &Parse, spec: &SectionSpec, body: TextRange) -> Vec<Item> {
    let names: Vec<(String, usize)> = names(spec).collect();
    let mut found = Vec::new();
    for (id, block) in parse.tree().inside(body) {
        match block.kind {
            BlockKind::Heading { .. } => {
                let label = parse.content(block);
                found.extend(named(&names, label.of(parse.text())).map(|spec| Item {
                    spec,
                    label,
                    value: TextRange::empty(block.range.end),
                }));
            }
            BlockKind::Paragraph => of_lines(parse, &names, block.range, &mut found),
            BlockKind::Table => of_table(parse, &names, id, &mut found),
            _ => {}
        }
    }
    found
}

impl Moved for Item {
    fn moved(&self, by: usize) -> Self {
        Self { spec: self.spec, label: self.label.moved(by), value: self.value.moved(by) }
    }
}

/// The item of `spec` that `written` names, by its title or an alias.
#[must_use]
pub fn item_named<'s>(spec: &'s SectionSpec, written: &str) -> Option<&'s ItemSpec> {
    let wanted = normal_name(written);
    let index = names(spec).find(|(name, _)| *name == wanted)?.1;
    spec.items.get(index)
}

fn names(spec: &SectionSpec) -> impl Iterator<Item = (String, usize)> {
    spec.items.iter().enumerate().flat_map(|(index, item)| {
        std::iter::once(&item.title).chain(&item.aliases).map(move |name| (normal_name(name), index))
    })
}

/// Labels are short: what is longer is prose that happens to hold a colon.
const LONGEST_LABEL: usize = 80;

fn named(names: &[(String, usize)], written: &str) -> Option<usize> {
    if written.is_empty() || written.len() > LONGEST_LABEL {
        return None;
    }
    let wanted = normal_name(written);
    names.iter().find(|(name, _)| *name == wanted).map(|(_, index)| *index)
}

fn of_lines(parse: &Parse, names: &[(String, usize)], range: TextRange, found: &mut Vec<Item>) {
    let text = parse.text();
    found.extend(range.lines(text).filter_map(|line| of_line(text, names, line.trim(text))));
}

fn of_line(text: &str, names: &[(String, usize)], line: TextRange) -> Option<Item> {
    let written = line.of(text);
    let bold = written.strip_prefix("**").and_then(|rest| rest.find("**")).map(|at| at + 4);
    let end = written.find(':').map(|at| at + 1).into_iter().chain(bold).min()?;
    let label = without_marks(text, TextRange::new(line.start, line.start + end));
    let spec = named(names, label.of(text))?;
    let behind = written.get(end..)?;
    let marks = behind.len() - behind.trim_start_matches(['*', '_', ':']).len();
    let value = TextRange::new(line.start + end + marks, line.end).trim(text);
    Some(Item { spec, label, value })
}

fn of_table(parse: &Parse, names: &[(String, usize)], id: BlockId, found: &mut Vec<Item>) {
    let Some(table) = Table::read(parse, id) else { return };
    let text = parse.text();
    for cell in table.header.cells.iter().skip(1) {
        let label = without_marks(text, cell.range);
        found.extend(named(names, label.of(text)).map(|spec| Item { spec, label, value: TextRange::empty(label.end) }));
    }
    for row in &table.rows {
        let Some(first) = row.cells.first() else { continue };
        let label = without_marks(text, first.range);
        let value = TextRange::new(first.gap.end.min(row.range.end), row.range.end);
        found.extend(named(names, label.of(text)).map(|spec| Item { spec, label, value }));
    }
}

fn without_marks(text: &str, range: TextRange) -> TextRange {
    let written = range.of(text);
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | ':' | '`');
    let start = range.start + written.len() - written.trim_start_matches(is_mark).len();
    TextRange::new(start.min(range.end), start.min(range.end) + written.trim_matches(is_mark).len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;

    #[test]
    fn labels_are_found_however_they_are_written() {
        let grammars = Grammars::builtin();
        let dialect = grammars.kind("adr").and_then(|kind| kind.dialect("decision-matrix")).unwrap();
        let spec = dialect.section("criteria").unwrap();
        let text = "- Performance: 20 ms\n- **Cost**: $4\n- Note: cost: 3\n\n**Complexity**\n\n### Risk\n\n\
                    | Criterion | A |\n|---|---|\n| **Time** (weeks) | 3 |\n\nCost is what matters: it is low.\n";
        let parse = Parse::new(text.into());
        let seen: Vec<_> = items(&parse, spec, TextRange::new(0, text.len()))
            .into_iter()
            .map(|item| (spec.items[item.spec].id.as_str(), item.label.of(text), item.value.of(text)))
            .collect();
        let expected = [
            ("performance", "Performance", "20 ms"),
            ("cost", "Cost", "$4"),
            ("complexity", "Complexity", ""),
            ("risk", "Risk", ""),
            ("time-to-implement", "Time** (weeks)", "| 3 |"),
        ];
        assert_eq!(seen, expected);
    }
}
