//! The document states its status twice, and not the same one.

use super::{Class, Ctx, Severity};
use crate::grammar::{State, normal_name};
use crate::model::Status;
use crate::syntax::FieldCarrier;
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "status-conflict",
    summary: "two places state different statuses",
    docs: "\
Lists and tools read the front matter, people read the section under the title. When one says `accepted` and the other \
`Proposed`, half of the readers follow a decision that the other half thinks is still open.

Every carrier is compared: front matter, bullets, lines, tables, a section, a file such as `kep.yaml`. Different words \
for the same state agree with each other, and a section that tells the history and names the state agrees too.

Write the same status in both; each fix takes over one of them.",
    bad: "---\nstatus: accepted\n---\n\n# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\n\
          The ledger outgrew its file.\n\n## Decision\n\nWe will use Postgres, because the team runs it already.\n",
    good: "---\nstatus: accepted\n---\n\n# Use Postgres for the ledger\n\n## Status\n\nAccepted\n\n## Context\n\n\
           The ledger outgrew its file.\n\n## Decision\n\nWe will use Postgres, because the team runs it already.\n",
    severity: Severity::Error,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let mut stated = ctx.model().metadata.statuses.iter().filter(|status| is_known(ctx, status));
    let Some(first) = stated.next() else { return };
    let others: Vec<&Status> = stated.filter(|other| differ(ctx, first, other)).collect();
    for other in others {
        tell(ctx, first, other);
    }
}

/// A state that somebody chose: neither a word that nobody knows nor the template's list of words.
fn is_known(ctx: &Ctx<'_>, status: &Status) -> bool {
    let model = ctx.model();
    let is_left = model.placeholders.iter().any(|range| range.meets(status.range))
        || model.choices.iter().any(|list| list.range.meets(status.range));
    status.normal.is_some() && (!is_left || status.carrier == FieldCarrier::Sibling)
}

/// Whether neither place names the other's state.
fn differ(ctx: &Ctx<'_>, one: &Status, other: &Status) -> bool {
    one.normal != other.normal && !names(ctx, &whole(ctx, one), other) && !names(ctx, &whole(ctx, other), one)
}

/// All that stands where a status does.
fn whole(ctx: &Ctx<'_>, status: &Status) -> String {
    let section = ctx.model().sections.iter().find(|slot| {
        status.carrier == FieldCarrier::Section && slot.body.contains_range(status.range)
    });
    section.map_or_else(|| status.raw.clone(), |slot| ctx.parse().written(slot.body))
}

/// Whether `text` names the state of `status` somewhere.
fn names(ctx: &Ctx<'_>, text: &str, status: &Status) -> bool {
    let is_own = |state: &&State| Some(&state.id) == status.normal.as_ref();
    let Some(state) = ctx.grammars().vocabulary.states.iter().find(is_own) else { return false };
    let text = format!(" {} ", normal_name(text));
    state.words.iter().any(|word| text.contains(&format!(" {} ", normal_name(word))))
}

fn tell(ctx: &mut Ctx<'_>, first: &Status, other: &Status) {
    let (place, away) = match (first.carrier, other.carrier) {
        (_, FieldCarrier::Sibling) => (first.range, None),
        (FieldCarrier::Sibling, _) => (other.range, None),
        _ => (other.range, Some(first.range)),
    };
    let (here, there) = if other.carrier == FieldCarrier::Sibling { (first, other) } else { (other, first) };
    let message = format!("the status is `{}` here and `{}` elsewhere: write the same in both", word(here), word(there));
    let mut report = ctx.report(place, message);
    if let Some(away) = away {
        report = report.related(away, format!("`{}` here", word(there)));
    }
    for (wrong, right) in [(here, there), (there, here)] {
        if let Some(edit) = edit(wrong, right) {
            report = report.fix_unsafe(format!("Write `{}` in both", edit.text), vec![edit]);
        }
    }
    report.done();
}

/// The status without what stands behind it.
fn word(status: &Status) -> &str {
    let raw = status.raw.trim();
    let end = raw.find(['(', ',', ';', ':', '.', '[', '\u{2013}', '\u{2014}', '\n']).unwrap_or(raw.len());
    let short = raw.get(..end).unwrap_or(raw).trim();
    if short.is_empty() { raw } else { short }
}

/// Writes the state of `right` where `wrong` stands, in its manner; a status that says more is left to its author.
fn edit(wrong: &Status, right: &Status) -> Option<TextEdit> {
    let is_bare = |status: &Status| word(status).len() == status.raw.trim().len();
    if wrong.range.is_empty() || !is_bare(wrong) || !is_bare(right) || wrong.range.len() < wrong.raw.len() {
        return None;
    }
    let is_upper = wrong.raw.starts_with(char::is_uppercase);
    let mut rest = right.raw.chars();
    let first = rest.next()?;
    let written = if is_upper {
        first.to_uppercase().chain(rest).collect::<String>()
    } else {
        right.raw.to_lowercase()
    };
    Some(TextEdit::replace(TextRange::new(wrong.range.start, wrong.range.end), written))
}
