//! A choice is made, and nobody says why.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Head, ItemSpec, Role, Slot, SlotState};
use crate::model::{Item, OptionMention, OptionSource, added_item, arguments, items, without_tab_stops};
use crate::syntax::{BlockId, BlockKind};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "missing-rationale",
    summary: "a choice is made without a reason",
    docs: "\
The choice itself can be seen in the code. What cannot be seen is why: which force decided, and what the runner-up \
would have given. Without it nobody can tell later whether the decision still holds.

A reason in any words is enough: \"because\", \"so that\", a section of its own, a paragraph behind the choice, pros and \
cons of the options. In a template with a part for the reason, that part is looked at. Elsewhere only a choice between \
options that are listed is.

Write the reason behind the choice, in the same sentence if it is short.",
    bad: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n\
          ## Considered Options\n\n* Redis\n* Memcached\n* No cache\n\n## Decision Outcome\n\nChosen option: \"Redis\".\n",
    good: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n\
           ## Considered Options\n\n* Redis\n* Memcached\n* No cache\n\n## Decision Outcome\n\nChosen option: \"Redis\", because we run it already.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
    kinds: &["adr"],
}

/// A paragraph of so many words says something, whatever its words are.
const TELLING: usize = 15;

fn check(ctx: &mut Ctx<'_>) {
    let own = |slot: &&Slot| slot.roles.contains(&Role::Decision) && matches!(slot.head, Head::Section(_) | Head::Label(_));
    let decisions: Vec<&Slot> = ctx.model().sections.iter().filter(own).collect();
    let Some(decision) = decisions.first().copied().filter(|slot| slot.state == SlotState::Filled) else { return };
    if ctx.is_unwritten(decision.body) || has_reasons_of_its_own(ctx, decision) {
        return;
    }
    let parts = ctx.model().spec(decision).map_or_else(Vec::new, |spec| items(ctx.parse(), spec, decision.body));
    match reason_item(ctx, decision) {
        Some((index, item)) if parts.len() >= 2 => in_parts(ctx, decision, &parts, index, item),
        _ => in_words(ctx, &decisions),
    }
}

/// Whether some section beside the decision is there for its reasons.
fn has_reasons_of_its_own(ctx: &Ctx<'_>, decision: &Slot) -> bool {
    let is_of_reasons = |slot: &&Slot| {
        slot.state == SlotState::Filled
            && slot.head_range != decision.head_range
            && slot.title.as_deref().is_some_and(|title| ctx.says(Cue::Reason, title))
    };
    ctx.model().sections.iter().any(|slot| is_of_reasons(&slot))
}

/// The part of the decision that the template has for the reason.
fn reason_item<'d>(ctx: &Ctx<'d>, decision: &Slot) -> Option<(usize, &'d ItemSpec)> {
    let spec = ctx.model().spec(decision)?;
    spec.items.iter().enumerate().find(|(_, item)| item.required && ctx.grammars().is(Cue::Reason, &item.title))
}

/// A decision in labelled parts: the reason is one of them, or stands with the choice.
fn in_parts(ctx: &mut Ctx<'_>, decision: &Slot, parts: &[Item], index: usize, item: &ItemSpec) {
    let reason = parts.iter().find(|part| part.spec == index);
    let choice = parts.iter().find(|part| part.spec != index);
    let is_given = match (reason, choice) {
        (Some(reason), _) => all_of(ctx, reason).of(ctx.text()).split_whitespace().count() > 1,
        (None, Some(choice)) => ctx.says(Cue::Reason, all_of(ctx, choice).of(ctx.text())),
        (None, None) => true,
    };
    if is_given {
        return;
    }
    let prompt = without_tab_stops(&item.skeleton);
    let edit = match (reason, choice) {
        (Some(reason), _) => Some(TextEdit::replace(reason.value, format!("{}{prompt}", gap(ctx.text(), reason.value.start)))),
        (None, Some(choice)) => list_item(ctx, choice.label).and_then(|id| added_item(ctx.parse(), id, &format!("{}: {prompt}", item.title))),
        (None, None) => None,
    };
    let place = reason.map_or_else(|| ctx.model().options.chosen.as_ref().map_or(decision.head_range, |choice| choice.range), |part| part.label);
    let report = ctx.report(place, "the choice has no reason: say which force decided, and what you give up for it");
    match edit {
        Some(edit) => report.fix_unsafe(format!("Write `{}`, to be filled in", item.title), vec![edit]).done(),
        None => report.done(),
    }
}

/// What stands behind the label of a part, items below included.
fn all_of(ctx: &Ctx<'_>, part: &Item) -> TextRange {
    let block = list_item(ctx, part.label).and_then(|id| ctx.parse().tree().get(id));
    let end = block.map_or(part.value.end, |block| block.range.end.max(part.value.end));
    TextRange::new(part.value.start.min(end), end)
}

fn list_item(ctx: &Ctx<'_>, label: TextRange) -> Option<BlockId> {
    let tree = ctx.parse().tree();
    let around = tree.ancestors(tree.at(label.start)?);
    around.into_iter().find(|(_, block)| matches!(block.kind, BlockKind::Item { .. })).map(|(id, _)| id)
}

/// A decision in running text.
fn in_words(ctx: &mut Ctx<'_>, decisions: &[&Slot]) {
    let text = ctx.text();
    let options = &ctx.model().options;
    let Some(chosen) = options.chosen.as_ref().filter(|_| options.items.len() >= 2) else { return };
    // what is only told in passing needs no reason where the options are held against each other
    if !chosen.is_explicit && is_weighed(ctx) {
        return;
    }
    let stated = Some(chosen.range).filter(|_| chosen.is_explicit);
    for slot in decisions {
        let own: Vec<TextRange> = ctx.model().own_text(slot).collect();
        if own.iter().any(|own| ctx.says_in(Cue::Reason, *own) || tells(ctx, *own, stated)) {
            return;
        }
    }
    let Some(decision) = decisions.first() else { return };
    let Some(place) = stated.or_else(|| first_paragraph(ctx, decision.body)) else { return };
    let edit = because(ctx).and_then(|reason| behind(text, place, &reason));
    let report = ctx.report(place, "the choice has no reason: write `because` and what decided behind it");
    match edit {
        Some(edit) => report.fix_unsafe("Write a reason, to be filled in", vec![edit]).done(),
        None => report.done(),
    }
}

/// Whether the options are held against each other: the reason can be read there.
fn is_weighed(ctx: &Ctx<'_>) -> bool {
    let is_argued = |mention: &OptionMention| {
        mention.source == OptionSource::ProsAndCons || arguments(ctx.grammars(), ctx.parse(), mention.body).are_marked()
    };
    let mut mentions = ctx.model().options.items.iter().flat_map(|item| &item.mentions);
    !ctx.model().matrices.is_empty() || mentions.any(is_argued)
}

/// Whether a paragraph or a list, the choice apart, says something, or something that is no text shows it.
fn tells(ctx: &Ctx<'_>, body: TextRange, stated: Option<TextRange>) -> bool {
    let mut blocks = ctx.parse().tree().inside(body);
    let words = |range: TextRange| {
        let own = stated.filter(|stated| range.contains_range(*stated));
        let name = own.map_or(0, |stated| stated.of(ctx.text()).split_whitespace().count());
        range.of(ctx.text()).split_whitespace().count().saturating_sub(name)
    };
    blocks.any(|(_, block)| match block.kind {
        BlockKind::Paragraph | BlockKind::List { .. } => words(block.range) >= TELLING,
        BlockKind::Table | BlockKind::Code { .. } | BlockKind::Quote => true,
        _ => false,
    })
}

fn first_paragraph(ctx: &Ctx<'_>, body: TextRange) -> Option<TextRange> {
    let mut blocks = ctx.parse().tree().inside(body).map(|(_, block)| block);
    blocks.find(|block| block.kind == BlockKind::Paragraph).map(|block| block.range)
}

/// How templates of this kind begin a reason: the word, and the prompt behind it.
fn because(ctx: &Ctx<'_>) -> Option<String> {
    let kind = ctx.document().kind()?;
    let of_kind = kind.dialects.iter().map(std::convert::AsRef::as_ref);
    let own = ctx.document().dialect().into_iter().chain(of_kind);
    let skeletons = own.flat_map(|dialect| &dialect.spec.sections).filter(|section| section.required);
    skeletons.into_iter().map(|section| without_tab_stops(&section.skeleton)).find_map(|skeleton| {
        let line = skeleton.lines().find(|line| ctx.says(Cue::Because, line) && !ctx.grammars().begins(Cue::Pro, line.trim_start_matches(['*', '-', ' '])))?;
        let (at, _) = line.match_indices(' ').find(|(at, _)| line.get(*at..).is_some_and(|rest| ctx.grammars().begins(Cue::Because, rest)))?;
        line.get(at..).map(|rest| rest.trim().trim_end_matches('.').to_owned())
    })
}

/// The edit that writes `, reason` behind what stands in `place`, before the full stop, where its line ends there.
fn behind(text: &str, place: TextRange, reason: &str) -> Option<TextEdit> {
    let rest = text.get(place.end..)?;
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let marks = line.len() - line.trim_start_matches(['"', '”', '\'', '`', '*', '_']).len();
    let is_end = line.get(marks..)?.trim().trim_matches('.').is_empty();
    let own = place.of(text);
    let stop = if marks == 0 { own.len() - own.trim_end_matches(['.', ' ']).len() } else { 0 };
    is_end.then(|| TextEdit::insert(place.end + marks - stop, format!(", {reason}")))
}

/// A blank where the text before `at` has none.
fn gap(text: &str, at: usize) -> &'static str {
    if text.get(..at).is_some_and(|before| before.ends_with([' ', '\n'])) { "" } else { " " }
}
