//! The criteria that a kind knows, and what a document answers to each.

use super::{CriterionMention, Matrix, MatrixOption, MatrixScore, Model, without_tab_stops};
use crate::grammar::{Cue, Dialect, Grammars, ItemSpec, Kind, Role, SectionSpec, normal_name};
use crate::text::{TextEdit, TextRange};

/// What a document says to one criterion, for one option or on the whole.
#[derive(Clone, Copy, Debug)]
pub struct CriterionAnswer<'m> {
    /// The criterion as written.
    pub name: &'m str,
    /// Where that stands.
    pub name_range: TextRange,
    /// The option it is said of.
    pub option: Option<&'m MatrixOption>,
    /// The matrix it stands in.
    pub matrix: Option<&'m Matrix>,
    /// What is said.
    pub score: &'m MatrixScore,
}

impl CriterionAnswer<'_> {
    /// Whether something is said, and not that nothing applies.
    #[must_use]
    pub fn is_answered(&self, grammars: &Grammars) -> bool {
        let raw = self.score.raw.trim();
        let is_dash = !raw.is_empty() && raw.chars().all(|c| matches!(c, '-' | '–' | '—'));
        !self.score.is_open && !is_dash && !grammars.is(Cue::None, raw)
    }

    /// Whether another answer, in another place, is of the same option.
    #[must_use]
    pub fn speaks_of_same(&self, other: &CriterionAnswer<'_>) -> bool {
        let name = |answer: &CriterionAnswer<'_>| answer.option.map(|option| normal_name(&option.name));
        self.score.range != other.score.range && self.option.is_some() && name(self) == name(other)
    }
}

impl Model {
    /// The section of its dialect that asks for certain criteria.
    #[must_use]
    pub fn demanded_criteria(&self, grammars: &Grammars) -> Option<&SectionSpec> {
        criteria_of(grammars, self.verdict.kind.as_deref()?, self.verdict.dialect.as_deref()?)
    }

    /// Everything that the document says to the criterion `item`: in matrices, then in lists, each in document order.
    pub fn answers_to<'m>(&'m self, item: &'m ItemSpec) -> impl Iterator<Item = CriterionAnswer<'m>> {
        let in_matrices = self.matrices.iter().flat_map(move |matrix| {
            let own = matrix.criteria.iter().enumerate().filter(|(_, criterion)| item.is_called(&criterion.name));
            own.flat_map(move |(index, criterion)| {
                matrix.row(index).map(move |(option, score)| CriterionAnswer {
                    name: &criterion.name,
                    name_range: criterion.range,
                    option: Some(option),
                    matrix: Some(matrix),
                    score,
                })
            })
        });
        in_matrices.chain(self.criteria.iter().filter(|mention| item.is_called(&mention.name)).filter_map(of_mention))
    }
}

/// The edit that puts the template's prompt for `item` before what is said of it at `value`, which stays as the reason,
/// and what a menu calls that. Nothing where the template has none.
#[must_use]
pub fn prompt_before(item: &ItemSpec, value: TextRange) -> Option<(String, TextEdit)> {
    let prompt = without_tab_stops(&item.skeleton);
    let title = format!("Write `{prompt}` before it, to be filled in");
    (!prompt.is_empty()).then(|| (title, TextEdit::insert(value.start, format!("{prompt} -- "))))
}

fn of_mention(mention: &CriterionMention) -> Option<CriterionAnswer<'_>> {
    let score = mention.answer.as_ref()?;
    Some(CriterionAnswer { name: &mention.name, name_range: mention.range, option: None, matrix: None, score })
}

fn criteria_of<'d>(grammars: &Grammars, kind: &Kind, dialect: &'d Dialect) -> Option<&'d SectionSpec> {
    let asks = |section: &&SectionSpec| {
        !section.items.is_empty() && dialect.roles(grammars, kind, section).contains(&Role::Criteria)
    };
    dialect.spec.sections.iter().find(asks)
}
