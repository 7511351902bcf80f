//! The JSON Schema of `staffwork.toml`: what editors complete from, and what mistakes are found with.

use super::Config;
use crate::grammar::Grammars;
use crate::model::NO_KIND;
use serde_json::{Map, Value, json};

/// The schema, derived from [`Config`], with the names that are known: `rules` are all codes of rules.
#[must_use]
pub fn config_schema(grammars: &Grammars, rules: &[&str]) -> Value {
    let mut schema = schemars::schema_for!(Config).to_value();
    close(schema.pointer_mut("/properties/rules"), rules);
    close(schema.pointer_mut("/$defs/FileRule/properties/rules"), rules);
    name_kinds(&mut schema, grammars);
    choose(schema.pointer_mut("/$defs/FileRule/properties/kind"), kinds(grammars).chain([NO_KIND]));
    choose(schema.pointer_mut("/$defs/FileRule/properties/dialect"), all_dialects(grammars));
    schema
}

/// A map whose keys may be anything becomes one whose keys are `names`.
fn close(map: Option<&mut Value>, names: &[&str]) {
    let Some(map) = map.and_then(Value::as_object_mut) else { return };
    let value = map.insert("additionalProperties".to_owned(), json!(false)).unwrap_or_default();
    let properties: Map<String, Value> = names.iter().map(|name| ((*name).to_owned(), value.clone())).collect();
    map.insert("properties".to_owned(), Value::Object(properties));
}

/// Each kind has the dialects that it has.
fn name_kinds(schema: &mut Value, grammars: &Grammars) {
    let of_any = schema.pointer("/$defs/KindConfig").cloned().unwrap_or_default();
    let of_kind = |kind: &crate::grammar::Kind| {
        let mut settled = of_any.clone();
        choose(
            settled.pointer_mut("/properties/dialect"),
            kind.dialects.iter().map(|dialect| dialect.spec.id.as_str()).chain(promised(grammars)),
        );
        settled
    };
    let promised = promised(grammars).map(|name| (name.to_owned(), of_any.clone()));
    let named = grammars.kinds.iter().map(|kind| (kind.spec.id.clone(), of_kind(kind)));
    let named: Map<String, Value> = named.chain(promised).collect();
    let Some(map) = schema.pointer_mut("/properties/kinds").and_then(Value::as_object_mut) else { return };
    map.insert("additionalProperties".to_owned(), json!(false));
    map.insert("properties".to_owned(), Value::Object(named));
}

/// A text becomes one of `words`.
fn choose<'w>(text: Option<&mut Value>, words: impl Iterator<Item = &'w str>) {
    let Some(text) = text.and_then(Value::as_object_mut) else { return };
    text.insert("type".to_owned(), json!("string"));
    text.insert("enum".to_owned(), words.collect());
}

fn kinds(grammars: &Grammars) -> impl Iterator<Item = &str> {
    grammars.kinds.iter().map(|kind| kind.spec.id.as_str()).chain(promised(grammars))
}

fn all_dialects(grammars: &Grammars) -> impl Iterator<Item = &str> {
    let dialects = grammars.kinds.iter().flat_map(|kind| &kind.dialects);
    dialects.map(|dialect| dialect.spec.id.as_str()).chain(promised(grammars))
}

/// What a broken file would have brought: settings that name it are right.
fn promised(grammars: &Grammars) -> impl Iterator<Item = &str> {
    grammars.promised.iter().map(String::as_str)
}
