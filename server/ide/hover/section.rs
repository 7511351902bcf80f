//! Headings: what belongs below them, and what is still missing there.

use super::{Hover, Place, paragraphs, quoted};
use crate::grammar::{Head, Role, SectionSpec, Slot, SlotState};
use crate::model::{OptionsState, items};

pub(super) fn hover(at: &Place<'_>) -> Option<Hover> {
    let slots = at.document.model().sections.iter();
    let mut headed = slots.filter(|slot| matches!(slot.head, Head::Section(_) | Head::Label(_)));
    let slot = headed.find(|slot| at.touches(slot.head_range))?;
    let markdown = match at.document.model().spec(slot) {
        Some(spec) => of_spec(at, slot, spec),
        None => of_family(at, slot)?,
    };
    Some(Hover { range: slot.head_range, markdown })
}

fn of_spec(at: &Place<'_>, slot: &Slot, spec: &SectionSpec) -> String {
    let need = if spec.required { "required section" } else { "optional section" };
    let dialect = at.document.dialect().map_or("", |dialect| dialect.spec.title.as_str());
    let questions: Vec<String> = spec.questions.iter().map(|question| format!("- {question}")).collect();
    paragraphs([
        Some(format!("**{}** · {need} · {dialect}", spec.title)),
        Some(spec.guidance.clone()),
        Some(questions.join("\n")),
        state(slot),
        count(at, slot),
        missing(at, slot, spec),
        example(&spec.example),
    ])
}

/// What the section is in documents of any template.
fn of_family(at: &Place<'_>, slot: &Slot) -> Option<String> {
    let family = at.document.grammars().family(slot.family.as_deref()?)?;
    let kind = at.document.kind()?;
    let title = slot.title.as_deref().unwrap_or_default();
    Some(paragraphs([
        Some(format!("**{title}** · {}", kind.spec.title)),
        Some(family.guidance.clone()),
        state(slot),
        count(at, slot),
    ]))
}

fn state(slot: &Slot) -> Option<String> {
    let state = match slot.state {
        SlotState::Filled => return None,
        SlotState::Empty if slot.allows_none => "Nothing is written here yet; that there is none is an answer too.",
        SlotState::Empty => "Nothing is written here yet.",
        SlotState::Stub => "What is written here only stands for text to come.",
        SlotState::Placeholder => "The template's text is still to be replaced.",
        SlotState::NoneStated if slot.allows_none => "Says that there is none, which is an answer.",
        SlotState::NoneStated => "Says that there is none, which is no answer here.",
    };
    Some(state.to_owned())
}

/// How many options there are, in a section of options.
fn count(at: &Place<'_>, slot: &Slot) -> Option<String> {
    let options = &at.document.model().options;
    let least = at.document.config().min_options(&at.document.kind()?.spec)?;
    if !slot.roles.contains(&Role::Options) || options.state != OptionsState::Counted {
        return None;
    }
    let names = quoted(options.items.iter().map(|option| option.name.as_str()))?;
    Some(format!("{} of {least} options: {names}", options.items.len()))
}

/// The parts that the section is asked for and does not have, each with what it looks like.
fn missing(at: &Place<'_>, slot: &Slot, spec: &SectionSpec) -> Option<String> {
    let found = items(at.document.parse(), spec, slot.body);
    let open = spec
        .items
        .iter()
        .enumerate()
        .filter(|(index, item)| item.required && !found.iter().any(|found| found.spec == *index));
    let lines: Vec<String> = open
        .map(|(_, item)| match item.form.words() {
            Some(words) => format!("- **{}**: {words}", item.title),
            None => format!("- **{}**", item.title),
        })
        .collect();
    (!lines.is_empty()).then(|| format!("Still missing:\n{}", lines.join("\n")))
}

/// The example as it is to be written, in a fence that no example closes.
fn example(example: &str) -> Option<String> {
    let example = example.trim();
    let fence = if example.contains("```") { "````" } else { "```" };
    (!example.is_empty()).then(|| format!("For example:\n\n{fence}markdown\n{example}\n{fence}"))
}
