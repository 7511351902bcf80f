//! Two options are so close that the matrix decides nothing, and nobody says what does.

use super::{Ctx, Severity};
use crate::grammar::{Cue, Role};
use crate::model::{Exact, Lead, Matrix};
use crate::syntax::BlockKind;
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "matrix-close-call",
    summary: "the two best options are close to one another, and nothing is said of that",
    docs: "\
Scores are given in whole points and weights by rule of thumb: a lead of a few per cent turns round when one of them is \
given by somebody else. A tie decides nothing at all.

What would settle it is worth a sentence: which weight or score turns the order round, what decides between the two, which \
of them is the fallback. Any word of it silences this.

Say how sure the result is, and what decides. `close-call` in `staffwork.toml` says from how many per cent on a lead is one \
(5 without it; 0 asks about ties only).",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
          | Throughput | 60% | 4 | 5 | 1 |\n| Simplicity | 40% | 5 | 3 | 4 |\n| Total | | 4.4 | 4.2 | 2.2 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
           | Throughput | 60% | 4 | 5 | 1 |\n| Simplicity | 40% | 5 | 3 | 4 |\n| Total | | 4.4 | 4.2 | 2.2 |\n\n\
           The margin is narrow: from 67% for throughput on, RabbitMQ leads.\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Info,
}

fn check(ctx: &mut Ctx<'_>) {
    for matrix in ctx.model().matrices.iter().filter(|matrix| matrix.adds_up()) {
        let Some(lead) = matrix.lead().filter(|lead| is_close(ctx, lead)) else { continue };
        let is_settled = is_discussed(ctx, matrix) || ctx.document_says(Cue::LowerBetter);
        if is_settled || ctx.says(Cue::StatusQuo, &lead.runner_up.name) {
            continue;
        }
        let (winner, other) = (&lead.winner.name, &lead.runner_up.name);
        let message = if lead.margin == Exact::ZERO {
            format!("`{winner}` and `{other}` are level: say what decides between them")
        } else {
            let percent = lead.percent.and_then(|percent| percent.rounded(1)).unwrap_or_default();
            format!("`{winner}` is {percent} % ahead of `{other}`: say how sure that is, and what decides")
        };
        let help = matrix.sensitivity_told().into_iter().next();
        let level = if lead.margin == Exact::ZERO { matrix.lead_told() } else { None };
        let said = help.clone().or(level);
        let fix = said.and_then(|said| Some((note(ctx, matrix, &said)?, format!("Write below the matrix: {said}"))));
        let mut report = ctx.report(lead.winner.range, message).related(lead.runner_up.range, "the runner-up");
        if let Some(help) = help {
            report = report.help(help);
        }
        match fix {
            Some((edit, title)) => report.fix_unsafe(title, vec![edit]).done(),
            None => report.done(),
        }
    }
}

/// The edit that writes what is `said` below the table, with a place for what decides.
fn note(ctx: &Ctx<'_>, matrix: &Matrix, said: &str) -> Option<TextEdit> {
    let table = matrix.table(ctx.parse())?;
    let lines = ctx.parse().lines();
    let is_at_margin = lines.start(lines.line(table.range.start)) == table.range.start;
    let decider = &ctx.grammars().vocabulary.matrix.decider;
    is_at_margin.then(|| TextEdit::insert(table.range.end, format!("\n\n{said} {decider}")))
}

fn is_close(ctx: &Ctx<'_>, lead: &Lead<'_>) -> bool {
    lead.percent.is_some_and(|percent| percent <= Exact::from(ctx.config().close_call.0))
}

/// Whether the decision, or the section of the matrix, speaks of how sure the result is.
fn is_discussed(ctx: &Ctx<'_>, matrix: &Matrix) -> bool {
    let own = ctx.model().sections.iter().filter(|slot| {
        slot.roles.contains(&Role::Decision)
            || slot.roles.contains(&Role::Criteria)
            || slot.body.contains_range(matrix.range)
    });
    let says = |range: TextRange| ctx.says_in(Cue::Sensitivity, range);
    let is_prose = |kind: &BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Heading { .. });
    let mut blocks = own.flat_map(|slot| ctx.parse().tree().inside(slot.body));
    blocks.any(|(_, block)| is_prose(&block.kind) && says(block.range))
}
