//! A matrix reads back to the numbers it was written with, in every layout.

use crate::written::{Layout, Written, numbers};
use proptest::prelude::*;
use staffwork::model::{Exact, Matrix, MatrixForm, MatrixScore, Orientation, Surroundings};
use staffwork::text::apply;
use staffwork::workspace::{Document, DocumentId, Force};
use std::fmt::Write as _;

fn written() -> impl Strategy<Value = Written> {
    let layouts = Layout::WITH_TOTALS.into_iter().chain([Layout::UnderOptions, Layout::UnderCriteria]);
    // products and results need totals to be told apart from a matrix of their own
    let without_totals = layouts.filter(|layout| ![Layout::Products, Layout::Results].contains(layout));
    let layout = prop::sample::select(without_totals.collect::<Vec<_>>());
    (numbers(0.1), layout, 0_usize..84)
        .prop_map(|((scores, weights), layout, shape)| Written { scores, weights, totals: Vec::new(), layout, shape })
        .prop_filter("each option and each criterion has a score", |written| {
            let by_option = written.scores.iter().all(|row| row.iter().any(Option::is_some));
            by_option && (0..written.weights.len()).all(|at| written.scores.iter().any(|row| row[at].is_some()))
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

/// The numbers of the document are those of `written`, and its open cells are open.
fn reads_back(written: &Written) {
    let text = &written.document();
    let matrix = only_matrix(text);
    let mut names: Vec<&str> = matrix.options.iter().map(|option| option.name.as_str()).collect();
    let criteria: Vec<&str> = matrix.criteria.iter().map(|criterion| criterion.name.as_str()).collect();
    let place = |name: &&str| written.options().iter().position(|option| option == name);
    if [Layout::InCells, Layout::UnderCriteria].contains(&written.layout) {
        names.sort_by_key(place); // in the order in which cells name them
    }
    assert_eq!((names.as_slice(), criteria.as_slice()), (written.options(), written.criteria()), "{text}");
    assert_eq!(matrix.form, MatrixForm::Scoring, "{text}");
    for option in &matrix.options {
        let scores = &written.scores[place(&option.name.as_str()).unwrap()];
        for (score, halves) in option.scores.iter().zip(scores) {
            assert_eq!(score.value, halves.and_then(|halves| Exact::from(halves).over(Exact::whole(2))), "{text}");
            assert_eq!(score.is_open, halves.is_none(), "{text}");
            assert_eq!(score.range.of(text), score.raw, "{text}");
        }
    }
    if ![Layout::UnderOptions, Layout::UnderCriteria].contains(&written.layout) {
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
    for option in &matrix.options {
        let scores = &written.scores[written.options().iter().position(|name| *name == option.name).unwrap()];
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
        reads_back(&written);
    }

    #[test]
    fn words_are_worth_what_the_legend_says(
        (scores, weights) in numbers(0.0), form in 0_usize..4, worths in prop::sample::subsequence((0_i64..=10).collect::<Vec<_>>(), 4)
    ) {
        let words = ["Poor", "Fair", "Good", "Excellent"];
        let word = |halves: Option<u32>| halves.unwrap() as usize % 4;
        let said = |word: usize| match form {
            0 => format!("{} = {}", words[word], worths[word]),
            1 => format!("{}: {}", words[word], worths[word]),
            2 => format!("{} = {}", worths[word], words[word]),
            _ => format!("| {} | {} |", words[word], worths[word]),
        };
        let all = [0, 1, 2, 3].map(said);
        let legend = if form == 3 { format!("| Word | Worth |\n|---|---|\n{}", all.join("\n")) } else { all.join(", ") };
        let mut table = "| Criterion | Weight | Postgres | RabbitMQ | Kafka |\n|---|---|---|---|---|\n".to_owned();
        for (at, weight) in weights.iter().enumerate() {
            let cells: Vec<&str> = scores.iter().take(3).map(|own| words[word(own[at])]).collect();
            writeln!(table, "| Criterion {at} | {weight} | {} |", cells.join(" | ")).unwrap();
        }
        let text = format!(
            "# Queue\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Kafka\n\n## Evaluation Criteria\n\n{legend}\n\n{table}"
        );
        let matrix = only_matrix(&text);
        for (option, own) in matrix.options.iter().zip(&scores) {
            let read: Vec<_> = option.scores.iter().map(|score| score.value).collect();
            let meant: Vec<_> = own.iter().map(|halves| Some(Exact::whole(worths[word(*halves)]))).collect();
            prop_assert_eq!(read, meant, "{}", text);
        }
    }

    #[test]
    fn a_table_becomes_a_list_and_a_table_again(written in written()) {
        for layout in [Layout::Columns, Layout::Rows] {
            let text = Written { layout, ..written.clone() }.document();
            let list = turned(&text).unwrap_or_else(|| panic!("no list of\n{text}"));
            same_matrix(&text, &list);
            let table = turned(&list).unwrap_or_else(|| panic!("no table of\n{list}"));
            same_matrix(&text, &table);
            assert_eq!(only_matrix(&table).orientation, Orientation::OptionsAsColumns, "{table}");
        }
    }

    #[test]
    fn lists_become_tables(written in written()) {
        for layout in [Layout::UnderOptions, Layout::UnderCriteria] {
            let text = Written { layout, ..written.clone() }.document();
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
