//! A waiver silences what it was written for, wherever that is.

use crate::fixture;
use crate::rules::TODAY;
use staffwork::grammar::samples;
use staffwork::ide::{CompletionItem, code_action, completion};
use staffwork::model::{Surroundings, WAIVER_PROMPT};
use staffwork::rules::{Diagnostic, Findings, find, rule};
use staffwork::text::{TextEdit, apply};
use staffwork::workspace::{Change, Document, DocumentId, FilePosition, Snapshot, Workspace};
use std::sync::Arc;

/// Every document of the specs and every sample.
fn documents() -> Vec<Arc<Document>> {
    let opened = |path: &str, text: &str| {
        let id = DocumentId::new(path);
        let around = Surroundings { path: path.to_owned(), ..Surroundings::default() };
        Arc::new(Document::open(id, 1, text, around, staffwork::workspace::Force::default()))
    };
    let mut all: Vec<_> = samples().into_iter().map(|(path, text)| opened(path, text)).collect();
    for test in fixture::specs("rules").iter().flat_map(|spec| &spec.tests) {
        let (snapshot, _) = test.open();
        all.extend(test.files.iter().filter_map(|file| snapshot.document(&file.id()).map(Arc::clone)));
    }
    all
}

fn snapshot_of(document: &Document, text: &str) -> Snapshot {
    let force = document.force().clone();
    let mut workspace = Workspace::default();
    let (id, around) = (document.id().clone(), document.around().clone());
    workspace.apply(Change::Opened { id, version: 1, text: text.to_owned(), around, force });
    workspace.snapshot()
}

/// What is found once `finding` is waived, with a reason or with the prompt for one.
fn waived(document: &Document, finding: &Diagnostic, reason: &str) -> (String, std::sync::Arc<Findings>) {
    let snapshot = snapshot_of(document, document.text());
    let title = format!("Waive {} here…", finding.code);
    let actions = code_action(&snapshot, document.id(), finding.range, TODAY);
    let action = actions.iter().rfind(|action| action.title == title).expect("every finding can be waived");
    let edits: Vec<TextEdit> = action.edit.edits[0].1.clone();
    let text = apply(document.text(), &edits).replace(WAIVER_PROMPT, reason);
    let found = find(snapshot_of(document, &text).document(document.id()).unwrap(), TODAY);
    (text, found)
}

#[test]
fn every_finding_can_be_waived() {
    for document in documents() {
        let before = find(&document, TODAY);
        let mut seen: Vec<&str> = Vec::new();
        for finding in &before.told {
            if !rule(finding.code).unwrap().can_be_waived || seen.contains(&finding.code) {
                continue;
            }
            seen.push(finding.code);
            let (text, after) = waived(&document, finding, "the auditors know");
            assert!(after.waived > before.waived, "{} is told all the same:\n{text}", finding.code);
            let about = |found: &Findings| found.told.iter().filter(|found| found.code.contains("waiver")).count();
            assert!(about(&after) <= about(&before), "{:#?}\n{text}", after.told);
        }
    }
}

#[test]
fn a_waiver_as_the_editor_writes_it_asks_for_its_reason() {
    let document = documents().into_iter().find(|document| !find(document, TODAY).told.is_empty()).unwrap();
    let before = find(&document, TODAY);
    let (_, after) = waived(&document, &before.told[0], WAIVER_PROMPT);
    assert!(after.told.iter().any(|found| found.code == "waiver-without-reason"), "{:#?}", after.told);
}

#[test]
fn what_is_found_is_offered_first() {
    let document = documents().into_iter().find(|document| !find(document, TODAY).told.is_empty()).unwrap();
    let found = find(&document, TODAY).told.clone();
    let text = format!("{}\n<!-- staffwork: allow  -->\n", document.text());
    let offset = text.len() - "  -->\n".len() + 1;
    let at = FilePosition { id: document.id().clone(), offset };
    let items: Vec<CompletionItem> = completion(&snapshot_of(&document, &text), &at, TODAY);
    assert!(found.iter().any(|found| found.code == items[0].label), "{items:#?}");
}
