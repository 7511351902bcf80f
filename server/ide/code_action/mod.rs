//! What can be done about a place: the fixes of the findings there, and what the template would add.

mod fill;
mod table;
mod weighing;

use crate::grammar::SectionSpec;
use crate::model::{Strangers, WAIVER_PROMPT, escaped, insertions, template, waiving, without_tab_stops};
use crate::rules::{self, Applicability, Diagnostic};
use crate::text::{TextEdit, TextRange, keep_line_ends};
use crate::workspace::{Document, DocumentId, Snapshot};
use jiff::civil::Date;

/// Something that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeAction {
    /// What it does, as a menu shows it.
    pub title: String,
    /// Where a menu shows it.
    pub kind: CodeActionKind,
    /// What changes.
    pub edit: SourceChange,
    /// The finding that it mends.
    pub fixes: Option<Mended>,
    /// Whether it is the best thing to do about its finding.
    pub is_preferred: bool,
}

/// What a finding is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// Its rule.
    pub code: &'static str,
    /// Its place, in bytes.
    pub range: TextRange,
    /// Its words: a rule may find several things in one place.
    pub message: String,
}

/// Where a menu shows an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeActionKind {
    /// With the finding that it mends.
    QuickFix,
    /// With what can be done at a place whether or not anything is wrong.
    Refactor,
}

/// Edits of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceChange {
    /// Each document once, with edits that name its text as it is now.
    pub edits: Vec<(DocumentId, Vec<TextEdit>)>,
    /// The text of the only edit with places to fill in, for clients that know such.
    pub snippet: Option<String>,
}

/// What can be done at `range` of the document `id`: every fix of every finding there, then those of the others on its
/// lines, then what the template adds, then a waiver of each.
#[must_use]
pub fn code_action(snapshot: &Snapshot, id: &DocumentId, range: TextRange, today: Date) -> Vec<CodeAction> {
    let Some(document) = snapshot.document(id) else { return Vec::new() };
    let found = rules::run(document, today);
    let lines = whole_lines(document, range);
    let mut here: Vec<&Diagnostic> = found.iter().filter(|finding| finding.range.meets(lines)).collect();
    here.sort_by_key(|finding| !finding.range.meets(range));
    let several_missing = here.iter().filter(|finding| finding.code == MISSING_SECTION).count() > 1;
    let waivers = waivers(document, &here);
    let mut actions: Vec<CodeAction> = here.into_iter().flat_map(|finding| fixes(id, finding)).collect();
    // where several sections are missing, all at once is what is wanted most
    let place = if several_missing { 0 } else { actions.len() };
    actions.splice(place..place, missing_sections(document));
    actions.extend(templates(document));
    actions.extend(fill::action(document, range));
    let refactorings = table::actions(document, range).into_iter().chain(weighing::actions(document, range));
    for action in refactorings {
        // what mends a finding is offered with it
        if !actions.iter().any(|other| other.edit.edits == action.edit.edits) {
            actions.push(action);
        }
    }
    actions.extend(waivers);
    actions
}

/// The rule whose findings one action can mend together.
const MISSING_SECTION: &str = "missing-section";

/// `range` with all of the lines it touches: nobody aims at a finding's first letter.
fn whole_lines(document: &Document, range: TextRange) -> TextRange {
    let (lines, text) = (document.parse().lines(), document.text());
    let last = lines.line(range.end);
    TextRange::new(lines.start(lines.line(range.start)), lines.start(last) + lines.text(text, last).len())
}

fn fixes<'f>(id: &'f DocumentId, finding: &'f Diagnostic) -> impl Iterator<Item = CodeAction> + 'f {
    finding.fixes.iter().enumerate().map(|(index, fix)| CodeAction {
        title: fix.title.clone(),
        kind: CodeActionKind::QuickFix,
        edit: SourceChange { edits: vec![(id.clone(), fix.edits.clone())], snippet: None },
        fixes: Some(mended(finding)),
        is_preferred: index == 0 && fix.applicability == Applicability::Safe,
    })
}

fn mended(finding: &Diagnostic) -> Mended {
    Mended { code: finding.code, range: finding.range, message: finding.message.clone() }
}

/// One edit for all the sections that are missing; a single one is its finding's own fix.
fn missing_sections(document: &Document) -> Option<CodeAction> {
    let model = document.model();
    // what stands there under a misspelt heading is to be renamed, not to be written again
    let strangers = Strangers::of(model, document.parse(), document.grammars());
    let is_misspelt = |spec: &SectionSpec| strangers.near(spec).is_some();
    let missing: Vec<&SectionSpec> = model.lacking().filter(|spec| !is_misspelt(spec)).collect();
    if missing.len() < 2 || model.is_template || is_empty(document) {
        return None;
    }
    let edits = insertions(document.parse(), document.outline(), model, &missing);
    Some(refactoring(document, "Insert all missing sections".to_owned(), edits))
}

/// The templates of its kind, for a document in which nothing stands yet.
fn templates(document: &Document) -> Vec<CodeAction> {
    let Some(kind) = document.kind().filter(|_| is_empty(document)) else { return Vec::new() };
    let all = TextRange::new(0, document.text().len());
    let first = document.template().map(|dialect| dialect.spec.id.as_str());
    let mut dialects: Vec<_> = kind.dialects.iter().map(|dialect| &dialect.spec).collect();
    dialects.sort_by_key(|dialect| Some(dialect.id.as_str()) != first);
    let action = |dialect| {
        let text = without_tab_stops(&template(dialect));
        refactoring(document, format!("Insert the template {}", dialect.title), vec![TextEdit::replace(all, text)])
    };
    dialects.into_iter().map(action).collect()
}

fn is_empty(document: &Document) -> bool {
    document.text().trim().is_empty()
}

/// A waiver of each of `found`; several of one rule that one waiver speaks for have one.
fn waivers(document: &Document, found: &[&Diagnostic]) -> Vec<CodeAction> {
    let mut actions: Vec<CodeAction> = Vec::new();
    for finding in found.iter().filter(|found| rules::rule(found.code).is_some_and(|rule| rule.can_be_waived)) {
        let action = waiver(document, finding);
        if !actions.iter().any(|other| other.edit == action.edit) {
            actions.push(action);
        }
    }
    actions
}

fn waiver(document: &Document, finding: &Diagnostic) -> CodeAction {
    let edit = |reason: &str| {
        let mut edit = waiving(document.parse(), finding.range, finding.code, reason);
        keep_line_ends(document.text(), std::iter::once(&mut edit));
        edit
    };
    let snippet = edit(&format!("${{1:{}}}", escaped(WAIVER_PROMPT))).text;
    CodeAction {
        title: format!("Waive {} here…", finding.code),
        kind: CodeActionKind::QuickFix,
        edit: SourceChange { edits: vec![(document.id().clone(), vec![edit(WAIVER_PROMPT)])], snippet: Some(snippet) },
        fixes: Some(mended(finding)),
        is_preferred: false,
    }
}

/// An action that changes `document`, whether or not anything is wrong.
fn refactoring(document: &Document, title: String, mut edits: Vec<TextEdit>) -> CodeAction {
    keep_line_ends(document.text(), &mut edits);
    let edit = SourceChange { edits: vec![(document.id().clone(), edits)], snippet: None };
    CodeAction { title, kind: CodeActionKind::Refactor, edit, fixes: None, is_preferred: false }
}
