//! An option is listed, and nothing says what it is.

use super::{Ctx, Severity};
use crate::model::{DecisionOption, OptionSource, added_part, option_entry, same_option, without_tab_stops};
use crate::text::TextEdit;
use crate::workspace::Profile;

declare_rule! {
    code: "option-without-body",
    summary: "an option is listed and never described",
    docs: "\
A name is no option: two readers of \"Use a queue\" have two queues in mind, and weigh two different things.

A description in one line behind the name is enough, and so are pros and cons or a place in the matrix. Outside the \
profile `full` this is a hint, and only where the other options are described.

Say in one or two sentences how it would work here.",
    bad: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n## Considered Options\n\n\
          * Redis: we run it already, and it answers within a millisecond\n* Memcached: forgets everything at each restart of the node\n* Hazelcast\n\n\
          ## Decision Outcome\n\nChosen option: \"Redis\", because we run it already.\n",
    good: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n## Considered Options\n\n\
           * Redis: we run it already, and it answers within a millisecond\n* Memcached: forgets everything at each restart of the node\n* Hazelcast: a grid of three nodes inside the web process\n\n\
           ## Decision Outcome\n\nChosen option: \"Redis\", because we run it already.\n",
    severity: Severity::Info,
    kinds: &["adr"],
}

fn check(ctx: &mut Ctx<'_>) {
    let options = &ctx.model().options.items;
    let bare: Vec<&DecisionOption> = options.iter().filter(|item| !is_described(ctx, item)).collect();
    let is_full = ctx.config().profile == Profile::Full;
    if !is_full && bare.len() * 2 >= options.len() {
        return;
    }
    for item in bare {
        let edit = mended(ctx, item);
        let mut report = ctx.report(item.range, format!("`{}` is never described: say how it would work here", item.name));
        if let Some(edit) = edit {
            report = report.fix_unsafe("Leave room for a description", vec![edit]);
        }
        if is_full { report.done() } else { report.hint() }
    }
}

/// Words: a longer name says what it is.
const MOST_OF_A_NAME: usize = 4;

/// Whether there is a word about an option besides its name.
fn is_described(ctx: &Ctx<'_>, item: &DecisionOption) -> bool {
    let is_weighed = || ctx.model().matrices.iter().flat_map(|matrix| &matrix.options).any(|option| same_option(ctx.grammars(), &option.name, &item.name));
    let own = item.name.split_whitespace().count();
    let says = |written: &str| written.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() >= own + 2;
    let of_words = |source: OptionSource| !matches!(source, OptionSource::Chosen | OptionSource::Matrix);
    item.is_status_quo
        || own > MOST_OF_A_NAME
        || item.mentions.iter().filter(|mention| of_words(mention.source)).any(|mention| {
            mention.source == OptionSource::Proposal || says(mention.range.cover(mention.body).of(ctx.text())) || has_text_below(ctx, mention.body)
        })
        || is_weighed()
        || ctx.is_unwritten(item.range)
}

/// Whether a lead-in is followed by text of its own.
fn has_text_below(ctx: &Ctx<'_>, body: crate::text::TextRange) -> bool {
    let is_lead = ctx.text().get(body.end..).is_some_and(|rest| !rest.trim_start().starts_with(['#', '-', '*', '|', '+']) && !rest.trim().is_empty());
    let in_list = ctx.parse().tree().at(body.start).is_some_and(|id| ctx.parse().tree().ancestors(id).next().is_some());
    is_lead && !in_list
}

/// The edit that leaves room for a description, in the form of the option.
fn mended(ctx: &Ctx<'_>, item: &DecisionOption) -> Option<TextEdit> {
    let written = without_tab_stops(&ctx.document().kind()?.spec.description_prompt);
    let (label, prompt) = written.split_once(": ")?;
    added_part(ctx.parse(), &option_entry(ctx.text(), item)?, label, prompt)
}
