//! What was understood of a document, for people.

use super::json::{InspectedFile, Link, Matrix, Options, Section};
use crate::grammar::SlotState;
use serde::Serialize;
use std::fmt::Write;

/// A paragraph on a file.
pub(super) fn in_words(file: &InspectedFile) -> String {
    let mut out = String::new();
    match (&file.kind, &file.error) {
        (_, Some(why)) => return format!("{}: {why}\n\n", file.path),
        (None, _) => return format!("{}: ordinary Markdown\n\n", file.path),
        (Some(kind), None) => {
            let dialect =
                file.dialect.as_ref().map_or_else(|| "no known dialect".to_owned(), |id| format!("dialect {id}"));
            let template = if file.template { ", a template" } else { "" };
            let sure = file.confidence.map_or_else(String::new, |sure| format!(", {:.0} % sure", sure * 100.0));
            let by = file.decided_by.map_or_else(String::new, |by| format!(" by its {by}"));
            line(&mut out, &format!("{}: {kind}, {dialect}{template}{sure}{by}", file.path));
        }
    }
    row(&mut out, "title", file.title.clone());
    row(&mut out, "number", file.number.clone());
    row(&mut out, "status", status(file));
    row(&mut out, "date", file.date.clone());
    row(&mut out, "audience", file.audience.clone());
    row(&mut out, "reading", file.reading_minutes.map(|minutes| format!("{minutes} minutes")));
    row(&mut out, "sections", listed(file.sections.iter().map(section)));
    row(&mut out, "missing", listed(file.missing.iter().cloned()));
    row(&mut out, "options", file.options.as_ref().map(options));
    file.matrix.iter().for_each(|found| row(&mut out, "matrix", Some(matrix(found))));
    row(
        &mut out,
        "to replace",
        listed(file.placeholders.iter().map(|text| format!("{} (line {})", text.text, text.line))),
    );
    row(&mut out, "links", links(&file.links));
    out.push('\n');
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn row(out: &mut String, name: &str, value: Option<String>) {
    if let Some(value) = value {
        let _ = writeln!(out, "  {name:<10}  {}", value.replace('\n', " "));
    }
}

fn listed(parts: impl Iterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn status(file: &InspectedFile) -> Option<String> {
    let status = file.status.as_ref()?;
    let written = &status.raw;
    Some(match &status.normal {
        Some(normal) if normal.eq_ignore_ascii_case(written) => normal.clone(),
        Some(normal) => format!("{normal}, written `{written}`"),
        None => format!("`{written}`, which is no known state"),
    })
}

fn section(section: &Section) -> String {
    let line = section.line.map_or_else(String::new, |line| format!(" {line}"));
    match section.state {
        SlotState::Filled => format!("{}{line}", section.id),
        state => format!("{}{line} ({})", section.id, word(&state)),
    }
}

fn options(options: &Options) -> String {
    let chosen = options.chosen.as_ref().map_or_else(String::new, |name| format!("; chosen: {name}"));
    let names: Vec<&str> = options.items.iter().map(|item| item.name.as_str()).collect();
    match names.as_slice() {
        [] => format!("{}{chosen}", word(&options.state)),
        _ => format!("{}: {}{chosen}", names.len(), names.join(" · ")),
    }
}

fn matrix(matrix: &Matrix) -> String {
    let (options, criteria) = (matrix.options.len(), matrix.criteria.len());
    let (form, filled) = (word(&matrix.form), matrix.filled * 100.0);
    format!("line {}: a {form} of {options} options by {criteria} criteria, {filled:.0} % filled", matrix.line)
}

fn links(links: &[Link]) -> Option<String> {
    let broken = links.iter().filter(|link| link.resolves == Some(false));
    let broken = listed(broken.map(|link| format!("{} (line {})", link.target, link.line)));
    let broken = broken.map_or_else(String::new, |list| format!("; nothing there: {list}"));
    (!links.is_empty()).then(|| format!("{}{broken}", links.len()))
}

/// As the contract spells it.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
