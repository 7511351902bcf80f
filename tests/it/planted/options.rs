//! Options that are too few, there twice, or chosen though nobody listed them.

use super::Defect;
use super::ground::{Ground, Plant, picked};
use super::sections::slips;
use staffwork::grammar::{Head, Maturity, Role};
use staffwork::model::{DecisionOption, OptionMention, OptionSource, OptionsState};
use staffwork::text::{TextEdit, TextRange};

pub(super) const DEFECTS: &[Defect] = &[
    Defect { name: "options deleted down to two", codes: &["few-options"], plant: too_few },
    Defect { name: "option listed twice", codes: &["duplicate-option"], plant: listed_twice },
    Defect { name: "option listed twice in other words", codes: &["duplicate-option"], plant: listed_again },
    Defect { name: "unlisted option chosen", codes: &["chosen-not-listed"], plant: unlisted },
    Defect {
        name: "choice removed from an accepted record",
        codes: &["missing-choice", "stub-section", "empty-section"],
        plant: unchosen,
    },
];

/// A name that no document knows.
const STRANGER: &str = "Carrier pigeons over Rotterdam";

/// The options that the document lists itself.
pub(super) fn listed(ground: &Ground) -> Vec<&DecisionOption> {
    let own = |mention: &OptionMention| {
        matches!(
            mention.source,
            OptionSource::List | OptionSource::Heading | OptionSource::LeadIn | OptionSource::ProsAndCons
        )
    };
    ground.model().options.items.iter().filter(|item| item.mentions.iter().any(own)).collect()
}

/// Everything that a mention brings: the item, the section, the row. A choice stays where it is.
pub(super) fn extent(ground: &Ground, mention: &OptionMention) -> Option<TextRange> {
    let is_own = !matches!(mention.source, OptionSource::Chosen | OptionSource::Proposal | OptionSource::Matrix);
    let own = mention.range.cover(mention.body);
    is_own.then(|| ground.lines(TextRange::new(own.start, own.end.max(own.start + 1) - 1)))
}

fn too_few(ground: &Ground) -> Vec<Plant> {
    let model = ground.model();
    let options = &model.options;
    let asked = ground.document.kind().is_some_and(|kind| kind.spec.min_options == Some(3));
    let listed = listed(ground);
    let left = 2 - usize::from(options.includes_proposal);
    let Some(slot) = model.section(Role::Options).filter(|slot| slot.head != Head::Field) else { return Vec::new() };
    if !asked || options.state != OptionsState::Counted || options.items.len() < 3 || listed.len() <= left {
        return Vec::new();
    }
    let chosen = options.chosen.as_ref().and_then(|choice| options.items.get(choice.option?)).map(|item| item.range);
    let (mut keep, rest): (Vec<&DecisionOption>, Vec<&DecisionOption>) =
        listed.iter().partition(|item| Some(item.range) == chosen);
    keep.extend(rest);
    let gone = &keep[left..];
    let edits = gone.iter().flat_map(|item| &item.mentions).filter_map(|mention| extent(ground, mention));
    let edits = whole(edits.collect());
    let names: Vec<&str> = gone.iter().map(|item| item.name.as_str()).collect();
    vec![ground.plant(format!("without `{}`", names.join("`, `")), &edits, &[slot.head_range])]
}

/// The edits that delete `ranges`, of which one may hold another.
pub(super) fn whole(mut ranges: Vec<TextRange>) -> Vec<TextEdit> {
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut edits: Vec<TextEdit> = Vec::new();
    for range in ranges {
        match edits.last_mut() {
            Some(last) if range.start < last.range.end => last.range = last.range.cover(range),
            _ => edits.push(TextEdit::delete(range)),
        }
    }
    edits
}

fn listed_twice(ground: &Ground) -> Vec<Plant> {
    again(ground, |name| Some(name.to_owned()))
}

fn listed_again(ground: &Ground) -> Vec<Plant> {
    again(ground, |name| {
        let is_long = |word: &&str| word.chars().count() >= 7 && word.chars().all(|c| c.is_ascii_lowercase());
        let long = name.split_whitespace().find(is_long);
        let other = match long {
            Some(word) => name.replacen(word, &slips(word)[picked(name, 3)], 1),
            None => name.to_uppercase(),
        };
        (other != name && name.len() <= 70).then_some(other)
    })
}

/// An option once more, under the name that `other` makes of its own.
fn again(ground: &Ground, other: fn(&str) -> Option<String>) -> Vec<Plant> {
    let sources = [OptionSource::List, OptionSource::Heading];
    let mut plants = Vec::new();
    for item in listed(ground) {
        let Some(mention) = item.mentions.iter().find(|mention| sources.contains(&mention.source)) else { continue };
        let written = mention.range.of(ground.text());
        let (Some(range), Some(name)) = (extent(ground, mention), other(written)) else { continue };
        let block = range.of(ground.text());
        let lead = if range.end == ground.text().len() && !block.ends_with('\n') { "\n" } else { "" };
        let copy = format!("{lead}{}", block.replacen(written, &name, 1));
        let places = [range, TextRange::empty(range.end)];
        plants.push(ground.plant(format!("`{written}` and `{name}`"), &[TextEdit::insert(range.end, copy)], &places));
    }
    plants
}

fn unlisted(ground: &Ground) -> Vec<Plant> {
    let is_record = ground.kind() == "adr";
    let chosen = ground.model().options.chosen.as_ref().filter(|choice| choice.is_explicit && is_record);
    let Some(choice) = chosen.filter(|_| listed(ground).len() >= 2) else { return Vec::new() };
    let edit = TextEdit::replace(choice.range, STRANGER);
    vec![ground.plant(format!("`{STRANGER}` for `{}`", choice.name), &[edit], &[choice.range])]
}

fn unchosen(ground: &Ground) -> Vec<Plant> {
    let model = ground.model();
    let status = model.metadata.status.as_ref().map(|status| status.raw.as_str());
    let settled = status.is_some() && ground.document.grammars().maturity(status) == Maturity::Settled;
    let decision =
        model.sections.iter().find(|slot| slot.roles.contains(&Role::Decision) && !slot.roles.contains(&Role::Options));
    let Some(section) = decision
        .and_then(|slot| ground.section(slot))
        .filter(|_| settled && ground.kind() == "adr" && listed(ground).len() >= 2)
    else {
        return Vec::new();
    };
    let own = TextRange::new(section.heading_range.end, section.own.end);
    let edit = TextEdit::replace(own, "\n\nSee the minutes of the review.\n\n");
    vec![ground.plant(
        format!("`{}` names nothing", section.title),
        &[edit],
        &[TextRange::new(section.heading_range.start, section.own.end)],
    )]
}
