//! The JSON Schemas of a project's own kinds and dialects: those of the built-in files, in which a file that extends
//! another may leave out what it inherits.

use super::super::load::Grammars;
use super::super::schema::{Dialect, Kind};
use super::merge::NAMED;
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

/// The schema of a file that defines a kind.
#[must_use]
pub fn kind_schema(grammars: &Grammars) -> Value {
    let mut schema = inheriting::<Kind>("The kind whose settings this one starts from: `adr`.");
    let families = || families(grammars);
    choose(schema.pointer_mut("/properties/families/items"), families());
    if let Some(roles) = schema.pointer_mut("/properties/roles").and_then(Value::as_object_mut) {
        let of_any = roles.insert("additionalProperties".to_owned(), json!(false)).unwrap_or_default();
        let named: Map<String, Value> = families().map(|family| (family.to_owned(), of_any.clone())).collect();
        roles.insert("properties".to_owned(), Value::Object(named));
    }
    schema
}

/// The schema of a file that defines a dialect.
#[must_use]
pub fn dialect_schema(grammars: &Grammars) -> Value {
    let mut schema = inheriting::<Dialect>("The dialect of the same kind that this one starts from: `madr`.");
    choose(schema.pointer_mut("/$defs/SectionSpec/properties/family"), families(grammars));
    schema
}

/// What an entry of the list `list` must say unless it changes an inherited one.
pub(super) fn required_of(list: &str) -> Vec<String> {
    let schema = schemars::schema_for!(Dialect).to_value();
    let of = match list {
        "section" => "/$defs/SectionSpec/required",
        "field" => "/$defs/FieldSpec/required",
        _ => "/$defs/ItemSpec/required",
    };
    let names = schema.pointer(of).and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A text becomes one of `words`.
fn choose<'w>(text: Option<&mut Value>, words: impl IntoIterator<Item = &'w str>) {
    let Some(text) = text.and_then(Value::as_object_mut) else { return };
    text.insert("type".to_owned(), json!("string"));
    text.insert("enum".to_owned(), words.into_iter().collect());
}

/// Has a schema of a file demand what it must say: all that a whole file says, unless it inherits the rest.
pub(super) fn demand(schema: &mut Value, inherits: bool) {
    let whole = schema.pointer("/anyOf/1/required").cloned();
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("anyOf");
        if let Some(whole) = whole.filter(|_| !inherits) {
            schema.insert("required".to_owned(), whole);
        }
    }
}

/// Has a schema demand nothing but `names`: the rest may be inherited.
fn require(schema: &mut Value, names: &[&str]) {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("required".to_owned(), json!(names));
    }
}

fn inheriting<T: JsonSchema>(extends: &str) -> Value {
    let mut schema = schemars::schema_for!(T).to_value();
    let whole = schema.get("required").cloned().unwrap_or_default();
    let is_required = |name: &&str| whole.as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let names: Vec<&str> = ["id", "kind"].into_iter().filter(is_required).collect();
    require(&mut schema, &names);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("anyOf".to_owned(), json!([{ "required": ["extends"] }, { "required": whole }]));
    }
    let text = |words: &str| json!({ "description": words, "type": "string" });
    let names = |words: &str| json!({ "description": words, "type": "array", "items": { "type": "string" } });
    add(schema.pointer_mut("/properties"), "extends", text(extends));
    let removed = "Names that are inherited and not wanted: of sections, fields, families.";
    add(schema.pointer_mut("/properties"), "remove", names(removed));
    for (list, (name, key)) in ["SectionSpec", "FieldSpec", "ItemSpec"].into_iter().zip(NAMED) {
        let Some(spec) = schema.pointer_mut(&format!("/$defs/{list}")) else { continue };
        require(spec, &[key]);
        let properties = &mut spec["properties"];
        add(Some(properties), "after", text(&format!("The {name} that it stands behind.")));
        add(Some(properties), "before", text(&format!("The {name} that it stands in front of.")));
        if *name == "section" {
            add(Some(properties), "remove", names("Items that are inherited and not wanted, and aliases."));
        }
    }
    bound(schema.pointer_mut("/$defs/SectionSpec/properties/level"));
    schema
}

fn add(properties: Option<&mut Value>, name: &str, schema: Value) {
    if let Some(properties) = properties.and_then(Value::as_object_mut) {
        properties.insert(name.to_owned(), schema);
    }
}

/// Markdown has six levels of headings.
fn bound(level: Option<&mut Value>) {
    if let Some(level) = level.and_then(Value::as_object_mut) {
        level.insert("minimum".to_owned(), json!(1));
        level.insert("maximum".to_owned(), json!(6));
    }
}

fn families(grammars: &Grammars) -> impl Iterator<Item = &str> {
    grammars.families.families.iter().map(|family| family.id.as_str())
}
