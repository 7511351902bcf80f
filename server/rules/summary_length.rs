//! A summary is longer or shorter than its template asks for.

use super::{Class, Ctx, Severity};
use crate::grammar::{Head, SectionSpec, Slot, SlotState};
use crate::model::sentences;
use crate::syntax::{BlockKind, Section};

declare_rule! {
    code: "summary-length",
    summary: "a summary is longer or shorter than its template asks for",
    docs: "\
Most people read the summary and nothing else. One sentence seldom tells them what is proposed, why, and what it \
costs; ten are a chapter, and they stop in the middle.

Only where the template says how long the section is: three to five sentences in the summary of an RFC, one more or \
less is fine, and one paragraph in the executive summary of a strategy. Abbreviations, versions and figures end no \
sentence. A summary with a list, a table or subheadings is not counted.

Say what changes, for whom, and what it costs; move the rest to the sections below.",
    bad: "---\nkind: rfc\n---\n\n# RFC-0007: Cache rendered pages\n\n- Author: Ada Brandt\n- Status: Under Review\n- Created: 2026-02-11\n\n## Summary\n\nCache rendered pages for 60 seconds.\n\n\
          ## Motivation\n\nPages take 900 ms.\n\n## Proposal\n\nA cache in front of the renderer.\n\n## Alternatives Considered\n\n- Do nothing: pages stay slow\n- Faster disks: $9,000\n\n\
          ## Impact Assessment\n\nTwo teams.\n\n## Success Metrics\n\n- Median: 200 ms\n\n## Risks & Mitigation\n\n- Stale pages: they expire after 60 seconds\n\n\
          ## Open Questions\n\nNone\n\n## Timeline\n\n- Week 1-2: build\n",
    good: "---\nkind: rfc\n---\n\n# RFC-0007: Cache rendered pages\n\n- Author: Ada Brandt\n- Status: Under Review\n- Created: 2026-02-11\n\n## Summary\n\nCache rendered pages for 60 seconds. The shop team builds it in two weeks. Pages get four times as fast.\n\n\
           ## Motivation\n\nPages take 900 ms.\n\n## Proposal\n\nA cache in front of the renderer.\n\n## Alternatives Considered\n\n- Do nothing: pages stay slow\n- Faster disks: $9,000\n\n\
           ## Impact Assessment\n\nTwo teams.\n\n## Success Metrics\n\n- Median: 200 ms\n\n## Risks & Mitigation\n\n- Stale pages: they expire after 60 seconds\n\n\
           ## Open Questions\n\nNone\n\n## Timeline\n\n- Week 1-2: build\n",
    severity: Severity::Hint,
    class: Class::Correctness,
}

/// So many sentences more or fewer are nobody's business.
const SLACK: usize = 1;

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    for slot in model.sections.iter().filter(|slot| slot.state == SlotState::Filled) {
        let Some(spec) = model.spec(slot) else { continue };
        if let Some(section) = countable(ctx, slot)
            && let Some(message) = length(ctx, section, spec)
        {
            ctx.report(section.title_range, message).help(spec.guidance.trim()).dialect_demand().done();
        }
    }
}

/// The section, where it holds nothing but paragraphs.
fn countable<'d>(ctx: &Ctx<'d>, slot: &Slot) -> Option<&'d Section> {
    let Head::Section(id) = slot.head else { return None };
    let section = ctx.outline().get(id)?;
    let is_prose = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Html | BlockKind::Rule);
    (section.own.end == section.range.end
        && ctx.parse().tree().within(section.own).all(|(_, block)| is_prose(block.kind)))
    .then_some(section)
}

/// What is to be said of the section's length.
fn length(ctx: &Ctx<'_>, section: &Section, spec: &SectionSpec) -> Option<String> {
    let title = &section.title;
    if let Some([least, most]) = spec.sentences {
        let count = sentences(ctx.grammars(), ctx.parse(), section.own).len();
        let noun = if count == 1 { "sentence" } else { "sentences" };
        if count > 0 && count + SLACK < least {
            return Some(format!("`{title}` has {count} {noun} of {least} to {most}: say what changes, for whom, and at what cost"));
        }
        if count > most + SLACK {
            return Some(format!("`{title}` has {count} {noun} of {least} to {most}: move the details to the sections below"));
        }
    }
    let most = spec.paragraphs?;
    let blocks = ctx.parse().tree().within(section.own);
    let count = blocks.filter(|(_, block)| block.kind == BlockKind::Paragraph).count();
    (count > most).then(|| format!("`{title}` has {count} paragraphs of {most}: move the details to the sections below"))
}
