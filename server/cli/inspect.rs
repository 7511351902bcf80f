//! `staffwork inspect`: what was understood.

use super::inputs::Input;
use super::json::{self, FileStream, InspectedFile, ItemOption};
use super::{Failure, Format, Inputs, Outcome, excerpt, inspect_text, written};
use crate::grammar::{Head, Slot};
use crate::host::{Project, Targets};
use crate::model::{DecisionOption, Link, MetadataField, Model, Options};
use crate::syntax::{FieldCarrier, anchors};
use crate::text::TextRange;
use crate::workspace::Document;
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

/// What `staffwork inspect` is told.
#[derive(Debug, clap::Args)]
pub struct InspectArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// For whom to write
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Prints what was understood of documents.
///
/// # Errors
///
/// What keeps the command from doing its work.
pub fn inspect(arguments: &InspectArgs) -> Result<Outcome, Failure> {
    let batch = arguments.inputs.gather(None)?;
    batch.settings.tell()?;
    let targets = Targets::default();
    let mut outcome = batch.outcome;
    let mut complain = |file: &Told| {
        if let Some(error) = &file.error {
            excerpt::complain(error);
            outcome = Outcome::Failed;
        }
    };
    let look = |input: &Input, read: Result<(&Document, &Project), String>| {
        let file = match read {
            Ok((document, project)) => understood(input, document, project, &targets),
            Err(why) => InspectedFile { path: input.name(), error: Some(why), ..InspectedFile::default() },
        };
        let printed = match arguments.format {
            Format::Text => inspect_text::in_words(&file),
            Format::Json => json::line(&file),
        };
        Told { printed, error: file.error.map(|why| format!("{}: {why}", file.path)) }
    };
    written(match arguments.format {
        Format::Text => {
            let mut out = anstream::stdout().lock();
            batch.each(look, |file| {
                complain(&file);
                write!(out, "{}", file.printed)
            })
        }
        Format::Json => FileStream::new(io::BufWriter::new(io::stdout().lock())).and_then(|mut out| {
            batch.each(look, |file| {
                complain(&file);
                out.file(&file.printed)
            })?;
            out.end(None)
        }),
    })?;
    Ok(outcome)
}

struct Told {
    printed: String,
    error: Option<String>,
}

/// Everything that was understood of a document, as the contract has it.
fn understood(input: &Input, document: &Document, project: &Project, targets: &Targets) -> InspectedFile {
    let model = document.model();
    let view = View { document, model };
    let is_ordinary = document.kind().is_none();
    InspectedFile {
        path: input.name(),
        kind: document.kind().map(|kind| kind.spec.id.clone()),
        dialect: document.dialect().map(|dialect| dialect.spec.id.clone()),
        confidence: (!is_ordinary).then(|| rounded(model.verdict.confidence, 100.0)),
        decided_by: model.verdict.decided_by,
        template: model.is_template,
        title: model.metadata.title.as_ref().map(|title| title.text.clone()),
        number: model.metadata.number.clone(),
        status: view.status(),
        date: model.metadata.date.map(|date| date.to_string()),
        audience: model.metadata.get("audience").map(|field| field.value.clone()),
        reading_minutes: Some(reading_minutes(document)),
        metadata: model.metadata.fields.iter().map(|field| view.field(field)).collect(),
        sections: view.sections(),
        missing: model.missing().map(|spec| spec.id.clone()).collect(),
        options: (!is_ordinary).then(|| view.options(&model.options)),
        matrix: model.matrices.iter().map(|matrix| json::Matrix::of(matrix, view.line(matrix.range.start))).collect(),
        placeholders: view.placeholders(),
        links: view.links(input, project, targets),
        error: None,
    }
}

/// At 220 words a minute, what stands above the text in front matter apart.
fn reading_minutes(document: &Document) -> f64 {
    let from = document.parse().front_matter().map_or(0, |found| found.range.end);
    let words = document.text().get(from..).unwrap_or_default().split_whitespace().count();
    rounded(f64::from(u32::try_from(words).unwrap_or(u32::MAX)) / 220.0, 10.0)
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

struct View<'d> {
    document: &'d Document,
    model: &'d Model,
}

impl View<'_> {
    /// The line of `offset`, from 1.
    fn line(&self, offset: usize) -> usize {
        self.document.parse().lines().line(offset) + 1
    }

    /// The line of something that `carrier` carries; a sibling file's lines are none of this document.
    fn carried(&self, carrier: FieldCarrier, range: TextRange) -> Option<usize> {
        (carrier != FieldCarrier::Sibling).then(|| self.line(range.start))
    }

    fn status(&self) -> Option<json::Status> {
        let status = self.model.metadata.status.as_ref()?;
        let line = self.carried(status.carrier, status.range);
        Some(json::Status { raw: status.raw.clone(), normal: status.normal.clone(), line })
    }

    fn field(&self, MetadataField { key, field }: &MetadataField) -> json::MetadataField {
        let line = self.carried(field.carrier, field.key_range);
        json::MetadataField { key: key.clone(), value: field.value.clone(), line, carrier: field.carrier }
    }

    fn sections(&self) -> Vec<json::Section> {
        let mut slots: Vec<&Slot> = self.model.sections.iter().collect();
        slots.sort_by_key(|slot| slot.head_range.start);
        let section = |slot: &Slot| {
            let elsewhere = slot.head == Head::Field && slot.head_range.is_empty();
            json::Section {
                id: slot.id.clone(),
                roles: slot.roles.clone(),
                heading: slot.title.clone(),
                line: (!elsewhere).then(|| self.line(slot.head_range.start)),
                state: slot.state,
            }
        };
        slots.into_iter().map(section).collect()
    }

    fn options(&self, options: &Options) -> json::Options {
        json::Options {
            state: options.state,
            includes_proposal: options.includes_proposal,
            chosen: options.chosen.as_ref().map(|choice| choice.name.clone()),
            items: options.items.iter().map(|item| self.option(item)).collect(),
        }
    }

    fn option(&self, item: &DecisionOption) -> ItemOption {
        let mut sources = Vec::new();
        for mention in &item.mentions {
            if !sources.contains(&mention.source) {
                sources.push(mention.source);
            }
        }
        ItemOption { name: item.name.clone(), line: self.line(item.range.start), sources }
    }

    /// What nobody has written yet: a template's text, or a note that something is to come.
    fn placeholders(&self) -> Vec<json::Placeholder> {
        let mut open: Vec<TextRange> = self.model.placeholders.iter().chain(&self.model.notes).copied().collect();
        open.sort();
        open.dedup();
        let text = self.document.text();
        open.iter()
            .map(|range| json::Placeholder { text: range.of(text).to_owned(), line: self.line(range.start) })
            .collect()
    }

    fn links(&self, input: &Input, project: &Project, targets: &Targets) -> Vec<json::Link> {
        let within = self.model.links.iter().any(|link| link.target.starts_with('#'));
        let own = if within { anchors(self.document.parse(), self.document.outline()) } else { HashSet::new() };
        let path = input.belongs.as_ref().map_or(Path::new(""), |(path, _)| path);
        let link = |link: &Link| json::Link {
            resolves: targets.resolves(&link.target, path, &project.place.root, &own),
            line: self.line(link.range.start),
            target: link.target.to_string(),
            relation: link.relation.as_deref().map(str::to_owned),
        };
        self.model.links.iter().map(link).collect()
    }
}
