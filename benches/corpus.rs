//! Many real documents at once: the command line over the corpus.

use crate::clock;
use crate::documents;
use crate::session::PROGRAM;
use crate::table::Row;
use std::path::Path;
use std::process::{Command, Stdio};

/// The best of so many runs counts.
const RUNS: usize = 3;

/// The commands, and how many seconds of CPU time they may take, on all threads together.
const COMMANDS: &[(&str, &[&str], Option<f64>)] = &[
    ("check of the corpus", &["check", "--format", "json"], Some(1.0)),
    ("first reading of the corpus", &["inspect", "--format", "json"], None),
];

/// What they cost; nothing where the corpus is not there.
pub(crate) fn rows() -> Vec<Row> {
    let Some(corpus) = documents::corpus() else { return Vec::new() };
    let row = |(what, arguments, target): &(&'static str, &[&str], Option<f64>)| {
        let seconds = (0..RUNS).map(|_| seconds_of(arguments, &corpus)).fold(f64::INFINITY, f64::min);
        Row::one(what, "all threads, user and system", seconds, "s", *target)
    };
    COMMANDS.iter().map(row).collect()
}

fn seconds_of(arguments: &[&str], corpus: &Path) -> f64 {
    let before = clock::of_children();
    let mut command = Command::new(PROGRAM);
    let quiet = command.args(arguments).arg(corpus).stdout(Stdio::null()).stderr(Stdio::null());
    let code = quiet.status().expect("the program starts").code();
    assert!(matches!(code, Some(0 | 1)), "{arguments:?} ended with {code:?}");
    clock::of_children().saturating_sub(before).as_secs_f64()
}
