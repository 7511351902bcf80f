//! A scale target names one number where a reader needs two: today's and tomorrow's.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form};
use crate::model::{changes, is_quantified, labelled};
use crate::text::TextRange;

declare_rule! {
    code: "scale-target-shape",
    summary: "a scale target does not go from today's value to the future one",
    docs: "\
Five million users is a dream or a normal year, depending on how many there are today. The step between the two \
numbers is what an architecture has to carry, and what tells whether a target was met.

`1.2M → 5M`, `from 1.2M to 5M`, and a table with a column for each are read. Targets without any number are told by \
unquantified-criterion.

Write today's value before the target.",
    bad: "# Three-year technical strategy 2026-2029\n\n### Executive Summary\n\nEvery team ships on its own.\n\n\
          ### Future State Vision\n\n**Scale Targets**:\n- Users: 5M a month\n- Data: 18 TB → 90 TB\n\n### Strategic Initiatives\n\n\
          **Initiative 1**: Release on demand\n- Owner: Mara Okafor\n",
    good: "# Three-year technical strategy 2026-2029\n\n### Executive Summary\n\nEvery team ships on its own.\n\n\
           ### Future State Vision\n\n**Scale Targets**:\n- Users: 1.2M → 5M a month\n- Data: 18 TB → 90 TB\n\n### Strategic Initiatives\n\n\
           **Initiative 1**: Release on demand\n- Owner: Mara Okafor\n",
    severity: Severity::Info,
    class: Class::Correctness,
    kinds: &["strategy"],
}

fn check(ctx: &mut Ctx<'_>) {
    let (model, text) = (ctx.model(), ctx.text());
    let mut told: Vec<TextRange> = Vec::new();
    for slot in &model.sections {
        let Some(spec) = model.spec(slot) else { continue };
        for found in labelled(ctx.parse(), slot.body) {
            let (label, value) = (found.label.of(text), found.value.of(text));
            let is_asked = spec.items.iter().any(|item| item.form == Form::Change && item.is_called(label));
            let is_open = ctx.is_unwritten(found.value) || ctx.grammars().begins(Cue::None, value);
            let lacks = is_quantified(ctx.grammars(), value) && !changes(ctx.grammars(), value);
            if is_asked && !is_open && lacks && !told.contains(&found.label) {
                told.push(found.label);
                let message = format!("`{label}` names one value: write today's and the future one, as in `5k → 50k`");
                ctx.report(found.label, message).dialect_demand().done();
            }
        }
    }
}
