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
    /// Where the demand comes from: `kind adr`, `dialect madr`, `staffwork.toml:4: adr.dialect = "madr"`.
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

/// A finding, and by how many steps it is told lower.
pub(super) type Found = (Diagnostic, i8);

/// A finding that is being put together; [`super::Ctx::report`] begins one.
#[derive(Debug)]
pub struct Report<'r> {
    pub(super) found: &'r mut Vec<Found>,
    /// Whether the document follows the framework's own template.
    pub(super) in_its_template: bool,
    /// Who asks for what the document's dialect asks for.
    pub(super) of_dialect: String,
}

impl Report<'_> {
    fn change(self, change: impl FnOnce(&mut Found)) -> Self {
        if let Some(last) = self.found.last_mut() {
            change(last);
        }
        self
    }

    /// Says more of what to do, for where there is room.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.change(|(finding, _)| finding.help = Some(help.into()))
    }

    /// Gives it another base severity than its rule's.
    pub fn severity(self, severity: Severity) -> Self {
        self.change(|(finding, _)| finding.severity = severity)
    }

    /// Says that only the framework's own template asks for this: in another dialect it is one severity lower.
    pub fn framework_demand(self) -> Self {
        let steps = if self.in_its_template { 0 } else { -1 };
        self.change(|(_, lowered)| *lowered = steps)
    }

    /// Says that the document's dialect asks for this, or the setting that pins the dialect.
    pub fn dialect_demand(mut self) -> Self {
        let source = std::mem::take(&mut self.of_dialect);
        self.demanded_by(source)
    }

    /// Makes it a hint, whatever its rule, the profile and the document's maturity say.
    pub fn hint(self) {
        self.change(|(finding, lowered)| {
            finding.severity = Severity::Hint;
            *lowered = i8::MIN;
        })
        .done();
    }

    /// Says where the demand comes from, where that is not the kind.
    pub fn demanded_by(self, source: impl Into<String>) -> Self {
        self.change(|(finding, _)| finding.demanded_by = source.into())
    }

    /// Names another place of the same document that belongs to it.
    pub fn related(self, range: TextRange, message: impl Into<String>) -> Self {
        self.change(|(finding, _)| finding.related.push(Related { document: None, range, message: message.into() }))
    }

    /// A way to mend it that changes no meaning.
    pub fn fix(self, title: impl Into<String>, edits: Vec<TextEdit>) -> Self {
        self.repair(title.into(), Applicability::Safe, edits)
    }

    /// A way to mend it that somebody should look at.
    pub fn fix_unsafe(self, title: impl Into<String>, edits: Vec<TextEdit>) -> Self {
        self.repair(title.into(), Applicability::Unsafe, edits)
    }

    /// Ends it: it was reported when it was begun, and nobody wants the rest of the chain.
    #[expect(clippy::unused_self, reason = "it ends a chain of which each part takes the whole")]
    pub fn done(self) {}

    fn repair(self, title: String, applicability: Applicability, edits: Vec<TextEdit>) -> Self {
        self.change(|(finding, _)| finding.fixes.push(Fix { title, applicability, edits }))
    }
}
