//! A heading has nothing below it.

use super::{Class, Ctx, Severity};
use crate::grammar::{Head, Role, SectionSpec, Slot, SlotState, normal_name};
use crate::model::{DecisionOption, OptionSource, without_section, without_tab_stops};
use crate::syntax::{BlockKind, Section, SectionId};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "empty-section",
    summary: "a heading has nothing below it",
    docs: "\
A heading promises an answer. Where nothing follows, readers cannot tell whether there is nothing to say or nobody \
has thought about it, and reviewers pass over it because the outline looks complete.

A section whose parts have headings of their own is not empty, one that holds a comment only is. Headings that only \
name options are left alone.

Write what belongs there, say `None` where the section may say so, or delete the heading.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    let mut told = TextRange::default();
    let few: Vec<TextRange> = ctx.few_options().into_iter().map(|(group, _)| group.head_range).collect();
    // that there are no options is told with how many there should be
    for slot in model.sections.iter().filter(|slot| !few.contains(&slot.head_range)) {
        let Head::Section(id) = slot.head else { continue };
        // a heading without a name is only just being typed
        let is_told = |section: &&Section| !told.contains_range(section.range) && !section.title.trim().is_empty();
        let Some(section) = ctx.outline().get(id).filter(is_told) else { continue };
        // a template's own heading may hold a colon: `Motivation: why is this CIP necessary?`
        let is_answered = says_it_all(section) && model.spec(slot).is_none_or(|spec| !spec.is_titled(&section.title));
        let goes_on = || is_answered || refers(ctx, section) || names_an_option(ctx, section) || goes_on_beside(ctx, id, section);
        if slot.state == SlotState::Empty && !goes_on() {
            report(ctx, slot, section, model.spec(slot));
        } else if holds_headings_only(ctx, id, section) {
            told = section.range;
            let message = format!("nothing below `{}` but headings: write it, or delete it", section.title);
            ctx.report(section.title_range, message).done();
        }
    }
}

/// Whether all that stands in a section are empty ones: they are told once, at their parent.
fn holds_headings_only(ctx: &Ctx<'_>, id: SectionId, section: &Section) -> bool {
    let mut written = ctx.parse().tree().within(section.range);
    let is_bare = written.all(|(_, block)| match block.kind {
        BlockKind::Heading { .. } | BlockKind::Rule => true,
        BlockKind::Html => block.range.of(ctx.text()).trim_start().starts_with("<!--"),
        _ => false,
    });
    let children = || ctx.outline().children(id);
    let tells = |child: &Section| {
        says_it_all(child) || names_an_option(ctx, child) || refers(ctx, child)
    };
    is_bare && children().count() > 1 && !children().any(|(_, child)| tells(child))
}

fn report(ctx: &mut Ctx<'_>, slot: &Slot, section: &Section, spec: Option<&SectionSpec>) {
    let advice = if slot.allows_none { "write it, or say that there is none" } else { "write it, or delete the heading" };
    let matters = spec.map_or(!slot.roles.contains(&Role::Other), |spec| spec.required);
    let prompt = spec.and_then(|spec| prompt(section, spec));
    let deletion = spec.is_none_or(|spec| !spec.required).then(|| TextEdit::delete(without_section(ctx.text(), section)));
    let mut report = ctx.report(section.title_range, format!("nothing below `{}`: {advice}", section.title));
    if !matters {
        report = report.severity(Severity::Info);
    }
    if let Some(spec) = spec {
        report = report.help(spec.guidance.trim());
    }
    if let Some(edit) = prompt {
        report = report.fix("Insert the template's prompts", vec![edit]);
    }
    if let Some(edit) = deletion {
        report = report.fix_unsafe(format!("Delete the heading `{}`", section.title), vec![edit]);
    }
    report.done();
}

fn prompt(section: &Section, spec: &SectionSpec) -> Option<TextEdit> {
    let body = without_tab_stops(&spec.skeleton);
    let body = body.trim();
    (!body.is_empty()).then(|| TextEdit::insert(section.heading_range.end, format!("\n\n{body}")))
}

/// `Status: accepted` has its answer in the heading.
fn says_it_all(section: &Section) -> bool {
    section.title.split_once(": ").is_some_and(|(_, answer)| !answer.trim().is_empty())
}

/// Whether the heading itself links to where it is written.
fn refers(ctx: &Ctx<'_>, section: &Section) -> bool {
    section.title_range.of(ctx.text()).contains("](")
}

/// Whether what a section is about stands in the next ones at its level: `Risks`, then `Risk: it takes longer`.
fn goes_on_beside(ctx: &Ctx<'_>, id: SectionId, section: &Section) -> bool {
    let first = |title: &str| normal_name(title).split(' ').next().map(|word| word.trim_end_matches('s').to_owned());
    let next = ctx.outline().get(SectionId(id.0 + 1)).filter(|next| next.level == section.level);
    next.is_some_and(|next| first(&next.title) == first(&section.title))
}

/// Whether the heading is how an option is listed; what there is to say of it may stand elsewhere.
fn names_an_option(ctx: &Ctx<'_>, section: &Section) -> bool {
    let mut items = ctx.model().options.items.iter();
    // what is proposed is named by its section, and not by the way
    let is_proposal = |item: &DecisionOption| item.mentions.iter().all(|found| found.source == OptionSource::Proposal);
    items.any(|item| !is_proposal(item) && section.heading_range.contains_range(item.range))
}
