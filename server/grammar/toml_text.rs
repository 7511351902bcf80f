//! Holding a TOML text against its JSON Schema: every mistake at its place, in one sentence, with the name that was
//! probably meant.

use super::names::nearest;
use crate::text::TextRange;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong in a configuration, or in a file that defines a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where, in bytes.
    pub range: TextRange,
    /// What is wrong, then what to do.
    pub message: String,
    /// Whether everything else is in force all the same: a name that nothing has.
    pub is_harmless: bool,
}

impl Mistake {
    /// A mistake that keeps the file from being used. What it quotes may go over several lines; the message does not.
    #[must_use]
    pub fn new(range: TextRange, message: impl Into<String>) -> Self {
        let message: String = message.into();
        let lines = message.split(['\n', '\r']).map(str::trim_end).filter(|line| !line.is_empty());
        Self { range, message: lines.collect::<Vec<_>>().join(", "), is_harmless: false }
    }

    /// What the TOML reader says of `text`.
    #[must_use]
    pub fn of_toml(text: &str, why: &toml::de::Error) -> Self {
        let range = why.span().map_or(TextRange::empty(text.len()), span);
        Self::new(range, why.message())
    }
}

/// The mistakes that `table` has beside `schema`, in document order.
#[must_use]
pub fn mistakes(table: &Spanned<DeTable<'_>>, schema: &Value) -> Vec<Mistake> {
    let mut walk = Walk { root: schema, mistakes: Vec::new() };
    walk.table(table.get_ref(), schema, None, span(table.span()));
    walk.mistakes.sort_by_key(|mistake| mistake.range);
    walk.mistakes
}

/// Takes out what `schema` does not know.
pub(super) fn keep_known(table: &mut toml::Table, schema: &Value) {
    keep_known_of(table, schema, schema);
}

fn keep_known_of(table: &mut toml::Table, schema: &Value, root: &Value) {
    let Some(known) = schema.get("properties") else { return };
    table.retain(|key, _| known.get(key).is_some());
    for (key, value) in table.iter_mut() {
        let Some(schema) = known.get(key).map(|schema| resolved(schema, root)) else { continue };
        match value {
            toml::Value::Table(inner) => keep_known_of(inner, schema, root),
            toml::Value::Array(all) => {
                let Some(schema) = schema.get("items").map(|schema| resolved(schema, root)) else { continue };
                all.iter_mut().filter_map(toml::Value::as_table_mut).for_each(|one| keep_known_of(one, schema, root));
            }
            _ => {}
        }
    }
}

fn resolved<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|link| link.strip_prefix('#'));
    target.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

/// Bytes as a range.
#[must_use]
pub(super) fn span(span: std::ops::Range<usize>) -> TextRange {
    TextRange::new(span.start, span.end)
}

/// `: did you mean …?` with the nearest of `names`, else all of a handful.
#[must_use]
pub(super) fn advice<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    if let Some(near) = nearest(written, names.iter().copied()) {
        return format!(": did you mean `{near}`?");
    }
    if names.is_empty() || names.len() > 12 {
        return String::new();
    }
    let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!(": use one of {}", list.join(", "))
}

/// A walk through a table; it knows as much of JSON Schema as ours uses.
struct Walk<'s> {
    root: &'s Value,
    mistakes: Vec<Mistake>,
}

impl<'s> Walk<'s> {
    fn report(&mut self, range: TextRange, message: String) {
        self.mistakes.push(Mistake::new(range, message));
    }

    fn table(&mut self, table: &DeTable<'_>, schema: &'s Value, name: Option<&str>, at: TextRange) {
        let known = || schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let of_any = schema.get("additionalProperties").filter(|schema| schema.is_object());
        for (key, value) in table {
            match known().find(|(name, _)| *name == key.get_ref()).map(|(_, schema)| schema).or(of_any) {
                Some(schema) => self.value(value, schema, key.get_ref()),
                None => self.unknown(key, name, known().map(|(name, _)| name.as_str())),
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for lacking in required.filter(|key| !table.iter().any(|(found, _)| found.get_ref() == *key)) {
            self.report(at, format!("`{}` lacks `{lacking}`: add it", name.unwrap_or("the file")));
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, schema: &'s Value, key: &str) {
        let schema = resolved(schema, self.root);
        let at = span(value.span());
        match value.get_ref() {
            found if !has_type(found, schema) => {
                self.report(at, format!("`{key}` cannot be {}: give it {}", type_name(found), wanted(schema)));
            }
            DeValue::Table(table) => self.table(table, schema, Some(key), at),
            DeValue::Array(items) => {
                let schema = schema.get("items").unwrap_or(&Value::Null);
                items.iter().for_each(|item| self.value(item, schema, key));
            }
            DeValue::String(word) => self.word(word, schema, key, at),
            _ => {}
        }
    }

    /// A table in the plural names things of its singular: what is not known in `rules` is no rule.
    fn unknown<'n>(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        table: Option<&str>,
        names: impl Iterator<Item = &'n str>,
    ) {
        let thing = match table {
            Some("rules") => "rule",
            Some("kinds") => "kind",
            Some("roles") => "family",
            _ => "key",
        };
        let written = key.get_ref();
        let message = format!("there is no {thing} `{written}`{}", advice(written, names));
        self.mistakes.push(Mistake { is_harmless: true, ..Mistake::new(span(key.span()), message) });
    }

    fn word(&mut self, word: &str, schema: &Value, key: &str, at: TextRange) {
        let choices = choices(schema);
        if choices.is_empty() || choices.contains(&word) {
            return;
        }
        self.report(at, format!("`{key}` cannot be `{word}`{}", advice(word, choices.iter().copied())));
    }
}

/// The words that a schema allows; none where it allows any.
fn choices(schema: &Value) -> Vec<&str> {
    let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    let described = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    listed.chain(described.filter_map(|one| one.get("const"))).filter_map(Value::as_str).collect()
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ if schema.get("oneOf").is_some() => vec!["string"],
        _ => Vec::new(),
    }
}

fn has_type(value: &DeValue<'_>, schema: &Value) -> bool {
    let types = types(schema);
    let is = |name| types.is_empty() || types.contains(&name);
    match value {
        DeValue::String(_) => is("string"),
        DeValue::Integer(number) => is("number") || is("integer") && within(number.as_str(), schema),
        DeValue::Float(_) => is("number"),
        DeValue::Boolean(_) => is("boolean"),
        DeValue::Array(_) => is("array"),
        DeValue::Table(_) => is("object"),
        DeValue::Datetime(_) => is("date"),
    }
}

/// Whether a whole number is neither negative nor beyond what the schema allows.
fn within(number: &str, schema: &Value) -> bool {
    let (least, most) = bounds(schema);
    number.replace('_', "").parse::<u64>().is_ok_and(|number| (least..=most).contains(&number))
}

fn bounds(schema: &Value) -> (u64, u64) {
    let bound = |name: &str, else_: u64| schema.get(name).and_then(Value::as_u64).unwrap_or(else_);
    (bound("minimum", 0), bound("maximum", u64::MAX))
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "this number",
        DeValue::Float(_) => "a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
        DeValue::Datetime(_) => "a date",
    }
}

fn wanted(schema: &Value) -> String {
    match (types(schema).first(), bounds(schema)) {
        (Some(&"string"), _) => "a text".to_owned(),
        (Some(&"integer"), (least, u64::MAX)) => format!("a whole number from {least}"),
        (Some(&"integer"), (least, most)) => format!("a whole number from {least} to {most}"),
        (Some(&"number"), _) => "a number".to_owned(),
        (Some(&"boolean"), _) => "true or false".to_owned(),
        (Some(&"array"), _) => "a list".to_owned(),
        (Some(&"object"), _) => "a table".to_owned(),
        _ => "what belongs here".to_owned(),
    }
}
