//! A required metadata field is not there, or has no value.

use super::{Class, Ctx, Severity};
use crate::grammar::{Carrier, FieldSpec};
use crate::model::{FieldState, added_fields, field_prompt};
use crate::syntax::{Field, FieldCarrier};
use crate::text::TextEdit;

declare_rule! {
    code: "missing-metadata",
    summary: "a required metadata field is not there",
    docs: "\
Status, date and names are what people sort and filter by, and what tells a reader whether to trust the text below.

Any carrier counts: front matter, `Key: value` lines, bullets, bold lead-ins, a two-column table, a section of that \
name, a file such as `kep.yaml` beside the document. What is required is what the document's template requires.

Add the fields; the fix writes them the way the document writes its others.",
    bad: "# RFC: Cache rendered pages\n\nAuthor: Ada Brandt\nStatus: Draft\n\n## Summary\n\nWe cache rendered pages.\n\n\
          ## Motivation\n\nRendering takes 900 ms.\n\n## Proposal\n\nWe will cache pages for a minute.\n\n\
          ## Alternatives Considered\n\n- **Do nothing**: pages stay slow.\n\n## Impact Assessment\n\nOne team.\n\n\
          ## Success Metrics\n\nMedian under 90 ms.\n\n## Risks & Mitigation\n\nStale pages - Mitigation: purge on save.\n",
    good: "# RFC: Cache rendered pages\n\nAuthor: Ada Brandt\nStatus: Draft\nCreated: 2026-03-01\n\n## Summary\n\nWe cache rendered pages.\n\n\
           ## Motivation\n\nRendering takes 900 ms.\n\n## Proposal\n\nWe will cache pages for a minute.\n\n\
           ## Alternatives Considered\n\n- **Do nothing**: pages stay slow.\n\n## Impact Assessment\n\nOne team.\n\n\
           ## Success Metrics\n\nMedian under 90 ms.\n\n## Risks & Mitigation\n\nStale pages - Mitigation: purge on save.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let document = ctx.document();
    let Some(dialect) = document.dialect() else { return };
    let is_unseen = dialect.spec.carrier == Carrier::Sibling
        && document.around().siblings.is_empty()
        && ctx.parse().front_matter().is_none();
    if is_unseen {
        return;
    }
    let mut absent: Vec<&FieldSpec> = Vec::new();
    // a document without a title is `missing-title`'s business
    let grammars = ctx.grammars();
    let is_title = |spec: &FieldSpec| grammars.key(&spec.key) == "title";
    for spec in dialect.spec.fields.iter().filter(|spec| spec.required && !is_title(spec)) {
        match ctx.model().metadata.state(ctx.grammars(), spec, &ctx.model().sections) {
            FieldState::Present => {}
            FieldState::Empty(field) => empty(ctx, field, spec),
            FieldState::Absent => absent.push(spec),
        }
    }
    if !absent.is_empty() {
        tell(ctx, &absent);
    }
}

/// One finding for all fields that are not there.
fn tell(ctx: &mut Ctx<'_>, absent: &[&FieldSpec]) {
    let document = ctx.document();
    let Some(template) = document.dialect() else { return };
    let edits =
        added_fields(ctx.grammars(), ctx.parse(), ctx.outline(), &ctx.model().metadata, template, absent, ctx.today());
    let names = listed(absent);
    let pronoun = if absent.len() == 1 { "it" } else { "them" };
    let place = ctx.title_range();
    let report =
        ctx.report(place, format!("no {names}: add {pronoun} to the metadata")).dialect_demand();
    let report = match absent {
        [only] => report.help(only.guidance.trim()),
        _ => report,
    };
    if edits.is_empty() { report.done() } else { report.fix_unsafe(format!("Insert {names}"), edits).done() }
}

fn empty(ctx: &mut Ctx<'_>, field: &Field, spec: &FieldSpec) {
    let is_beside = field.carrier == FieldCarrier::Sibling;
    let place = if is_beside { ctx.title_range() } else { field.key_range };
    let value = field_prompt(ctx.grammars(), spec, ctx.today());
    let range = field.value_range;
    let is_bare = range.is_empty() && ctx.text().get(..range.start).is_some_and(|before| before.ends_with(':'));
    let lead = if is_bare && !value.starts_with('\n') { " " } else { "" };
    let report = ctx
        .report(place, format!("`{}` has no value: write one", field.key))
        .help(spec.guidance.trim())
        .dialect_demand();
    if is_beside || value.trim().is_empty() {
        return report.done();
    }
    let edit = TextEdit::replace(range, format!("{lead}{}", value.trim_end()));
    report.fix_unsafe(format!("Insert the template's `{}`", spec.key), vec![edit]).done();
}

/// `` `Status`, `Created` and `Author` ``
fn listed(specs: &[&FieldSpec]) -> String {
    let names: Vec<String> = specs.iter().map(|spec| format!("`{}`", spec.key)).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
