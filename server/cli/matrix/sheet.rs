//! A matrix as rows of texts: criteria, then what is computed.

use crate::model::{Matrix, MatrixOption, shown_number};
use crate::syntax::plain_text;
use unicode_width::UnicodeWidthStr;

/// Rows of texts, the first of them the header; each has as many.
pub(super) struct Sheet {
    rows: Vec<Vec<String>>,
    /// How many of the rows are criteria.
    criteria: usize,
}

impl Sheet {
    pub(super) fn of(matrix: &Matrix) -> Self {
        let is_weighted = matrix.criteria.iter().any(|criterion| criterion.weight.is_some());
        let row = |name: &str, weight: String, of: &dyn Fn(&MatrixOption) -> String| {
            let weight = is_weighted.then_some(weight);
            std::iter::once(name.to_owned()).chain(weight).chain(matrix.options.iter().map(of)).collect::<Vec<String>>()
        };
        let mut rows = vec![row("Criterion", "Weight".to_owned(), &|option| option.name.clone())];
        for (index, criterion) in matrix.criteria.iter().enumerate() {
            let score = |option: &MatrixOption| {
                option.scores.get(index).map(|score| plain_text(&score.raw)).unwrap_or_default()
            };
            let weight = criterion.weight.map(shown_number).unwrap_or_default();
            rows.push(row(&criterion.name, weight, &score));
        }
        let criteria = rows.len() - 1;
        if matrix.options.iter().any(|option| option.computed_total.is_some()) {
            rows.push(row("Total", String::new(), &|option| {
                option.computed_total.map(shown_number).unwrap_or_default()
            }));
        }
        let is_wrong =
            |option: &MatrixOption| option.stated_total.as_ref().is_some_and(|total| total.agrees == Some(false));
        if matrix.options.iter().any(is_wrong) {
            let stated = |option: &MatrixOption| option.stated_total.as_ref().map(|total| total.value.to_string());
            rows.push(row("Stated", String::new(), &|option| stated(option).unwrap_or_default()));
        }
        if matrix.options.iter().any(|option| option.rank.is_some()) {
            rows.push(row("Rank", String::new(), &|option| {
                option.rank.map(|rank| rank.to_string()).unwrap_or_default()
            }));
        }
        Self { rows, criteria }
    }

    pub(super) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Columns of text, what is computed apart from what is written.
    pub(super) fn in_text(&self) -> String {
        let widths = self.widths(1);
        let wide: usize = widths.iter().map(|width| width + 2).sum();
        let rule = format!("  {}\n", "-".repeat(wide.saturating_sub(2)));
        let line = |(index, row): (usize, &Vec<String>)| {
            let above = if index == 1 || index == self.criteria + 1 { rule.as_str() } else { "" };
            format!("{above}  {}\n", padded(row, &widths).join("  ").trim_end())
        };
        self.rows.iter().enumerate().map(line).collect()
    }

    pub(super) fn in_markdown(&self) -> String {
        let widths = self.widths(3);
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let escaped = |row: &Vec<String>| row.iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>();
        let mut lines: Vec<String> = self.rows.iter().map(|row| line(padded(&escaped(row), &widths))).collect();
        lines.insert(1, line(widths.iter().map(|width| "-".repeat(*width)).collect()));
        lines.concat()
    }

    fn widths(&self, least: usize) -> Vec<usize> {
        let columns = self.rows.first().map_or(0, Vec::len);
        let width = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
        (0..columns).map(|column| width(column).unwrap_or(0).max(least)).collect()
    }
}

fn padded(row: &[String], widths: &[usize]) -> Vec<String> {
    let pad = |(cell, width): (&String, &usize)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())));
    row.iter().zip(widths).map(pad).collect()
}
