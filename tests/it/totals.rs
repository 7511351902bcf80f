//! A matrix whose totals are right is quiet, in every layout and way of adding up; one wrong total is found, and only that.

use crate::rules::TODAY;
use crate::written::{Layout, Written, numbers};
use proptest::prelude::*;
use staffwork::model::{Exact, Surroundings, WeightShares};
use staffwork::rules::{Diagnostic, run};
use staffwork::text::apply;
use staffwork::workspace::{Document, DocumentId, Force};

/// How the totals come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Adding {
    WeightedMean,
    Weighted,
    Sum,
    Mean,
    /// Points of five, told as a hundred.
    Hundred,
}

const WAYS: [Adding; 5] = [Adding::WeightedMean, Adding::Weighted, Adding::Sum, Adding::Mean, Adding::Hundred];

/// A matrix and how it is added up.
#[derive(Clone, Debug)]
struct Added {
    written: Written,
    adding: Adding,
    places: u32,
}

impl Added {
    fn scores(&self) -> Vec<Vec<u32>> {
        self.written.scores.iter().map(|own| own.iter().map(|halves| halves.unwrap()).collect()).collect()
    }

    /// The totals in units of the last place, a half rounded up: whole numbers all the way.
    fn units(&self) -> Vec<u64> {
        self.scores().iter().map(|own| self.unit(own)).collect()
    }

    fn unit(&self, scores: &[u32]) -> u64 {
        let weights = &self.written.weights;
        let sum: u64 = scores.iter().map(|halves| u64::from(*halves)).sum();
        let weighted: u64 = scores.iter().zip(weights).map(|(h, w)| u64::from(*h) * u64::from(*w)).sum();
        let of_weights: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let (numerator, denominator) = match self.adding {
            Adding::WeightedMean => (weighted, 2 * of_weights),
            Adding::Weighted => (weighted, 2),
            Adding::Sum => (sum, 2),
            Adding::Mean => (sum, 2 * scores.len() as u64),
            Adding::Hundred => (weighted * 20, 2 * of_weights),
        };
        (2 * numerator * 10_u64.pow(self.places) + denominator) / (2 * denominator)
    }

    fn printed(&self, units: u64) -> String {
        let power = 10_u64.pow(self.places);
        let behind = format!("{:0width$}", units % power, width = self.places as usize);
        if self.places == 0 { units.to_string() } else { format!("{}.{behind}", units / power) }
    }

    /// The document, with these totals.
    fn document(&self, totals: &[u64]) -> String {
        let totals = totals.iter().map(|units| self.printed(*units)).collect();
        Written { totals, ..self.written.clone() }.document()
    }
}

fn added() -> impl Strategy<Value = Added> {
    let (adding, layout) = (prop::sample::select(WAYS.to_vec()), prop::sample::select(Layout::WITH_TOTALS.to_vec()));
    (numbers(0.0), layout, adding, 0_usize..84, 0_u32..=3).prop_map(
        |((scores, weights), layout, adding, shape, places)| {
            let written = Written { scores, weights, totals: Vec::new(), layout, shape };
            // the products are what is added up
            let adding = if layout == Layout::Products { Adding::Weighted } else { adding };
            Added { written, adding, places }
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
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn right_totals_are_quiet(added in added()) {
        let text = added.document(&added.units());
        prop_assert_eq!(told(&text), [], "{}", text);
    }

    #[test]
    fn a_wrong_total_is_found(added in added(), option in 0_usize..3, off in 2_u64..400, up in any::<bool>()) {
        // two hundredths tell every way of adding up apart from every other, and are more than a half that is rounded down
        let added = Added { places: 2, ..added };
        let mut totals = added.units();
        let right = added.printed(totals[option]);
        totals[option] = if up { totals[option] + off } else { totals[option].saturating_sub(off) };
        prop_assume!(added.printed(totals[option]) != right);
        // two right totals of nothing, or of the same scores, follow every way of adding up
        let scores = added.scores();
        let mut others = (0..totals.len()).filter(|at| *at != option).map(|at| &scores[at]);
        prop_assume!(others.all(|own| own.iter().any(|halves| *halves > 0 && *halves != own[0])));
        let text = added.document(&totals);
        let found = told(&text);
        let wrong: Vec<&Diagnostic> = found.iter().filter(|finding| finding.code == "matrix-total-mismatch").collect();
        prop_assert_eq!(wrong.len(), 1, "{:?}\n{}", found, text);
        let cell = wrong[0].range.of(&text).trim_matches('*').to_owned();
        prop_assert_eq!(cell, added.printed(totals[option]), "{}", text);
        prop_assert!(wrong[0].message.contains(&right), "{}\n{}", wrong[0].message, text);
        let document = read(&text);
        let edits = document.model().matrices[0].recounted(document.parse(), document.grammars());
        prop_assert_eq!(apply(&text, &edits), added.document(&added.units()));
    }

    #[test]
    fn weights_that_are_made_a_whole_leave_no_total_wrong(added in added()) {
        let text = added.document(&added.units());
        let document = read(&text);
        let matrices = &document.model().matrices;
        let shares = WeightShares::of(&text, &matrices[0]).unwrap();
        let edits = shares.normalised(document.parse(), matrices);
        // what is worked out beside the scores, or stated once for each option, would have to follow
        let repeats = [Layout::PerOption, Layout::Products, Layout::Results, Layout::InCells];
        let is_worked_out = text.contains('→') || repeats.contains(&added.written.layout);
        prop_assert!(edits.is_some() || is_worked_out, "{}", text);
        let Some(edits) = edits else { return Ok(()) };
        let changed = apply(&text, &edits);
        let after = read(&changed);
        prop_assert_eq!(told(&changed), [], "{}\n{}", text, changed);
        let weights = after.model().matrices[0].criteria.iter().map(|criterion| criterion.weight.unwrap());
        prop_assert_eq!(Exact::sum(weights), Some(Exact::whole(100)), "{}", changed);
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
