//! Matrices with holes: cells, criteria, forms.

use super::Defect;
use super::ground::{Ground, Plant, picked};
use super::options::whole;
use staffwork::grammar::{Form, ItemSpec};
use staffwork::model::{Matrix, MatrixForm, MatrixScore, Orientation, measures};
use staffwork::syntax::BlockKind;
use staffwork::text::{TextEdit, TextRange};

pub(super) const DEFECTS: &[Defect] = &[
    Defect { name: "matrix cell blank", codes: &["matrix-missing-score"], plant: blank },
    Defect { name: "matrix cell put off", codes: &["matrix-missing-score", "placeholder"], plant: put_off },
    Defect { name: "criterion removed", codes: &["missing-criterion"], plant: removed },
    Defect { name: "criterion in words that measure nothing", codes: &["unquantified-criterion"], plant: unquantified },
    Defect { name: "criterion in the wrong form", codes: &["criterion-form"], plant: misformed },
];

fn is_table(matrix: &Matrix) -> bool {
    matches!(matrix.orientation, Orientation::OptionsAsColumns | Orientation::OptionsAsRows)
}

/// Every filled cell of every table.
fn cells(ground: &Ground) -> Vec<&MatrixScore> {
    let tables = ground.model().matrices.iter().filter(|matrix| is_table(matrix));
    tables
        .flat_map(|matrix| &matrix.options)
        .flat_map(|option| &option.scores)
        .filter(|score| !score.is_open && !score.range.is_empty())
        .collect()
}

fn blank(ground: &Ground) -> Vec<Plant> {
    with_cells(ground, |_| String::new())
}

fn put_off(ground: &Ground) -> Vec<Plant> {
    with_cells(ground, |score| ["TBD", "?", "___", "TODO"][picked(&score.raw, 4)].to_owned())
}

fn with_cells(ground: &Ground, other: fn(&MatrixScore) -> String) -> Vec<Plant> {
    cells(ground)
        .into_iter()
        .map(|score| {
            let text = other(score);
            ground.plant(
                format!("{text:?} for `{}`", score.raw),
                &[TextEdit::replace(score.range, text)],
                &[score.range],
            )
        })
        .collect()
}

/// The criteria that the document's dialect demands.
fn demanded(ground: &Ground) -> Vec<&ItemSpec> {
    let section = ground
        .document
        .dialect()
        .filter(|dialect| dialect.spec.decision_matrix)
        .and_then(|_| ground.model().demanded_criteria(ground.document.grammars()));
    section.into_iter().flat_map(|section| &section.items).filter(|item| item.required).collect()
}

/// A criterion that is weighed nowhere any more.
fn removed(ground: &Ground) -> Vec<Plant> {
    let model = ground.model();
    let place = model.section(staffwork::grammar::Role::Criteria).map(|slot| slot.head_range);
    let Some(place) = place.or_else(|| model.matrices.first().map(|matrix| matrix.range)) else { return Vec::new() };
    let rows_only = model.matrices.iter().all(|matrix| matrix.orientation == Orientation::OptionsAsColumns);
    let mut plants = Vec::new();
    for item in demanded(ground).into_iter().filter(|_| rows_only) {
        let in_matrices = model
            .matrices
            .iter()
            .flat_map(|matrix| &matrix.criteria)
            .map(|criterion| (&criterion.name, criterion.range));
        let in_lists = model.criteria.iter().map(|mention| (&mention.name, mention.range));
        let own = in_matrices.chain(in_lists).filter(|(name, _)| item.is_called(name) || item.is_named_in(name));
        let lines: Vec<TextRange> = own.map(|(_, range)| ground.lines(range)).collect();
        if !lines.is_empty() {
            plants.push(ground.plant(format!("no `{}`", item.title), &whole(lines), &[place]));
        }
    }
    plants
}

fn unquantified(ground: &Ground) -> Vec<Plant> {
    // a measurement in the text beside a table speaks for its cells
    let tree = ground.document.parse().tree();
    let prose = tree.roots().filter(|(_, block)| block.kind == BlockKind::Paragraph);
    let matrices = &ground.model().matrices;
    let is_beside = |range: TextRange| {
        let own = ground.document.outline().at(range.start).and_then(|id| ground.document.outline().get(id));
        own.is_some_and(|section| matrices.iter().any(|matrix| section.own.contains_range(matrix.range)))
    };
    let is_measured = |range: TextRange| measures(ground.document.grammars(), range.of(ground.text()));
    if prose.map(|(_, block)| block.range).any(|range| is_beside(range) && is_measured(range)) {
        return Vec::new();
    }
    answers(ground, |item| match item.form {
        Form::Quantified => Some("quite good"),
        _ => None,
    })
}

fn misformed(ground: &Ground) -> Vec<Plant> {
    answers(ground, |item| match item.form {
        Form::Score => Some("low"),
        Form::Duration => Some("soon"),
        Form::Risks => Some("Medium"),
        Form::Answer => Some("perhaps"),
        _ => None,
    })
}

/// A demanded criterion answered with `other` for one option, where nothing else says it better.
fn answers(ground: &Ground, other: fn(&ItemSpec) -> Option<&'static str>) -> Vec<Plant> {
    let comparisons =
        || ground.model().matrices.iter().filter(|matrix| is_table(matrix) && matrix.form == MatrixForm::Comparison);
    let mut plants = Vec::new();
    for item in demanded(ground) {
        let Some(words) = other(item) else { continue };
        for matrix in comparisons() {
            let Some(index) = matrix
                .criteria
                .iter()
                .position(|criterion| item.is_called(&criterion.name) || item.is_named_in(&criterion.name))
            else {
                continue;
            };
            for (option, score) in matrix.row(index).filter(|(_, score)| !score.range.is_empty()) {
                let what = format!("`{words}` for `{}` of `{}`", matrix.criteria[index].name, option.name);
                plants.push(ground.plant(
                    what,
                    &[TextEdit::replace(score.range, words)],
                    &[score.range, matrix.criteria[index].range],
                ));
            }
        }
    }
    plants
}
