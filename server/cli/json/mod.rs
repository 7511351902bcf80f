//! What the command line prints for other programs. The types are the contract: field order, names and the schemas that
//! ship come from them. What is not known is `null`.

mod check;
mod inspect;
mod matrix;

pub use check::{Checked, CheckedFile, Edit, Finding, Place, Repair, Summary};
pub use inspect::{
    Inspected, InspectedFile, ItemOption, Link, MetadataField, Number, Options, Placeholder, Section, Status,
};
pub use matrix::{Computed, ComputedFile, ComputedMatrix, Criterion, Matrix, MatrixOption};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// The version of everything printed; it changes when something that programs rely on does.
pub const VERSION: u8 = 1;

/// The JSON Schema of what a type writes.
#[must_use]
pub fn schema_of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}

/// A word as the configuration spells it.
#[must_use]
pub fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// One value as a line of JSON.
#[must_use]
pub fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Writes `{"schema": …, "files": […], …}` while the files come, one a line.
#[derive(Debug)]
pub struct FileStream<W> {
    out: W,
    separator: &'static str,
}

impl<W: Write> FileStream<W> {
    /// Begins the object.
    ///
    /// # Errors
    ///
    /// Whatever `out` says.
    pub fn new(mut out: W) -> io::Result<Self> {
        write!(out, "{{\"schema\": {VERSION}, \"files\": [")?;
        Ok(Self { out, separator: "\n" })
    }

    /// Adds a file, already JSON.
    ///
    /// # Errors
    ///
    /// Whatever `out` says.
    pub fn file(&mut self, json: &str) -> io::Result<()> {
        write!(self.out, "{}{json}", self.separator)?;
        self.separator = ",\n";
        Ok(())
    }

    /// Ends the object; `summary` comes last.
    ///
    /// # Errors
    ///
    /// Whatever `out` says.
    pub fn end(mut self, summary: Option<&Summary>) -> io::Result<()> {
        let summary = summary.map_or_else(String::new, |summary| format!(",\n\"summary\": {}", line(summary)));
        writeln!(self.out, "\n]{summary}}}")?;
        self.out.flush()
    }
}
