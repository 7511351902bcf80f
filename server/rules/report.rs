//! A finding: where, what, how loud, why, and how to mend it.

use super::Severity;
use crate::text::{TextEdit, TextRange};
use crate::workspace::DocumentId;

/// A finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule.
    pub code: &'static str,
    /// How loud.
    pub severity: Severity,
    /// Where, in bytes.
    pub range: TextRange,
    /// What is wrong, then what to do.
    pub message: String,
    /// More of what to do, for where there is room.
    pub help: Option<String>,
    /// Where the demand comes from: `kind adr`, `dialect madr`, `staffwork.toml`.
    pub demanded_by: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Fix>,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The document; `None` for the same one.
    pub document: Option<DocumentId>,
    /// Where.
    pub range: TextRange,
    /// What it has to do with it.
    pub message: String,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a menu shows it.
    pub title: String,
    /// Whether it may be done unseen.
    pub applicability: Applicability,
    /// What changes in the document.
    pub edits: Vec<TextEdit>,
}

/// Whether a fix may be done unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// It changes no meaning.
    Safe,
    /// Somebody should look.
    Unsafe,
}

/// A finding that is being put together; [`super::Ctx::report`] begins one.
#[derive(Debug)]
pub struct Report<'r> {
    pub(super) finding: &'r mut Diagnostic,
    pub(super) lowered: &'r mut i8,
}

impl Report<'_> {
    /// Says more of what to do, for where there is room.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.finding.help = Some(help.into());
        self
    }

    /// Gives it another base severity than its rule's.
    pub fn severity(self, severity: Severity) -> Self {
        self.finding.severity = severity;
        self
    }

    /// Says that only the framework's own template asks for this: in another dialect it is one severity lower.
    pub fn framework_demand(self, in_its_template: bool) -> Self {
        *self.lowered = if in_its_template { 0 } else { -1 };
        self
    }

    /// Makes it a hint, whatever its rule, the profile and the document's maturity say.
    pub fn hint(self) {
        self.finding.severity = Severity::Hint;
        *self.lowered = i8::MIN;
    }

    /// Ends it; it is reported as soon as it is begun, so this only says so.
    pub fn done(self) {}

    /// Says where the demand comes from, where that is not the kind.
    pub fn demanded_by(self, source: impl Into<String>) -> Self {
        self.finding.demanded_by = source.into();
        self
    }

    /// Names another place of the same document that belongs to it.
    pub fn related(self, range: TextRange, message: impl Into<String>) -> Self {
        self.finding.related.push(Related { document: None, range, message: message.into() });
        self
    }

    /// A way to mend it that changes no meaning.
    pub fn fix(self, title: impl Into<String>, edits: Vec<TextEdit>) -> Self {
        self.finding.fixes.push(Fix { title: title.into(), applicability: Applicability::Safe, edits });
        self
    }

    /// A way to mend it that somebody should look at.
    pub fn fix_unsafe(self, title: impl Into<String>, edits: Vec<TextEdit>) -> Self {
        self.finding.fixes.push(Fix { title: title.into(), applicability: Applicability::Unsafe, edits });
        self
    }
}
