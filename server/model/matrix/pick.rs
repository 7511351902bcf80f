//! The option that is taken, where the matrix puts another one first and nobody says why that was not.

use super::{Matrix, MatrixOption};
use crate::grammar::{Cue, Grammars, Head, Role, normal_name};
use crate::model::{Choice, Model, same_option, without_tab_stops};
use crate::syntax::{BlockKind, Parse, without_comments};
use crate::text::{TextEdit, TextRange};

/// A choice that a matrix does not put first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnexplainedPick<'m> {
    /// The choice.
    pub choice: &'m Choice,
    /// What is taken, in the matrix.
    pub own: &'m MatrixOption,
    /// The best by its scores; of equals the first.
    pub best: &'m MatrixOption,
}

impl Model {
    /// The choice, where every matrix that weighs it puts another option first and it is not said why that was not taken.
    #[must_use]
    pub fn unexplained_pick(&self, grammars: &Grammars, parse: &Parse) -> Option<UnexplainedPick<'_>> {
        let choice = self.options.chosen.as_ref()?;
        let ranked = self.matrices.iter().filter(|matrix| matrix.adds_up());
        let held: Vec<_> =
            ranked.filter_map(|matrix| Some((matrix, self.chosen_in(grammars, choice, matrix)?))).collect();
        let (matrix, own) = held.first()?;
        // one matrix that puts it first is reason enough
        if held.iter().any(|(_, option)| option.rank.is_none_or(|rank| rank == 1)) {
            return None;
        }
        let best = matrix.leaders().next()?;
        let pick = UnexplainedPick { choice, own, best };
        (!self.is_explained(grammars, parse, matrix, &pick)).then_some(pick)
    }

    /// The edit that begins the sentence which says why not, behind the paragraph of the choice.
    #[must_use]
    pub fn explanation(&self, parse: &Parse, pick: &UnexplainedPick<'_>) -> Option<TextEdit> {
        let prompt = without_tab_stops(&self.verdict.kind.as_ref()?.spec.rejection_prompt);
        let (_, prompt) = prompt.split_once(": ")?;
        let text = parse.text();
        let whole = TextRange::new(0, text.len());
        let paragraph = paragraphs(parse, whole).find(|range| range.contains_range(pick.choice.range))?;
        let end = paragraph.trim(text).end;
        let ends = TextRange::new(paragraph.start, end).of(text).ends_with(['.', '!', '?']);
        let stop = if ends { "" } else { "." };
        let best = &pick.best.name;
        Some(TextEdit::insert(end, format!("{stop} Although {best} scores higher, it was not taken: {prompt}")))
    }

    /// The option of `matrix` that is taken; `None` for a mix of several.
    fn chosen_in<'m>(&self, grammars: &Grammars, choice: &Choice, matrix: &'m Matrix) -> Option<&'m MatrixOption> {
        if grammars.says(Cue::Hybrid, &choice.name) {
            return None;
        }
        let item = choice.option.and_then(|index| self.options.items.get(index));
        let is_mentioned = |option: &MatrixOption| {
            item.is_some_and(|item| item.mentions.iter().any(|mention| mention.range == option.range))
        };
        let by_mention = matrix.options.iter().find(|option| is_mentioned(option));
        let mut by_name = matrix.options.iter().filter(|option| same_option(grammars, &option.name, &choice.name));
        by_mention.or_else(|| by_name.next().filter(|_| by_name.next().is_none()))
    }

    /// Whether it is said why the best was not taken: beside the choice, wherever the decision speaks of it, or where scores
    /// are spoken of.
    fn is_explained(&self, grammars: &Grammars, parse: &Parse, matrix: &Matrix, pick: &UnexplainedPick<'_>) -> bool {
        let (name, choice) = (normal_name(&pick.best.name), pick.choice.range);
        let names_best = |text: &str| format!(" {} ", normal_name(text)).contains(&format!(" {name} "));
        let speaks_of_scores =
            |text: &str| [Cue::ScaleWord, Cue::Summed].iter().any(|cue| grammars.says(*cue, &without_comments(text)));
        let mut own = self.sections.iter().filter(|slot| slot.head != Head::Field);
        own.any(|slot| {
            let is_decision = slot.roles.contains(&Role::Decision) || slot.body.contains_range(choice);
            let is_near = is_decision || slot.body.contains_range(matrix.range);
            is_near
                && paragraphs(parse, slot.body).any(|range| {
                    let text = range.of(parse.text());
                    let is_beside = range.contains_range(choice);
                    grammars.says(Cue::Explained, &without_comments(text)) && (is_beside || speaks_of_scores(text))
                        || is_decision && names_best(text)
                })
        })
    }
}

fn paragraphs(parse: &Parse, body: TextRange) -> impl Iterator<Item = TextRange> + '_ {
    let blocks = parse.tree().inside(body).filter(|(_, block)| block.kind == BlockKind::Paragraph);
    blocks.map(|(_, block)| block.range)
}
