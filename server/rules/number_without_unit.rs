//! A measure is given as a bare number.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form, Head, Role, Slot, SlotState};
use crate::model::{items, measures};
use crate::text::TextRange;

declare_rule! {
    code: "number-without-unit",
    summary: "a measure is given as a bare number",
    docs: "\
Latency 300: milliseconds or microseconds, at the median or at the worst? The author knows, the reader in a year does not.

Only measures that have a unit are looked at, by their label (latency, cost, memory, …), among success metrics and the labelled \
numbers that a template asks for. Counts of things need none, and a unit in the label counts.

Write the unit behind the number.",
    bad: "# RFC: Cache rendered pages\n\n- Author: Ada Brandt\n- Status: Draft\n- Created: 2026-02-01\n\n## Summary\n\nPages are cached for a minute.\n\n\
          ## Motivation\n\nRendering takes 900 ms.\n\n## Proposal\n\nA cache before the renderer.\n\n## Success Metrics\n\n- Latency: 900 → 90 by June\n",
    good: "# RFC: Cache rendered pages\n\n- Author: Ada Brandt\n- Status: Draft\n- Created: 2026-02-01\n\n## Summary\n\nPages are cached for a minute.\n\n\
           ## Motivation\n\nRendering takes 900 ms.\n\n## Proposal\n\nA cache before the renderer.\n\n## Success Metrics\n\n- Latency: 900 → 90 ms by June\n",
    severity: Severity::Hint,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let is_own = |slot: &&Slot| {
        matches!(slot.head, Head::Section(_) | Head::Label(_)) && slot.state == SlotState::Filled
    };
    let mut found: Vec<TextRange> = Vec::new();
    for slot in ctx.model().sections.iter().filter(is_own) {
        found.extend(labelled_numbers(ctx, slot).into_iter().filter_map(|(label, value)| bare(ctx, label, value)));
    }
    found.sort();
    found.dedup();
    for place in found {
        let written = place.of(ctx.text()).to_owned();
        ctx.report(place, format!("`{written}` has no unit: say what it is counted in")).done();
    }
}

/// The labels with what stands behind them: metrics, and the parts that the template asks a number for.
fn labelled_numbers(ctx: &Ctx<'_>, slot: &Slot) -> Vec<(TextRange, TextRange)> {
    if slot.roles.contains(&Role::SuccessMetrics) {
        let entries = ctx.model().entries(ctx.parse(), ctx.outline(), slot);
        let split = |line: TextRange| {
            let at = line.of(ctx.text()).find(':')?;
            let value = TextRange::new(line.start + at + 1, line.end).trim(ctx.text());
            Some((TextRange::new(line.start, line.start + at), value))
        };
        return entries.iter().filter_map(|entry| split(entry.name)).collect();
    }
    let Some(spec) = ctx.model().spec(slot).filter(|spec| !spec.each) else { return Vec::new() };
    let asks = |index: usize| spec.items.get(index).is_some_and(|item| matches!(item.form, Form::Change | Form::Quantified));
    let parts = items(ctx.parse(), spec, slot.body).into_iter();
    parts.filter(|part| asks(part.spec)).map(|part| (part.label, part.value)).collect()
}

/// The first figure of a measure that has a unit by its nature, where neither it nor its label names one.
fn bare(ctx: &Ctx<'_>, label: TextRange, value: TextRange) -> Option<TextRange> {
    let (grammars, name, text) = (ctx.grammars(), label.of(ctx.text()), value.of(ctx.text()));
    let is_unit = |word: &str| grammars.is_unit(word) || word.chars().count() > 3 && grammars.is_unit(word.trim_end_matches('s'));
    let words = |text: &str| text.split(|c: char| !c.is_alphabetic() && c != '%').any(is_unit);
    if !grammars.says(Cue::Dimension, name) || measures(grammars, text) || words(name) || words(text) || text.contains('|') {
        return None;
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text.get(start..)?.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(text.len() - start);
    let before = text.get(..start)?.chars().next_back();
    let behind = text.get(start + length..)?.trim_start().chars().next();
    // a figure with a word, a sign or a name around it is more than a bare number
    let stands_alone = before.is_none_or(char::is_whitespace) && behind.is_none_or(|c| matches!(c, '→' | '-' | '–' | ',' | ';' | '.'));
    let place = TextRange::new(value.start + start, value.start + start + length);
    (stands_alone && !ctx.is_unwritten(value)).then_some(place)
}
