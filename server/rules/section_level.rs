//! A section's heading is of another level than its place asks for.

use super::{Class, Ctx, Severity};
use crate::grammar::{Head, SectionSpec, Slot, normal_name};
use crate::syntax::{Section, SectionId};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "section-level",
    summary: "a section's heading is of another level than its place asks for",
    docs: "\
The outline is how people move in a long document. A part that stands beside the section it belongs to, or a section \
that slipped into another, is looked for in the wrong place.

Only where the document itself shows which level is meant: another part of the same section is one level deeper, or the \
heading is two levels or more below the section that it belongs to. A document that does the same throughout is left \
alone.

Change the level; the fix takes the headings below along.",
    bad: "---\nstatus: proposed\n---\n\n# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait.\n\n\
          ## Considered Options\n\n* Redis\n* Memcached\n* Do nothing\n\n## Decision Outcome\n\nChosen option: \"Redis\", because we run it.\n\n\
          #### Consequences\n\n* Good, because logins take 200 ms\n",
    good: "---\nstatus: proposed\n---\n\n# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait.\n\n\
           ## Considered Options\n\n* Redis\n* Memcached\n* Do nothing\n\n## Decision Outcome\n\nChosen option: \"Redis\", because we run it.\n\n\
           ### Consequences\n\n* Good, because logins take 200 ms\n",
    severity: Severity::Hint,
    class: Class::Correctness,
}

/// A part of a section, as the template has it, by its heading.
#[derive(Clone, Copy)]
struct Part<'d> {
    id: SectionId,
    section: &'d Section,
    whole: &'d Section,
    /// The level that it should have, as far below the whole as in the template.
    level: u8,
}

fn check(ctx: &mut Ctx<'_>) {
    let parts: Vec<Part<'_>> = ctx.model().sections.iter().filter_map(|slot| part(ctx, slot)).collect();
    for part in &parts {
        let level = part.level;
        let stands_in = |one: &Part<'_>| one.whole.range.contains_range(one.section.range);
        let is_skipped = stands_in(part)
            && part.section.level > level
            && ctx.outline().get(part.id).is_some_and(|own| own.parent.and_then(|id| ctx.outline().get(id)) == Some(part.whole));
        let is_shown = |other: &&Part<'_>| {
            other.whole.range == part.whole.range && other.section.level == other.level && stands_in(other)
        };
        let is_beside = part.section.level == part.whole.level
            && part.section.range.start >= part.whole.range.end
            && !ctx.outline().within(between(part)).any(|(_, section)| section.level <= part.whole.level)
            && parts.iter().any(|other| is_shown(&other));
        if is_skipped || is_beside {
            report(ctx, part);
        }
    }
}

/// What stands between a section and a part that stands behind it.
fn between(part: &Part<'_>) -> TextRange {
    TextRange::new(part.whole.heading_range.end, part.section.range.start)
}

fn part<'d>(ctx: &Ctx<'d>, slot: &Slot) -> Option<Part<'d>> {
    let heading = |slot: &Slot| match slot.head {
        Head::Section(id) => ctx.outline().get(id).map(|section| (id, section)),
        _ => None,
    };
    let dialect = ctx.document().dialect()?;
    let is_title = |title: &String| dialect.is_title(&normal_name(title));
    let spec: &SectionSpec = ctx.model().spec(slot).filter(|_| slot.title.as_ref().is_some_and(is_title))?;
    let parent = spec.parent.as_deref()?;
    let below = spec.level.saturating_sub(dialect.section(parent)?.level).max(1);
    let whole = ctx.model().sections.iter().find(|other| other.spec.is_some() && other.id == parent)?;
    let ((id, section), (_, whole)) = (heading(slot)?, heading(whole)?);
    Some(Part { id, section, whole, level: whole.level + below })
}

fn report(ctx: &mut Ctx<'_>, part: &Part<'_>) {
    let level = part.level;
    let (title, whole) = (&part.section.title, &part.whole.title);
    let message = format!("`{title}` is a part of `{whole}`: give it a heading of level {level}");
    let edits = relevelled(ctx, part.section, level);
    let report = ctx
        .report(part.section.title_range, message)
        .related(part.whole.heading_range, "the section that it is a part of")
        .dialect_demand();
    match edits {
        Some(edits) => report.fix(format!("Make it a heading of level {level}"), edits).done(),
        None => report.done(),
    }
}

/// The edits that give `section` another level and take those below it along; none where a heading is underlined, or
/// would be deeper than headings go.
fn relevelled(ctx: &Ctx<'_>, section: &Section, level: u8) -> Option<Vec<TextEdit>> {
    let shift = i16::from(level) - i16::from(section.level);
    let own = ctx.outline().within(section.range).map(|(_, section)| section);
    own.map(|section| {
        let written = section.heading_range.of(ctx.text());
        let marks = written.len() - written.trim_start_matches('#').len();
        let level = usize::try_from(i16::from(section.level) + shift).ok().filter(|level| (1..=6).contains(level))?;
        let start = section.heading_range.start;
        (marks > 0).then(|| TextEdit::replace(TextRange::new(start, start + marks), "#".repeat(level)))
    })
    .collect()
}
