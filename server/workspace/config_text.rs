//! Reading `staffwork.toml`: every mistake at its place, in one sentence, with the name that was probably meant.

use super::Config;
use super::places::places;
use crate::grammar::nearest;
use crate::text::TextRange;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong in a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Where, in bytes.
    pub range: TextRange,
    /// What is wrong, then what to do.
    pub message: String,
    /// Whether everything else is in force all the same: a name that nothing has.
    pub is_harmless: bool,
}

/// The configuration that `text` writes down, and the harmless mistakes in it; `schema` is [`super::config_schema`].
///
/// # Errors
///
/// Every mistake in it, in document order, where one of them keeps it from being used.
pub fn read_config(text: &str, schema: &Value) -> Result<(Config, Vec<ConfigProblem>), Vec<ConfigProblem>> {
    let table = DeTable::parse(text).map_err(|why| vec![of_toml(text, &why)])?;
    let mut walk = Walk { root: schema, problems: Vec::new() };
    walk.table(table.get_ref(), schema, None, range(table.span()));
    let mut problems = walk.problems;
    problems.sort_by_key(|problem| problem.range);
    if problems.iter().any(|problem| !problem.is_harmless) {
        return Err(problems);
    }
    let config: Config = toml::from_str(text).map_err(|why| vec![of_toml(text, &why)])?;
    let config = config.prepare().map_err(|(glob, why)| {
        let at = text.find(&glob).unwrap_or(0);
        let message = format!("`{glob}` is not a glob: {why}");
        vec![ConfigProblem { range: TextRange::new(at, at + glob.len()), message, is_harmless: false }]
    })?;
    Ok((config.standing_at(places(text, table.get_ref())), problems))
}

fn of_toml(text: &str, why: &toml::de::Error) -> ConfigProblem {
    let range = why.span().map_or(TextRange::empty(text.len()), range);
    let message = why.message().lines().collect::<Vec<_>>().join(", ");
    ConfigProblem { range, message, is_harmless: false }
}

fn range(span: std::ops::Range<usize>) -> TextRange {
    TextRange::new(span.start, span.end)
}

/// Holds values against a schema; it knows as much of JSON Schema as ours uses.
struct Walk<'s> {
    root: &'s Value,
    problems: Vec<ConfigProblem>,
}

impl<'s> Walk<'s> {
    fn report(&mut self, range: TextRange, message: String) {
        self.problems.push(ConfigProblem { range, message, is_harmless: false });
    }

    fn table(&mut self, table: &DeTable<'_>, schema: &'s Value, name: Option<&str>, at: TextRange) {
        let known = || schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        for (key, value) in table {
            match known().find(|(name, _)| *name == key.get_ref()) {
                Some((_, schema)) => self.value(value, schema, key.get_ref()),
                None => self.unknown(key, name, known().map(|(name, _)| name.as_str())),
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for lacking in required.filter(|key| !table.iter().any(|(found, _)| found.get_ref() == *key)) {
            self.report(at, format!("`{}` lacks `{lacking}`: add it", name.unwrap_or("the file")));
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, schema: &'s Value, key: &str) {
        let schema = self.resolved(schema);
        let at = range(value.span());
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

    fn resolved(&self, schema: &'s Value) -> &'s Value {
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|link| link.strip_prefix('#'));
        target.and_then(|pointer| self.root.pointer(pointer)).unwrap_or(schema)
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
            _ => "key",
        };
        let written = key.get_ref();
        let message = format!("there is no {thing} `{written}`{}", advice(written, names));
        self.problems.push(ConfigProblem { range: range(key.span()), message, is_harmless: true });
    }

    fn word(&mut self, word: &str, schema: &Value, key: &str, at: TextRange) {
        let choices = choices(schema);
        if choices.is_empty() || choices.contains(&word) {
            return;
        }
        self.report(at, format!("`{key}` cannot be `{word}`{}", advice(word, choices.iter().copied())));
    }
}

/// The nearest name, else all of a handful.
fn advice<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    if let Some(near) = nearest(written, names.iter().copied()) {
        return format!(": did you mean `{near}`?");
    }
    if names.len() > 12 {
        return String::new();
    }
    let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!(": use one of {}", list.join(", "))
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
    let own = match value {
        DeValue::String(_) => "string",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "number",
        DeValue::Boolean(_) => "boolean",
        DeValue::Array(_) => "array",
        DeValue::Table(_) => "object",
        DeValue::Datetime(_) => "date",
    };
    let negative = matches!(value, DeValue::Integer(number) if number.as_str().starts_with('-'));
    types.is_empty() || types.contains(&own) && !negative
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

fn wanted(schema: &Value) -> &'static str {
    match types(schema).first() {
        Some(&"string") => "a text",
        Some(&"integer") => "a whole number from 0",
        Some(&"array") => "a list",
        Some(&"object") => "a table",
        _ => "what belongs here",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;
    use crate::workspace::config_schema;

    fn problems(text: &str) -> Vec<(String, String)> {
        let schema = config_schema(&Grammars::builtin(), &["few-options", "missing-section"]);
        let found = read_config(text, &schema).map_or_else(|broken| broken, |(_, harmless)| harmless);
        found.into_iter().map(|problem| (problem.range.of(text).to_owned(), problem.message)).collect()
    }

    #[test]
    fn every_mistake_is_told_at_its_place() {
        let text = "profil = \"full\"\nmax-hints = \"3\"\nexclude = [1]\n[rules]\nfew-option = \"off\"\nmissing-section = \"loud\"\n\
                    [kinds]\nadr.dialect = \"madrr\"\nrcf.dialect = \"rust\"\n[[files]]\nkind = \"none\"\n";
        let expected = [
            ("profil", "there is no key `profil`: did you mean `profile`?"),
            ("\"3\"", "`max-hints` cannot be a text: give it a whole number from 0"),
            ("1", "`exclude` cannot be this number: give it a text"),
            ("few-option", "there is no rule `few-option`: did you mean `few-options`?"),
            ("\"loud\"", "`missing-section` cannot be `loud`: use one of `off`, `hint`, `info`, `warning`, `error`"),
            ("\"madrr\"", "`dialect` cannot be `madrr`: did you mean `madr`?"),
            ("rcf", "there is no kind `rcf`: did you mean `rfc`?"),
            ("[[files]]", "`files` lacks `glob`: add it"),
        ];
        assert_eq!(problems(text), expected.map(|(at, message)| (at.to_owned(), message.to_owned())));
    }

    #[test]
    fn what_nobody_knows_does_no_harm() {
        let schema = config_schema(&Grammars::builtin(), &["few-options"]);
        let text = "profil = \"full\"\nmax-hints = 3\n[rules]\nfew-option = \"off\"\n[kinds]\nrcf.dialect = \"x\"\n";
        let (config, harmless) = read_config(text, &schema).unwrap();
        assert_eq!((config.max_hints, harmless.len()), (Some(3), 3));
        assert!(read_config("profil = 1\nprofile = 1\n", &schema).is_err_and(|problems| problems.len() == 2));
    }

    #[test]
    fn settings_know_their_line() {
        let schema = config_schema(&Grammars::builtin(), &["few-options"]);
        let text = "[rules]\nfew-options = \"hint\"\n[kinds]\nadr.dialect = \"madr\"\nadr.min-options = 2\n[kinds.rfc]\n\
                    dialect = \"rust\"\n[[files]]\nglob = \"a/*\"\ndialect = \"nygard\"\nrules = { few-options = \"off\" }\n";
        let config = read_config(text, &schema).unwrap().0.called("staffwork.toml");
        let told = |line: &str| Some(format!("staffwork.toml:{line}"));
        assert_eq!(config.dialect_setting("adr", "madr", "b.md"), told("4: adr.dialect = \"madr\""));
        assert_eq!(config.dialect_setting("rfc", "rust", "b.md"), told("7: dialect = \"rust\""));
        assert_eq!(config.dialect_setting("adr", "nygard", "a/b.md"), told("10: dialect = \"nygard\""));
        assert_eq!(config.dialect_setting("adr", "nygard", "b.md"), None);
        assert_eq!(config.min_options_setting("adr"), told("5: adr.min-options = 2"));
        assert_eq!(config.min_options_setting("rfc"), None);
        assert_eq!(config.level_setting("few-options", "b.md"), told("2: few-options = \"hint\""));
        assert_eq!(config.level_setting("few-options", "a/b.md"), told("11: rules = { few-options = \"off\" }"));
    }

    #[test]
    fn broken_toml_and_broken_globs_are_told() {
        assert_eq!(problems("exclude = [\"a[\"]\n")[0].0, "a[");
        assert_eq!(problems("profile = \n").len(), 1);
    }

    #[test]
    fn what_is_right_is_read() {
        let text = "profile = \"light\"\nmax-hints = 3\nexclude = [\"a/**\"]\n[rules]\nfew-options = \"off\"\n\
                    [kinds]\nadr.dialect = \"madr\"\nadr.min-options = 2\n[[files]]\nglob = \"*.md\"\nkind = \"none\"\n";
        assert_eq!(problems(text), []);
    }
}
