//! The decision takes an option that its matrix does not put first, and does not say why.

use super::{Ctx, Severity};
use crate::grammar::{Cue, Head, Role, normal_name};
use crate::model::{Choice, Matrix, MatrixOption, same_option, without_tab_stops};
use crate::syntax::BlockKind;
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "matrix-pick-not-top",
    summary: "the choice is not the best by the matrix, and nobody says why",
    docs: "\
A matrix is an aid: a gate, a risk or a narrow margin may well outweigh a score. But a reader who finds that another option \
has more points looks for the sentence that says why it was not taken, and without one has to guess that the numbers \
were for show.

Any word of it is enough: although, despite, the risk, the margin, a requirement that the winner does not meet.

Say why the higher score was not taken, or choose the option that has it.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
          | Throughput | 60% | 2 | 4 | 1 |\n| Simplicity | 40% | 3 | 5 | 4 |\n| Total | | 2.4 | 4.4 | 2.2 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
           | Throughput | 60% | 2 | 4 | 1 |\n| Simplicity | 40% | 3 | 5 | 4 |\n| Total | | 2.4 | 4.4 | 2.2 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it. Although RabbitMQ scores higher, nobody here can \
           mend it at night.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Warning,
    kinds: &["adr"],
}

fn check(ctx: &mut Ctx<'_>) {
    let Some(choice) = &ctx.model().options.chosen else { return };
    let ranked = ctx.model().matrices.iter().filter(|matrix| matrix.adds_up());
    let held: Vec<_> = ranked.filter_map(|matrix| Some((matrix, chosen_in(ctx, choice, matrix)?))).collect();
    let Some((matrix, own)) = held.first() else { return };
    // one matrix that puts it first is reason enough
    if held.iter().any(|(_, option)| option.rank.is_none_or(|rank| rank == 1)) || ctx.document_says(Cue::LowerBetter)
    {
        return;
    }
    let Some(best) = matrix.leaders().next().filter(|best| !is_explained(ctx, choice, matrix, best)) else { return };
    let (Some(own), Some(top)) = (own.computed_total, best.computed_total) else { return };
    let message = format!(
        "`{}` is chosen with {own} points, and `{}` has {top}: say why the higher score was not taken",
        choice.name, best.name
    );
    let edit = sentence(ctx, choice, best);
    let report = ctx.report(choice.range, message).related(best.range, "the best by its scores");
    match edit {
        Some(edit) => report.fix_unsafe("Say why not, to be filled in", vec![edit]).done(),
        None => report.done(),
    }
}

/// The option of `matrix` that is taken; `None` for a mix of several.
fn chosen_in<'m>(ctx: &Ctx<'_>, choice: &Choice, matrix: &'m Matrix) -> Option<&'m MatrixOption> {
    if ctx.says(Cue::Hybrid, &choice.name) {
        return None;
    }
    let item = choice.option.and_then(|index| ctx.model().options.items.get(index));
    let is_mentioned = |option: &MatrixOption| {
        item.is_some_and(|item| item.mentions.iter().any(|mention| mention.range == option.range))
    };
    let by_mention = matrix.options.iter().find(|option| is_mentioned(option));
    let mut by_name = matrix.options.iter().filter(|option| same_option(ctx.grammars(), &option.name, &choice.name));
    by_mention.or_else(|| by_name.next().filter(|_| by_name.next().is_none()))
}

/// Whether it is said why `best` was not taken: beside the choice, wherever the decision speaks of it, or where scores are
/// spoken of.
fn is_explained(ctx: &Ctx<'_>, choice: &Choice, matrix: &Matrix, best: &MatrixOption) -> bool {
    let name = normal_name(&best.name);
    let names_best = |text: &str| format!(" {} ", normal_name(text)).contains(&format!(" {name} "));
    let speaks_of_scores = |text: &str| [Cue::ScaleWord, Cue::Summed].iter().any(|cue| ctx.says(*cue, text));
    let own = ctx.model().sections.iter().filter(|slot| slot.head != Head::Field);
    own.into_iter().any(|slot| {
        let is_decision = slot.roles.contains(&Role::Decision) || slot.body.contains_range(choice.range);
        let is_near = is_decision || slot.body.contains_range(matrix.range);
        is_near
            && paragraphs(ctx, slot.body).any(|range| {
                let text = range.of(ctx.text());
                let is_beside = range.contains_range(choice.range);
                ctx.says(Cue::Explained, text) && (is_beside || speaks_of_scores(text))
                    || is_decision && names_best(text)
            })
    })
}

fn paragraphs<'c>(ctx: &'c Ctx<'_>, body: TextRange) -> impl Iterator<Item = TextRange> + 'c {
    let blocks = ctx.parse().tree().iter().filter(|(_, block)| block.kind == BlockKind::Paragraph);
    blocks.map(|(_, block)| block.range).filter(move |range| body.contains_range(*range))
}

/// The edit that begins the sentence, behind the paragraph of the choice.
fn sentence(ctx: &Ctx<'_>, choice: &Choice, best: &MatrixOption) -> Option<TextEdit> {
    let prompt = without_tab_stops(&ctx.document().kind()?.spec.rejection_prompt);
    let (_, prompt) = prompt.split_once(": ")?;
    let paragraph =
        paragraphs(ctx, TextRange::new(0, ctx.text().len())).find(|range| range.contains_range(choice.range))?;
    let end = paragraph.trim(ctx.text()).end;
    let ends = TextRange::new(paragraph.start, end).of(ctx.text()).ends_with(['.', '!', '?']);
    let stop = if ends { "" } else { "." };
    Some(TextEdit::insert(end, format!("{stop} Although {} scores higher, it was not taken: {prompt}", best.name)))
}
