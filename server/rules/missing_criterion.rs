//! A criterion that every decision is weighed by is not among those of the document.

use super::{Class, Ctx, Severity};
use crate::grammar::{ItemSpec, Slot, SlotState};
use crate::model::{added_criterion, without_tab_stops};
use crate::syntax::BlockKind;
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "missing-criterion",
    summary: "one of the framework's criteria is weighed nowhere",
    docs: "\
Six questions decide most decisions: how fast, how dear, how complex, how long, how risky, and whether there is a way \
back. The one that nobody asked is the one that comes back a year later.

A criterion counts wherever it is weighed: as a row or a column of a matrix, as a labelled item under the options, or \
in the list of criteria; under any of its usual names (`Effort` is time to implement, `Lock-in` is reversibility).

Add the criterion. If it makes no difference here, give it a row and say so: that is an answer, too.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Performance | 40 ms | 9 ms | 40 ms |\n| Cost | $0/month | $90/month | $0/month |\n| Complexity | 2 | 5 | 1 |\n\
          | Time to implement | 1 week | 3 weeks | 0 weeks |\n| Risk | table bloat | split brain | lost jobs |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Performance | 40 ms | 9 ms | 40 ms |\n| Cost | $0/month | $90/month | $0/month |\n| Complexity | 2 | 5 | 1 |\n\
           | Time to implement | 1 week | 3 weeks | 0 weeks |\n| Risk | table bloat | split brain | lost jobs |\n\
           | Reversibility | Yes: drain and switch | Yes | Yes |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    let Some(section) = model.demanded_criteria(ctx.grammars()) else { return };
    let slot = model.sections.iter().find(|slot| model.spec(slot).is_some_and(|spec| spec.id == section.id));
    let has_matrix = !model.matrices.is_empty();
    // an empty section is another rule's business, and so is one that is not there
    let is_written = slot.is_some_and(|slot| matches!(slot.state, SlotState::Filled | SlotState::Placeholder));
    if !has_matrix && !is_written {
        return;
    }
    let required = section.items.iter().filter(|item| item.required);
    let missing: Vec<&ItemSpec> = required.filter(|item| !model.is_weighed(ctx.grammars(), ctx.text(), item)).collect();
    let Some(place) = slot.map(|slot| slot.head_range).or_else(|| first_line_of_matrix(ctx)) else { return };
    for item in missing {
        let (message, edits) = (format!("no option is weighed by `{}`: add it", item.title), additions(ctx, slot, item));
        let mut report = ctx.report(place, message).help(item.guidance.trim()).dialect_demand();
        if !edits.is_empty() {
            report = report.fix(format!("Add the criterion `{}`", item.title), edits);
        }
        report.framework_demand().done();
    }
}

fn first_line_of_matrix(ctx: &Ctx<'_>) -> Option<TextRange> {
    let range = ctx.model().matrices.first()?.range;
    let length = range.of(ctx.text()).lines().next().map_or(0, str::len);
    Some(TextRange::new(range.start, range.start + length))
}

/// A row, a column or items in the first matrix that has a place for them, else an item in the section's list.
fn additions(ctx: &Ctx<'_>, slot: Option<&Slot>, item: &ItemSpec) -> Vec<TextEdit> {
    let model = ctx.model();
    let in_matrix = model.matrices.iter().map(|matrix| added_criterion(ctx.parse(), matrix, item));
    let edits = in_matrix.into_iter().find(|edits| !edits.is_empty());
    edits.unwrap_or_else(|| in_list(ctx, slot, item).into_iter().collect())
}

fn in_list(ctx: &Ctx<'_>, slot: Option<&Slot>, item: &ItemSpec) -> Option<TextEdit> {
    let slot = slot?;
    let lists = ctx.parse().tree().roots().filter(|(_, block)| matches!(block.kind, BlockKind::List { ordered: false }));
    let (_, last) = lists.filter(|(_, block)| slot.body.contains_range(block.range)).last()?;
    let marker = last.range.of(ctx.text()).chars().next().unwrap_or('-');
    let prompt = without_tab_stops(&item.skeleton);
    Some(TextEdit::insert(last.range.end, format!("\n{marker} {}: {prompt}", item.title)))
}
