//! A whole new document, as a dialect's template has it.

use super::{brings, escaped, joined};
use crate::grammar::{Carrier, DialectSpec, FieldSpec, SectionSpec};

/// The template of `dialect` as a snippet: metadata, title line, and every section with its skeleton, ending in a
/// line end.
#[must_use]
pub fn template(dialect: &DialectSpec) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(front_matter(dialect));
    parts.extend(Some(dialect.title_line.trim_end().to_owned()).filter(|line| !line.is_empty()));
    parts.extend(fields_below_title(dialect));
    parts.extend(sections(dialect).map(section_snippet));
    let last = parts.len().saturating_sub(1);
    for (index, part) in parts.iter_mut().enumerate() {
        part.push_str(if index == last { "\n" } else { "\n\n" });
    }
    joined(parts.iter().map(String::as_str))
}

/// A section's heading and skeleton as a snippet, at the template's own level.
fn section_snippet(spec: &SectionSpec) -> String {
    let heading = format!("{} {}", "#".repeat(usize::from(spec.level)), escaped(&spec.title));
    let body = spec.skeleton.trim();
    if body.is_empty() { heading } else { format!("{heading}\n\n{body}") }
}

/// The front matter of a new document, where its dialect has some.
#[must_use]
pub fn front_matter(dialect: &DialectSpec) -> Option<String> {
    // A key with a blank in it is an older template's bullet, never a line of YAML.
    let keys = dialect.fields.iter().filter(|field| !field.key.contains(' '));
    let lines: Vec<String> = keys.map(field_line).collect();
    (dialect.carrier == Carrier::FrontMatter && !lines.is_empty())
        .then(|| format!("---\n{}\n---", joined(with_ends(&lines).iter().map(String::as_str)).trim_end()))
}

fn fields_below_title(dialect: &DialectSpec) -> Option<String> {
    let line = match dialect.carrier {
        Carrier::Bullets => |field: &FieldSpec| format!("- {}", field_line(field)),
        Carrier::Lines => field_line,
        Carrier::Table => |field: &FieldSpec| table_row(&escaped(&field.key), field.skeleton.trim()),
        Carrier::None | Carrier::FrontMatter | Carrier::Sibling => return None,
    };
    let head = (dialect.carrier == Carrier::Table).then(|| TABLE_HEAD.to_owned());
    let lines: Vec<String> = head.into_iter().chain(dialect.fields.iter().map(line)).collect();
    (!dialect.fields.is_empty()).then(|| joined(with_ends(&lines).iter().map(String::as_str)).trim_end().to_owned())
}

/// The first two lines of a table of metadata.
pub(super) const TABLE_HEAD: &str = "|  |  |\n| --- | --- |";

/// A field as a row of such a table.
pub(super) fn table_row(key: &str, value: &str) -> String {
    format!("| {key} | {value} |")
}

fn field_line(field: &FieldSpec) -> String {
    format!("{}: {}", escaped(&field.key), field.skeleton.trim()).trim_end().to_owned()
}

fn with_ends(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Every section, without those parts that the skeleton of another brings along.
fn sections(dialect: &DialectSpec) -> impl Iterator<Item = &SectionSpec> {
    let parent = |part: &SectionSpec| {
        let id = part.parent.as_ref()?;
        dialect.sections.iter().find(|section| section.id == *id)
    };
    dialect.sections.iter().filter(move |part| !parent(part).is_some_and(|parent| brings(parent, part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;
    use crate::model::without_tab_stops;

    #[test]
    fn every_template_is_found_to_be_its_dialects() {
        for kind in &Grammars::builtin().kinds {
            for dialect in &kind.dialects {
                let text = without_tab_stops(&template(&dialect.spec));
                for section in dialect.spec.sections.iter().filter(|section| section.required) {
                    assert!(text.contains(&section.title), "{}: {}", dialect.spec.id, section.title);
                }
                assert!(!text.contains("$0") && !text.contains("${"), "{text}");
            }
        }
    }
}
