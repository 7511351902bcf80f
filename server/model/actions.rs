//! What somebody is to do: the sections whose template asks who does each thing that they list, or by when.

use super::{
    Entry, EntryForm, Model, Part, RiskSource, added_part, dates, entries, in_cell, states_duration, without_tab_stops,
};
use crate::grammar::{Cue, Form, Grammars, Head, ItemSpec, Maturity, Role, SectionSpec, Slot, SlotState, State};
use crate::text::{TextEdit, TextRange};

/// A section that lists things to do.
#[derive(Clone, Debug)]
pub struct Actions<'m> {
    /// The section.
    pub slot: &'m Slot,
    /// What its template asks of each.
    pub spec: &'m SectionSpec,
    /// Each of them.
    pub entries: Vec<Entry>,
}

impl<'m> Actions<'m> {
    /// The part in `form` that the template requires of each.
    #[must_use]
    pub fn required(&self, form: Form) -> Option<&'m ItemSpec> {
        self.spec.items.iter().find(|item| item.form == form && item.required)
    }

    /// Whether an entry, or the section for all of them, says who does it: in a part of its own, behind `@`, an arrow or
    /// a dash, in brackets, before a colon, or in words.
    #[must_use]
    pub fn names_owner(&self, source: RiskSource<'_>, entry: &Entry) -> bool {
        let (grammars, text) = (source.grammars, source.parse.text());
        let own = entry.range.of(text);
        match part(grammars, entry, Form::People) {
            Some(part) if says_something(grammars, part.value.of(text)) => true,
            // an empty cell is no answer, whatever the other cells say
            Some(_) => self.is_owned(source),
            None => {
                let first = entry.name.of(text);
                grammars.says(Cue::Owned, own) || own.contains('@') || signs(grammars, first) || self.is_owned(source)
            }
        }
    }

    /// Whether an entry is still to be done: neither ticked nor struck out, and nothing in it says that it is over.
    #[must_use]
    pub fn is_open(&self, source: RiskSource<'_>, entry: &Entry) -> bool {
        let (grammars, text) = (source.grammars, source.parse.text());
        let own = entry.range.of(text);
        let ends = |value: &str| {
            let state = grammars.state(value);
            let is_over = |state: &State| state.maturity >= Maturity::Settled;
            state.is_some_and(is_over) || grammars.is(Cue::Answered, value)
        };
        entry.form != EntryForm::Item { task: Some(true) }
            && !own.contains("~~")
            && !own.contains(['✅', '☑', '✓', '✔'])
            && !grammars.begins(Cue::None, entry.name.of(text))
            && !grammars.says(Cue::Done, entry.name.of(text))
            && !entry.parts.iter().any(|part| ends(part.value.of(text)))
    }

    /// Whether an entry says until when.
    #[must_use]
    pub fn names_day(&self, source: RiskSource<'_>, entry: &Entry) -> bool {
        let (grammars, text) = (source.grammars, source.parse.text());
        let own = entry.range.of(text);
        match part(grammars, entry, Form::Date) {
            Some(part) => says_something(grammars, part.value.of(text)),
            None => {
                dates(grammars, own).next().is_some() || states_duration(grammars, own) || grammars.names_month(own)
            }
        }
    }

    /// Whether a line of the section outside its entries names people for all of them.
    fn is_owned(&self, source: RiskSource<'_>) -> bool {
        let text = source.parse.text();
        let body = self.slot.body;
        let mut start = body.start;
        body.of(text).split_inclusive(['\n', '\r']).any(|written| {
            let line = TextRange::new(start, start + written.len());
            start = line.end;
            let Some((label, value)) = written.split_once(':') else { return false };
            let label = label.trim_start_matches(|c: char| !c.is_alphanumeric());
            !self.entries.iter().any(|entry| entry.range.meets(line))
                && value.contains(char::is_alphanumeric)
                && source.grammars.is_label_of(Form::People, label)
        })
    }

    /// What an entry says of itself in `form`, where it says or leaves room for it.
    #[must_use]
    pub fn part<'e>(&self, source: RiskSource<'_>, entry: &'e Entry, form: Form) -> Option<&'e Part> {
        part(source.grammars, entry, form)
    }

    /// The edit that gives `entry` the part `item` with its prompt.
    #[must_use]
    pub fn mended(&self, source: RiskSource<'_>, entry: &Entry, item: &ItemSpec) -> Option<TextEdit> {
        let prompt = without_tab_stops(&item.skeleton);
        match part(source.grammars, entry, item.form) {
            Some(part) if entry.form == EntryForm::Row => Some(in_cell(source.parse.text(), part.value, &prompt)),
            Some(part) if part.value.is_empty() => Some(TextEdit::insert(part.value.start, format!(" {prompt}"))),
            Some(part) => Some(TextEdit::replace(part.value, prompt)),
            None => added_part(source.parse, entry, &item.title, &prompt),
        }
    }
}

impl Model {
    /// The sections that list what somebody is to do, where the document's dialect asks who or by when.
    #[must_use]
    pub fn actions(&self, source: RiskSource<'_>) -> Vec<Actions<'_>> {
        let slots = self.sections.iter().filter(|slot| {
            matches!(slot.head, Head::Section(_) | Head::Label(_))
                && slot.state == SlotState::Filled
                && !slot.roles.contains(&Role::Risks)
        });
        let found = slots.filter_map(|slot| {
            let spec = self.spec(slot)?;
            let asks = |item: &ItemSpec| item.required && matches!(item.form, Form::People | Form::Date);
            if !spec.each || !spec.items.iter().any(asks) {
                return None;
            }
            let own = spec.items.iter().flat_map(ItemSpec::names);
            let labels: Vec<String> =
                own.chain(source.grammars.labels_of(&[Form::People, Form::Date]).cloned()).collect();
            let head = if let Head::Section(id) = slot.head { Some(id) } else { None };
            let entries = entries(source.parse, source.outline, head, slot.body, &labels);
            Some(Actions { slot, spec, entries })
        });
        found.collect()
    }
}

/// What `entry` says of itself in `form`, where it says or leaves room for it.
fn part<'e>(grammars: &Grammars, entry: &'e Entry, form: Form) -> Option<&'e Part> {
    entry.parts.iter().find(|part| grammars.is_label_of(form, &part.label))
}

fn says_something(grammars: &Grammars, value: &str) -> bool {
    value.contains(char::is_alphanumeric)
        && ![Cue::Stub, Cue::Unsure, Cue::None].into_iter().any(|cue| grammars.is(cue, value))
}

/// Whether a line begins or ends with a name: `Mara: …`, `[Mara] …`, `Mara to …`, `… (Mara)`, `… → Mara`, `… - Mara`.
fn signs(grammars: &Grammars, line: &str) -> bool {
    let line = line.trim_start_matches(['-', '*', '+', ' ', '[', '_']).trim_end_matches(['.', ' ', '*', '_']);
    let begins = line.find([':', ']']).and_then(|at| line.get(..at)).is_some_and(is_name);
    let taken = line.split_once(' ').is_some_and(|(first, rest)| is_name(first) && grammars.begins(Cue::TakesOn, rest));
    let team = line.split_once(' ').and_then(|(first, rest)| Some((first, rest.split_once(' ')?.1)));
    let taken = taken || team.is_some_and(|(first, rest)| is_name(first) && grammars.begins(Cue::TakesOn, rest));
    let inner = line.strip_suffix(')').and_then(|line| Some(line.rsplit_once('(')?.1));
    let bracketed = inner.is_some_and(|inner| inner.split([',', ';', '/']).any(is_name));
    let marks = [": ", "→", "->", "=>", " - ", " – ", " — ", "|"];
    let ends = marks
        .iter()
        .filter_map(|mark| Some(line.rsplit_once(mark)?.1))
        .any(|end| end.split([',', ';', '/']).any(is_name));
    let handed = ["→", "->", "=>"]
        .iter()
        .filter_map(|mark| Some(line.rsplit_once(mark)?.1.trim()))
        .any(|end| end.starts_with(char::is_uppercase) && end.split_whitespace().count() <= 3);
    begins || taken || bracketed || ends || handed
}

/// One to three words with capitals, and no figure.
fn is_name(written: &str) -> bool {
    let words: Vec<&str> =
        written.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let is_upper = |word: &&str| word.starts_with(char::is_uppercase);
    (1..=3).contains(&words.len()) && words.iter().all(is_upper) && !written.contains(|c: char| c.is_ascii_digit())
}
