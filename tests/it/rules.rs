//! Every rule speaks as the spec of its name says: `tests/rules/<code>.md`.
//!
//! A spec is about its own rule: what others find in its documents is not compared. In `together.md` and `waivers.md`
//! everything that any rule finds is.

use crate::fixture::{self, File, Mark, Seen, Spec, Test};
use jiff::civil::{Date, date};
use staffwork::rules::{Applicability, Diagnostic, run};
use staffwork::text::{TextEdit, apply};
use staffwork::workspace::{Document, Snapshot};

/// The day on which all tests run.
pub(crate) const TODAY: Date = date(2026, 3, 1);

/// The day on which a document that is meant to be good is read: not before it was written.
pub(crate) fn read_on(document: &Document) -> Date {
    document.model().metadata.date.map_or(TODAY, |written| written.max(TODAY))
}

/// The specs in which all rules are looked at.
pub(crate) const TOGETHER: &[&str] = &["together", "waivers"];

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
        Seen { marks: Some(marks.collect()), blocks: vec![("fixed".to_owned(), fixed)] }
    });
}

/// What the spec's rule finds in `file`, read by either builder.
fn findings(spec: &Spec, snapshot: &Snapshot, file: &File) -> Vec<Diagnostic> {
    let Some(open) = snapshot.document(&file.id()) else { return Vec::new() };
    let own = |document: &Document| {
        let mut found = run(document, TODAY);
        found.retain(|finding| TOGETHER.contains(&spec.name.as_str()) || spec.name == finding.code);
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
    let (snapshot, _) = test.open();
    for (file, text) in test.files.iter().zip(fixed) {
        let Some(open) = snapshot.document(&file.id()) else { continue };
        let document = Document::read(file.id(), text, open.around().clone(), open.force().clone());
        let mut again = run(&document, TODAY);
        if spec.name == "few-options" && text.contains('[') {
            // a prompt is no option yet: the finding stays until somebody writes one, and the prompt is told
            let told = again.iter().any(|finding| finding.code == "placeholder");
            assert!(told, "{}: {}: nobody tells of the prompt that the fix wrote:\n{text}", spec.name, test.name);
            continue;
        }
        again.retain(|finding| finding.code == spec.name && !finding.fixes.is_empty());
        assert_eq!(again, [], "{}: {}: the fix leaves its finding:\n{text}", spec.name, test.name);
    }
}

/// What a fix writes has the line ends of the document: the same fix of the same text, whichever it is written with.
#[test]
fn fixes_keep_the_line_ends() {
    for end in ["\r\n", "\r"] {
        for spec in fixture::specs("rules") {
            for test in &spec.tests {
                let (snapshot, _) = test.open();
                for file in &test.files {
                    let Some(open) = snapshot.document(&file.id()) else { continue };
                    let text = file.text.replace('\n', end);
                    let read =
                        |text: &str| Document::read(file.id(), text, open.around().clone(), open.force().clone());
                    let (plain, found) = (run(&read(&file.text), TODAY), run(&read(&text), TODAY));
                    let every = |text: &str, found: &[Diagnostic]| -> Vec<(String, String)> {
                        let fixes = found.iter().flat_map(|finding| &finding.fixes);
                        fixes.map(|fix| (fix.title.clone(), apply(text, &fix.edits))).collect()
                    };
                    let expected = every(&file.text, &plain).into_iter();
                    let expected: Vec<_> = expected.map(|(title, text)| (title, text.replace('\n', end))).collect();
                    for (is, should) in every(&text, &found).iter().zip(&expected) {
                        assert_eq!(is, should, "{}: {} with {end:?}", spec.name, test.name);
                    }
                    assert_eq!(plain.len(), found.len(), "{}: {} with {end:?}", spec.name, test.name);
                }
            }
        }
    }
}

/// What is told has a place that can be seen, a cell that is blank or missing apart; and of its fixes at most one is
/// done unseen.
#[test]
fn findings_have_a_place_and_one_safe_fix() {
    for spec in fixture::specs("rules") {
        for test in &spec.tests {
            let (snapshot, _) = test.open();
            for file in &test.files {
                let Some(open) = snapshot.document(&file.id()) else { continue };
                for finding in run(open, TODAY) {
                    let line = file.text[..finding.range.start].lines().next_back().unwrap_or_default();
                    let is_cell = finding.code == "matrix-missing-score" && line.contains('|');
                    assert!(!finding.range.is_empty() || is_cell, "{}: {}: {finding:?}", spec.name, test.name);
                    let safe = finding.fixes.iter().filter(|fix| fix.applicability == Applicability::Safe).count();
                    assert!(safe <= 1, "{}: {}: {finding:?}", spec.name, test.name);
                }
            }
        }
    }
}
