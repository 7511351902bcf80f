//! The document is decided, and its questions are still open.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Head, Maturity, Role, Slot, SlotState};
use crate::model::{Entry, EntryForm};
use crate::syntax::BlockKind;
use crate::text::TextRange;

declare_rule! {
    code: "accepted-with-open-questions",
    summary: "an accepted document has unanswered questions",
    docs: "\
Once a document is accepted, people build what it says. A question that is still open in it is answered by whoever meets \
it first, and nobody else hears the answer.

A question counts as open when nothing follows it, when its box is not ticked, or when a placeholder follows. An answer \
behind or below it, a strike-through, `None`, or a word on when it will be settled is enough.

Answer the questions, or say for each who does and when.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nAccepted\n\n## Context\n\nThe ledger outgrew its file.\n\n## Decision\n\n\
          We will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n\n\
          ## Open Questions\n\n- Who is on call for it at night?\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nAccepted\n\n## Context\n\nThe ledger outgrew its file.\n\n## Decision\n\n\
           We will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n\n\
           ## Open Questions\n\n- Who is on call for it at night? The platform team, from 1 April.\n",
    severity: Severity::Warning,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let Some(status) = &ctx.model().metadata.status else { return };
    if ctx.grammars().maturity(status.normal.as_deref()) != Maturity::Settled {
        return;
    }
    let state = status.normal.clone().unwrap_or_default();
    let is_own = |slot: &&Slot| slot.roles == [Role::OpenQuestions] && matches!(slot.head, Head::Section(_) | Head::Label(_));
    let slots: Vec<&Slot> = ctx.model().sections.iter().filter(is_own).collect();
    for slot in slots {
        let open = open_questions(ctx, slot);
        if open.is_empty() {
            continue;
        }
        let (count, them) = if let [_] = open.as_slice() {
            ("an open question".to_owned(), "it")
        } else {
            (format!("{} open questions", open.len()), "them")
        };
        let message = format!("the status is `{state}` with {count}: answer {them}, or say who does and when");
        let mut report = ctx.report(slot.head_range, message);
        for question in open.into_iter().filter(|question| *question != slot.head_range) {
            report = report.related(question, "still open");
        }
        report.done();
    }
}

/// Where the questions stand that nothing answers; the heading where the section only says that there will be some.
fn open_questions(ctx: &Ctx<'_>, slot: &Slot) -> Vec<TextRange> {
    match slot.state {
        SlotState::Stub => return vec![slot.head_range],
        SlotState::Filled => {}
        _ => return Vec::new(),
    }
    let entries = ctx.model().entries(ctx.parse(), ctx.outline(), slot);
    if entries.is_empty() {
        return in_paragraphs(ctx, slot.body);
    }
    entries.iter().filter(|entry| is_open(ctx, entry)).map(|entry| entry.name).collect()
}

fn is_open(ctx: &Ctx<'_>, entry: &Entry) -> bool {
    let text = entry.range.of(ctx.text());
    let behind = answer(text);
    let is_settled = |text: &str| ctx.says(Cue::Answered, text) || is_struck(text);
    match entry.form {
        EntryForm::Item { task: Some(is_done) } => !is_done && !is_settled(behind.unwrap_or(text)),
        EntryForm::Row => false,
        EntryForm::Heading if !entry.name.of(ctx.text()).trim_end().ends_with('?') => false,
        _ => {
            let Some(behind) = behind else { return ctx.says(Cue::Stub, text) && !is_settled(text) };
            !is_struck(text) && (!behind.contains(char::is_alphanumeric) || is_put_off(ctx, behind))
        }
    }
}

/// What stands behind the last question; `None` where nothing is asked.
fn answer(text: &str) -> Option<&str> {
    let is_end = |at: usize| text.get(at + 1..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '='));
    let at = text.match_indices('?').map(|(at, _)| at).rfind(|at| is_end(*at))?;
    text.get(at + 1..)
}

/// Whether all that stands there is that something will.
fn is_put_off(ctx: &Ctx<'_>, behind: &str) -> bool {
    ctx.grammars().is(Cue::Stub, behind) && !ctx.grammars().is(Cue::Answered, behind)
}

fn is_struck(text: &str) -> bool {
    text.contains("~~") || text.contains("<s>") || text.contains("<del>") || text.contains('✅')
}

/// Paragraphs that ask, with no other paragraph behind them than the next question.
fn in_paragraphs(ctx: &Ctx<'_>, body: TextRange) -> Vec<TextRange> {
    let text = ctx.text();
    let blocks: Vec<(BlockKind, TextRange)> =
        ctx.parse().tree().within(body).map(|(_, block)| (block.kind, block.range)).collect();
    let asks = |range: TextRange| range.of(text).trim_end().ends_with('?') && !is_struck(range.of(text));
    let found = blocks.iter().enumerate().filter(|(at, (kind, range))| {
        let next = blocks.get(at + 1);
        *kind == BlockKind::Paragraph && asks(*range) && next.is_none_or(|(_, next)| asks(*next))
    });
    found.map(|(_, (_, range))| *range).collect()
}
