//! A matrix as rows of texts: criteria, then what is computed.

use super::columns::{padded, wrapped};
use crate::model::{Matrix, MatrixOption, shown_number};
use unicode_width::UnicodeWidthStr;

/// Rows of texts, the first of them the header; each has as many.
pub(super) struct Sheet {
    rows: Vec<Vec<String>>,
    /// How many of the rows are criteria.
    criteria: usize,
    /// How many columns stand before those of the options.
    heads: usize,
}

/// So wide a column stays where a terminal has no room for all, and so wide that of the criteria.
const LEAST: usize = 12;
const LEAST_NAME: usize = 14;
/// The columns between two of a table.
const GAP: usize = 2;

impl Sheet {
    pub(super) fn of(matrix: &Matrix) -> Self {
        let is_weighted = matrix.criteria.iter().any(|criterion| criterion.weight.is_some());
        let row = |name: &str, weight: String, of: &dyn Fn(&MatrixOption) -> String| {
            let weight = is_weighted.then_some(weight);
            std::iter::once(name.to_owned()).chain(weight).chain(matrix.options.iter().map(of)).collect::<Vec<String>>()
        };
        let mut rows = vec![row("Criterion", "Weight".to_owned(), &|option| option.name.clone())];
        for (index, criterion) in matrix.criteria.iter().enumerate() {
            let score = |option: &MatrixOption| option.scores.get(index).map_or("", |score| &score.raw).to_owned();
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
        Self { rows, criteria, heads: 1 + usize::from(is_weighted) }
    }

    pub(super) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Columns of text, what is computed apart from what is written. Where `room` is too narrow texts take several lines,
    /// and where that is not enough the options stand in several tables.
    pub(super) fn in_text(&self, room: usize) -> String {
        let room = room.saturating_sub(GAP);
        let natural = widths(&self.rows, 1);
        let least = |column: usize| if column == 0 { LEAST_NAME } else { LEAST };
        let capped = |most: usize| {
            let all = natural.iter().enumerate();
            all.map(|(column, width)| *width.min(&most.max(least(column)))).collect::<Vec<_>>()
        };
        let longest = natural.iter().copied().max().unwrap_or(0).max(LEAST);
        let fitting = (LEAST..=longest).rev().map(capped).find(|widths| taken(widths) <= room);
        if let Some(widths) = fitting {
            return self.table(&widths, &(0..widths.len()).collect::<Vec<_>>());
        }
        let widths = capped(LEAST);
        let tables = self.parts(&widths, room).into_iter().map(|columns| self.table(&widths, &columns));
        tables.collect::<Vec<_>>().join("\n")
    }

    /// The columns of each of several tables: those before the options, and as many options as there is room for.
    fn parts(&self, widths: &[usize], room: usize) -> Vec<Vec<usize>> {
        let heads: Vec<usize> = (0..self.heads).collect();
        let width =
            |columns: &[usize]| taken(&columns.iter().filter_map(|at| widths.get(*at)).copied().collect::<Vec<_>>());
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for at in self.heads..widths.len() {
            match parts.last_mut().filter(|part| width(part) + GAP + width(&[at]) <= room) {
                Some(part) => part.push(at),
                None => parts.push(heads.iter().copied().chain([at]).collect()),
            }
        }
        parts
    }

    /// The columns at `columns`, each as wide as `widths` says.
    fn table(&self, widths: &[usize], columns: &[usize]) -> String {
        let own: Vec<usize> = columns.iter().filter_map(|at| widths.get(*at)).copied().collect();
        let rule = format!("  {}\n", "-".repeat(taken(&own)));
        let line = |(index, row): (usize, &Vec<String>)| {
            let above = if index == 1 || index == self.criteria + 1 { rule.as_str() } else { "" };
            let cells = columns.iter().filter_map(|at| row.get(*at)).zip(&own);
            let cells: Vec<Vec<String>> = cells.map(|(cell, width)| wrapped(cell, *width)).collect();
            let cell =
                |(lines, width): (&Vec<String>, &usize), at| padded(lines.get(at).map_or("", String::as_str), *width);
            let lines = (0..cells.iter().map(Vec::len).max().unwrap_or(0)).map(|at| {
                let cells: Vec<String> = cells.iter().zip(&own).map(|pair| cell(pair, at)).collect();
                format!("  {}\n", cells.join("  ").trim_end())
            });
            above.to_owned() + &lines.collect::<String>()
        };
        self.rows.iter().enumerate().map(line).collect()
    }

    pub(super) fn in_markdown(&self) -> String {
        let escaped = |row: &Vec<String>| row.iter().map(|cell| escaped(cell)).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = self.rows.iter().map(escaped).collect();
        let widths = widths(&rows, 3);
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let cells = |row: &Vec<String>| row.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
        let mut lines: Vec<String> = rows.iter().map(|row| line(cells(row))).collect();
        lines.insert(1, line(widths.iter().map(|width| "-".repeat(*width)).collect()));
        lines.concat()
    }
}

/// How wide each column is, `least` at least.
fn widths(rows: &[Vec<String>], least: usize) -> Vec<usize> {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    (0..columns).map(|column| width(column).unwrap_or(0).max(least)).collect()
}

/// How wide a table with these columns is.
fn taken(widths: &[usize]) -> usize {
    widths.iter().map(|width| width + GAP).sum::<usize>().saturating_sub(GAP)
}

/// Text in a cell of Markdown that would otherwise be more than text.
fn escaped(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for letter in cell.chars() {
        if matches!(letter, '\\' | '|' | '`' | '*' | '_' | '<' | '[') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(options: usize, name: &str) -> Sheet {
        let row = |head: &str, cell: &str| {
            let cells = (1..=options).map(|at| format!("{cell}{at}"));
            [head.to_owned(), "50".to_owned()].into_iter().chain(cells).collect()
        };
        let rows =
            vec![row("Criterion", name), row("Cost of everything there is", "8 — as it was quoted "), row("Total", "")];
        Sheet { rows, criteria: 1, heads: 2 }
    }

    #[test]
    fn tables_fit_the_terminal() {
        for (options, name) in [(2, "Postgres "), (3, "A name that goes on and on "), (9, "消息队列服务消息队列 ")]
        {
            for room in [50, 64, 80, 100, 132] {
                let text = sheet(options, name).in_text(room);
                assert!(text.lines().all(|line| line.width() <= room), "{options} {room}\n{text}");
                let shown = text
                    .lines()
                    .filter(|line| line.starts_with("  Total"))
                    .flat_map(|line| line.split_whitespace().skip(2));
                let expected: Vec<String> = (1..=options).map(|at| at.to_string()).collect();
                assert_eq!(shown.collect::<Vec<_>>(), expected, "no option is lost\n{text}");
                let words = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '-').count();
                assert!(words(&text) >= words(&sheet(options, name).in_text(usize::MAX)), "nothing is cut\n{text}");
            }
        }
    }

    #[test]
    fn texts_are_whole_where_there_is_room() {
        let text = sheet(3, "A name that goes on and on ").in_text(usize::MAX);
        assert_eq!(text.lines().count(), 5, "{text}");
        assert!(
            sheet(9, "Postgres ").in_text(80).matches("Criterion").count() > 1,
            "wide ones stand in several tables"
        );
    }

    #[test]
    fn marks_of_markdown_are_text() {
        assert_eq!(escaped("a | *b* <i> [c](d) snake_case"), r"a \| \*b\* \<i> \[c](d) snake\_case");
    }
}
