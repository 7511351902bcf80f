//! Where a section that is not there belongs, and what it looks like.

use super::Model;
use crate::grammar::{Head, SectionSpec};
use crate::syntax::{Outline, Parse};
use crate::text::{TextEdit, TextRange};

/// The edit that puts the section `spec` where the template has it: behind the last section that precedes it there.
#[must_use]
pub fn insertion(parse: &Parse, outline: &Outline, model: &Model, spec: &SectionSpec) -> TextEdit {
    let at = place(parse, outline, model, spec);
    let text = parse.text();
    let before = text.get(..at).unwrap_or("");
    let behind = text.get(at..).unwrap_or("");
    let lead = match () {
        () if before.trim().is_empty() || before.ends_with("\n\n") || before.ends_with("\r\n\r\n") => "",
        () if before.ends_with('\n') => "\n",
        () => "\n\n",
    };
    let end = if behind.trim().is_empty() { "\n" } else { "\n\n" };
    let skeleton = without_tab_stops(&spec.skeleton);
    let heading = format!("{} {}", "#".repeat(usize::from(level(outline, model, spec))), spec.title);
    let body = skeleton.trim();
    let gap = if body.is_empty() { "" } else { "\n\n" };
    let eaten = TextRange::new(at, at + behind.len() - behind.trim_start_matches(['\n', '\r']).len());
    TextEdit::replace(
        if behind.trim().is_empty() { eaten } else { TextRange::empty(at) },
        format!("{lead}{heading}{gap}{body}{end}"),
    )
}

/// The level its heading has in this document, where others may stand one higher or lower than in the template.
#[must_use]
pub fn level(outline: &Outline, model: &Model, spec: &SectionSpec) -> u8 {
    let sections = model.verdict.dialect.as_ref().map_or(&[][..], |dialect| dialect.spec.sections.as_slice());
    let shift = model.sections.iter().find_map(|slot| {
        let Head::Section(id) = slot.head else { return None };
        let template = sections.get(slot.spec?)?.level;
        Some(i16::from(outline.get(id)?.level) - i16::from(template))
    });
    (i16::from(spec.level) + shift.unwrap_or(0)).clamp(1, 6) as u8
}

/// A snippet as plain text: each tab stop becomes its prompt.
#[must_use]
pub fn without_tab_stops(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut characters = snippet.chars().peekable();
    let mut depth = 0_usize;
    while let Some(character) = characters.next() {
        match character {
            '\\' => out.extend(characters.next()),
            '$' if characters.peek() == Some(&'{') => {
                characters.next();
                while characters.next_if(char::is_ascii_digit).is_some() {}
                match characters.next() {
                    Some(':') => depth += 1,
                    Some('|') => choice(&mut characters, &mut out),
                    _ => {}
                }
            }
            '$' if characters.peek().is_some_and(char::is_ascii_digit) => {
                while characters.next_if(char::is_ascii_digit).is_some() {}
            }
            '}' if depth > 0 => depth -= 1,
            _ => out.push(character),
        }
    }
    out
}

/// `${1|High,Medium,Low|}`: the first stands for all.
fn choice(characters: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) {
    let mut first = true;
    for character in characters.by_ref() {
        match character {
            '|' => break,
            ',' => first = false,
            _ if first => out.push(character),
            _ => {}
        }
    }
    characters.next_if_eq(&'}');
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
    let before = (0..own).rev().filter(|index| sections.get(*index).is_some_and(|section| section.level <= spec.level));
    if let Some(end) = before.filter_map(end_of).next() {
        return end;
    }
    let behind = (own + 1..sections.len()).filter_map(|index| {
        let slot = model.sections.iter().find(|slot| slot.spec == Some(index))?;
        matches!(slot.head, Head::Section(_)).then_some(slot.head_range.start)
    });
    behind.min().unwrap_or(parse.text().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_stops_become_their_prompts() {
        let snippet = "- ${1:[cost]}: \\$${2:___} /month, ${3|High,Low|}$0 \\} x";
        assert_eq!(without_tab_stops(snippet), "- [cost]: $___ /month, High } x");
    }
}
