//! Our own decision records have nothing to be warned of.

use staffwork::grammar::Grammars;
use staffwork::host;
use staffwork::rules::{self, Severity};
use staffwork::workspace::{Document, DocumentId, Force};
use std::path::Path;

#[test]
fn our_decisions_have_no_warnings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let grammars = Grammars::builtin();
    let records = host::markdown_below(&root.join("docs/decisions")).files;
    assert!(records.len() >= 5);
    for path in records {
        let around = host::surroundings(&path, root, &grammars);
        let name = around.path.clone();
        let document = Document::read(DocumentId::new(&name), &host::read(&path).unwrap(), around, Force::default());
        assert_eq!(document.dialect().map(|dialect| dialect.spec.id.as_str()), Some("decision-matrix"), "{name}");
        let found = rules::run(&document, jiff::civil::date(2026, 11, 29));
        let loud: Vec<_> = found.iter().filter(|finding| finding.severity >= Severity::Warning).collect();
        assert!(loud.is_empty(), "{name}: {loud:#?}");
    }
}
