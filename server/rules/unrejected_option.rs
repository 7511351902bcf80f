//! An option was not taken, and nobody says why.

use super::{Ctx, Severity};
use crate::grammar::{Cue, Head, Role, normal_name};
use crate::model::{DecisionOption, OptionSource, added_part, option_entry, same_option, without_tab_stops};
use crate::syntax::without_comments;
use crate::text::{TextEdit, TextRange};
use crate::workspace::Profile;
use std::cell::LazyCell;

declare_rule! {
    code: "unrejected-option",
    summary: "an option that was not taken has no reason against it",
    docs: "\
The reasons against the options that lost are what saves the next team from weighing them again. An option that is \
only named may have been weighed or forgotten; nobody can tell.

Any words about it count: a description, pros and cons, a row or column of a matrix, a sentence in the decision. Where \
nothing is said of any of them, that is told in the profile `full` only.

Say in one line why it was not taken.",
    bad: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n## Considered Options\n\n\
          * Redis: we run it already, and it answers within a millisecond\n* Memcached: forgets everything at each restart of the node\n* Hazelcast\n\n\
          ## Decision Outcome\n\nChosen option: \"Redis\", because we run it already.\n",
    good: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n## Considered Options\n\n\
           * Redis: we run it already, and it answers within a millisecond\n* Memcached: forgets everything at each restart of the node\n* Hazelcast: nobody here has run it, and a licence costs $900 a month\n\n\
           ## Decision Outcome\n\nChosen option: \"Redis\", because we run it already.\n",
    severity: Severity::Info,
}

/// So many words about an option say something of it.
const TELLING: usize = 8;

fn check(ctx: &mut Ctx<'_>) {
    if ctx.document().kind().is_none_or(|kind| ctx.config().min_options(&kind.spec).is_none()) {
        return;
    }
    let options = &ctx.model().options;
    let Some(chosen) = options.chosen.as_ref().and_then(|choice| options.items.get(choice.option?)) else { return };
    let is_rival = |item: &&DecisionOption| {
        item.range != chosen.range && item.mentions.iter().all(|mention| mention.source != OptionSource::Proposal)
    };
    let rivals: Vec<&DecisionOption> = options.items.iter().filter(is_rival).collect();
    let elsewhere = LazyCell::new(|| elsewhere(ctx));
    let open: Vec<&DecisionOption> = rivals.iter().copied().filter(|item| !is_argued(ctx, item, &elsewhere)).collect();
    let Some(slot) = ctx.section(Role::Options).filter(|slot| slot.head != Head::Field) else { return };
    if open.len() == rivals.len() && ctx.config().profile != Profile::Full {
        return;
    }
    if open.len() == rivals.len() && open.len() >= 2 {
        let (place, count) = (slot.head_range, open.len());
        let edits: Vec<TextEdit> = open.iter().filter_map(|item| mended(ctx, item)).collect();
        let report = ctx.report(place, format!("nothing is said against the {count} options that were not taken: say of each why not")).framework_demand();
        return if edits.is_empty() { report.done() } else { report.fix_unsafe("Write why not, to be filled in", edits).done() };
    }
    for item in open {
        let edit = mended(ctx, item);
        let report = ctx.report(item.range, format!("nothing is said of why `{}` was not taken: say it in one line", item.name)).framework_demand();
        match edit {
            Some(edit) => report.fix_unsafe("Write why not, to be filled in", vec![edit]).done(),
            None => report.done(),
        }
    }
}

/// Whether anything is said of an option besides its name, `elsewhere` included.
fn is_argued(ctx: &Ctx<'_>, item: &DecisionOption, elsewhere: &LazyCell<String, impl FnOnce() -> String>) -> bool {
    let (text, grammars) = (ctx.text(), ctx.grammars());
    let is_weighed = ctx.model().matrices.iter().flat_map(|matrix| &matrix.options).any(|option| same_option(grammars, &option.name, &item.name));
    let says = |body: TextRange| {
        let written = &*without_comments(body.of(text));
        let words = written.split_whitespace().count().saturating_sub(item.name.split_whitespace().count());
        words >= TELLING || [Cue::Con, Cue::Reason, Cue::Negated, Cue::Contrast].iter().any(|cue| ctx.says(*cue, written))
    };
    let mentions = || item.mentions.iter().filter(|mention| mention.source != OptionSource::Chosen);
    is_weighed || mentions().any(|mention| says(mention.body)) || names(elsewhere, item) || ctx.is_unwritten(item.range)
}

/// The words of the text outside the places that name options as such, in blanks.
fn elsewhere(ctx: &Ctx<'_>) -> String {
    let mut rest = ctx.text().to_owned();
    let options = &ctx.model().options.items;
    let bodies = options.iter().flat_map(|option| &option.mentions).filter(|mention| mention.source != OptionSource::Chosen);
    for mention in bodies {
        let blank = " ".repeat(mention.range.len());
        if rest.is_char_boundary(mention.range.start) && rest.is_char_boundary(mention.range.end) {
            rest.replace_range(mention.range.start..mention.range.end, &blank);
        }
    }
    format!(" {} ", normal_name(&without_comments(&rest)))
}

/// Whether `words` speak of an option, by its name or a telling word of it.
fn names(words: &str, item: &DecisionOption) -> bool {
    let name = normal_name(&item.name);
    let mut telling = name.split(' ').filter(|word| word.chars().count() > 3);
    words.contains(&format!(" {name} ")) || telling.any(|word| words.contains(&format!(" {word} ")))
}

/// The edit that leaves room for the reason, in the form of the option.
fn mended(ctx: &Ctx<'_>, item: &DecisionOption) -> Option<TextEdit> {
    let kind = ctx.document().kind()?;
    let written = without_tab_stops(&kind.spec.rejection_prompt);
    let (label, prompt) = written.split_once(": ")?;
    added_part(ctx.parse(), &option_entry(ctx.text(), item)?, label, prompt)
}
