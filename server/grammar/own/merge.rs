//! Laying a project's file over the one that it extends.
//!
//! A value replaces the inherited one, a table is laid over the inherited table, and `[[section]]`, `[[field]]` and
//! `[[section.item]]` are met by their names. Lists of names that collect grow; what `remove` names goes first.

use super::super::names::normal_key;
use toml::{Table, Value};

/// Lists of tables, and the key that names each of theirs.
pub(super) const NAMED: &[(&str, &str)] = &[("section", "id"), ("field", "key"), ("item", "id")];

/// Lists to which a file adds.
const COLLECTING: &[&str] = &["aliases", "families", "placeholders"];

/// Lays `own` over `base`.
pub(super) fn lay_over(base: &mut Table, mut own: Table) {
    remove(base, &texts(own.remove("remove")));
    for (key, value) in own {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(inherited)), Value::Table(own)) => lay_over(inherited, own),
            (Some(Value::Array(inherited)), Value::Array(own)) if COLLECTING.contains(&key.as_str()) => {
                let new: Vec<Value> = own.into_iter().filter(|one| !inherited.contains(one)).collect();
                inherited.extend(new);
            }
            (_, Value::Array(own)) if name_key(&key).is_some() => {
                let inherited = base.entry(&key).or_insert_with(|| Value::Array(Vec::new()));
                let name = name_key(&key).unwrap_or_default();
                inherited.as_array_mut().into_iter().for_each(|all| lay_over_named(all, own.clone(), name));
            }
            (_, value) => drop(base.insert(key, value)),
        }
    }
}

/// The key that names the tables of the list `list`.
pub(super) fn name_key(list: &str) -> Option<&'static str> {
    NAMED.iter().find(|(name, _)| *name == list).map(|(_, key)| *key)
}

/// Whether two names of sections, fields or items are one.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    normal_key(one) == normal_key(other)
}

/// The name of a table that stands in a list.
pub(super) fn named<'v>(entry: &'v Value, key: &str) -> Option<&'v str> {
    entry.as_table()?.get(key)?.as_str()
}

fn remove(base: &mut Table, names: &[String]) {
    let goes = |name: &str| names.iter().any(|gone| is_same(gone, name));
    for (list, value) in base.iter_mut() {
        let Value::Array(all) = value else { continue };
        match name_key(list) {
            Some(key) => all.retain(|one| {
                let parent = named(one, "parent");
                !named(one, key).into_iter().chain(parent).any(goes)
            }),
            None if COLLECTING.contains(&list.as_str()) => all.retain(|one| !one.as_str().is_some_and(goes)),
            None => {}
        }
    }
}

fn lay_over_named(inherited: &mut Vec<Value>, own: Vec<Value>, key: &str) {
    for entry in own {
        let Value::Table(mut entry) = entry else { continue };
        let place = [("after", 1), ("before", 0)].map(|(word, behind)| Some((text(entry.remove(word))?, behind)));
        let name = entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let at = |all: &[Value], name: &str| {
            all.iter().position(|one| named(one, key).is_some_and(|other| is_same(other, name)))
        };
        let was = at(inherited, &name);
        let mut whole = was.map_or_else(Table::new, |at| match inherited.remove(at) {
            Value::Table(whole) => whole,
            _ => Table::new(),
        });
        let parent = text(entry.get("parent").cloned());
        lay_over(&mut whole, entry);
        let asked = place.into_iter().flatten().find_map(|(word, behind)| Some(at(inherited, &word)? + behind));
        let to = asked.or(was).unwrap_or_else(|| behind_family(inherited, parent.as_deref()));
        inherited.insert(to.min(inherited.len()), Value::Table(whole));
    }
}

/// A part of a section stands behind the other parts, everything else at the end.
fn behind_family(all: &[Value], parent: Option<&str>) -> usize {
    let belongs = |one: &Value| parent.is_some() && (named(one, "id") == parent || named(one, "parent") == parent);
    all.iter().rposition(belongs).map_or(all.len(), |at| at + 1)
}

fn texts(list: Option<Value>) -> Vec<String> {
    let all = list.and_then(|list| list.as_array().cloned()).unwrap_or_default();
    all.into_iter().filter_map(|one| text(Some(one))).collect()
}

fn text(value: Option<Value>) -> Option<String> {
    value?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(base: &str, own: &str) -> Table {
        let mut base: Table = toml::from_str(base).unwrap();
        lay_over(&mut base, toml::from_str(own).unwrap());
        base
    }

    fn ids(table: &Table) -> Vec<&str> {
        table["section"].as_array().unwrap().iter().filter_map(|one| named(one, "id")).collect()
    }

    const BASE: &str = "title = \"A\"\nplaceholders = [\"{x}\"]\n[detect.folders]\nadr = 2\n\
                        [[section]]\nid = \"context\"\nrequired = true\n[[section]]\nid = \"options\"\n\
                        [[section]]\nid = \"pros\"\nparent = \"options\"\n[[section]]\nid = \"end\"\n\
                        [[field]]\nkey = \"Decided by\"\nrequired = true\n";

    #[test]
    fn what_is_not_named_is_inherited() {
        let whole = laid(BASE, "title = \"B\"\nplaceholders = [\"{y}\"]\n[detect.folders]\nspikes = 3\n");
        assert_eq!(whole["title"].as_str(), Some("B"));
        assert_eq!(whole["placeholders"].as_array().unwrap().len(), 2);
        assert_eq!(whole["detect"]["folders"].as_table().unwrap().len(), 2);
        assert_eq!(ids(&whole), ["context", "options", "pros", "end"]);
    }

    #[test]
    fn sections_are_changed_in_place_moved_added_and_removed() {
        let own = "[[section]]\nid = \"context\"\nrequired = false\n[[section]]\nid = \"cost\"\nafter = \"context\"\n\
                   [[section]]\nid = \"cons\"\nparent = \"options\"\n[[section]]\nid = \"end\"\nbefore = \"context\"\n";
        let whole = laid(BASE, own);
        assert_eq!(ids(&whole), ["end", "context", "cost", "options", "pros", "cons"]);
        assert_eq!(whole["section"][1]["required"].as_bool(), Some(false));
        assert!(whole["section"][2].get("after").is_none());
        let less = laid(BASE, "remove = [\"options\", \"decided-by\"]");
        assert_eq!(ids(&less), ["context", "end"]);
        assert!(less["field"].as_array().unwrap().is_empty());
    }
}
