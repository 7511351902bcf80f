//! Rules and kinds as pages: what `staffwork explain` prints of one, and of all of them.
//!
//! `docs/rules.md` and `docs/kinds.md` are what it prints; a test keeps them so.

mod kind;
mod rule;

pub(super) use kind::{all_kinds, of_dialect, of_kind};
pub(super) use rule::{all_rules, of_rule};

/// The marks of a heading of `level`.
fn marks(level: usize) -> String {
    "#".repeat(level)
}

/// The anchor that a heading has where Markdown is shown.
fn anchor(heading: &str) -> String {
    crate::syntax::slug(heading)
}

/// Rows of cells as a table.
fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head = line(&head.map(str::to_owned)) + &line(&head.map(|_| "---".to_owned()));
    rows.map(|cells| line(&cells.map(|cell| cell.replace('|', "\\|")))).fold(head, |table, row| table + &row)
}

/// `text` between fences that are longer than any in it.
fn fenced(language: &str, text: &str) -> String {
    let longest = text.lines().map(|line| line.len() - line.trim_start_matches('`').len()).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end())
}
