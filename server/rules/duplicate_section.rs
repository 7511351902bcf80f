//! One section is there twice.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Head, Role, Slot, normal_name};
use crate::model::{OptionMention, OptionSource, without_section};
use crate::syntax::{Section, SectionId};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "duplicate-section",
    summary: "one section is there twice",
    docs: "\
Readers who jump to a section from the outline or by a link land in the first of that name, and never see what the \
second says. The two drift apart with every change.

Only sections that the kind knows are looked at, with one name, at one level and below one heading: every option may \
have its own `Pros`, and every decision of a long document its own `Context`.

Merge the two; the fix moves what the second says to the end of the first.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n\n\
          ## Context\n\nThe file has 40 GB and locks checkout for 9 seconds a day.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           The file has 40 GB and locks checkout for 9 seconds a day.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Warning,
    class: Class::Correctness,
}

/// A section of the kind, by its heading.
struct Known<'d> {
    id: SectionId,
    section: &'d Section,
    name: String,
}

fn check(ctx: &mut Ctx<'_>) {
    let known: Vec<Known<'_>> = ctx.model().sections.iter().filter_map(|slot| known(ctx, slot)).collect();
    for (index, later) in known.iter().enumerate() {
        let Some(first) = known.iter().take(index).find(|first| is_same(first, later)) else { continue };
        // what comes three times is a pattern: one for each of several things
        let is_pattern = known.iter().filter(|one| is_same(one, later)).count() > 2;
        if !is_pattern && !has_option_between(ctx, first.section, later.section) {
            report(ctx, first, later);
        }
    }
}

fn is_same(one: &Known<'_>, other: &Known<'_>) -> bool {
    let place = |known: &Known<'_>| (known.section.level, known.section.parent);
    place(one) == place(other) && one.name == other.name
}

fn known<'d>(ctx: &Ctx<'d>, slot: &'d Slot) -> Option<Known<'d>> {
    let Head::Section(id) = slot.head else { return None };
    let section = ctx.outline().get(id)?;
    let is_known = slot.spec.is_some() || slot.roles.iter().any(|role| *role != Role::Other);
    is_known.then(|| Known { id, section, name: normal_name(&section.title) })
}

/// Whether a heading between the two names an option: each of them is then a part of its own option.
fn has_option_between(ctx: &Ctx<'_>, first: &Section, later: &Section) -> bool {
    let between = TextRange::new(first.heading_range.end, later.heading_range.start);
    let mentions = || ctx.model().options.items.iter().flat_map(|item| &item.mentions);
    let is_named = |section: &Section| {
        let is_heading = |mention: &&OptionMention| {
            matches!(mention.source, OptionSource::Heading | OptionSource::ProsAndCons)
                && section.heading_range.contains_range(mention.range)
        };
        mentions().any(|mention| is_heading(&mention)) || ctx.grammars().begins(Cue::OptionWord, &section.title)
    };
    ctx.outline().within(between).any(|(_, section)| section.level <= later.level && is_named(section))
}

fn report(ctx: &mut Ctx<'_>, first: &Known<'_>, later: &Known<'_>) {
    let (title, text) = (&later.section.title, ctx.text());
    let says = |known: &Known<'_>| TextRange::new(known.section.heading_range.end, known.section.range.end).of(text).trim();
    let is_idle = says(later).is_empty() || says(later) == says(first);
    let message = format!("`{title}` is there already: merge the two, or rename one");
    let edits = if is_idle { vec![TextEdit::delete(without_section(text, later.section))] } else { merged(ctx, first, later) };
    let report = ctx.report(later.section.title_range, message).related(first.section.heading_range, "the first one");
    if is_idle {
        report.fix(format!("Delete the second `{title}`"), edits).done();
    } else {
        report.fix_unsafe(format!("Merge it into the first `{title}`"), edits).done();
    }
}

/// The edits that move what the later section says to the end of the first: its own text behind the first one's own,
/// its parts behind the first one's parts.
fn merged(ctx: &Ctx<'_>, first: &Known<'_>, later: &Known<'_>) -> Vec<TextEdit> {
    let text = ctx.text();
    if first.section.range.end == later.section.range.start && ctx.outline().children(first.id).next().is_none() {
        let heading = TextRange::new(later.section.heading_range.start, later.section.own.trim(text).start);
        return vec![TextEdit::delete(heading)];
    }
    let parts = TextRange::new(later.section.own.end, later.section.range.end);
    let (own_end, parts_end) = (first.section.own.end, first.section.range.end);
    let gone = without_section(text, later.section);
    // what goes begins no earlier than where something comes
    let mut edits = vec![TextEdit::delete(TextRange::new(gone.start.max(parts_end), gone.end))];
    if own_end == parts_end {
        edits.extend(added(text, own_end, TextRange::new(later.section.own.start, parts.end)));
    } else {
        edits.extend(added(text, own_end, later.section.own));
        edits.extend(added(text, parts_end, parts));
    }
    // the document ends with what came last
    let is_last = |edit: &&mut TextEdit| edit.range.start == gone.start.max(parts_end) && gone.end == text.len();
    if let Some(last) = edits.last_mut().filter(is_last) {
        last.text.pop();
    }
    edits
}

/// What stands in `moved`, as a block of its own at `at`, where a section begins.
fn added(text: &str, at: usize, moved: TextRange) -> Option<TextEdit> {
    let written = moved.of(text).trim();
    (!written.is_empty()).then(|| TextEdit::insert(at, format!("{written}\n\n")))
}
