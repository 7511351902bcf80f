//! The decision takes an option that its matrix does not put first, and does not say why.

use super::{Ctx, Severity};
use crate::grammar::Cue;

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
    if ctx.document_says(Cue::LowerBetter) {
        return;
    }
    let model = ctx.model();
    let Some(pick) = model.unexplained_pick(ctx.grammars(), ctx.parse()) else { return };
    let (Some(own), Some(top)) = (pick.own.computed_total, pick.best.computed_total) else { return };
    let message = format!(
        "`{}` is chosen with {own} points, and `{}` has {top}: say why the higher score was not taken",
        pick.choice.name, pick.best.name
    );
    let edit = model.explanation(ctx.parse(), &pick);
    let report = ctx.report(pick.choice.range, message).related(pick.best.range, "the best by its scores");
    match edit {
        Some(edit) => report.fix_unsafe("Say why not, to be filled in", vec![edit]).done(),
        None => report.done(),
    }
}
