//! Each layout in which people write decision matrices, held against the specs in `tests/layouts/`.
//!
//! A `matrix` block shows what is read: where it stands and how it lies; its criteria with their weights; for each option
//! its scores, the total that is stated, the one that is computed and the rank. A question mark is an open cell. The marks
//! are of the rules about matrices only.

use crate::fixture::{self, Mark, Seen, Test};
use crate::rules::TODAY;
use staffwork::model::{Exact, Matrix, MatrixForm, MatrixOption, MatrixScore, Orientation, Reading};
use staffwork::rules::run;
use staffwork::text::LineIndex;
use std::fmt::Write as _;

#[test]
fn layouts() {
    fixture::check("layouts", |_, test| look(test));
}

fn look(test: &Test) -> Seen {
    let (snapshot, ids) = test.open();
    let document = snapshot.document(&ids[0]).unwrap();
    let found = run(document, TODAY);
    let of_matrices = found.iter().filter(|finding| finding.code.starts_with("matrix-"));
    let marks = of_matrices.map(|finding| Mark::new(document.text(), finding)).collect();
    let mut shown = String::new();
    for matrix in &document.model().matrices {
        shown.push_str(&show(document.text(), matrix));
    }
    if shown.is_empty() {
        shown.push_str("no matrix\n");
    }
    Seen { marks: Some(vec![marks]), blocks: vec![("matrix".to_owned(), shown)] }
}

fn show(text: &str, matrix: &Matrix) -> String {
    let orientation = match matrix.orientation {
        Orientation::OptionsAsColumns => "options as columns",
        Orientation::OptionsAsRows => "options as rows",
        Orientation::PerOption => "a table for each option",
        Orientation::Bullets => "named in items",
    };
    let form = match matrix.form {
        MatrixForm::Scoring => "scoring",
        MatrixForm::Comparison => "comparison",
    };
    let reading = matrix.reading.map_or_else(String::new, |reading| format!(", {}", told(reading)));
    let line = LineIndex::new(text).line(matrix.range.start) + 1;
    let mut out = format!("line {line}: {orientation}, {form}{reading}\n");
    let criteria: Vec<String> = matrix
        .criteria
        .iter()
        .map(|criterion| match criterion.weight {
            Some(weight) => format!("{} ×{weight}", criterion.name),
            None => criterion.name.clone(),
        })
        .collect();
    writeln!(out, "by {}", criteria.join(" · ")).unwrap();
    for option in &matrix.options {
        writeln!(out, "  {}", of_option(option)).unwrap();
    }
    out
}

fn of_option(option: &MatrixOption) -> String {
    let scores: Vec<String> = option.scores.iter().map(score).collect();
    let number = |value: Option<Exact>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let stated = option.stated_total.as_ref();
    let mut out = format!("{}: {} = {}", option.name, scores.join(" · "), number(option.computed_total));
    if let Some(total) = stated {
        let agrees = if total.agrees == Some(false) { " ✗" } else { "" };
        write!(out, " (stated {}{agrees})", total.value).unwrap();
    }
    if let Some(rank) = option.rank {
        write!(out, " #{rank}").unwrap();
    }
    out
}

fn score(score: &MatrixScore) -> String {
    match score.value {
        _ if score.is_open => "?".to_owned(),
        Some(value) => {
            let scale = score.scale.map_or_else(String::new, |scale| format!("/{scale}"));
            format!("{value}{scale}{}", score.unit.as_deref().map_or_else(String::new, |unit| format!(" {unit}")))
        }
        None => format!("`{}`", score.raw),
    }
}

fn told(reading: Reading) -> String {
    let weighted = if reading.is_weighted { "weighted " } else { "" };
    let shape = if reading.is_mean { "mean" } else { "sum" };
    let factor = if reading.factor == Exact::ONE { String::new() } else { format!(" ×{}", reading.factor) };
    format!("{weighted}{shape}{factor}")
}
