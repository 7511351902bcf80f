//! Title, number, status, date, and every other field, from whatever carries them.

use super::date_at_start;
use crate::grammar::{Dialect, FieldSpec, Grammars, Head, Role, Slot, SlotState, State, normal_key, normal_name};
use crate::syntax::{Block, BlockKind, Field, FieldCarrier, FrontMatter, Inline, Outline, Parse};
use crate::text::TextRange;
use jiff::civil::Date;

/// The keys of the vocabulary that stand for more than a field.
const TITLE: &str = "title";
const NUMBER: &str = "number";
const STATUS: &str = "status";
const DATE: &str = "date";
const KIND: &str = "kind";

/// What a document says of itself.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// Every field in document order, those of sibling files last.
    pub fields: Vec<MetadataField>,
    /// The title.
    pub title: Option<Title>,
    /// The number, from title, field or file name.
    pub number: Option<Number>,
    /// The status.
    pub status: Option<Status>,
    /// Every statement of the status, the one that counts first.
    pub statuses: Vec<Status>,
    /// The day it was written, where one can be read.
    pub date: Option<Date>,
    /// The kind that it declares.
    pub kind: Option<DeclaredKind>,
}

/// The kind that a document declares of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredKind {
    /// As written.
    pub written: String,
    /// Where it stands.
    pub range: TextRange,
    /// Its id, where there is one.
    pub id: Option<String>,
}

/// A field and the key it is a spelling of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataField {
    /// The key of the vocabulary: `decision-makers` for `Deciders`.
    pub key: String,
    /// As written.
    pub field: Field,
}

/// A title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// As a reader sees it.
    pub text: String,
    /// Where it stands.
    pub range: TextRange,
    /// Whether it is the document's first heading.
    pub is_heading: bool,
}

/// A document's number as written, leading zeros included.
pub type Number = String;

/// A status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// As written.
    pub raw: String,
    /// The normalised state, where the word is known.
    pub normal: Option<String>,
    /// Where it stands.
    pub range: TextRange,
    /// What carries it.
    pub carrier: FieldCarrier,
}

/// What a document has of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldState<'m> {
    /// A value, in whatever carries it.
    Present,
    /// The key, and nothing behind it.
    Empty(&'m Field),
    /// Nothing.
    Absent,
}

impl Metadata {
    /// What there is of the field `spec`: as a field, as the title, the status or the date that was read from
    /// elsewhere, or as one of `sections`.
    #[must_use]
    pub fn state<'m>(&'m self, grammars: &Grammars, spec: &FieldSpec, sections: &[Slot]) -> FieldState<'m> {
        let key = grammars.key(&spec.key);
        let aliases: Vec<String> = spec.aliases.iter().map(|alias| grammars.key(alias)).collect();
        let is = |written: &str| written == key || aliases.iter().any(|alias| written == alias);
        let read = match key.as_str() {
            TITLE => self.title.is_some(),
            STATUS => self.status.is_some(),
            DATE => self.date.is_some(),
            _ => false,
        };
        let headed = |slot: &Slot| slot.title.as_deref().is_some_and(|title| is(&grammars.key(title)));
        let own = || self.fields.iter().filter(|field| is(&field.key));
        if read || own().any(|field| !field.field.value.is_empty()) || sections.iter().any(headed) {
            return FieldState::Present;
        }
        own().next().map_or(FieldState::Absent, |field| FieldState::Empty(&field.field))
    }

    /// The field under `key`, a key of the vocabulary.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key).map(|field| &field.field)
    }

    /// Takes out of `sections` the labels that are fields, such as `**Status:** accepted`: they come back as those.
    pub(super) fn take_over(&self, sections: &mut Vec<Slot>) {
        let is_own = |slot: &Slot| slot.roles.iter().any(|role| matches!(role, Role::Status | Role::Date));
        let carries = |slot: &Slot, field: &Field| {
            !field.value.is_empty() && slot.head_range.contains_range(field.key_range) && !field.key_range.is_empty()
        };
        let is_field = |slot: &Slot| self.fields.iter().any(|found| carries(slot, &found.field));
        sections.retain(|slot| !(matches!(slot.head, Head::Label(_)) && is_own(slot) && is_field(slot)));
    }

    /// Fields that do a section's work: a status, a date, and whatever the dialect has a section for. A status that stands
    /// in a heading or in the title is one of them.
    pub(super) fn sections(&self, dialect: Option<&Dialect>, known: &[Slot]) -> Vec<Slot> {
        let fields = self.fields.iter().filter(|field| !field.field.value.is_empty());
        let fields = fields.map(|MetadataField { key, field }| (key.as_str(), field.key_range, field.value_range));
        let headed = self.status.iter();
        let headed = headed.filter(|own| matches!(own.carrier, FieldCarrier::Heading | FieldCarrier::Title));
        let mut slots = Vec::new();
        for (key, key_range, value_range) in fields.chain(headed.map(|own| (STATUS, own.range, own.range))) {
            let role = match key {
                STATUS => Role::Status,
                DATE => Role::Date,
                _ => continue,
            };
            if known.iter().chain(&slots).any(|slot: &Slot| slot.roles.contains(&role)) {
                continue;
            }
            slots.push(Slot {
                id: key.to_owned(),
                spec: dialect.and_then(|dialect| dialect.spec.sections.iter().position(|section| section.id == *key)),
                also: Vec::new(),
                family: Some(key.to_owned()),
                roles: vec![role],
                head: Head::Field,
                title: None,
                head_range: key_range,
                body: value_range,
                state: SlotState::Filled,
                allows_none: false,
            });
        }
        slots
    }
}

/// Reads everything a document says of itself.
pub(super) fn read(
    grammars: &Grammars,
    parse: &Parse,
    fields: Vec<Field>,
    title: Option<Title>,
    sections: &[Slot],
    path: &str,
) -> Metadata {
    let kind = declared_kind(grammars, parse, &fields);
    let fields: Vec<MetadataField> =
        fields.into_iter().map(|field| MetadataField { key: grammars.key(&field.key), field }).collect();
    let statuses = statuses(grammars, parse, &fields, sections, title.as_ref());
    let status = statuses.first().cloned();
    let day = |written: &str| date_at_start(grammars, written)?.day.certain();
    let dated = fields.iter().filter(|field| field.key == DATE).find_map(|field| day(&field.field.value));
    let in_section = || {
        let slot = sections.iter().find(|slot| slot.roles.contains(&Role::Date))?;
        day(slot.body.of(parse.text()).trim().lines().next()?)
    };
    let date = dated.or_else(in_section);
    let number = number(grammars, &fields, title.as_ref()).or_else(|| number_of_file(path));
    Metadata { fields, title, number, status, statuses, date, kind }
}

/// The title: the first heading where it is of level 1, else a `title` field, else the first heading there is.
pub(super) fn title(grammars: &Grammars, parse: &Parse, outline: &Outline, fields: &[Field]) -> Option<Title> {
    let first = outline.iter().next().map(|(_, section)| section);
    let heading = |section: &crate::syntax::Section, is_heading| Title {
        text: section.title.to_string(),
        range: section.title_range,
        is_heading,
    };
    let lone = outline.iter().filter(|(_, section)| section.level == 1).count() == 1;
    let field = fields.iter().find(|field| grammars.key(&field.key) == TITLE && !field.value.is_empty());
    let field = field.map(|field| Title { text: field.value.clone(), range: field.value_range, is_heading: false });
    match first {
        Some(section) if section.level == 1 && (lone || field.is_none()) && !section.title.is_empty() => {
            Some(heading(section, true))
        }
        _ => field.or_else(|| {
            let set = parse.tree().roots().next().filter(|(_, block)| block.kind == BlockKind::Heading { level: 1 })?;
            let range = parse.content(set.1);
            Some(Title { text: range.of(parse.text()).to_owned(), range, is_heading: true })
        }),
    }
}

/// The fields of files beside the document, such as `kep.yaml`. They stand in no place of the document's text.
pub(super) fn of_siblings(siblings: &[(String, String)]) -> Vec<Field> {
    let mut fields = Vec::new();
    for (_, text) in siblings {
        let fenced = format!("---\n{}\n---\n", text.trim_end());
        let entries = FrontMatter::find(&fenced).map(|found| found.entries).unwrap_or_default();
        fields.extend(entries.into_iter().map(|entry| Field {
            value: entry.value.text(),
            key: entry.key,
            key_range: TextRange::default(),
            value_range: TextRange::default(),
            carrier: FieldCarrier::Sibling,
        }));
    }
    fields
}

/// The kind that the document declares: `kind:` or `type:` in front matter, or `<!-- kind: rfc -->`; else what it
/// declares by that very key and is none.
pub(super) fn declared_kind(grammars: &Grammars, parse: &Parse, fields: &[Field]) -> Option<DeclaredKind> {
    let declared = |written: &str, range: TextRange| {
        let kind = grammars.kind(&written.to_lowercase()).map(|kind| kind.spec.id.clone());
        DeclaredKind { written: written.to_owned(), range, id: kind }
    };
    let in_front_matter = fields.iter().filter(|field| field.carrier == FieldCarrier::FrontMatter);
    let own = in_front_matter.filter(|field| grammars.key(&field.key) == KIND && !field.value.is_empty());
    let own = own.map(|field| (declared(field.value.trim(), field.value_range), normal_key(&field.key) == KIND));
    let comments = parse.tree().roots().filter(|(_, block)| block.kind == BlockKind::Html).take(8);
    let comments = comments.filter_map(|(_, block)| in_comment(parse.text(), block.range));
    let comments = comments.map(|range| (declared(range.of(parse.text()), range), true));
    let all: Vec<(DeclaredKind, bool)> = own.chain(comments).collect();
    let known = all.iter().find(|(declared, _)| declared.id.is_some());
    known.or_else(|| all.iter().find(|(_, by_that_key)| *by_that_key)).map(|(declared, _)| declared.clone())
}

/// The word that a comment `<!-- kind: rfc -->` declares.
fn in_comment(text: &str, comment: TextRange) -> Option<TextRange> {
    let inner = comment.of(text).strip_prefix("<!--")?.split("-->").next()?;
    let word = inner.trim().strip_prefix(KIND)?.strip_prefix(':')?.trim();
    let end = comment.start + "<!--".len() + inner.trim_end().len();
    (!word.is_empty()).then(|| TextRange::new(end - word.len(), end))
}

/// Every statement of the status: fields, the section, and where there are none, a heading or the title.
fn statuses(
    grammars: &Grammars,
    parse: &Parse,
    fields: &[MetadataField],
    sections: &[Slot],
    title: Option<&Title>,
) -> Vec<Status> {
    let make = |raw: &str, range, carrier| Status {
        raw: raw.to_owned(),
        normal: grammars.state(raw).map(|state: &State| state.id.clone()),
        range,
        carrier,
    };
    let mut own = fields.iter().filter(|field| field.key == STATUS && !field.field.value.is_empty());
    // a second field counts where it is called a status: a `stage` beside it is something else
    let is_called = |field: &&MetadataField| {
        let family = grammars.family_of(&normal_name(&field.field.key));
        family.is_some_and(|family| family.roles.contains(&Role::Status))
    };
    let stated = own.next().into_iter().chain(own.filter(is_called)).map(|found| &found.field);
    let mut found: Vec<Status> = stated.map(|field| make(&field.value, field.value_range, field.carrier)).collect();
    let slot = sections.iter().find(|slot| slot.roles.contains(&Role::Status) && slot.head != Head::Field);
    let section = slot.and_then(|slot| first_line(parse, slot.body));
    let is_known = |range: TextRange| found.iter().any(|status| status.range.meets(range));
    if let Some((raw, range)) = section.filter(|(_, range)| !is_known(*range)) {
        found.push(make(&raw, range, FieldCarrier::Section));
    }
    if found.is_empty() {
        found.extend(in_headings(grammars, parse, sections, make).or_else(|| in_title(grammars, title?, make)));
    }
    found
}

/// `RFC WIP: Title`: the first word is the kind.
fn in_title(
    grammars: &Grammars,
    title: &Title,
    make: impl Fn(&str, TextRange, FieldCarrier) -> Status,
) -> Option<Status> {
    let (lead, _) = title.text.split_once(':')?;
    let word = lead.split_whitespace().skip(1).last();
    let word = word.filter(|word| word.len() > 2 && word.chars().all(char::is_uppercase))?;
    grammars.state(word).map(|_| make(word, title.range, FieldCarrier::Title))
}

/// `## Status - DRAFT`: the status is in the heading itself.
fn in_headings(
    grammars: &Grammars,
    parse: &Parse,
    sections: &[Slot],
    make: impl Fn(&str, TextRange, FieldCarrier) -> Status,
) -> Option<Status> {
    sections.iter().find_map(|slot| {
        let title = slot.title.as_deref()?;
        let (label, value) = [":", " - ", " – ", " — "].iter().find_map(|between| title.split_once(between))?;
        let family = grammars.family_of(&normal_name(label))?;
        let value = value.trim();
        if !family.roles.contains(&Role::Status) || value.is_empty() {
            return None;
        }
        // what a reader sees may be written otherwise: then it is somewhere in the heading
        let start = slot.head_range.of(parse.text()).find(value).map(|at| slot.head_range.start + at);
        let range = start.map_or(slot.head_range, |start| TextRange::new(start, start + value.len()));
        Some(make(value, range, FieldCarrier::Heading))
    })
}

/// The first line of text in `body`, as a reader sees it.
pub(super) fn first_line(parse: &Parse, body: TextRange) -> Option<(String, TextRange)> {
    let text = parse.text();
    let is_written = |block: &Block| matches!(block.kind, BlockKind::Paragraph) && !block.range.is_empty();
    let block = parse.tree().inside(body).find(|(_, block)| is_written(block));
    let range = block.map_or_else(|| body.trim(text), |(_, block)| block.range);
    let line = range.of(text).lines().next()?;
    let range = TextRange::new(range.start, range.start + line.len()).trim(text);
    let plain = Inline::plain(parse, range).trim().trim_end_matches('.').to_owned();
    (!plain.is_empty() && !text.get(range.start..).is_some_and(|rest| rest.starts_with('#'))).then_some((plain, range))
}

/// The number in the text: a field, else the number that begins the title (`ADR-0007: …`, `12. …`).
fn number(grammars: &Grammars, fields: &[MetadataField], title: Option<&Title>) -> Option<Number> {
    let field = fields.iter().filter(|field| field.key == NUMBER).find_map(|field| digits(&field.field.value));
    field.or_else(|| number_of_title(grammars, &title?.text).map(|(number, _)| number))
}

/// The number that a title begins with, `ADR-0012: …`, `12. …`, and whether it can be nothing else: `3 ways to deploy`
/// begins with one that may be a word of the title.
#[must_use]
pub fn number_of_title(grammars: &Grammars, title: &str) -> Option<(String, bool)> {
    let lead = title.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let at = lead.find(|character: char| character.is_ascii_digit()).filter(|at| *at <= 12)?;
    let before = lead.get(..at)?.trim_end_matches(['-', ' ', '#', '[', '_', '.']);
    let labelled =
        before.is_empty() || before.chars().all(|c| c.is_ascii_uppercase()) || grammars.key(before) == NUMBER;
    let number: String = lead.get(at..)?.chars().take_while(char::is_ascii_digit).collect();
    let ends = lead.get(at + number.len()..)?;
    let is_labelled = lead.get(..at)?.ends_with(['-', '#']) && (ends.is_empty() || ends.starts_with(' '));
    let is_sure = ends.starts_with([':', '.', ']', ')']) || is_labelled;
    (labelled && (ends.is_empty() || ends.starts_with([':', '.', ' ', ']', '-', ')']))).then_some((number, is_sure))
}

/// The number that begins a file's name: `0007-ledger.md`, `adr-0007.md`; a day begins a name too and is none.
#[must_use]
pub fn number_of_file(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let bare = name.trim_start_matches(|character: char| character.is_ascii_alphabetic());
    let bare = bare.strip_prefix(['-', '_']).unwrap_or(bare);
    let number: String = bare.chars().take_while(char::is_ascii_digit).collect();
    let behind = bare.get(number.len()..)?;
    let is_day = bare.get(..10).is_some_and(|day| day.parse::<Date>().is_ok()) || number.len() > 6;
    let ends = behind.starts_with(['-', '_', '.', ' ']);
    (name.len() - bare.len() <= 4 && number.len() >= 2 && ends && !is_day).then_some(number)
}

fn digits(value: &str) -> Option<String> {
    let at = value.find(|character: char| character.is_ascii_digit())?;
    let before = value.get(..at)?;
    let number: String = value.get(at..)?.chars().take_while(char::is_ascii_digit).collect();
    (before.len() <= 8 && number.len() <= 6).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_may_begin_with_a_number() {
        for (path, number) in [
            ("docs/adr/0007-ledger.md", Some("0007")),
            ("adr-012.md", Some("012")),
            ("ADR_3-x.md", None),
            ("2024-05-02-ledger.md", None),
            ("20240502-ledger.md", None),
            ("README.md", None),
            ("recommendation-12.md", None),
        ] {
            assert_eq!(number_of_file(path).as_deref(), number, "{path}");
        }
    }
}
