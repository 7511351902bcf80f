//! `staffwork kinds`: the sorts of documents that are known, and what each asks for.

use super::inputs::project_here;
use super::{Failure, Format, Outcome, json, written};
use crate::grammar::{Dialect, Grammars, Kind, SectionSpec};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{self, Write};

/// What `staffwork kinds` is told.
#[derive(Debug, clap::Args)]
pub struct KindsArgs {
    /// For whom to write
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Prints the kinds, their dialects and their sections.
///
/// # Errors
///
/// What keeps the command from doing its work.
pub fn kinds(arguments: &KindsArgs) -> Result<Outcome, Failure> {
    let project = project_here(None, None)?;
    let grammars = &project.grammars;
    let text = match arguments.format {
        Format::Text => grammars.kinds.iter().map(|kind| in_words(kind)).collect::<Vec<_>>().join("\n"),
        Format::Json => {
            let kinds: Vec<Value> = grammars.kinds.iter().map(|kind| in_json(grammars, kind)).collect();
            format!("{:#}\n", json!({ "schema": json::VERSION, "kinds": kinds }))
        }
    };
    written(io::stdout().write_all(text.as_bytes()))?;
    Ok(Outcome::Clean)
}

fn in_words(kind: &Kind) -> String {
    let mut out = format!("{}: {}\n  {}\n", kind.spec.id, kind.spec.title, kind.spec.summary);
    for dialect in &kind.dialects {
        let default = if dialect.spec.id == kind.spec.default_dialect { ", for new documents" } else { "" };
        let _ = writeln!(out, "\n  {}: {}{default}", dialect.spec.id, dialect.spec.title);
        let _ = writeln!(out, "    {}", sections(dialect));
    }
    out
}

/// `Context · Options · (References)`: what may be left out stands in brackets.
fn sections(dialect: &Dialect) -> String {
    let name = |section: &SectionSpec| {
        if section.required { section.title.clone() } else { format!("({})", section.title) }
    };
    dialect.spec.sections.iter().map(name).collect::<Vec<_>>().join(" · ")
}

fn in_json(grammars: &Grammars, kind: &Kind) -> Value {
    let dialect = |dialect: &Dialect| {
        let field = |field: &crate::grammar::FieldSpec| json!({ "key": field.key, "required": field.required, "values": field.values });
        let section = |section: &SectionSpec| {
            json!({
                "id": section.id, "title": section.title, "level": section.level, "required": section.required,
                "roles": dialect.roles(grammars, kind, section),
                "items": section.items.iter().map(|item| &item.title).collect::<Vec<_>>(),
            })
        };
        json!({
            "id": dialect.spec.id, "title": dialect.spec.title, "summary": dialect.spec.summary,
            "fields": dialect.spec.fields.iter().map(field).collect::<Vec<_>>(),
            "sections": dialect.spec.sections.iter().map(section).collect::<Vec<_>>(),
        })
    };
    json!({
        "id": kind.spec.id, "title": kind.spec.title, "summary": kind.spec.summary,
        "default_dialect": kind.spec.default_dialect,
        "dialects": kind.dialects.iter().map(|one| dialect(one)).collect::<Vec<_>>(),
    })
}
