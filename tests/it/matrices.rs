//! A matrix reads back to the numbers it was written with, in every layout.

use proptest::prelude::*;
use staffwork::model::{Exact, Matrix, MatrixForm, MatrixScore, Orientation, Surroundings};
use staffwork::text::apply;
use staffwork::workspace::{Document, DocumentId, Force};
use std::fmt::Write as _;

const OPTIONS: [&str; 5] =
    ["Postgres", "Managed OpenSearch", "Hosted search service", "SQLite on the edge", "Do nothing"];
const CRITERIA: [&str; 6] = ["Performance", "Cost", "Complexity", "Time to implement", "Risk", "Reversibility"];

/// What is written: scores in halves, by option, then by criterion; none where a cell stays open.
#[derive(Clone, Debug)]
struct Written {
    scores: Vec<Vec<Option<u32>>>,
    weights: Vec<u32>,
    shape: usize,
}

impl Written {
    fn cell(&self, option: usize, criterion: usize) -> String {
        let Some(halves) = self.scores[option][criterion] else { return String::new() };
        let number = f64::from(halves) / 2.0;
        match (self.shape + option + criterion) % 5 {
            0 => format!("{number}"),
            1 => format!("{number}/10"),
            2 => format!("**{number}** -- measured"),
            3 => format!("{number} — see below"),
            _ => format!("{number} (as quoted)"),
        }
    }

    fn criteria(&self) -> &[&'static str] {
        &CRITERIA[..self.weights.len()]
    }

    fn options(&self) -> &[&'static str] {
        &OPTIONS[..self.scores.len()]
    }

    fn document(options: &str, criteria: &str) -> String {
        format!(
            "# Search\n\n## Context\n\nSlow.\n\n## Options\n\n{options}\n## Evaluation Criteria\n\n{criteria}\n## Recommendation\n\n\
             Chosen option: Postgres.\n\n## Alternative Paths\n\nNone.\n"
        )
    }

    fn list_of_options(&self) -> String {
        self.options().iter().fold(String::new(), |out, name| out + "- " + name + "\n")
    }

    fn as_columns(&self) -> String {
        let mut table = format!(
            "| Criterion | Weight | {} |\n|---|---{}|\n",
            self.options().join(" | "),
            "|---".repeat(self.scores.len())
        );
        for (at, name) in self.criteria().iter().enumerate() {
            let cells: Vec<String> = (0..self.scores.len()).map(|option| self.cell(option, at)).collect();
            writeln!(table, "| {name} | {}% | {} |", self.weights[at], cells.join(" | ")).unwrap();
        }
        Self::document(&self.list_of_options(), &table)
    }

    fn as_rows(&self) -> String {
        let labels: Vec<String> =
            self.criteria().iter().zip(&self.weights).map(|(name, weight)| format!("{name} (×{weight})")).collect();
        let mut table = format!("| Option | {} |\n|---{}|\n", labels.join(" | "), "|---".repeat(labels.len()));
        for (at, name) in self.options().iter().enumerate() {
            let cells: Vec<String> = (0..labels.len()).map(|criterion| self.cell(at, criterion)).collect();
            writeln!(table, "| {name} | {} |", cells.join(" | ")).unwrap();
        }
        Self::document(&self.list_of_options(), &table)
    }

    fn per_option(&self) -> String {
        let mut options = String::new();
        for (at, name) in self.options().iter().enumerate() {
            writeln!(
                options,
                "### Option {}: {name}\n\n| Criterion | Weight | Score (1-10) | Notes |\n|---|---|---|---|",
                at + 1
            )
            .unwrap();
            for (criterion, label) in self.criteria().iter().enumerate() {
                writeln!(options, "| {label} | {} | {} | a note |", self.weights[criterion], self.cell(at, criterion))
                    .unwrap();
            }
            options.push('\n');
        }
        Self::document(&options, "As above.\n")
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
        Self::document(&options, "As above.\n")
    }

    fn under_criteria(&self) -> String {
        let mut list = String::new();
        for (criterion, label) in self.criteria().iter().enumerate() {
            writeln!(list, "- {label}:").unwrap();
            for (at, name) in self.options().iter().enumerate() {
                writeln!(list, "  - {name}: {}", self.cell(at, criterion)).unwrap();
            }
        }
        Self::document(&self.list_of_options(), &list)
    }
}

fn written() -> impl Strategy<Value = Written> {
    let score = prop_oneof![9 => (0_u32..=20).prop_map(Some), 1 => Just(None)];
    (2_usize..=5, 2_usize..=6, 0_usize..5).prop_flat_map(move |(options, criteria, shape)| {
        let row = prop::collection::vec(score.clone(), criteria);
        let weights = prop::collection::vec(1_u32..=60, criteria);
        (prop::collection::vec(row, options), weights)
            .prop_map(move |(scores, weights)| Written { scores, weights, shape })
            // a table below one option alone is no matrix
            .prop_filter("two options are scored", |written| {
                written.scores.iter().filter(|row| row.iter().any(Option::is_some)).count() >= 2
            })
    })
}

fn read(text: &str) -> Document {
    let around = Surroundings {
        path: "docs/decisions/0001-search.md".into(),
        kind: Some("adr".into()),
        ..Surroundings::default()
    };
    Document::read(DocumentId::new("a"), text, around, Force::default())
}

fn only_matrix(text: &str) -> Matrix {
    let document = read(text);
    let [matrix] = document.model().matrices.as_slice() else {
        panic!("{} matrices in\n{text}", document.model().matrices.len())
    };
    matrix.clone()
}

/// The numbers of `text` are those of `written`, and its open cells are open.
fn reads_back(written: &Written, text: &str, weighs: bool) {
    let matrix = only_matrix(text);
    let names: Vec<&str> = matrix.options.iter().map(|option| option.name.as_str()).collect();
    let criteria: Vec<&str> = matrix.criteria.iter().map(|criterion| criterion.name.as_str()).collect();
    assert_eq!((names.as_slice(), criteria.as_slice()), (written.options(), written.criteria()), "{text}");
    assert_eq!(matrix.form, MatrixForm::Scoring, "{text}");
    for (option, scores) in matrix.options.iter().zip(&written.scores) {
        for (score, halves) in option.scores.iter().zip(scores) {
            assert_eq!(score.value, halves.and_then(|halves| Exact::from(halves).over(Exact::whole(2))), "{text}");
            assert_eq!(score.is_open, halves.is_none(), "{text}");
            assert_eq!(score.range.of(text), score.raw, "{text}");
        }
    }
    if weighs {
        let read: Vec<_> = matrix.criteria.iter().map(|criterion| criterion.weight).collect();
        assert_eq!(read, written.weights.iter().map(|weight| Some(Exact::from(*weight))).collect::<Vec<_>>(), "{text}");
        totals_are_right(written, &matrix);
    }
}

/// The document with its matrix as a table instead of a list, or the other way round.
fn turned(text: &str) -> Option<String> {
    let document = read(text);
    let (model, grammars, parse) = (document.model(), document.grammars(), document.parse());
    let [matrix] = model.matrices.as_slice() else { panic!("{} matrices in\n{text}", model.matrices.len()) };
    let table = model.as_table(grammars, parse, document.outline(), matrix);
    let list = || Some(vec![model.as_list(grammars, parse, document.outline(), matrix)?]);
    Some(apply(text, &table.or_else(list)?))
}

/// Both documents have one matrix: the same options, criteria, weights and cells.
fn same_matrix(one: &str, other: &str) {
    let said = |text: &str| {
        let matrix = only_matrix(text);
        let criteria: Vec<_> = matrix.criteria.iter().map(|one| (one.name.clone(), one.weight)).collect();
        let cells = |scores: &[MatrixScore]| scores.iter().map(|score| score.raw.clone()).collect::<Vec<_>>();
        let options: Vec<_> = matrix.options.iter().map(|one| (one.name.clone(), cells(&one.scores))).collect();
        (criteria, options)
    };
    assert_eq!(said(one), said(other), "{one}\n{other}");
}

/// Computed in whole numbers on both sides: no total is off by a rounding.
fn totals_are_right(written: &Written, matrix: &Matrix) {
    let of_weights: u32 = written.weights.iter().sum();
    for (option, scores) in matrix.options.iter().zip(&written.scores) {
        let halves: Option<u32> =
            scores.iter().zip(&written.weights).map(|(score, weight)| Some((*score)? * weight)).sum();
        let divisor = Exact::whole(if of_weights == 100 { 200 } else { 2 });
        assert_eq!(option.computed_total, halves.and_then(|halves| Exact::from(halves).over(divisor)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn read_back(written in written()) {
        reads_back(&written, &written.as_columns(), true);
        reads_back(&written, &written.as_rows(), true);
        reads_back(&written, &written.per_option(), true);
        reads_back(&written, &written.under_options(), false);
        reads_back(&written, &written.under_criteria(), false);
    }

    #[test]
    fn a_table_becomes_a_list_and_a_table_again(written in written()) {
        for text in [written.as_columns(), written.as_rows()] {
            let list = turned(&text).unwrap_or_else(|| panic!("no list of\n{text}"));
            same_matrix(&text, &list);
            let table = turned(&list).unwrap_or_else(|| panic!("no table of\n{list}"));
            same_matrix(&text, &table);
            assert_eq!(only_matrix(&table).orientation, Orientation::OptionsAsColumns, "{table}");
        }
    }

    #[test]
    fn lists_become_tables(written in written()) {
        for text in [written.under_options(), written.under_criteria()] {
            let table = turned(&text).unwrap_or_else(|| panic!("no table of\n{text}"));
            same_matrix(&text, &table);
            assert_eq!(only_matrix(&table).orientation, Orientation::OptionsAsColumns, "{table}");
            let gaps = |text: &str| text.matches("\n\n\n").count();
            assert!(gaps(&table) <= gaps(&text), "{table}");
        }
    }

    #[test]
    fn anything_can_stand_in_a_section_of_criteria(inner in "[|\\-: \n#*()\\[\\]/%×.★A-Ca-c0-9é]{0,200}") {
        let text = format!(
            "# Search\n\n## Options\n\n- A\n- B\n- Option C: abc\n\n## Evaluation Criteria\n\n| Criterion | A | B |\n|---|---|---|\n| Cost | 1 | {inner}"
        );
        for matrix in &read(&text).model().matrices {
            for score in matrix.options.iter().flat_map(|option| &option.scores) {
                prop_assert_eq!(score.range.of(&text), &score.raw);
            }
        }
    }
}
