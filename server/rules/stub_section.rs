//! A section holds nothing but a word that stands for text to come.

use super::{Class, Ctx, Severity};
use crate::grammar::SlotState;
use crate::syntax::{BlockKind, Parse};
use crate::text::TextRange;

declare_rule! {
    code: "stub-section",
    summary: "a section says only that it is still to be written",
    docs: "\
`TBD` under a heading is a note to yourself that everybody else reads as well. Once the document is accepted nobody \
comes back for it.

Only a section whose whole text is such a word, or one word or two, is told; a section that says more and has a \
`TODO` in it is not. A status, a date and a name need no more than a word.

Write the section, or delete it until there is something to say.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nTBD\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    for slot in model.sections.iter().filter(|slot| slot.state == SlotState::Stub) {
        let Some(title) = &slot.title else { continue };
        let place = first_line(ctx.parse(), slot.body);
        let report = ctx.report(place, format!("`{}` is all that `{title}` says: write it", place.of(ctx.text())));
        match model.spec(slot) {
            Some(spec) => report.help(spec.guidance.trim()).done(),
            None => report.done(),
        }
    }
}

/// What is told: the first line of what stands there, comments apart.
fn first_line(parse: &Parse, body: TextRange) -> TextRange {
    let text = parse.text();
    let mut blocks = parse.tree().inside(body);
    let block = blocks.find(|(_, block)| block.kind == BlockKind::Paragraph);
    let block = block.map_or(body.trim(text), |(_, block)| block.range);
    let line = block.of(text).lines().next().unwrap_or("");
    TextRange::new(block.start, block.start + line.len()).trim(text)
}
