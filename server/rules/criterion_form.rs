//! A criterion is answered in a form that says nothing.

use super::{Class, Ctx, Severity};
use crate::grammar::{Form, ItemSpec};
use crate::model::{prompt_before, CriterionAnswer, Exact, Matrix, MatrixForm, answers, names_risk, states_duration};

declare_rule! {
    code: "criterion-form",
    summary: "a criterion is not answered in the form it asks for",
    docs: "\
Options can only be held against each other when the same question gets the same kind of answer: complexity a number \
from 1 to 10, time to implement a span of time, risk the thing that may happen, reversibility a yes, partly or no.

`Medium` says how big a risk is and not what to watch; `soon` is no plan. A reason beside the value is welcome: \
`4 -- two new services`. Where a matrix scores its options, a score is an answer to every criterion.

Write the value that the criterion asks for.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Complexity | low | 5 | 1 |\n| Time to implement | soon | 3 weeks | 0 weeks |\n| Risk | table bloat | Medium | lost jobs |\n\
          | Reversibility | Yes | maybe | Yes |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Complexity | 2 | 5 -- a new cluster | 1 |\n| Time to implement | 1 week | 3 weeks | 0 weeks |\n\
           | Risk | table bloat | Medium: split brain | lost jobs |\n| Reversibility | Yes | Partly: the clients stay | Yes |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let (model, grammars) = (ctx.model(), ctx.grammars());
    for item in model.demanded_criteria(grammars).into_iter().flat_map(|section| &section.items) {
        let all: Vec<CriterionAnswer<'_>> =
            model
            .answers_to(item)
            .filter(|answer| answer.is_answered(grammars) && !ctx.is_unwritten(answer.score.range))
            .collect();
        for answer in &all {
            let Some((wrong, wanted)) = wrong_form(ctx, item, answer) else { continue };
            // words beside a table that has the value are a summary of it
            let is_said = |other: &&CriterionAnswer<'_>| other.speaks_of_same(answer) && is_right(ctx, item, other);
            if answer.score.value.is_none() && all.iter().any(|other| is_said(&other)) {
                continue;
            }
            let message = format!("`{}` for `{}` {wrong}: {wanted}", shown(&answer.score.raw), answer.name);
            let mut report = ctx.report(answer.score.range, message).help(item.guidance.trim());
            if let Some(option) = answer.option {
                report = report.related(option.range, "the option").related(answer.name_range, "the criterion");
            }
            if let Some((title, edit)) = prompt_before(item, answer.score.range) {
                report = report.fix_unsafe(title, vec![edit]);
            }
            report.framework_demand().done();
        }
    }
}

/// Whether an answer has the form by itself, and not only because everything is scored there.
fn is_right(ctx: &Ctx<'_>, item: &ItemSpec, answer: &CriterionAnswer<'_>) -> bool {
    let is_comparison = answer.matrix.is_none_or(|matrix| matrix.form == MatrixForm::Comparison);
    is_comparison && wrong_form(ctx, item, answer).is_none()
}

/// What is wrong with an answer, and what is wanted.
fn wrong_form(ctx: &Ctx<'_>, item: &ItemSpec, answer: &CriterionAnswer<'_>) -> Option<(&'static str, &'static str)> {
    let (grammars, raw) = (ctx.grammars(), answer.score.raw.as_str());
    let is_score =
        answer.score.value.is_some() && answer.matrix.is_some_and(|matrix| matrix.form == MatrixForm::Scoring);
    match item.form {
        Form::Score if !is_one_to_ten(answer) => {
            Some(("is no number from 1 to 10", "write one, and the reason beside it"))
        }
        Form::Duration if !is_score && !states_duration(grammars, raw) => {
            Some(("names no span of time", "say how long, such as `3 weeks`"))
        }
        Form::Risks if !is_score && !names_risk(grammars, item, raw) => {
            Some(("names no risk", "say what may happen"))
        }
        Form::Answer if !is_score && !answers(grammars, raw) => {
            Some(("is no answer", "say yes, partly or no, and how"))
        }
        _ => None,
    }
}

/// A number from 1 to 10. Where the other cells of a scoring lie on a longer scale, so may this one.
fn is_one_to_ten(answer: &CriterionAnswer<'_>) -> bool {
    let Some(value) = answer.score.value else { return false };
    (Exact::ONE..=Exact::whole(10)).contains(&value) && answer.score.unit.is_none() || answer.matrix.is_some_and(has_longer_scale)
}

fn has_longer_scale(matrix: &Matrix) -> bool {
    let values = || matrix.options.iter().flat_map(|option| &option.scores).filter_map(|score| score.value);
    matrix.form == MatrixForm::Scoring && values().filter(|value| *value > Exact::whole(10)).count() * 2 > values().count()
}

/// The first words of an answer, enough to know it by.
fn shown(raw: &str) -> String {
    let line = raw.lines().next().unwrap_or_default().replace('`', "");
    let line = line.trim_matches(['*', '_', ' ', '\t']);
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or("").trim_end()),
        None => line.to_owned(),
    }
}
