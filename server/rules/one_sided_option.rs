//! Pros and cons that were written for the outcome.

use super::{Ctx, Severity};
use crate::model::{Arguments, DecisionOption, OptionSource, arguments};

declare_rule! {
    code: "one-sided-option",
    summary: "the chosen option has no cons, or another one no pros",
    docs: "\
An option without a single drawback was not looked at closely, and one without a single advantage would not have been \
listed. Arguments of that sort were collected after the decision, and the readers can tell.

Looked at are options with lists of pros and cons, where two at least have one.

Ask the people who would have chosen otherwise.",
    bad: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n## Considered Options\n\n* Redis\n* Memcached\n* Files\n\n\
          ## Decision Outcome\n\nChosen option: \"Redis\", because we run it already.\n\n## Pros and Cons of the Options\n\n\
          ### Redis\n\n* Good, because we run it\n* Good, because it is quick\n\n### Memcached\n\n* Good, because it is small\n* Bad, because it forgets\n\n### Files\n\n* Good, because they are there\n* Bad, because they are slow\n",
    good: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n## Considered Options\n\n* Redis\n* Memcached\n* Files\n\n\
           ## Decision Outcome\n\nChosen option: \"Redis\", because we run it already.\n\n## Pros and Cons of the Options\n\n\
           ### Redis\n\n* Good, because we run it\n* Bad, because its memory is full at 16 GB\n\n### Memcached\n\n* Good, because it is small\n* Bad, because it forgets\n\n### Files\n\n* Good, because they are there\n* Bad, because they are slow\n",
    severity: Severity::Hint,
}

fn check(ctx: &mut Ctx<'_>) {
    if !ctx.document().kind().is_some_and(|kind| ctx.config().min_options(&kind.spec).is_some()) {
        return;
    }
    let options = &ctx.model().options;
    let Some(chosen) = options.chosen.as_ref().and_then(|choice| choice.option) else { return };
    let weighed: Vec<(usize, &DecisionOption, Arguments)> =
        options.items.iter().enumerate().map(|(index, item)| (index, item, of_option(ctx, item))).filter(|(.., found)| found.are_marked()).collect();
    if weighed.len() < 2 {
        return;
    }
    for (index, item, found) in weighed {
        // what does not say which side it is on may be on either
        let is_open = found.plain + found.neutral > 0;
        let message = match (index == chosen, found.pros, found.cons) {
            _ if is_open => continue,
            (true, 1.., 0) => format!("`{}` was chosen and has no cons: ask who would have chosen otherwise", item.name),
            (false, 0, 1..) => format!("`{}` has no pros: ask who would have chosen it, or leave it out", item.name),
            _ => continue,
        };
        let place = item.mentions.iter().find(|mention| mention.source == OptionSource::ProsAndCons).map_or(item.range, |mention| mention.range);
        ctx.report(place, message).hint();
    }
}

fn of_option(ctx: &Ctx<'_>, item: &DecisionOption) -> Arguments {
    let places = item.mentions.iter().filter(|mention| !matches!(mention.source, OptionSource::Chosen | OptionSource::Matrix | OptionSource::Proposal));
    let found = places.map(|mention| arguments(ctx.grammars(), ctx.parse(), mention.body));
    found.max_by_key(|found| found.pros + found.cons).unwrap_or_default()
}
