//! What is measured: documents of several lengths, and the longest real ones where the corpus lies beside the project.

use crate::generate;
use crate::typing::{self, Keystroke};
use std::path::{Path, PathBuf};

/// A document to measure with.
pub(crate) struct Sample {
    /// What the table calls it.
    pub(crate) name: String,
    /// Where it lies in its project.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
    /// What a keystroke may cost, in microseconds.
    pub(crate) keystroke: Option<f64>,
    /// What opening it may cost, in microseconds.
    pub(crate) open: Option<f64>,
    /// What is typed into it.
    pub(crate) script: fn(&str) -> Vec<Keystroke>,
}

/// Lines, and what a keystroke and opening may cost, in microseconds.
const LENGTHS: &[(usize, f64, Option<f64>)] = &[
    (100, 400.0, None),
    (1_000, 800.0, Some(3_000.0)),
    (10_000, 2_500.0, Some(15_000.0)),
    (50_000, 10_000.0, Some(80_000.0)),
];

/// The longest documents of their sort in the corpus, and what a keystroke in them may cost, in microseconds.
const LONGEST: &[(&str, &str, Option<f64>)] = &[
    ("CIP-0164", "cardano-foundation+CIPs/CIP-0164/README.md", Some(2_000.0)),
    ("the longest Rust RFC", "rust-lang+rfcs/text/1398-kinds-of-allocators.md", None),
    (
        "the longest KEP",
        "kubernetes+enhancements/keps/sig-api-machinery/5073-declarative-validation-with-validation-gen/README.md",
        None,
    ),
];

/// Every document there is.
pub(crate) fn all() -> Vec<Sample> {
    let mut samples: Vec<Sample> = LENGTHS
        .iter()
        .map(|(lines, keystroke, open)| Sample {
            name: format!("{lines} lines"),
            path: "docs/rfcs/0042-generated.md".to_owned(),
            text: generate::rfc(*lines),
            keystroke: Some(*keystroke),
            open: *open,
            script: typing::script,
        })
        .collect();
    samples.extend(corpus().into_iter().flat_map(|corpus| {
        LONGEST.iter().filter_map(move |(name, path, keystroke)| {
            let text = std::fs::read_to_string(corpus.join(path)).ok()?;
            let name = format!("{name}, {} lines", text.lines().count());
            let path = (*path).to_owned();
            Some(Sample { name, path, text, keystroke: *keystroke, open: None, script: typing::script })
        })
    }));
    samples
}

/// Lines of the documents with matrices, and without.
const WEIGHING: usize = 1_000;

/// The document with ten matrices, typed into beside them and in them, and one of the same length that has none.
pub(crate) fn weighing() -> Vec<Sample> {
    let sample = |name: &str, matrices, script| Sample {
        name: format!("{WEIGHING} lines, {name}"),
        path: "docs/rfcs/0042-generated.md".to_owned(),
        text: generate::weighing(WEIGHING, matrices),
        keystroke: Some(LENGTHS[1].1),
        open: None,
        script,
    };
    vec![
        sample("no matrix", 0, typing::script as fn(&str) -> Vec<Keystroke>),
        sample(TEN_MATRICES, 10, typing::script),
        sample("a score in one of ten", 10, typing::scores),
    ]
}

/// What the document is called in which features of matrices are asked for.
pub(crate) const TEN_MATRICES: &str = "ten matrices";

/// The folder of real documents; a word on standard error where there is none.
pub(crate) fn corpus() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/docs");
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("the rows of real documents are left out: ../shared/corpus is not there");
    None
}
