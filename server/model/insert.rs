//! Where a section that is not there belongs, and what it looks like.

use super::{Model, without_tab_stops};
use crate::grammar::{Head, SectionSpec, normal_name};
use crate::syntax::{Outline, Parse};
use crate::text::{TextEdit, TextRange};

/// The edit that puts the section `spec` where the template has it: behind the last section that precedes it there.
#[must_use]
pub fn insertion(parse: &Parse, outline: &Outline, model: &Model, spec: &SectionSpec) -> TextEdit {
    put(parse, outline, model, place(parse, outline, model, spec), &[spec])
}

/// The edit that puts the section `spec` of another template at the end of the document.
#[must_use]
pub fn appended_section(parse: &Parse, outline: &Outline, model: &Model, spec: &SectionSpec) -> TextEdit {
    let written = parse.text().trim_end().len();
    let edit = put(parse, outline, model, written, &[spec]);
    TextEdit::replace(TextRange::new(written, parse.text().len()), edit.text)
}

/// The edits that put all `specs`, which come in template order, where the template has them: one edit a place, so
/// that they can be done at once. A part that its section's skeleton brings along is not inserted again.
#[must_use]
pub fn insertions(parse: &Parse, outline: &Outline, model: &Model, specs: &[&SectionSpec]) -> Vec<TextEdit> {
    let comes_along = |spec: &SectionSpec| {
        let parent = specs.iter().find(|parent| spec.parent.as_ref() == Some(&parent.id));
        parent.is_some_and(|parent| brings(parent, spec))
    };
    let mut places: Vec<(usize, Vec<&SectionSpec>)> = Vec::new();
    for spec in specs.iter().filter(|spec| !comes_along(spec)) {
        let at = place(parse, outline, model, spec);
        match places.iter_mut().find(|(place, _)| *place == at) {
            Some((_, group)) => group.push(spec),
            None => places.push((at, vec![spec])),
        }
    }
    places.sort_by_key(|(at, _)| *at);
    places.into_iter().map(|(at, group)| put(parse, outline, model, at, &group)).collect()
}

/// Whether the skeleton of `parent` has a heading or a label for `part`.
#[must_use]
pub fn brings(parent: &SectionSpec, part: &SectionSpec) -> bool {
    let wanted = normal_name(&part.title);
    without_tab_stops(&parent.skeleton)
        .lines()
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '-' | '+' | ':')))
        .any(|label| normal_name(label) == wanted)
}

/// The level its heading has in this document, where others may stand one higher or lower than in the template.
#[must_use]
pub fn level(outline: &Outline, model: &Model, spec: &SectionSpec) -> u8 {
    let sections = model.verdict.dialect.as_ref().map_or(&[][..], |dialect| dialect.spec.sections.as_slice());
    let shifts = model.sections.iter().filter_map(|slot| {
        let Head::Section(id) = slot.head else { return None };
        let template = sections.get(slot.spec?)?.level;
        Some(i16::from(outline.get(id)?.level) - i16::from(template))
    });
    let shifts: Vec<i16> = shifts.collect();
    let often = |shift: &i16| shifts.iter().filter(|other| *other == shift).count();
    let shift = shifts.iter().copied().max_by_key(|shift| (often(shift), -shift.abs()));
    let shift = shift.unwrap_or_else(|| by_depth(outline, spec));
    let level = i16::from(spec.level) + shift;
    u8::try_from(level.clamp(1, 6)).unwrap_or(spec.level)
}

/// Where no section of the document is one of the template's: its headings below the title stand at the second level,
/// or lower by so many.
fn by_depth(outline: &Outline, spec: &SectionSpec) -> i16 {
    let below_title = outline.iter().map(|(_, section)| section.level).filter(|level| *level > 1).min();
    below_title.filter(|_| spec.parent.is_none()).map_or(0, |level| i16::from(level) - i16::from(spec.level))
}

/// The sections `specs` as text at `at`, a blank line around each.
fn put(parse: &Parse, outline: &Outline, model: &Model, at: usize, specs: &[&SectionSpec]) -> TextEdit {
    let text = parse.text();
    let before = text.get(..at).unwrap_or("");
    let behind = text.get(at..).unwrap_or("");
    let lead = match () {
        () if before.trim().is_empty() || ["\n\n", "\r\n\r\n", "\r\r"].iter().any(|end| before.ends_with(end)) => "",
        () if before.ends_with(['\n', '\r']) => "\n",
        () => "\n\n",
    };
    let end = if behind.trim().is_empty() { "\n" } else { "\n\n" };
    let sections: Vec<String> = specs.iter().map(|spec| written(level(outline, model, spec), spec)).collect();
    let eaten = TextRange::new(at, at + behind.len() - behind.trim_start_matches(['\n', '\r']).len());
    let range = if behind.trim().is_empty() { eaten } else { TextRange::empty(at) };
    TextEdit::replace(range, format!("{lead}{}{end}", sections.join("\n\n")))
}

fn written(level: u8, spec: &SectionSpec) -> String {
    let heading = format!("{} {}", "#".repeat(usize::from(level)), spec.title);
    let skeleton = without_tab_stops(&spec.skeleton);
    let body = skeleton.trim();
    if body.is_empty() { heading } else { format!("{heading}\n\n{body}") }
}

fn place(parse: &Parse, outline: &Outline, model: &Model, spec: &SectionSpec) -> usize {
    let sections = model.verdict.dialect.as_ref().map_or(&[][..], |dialect| dialect.spec.sections.as_slice());
    let own = sections.iter().position(|section| section.id == spec.id).unwrap_or(0);
    let end_of = |index: usize| {
        let slot = model.sections.iter().find(|slot| slot.spec == Some(index))?;
        match slot.head {
            Head::Section(id) => outline.get(id).map(|section| section.range.end),
            Head::Label(_) => Some(slot.body.end),
            Head::Field | Head::Opening => None,
        }
    };
    let mut before =
        (0..own).rev().filter(|index| sections.get(*index).is_some_and(|section| section.level <= spec.level));
    if let Some(end) = before.find_map(end_of) {
        return end;
    }
    let behind = (own + 1..sections.len()).filter_map(|index| {
        let slot = model.sections.iter().find(|slot| slot.spec == Some(index))?;
        matches!(slot.head, Head::Section(_)).then_some(slot.head_range.start)
    });
    behind.min().unwrap_or(parse.text().len())
}
