//! Nobody says what is done if the decision turns out wrong.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form, Head, SectionSpec, Slot, SlotState};
use crate::model::{Item, added_item, appended_section, items, without_tab_stops};
use crate::syntax::BlockKind;
use crate::text::TextEdit;
use crate::workspace::Profile;

declare_rule! {
    code: "missing-reversal",
    summary: "there is no way back, or no day on which the decision is looked at again",
    docs: "\
The way back is planned while people still like the decision: the next move if it is wrong, and the day or the number \
that makes them look. Teams that skip this keep a bad choice for years, because nobody ever agreed what bad would \
look like.

Where the template has a section for it, its parts are looked at; that the section is not there at all is told by \
`missing-section`. Other decision records are looked at in the profile `full` only, and a sentence anywhere (\"we \
revisit this when …\", \"the flag turns it off\") is enough.

Say what comes next if this is wrong, and when you decide again.",
    bad: "---\nstatus: proposed\ndate: 2026-03-01\n---\n\n# Keep the ledger in Postgres\n\n## Context\n\nThe ledger outgrew its file.\n\n## Options\n\n\
          ### Option A: Postgres\n\nWe run it.\n\n### Option B: MySQL\n\nWe do not.\n\n### Option C: Do nothing\n\nThe file stays.\n\n## Evaluation Criteria\n\n- Cost: $400 a month\n\n\
          ## Recommendation\n\nPostgres, because we run it.\n\n## Alternative Paths\n\n- If we're wrong: back to the file within a day\n",
    good: "---\nstatus: proposed\ndate: 2026-03-01\n---\n\n# Keep the ledger in Postgres\n\n## Context\n\nThe ledger outgrew its file.\n\n## Options\n\n\
           ### Option A: Postgres\n\nWe run it.\n\n### Option B: MySQL\n\nWe do not.\n\n### Option C: Do nothing\n\nThe file stays.\n\n## Evaluation Criteria\n\n- Cost: $400 a month\n\n\
           ## Recommendation\n\nPostgres, because we run it.\n\n## Alternative Paths\n\n- If we're wrong: back to the file within a day\n- Next decision point: 2027-03-01, or at 2 TB\n",
    severity: Severity::Warning,
    class: Class::Completeness,
    kinds: &["adr"],
}

fn check(ctx: &mut Ctx<'_>) {
    let (Some(kind), Some(dialect)) = (ctx.document().kind(), ctx.document().dialect()) else { return };
    if let Some(spec) = dialect.spec.sections.iter().find(|spec| is_way_back(spec)) {
        let found = ctx.model().sections_for(spec).find(|slot| matches!(slot.head, Head::Section(_) | Head::Label(_)));
        if let Some(slot) = found.filter(|slot| slot.state == SlotState::Filled) {
            in_section(ctx, spec, slot);
        }
        return;
    }
    let spec = kind.default_dialect().and_then(|dialect| dialect.spec.sections.iter().find(|spec| is_way_back(spec)));
    if let Some(spec) = spec.filter(|_| ctx.config().profile == Profile::Full) {
        in_document(ctx, spec);
    }
}

/// Whether a section asks when the decision is looked at again.
fn is_way_back(spec: &SectionSpec) -> bool {
    spec.items.iter().any(|item| item.required && item.form == Form::DateOrTrigger)
}

/// Parts that the template has and the section lacks. What is told in prose tells both.
fn in_section(ctx: &mut Ctx<'_>, spec: &SectionSpec, slot: &Slot) {
    let parts = items(ctx.parse(), spec, slot.body);
    if parts.is_empty() {
        return;
    }
    for (index, item) in spec.items.iter().enumerate().filter(|(_, item)| item.required) {
        let part = parts.iter().find(|part| part.spec == index);
        if part.is_some_and(|part| is_answered(ctx, part)) {
            continue;
        }
        let prompt = without_tab_stops(&item.skeleton);
        let edit = match part {
            Some(part) => Some(TextEdit::insert(part.value.start, format!(" {prompt}"))),
            None => behind(ctx, &parts, &format!("{}: {prompt}", item.title)),
        };
        let place = part.map_or(slot.head_range, |part| part.label);
        let message = match part {
            Some(_) => format!("`{}` is not answered: say it while you still like the decision", item.title),
            None => format!("`{}` is not said: add it while you still like the decision", item.title),
        };
        let report = ctx.report(place, message).dialect_demand();
        match edit {
            Some(edit) => report.fix_unsafe(format!("Write `{}`, to be filled in", item.title), vec![edit]).done(),
            None => report.done(),
        }
    }
}

/// Whether something stands behind a label, or below it.
fn is_answered(ctx: &Ctx<'_>, part: &Item) -> bool {
    let tree = ctx.parse().tree();
    let around = tree.at(part.label.start).into_iter().flat_map(|id| std::iter::once(id).chain(tree.ancestors(id).map(|(id, _)| id)));
    let block = around.filter_map(|id| tree.get(id)).find(|block| matches!(block.kind, BlockKind::Item { .. } | BlockKind::Heading { .. }));
    let below = match block {
        Some(block) if matches!(block.kind, BlockKind::Item { .. }) => block.range.end > part.value.end.max(part.label.end) + 2,
        Some(_) => true,
        None => false,
    };
    below || part.value.of(ctx.text()).contains(char::is_alphanumeric)
}

/// One more item behind the last of `parts`, where they are items of a list.
fn behind(ctx: &Ctx<'_>, parts: &[Item], text: &str) -> Option<TextEdit> {
    let tree = ctx.parse().tree();
    let last = parts.last()?;
    let (item, _) = tree.ancestors(tree.at(last.label.start)?).find(|(_, block)| matches!(block.kind, BlockKind::Item { .. }))?;
    added_item(ctx.parse(), item, text)
}

/// A record of another template that says nothing of it anywhere.
fn in_document(ctx: &mut Ctx<'_>, spec: &SectionSpec) {
    let is_section = ctx.model().sections.iter().any(|slot| slot.family.is_some() && slot.family == spec.family);
    let fields = ctx.model().metadata.fields.iter().filter(|field| !field.field.value.trim().is_empty());
    let has_field = fields.into_iter().any(|field| ctx.says(Cue::WayBack, &field.field.key.replace(['-', '_'], " ")));
    if is_section || has_field || ctx.document_says(Cue::WayBack) {
        return;
    }
    let edit = appended_section(ctx.parse(), ctx.outline(), ctx.model(), spec);
    let place = ctx.title_range();
    ctx.report(place, "nothing is said of a way back: say what comes next if this is wrong, and when you decide again")
        .fix_unsafe(format!("Add the section `{}`", spec.title), vec![edit])
        .done();
}
