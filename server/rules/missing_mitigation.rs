//! A risk is named, and nothing is said of what is done about it.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form};
use crate::model::{Entry, EntryForm, RiskSource, Risks, added_part, in_cell, without_tab_stops};
use crate::syntax::{BlockKind, ByRange, Fact};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "missing-mitigation",
    summary: "a risk has no mitigation",
    docs: "\
A risk that is only named worries its readers and helps nobody. What counts is the second half of the line: who does \
what so that it does not happen, or what makes it bearable when it does.

Risks are read however they are written: bullets, `Risk 1: …` lines, headings, rows of a table. A mitigation may be a \
part with that label, or plain words such as \"we keep the old writer for a month\". That a risk is accepted is a \
mitigation too. Where the template asks for no mitigation, only a section that promises some (\"Risks and \
mitigations\") and has them for other risks is looked at.

Say what is done about the risk, or why it is accepted.",
    bad: "# RFC: Move sessions to Valkey\n\n- Status: proposed\n\n## Summary\n\nSessions leave Postgres.\n\n## Motivation\n\nThey take 61 % of its CPU.\n\n\
          ## Proposal\n\nA pair of nodes.\n\n## Risks & Mitigation\n\n- Risk 1: a failover loses a second of writes - Mitigation: carts keep their own table\n\
          - Risk 2: one reader is not moved in time\n",
    good: "# RFC: Move sessions to Valkey\n\n- Status: proposed\n\n## Summary\n\nSessions leave Postgres.\n\n## Motivation\n\nThey take 61 % of its CPU.\n\n\
           ## Proposal\n\nA pair of nodes.\n\n## Risks & Mitigation\n\n- Risk 1: a failover loses a second of writes - Mitigation: carts keep their own table\n\
           - Risk 2: one reader is not moved in time - Mitigation: dual writes until it is\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

/// So many risks of which none has a mitigation are told once, at their heading.
const MANY: usize = 3;

fn check(ctx: &mut Ctx<'_>) {
    let source = RiskSource { grammars: ctx.grammars(), parse: ctx.parse(), outline: ctx.outline() };
    for risks in ctx.model().risks(source) {
        let asks = risks.asked.contains(&Form::Mitigation);
        let (told, bare): (Vec<&Entry>, Vec<&Entry>) = risks.entries.iter().partition(|entry| is_told(ctx, entry));
        if !(asks || risks.promises && has_habit(ctx, risks, &bare)) {
            continue;
        }
        match bare.len() {
            0 if asks && risks.entries.is_empty() => in_prose(ctx, risks),
            MANY.. if told.is_empty() => all(ctx, risks, &bare),
            _ => bare.iter().for_each(|entry| one(ctx, entry)),
        }
    }
}

/// Whether most risks of a section have a labelled mitigation, and those that have none are written like them.
fn has_habit(ctx: &Ctx<'_>, risks: &Risks, bare: &[&Entry]) -> bool {
    let is_labelled = |entry: &&Entry| Risks::part(ctx.grammars(), entry, Form::Mitigation).is_some();
    let labelled: Vec<&Entry> = risks.entries.iter().filter(is_labelled).collect();
    let is_like = |entry: &&Entry| labelled.iter().any(|other| other.form == entry.form);
    let is_short = |entry: &&Entry| entry.range.of(ctx.text()).split_whitespace().count() < MOST_OF_A_NOTE;
    let goes_on = |entry: &&Entry| {
        let mut blocks = ctx.parse().tree().inside(entry.range);
        blocks.any(|(_, block)| matches!(block.kind, BlockKind::List { .. }) && block.range.start > entry.range.start)
    };
    let is_bare = |entry: &&Entry| is_like(entry) && is_short(entry) && !goes_on(entry);
    labelled.len() >= 2 && labelled.len() > bare.len() && bare.iter().all(is_bare)
}

/// Whether it is said what is done about a risk; template text is a finding of its own.
fn is_told(ctx: &Ctx<'_>, entry: &Entry) -> bool {
    let text = ctx.text();
    let part = Risks::part(ctx.grammars(), entry, Form::Mitigation);
    let said = match part {
        Some(part) => part.value.of(text).contains(char::is_alphanumeric),
        None => ctx.says_in(Cue::Mitigated, entry.range) || has_answer(ctx, entry.range),
    };
    said || ctx.is_unwritten(entry.range) || ctx.grammars().begins(Cue::None, entry.name.of(text))
}

static ANSWERS: Fact<ByRange<bool>> = Fact::new();

fn has_answer(ctx: &Ctx<'_>, range: TextRange) -> bool {
    *ctx.parse().fact_in(&ANSWERS, 0, range, |parse, range| answers(range.of(parse.text()))).value
}

/// Whether something stands behind the risk that reads like an answer to it: `table bloat; the vacuum is tuned for it`.
fn answers(written: &str) -> bool {
    let behind = ["; ", "→", " -> ", " - ", " – ", " — "].iter().filter_map(|mark| Some(written.split_once(mark)?.1));
    behind.into_iter().any(|behind| behind.split_whitespace().count() >= 3)
}

fn one(ctx: &mut Ctx<'_>, entry: &Entry) {
    let name = entry.shown(ctx.parse());
    let fix = mended(ctx, entry);
    let message = format!("`{name}` has no mitigation: say what is done about it, or why it is accepted");
    let report = ctx.report(entry.name, message).framework_demand();
    match fix {
        Some((label, edit)) => report.fix_unsafe(format!("Add `{label}`, to be filled in"), vec![edit]).done(),
        None => report.done(),
    }
}

fn all(ctx: &mut Ctx<'_>, risks: &Risks, bare: &[&Entry]) {
    let fixes: Vec<(String, TextEdit)> = bare.iter().filter_map(|entry| mended(ctx, entry)).collect();
    let message = format!("none of the {} risks has a mitigation: say what is done about each, or why it is accepted", bare.len());
    let report = ctx.report(risks.head, message).framework_demand();
    match fixes.first().map(|(label, _)| format!("Add `{label}` to each, to be filled in")) {
        Some(title) => report.fix_unsafe(title, fixes.into_iter().map(|(_, edit)| edit).collect()).done(),
        None => report.done(),
    }
}

/// Risks that are not listed: a short text that says nothing of what is done.
fn in_prose(ctx: &mut Ctx<'_>, risks: &Risks) {
    let written = risks.body.of(ctx.text());
    let is_short = (3..MOST_OF_A_NOTE).contains(&written.split_whitespace().count());
    if is_short && !ctx.says(Cue::Mitigated, written) && !answers(written) && !ctx.grammars().begins(Cue::None, written.trim()) && !ctx.is_unwritten(risks.body) {
        let message = "nothing is said of what is done about the risks: name a mitigation for each, or say why it is accepted";
        ctx.report(risks.head, message).framework_demand().done();
    }
}

/// Words: a longer text tells what is done in words of its own.
const MOST_OF_A_NOTE: usize = 60;

/// The label of a mitigation as the template has it, and the edit that writes it with its prompt.
fn mended(ctx: &Ctx<'_>, entry: &Entry) -> Option<(String, TextEdit)> {
    let part = Risks::part(ctx.grammars(), entry, Form::Mitigation);
    let own = ctx.document().dialect().into_iter().flat_map(|dialect| &dialect.spec.sections).flat_map(|section| &section.items);
    let item = own.filter(|item| item.form == Form::Mitigation).chain(ctx.grammars().items_of(Form::Mitigation)).next()?;
    let prompt = without_tab_stops(&item.skeleton);
    let edit = match part {
        Some(part) if entry.form == EntryForm::Row => in_cell(ctx.text(), part.value, &prompt),
        Some(part) => TextEdit::insert(part.value.start, format!(" {prompt}")),
        None => added_part(ctx.parse(), entry, &item.title, &prompt)?,
    };
    Some((item.title.clone(), edit))
}
