//! What a schema cannot see in a project's file: names that lead nowhere, names given twice, broken patterns.

use super::super::names::nearest;
use super::super::toml_text::{Mistake, advice, span};
use super::merge::{NAMED, is_same, name_key, named};
use super::schema::required_of;
use crate::text::TextRange;
use regex::Regex;
use toml::de::{DeArray, DeTable, DeValue};
use toml::{Table, Value};

/// The maps of `[detect]` whose keys are regular expressions.
const PATTERNS: &[&str] = &["file_names", "titles", "opening"];

/// What is wrong in `own`, which is laid over `base`.
pub(super) fn mistakes(own: &DeTable<'_>, base: &Table) -> Vec<Mistake> {
    let mut found = Vec::new();
    patterns(own, &mut found);
    removals(own, base, &mut found);
    for (list, key) in NAMED {
        let Some(entries) = array(own, list) else { continue };
        let inherited = base.get(*list).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        List { name: list, key, entries, inherited }.look(&mut found);
    }
    found
}

/// Where the text of `key` stands, and what it says.
pub(super) fn text_at<'t>(table: &'t DeTable<'_>, key: &str) -> Option<(&'t str, TextRange)> {
    let (_, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    match value.get_ref() {
        DeValue::String(text) => Some((text, span(value.span()))),
        _ => None,
    }
}

fn array<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeArray<'i>> {
    let (_, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    match value.get_ref() {
        DeValue::Array(all) => Some(all),
        _ => None,
    }
}

fn table<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    let (_, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    match value.get_ref() {
        DeValue::Table(inner) => Some(inner),
        _ => None,
    }
}

fn patterns(own: &DeTable<'_>, found: &mut Vec<Mistake>) {
    let Some(detect) = table(own, "detect") else { return };
    for (pattern, _) in PATTERNS.iter().filter_map(|name| table(detect, name)).flat_map(DeTable::iter) {
        if let Err(why) = Regex::new(pattern.get_ref()) {
            let why = why.to_string();
            let last = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
            let message = format!("`{}` is not a regular expression: {last}", pattern.get_ref());
            found.push(Mistake::new(span(pattern.span()), message));
        }
    }
}

/// What is to be removed must be there.
fn removals(own: &DeTable<'_>, base: &Table, found: &mut Vec<Mistake>) {
    let lists = base.iter().filter_map(|(list, value)| Some((list, value.as_array()?)));
    let there: Vec<&str> = lists
        .flat_map(|(list, all)| {
            let key = name_key(list);
            all.iter().filter_map(move |one| key.map_or_else(|| one.as_str(), |key| named(one, key)))
        })
        .collect();
    for name in array(own, "remove").into_iter().flatten() {
        if let DeValue::String(text) = name.get_ref()
            && !there.iter().any(|one| is_same(one, text))
        {
            let names = there.iter().copied().filter(|name| name.len() < 30);
            let advice = advice(text, names);
            let message = format!("nothing that is inherited is called `{text}`{advice}");
            found.push(Mistake { range: span(name.span()), message, is_harmless: true });
        }
    }
}

/// The entries of one list, and those that it is laid over.
struct List<'l, 'i> {
    name: &'static str,
    key: &'static str,
    entries: &'l DeArray<'i>,
    inherited: &'l [Value],
}

impl List<'_, '_> {
    fn look(&self, found: &mut Vec<Mistake>) {
        let mut names: Vec<&str> = Vec::new();
        let all: Vec<&str> = self.inherited.iter().filter_map(|one| named(one, self.key)).chain(self.names()).collect();
        for entry in self.entries {
            let DeValue::Table(own) = entry.get_ref() else { continue };
            let Some((name, at)) = text_at(own, self.key) else { continue };
            if names.iter().any(|other| is_same(other, name)) {
                let message = format!("there are two `{name}` in this file: give one of them another name");
                found.push(Mistake::new(at, message));
            }
            names.push(name);
            let base = self.inherited.iter().find(|one| named(one, self.key).is_some_and(|one| is_same(one, name)));
            self.leads(own, &all, found);
            if base.is_none() {
                self.lacks(own, name, at, found);
            }
            let nothing = Table::new();
            let base = base.and_then(Value::as_table).unwrap_or(&nothing);
            found.extend(mistakes(own, base));
        }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter_map(|entry| match entry.get_ref() {
            DeValue::Table(own) => text_at(own, self.key).map(|(name, _)| name),
            _ => None,
        })
    }

    /// What stands behind, in front of, or in another entry names one that is there.
    fn leads(&self, own: &DeTable<'_>, all: &[&str], found: &mut Vec<Mistake>) {
        for word in ["after", "before", "parent"] {
            let Some((name, at)) = text_at(own, word) else { continue };
            if !all.iter().any(|one| is_same(one, name)) {
                let advice = advice(name, all.iter().copied());
                found.push(Mistake::new(at, format!("there is no {} `{name}`{advice}", self.name)));
            }
        }
    }

    /// An entry that changes nothing inherited says all that an entry must say.
    fn lacks(&self, own: &DeTable<'_>, name: &str, at: TextRange, found: &mut Vec<Mistake>) {
        let is_said = |key: &String| own.iter().any(|(said, _)| said.get_ref() == key);
        let lacking: Vec<String> = required_of(self.name).into_iter().filter(|key| !is_said(key)).collect();
        if lacking.is_empty() {
            return;
        }
        let lacking: Vec<String> = lacking.iter().map(|key| format!("`{key}`")).collect();
        let inherited = self.inherited.iter().filter_map(|one| named(one, self.key));
        let advice =
            nearest(name, inherited).map_or_else(|| "add it".to_owned(), |near| format!("did you mean `{near}`?"));
        let message = format!("the {} `{name}` is not inherited and lacks {}: {advice}", self.name, lacking.join(", "));
        found.push(Mistake::new(at, message));
    }
}
