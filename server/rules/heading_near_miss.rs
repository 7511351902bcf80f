//! A heading is a letter or two away from a section that the document lacks.

use super::{Class, Ctx, Severity};
use crate::grammar::{Head, SectionSpec, Slot, without_numbering};
use crate::model::Strangers;
use crate::syntax::{Section, anchor};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "heading-near-miss",
    summary: "a heading is a slip away from a section that is not there",
    docs: "\
A heading with a slip in it is found by no search, by no link from another document and by no tool that reads the \
section it was meant to be.

Only headings that are no known section are looked at, and only while the section that they come close to is not \
there: one letter in short names, two in long ones.

Rename the heading; the fix takes the links to it in this document along.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Contxt\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Info,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    let specs = ctx.document().dialect().map_or(&[][..], |dialect| dialect.spec.sections.as_slice());
    let mut specs: Vec<&SectionSpec> = specs.iter().collect();
    specs.sort_by_key(|spec| !spec.required);
    let strangers = Strangers::of(model, ctx.parse(), ctx.grammars());
    let mut told: Vec<TextRange> = Vec::new();
    for spec in specs {
        let Some((slot, name)) = strangers.near(spec) else { continue };
        // a label within the misspelt section is part of it, and does its work only because nothing else does
        let is_within = |other: &Slot| matches!(other.head, Head::Label(_)) && slot.body.contains_range(other.head_range);
        if !told.contains(&slot.head_range) && model.sections_for(spec).all(is_within) {
            told.push(slot.head_range);
            report(ctx, slot, name);
        }
    }
}

fn report(ctx: &mut Ctx<'_>, slot: &Slot, name: &str) {
    let Head::Section(id) = slot.head else { return };
    let Some(section) = ctx.outline().get(id) else { return };
    let edits = renamed(ctx, section, name);
    let message = format!("`{}` looks like `{}`: rename it, if that is what is meant", section.title, name);
    ctx.report(section.title_range, message).fix(format!("Rename to `{name}`"), edits).done();
}

/// The edits that give a heading another name and take the links to it along.
fn renamed(ctx: &Ctx<'_>, section: &Section, title: &str) -> Vec<TextEdit> {
    let text = ctx.text();
    let written = section.title_range.of(text);
    let name = without_numbering(written);
    let name = TextRange::new(section.title_range.end - name.len(), section.title_range.end);
    let number = TextRange::new(section.title_range.start, name.start).of(text);
    let (old, new) = (format!("#{}", anchor(&section.title)), format!("#{}", anchor(&format!("{number}{title}"))));
    let links = ctx.model().links.iter().filter(|link| *link.target == *old);
    let targets = links.filter_map(|link| {
        let at = link.range.start + link.range.of(text).rfind(&old)?;
        Some(TextEdit::replace(TextRange::new(at, at + old.len()), new.clone()))
    });
    std::iter::once(TextEdit::replace(name, title)).chain(targets).collect()
}
