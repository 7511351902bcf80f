//! Decision documents with one matrix, written out of its numbers in every layout that people use.

use proptest::prelude::*;
use std::fmt::Write as _;

const OPTIONS: [&str; 5] =
    ["Postgres", "Managed OpenSearch", "Hosted search service", "SQLite on the edge", "Meilisearch"];

/// Those that are told under options: only criteria that everybody uses are looked for there.
const USUAL: [&str; 6] = ["Performance", "Cost", "Complexity", "Time to implement", "Risk", "Reversibility"];

/// Those whose weights stand apart, or nowhere: a row without one that is called `Ranking` tells ranks.
const APART: [&str; 6] = ["Speed", "Upkeep", "Failover", "Relevance", "Support", "Reach"];

/// None of them is one that the grammars know, or costs anything: only what is tested here is told.
const CRITERIA: [&str; 6] = ["Speed", "Upkeep", "Failover", "Ranking", "Support", "Reach"];

/// How a matrix lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Criteria as rows, weights in a column.
    Columns,
    /// Criteria as rows, weights behind their names.
    Labels,
    /// Options as rows, weights behind the names of criteria.
    Rows,
    /// Options as rows, weights in a row.
    WeightRow,
    /// Weights in a table of their own.
    WeightTable,
    /// Weights in a list of criteria.
    WeightList,
    /// Scores in one table, scores times weights and totals in the next.
    Products,
    /// Totals in a table of their own.
    Results,
    /// Options named in the cells.
    InCells,
    /// A table for each option.
    PerOption,
    /// A table in HTML.
    Html,
    /// Criteria as items under each option; without weights and totals.
    UnderOptions,
    /// Options as items under each criterion; without weights and totals.
    UnderCriteria,
}

impl Layout {
    /// Those that have a place for totals.
    pub(crate) const WITH_TOTALS: [Self; 11] = [
        Self::Columns,
        Self::Labels,
        Self::Rows,
        Self::WeightRow,
        Self::WeightTable,
        Self::WeightList,
        Self::Products,
        Self::Results,
        Self::InCells,
        Self::PerOption,
        Self::Html,
    ];
}

/// The numbers of a matrix, and how they are written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    /// In halves, by option, then by criterion; none where a cell stays open.
    pub(crate) scores: Vec<Vec<Option<u32>>>,
    /// One for each criterion.
    pub(crate) weights: Vec<u32>,
    /// As they are printed, one for each option; empty where none are stated.
    pub(crate) totals: Vec<String>,
    /// How it lies.
    pub(crate) layout: Layout,
    /// Which of the ways to write a score comes first.
    pub(crate) shape: usize,
}

impl Written {
    /// The names of the options.
    pub(crate) fn options(&self) -> &[&'static str] {
        &OPTIONS[..self.scores.len()]
    }

    /// The names of the criteria.
    pub(crate) fn criteria(&self) -> &[&'static str] {
        let names = match self.layout {
            Layout::UnderOptions => &USUAL,
            Layout::WeightTable | Layout::WeightList | Layout::UnderCriteria => &APART,
            _ => &CRITERIA,
        };
        &names[..self.weights.len()]
    }

    /// The whole document.
    pub(crate) fn document(&self) -> String {
        let list = || self.options().iter().fold(String::new(), |out, name| out + "- " + name + "\n");
        let (options, matrix) = match self.layout {
            Layout::PerOption => (self.per_option(), "As above.\n".to_owned()),
            Layout::UnderOptions => (self.under_options(), "As above.\n".to_owned()),
            Layout::Columns => (list(), self.by_criteria(|name, _| name.to_owned(), Weights::InColumn, true)),
            Layout::Labels => (list(), self.by_criteria(|name, at| self.label(name, at), Weights::Elsewhere, true)),
            Layout::Rows => (list(), self.by_options(|name, at| self.label(name, at), Weights::Elsewhere)),
            Layout::WeightRow => (list(), self.by_options(|name, _| name.to_owned(), Weights::InColumn)),
            Layout::WeightTable => (list(), self.weight_table() + &self.unweighted(true)),
            Layout::WeightList => (list(), self.weight_list() + &self.unweighted(true)),
            Layout::Products => (
                list(),
                self.by_criteria(|name, _| name.to_owned(), Weights::InColumn, false) + "\n" + &self.products(),
            ),
            Layout::Results => {
                (list(), self.by_criteria(|name, _| name.to_owned(), Weights::InColumn, false) + "\n" + &self.results())
            }
            Layout::InCells => (list(), self.in_cells()),
            Layout::Html => (list(), self.html()),
            Layout::UnderCriteria => (list(), self.under_criteria()),
        };
        format!(
            "# Search\n\n## Context\n\nSlow.\n\n## Options\n\n{options}\n## Evaluation Criteria\n\n{matrix}\n## Recommendation\n\n\
             Chosen option: Postgres.\n\n## Alternative Paths\n\nNone.\n"
        )
    }

    fn cell(&self, option: usize, criterion: usize) -> String {
        let Some(halves) = self.scores[option][criterion] else { return String::new() };
        let number = half(halves);
        match (self.shape + option + criterion) % 7 {
            0 => number,
            1 => format!("{number}/10"),
            2 => format!("**{number}** -- measured"),
            3 => format!("{number} — see below"),
            4 => format!("{number} (as quoted)"),
            5 => format!("{number} → {}", half(halves * self.weights[criterion])),
            _ => format!("{number} points"),
        }
    }

    fn cells_of(&self, criterion: usize) -> Vec<String> {
        (0..self.scores.len()).map(|option| self.cell(option, criterion)).collect()
    }

    /// The name of a criterion with its weight behind it.
    fn label(&self, name: &str, at: usize) -> String {
        let weight = self.weights[at];
        match self.shape % 4 {
            0 => format!("{name} (×{weight})"),
            1 => format!("**{name} ({weight}%)**"),
            2 => format!("{name} [{weight}]"),
            _ => format!("{name} (weight: {weight})"),
        }
    }

    fn unweighted(&self, has_totals: bool) -> String {
        self.by_criteria(|name, _| name.to_owned(), Weights::Elsewhere, has_totals)
    }

    fn by_criteria(&self, label: impl Fn(&str, usize) -> String, weights: Weights, has_totals: bool) -> String {
        let (head, line) = if weights == Weights::InColumn { (" Weight |", "---|") } else { ("", "") };
        let mut table = format!(
            "| Criterion |{head} {} |\n|---|{line}{}\n",
            self.options().join(" | "),
            "---|".repeat(self.scores.len())
        );
        for (at, name) in self.criteria().iter().enumerate() {
            let weight = if weights == Weights::InColumn { format!(" {} |", self.weights[at]) } else { String::new() };
            writeln!(table, "| {} |{weight} {} |", label(name, at), self.cells_of(at).join(" | ")).unwrap();
        }
        if has_totals && !self.totals.is_empty() {
            let gap = if weights == Weights::InColumn { " |" } else { "" };
            writeln!(table, "| **Total** |{gap} {} |", self.totals.join(" | ")).unwrap();
        }
        table
    }

    fn by_options(&self, label: impl Fn(&str, usize) -> String, weights: Weights) -> String {
        let labels: Vec<String> = self.criteria().iter().enumerate().map(|(at, name)| label(name, at)).collect();
        let total = if self.totals.is_empty() { "" } else { " Total |" };
        let mut table = format!(
            "| Option | {} |{total}\n|---{}|\n",
            labels.join(" | "),
            "|---".repeat(labels.len() + usize::from(!self.totals.is_empty()))
        );
        if weights == Weights::InColumn {
            let weights: Vec<String> = self.weights.iter().map(u32::to_string).collect();
            let gap = if self.totals.is_empty() { "" } else { " |" };
            writeln!(table, "| *Weight* | {} |{gap}", weights.join(" | ")).unwrap();
        }
        for (at, name) in self.options().iter().enumerate() {
            let cells: Vec<String> = (0..labels.len()).map(|criterion| self.cell(at, criterion)).collect();
            let total = self.totals.get(at).map_or_else(String::new, |total| format!(" **{total}** |"));
            writeln!(table, "| {name} | {} |{total}", cells.join(" | ")).unwrap();
        }
        table
    }

    fn weight_table(&self) -> String {
        let mut table = "| Criterion | Weight | Why |\n|---|---|---|\n".to_owned();
        for (name, weight) in self.criteria().iter().zip(&self.weights) {
            writeln!(table, "| {name} | {weight} | a reason |").unwrap();
        }
        writeln!(table, "| Total | {} | |\n", self.weights.iter().sum::<u32>()).unwrap();
        table
    }

    fn weight_list(&self) -> String {
        let item = |(name, weight): (&&str, &u32)| match self.shape % 3 {
            0 => format!("- {name} (×{weight})\n"),
            1 => format!("- **{name}**: weight {weight}, for a reason\n"),
            _ => format!("- {name}: {weight} %\n"),
        };
        self.criteria().iter().zip(&self.weights).map(item).collect::<String>() + "\n"
    }

    /// Scores times weights, and what they add up to.
    fn products(&self) -> String {
        let mut table = format!(
            "Weighted:\n\n| Criterion | {} |\n|---|{}\n",
            self.options().join(" | "),
            "---|".repeat(self.scores.len())
        );
        for (at, name) in self.criteria().iter().enumerate() {
            let product =
                |own: &Vec<Option<u32>>| own[at].map_or_else(String::new, |halves| half(halves * self.weights[at]));
            let cells: Vec<String> = self.scores.iter().map(product).collect();
            writeln!(table, "| {name} | {} |", cells.join(" | ")).unwrap();
        }
        writeln!(table, "| Total | {} |", self.totals.join(" | ")).unwrap();
        table
    }

    fn results(&self) -> String {
        let mut table = "| Option | Total |\n|---|---|\n".to_owned();
        for (name, total) in self.options().iter().zip(&self.totals) {
            writeln!(table, "| {name} | {total} |").unwrap();
        }
        table
    }

    fn in_cells(&self) -> String {
        let mut table = "| Criterion | Weight | Scores |\n|---|---|---|\n".to_owned();
        let told = |cells: Vec<String>| {
            let told = self.options().iter().zip(cells).map(|(name, cell)| format!("{name}: {cell}"));
            told.collect::<Vec<_>>().join(", ")
        };
        for (at, name) in self.criteria().iter().enumerate() {
            writeln!(table, "| {name} | {} | {} |", self.weights[at], told(self.cells_of(at))).unwrap();
        }
        if !self.totals.is_empty() {
            writeln!(table, "| Total | | {} |", told(self.totals.clone())).unwrap();
        }
        table
    }

    fn html(&self) -> String {
        let heads = self.options().iter().fold(String::new(), |row, name| row + "<th>" + name + "</th>");
        let mut table = format!("<table>\n  <tr><th>Criterion</th><th>Weight</th>{heads}</tr>\n");
        let cells = |cells: Vec<String>| cells.iter().fold(String::new(), |row, cell| row + "<td>" + cell + "</td>");
        for (at, name) in self.criteria().iter().enumerate() {
            let own = cells(self.cells_of(at));
            writeln!(table, "  <tr><td><b>{name}</b></td><td>{}</td>{own}</tr>", self.weights[at]).unwrap();
        }
        if !self.totals.is_empty() {
            writeln!(table, "  <tr><td>Total</td><td></td>{}</tr>", cells(self.totals.clone())).unwrap();
        }
        table + "</table>\n"
    }

    fn per_option(&self) -> String {
        let mut text = String::new();
        for (at, name) in self.options().iter().enumerate() {
            writeln!(
                text,
                "### Option {}: {name}\n\n| Criterion | Weight | Score | Notes |\n|---|---|---|---|",
                at + 1
            )
            .unwrap();
            for (criterion, label) in self.criteria().iter().enumerate() {
                writeln!(text, "| {label} | {} | {} | a note |", self.weights[criterion], self.cell(at, criterion))
                    .unwrap();
            }
            if let Some(total) = self.totals.get(at) {
                writeln!(text, "| Total | | {total} | |").unwrap();
            }
            text.push('\n');
        }
        text
    }

    fn under_options(&self) -> String {
        let mut options = String::new();
        for (at, name) in self.options().iter().enumerate() {
            writeln!(options, "### {name}\n\nA sentence.\n").unwrap();
            for (criterion, label) in self.criteria().iter().enumerate() {
                writeln!(options, "- **{label}**: {}", self.cell(at, criterion)).unwrap();
            }
            options.push('\n');
        }
        options
    }

    fn under_criteria(&self) -> String {
        let mut list = String::new();
        for (criterion, label) in self.criteria().iter().enumerate() {
            writeln!(list, "- {label}:").unwrap();
            for (at, name) in self.options().iter().enumerate() {
                writeln!(list, "  - {name}: {}", self.cell(at, criterion)).unwrap();
            }
        }
        list
    }
}

/// Where weights stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weights {
    /// In a column or a row of their own.
    InColumn,
    /// Beside names, or apart.
    Elsewhere,
}

/// A number of halves in figures.
fn half(halves: u32) -> String {
    format!("{}", f64::from(halves) / 2.0)
}

/// Scores up to ten and weights, for three to five options and two to six criteria; a share `open` of the cells stays open.
pub(crate) fn numbers(open: f64) -> impl Strategy<Value = (Vec<Vec<Option<u32>>>, Vec<u32>)> {
    let score =
        move || (0_u32..=20, prop::bool::weighted(open)).prop_map(|(halves, is_open)| (!is_open).then_some(halves));
    (3_usize..=5, 2_usize..=6).prop_flat_map(move |(options, criteria)| {
        let row = prop::collection::vec(score(), criteria);
        (prop::collection::vec(row, options), prop::collection::vec(1_u32..=60, criteria))
    })
}
