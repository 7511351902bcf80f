//! `staffwork check --format json`.

use crate::rules::{Applicability, Severity};
use schemars::JsonSchema;
use serde::Serialize;

/// What was found in all files.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Checked {
    /// The version of this format.
    pub schema: u8,
    /// Every file that was named, in that order, then every document that was found, in byte order, then every file of
    /// settings in which something is wrong.
    pub files: Vec<CheckedFile>,
    /// How much was found.
    pub summary: Summary,
}

/// What was found in a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckedFile {
    /// The path as it was given.
    pub path: String,
    /// The kind of document; null for ordinary Markdown.
    pub kind: Option<String>,
    /// The dialect it follows.
    pub dialect: Option<String>,
    /// The findings, in document order.
    pub diagnostics: Vec<Finding>,
    /// Why the file could not be checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// The rule.
    pub code: &'static str,
    /// How loud it is.
    pub severity: Severity,
    /// What is wrong, then what to do.
    pub message: String,
    /// The line it begins in, from 1.
    pub line: usize,
    /// The column it begins at, from 1, in Unicode scalar values.
    pub column: usize,
    /// The line it ends in.
    pub end_line: usize,
    /// The column behind its end.
    pub end_column: usize,
    /// The byte it begins at, from 0.
    pub start: usize,
    /// The byte behind its end.
    pub end: usize,
    /// More of what to do.
    pub help: Option<String>,
    /// Where the rule is described, if that is anywhere.
    pub url: Option<String>,
    /// Where the demand comes from.
    pub demanded_by: String,
    /// Other places that belong to it.
    pub related: Vec<Place>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Repair>,
}

/// A place that belongs to a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Place {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What it has to do with the finding.
    pub message: String,
}

/// A way to mend a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Repair {
    /// What it does.
    pub title: String,
    /// Whether it may be done unseen.
    pub applicability: Applicability,
    /// What changes.
    pub edits: Vec<Edit>,
}

/// One replacement of bytes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Edit {
    /// The file.
    pub path: String,
    /// The first byte that goes, from 0.
    pub start: usize,
    /// The byte behind the last that goes.
    pub end: usize,
    /// What comes.
    pub text: String,
}

/// How much was found.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// Files that were looked at.
    pub files: usize,
    /// Files that are documents of a kind.
    pub documents: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are information.
    pub infos: usize,
    /// Findings that are hints.
    pub hints: usize,
    /// Findings that a waiver silenced.
    pub suppressed: usize,
    /// How long it took.
    pub seconds: f64,
}
