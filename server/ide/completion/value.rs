//! Values, behind the key of a field or the label of a part, and in a section that is a status.

use super::{CompletionItemKind, Cursor, Lead, Offer, Offers, Rank};
use crate::grammar::{Cue, Form, Role};
use crate::model::{choices, escaped, item_named, values};
use crate::text::TextRange;

/// The values that can stand at the cursor; `None` where it is behind no key that is known.
pub(super) fn offers<'d>(cursor: &Cursor<'d>) -> Option<Offers<'d>> {
    let Some(place) = Place::find(cursor) else { return in_status_section(cursor) };
    let offered = of_field(cursor, &place).or_else(|| of_item(cursor, &place)).or_else(|| of_choice(cursor, &place))?;
    Some(Offers { all: offered, typed: Some(place.typed) })
}

/// A key, and what was typed behind it.
struct Place<'d> {
    key: &'d str,
    /// The part of the value that is being typed: in a list of people the last.
    typed: &'d str,
    /// What a value replaces.
    range: TextRange,
    /// What has to stand between the colon and the value.
    gap: &'static str,
    /// The quote that has to close behind it.
    end: &'static str,
}

impl<'d> Place<'d> {
    fn find(cursor: &Cursor<'d>) -> Option<Self> {
        match cursor.lead {
            Lead::Text | Lead::Bullet => Self::behind_colon(cursor),
            Lead::Row => Self::in_cell(cursor),
            Lead::Blank | Lead::Heading => None,
        }
    }

    fn behind_colon(cursor: &Cursor<'d>) -> Option<Self> {
        let colon = cursor.word.find(':')?;
        let key = cursor.word.get(..colon)?.trim_matches(['*', '_', ' ', '`']);
        let behind = cursor.word.get(colon + 1..)?.trim_start_matches(['*', '_']);
        let spaced = behind.is_empty() || behind.starts_with(char::is_whitespace);
        let gap = if behind.is_empty() { " " } else { "" };
        (spaced && !key.is_empty()).then(|| Self::new(cursor, key, behind.trim_start(), gap))
    }

    fn in_cell(cursor: &Cursor<'d>) -> Option<Self> {
        let (key, behind) = cursor.word.split_once('|')?;
        let typed = behind.rsplit('|').next().unwrap_or("");
        let gap = if typed.is_empty() { " " } else { "" };
        Some(Self::new(cursor, key.trim().trim_matches('*'), typed.trim_start(), gap))
    }

    fn new(cursor: &Cursor<'d>, key: &'d str, value: &'d str, gap: &'static str) -> Self {
        let typed = value.rsplit([',', '[', '"', '\'', '“']).next().unwrap_or("").trim_start();
        let rest = cursor.rest();
        let is_open = value.matches('"').count() % 2 == 1 && !rest.contains('"');
        let end = if is_open { "\"" } else { "" };
        let word = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_')).len();
        Self { key, typed, range: TextRange::new(cursor.offset - typed.len(), cursor.offset + word), gap, end }
    }
}

/// The values of a metadata field.
fn of_field(cursor: &Cursor<'_>, place: &Place<'_>) -> Option<Vec<Offer>> {
    let is_metadata = cursor.is_in_front_matter() || (cursor.is_at_top() && cursor.indent.is_empty());
    let grammars = cursor.document.grammars();
    let spec = cursor.document.template().filter(|_| is_metadata)?.field(grammars, place.key);
    let is_status = grammars.key(place.key) == "status";
    let form = spec.map(|spec| spec.form).or(is_status.then_some(Form::Status))?;
    let (listed, skeleton) = spec.map_or((&[][..], ""), |spec| (spec.values.as_slice(), spec.skeleton.as_str()));
    let found = values(grammars, form, listed, skeleton);
    Some(of_form(cursor, place, form, &found))
}

/// The values of a labelled part of the sections around.
fn of_item(cursor: &Cursor<'_>, place: &Place<'_>) -> Option<Vec<Offer>> {
    let slots = cursor.slots();
    let mut specs = slots.iter().filter_map(|slot| cursor.document.section_spec(slot));
    let item = specs.find_map(|spec| item_named(spec, place.key))?;
    let found = values(cursor.document.grammars(), item.form, &item.values, &item.skeleton);
    let offers = of_form(cursor, place, item.form, &found);
    (!offers.is_empty()).then_some(offers)
}

/// `Chosen option: ` in a decision: the options.
fn of_choice(cursor: &Cursor<'_>, place: &Place<'_>) -> Option<Vec<Offer>> {
    let decides = cursor.slots().iter().any(|slot| slot.roles.contains(&Role::Decision));
    if !decides || !cursor.document.grammars().says(Cue::Chosen, place.key) {
        return None;
    }
    let options = cursor.document.model().options.items.iter();
    let known = options.filter(|option| !cursor.is_on_line(option.range));
    let offer = |name: &str| offer(place, name, CompletionItemKind::Option, Some("option".to_owned()));
    Some(known.map(|option| offer(&option.name)).collect())
}

fn of_form(cursor: &Cursor<'_>, place: &Place<'_>, form: Form, found: &[String]) -> Vec<Offer> {
    match form {
        Form::Date => {
            let today = cursor.today.to_string();
            vec![offer(place, &today, CompletionItemKind::Value, Some("today".to_owned()))]
        }
        Form::People => {
            let people = people(cursor);
            people.iter().map(|name| offer(place, name, CompletionItemKind::Person, None)).collect()
        }
        _ => found
            .iter()
            .map(|value| with_meaning(cursor, offer(place, value, CompletionItemKind::Value, None)))
            .collect(),
    }
}

/// Everybody whom the document's own fields name, in the order they do.
fn people(cursor: &Cursor<'_>) -> Vec<String> {
    let document = cursor.document;
    let (grammars, placeholders) = (document.grammars(), document.placeholders());
    let fields = document.model().metadata.fields.iter().filter(|field| !cursor.is_on_line(field.field.key_range));
    let of_people = fields.filter(|field| {
        let spec = document.template().and_then(|template| template.field(grammars, &field.field.key));
        spec.is_some_and(|spec| spec.form == Form::People)
    });
    let mut names: Vec<String> = Vec::new();
    for name in of_people.flat_map(|field| field.field.value.split([',', ';', '&'])) {
        let name = name.trim();
        if !name.is_empty() && !placeholders.is(name) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The states, in a section that is one and says nothing yet.
fn in_status_section<'d>(cursor: &Cursor<'d>) -> Option<Offers<'d>> {
    let slots = cursor.slots();
    let slot = slots.first().filter(|slot| slot.roles == [Role::Status])?;
    let is_word = cursor.lead == Lead::Text && !cursor.word.contains(char::is_whitespace);
    let own = cursor.sections().next()?.1.own;
    let is_alone = own.of(cursor.document.text()).trim() == cursor.line.of(cursor.document.text()).trim();
    if !is_alone || !(cursor.lead == Lead::Blank || is_word) {
        return None;
    }
    let spec = cursor.document.section_spec(slot);
    let chosen = spec.map(|spec| choices(&spec.skeleton)).unwrap_or_default();
    let found = values(cursor.document.grammars(), Form::Status, &chosen, "");
    let place = Place { key: "", typed: cursor.word, range: cursor.replaced(), gap: "", end: "" };
    let all = found.iter().map(|value| with_meaning(cursor, offer(&place, value, CompletionItemKind::Value, None)));
    Some(Offers { all: all.collect(), typed: Some(cursor.word) })
}

fn offer(place: &Place<'_>, value: &str, kind: CompletionItemKind, detail: Option<String>) -> Offer {
    Offer {
        label: value.to_owned(),
        kind,
        detail,
        documentation: None,
        filter: format!("{}{value}", place.gap),
        range: place.range,
        snippet: format!("{}{}{}", place.gap, escaped(value), place.end),
        elsewhere: Vec::new(),
        rank: Rank::RequiredHere,
    }
}

/// A state comes with what it means.
fn with_meaning(cursor: &Cursor<'_>, offer: Offer) -> Offer {
    let grammars = cursor.document.grammars();
    let known =
        |word: &str| grammars.vocabulary.states.iter().any(|state| state.words.iter().any(|known| known == word));
    let state = grammars.state(&offer.label).filter(|_| known(&offer.label.to_lowercase()));
    Offer { documentation: state.map(|state| state.meaning.clone()), ..offer }
}
