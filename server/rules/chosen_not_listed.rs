//! What was chosen is none of the options.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, normal_name};
use crate::model::{DecisionOption, OptionSource, same_option};
use crate::text::TextEdit;

declare_rule! {
    code: "chosen-not-listed",
    summary: "the chosen option is none of those that were weighed",
    docs: "\
A choice that is not among the options was never weighed: either the name changed on the way, or the real option is \
missing from the list and from the comparison.

Only a choice in as many words (`Chosen option: …`) is looked at. A hybrid of the options, or several of them taken \
together, is fine, and so is a shorter form of a listed name.

Take the name from the list, or add the option to it.",
    bad: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n\
          ## Considered Options\n\n* Redis\n* Memcached\n* No cache\n\n## Decision Outcome\n\nChosen option: \"Hazelcast\", because it scales out.\n",
    good: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n\
           ## Considered Options\n\n* Redis\n* Memcached\n* No cache\n\n## Decision Outcome\n\nChosen option: \"Redis\", because we run it.\n",
    severity: Severity::Error,
    class: Class::Correctness,
    kinds: &["adr"],
}

fn check(ctx: &mut Ctx<'_>) {
    let options = &ctx.model().options;
    let Some(choice) = options.chosen.as_ref().filter(|choice| choice.is_explicit && choice.option.is_none()) else { return };
    let listed: Vec<&DecisionOption> = options.items.iter().filter(|item| is_listed(item)).collect();
    if listed.len() < 2 || ctx.says(Cue::Hybrid, &choice.name) || names_some(ctx, &choice.name, &listed) {
        return;
    }
    let (place, first) = (choice.range, listed.first().map_or(choice.range, |item| item.range));
    let message = format!("`{}` is none of the {} options: choose one of them, or add it", choice.name, listed.len());
    let mut report = ctx.report(place, message).related(first, "the options begin here");
    for item in listed {
        report = report.fix_unsafe(format!("Choose `{}`", item.name), vec![TextEdit::replace(place, item.name.clone())]);
    }
    report.done();
}

fn is_listed(item: &DecisionOption) -> bool {
    item.mentions.iter().any(|mention| !matches!(mention.source, OptionSource::Chosen | OptionSource::Proposal))
}

/// Whether a part of the choice is an option, or shares its telling words: `Redis for sessions, files for the rest`.
fn names_some(ctx: &Ctx<'_>, choice: &str, listed: &[&DecisionOption]) -> bool {
    let name = normal_name(choice);
    let parts = name.split(" and ").flat_map(|part| part.split(" with ")).flat_map(|part| part.split(" for "));
    let same = |part: &str| listed.iter().any(|item| same_option(ctx.grammars(), part, &item.name));
    let shares = |item: &&DecisionOption| {
        let words = normal_name(&item.name);
        let telling = words.split(' ').filter(|word| word.len() > 3);
        let (all, shared) = telling.fold((0, 0), |(all, shared), word| (all + 1, shared + usize::from(name.split(' ').any(|w| w == word))));
        all > 0 && shared * 2 >= all
    };
    parts.into_iter().any(same) || listed.iter().any(shares)
}
