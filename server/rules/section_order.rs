//! A section stands in another place than its template has it.

use super::{Class, Ctx, Severity};
use crate::grammar::{Head, SectionSpec, Slot};
use crate::model::without_section;
use crate::syntax::Section;
use crate::text::TextEdit;
use crate::workspace::Profile;

declare_rule! {
    code: "section-order",
    summary: "a section stands in another place than its template has it",
    docs: "\
Templates lead readers from the problem to the choice. Whoever meets the recommendation before the options, or the \
alternatives before the proposal, reads them without what they build on.

Only where the template's order is part of its sense, in a document that has most of its sections, and where no more \
than one of them is out of place: whoever orders them otherwise throughout has a reason. Off with `profile = \"light\"`.

Move the section; the fix puts it before the one that comes too early.",
    bad: "# Use Postgres for the ledger\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n## Options\n\n- Postgres\n- MySQL\n- Do nothing\n\n\
          ## Recommendation\n\n- Chosen option: Postgres\n- Reasoning: it carries 4,000 entries a second\n\n## Evaluation Criteria\n\n- Cost: $40 a month\n\n\
          ## Alternative Paths\n\n- If we're wrong: MySQL reads the same dump\n",
    good: "# Use Postgres for the ledger\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n## Options\n\n- Postgres\n- MySQL\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n- Cost: $40 a month\n\n## Recommendation\n\n- Chosen option: Postgres\n- Reasoning: it carries 4,000 entries a second\n\n\
          ## Alternative Paths\n\n- If we're wrong: MySQL reads the same dump\n",
    severity: Severity::Info,
    class: Class::Correctness,
}

/// A section of the template, where the document has it.
#[derive(Clone, Copy)]
struct Placed<'d> {
    /// Its place in the template.
    order: usize,
    section: &'d Section,
}

/// With fewer sections there is no order to speak of.
const FEWEST: usize = 4;

fn check(ctx: &mut Ctx<'_>) {
    let Some(dialect) = ctx.document().dialect().filter(|dialect| dialect.spec.ordered) else { return };
    if ctx.config().profile == Profile::Light {
        return;
    }
    let is_asked = |spec: &&SectionSpec| spec.required && spec.parent.is_none();
    let required = dialect.spec.sections.iter().filter(is_asked).count();
    let placed: Vec<Placed<'_>> = ctx.model().sections.iter().filter_map(|slot| placed(ctx, slot)).collect();
    let is_beside = |one: &Placed<'_>| placed.iter().all(|other| one.section.parent == other.section.parent);
    if placed.len() < FEWEST || placed.len() * 4 < required * 3 || !placed.iter().all(is_beside) {
        return;
    }
    if let Some(moved) = misplaced(&placed) {
        report(ctx, moved, &placed);
    }
}

/// A required section of the template, its parts apart.
fn placed<'d>(ctx: &Ctx<'d>, slot: &Slot) -> Option<Placed<'d>> {
    let Head::Section(id) = slot.head else { return None };
    ctx.model().spec(slot).filter(|spec| spec.required && spec.parent.is_none())?;
    Some(Placed { order: slot.spec?, section: ctx.outline().get(id)? })
}

/// The one section without which all others are in order: of two that could be moved, the later. A section that is
/// there twice is another matter.
fn misplaced<'d>(placed: &[Placed<'d>]) -> Option<Placed<'d>> {
    let mut orders: Vec<usize> = placed.iter().map(|one| one.order).collect();
    if orders.is_sorted() {
        return None;
    }
    let in_order_without = |index: usize| {
        let others = placed.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, one)| one.order);
        others.is_sorted()
    };
    let index = (0..placed.len()).rev().find(|index| in_order_without(*index))?;
    orders.sort_unstable();
    orders.dedup();
    placed.get(index).copied().filter(|_| orders.len() == placed.len())
}

fn report(ctx: &mut Ctx<'_>, moved: Placed<'_>, placed: &[Placed<'_>]) {
    let text = ctx.text();
    let before = placed.iter().rfind(|one| one.order < moved.order).map(|one| one.section);
    let behind = placed.iter().find(|one| one.order > moved.order).map(|one| one.section);
    let own = moved.section;
    let written = own.range.of(text).trim_end();
    let put = match behind {
        Some(behind) => TextEdit::insert(behind.range.start, format!("{written}\n\n")),
        None => TextEdit::insert(text.trim_end().len(), format!("\n\n{written}")),
    };
    let edits = vec![put, TextEdit::delete(without_section(text, own))];
    let is_late = |other: &&Section| other.range.start < own.range.start;
    let (other, message) = match (behind.filter(is_late), before) {
        (Some(behind), _) => (behind, format!("`{}` comes after `{}`: the template has it before", own.title, behind.title)),
        (None, Some(before)) => (before, format!("`{}` comes before `{}`: the template has it after", own.title, before.title)),
        (None, None) => return,
    };
    ctx.report(own.title_range, message)
        .related(other.heading_range, "this one")
        .dialect_demand()
        .fix_unsafe(format!("Move `{}` to its place", own.title), edits)
        .done();
}
