//! What an editor asks for in a long document: in the process, and of the real server over its pipes.

use crate::clock::{self, CpuTime};
use crate::documents::Sample;
use crate::session::Session;
use crate::table::{Row, Times};
use crate::typing::{diagnostics, opened, today};
use criterion::Criterion;
use serde_json::{Value, json};
use staffwork::ide;
use staffwork::text::TextRange;
use staffwork::workspace::{DocumentId, FilePosition, Snapshot};
use std::hint::black_box;

/// As many times say enough.
const ENOUGH: usize = 200;
/// What each may cost at most, in microseconds.
const TARGET: f64 = 1_000.0;

/// Something that an editor asks for.
pub(crate) struct Feature {
    name: &'static str,
    /// The words behind which it is asked for.
    behind: &'static str,
    ask: fn(&Snapshot, &DocumentId, usize) -> usize,
    /// The same over the wire.
    method: &'static str,
    target: Option<f64>,
}

/// What is asked of any document.
pub(crate) const OF_ALL: &[Feature] = &[
    Feature {
        name: "hover",
        behind: "## Risks",
        ask: |snapshot, id, offset| ide::hover(snapshot, &at(id, offset)).map_or(0, |hover| hover.markdown.len()),
        method: "textDocument/hover",
        target: Some(TARGET),
    },
    Feature {
        name: "completion of a value",
        behind: "Status: ",
        ask: |snapshot, id, offset| ide::completion(snapshot, &at(id, offset), today()).len(),
        method: "textDocument/completion",
        target: Some(TARGET),
    },
    Feature {
        name: "completion of a heading",
        behind: "## Ref",
        ask: |snapshot, id, offset| ide::completion(snapshot, &at(id, offset), today()).len(),
        method: "textDocument/completion",
        target: Some(TARGET),
    },
    Feature {
        name: "code action",
        behind: "- Risk 10",
        ask: |snapshot, id, offset| ide::code_action(snapshot, id, TextRange::empty(offset), today()).len(),
        method: "textDocument/codeAction",
        target: Some(TARGET),
    },
    Feature {
        name: "document symbols",
        behind: "# RFC",
        ask: |snapshot, id, _| ide::document_symbol(snapshot, id).len(),
        method: "textDocument/documentSymbol",
        target: None,
    },
];

/// What is asked of a document with matrices: of all of them at once, or of one.
pub(crate) const OF_MATRICES: &[Feature] = &[
    Feature {
        name: "hints of ten matrices",
        behind: "# RFC",
        ask: |snapshot, id, _| ide::inlay_hint(snapshot, id, TextRange::new(0, usize::MAX)).len(),
        method: "textDocument/inlayHint",
        target: Some(TARGET),
    },
    Feature {
        name: "lens",
        behind: "# RFC",
        ask: |snapshot, id, _| ide::code_lens(snapshot, id).len(),
        method: "textDocument/codeLens",
        target: Some(TARGET),
    },
    Feature {
        name: "hover over a total",
        behind: "| Total | 100 % | ",
        ask: |snapshot, id, offset| ide::hover(snapshot, &at(id, offset)).map_or(0, |hover| hover.markdown.len()),
        method: "textDocument/hover",
        target: Some(TARGET),
    },
];

fn at(id: &DocumentId, offset: usize) -> FilePosition {
    FilePosition { id: id.clone(), offset }
}

impl Feature {
    fn offset(&self, text: &str) -> usize {
        text.find(self.behind).expect("every generated document has it") + self.behind.len()
    }

    fn params(&self, uri: &str, text: &str) -> Value {
        let before = &text[..self.offset(text)];
        let line = before.matches('\n').count();
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
        let (document, position) = (json!({"uri": uri}), json!({"line": line, "character": column}));
        match self.method {
            "textDocument/codeAction" => json!({
                "textDocument": document,
                "range": {"start": position, "end": position},
                "context": {"diagnostics": []},
            }),
            "textDocument/documentSymbol" | "textDocument/codeLens" => json!({"textDocument": document}),
            "textDocument/inlayHint" => json!({
                "textDocument": document,
                "range": {"start": {"line": 0, "character": 0}, "end": {"line": u32::MAX, "character": 0}},
            }),
            _ => json!({"textDocument": document, "position": position}),
        }
    }
}

/// What each costs in the process, in the mean.
pub(crate) fn measure(criterion: &mut Criterion<CpuTime>, sample: &Sample) {
    let (workspace, id) = opened(&sample.path, &sample.text);
    diagnostics(&workspace, &id);
    let snapshot = workspace.snapshot();
    let mut group = criterion.benchmark_group(format!("features, {}", sample.name));
    for feature in OF_ALL {
        let offset = feature.offset(&sample.text);
        assert!((feature.ask)(&snapshot, &id, offset) > 0, "{} has an answer", feature.name);
        group.bench_function(feature.name, |bencher| bencher.iter(|| (feature.ask)(&snapshot, &id, offset)));
    }
}

/// What each costs, in the process and in the server.
pub(crate) fn rows(sample: &Sample, features: &[Feature]) -> Vec<Row> {
    let (workspace, id) = opened(&sample.path, &sample.text);
    diagnostics(&workspace, &id);
    let snapshot = workspace.snapshot();
    let mut session = Session::start();
    session.open(id.as_str(), &sample.text);
    let mut rows = Vec::new();
    for feature in features {
        let offset = feature.offset(&sample.text);
        assert!((feature.ask)(&snapshot, &id, offset) > 0, "{} has an answer", feature.name);
        let here = times(clock::own, || (feature.ask)(&snapshot, &id, offset));
        rows.push(Row::new(feature.name, &sample.name, &here, feature.target));
        let params = feature.params(id.as_str(), &sample.text);
        let mut there = Times::default();
        for _ in 0..ENOUGH {
            let before = session.cpu();
            let answer = session.request(feature.method, &params);
            there.push(session.cpu().saturating_sub(before));
            assert!(!answer["result"].is_null(), "{} is answered: {answer}", feature.name);
        }
        rows.push(Row::new("the same over pipes, the server's", &sample.name, &there, None));
    }
    rows
}

fn times(clock: fn() -> std::time::Duration, work: impl Fn() -> usize) -> Times {
    let mut times = Times::default();
    for _ in 0..ENOUGH {
        let before = clock();
        black_box(work());
        times.push(clock().saturating_sub(before));
    }
    times
}
