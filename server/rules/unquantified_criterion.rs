//! A criterion that asks for a number has none.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form, ItemSpec};
use crate::model::{CriterionAnswer, is_quantified, labelled, measures, prompt_before};
use crate::syntax::BlockKind;
use crate::text::TextRange;

declare_rule! {
    code: "unquantified-criterion",
    summary: "a criterion that asks for a number has none",
    docs: "\
`fast` and `cheap` win every argument and settle none. Performance, cost and scale targets are asked for as numbers, \
because a number can be measured again in a year.

A number in the same item or cell counts, and so does a measurement in the text of the same section. Criteria that \
are told in words by their nature, such as risk, are not asked.

Write the number with its unit and its load: `120 ms p99 at 400 requests/s`. A rough one, marked `~`, beats an adjective.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Performance | good | very fast | poor |\n| Complexity | 2 | 5 | 1 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Performance | 40 ms p99 | 9 ms p99 | as today |\n| Complexity | 2 | 5 | 1 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Info,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let (model, grammars) = (ctx.model(), ctx.grammars());
    for item in model.demanded_criteria(grammars).into_iter().flat_map(|section| &section.items).filter(|item| item.form == Form::Quantified) {
        let answers: Vec<CriterionAnswer<'_>> = model
            .answers_to(item)
            .filter(|answer| answer.is_answered(grammars) && !ctx.is_unwritten(answer.score.range))
            .collect();
        // the cells of one row together, then the next row
        for row in answers.chunk_by(|one, other| one.name_range == other.name_range) {
            of_row(ctx, item, row, &answers);
        }
    }
    of_targets(ctx);
}

/// One report for a row without any number, else one for each cell that lacks its own.
fn of_row(ctx: &mut Ctx<'_>, item: &ItemSpec, row: &[CriterionAnswer<'_>], all: &[CriterionAnswer<'_>]) {
    let lacks = |ctx: &Ctx<'_>, answer: &CriterionAnswer<'_>| {
        answer.score.value.is_none()
            && answer.score.unit.is_none()
            && !is_quantified(ctx.grammars(), &answer.score.raw)
            && !is_measured_beside(ctx, answer)
            && !all.iter().any(|other| other.speaks_of_same(answer) && measures(ctx.grammars(), &other.score.raw))
    };
    let lacking: Vec<_> = row.iter().filter(|answer| lacks(ctx, answer)).collect();
    if lacking.len() == row.len() && row.len() > 1 {
        let Some(first) = row.first() else { return };
        let message = format!("`{}` has no number for any option: measure it, with its unit", first.name);
        let (titles, edits): (Vec<_>, Vec<_>) =
            lacking.iter().filter_map(|answer| prompt_before(item, answer.score.range)).unzip();
        let report = ctx.report(first.name_range, message).help(item.guidance.trim()).framework_demand();
        match titles.into_iter().next() {
            Some(title) => report.fix_unsafe(title, edits).done(),
            None => report.done(),
        }
        return;
    }
    for answer in lacking {
        let of = answer.option.map(|option| format!(" of `{}`", option.name)).unwrap_or_default();
        let message = format!("`{}`{of} has no number: measure it, with its unit", answer.name);
        one(ctx, item, answer.score.range, message);
    }
}

/// One value without a number, with the template's prompt to put before it.
fn one(ctx: &mut Ctx<'_>, item: &ItemSpec, value: TextRange, message: String) {
    let report = ctx.report(value, message).help(item.guidance.trim()).framework_demand();
    match prompt_before(item, value) {
        Some((title, edit)) => report.fix_unsafe(title, vec![edit]).done(),
        None => report.done(),
    }
}

/// Whether the running text of the same section measures something; labelled items speak for themselves only.
fn is_measured_beside(ctx: &Ctx<'_>, answer: &CriterionAnswer<'_>) -> bool {
    let section = ctx.outline().at(answer.score.range.start).and_then(|id| ctx.outline().get(id));
    let Some(own) = section.map(|section| section.own) else { return false };
    let labels = labelled(ctx.parse(), own);
    let is_prose = |range: TextRange| labels.iter().all(|item| !range.contains_range(item.label));
    let paragraphs = ctx.parse().tree().roots().filter(|(_, block)| block.kind == BlockKind::Paragraph);
    let mut own = paragraphs.filter(|(_, block)| own.contains_range(block.range) && is_prose(block.range));
    own.any(|(_, block)| measures(ctx.grammars(), block.range.of(ctx.text())))
}

/// Targets that are to go from a number to a number.
fn of_targets(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    for slot in &model.sections {
        let Some(spec) = model.spec(slot).filter(|spec| spec.items.iter().any(|item| item.form == Form::Change)) else {
            continue;
        };
        for found in labelled(ctx.parse(), slot.body) {
            let (label, value) = (found.label.of(ctx.text()), found.value.of(ctx.text()));
            let item = spec.items.iter().find(|item| item.form == Form::Change && item.is_called(label));
            let is_open = value.is_empty()
                || ctx.is_unwritten(found.value)
                || is_prompt(value)
                || ctx.grammars().is(Cue::Stub, value)
                || ctx.grammars().is(Cue::None, value);
            let Some(item) = item.filter(|_| !is_open && !is_quantified(ctx.grammars(), value)) else { continue };
            let message = format!("`{label}` has no number: say from what to what");
            one(ctx, item, found.value, message);
        }
    }
}

/// `[X] → [Y]`: nothing but brackets to fill in.
fn is_prompt(value: &str) -> bool {
    let mut depth = 0_usize;
    let mut is_filled = false;
    for character in value.chars() {
        match character {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => is_filled |= depth == 0 && character.is_alphanumeric(),
        }
    }
    !is_filled && value.contains(['[', '{'])
}
