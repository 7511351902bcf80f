//! The criteria of a matrix are not those that the document lists.

use super::{Ctx, Severity};
use crate::grammar::{Head, Role, normal_name};
use crate::model::{CriterionMention, CriterionName, added_named_criterion, as_markdown};
use crate::syntax::{BlockKind, Inline};
use crate::text::TextRange;

declare_rule! {
    code: "matrix-criterion-undefined",
    summary: "a matrix weighs by other criteria than the document lists",
    docs: "\
Criteria are agreed on before anything is scored. One that turns up in the matrix only was added later, perhaps because \
of what it favours; one that is listed and never scored was dropped without a word.

Only lists of criteria are looked at of which the matrix takes at least half, and three or more: a list of other \
things is none. Names are compared by their words, so `Read latency` and `Latency of reads` are one. Decision drivers count \
where the matrix takes three of them, and half, word for word.

Score the criterion, define it, or take it out.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n- **Throughput**: jobs a second on one node\n- **Simplicity**: what is new to run\n\
          - **Ordering**: jobs of one customer in order\n- **Price**: a month\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n| Ordering | 4 | 4 | 1 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n- **Throughput**: jobs a second on one node\n- **Simplicity**: what is new to run\n\
           - **Ordering**: jobs of one customer in order\n- **Price**: a month\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n| Ordering | 4 | 4 | 1 |\n| Price | 5 | 3 | 5 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Info,
    kinds: &["adr"],
}

/// So many criteria of a list at least are in the matrix, or it is a list of something else.
const ENOUGH: usize = 3;

fn check(ctx: &mut Ctx<'_>) {
    drivers(ctx);
    let model = ctx.model();
    // where several matrices share one list, it is not told which of them takes what
    let [matrix] = model.matrices.as_slice() else { return };
    let names = model.criterion_names(ctx.grammars());
    let listed: Vec<(&CriterionMention, CriterionName)> =
        model.named_criteria().into_iter().map(|mention| (mention, names.of(&mention.name))).collect();
    let scored: Vec<CriterionName> = matrix.criteria.iter().map(|criterion| names.of(&criterion.name)).collect();
    let is_scored = |name: &CriterionName| scored.iter().any(|own| own.is_one(name));
    let taken = listed.iter().filter(|(_, name)| is_scored(name)).count();
    if taken < ENOUGH || taken * 2 < listed.len() || taken * 2 < matrix.criteria.len() {
        return;
    }
    for (mention, _) in listed.iter().filter(|(_, name)| !is_scored(name)) {
        let message = format!("`{}` is a criterion and scored nowhere: add it to the matrix, or take it out", mention.name);
        let edits = added_named_criterion(ctx.parse(), matrix, &as_markdown(&mention.name), "");
        let report = ctx.report(mention.range, message);
        if edits.is_empty() { report.done() } else { report.fix_unsafe("Add it to the matrix", edits).done() }
    }
    for (criterion, name) in matrix.criteria.iter().zip(&scored) {
        if !listed.iter().any(|(_, own)| own.is_one(name)) {
            let message = format!("`{}` is scored and not among the criteria: say what it means", criterion.name);
            ctx.report(criterion.range, message).done();
        }
    }
}

/// A driver that is scored nowhere, where the matrix takes the others word for word.
fn drivers(ctx: &mut Ctx<'_>) {
    let [matrix] = ctx.model().matrices.as_slice() else { return };
    let scored: Vec<String> = matrix.criteria.iter().map(|criterion| normal_name(&criterion.name)).collect();
    let listed: Vec<(String, TextRange)> = listed_drivers(ctx);
    let is_scored = |name: &String| scored.contains(&normal_name(name));
    let taken = listed.iter().filter(|(name, _)| is_scored(name)).count();
    if taken < ENOUGH || taken * 2 < listed.len() {
        return;
    }
    let names = ctx.model().criterion_names(ctx.grammars());
    let own: Vec<CriterionName> = matrix.criteria.iter().map(|criterion| names.of(&criterion.name)).collect();
    let is_named = |name: &str| own.iter().any(|own| own.is_one(&names.of(name)));
    let missing: Vec<_> = listed.into_iter().filter(|(name, _)| !is_scored(name) && !is_named(name)).collect();
    for (name, range) in missing {
        let message = format!("`{name}` is a driver and scored nowhere: add it to the matrix, or take it out");
        ctx.report(range, message).done();
    }
}

/// The items of the lists of drivers: what stands before a colon, else all of it.
fn listed_drivers(ctx: &Ctx<'_>) -> Vec<(String, TextRange)> {
    let own = ctx.model().sections.iter().filter(|slot| slot.roles == [Role::Drivers] && slot.head != Head::Field);
    let tree = ctx.parse().tree();
    let items = own.flat_map(|slot| tree.inside(slot.body)).filter(|(_, b)| matches!(b.kind, BlockKind::Item { .. }));
    let first = items.filter_map(|(id, _)| tree.children(id).find(|(_, child)| child.kind == BlockKind::Paragraph));
    let names = first.map(|(_, text)| {
        let plain = Inline::read(ctx.parse(), text.range).plain;
        let name = plain.split_once(": ").map_or(plain.as_str(), |(name, _)| name);
        (name.split_whitespace().collect::<Vec<_>>().join(" "), text.range)
    });
    names.collect()
}
