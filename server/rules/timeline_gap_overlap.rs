//! The spans of a timeline leave a gap, overlap, or run backwards.

use super::{Class, Ctx, Severity};
use crate::grammar::{Head, Role, Slot};
use crate::model::{Span, span};
use crate::text::TextRange;

declare_rule! {
    code: "timeline-gap-overlap",
    summary: "the spans of a timeline have a gap, overlap, or run backwards",
    docs: "\
Weeks 1-2, then 4-5: either nothing happens in week 3, or somebody changed one line and not the next. Whoever plans by \
the timeline finds out in week 3.

A series is read where each of three or more entries begins with weeks, months, quarters, years or minutes of the same \
sort. Single weeks with pauses between them are milestones, equal spans run side by side, and one shared end is a \
boundary.

Correct the span, or name what happens in between.",
    bad: "# RFC: Cache rendered pages\n\nAuthor: Ada Brandt\nStatus: Draft\nCreated: 2026-02-01\n\n## Summary\n\nWe cache rendered pages.\n\n\
          ## Motivation\n\nRendering takes 900 ms.\n\n## Proposal\n\nWe will cache pages for a minute.\n\n\
          ## Timeline\n\n- Week 1-2: build\n- Week 4-5: try with one shop\n- Week 6: ship\n",
    good: "# RFC: Cache rendered pages\n\nAuthor: Ada Brandt\nStatus: Draft\nCreated: 2026-02-01\n\n## Summary\n\nWe cache rendered pages.\n\n\
           ## Motivation\n\nRendering takes 900 ms.\n\n## Proposal\n\nWe will cache pages for a minute.\n\n\
           ## Timeline\n\n- Week 1-2: build\n- Week 3-5: try with one shop\n- Week 6: ship\n",
    severity: Severity::Warning,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let is_own = |slot: &&Slot| slot.roles.contains(&Role::Timeline) && matches!(slot.head, Head::Section(_) | Head::Label(_));
    let slots: Vec<&Slot> = ctx.model().sections.iter().filter(is_own).collect();
    for slot in slots {
        let entries = ctx.model().entries(ctx.parse(), ctx.outline(), slot);
        let read = |range: TextRange| {
            let found = span(ctx.grammars(), range.of(ctx.text()))?;
            Some((TextRange::new(range.start + found.range.start, range.start + found.range.end), found))
        };
        let spans: Option<Vec<(TextRange, Span)>> = entries.iter().map(|entry| read(entry.name)).collect();
        let Some(spans) = spans.filter(|spans| is_series(spans)) else { continue };
        tell(ctx, &spans);
    }
}

/// Three or more of the same sort.
fn is_series(spans: &[(TextRange, Span)]) -> bool {
    spans.len() >= 3 && spans.windows(2).all(|pair| matches!(pair, [(_, one), (_, other)] if one.unit == other.unit))
}

fn tell(ctx: &mut Ctx<'_>, spans: &[(TextRange, Span)]) {
    let is_milestones = spans.iter().all(|(_, span)| span.start == span.end);
    let pairs = || spans.iter().zip(spans.iter().skip(1));
    let odd: Vec<_> = pairs().filter_map(|(one, other)| Some((one, other, fault(&one.1, &other.1, is_milestones)?))).collect();
    // where most do not follow one another, they are not meant to
    if odd.len() * 2 > spans.len() - 1 {
        return;
    }
    for ((before, _), (place, _), fault) in odd {
        let (one, other) = (before.of(ctx.text()), place.of(ctx.text()));
        let message = format!("`{other}` {fault} `{one}`: correct the span, or say what happens in between");
        ctx.report(*place, message).related(*before, "the span before it").done();
    }
}

/// What is wrong with `other` behind `one`.
fn fault(one: &Span, other: &Span, is_milestones: bool) -> Option<&'static str> {
    let next = one.end + u32::from(!one.is_continuous);
    if other.end < other.start || other.start < one.start {
        Some("runs backwards behind")
    } else if other.start < one.end && (other.start, other.end) != (one.start, one.end) {
        Some("overlaps with")
    } else if other.start > next && !is_milestones {
        Some("leaves a gap behind")
    } else {
        None
    }
}
