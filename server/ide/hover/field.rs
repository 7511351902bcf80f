//! Metadata: what belongs in a field, what may stand there, and what a status means.

use super::{Hover, Place, capitalised, paragraphs, quoted};
use crate::grammar::{FieldSpec, Form, State};
use crate::model::values;
use crate::syntax::FieldCarrier;

pub(super) fn hover(at: &Place<'_>) -> Option<Hover> {
    of_field(at).or_else(|| of_status(at))
}

fn of_field(at: &Place<'_>) -> Option<Hover> {
    let fields = at.document.model().metadata.fields.iter();
    let mut in_text = fields.filter(|field| field.field.carrier != FieldCarrier::Sibling);
    let found = in_text.find(|field| at.touches(field.field.key_range) || at.touches(field.field.value_range))?;
    let grammars = at.document.grammars();
    let spec = at.document.template().and_then(|template| template.field(grammars, &found.field.key));
    let on_key = at.touches(found.field.key_range);
    let is_status = found.key == "status";
    let state = if is_status { grammars.state(&found.field.value) } else { None };
    if on_key {
        let header = spec.map(|spec| header(at, spec));
        let spec_part = spec.map(|spec| about(at, spec));
        let markdown = paragraphs([header, spec_part, state.map(|state| meaning(state, &found.field.value))]);
        return (!markdown.is_empty()).then_some(Hover { range: found.field.key_range, markdown });
    }
    let written = &found.field.value;
    let markdown = paragraphs([
        is_status.then(|| status(at, written)).flatten(),
        spec.and_then(|spec| form(spec.form)),
        spec.and_then(|spec| allowed(at, spec)).filter(|_| state.is_none()),
    ]);
    (!markdown.is_empty()).then_some(Hover { range: found.field.value_range, markdown })
}

/// A status that stands in a section or a heading of its own.
fn of_status(at: &Place<'_>) -> Option<Hover> {
    let found = at.document.model().metadata.status.as_ref().filter(|status| at.touches(status.range))?;
    if !matches!(found.carrier, FieldCarrier::Section) {
        return None;
    }
    Some(Hover { range: found.range, markdown: status(at, &found.raw)? })
}

fn header(at: &Place<'_>, spec: &FieldSpec) -> String {
    let need = if spec.required { "required field" } else { "optional field" };
    let dialect = at.document.template().map_or("", |dialect| dialect.spec.title.as_str());
    format!("**{}** · {need} · {dialect}", spec.key)
}

fn about(at: &Place<'_>, spec: &FieldSpec) -> String {
    paragraphs([Some(spec.guidance.clone()), form(spec.form), allowed(at, spec)])
}

fn form(form: Form) -> Option<String> {
    // where the values are listed in full, that says it
    let is_listed = matches!(form, Form::Status | Form::Choice | Form::Rating);
    form.words().filter(|_| !is_listed).map(|words| format!("{}.", capitalised(words)))
}

fn allowed(at: &Place<'_>, spec: &FieldSpec) -> Option<String> {
    let found = values(at.document.grammars(), spec.form, &spec.values, &spec.skeleton);
    quoted(found.iter().map(String::as_str)).map(|values| format!("Allowed: {values}"))
}

/// What a status means, what may follow it, and how it is rightly spelt.
fn status(at: &Place<'_>, written: &str) -> Option<String> {
    let grammars = at.document.grammars();
    let state = grammars.state(written)?;
    let misspelt = grammars.misspelt(written).map(|(_, right)| format!("Rightly spelt `{right}`."));
    let next = quoted(state.next.iter().map(String::as_str)).map(|next| format!("Next: {next}"));
    let last = state.next.is_empty().then(|| "Nothing follows: this is an end.".to_owned());
    Some(paragraphs([Some(meaning(state, written)), misspelt, next, last]))
}

fn meaning(state: &State, written: &str) -> String {
    let first = written.split_whitespace().next().unwrap_or_default();
    let is_own = first.eq_ignore_ascii_case(&state.id);
    let name = if is_own { format!("**{}**", state.id) } else { format!("**{}** (`{}`)", state.id, written.trim()) };
    format!("{name}: {}", state.meaning)
}
