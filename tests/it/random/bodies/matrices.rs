//! Decision matrices: any table among the criteria is survived, and what is read from one stands there.

use super::pieces;
use super::sound::sound;
use super::tape::Tape;
use staffwork::model::{Matrix, MatrixForm};
use staffwork::text::apply;
use staffwork::workspace::{Document, Force};
use std::fmt::Write as _;

/// What cells hold.
const CELLS: &[&str] = &[
    "",
    " ",
    "1",
    "3",
    "10",
    "8/10",
    "4.5",
    "**4**",
    "4 -- measured",
    "TBD",
    "n/a",
    "{score}",
    "high",
    "★★★☆☆",
    "✅",
    "+",
    "--",
    "20 ms",
    "€ 5k",
    "25%",
    "×3",
    "-1",
    "1e9",
    "99999999999999999999",
    "NaN",
    "0",
    "½",
    "3 (as quoted)",
    "[4](x.md)",
    "`2`",
    "a \\| b",
    "<br>",
    "Total",
    "Weight",
    "Criterion",
    "Cost (×3)",
    "Risk (40%)",
    "Postgres",
    "SQLite",
    "Option A: Postgres",
    "e\u{301}𝄞",
    "4 | 5",
];

/// Headings under which tables weigh something, and some under which they do not.
const HEADINGS: &[&str] = &[
    "Evaluation Criteria",
    "Decision Matrix",
    "Considered Options",
    "Options",
    "Comparison",
    "Pros and Cons of the Options",
    "Context",
    "Scoring",
    "Decision Drivers",
];

/// Holds everything that must hold of the document with matrices that `bytes` are.
pub(crate) fn matrices(bytes: &[u8]) {
    let mut tape = Tape::new(bytes);
    let mut text = String::from("# Search\n\n## Options\n\n- Postgres\n- SQLite\n- Option C: do nothing\n\n");
    for _ in 0..=tape.below(3) {
        writeln!(text, "## {}\n", tape.pick(HEADINGS)).expect("a string takes everything");
        match tape.below(6) {
            0..=3 => table(&mut tape, &mut text),
            4 => list(&mut tape, &mut text),
            _ => text.push_str(&pieces::blocks(&mut tape, 2)),
        }
        text.push('\n');
    }
    let text = if tape.once_in(6) { text.replace('\n', "\r\n") } else { text };
    let document = sound("docs/decisions/0001-search.md", &text, Force::default(), &mut tape);
    for matrix in &document.model().matrices {
        for option in &matrix.options {
            let is_whole = option.scores.iter().all(|score| score.value.is_some() || score.is_excused);
            assert!(option.computed_total.is_none() || is_whole, "a total of missing scores: {option:?}");
            assert!(option.rank.is_none_or(|rank| (1..=matrix.options.len()).contains(&rank)), "{option:?}");
        }
        let is_ranked = matrix.options.iter().any(|option| option.rank.is_some());
        assert!(!is_ranked || matrix.form == MatrixForm::Scoring, "a comparison has no ranks: {matrix:?}");
        assert!(matrix.winner().is_none_or(|winner| winner.rank == Some(1)));
        recounted(&document, matrix);
        turned(&document, matrix);
    }
}

/// What is recounted is right, and stays as it is when it is recounted again.
fn recounted(document: &Document, matrix: &Matrix) {
    let edits = matrix.recounted(document.parse(), document.grammars());
    let text = apply(document.text(), &edits);
    let again = Document::read(document.id().clone(), &text, document.around().clone(), document.force().clone());
    let same = again.model().matrices.iter().find(|other| other.range.start == matrix.range.start);
    let wrong = same.map(|same| same.recounted(again.parse(), again.grammars())).unwrap_or_default();
    assert!(edits.is_empty() || wrong.is_empty(), "recounted again, {wrong:?} in\n{text}");
}

/// A table as a list, and a list as a table, has the same criteria, weights and cells.
fn turned(document: &Document, matrix: &Matrix) {
    let (model, grammars, parse) = (document.model(), document.grammars(), document.parse());
    let list = model.as_list(grammars, parse, document.outline(), matrix).map(|edit| vec![edit]);
    let Some(edits) = list.or_else(|| model.as_table(grammars, parse, document.outline(), matrix)) else { return };
    let text = apply(document.text(), &edits);
    let after = Document::read(document.id().clone(), &text, document.around().clone(), document.force().clone());
    let said = |matrix: &Matrix| {
        let cells = matrix.options.iter().flat_map(|option| &option.scores);
        let mut cells: Vec<String> = cells.map(|score| score.raw.replace("\\|", "|")).collect();
        cells.sort();
        (matrix.criteria.iter().map(|one| (one.name.clone(), one.weight)).collect::<Vec<_>>(), cells)
    };
    let wanted = said(matrix);
    let found: Vec<_> = after.model().matrices.iter().map(said).collect();
    assert!(found.contains(&wanted), "{wanted:?} became {found:?}\n{}\n--\n{text}", document.text());
}

/// A table, mostly with as many cells in each row as it has columns.
fn table(tape: &mut Tape<'_>, text: &mut String) {
    let columns = 1 + tape.below(5);
    let outer = if tape.once_in(5) { "" } else { "|" };
    for row in 0..2 + tape.below(5) {
        let cells = if tape.once_in(8) { tape.below(7) } else { columns };
        let line: Vec<&str> = (0..cells).map(|_| if row == 1 { "---" } else { tape.pick(CELLS) }).collect();
        writeln!(text, "{outer} {} {outer}", line.join(" | ")).expect("a string takes everything");
        if tape.once_in(24) {
            text.push_str(&pieces::piece(tape));
        }
    }
}

/// Labelled bullets below options.
fn list(tape: &mut Tape<'_>, text: &mut String) {
    for option in ["Postgres", "SQLite"] {
        writeln!(text, "### {option}\n").expect("a string takes everything");
        for _ in 0..tape.below(4) {
            let (label, cell) = (tape.pick(&["Cost", "Risk", "**Risk**", "Total"]), tape.pick(CELLS));
            writeln!(text, "- {label}: {cell}").expect("a string takes everything");
        }
        text.push('\n');
    }
}
