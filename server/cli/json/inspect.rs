//! `staffwork inspect --format json`.

use super::Matrix;
use crate::grammar::{Role, SlotState};
use crate::model::{Exact, OptionSource, OptionsState};
use crate::syntax::FieldCarrier;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// What was understood of all files.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Inspected {
    /// The version of this format.
    pub schema: u8,
    /// Every file that was named, in that order, then every file that was found, in byte order.
    pub files: Vec<InspectedFile>,
}

/// What was understood of a file.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct InspectedFile {
    /// The path as it was given.
    pub path: String,
    /// The kind of document; null for ordinary Markdown.
    pub kind: Option<String>,
    /// The dialect it follows.
    pub dialect: Option<String>,
    /// How sure the kind is, from 0 to 1.
    pub confidence: Option<f64>,
    /// The strongest evidence: declared, path, metadata, title or headings.
    pub decided_by: Option<&'static str>,
    /// Whether it is there to be copied.
    pub template: bool,
    /// The title.
    pub title: Option<String>,
    /// The number, as written.
    pub number: Option<String>,
    /// How far the document has come.
    pub status: Option<Status>,
    /// The day it was written, as 2026-03-01.
    pub date: Option<String>,
    /// Whom it is for.
    pub audience: Option<String>,
    /// How long it takes to read, at 220 words a minute.
    pub reading_minutes: Option<f64>,
    /// Every metadata field.
    pub metadata: Vec<MetadataField>,
    /// Its sections, in document order.
    pub sections: Vec<Section>,
    /// The required sections of its dialect that it lacks, in the order of the template.
    pub missing: Vec<String>,
    /// What it weighs; null for ordinary Markdown.
    pub options: Option<Options>,
    /// What it weighs them in, in document order.
    pub matrix: Vec<Matrix>,
    /// Template text that is still in it.
    pub placeholders: Vec<Placeholder>,
    /// Inline links, images, and every reference definition.
    pub links: Vec<Link>,
    /// Why the file could not be inspected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// How far a document has come.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Status {
    /// As written.
    pub raw: String,
    /// The state that the word means.
    pub normal: Option<String>,
    /// Its line, from 1; null where a file beside the document says it.
    pub line: Option<usize>,
}

/// A metadata field.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MetadataField {
    /// The key that the written one is a spelling of.
    pub key: String,
    /// The value as a reader sees it.
    pub value: String,
    /// Its line, from 1; null where a file beside the document holds it.
    pub line: Option<usize>,
    /// What carries it.
    pub carrier: FieldCarrier,
}

/// A section.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Section {
    /// Its name in the dialect, else its family's, else its heading in one word.
    pub id: String,
    /// What it does.
    pub roles: Vec<Role>,
    /// Its heading; null for a field or an opening paragraph that does a section's work.
    pub heading: Option<String>,
    /// Its line, from 1; null where a file beside the document holds it.
    pub line: Option<usize>,
    /// What there is in it.
    pub state: SlotState,
}

/// What a document weighs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Options {
    /// Whether they can be counted.
    pub state: OptionsState,
    /// Whether the proposal itself is one of the items.
    pub includes_proposal: bool,
    /// The option that is taken, as written.
    pub chosen: Option<String>,
    /// Each option once.
    pub items: Vec<ItemOption>,
}

/// An option.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ItemOption {
    /// As first written, without lead-in.
    pub name: String,
    /// The line that first names it, from 1.
    pub line: usize,
    /// What names it, in document order, each once.
    pub sources: Vec<OptionSource>,
}

/// A number; a whole one is written without fraction.
#[derive(Clone, Copy, Debug, PartialEq, JsonSchema)]
#[schemars(transparent)]
pub struct Number(pub f64);

impl Number {
    /// An exact number; JSON knows binary ones only, and is given the nearest, which is written as the document has it.
    #[must_use]
    pub fn of(number: Exact) -> Self {
        Self(number.nearest_binary())
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_whole = self.0.fract().abs() < f64::EPSILON && self.0.abs() < 1e15;
        if is_whole { serializer.serialize_i64(self.0 as i64) } else { serializer.serialize_f64(self.0) }
    }
}

/// Template text that is still in a document.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Placeholder {
    /// As written.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
}

/// A link, an image or a reference definition.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Link {
    /// The target as written.
    pub target: String,
    /// Its line, from 1.
    pub line: usize,
    /// Whether the target is there; null for what is not looked up.
    pub resolves: Option<bool>,
    /// What the target is to the document.
    pub relation: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_written_whole() {
        let numbers = [8.0, -3.0, 0.0, 7.95, 1e300].map(Number);
        assert_eq!(serde_json::to_string(&numbers).unwrap(), "[8,-3,0,7.95,1e+300]");
    }
}
