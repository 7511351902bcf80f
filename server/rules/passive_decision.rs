//! Nobody is named who decided.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form, Head, Role, Slot, SlotState};
use crate::model::sentences;
use crate::text::TextRange;

declare_rule! {
    code: "passive-decision",
    summary: "it was decided, and nobody says by whom",
    docs: "\
\"It was decided\" leaves out the one thing that a reader with an objection needs: whom to ask. A year later nobody \
remembers, and the decision is either untouchable or ignored.

Told where the decision says so, names nobody with a `by`, and no metadata names people either.

Say who decided: \"We decided\" with the decision makers in the metadata, or \"The payments team decided\".",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nIt was decided to use Postgres, because it runs already.\n\n## Consequences\n\nBackups move.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nThe payments team decided to use Postgres, because it runs already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Hint,
    class: Class::Correctness,
    kinds: &["adr"],
}

fn check(ctx: &mut Ctx<'_>) {
    let decides = |slot: &&Slot| slot.roles.contains(&Role::Decision) && slot.state == SlotState::Filled;
    let Some(decision) = ctx.model().sections.iter().find(decides).filter(|_| !names_people(ctx)) else { return };
    let own = match decision.head {
        Head::Section(id) => ctx.outline().get(id).map_or(decision.body, |section| section.own),
        _ => decision.body,
    };
    let said = sentences(ctx.grammars(), ctx.parse(), own);
    let passive = said.iter().find(|sentence| ctx.says(Cue::Passive, &sentence.words));
    let Some(passive) = passive.filter(|_| !said.iter().any(|sentence| ctx.says(Cue::By, &sentence.words))) else { return };
    let line = passive.range.of(ctx.text()).lines().next().unwrap_or("");
    let place = TextRange::new(passive.range.start, passive.range.start + line.len()).trim(ctx.text());
    ctx.report(place, "decided, but nobody says by whom: name who did, here or in the metadata").done();
}

/// Whether some field names people.
fn names_people(ctx: &Ctx<'_>) -> bool {
    let grammars = ctx.grammars();
    let dialects = || grammars.kinds.iter().flat_map(|kind| &kind.dialects);
    let is_people = |key: &str| {
        let fields = || dialects().flat_map(|dialect| &dialect.spec.fields).filter(|field| field.form == Form::People);
        fields().any(|field| grammars.key(&field.key) == key)
    };
    ctx.model().metadata.fields.iter().any(|field| !field.field.value.is_empty() && is_people(&field.key))
}
