//! A matrix whose totals are right is quiet, in every layout and way of adding up; one wrong total is found, and only that.

use crate::rules::TODAY;
use proptest::prelude::*;
use staffwork::model::{Exact, Surroundings, WeightShares};
use staffwork::rules::{Diagnostic, run};
use staffwork::text::apply;
use staffwork::workspace::{Document, DocumentId, Force};
use std::fmt::Write as _;

const OPTIONS: [&str; 5] =
    ["Postgres", "Managed OpenSearch", "Hosted search service", "SQLite on the edge", "Meilisearch"];
const CRITERIA: [&str; 6] = ["Speed", "Upkeep", "Failover", "Ranking", "Support", "Reach"];

/// How the totals come about.
#[derive(Clone, Copy, Debug)]
enum Adding {
    WeightedMean,
    Weighted,
    Sum,
    Mean,
    /// Points of five, told as a hundred.
    Hundred,
}

/// How the matrix lies.
#[derive(Clone, Copy, Debug)]
enum Layout {
    Columns,
    Rows,
    PerOption,
}

/// Scores in halves, by option, then by criterion.
#[derive(Clone, Debug)]
struct Written {
    scores: Vec<Vec<u32>>,
    weights: Vec<u32>,
    adding: Adding,
    layout: Layout,
    shape: usize,
    places: u32,
}

impl Written {
    /// The total of an option in units of the last place, a half rounded up: whole numbers all the way.
    fn units(&self, option: usize) -> u64 {
        let scores = &self.scores[option];
        let sum: u64 = scores.iter().map(|halves| u64::from(*halves)).sum();
        let weighted: u64 = scores.iter().zip(&self.weights).map(|(h, w)| u64::from(*h) * u64::from(*w)).sum();
        let of_weights: u64 = self.weights.iter().map(|weight| u64::from(*weight)).sum();
        let (numerator, denominator) = match self.adding {
            Adding::WeightedMean => (weighted, 2 * of_weights),
            Adding::Weighted => (weighted, 2),
            Adding::Sum => (sum, 2),
            Adding::Mean => (sum, 2 * scores.len() as u64),
            Adding::Hundred => (weighted * 20, 2 * of_weights),
        };
        (2 * numerator * 10_u64.pow(self.places) + denominator) / (2 * denominator)
    }

    fn units_of_all(&self) -> Vec<u64> {
        (0..self.scores.len()).map(|option| self.units(option)).collect()
    }

    fn printed(&self, units: u64) -> String {
        let power = 10_u64.pow(self.places);
        let behind = format!("{:0width$}", units % power, width = self.places as usize);
        if self.places == 0 { units.to_string() } else { format!("{}.{behind}", units / power) }
    }

    fn cell(&self, option: usize, criterion: usize) -> String {
        let number = f64::from(self.scores[option][criterion]) / 2.0;
        match (self.shape + option + criterion) % 4 {
            0 => format!("{number}"),
            1 => format!("**{number}** -- measured"),
            2 => format!("{number} — see below"),
            _ => format!("{number} (as quoted)"),
        }
    }

    /// The document, with these totals.
    fn document(&self, totals: &[u64]) -> String {
        let names = &OPTIONS[..self.scores.len()];
        let listed = names.iter().fold(String::new(), |out, name| out + "- " + name + "\n");
        let (options, table) = match self.layout {
            Layout::Columns => (listed, self.columns(names, totals)),
            Layout::Rows => (listed, self.rows(names, totals)),
            Layout::PerOption => (self.per_option(names, totals), "As above.\n".to_owned()),
        };
        format!(
            "# Search\n\n## Context\n\nSlow.\n\n## Options\n\n{options}\n## Evaluation Criteria\n\n{table}\n## Recommendation\n\n\
             Chosen option: Postgres.\n\n## Alternative Paths\n\nNone.\n"
        )
    }

    fn columns(&self, names: &[&str], totals: &[u64]) -> String {
        let mut table =
            format!("| Criterion | Weight | {} |\n|---|---{}|\n", names.join(" | "), "|---".repeat(names.len()));
        for (at, weight) in self.weights.iter().enumerate() {
            let cells: Vec<String> = (0..names.len()).map(|option| self.cell(option, at)).collect();
            writeln!(table, "| {} | {weight} | {} |", CRITERIA[at], cells.join(" | ")).unwrap();
        }
        let totals: Vec<String> = totals.iter().map(|units| self.printed(*units)).collect();
        writeln!(table, "| **Total** | | {} |", totals.join(" | ")).unwrap();
        table
    }

    fn rows(&self, names: &[&str], totals: &[u64]) -> String {
        let labels: Vec<String> =
            self.weights.iter().enumerate().map(|(at, weight)| format!("{} (×{weight})", CRITERIA[at])).collect();
        let mut table =
            format!("| Option | {} | Total |\n|---{}|\n", labels.join(" | "), "|---".repeat(labels.len() + 1));
        for (at, name) in names.iter().enumerate() {
            let cells: Vec<String> = (0..labels.len()).map(|criterion| self.cell(at, criterion)).collect();
            writeln!(table, "| {name} | {} | **{}** |", cells.join(" | "), self.printed(totals[at])).unwrap();
        }
        table
    }

    fn per_option(&self, names: &[&str], totals: &[u64]) -> String {
        let mut text = String::new();
        for (at, name) in names.iter().enumerate() {
            writeln!(
                text,
                "### Option {}: {name}\n\n| Criterion | Weight | Score | Notes |\n|---|---|---|---|",
                at + 1
            )
            .unwrap();
            for (criterion, weight) in self.weights.iter().enumerate() {
                writeln!(text, "| {} | {weight} | {} | a note |", CRITERIA[criterion], self.cell(at, criterion))
                    .unwrap();
            }
            writeln!(text, "| Total | | {} | |\n", self.printed(totals[at])).unwrap();
        }
        text
    }
}

fn written() -> impl Strategy<Value = Written> {
    let adding = prop_oneof![
        Just(Adding::WeightedMean),
        Just(Adding::Weighted),
        Just(Adding::Sum),
        Just(Adding::Mean),
        Just(Adding::Hundred)
    ];
    let layout = prop_oneof![Just(Layout::Columns), Just(Layout::Rows), Just(Layout::PerOption)];
    (3_usize..=5, 2_usize..=6, 0_usize..4, adding, layout, 0_u32..=3).prop_flat_map(
        |(options, criteria, shape, adding, layout, places)| {
            let scores = prop::collection::vec(prop::collection::vec(0_u32..=10, criteria), options);
            let weights = prop::collection::vec(1_u32..=40, criteria);
            (scores, weights).prop_map(move |(scores, weights)| Written {
                scores,
                weights,
                adding,
                layout,
                shape,
                places,
            })
        },
    )
}

fn read(text: &str) -> Document {
    let around = Surroundings {
        path: "docs/decisions/0001-search.md".into(),
        kind: Some("adr".into()),
        ..Surroundings::default()
    };
    Document::read(DocumentId::new("a"), text, around, Force::default())
}

/// What is said of the sums.
fn told(text: &str) -> Vec<Diagnostic> {
    let mut found = run(&read(text), TODAY);
    found.retain(|finding| ["matrix-total-mismatch", "matrix-winner-mismatch"].contains(&finding.code));
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn right_totals_are_quiet(written in written()) {
        let text = written.document(&written.units_of_all());
        prop_assert_eq!(told(&text), [], "{}", text);
    }

    #[test]
    fn a_wrong_total_is_found(written in written(), option in 0_usize..3, off in 1_u64..400, up in any::<bool>()) {
        // two hundredths tell every way of adding up apart from every other
        let written = Written { places: 2, ..written };
        let mut totals = written.units_of_all();
        let right = written.printed(totals[option]);
        totals[option] = if up { totals[option] + off } else { totals[option].saturating_sub(off) };
        prop_assume!(written.printed(totals[option]) != right);
        // two right totals of nothing, or of the same scores, follow every way of adding up
        let others: Vec<&Vec<u32>> = (0..totals.len()).filter(|at| *at != option).map(|at| &written.scores[at]).collect();
        prop_assume!(others.iter().all(|own| own.iter().any(|halves| *halves > 0 && *halves != own[0])));
        let text = written.document(&totals);
        let found = told(&text);
        let wrong: Vec<&Diagnostic> = found.iter().filter(|finding| finding.code == "matrix-total-mismatch").collect();
        prop_assert_eq!(wrong.len(), 1, "{:?}\n{}", found, text);
        let cell = wrong[0].range.of(&text).trim_matches('*').to_owned();
        prop_assert_eq!(cell, written.printed(totals[option]), "{}", text);
        prop_assert!(wrong[0].message.contains(&right), "{}\n{}", wrong[0].message, text);
        let document = read(&text);
        let edits = document.model().matrices[0].recounted(document.parse(), document.grammars());
        prop_assert_eq!(apply(&text, &edits), written.document(&written.units_of_all()));
    }

    #[test]
    fn weights_that_are_made_a_whole_leave_no_total_wrong(written in written()) {
        let text = written.document(&written.units_of_all());
        let document = read(&text);
        let matrices = &document.model().matrices;
        let shares = WeightShares::of(&text, &matrices[0]).unwrap();
        let edits = shares.normalised(document.parse(), matrices);
        // the tables of single options state each weight again, and one of them stands for all
        prop_assert_eq!(edits.is_none(), matches!(written.layout, Layout::PerOption));
        let changed = apply(&text, &edits.unwrap_or_default());
        let after = read(&changed);
        prop_assert_eq!(told(&changed), [], "{}\n{}", text, changed);
        if !matches!(written.layout, Layout::PerOption) {
            let weights = after.model().matrices[0].criteria.iter().map(|criterion| criterion.weight.unwrap());
            prop_assert_eq!(Exact::sum(weights), Some(Exact::whole(100)), "{}", changed);
        }
    }
}

/// The good example says at which weight the order turns round: the program comes to the same.
#[test]
fn the_smallest_change_is_the_one_that_a_good_document_names() {
    let (path, text) =
        staffwork::grammar::samples().into_iter().find(|(path, _)| path.ends_with("decision-matrix.good.md")).unwrap();
    let around = Surroundings { path: path.to_owned(), ..Surroundings::default() };
    let document = Document::read(DocumentId::new("a"), text, around, Force::default());
    let matrix = document.model().matrices.iter().find(|matrix| matrix.adds_up()).unwrap();
    let (flip, lead) = (matrix.weight_flip().unwrap(), matrix.lead().unwrap());
    assert_eq!((flip.criterion.name.as_str(), flip.to.rounded(0).as_deref()), ("Performance", Some("46")));
    assert_eq!(lead.margin.to_string(), "1.2");
    assert!(text.contains("1.2 points") && text.contains("more than 46 %"));
}
