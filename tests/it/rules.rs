//! Every rule speaks as the spec of its name says: `tests/rules/<code>.md`.
//!
//! A spec is about its own rule: what others find in its documents is not compared. In `together.md` everything that
//! any rule finds is.

use crate::fixture::{self, File, Mark, Seen, Spec, Test};
use jiff::civil::{Date, date};
use staffwork::rules::{Diagnostic, run};
use staffwork::text::{TextEdit, apply};
use staffwork::workspace::{Document, Snapshot};

/// The day on which all tests run.
pub(crate) const TODAY: Date = date(2026, 3, 1);

/// The spec in which all rules are looked at.
pub(crate) const TOGETHER: &str = "together";

#[test]
fn speak_as_their_specs_say() {
    fixture::check("rules", |spec, test| {
        let (snapshot, _) = test.open();
        let found: Vec<Vec<Diagnostic>> = test.files.iter().map(|file| findings(spec, &snapshot, file)).collect();
        let marks = test.files.iter().zip(&found);
        let marks = marks.map(|(file, found)| found.iter().map(|finding| Mark::new(&file.text, finding)).collect());
        let fixed: Vec<String> = test.files.iter().zip(&found).map(|(file, found)| fixed(file, found)).collect();
        if test.expected.iter().any(|block| block.name == "fixed") {
            stay_fixed(spec, test, &fixed);
        }
        let fixed = test.shown(fixed.iter().map(String::as_str));
        Seen { marks: Some(marks.collect()), blocks: vec![("fixed", fixed)] }
    });
}

/// What the spec's rule finds in `file`, read by either builder.
fn findings(spec: &Spec, snapshot: &Snapshot, file: &File) -> Vec<Diagnostic> {
    let Some(open) = snapshot.document(&file.id()) else { return Vec::new() };
    let own = |document: &Document| {
        let mut found = run(document, TODAY);
        found.retain(|finding| spec.name == TOGETHER || spec.name == finding.code);
        found
    };
    let read = Document::read(file.id(), &file.text, open.around().clone(), open.force().clone());
    let found = own(open);
    assert_eq!(found, own(&read), "{}: an open document and a file are not told the same", spec.name);
    found
}

/// The file after the first fix of every finding.
fn fixed(file: &File, found: &[Diagnostic]) -> String {
    let fixes = found.iter().filter_map(|finding| finding.fixes.first());
    let edits: Vec<TextEdit> = fixes.flat_map(|fix| fix.edits.clone()).collect();
    apply(&file.text, &edits)
}

/// Nothing that could be fixed is found again, but for options: the fix brings a prompt for one, which is none until
/// somebody has written it.
fn stay_fixed(spec: &Spec, test: &Test, fixed: &[String]) {
    if spec.name == "few-options" {
        return;
    }
    let (snapshot, _) = test.open();
    for (file, text) in test.files.iter().zip(fixed) {
        let Some(open) = snapshot.document(&file.id()) else { continue };
        let document = Document::read(file.id(), text, open.around().clone(), open.force().clone());
        let mut again = run(&document, TODAY);
        again.retain(|finding| finding.code == spec.name && !finding.fixes.is_empty());
        assert_eq!(again, [], "{}: {}: the fix leaves its finding:\n{text}", spec.name, test.name);
    }
}
