//! Whole decisions with matrices, written as people write them: in one half nothing is wrong, in the other one thing is.
//!
//! `tests/decisions/README.md` says of each what is read in it, or what is to be told. A right document has no finding at
//! all; a wrong one has the finding of what was planted, word for word and on its line, and no other about its matrix.

use crate::shared::markdown;
use staffwork::grammar::Grammars;
use staffwork::host;
use staffwork::model::{Matrix, shown_number};
use staffwork::rules::{Diagnostic, Severity, run};
use staffwork::workspace::{Document, DocumentId, Force};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/decisions")
}

/// The rows of the table below the heading `title`, without the backticks around a path.
fn rows(title: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(home().join("README.md")).unwrap();
    let section = text.split("\n## ").find(|section| section.starts_with(title)).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let cells = |row: &str| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    rows.map(cells).collect()
}

/// Every document of a half, by its path in it.
fn documents(half: &str) -> Vec<(String, Document)> {
    let (folder, grammars) = (home().join(half), Grammars::builtin());
    let read = |(path, text): (PathBuf, String)| {
        let around = host::surroundings(&path, &folder, &grammars);
        let id = DocumentId::new(&around.path);
        (around.path.clone(), Document::read(id, &text, around, Force::default()))
    };
    markdown(&folder).into_iter().map(read).collect()
}

fn path(row: &[String]) -> &str {
    row[0].trim_matches('`')
}

/// Every document is in the table, and the other way round.
fn are_listed(documents: &[(String, Document)], rows: &[Vec<String>]) {
    let found: BTreeSet<&str> = documents.iter().map(|(path, _)| path.as_str()).collect();
    let listed: BTreeSet<&str> = rows.iter().map(|row| path(row)).collect();
    assert_eq!(found, listed);
    assert_eq!(found.len(), 20);
}

fn shown(document: &Document, found: &[Diagnostic]) -> String {
    let line = |finding: &Diagnostic| document.text()[..finding.range.start].matches('\n').count() + 1;
    let shown = |one: &Diagnostic| format!("  {}: {} {} {}\n", line(one), one.severity.name(), one.code, one.message);
    found.iter().map(shown).collect()
}

/// `A 7.25, B 7, C 6.5`, the best first; without numbers where they make no ranks.
fn standing(matrix: &Matrix) -> String {
    let mut options: Vec<_> = matrix.options.iter().collect();
    options.sort_by_key(|option| option.rank);
    let told = options.into_iter().map(|option| match option.computed_total.filter(|_| option.rank.is_some()) {
        Some(total) => format!("{} {}", option.name, shown_number(total)),
        None => option.name.clone(),
    });
    told.collect::<Vec<_>>().join(", ")
}

#[test]
fn right_ones_are_read_and_quiet() {
    let (documents, rows) = (documents("right"), rows("Right"));
    are_listed(&documents, &rows);
    let mut failures = String::new();
    for (own, document) in &documents {
        let row = rows.iter().find(|row| path(row) == own).unwrap();
        let read = document.model().matrices.iter().map(standing).collect::<Vec<_>>().join("; ");
        if read != row[2] {
            writeln!(failures, "{own}:\n  read: {read}\n  is:   {}", row[2]).unwrap();
        }
        let found = run(document, crate::rules::read_on(document));
        if !found.is_empty() {
            write!(failures, "{own}: something is told:\n{}", shown(document, &found)).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn wrong_ones_are_told_as_they_were_planted() {
    let (documents, rows) = (documents("wrong"), rows("Wrong"));
    are_listed(&documents, &rows);
    let mut failures = String::new();
    for (own, document) in &documents {
        let planted: Vec<String> = rows
            .iter()
            .filter(|row| path(row) == own)
            .map(|row| format!("{}: {} {}", row[3], row[4].trim_matches('`'), row[5]))
            .collect();
        let found = run(document, crate::rules::read_on(document));
        let line = |finding: &Diagnostic| document.text()[..finding.range.start].matches('\n').count() + 1;
        let told: Vec<String> = found
            .iter()
            .filter(|one| one.code.starts_with("matrix-"))
            .map(|one| format!("{}: {} {}", line(one), one.code, one.message))
            .collect();
        let is_loud = |one: &Diagnostic| !one.code.starts_with("matrix-") && one.severity >= Severity::Warning;
        if told != planted || found.iter().any(is_loud) {
            write!(failures, "{own}: planted {planted:#?}\n{}", shown(document, &found)).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}
