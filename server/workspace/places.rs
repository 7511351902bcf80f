//! Where settings stand, for whoever wants to know who asks for this.

use crate::text::LineIndex;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Settings by the path of their key (`kinds.adr.dialect`, `files.0.dialect`), each as its line: `4: adr.dialect = "madr"`.
pub(super) type Places = BTreeMap<String, String>;

/// The place of every setting of `table`, which `text` writes down.
pub(super) fn places(text: &str, table: &DeTable<'_>) -> Places {
    let mut places = Places::new();
    in_table(text, &LineIndex::new(text), table, "", &mut places);
    places
}

fn in_table(text: &str, lines: &LineIndex, table: &DeTable<'_>, above: &str, places: &mut Places) {
    for (key, value) in table {
        let path = format!("{above}{}", key.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => in_table(text, lines, inner, &format!("{path}."), places),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if let DeValue::Table(inner) = item.get_ref() {
                        in_table(text, lines, inner, &format!("{path}.{index}."), places);
                    }
                }
            }
            _ => {
                let line = lines.line(key.span().start);
                places.insert(path, format!("{}: {}", line + 1, lines.text(text, line).trim()));
            }
        }
    }
}
