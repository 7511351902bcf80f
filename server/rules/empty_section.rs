//! A heading has nothing below it.

use super::{Class, Ctx, Rule, Severity};
use crate::grammar::{Head, SectionSpec, Slot, SlotState};
use crate::model::without_tab_stops;
use crate::syntax::Section;
use crate::text::TextEdit;

pub(super) const RULE: Rule = Rule {
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
    floor: Severity::Hint,
    kinds: &[],
    check,
};

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    for slot in model.sections.iter().filter(|slot| slot.state == SlotState::Empty) {
        let Head::Section(id) = slot.head else { continue };
        let Some(section) = ctx.outline().get(id) else { continue };
        if says_it_all(section) || names_an_option(ctx, section) {
            continue;
        }
        report(ctx, slot, section, model.spec(slot));
    }
}

fn report(ctx: &mut Ctx<'_>, slot: &Slot, section: &Section, spec: Option<&SectionSpec>) {
    let advice = if slot.allows_none { "write it, or say that there is none" } else { "write it, or delete the heading" };
    let prompt = spec.and_then(|spec| prompt(section, spec));
    let is_required = spec.is_some_and(|spec| spec.required);
    let deletion = (!is_required).then(|| TextEdit::delete(section.range));
    let mut report = ctx.report(section.title_range, format!("nothing below `{}`: {advice}", section.title));
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

/// Whether the heading is how an option is listed; what there is to say of it may stand elsewhere.
fn names_an_option(ctx: &Ctx<'_>, section: &Section) -> bool {
    let items = &ctx.model().options.items;
    items.iter().any(|item| section.heading_range.contains_range(item.range))
}
