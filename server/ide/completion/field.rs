//! Metadata that the document does not have yet, in the carrier it has.

use super::{CompletionItemKind, Cursor, Lead, Offer, Rank};
use crate::grammar::{Carrier, FieldSpec, Form};
use crate::model::{escaped, front_matter};
use crate::syntax::FieldCarrier;

/// The keys that are missing, on a line of front matter that has none.
pub(super) fn in_front_matter(cursor: &Cursor<'_>) -> Vec<Offer> {
    let is_key = matches!(cursor.lead, Lead::Blank | Lead::Text) && cursor.indent.is_empty();
    if !is_key || cursor.word.contains(char::is_whitespace) {
        return Vec::new();
    }
    let fields = missing(cursor).filter(|field| !field.key.contains(' '));
    fields.map(|field| offer(cursor, field, "", &field.key)).collect()
}

/// The fields that are missing, on a line of their own above the first section.
pub(super) fn at_top(cursor: &Cursor<'_>) -> Vec<Offer> {
    let Some(template) = cursor.document.template().filter(|_| cursor.is_at_top() && cursor.indent.is_empty()) else {
        return Vec::new();
    };
    let (mark, bold) = match carrier(cursor).unwrap_or(template.spec.carrier) {
        Carrier::Bullets => (if cursor.lead == Lead::Bullet { cursor.marker } else { "-" }, false),
        Carrier::Lines => ("", has_bold_fields(cursor)),
        Carrier::FrontMatter => return whole_front_matter(cursor).into_iter().collect(),
        Carrier::None | Carrier::Table | Carrier::Sibling => return Vec::new(),
    };
    let fits = match cursor.lead {
        Lead::Blank => true,
        Lead::Bullet => !mark.is_empty(),
        Lead::Text => mark.is_empty(),
        Lead::Heading | Lead::Row => false,
    };
    if !fits {
        return Vec::new();
    }
    let mark = if mark.is_empty() { String::new() } else { format!("{mark} ") };
    let name = |field: &FieldSpec| if bold { format!("**{}**", field.key) } else { field.key.clone() };
    missing(cursor).map(|field| offer(cursor, field, &mark, &name(field))).collect()
}

/// The form in which the document carries the fields that it has.
fn carrier(cursor: &Cursor<'_>) -> Option<Carrier> {
    cursor.document.model().metadata.fields.iter().find_map(|field| match field.field.carrier {
        FieldCarrier::FrontMatter => Some(Carrier::FrontMatter),
        FieldCarrier::Bullet => Some(Carrier::Bullets),
        FieldCarrier::Line | FieldCarrier::Bold => Some(Carrier::Lines),
        _ => None,
    })
}

fn has_bold_fields(cursor: &Cursor<'_>) -> bool {
    cursor.document.model().metadata.fields.iter().any(|field| field.field.carrier == FieldCarrier::Bold)
}

/// All of the front matter, on the first line of a document that has none.
fn whole_front_matter(cursor: &Cursor<'_>) -> Option<Offer> {
    let template = cursor.document.template()?;
    let is_first = cursor.above().trim().is_empty() && cursor.lead == Lead::Blank;
    let label =
        front_matter(&template.spec).filter(|_| is_first && cursor.document.parse().front_matter().is_none())?;
    let keys: Vec<&str> = template.spec.fields.iter().map(|field| field.key.as_str()).collect();
    Some(Offer {
        label: "---".to_owned(),
        kind: CompletionItemKind::Field,
        detail: Some("front matter".to_owned()),
        documentation: Some(keys.join(", ")),
        filter: "---".to_owned(),
        range: cursor.replaced(),
        snippet: label,
        elsewhere: Vec::new(),
        rank: Rank::RequiredHere,
    })
}

/// The fields of the template that the document does not say, in a field, a section or its title. What the cursor's
/// line is about to say does not count.
fn missing<'d>(cursor: &Cursor<'d>) -> impl Iterator<Item = &'d FieldSpec> {
    let document = cursor.document;
    let (metadata, grammars) = (&document.model().metadata, document.grammars());
    let mut said: Vec<String> = metadata
        .fields
        .iter()
        .filter(|field| !cursor.is_on_line(field.field.key_range))
        .map(|field| field.key.clone())
        .collect();
    let other = |known: bool, key: &str| known.then(|| grammars.key(key));
    said.extend(other(metadata.title.as_ref().is_some_and(|title| title.is_heading), "title"));
    let status = metadata.status.as_ref();
    said.extend(other(status.is_some_and(|status| !cursor.is_on_line(status.range)), "status"));
    let fields = document.template().map_or(&[][..], |template| template.spec.fields.as_slice());
    fields.iter().filter(move |field| !said.contains(&grammars.key(&field.key)))
}

fn offer(cursor: &Cursor<'_>, field: &FieldSpec, mark: &str, name: &str) -> Offer {
    let line = format!("{mark}{name}:");
    let skeleton = field.skeleton.trim();
    let gap = if skeleton.is_empty() { "" } else { " " };
    Offer {
        label: field.key.clone(),
        kind: CompletionItemKind::Field,
        detail: field.form.words().filter(|_| field.form != Form::Status).map(str::to_owned),
        documentation: Some(field.guidance.trim().to_owned()),
        range: cursor.replaced(),
        snippet: format!("{}{gap}{skeleton}", escaped(&line)),
        filter: line,
        elsewhere: Vec::new(),
        rank: if field.required { Rank::RequiredHere } else { Rank::Here },
    }
}
