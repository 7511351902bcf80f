//! A matrix for a document that has none: its options against what it weighs by, with blank cells.

use super::NamedCriterion;
use crate::grammar::{Grammars, Head, Role, SectionSpec, Slot};
use crate::model::options::append;
use crate::model::{Model, OptionGroup, cell_text, escaped, insertion, written_name};
use crate::syntax::{BlockKind, Grid, Outline, Parse};
use crate::text::{TextEdit, TextRange};

/// A matrix to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltMatrix {
    /// The edit that writes it.
    pub edit: TextEdit,
    /// The edit's text with a place to fill in in each blank cell.
    pub snippet: String,
}

/// Of more options nobody makes columns.
const MOST_OPTIONS: usize = 12;

impl Model {
    /// The matrix of the document's options, where it has two at least, two criteria to weigh them by and no matrix: in its
    /// section of criteria, where the template has that, or below the list of options.
    #[must_use]
    pub fn built_matrix(&self, grammars: &Grammars, parse: &Parse, outline: &Outline) -> Option<BuiltMatrix> {
        let [group] = self.options.groups.as_slice() else { return None };
        let listed = self.options.items.iter().filter(|item| item.is_listed());
        let options: Vec<String> = listed.map(|item| cell_text(&written_name(grammars, parse, item))).collect();
        if !self.matrices.is_empty() || !(2..=MOST_OPTIONS).contains(&options.len()) {
            return None;
        }
        let criteria = self.criteria_to_weigh_by(grammars, parse, outline);
        if criteria.len() < 2 {
            return None;
        }
        let table = table(grammars, &options, &criteria);
        let edit = self.placed(grammars, parse, outline, group, &table)?;
        let (before, behind) = edit.text.split_once(&table)?;
        let snippet = format!("{}{}{}", escaped(before), with_tab_stops(&table), escaped(behind));
        Some(BuiltMatrix { edit, snippet })
    }

    /// Where a matrix of the document's options would stand, with `table` there.
    pub(super) fn placed(
        &self,
        grammars: &Grammars,
        parse: &Parse,
        outline: &Outline,
        group: &OptionGroup,
        table: &str,
    ) -> Option<TextEdit> {
        let is_of_criteria = |slot: &&Slot| slot.roles.contains(&Role::Criteria) && slot.head != Head::Field;
        if let Some(slot) = self.sections.iter().find(is_of_criteria) {
            let end = own_text(outline, slot.head, slot.body).end;
            return (!is_swallowed(parse, end)).then(|| append(parse.text(), end, table));
        }
        if let Some(spec) = self.demanded_criteria(grammars) {
            // a table has no tab stops, and what looks like one is text
            let spec = SectionSpec { skeleton: escaped(table), ..spec.clone() };
            return Some(insertion(parse, outline, self, &spec));
        }
        let own = own_text(outline, group.head, group.body);
        let is_whole = own.end >= group.body.trim(parse.text()).end;
        (is_whole && !is_swallowed(parse, own.end)).then(|| append(parse.text(), own.end, table))
    }
}

/// Whether what is written at `offset` would be taken for code or HTML that begins before it and has no end.
fn is_swallowed(parse: &Parse, offset: usize) -> bool {
    let before = parse.tree().iter().rev().find(|(_, block)| block.range.start < offset);
    before.is_some_and(|(_, last)| match last.kind {
        BlockKind::Code { fenced: true } => parse.content(last).end == last.range.end,
        BlockKind::Html => !last.range.of(parse.text()).trim_end().ends_with("-->"),
        _ => false,
    })
}

/// What stands directly in a section, before its first subheading.
fn own_text(outline: &Outline, head: Head, body: TextRange) -> TextRange {
    match head {
        Head::Section(id) => outline.get(id).map_or(body, |section| section.own),
        _ => body,
    }
}

fn table(grammars: &Grammars, options: &[String], criteria: &[NamedCriterion]) -> String {
    let words = &grammars.vocabulary.matrix;
    let are_weighted = criteria.iter().any(|criterion| criterion.weight.is_some());
    let weight = |written: &str| are_weighted.then(|| written.to_owned());
    let header = std::iter::once(words.criterion.clone()).chain(weight(&words.weight)).chain(options.iter().cloned());
    let row = |criterion: &NamedCriterion| {
        let weight = weight(criterion.weight.as_deref().unwrap_or_default());
        let blank = options.iter().map(|_| String::new());
        std::iter::once(cell_text(&criterion.name)).chain(weight).chain(blank).collect()
    };
    let rows = std::iter::once(header.collect()).chain(criteria.iter().map(row)).collect();
    Grid::new(rows).written()
}

/// A table as a snippet with a place to fill in in each blank cell, row by row.
fn with_tab_stops(table: &str) -> String {
    let mut stops = 0;
    let mut out = String::with_capacity(table.len());
    for (number, line) in table.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let mut rest = line;
        while let Some(border) = border(rest) {
            let (cell, behind) = rest.split_at(border);
            if cell.len() > 2 && cell.trim().is_empty() {
                stops += 1;
                let (first, padding) = cell.split_at(1);
                out.extend([first, "$", &stops.to_string(), padding, "|"]);
            } else {
                out.push_str(&escaped(cell));
                out.push('|');
            }
            rest = behind.get(1..).unwrap_or("");
        }
        out.push_str(&escaped(rest));
    }
    out
}

/// Where the next border between cells stands: a pipe behind a backslash is none.
fn border(line: &str) -> Option<usize> {
    let mut is_escaped = false;
    line.char_indices().find_map(|(at, character)| {
        let is_border = character == '|' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_border.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::without_tab_stops;

    #[test]
    fn blank_cells_are_places_to_fill_in() {
        let table = "| Criterion | A \\| $b |\n| --- | --- |\n| Cost      |         |";
        let snippet = with_tab_stops(table);
        assert_eq!(snippet, "| Criterion | A \\\\| \\$b |\n| --- | --- |\n| Cost      | $1        |");
        assert_eq!(without_tab_stops(&snippet), table);
    }
}
